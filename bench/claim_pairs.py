"""Our own claim and source pairs, and the sentences of our documents: `python -m bench.claim_pairs [FILE ...]`.

Every pair was labelled before the detector ran on it; the first runs are noted at the head of each
file and in README.md. Printed: right verdicts, what is flagged of each verdict, each kind's catch, the
misses with `--misses`, the time a pair takes, and with `--corpus` our documents' own sentences.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import yaml

from assistant.load import read_markdown
from assistant.schema import Abstract
from assistant.verify.against import judge_claim
from assistant.verify.reading import read_text
from bench.claim_judges import FLAGGED, Judged, Row, judge_alone, judge_pair
from bench.claim_measures import Report, interval, rate

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OWN = tuple(
    HERE / f"claim_pairs{part}.yaml" for part in ("", "_fresh", "_last", "_sealed", "_final")
)
ACCOUNT = re.compile(r"## Account\n\n(?P<body>.*?)(?=\n## |\Z)", re.DOTALL)


class Pair(NamedTuple):
    """A labelled pair, the kind of reason expected, and other verdicts that count as right."""

    row: Row
    kind: str
    also: frozenset[str]


def read_own(file: Path) -> list[Pair]:
    """The pairs of one file."""
    sources = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)  # a safe loader
    return [
        Pair(
            {
                "id": source["id"],
                "claim_text": claim["text"],
                "source_text": source["source"],
                "label": claim["verdict"],
                "meta": {"study_id": source["id"]},
            },
            claim.get("kind", "none"),
            frozenset(
                [claim["also"]] if isinstance(claim.get("also"), str) else claim.get("also", ())
            ),
        )
        for source in sources
        for claim in source["claims"]
    ]


def share_right(items: Sequence[Judged], pairs: Sequence[Pair]) -> float:
    """The share of pairs with the verdict expected, or one that counts as right as well."""
    right = [
        item.verdict in {item.row["label"], *pair.also}
        for item, pair in zip(items, pairs, strict=True)
    ]
    return sum(right) / len(right)


def report_own(report: Report, file: Path, *, with_misses: bool) -> None:
    """One file of pairs: ours with its misses, then the claim alone."""
    pairs = read_own(file)
    items, taken = [], []
    for pair in pairs:
        start = time.process_time()
        items.append(judge_pair(pair.row))
        taken.append(time.process_time() - start)
    head = f"{file.name} (n={len(pairs)})"
    report.add(f"{head}: right verdict", share_right(items, pairs))
    for verdict in ("supported", "overclaims", "contradicted", "understates", "unsupported"):
        chosen = [item for item in items if item.row["label"] == verdict]
        if not chosen:
            continue
        report.add(
            f"{head}: flagged among {verdict} (n={len(chosen)})",
            interval(chosen, lambda some: rate(some, some[0].row["label"], is_flagged)),
        )
        alone = [judge_alone(item.row) for item in chosen]
        report.add(f"{head}:   claim only", rate(alone, verdict, is_flagged))
    kinds = Counter(pair.kind for pair in pairs if pair.row["label"] == "overclaims")
    for kind, number in kinds.most_common():
        caught = sum(
            item.verdict in FLAGGED
            for item, pair in zip(items, pairs, strict=True)
            if pair.kind == kind and pair.row["label"] == "overclaims"
        )
        sys.stdout.write(f"    {kind:28} caught {caught} of {number}\n")
    report.add(f"{head}: median ms", float(np.median(taken)) * 1000)
    report.add(f"{head}: 95th percentile ms", float(np.quantile(taken, 0.95)) * 1000)
    if with_misses:
        for item, pair in zip(items, pairs, strict=True):
            if item.verdict not in {item.row["label"], *pair.also}:
                sys.stdout.write(
                    f"  {item.row['id']}: {item.row['label']} ({pair.kind}) -> {item.verdict} "
                    f"({item.kind}, {item.score:.2f})\n     {item.row['claim_text']}\n"
                )


def is_flagged(item: Judged) -> bool:
    """Whether a claim was said to be more than its source bears out."""
    return item.verdict in FLAGGED


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
    """Measure the files named, or all of ours."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--misses", action="store_true", help="print every wrong verdict")
    parser.add_argument("--corpus", action="store_true", help="our documents' sentences as well")
    options = parser.parse_args()
    report = Report()
    for file in options.files or OWN:
        report_own(report, file, with_misses=options.misses)
    if options.corpus:
        report_corpus(report)


if __name__ == "__main__":
    main()
