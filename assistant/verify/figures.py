"""Amounts of a claim that its source does not have, beside those that they stand for."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.verify.agreeing import as_percent, counterpart, missing_amounts
from assistant.verify.amounts import Amount
from assistant.verify.matching import match_clauses
from assistant.verify.reading import Span
from assistant.verify.sides import (
    ALIKE,
    Difference,
    Sides,
    span_of,
)
from assistant.verify.units import COUNTED, EFFECTS, PERCENT, TIME

SMALL = 10
"""A bare number up to this mostly counts something that the source lists."""


def find_amounts_apart(sides: Sides) -> Iterator[Difference]:
    """Find amounts of a claim that the source doesn't have, beside those that they stand for."""
    known = [a for s in sides.source for a in (*s.amounts, *s.implied)]
    claimed = sides.claim.amounts
    known += shares_of_counts(sides)
    for amount in missing_amounts(claimed, known):
        where = Span(amount.start, amount.end)
        other = counterpart(amount, amounts_beside(amount, sides)) if amount.measure else None
        same = [a for a in known if a.measure == amount.measure]
        if other is None and amount.measure and len({a.value for a in same}) == 1:
            other = same[0]
        if other is None and amount.measure is None and amount.value <= SMALL:
            continue
        if other is None:
            weight = 0.6 if amount.measure else 0.5
            reason = "the source has no such amount"
            yield Difference("number", "unsupported", weight, reason, where, span_of(sides.best))
            continue
        if amount.measure in COUNTED and amount.value < other.value:
            reason = "the source has no such number of them"
            yield Difference("number", "unsupported", 0.6, reason, where, span_of(sides.best))
            continue
        larger = as_percent(amount).value > as_percent(other).value
        inflated = larger and amount.measure in {*EFFECTS, *COUNTED, TIME, "mmol"}
        reason = "the source gives another amount"
        yield Difference(
            "number", "overclaims" if inflated else "contradicted", 0.8, reason, where,
            Span(other.start, other.end),
        )  # fmt: skip


def shares_of_counts(sides: Sides) -> list[Amount]:
    """The shares that the counts of a source make, for claims that tell one in round words.

    "Fourteen families" of "forty-two children" are a third; an exact percentage must stand there.
    """
    counts = {
        a.value
        for s in sides.source
        for a in s.amounts
        if a.measure in {None, *COUNTED} and a.step in {0.0, 1.0} and a.value > 1
    }
    shares = {100 * part / whole for part in counts for whole in counts if part < whole}
    told = [a for a in sides.claim.amounts if a.measure == PERCENT and a.step > 1]
    wholes = {a.value for s in sides.source for a in s.amounts if a.measure in COUNTED}
    shares |= {100 / whole for whole in wholes if whole > 1}
    return [
        Amount(share, PERCENT, 1.0, a.start, a.end, share)
        for a in told
        for share in shares
        if abs(share - a.value) <= a.step / 2
    ]


def amounts_beside(amount: Amount, sides: Sides) -> list[Amount]:
    """The amounts of the source's sentences that say the same as the claim's clause around one."""
    clause = next(
        (c for c in sides.claim.clauses if c.start <= amount.start < c.end), sides.claim.clauses[0]
    )
    found = match_clauses(clause, sides.claim, sides.source)
    return [a for _, sentence, share in found if share >= ALIKE / 2 for a in sentence.amounts]
