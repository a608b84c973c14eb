"""`python -m bench`: ours and the LangChain quickstart side by side, in one run on one machine.

    python -m bench [--data FOLDER --part PART] [--documents N] [--queries N] [--keep]

The shipped corpus with the eval's questions, or an outside set. Prints speeds, memory and quality
of both with their ratios; a whole run also goes to `bench/results/` and into `bench/README.md`.
Wall times suffer from whatever else runs; processor times much less.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from assistant.embed.network import fastest_precision
from bench.report import write_results, write_table
from bench.sets import Interval, TestSet, bootstrap, ndcg, read_outside, read_shipped, recall

COLD_RUNS = 3
SIDES = ("ours", "quickstart")
TABLES = {"shipped corpus": "side by side, shipped", "nfcorpus dev": "side by side, nfcorpus dev"}
"""The sets whose tables stand in the README, by the names of their places there."""


class Row(NamedTuple):
    """One line of the table."""

    label: str
    key: str
    is_more: bool
    form: str
    aim: str = ""


ROWS = (
    Row("documents a second", "documents_s", True, ".1f", "ratio 4"),
    Row("documents a processor second", "documents_cpu_s", True, ".1f", "ratio 4"),
    Row("peak memory to build, MB", "peak_mb", False, ".0f", "ratio 1"),
    Row("warm search, median ms", "query_ms", False, ".1f", "25 ms"),
    Row("warm search, 95th percentile ms", "query_p95_ms", False, ".1f"),
    Row("warm search, processor ms", "query_cpu_ms", False, ".1f"),
    Row("shell to first answer, s", "cold_s", False, ".1f", "3 s"),
    Row("shell to first answer, processor s", "cold_cpu_s", False, ".1f"),
)
OWN_ROWS = (
    Row("warm `ask`, median ms", "ask_ms", False, ".1f", "40 ms"),
    Row("warm `ask`, 95th percentile ms", "ask_p95_ms", False, ".1f"),
    Row("warm `ask`, processor ms", "ask_cpu_ms", False, ".1f"),
    Row("`ask` from memory, median ms", "remembered_ms", False, ".2f"),
    Row("floor: one embedding and one HNSW look-up, median ms", "floor_ms", False, ".1f"),
)
"""What the quickstart, which writes no answer, has nothing to set against."""


def main() -> None:
    """Measure both and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of an outside set")
    parser.add_argument("--part", default="dev", help="which queries of it")
    parser.add_argument("--documents", type=int, default=0, help="at most so many of its documents")
    parser.add_argument("--queries", type=int, default=0, help="at most so many queries")
    parser.add_argument("--keep", action="store_true", help="keep the figures of a part as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        work = Path(folder)
        if options.data:
            tested = read_outside(
                options.data, options.part, work, options.documents, options.queries
            )
        else:
            tested = read_shipped(options.queries)
        figures = run(tested, work)
    text = table(tested, figures)
    sys.stdout.write(text)
    if options.keep or not (options.documents or options.queries):
        write_results(tested.name.replace(" ", "-"), figures)
        if tested.name in TABLES:
            write_table(TABLES[tested.name], text)


def run(tested: TestSet, work: Path) -> dict[str, Any]:
    """Measure each side in a process of its own, one after the other."""
    given = {
        "paths": [str(path) for path in tested.paths],
        "documents": tested.documents,
        "queries": tested.queries,
    }
    (work / "set.json").write_text(json.dumps(given), encoding="utf-8")
    figures: dict[str, Any] = {
        "set": tested.name, "documents": len(tested.documents), "queries": len(tested.queries),
        "machine": describe_machine(),
    }  # fmt: skip
    for side in SIDES:
        subprocess.run([sys.executable, "-m", "bench.sides", side, str(work)], check=True)
        measured = json.loads((work / f"{side}.json").read_text(encoding="utf-8"))
        found = measured.pop("found")
        measured["documents_s"] = len(tested.documents) / measured["build_s"]
        measured["documents_cpu_s"] = len(tested.documents) / measured["build_cpu_s"]
        measured["ndcg@10"] = [ndcg(found[key], tested.qrels[key]) for key in tested.queries]
        measured["recall@10"] = [
            recall(found[key], tested.qrels[key], tested.needed[key]) for key in tested.queries
        ]
        figures[side] = measured
    query = next(iter(tested.queries.values()))
    ask = [sys.executable, "-m", "assistant", "ask", "--index", str(work / "ours"), query]
    figures["ours"] |= time_cold(ask)
    figures["quickstart"] |= time_cold(
        [sys.executable, "-m", "bench.sides", "cold", str(work), query]
    )
    for name in ("ndcg@10", "recall@10"):
        ours, theirs = (figures[side].pop(name) for side in SIDES)
        figures["ours"][name] = bootstrap(ours)
        figures["quickstart"][name] = bootstrap(theirs)
        figures[f"{name} difference"] = bootstrap(
            [mine - other for mine, other in zip(ours, theirs, strict=True)]
        )
    return figures


def time_cold(command: list[str]) -> dict[str, float]:
    """Seconds from the shell to the first answer, by the clock and of the processor; medians."""
    waits, works = [], []
    for _ in range(COLD_RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        waits.append(time.perf_counter() - started)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        works.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return {"cold_s": statistics.median(waits), "cold_cpu_s": statistics.median(works)}


def describe_machine() -> str:
    """Processor, its cores, in what it embeds passages, and how busy it was."""
    import torch

    able = torch.cpu.get_capabilities()
    load = os.getloadavg()[0]
    name = able.get("cpu_name") or platform.processor()
    return f"{name}, {os.cpu_count()} cores, passages in {fastest_precision()}, load {load:.1f} at the start"


def table(tested: TestSet, figures: dict[str, Any]) -> str:
    """The figures as a Markdown table with ratios, more than 1 where ours is better."""
    ours, theirs = figures["ours"], figures["quickstart"]
    lines = [
        f"{tested.name}: {len(tested.documents):,} documents, {len(tested.queries):,} queries; "
        f"{figures['machine']}",
        "",
        "| | ours | quickstart | ratio | aim |",
        "|---|---|---|---|---|",
    ]
    for row in ROWS:
        mine, other = ours[row.key], theirs[row.key]
        ratio = mine / other if row.is_more else other / mine
        lines.append(
            f"| {row.label} | {mine:{row.form}} | {other:{row.form}} | {ratio:.1f} | {row.aim} |"
        )
    for name in ("ndcg@10", "recall@10"):
        difference: Interval = figures[f"{name} difference"]
        lines.append(f"| {name} | {ours[name]} | {theirs[name]} | {difference} | |")
    lines += [f"| {row.label} | {ours[row.key]:{row.form}} | | | {row.aim} |" for row in OWN_ROWS]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
