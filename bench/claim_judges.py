"""Who judges a claim beside its source: ours, and the controls that any figure must beat."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from assistant.embed import SentenceTransformerEmbedder
from assistant.verify.against import ClaimVerdict, judge_claim
from assistant.verify.grading import STATED, grade

Row = dict[str, Any]
FLAGGED = frozenset({"overclaims", "contradicted", "unsupported"})
SEED = 7


class Judged(NamedTuple):
    """A row with what was said of it."""

    row: Row
    verdict: str
    kind: str
    score: float
    coverage: float
    group: str


Judge = Callable[[Row], Judged]


def group_of(row: Row) -> str:
    """The study, question or argument that a row belongs to."""
    meta = row["meta"]
    for key in ("study_id", "question", "arg_id", "pmid"):
        if meta.get(key):
            return str(meta[key])
    return str(row["id"])


def half_of(name: str) -> str:
    """The half of the dev part that a group belongs to, by hash."""
    return "AB"[int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2]


def read_rows(folder: Path, name: str) -> list[Row]:
    """Read one set, or nothing where the file is not there."""
    file = folder / f"{name}.dev.jsonl.gz"
    if not file.is_file():
        return []
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def judge_pair(row: Row, embedder: SentenceTransformerEmbedder | None = None) -> Judged:
    """Hold the claim against its source."""
    found = judge_claim(row["claim_text"], row["source_text"], embedder)
    return as_judged(row, found)


def as_judged(row: Row, found: ClaimVerdict) -> Judged:
    """Keep what is measured of a verdict."""
    return Judged(row, found.verdict, found.kind, found.score, found.coverage, group_of(row))


def judge_alone(row: Row) -> Judged:
    """Control: the claim's own strength, no source."""
    strength = grade(row["claim_text"])
    verdict = (
        "overclaims" if strength == STATED else "understates" if strength == 0 else "supported"
    )
    return Judged(row, verdict, "control", strength / 3, 0.0, group_of(row))


def judge_overlap(row: Row) -> Judged:
    """Control: the share of the claim's words that the source lacks."""
    claim = set(row["claim_text"].lower().split())
    source = set(row["source_text"].lower().split())
    missing = 1 - len(claim & source) / max(1, len(claim))
    verdict = "overclaims" if missing > 0.8 else "supported"
    return Judged(row, verdict, "control", missing, 1 - missing, group_of(row))


def shuffled(rows: Sequence[Row]) -> list[Row]:
    """Control: each claim beside the source of another row."""
    order = list(range(len(rows)))
    random.Random(SEED).shuffle(order)
    place = {i: order[(k + 1) % len(order)] for k, i in enumerate(order)}
    return [{**row, "source_text": rows[place[i]]["source_text"]} for i, row in enumerate(rows)]
