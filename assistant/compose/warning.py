"""The first lines on what may go wrong: what these people must know, the harm found, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.compose.advice import advice_on_harms
from assistant.compose.parts import (
    HARM_GROUPS,
    Question,
    as_lead,
    choose_findings,
    finding,
    quote_sentence,
    sentence_item,
)
from assistant.compose.people import people_lead, special_people
from assistant.compose.units import amounts_in, is_above
from assistant.retrieve import Catalog
from assistant.schema import (
    Abstract,
    Coverage,
    CoverageClaim,
    DerivedClaim,
    Draft,
    DraftClaim,
    Operands,
    Outcome,
    Statement,
    StudyResult,
)

GENERAL_HARMS = frozenset({"side effects"})
"""Groups that name no harm in particular: a question on them is one of safety as a whole."""
OF_PRODUCTS = frozenset({"product content"})
"""Groups of what a capsule holds: no harm that came to anybody, unless it is asked about."""
OF_MEDICINES = frozenset({"interactions"})
"""Groups that are answered by themselves where a medicine is named."""
GRAVE = re.compile(
    r"\b(died|deaths?|fatal\w*|transplant|liver failure|haemorrhage|major bleeding)\b", re.I
)
DENIED = re.compile(r"\b(no|none|nobody|without) (\w+ ){0,2}(died|deaths?|fatal\w*|liver failure)\b", re.I)  # fmt: skip


def safety_lead(
    catalog: Catalog,
    question: Question,
    substance: str,
    special: Sequence[tuple[Abstract, Statement]],
    results: Sequence[StudyResult],
    reporting: Sequence[Abstract],
) -> tuple[DraftClaim, ...]:
    """Lead with the sentence on the asked-about people, else with the harm that was found and what to do."""
    seen = question.understanding
    asked = set(catalog.groups(seen.outcomes))
    on_asked = [r for r in results if any(o.group in asked - GENERAL_HARMS for o in r.outcomes)]
    if special_people(question) or (special and (seen.populations or not on_asked)):
        people = set(special_people(question))
        is_known = any(people & set(r.facts.populations) for r in results if harms_in(r))
        return people_lead(catalog, question, substance, special, is_known=is_known)
    others = OF_PRODUCTS
    if seen.medicines and any(
        is_harm(o, others | OF_MEDICINES) for r in results for o in r.outcomes
    ):
        others = others | OF_MEDICINES
    lead = harm_lead(catalog, question, substance, results, reporting, others - asked)
    shown = {quote.text for claim in lead for quote in claim.quotes}
    groups = (asked & HARM_GROUPS) - GENERAL_HARMS
    advice = advice_on_harms(catalog, question, substance, groups)
    told = [as_lead(catalog, sentence_item(catalog, *said).claims[0]) for said in advice[:1]]
    return (*lead, *(claim for claim in told if claim.quotes[-1].text not in shown))


def harm_lead(
    catalog: Catalog,
    question: Question,
    substance: str,
    results: Sequence[StudyResult],
    reporting: Sequence[Abstract],
    others: Collection[str],
) -> tuple[DraftClaim, ...]:
    """The harm that was found, on what was asked about first and the gravest first; else that none stands out.

    A harm of more than the amount that the question names would read as if that amount did none.
    """
    asked = set(catalog.groups(question.understanding.outcomes)) - GENERAL_HARMS
    amounts = amounts_in(question.text)
    found = [(r.facts, o) for r in results for o in r.outcomes if is_harm(o, others)]
    is_special = [bool(f.populations) and f.populations == ("preterm_infants",) for f, _ in found]
    order = sorted(
        range(len(found)),
        key=lambda i: (
            found[i][1].group not in asked,
            is_special[i],
            bool(amounts) and is_above(found[i][1].finding, amounts),
            not is_grave(found[i][1].finding),
        ),
    )
    unresolved = [
        (r.facts, o)
        for r in results
        for o in r.outcomes
        if o.direction == "unclear" and not amounts_in(o.finding) and o.group not in others
    ]
    if order and amounts and is_above(found[order[0]][1].finding, amounts) and unresolved:
        facts, outcome = unresolved[0]
        return (finding(catalog, facts, outcome.finding, "limited"),)
    if order:
        facts, outcome = found[order[0]]
        return (finding(catalog, facts, outcome.finding, "limited"),)
    on_asked = [r for r in results if any(o.group in asked for o in r.outcomes)]
    if on_asked:
        chosen = choose_findings(on_asked[0].outcomes, 1)[0]
        return (finding(catalog, on_asked[0].facts, chosen.finding, "limited"),)
    return (no_harm(catalog, substance, reporting),)


def harms_in(result: StudyResult) -> bool:
    """Whether a study has a result of harm."""
    return any(outcome.direction == "harm" for outcome in result.outcomes)


def is_grave(text: str) -> bool:
    """Whether a sentence tells of deaths and the like, and doesn't say that there were none."""
    return bool(GRAVE.search(text)) and not DENIED.search(text)


def is_harm(outcome: Outcome, others: Collection[str]) -> bool:
    """Whether a result is a harm, and not of one of some other groups."""
    return outcome.direction == "harm" and outcome.group not in others


def no_harm(catalog: Catalog, substance: str, reporting: Sequence[Abstract]) -> DraftClaim:
    """Say that no harm stands out in the studies that report on side effects, or that none does."""
    if not reporting:
        return nothing_reported(catalog, substance)
    count = len(reporting)
    return DerivedClaim(
        text=f"No harm stands out here: {count} {'study' if count == 1 else 'studies'} of people with {substance} "
        f"{'reports' if count == 1 else 'report'} on side effects, and what they don't report isn't ruled out.",
        quotes=tuple(quote_sentence(catalog, f.id, f.harms) for f in reporting[:4]),
        operands=Operands(
            operation="count",
            values=(),
            result=float(count),
            source_ids=tuple(f.id for f in reporting),
        ),
        design=reporting[0].kind,
    )


def nothing_reported(catalog: Catalog, substance: str) -> CoverageClaim:
    """Say that no study of people has a result on side effects."""
    query = Coverage(
        substances=catalog.forms(substance),
        outcome_groups=("side effects",),
        scope="people",
        expected=0,
    )
    text = f"Not known: no study of people here reports on side effects of {substance}."
    return CoverageClaim(text=text, query=query)


def unreported_harms(catalog: Catalog, substance: str) -> Draft | None:
    """The answer on safety where people took something and nothing is said of harm."""
    claim = nothing_reported(catalog, substance)
    people = Coverage(substances=catalog.forms(substance), scope="people", expected=0)
    if not catalog.count(people) or catalog.count(claim.query):
        return None
    return Draft(status="no_evidence", reason="outcome_absent", lead=(claim,))
