"""The contrast table: each gate, ours beside the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

from eval.gates import Gate


class Standing(TypedDict):
    """How one assistant stands on one gate."""

    n: int
    """Cases that were counted."""
    share: float | None
    faults: int
    as_good: bool
    """Whether the share lies within our 95 % interval or above it; for ours always."""


class ContrastRow(TypedDict):
    """One gate."""

    gate: str
    ours: Standing
    others: dict[str, Standing]


class Contrast(TypedDict):
    """The whole comparison, as it is written to results.json."""

    seconds: float
    names: list[str]
    rows: list[ContrastRow]
    words: list[str]


def standing(gate: Gate, ours: Gate) -> Standing:
    """Hold a gate against ours of the same name; nothing counted on either side is not as good."""
    share, low = gate.estimate.share, ours.estimate.low
    return {
        "n": gate.estimate.n, "share": share, "faults": gate.faults,
        "as_good": share is not None and low is not None and share >= low - 1e-9,
    }  # fmt: skip


def compare(ours: Sequence[Gate], others: Mapping[str, Sequence[Gate]], seconds: float) -> Contrast:
    """Put the gates side by side and say where the plain assistants are as good."""
    by_name = {name: {g.rule.name: g for g in gates} for name, gates in others.items()}
    rows: list[ContrastRow] = [
        {
            "gate": gate.rule.name,
            "ours": {**standing(gate, gate), "as_good": True},
            "others": {
                name: standing(gates[gate.rule.name], gate) for name, gates in by_name.items()
            },
        }
        for gate in ours
    ]
    return {
        "seconds": round(seconds, 1), "names": list(others), "rows": rows,
        "words": [in_words(name, rows) for name in others],
    }  # fmt: skip


def in_words(name: str, rows: Sequence[ContrastRow]) -> str:
    """Where one of the others is as good as ours, in a sentence."""
    judged = [row for row in rows if row["ours"]["n"] and row["others"][name]["n"]]
    as_good = [row["gate"] for row in judged if row["others"][name]["as_good"]]
    start = f"{name}: within our 95% interval or above it on {len(as_good)} of {len(judged)} gates"
    return f"{start}: {', '.join(as_good)}." if as_good else f"{start}."
