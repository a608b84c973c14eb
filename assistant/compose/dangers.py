"""What harm is known of a substance, and what officials advise on it, as caveats (R14)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.compose.parts import author_name, quote_sentence
from assistant.retrieve import Catalog
from assistant.schema import Abstract, Body, CaveatKind, Design, DraftCaveat, Outcome

OFFICIAL = frozenset({Design.GUIDELINE, Design.FACT_SHEET})
MAX_HARMS = 2
"""Groups of harm told beside an answer on benefit."""


def from_harms(catalog: Catalog, body: Body) -> Iterator[DraftCaveat]:
    """Say what harm was found with the substance, from any design (R14)."""
    shown = {r.facts.id for r in body.results}
    harms = [
        (match.facts, outcome)
        for match in catalog.standing(set(catalog.forms(body.substance)))
        for outcome in match.outcomes
        if outcome.direction == "harm"
        and (outcome.group != body.group or match.facts.id not in shown)
    ]
    harms.sort(key=lambda pair: harm_order(pair[0], pair[1]))
    told: set[str] = set()
    for facts, outcome in harms:
        if outcome.group in told or len(told) == MAX_HARMS:
            continue
        told.add(outcome.group)
        quote = quote_sentence(catalog, facts.id, outcome.finding)
        label = "With other medicines: " if outcome.group == "interactions" else ""
        yield DraftCaveat(
            kind=CaveatKind.ASK_CLINICIAN, text=f"{label}{outcome.finding}", quotes=(quote,)
        )


def from_official_warnings(catalog: Catalog, body: Body) -> Iterator[DraftCaveat]:
    """Say what a regulator or fact sheet advises on the safety of a substance with known harms."""
    if not any(from_harms(catalog, body)):
        return
    forms = set(catalog.forms(body.substance))
    for facts in catalog.abstracts.values():
        if facts.kind not in OFFICIAL or facts.is_retracted or not forms & set(facts.substances):
            continue
        for statement in facts.statements:
            if statement.topic in {"advice", "safety"} and ADVISES.search(statement.text):
                quote = quote_sentence(catalog, facts.id, statement.text)
                text = f"According to {author_name(facts) or 'the fact sheet'}: {statement.text}"
                yield DraftCaveat(kind=CaveatKind.ASK_CLINICIAN, text=text, quotes=(quote,))
                return


ADVISES = re.compile(
    r"\b(avoid\w*|should|advis\w+|ask\w*|warn\w*|must|caution\w*|stop|not (using|recommend\w*)|worry|monitor\w*|doctor|may reverse)\b",
    re.I,
)
"""Says what to do or to beware of."""


def harm_order(facts: Abstract, outcome: Outcome) -> tuple[bool, bool, bool]:
    """Order harms: what was felt before markers, cases and interactions before the rest."""
    return (
        outcome.role == "surrogate",
        facts.kind is not Design.CASE_REPORT,
        outcome.group != "interactions",
    )
