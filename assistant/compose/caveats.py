"""The limits of an answer, collected: those of its body of evidence and those of the documents that it cites."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from assistant.compose.dangers import from_harms, from_official_warnings
from assistant.compose.hearsay import from_articles
from assistant.compose.limits import designs, limit_caveat
from assistant.compose.money import from_funding, of_makers
from assistant.compose.parts import quote_sentence
from assistant.compose.weaknesses import from_direct_studies
from assistant.retrieve import Catalog
from assistant.schema import (
    Abstract,
    Body,
    CaveatKind,
    Design,
    DraftCaveat,
    StudyResult,
)

CLINICIAN_TEXT = "Ask a doctor or pharmacist before you take, stop or combine anything here."


NOTICE_KINDS = {
    "retraction": CaveatKind.RETRACTED,
    "related_retraction": CaveatKind.RETRACTED,
    "inconsistency": CaveatKind.SOURCE_ERROR,
}


def notices_of(catalog: Catalog, facts: Abstract) -> Iterator[DraftCaveat]:
    """Show every correction, retraction and inconsistency of a study (R12)."""
    for notice in facts.notices:
        kind = NOTICE_KINDS.get(notice.kind, CaveatKind.CORRECTION)
        quote = quote_sentence(catalog, facts.id, notice.text)
        yield DraftCaveat(kind=kind, text=notice.text, quotes=(quote,))


def from_notices(catalog: Catalog, body: Body) -> Iterator[DraftCaveat]:
    """Show the notices of every study of the body, the retracted ones included."""
    for result in body.results:
        yield from notices_of(catalog, result.facts)


STATED_BY_STUDIES = frozenset(
    {
        CaveatKind.CELL_STUDY,
        CaveatKind.ANIMAL_STUDY,
        CaveatKind.COMBINATION_PRODUCT,
        CaveatKind.DIFFERENT_FORM,
    }
)
"""Kinds of indirectness that a study's own limits put best."""
ALL_SHOWN = frozenset(
    {CaveatKind.CORRECTION, CaveatKind.RETRACTED, CaveatKind.SOURCE_ERROR, CaveatKind.ASK_CLINICIAN}
)
"""Kinds of which every caveat is shown; of the others one."""


def from_indirectness(catalog: Catalog, body: Body) -> Iterator[DraftCaveat]:
    """Say which studies were of cells, animals, mixtures or another form (R2)."""
    texts = {
        CaveatKind.CELL_STUDY: "Some of this was seen in cells in a dish, which doesn't show what happens in people.",
        CaveatKind.ANIMAL_STUDY: "Some of this was seen in animals, which doesn't show what happens in people.",
        CaveatKind.COMBINATION_PRODUCT: "Some of this was seen with a mixture, so it can't be credited to "
        f"{body.substance} alone.",
        CaveatKind.DIFFERENT_FORM: f"Some of this was seen with another substance or form, not with {body.substance}.",
        CaveatKind.DIFFERENT_POPULATION: "Some of this was seen in other people than those asked about.",
    }
    standing = [r for r in body.results if not r.facts.is_retracted]
    for kind, text in texts.items():
        results = [r for r in standing if kind in r.indirect_because]
        if results:
            own = limit_caveat(catalog, results, kind) if kind in STATED_BY_STUDIES else None
            yield own or DraftCaveat(kind=kind, text=text, quotes=designs(catalog, results))


OF_THE_STUDY = frozenset(
    {
        CaveatKind.SMALL_SAMPLE,
        CaveatKind.SHORT_DURATION,
        CaveatKind.SURROGATE_OUTCOME,
        CaveatKind.SUBJECTIVE_ONLY,
        CaveatKind.ASSOCIATION_ONLY,
        CaveatKind.DIFFERENT_POPULATION,
        CaveatKind.CONFLICTING_SOURCES,
    }
)
"""Kinds of limits that follow a study into any answer that it leads."""
SOURCES_OF_CAVEATS: tuple[Callable[[Catalog, Body], Iterator[DraftCaveat]], ...] = (
    from_indirectness,
    from_funding,
    from_direct_studies,
    from_harms,
    from_official_warnings,
    from_notices,
    from_articles,
)


def body_caveats(catalog: Catalog, body: Body) -> tuple[DraftCaveat, ...]:
    """Collect the caveats of a body: one of each kind, and every correction and error."""
    return unique_caveats(
        caveat for source in SOURCES_OF_CAVEATS for caveat in source(catalog, body)
    )


def unique_caveats(caveats: Iterable[DraftCaveat]) -> tuple[DraftCaveat, ...]:
    """Keep the first caveat of each kind, and all of the kinds that are shown whole."""
    found: dict[CaveatKind | str, DraftCaveat] = {}
    for caveat in caveats:
        found.setdefault(caveat.text if caveat.kind in ALL_SHOWN else caveat.kind, caveat)
    return tuple(found.values())


def due_caveats(catalog: Catalog, cited: Collection[str]) -> Iterator[DraftCaveat]:
    """The caveats that citing these documents calls for, whatever the question was.

    Cells, animals and mixtures are named as such; a maker's money, a correction and a retraction reach
    the reader with every citation of the study; and a seller is called one.
    """
    studies = [catalog.abstracts[i] for i in sorted(cited) if i in catalog.abstracts]
    results = [
        StudyResult(facts=f, outcomes=(), direction="unclear", is_direct=False) for f in studies
    ]
    texts = {
        CaveatKind.CELL_STUDY: "Some of this was seen in cells in a dish, which doesn't show what happens in people.",
        CaveatKind.ANIMAL_STUDY: "Some of this was seen in animals, which doesn't show what happens in people.",
        CaveatKind.COMBINATION_PRODUCT: "Some of this was seen with a mixture, so it can't be credited to one part of it.",
    }
    for kind, text in texts.items():
        found = [r for r in results if kind in nature(r.facts)]
        if found:
            own = limit_caveat(catalog, found, kind)
            yield own or DraftCaveat(kind=kind, text=text, quotes=designs(catalog, found))
    yield from of_makers(catalog, studies)
    for facts in studies:
        yield from notices_of(catalog, facts)
    sellers = [a for i, a in catalog.articles.items() if i in cited and a.interest == "sells"]
    if sellers:
        quotes = tuple(quote_sentence(catalog, a.id, a.interest_sentence) for a in sellers)
        text = "A speaker among these articles sells supplements."
        yield DraftCaveat(kind=CaveatKind.VENDOR_SOURCE, text=text, quotes=quotes)


def stated_limits(catalog: Catalog, leading: Iterable[str]) -> Iterator[DraftCaveat]:
    """The limits that the studies behind the first line state of themselves."""
    for study_id in dict.fromkeys(leading):
        facts = catalog.abstracts.get(study_id)
        for limit in facts.limits if facts else ():
            if limit.caveat in OF_THE_STUDY:
                quote = quote_sentence(catalog, study_id, limit.text)
                yield DraftCaveat(kind=limit.caveat, text=limit.text, quotes=(quote,))


def nature(facts: Abstract) -> set[CaveatKind]:
    """What a study's own nature calls for."""
    kinds = set()
    if facts.kind is Design.IN_VITRO:
        kinds.add(CaveatKind.CELL_STUDY)
    if facts.kind is Design.ANIMAL:
        kinds.add(CaveatKind.ANIMAL_STUDY)
    if facts.combination and not facts.companions_in_both_arms:
        kinds.add(CaveatKind.COMBINATION_PRODUCT)
    return kinds
