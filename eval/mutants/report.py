"""The kill rate and the survivors, for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from eval.metrics import kill_rate
from eval.mutants.frame import MutantResult
from eval.table import percent


def print_mutants(results: Sequence[MutantResult], console: Console) -> None:
    """Print the kill rate, the survivors, and what was caught in few of its answers."""
    planted = [result for result in results if result["planted"]]
    rate = kill_rate({result["name"]: result["killed"] for result in planted})
    console.print(
        f"\nMutants: {percent(rate)} killed ({sum(r['killed'] for r in planted)} of {len(planted)})"
    )
    for result in planted:
        if not result["killed"]:
            console.print(f"  SURVIVES {result['name']}: {result['fault']}", highlight=False)
    for result in planted:
        if result["killed"] and result["caught"] < 0.5 * result["planted"]:
            share = f"{result['caught']} of {result['planted']} answers"
            console.print(f"  caught in {share}: {result['name']}", highlight=False)
    for result in results:
        if not result["planted"]:
            console.print(f"  {result['name']}: {result['by']}", highlight=False)
