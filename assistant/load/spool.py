"""Documents in a temporary file, so that a corpus of any size takes little memory."""

from __future__ import annotations

import weakref
from array import array
from collections.abc import Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, overload

from assistant.load.limits import MIB
from assistant.schema import Source

IN_MEMORY = 16 * MIB
"""Up to this size the file is none: most corpora are small."""


class StoredDocuments(Sequence[Source]):
    """The documents of a file, one a line, each made anew whenever it is asked for."""

    def __init__(self, file: IO[bytes], starts: array[int]) -> None:
        """Take an open file, which is closed with the object, and where each line begins."""
        self._file = file
        self._starts = starts
        weakref.finalize(self, file.close)

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self._starts)

    @overload
    def __getitem__(self, place: int) -> Source: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Source]: ...
    def __getitem__(self, place: int | slice) -> Source | Sequence[Source]:
        """Make one document, or some."""
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(len(self)))]
        return self._at(range(len(self))[place])

    def _at(self, place: int) -> Source:
        return self._read(self._starts[place])

    def _read(self, start: int) -> Source:
        self._file.seek(start)
        return Source.model_validate_json(self._file.readline())


class Spool(StoredDocuments):
    """Documents in the order in which they came, in a temporary file."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__(SpooledTemporaryFile(IN_MEMORY), array("Q"))  # noqa: SIM115  # closed with the object
        self._end = 0
        self._new_ids: dict[int, str] = {}

    def append(self, source: Source) -> None:
        """Add a document.

        Raises:
            OSError: there is no room for temporary files.
        """
        self._file.seek(self._end)
        self._file.write(source.model_dump_json().encode() + b"\n")
        self._starts.append(self._end)
        self._end = self._file.tell()

    def cut(self, length: int) -> None:
        """Forget all documents but the first ones."""
        if length < len(self):
            self._end = self._starts[length]
            del self._starts[length:]

    def settle(self, ids: Sequence[str | None]) -> None:
        """Give each document its final id; those without one are forgotten."""
        kept = [(start, new) for start, new in zip(self._starts, ids, strict=True) if new]
        self._starts = array("Q", (start for start, _ in kept))
        self._new_ids = {
            place: new
            for place, (start, new) in enumerate(kept)
            if self._read(start).source_id != new
        }

    def _at(self, place: int) -> Source:
        source, new = super()._at(place), self._new_ids.get(place)
        return source.model_copy(update={"source_id": new}) if new else source
