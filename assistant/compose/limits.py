"""The designs and limits that studies state of themselves, quoted."""

from __future__ import annotations

from assistant.compose.parts import quote_sentence
from assistant.retrieve import Catalog
from assistant.schema import CaveatKind, DraftCaveat, Quote, StudyResult


def designs(catalog: Catalog, results: list[StudyResult]) -> tuple[Quote, ...]:
    """Quote the design sentences of some studies."""
    return tuple(quote_sentence(catalog, r.facts.id, r.facts.design) for r in results[:4])


def limit_caveat(
    catalog: Catalog, results: list[StudyResult], kind: CaveatKind
) -> DraftCaveat | None:
    """Quote the first limit of this kind that one of the studies states."""
    for result in results:
        for limit in result.facts.limits:
            if limit.caveat is kind:
                quote = quote_sentence(catalog, result.facts.id, limit.text)
                return DraftCaveat(kind=kind, text=limit.text, quotes=(quote,))
    return None
