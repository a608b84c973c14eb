"""How far two people, working apart, set the same level and direction for the same case.

The first labels are those of the cases, the second those of `gold/second.yaml`; neither author saw
the other's or the program's output. Both may allow more than one value where the rules do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sklearn.metrics import cohen_kappa_score

from eval.cases import Case

SECOND = Path(__file__).parent / "gold" / "second.yaml"


@dataclass(frozen=True)
class Agreement:
    """Agreement on one thing."""

    name: str
    n: int
    """Cases that both labelled."""
    compatible: float
    """Share in which some value of one is a value of the other."""
    kappa: float | None
    """Cohen's kappa of the first choices, over the cases where both name one value; None where
    fewer than two values occur."""
    n_kappa: int


def read_second(path: Path = SECOND) -> dict[str, dict[str, tuple[str, ...]]]:
    """Read the second labels: by case, for level and direction the allowed values, first choice first."""
    rows: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = {}
    for case_id, row in rows.items():
        other = row.get("or") or {}
        found[case_id] = {
            name: tuple(dict.fromkeys(v for v in (row[name], other.get(name)) if v))
            for name in ("level", "direction")
        }
    return found


def agreements(cases: Iterable[Case]) -> list[Agreement]:
    """Compare both sets of labels, for the level and for the direction."""
    second = read_second()
    labelled = [case for case in cases if case.id in second]
    result = []
    for name in ("level", "direction"):
        pairs = [
            (getattr(case.expect, name), second[case.id][name])
            for case in labelled
            if getattr(case.expect, name)
        ]
        if pairs:
            result.append(compare(name, pairs))
    return result


def compare(name: str, pairs: Sequence[tuple[Sequence[str], Sequence[str]]]) -> Agreement:
    """Compatible share, and kappa where both sides name a single value."""
    compatible = sum(bool(set(first) & set(other)) for first, other in pairs)
    single = [(first[0], other[0]) for first, other in pairs if len(first) == len(other) == 1]
    left, right = zip(*single, strict=True) if single else ((), ())
    varied = len({*left, *right}) > 1
    kappa = float(cohen_kappa_score(left, right)) if varied else None
    return Agreement(name, len(pairs), compatible / len(pairs), kappa, len(single))
