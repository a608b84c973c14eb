"""What askers tell of themselves, and how documents speak of such people and of their opposites."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from assistant.load import load_yaml

MARKER = (
    r"(?:b12|b-12|iron|ferritin|vitamin d|zinc|magnesium|folate|selenium|levels?|bloods?|tests?)"
)
NEVER = re.compile(r"(?!)")
"""Found nowhere."""


class Trait(NamedTuple):
    """One thing that sets some people apart."""

    name: str
    asks: re.Pattern[str]
    """How a question tells it of whoever it is for."""
    unless: re.Pattern[str]
    """What in a question denies that."""
    says: re.Pattern[str]
    """How a document names such people."""
    others: re.Pattern[str]
    """How it names people of whom the opposite holds."""


@cache
def traits() -> tuple[Trait, ...]:
    """Read the traits, which are data."""
    rows = load_yaml((files("assistant.compose") / "traits.yaml").read_text("utf-8"))

    def compiled(patterns: Iterable[str]) -> re.Pattern[str]:
        joined = "|".join(patterns).replace("{marker}", MARKER)
        return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.I) if joined else NEVER

    return tuple(
        Trait(
            row["name"],
            *(compiled(row.get(part, ())) for part in ("asks", "unless", "says", "others")),
        )
        for row in rows
    )


def traits_of(text: str) -> list[Trait]:
    """The traits that a question tells of."""
    return [t for t in traits() if t.asks.search(text) and not t.unless.search(text)]


# --- figures ---------------------------------------------------------------------------------

FIGURE = r"(\d+(?:[.,]\d+)?)"
OWN_VALUE = re.compile(
    rf"\b([a-z][a-z0-9-]{{2,}})(?: level| count)?(?: (?:of|is|was|at|came back|about|around|only)|:| =)* {FIGURE}(?!\w| ?(?:mg|mcg|g|iu|grams?|years?|days?|weeks?|times|months?)\b)",
    re.I,
)
"""A marker and the asker's value of it: "ferritin 70", "my TSH was 6"."""
UP = ("above", "over", "more than", "at least", "or above", "or more", "or higher")
DOWN = ("below", "under", "less than", "at most", "or below", "or less", "or lower")
BEFORE_LIMIT = "|".join(word for word in (*UP, *DOWN) if not word.startswith("or "))
AFTER_LIMIT = "|".join(word for word in (*UP, *DOWN) if word.startswith("or "))
UNIT = r"(?: [a-z%]+/?[a-z]*)?"


def meets_value(text: str, question: str) -> bool | None:
    """Whether the asker's own value of a marker is one of which a sentence speaks; None where it sets no limit."""
    for name, value in OWN_VALUE.findall(question):
        limit = rf"\b{re.escape(name)}\b[^.;\d]{{0,12}}?(?:\b({BEFORE_LIMIT}) )?{FIGURE}{UNIT}(?: ({AFTER_LIMIT}))?"
        for before, figure, after in re.findall(limit, text, re.I):
            word = (before or after).lower()
            own, bound = float(value.replace(",", ".")), float(figure.replace(",", "."))
            if word in UP:
                return own >= bound
            if word in DOWN:
                return own <= bound
    return None
