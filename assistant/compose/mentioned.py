"""Sentences that name an outcome of which no document counts as a study: what is said is not denied."""

from __future__ import annotations

from collections.abc import Collection

from assistant.compose.parts import sentence_item
from assistant.retrieve import Catalog
from assistant.schema import Abstract, Coverage, CoverageClaim, Section, StatementTopic

HEADING = "Where documents speak of it"
MAX_SHOWN = 2
WARNINGS: frozenset[StatementTopic] = frozenset({"safety", "interaction", "advice", "timing"})


def only_mentioned(
    catalog: Catalog, substance: str, query: Coverage, label: str
) -> tuple[CoverageClaim, Section] | None:
    """Where sentences on a substance name an outcome without a result on it: say so, and show them.

    None where no sentence does; then it may be said that no document is about it.
    """
    forms = set(catalog.forms(substance))
    found = [
        (facts, text)
        for facts, _ in catalog.standing(forms)
        for text in said_beside_results(facts)
        if not names_only_others(catalog, text, forms)
        and names_outcome(catalog, text, query.outcome_groups)
    ]
    if not found:
        return None
    items = tuple(sentence_item(catalog, facts, text) for facts, text in found[:MAX_SHOWN])
    claim = CoverageClaim(
        text=f"Not known: no document here has a result on {substance} and {label}.", query=query
    )
    return claim, Section(heading=HEADING, items=items)


def said_beside_results(facts: Abstract) -> tuple[str, ...]:
    """The findings, harms, limits and warnings of a document; what its authors make of them is left out."""
    return (
        *(outcome.finding for outcome in facts.outcomes),
        *((facts.harms,) if facts.harms_reported else ()),
        *(limit.text for limit in facts.limits),
        *(said.text for said in facts.statements if said.topic in WARNINGS),
    )


def names_outcome(catalog: Catalog, text: str, groups: Collection[str]) -> bool:
    """Whether a sentence names an outcome of one of some groups."""
    named = [found.name for found in catalog.names.find_outcomes(text)]
    return bool(set(catalog.groups(named)) & set(groups))


def names_only_others(catalog: Catalog, text: str, forms: Collection[str]) -> bool:
    """Whether a sentence names substances, and none of some forms among them."""
    named = {found.name for found in catalog.names.find_substances(text)}
    return bool(named) and not named & set(forms)
