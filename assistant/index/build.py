"""Writing an index: a version folder of its own, and the pointer last.

Documents are read once, and passages in batches from then on, so that memory does not grow with
them but for what Chroma holds: every vector with its graph.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np
from filelock import FileLock, Timeout

from assistant.chunk import CHUNKING
from assistant.config import ChromaServer
from assistant.embed import EmbeddedPassages, Embedder
from assistant.errors import IndexMissingError, PassageIndexError, VectorServerError
from assistant.index.compact import CompactWriter
from assistant.index.documents import (
    Row,
    count_removed,
    read_batches,
    read_spread_batches,
    write_documents,
)
from assistant.index.files import (
    MANIFEST,
    check_files,
    remove_versions,
    seal,
    sync_folder,
    whole_versions,
    write_through,
)
from assistant.index.journal import Journal, Known, remove_journal
from assistant.index.lexical import open_read_only, write_lexical
from assistant.index.manifest import FORMAT, Manifest, current_version, read_manifest
from assistant.index.store import TERMS, PassageIndex
from assistant.index.vectors import VectorStore, create_vectors, drop_vectors, settle
from assistant.index.words import WordWriter
from assistant.load import Loaded, Skipped

SOURCES = "sources.sqlite"


class BuildReport(NamedTuple):
    """What a build did; `removed` counts documents that were in the index before and are gone."""

    documents: int
    passages: int
    embedded: int
    removed: int
    skipped: tuple[Skipped, ...]
    seconds: float


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
    _remove(folder, whole_versions(folder), server)
    version = folder / "versions" / uuid.uuid4().hex[:12]
    version.mkdir(parents=True)
    embedded = 0
    with ExitStack() as open_files:
        old = _open_reusable(folder, embedder, server)
        if old:
            open_files.callback(old.close)
        try:
            manifest = _write_documents(version, loaded, embedder, terms, server)
            database = open_files.enter_context(closing(open_read_only(version / SOURCES)))
            removed = count_removed(old._database, database) if old else 0
            is_new = not old or old.manifest.fingerprint != manifest.fingerprint
            if is_new:
                _write_terms(version / TERMS, terms, manifest, embedder, old)
                texts = ([row.text for row in rows] for rows in read_batches(database))
                write_lexical(version / "lexical", texts)
                embedded = _write_vectors(
                    version, manifest, database, embedder, old, on_progress, server
                )
                _finish(version, manifest, server)
                PassageIndex(folder, embedder.name, server, version).close()
        except BaseException as error:
            shutil.rmtree(version, ignore_errors=True)
            with suppress(PassageIndexError, OSError):  # What went wrong first is what is told.
                _drop([version.name], server)
                if not is_worth_going_on(error):
                    remove_journal(folder)
            raise
        if is_new:
            _switch(folder, version, server)
        else:
            shutil.rmtree(version)
    remove_journal(folder)
    return BuildReport(
        documents=manifest.documents,
        passages=manifest.passages,
        embedded=embedded,
        removed=removed,
        skipped=loaded.skipped,
        seconds=round(time.perf_counter() - started, 3),
    )


def is_worth_going_on(error: BaseException) -> bool:
    """Whether the next build may want the journal; on a full disk its room is wanted more."""
    is_of_disk = isinstance(error, PassageIndexError | OSError | sqlite3.Error)
    return isinstance(error, VectorServerError) or not is_of_disk


def _open_reusable(
    folder: Path, embedder: Embedder, server: ChromaServer | None
) -> PassageIndex | None:
    try:
        check_files(current_version(folder), read_all=True)  # what is copied on must be whole
        if read_manifest(folder).precision != embedder.precision:
            return None
        return PassageIndex(folder, embedder.name, server)
    except VectorServerError:
        raise
    except PassageIndexError:
        return None  # Missing, foreign or damaged: everything is embedded anew.


def _write_documents(
    version: Path,
    loaded: Loaded,
    embedder: Embedder,
    terms: Sequence[str],
    server: ChromaServer | None,
) -> Manifest:
    written = write_documents(version / SOURCES, loaded.sources)
    if not written.passages:
        raise PassageIndexError("The documents hold no sentence; nothing to index.")
    return Manifest(
        format=FORMAT,
        embedding_model=embedder.name,
        precision=embedder.precision,
        chunking=CHUNKING,
        corpus=written.corpus,
        terms=hashlib.sha256("\n".join(terms).encode()).hexdigest() if terms else "",
        documents=written.documents,
        passages=written.passages,
        vectors="server" if server else "folder",
    )


def _write_terms(
    file: Path,
    terms: Sequence[str],
    manifest: Manifest,
    embedder: Embedder,
    old: PassageIndex | None,
) -> None:
    """Write the vectors of the terms: those of the old version where the terms are the same."""
    if old and old.manifest.terms == manifest.terms:
        shutil.copyfile(old.version / TERMS, file)
        return
    vectors = np.vstack(list(embedder.embed_passages(terms))) if terms else np.zeros((0, 0))
    np.savez(file, terms=np.array(terms, dtype=str), vectors=vectors.astype(np.float32))


def _write_vectors(
    version: Path,
    manifest: Manifest,
    database: sqlite3.Connection,
    embedder: Embedder,
    old: PassageIndex | None,
    on_progress: Callable[[int, int], None],
    server: ChromaServer | None,
) -> int:
    """Write the vectors and words of all passages; tell how many had to be embedded."""
    done = 0
    with ExitStack() as open_files:
        model = f"{embedder.name} {embedder.precision} {CHUNKING}"
        journal = Journal(version.parents[1], model)
        open_files.enter_context(closing(journal))
        store = create_vectors(version, manifest.passages, server)
        open_files.enter_context(closing(store))
        words = open_files.enter_context(closing(WordWriter(version, manifest.passages)))
        compact = open_files.enter_context(closing(CompactWriter(version)))
        writers = Writers(store, compact, words)
        known: tuple[Known, ...] = (old, journal) if old else (journal,)
        total = sum(len(_unknown(rows, known)) for rows in read_batches(database))
        for batch in read_spread_batches(database):
            rows = batch
            for place in known:
                here = place.known_ids(_ids(rows))
                found = [row for row in rows if row.passage_id in here]
                rows = [row for row in rows if row.passage_id not in here]
                if found:
                    writers.add(found, place.embedded(_ids(found)))
            for embedded in _embed(embedder, [row.text for row in rows]):
                count = len(embedded.vectors)
                journal.add(_ids(rows[:count]), embedded)
                writers.add(rows[:count], embedded)
                rows = rows[count:]
                done += count
                on_progress(done, total)
    return done


def _ids(rows: Sequence[Row]) -> list[str]:
    return [row.passage_id for row in rows]


def _unknown(rows: Sequence[Row], known: Sequence[Known]) -> set[str]:
    ids = _ids(rows)
    return set(ids).difference(*(place.known_ids(ids) for place in known))


def _embed(embedder: Embedder, texts: list[str]) -> Iterator[EmbeddedPassages]:
    if not texts:
        return iter(())
    if embedder.words is None:
        return (EmbeddedPassages(vectors, []) for vectors in embedder.embed_passages(texts))
    return embedder.words.embed_passages_and_words(texts)


class Writers(NamedTuple):
    """Where what passages became is written."""

    store: VectorStore
    compact: CompactWriter
    words: WordWriter

    def add(self, rows: Sequence[Row], embedded: EmbeddedPassages) -> None:
        """Write what some passages became."""
        positions = [row.position for row in rows]
        self.store.add(positions, embedded.vectors, [row.source_id for row in rows])
        self.compact.add(positions, embedded.vectors)
        if embedded.words:
            self.words.add(positions, embedded.words)


def _finish(version: Path, manifest: Manifest, server: ChromaServer | None) -> None:
    """Bring all that was written onto the disk, and seal it."""
    if server is None:
        settle(version)
    write_through(version / MANIFEST, manifest.model_dump_json(indent=1))
    seal(version)


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
