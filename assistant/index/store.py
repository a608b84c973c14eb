"""Reading an index: its documents, passages, vectors and words."""

from __future__ import annotations

import os
import weakref
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.chunk import CHUNKING
from assistant.config import ChromaServer
from assistant.embed import EmbeddedPassages, Vectors, WordVectors
from assistant.errors import IndexMismatchError, PassageIndexError
from assistant.index.compact import CompactStore
from assistant.index.documents import PASSAGE, passage_of
from assistant.index.files import MANIFEST, check_files, hold
from assistant.index.lexical import Lexical, holders_of, open_read_only, rarity, tokenize
from assistant.index.manifest import FORMAT, current_version, read_manifest
from assistant.index.vectors import open_vectors
from assistant.index.words import WordStore
from assistant.schema import Passage, Source

TERMS = "terms.npz"
MOST_HOLDING = 200
"""Passages that hold a phrase of which more need not be known."""
READ_AT_ONCE = 1000
"""Texts that are looked through for a phrase at once."""


class Hit(NamedTuple):
    """A passage's position in the index and its score, higher is better."""

    position: int
    score: float


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
            self._database = open_read_only(path)
            self._lexical = Lexical(self.version / "lexical")
            self._words = WordStore(self.version)
            self._compact = CompactStore(self.version, self.manifest.passages)
            with np.load(self.version / TERMS) as terms:
                self._terms: tuple[str, ...] = tuple(terms["terms"].tolist())
                self._term_vectors: Vectors = terms["vectors"]
        except Exception as error:  # Each library has types of its own for each kind of damage.
            raise damaged(folder) from error
        self._vectors = open_vectors(self.version, server)
        if self._vectors.count() != self.manifest.passages:
            self.close()
            raise damaged(folder)

    @property
    def parts(self) -> tuple[PassageIndex, ...]:
        """Itself alone, as `JoinedIndex` has several."""
        return (self,)

    def close(self) -> None:
        """Let go of the files."""
        self._database.close()
        self._lexical.close()
        self._vectors.close()
        self._let_go()

    def search_dense(self, vector: Vectors, k: int, source_ids: Sequence[str] = ()) -> list[Hit]:
        """Find the passages nearest to a query vector; score is the cosine similarity."""
        return [
            Hit(position, round(1.0 - distance, 6))
            for position, distance in self._vectors.search(vector, k, source_ids)
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
            rows, values = self._lexical.postings(word)
            scores[rows] += np.float32(weight) * values
        return scores

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
        """Read the vectors of passages: shape (positions, dimension), rows of length one to 1e-3."""
        return self._compact.read(positions)

    def score_words(self, words: Mapping[str, float], positions: Sequence[int]) -> list[float]:
        """Score passages by weighted words, as `search_words` does; 0 where they share none."""
        wanted = np.asarray(positions)
        scores = np.zeros(len(wanted), dtype=np.float32)
        for word, weight in words.items():
            rows, values = self._lexical.postings(word)
            if len(rows):
                places = np.minimum(np.searchsorted(rows, wanted), len(rows) - 1)
                scores += np.float32(weight) * values[places] * (rows[places] == wanted)
        found: list[float] = scores.tolist()
        return found

    def holders(self, word: str) -> int:
        """Count the passages that have a word, as `tokenize` makes it."""
        return self._lexical.holders(word)

    def rarity(self, word: str) -> float:
        """How rare a word is, as `tokenize` makes it: BM25's idf, at least 0, higher is rarer."""
        return rarity(self.holders(word), self.manifest.passages)

    def word_vectors(self, positions: Sequence[int]) -> list[WordVectors]:
        """Read the words of passages; all are empty where the model that built gives none."""
        return self._words.read(positions)

    def nearest_terms(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """Find the terms of the vocabulary nearest to a query vector, with their cosine, best first."""
        if not self._terms:
            return []
        scores = self._term_vectors @ vector
        return [(self._terms[i], float(scores[i])) for i in np.argsort(-scores)[:k]]

    def passages(self, positions: Sequence[int]) -> dict[int, Passage]:
        """Read passages by their position."""
        marks = ",".join("?" * len(positions))
        rows = self._database.execute(
            f"SELECT {PASSAGE} FROM passages WHERE position IN ({marks})", list(positions)
        )
        return {row[0]: passage_of(row) for row in rows}

    def sources_of(self, positions: Sequence[int]) -> dict[int, str]:
        """Tell which documents some passages are of, by position."""
        marks = ",".join("?" * len(positions))
        return dict(
            self._database.execute(
                f"SELECT position, source_id FROM passages WHERE position IN ({marks})",
                list(positions),
            )
        )

    def known_ids(self, ids: Sequence[str]) -> set[str]:
        """Tell which of some passages are here by their ids, as `Known` has it."""
        return set(self._positions_by_id(ids))

    def embedded(self, ids: Sequence[str]) -> EmbeddedPassages:
        """Read what passages became by their ids, in their order, as `Known` has it: the very vectors."""
        by_id = self._positions_by_id(ids)
        positions = [by_id[passage_id] for passage_id in ids]
        return EmbeddedPassages(self._vectors.read(positions), self.word_vectors(positions))

    def _positions_by_id(self, ids: Sequence[str]) -> dict[str, int]:
        marks = ",".join("?" * len(ids))
        return dict(
            self._database.execute(
                f"SELECT id, position FROM passages WHERE id IN ({marks})", list(ids)
            )
        )

    def find_phrase(
        self, phrase: str, excluded_sources: Collection[str] = frozenset()
    ) -> list[Passage]:
        """Find passages that hold a phrase, its words in any ending; at most `MOST_HOLDING` of them."""
        stems = tokenize([phrase])[0]
        rows = [self._lexical.postings(stem).positions for stem in stems]
        if not rows:
            return []
        holding = reduce(np.intersect1d, rows).tolist()
        found: list[int] = []
        for first in range(0, len(holding), READ_AT_ONCE):
            texts = self._texts(holding[first : first + READ_AT_ONCE], excluded_sources)
            found += holders_of(stems, texts) if len(stems) > 1 else texts
            if len(found) >= MOST_HOLDING:
                break
        return list(self.passages(found[:MOST_HOLDING]).values())

    def _texts(self, positions: Sequence[int], excluded_sources: Collection[str]) -> dict[int, str]:
        """Read the texts of passages by position, those of some documents left out."""
        marks = ",".join("?" * len(positions))
        rows = self._database.execute(
            f"SELECT position, source_id, text FROM passages WHERE position IN ({marks})",
            list(positions),
        )
        return {place: text for place, source, text in rows if source not in excluded_sources}

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

    def sources_with_facts(self) -> list[Source]:
        """Read every document that has front matter, or was detected as a study."""
        rows = self._database.execute("SELECT json FROM sources WHERE has_facts ORDER BY id")
        return [Source.model_validate_json(row[0]) for row in rows]


def damaged(folder: Path) -> PassageIndexError:
    """What is said of an index that is not what was built."""
    return PassageIndexError(
        f"{folder}: the index is damaged; run: assistant build --index {folder}"
    )
