"""The first line where nothing was tested in the very people: what is not known, and what comes nearest."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose.parts import ATTRIBUTED_DESIGNS, join_words, quote_sentence
from assistant.compose.selection import is_near, shown_indirect
from assistant.retrieve import Catalog
from assistant.schema import (
    Body,
    CaveatKind,
    Coverage,
    CoverageClaim,
    DerivedClaim,
    Design,
    DraftClaim,
    Operands,
    Population,
)

UNKNOWN = "Not known"


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
    near = [
        r
        for r in shown
        if r.outcomes and r.facts.kind not in ATTRIBUTED_DESIGNS and not r.facts.is_protocol
    ]
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
