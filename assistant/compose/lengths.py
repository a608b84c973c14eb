"""How long trials lasted, in the words of their designs."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.compose.parts import finding, study_label
from assistant.retrieve import TRIALS, Catalog
from assistant.schema import Abstract, Item
from assistant.weigh import SYNTHESES

IN_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4, "year": 365.25}
LENGTH = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)(?: ?(?:to|-|–) ?(?P<most>\d+(?:\.\d+)?))? (?P<unit>hour|day|week|month|year)s?\b"
)
FOR = re.compile(r"\b(?:for|over|followed for) (?:about |up to |a (?:median|mean) of )*")


def trials_lasting(
    catalog: Catalog, near: Sequence[str], groups: Collection[str]
) -> list[tuple[Abstract, str]]:
    """The trials of a substance alone whose design tells how long they lasted, the longest first.

    Where there is none, the reviews that tell it of the trials that they pool.
    """
    matches = list(catalog.standing(near, groups)) or list(catalog.standing(near))
    told = [
        (m.facts, length)
        for m in matches
        if m.facts.species == "human"
        and not m.facts.combination
        and (length := stated_length(m.facts))
    ]
    found = [pair for pair in told if pair[0].kind in TRIALS]
    found = found or [pair for pair in told if pair[0].kind in SYNTHESES]
    return sorted(found, key=lambda pair: -days(pair[1]))


def stated_length(facts: Abstract) -> str:
    """How long a study lasted in the words of its design, empty where that doesn't tell."""
    for text in (facts.duration or "", *FOR.split(facts.design)[1:]):
        match = LENGTH.match(text)
        if match and match.group() in facts.design:
            return match.group()
    return ""


def days(length: str) -> float:
    """A length in days, of a range its end."""
    match = LENGTH.match(length)
    if match is None:
        return 0.0
    return float(match["most"] or match["number"]) * IN_DAYS[match["unit"]]


def length_item(catalog: Catalog, facts: Abstract) -> Item:
    """Show a trial by its design sentence, which tells how long it lasted."""
    claim = finding(catalog, facts, facts.design, "limited")
    text = f"{study_label(facts)} {facts.design}"
    return Item(claims=(claim.model_copy(update={"text": text}),))
