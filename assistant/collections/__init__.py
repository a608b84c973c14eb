"""Documents of the user's own, in collections apart from each other and from the shipped corpus.

    FOLDER/NAME/documents.jsonl   the documents as they were read and corrected, one a line
    FOLDER/NAME/index/            an index of exactly these

The documents are written first and the index follows: one that is missing, of another program or
behind the documents is made again when the collection is opened. What is removed is gone from both.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from filelock import FileLock

from assistant.chunk import split_source
from assistant.collections.documents import (
    DOCUMENTS,
    Documents,
    count_documents,
    find_document,
    hash_documents,
    write_documents,
)
from assistant.collections.merging import Merged
from assistant.collections.reports import AddReport, CollectionSummary, FileResult
from assistant.config import SHIPPED, ChromaServer
from assistant.detect import correct_source
from assistant.embed import Embedder
from assistant.errors import InputError, PassageIndexError, VectorServerError
from assistant.index import PassageIndex, build_index, current_version
from assistant.index.vectors import drop_vectors
from assistant.load import Loaded, load_vocabulary, read_paths
from assistant.load.found import few
from assistant.schema import Corrections, Source

__all__ = ["AddReport", "CollectionSummary", "Collections", "FileResult"]

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
STAMP = "documents.sha256"
"""A file beside the index: the hash of the documents that it was built from."""
LOCK_SECONDS = 600.0
"""That a change waits for another one to the same collection, such as a large upload."""
OnRead = Callable[[int], None]
"""Is told how many documents were read so far."""
OnStep = Callable[[int, int], None]
"""Is told how many documents were looked at (or passages embedded), and how many there are."""


class Collections:
    """The personal collections below one folder: one folder for each user keeps users apart."""

    def __init__(
        self, folder: Path, embedder: Embedder, server: ChromaServer | None = None
    ) -> None:
        """Name the folder, which need not exist yet, and what embeds and holds the vectors."""
        self.folder = folder
        self._embedder = embedder
        self._server = server

    def list(self) -> tuple[CollectionSummary, ...]:
        """List the collections by name."""
        folders = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        return tuple(
            CollectionSummary(name=folder.name, documents=count_documents(folder))
            for folder in folders
            if (folder / DOCUMENTS).is_file() and NAME.fullmatch(folder.name)
        )

    def create(self, name: str) -> None:
        """Make an empty collection.

        Raises:
            InputError: the name is taken or can't be one.
        """
        folder = self.folder / check_name(name)
        if (folder / DOCUMENTS).exists():
            raise InputError(f"{name}: there is such a collection already; add to it.")
        folder.mkdir(parents=True, exist_ok=True)
        write_documents(folder, ())

    def add(
        self,
        name: str,
        paths: Iterable[Path],
        on_read: OnRead = lambda documents: None,
        on_embed: OnStep = lambda done, total: None,
        on_detect: OnStep = lambda done, total: None,
    ) -> AddReport:
        """Read files and folders into a collection, which is made where there is none.

        A document that is in already stays as it is. A record of the same number or DOI, or front
        matter of the same id, takes the place of the older one.

        Raises:
            CorpusError: a path does not exist.
            InputError: the name can't be one.
        """
        folder = self.folder / check_name(name)
        loaded = read_paths(paths, on_read)
        folder.mkdir(parents=True, exist_ok=True)
        with self._lock(folder):
            merged = Merged(name, Documents(folder) if (folder / DOCUMENTS).exists() else ())
            ids = {}
            for number, source in enumerate(loaded.sources, start=1):
                ids[source.source_id] = merged.take(source)
                on_detect(number, len(loaded.sources))
            self._write(folder, merged, on_embed)
        files = [
            FileResult(
                path=file.path,
                is_read=True,
                words="; ".join((
                    file.in_words(sum(merged.passages[i] for i in file.source_ids)),
                    *few([merged.notes[i] for i in file.source_ids if i in merged.notes]),
                )),
                source_ids=tuple(ids[i] for i in file.source_ids),
            )
            for file in loaded.read
        ]  # fmt: skip
        files += [FileResult(path=s.path, is_read=False, words=s.reason) for s in loaded.skipped]
        return AddReport(name=name, files=tuple(files), documents=len(merged))

    def documents(self, name: str) -> tuple[Source, ...]:
        """Read the documents of a collection, in the order in which they came.

        Raises:
            InputError: there is no such collection.
        """
        return tuple(Documents(self._existing(name)))

    def correct(self, name: str, source_id: str, corrections: Corrections) -> Source:
        """Set what the user knows of a document in place of what was detected.

        Raises:
            InputError: there is no such collection or document, or it has facts of its own.
        """
        folder = self._existing(name)
        with self._lock(folder):
            sources = Documents(folder)
            found = find_document(sources, name, source_id)
            if found.detected is None:
                raise InputError(f"{source_id}: its front matter says what it is; change it there.")
            changed = correct_source(found, corrections)
            self._write(folder, (changed if s.source_id == source_id else s for s in sources))
        return changed

    def remove_document(self, name: str, source_id: str) -> None:
        """Remove one document from a collection and from its index.

        Raises:
            InputError: there is no such collection or document.
        """
        folder = self._existing(name)
        with self._lock(folder):
            sources = Documents(folder)
            find_document(sources, name, source_id)
            self._write(folder, (s for s in sources if s.source_id != source_id))

    def remove(self, name: str) -> None:
        """Remove a collection with all its documents.

        Raises:
            InputError: there is no such collection.
        """
        folder = self._existing(name)
        with self._lock(folder):
            (folder / DOCUMENTS).unlink()  # first, so that a killed removal leaves no collection
            self._drop_versions(folder / "index", keep=None)
            shutil.rmtree(folder)

    def open(self, name: str) -> PassageIndex | None:
        """Open the index of a collection, made again if need be; None where it holds no sentence.

        Raises:
            InputError: there is no such collection.
            PassageIndexError: the index can be neither used nor made.
        """
        folder = self._existing(name)
        with self._lock(folder):
            if is_current(folder):
                try:
                    return PassageIndex(folder / "index", self._embedder.name, self._server)
                except VectorServerError:
                    raise
                except PassageIndexError:
                    self._drop_versions(folder / "index", keep=None)
            self._index(folder)
        if not (folder / "index").exists():
            return None
        return PassageIndex(folder / "index", self._embedder.name, self._server)

    def version(self, name: str) -> str:
        """A hash of a collection's documents: what was opened before it changed is out of date.

        Raises:
            InputError: there is no such collection.
        """
        return hash_documents(self._existing(name))

    def _existing(self, name: str) -> Path:
        folder = self.folder / check_name(name)
        if not (folder / DOCUMENTS).is_file():
            raise InputError(f"{name}: no such collection; see: assistant collection list")
        return folder

    def _lock(self, folder: Path) -> FileLock:
        return FileLock(self.folder / f"{folder.name}.lock", timeout=LOCK_SECONDS)

    def _write(
        self,
        folder: Path,
        sources: Iterable[Source],
        on_embed: OnStep = lambda done, total: None,
    ) -> None:
        write_documents(folder, sources)
        self._index(folder, on_embed)

    def _index(self, folder: Path, on_embed: OnStep = lambda done, total: None) -> None:
        """Make the index hold exactly the documents, and nothing on disk that was removed."""
        index, sources = folder / "index", Documents(folder)
        if not any(split_source(source) for source in sources):
            self._drop_versions(index, keep=None)
            return
        terms = load_vocabulary().outcome_phrases
        loaded = Loaded(sources, ())
        build_index(index, loaded, self._embedder, on_embed, terms, self._server)
        self._drop_versions(index, keep=current_version(index))
        (index / STAMP).write_text(hash_documents(folder), encoding="utf-8")

    def _drop_versions(self, index: Path, keep: Path | None) -> None:
        """Remove all versions of an index but one, or all of it, whoever is still reading them."""
        gone = [version for version in (index / "versions").glob("*/") if version != keep]
        for version in gone:
            shutil.rmtree(version, ignore_errors=True)
        if gone and self._server:
            drop_vectors([version.name for version in gone], self._server)
        if keep is None:
            shutil.rmtree(index, ignore_errors=True)


def check_name(name: str) -> str:
    """Check that a name can be a collection's: it becomes a folder's and part of an id.

    Raises:
        InputError: it can't.
    """
    if name == SHIPPED or not NAME.fullmatch(name):
        raise InputError(
            f"{name[:60]!r} can't be a collection's name; use 1 to 40 small letters, digits and "
            f"hyphens (and not {SHIPPED!r}, which is the corpus that comes with the program)."
        )
    return name


def is_current(folder: Path) -> bool:
    """Whether the index of a collection's folder was built from its documents as they are now."""
    stamp = folder / "index" / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == hash_documents(folder)
