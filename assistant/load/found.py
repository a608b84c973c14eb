"""What reading gives: documents, notes on a file, and for each file its result in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from assistant.schema import Source


def counted(number: int, noun: str) -> str:
    """A number with its noun, one or many."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("y") else f"{number:,} {noun}s"


MAX_SAID = 3
"""Notes on one file that are told one by one."""


def few(notes: Sequence[str]) -> tuple[str, ...]:
    """The first notes, and how many more there are: a file may hold thousands of documents."""
    if len(notes) <= MAX_SAID:
        return tuple(notes)
    return (*notes[:MAX_SAID], f"and {len(notes) - MAX_SAID:,} more like these")


class Note(NamedTuple):
    """Something about a file that was read which its owner should know, in words."""

    text: str


class Skipped(NamedTuple):
    """A file that was not read, and why in words."""

    path: str
    reason: str


class Member(NamedTuple):
    """A file of an archive, unpacked under a name of our own."""

    path: str
    name: str
    """How messages call it: the archive's name and its own."""


class ReadFile(NamedTuple):
    """A file that was read: the ids of its documents, and what its owner should know."""

    path: str
    source_ids: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def in_words(self, passages: int) -> str:
        """One line for the file's owner; `passages` are those of its documents together."""
        numbers = f"{counted(len(self.source_ids), 'document')}, {counted(passages, 'passage')}"
        return "; ".join((numbers, *self.notes))


class Loaded(NamedTuple):
    """What reading the corpus gave: each document once, and each file under `read` or `skipped`."""

    sources: Sequence[Source]
    skipped: tuple[Skipped, ...]
    read: tuple[ReadFile, ...] = ()


Found = Source | Note
Reader = Callable[[Path, str], Iterator[Found]]
"""Reads one file, called by a name in messages; raises `SourceFormatError` where it can't."""
