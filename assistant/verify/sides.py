"""What the rules compare and what they say: the two sides of a claim, and a difference.

A difference has the verdict that it calls for and a weight from 0 to 1: the chance, as we judge it, that
a careful reader would object. Rules share no state.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from assistant.verify import denying, wording
from assistant.verify.matching import Matches
from assistant.verify.phrases import Pattern
from assistant.verify.reading import (
    DID_NOT,
    DOES_NOT,
    NO_DIFFERENCE,
    Clause,
    Sentence,
    Span,
)

Verdict = Literal[
    "supported", "overclaims", "understates", "contradicted", "unsupported", "not_checkable"
]
SAME = 0.6
"""Share of a clause's words from which another clause speaks of the same thing."""
ALIKE = 0.4
"""Share from which it speaks of something like it."""
FEW = 2


class Difference(NamedTuple):
    """One departure of a claim from its source."""

    kind: str
    verdict: Verdict
    weight: float
    reason: str
    claim: Span
    source: Span
    is_apart: bool = False
    """Whether it holds whichever sentence of the source is meant."""


@lru_cache(maxsize=4096)
def is_aim(text: str) -> bool:
    """Whether a sentence says what was asked."""
    return bool(denying.AIM.search(text))


class Sides(NamedTuple):
    """What a rule compares: a sentence of the claim, the matching sentences, the whole source."""

    claim: Sentence
    matches: Matches
    source: tuple[Sentence, ...]

    @property
    def best(self) -> Sentence:
        """The sentence of the source that matches best."""
        return self.matches.best

    @property
    def near(self) -> tuple[Sentence, ...]:
        """The sentences of the source that match about as well."""
        return self.matches.near

    @property
    def told(self) -> tuple[Sentence, ...]:
        """The sentences of the source that tell something, rather than what was asked."""
        told = tuple(s for s in self.source if not is_aim(s.text))
        return told or self.source

    def trust(self, sure: float) -> float:
        """How sure it is that the matching sentences are those meant, 0 to 1.

        With one or two sentences there is no doubt; among many, the match must carry it, and does
        in full from the share `sure`.
        """
        if len(self.source) <= FEW:
            return 1.0
        return min(1.0, self.matches.ranked[0].share / sure)

    @property
    def near_text(self) -> str:
        """The text of these sentences."""
        return " ".join(sentence.text for sentence in self.near)

    @property
    def whole_text(self) -> str:
        """The text of the whole source."""
        return " ".join(sentence.text for sentence in self.source)


Rule = Callable[[Sides], Iterator[Difference]]


def span_of(sentence: Sentence | Clause, match: re.Match[str] | None = None) -> Span:
    """Where a match within a sentence lies in its whole text; the sentence itself without one."""
    if match is None:
        return Span(sentence.start, sentence.end)
    return Span(sentence.start + match.start(), sentence.start + match.end())


def first_span(pattern: Pattern, sentences: Iterable[Sentence]) -> Span | None:
    """Where a pattern first matches in some sentences."""
    for sentence in sentences:
        match = pattern.search(sentence.text)
        if match:
            return span_of(sentence, match)
    return None


def is_denied(rank: int) -> bool:
    """Whether a clause denies an effect, as opposed to leaving it open."""
    return rank in {NO_DIFFERENCE, DID_NOT, DOES_NOT}


def asserts(clause: Clause) -> bool:
    """Whether a clause states some effect or relation."""
    return bool(
        clause.change
        or clause.value
        or wording.CAUSAL.search(clause.text)
        or wording.ASSOCIATED.search(clause.text)
    )


PAST = re.compile(
    r"(?<![\w-])(?:was|were|did|had|fell|rose|(?!generali[sz]ed|advanced|impaired|untreated|so-called)\w{3,}ed(?!-)|led|cut|grew|went|found|saw(?! palmetto)|made|gave|took|brought|kept|got|came|felt|slept|lost|won|ran|"
    r"held|left|shrank|began|ate|drank|spent|became|caught|paid|told|stood|wrote|thought|bought|knew|met|sent|drove|broke|fed|"
    r"sat|wore|woke|withdrew|drew|crept|flew|fought|forgot|hid|rode|sought|sold|stuck|swam|taught|threw|won|sank|dealt|bled|"
    r"cost|died|tried)\b",
    re.I,
)


PRESENT = re.compile(
    r"\b(?:relieves|repairs|restores|reduces|lowers|raises|improves|increases|decreases|boosts|prevents|protects|cuts|slows|stops|"
    r"causes|makes|gives|keeps|builds|eases|calms|soothes|strengthens|enhances|supports|promotes|helps|cures|treats|heals|reverses|"
    r"shortens|lengthens|extends|triggers|damages|harms|kills|blocks|clears|burns|melts|lifts|sharpens|fights|speeds|works)\b",
    re.I,
)
"""Verbs that say in the present that one thing acts on another."""


@lru_cache(maxsize=4096)
def is_general(text: str) -> bool:
    """Whether a sentence speaks in general rather than of what happened in one study.

    What follows a verb in the present is its object: "relieves tired eyes" tells of no past.
    """
    if wording.REPORT.search(text):
        return False
    past, present = PAST.search(text), PRESENT.search(text)
    return not past or bool(present and present.start() < past.start())
