"""The scorers: each judges one thing and says why. They share no code with `assistant`."""

from __future__ import annotations

from eval.cases import Case
from eval.scorers.base import Answer, Check, Judge, World
from eval.scorers.citations import exact_citations, precise_citations, present_citations
from eval.scorers.expectations import (
    abstention,
    came,
    caveat_recall,
    direction,
    due_caveats,
    human_trials,
    level,
    must_say,
    over_hedging,
    sources,
    triage,
)  # fmt: skip
from eval.scorers.fidelity import faithful
from eval.scorers.form import readability
from eval.scorers.numbers import supported_numbers
from eval.scorers.strength import forbidden_claims, strength_caps

JUDGES: dict[str, Judge] = {
    judge.__name__: judge
    for judge in (
        came, exact_citations, present_citations, precise_citations, faithful, supported_numbers,
        forbidden_claims, strength_caps, must_say, caveat_recall, due_caveats, sources, level, direction,
        human_trials, abstention, triage, over_hedging, readability,
    )
}  # fmt: skip
ADVISORY = frozenset({"readability", "due_caveats"})
"""Checks that are reported and do not decide whether a case passes."""

__all__ = ["ADVISORY", "JUDGES", "Answer", "Check", "Judge", "World", "judge_answer"]


def judge_answer(case: Case, answer: Answer, world: World) -> dict[str, Check]:
    """Every check that applies to this case, by name."""
    checks = ((name, judge(case, answer, world)) for name, judge in JUDGES.items())
    return {name: check for name, check in checks if check is not None}
