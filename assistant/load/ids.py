"""One id for each document, and each document once, whatever its files are called.

An id that a document states itself (front matter, `_id`, PubMed number, DOI) is kept. One that was
made of a file name gives way where it is taken: the same file then has the same id in every build
that holds both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from assistant.load.text import short_hash
from assistant.schema import Source


class Identity(NamedTuple):
    """What tells a document from others: small, so that those of a large corpus can be held."""

    source_id: str
    text: bytes
    """A hash of it."""
    states_id: bool
    is_record: bool
    """Whether it is a bibliographic record."""
    has_facts: bool


class Settled(NamedTuple):
    """The final id of each document, None for one that is left out, and for each file what to say."""

    ids: list[str | None]
    notes: dict[int, list[str]]


def states_its_id(source: Source) -> bool:
    """Whether the document itself says what its id is."""
    stated = source.stated
    named = stated is not None and (stated.pmid is not None or stated.doi is not None)
    return source.facts is not None or source.external_id is not None or named


def identify(source: Source) -> Identity:
    """What tells a document from others."""
    return Identity(
        source.source_id,
        hashlib.sha256(source.text.encode()).digest()[:16],
        states_its_id(source),
        source.stated is not None,
        source.facts is not None,
    )


def is_same(one: Source, other: Source) -> bool:
    """Whether two documents of one id are one: the same text, or the same bibliographic record."""
    return are_one(identify(one), identify(other))


def are_one(one: Identity, other: Identity) -> bool:
    """See `is_same`."""
    same_record = one.is_record and other.is_record and other.states_id
    return one.text == other.text or (same_record and not one.has_facts and not other.has_facts)


def settle_ids(
    found: Sequence[Identity],
    files: Sequence[int],
    names: Sequence[str],
    title_of: Callable[[int], str],
) -> Settled:
    """Give every document an id of its own; a document that stands twice is kept once and noted.

    Args:
        found: the documents.
        files: for each document the number of its file.
        names: the names of the files by their numbers.
        title_of: gives the title of a document by its place.
    """
    taken: dict[str, int] = {}
    settled = Settled([None] * len(found), {})

    def note(place: int, text: str) -> None:
        settled.notes.setdefault(files[place], []).append(text)

    for place in sorted(range(len(found)), key=lambda i: not found[i].states_id):
        document = found[place]
        source_id = document.source_id
        holder = taken.get(source_id)
        if holder is not None:
            held_by = names[files[holder]]
            if are_one(found[holder], document):
                note(place, f"{title_of(place)[:60]!r} is in already, from {held_by}")
                continue
            if document.states_id:
                note(
                    place,
                    f"the id {source_id!r} is taken by {held_by}; this one is left out, rename one",
                )
                continue
            source_id = free_id(source_id, title_of(place), names[files[place]], taken)
        taken[source_id] = place
        settled.ids[place] = source_id
    return settled


def free_id(source_id: str, title: str, file: str, taken: dict[str, int]) -> str:
    """An id made of the taken one and of where the document lies."""
    number = 0
    while True:
        tail = short_hash(f"{file}\x00{title}\x00{number}")[:6]
        if f"{source_id}-{tail}" not in taken:
            return f"{source_id}-{tail}"
        number += 1
