"""Which substances a sentence of a page is about.

Pages speak of their product as "it" or leave it out ("Supports deep sleep"), so the substance of the
sentence before, of the heading or of the whole page is taken where the words call for one.
"""

from __future__ import annotations

from typing import NamedTuple

from assistant.check.kinds import ASIDE, IT, LONGEST_SENTENCE, PART, TAKEN, lacks_subject
from assistant.retrieve import Catalog
from assistant.understand.phrases import PhraseMatcher


class Subjects(NamedTuple):
    """The substances that a text names, where the first stands, and whether only in an aside."""

    names: tuple[str, ...]
    start: int
    is_aside: bool = False


class SubjectFinder:
    """Finds the substances that a sentence names, and those that it means."""

    def __init__(self, catalog: Catalog) -> None:
        """Take the facts, which say which names there are and what was tested."""
        self._catalog = catalog
        self._matcher = PhraseMatcher(
            (
                (phrase, item.name)
                for item in catalog.vocabulary.substances
                for phrase in item.phrases
            ),
            [word for item in catalog.vocabulary.substances for word in item.ask_back],
        )

    def named_in(self, text: str) -> Subjects:
        """The substances that a text is about: no asides, no parts of the body; tested ones first."""
        text = text[:LONGEST_SENTENCE]
        matches = [m for m in self._matcher.find(text) if not PART.match(text[m.end :])]
        named = {match.name for match in matches}
        elements = {self._catalog.substances[name].form_of for name in named}
        matches = [match for match in matches if match.name not in elements]
        subjects = [match for match in matches if not ASIDE.search(text[: match.start])]
        chosen = subjects or matches
        names = list(dict.fromkeys(match.name for match in chosen))
        return Subjects(
            tuple(sorted(names, key=lambda name: name not in self._catalog.tested)),
            min((match.start for match in chosen), default=len(text)),
            is_aside=not subjects,
        )

    def meant_by(
        self, text: str, subjects: Subjects, before: tuple[str, ...], main: tuple[str, ...]
    ) -> tuple[str, ...]:
        """The substances that a sentence means, where it has no name or names only what it acts on."""
        names, it = subjects.names, IT.search(text)
        if lacks_subject(text) and not names:
            return main
        if names and it and before:
            # "This formulation delivers magnesium": the form that was named before is meant.
            is_form = self._catalog.substances[before[0]].form_of in names
            if subjects.is_aside or (is_form and it.start() < subjects.start):
                return before
        if names and (names[0] in self._catalog.tested or not it):
            return names
        if it:
            elements = {self._catalog.substances[name].form_of for name in main}
            return main if set(before[:1]) & elements else before or names
        return (before or main) if TAKEN.search(text) else ()
