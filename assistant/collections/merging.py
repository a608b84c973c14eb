"""New documents taken into a collection: which is new, which is in already, which takes another's place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.chunk import split_source
from assistant.detect import detect_source
from assistant.load.ids import Identity, are_one, identify, states_its_id
from assistant.load.spool import Spool
from assistant.load.text import short_hash
from assistant.schema import Source


class Known(NamedTuple):
    """What tells a document that is in from one that comes; so small that all can be held."""

    identity: Identity
    stated: str
    """A hash of what its record states."""


def known(source: Source) -> Known:
    """What tells a document from one that comes."""
    stated = source.stated.model_dump_json() if source.stated else ""
    return Known(identify(source), short_hash(stated))


class Merged:
    """The documents of a collection with new ones taken in; the new ones wait in a temporary file."""

    def __init__(self, collection: str, sources: Sequence[Source]) -> None:
        """Begin with what the collection holds."""
        self._collection = collection
        self._old = sources
        self._known = {source.source_id: known(source) for source in sources}
        self._new = Spool()
        self._places: dict[str, int] = {}
        """By id, where the newest state of a document stands among the new ones."""
        self.passages: dict[str, int] = {}
        """By the id that a new document came with, how many passages it has."""
        self.notes: dict[str, str] = {}
        """By the id that a new document came with, what there is to say of it."""

    def __len__(self) -> int:
        """How many documents there are now."""
        return len(self._known)

    def __iter__(self) -> Iterator[Source]:
        """All documents, each in the place of what it replaces, the new ones last."""
        rest = dict(self._places)
        for source in self._old:
            place = rest.pop(source.source_id, None)
            yield source if place is None else self._new[place]
        yield from (self._new[place] for place in rest.values())

    def take(self, source: Source) -> str:
        """Take a document in; returns the id under which it stands."""
        came_as = source.source_id
        self.passages[came_as] = len(split_source(source))
        if not states_its_id(source) or source.external_id is not None:
            # Ids made of file names, and numbers that mean something in one file alone, would
            # meet those of other collections.
            source = source.model_copy(update={"source_id": f"{self._collection}-{came_as}"})
        source = source.model_copy(update={"collection": self._collection})
        old, new = self._known.get(source.source_id), known(source)
        if old is not None and (old.identity.text, old.stated) == (new.identity.text, new.stated):
            self.notes[came_as] = f"{source.title[:60]!r} is in already"
            return source.source_id
        if old is not None and not (new.identity.states_id or are_one(old.identity, new.identity)):
            tail = short_hash(f"{source.title}\x00{source.text}")[:6]
            source = source.model_copy(update={"source_id": f"{source.source_id}-{tail}"})
        elif old is not None:
            self.notes[came_as] = f"{source.title[:60]!r} takes the place of what was here"
        self._known[source.source_id] = new
        self._places[source.source_id] = len(self._new)
        self._new.append(detect_source(source))
        return source.source_id
