"""Amounts of what is taken, as questions and documents write them."""

from __future__ import annotations

import re

AMOUNT = re.compile(
    r"(?P<low>\d[\d,.]*)(?:(?: (?:to|and|or) |[-–])(?P<high>\d[\d,.]*))? ?"
    r"(?P<unit>mg|milligrams?|mcg|micrograms?|µg|μg|g|grams?|IU)\b(?!/(?:d?L|min|kg)\b)",
    re.I,
)
A_DAY = re.compile(r"\b(a|per|each|every) day\b|/ ?day\b|\bdaily\b", re.I)
IN_MILLIGRAMS = {"mg": 1.0, "mil": 1.0, "mcg": 0.001, "mic": 0.001, "µg": 0.001, "μg": 0.001, "g": 1000.0, "gra": 1000.0}  # fmt: skip
"""By the first three letters; the sign for a millionth is written in two ways that look the same."""

FAR = 2
"""Times an amount from which another is no longer near it."""


def amounts_in(text: str) -> list[tuple[float, str]]:
    """The amounts that a text gives, in milligrams ("mg") or in international units ("iu")."""
    found = []
    for match in AMOUNT.finditer(text):
        unit = match["unit"].lower()[:3]
        for number in (match["low"], match["high"]):
            value = number.replace(",", "").strip(".") if number else ""
            if re.fullmatch(r"\d+(\.\d+)?", value):
                is_units = unit == "iu"
                factor = 1.0 if is_units else IN_MILLIGRAMS[unit]
                found.append((float(value) * factor, "iu" if is_units else "mg"))
    return found


def is_above(text: str, asked: list[tuple[float, str]]) -> bool:
    """Whether a sentence is only on amounts far greater than those of a question, so that it says nothing of them."""
    units = {unit for _, unit in asked}
    given = [(value, unit) for value, unit in amounts_in(text) if unit in units]
    return bool(given) and all(
        value > FAR * max(most for most, u in asked if u == unit) for value, unit in given
    )
