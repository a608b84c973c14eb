"""One id for each document, and each document once, whatever its files are called.

An id that a document states itself (front matter, `_id`, PubMed number, DOI) is kept. One that was
made of a file name gives way where it is taken: the same file then has the same id in every build
that holds both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.load.text import short_hash
from assistant.schema import Source


class Claimed(NamedTuple):
    """A document with the number and the name of its file."""

    source: Source
    file: int
    file_name: str


class Settled(NamedTuple):
    """For each file its documents under their final ids, and what there is to say."""

    sources: dict[int, list[Source]]
    notes: dict[int, list[str]]


def states_its_id(source: Source) -> bool:
    """Whether the document itself says what its id is."""
    stated = source.stated
    named = stated is not None and (stated.pmid is not None or stated.doi is not None)
    return source.facts is not None or source.external_id is not None or named


def settle_ids(found: Sequence[Claimed]) -> Settled:
    """Give every document an id of its own; a document that stands twice is kept once and noted."""
    taken: dict[str, Claimed] = {}
    settled = Settled({}, {})
    kept: dict[int, Source] = {}
    order = sorted(range(len(found)), key=lambda i: not states_its_id(found[i].source))
    for position in order:
        claimed = found[position]
        source, file, name = claimed
        holder = taken.get(source.source_id)
        if holder and is_same(holder.source, source):
            note(settled, file, f"{source.title[:60]!r} is in already, from {holder.file_name}")
            continue
        if holder and states_its_id(source):
            note(
                settled, file,
                f"the id {source.source_id!r} is taken by {holder.file_name}; this one is left out, "
                "rename one",
            )  # fmt: skip
            continue
        if holder:
            source = source.model_copy(update={"source_id": free_id(source, name, taken)})
        taken[source.source_id] = Claimed(source, file, name)
        kept[position] = source
    for position in sorted(kept):
        settled.sources.setdefault(found[position].file, []).append(kept[position])
    return settled


def is_same(one: Source, other: Source) -> bool:
    """Whether two documents of one id are one: the same text, or the same bibliographic record."""
    same_record = one.stated is not None and other.stated is not None and states_its_id(other)
    return one.text == other.text or (same_record and one.facts is None and other.facts is None)


def free_id(source: Source, file: str, taken: dict[str, Claimed]) -> str:
    """An id made of the taken one and of where the document lies."""
    number = 0
    while True:
        tail = short_hash(f"{file}\x00{source.title}\x00{number}")[:6]
        if f"{source.source_id}-{tail}" not in taken:
            return f"{source.source_id}-{tail}"
        number += 1


def note(settled: Settled, file: int, text: str) -> None:
    """Keep something to say about a file."""
    settled.notes.setdefault(file, []).append(text)
