"""One study: whether it is direct, what it found, how good it is, how strongly it may speak (R2, R3, R5, R6, R8, R9, R15)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence

from assistant.retrieve import PEOPLE, Catalog, StudyMatch
from assistant.schema import (
    Abstract,
    CaveatKind,
    Design,
    Direction,
    Level,
    Limit,
    Outcome,
    Population,
    StudyResult,
)

GOOD_ARM = 40
"""R3: analysed people an arm (or in a crossover)."""
SYNTHESIS_TRIALS = 3
SYNTHESIS_PEOPLE = 300
STRONG_TRIALS = 10
STRONG_PEOPLE = 5000
DESIGN_ORDER = tuple(Design)
"""Strongest first, as the enumeration lists them."""
SYNTHESES = frozenset({Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW})
INTERVAL = re.compile(r"\bCI\b|(confidence|credible) interval|\d%? to -?\d")


def weigh_study(
    match: StudyMatch,
    compounds: Collection[str],
    catalog: Catalog,
    populations: Collection[Population] = (),
    is_of_others: Callable[[Abstract], bool] = lambda facts: False,
    companions: Collection[str] = (),
) -> StudyResult:
    """R2: say whether a study is direct, and why it is not.

    A mixture is direct evidence of itself, and of harm (R14: from any design, of any product).
    `is_of_others` tells studies of other people than the question means, beyond its populations;
    `companions` are what the question takes with the substance: a mixture of just these is what it asks about.
    """
    facts = match.facts
    in_people = tuple(o for o in match.outcomes if o.species in {None, "human"})
    asked = set(populations) - {"animals", "on_medication"}
    outcomes = in_people or match.outcomes
    outcomes = tuple(o for o in outcomes if o.population in asked) or outcomes
    because: list[CaveatKind] = []
    own = tuple(o for o in outcomes if not o.substances or set(o.substances) & set(compounds))
    if (outcomes and not own) or not set(facts.substances) & set(compounds):
        because.append(CaveatKind.DIFFERENT_FORM)
    outcomes = own or outcomes
    is_of_harm = all(o.direction == "harm" or o.role == "harm" for o in outcomes)
    is_asked_mixture = bool(companions) and set(facts.substances) <= {*compounds, *companions}
    if facts.combination and not (facts.companions_in_both_arms or is_of_harm or is_asked_mixture):
        mixtures = {name for name in compounds if is_mixture(catalog, name)}
        if not mixtures & set(facts.substances):
            because.append(CaveatKind.COMBINATION_PRODUCT)
    if facts.kind is Design.ANIMAL:
        because.append(CaveatKind.ANIMAL_STUDY)
    elif facts.kind is Design.IN_VITRO:
        because.append(CaveatKind.CELL_STUDY)
    elif facts.kind in PEOPLE and (facts.species != "human" or (match.outcomes and not in_people)):
        because.append(CaveatKind.ANIMAL_STUDY)
    others = asked and not asked & studied_populations(facts, outcomes)
    if facts.kind in PEOPLE and (others or is_of_others(facts)):
        because.append(CaveatKind.DIFFERENT_POPULATION)
    return StudyResult(
        facts=facts,
        outcomes=outcomes,
        direction=study_direction(outcomes),
        is_direct=not because
        and facts.kind in PEOPLE
        and not (facts.is_retracted or facts.is_protocol),
        indirect_because=tuple(because),
    )


def is_mixture(catalog: Catalog, name: str) -> bool:
    """Whether a name of the vocabulary stands for a mixture as such."""
    item = catalog.substances.get(name)
    return bool(item and item.is_mixture)


def studied_populations(facts: Abstract, outcomes: Sequence[Outcome]) -> set[Population]:
    """Who was studied: the study's people and those of its separate results."""
    return {*facts.populations, *(o.population for o in outcomes if o.population)}


def outcome_direction(outcome: Outcome) -> Direction:
    """R9: `no_effect` only where an effect that matters is excluded, else `unclear`."""
    if outcome.direction == "no_effect" and not outcome.important_effect_excluded:
        return "unclear"
    return outcome.direction


def study_direction(outcomes: Sequence[Outcome]) -> Direction:
    """R8: the between-arm result on primary, patient-important outcomes; differing ones are mixed.

    Ties with an active comparator stand apart, and a change within one arm is no between-arm
    result: both are left out where another result of the same rank is there. A subgroup, a marker or
    a secondary result never speaks over them.
    """
    important = [o for o in outcomes if o.role not in {"subgroup", "surrogate"}] or list(outcomes)
    primary = [o for o in important if o.role == "primary"]
    primary = primary or [o for o in important if o.role != "secondary"] or important
    apart = [o for o in primary if not is_tie(o)] or primary
    between = [o for o in apart if o.comparison != "baseline"] or apart
    found = {outcome_direction(o) for o in between}
    if found == {"no_effect", "unclear"}:  # One of its nulls is precise; the others agree with it.
        return "no_effect"
    return combine_directions(found)


