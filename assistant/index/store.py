"""Reading an index: its documents, passages, vectors and words."""

from __future__ import annotations

import hashlib
import math
import os
import sqlite3
import weakref
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.chunk import CHUNKING
from assistant.config import ChromaServer
from assistant.embed import Vectors, WordVectors
from assistant.errors import IndexMismatchError, IndexMissingError, PassageIndexError
from assistant.index.files import MANIFEST, VERSION, check_files, hold
from assistant.index.vectors import open_vectors
from assistant.index.words import WordStore
from assistant.schema import Passage, Record, Source

if TYPE_CHECKING:
    import bm25s

FORMAT = 4
"""Raised when what is stored changes, so that an older index is refused in words."""
TERMS = "terms.npz"


class Manifest(Record):
    """What an index says of itself."""

    format: int
    embedding_model: str
    chunking: str
    corpus: str
    """Hash over every document."""
    terms: str = ""
    """Hash over the terms of the vocabulary whose vectors lie beside the passages."""
    documents: int
    passages: int
    vectors: Literal["folder", "server"] = "folder"
    """Where the vectors are; answers do not depend on it."""

    @property
    def fingerprint(self) -> str:
        """Corpus, model and chunking in sixteen hexadecimal digits."""
        parts = (
            str(self.format), self.embedding_model, self.chunking, self.corpus, self.terms,
        )  # fmt: skip
        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]


class Hit(NamedTuple):
    """A passage's position in the index and its score, higher is better."""

    position: int
    score: float


def current_version(folder: Path) -> Path:
    """Find the version folder in use.

    Raises:
        IndexMissingError: there is none.
    """
    try:
        name = (folder / "CURRENT").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexMissingError(
            f"{folder}: no index here; make one with: assistant build --index {folder}"
        ) from error
    version = folder / "versions" / name
    if not VERSION.fullmatch(name) or not (version / MANIFEST).is_file():
        raise IndexMissingError(
            f"{folder}: the index is incomplete; make it again with: "
            f"assistant build --index {folder}"
        )
    return version


