"""How few, small, short, subjective or loose the studies behind a verdict are, as caveats."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.compose.limits import designs, limit_caveat
from assistant.retrieve import TRIALS, Catalog
from assistant.schema import Abstract, Body, CaveatKind, Design, DraftCaveat
from assistant.weigh import SYNTHESES, distinct_trials, people_per_arm

SMALL_ARM = 40
RESULTS_TEXT = "The results differ; both sides are above."


def from_direct_studies(catalog: Catalog, body: Body) -> Iterator[DraftCaveat]:
    """Say how few, small, short, subjective or loose the direct studies are."""
    direct = list(body.direct)
    if not direct:
        return
    syntheses = [r for r in direct if r.facts.kind in SYNTHESES]
    trials = distinct_trials([r for r in direct if r.facts.kind in TRIALS])
    if not syntheses and len(trials) <= 2:
        number = {0: "holds no trial", 1: "is one trial", 2: "is two trials"}[len(trials)]
        text = f"The direct evidence here {number} in people."
        yield DraftCaveat(
            kind=CaveatKind.FEW_STUDIES, text=text, quotes=designs(catalog, trials or direct)
        )
    if body.evidence.direction == "mixed":
        yield DraftCaveat(
            kind=CaveatKind.MIXED_RESULTS, text=RESULTS_TEXT, quotes=designs(catalog, direct)
        )
    if not syntheses and trials and all(is_small(r.facts) for r in trials):
        text = "Every trial here is small."
        yield DraftCaveat(kind=CaveatKind.SMALL_SAMPLE, text=text, quotes=designs(catalog, trials))
    outcomes = [o for r in direct for o in r.outcomes]
    if all(o.role == "surrogate" for o in outcomes) or is_surrogate(catalog, body):
        text = "What was measured is a marker, not something that a person feels."
        yield DraftCaveat(
            kind=CaveatKind.SURROGATE_OUTCOME, text=text, quotes=designs(catalog, direct)
        )
    if all(o.objective is False for o in outcomes):
        text = "People rated this themselves; nothing was measured."
        yield DraftCaveat(
            kind=CaveatKind.SUBJECTIVE_ONLY, text=text, quotes=designs(catalog, direct)
        )
    loose = [r for r in direct if r.facts.kind in {Design.OBSERVATIONAL, Design.CASE_REPORT}]
    if loose:
        text = (
            "Observational studies and case reports show what goes together, not what causes what."
        )
        yield DraftCaveat(
            kind=CaveatKind.ASSOCIATION_ONLY, text=text, quotes=designs(catalog, loose)
        )
    stated = (
        CaveatKind.SHORT_DURATION, CaveatKind.SMALL_SAMPLE, CaveatKind.DIFFERENT_POPULATION,
        CaveatKind.DIFFERENT_FORM, CaveatKind.CONFLICTING_SOURCES, CaveatKind.FEW_STUDIES,
    )  # fmt: skip
    for kind in stated:
        caveat = limit_caveat(catalog, direct, kind)
        if caveat:
            yield caveat


def is_surrogate(catalog: Catalog, body: Body) -> bool:
    """Whether every outcome of the body is a marker in the vocabulary."""
    names = {o.name for r in body.direct for o in r.outcomes}
    return all(name in catalog.outcomes and catalog.outcomes[name].surrogate for name in names)


def is_small(facts: Abstract) -> bool:
    """Whether a trial had few people an arm, as far as anyone knows how many were in it."""
    most = people_per_arm(facts) or (facts.n_randomised or 0) // (1 if facts.crossover else 2)
    return 0 < most < SMALL_ARM