def dispute(result: StudyResult) -> Limit | None:
    """R10: where the source says itself that others found otherwise on one of these outcomes."""
    names = {outcome.name for outcome in result.outcomes}
    return next((limit for limit in result.facts.limits if names & set(limit.outcomes)), None)


def is_tie(outcome: Outcome) -> bool:
    """R8: no difference from an active comparator, worded "no worse than" and never a null."""
    return outcome.comparison == "active" and outcome.direction in {"no_effect", "unclear"}


def combine_directions(directions: Iterable[Direction]) -> Direction:
    """Join directions: one stays itself, two nulls are unclear, anything else is mixed."""
    found = set(directions)
    if len(found) == 1:
        return found.pop()
    if found <= {"no_effect", "unclear"}:
        return "unclear"
    return "mixed"


def people_per_arm(facts: Abstract) -> int:
    """People analysed in the smallest arm; where arms are not stated, an even split in two.

    How many were randomised says nothing of how many were analysed.
    """
    people = facts.n_analysed or 0
    if facts.crossover:
        return people
    return facts.smallest_arm or people // 2


def is_good_trial(result: StudyResult) -> bool:
    """R3: direct, checked, randomised, large enough, no high risk of bias, no unread correction."""
    facts = result.facts
    unread = any(n.kind == "correction" and not n.was_read for n in facts.notices)
    return (
        result.is_direct
        and facts.is_checked
        and facts.kind is Design.RCT
        and people_per_arm(facts) >= GOOD_ARM
        and not facts.high_risk_of_bias
        and not unread
        and not facts.is_retracted
    )


def pooled_people(result: StudyResult) -> int:
    """People behind a synthesis, for these outcomes where they say so."""
    return max([o.n or 0 for o in result.outcomes], default=0) or result.facts.n_analysed or 0


def has_size(result: StudyResult, trials: int, people: int) -> bool:
    """Whether one pooled result rests on so many trials and people (both of the same result)."""
    facts = result.facts
    return any(
        (o.trials or facts.trials_included or 0) >= trials
        and (o.n or facts.n_analysed or 0) >= people
        for o in result.outcomes
    )


def is_good_synthesis(result: StudyResult) -> bool:
    """R5: a checked meta-analysis of 3 trials and 300 people, not rated low by its authors.

    Trials that are all at high risk of bias, in the authors' judgement, are a low rating.
    """
    rated_low = any(
        o.certainty in {"low", "very_low"} or o.high_risk_of_bias for o in result.outcomes
    )
    of_trials = any(o.comparison != "not_applicable" for o in result.outcomes)
    return (
        result.is_direct
        and result.facts.is_checked
        and result.facts.kind is Design.META_ANALYSIS
        and of_trials
        and has_size(result, SYNTHESIS_TRIALS, SYNTHESIS_PEOPLE)
        and not rated_low
    )


def is_strong_synthesis(result: StudyResult) -> bool:
    """R6: rated high by its authors; or 10 or more trials, 5,000 or more people, a clear interval.

    What its authors rate lower than high isn't called strong, however large it is (R17).
    """
    rated = {o.certainty for o in result.outcomes if o.certainty}
    if rated:
        return "high" in rated
    interval = any(o.effect and INTERVAL.search(o.effect) for o in result.outcomes)
    large = has_size(result, STRONG_TRIALS, STRONG_PEOPLE)
    return large and interval and result.direction not in {"unclear", "mixed"}


def result_order(result: StudyResult) -> tuple[bool, int, int, str]:
    """Direct first, then by design, then the larger study."""
    people = result.facts.n_analysed or result.facts.n_randomised or 0
    order = DESIGN_ORDER.index(result.facts.kind)
    return (not result.is_direct, order, -people, result.facts.id)


def max_strength(design: Design, level: Level) -> int:
    """R15: how strong a sentence in our own voice may be that rests on one source of this design.

    0 none (attributed only), 1 association, 2 possible or conditional cause, 3 stated cause. The 3
    of a trial is for the report of that trial, the 3 of cells and animals for a sentence that names
    the model, the 3 of pharmacokinetics for levels alone; `verify` checks these conditions.
    """
    caps = {
        Design.ARTICLE: 0,
        Design.NARRATIVE_REVIEW: 0,
        Design.FACT_SHEET: 0,
        Design.GUIDELINE: 0,
        Design.CASE_REPORT: 1,
        Design.OBSERVATIONAL: 1,
        Design.NONRANDOMIZED_TRIAL: 1,
        Design.SYSTEMATIC_REVIEW: 2,
        Design.META_ANALYSIS: 3 if level in {"moderate", "strong"} else 2,
    }
    return caps.get(design, 3)
