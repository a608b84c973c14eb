"""The body of evidence behind a question, by rules R1 to R17 of the README.

The thresholds are our conventions. This is not GRADE and does not call itself so. Each rule is one
function with its number in the docstring; the caps of R15 to R17 on single sentences are in
`max_strength` and are applied by `verify`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence

from assistant.retrieve import PEOPLE, TRIALS, Catalog, StudyMatch
from assistant.schema import (
    Abstract,
    ArticleClaim,
    Body,
    BodyDirection,
    CaveatKind,
    Design,
    Direction,
    Evidence,
    Level,
    Outcome,
    Population,
    StudyResult,
)

GOOD_ARM = 40
"""R3: analysed people an arm (or in a crossover)."""
LARGE_TRIAL = 1000
SYNTHESIS_TRIALS = 3
SYNTHESIS_PEOPLE = 300
STRONG_TRIALS = 10
STRONG_PEOPLE = 5000
LEVELS: tuple[Level, ...] = ("none", "anecdotal", "preclinical", "limited", "moderate", "strong")
DETECTED_LEVEL: Level = "limited"
"""R4: what studies that were detected and not checked raise a body to, however many they are."""
DESIGN_ORDER = tuple(Design)
"""Strongest first, as the enumeration lists them."""
SYNTHESES = frozenset({Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW})
PRECLINICAL = frozenset({Design.ANIMAL, Design.IN_VITRO})
INTERVAL = re.compile(r"\bCI\b|(confidence|credible) interval|\d%? to -?\d")


# --- one study -------------------------------------------------------------------------------


def weigh_study(
    match: StudyMatch,
    compounds: Collection[str],
    catalog: Catalog,
    populations: Collection[Population] = (),
    is_of_others: Callable[[Abstract], bool] = lambda facts: False,
) -> StudyResult:
    """R2: say whether a study is direct, and why it is not.

    A mixture is direct evidence of itself, and of harm (R14: from any design, of any product).
    `is_of_others` tells studies of other people than the question means, beyond its populations.
    """
    facts = match.facts
    in_people = tuple(o for o in match.outcomes if o.species in {None, "human"})
    asked = set(populations) - {"animals", "on_medication"}
    outcomes = in_people or match.outcomes
    outcomes = tuple(o for o in outcomes if o.population in asked) or outcomes
    because: list[CaveatKind] = []
    if not set(facts.substances) & set(compounds):
        because.append(CaveatKind.DIFFERENT_FORM)
    is_of_harm = all(o.direction == "harm" or o.role == "harm" for o in outcomes)
    if facts.combination and not facts.companions_in_both_arms and not is_of_harm:
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
        is_direct=not because and facts.kind in PEOPLE and not facts.is_retracted,
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
    result: both are left out where another result of the same rank is there. A subgroup or a marker
    never speaks over them.
    """
    important = [o for o in outcomes if o.role not in {"subgroup", "surrogate"}] or list(outcomes)
    primary = [o for o in important if o.role == "primary"] or important
    apart = [o for o in primary if not is_tie(o)] or primary
    between = [o for o in apart if o.comparison != "baseline"] or apart
    found = {outcome_direction(o) for o in between}
    if found == {"no_effect", "unclear"}:  # One of its nulls is precise; the others agree with it.
        return "no_effect"
    return combine_directions(found)


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
    """R6: rated high by its authors; or 10 or more trials, 5,000 or more people, a clear interval."""
    if any(o.certainty == "high" for o in result.outcomes):
        return True
    interval = any(o.effect and INTERVAL.search(o.effect) for o in result.outcomes)
    large = has_size(result, STRONG_TRIALS, STRONG_PEOPLE)
    return large and interval and result.direction not in {"unclear", "mixed"}


# --- the body --------------------------------------------------------------------------------


def weigh_body(
    substance: str,
    group: str,
    catalog: Catalog,
    populations: Collection[Population] = (),
    is_of_others: Callable[[Abstract], bool] = lambda facts: False,
) -> Body:
    """R1: weigh what the documents hold on one substance and one group of outcomes."""
    compounds = catalog.forms(substance)
    relatives = catalog.relatives(substance)
    results = [
        weigh_study(match, compounds, catalog, populations, is_of_others)
        for match in catalog.studies({*compounds, *relatives}, {group})
    ]
    results.sort(key=result_order)
    item = catalog.substances.get(substance)
    near = {*compounds, *(item.relatives if item else ())}
    claims = tuple((a.id, c) for a, c in catalog.claims(near, {group}))
    standing = [r for r in results if not r.facts.is_retracted]
    direct = outside_reviews([r for r in standing if r.is_direct])
    preclinical = preclinical_results(standing, catalog, substance)
    deciding = deciding_results(direct) or preclinical
    direction: BodyDirection = (
        combine_directions(r.direction for r in deciding) if deciding else "unclear"
    )
    checked = [r for r in direct if r.facts.is_checked]
    level = evidence_level(checked, preclinical, claims, catalog)
    if direct and LEVELS.index(level) < LEVELS.index("limited"):
        level = DETECTED_LEVEL
    if level in {"anecdotal", "none"}:
        direction = "unclear"
    trials, people = count_people(direct)
    shown = direct or preclinical or ([] if claims else standing)
    return Body(
        substance=substance,
        group=group,
        populations=tuple(populations),
        results=tuple(results),
        claims=claims,
        evidence=Evidence(
            level=level,
            direction=direction,
            strongest_design=strongest_design(shown, bool(claims)),
            human_trials=trials,
            participants=people,
            null_results=sum(r.is_null for r in direct),
        ),
        deciding=tuple(r.facts.id for r in deciding),
    )


