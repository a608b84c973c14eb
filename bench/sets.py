"""What the search is measured on: the shipped corpus with the eval's questions, or an outside set."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import numpy as np

from assistant.load import load_sources, shipped_documents
from eval.cases import load_cases

SAMPLES = 2000


class TestSet(NamedTuple):
    """Documents, queries, and for each query the grades of the documents that answer it."""

    name: str
    paths: list[Path]
    """What our program builds its index from."""
    documents: dict[str, str]
    """What the quickstart splits: title and text by id."""
    queries: dict[str, str]
    qrels: dict[str, dict[str, float]]
    needed: dict[str, int]
    """How many of a query's documents it takes to answer it."""


class Interval(NamedTuple):
    """A mean with its 95 % interval, bootstrapped by query."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        """Three decimals."""
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"


def open_text(folder: Path, name: str) -> TextIO:
    """Open a text file, packed or not."""
    packed = folder / f"{name}.gz"
    if packed.exists():
        return gzip.open(packed, "rt", encoding="utf-8")
    return (folder / name).open(encoding="utf-8")


def read_lines(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """Read JSON Lines."""
    with open_text(folder, name) as file:
        for line in file:
            yield json.loads(line)


def read_outside(folder: Path, part: str, work: Path, documents: int, queries: int) -> TestSet:
    """Read a part of a set laid out as BEIR's, or as SciFact's own release.

    Args:
        folder: holds corpus.jsonl, queries.PART.jsonl or claims.PART.jsonl, and qrels.PART.tsv,
            packed or not.
        part: such as dev or train.
        work: where the documents are written as one file of BEIR's form.
        documents: how many to take at most; only queries with an answer among them are kept.
        queries: how many to take at most, evenly spread.
    """
    rows = {}
    for row in read_lines(folder, "corpus.jsonl"):
        text = row["text"] if "text" in row else " ".join(map(str.strip, row["abstract"]))
        key = str(row["_id"] if "_id" in row else row["doc_id"])
        rows[key] = {"_id": key, "title": row["title"], "text": text}
        if len(rows) == documents:
            break
    corpus = work / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows.values()), encoding="utf-8")
    qrels: dict[str, dict[str, float]] = defaultdict(dict)
    with open_text(folder, f"qrels.{part}.tsv") as file:
        for query, document, grade in list(csv.reader(file, delimiter="\t"))[1:]:
            if document in rows and float(grade) > 0:
                qrels[query][document] = float(grade)
    is_claims = any(folder.glob(f"claims.{part}.*"))
    kind, key, text = ("claims", "id", "claim") if is_claims else ("queries", "_id", "text")
    asked = {str(row[key]): row[text] for row in read_lines(folder, f"{kind}.{part}.jsonl")}
    kept = [query for query in asked if query in qrels]
    kept = kept[:: max(1, len(kept) // queries)][:queries] if queries else kept
    return TestSet(
        f"{folder.name} {part}",
        [corpus],
        {key: f"{row['title']}\n\n{row['text']}" for key, row in rows.items()},
        {query: asked[query] for query in kept},
        {query: qrels[query] for query in kept},
        {query: len(qrels[query]) for query in kept},
    )


def read_shipped(queries: int) -> TestSet:
    """The shipped corpus; the eval's single questions with the sources that their answers need."""
    loaded = load_sources(shipped_documents())
    asked, qrels, needed = {}, {}, {}
    for case in load_cases():
        every, one_of = set(case.expect.sources_all), set(case.expect.sources_any)
        is_of_others = case.documents or case.pages_alone
        if len(case.turns) > 1 or is_of_others or "answered" not in case.expect.status:
            continue
        if every | one_of:
            asked[case.id] = case.turns[0]
            qrels[case.id] = dict.fromkeys(every | one_of, 1.0)
            needed[case.id] = len(every) + (not every & one_of and bool(one_of))
    kept = list(asked)[:: max(1, len(asked) // queries)][:queries] if queries else list(asked)
    return TestSet(
        "shipped corpus",
        shipped_documents(),
        {source.source_id: f"{source.title}\n\n{source.text}" for source in loaded.sources},
        {query: asked[query] for query in kept},
        {query: qrels[query] for query in kept},
        {query: needed[query] for query in kept},
    )


def ndcg(ranked: list[str], grades: dict[str, float], k: int = 10) -> float:
    """nDCG@k with linear gains, as trec_eval has it."""
    discounts = 1 / np.log2(np.arange(2, k + 2))
    gains = np.array([grades.get(document, 0.0) for document in ranked[:k]])
    ideal = np.sort(list(grades.values()))[::-1][:k]
    return float((gains * discounts[: len(gains)]).sum() / (ideal * discounts[: len(ideal)]).sum())


def recall(ranked: list[str], grades: dict[str, float], needed: int, k: int = 10) -> float:
    """The part of the documents that it takes to answer which is among the first k."""
    needed = min(k, needed)
    return min(needed, len(set(ranked[:k]) & grades.keys())) / needed


def bootstrap(values: list[float]) -> Interval:
    """Mean and 95 % interval; give differences by query for a paired one."""
    scores = np.array(values)
    draws = np.random.default_rng(0).integers(0, len(scores), (SAMPLES, len(scores)))
    low, high = np.percentile(scores[draws].mean(axis=1), [2.5, 97.5])
    return Interval(float(scores.mean()), float(low), float(high))
