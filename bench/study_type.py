"""How well the detector tells what a document is, on labels from outside and on documents of our own.

    python bench/study_type.py DATA [--json FILE] [--misses]

DATA is a folder with `study_type/*silver*.jsonl` (labels read from titles; the text alone is shown to the
detector), `study_type/*mesh*.jsonl.gz` (labels of NLM's indexers) and `nfcorpus/corpus.jsonl.gz`; what is
not there is left out. Our own documents lie beside this file: a hundred labelled before a
detector ran, and fresh ones labelled after it was done.
Each figure stands with a 95 % interval (bootstrap over documents).
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml

from assistant.detect import detect_text
from assistant.schema import Design, Detected

OWN = Path(__file__).resolve().parent
OWN_FILES = {
    "our own documents": "study_documents.yaml",
    "fresh documents": "study_documents_fresh.yaml",
    "latest documents": "study_documents_latest.yaml",
}
Row = dict[str, Any]
DRAWS = 2000
SEED = 7
UNKNOWN = "unknown"
SILVER = {
    Design.META_ANALYSIS: "synthesis",
    Design.SYSTEMATIC_REVIEW: "synthesis",
    Design.NARRATIVE_REVIEW: "review_or_opinion",
    Design.GUIDELINE: "review_or_opinion",
    Design.ANIMAL: "animal_or_in_vitro",
    Design.IN_VITRO: "animal_or_in_vitro",
    Design.NONRANDOMIZED_TRIAL: "trial_without_chance",
}
"""Our kinds in the coarser classes of the silver labels; the others keep their names."""
SILVER_LABELS = {
    "cohort": "observational",
    "case_control": "observational",
    "cross_sectional": "observational",
    "narrative_review_or_opinion": "review_or_opinion",
    "review_or_opinion": "review_or_opinion",
    "systematic_review_or_meta_analysis": "synthesis",
    "meta_analysis": "synthesis",
}
MESH_TRIAL = frozenset({"blinded_trial", "crossover_trial", "random_allocation"})
MESH_OBSERVATIONAL = frozenset(
    {"retrospective", "cross_sectional", "cohort", "case_control", "survey", "longitudinal"}
)
FIELDS = ("document", "kind", "species", "people", "randomised", "blinding", "funding", "seller", "notice")  # fmt: skip


class Labelled(NamedTuple):
    """One document: the class that it is, the one that was detected, and how sure."""

    name: str
    label: str
    found: str
    confidence: float


def read_lines(file: Path) -> Iterator[Row]:
    """Read JSON Lines, packed or not."""
    data = file.read_bytes()
    for line in (gzip.decompress(data) if file.suffix == ".gz" else data).decode().split("\n"):
        if line.strip():
            yield json.loads(line)


def kind_of(detected: Detected, names: dict[Design, str]) -> tuple[str, float]:
    """The detected kind in the classes of a set, and its confidence."""
    if detected.kind is None:
        return UNKNOWN, 0.0
    kind = detected.kind.value
    return names.get(kind, kind.value), detected.kind.confidence


def silver(folder: Path) -> list[Labelled]:
    """Documents whose design was read from their titles by rules; only their texts are judged."""
    corpus = folder / "nfcorpus" / "corpus.jsonl.gz"
    files = sorted((folder / "study_type").glob("*silver*"))
    if not files or not corpus.is_file():
        return []
    texts = {row["_id"]: row["text"] for row in read_lines(corpus)}
    return [
        Labelled(
            row["doc_id"],
            SILVER_LABELS.get(row["design"], row["design"]),
            *kind_of(detect_text(texts[row["doc_id"]]), SILVER),
        )
        for file in files
        for row in read_lines(file)
    ]


def mesh(folder: Path) -> list[Labelled]:
    """Documents that NLM indexed with a design that decides between trial and observation."""
    rows = [row for f in sorted((folder / "study_type").glob("*mesh*")) for row in read_lines(f)]
    found = []
    for row in rows:
        designs = set(row["design"])
        is_trial, is_observed = designs & MESH_TRIAL, designs & MESH_OBSERVATIONAL
        if row["species"] == "human" and bool(is_trial) != bool(is_observed):
            label = "rct" if is_trial else "observational"
            found.append(Labelled(row["pmid"], label, *kind_of(detect_text(row["text"]), {})))
    return found


def own(name: str) -> tuple[list[Labelled], list[tuple[Row, Detected]]]:
    """Documents of our own, by kind, and with everything that was detected."""
    rows: list[Row] = yaml.safe_load((OWN / name).read_text(encoding="utf-8"))
    pairs = [(row, detect_text(row["text"])) for row in rows]
    kinds = [
        Labelled(row["id"], row["kind"] or UNKNOWN, *kind_of(detected, {}))
        for row, detected in pairs
    ]
    return kinds, pairs


def field_values(row: Row, detected: Detected, field: str) -> tuple[Any, Any, bool]:
    """What a document says of one field, what was detected, and whether that counts as sure."""
    fact = getattr(detected, "participants" if field == "people" else field)
    label = row.get(field)
    if field == "seller":
        label = label or None
    elif field == "species" and label == "none":
        label = None
    return label, fact.value if fact else None, bool(fact and fact.is_sure)


def interval(values: Sequence[float]) -> str:
    """A mean with its bootstrapped 95 % interval, in per cent."""
    if not values:
        return "-"
    data = np.asarray(values, dtype=float)
    draws = np.random.default_rng(SEED).integers(0, len(data), (DRAWS, len(data)))
    low, high = np.percentile(data[draws].mean(axis=1), [2.5, 97.5])
    return f"{100 * data.mean():.1f} % ({100 * low:.0f}-{100 * high:.0f}, n {len(data)})"


def of_trials(rows: Sequence[Labelled], is_found: Callable[[Labelled], bool]) -> tuple[str, str]:
    """Precision and recall of what was found to be a randomised trial."""
    precision = [float(row.label == "rct") for row in rows if is_found(row)]
    recall = [float(is_found(row)) for row in rows if row.label == "rct"]
    return interval(precision), interval(recall)


def figures(rows: Sequence[Labelled]) -> dict[str, str]:
    """The figures of one set."""
    sure = [row for row in rows if row.confidence >= 0.8]
    best = of_trials(rows, lambda row: row.found == "rct")
    certain = of_trials(rows, lambda row: row.found == "rct" and row.confidence >= 0.8)
    return {
        "accuracy": interval([float(row.label == row.found) for row in rows]),
        "accuracy where sure": interval([float(row.label == row.found) for row in sure]),
        "randomised trials, precision": best[0],
        "randomised trials, recall": best[1],
        "randomised trials, precision where sure": certain[0],
        "randomised trials, recall where sure": certain[1],
    }


def matrix(rows: Sequence[Labelled]) -> list[str]:
    """The confusion matrix, one label a line."""
    counts = Counter((row.label, row.found) for row in rows)
    lines = []
    for label in sorted({row.label for row in rows}):
        found = {f: n for (told, f), n in counts.most_common() if told == label}
        lines.append(f"  {label:20} " + ", ".join(f"{f} {n}" for f, n in found.items()))
    return lines


def calibration(rows: Sequence[Labelled]) -> list[str]:
    """How often a detection of some confidence is right."""
    lines = []
    edges = (0.0, 0.5, 0.8, 0.95, 1.01)
    for low, high in pairwise(edges):
        part = [row for row in rows if low <= row.confidence < high and row.found != UNKNOWN]
        if part:
            mean = sum(row.confidence for row in part) / len(part)
            right = interval([float(row.label == row.found) for row in part])
            lines.append(f"  said {mean:.2f}, right {right}")
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measures the detector of document kinds.")
    parser.add_argument("data", type=Path, nargs="?", default=Path("."))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    write = sys.stdout.write
    started = time.process_time()
    read = {name: own(file) for name, file in OWN_FILES.items()}
    pairs = [pair for _, found in read.values() for pair in found]
    sets = {
        "titles of NFCorpus": silver(options.data),
        "MeSH of PubMedQA": mesh(options.data),
        **{name: kinds for name, (kinds, _) in read.items()},
    }
    count = sum(len(rows) for rows in sets.values())
    report: dict[str, dict[str, str]] = {}
    for name, rows in sets.items():
        if not rows:
            continue
        report[name] = figures(rows)
        write(f"\n{name}\n")
        for what, value in report[name].items():
            write(f"  {what:42} {value}\n")
        write("\n".join([*matrix(rows), *calibration(rows)]) + "\n")
        if options.misses:
            missed = [row for row in rows if row.label != row.found]
            write("\n".join(f"  {r.name}: {r.label}, found {r.found} {r.confidence}" for r in missed) + "\n")  # fmt: skip
    write("\nfields of our own documents: right, and right where sure\n")
    report["fields"] = {}
    for field in FIELDS:
        judged = [field_values(row, detected, field) for row, detected in pairs if field == "notice" or row["kind"]]  # fmt: skip
        right = interval([float(label == found) for label, found, _ in judged])
        sure = interval([float(label == found) for label, found, is_sure in judged if is_sure])
        report["fields"][field] = f"{right}; {sure}"
        write(f"  {field:12} {right}; {sure}\n")
    spent = 1000 * (time.process_time() - started) / count
    write(f"\n{spent:.1f} ms of processor time a document, reading included\n")
    if options.json:
        options.json.write_text(json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
