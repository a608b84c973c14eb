"""The first line: the verdict by level and direction, what it rests on, and the results that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compose.parts import (
    ATTRIBUTED_DESIGNS,
    HARM_GROUPS,
    NOTHING_ASKED,
    Asked,
    choose_findings,
    join_words,
    quote_sentence,
)
from assistant.compose.selection import (
    is_near,
    shown_indirect,
)
from assistant.compose.telling import carrying, telling_claims
from assistant.retrieve import TRIALS, Catalog
from assistant.schema import (
    Abstract,
    Body,
    CaveatKind,
    Coverage,
    CoverageClaim,
    DerivedClaim,
    Design,
    DraftClaim,
    Evidence,
    Operands,
    Outcome,
    Population,
    StudyResult,
)
from assistant.weigh import SYNTHESES, distinct_trials, pooled_people, size_of

VERDICTS: dict[str, dict[str, str]] = {
    "strong": {
        "benefit": "Yes, on strong evidence",
        "no_effect": "No, on strong evidence",
        "harm": "Harm was found, on strong evidence",
        "mixed": "Not settled, although much was studied",
        "unclear": "Not shown, although much was studied",
    },
    "moderate": {
        "benefit": "Probably yes",
        "no_effect": "Probably not",
        "harm": "Probably harmful",
        "mixed": "Not settled, since results differ",
        "unclear": "Not shown",
    },
    "limited": {
        "benefit": "Possibly, but this isn't settled",
        "no_effect": "Probably not, on limited evidence",
        "harm": "Possibly harmful, on limited evidence",
        "mixed": "Not settled, since results differ",
        "unclear": "Not shown",
    },
}
WITHOUT_CONTROL = frozenset(
    {Design.NONRANDOMIZED_TRIAL, Design.OBSERVATIONAL, Design.CASE_REPORT, Design.PHARMACOKINETIC}
)
"""Designs of which a benefit is an association or a change over time (R15: at most 1)."""
UNCONTROLLED_VERDICTS = {
    "benefit": "Not shown, since nothing here had a control group that would show it",
    "harm": "Harm was reported, without a control group that would show the cause",
}
OF_HARM = {
    "mixed": "Results on this harm differ",
    "unclear": "Harm is neither shown nor ruled out",
}
"""Verdicts on what nobody hopes for: side effects, the liver, bleeding."""
UNKNOWN = "Not known"


def lead(
    catalog: Catalog,
    body: Body,
    label: str,
    companions: Sequence[str] = (),
    asked: Asked = NOTHING_ASKED,
) -> tuple[DraftClaim, ...]:
    """The first line: the verdict by level and direction, what it rests on, and what came out there."""
    evidence, direct = body.evidence, list(body.direct)
    if not direct:
        return (unknown_lead(catalog, body, label), *nearest(catalog, body))
    verdict = VERDICTS[evidence.level][evidence.direction]
    if body.group in HARM_GROUPS:
        verdict = OF_HARM.get(evidence.direction, verdict)
    deciding = [r for r in direct if r.facts.id in body.deciding]
    if all(r.facts.kind in WITHOUT_CONTROL and not is_controlled(r) for r in deciding):
        verdict = UNCONTROLLED_VERDICTS.get(evidence.direction, verdict)
    syntheses = [r for r in direct if r.facts.kind in SYNTHESES]
    trials = distinct_trials([r for r in direct if r.facts.kind in TRIALS])
    about = f"{with_companions(body, companions)} and {label}"
    if syntheses:
        best = max(syntheses, key=lambda r: (r.facts.id in body.deciding, pooled_people(r)))
        main = choose_findings(carrying(best.outcomes, evidence.direction), 1, asked)[0]
        line = review_lead(catalog, verdict, about, best.facts, main, evidence)
        first = [best, *(r for r in deciding if r is not best)]
    else:
        studies = trials or direct
        line = studies_lead(catalog, verdict, about, studies, bool(trials), evidence)
        first = deciding
    others = [r for r in direct if r not in first]
    return (line, *telling_claims(catalog, body, [*first, *others], asked))


def with_companions(body: Body, companions: Sequence[str]) -> str:
    """Name what was tested: the substance, and what the question takes with it where that was given."""
    beside = [bool(set(r.facts.substances) & set(companions)) for r in body.direct]
    if not any(beside):
        return body.substance
    alone = "" if all(beside) else "alone or "
    return f"{body.substance} {alone}with {join_words(companions)}"


def is_controlled(result: StudyResult) -> bool:
    """Whether a study of levels set one thing against another, as one of two salts does."""
    against = {"placebo", "active", "mixed", "other_dose"}
    is_of_levels = result.facts.kind is Design.PHARMACOKINETIC
    return is_of_levels and any(o.comparison in against for o in result.outcomes)


def review_lead(
    catalog: Catalog,
    verdict: str,
    about: str,
    facts: Abstract,
    main: Outcome,
    evidence: Evidence,
) -> DerivedClaim:
    """Lead with the review that decides: the trials and people behind its main result, as far as it says."""
    numbers: list[str] = []
    values: list[float] = []
    quoted = [facts.design]
    trials, people = size_of(facts, main)
    for value, noun in ((trials, "trial" if trials == 1 else "trials"), (people, "people")):
        if not value:
            continue
        number = re.compile(rf"(?<![\d.,])({value}|{value:,})(?![\d.,]*\d)")
        said = next((s for s in (facts.design, main.finding) if number.search(s)), None)
        if said:
            numbers.append(f"{value:,} {noun}")
            values.append(float(value))
            quoted.append(said)
    if re.search(r"\d", about):  # A number in a name, as in "type 2 diabetes", is quoted as well.
        quoted.append(main.finding)
    kind = "meta-analysis" if facts.kind is Design.META_ANALYSIS else "systematic review"
    size = f" of {' and '.join(numbers)}" if numbers else ""
    return DerivedClaim(
        text=f"{verdict}: a {kind}{size} looked at {about}.",
        quotes=tuple(quote_sentence(catalog, facts.id, s) for s in dict.fromkeys(quoted)),
        operands=Operands(operation="list", values=tuple(values), source_ids=(facts.id,)),
        design=facts.kind,
        strength=lead_strength(evidence),
    )


def studies_lead(
    catalog: Catalog,
    verdict: str,
    about: str,
    studies: Sequence[StudyResult],
    are_trials: bool,
    evidence: Evidence,
) -> DerivedClaim:
    """Lead with the separate studies: how many, and how many people in each where all say so."""
    shown = studies[:5]
    people = [r.facts.n_analysed or r.facts.n_randomised for r in shown]
    known = [n for n in people if n]
    noun = "trial" if are_trials else "study"
    plural = {"trial": "trials", "study": "studies"}[noun]
    counted = f"{len(studies)} {noun if len(studies) == 1 else plural} in people"
    sizes = ""
    if len(known) == len(studies):
        sizes = f" ({join_words([f'{n:,}' for n in known])} people)"
    text = f"{verdict}: {counted}{sizes} looked at {about}."
    return DerivedClaim(
        text=text,
        quotes=tuple(quote_sentence(catalog, r.facts.id, r.facts.design) for r in shown),
        operands=Operands(
            operation="count",
            values=tuple(float(n) for n in known) if sizes else (),
            result=float(len(studies)),
            source_ids=tuple(r.facts.id for r in studies),
        ),
        design=studies[0].facts.kind,
        strength=(1 if verdict in UNCONTROLLED_VERDICTS.values() else lead_strength(evidence)),
    )


def lead_strength(evidence: Evidence) -> int:
    """How strong the verdict is on the four-step scale: only strong evidence is stated flat."""
    if evidence.level == "strong" and evidence.direction in {"benefit", "no_effect", "harm"}:
        return 3
    return 2 if evidence.direction in {"benefit", "no_effect", "harm"} else 0


def unknown_lead(catalog: Catalog, body: Body, label: str) -> CoverageClaim:
    """Lead with what no document holds: the substance alone, in people, on this outcome."""
    query = Coverage(
        substances=catalog.forms(body.substance),
        outcome_groups=(body.group,),
        populations=body.populations,
        scope="people_direct",
        expected=0,
    )
    alone = (
        " on its own"
        if any(CaveatKind.COMBINATION_PRODUCT in r.indirect_because for r in body.results)
        else ""
    )
    whom = f" in {population_words(body.populations)}" if body.populations else " in people"
    found = catalog.count(query)
    if found and body.populations:  # Among others, so that the search finds them.
        return CoverageClaim(
            text=f"What is here on {body.substance} and {label} has {population_words(body.populations)} "
            "among others, without a result for them alone.",
            query=query.model_copy(update={"expected": found}),
        )
    return CoverageClaim(
        text=f"{UNKNOWN}: no document here tests {body.substance}{alone} on {label}{whom}.",
        query=query,
    )


def population_words(populations: Sequence[Population]) -> str:
    """Name some people in plain words."""
    words = {
        "older": "older people",
        "children": "children",
        "pregnant": "pregnant women",
        "breastfeeding": "breastfeeding women",
        "kidney_disease": "people with kidney disease",
        "liver_disease": "people with liver disease",
        "preterm_infants": "preterm infants",
    }
    return join_words([words.get(p, p) for p in populations])


def nearest(catalog: Catalog, body: Body) -> tuple[DraftClaim, ...]:
    """After an unknown: the nearest study there is, in its own words."""
    shown = shown_indirect(catalog, body)
    near = [r for r in shown if r.outcomes and r.facts.kind not in ATTRIBUTED_DESIGNS]
    if not near:
        return ()
    first = min(near, key=lambda r: (not is_near(catalog, r, body.substance),))
    kinds = {Design.IN_VITRO: "work in cells", Design.ANIMAL: "work in animals"}
    what = kinds.get(first.facts.kind, "a study in people")
    because = set(first.indirect_because)
    if CaveatKind.DIFFERENT_FORM in because:
        what += f" with {join_words(list(first.facts.substances)[:2])} instead"
    elif CaveatKind.COMBINATION_PRODUCT in because:
        what += " with a mixture that contains it"
    elif CaveatKind.DIFFERENT_POPULATION in because:
        what += " other than those asked about"
    quote = quote_sentence(catalog, first.facts.id, first.facts.design)
    return (
        DerivedClaim(
            text=f"The nearest is {what}.",
            quotes=(quote,),
            operands=Operands(operation="list", values=(), source_ids=(first.facts.id,)),
            design=first.facts.kind,
        ),
    )
