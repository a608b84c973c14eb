"""How well a claim is held against its source, on judgements of people from outside.

    python -m bench.claims DATA [--json FILE] [--half A|B|all] [--embed] [--quick]

DATA holds the `*.dev.jsonl.gz` files of the overclaiming sets. Rules and thresholds were set on half A
(groups split by hash) and on our own pairs (`bench.claim_pairs`); half B is for reporting. Beside
every figure stand the controls: the claim alone, a shuffled source, word overlap.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from assistant.embed import SentenceTransformerEmbedder
from bench.claim_judges import (
    FLAGGED,
    Judge,
    Judged,
    Row,
    group_of,
    half_of,
    judge_alone,
    judge_overlap,
    judge_pair,
    read_rows,
    shuffled,
)
from bench.claim_measures import (
    LABELS,
    Report,
    auc,
    interval,
    macro_f1,
    rate,
    rate_above,
    threshold_at,
)

PAIR_SETS = ("missciplus", "missci_types", "spin_conclusions")
SUPPORT_SETS = ("expertqa", "attributionbench", "kqa_nli")


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


def main() -> None:
    """Measure, print, and write JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--half", choices=["A", "B", "all"], default="B")
    parser.add_argument("--embed", action="store_true", help="match by meaning as well")
    parser.add_argument("--quick", action="store_true", help="the exaggeration pairs alone")
    options = parser.parse_args()
    if not any(options.data.glob("*.dev.jsonl.gz")):
        parser.error(f"{options.data}: holds no *.dev.jsonl.gz; name the folder of the sets")
    embedder = SentenceTransformerEmbedder() if options.embed else None
    report, half, start = Report(), options.half, time.perf_counter()
    judge = partial(judge_pair, embedder=embedder)
    report_exaggeration(report, read_rows(options.data, "sci_exaggeration"), judge, half)
    if not options.quick:
        for name in PAIR_SETS:
            report_pairs(report, name, read_rows(options.data, name), judge, half)
        for name in SUPPORT_SETS:
            report_support(report, name, read_rows(options.data, name), judge, half)
    report.add("seconds", time.perf_counter() - start)
    if options.json:
        options.json.write_text(json.dumps(report.figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
