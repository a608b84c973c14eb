"""Which part of a message asks: people tell a story first, and the story names other things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.understand.phrases import Match

END = re.compile(
    r"[.!?…]+(?=\s|$)|\n+|\s[-–—]\s|,?\s+\b(?:so|but)\b\s+(?=\S+\s+\S+)",
    re.I,  # dashes that people type
)
"""Ends of clauses: sentence ends, dashes, and the words that turn from a story to its question."""
ASKS = re.compile(
    r"(and |but |so |or |ok(ay)? |please |pls )*(can|could|does|do|did|is|are|was|were|will|would|should|may|"
    r"how|what|which|why|when|who|any|has|have|am)\b",
    re.I,
)
"""How a question begins, for those who type no question mark."""
NOT = re.compile(
    r"\b(not|no|neither|nor|without|rather than|nothing to do with|(?:do|did|have|has|does)n['’]?t(?: have| got| get| suffer from| mean| want| need| (?:tell me|care|ask|worry) about)?)\s+((?!just\b|but\b|only\b)\w+\s+){0,2}$",
    re.I,
)
"""What stands right before a name that is ruled out, as in "not tiredness"."""
LACKS = re.compile(r"\b(?:no|not|never|isn['’]?t|without)\s+(?:any\s+|an?\s+)?$", re.I)
"""What stands right before something that a story denies, as in "ferritin is low but no anaemia"."""
HAS = re.compile(
    r"(?<!mess )(?<!messes )(?<!help )(?<!helps )(?<!deal )(?<!along )(?<!together )(?<!interfere )(?<!interferes )(?<!interact )(?<!interacts )\b(with|has|have|had|having|got|suffer\w* from|diagnosed with|living with)\s+(?:(?:a|an|my|his|her|bad|mild|severe|some|chronic|high|diagnosed)\s+)*$",
    re.I,
)
"""What stands before what somebody has."""
WANTS = re.compile(
    r"\b(?:wants?|would like|need|needs|looking for|hop(?:e|ing) for|after)\s+(?:to\s+)?(?:\w+\s+){0,2}$",
    re.I,
)
"""What stands before what somebody wishes for."""
EXCEPT = re.compile(
    r"\b(other than|apart from|except(?: for)?|besides|aside from)\s+(?:taking |using )?$", re.I
)
"""What stands right before a name that a question sets aside, as in "anything other than melatonin"."""
WHOM = re.compile(
    r"\b(people|persons?|patients?|adults|women|men|children|kids|those|anyone|someone|everyone|subjects|"
    r"volunteers|participants|smokers|athletes|diabetics)\s+"
    r"(with|suffering from|diagnosed with|who (have|had|has|suffer from|are recovering from))\s+(\S+\s+){0,3}$",
    re.I,
)
"""What stands right before a condition that tells whom a question is about."""


OF_EVIDENCE = frozenset({"certainty of evidence", "patient-relevant outcomes"})
"""Outcomes that say how something is known: "how good is the evidence?" asks about what came before."""


class Clause(NamedTuple):
    """A part of a message."""

    start: int
    end: int
    asks: bool
    """Whether it ends in a question mark or begins like a question."""


def split_clauses(text: str) -> list[Clause]:
    """Cut a message into clauses, in their order."""
    clauses = []
    start = 0
    for end in [*END.finditer(text), None]:
        stop = end.start() if end else len(text)
        if text[start:stop].strip():
            marked = bool(end and "?" in end.group())
            asks = marked or bool(ASKS.match(text[start:stop].strip()))
            clauses.append(Clause(start, end.end() if end and marked else stop, asks))
        start = end.end() if end else stop
    return clauses


def story_clauses(text: str) -> list[str]:
    """The clauses that ask nothing, each further cut at "and", since a story runs on."""
    told = [text[c.start : c.end] for c in split_clauses(text) if not c.asks]
    return [
        part.strip() for clause in told for part in re.split(r"\band\b|,", clause) if part.strip()
    ]


class Asked(NamedTuple):
    """What a message asks about."""

    outcomes: list[Match]
    """Outcomes of the clauses that ask or name a substance."""
    others: list[Match]
    """Outcomes of the story around them."""
    silent: list[str]
    """The clauses that ask or name a substance and hold no outcome."""


def find_asked(text: str, outcomes: Sequence[Match], substances: Sequence[Match]) -> Asked:
    """Part the outcomes that a message asks about from those of the story around the question.

    A question mark behind words that name no outcome ("would that help?") asks about all of them.
    What is ruled out ("not tiredness") and what tells whom the question is about ("in people with
    dementia") is kept only where nothing else is named.
    """
    wanted = [m for m in outcomes if not is_ruled_out(text, m)] or list(outcomes)
    wanted = [m for m in wanted if not tells_whom(text, m)] or wanted
    clauses = split_clauses(text)
    asking = [c for c in clauses if c.asks]
    aimed = [m for m in wanted if m.name not in OF_EVIDENCE]
    naming = [c for c in clauses if any(inside(m, c) for m in substances)]
    relevant = [c for c in clauses if c in asking or c in naming]
    silent = [text[c.start : c.end] for c in relevant if not any(inside(m, c) for m in outcomes)]
    found = [m for m in wanted if any(inside(m, c) for c in relevant)]
    if asking and aimed and not any(inside(m, c) for m in aimed for c in asking):
        found = aimed
    others = [m for m in outcomes if m not in found and not tells_whom(text, m)]
    return Asked(found, others, silent)


def is_ruled_out(text: str, match: Match) -> bool:
    """Whether a name stands behind "not" or its like."""
    return bool(NOT.search(text[: match.start]))


def is_denied(text: str, match: Match, substances: Sequence[Match]) -> bool:
    """Whether the story around a question says that something is not there: nothing is asked of it."""
    clause = next((c for c in split_clauses(text) if inside(match, c)), None)
    if clause is None or clause.asks or any(inside(m, clause) for m in substances):
        return False
    return bool(LACKS.search(text[: match.start]))


def is_had(text: str, match: Match) -> bool:
    """Whether a name stands for what somebody has, as in "she is 78 with type 2 diabetes"."""
    return bool(HAS.search(text[: match.start]))


def without_had(text: str, outcomes: Sequence[Match]) -> list[Match]:
    """Drop what somebody has where they say what they want: "I have asthma and want better sleep"."""
    if not any(WANTS.search(text[: m.start]) for m in outcomes):
        return list(outcomes)
    return [m for m in outcomes if not is_had(text, m)]


def is_excepted(text: str, match: Match) -> bool:
    """Whether a name is set aside: whatever is asked is not asked of it."""
    return bool(EXCEPT.search(text[: match.start]))


def tells_whom(text: str, match: Match) -> bool:
    """Whether a name says which people are meant rather than what may change in them."""
    return bool(WHOM.search(text[: match.start]))


def inside(match: Match, clause: Clause) -> bool:
    """Whether a name stands in a clause."""
    return clause.start <= match.start < clause.end
