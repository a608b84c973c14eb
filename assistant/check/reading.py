"""What a sentence of a page claims: of which substance, on what, which way, how firmly, in whom.

The substance is often left to the sentence before, the heading or the whole page: see `subjects`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from assistant.check.kinds import (
    CONCENTRATION,
    HAILED,
    HUMAN,
    IN_PEOPLE,
    IT,
    MODEL,
    PRAISE,
    ROLE,
    STATUS,
    SUPERLATIVE,
    TOTAL,
    Kind,
    Stance,
    is_report,
    kind_of,
    lacks_subject,
    stance_of,
)
from assistant.check.marks import find_marks
from assistant.check.page import PageSentence
from assistant.check.statements import statements_of
from assistant.check.subjects import SubjectFinder
from assistant.compose.parts import HARM_GROUPS
from assistant.retrieve import Catalog
from assistant.schema import Population, Understanding
from assistant.understand import Understander
from assistant.understand.phrases import Match, PhraseMatcher
from assistant.verify import denying, studied, wording
from assistant.verify.grading import STATED
from assistant.verify.topics import find_topics


class Reading(NamedTuple):
    """A sentence as far as it can be held against documents."""

    sentence: PageSentence
    kind: Kind
    text: str = ""
    """Its words on one line, without markup."""
    substances: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    qualities: tuple[str, ...] = ()
    """The words that narrow its outcomes, as stems: "lung" of "lung cancer"."""
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
    is_total: bool = False
    """Whether its verb speaks of a whole effect: "ends", "restores", "wipes out"."""
    is_role: bool = False
    """Whether it tells what a nutrient does in the body rather than what taking it does."""
    is_flatly_safe: bool = False
    """Whether it says that nothing can happen."""


THEM = re.compile(r"\b(?:them|these)\b", re.I)
StrengthsOf = Callable[[Sequence[str]], Sequence[int]]
"""Reads the strength of sentences on the four-step scale."""
SIDE_EFFECTS = "side effects"
"""The group of harm in general; a promise of benefit is about none of it."""


class PageReader:
    """Reads the sentences of one page in their order."""

    def __init__(self, catalog: Catalog, understander: Understander) -> None:
        """Take the facts and the reading of questions, which names outcomes by meaning as well."""
        self._catalog = catalog
        self._understand = understander.understand_statement
        self._outcomes = PhraseMatcher(
            (phrase, item.name) for item in catalog.vocabulary.outcomes for phrase in item.phrases
        )
        self._subjects = SubjectFinder(catalog)

    def read(
        self, sentences: Sequence[PageSentence], strengths_of: StrengthsOf
    ) -> list[tuple[Reading, ...]]:
        """Read all sentences of a page: each as a whole, or as its statements where each can be checked."""
        parts = [statements_of(sentence) for sentence in sentences]
        texts = [s.plain for sentence, own in zip(sentences, parts, strict=True) for s in (sentence, *own)]  # fmt: skip
        strengths = dict(zip(texts, strengths_of(texts), strict=True))
        named = [self._subjects.named_in(s.plain) for s in sentences]
        headings = {s.heading: self._subjects.named_in(s.heading) for s in sentences}
        counts = Counter(s.names[0] for s in (*named, *headings.values()) if s.names)
        main = tuple(name for name, _ in counts.most_common(1))
        found: list[tuple[Reading, ...]] = []
        before: tuple[str, ...] = ()
        topic: tuple[str, ...] = ()
        heading = ""
        for sentence, own, subjects in zip(sentences, parts, named, strict=True):
            if sentence.heading != heading:
                heading = sentence.heading
                before = headings[heading].names or before
                topic = self._understand(heading).outcomes or topic
            meant = self._subjects.meant_by(sentence.plain, subjects, before, main)
            whole = self._read(sentence, strengths, meant, topic)
            readings = self._read_parts(own, strengths, whole, before)
            found.append(readings or (whole,))
            before = meant or before if whole.kind == "no_substance" else meant
            topic = readings[-1].outcomes if readings else whole.outcomes or topic
        return self._with_topic(found)

    def _read_parts(
        self,
        parts: Sequence[PageSentence],
        strengths: Mapping[str, int],
        whole: Reading,
        before: tuple[str, ...],
    ) -> tuple[Reading, ...]:
        """Read the statements of a sentence; none where one of them can't be checked by itself."""
        if whole.kind != "claim":
            return ()
        found: list[Reading] = []
        of = ""
        for part in parts:
            own = self._subjects.named_in(part.plain)
            meant = self._subjects.meant_by(
                part.plain, own, whole.substances or before, whole.substances
            )
            if not own.names and not found and not IT.search(part.plain):
                meant = ()
            meant = meant or whole.substances if found else meant
            found.append(self._read(part, strengths, meant, (), of))
            of = next(
                (part.plain[m.start : m.end].split()[-1] for m in self._outcomes.find(part.plain)),
                of,
            )
        claims = [reading for reading in found if reading.kind == "claim"]
        is_clear = all(reading.outcomes or reading.stance == "safe" for reading in claims)
        kinds = {reading.kind for reading in found}
        return tuple(found) if claims and is_clear and kinds <= {"claim", "no_substance"} else ()

    def _with_topic(self, readings: list[tuple[Reading, ...]]) -> list[tuple[Reading, ...]]:
        """Let praise that stands before any outcome be for the outcome that the page is about."""
        counts = Counter(name for own in readings for reading in own for name in reading.outcomes)
        main = tuple(name for name, _ in counts.most_common(1))
        return [
            tuple(
                reading._replace(outcomes=main)
                if reading.kind == "claim"
                and reading.strength
                and not reading.outcomes
                and HAILED.search(reading.text)
                else reading
                for reading in own
            )
            for own in readings
        ]

    def _read(
        self,
        sentence: PageSentence,
        strengths: Mapping[str, int],
        names: tuple[str, ...],
        topic: tuple[str, ...],
        of: str = "",
    ) -> Reading:
        """Read one sentence or statement; `of` is what it calls "them"."""
        text = sentence.plain
        strength = strengths[text]
        kind = kind_of(text, bool(names))
        reading = Reading(sentence, kind, text, names, strength=strength)
        if kind not in {"claim", "story", "opinion"} or not names:
            return reading
        terms = self._catalog.outcomes
        seen = self._understand(as_claim(THEM.sub(of, text) if of else text, names))
        there = self._outcomes.find(text)
        settings = {match.name for match in there if is_setting(text, match, there)}
        outcomes = tuple(o for o in seen.outcomes if o not in settings) or seen.outcomes
        is_role = bool(ROLE.search(text))
        if is_role:
            # What is meant but not named would be guessed from what the body does.
            outcomes = tuple(o for o in outcomes if o in {match.name for match in there})
        if strength and not outcomes and HAILED.search(text) and not is_role:
            outcomes = topic
        if not strength and not denying.ANY_DENIAL.search(text) and (
            PRAISE.search(text) or lacks_subject(text)
        ):  # fmt: skip
            strength = STATED
        outcomes = tuple(
            o for o in outcomes
            if not terms[o].is_topic or terms[o].group in {*HARM_GROUPS, "mortality"}
        )  # fmt: skip
        labels = " ".join(terms[o].label for o in outcomes)
        stance, flat = stance_of(text, strength, {terms[o].group for o in outcomes}, labels)
        if stance == "benefit":
            outcomes = tuple(o for o in outcomes if terms[o].group != SIDE_EFFECTS)
        conditions = tuple(
            name
            for name in conditions_in(text, self._understand)
            if not terms[name].surrogate and terms[name].group != STATUS
        )
        marks = {mark.kind for mark in find_marks(text)}
        return reading._replace(
            outcomes=outcomes,
            qualities=self._qualities(text, [m for m in there if m.name in outcomes]),
            populations=seen.populations,
            conditions=conditions,
            medicines=seen.medicines,
            strength=strength,
            stance=stance,
            is_flat_denial=flat,
            names_model=bool(MODEL.search(without_names(text, names)) and not HUMAN.search(text)),
            is_report=is_report(text),
            is_flatly_safe="total_safety" in marks,
            is_total=bool(TOTAL.search(text)),
            is_role=is_role,
            is_promise=bool(
                wording.ABSOLUTE.search(without_denied(text))
                or studied.UNIVERSAL.search(text)
                or SUPERLATIVE.search(text)
                or marks & {"absolute_promise", "clinically_proven"}
            ),
        )

    def _qualities(self, text: str, matches: Sequence[Match]) -> tuple[str, ...]:
        """The stems that narrow the outcomes of a text: "lung" of "lung cancer"; all, where it names none.

        Of a phrase only what stands before a word that names the outcome by itself narrows it:
        "cognitive function" is no kind of function.
        """
        spoken = [topic for topic in find_topics(text) if not topic.is_substance]
        if not matches:
            return tuple(topic.stem for topic in spoken)
        found = []
        for match in matches:
            last = text[match.start : match.end].split()[-1]
            is_kind = any(m.name == match.name for m in self._outcomes.find(last))
            end = match.end - len(last) if is_kind else match.start
            found += [t.stem for t in spoken if t.end <= end and not text[t.end : end].strip(" -")]
        return tuple(found)


