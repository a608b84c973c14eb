"""The table that a person reads in ten seconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rich.console import Console
from rich.table import Table

from eval.agreement import Agreement
from eval.contrast import Contrast, Standing
from eval.gates import Gate
from eval.metrics import Estimate
from eval.results import Run, difference, family_rows, passed

MAX_CHANGES = 8


def percent(value: float | None) -> str:
    """A share in whole percent; a dash for none. Never rounds up to 100 or down to 0.

    >>> percent(0.999)
    '99.9%'
    """
    if value is None:
        return "–"
    return f"{value:.1%}" if 0.99 < value < 1 or 0 < value < 0.01 else f"{value:.0%}"


def interval(estimate: Estimate) -> str:
    """The 95 % interval; a dash for none."""
    if estimate.low is None or estimate.high is None:
        return "–"
    return f"{percent(estimate.low)} to {percent(estimate.high)}"


def verdict(gate: Gate) -> str:
    """Met or not, and whether that decides."""
    if gate.met is None:
        return "nothing to count"
    if gate.met:
        return "met"
    return "NOT MET"


def print_agreement(found: Sequence[Agreement], console: Console) -> None:
    """Print how far the two sets of gold labels agree."""
    words = [
        f"{a.name} {percent(a.compatible)} of {a.n} compatible, "
        f"kappa {'–' if a.kappa is None else format(a.kappa, '.2f')} over {a.n_kappa}"
        for a in found
    ]
    if words:
        console.print(f"Gold labels, set twice apart: {'; '.join(words)}.", highlight=False)


def print_run(run: Run, console: Console) -> None:
    """Families, gates, failing cases."""
    families = Table(title="Cases that pass, by family", title_justify="left")
    for column in ("family", "n", "pass", "95% interval", "unscored", "waiting"):
        families.add_column(column, justify="left" if column == "family" else "right", no_wrap=True)
    for row in family_rows(run.answered):
        families.add_row(
            row.family, str(row.estimate.n), percent(row.estimate.share), interval(row.estimate),
            str(row.unscored), str(row.waiting),
        )  # fmt: skip
    console.print(families)
    gates = Table(title="Gates", title_justify="left")
    for column in (
        "gate",
        "cases",
        "hits",
        "95% interval",
        "test",
        "faults",
        "unscored",
        "threshold",
        "",
    ):
        side: Literal["left", "right"] = "left" if column in {"gate", ""} else "right"
        gates.add_column(column, justify=side, no_wrap=True)
    for gate in run.gates:
        style = {True: "green", False: "red", None: "dim"}[gate.met]
        gates.add_row(
            gate.rule.name, str(gate.estimate.n), percent(gate.estimate.share),
            interval(gate.estimate), percent(gate.held_out), str(gate.faults), str(gate.unscored), gate.threshold,
            f"[{style}]{verdict(gate)}[/]",
        )  # fmt: skip
    console.print(gates)
    failing = [i for i in run.answered if not passed(i) and i.case.waits_for is None]
    if failing:
        console.print(f"{len(failing)} cases fail; each with its reasons in report.html:")
        console.print("  " + ", ".join(item.case.id for item in failing), highlight=False)
    changed = [i for i in run.answered if run.baseline and "now" in difference(i, run.baseline)]
    for item in changed[:MAX_CHANGES]:
        console.print(f"  since the baseline: {item.case.id}: {difference(item, run.baseline)}")
    if len(changed) > MAX_CHANGES:
        console.print(f"  and {len(changed) - MAX_CHANGES} more, in report.html")


def beside(standing: Standing) -> str:
    """A share and its faults; a dash where nothing was counted."""
    if standing["share"] is None:
        return "–"
    return f"{percent(standing['share'])}, {standing['faults']} faults"


def print_contrast(contrast: Contrast, console: Console) -> None:
    """Ours beside the plain assistants, gate by gate, and where they are as good."""
    title = f"Contrast ({contrast['seconds']} s)"
    rows = Table(title=title, title_justify="left")
    rows.add_column("gate", no_wrap=True)
    for column in ("ours", *contrast["names"]):
        rows.add_column(column, justify="right", no_wrap=True)
    for row in contrast["rows"]:
        others = [row["others"][name] for name in contrast["names"]]
        rows.add_row(row["gate"], *(beside(standing) for standing in (row["ours"], *others)))
    console.print(rows)
    for line in contrast["words"]:
        console.print(line, highlight=False)
