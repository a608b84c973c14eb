"""How the lexical side and the sources grow, with stand-in text: bytes, seconds and memory by size."""

from __future__ import annotations

import os
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from assistant.index.lexical import Lexical, tokenize, write_lexical
from soak.killed_builds import run_apart
from soak.memory import resident_mib

WORDS = 30_000
"""Distinct words, drawn as Zipf's law has it."""
LENGTH = 60
"""Words of a passage."""
QUERIES = 50


class Grown(NamedTuple):
    """One size."""

    passages: int
    build_s: float
    build_peak_mib: float
    disk_mib: float
    open_ms: float
    query_p50_ms: float
    query_p95_ms: float
    resident_mib: float


def texts(count: int) -> Iterator[str]:
    """Passages of stand-in words."""
    draw = np.random.default_rng(1)
    chances = 1 / np.arange(1, WORDS + 1)
    chances /= chances.sum()
    names = np.array([f"w{i:x}q" for i in range(WORDS)])
    for start in range(0, count, 10_000):
        rows = draw.choice(WORDS, size=(min(10_000, count - start), LENGTH), p=chances)
        for row in rows:
            yield " ".join(names[row])


def measure(place: str, count: int) -> dict[str, float]:
    """Build and query one size in this process."""
    folder = Path(place) / str(count)
    passages = list(texts(count))
    started = time.perf_counter()
    write_lexical(folder, (passages[i : i + 4096] for i in range(0, count, 4096)))
    built = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    disk = sum(file.stat().st_size for file in folder.iterdir()) / 2**20
    return {"build_s": round(built, 1), "build_peak_mib": round(peak), "disk_mib": round(disk)}


def query(place: str, count: int) -> dict[str, float]:
    """Query one size in a process of its own, as the page would."""
    folder = Path(place) / str(count)
    started = time.perf_counter()
    lexical = Lexical(folder)
    opened = time.perf_counter() - started
    asked = list(texts(QUERIES))
    times = []
    for text in asked:
        started = time.perf_counter()
        (tokens,) = tokenize([" ".join(text.split()[:8])])
        scores = np.zeros(count, np.float32)
        for token in tokens:
            rows, values = lexical.postings(token)
            scores[rows] += values
        np.argpartition(-scores, 100)[:100]
        times.append((time.perf_counter() - started) * 1000)
    return {
        "open_ms": round(opened * 1000),
        "query_p50_ms": round(float(np.percentile(times, 50)), 1),
        "query_p95_ms": round(float(np.percentile(times, 95)), 1),
        "resident_mib": round(resident_mib(os.getpid())),
    }


def grow(sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)) -> dict[str, Any]:
    """Measure each size."""
    with tempfile.TemporaryDirectory() as place:
        rows = [
            Grown(size, **run_apart(measure, place, size), **run_apart(query, place, size))
            for size in sizes
        ]
    return {"sizes": [row._asdict() for row in rows]}
