"""`python -m eval`: run the suite, print the table, write the reports, fail where a gate fails."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from inspect_ai.model import get_model
from rich.console import Console

from eval.agreement import agreements
from eval.asking import (
    Assistants,
    case_asker,
    open_assistant,
    open_pages,
    open_poisoned,
    served_hashes,
)
from eval.cases import FAMILIES, Case, CaseError, load_cases
from eval.contrast import run_contrast
from eval.corpus import corpus_hash, load_corpus, load_pages, load_poisoned
from eval.gates import KILL_RATE, TWIN_RATE, judge_gates, mutant_gate
from eval.grader import LIMIT, grade, print_grading
from eval.grader import as_json as grading_json
from eval.junit import write_junit
from eval.mutants import AnswerMutants, MutantResult, run_pipeline_mutants
from eval.mutants.report import parted, print_mutants
from eval.page import write_page
from eval.results import (
    BASELINE,
    Run,
    as_baseline,
    as_json,
    git_commit,
    read_baseline,
    write_json,
)  # fmt: skip
from eval.scorers import World
from eval.scorers.groups import consistency
from eval.table import print_agreement, print_contrast, print_run
from eval.tasks import Answered, run_tasks

RUNS = Path(__file__).parent / "runs"
CONTRAST_MEMORY = RUNS / "contrast-vectors.npz"


def read_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    parser.add_argument("--family", action="append", choices=FAMILIES, help="repeatable")
    parser.add_argument("--split", choices=("dev", "test"))
    parser.add_argument("--limit", type=int, help="at most so many cases of each family")
    parser.add_argument("--no-mutants", action="store_true", help="plant no faults")
    parser.add_argument("--no-contrast", action="store_true", help="leave out the plain assistants")
    parser.add_argument("--update-baseline", action="store_true", help="write eval/baseline.json")
    parser.add_argument("--index", type=Path, help="folder of an index, built where it is missing")
    parser.add_argument("--model", default="none/none", help="Inspect model of the tasks, uncalled")
    parser.add_argument("--grader", help="also let this Inspect model grade claims; gates nothing")
    parser.add_argument("--grader-limit", type=int, default=LIMIT, help="at most so many claims")
    return parser.parse_args(arguments)


def choose_cases(cases: Sequence[Case], options: argparse.Namespace) -> list[Case]:
    """The cases that the options name."""
    chosen: list[Case] = []
    for case in cases:
        if options.family and case.family not in options.family:
            continue
        if options.split and case.split != options.split:
            continue
        if options.limit and sum(c.family == case.family for c in chosen) >= options.limit:
            continue
        chosen.append(case)
    return chosen


def with_consistency(answered: Sequence[Answered]) -> list[Answered]:
    """Add the check that needs several answers at once."""
    checks = consistency([(item.case, item.answer) for item in answered])
    return [
        replace(item, checks={**item.checks, "consistency": checks[item.case.id]})
        if item.case.id in checks
        else item
        for item in answered
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the suite; 0 when every gate is met, 1 when not, 2 for bad input."""
    options = read_arguments(arguments)
    console = Console(width=120)
    try:
        cases = choose_cases(load_cases(), options)
    except CaseError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if not cases:
        sys.stderr.write("No case fits these options.\n")
        return 2
    if options.update_baseline and (options.family or options.split or options.limit):
        sys.stderr.write("The baseline is written from all cases; drop the other options.\n")
        return 2
    try:
        grader = get_model(options.grader) if options.grader else None
    except Exception as error:  # each provider has its own for a missing package, name or key
        sys.stderr.write(f"--grader {options.grader}: {' '.join(str(error).split())}\n")
        return 2
    began = datetime.now(UTC)
    folder = RUNS / began.strftime("%Y%m%d-%H%M%S")
    folder.mkdir(parents=True)
    assistants = Assistants(open_assistant(options.index))
    corpus = load_corpus()
    world = World(corpus, served_hashes(assistants.plain, corpus))
    apart = [case for case in cases if case.documents]
    if apart:
        poisoned, second = load_poisoned(), open_poisoned(options.index, folder / "poisoned")
        assistants = replace(assistants, poisoned=second)
        served = {**world.served, **served_hashes(second, poisoned)}
        world = replace(world, poisoned=poisoned, served=served)
        missed = [case.id for case in apart if not assistants.finds(case)]
        if missed:
            sys.stderr.write(f"Not found, so nothing is proven by: {', '.join(missed)}\n")
    if any(case.pages_alone for case in cases):
        pages, third = load_pages(), open_pages(options.index, folder / "pages")
        assistants = replace(assistants, pages=third)
        served = {**world.served, **served_hashes(third, pages)}
        world = replace(world, pages=pages, served=served)
    answered = with_consistency(
        run_tasks(cases, case_asker(assistants), world, folder / "logs", options.model)
    )
    gates = judge_gates(answered)
    planting = None if options.no_mutants else AnswerMutants(answered, world)
    contrast = None
    if not options.no_contrast:
        try:
            contrast = run_contrast(cases, world, gates, with_consistency, CONTRAST_MEMORY)
        except ImportError as error:  # it never gates, so it ends no run either
            sys.stderr.write(f"Contrast left out: {error}; the dev extra brings it.\n")
    mutants: list[MutantResult] = []
    if planting:
        pipeline = run_pipeline_mutants(planting.chosen, assistants, world)
        mutants = [*planting.results(), *pipeline]
    if mutants:
        planted, twins = parted(mutants)
        killed = sum(m["killed"] for m in planted)
        unnoticed = sum(not m["killed"] for m in twins)
        gates += [
            mutant_gate(KILL_RATE, killed, len(planted)),
            mutant_gate(TWIN_RATE, unnoticed, len(twins)),
        ]
    record = {
        "commit": git_commit(), "corpus": corpus_hash(corpus), "cases": len(cases),
        "index": answered[0].answer["index"], "generator": answered[0].answer["generator"],
        "model": options.model,
        "seconds": round((datetime.now(UTC) - began).total_seconds(), 1),
    }  # fmt: skip
    agreement = agreements(cases)
    run = Run(
        folder.name, record, answered, gates, read_baseline(), mutants, agreement, contrast
    )  # fmt: skip
    write_json(as_json(run), folder / "results.json")
    write_junit(run, folder / "junit.xml")
    write_page(run, folder / "report.html")
    print_run(run, console)
    print_agreement(agreement, console)
    if contrast:
        print_contrast(contrast, console)
    if mutants:
        print_mutants(mutants, console)
    if grader:
        try:
            grading = grade(answered, grader, options.grader_limit)
        except Exception as error:  # it never gates, so a provider's fault ends no run either
            sys.stderr.write(f"Grader left out: {' '.join(str(error).split())}\n")
        else:
            write_json(grading_json(grading), folder / "grader.json")
            print_grading(grading, console)
    for name in ("poisoned", "pages"):
        shutil.rmtree(folder / name, ignore_errors=True)
    console.print(f"{record['seconds']} s; reports in {folder}", highlight=False, soft_wrap=True)
    if options.update_baseline:
        write_json(as_baseline(run), BASELINE)
    return int(run.failed)


if __name__ == "__main__":
    raise SystemExit(main())