def read_manifest(folder: Path, version: Path | None = None) -> Manifest:
    """Read what the index in use, or a version of it, says of itself.

    Raises:
        IndexMissingError: there is no index.
        IndexMismatchError: it was written by another program or format.
    """
    file = (version or current_version(folder)) / MANIFEST
    try:
        return Manifest.model_validate_json(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise IndexMismatchError(
            f"{folder}: not an index of this program; build one elsewhere with --index."
        ) from error


class PassageIndex:
    """An open index, read only."""

    def __init__(
        self,
        folder: Path,
        embedding_model: str,
        server: ChromaServer | None = None,
        version: Path | None = None,
    ) -> None:
        """Open the version in use, or the one that is named.

        Raises:
            IndexMissingError: there is no whole index in the folder.
            IndexMismatchError: it was built with another model, chunking or program, or its
                vectors are on a server and none is named, or the other way round.
            PassageIndexError: it is damaged, or the server does not answer.
        """
        self.folder = folder
        self.version = version or current_version(folder)
        self.manifest = read_manifest(folder, self.version)
        expected = (FORMAT, embedding_model, CHUNKING)
        found = (self.manifest.format, self.manifest.embedding_model, self.manifest.chunking)
        if expected != found:
            raise IndexMismatchError(
                f"{folder}: built with {'/'.join(map(str, found))}, this program uses "
                f"{'/'.join(map(str, expected))}; run: assistant build --index {folder}"
            )
        if self.manifest.vectors != ("server" if server else "folder"):
            raise IndexMismatchError(
                f"{folder}: built {'without' if server else 'with'} a Chroma server; "
                f"{'unset' if server else 'set'} ASSISTANT_CHROMA_URL, or run: "
                f"assistant build --index {folder}"
            )
        path = self.version / "sources.sqlite"
        try:
            # Held first, so that a build that ends now leaves these files where they are.
            self._let_go = weakref.finalize(self, os.close, hold(self.version / MANIFEST))
            check_files(self.version)
            self._database = sqlite3.connect(
                f"file:{path}?mode=ro", uri=True, check_same_thread=False
            )
            self._positions: dict[str, int] = dict(
                self._database.execute("SELECT id, position FROM passages")
            )
            self._lexical = open_lexical(self.version / "lexical")
            self._words = WordStore(self.version)
            with np.load(self.version / TERMS) as terms:
                self._terms: tuple[str, ...] = tuple(terms["terms"].tolist())
                self._term_vectors: Vectors = terms["vectors"]
        except Exception as error:  # Each library has types of its own for each kind of damage.
            raise damaged(folder) from error
        self._vectors = open_vectors(self.version, server)
        if not self._vectors.count() == self.manifest.passages == len(self._positions):
            self.close()
            raise damaged(folder)

    def close(self) -> None:
        """Let go of the files."""
        self._database.close()
        self._vectors.close()
        self._let_go()

    def search_dense(self, vector: Vectors, k: int, source_ids: Sequence[str] = ()) -> list[Hit]:
        """Find the passages nearest to a query vector; score is the cosine similarity."""
        return [
            Hit(self._positions[passage_id], round(1.0 - distance, 6))
            for passage_id, distance in self._vectors.search(vector, k, source_ids)
        ]

    def search_lexical(self, query: str, k: int, positions: Iterable[int] = ()) -> list[Hit]:
        """Find the passages that share words with a query; score is BM25, hits above zero only."""
        return self.search_words(Counter(tokenize([query])[0]), k, positions)

    def search_words(
        self, words: Mapping[str, float], k: int, positions: Iterable[int] = ()
    ) -> list[Hit]:
        """Find the passages that share weighted words, as `tokenize` makes them; hits above zero only."""
        scores = self._score_all(words)
        wanted = list(positions)
        if wanted:
            mask = np.zeros_like(scores)
            mask[wanted] = 1
            scores = scores * mask
        k = min(k, len(scores))
        best = np.argpartition(-scores, k - 1)[:k]
        ordered = sorted(best.tolist(), key=lambda position: (-scores[position], position))
        return [Hit(i, float(scores[i])) for i in ordered if scores[i] > 0]

    def _score_all(self, words: Mapping[str, float]) -> Vectors:
        scores = np.zeros(self.manifest.passages, dtype=np.float32)
        for word, weight in words.items():
            rows, values = self._postings(word)
            scores[rows] += np.float32(weight) * values
        return scores

    def _postings(self, word: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The positions of the passages that have a word, and what it adds to their score."""
        column = self._lexical.vocab_dict.get(word)
        if column is None:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        saved = self._lexical.scores
        start, end = saved["indptr"][column], saved["indptr"][column + 1]
        return saved["indices"][start:end], saved["data"][start:end]

    def salient_words(self, weights: Mapping[int, float], k: int) -> dict[str, float]:
        """Find the k words that most tell weighted passages from all others; their weights sum to 1.

        A word counts by its share of each passage, times how rare it is (tf-idf).
        """
        passages = self.passages(list(weights))
        shares: dict[str, float] = defaultdict(float)
        for position, weight in weights.items():
            tokens = tokenize([passages[position].text])[0]
            for word, count in Counter(tokens).items():
                shares[word] += weight * count / len(tokens)
        found = {word: share * self.rarity(word) for word, share in shares.items()}
        best = sorted(found, key=lambda word: (-found[word], word))[:k]
        norm = sum(found[word] for word in best)
        return {word: found[word] / norm for word in best}

    def vectors(self, positions: Sequence[int]) -> Vectors:
        """Read the vectors of passages: shape (positions, dimension), rows of length one."""
        passages = self.passages(positions)
        return self._vectors.read([passages[position].passage_id for position in positions])

    def score_words(self, words: Mapping[str, float], positions: Sequence[int]) -> list[float]:
        """Score passages by weighted words, as `search_words` does; 0 where they share none."""
        scores = self._score_all(words)
        return [float(score) for score in scores[list(positions)]]

    def rarity(self, word: str) -> float:
        """How rare a word is, as `tokenize` makes it: BM25's idf, at least 0, higher is rarer."""
        holders = len(self._postings(word)[0])
        return math.log(1 + (self.manifest.passages - holders + 0.5) / (holders + 0.5))

    def word_vectors(self, positions: Sequence[int]) -> list[WordVectors]:
        """Read the words of passages; all are empty where the model that built gives none."""
        return self._words.read(positions)

    def nearest_term(self, vector: Vectors) -> tuple[str, float] | None:
        """Find the term of the vocabulary nearest to a query vector, with its cosine similarity."""
        if not self._terms:
            return None
        scores = self._term_vectors @ vector
        best = int(np.argmax(scores))
        return self._terms[best], float(scores[best])

    def passages(self, positions: Sequence[int]) -> dict[int, Passage]:
        """Read passages by their position."""
        marks = ",".join("?" * len(positions))
        rows = self._database.execute(
            'SELECT position, id, source_id, section, start, "end", text '
            f"FROM passages WHERE position IN ({marks})",
            list(positions),
        )
        fields = ("passage_id", "source_id", "section", "start", "end", "text")
        return {row[0]: Passage(**dict(zip(fields, row[1:], strict=True))) for row in rows}

    def positions_of(self, source_ids: Sequence[str]) -> list[int]:
        """List the positions of the passages of some sources."""
        marks = ",".join("?" * len(source_ids))
        rows = self._database.execute(
            f"SELECT position FROM passages WHERE source_id IN ({marks})", list(source_ids)
        )
        return [row[0] for row in rows]

    def source(self, source_id: str) -> Source | None:
        """Read one document, or None where the index does not hold it."""
        row = self._database.execute(
            "SELECT json FROM sources WHERE id = ?", (source_id,)
        ).fetchone()
        return Source.model_validate_json(row[0]) if row else None

    def source_ids(self) -> frozenset[str]:
        """List the ids of all documents."""
        return frozenset(row[0] for row in self._database.execute("SELECT id FROM sources"))

    def sources(self) -> list[Source]:
        """Read every document."""
        rows = self._database.execute("SELECT json FROM sources ORDER BY id")
        return [Source.model_validate_json(row[0]) for row in rows]

    def passage_counts(self) -> dict[str, int]:
        """Count the passages of each document that has some."""
        return dict(
            self._database.execute("SELECT source_id, COUNT(*) FROM passages GROUP BY source_id")
        )

    def sources_with_facts(self) -> list[Source]:
        """Read every document that has front matter, or was detected as a study."""
        rows = self._database.execute("SELECT json FROM sources WHERE has_facts ORDER BY id")
        return [Source.model_validate_json(row[0]) for row in rows]


def damaged(folder: Path) -> PassageIndexError:
    """What is said of an index that is not what was built."""
    return PassageIndexError(
        f"{folder}: the index is damaged; run: assistant build --index {folder}"
    )


def open_lexical(folder: Path) -> bm25s.BM25:
    """Open the saved BM25 scores."""
    import bm25s

    return bm25s.BM25.load(str(folder), mmap=True)


def tokenize(texts: list[str]) -> list[list[str]]:
    """Split texts into stemmed lower-case words without stop words."""
    import bm25s
    import Stemmer

    tokens = bm25s.tokenize(
        texts,
        stopwords="en",
        stemmer=Stemmer.Stemmer("english"),
        return_ids=False,
        show_progress=False,
    )
    return [list(words) for words in tokens]
