"""The body of evidence: its level, its direction and what decides it (R1, R4 to R7, R10)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from assistant.retrieve import TRIALS, Catalog
from assistant.schema import (
    Abstract,
    ArticleClaim,
    Body,
    BodyDirection,
    CaveatKind,
    Design,
    Evidence,
    Level,
    Population,
    StudyResult,
)
from assistant.weigh.counting import count_people, outside_reviews
from assistant.weigh.study import (
    DESIGN_ORDER,
    SYNTHESES,
    combine_directions,
    dispute,
    is_good_synthesis,
    is_good_trial,
    is_strong_synthesis,
    result_order,
    weigh_study,
)

LARGE_TRIAL = 1000
LEVELS: tuple[Level, ...] = ("none", "anecdotal", "preclinical", "limited", "moderate", "strong")
DETECTED_LEVEL: Level = "limited"
"""R4: what studies that were detected and not checked raise a body to, however many they are."""
PRECLINICAL = frozenset({Design.ANIMAL, Design.IN_VITRO})


def weigh_body(
    substance: str,
    group: str,
    catalog: Catalog,
    populations: Collection[Population] = (),
    is_of_others: Callable[[Abstract], bool] = lambda facts: False,
    companions: Collection[str] = (),
) -> Body:
    """R1: weigh what the documents hold on one substance and one group of outcomes."""
    compounds = catalog.forms(substance)
    relatives = catalog.relatives(substance)
    results = [
        weigh_study(match, compounds, catalog, populations, is_of_others, companions)
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
    direction = body_direction(deciding)
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


def body_direction(deciding: Sequence[StudyResult]) -> BodyDirection:
    """R10: disagreement is mixed, be it among these results or with others that one of them names."""
    if not deciding:
        return "unclear"
    if any(map(dispute, deciding)):
        return "mixed"
    return combine_directions(r.direction for r in deciding)


def deciding_results(direct: Sequence[StudyResult]) -> list[StudyResult]:
    """R10: good syntheses set the direction, else good trials, else the rest.

    What was only observed is an association (R15) or a harm apart (R14), and is heard where nothing was tested.

    Markers alone decide nothing where something was measured that people feel or suffer (R8).
    """
    tested = [r for r in direct if r.facts.kind in SYNTHESES | TRIALS] or list(direct)
    felt = [r for r in tested if any(o.role != "surrogate" for o in r.outcomes)]
    results = felt or tested
    for tier in (is_good_synthesis, is_good_trial):
        found = [r for r in results if tier(r)]
        if found:
            return found
    return without_side_reports(results)


def without_side_reports(results: Sequence[StudyResult]) -> list[StudyResult]:
    """R8: what a paper looked at beside the aim of a trial never speaks over the trial's primary result."""
    aims = {
        (r.facts.team, r.facts.n_randomised)
        for r in results
        if any(outcome.role == "primary" for outcome in r.outcomes)
    }
    return [
        r
        for r in results
        if (r.facts.team, r.facts.n_randomised) not in aims
        or not r.facts.team
        or any(outcome.role not in {"secondary", "subgroup"} for outcome in r.outcomes)
    ]


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
    contrary = len({r.direction for r in syntheses}) > 1 or any(map(dispute, syntheses))
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


def strongest_design(results: Sequence[StudyResult], has_claims: bool) -> Design | None:
    """The strongest design among the results that count, else among what is shown."""
    designs = [r.facts.kind for r in results]
    if designs:
        return min(designs, key=DESIGN_ORDER.index)
    return Design.ARTICLE if has_claims else None
