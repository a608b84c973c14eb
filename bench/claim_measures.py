"""Rates, F1, AUC and thresholds of judged claims, with intervals bootstrapped by study, and the report."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bench.claim_judges import SEED, Judged

LABELS = ("exaggerates", "same", "downplays")
FALSE_ALARMS = 0.10
DRAWS = 1000


def label_of(item: Judged) -> str:
    """A verdict as a label of the press-release sets; a contradiction is neither more nor less."""
    return {"overclaims": "exaggerates", "understates": "downplays"}.get(item.verdict, "same")


def macro_f1(items: Sequence[Judged]) -> float:
    """The mean of the three labels' F1."""
    scores = []
    for label in LABELS:
        hits = sum(label_of(i) == label == i.row["label"] for i in items)
        said = sum(label_of(i) == label for i in items)
        true = sum(i.row["label"] == label for i in items)
        scores.append(2 * hits / (said + true) if said + true else 0.0)
    return sum(scores) / len(scores)


def rate(items: Sequence[Judged], label: str, test: Callable[[Judged], bool]) -> float:
    """The share of rows of one label that pass a test."""
    chosen = [test(i) for i in items if i.row["label"] == label]
    return sum(chosen) / len(chosen) if chosen else float("nan")


def rate_above(items: Sequence[Judged], label: str, cut: float) -> float:
    """The share of rows of one label that score above a threshold."""
    return rate(items, label, lambda i: i.score > cut)


def threshold_at(items: Sequence[Judged], harmless: str) -> float:
    """The lowest score above which at most `FALSE_ALARMS` of the harmless rows lie."""
    scores = sorted((i.score for i in items if i.row["label"] == harmless), reverse=True)
    return scores[int(FALSE_ALARMS * len(scores))] if scores else 1.0


def auc(items: Sequence[Judged], bad: str, good: str, key: Callable[[Judged], float]) -> float:
    """The chance that a row of the bad label scores above one of the good label."""
    a = np.array([key(i) for i in items if i.row["label"] == bad])
    b = np.array([key(i) for i in items if i.row["label"] == good])
    if not len(a) or not len(b):
        return float("nan")
    return float((a[:, None] > b).mean() + (a[:, None] == b).mean() * 0.5)


def interval(
    items: Sequence[Judged], measure: Callable[[Sequence[Judged]], float]
) -> tuple[float, float, float]:
    """A measure with its 95% interval, bootstrapped by group."""
    groups: dict[str, list[Judged]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)
    names = sorted(groups)
    draw = random.Random(SEED)
    values = []
    for _ in range(DRAWS):
        drawn = [i for name in draw.choices(names, k=len(names)) for i in groups[name]]
        value = measure(drawn)
        if value == value:
            values.append(value)
    low, high = np.quantile(values, [0.025, 0.975]) if values else (float("nan"),) * 2
    return measure(items), float(low), float(high)


class Report:
    """Figures as they come: a table on standard output, everything in JSON."""

    def __init__(self) -> None:
        """Start empty."""
        self.figures: dict[str, Any] = {}

    def add(self, name: str, value: float | tuple[float, float, float]) -> None:
        """Note one figure and print it."""
        if isinstance(value, tuple):
            self.figures[name] = {"value": value[0], "low": value[1], "high": value[2]}
            line = f"{name:64} {value[0]:6.3f}  [{value[1]:.3f}, {value[2]:.3f}]"
        else:
            self.figures[name] = value
            line = f"{name:64} {value:6.3f}"
        sys.stdout.write(line + "\n")
