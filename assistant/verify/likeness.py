"""How near two words are in meaning, so that "eased" meets "relieved" and "liver" meets "hepatic".

A table of neighbours that `train_likeness` took down from the packaged MiniLM, looked up in a
microsecond; no network runs here. Near words may be opposites: likeness says what a sentence is about,
never which way it points.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LIKENESS = Path(__file__).parent / "data" / "likeness.npz"
FULL = 250
"""A cosine of 1 as it is stored."""
NOTHING_SHARED, AS_GOOD = 0.5, 0.85
"""Cosines at which a near word begins to count, and counts as the word itself."""


MEETS = 0.5
"""Likeness from which two words are taken to name one thing."""


class Table(NamedTuple):
    """Neighbours of all stems, one row after the other."""

    stems: tuple[str, ...]
    places: dict[str, int]
    starts: NDArray[np.uint32]
    others: NDArray[np.uint16]
    cosines: NDArray[np.uint8]


@lru_cache(maxsize=1)
def load_table(file: Path = LIKENESS) -> Table:
    """Read the table."""
    with np.load(file) as stored:
        stems = tuple(str(stored["stems"]).split("\n"))
        places = {name: place for place, name in enumerate(stems)}
        return Table(stems, places, stored["starts"], stored["others"], stored["cosines"])


@lru_cache(maxsize=16_384)
def neighbours(stem: str) -> dict[str, float]:
    """The stems near one, each with what it is worth beside the stem itself, 0 to 1."""
    table = load_table()
    place = table.places.get(stem)
    if place is None:
        return {}
    row = slice(table.starts[place], table.starts[place + 1])
    return {
        table.stems[other]: min(1.0, (cosine / FULL - NOTHING_SHARED) / (AS_GOOD - NOTHING_SHARED))
        for other, cosine in zip(
            table.others[row].tolist(), table.cosines[row].tolist(), strict=True
        )
    }


def meets(stem: str, others: Collection[str]) -> bool:
    """Whether some stems hold one, or one of about the same meaning."""
    return stem in others or likeness(stem, others) >= MEETS


def likeness(stem: str, others: Collection[str]) -> float:
    """How near the nearest of some stems is to one, 0 to 1."""
    row = neighbours(stem)
    if row.keys().isdisjoint(others):
        return 0.0
    return max(worth for name, worth in row.items() if name in others)
