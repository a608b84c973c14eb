"""`python -m eval.understanding`: does it understand what people ask, and know what it can't answer?

The labelled questions of `eval/questions` are asked, in about a minute; figures, intervals and every
miss go to `eval/runs`. With `--outside FOLDER` other people's questions are asked instead, which
have no labels here, and their statuses are counted. Nothing gates unless `--gates` is given.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from eval.asked import Asked, Questions, Vocabulary, load_questions, load_vocabulary
from eval.asking import PartialAssistants, asker, open_assistant
from eval.cases import CaseError
from eval.corpus import load_corpus
from eval.heard import (
    ABSTAINS,
    GATES,
    REFUSED,
    Measured,
    Share,
    judge_alarm,
    judge_slots,
    judge_status,
    judge_wordings,
)
from eval.outside import described, load_outside
from eval.results import git_commit, write_json
from eval.scorers.base import Answer
from eval.table import percent

RUNS = Path(__file__).parent / "runs"
AskAsked = Callable[[Asked], Answer]
OTHER_SECTIONS = ("out_of_scope", "declined")


def measure(questions: Questions, vocabulary: Vocabulary, ask: AskAsked) -> Measured:
    """Ask everything and judge it."""
    into = Measured()
    for asked in questions.understanding:
        answer = ask(asked)
        judge_slots(asked, answer, vocabulary, into)
        judge_status("status and reason", asked, answer, into)
        if asked.status == ("answered",):
            into.count(REFUSED, answer["status"] == "answered")
    for asked in questions.fresh:
        answer = ask(asked)
        judge_slots(asked, answer, vocabulary, into, strictly=True)
        if asked.status != ("answered",):
            judge_status("strictly: set aside", asked, answer, into)
    for asked in questions.urgent:
        judge_alarm(asked, ask(asked), into, urgent=True)
    for asked in questions.benign:
        judge_alarm(asked, ask(asked), into, urgent=False)
    for asked in questions.either:
        into.count("either way: taken as urgent", ask(asked)["status"] == "urgent")
    for asked in questions.unanswerable:
        answer = ask(abstaining := asked.model_copy(update={"status": ("no_evidence",)}))
        judge_status(ABSTAINS, abstaining, answer, into)
        right = (answer["status"], answer["reason"]) == ("no_evidence", asked.reason[0])
        into.count(f"abstains: {asked.reason[0]}", right)
        into.count("abstains, for whatever reason", answer["status"] == "no_evidence")
        if asked.without:
            into.count("abstains: documents taken out", right)
    for asked in questions.answerable:
        judge_status(REFUSED, asked, ask(asked), into)
    for section in OTHER_SECTIONS:
        for asked in getattr(questions, section):
            labelled = asked.model_copy(update={"status": (section,)})
            judge_status(section, labelled, ask(labelled), into)
    for group in questions.paraphrases:
        wordings = [Asked(id=group.id, ask=(text,)) for text in group.asks]
        judge_wordings(group, [ask(wording) for wording in wordings], into)
    return into


def print_shares(shares: Iterable[Share], console: Console) -> None:
    """The figures, with their gates."""
    table = Table(title="Understanding", title_justify="left")
    for column in ("figure", "right", "of", "share", "95 % interval", "gate"):
        table.add_column(column, justify="left" if column == "figure" else "right", no_wrap=True)
    for item in shares:
        low, high = item.interval or (None, None)
        gate = (
            "" if item.met is None else f"{GATES[item.name]:.0%} {'met' if item.met else 'NOT MET'}"
        )
        table.add_row(
            item.name, str(item.hits), str(item.n), percent(item.share),
            f"{percent(low)} to {percent(high)}", gate,
        )  # fmt: skip
    console.print(table)


def print_counts(title: str, counts: Counter[tuple[str, str]], console: Console) -> None:
    """A table of pairs: rows by the first of each pair, columns by the second."""
    rows, columns = ([*dict.fromkeys(sorted(p[i] for p in counts))] for i in (0, 1))
    table = Table(title=title, title_justify="left")
    for column in ("", *columns):
        table.add_column(column, justify="right" if column else "left")
    for row in rows:
        table.add_row(row, *(str(counts[row, column] or "·") for column in columns))
    console.print(table)


def write_misses(measured: Measured, path: Path) -> None:
    """Every miss as Markdown, by figure."""
    lines = []
    for name in dict.fromkeys(miss.what for miss in measured.misses):
        found = [miss for miss in measured.misses if miss.what == name]
        lines += [f"## {name}: {len(found)}", ""]
        for miss in found:
            lines.append(f"- `{miss.id}` {miss.asked}")
            lines += [f"  read as: {miss.stand_alone}"] if miss.stand_alone else []
            lines += [f"  wanted: {miss.wanted}", f"  found: {miss.found}"]
        lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8")


def labelled_run(options: argparse.Namespace, folder: Path, console: Console) -> int:
    """Ask the labelled questions; 1 where a gate is not met and gates were asked for."""
    vocabulary = load_vocabulary()
    questions = load_questions(vocabulary, load_corpus())
    whole = open_assistant(options.index)
    partial = PartialAssistants(whole, options.index)
    total = sum(len(getattr(questions, name)) for name in Questions.model_fields)
    total += sum(len(group.asks) - 1 for group in questions.paraphrases)
    with waiting(console) as progress:
        task = progress.add_task("asking", total=total)

        def ask(asked: Asked) -> Answer:
            progress.advance(task)
            return asker(partial.without(asked.without), with_medicines=True)(asked.ask)

        measured = measure(questions, vocabulary, ask)
    shares = measured.shares()
    print_shares(shares, console)
    print_counts("Status: expected (rows), found (columns)", measured.statuses, console)
    folder.mkdir(parents=True)
    write_misses(measured, folder / "misses.md")
    write_json(
        {
            "commit": git_commit(),
            "figures": [
                {**asdict(item), "share": item.share, "interval": item.interval, "met": item.met}
                for item in shares
            ],
            "statuses": [[*pair, count] for pair, count in sorted(measured.statuses.items())],
            "misses": [asdict(miss) for miss in measured.misses],
        },
        folder / "results.json",
    )
    return int(options.gates and any(item.met is False for item in shares))


def outside_run(options: argparse.Namespace, folder: Path, console: Console) -> int:
    """Ask other people's questions and count the statuses."""
    questions = load_outside(options.outside)
    ask = asker(open_assistant(options.index))
    rows: list[dict[str, Any]] = []
    counts: Counter[tuple[str, str]] = Counter()
    with waiting(console) as progress:
        for question in progress.track(questions, description="asking"):
            answer = ask([question.text])
            counts[question.set_name, described(answer)] += 1
            rows.append({"id": question.id, "set": question.set_name, "answer": answer})
    print_counts("Outside questions: set (rows), status (columns)", counts, console)
    folder.mkdir(parents=True)
    write_json({"commit": git_commit(), "answers": rows}, folder / "outside.json")
    return 0


def waiting(console: Console) -> Progress:
    """A progress bar that leaves nothing behind."""
    return Progress(console=console, transient=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and report; 0, or 1 where a gate is not met, or 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m eval.understanding", description=__doc__)
    parser.add_argument("--gates", action="store_true", help="exit with 1 where a gate is not met")
    parser.add_argument("--outside", type=Path, help="folder that holds the outside sets")
    parser.add_argument("--index", type=Path, help="folder of an index, built where it is missing")
    options = parser.parse_args(arguments)
    console = Console(width=120)
    began = datetime.now(UTC)
    folder = RUNS / f"understanding-{began:%Y%m%d-%H%M%S}"
    try:
        run = outside_run if options.outside else labelled_run
        status = run(options, folder, console)
    except CaseError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    seconds = (datetime.now(UTC) - began).total_seconds()
    console.print(f"{seconds:.0f} s; reports in {folder}", highlight=False, soft_wrap=True)
    return status


if __name__ == "__main__":
    raise SystemExit(main())
