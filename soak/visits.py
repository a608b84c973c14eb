"""Thousands of visits to the page: what it remembers of each must not add up."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import httpx

from soak.load import running_page
from soak.memory import resident_mib, slope

EVERY = 20
SEARCH = "/gradio_api/call/search"


class Visits(NamedTuple):
    """What came of it."""

    visits: int
    errors: int
    mib_at_start: float
    mib_after_a_third: float
    mib_at_end: float
    mib_per_1000: float
    """Slope over the later half."""


def visit_page(visits: int = 1200) -> Visits:
    """Search once a visit, each as a new visitor."""
    memory: list[tuple[float, float]] = []
    errors = 0
    with (
        running_page(Path(os.devnull)) as (url, pid),
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        for i in range(visits):
            begun = client.post(SEARCH, json={"data": [f"magnesium {i % 97}", 3]})
            said = client.get(f"{SEARCH}/{begun.json()['event_id']}").text
            errors += not said.startswith("event: complete")
            if i % EVERY == 0:
                memory.append((i / 1000, resident_mib(pid)))
    values = [round(mib) for _, mib in memory]
    third = values[len(values) // 3]
    return Visits(visits, errors, values[0], third, values[-1], round(slope(memory), 1))
