"""What a derived claim may state: an amount that anyone can compute again from its operands."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.schema import DerivedClaim
from assistant.verify.text import Quantity, is_quantity_in, quantities


def results(value: float | None) -> tuple[float, ...]:
    """A result as a tuple, empty where there is none."""
    return () if value is None else (value,)


def computed(claim: DerivedClaim) -> list[Quantity]:
    """The amounts that a derived claim may state because it computes them."""
    operands = claim.operands
    result = results(operands.result)
    if operands.operation == "list":
        return []
    if operands.operation == "count":
        return [Quantity(v, None) for v in (*operands.values, *result)]
    unit = next((q.unit for q in quantities(claim.text) if q.value == operands.values[0]), None)
    return [Quantity(operands.values[0], unit), *(Quantity(v, unit) for v in result)]


def is_right_product(claim: DerivedClaim, quoted: Iterable[Quantity]) -> bool:
    """Compute `scale` again: the percentage must be quoted, amount and result have one unit."""
    if len(claim.operands.values) != 2 or claim.operands.result is None:
        return False
    amount, percent = claim.operands.values
    units = {q.unit for q in quantities(claim.text) if q.value in {amount, claim.operands.result}}
    return (
        is_quantity_in(Quantity(percent, "%"), quoted)
        and claim.operands.result == round(amount * percent / 100, 1)
        and len(units) <= 1
    )
