"""Why a claim fails, and the amounts that it may state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from assistant.schema import Quote
from assistant.verify.text import Quantity, is_quantity_in, quantities


class Fault(NamedTuple):
    """The rule that a claim breaks, and how."""

    rule: str
    detail: str


def all_quantities(quotes: Iterable[Quote]) -> list[Quantity]:
    """The amounts of several quotes."""
    return [quantity for quote in quotes for quantity in quantities(quote.text)]


def amounts_fault(text: str, quotes: Iterable[Quote]) -> Fault | None:
    """Every amount of a text, with its unit, must stand in a quote."""
    quoted = all_quantities(quotes)
    missing = [q for q in quantities(text) if not is_quantity_in(q, quoted)]
    return Fault("number", f"{missing[0].value:g} {missing[0].unit or ''}") if missing else None
