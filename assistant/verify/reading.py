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
from assistant.verify import denying, studied, wording
from assistant.verify.agreeing import implied_amounts
from assistant.verify.amounts import Amount, find_amounts
from assistant.verify.clauses import SETTING, clause_spans
from assistant.verify.pointing import find_direction, points_both_ways
from assistant.verify.significance import is_null_by_figures
from assistant.verify.topics import Topic, find_topics

TAKEN_BACK = re.compile(
    r"\W*which (?:was|were|is) not (?:statistically )?significant|\W*(?:not|n['’]t) (?:statistically )?significant",
    re.I,
)
"""What makes the result before it a null."""
LIKE_BEFORE = re.compile(
    r"\bno such (?:difference|effect|change|link|association|benefit)\b"
    r"|^\W*(?:an?|the) (?:[\w-]+ ){0,2}(?:finding|result|effect|difference|benefit|gain) (?:that|which)\b",
    re.I,
)
"""What a clause says of the result that the clause before it names."""


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
    core: tuple[Topic, ...]
    """The topics of its result, without who was studied, for how long and against what."""
    is_mixed: bool
    """Whether it says one thing of one part and another of the rest."""
    denial: int
    """Rank of what it denies: 0 nothing, 1 not known, 2 no difference, 3 did not, 4 does not."""
    is_elliptic: bool = False
    """Whether it leaves what changed to the clause before ("..., and citrate did not")."""


class Sentence(NamedTuple):
    """One sentence with its clauses and amounts."""

    start: int
    end: int
    text: str
    clauses: tuple[Clause, ...]
    amounts: tuple[Amount, ...]
    implied: tuple[Amount, ...]
    topics: tuple[Topic, ...]
    """The words of content of all clauses."""


NOTHING, NOT_KNOWN, NO_DIFFERENCE, DID_NOT, DOES_NOT = range(5)


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
    clauses: list[Clause] = []
    for first, last in clause_spans(body):
        clause = read_clause(text, start + first, start + last)
        if clauses and TAKEN_BACK.match(clause.text):
            clauses[-1] = clauses[-1]._replace(denial=NO_DIFFERENCE)
        names_nothing = all(topic.is_substance for topic in clause.core)
        if clauses and (names_nothing or LIKE_BEFORE.search(clause.text)):
            # "..., and citrate did not": what did not change is named in the clause before.
            clause = clause._replace(core=clauses[-1].core, is_elliptic=True)
        clauses.append(clause)
    found = find_amounts(body)
    amounts = [a._replace(start=a.start + start, end=a.end + start) for a in found]
    implied = implied_amounts(body, found)
    return Sentence(
        start,
        end,
        body,
        tuple(clauses),
        tuple(amounts),
        tuple(a._replace(start=a.start + start, end=a.end + start) for a in implied),
        tuple(topic for clause in clauses for topic in clause.topics),
    )


def read_clause(text: str, start: int, end: int) -> Clause:
    """Read one clause."""
    body = text[start:end]
    topics = tuple(t._replace(start=t.start + start, end=t.end + start) for t in find_topics(body))
    kept = core_span(body)
    said = body[kept[0] :]
    change, value = (0, 0) if SET_UP.search(body) else find_direction(said)
    core = tuple(t for t in topics if kept[0] <= t.start - start < kept[1] and not t.is_substance)
    acts = ACTS_ON.search(body, kept[0], kept[1])
    if acts and any(t.is_substance and t.end - start <= acts.start() for t in topics):
        # "Whey before each meal lowered glucose": what is named before the verb was given.
        core = tuple(t for t in core if t.start - start >= acts.end()) or core
    mixed = bool(denying.MIXED.search(said) or ALIKE.search(said)) or (
        change == value == 0 and points_both_ways(said)
    )
    return Clause(start, end, body, topics, change, value, core or topics, mixed, find_denial(said))


SET_UP = re.compile(
    r"\b(?:was|were) (?:\w+ )?(?:randomi[sz]ed|assigned|allocated|recruited|enrolled)\b(?![^.;]*\b(?:than|versus|fell|rose|improved|differ\w*)\b)",
    re.I,
)
"""Who was put into a study; what came out is told elsewhere."""
ARMS = re.compile(
    r"(?<!associated )(?<!linked )(?<!correlated )(?<!compared )(?<!tied )(?<!along )\b(?:with|on|after|between|than|"
    r"compared|versus|v|over placebo|over (?:a median|\w+ (?:days|weeks|months|years))|for \d+|by \d[\d.,]*|within \d+|in (?:a |the )?(?:\d+ |\w+ )?"
    r"(?:people|adults|patients|men|women|children|trials?|stud(?:y|ies)|volunteers|participants))\b",
    re.I,
)


def core_span(clause: str) -> tuple[int, int]:
    """Where a clause names what changed: after its setting and before its arms."""
    start = 0
    while (setting := SETTING.match(clause[start:])) is not None:
        start += setting.end()
    told = min(
        (
            m.start()
            for m in (
                p.search(clause, start)
                for p in (
                    wording.UP,
                    wording.DOWN,
                    wording.GOOD,
                    wording.BAD,
                    wording.CAUSAL,
                    wording.ASSOCIATED,
                    TOLD,
                )
            )
            if m
        ),
        default=start,
    )
    arms = ARMS.search(clause, told + 1)
    return start, arms.start() if arms else len(clause)


ACTS_ON = re.compile(
    r"\b(?:lower|rais|reduc|increas|improv|decreas|boost|prevent|cut|slow|ease|reliev|shorten|lengthen|gave|give|help|rais|"
    r"enhanc|worsen|halv|doubl|strengthen|suppress|stimulat|accelerat|delay|restor|treat|protect)\w*\s+(?!with|in|on|by|after|and|than|from|more|less)",
    re.I,
)
"""A verb that has an object."""
ALIKE = re.compile(r"\balike\b|\b(?:in|with|on) both\b|\bboth (?:groups|arms)\b", re.I)
"""A change that two groups share, which is none between them."""
TOLD = re.compile(r"\b(?:did|was|were|is|are|do|does|had|has|have|changed?|differ(?:ed)?)\b", re.I)


@lru_cache(maxsize=4096)
def groups_in(text: str) -> frozenset[str]:
    """The groups of people that a text names."""
    return frozenset(name for name, pattern in studied.GROUPS.items() if pattern.search(text))


def find_denial(clause: str) -> int:
    """Rank what a clause denies; the words that only seem to deny are set aside first."""
    plain = denying.NOT_A_DENIAL.sub(" ", clause)
    if denying.UNCLEAR.search(plain):
        return NOT_KNOWN
    if denying.FLAT_NULL.search(plain):
        return DOES_NOT
    if denying.SOFT_NULL.search(plain):
        return NO_DIFFERENCE
    if denying.PAST_NULL.search(plain):
        return DID_NOT
    if denying.NO_DIFFERENCE_BETWEEN.search(plain) and find_direction(plain) == (0, 0):
        return NO_DIFFERENCE
    return NO_DIFFERENCE if is_null_by_figures(clause) else NOTHING


def stems(topics: Iterable[Topic]) -> frozenset[str]:
    """The stems of some words of content."""
    return frozenset(topic.stem for topic in topics)
