"""The kill rate, the survivors and the twins, for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from eval.mutants.frame import MutantResult


def parted(results: Sequence[MutantResult]) -> tuple[list[MutantResult], list[MutantResult]]:
    """The mutants and the twins that changed an answer."""
    planted = [result for result in results if result["planted"]]
    return (
        [r for r in planted if r["kind"] != "twin"],
        [r for r in planted if r["kind"] == "twin"],
    )


def print_mutants(results: Sequence[MutantResult], console: Console) -> None:
    """Print kill rates by author, survivors, twins that were caught, and what was not planted."""
    mutants, twins = parted(results)
    killed = sum(r["killed"] for r in mutants)
    blind = [r for r in mutants if r["kind"] == "blind"]
    console.print(
        f"\nMutants: {killed} of {len(mutants)} killed; of those by an author who had not seen the "
        f"graders {sum(r['killed'] for r in blind)} of {len(blind)}. "
        f"Correct twins: {sum(not r['killed'] for r in twins)} of {len(twins)} pass.",
        highlight=False,
    )
    for result in mutants:
        if not result["killed"]:
            console.print(f"  SURVIVES {result['name']}: {result['fault']}", highlight=False)
    for result in twins:
        if result["killed"]:
            console.print(f"  twin CAUGHT by {result['by']}: {result['name']}", highlight=False)
    for result in results:
        if not result["planted"]:
            console.print(f"  {result['name']}: {result['by']}", highlight=False)
