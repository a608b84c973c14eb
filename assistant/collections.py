"""Documents of the user's own, in collections apart from each other and from the shipped corpus.

    FOLDER/NAME/documents.jsonl   the documents as they were read and corrected, one a line
    FOLDER/NAME/index/            an index of exactly these

The documents are written first and the index follows: one that is missing, of another program or
behind the documents is made again when the collection is opened. What is removed is gone from both.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from filelock import FileLock

from assistant.chunk import split_source
from assistant.config import SHIPPED, ChromaServer
from assistant.detect import correct_source, detect_source
from assistant.embed import Embedder
from assistant.errors import InputError, PassageIndexError, VectorServerError
from assistant.index import PassageIndex, build_index, current_version
from assistant.index.vectors import drop_vectors
from assistant.load import Loaded, load_vocabulary, read_paths
from assistant.load.found import few
from assistant.load.ids import is_same, states_its_id
from assistant.load.text import short_hash
from assistant.schema import Corrections, Record, Source

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
DOCUMENTS = "documents.jsonl"
STAMP = "documents.sha256"
"""A file beside the index: the hash of the documents that it was built from."""
LOCK_SECONDS = 600.0
"""That a change waits for another one to the same collection, such as a large upload."""
OnRead = Callable[[int], None]
"""Is told how many documents were read so far."""
OnStep = Callable[[int, int], None]
"""Is told how many documents were looked at (or passages embedded), and how many there are."""


class CollectionSummary(Record):
    """A collection at a glance."""

    name: str
    documents: int


class FileResult(Record):
    """What became of one file, in words."""

    path: str
    is_read: bool
    words: str
    """Numbers of documents and passages, with notes; or why the file was skipped."""
    source_ids: tuple[str, ...] = ()


class AddReport(Record):
    """What became of every file that was added."""

    name: str
    files: tuple[FileResult, ...]
    documents: int
    """How many the collection holds now."""


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
            CollectionSummary(name=folder.name, documents=count_lines(folder / DOCUMENTS))
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
            merged = Merged(name, read_documents(folder) if (folder / DOCUMENTS).exists() else ())
            ids = {}
            for number, source in enumerate(loaded.sources, start=1):
                ids[source.source_id] = merged.take(source)
                on_detect(number, len(loaded.sources))
            self._write(folder, merged.sources, on_embed)
        new = set(ids.values())
        counts = {s.source_id: len(split_source(s)) for s in merged.sources if s.source_id in new}
        files = [
            FileResult(
                path=file.path,
                is_read=True,
                words="; ".join((
                    file.in_words(sum(counts[ids[i]] for i in file.source_ids)),
                    *few([merged.notes[i] for i in file.source_ids if i in merged.notes]),
                )),
                source_ids=tuple(ids[i] for i in file.source_ids),
            )
            for file in loaded.read
        ]  # fmt: skip
        files += [FileResult(path=s.path, is_read=False, words=s.reason) for s in loaded.skipped]
        return AddReport(name=name, files=tuple(files), documents=len(merged.sources))

    def documents(self, name: str) -> tuple[Source, ...]:
        """Read the documents of a collection, in the order in which they came.

        Raises:
            InputError: there is no such collection.
        """
        return read_documents(self._existing(name))

    def correct(self, name: str, source_id: str, corrections: Corrections) -> Source:
        """Set what the user knows of a document in place of what was detected.

        Raises:
            InputError: there is no such collection or document, or it has facts of its own.
        """
        folder = self._existing(name)
        with self._lock(folder):
            sources = read_documents(folder)
            found = find_document(sources, name, source_id)
            if found.detected is None:
                raise InputError(f"{source_id}: its front matter says what it is; change it there.")
            changed = correct_source(found, corrections)
            self._write(folder, [changed if s is found else s for s in sources])
        return changed

    def remove_document(self, name: str, source_id: str) -> None:
        """Remove one document from a collection and from its index.

        Raises:
            InputError: there is no such collection or document.
        """
        folder = self._existing(name)
        with self._lock(folder):
            sources = read_documents(folder)
            gone = find_document(sources, name, source_id)
            self._write(folder, [source for source in sources if source is not gone])

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
            self._index(folder, read_documents(folder))
        if not (folder / "index").exists():
            return None
        return PassageIndex(folder / "index", self._embedder.name, self._server)

    def version(self, name: str) -> str:
        """A hash of a collection's documents: what was opened before it changed is out of date.

        Raises:
            InputError: there is no such collection.
        """
        return hash_file(self._existing(name) / DOCUMENTS)

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
        sources: Sequence[Source],
        on_embed: OnStep = lambda done, total: None,
    ) -> None:
        write_documents(folder, sources)
        self._index(folder, sources, on_embed)

    def _index(
        self,
        folder: Path,
        sources: Sequence[Source],
        on_embed: OnStep = lambda done, total: None,
    ) -> None:
        """Make the index hold exactly these documents, and nothing on disk that was removed."""
        index = folder / "index"
        if not any(split_source(source) for source in sources):
            self._drop_versions(index, keep=None)
            return
        terms = load_vocabulary().outcome_phrases
        loaded = Loaded(tuple(sources), ())
        build_index(index, loaded, self._embedder, on_embed, terms, self._server)
        self._drop_versions(index, keep=current_version(index))
        (index / STAMP).write_text(hash_file(folder / DOCUMENTS), encoding="utf-8")

    def _drop_versions(self, index: Path, keep: Path | None) -> None:
        """Remove all versions of an index but one, or all of it, whoever is still reading them."""
        gone = [version for version in (index / "versions").glob("*/") if version != keep]
        for version in gone:
            shutil.rmtree(version, ignore_errors=True)
        if gone and self._server:
            drop_vectors([version.name for version in gone], self._server)
        if keep is None:
            shutil.rmtree(index, ignore_errors=True)


class Merged:
    """The documents of a collection with new ones taken in."""

    def __init__(self, collection: str, sources: Iterable[Source]) -> None:
        """Begin with what the collection holds."""
        self._collection = collection
        self._by_id = {source.source_id: source for source in sources}
        self.notes: dict[str, str] = {}
        """By the id that a new document came with, what there is to say of it."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """All documents, the new ones last."""
        return tuple(self._by_id.values())

    def take(self, source: Source) -> str:
        """Take a document in; returns the id under which it stands."""
        came_as = source.source_id
        if not states_its_id(source) or source.external_id is not None:
            # Ids made of file names, and numbers that mean something in one file alone, would
            # meet those of other collections.
            source = source.model_copy(update={"source_id": f"{self._collection}-{came_as}"})
        source = source.model_copy(update={"collection": self._collection})
        old = self._by_id.get(source.source_id)
        if old is not None and (old.text, old.stated) == (source.text, source.stated):
            self.notes[came_as] = f"{source.title[:60]!r} is in already"
            return source.source_id
        if old is not None and not (states_its_id(source) or is_same(old, source)):
            tail = short_hash(f"{source.title}\x00{source.text}")[:6]
            source = source.model_copy(update={"source_id": f"{source.source_id}-{tail}"})
        elif old is not None:
            self.notes[came_as] = f"{source.title[:60]!r} takes the place of what was here"
        self._by_id[source.source_id] = detect_source(source)
        return source.source_id


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


def find_document(sources: Iterable[Source], name: str, source_id: str) -> Source:
    """Find a document by its id.

    Raises:
        InputError: there is none.
    """
    for source in sources:
        if source.source_id == source_id:
            return source
    raise InputError(f"{source_id[:80]}: no such document in {name}.")


def read_documents(folder: Path) -> tuple[Source, ...]:
    """Read the documents of a collection's folder.

    Raises:
        PassageIndexError: the file is damaged.
    """
    file = folder / DOCUMENTS
    try:
        with file.open(encoding="utf-8") as lines:
            return tuple(Source.model_validate_json(line) for line in lines)
    except (OSError, ValueError) as error:
        raise PassageIndexError(
            f"{file}: damaged; remove the collection {folder.name} and add its files again."
        ) from error


def write_documents(folder: Path, sources: Iterable[Source]) -> None:
    """Write the documents of a collection's folder, whole or not at all."""
    file = folder / f"{DOCUMENTS}.new"
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(source.model_dump_json(exclude_defaults=True) + "\n" for source in sources)
        lines.flush()
        os.fsync(lines.fileno())
    file.replace(folder / DOCUMENTS)


def count_lines(file: Path) -> int:
    """Count the lines of a file."""
    with file.open("rb") as lines:
        return sum(1 for _ in lines)


def hash_file(file: Path) -> str:
    """Hash a file."""
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def is_current(folder: Path) -> bool:
    """Whether the index of a collection's folder was built from its documents as they are now."""
    stamp = folder / "index" / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == hash_file(folder / DOCUMENTS)
