"""The words by which people ask: what they want to know, for whom, and idioms that mean neither.

They are data (`words/*.yaml`), one file a language, with the pattern shorthands of `assistant.triage.rules`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, get_args

from assistant.load import load_yaml
from assistant.schema import Intent, Population
from assistant.triage.rules import expand

FOLDER = files("assistant.understand") / "words"


class Cues(NamedTuple):
    """The cues of one language, over a plain text (accents, case and apostrophes folded)."""

    intents: dict[Intent, re.Pattern[str]]
    populations: dict[Population, re.Pattern[str]]
    not_meant: re.Pattern[str] | None
    """People whom a text names and who take nothing themselves, or whom it denies."""
    idioms: tuple[str, ...]


@cache
def cues(language: str) -> Cues:
    """Read the cues of one language."""
    read: dict[str, Any] = load_yaml((FOLDER / f"{language}.yaml").read_text("utf-8"))
    classes = {name: f"(?:{'|'.join(words)})" for name, words in read.get("words", {}).items()}

    def compiled(patterns: list[str]) -> re.Pattern[str]:
        return re.compile(expand("|".join(patterns), classes))

    denied = read.get("not_meant", [])
    return Cues(
        {name: compiled(read["intents"][name]) for name in get_args(Intent) if name in read["intents"]},
        {name: compiled(patterns) for name, patterns in read["populations"].items()},
        compiled(denied) if denied else None,
        tuple(read.get("idioms", ())),
    )  # fmt: skip


IDIOMS = cues("en").idioms
"""Phrases that hold the word of an outcome and mean another thing."""
POPULATIONS: dict[Population, str] = {
    name: pattern.pattern for name, pattern in cues("en").populations.items()
}
"""Cues in English of the people (or animals) whom a plain text speaks of."""


def find_intents(text: str, language: str = "en") -> tuple[Intent, ...]:
    """The intents whose cues a plain text holds, in the order of the schema."""
    found = {
        name
        for of in dict.fromkeys((language, "en"))
        for name, pattern in cues(of).intents.items()
        if pattern.search(text)
    }
    return tuple(name for name in get_args(Intent) if name in found)


def find_populations(text: str, language: str = "en") -> tuple[Population, ...]:
    """The people whom a plain text speaks of."""
    return tuple(dict.fromkeys(name for name, _ in find_people(text, language)))


def find_people(text: str, language: str = "en") -> list[tuple[Population, re.Match[str]]]:
    """The people whom a plain text speaks of, and where; in English and in another language."""
    found: list[tuple[Population, re.Match[str]]] = []
    for of in dict.fromkeys((language, "en")):
        known = cues(of)
        rest = text
        if known.not_meant:
            rest = known.not_meant.sub(lambda match: " " * len(match.group()), text)
        for name, pattern in known.populations.items():
            found += [(name, match) for match in pattern.finditer(rest)]
    order = get_args(Population)
    return sorted(found, key=lambda pair: order.index(pair[0]))
