"""The ways in which something is taken or comes, as people and documents speak of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.schema import Way

ENDINGS = r"(?:s|es|ed|ing|ly|ion|ions|ation|al)?"
"""How the beginnings of words that documents use for a way may go on."""
NOT_MEANT = re.compile(
    r"\b(?:with|without|before|after|between|at|on) (?:(?:my|a|some|any|an empty) )?(?:food|meals?|milk|breakfast|lunch|dinner|stomach)\b|"
    r"\b(?:worth|give (?:it|them|this|that)) a shot\b",
    re.I,
)
"""A meal beside which something is taken is no food in its place, and a shot that is worth it no injection."""


@lru_cache(maxsize=512)
def pattern_of(way: Way) -> re.Pattern[str]:
    """What a text has that speaks of a way."""
    return re.compile(rf"\b(?:{'|'.join((told(way.words), typed(way.lay)))})\b", re.I)


def told(words: Sequence[str]) -> str:
    """The words of documents, in any ending."""
    return "|".join(f"{re.escape(word)}{ENDINGS}" for word in words)


def typed(phrases: Sequence[str]) -> str:
    """The words of people, as they stand or in the plural; without any, what no text has."""
    return "|".join(f"{re.escape(phrase)}s?" for phrase in phrases) or r"(?!)"


def find_ways(ways: Sequence[Way], text: str) -> list[Way]:
    """The ways of which a text speaks, in its order."""
    rest = NOT_MEANT.sub(lambda match: " " * len(match.group()), text)
    found = [(match.start(), way) for way in ways if (match := pattern_of(way).search(rest))]
    return [way for _, way in sorted(found, key=lambda pair: pair[0])]


def in_written_words(ways: Sequence[Way], text: str) -> str:
    """A question in the words of documents: "jab" becomes "injection"; a word that some of them use stays."""
    written = {word for way in ways for word in way.words}
    for way in ways:
        lay = [phrase for phrase in way.lay if phrase not in written]
        text = re.sub(rf"\b(?:{typed(lay)})\b", way.words[0], text, flags=re.I)
    return text
