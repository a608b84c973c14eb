"""PubMed exports of up to 40,000 synthetic records become indexes: seconds, passages, memory by size."""

from __future__ import annotations

import random
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from assistant.detect import detect_source
from assistant.embed import Embedder, SentenceTransformerEmbedder
from assistant.index import build_index
from assistant.load import stream_sources
from soak.killed_builds import run_apart
from soak.stand_in import StandInEmbedder

SIZES = (10_000, 20_000, 40_000)
SUBSTANCES = ("magnesium", "zinc", "ashwagandha", "melatonin", "creatine", "valerian", "ginkgo")
OUTCOMES = ("sleep quality", "memory", "hair growth", "blood pressure", "mood", "fatigue")
RECORD = """PMID- {pmid}
DP  - {year} Jan
TI  - Effects of {substance} on {outcome} in {n} adults: invented trial number {pmid}.
LID - 10.1000/invented.{pmid} [doi]
AB  - BACKGROUND: {substance} is sold for {outcome}, and little is known of its effects in adults
      of this age. METHODS: In this randomized, double-blind trial, {n} adults took {substance} or
      placebo for {weeks} weeks. The primary outcome was {outcome} on a scale of 100 points.
      RESULTS: The groups did not differ at week {weeks} (mean difference {difference} points).
      Mild nausea was reported by {ill} adults. CONCLUSIONS: In this trial {substance} did not
      change {outcome} more than placebo did.
AU  - Doe J
PT  - Journal Article
PT  - Randomized Controlled Trial
JT  - Journal of invented records
MH  - Humans

"""


def write_export(file: Path, records: int) -> Path:
    """Write an export of invented records, the same ones every time."""
    draw = random.Random(1)  # nothing secret is drawn
    with file.open("w", encoding="utf-8") as out:
        for number in range(records):
            out.write(
                RECORD.format(
                    pmid=30_000_000 + number, year=draw.randint(1990, 2025),
                    substance=draw.choice(SUBSTANCES), outcome=draw.choice(OUTCOMES),
                    n=draw.randint(20, 400), weeks=draw.randint(2, 52),
                    difference=round(draw.uniform(-5, 5), 2), ill=draw.randint(0, 9),
                )
            )  # fmt: skip
    return file


def measure(place: str, records: int, with_model: bool) -> dict[str, Any]:
    """Build one size in this process."""
    file = write_export(Path(place) / f"{records}.nbib", records)
    embedder: Embedder = SentenceTransformerEmbedder() if with_model else StandInEmbedder()
    started = time.perf_counter()
    loaded = stream_sources([file], look=detect_source)
    read = time.perf_counter() - started
    read_peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report = build_index(Path(place) / str(records), loaded, embedder)
    return {
        "records": report.documents, "passages": report.passages, "read_s": round(read, 1),
        "index_s": round(report.seconds, 1), "file_mib": round(file.stat().st_size / 2**20, 1),
        "read_peak_mib": round(read_peak, 1),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }  # fmt: skip


def build_exports(sizes: tuple[int, ...] = SIZES, with_model: bool = False) -> dict[str, Any]:
    """Build exports of growing size, each in a process of its own; stand-in vectors unless asked.

    The slope is the memory that one more record takes. Chroma's part of it is every vector with its
    links: 1.5 KiB and about a quarter more for each passage.
    """
    with tempfile.TemporaryDirectory() as place:
        rows = [run_apart(measure, place, records, with_model) for records in sizes]
    found: dict[str, Any] = {"sizes": rows}
    for peak in ("read_peak_mib", "peak_mib"):
        slope, _ = np.polyfit([row["records"] for row in rows], [row[peak] for row in rows], 1)
        found[f"{peak.removesuffix('_mib')}_kib_a_record"] = round(float(slope) * 1024, 2)
    return found
