"""A PubMed export of 10,000 synthetic records becomes an index: seconds, passages and memory by size."""

from __future__ import annotations

import random
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from assistant.detect import detect_source
from assistant.embed import Embedder, SentenceTransformerEmbedder
from assistant.index import build_index
from assistant.load import load_sources
from soak.killed_builds import run_apart
from soak.stand_in import StandInEmbedder

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
    loaded = load_sources([file])
    read = time.perf_counter() - started
    loaded = loaded._replace(sources=tuple(map(detect_source, loaded.sources)))
    detected = time.perf_counter() - started - read
    report = build_index(Path(place) / str(records), loaded, embedder)
    return {
        "records": report.documents, "passages": report.passages, "read_s": round(read, 1),
        "detect_s": round(detected, 1), "index_s": round(report.seconds, 1),
        "file_mib": round(file.stat().st_size / 2**20, 1),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }  # fmt: skip


def build_exports(with_model: bool = False) -> dict[str, Any]:
    """Build exports of growing size, each in a process of its own; stand-in vectors unless asked."""
    with tempfile.TemporaryDirectory() as place:
        sizes = (1_000, 10_000)
        return {"sizes": [run_apart(measure, place, records, with_model) for records in sizes]}
