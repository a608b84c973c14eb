"""What a sentence says, as far as words show it: amounts, strength, hedges, negation, model, people.

Pure functions over text; nothing here knows a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

NUMBER = re.compile(
    r"(?<![\w.,])(?<![A-Za-z]-)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?"
    r"(?=(mg|mcg|µg|μg|g|kg|ml|iu|h)?(?![\w]))",
    re.I,
)
UNITS = {
    "mg": ("mg", "milligram", "milligrams"),
    "g": ("g", "gram", "grams"),
    "mcg": ("mcg", "µg", "μg", "microgram", "micrograms"),
    "kg": ("kg", "kilogram", "kilograms"),
    "ml": ("ml", "millilitre", "millilitres"),
    "mmol": ("mmol",),
    "iu": ("iu", "units"),
    "%": ("%", "percent", "per cent"),
    "mmhg": ("mmhg",),
    "minutes": ("minute", "minutes", "min"),
    "hours": ("hour", "hours", "h"),
    "days": ("day", "days"),
    "weeks": ("week", "weeks"),
    "months": ("month", "months"),
    "years": ("year", "years"),
    "trials": ("trial", "trials", "study", "studies"),
    "people": (
        "people", "adults", "adult", "participants", "patients", "men", "women", "children", "volunteers",
        "subjects", "persons", "users", "infants", "cases", "completers", "boys", "girls", "students",
    ),
}  # fmt: skip
UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words}
AFTER_NUMBER = re.compile(r"-?\s?(%|[A-Za-zµμ%]+)")
LOOK_AHEAD = 4
"""Words after a number among which its unit is looked for ("44 older Chinese adults")."""

MODEL = re.compile(
    r"\b(rats?|mice|mouse|animals?|rodents?|dogs?|pigs?|rabbits?|hamsters?|cells?|cultur\w+|dish|in vitro|"
    r"stem[- ]cell\w*|follicles in culture|test tube|microsomes?)\b",
    re.I,
)
STATED = re.compile(
    r"\b(causes|prevents?|improves?|reduces?|lowers?|raises?|increases?|decreases?|cures?|treats?|heals?|"
    r"boosts?|enhances?|relieves?|restores?|reverses?|protects?|stops?|regrows?|works|leads? to|"
    r"results? in|(is|are) (effective|due to)|makes?)\b",
    re.I,
)
REPORTED = re.compile(
    r"\b(caused|prevented|improved|reduced|lowered|raised|increased|decreased|cured|treated|healed|"
    r"boosted|enhanced|relieved|restored|reversed|protected|stopped|regrew|led to|resulted in|made)\b",
    re.I,
)
HEDGE = re.compile(
    r"\b(may|might|could|possibl[ey]|perhaps|suggest\w*|appear\w*|seem\w*|likely|whether|would|hypothesi\w*|"
    r"promising|potential\w*|associated|linked|correlat\w*)\b",
    re.I,
)
NEGATION = re.compile(r"\b(not|no|nor|never|neither|without|none|nothing|n't)\b|n't\b", re.I)


class Quantity(NamedTuple):
    """A number of a text and the unit that follows it, if one does."""

    value: float
    unit: str | None


def quantities(text: str) -> list[Quantity]:
    """Find the numbers of a text with their units; digits inside names (B12, omega-3) are none."""
    found = []
    for match in NUMBER.finditer(text):
        value = float(match.group().replace(",", ""))
        found.append(Quantity(value, unit_after(text[match.end() :])))
    return found


def unit_after(rest: str) -> str | None:
    """The unit within the next words, before any other number or mark."""
    for _ in range(LOOK_AHEAD):
        match = AFTER_NUMBER.match(rest)
        if not match:
            return None
        word = match.group(1).lower()
        if word in UNIT_OF:
            return UNIT_OF[word]
        if word in {"and", "to", "or", "v", "versus", "of"}:
            return None
        rest = rest[match.end() :]
    return None


def is_quantity_in(quantity: Quantity, others: Iterable[Quantity]) -> bool:
    """Whether one of the others has the value, and no other unit than this one."""
    for other in others:
        if abs(other.value - quantity.value) < 1e-9 and (
            quantity.unit is None or other.unit in {None, quantity.unit}
        ):
            return True
    return False


def general_strength(text: str) -> int:
    """How strongly a sentence states an effect in general: 3 stated, 2 hedged, 0 not at all."""
    if not STATED.search(text):
        return 0
    return 2 if HEDGE.search(text) else 3


def report_strength(text: str) -> int:
    """How strongly a sentence reports a past effect: 3 reported, 2 hedged, 0 not at all."""
    if not REPORTED.search(text):
        return 0
    return 2 if HEDGE.search(text) else 3


def is_negated(text: str) -> bool:
    """Whether a sentence denies something."""
    return bool(NEGATION.search(text))
