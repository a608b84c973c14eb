"""A text as clauses, each with what it says slot by slot, so that two clauses can be compared.

Offsets count characters of the whole text. A sentence keeps its clauses together, since the people
of a study are named in one of them and its result in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from assistant.chunk import sentence_spans
from assistant.verify import wording
from assistant.verify.amounts import Amount, find_amounts, implied_amounts
from assistant.verify.topics import Topic, find_topics

CLAUSE = re.compile(
    r"[;:]\s+|,?\s+(?=(?:but|whereas|while|although|though|however|yet|unlike|despite)\b)"
    r"|,\s+(?=(?:and|so|or) (?:\w+ ){0,4}?(?:is|are|was|were|did|does|do|has|have|had|may|might|could|can|none|no|not)\b)"
    r"|,\s+(?=(?:none|not|no)\b)",
    re.I,
)
SHORT = 12
"""A clause of fewer characters stays with the one before it."""


class Span(NamedTuple):
    """A stretch of a text."""

    start: int
    end: int


class Clause(NamedTuple):
    """One clause: its place, its words of content, and which way it points."""

    start: int
    end: int
    text: str
    topics: tuple[Topic, ...]
    change: int
    """Up (1), down (-1), or neither or both (0)."""
    value: int
    """For the better (1), for the worse (-1), or neither or both (0)."""
    denial: int
    """Rank of what it denies: 0 nothing, 1 not known, 2 no difference, 3 did not, 4 does not."""


class Sentence(NamedTuple):
    """One sentence with its clauses and amounts."""

    start: int
    end: int
    text: str
    clauses: tuple[Clause, ...]
    amounts: tuple[Amount, ...]
    implied: tuple[Amount, ...]

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The words of content of all clauses."""
        return tuple(topic for clause in self.clauses for topic in clause.topics)


NOTHING, NOT_KNOWN, NO_DIFFERENCE, DID_NOT, DOES_NOT = range(5)
DEGREE = re.compile(
    r"\b(?:more|less|further|better|longer)\s+(?:with|on|in|after|than|from|over|among|for)\b", re.I
)
COMPARED = re.compile(r"\b(?:more|less) (?:\w+ )?than \d|\bat (?:least|most)\b|\bup to\b|\bor more\b", re.I)


@lru_cache(maxsize=512)
def read_text(text: str) -> tuple[Sentence, ...]:
    """Read the sentences of a text."""
    return tuple(
        read_sentence(text, span.start, span.end)
        for span in sentence_spans(text)
        if any(c.isalpha() for c in text[span.start : span.end])
    )


def read_sentence(text: str, start: int, end: int) -> Sentence:
    """Read one sentence of a text."""
    body = text[start:end]
    clauses = tuple(read_clause(text, start + s, start + e) for s, e in clause_spans(body))
    moved = [a._replace(start=a.start + start, end=a.end + start) for a in find_amounts(body)]
    implied = [a._replace(start=a.start + start, end=a.end + start) for a in implied_amounts(body)]
    return Sentence(start, end, body, clauses, tuple(moved), tuple(implied))


def clause_spans(sentence: str) -> list[tuple[int, int]]:
    """Cut a sentence where one statement ends and another begins."""
    cuts = [0]
    for match in CLAUSE.finditer(sentence):
        if match.end() - cuts[-1] >= SHORT and len(sentence) - match.end() >= SHORT:
            cuts.append(match.end())
    return list(zip(cuts, [*cuts[1:], len(sentence)], strict=True))


def read_clause(text: str, start: int, end: int) -> Clause:
    """Read one clause."""
    body = text[start:end]
    topics = tuple(t._replace(start=t.start + start, end=t.end + start) for t in find_topics(body))
    change, value = find_direction(body)
    return Clause(start, end, body, topics, change, value, find_denial(body))


def find_direction(clause: str) -> tuple[int, int]:
    """Which way a clause points: up or down, and for the better or the worse.

    "Pain fell" is both down and for the better; "more" of a comparison of two changes is neither.
    """
    plain = COMPARED.sub(" ", DEGREE.sub(" ", clause))
    change = one_way(wording.UP.search(plain), wording.DOWN.search(plain))
    value = one_way(wording.GOOD.search(plain), wording.BAD.search(plain))
    burden = wording.BURDENS.search(plain)
    if change and not value and burden:
        value = -change
    return change, value


def one_way(plus: object, minus: object) -> int:
    """1 where only the first was found, -1 where only the second, else 0."""
    return int(bool(plus)) - int(bool(minus))


def find_denial(clause: str) -> int:
    """Rank what a clause denies; the words that only seem to deny are set aside first."""
    plain = wording.NOT_A_DENIAL.sub(" ", clause)
    if wording.UNCLEAR.search(plain):
        return NOT_KNOWN
    if wording.FLAT_NULL.search(plain):
        return DOES_NOT
    if wording.SOFT_NULL.search(plain):
        return NO_DIFFERENCE
    if wording.PAST_NULL.search(plain):
        return DID_NOT
    return NOTHING


def stems(topics: Iterable[Topic]) -> frozenset[str]:
    """The stems of some words of content."""
    return frozenset(topic.stem for topic in topics)
