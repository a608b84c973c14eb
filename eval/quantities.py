"""Numbers with their units, as the graders read them.

Mass is carried to milligrams (2 g is 2,000 mg), percent and time stay as written: six weeks are
not 42 days. Digits inside names (omega-3, B12, GAD-7, Mg2+) are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from eval.text import CACHED

MASS = {
    "kg": 1e6, "g": 1e3, "gram": 1e3, "grams": 1e3, "mg": 1.0, "milligram": 1.0,
    "milligrams": 1.0, "mcg": 1e-3, "µg": 1e-3, "μg": 1e-3, "ug": 1e-3, "microgram": 1e-3,
    "micrograms": 1e-3, "ng": 1e-6,
}  # fmt: skip
OTHER = {
    "iu": "IU", "%": "%", "percent": "%", "per cent": "%", "mmol": "mmol", "ml": "ml",
    "hour": "hour", "hours": "hour", "minute": "minute", "minutes": "minute", "day": "day",
    "days": "day", "night": "night", "nights": "night", "week": "week", "weeks": "week",
    "month": "month", "months": "month", "year": "year", "years": "year",
}  # fmt: skip
WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
COUNTED = r"(?:randomi[sz]ed |pooled |placebo-controlled |human |small |good |other )*(?:trials?|studies|reviews?|people|patients|women|men|adults|volunteers|cases|weeks?|days?|months?|years?|documents?)"
UNIT = "|".join(sorted([*MASS, *OTHER], key=len, reverse=True))
NUMBER = r"(?<![\w.,])(?<![A-Za-z]-)(?<![A-Za-z]/)(?P<number>(?:(?<![\w)\d])[-+](?=[\d.]))?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)(?<=\d)(?![A-Za-z\d+]|[.,]\d)"
QUANTITY = re.compile(rf"{NUMBER}(?:[ \u00a0-]?(?P<unit>{UNIT})(?![A-Za-z]))?", re.I)
AGES = re.compile(r"(?<=\baged )(\d+)(?: ?- ?| to | and )(\d+)(?!\.?\d|%| years?)")
"""Ages are years, said or not."""
AGE = re.compile(r"(?<=\baged )(\d+)(?= (?:or|and) (?:older|over|more|above)|\+)")
UNIT_AFTER_RANGE = re.compile(
    rf"^\s*(?:to|and|or|-|–)\s*[\d.,]+[ \u00a0-]?(?P<unit>{UNIT})(?![A-Za-z])", re.I
)
NUMBER_WORD = re.compile(rf"\b(?P<word>{'|'.join(WORDS)})[ -](?={COUNTED}\b)", re.I)


@dataclass(frozen=True)
class Quantity:
    """A number, in its unit (mass in mg), and how it was written."""

    value: float
    unit: str | None
    written: str

    def matches(self, other: Quantity) -> bool:
        """Whether `other` (from a source) bears this out.

        The unit must be the same. A minus sign of the source may become words ("0.31 shorter"),
        never a plus sign, and no sign may be added.
        """
        same = abs(self.value - other.value) < 1e-9 * max(1.0, abs(self.value))
        unsigned = (
            "+" not in self.written and self.value >= 0 and abs(self.value + other.value) < 1e-9
        )
        return (same or unsigned) and self.unit == other.unit


def _quantity(number: str, unit: str | None, written: str) -> Quantity:
    value = float(number.replace(",", ""))
    unit = unit.lower() if unit else None
    if unit in MASS:
        return Quantity(value * MASS[unit], "mg", written)
    return Quantity(value, OTHER[unit] if unit else None, written)


@lru_cache(maxsize=CACHED)
def quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities of a text; "50 to 70 mg" gives both with their unit."""
    text = text.replace("−", "-").replace("–", "-")
    text = AGES.sub(r"\1 to \2 years", text)
    text = AGE.sub(r"\1 years", text)
    found: list[Quantity] = []
    for match in QUANTITY.finditer(text):
        unit = match["unit"]
        if unit is None and (after := UNIT_AFTER_RANGE.match(text[match.end() :])):
            unit = after["unit"]
        found.append(_quantity(match["number"], unit, match.group().strip()))
    for match in NUMBER_WORD.finditer(text):
        found.append(Quantity(float(WORDS[match["word"].lower()]), None, match["word"]))
    return tuple(found)


def unsupported(wanted: Iterable[Quantity], held: Iterable[Quantity]) -> list[Quantity]:
    """The quantities that no other one bears out."""
    pool = list(held)
    return [quantity for quantity in wanted if not any(quantity.matches(h) for h in pool)]


# --- whose amount ----------------------------------------------------------------------------

ELEMENT = "magnesium|calcium|zinc|iron|potassium|selenium"
SALT = r"(?:L-|acetyl[ -])?(?:threonate|chloride|citrate|oxide|lactate|sulfate|glycinate|bisglycinate|aspartate|malate|taurate|carbonate|gluconate|hydroxide|picolinate|acetate)"
AMOUNT_OF = re.compile(
    rf"(?P<number>\d[\d,]*(?:\.\d+)?)[ \u00a0](?P<unit>k?g|mg|mcg|micrograms|grams?)(?: \w+){{0,2}}? "
    rf"(?:of|as) (?:elemental )?(?P<element>{ELEMENT})(?P<salt> {SALT})?",
    re.I,
)


@dataclass(frozen=True)
class Amount:
    """So much of an element, or of a compound of it."""

    milligrams: float
    element: str
    of_compound: bool
    written: str


@lru_cache(maxsize=CACHED)
def amounts(text: str) -> tuple[Amount, ...]:
    """All "N mg of magnesium" and "N mg of magnesium citrate" of a text."""
    return tuple(
        Amount(
            float(found["number"].replace(",", "")) * MASS[found["unit"].lower()],
            found["element"].lower(), found["salt"] is not None, found.group(),
        )
        for found in AMOUNT_OF.finditer(text)
    )  # fmt: skip


def confused(wanted: Iterable[Amount], held: Iterable[Amount]) -> list[Amount]:
    """Amounts said of the element that the sources give of a compound alone, or the reverse."""
    pool = list(held)
    wrong = []
    for amount in wanted:
        same = [
            h for h in pool if h.element == amount.element and h.milligrams == amount.milligrams
        ]
        if same and all(h.of_compound != amount.of_compound for h in same):
            wrong.append(amount)
    return wrong
