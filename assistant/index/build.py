"""Writing an index: a version folder of its own, and the pointer last."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from filelock import FileLock, Timeout

from assistant.chunk import CHUNKING, embedded_text, split_source
from assistant.embed import Embedder, Vectors
from assistant.errors import IndexMissingError, PassageIndexError
from assistant.index.store import (
    COLLECTION,
    FILES,
    FORMAT,
    TERMS,
    VERSION,
    Manifest,
    PassageIndex,
    current_version,
    list_sizes,
    open_client,
    tokenize,
)
from assistant.load import Loaded, Skipped
from assistant.schema import Passage, Source

if TYPE_CHECKING:
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

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


class BuildReport(NamedTuple):
    """What a build did; `removed` counts documents that were in the index before and are gone."""

    documents: int
    passages: int
    embedded: int
    removed: int
    skipped: tuple[Skipped, ...]
    seconds: float


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
    terms: Sequence[str] = (),
) -> BuildReport:
    """Make the index in a folder hold exactly these documents; only new passages are embedded.

    Args:
        folder: where the index lies or will lie.
        loaded: the documents.
        embedder: what embeds them.
        on_progress: is told passages embedded and passages to embed.
        terms: phrases of the vocabulary, whose vectors are kept beside the passages.

    Raises:
        PassageIndexError: the folder cannot be written, or another build is at work in it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "build.lock", timeout=0):
            return _build_locked(folder, loaded, embedder, on_progress, terms)
    except Timeout as error:
        raise PassageIndexError(f"{folder}: another build is at work here; try later.") from error
    except OSError as error:
        raise PassageIndexError(f"{folder}: cannot be written: {error.strerror}") from error


def _build_locked(
    folder: Path,
    loaded: Loaded,
    embedder: Embedder,
    on_progress: Callable[[int, int], None],
    terms: Sequence[str],
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
        terms=hashlib.sha256("\n".join(terms).encode()).hexdigest() if terms else "",
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
            _write_terms(version / TERMS, terms, manifest, embedder, old)
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


def _write_terms(
    file: Path,
    terms: Sequence[str],
    manifest: Manifest,
    embedder: Embedder,
    old: PassageIndex | None,
) -> None:
    """Write the vectors of the terms: those of the old version where the terms are the same."""
    file.parent.mkdir(parents=True)
    if old and old.manifest.terms == manifest.terms:
        shutil.copyfile(old.version / TERMS, file)
        return
    vectors = np.vstack(list(embedder.embed_passages(terms))) if terms else np.zeros((0, 0))
    np.savez(file, terms=np.array(terms, dtype=str), vectors=vectors.astype(np.float32))


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
