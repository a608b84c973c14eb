"""What a sentence of a page claims: of which substance, on what, which way, how firmly, in whom.

Pages speak of their product as "it" or leave it out ("Supports deep sleep"), so the substance of the
sentence before, of the heading or of the whole page is taken where the words call for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from assistant.check.kinds import (
    ASIDE,
    HAILED,
    HUMAN,
    IN_PEOPLE,
    IT,
    LONGEST_SENTENCE,
    MODEL,
    PART,
    PRAISE,
    STATUS,
    STUDY,
    SUPERLATIVE,
    TAKEN,
    Kind,
    Stance,
    kind_of,
    lacks_subject,
    stance_of,
)
from assistant.check.marks import find_marks
from assistant.check.page import PageSentence
from assistant.compose.parts import HARM_GROUPS
from assistant.retrieve import Catalog
from assistant.schema import Population, Understanding
from assistant.understand import Understander
from assistant.understand.phrases import PhraseMatcher
from assistant.verify import wording
from assistant.verify.grading import STATED


class Reading(NamedTuple):
    """A sentence as far as it can be held against documents."""

    sentence: PageSentence
    kind: Kind
    substances: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    populations: tuple[Population, ...] = ()
    conditions: tuple[str, ...] = ()
    """What the people have of whom it speaks, as outcomes of the vocabulary."""
    medicines: tuple[str, ...] = ()
    """Classes of medicines that it names."""
    strength: int = 0
    stance: Stance = "fact"
    is_flat_denial: bool = False
    """Whether it says "does not" rather than "did not differ" (R16)."""
    names_model: bool = False
    """Whether it says that it was cells or animals."""
    is_report: bool = False
    """Whether it reports a study rather than states something in general."""
    is_promise: bool = False
    """Whether it speaks of certainty or of everybody."""
    is_flatly_safe: bool = False
    """Whether it says that nothing can happen."""


class PageReader:
    """Reads the sentences of one page in their order."""

    def __init__(self, catalog: Catalog, understander: Understander) -> None:
        """Take the facts and the reading of questions, which names outcomes by meaning as well."""
        self._catalog = catalog
        self._understand = understander.understand
        self._matcher = PhraseMatcher(
            (
                (phrase, item.name)
                for item in catalog.vocabulary.substances
                for phrase in item.phrases
            ),
            [word for item in catalog.vocabulary.substances for word in item.ask_back],
        )

    def read(self, sentences: Sequence[PageSentence], strengths: Sequence[int]) -> list[Reading]:
        """Read all sentences of a page; `strengths` are theirs on the four-step scale."""
        named = [self._subjects(s.text) for s in sentences]
        headings = {s.heading: self._subjects(s.heading) for s in sentences}
        counts = Counter(name for names in (*named, *headings.values()) for name in names[:1])
        main = tuple(name for name, _ in counts.most_common(1))
        found: list[Reading] = []
        before: tuple[str, ...] = ()
        topic: tuple[str, ...] = ()
        heading = ""
        for sentence, strength, names in zip(sentences, strengths, named, strict=True):
            if sentence.heading != heading:
                heading = sentence.heading
                before = headings[heading] or before
                topic = self._understand(heading).outcomes or topic
            meant = self._meant(sentence.text, names, before, main)
            reading = self._read(sentence, strength, meant, topic)
            found.append(reading)
            before, topic = meant, reading.outcomes or topic
        return self._with_topic(found)

    def _with_topic(self, readings: list[Reading]) -> list[Reading]:
        """Let praise that stands before any outcome be for the outcome that the page is about."""
        counts = Counter(name for reading in readings for name in reading.outcomes)
        main = tuple(name for name, _ in counts.most_common(1))
        return [
            reading._replace(outcomes=main)
            if reading.kind == "claim"
            and reading.strength
            and not reading.outcomes
            and HAILED.search(reading.sentence.text)
            else reading
            for reading in readings
        ]

    def _subjects(self, text: str) -> tuple[str, ...]:
        """The substances that a text is about: no asides, no parts of the body; tested ones first."""
        text = text[:LONGEST_SENTENCE]
        matches = [m for m in self._matcher.find(text) if not PART.match(text[m.end :])]
        named = {match.name for match in matches}
        elements = {self._catalog.substances[name].form_of for name in named}
        matches = [match for match in matches if match.name not in elements]
        subjects = [match.name for match in matches if not ASIDE.search(text[: match.start])]
        names = list(dict.fromkeys(subjects or [match.name for match in matches]))
        return tuple(sorted(names, key=lambda name: name not in self._catalog.tested))

    def _meant(
        self, text: str, names: tuple[str, ...], before: tuple[str, ...], main: tuple[str, ...]
    ) -> tuple[str, ...]:
        """The substances that a sentence means, where it has no name or names only what it acts on."""
        if lacks_subject(text) and not names:
            return main
        if names and (names[0] in self._catalog.tested or not IT.search(text)):
            return names
        if IT.search(text):
            elements = {self._catalog.substances[name].form_of for name in main}
            return main if set(before[:1]) & elements else before or names
        return (before or main) if TAKEN.search(text) else ()

    def _read(
        self, sentence: PageSentence, strength: int, names: tuple[str, ...], topic: tuple[str, ...]
    ) -> Reading:
        text = sentence.text
        kind = kind_of(text, bool(names))
        marks = {mark.kind for mark in find_marks(text)}
        outcomes: tuple[str, ...] = ()
        populations: tuple[Population, ...] = ()
        conditions: tuple[str, ...] = ()
        medicines: tuple[str, ...] = ()
        if kind in {"claim", "story", "opinion"} and names:
            seen = self._understand(as_claim(text, names))
            outcomes, populations = seen.outcomes, seen.populations
            medicines = seen.medicines
            conditions = tuple(
                name
                for name in conditions_in(text, self._understand)
                if not self._catalog.outcomes[name].surrogate
                and self._catalog.outcomes[name].group != STATUS
            )
            if strength and not outcomes and HAILED.search(text):
                outcomes = topic
        states = PRAISE.search(text) or lacks_subject(text)
        if not strength and states and not wording.ANY_DENIAL.search(text):
            strength = STATED
        terms = self._catalog.outcomes
        outcomes = tuple(
            o for o in outcomes if not terms[o].is_topic or terms[o].group in HARM_GROUPS
        )
        labels = " ".join(self._catalog.outcomes[o].label for o in outcomes)
        groups = {self._catalog.outcomes[o].group for o in outcomes}
        stance, flat = stance_of(text, strength, groups, labels)
        return Reading(
            sentence=sentence,
            kind=kind,
            substances=names,
            outcomes=outcomes,
            populations=populations,
            conditions=conditions,
            medicines=medicines,
            strength=strength,
            stance=stance,
            is_flat_denial=flat,
            names_model=bool(MODEL.search(text) and not HUMAN.search(text)),
            is_report=bool(STUDY.search(text)),
            is_flatly_safe="total_safety" in marks,
            is_promise=bool(
                wording.ABSOLUTE.search(text)
                or wording.UNIVERSAL.search(text)
                or SUPERLATIVE.search(text)
                or marks & {"absolute_promise", "clinically_proven"}
            ),
        )


def as_claim(text: str, names: tuple[str, ...]) -> str:
    """A sentence with its substance named, and without what the people in it have."""
    bare = IN_PEOPLE.sub(" ", text)
    bare = bare if re.search(r"\w{3}", bare) else text
    known = any(name.lower() in text.lower() for name in names)
    return bare if known else f"{' and '.join(names[:1])}: {bare}"


def conditions_in(text: str, read: Callable[[str], Understanding]) -> tuple[str, ...]:
    """The outcomes of the vocabulary that people in a sentence are said to have."""
    return tuple(
        name for match in IN_PEOPLE.finditer(text) for name in read(match.group()).outcomes
    )
