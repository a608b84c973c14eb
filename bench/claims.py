"""How well a claim is held against its source, on judgements of people from outside and on our own pairs.

    python bench/claims.py DATA [--json FILE] [--half A|B|all] [--embed] [--quick]

DATA holds the `*.dev.jsonl.gz` files of the overclaiming sets. Rules and thresholds were set on half A
(groups split by hash) and on our own pairs; half B is for reporting. Beside every figure stand the
controls: the claim alone, a shuffled source, word overlap. Intervals are bootstrapped by study.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml

from assistant.embed import SentenceTransformerEmbedder
from assistant.load import read_markdown
from assistant.schema import Abstract
from assistant.verify.against import ClaimVerdict, judge_claim
from assistant.verify.grading import STATED, grade
from assistant.verify.reading import read_text

ROOT = Path(__file__).resolve().parent.parent
Row = dict[str, Any]
FLAGGED = frozenset({"overclaims", "contradicted", "unsupported"})
LABELS = ("exaggerates", "same", "downplays")
PAIR_SETS = ("missciplus", "missci_types", "spin_conclusions")
SUPPORT_SETS = ("expertqa", "attributionbench", "kqa_nli")
OWN = tuple(f"claim_pairs{part}.yaml" for part in ("", "_fresh", "_last", "_sealed", "_final"))
FALSE_ALARMS = 0.10
DRAWS = 1000
SEED = 7
ACCOUNT = re.compile(r"## Account\n\n(?P<body>.*?)(?=\n## |\Z)", re.DOTALL)


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


# --- the judges: ours and the controls ---------------------------------------------------------


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


# --- measures ----------------------------------------------------------------------------------


def label_of(item: Judged) -> str:
    """A verdict as a label of the press-release sets; a contradiction is neither more nor less."""
    return {"overclaims": "exaggerates", "understates": "downplays"}.get(item.verdict, "same")


def macro_f1(items: Sequence[Judged]) -> float:
    """The mean of the three labels' F1."""
    scores = []
    for label in LABELS:
        hits = sum(label_of(i) == label == i.row["label"] for i in items)
        said = sum(label_of(i) == label for i in items)
        true = sum(i.row["label"] == label for i in items)
        scores.append(2 * hits / (said + true) if said + true else 0.0)
    return sum(scores) / len(scores)


def rate(items: Sequence[Judged], label: str, test: Callable[[Judged], bool]) -> float:
    """The share of rows of one label that pass a test."""
    chosen = [test(i) for i in items if i.row["label"] == label]
    return sum(chosen) / len(chosen) if chosen else float("nan")


def rate_above(items: Sequence[Judged], label: str, cut: float) -> float:
    """The share of rows of one label that score above a threshold."""
    return rate(items, label, lambda i: i.score > cut)


def threshold_at(items: Sequence[Judged], harmless: str) -> float:
    """The lowest score above which at most `FALSE_ALARMS` of the harmless rows lie."""
    scores = sorted((i.score for i in items if i.row["label"] == harmless), reverse=True)
    return scores[int(FALSE_ALARMS * len(scores))] if scores else 1.0


def auc(items: Sequence[Judged], bad: str, good: str, key: Callable[[Judged], float]) -> float:
    """The chance that a row of the bad label scores above one of the good label."""
    a = np.array([key(i) for i in items if i.row["label"] == bad])
    b = np.array([key(i) for i in items if i.row["label"] == good])
    if not len(a) or not len(b):
        return float("nan")
    return float((a[:, None] > b).mean() + (a[:, None] == b).mean() * 0.5)


def interval(
    items: Sequence[Judged], measure: Callable[[Sequence[Judged]], float]
) -> tuple[float, float, float]:
    """A measure with its 95% interval, bootstrapped by group."""
    groups: dict[str, list[Judged]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)
    names = sorted(groups)
    draw = random.Random(SEED)
    values = []
    for _ in range(DRAWS):
        drawn = [i for name in draw.choices(names, k=len(names)) for i in groups[name]]
        value = measure(drawn)
        if value == value:
            values.append(value)
    low, high = np.quantile(values, [0.025, 0.975]) if values else (float("nan"),) * 2
    return measure(items), float(low), float(high)


# --- the parts of the report -------------------------------------------------------------------


