"""Where in a text a fact was read: offsets that hold, and the words around a sign."""

from __future__ import annotations

import re
from typing import TypeVar

from assistant.schema import DetectedFact

T = TypeVar("T")
U = TypeVar("U")
MAX_QUOTE = 300
END = re.compile(r"[.!?][\"'”’)]?(?=\s|$)|\n")
"""The end of a sentence, roughly: good enough to show a sign in its place."""


def lower(text: str) -> str:
    """Lower-case without changing the length, so that offsets hold."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def blank(pattern: re.Pattern[str], text: str) -> str:
    """Replace what matches by as many spaces."""
    return pattern.sub(lambda match: " " * len(match.group()), text)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or line around a sign, cut to what a reader takes in at a glance."""
    stops = [stop.end() for stop in END.finditer(text, max(0, start - MAX_QUOTE), start)]
    first = stops[-1] if stops else max(0, start - MAX_QUOTE)
    ending = END.search(text, max(end - 1, start))
    last = min(ending.end() if ending else len(text), start + MAX_QUOTE)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, max(last, end)


def read_fact(text: str, value: T, start: int, end: int, confidence: float) -> DetectedFact[T]:
    """A fact with the sentence around its sign."""
    first, last = sentence_around(text, start, end)
    return DetectedFact(
        value=value,
        quote=text[first:last],
        start=first,
        end=last,
        confidence=round(confidence, 2),
    )


def same_sign(fact: DetectedFact[T], value: U, confidence: float | None = None) -> DetectedFact[U]:
    """Another fact that rests on the same words."""
    sure = fact.confidence if confidence is None else round(confidence, 2)
    return DetectedFact(
        value=value,
        quote=fact.quote,
        start=fact.start,
        end=fact.end,
        confidence=sure,
        basis=fact.basis,
    )
