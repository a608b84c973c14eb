"""The documents of one collection in one file, one a line, of which one is held at a time."""

from __future__ import annotations

import hashlib
import os
from array import array
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path

from assistant.errors import InputError, PassageIndexError
from assistant.load.spool import StoredDocuments
from assistant.schema import Source

DOCUMENTS = "documents.jsonl"


class Documents(StoredDocuments):
    """The documents of a collection's folder as they are when it is opened, in the order in which they came.

    What is written afterwards is another file: a change reads the old documents while it writes the new.
    """

    def __init__(self, folder: Path) -> None:
        """Open the file.

        Raises:
            PassageIndexError: it can't be read.
        """
        self._folder = folder
        try:
            file = (folder / DOCUMENTS).open("rb")
        except OSError as error:
            raise self._damaged() from error
        ends = accumulate(len(line) for line in file)
        super().__init__(file, array("Q", [0, *ends][:-1]))

    def _read(self, start: int) -> Source:
        try:
            return super()._read(start)
        except (OSError, ValueError) as error:
            raise self._damaged() from error

    def _damaged(self) -> PassageIndexError:
        return PassageIndexError(
            f"{self._folder / DOCUMENTS}: damaged; remove the collection {self._folder.name} and add "
            "its files again."
        )


def find_document(sources: Iterable[Source], name: str, source_id: str) -> Source:
    """Find a document by its id.

    Raises:
        InputError: there is none.
    """
    for source in sources:
        if source.source_id == source_id:
            return source
    raise InputError(f"{source_id[:80]}: no such document in {name}.")


def write_documents(folder: Path, sources: Iterable[Source]) -> None:
    """Write the documents of a collection's folder, whole or not at all."""
    file = folder / f"{DOCUMENTS}.new"
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(source.model_dump_json(exclude_defaults=True) + "\n" for source in sources)
        lines.flush()
        os.fsync(lines.fileno())
    file.replace(folder / DOCUMENTS)


def count_documents(folder: Path) -> int:
    """Count the documents of a collection's folder."""
    with (folder / DOCUMENTS).open("rb") as lines:
        return sum(1 for _ in lines)


def hash_documents(folder: Path) -> str:
    """Hash the documents of a collection's folder."""
    with (folder / DOCUMENTS).open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
