"""How many trials and people stand behind a body of evidence (R11)."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.retrieve import TRIALS
from assistant.schema import (
    Abstract,
    Outcome,
    StudyResult,
)
from assistant.weigh.study import SYNTHESES


def outside_reviews(direct: Sequence[StudyResult]) -> list[StudyResult]:
    """R11: a trial that a counted review is known to include is not counted again."""
    inside = {i for r in direct if r.facts.kind in SYNTHESES for i in r.facts.studies_reviewed}
    return [r for r in direct if r.facts.id not in inside]


def count_people(direct: Sequence[StudyResult]) -> tuple[int, int | None]:
    """R11: trials and people behind the direct evidence; the largest synthesis stands alone.

    Without a synthesis the separate trials are counted and their people added; people are unknown
    (None) where a trial does not say.
    """
    syntheses = [r for r in direct if r.facts.kind in SYNTHESES]
    trials = distinct_trials([r for r in direct if r.facts.kind in TRIALS])
    if syntheses:
        sizes = [size_of(r.facts, o) for r in syntheses for o in r.outcomes]
        pooled, among = max(sizes, key=lambda size: (size[1] or 0, size[0] or 0))
        return pooled or len(trials), among
    people = [r.facts.n_analysed or r.facts.n_randomised for r in trials]
    known = [n for n in people if n is not None]
    return len(trials), sum(known) if trials and len(known) == len(people) else None


def size_of(facts: Abstract, outcome: Outcome) -> tuple[int | None, int | None]:
    """R11: trials and people behind one pooled result, never of two different analyses.

    Where the result states neither, they are the review's own.
    """
    if outcome.trials or outcome.n:
        return outcome.trials, outcome.n
    return facts.trials_included, facts.n_analysed


def distinct_trials(trials: Sequence[StudyResult]) -> list[StudyResult]:
    """R11: papers of one team on equally many people are one trial, counted once."""
    found: dict[tuple[str, int], StudyResult] = {}
    for result in trials:
        facts = result.facts
        people = facts.n_analysed or facts.n_randomised
        key = (facts.team or facts.id, people) if people else (facts.id, 0)
        found.setdefault(key, result)
    return list(found.values())
