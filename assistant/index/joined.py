"""Several open indexes as one: the documents of each, every id once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from typing import Protocol

from assistant.embed import Vectors
from assistant.index.manifest import Manifest
from assistant.index.store import PassageIndex
from assistant.schema import Passage, Source


class OpenIndex(Protocol):
    """What an assistant needs of its documents, of one index or of several."""

    @property
    def parts(self) -> tuple[PassageIndex, ...]:
        """The indexes that it is made of, the most trusted first."""
        ...

    @property
    def manifest(self) -> Manifest:
        """Fingerprint and counts."""
        ...

    def source(self, source_id: str) -> Source | None:
        """Read one document, or None where there is none of this id."""
        ...

    def sources(self) -> list[Source]:
        """Read every document."""
        ...

    def sources_with_facts(self) -> list[Source]:
        """Read every document that has front matter."""
        ...

    def find_phrase(self, phrase: str, excluded_sources: Collection[str]) -> list[Passage]:
        """Find passages that hold a phrase, its words in any ending."""
        ...

    def nearest_terms(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """Find the terms of the vocabulary nearest to a query vector, with their cosine, best first."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


class JoinedIndex:
    """Open indexes side by side. Where two hold one id, the earlier one's document counts alone."""

    def __init__(self, parts: Sequence[PassageIndex]) -> None:
        """Take the indexes, built with one model, the most trusted first."""
        self._parts = tuple(parts)
        self.hidden: tuple[frozenset[str], ...] = ()
        """For each part the ids of its documents that an earlier part holds as well."""
        self._own = [part.source_ids() for part in self.parts]
        seen: frozenset[str] = frozenset()
        for own in self._own:
            self.hidden = (*self.hidden, own & seen)
            seen |= own
        self._documents = len(seen)

    @property
    def parts(self) -> tuple[PassageIndex, ...]:
        """The indexes, the most trusted first."""
        return self._parts

    @property
    def manifest(self) -> Manifest:
        """The first part's manifest with the hashes and counts of all."""
        prints = "\x00".join(part.manifest.fingerprint for part in self.parts)
        return self.parts[0].manifest.model_copy(
            update={
                "corpus": hashlib.sha256(prints.encode()).hexdigest(),
                "documents": self._documents,
                "passages": sum(part.manifest.passages for part in self.parts),
            }
        )

    def source(self, source_id: str) -> Source | None:
        """Read one document from the first part that holds it."""
        found = (part.source(source_id) for part in self.parts)
        return next((source for source in found if source is not None), None)

    def sources(self) -> list[Source]:
        """Read every document, each id once."""
        return self._once([part.sources() for part in self.parts])

    def sources_with_facts(self) -> list[Source]:
        """Read every document that has front matter, each id once."""
        return self._once([part.sources_with_facts() for part in self.parts])

    def _once(self, lists: Sequence[Sequence[Source]]) -> list[Source]:
        return [
            source
            for hidden, sources in zip(self.hidden, lists, strict=True)
            for source in sources
            if source.source_id not in hidden
        ]

    def find_phrase(self, phrase: str, excluded_sources: Collection[str]) -> list[Passage]:
        """Find passages that hold a phrase, in documents that count."""
        passed = frozenset(excluded_sources)
        return [
            passage
            for own, hidden, part in zip(self._own, self.hidden, self.parts, strict=True)
            if not own <= passed
            for passage in part.find_phrase(phrase, hidden | passed)
        ]

    def nearest_terms(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """Find the nearest terms; every part holds the same ones."""
        return self.parts[0].nearest_terms(vector, k)

    def close(self) -> None:
        """Let go of the files of all parts."""
        for part in self.parts:
            part.close()
