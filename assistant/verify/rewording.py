"""Whether a sentence says the same as its passage in other words: proof, not likeness.

Words of a passage can be lost in many ways that make it say more: a group of people, a companion, a
comparison, a "but". So both are brought into one wording, and must then agree word for word. Only
statistics in brackets and the set-up of a trial may go, and only settings may move.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.verify.synonyms import abbreviations, in_one_wording

TOKEN = re.compile(
    r"(?<![\w)])[-+−–](?=\.?\d)|(?<!\d)\.\d+|\d+(?:[.,]\d+)*|[^\W\d_]+(?:_[^\W\d_]+)*|[<>=≤≥±%]"
)
"""A word, a number, the sign before one, a sign of comparison."""
MINUS = str.maketrans("−–", "--")
BRACKETS = re.compile(r"\s*\(([^()]*)\)")
LAST_BRACKET = re.compile(r"\s*\([^()]*\)$")
CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
"""What brackets hold that give an abbreviation and nothing else."""
STATISTICS = re.compile(
    r"(?:\s|[,;:%<>=≤≥±–−-]|\d[\d.,]*|\.\d+|p|ci|i2|[a-z]+ ratio|ratio|mean|difference|relative|odds|hazard|risk|"
    r"smd|hr|or|rr|confidence|interval|standardised|cohen's d|to|both)+",
    re.I,
)
"""What brackets hold that give an interval, a p-value or an estimate and nothing else."""
P_VALUE = re.compile(r"(?<=[,;] )p ?[<>=≤≥] ?\.?\d[\d.]*")
TELLS_STATISTICS = re.compile(r"\bp ?[<>=≤≥]|\bCI\b|\bratio\b|\bdifference\b|\binterval\b", re.I)
SET_UP = re.compile(
    r"(?<![-\w])(?:randomised|double-blind|placebo-controlled|single-blind)\b,?"
    r"(?=[,\s]+(?:[\w-]+[,\s]+){0,5}?(?:trials?|stud(?:y|ies)|crossover)\b)",
    re.I,
)
LIMITS = re.compile(
    r"\b(?:no|not|nor|any|none|without|only|never|few|first|largest)\b[^,;.]{0,40}$|\b\d+ $", re.I
)
"""Before the set-up of a trial: "no randomised trial" is not "no trial", nor "5 randomised trials" all of 5."""
OPENING = re.compile(r"((?:in|among|after|at|over|during|of|for)\b[^,;()]*),\s+", re.I)
TIME = re.compile(
    r"\b(?:over|for|during|after|within) (?:about )?\d+ (?:days?|weeks?|months?|years?)\b(?! (?:before|after|of))"
    r"|\bat (?:(?:day|week|month|year) \d+|\d+ (?:days|weeks|months|years))\b"
)
BETWEEN = re.compile(r"\bbetween\b[^,;]*? and\b")
VERB = r"(?:was|did|had|rose|fell|is|are|could|would|showed|improved|gave|took|held|met|changed|differed|\w+ed)"
SEVERAL = re.compile(
    rf"[;:]|\b(?:while|whereas|although|against in)\b|\b{VERB}\b.*\b(?:and|but|or)\b.*\b{VERB}\b"
    rf"|\bbut\b|\b(?:and|or) not\b|,.*\b(?:and|or)\b|,\s+(?:which|with|without)\b"
)
"""Signs of more than one clause: a phrase put last would seem to belong to the last one alone."""
SIGNS = frozenset(" .,;:()'\"’‘“”-–%")
"""Signs that a sentence may hold whatever its passage holds."""


class Word(NamedTuple):
    """A word of a passage, and how many words from it on may be left out together, if any may."""

    text: str
    optional: int | None = None


def departure(text: str, source: str) -> str | None:
    """Say in words how a sentence departs from its passage beyond what is allowed, or None."""
    if text == source:
        return None
    for short, name in abbreviations(source).items():
        source = source.replace(f"{name} ({short})", short)
        text = text.replace(f"{name} ({short})", short).replace(name, short)
    meant = in_one_wording(source)
    said = in_one_wording(text)
    strange = {sign for sign in said if not sign.isalnum()} - SIGNS - set(source)
    if strange:
        return f"it holds a sign that the passage does not hold: {min(strange)!r}"
    faults = [
        mismatch([word.text for word in words(mine)], words(theirs))
        for theirs in orders(meant)
        for mine in orders(said)
    ]
    return None if None in faults else faults[0]


def words(text: str) -> list[Word]:
    """The words, numbers and signs of a text in their order."""
    found = list(TOKEN.finditer(text))
    ends = {}
    for start, end in optional_spans(text):
        inside = [i for i, match in enumerate(found) if start <= match.start() < end]
        if inside:
            ends[inside[0]] = inside[-1] + 1 - inside[0]
    return [
        Word(match.group().lower().translate(MINUS), ends.get(i)) for i, match in enumerate(found)
    ]


def optional_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where a text holds statistics or an abbreviation in brackets, or the set-up of a trial."""
    for match in BRACKETS.finditer(text):
        inside = match.group(1)
        numbers_only = STATISTICS.fullmatch(inside) and TELLS_STATISTICS.search(inside)
        if numbers_only or CODE.fullmatch(inside):
            yield match.span()
        yield from (part.span() for part in P_VALUE.finditer(text, *match.span()))
    yield from (m.span() for m in SET_UP.finditer(text) if not LIMITS.search(text[: m.start()]))


def orders(text: str) -> Iterator[str]:
    """A sentence in the orders that say the same: as it is, its opening last, its time last."""
    yield text
    opening = OPENING.match(text)
    if opening:
        rest = text[opening.end() :].rstrip(". ")
        if not SEVERAL.search(BETWEEN.sub("", BRACKETS.sub("", rest))):
            bracket = LAST_BRACKET.search(rest)
            places = {len(rest), bracket.start() if bracket else len(rest)}
            for place in sorted(places):
                moved = f"{rest[:place]} {opening.group(1)}{rest[place:]}"
                yield moved
                yield from time_last(moved)
    if not SEVERAL.search(BETWEEN.sub("", BRACKETS.sub("", text))):
        yield from time_last(text)


def time_last(text: str) -> Iterator[str]:
    """The same with its one statement of time at the end."""
    times = list(TIME.finditer(text))
    if len(times) == 1 and times[0].end() < len(text.rstrip(". ")):
        start, end = times[0].span()
        yield f"{text[:start]}{text[end:]}".rstrip(". ") + f" {times[0].group()}"


def mismatch(wanted: Sequence[str], source: Sequence[Word]) -> str | None:
    """Walk both side by side; None where the wanted words are the source's without optional ones."""
    for place, word in enumerate(source):
        if word.optional and not mismatch(wanted[place:], source[place + word.optional :]):
            return None
        if place >= len(wanted) or wanted[place] != word.text:
            if place < len(wanted) and all(w.text != wanted[place] for w in source):
                return f"“{wanted[place]}” is not said there"
            return f"it leaves out or moves “{word.text}”"
    if len(wanted) > len(source):
        return f"“{wanted[len(source)]}” is not said there, or not at this place"
    return None
