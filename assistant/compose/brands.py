"""A product of a class, as "Nutrafol" is of hair supplements: its own studies first, others only as others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from assistant.compose.closest import Fit
from assistant.compose.efficacy import DIRECT_HEADING
from assistant.compose.parts import (
    Question,
    as_lead,
    asked_of,
    choose_findings,
    finding,
    sentence_item,
    study_label,
)
from assistant.compose.told import Told
from assistant.retrieve import Catalog
from assistant.schema import Abstract, Draft, DraftClaim, Item, Section
from assistant.understand.phrases import split_words

OWN_HEADING = "On {brand} itself"
OTHERS_HEADING = "Other products of the kind"
OF_MONEY = re.compile(
    r"\b(?:legit\w*|scams?|paid|pays?|paying|fund\w*|sponsor\w*|money|bought|bias\w*|trust\w*|honest\w*|marketing|hype|independent\w*)\b",
    re.I,
)
"""Asks whether the studies of a product can be trusted."""
MAX_LED, MAX_OF_ONE = 2, 2


def asked_brand(catalog: Catalog, question: Question) -> str | None:
    """The one product that a question names, where the vocabulary has it as one of a class.

    "Nutrafol Women" is named by more words than "Nutrafol", and is the same; of several products none is meant.
    """
    classes = (catalog.substances.get(name) for name in question.understanding.substances)
    brands = [brand for item in classes if item and item.is_mixture for brand in item.brands]
    named = [brand for brand in brands if names(question.text, brand)]
    longest = max(named, key=len, default=None)
    return longest if longest and all(names(longest, brand) for brand in named) else None


def names(text: str, brand: str) -> bool:
    """Whether a text names a product."""
    return f" {' '.join(split_words(brand))} " in f" {' '.join(split_words(text))} "


def own_studies(studies: Iterable[Abstract], brand: str) -> list[Abstract]:
    """The studies that were of a product by their title or design."""
    return [f for f in studies if names(f.title, brand) or names(f.design, brand)]


def product_first(catalog: Catalog, draft: Draft, question: Question, fit: Fit) -> Told:
    """The results of a product's own studies and, for who asks if they can be trusted, who paid."""
    brand = asked_brand(catalog, question)
    if brand is None:
        return Told()
    near = {n for name in question.understanding.substances for n in catalog.forms(name)}
    own = own_studies((facts for facts, _ in catalog.standing(near)), brand)
    asked = asked_of(catalog, question)
    groups = set(catalog.groups(question.understanding.outcomes))
    lead, items = [], []
    for facts in own:
        on_it = [o for o in facts.outcomes if not groups or o.group in groups]
        chosen = choose_findings(on_it, MAX_OF_ONE, asked)
        labels = [study_label(facts), ""]
        claims = tuple(
            finding(catalog, facts, o.finding, "limited", label)
            for o, label in zip(chosen, labels, strict=False)
        )
        if claims:
            items.append(Item(claims=claims))
            lead.append(as_lead(catalog, claims[0]))
    if not lead:
        return Told()
    paid = paid_for(catalog, own) if OF_MONEY.search(question.text) else ()
    section = Section(heading=OWN_HEADING.format(brand=brand), items=tuple(items))
    ids = frozenset(facts.id for facts in own)
    return Told((*lead[:MAX_LED], *paid), (section,), own=ids)


def paid_for(catalog: Catalog, own: Sequence[Abstract]) -> tuple[DraftClaim, ...]:
    """Who paid for the studies of a product, in the words of each that had money or staff of a maker."""
    tied = [facts for facts in own if facts.funding_class in {"maker", "mixed"}]
    items = (sentence_item(catalog, facts, facts.funding) for facts in tied)
    return tuple(as_lead(catalog, item.claims[0]) for item in items)


def others_apart(sections: Sequence[Section], own: Collection[str]) -> tuple[Section, ...]:
    """Set the studies of other products under a heading of their own."""
    apart = []
    for section in sections:
        if section.heading != DIRECT_HEADING:
            apart.append(section)
            continue
        mine = tuple(
            item for item in section.items if any(sources_of(c) & set(own) for c in item.claims)
        )
        rest = tuple(item for item in section.items if item not in mine)
        apart += [section.model_copy(update={"items": mine})] if mine else []
        apart += [Section(heading=OTHERS_HEADING, items=rest)] if rest else []
    return tuple(apart)


def sources_of(claim: DraftClaim) -> set[str]:
    """The documents that a claim rests on."""
    return {quote.source_id for quote in claim.quotes}
