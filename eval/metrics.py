"""The arithmetic of the report, as pure functions.

Every figure is a ratio of counts over cases, so that a case with four facts weighs four and the
interval still resamples cases: the facts of one answer are not independent.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

RESAMPLES = 2000
SEED = 20260101


@dataclass(frozen=True)
class Count:
    """What one case adds to a figure: `hits` of `total`."""

    hits: float
    total: float


@dataclass(frozen=True)
class Estimate:
    """A share with its 95 % interval; all None where nothing was counted."""

    n: int
    """Cases that were counted."""
    share: float | None
    low: float | None
    high: float | None


def ratio(counts: Sequence[Count]) -> float | None:
    """Sum of hits by sum of totals; None when nothing was counted."""
    total = sum(count.total for count in counts)
    return sum(count.hits for count in counts) / total if total else None


def quantile(ordered: Sequence[float], q: float) -> float:
    """The q-quantile of ordered values, by linear interpolation.

    >>> quantile([0.0, 1.0], 0.25)
    0.25
    """
    position = q * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def bootstrap(
    counts: Sequence[Count], resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[float, float] | None:
    """The 95 % percentile interval of the ratio, resampling whole cases."""
    if ratio(counts) is None:
        return None
    generator = random.Random(seed)
    draws = (generator.choices(counts, k=len(counts)) for _ in range(resamples))
    ratios = sorted(r for draw in draws if (r := ratio(draw)) is not None)
    return quantile(ratios, 0.025), quantile(ratios, 0.975)


def estimate(counts: Sequence[Count]) -> Estimate:
    """The share and its interval."""
    interval = bootstrap(counts)
    low, high = interval if interval else (None, None)
    return Estimate(len(counts), ratio(counts), low, high)


def overlap(left: set[str], right: set[str]) -> float:
    """Shared members by the larger set; 1 when both are empty."""
    if not left or not right:
        return 1.0 if left == right else 0.0
    return len(left & right) / max(len(left), len(right))


def kill_rate(killed: Mapping[str, bool]) -> float | None:
    """Share of the mutants that a gate noticed."""
    return sum(killed.values()) / len(killed) if killed else None