def result_order(result: StudyResult) -> tuple[bool, int, int, str]:
    """Direct first, then by design, then the larger study."""
    people = result.facts.n_analysed or result.facts.n_randomised or 0
    order = DESIGN_ORDER.index(result.facts.kind)
    return (not result.is_direct, order, -people, result.facts.id)


def outside_reviews(direct: Sequence[StudyResult]) -> list[StudyResult]:
    """R11: a trial that a counted review is known to include is not counted again."""
    inside = {i for r in direct if r.facts.kind in SYNTHESES for i in r.facts.studies_reviewed}
    return [r for r in direct if r.facts.id not in inside]


def deciding_results(direct: Sequence[StudyResult]) -> list[StudyResult]:
    """R10: good syntheses set the direction, else good trials, else the rest."""
    for tier in (is_good_synthesis, is_good_trial):
        found = [r for r in direct if tier(r)]
        if found:
            return found
    return list(direct)


def preclinical_results(
    results: Sequence[StudyResult], catalog: Catalog, substance: str
) -> list[StudyResult]:
    """R4: cells and animals, of the compound or of a declared relative."""
    item = catalog.substances.get(substance)
    near = {*catalog.forms(substance), *(item.relatives if item else ())}
    return [
        r
        for r in results
        if r.facts.kind in PRECLINICAL
        and set(r.facts.substances) & near
        and CaveatKind.COMBINATION_PRODUCT not in r.indirect_because
    ]


def evidence_level(
    direct: Sequence[StudyResult],
    preclinical: Sequence[StudyResult],
    claims: Sequence[tuple[str, ArticleClaim]],
    catalog: Catalog,
) -> Level:
    """R4 to R7: the level of the body, caps before promotions."""
    if not direct:
        return "preclinical" if preclinical else "anecdotal" if claims else "none"
    if is_capped(direct, catalog):
        return "limited"
    syntheses = [r for r in direct if is_good_synthesis(r)]
    contrary = len({r.direction for r in syntheses}) > 1
    level: Level = "limited"
    if syntheses and not contrary:
        level = "strong" if any(is_strong_synthesis(r) for r in syntheses) else "moderate"
        doubted = any(r.facts.great_heterogeneity or r.facts.small_study_bias for r in syntheses)
        if doubted:
            level = LEVELS[LEVELS.index(level) - 1]
    if level == "limited" and not syntheses and trials_make_moderate(direct):
        level = "moderate"
    return level


def trials_make_moderate(direct: Sequence[StudyResult]) -> bool:
    """R5: agreeing good trials of separate teams, one independent; or a large independent one."""
    good = [r for r in direct if is_good_trial(r)]
    independent = [r for r in good if r.facts.funding_class == "independent"]
    if any((r.facts.n_analysed or 0) >= LARGE_TRIAL for r in independent):
        return True
    for direction in {r.direction for r in independent}:
        agreeing = [r for r in good if r.direction == direction]
        if len({r.facts.team or r.facts.id for r in agreeing}) >= 2:
            return True
    return False


def is_capped(direct: Sequence[StudyResult], catalog: Catalog) -> bool:
    """R7: at most limited when only surrogates, only a subgroup, uncontrolled, or doubtful money."""
    outcomes = [o for r in direct for o in r.outcomes]
    surrogate = all(
        o.role == "surrogate" or getattr(catalog.outcomes.get(o.name), "surrogate", False)
        for o in outcomes
    )
    subgroup = all(o.role == "subgroup" for o in outcomes)
    controlled = any(r.facts.kind is Design.RCT or r.facts.kind in SYNTHESES for r in direct)
    if surrogate or subgroup or not controlled:
        return True
    has_meta = any(r.facts.kind is Design.META_ANALYSIS for r in direct)
    funding = {r.facts.funding_class for r in direct if r.facts.kind in TRIALS}
    return not has_meta and (funding <= {"maker"} or funding <= {"unknown"})


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


def strongest_design(results: Sequence[StudyResult], has_claims: bool) -> Design | None:
    """The strongest design among the results that count, else among what is shown."""
    designs = [r.facts.kind for r in results]
    if designs:
        return min(designs, key=DESIGN_ORDER.index)
    return Design.ARTICLE if has_claims else None


# --- single sentences ------------------------------------------------------------------------


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
