"""The index: sources, passages, their vectors in Chroma and their words in BM25, on disk.

Invariant: what `CURRENT` names is always whole. A build writes a version folder of its own and
switches the pointer last, so that a build that dies leaves the old version answering.

    FOLDER/CURRENT                       the name of the version in use
    FOLDER/versions/NAME/manifest.json   fingerprint and counts
                        /files.json      names and sizes of the other files
                        /sources.sqlite  documents and passages
                        /chroma/         vectors
                        /lexical/        BM25
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
from filelock import FileLock, Timeout

from assistant.chunk import CHUNKING, embedded_text, split_source
from assistant.embed import Embedder, Vectors
from assistant.errors import IndexMismatchError, IndexMissingError, PassageIndexError
from assistant.load import Loaded, Skipped
from assistant.schema import Passage, Record, Source

if TYPE_CHECKING:
    import bm25s
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

FORMAT = 1
"""Raised when what is stored changes, so that an older index is refused in words."""
COLLECTION = "passages"
FILES = "files.json"
"""Names and sizes of the files that never change after a build, so that a lost one is noticed."""
VERSION = re.compile(r"[0-9a-f]{12}")
"""What version folders are called; nothing else below `versions` is ever touched."""
CHROMA_BATCH = 5000
"""Chroma takes at most 5,461 rows in one call."""
HNSW: CreateCollectionConfiguration = {
    "hnsw": {"space": "cosine", "ef_search": 200, "max_neighbors": 32}
}
SCHEMA = """
CREATE TABLE sources (id TEXT PRIMARY KEY, has_facts INTEGER NOT NULL, json TEXT NOT NULL);
CREATE TABLE passages (position INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL,
    source_id TEXT NOT NULL, section TEXT NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX passages_by_source ON passages (source_id);
"""


class Manifest(Record):
    """What an index says of itself."""

    format: int
    embedding_model: str
    chunking: str
    corpus: str
    """Hash over every document."""
    documents: int
    passages: int

    @property
    def fingerprint(self) -> str:
        """Corpus, model and chunking in sixteen hexadecimal digits."""
        parts = (str(self.format), self.embedding_model, self.chunking, self.corpus)
        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]


class BuildReport(NamedTuple):
    """What a build did; `removed` counts documents that were in the index before and are gone."""

    documents: int
    passages: int
    embedded: int
    removed: int
    skipped: tuple[Skipped, ...]
    seconds: float


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
    if not VERSION.fullmatch(name) or not (version / "manifest.json").is_file():
        raise IndexMissingError(
            f"{folder}: the index is incomplete; make it again with: "
            f"assistant build --index {folder}"
        )
    return version


def read_manifest(folder: Path) -> Manifest:
    """Read what the index in use says of itself.

    Raises:
        IndexMissingError: there is no index.
        IndexMismatchError: it was written by another program or format.
    """
    file = current_version(folder) / "manifest.json"
    try:
        return Manifest.model_validate_json(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise IndexMismatchError(
            f"{folder}: not an index of this program; build one elsewhere with --index."
        ) from error


class PassageIndex:
    """An open index, read only."""

    def __init__(self, folder: Path, embedding_model: str) -> None:
        """Open the version in use.

        Raises:
            IndexMissingError: there is no whole index in the folder.
            IndexMismatchError: it was built with another model, chunking or program.
        """
        self.folder = folder
        self.version = current_version(folder)
        self.manifest = read_manifest(folder)
        expected = (FORMAT, embedding_model, CHUNKING)
        found = (self.manifest.format, self.manifest.embedding_model, self.manifest.chunking)
        if expected != found:
            raise IndexMismatchError(
                f"{folder}: built with {'/'.join(map(str, found))}, this program uses "
                f"{'/'.join(map(str, expected))}; run: assistant build --index {folder}"
            )
        path = self.version / "sources.sqlite"
        try:
            self._database = sqlite3.connect(
                f"file:{path}?mode=ro", uri=True, check_same_thread=False
            )
            self._positions: dict[str, int] = dict(
                self._database.execute("SELECT id, position FROM passages")
            )
            check_files(self.version)
            self._client, self._collection = open_collection(self.version / "chroma")
            self._lexical = open_lexical(self.version / "lexical")
        except Exception as error:  # Each library has types of its own for each kind of damage.
            raise PassageIndexError(
                f"{folder}: the index is damaged; run: assistant build --index {folder}"
            ) from error

    def close(self) -> None:
        """Let go of the files."""
        self._database.close()
        self._client.close()

    def search_dense(self, vector: Vectors, k: int, source_ids: Sequence[str] = ()) -> list[Hit]:
        """Find the passages nearest to a query vector; score is the cosine similarity."""
        where: Any = {"source_id": {"$in": list(source_ids)}} if source_ids else None
        found = self._collection.query(
            query_embeddings=vector[None, :], n_results=k, where=where, include=["distances"]
        )
        distances = found["distances"] or [[]]
        return [
            Hit(self._positions[passage_id], round(1.0 - distance, 6))
            for passage_id, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def search_lexical(self, query: str, k: int, positions: Iterable[int] = ()) -> list[Hit]:
        """Find the passages that share words with a query; score is BM25, hits above zero only."""
        tokens = tokenize([query])[0]
        known = [token for token in tokens if token in self._lexical.vocab_dict]
        if not known:
            return []
        scores = self._lexical.get_scores(known)
        wanted = list(positions)
        if wanted:
            mask = np.zeros_like(scores)
            mask[wanted] = 1
            scores = scores * mask
        k = min(k, len(scores))
        best = np.argpartition(-scores, k - 1)[:k]
        ordered = sorted(best.tolist(), key=lambda position: (-scores[position], position))
        return [Hit(i, float(scores[i])) for i in ordered if scores[i] > 0]

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

    def sources_with_facts(self) -> list[Source]:
        """Read every document that has front matter."""
        rows = self._database.execute("SELECT json FROM sources WHERE has_facts ORDER BY id")
        return [Source.model_validate_json(row[0]) for row in rows]


def open_client(folder: Path) -> Client:
    """Open Chroma in a folder, without telemetry."""
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    return cast("Client", chromadb.PersistentClient(path=str(folder), settings=settings))


def open_collection(folder: Path) -> tuple[Client, Collection]:
    """Open Chroma's collection without an embedding function: vectors are always ours."""
    client = open_client(folder)
    return client, client.get_collection(COLLECTION, embedding_function=None)


def list_sizes(version: Path) -> dict[str, int]:
    """List the files of a version folder, but for Chroma's database, which it may touch at open."""
    return {
        str(file.relative_to(version)): file.stat().st_size
        for file in sorted(version.rglob("*"))
        if file.is_file() and not file.name.startswith("chroma.sqlite3")
    }


def check_files(version: Path) -> None:
    """Check that every file is there at its size: Chroma itself answers from what is left.

    Raises:
        PassageIndexError: a file is missing or cut.
    """
    files = json.loads((version / FILES).read_text(encoding="utf-8"))
    for name, size in files.items():
        file = version / name
        if not file.is_file() or file.stat().st_size != size:
            raise PassageIndexError(f"{name} is missing or cut")


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


def hash_corpus(sources: Iterable[Source]) -> str:
    """Hash every document, whatever their order."""
    lines = sorted(
        hashlib.sha256(source.model_dump_json().encode()).hexdigest() for source in sources
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def build_index(
    folder: Path,
    loaded: Loaded,
    embedder: Embedder,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> BuildReport:
    """Make the index in a folder hold exactly these documents; only new passages are embedded.

    Args:
        folder: where the index lies or will lie.
        loaded: the documents.
        embedder: what embeds them.
        on_progress: is told passages embedded and passages to embed.

    Raises:
        PassageIndexError: the folder cannot be written, or another build is at work in it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "build.lock", timeout=0):
            return _build_locked(folder, loaded, embedder, on_progress)
    except Timeout as error:
        raise PassageIndexError(f"{folder}: another build is at work here; try later.") from error
    except OSError as error:
        raise PassageIndexError(f"{folder}: cannot be written: {error.strerror}") from error


def _build_locked(
    folder: Path,
    loaded: Loaded,
    embedder: Embedder,
    on_progress: Callable[[int, int], None],
) -> BuildReport:
    started = time.perf_counter()
    passages = [passage for source in loaded.sources for passage in split_source(source)]
    if not passages:
        raise PassageIndexError("The documents hold no sentence; nothing to index.")
    manifest = Manifest(
        format=FORMAT,
        embedding_model=embedder.name,
        chunking=CHUNKING,
        corpus=hash_corpus(loaded.sources),
        documents=len(loaded.sources),
        passages=len(passages),
    )
    old = _open_reusable(folder, embedder.name)
    try:
        removed = _count_removed(old, loaded.sources) if old else 0
        if old and old.manifest.fingerprint == manifest.fingerprint:
            embedded = 0
        else:
            version = folder / "versions" / uuid.uuid4().hex[:12]
            embedded = _write_version(
                version, manifest, loaded, passages, embedder, old, on_progress
            )
            _switch(folder, version)
    finally:
        if old:
            old.close()
    return BuildReport(
        documents=manifest.documents,
        passages=manifest.passages,
        embedded=embedded,
        removed=removed,
        skipped=loaded.skipped,
        seconds=round(time.perf_counter() - started, 3),
    )


def _open_reusable(folder: Path, embedding_model: str) -> PassageIndex | None:
    try:
        return PassageIndex(folder, embedding_model)
    except PassageIndexError:
        return None  # Missing, foreign or damaged: everything is embedded anew.


def _count_removed(old: PassageIndex, sources: Sequence[Source]) -> int:
    before = {row[0] for row in old._database.execute("SELECT id FROM sources")}
    return len(before - {source.source_id for source in sources})


def _write_version(
    version: Path,
    manifest: Manifest,
    loaded: Loaded,
    passages: list[Passage],
    embedder: Embedder,
    old: PassageIndex | None,
    on_progress: Callable[[int, int], None],
) -> int:
    """Write a whole version folder, its manifest last; tell how many passages were embedded."""
    version.mkdir(parents=True)
    _write_sources(version / "sources.sqlite", loaded.sources, passages)
    titles = {source.source_id: source.title for source in loaded.sources}
    texts = [embedded_text(titles[passage.source_id], passage) for passage in passages]
    _write_lexical(version / "lexical", texts)

    client = open_client(version / "chroma")
    collection = client.create_collection(COLLECTION, configuration=HNSW, embedding_function=None)
    kept = [i for i, passage in enumerate(passages) if old and passage.passage_id in old._positions]
    new = sorted(set(range(len(passages))) - set(kept))
    for batch, vectors in _reuse(old, passages, kept):
        _add(collection, passages, batch, vectors)
    done = 0
    for vectors in embedder.embed_passages([texts[i] for i in new]):
        _add(collection, passages, new[done : done + len(vectors)], vectors)
        done += len(vectors)
        on_progress(done, len(new))
    client.close()
    (version / FILES).write_text(json.dumps(list_sizes(version)), encoding="utf-8")
    (version / "manifest.json").write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    return len(new)


def _reuse(
    old: PassageIndex | None, passages: list[Passage], kept: list[int]
) -> Iterator[tuple[list[int], Vectors]]:
    """Read the vectors of passages that the old version holds, in batches."""
    if old is None:
        return
    for start in range(0, len(kept), CHROMA_BATCH):
        batch = kept[start : start + CHROMA_BATCH]
        ids = [passages[i].passage_id for i in batch]
        found = old._collection.get(ids=ids, include=["embeddings"])
        by_id = dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))
        yield batch, np.stack([by_id[passage_id] for passage_id in ids])


def _add(
    collection: Collection, passages: list[Passage], batch: list[int], vectors: Vectors
) -> None:
    collection.add(
        ids=[passages[i].passage_id for i in batch],
        embeddings=vectors,
        metadatas=[{"source_id": passages[i].source_id} for i in batch],
    )


def _write_sources(file: Path, sources: Sequence[Source], passages: list[Passage]) -> None:
    database = sqlite3.connect(file)
    with database:
        database.executescript(SCHEMA)
        database.executemany(
            "INSERT INTO sources VALUES (?, ?, ?)",
            ((s.source_id, s.facts is not None, s.model_dump_json()) for s in sources),
        )
        database.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (i, p.passage_id, p.source_id, p.section, p.start, p.end, p.text)
                for i, p in enumerate(passages)
            ),
        )
    database.close()


def _write_lexical(folder: Path, texts: list[str]) -> None:
    import bm25s

    lexical = bm25s.BM25(method="lucene", k1=0.9, b=0.4)
    lexical.index(tokenize(texts), show_progress=False)
    lexical.save(str(folder), show_progress=False)


def _switch(folder: Path, version: Path) -> None:
    """Point to the new version, then remove all but it and the one before (readers may hold it)."""
    try:
        before = current_version(folder).name
    except IndexMissingError:
        before = ""
    pointer = folder / "CURRENT.new"
    pointer.write_text(version.name + "\n", encoding="utf-8")
    os.replace(pointer, folder / "CURRENT")
    for other in (folder / "versions").iterdir():
        if VERSION.fullmatch(other.name) and other.name not in {version.name, before}:
            shutil.rmtree(other, ignore_errors=True)
