"""The first line: the verdict by level and direction, what it rests on, and the results that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compose.parts import (
    HARM_GROUPS,
    NOTHING_ASKED,
    Asked,
    choose_findings,
    join_words,
    quote_sentence,
)
from assistant.compose.telling import carrying, telling_claims
from assistant.compose.unknown import nearest, unknown_lead
from assistant.retrieve import TRIALS, Catalog
from assistant.schema import (
    Abstract,
    Body,
    DerivedClaim,
    Design,
    DraftClaim,
    Operands,
    Outcome,
    StudyResult,
)
from assistant.weigh import SYNTHESES, distinct_trials, is_good_synthesis, pooled_people, size_of

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
OF_A_MARKER = "A marker moved, which nobody feels by itself"
"""The verdict on a good meta-analysis that found a benefit in markers alone: for these it is settled."""
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?<!,)")


def lead(
    catalog: Catalog,
    body: Body,
    label: str,
    companions: Sequence[str] = (),
    asked: Asked = NOTHING_ASKED,
) -> tuple[DraftClaim, ...]:
    """The first line: the verdict by level and direction, the result that says so, and what it rests on.

    How many trials and people there were is told where the result itself doesn't.
    """
    evidence, direct = body.evidence, list(body.direct)
    if not direct:
        return (unknown_lead(catalog, body, label), *nearest(catalog, body))
    deciding = [r for r in direct if r.facts.id in body.deciding]
    syntheses = [r for r in direct if r.facts.kind in SYNTHESES]
    trials = distinct_trials([r for r in direct if r.facts.kind in TRIALS])
    about = f"{with_companions(body, companions)} and {label}"
    if syntheses:
        best = max(syntheses, key=lambda r: (r.facts.id in body.deciding, pooled_people(r)))
        main = choose_findings(carrying(best.outcomes, evidence.direction), 1, asked)[0]
        size = review_size(catalog, about, best.facts, main)
        first = [best, *(r for r in deciding if r is not best)]
    else:
        size = studies_size(catalog, about, trials or direct, bool(trials))
        first = deciding
    others = [r for r in direct if r not in first]
    told = tuple(telling_claims(catalog, body, [*first, *others], asked))
    is_alone = size.operands.source_ids == (told[0].quotes[-1].source_id,)
    verdict = DerivedClaim(
        text=f"{verdict_words(body, deciding)}:",
        quotes=size.quotes[:1],
        operands=Operands(operation="list", values=(), source_ids=size.operands.source_ids),
        design=size.design,
        strength=verdict_strength(body, deciding),
    )
    adds_nothing = not size.operands.values or says_any(told[0].text, size.operands)
    return (verdict, *told, *(() if is_alone and adds_nothing else (size,)))


def is_verdict(claim: DraftClaim) -> bool:
    """Whether a claim is the words of a verdict, which the result behind them completes."""
    return isinstance(claim, DerivedClaim) and claim.text.endswith(":")


def verdict_words(body: Body, deciding: Sequence[StudyResult]) -> str:
    """The verdict by level and direction, on a harm by direction; a benefit without control is not shown."""
    level, direction = body.evidence.level, body.evidence.direction
    verdict = VERDICTS[level][direction]
    if direction == "benefit" and is_pooled_marker(deciding):
        verdict = OF_A_MARKER
    if body.group in HARM_GROUPS:
        verdict = OF_HARM.get(direction, verdict)
    return UNCONTROLLED_VERDICTS.get(direction, verdict) if uncontrolled(deciding) else verdict


def is_pooled_marker(deciding: Sequence[StudyResult]) -> bool:
    """Whether good meta-analyses decide, and on markers alone (R7)."""
    return all(
        is_good_synthesis(r) and all(outcome.role == "surrogate" for outcome in r.outcomes)
        for r in deciding
    )


def uncontrolled(deciding: Sequence[StudyResult]) -> bool:
    """Whether nothing that decides had a control group."""
    return all(r.facts.kind in WITHOUT_CONTROL and not is_controlled(r) for r in deciding)


def verdict_strength(body: Body, deciding: Sequence[StudyResult]) -> int:
    """How strong the verdict is on the four-step scale: only strong evidence is stated flat."""
    if body.evidence.direction not in {"benefit", "no_effect", "harm"}:
        return 0
    if uncontrolled(deciding) and body.evidence.direction in UNCONTROLLED_VERDICTS:
        return 1
    return 3 if body.evidence.level == "strong" else 2


def says_any(sentence: str, size: Operands) -> bool:
    """Whether a sentence gives one of the numbers of trials or people behind it."""
    numbers = {float(n.replace(",", "")) for n in NUMBER.findall(sentence)}
    return bool(numbers & set(size.values))


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


def review_size(catalog: Catalog, about: str, facts: Abstract, main: Outcome) -> DerivedClaim:
    """Say how many trials and people stand behind the main result of a review, as far as it says."""
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
        text=f"A {kind}{size} looked at {about}.",
        quotes=tuple(quote_sentence(catalog, facts.id, s) for s in dict.fromkeys(quoted)),
        operands=Operands(operation="list", values=tuple(values), source_ids=(facts.id,)),
        design=facts.kind,
    )


def studies_size(
    catalog: Catalog, about: str, studies: Sequence[StudyResult], are_trials: bool
) -> DerivedClaim:
    """Say how many separate studies there are, and how many people in each where all say so."""
    shown = studies[:5]
    people = [r.facts.n_analysed or r.facts.n_randomised for r in shown]
    known = [n for n in people if n]
    noun = "trial" if are_trials else "study"
    plural = {"trial": "trials", "study": "studies"}[noun]
    counted = f"{len(studies)} {noun if len(studies) == 1 else plural} in people"
    sizes = ""
    if len(known) == len(studies):
        sizes = f" ({join_words([f'{n:,}' for n in known])} people)"
    text = f"{counted}{sizes} looked at {about}."
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
    )