class Report:
    """Figures as they come: a table on standard output, everything in JSON."""

    def __init__(self) -> None:
        """Start empty."""
        self.figures: dict[str, Any] = {}

    def add(self, name: str, value: float | tuple[float, float, float]) -> None:
        """Note one figure and print it."""
        if isinstance(value, tuple):
            self.figures[name] = {"value": value[0], "low": value[1], "high": value[2]}
            line = f"{name:64} {value[0]:6.3f}  [{value[1]:.3f}, {value[2]:.3f}]"
        else:
            self.figures[name] = value
            line = f"{name:64} {value:6.3f}"
        sys.stdout.write(line + "\n")


def report_exaggeration(report: Report, rows: list[Row], judge: Judge, half: str) -> None:
    """Exaggeration pairs: labels, recall at fixed false alarms, downplaying apart, controls."""
    chosen = [row for row in rows if half in {"all", half_of(group_of(row))}]
    tuned = [row for row in rows if half_of(group_of(row)) == "A"]
    judges: list[tuple[str, Callable[[Sequence[Row]], list[Judged]]]] = [
        ("ours", lambda some: [judge(r) for r in some]),
        ("claim only", lambda some: [judge_alone(r) for r in some]),
        ("shuffled source", lambda some: [judge(r) for r in shuffled(some)]),
        ("word overlap", lambda some: [judge_overlap(r) for r in some]),
    ]
    for name, run in judges:
        items = run(chosen)
        cut = threshold_at(run(tuned), "same")
        head = f"exaggeration/{half}/{name}"
        report.add(f"{head}: macro-F1", interval(items, macro_f1))
        report.add(
            f"{head}: AUC exaggerates over same",
            interval(items, lambda s: auc(s, "exaggerates", "same", lambda i: i.score)),
        )
        caught = partial(rate_above, label="exaggerates", cut=cut)
        report.add(f"{head}: recall of exaggerates at threshold {cut:.2f}", interval(items, caught))
        report.add(f"{head}:   false alarms on same", rate_above(items, "same", cut))
        if name == "ours":
            for label in LABELS:
                report.add(
                    f"{head}: said of {label}: overclaims",
                    rate(items, label, lambda i: i.verdict == "overclaims"),
                )
                report.add(
                    f"{head}: said of {label}: understates",
                    rate(items, label, lambda i: i.verdict == "understates"),
                )
                report.add(
                    f"{head}: said of {label}: contradicted or unsupported",
                    rate(items, label, lambda i: i.verdict in {"contradicted", "unsupported"}),
                )


def report_pairs(report: Report, name: str, rows: list[Row], judge: Judge, half: str) -> None:
    """Overclaims against accurate readings of one source."""
    chosen = [row for row in rows if half in {"all", half_of(group_of(row))}]
    for kind, run in (
        ("ours", judge),
        ("claim only", judge_alone),
        ("word overlap", judge_overlap),
    ):
        items = [run(row) for row in chosen]
        head = f"{name}/{half}/{kind}"
        report.add(
            f"{head}: AUC",
            interval(items, lambda s: auc(s, "overclaim", "supported", lambda i: i.score)),
        )
        if kind == "ours":
            for label in ("overclaim", "supported"):
                report.add(
                    f"{head}: flagged among {label}",
                    rate(items, label, lambda i: i.verdict in FLAGGED),
                )
            report.add(
                f"{head}: verdict overclaims among overclaim",
                rate(items, "overclaim", lambda i: i.verdict == "overclaims"),
            )
    moved = [judge(row) for row in shuffled(chosen)]
    report.add(
        f"{name}/{half}/shuffled source: AUC",
        auc(moved, "overclaim", "supported", lambda i: i.score),
    )


def report_support(report: Report, name: str, rows: list[Row], judge: Judge, half: str) -> None:
    """Whether a claim is supported at all."""
    good = "entailment" if name == "kqa_nli" else "supported"
    for part, keep in (("", lambda r: True), (" (health)", lambda r: r["meta"].get("health"))):
        chosen = [
            {**row, "label": "yes" if row["label"] == good else "no"}
            for row in rows
            if half in {"all", half_of(group_of(row))} and keep(row)
        ]
        if not chosen or (part and name != "expertqa"):
            continue
        for kind, run in (("ours", judge), ("word overlap", judge_overlap)):
            items = [run(row) for row in chosen]
            head = f"{name}{part}/{half}/{kind}"
            report.add(
                f"{head}: AUC of coverage",
                interval(items, lambda s: auc(s, "yes", "no", lambda i: i.coverage)),
            )
            report.add(
                f"{head}: flagged among supported",
                rate(items, "yes", lambda i: i.verdict in FLAGGED),
            )
            report.add(
                f"{head}: flagged among the rest", rate(items, "no", lambda i: i.verdict in FLAGGED)
            )


