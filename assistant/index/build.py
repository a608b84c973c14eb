"""Writing an index: a version folder of its own, and the pointer last."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np
from filelock import FileLock, Timeout

from assistant.chunk import CHUNKING, embedded_text, split_source
from assistant.config import ChromaServer
from assistant.embed import EmbeddedPassages, Embedder
from assistant.errors import IndexMissingError, PassageIndexError, VectorServerError
from assistant.index.files import (
    MANIFEST,
    remove_versions,
    seal,
    sync_folder,
    whole_versions,
    write_through,
)
from assistant.index.store import (
    FORMAT,
    TERMS,
    Manifest,
    PassageIndex,
    current_version,
    tokenize,
)
from assistant.index.vectors import VectorStore, create_vectors, drop_vectors, settle
from assistant.index.words import WordWriter
from assistant.load import Loaded, Skipped
from assistant.schema import Passage, Source

CHROMA_BATCH = 5000
"""Chroma takes at most 5,461 rows in one call."""
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
    server: ChromaServer | None = None,
) -> BuildReport:
    """Make the index in a folder hold exactly these documents; only new passages are embedded.

    Args:
        folder: where the index lies or will lie.
        loaded: the documents.
        embedder: what embeds them.
        on_progress: is told passages embedded and passages to embed.
        terms: phrases of the vocabulary, whose vectors are kept beside the passages.
        server: where the vectors go, if not into the folder.

    Raises:
        PassageIndexError: the folder cannot be written, the disk is full, the server does not
            answer, or another build is at work in the folder.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "build.lock", timeout=0):
            return _build_locked(folder, loaded, embedder, on_progress, terms, server)
    except Timeout as error:
        raise PassageIndexError(f"{folder}: another build is at work here; try later.") from error
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise PassageIndexError(f"{folder}: cannot be written: {reason}") from error


def _build_locked(
    folder: Path,
    loaded: Loaded,
    embedder: Embedder,
    on_progress: Callable[[int, int], None],
    terms: Sequence[str],
    server: ChromaServer | None,
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
        vectors="server" if server else "folder",
    )
    _remove(folder, whole_versions(folder), server)
    old = _open_reusable(folder, embedder.name, server)
    try:
        removed = _count_removed(old, loaded.sources) if old else 0
        if old and old.manifest.fingerprint == manifest.fingerprint:
            embedded = 0
        else:
            version = folder / "versions" / uuid.uuid4().hex[:12]
            try:
                _write_terms(version / TERMS, terms, manifest, embedder, old)
                embedded = _write_version(
                    version, manifest, loaded, passages, embedder, old, on_progress, server
                )
                PassageIndex(folder, embedder.name, server, version).close()
            except BaseException:
                shutil.rmtree(version, ignore_errors=True)
                with suppress(PassageIndexError):  # What went wrong first is what is told.
                    _drop([version.name], server)
                raise
            _switch(folder, version, server)
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


def _open_reusable(
    folder: Path, embedding_model: str, server: ChromaServer | None
) -> PassageIndex | None:
    try:
        return PassageIndex(folder, embedding_model, server)
    except VectorServerError:
        raise
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
    server: ChromaServer | None,
) -> int:
    """Write a whole version folder, sealed last; tell how many passages were embedded."""
    _write_sources(version / "sources.sqlite", loaded.sources, passages)
    titles = {source.source_id: source.title for source in loaded.sources}
    texts = [embedded_text(titles[passage.source_id], passage) for passage in passages]
    _write_lexical(version / "lexical", texts)

    store = create_vectors(version, server)
    words = WordWriter(version, len(passages))
    try:
        kept = [i for i, p in enumerate(passages) if old and p.passage_id in old._positions]
        new = sorted(set(range(len(passages))) - set(kept))
        for batch, embedded in _reuse(old, passages, kept):
            _add(store, words, passages, batch, embedded)
        done = 0
        for embedded in _embed(embedder, [texts[i] for i in new]):
            count = len(embedded.vectors)
            _add(store, words, passages, new[done : done + count], embedded)
            done += count
            on_progress(done, len(new))
    finally:
        store.close()
        words.close()
    if server is None:
        settle(version)
    write_through(version / MANIFEST, manifest.model_dump_json(indent=1))
    seal(version)
    return len(new)


def _embed(embedder: Embedder, texts: list[str]) -> Iterator[EmbeddedPassages]:
    if embedder.words is None:
        return (EmbeddedPassages(vectors, []) for vectors in embedder.embed_passages(texts))
    return embedder.words.embed_passages_and_words(texts)


def _reuse(
    old: PassageIndex | None, passages: list[Passage], kept: list[int]
) -> Iterator[tuple[list[int], EmbeddedPassages]]:
    """Read the vectors of passages that the old version holds, in batches."""
    if old is None:
        return
    for start in range(0, len(kept), CHROMA_BATCH):
        batch = kept[start : start + CHROMA_BATCH]
        ids = [passages[i].passage_id for i in batch]
        words = old.word_vectors([old._positions[passage_id] for passage_id in ids])
        yield batch, EmbeddedPassages(old._vectors.read(ids), words)


def _add(
    store: VectorStore,
    words: WordWriter,
    passages: list[Passage],
    batch: list[int],
    embedded: EmbeddedPassages,
) -> None:
    ids = [passages[i].passage_id for i in batch]
    store.add(ids, embedded.vectors, [passages[i].source_id for i in batch])
    if embedded.words:
        words.add(batch, embedded.words)


def _write_sources(file: Path, sources: Sequence[Source], passages: list[Passage]) -> None:
    database = sqlite3.connect(file)
    with database:
        database.executescript(SCHEMA)
        database.executemany(
            "INSERT INTO sources VALUES (?, ?, ?)",
            ((s.source_id, s.may_be_weighed, s.model_dump_json()) for s in sources),
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


def _switch(folder: Path, version: Path, server: ChromaServer | None) -> None:
    """Point to the new version, then remove all but it and the one before (readers may hold it)."""
    try:
        before = current_version(folder).name
    except IndexMissingError:
        before = ""
    write_through(folder / "CURRENT.new", version.name + "\n")
    os.replace(folder / "CURRENT.new", folder / "CURRENT")
    sync_folder(folder)
    _remove(folder, {version.name, before}, server)


def _remove(folder: Path, keep: set[str], server: ChromaServer | None) -> None:
    """Remove all versions but these, from the folder and from the server."""
    _drop(remove_versions(folder, keep), server)


def _drop(names: list[str], server: ChromaServer | None) -> None:
    if names and server:
        drop_vectors(names, server)