def is_setting(text: str, match: Match, matches: Sequence[Match]) -> bool:
    """Whether an outcome says in whom another one was seen: "fewer deaths in heart failure"."""
    is_second = any(other.end <= match.start and other.name != match.name for other in matches)
    return is_second and bool(WITHIN.search(text[: match.start]))


WITHIN = re.compile(r"\b(?:in|with|having|after) (?:chronic |severe |mild |type \d )?$", re.I)


def without_names(text: str, names: Sequence[str]) -> str:
    """A text without the names of its substances: red yeast rice is no yeast."""
    for name in names:
        text = re.sub(re.escape(name.split(" (")[0]), " ", text, flags=re.I)
    return text


def without_denied(text: str) -> str:
    """A text without what it says that something is not: "not a miracle pill, but"."""
    return DENIED.sub(" ", text)


DENIED = re.compile(r"\b(?:not|isn['’]t|no|never|cannot|won['’]t)\s+[^.,;]{1,80}", re.I)


def as_claim(text: str, names: tuple[str, ...]) -> str:
    """A sentence with its substance named, and without what the people in it have."""
    bare = CONCENTRATION.sub("level of", IN_PEOPLE.sub(" ", text))
    bare = bare if re.search(r"\w{3}", bare) else text
    known = any(name.lower() in text.lower() for name in names)
    return bare if known else f"{' and '.join(names[:1])}: {bare}"


def conditions_in(text: str, read: Callable[[str], Understanding]) -> tuple[str, ...]:
    """The outcomes of the vocabulary that people in a sentence are said to have."""
    return tuple(
        name for match in IN_PEOPLE.finditer(text) for name in read(match.group()).outcomes
    )