def read_own(file: str) -> list[tuple[Row, str]]:
    """Our own pairs of one file as rows, each with the kind of reason expected."""
    sources = yaml.safe_load((Path(__file__).parent / file).read_text("utf-8"))
    return [
        (
            {
                "id": source["id"],
                "claim_text": claim["text"],
                "source_text": source["source"],
                "label": claim["verdict"],
                "meta": {"study_id": source["id"]},
            },
            claim.get("kind", "none"),
        )
        for source in sources
        for claim in source["claims"]
    ]


def right_verdicts(items: Sequence[Judged]) -> float:
    """The share of rows with the verdict expected."""
    right: list[bool] = [i.verdict == i.row["label"] for i in items]
    return sum(right) / len(right)


def report_own(report: Report) -> None:
    """Our own pairs: verdicts, kinds, and false alarms on honest paraphrases.

    The rules were written with the first file in view. Of the others only the first run was honest, and
    is noted at their head.
    """
    for file in OWN:
        rows = read_own(file)
        for name, run in (("ours", judge_pair), ("claim only", judge_alone)):
            items = [run(row) for row, _ in rows]
            head = f"{file} (n={len(items)})/{name}"
            report.add(f"{head}: right verdict", interval(items, right_verdicts))
            for verdict in ("supported", "overclaims", "contradicted", "understates"):
                flagged = rate(items, verdict, lambda i: i.verdict in FLAGGED)
                report.add(f"{head}: flagged among {verdict}", flagged)
            kinds = [i.kind == kind for i, (_, kind) in zip(items, rows, strict=True)]
            report.add(f"{head}: right kind", sum(kinds) / len(kinds))


def report_corpus(report: Report) -> None:
    """Honest sentences of our documents: findings, and each Account against the rest.

    A finding is held against its document, and against the document without that finding. The Account
    tells the same facts in other words; its sentences lean on each other, so that a model that is
    named two sentences before is missed here.
    """
    findings: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    accounts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for file in sorted((ROOT / "corpus" / "abstracts").glob("*.md")):
        for source in read_markdown(file, file.name):
            if not isinstance(source.facts, Abstract):
                continue
            for outcome in source.facts.outcomes:
                findings[judge_claim(outcome.finding, source.text).verdict] += 1
                rest = source.text.replace(outcome.finding, " ")
                bare[judge_claim(outcome.finding, rest).verdict] += 1
            account = ACCOUNT.search(source.text)
            if account is None:
                continue
            rest = source.text.replace(account["body"], " ")
            for sentence in read_text(account["body"]):
                found = judge_claim(sentence.text, rest)
                accounts[found.verdict] += 1
                if found.verdict in FLAGGED:
                    kinds[found.kind] += 1
    for name, counts in (
        ("corpus findings, own document", findings),
        ("corpus findings, document without the finding", bare),
        ("corpus account, rest of the document", accounts),
    ):
        total = sum(counts.values())
        for verdict in ("supported", "overclaims", "contradicted", "unsupported", "understates"):
            report.add(f"{name} (n={total}): {verdict}", counts[verdict] / total)
    model = kinds["model_to_people"] / sum(accounts.values())
    report.add("corpus account: of these, the model is not named", model)


def main() -> None:
    """Measure, print, and write JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--half", choices=["A", "B", "all"], default="B")
    parser.add_argument("--embed", action="store_true", help="match by meaning as well")
    parser.add_argument(
        "--quick", action="store_true", help="the exaggeration pairs and our own alone"
    )
    options = parser.parse_args()
    embedder = SentenceTransformerEmbedder() if options.embed else None
    report, half, start = Report(), options.half, time.perf_counter()

    def judge(row: Row) -> Judged:
        return judge_pair(row, embedder)

    report_exaggeration(report, read_rows(options.data, "sci_exaggeration"), judge, half)
    report_own(report)
    if not options.quick:
        for name in PAIR_SETS:
            report_pairs(report, name, read_rows(options.data, name), judge, half)
        for name in SUPPORT_SETS:
            report_support(report, name, read_rows(options.data, name), judge, half)
        report_corpus(report)
    report.add("seconds", time.perf_counter() - start)
    if options.json:
        options.json.write_text(json.dumps(report.figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
