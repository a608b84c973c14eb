"""Who speaks in a document of the user's own, and what a reader must know of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from assistant.compose.parts import DESIGN_WORDS, Question, join_words, stems
from assistant.compose.statements import Candidate
from assistant.retrieve import Catalog
from assistant.schema import CaveatKind, Design, Detected, Draft, DraftCaveat, Quote, Source

MAX_NAMED = 4
"""Documents that a caveat names."""


KINDS = frozenset(
    {"blog", "shop", "store", "site", "supplier", "seller", "overview", "explain", "guid", "handout", "leaflet", "newslett", "brochur",
     "label", "report", "export", "review"}
)  # fmt: skip
"""Stems by which people call a document for what it is: "the blog", "the shop"."""
CALLED = re.compile(
    r"\b(?:the|this|that)\s+(?P<name>(?:[\w'’-]+\s+){1,4}?)"
    r"(?:pages?|articles?|posts?|sites?|websites?|documents?|files?|papers?|pdfs?|leaflets?|handouts?)\b",
    re.I,
)
"""A document called by words of its name: "the hair loss page"."""


SINGULAR = {Design.CASE_REPORT: "case report", Design.GUIDELINE: "guideline"}
"""How one document is called where the words of its kind stand for several."""


class Speaking(NamedTuple):
    """A document and the sentences of it that fit the question, in their order."""

    source: Source
    said: tuple[Candidate, ...]
    best: Candidate


def called(question: Question, sources: Collection[Source]) -> set[Source]:
    """The documents that a question calls by words of their names; none where it calls no one."""
    words = calling_words(question.text)
    shared = {
        s: len(words & {*stems(s.source_id.replace("-", " ")), *stems(s.title)}) for s in sources
    }
    most = max(shared.values(), default=0)
    found = {source for source, count in shared.items() if count == most}
    return found if most and len(found) < len(shared) else set()


def calling_words(text: str) -> frozenset[str]:
    """The words by which a question calls a document, stemmed."""
    kinds = {word for word in stems(text) if word.startswith(tuple(KINDS))}
    names = stems(" ".join(match["name"] for match in CALLED.finditer(text)))
    return frozenset(
        {*kinds, *(kind for kind in KINDS for word in kinds if word.startswith(kind)), *names}
    )


def speaker(source: Source) -> str:
    """Who speaks, as a sentence begins: the document by its name, and what it seems to be."""
    detected = source.detected or Detected()
    if sells(source):
        return f"The seller's page {source.source_id} says:"
    if detected.kind is None or not detected.kind.is_sure:
        return f"The document {source.source_id} says:"
    if detected.kind.value is Design.ARTICLE:
        return f"The page {source.source_id} says:"
    what = SINGULAR.get(detected.kind.value, DESIGN_WORDS[detected.kind.value].lower())
    article = "an" if what[0] in "aeiou" else "a"
    return f"The document {source.source_id}, by its words {article} {what}, unchecked, says:"


def going_on(source: Source) -> str:
    """The same speaker in the next sentence."""
    what = "page" if is_page(source) else "document"
    return f"The {what} {source.source_id} adds:"


def is_retracted(source: Source) -> bool:
    """Whether the document or its record says that it was retracted (R12)."""
    return bool(source.detected and source.detected.is_retracted)


def seller_caveats(speaking: Sequence[Speaking]) -> list[DraftCaveat]:
    """That some of these speakers sell, with the plainest sign of each."""
    sellers = [s.source for s in speaking if sells(s.source)]
    if not sellers:
        return []
    names = join_words([source.source_id for source in sellers])
    return [
        DraftCaveat(
            kind=CaveatKind.VENDOR_SOURCE,
            text=f"Signs of a seller stand on {names}.",
            quotes=tuple(quote for source in sellers for quote in sign_of_sale(source)),
        )
    ]


def no_study_caveat(speaking: Sequence[Speaking]) -> DraftCaveat:
    """That nothing here is known to be a study."""
    are_pages = all(is_page(s.source) for s in speaking)
    text = (
        "These documents are pages that speak of the subject; none is a study."
        if are_pages
        else "What kind of study these documents are isn't known for sure, so they count as articles."
    )
    return DraftCaveat(
        kind=CaveatKind.NO_HUMAN_EVIDENCE,
        text=text,
        quotes=tuple(quote_of(s.source, s.best) for s in speaking),
    )


def sells(source: Source) -> bool:
    """Whether a page shows for sure that it sells."""
    seller = source.detected.seller if source.detected else None
    return bool(seller and seller.value and seller.is_sure)


def is_page(source: Source) -> bool:
    """Whether a document is an article for sure."""
    kind = source.detected.kind if source.detected else None
    return sells(source) or bool(kind and kind.value is Design.ARTICLE and kind.is_sure)


def sign_of_sale(source: Source) -> tuple[Quote, ...]:
    """The plainest sign by which a page gives away that it sells; none where the user said so."""
    sign = source.detected.seller if source.detected else None
    if sign is None or sign.basis != "text":
        return ()
    return (Quote(source_id=source.source_id, start=sign.start, end=sign.end, text=sign.quote),)


def retraction_caveats(retracted: Sequence[Source]) -> list[DraftCaveat]:
    """R12: a retracted document is not heard; its notice is."""
    caveats = []
    for source in retracted:
        notice = source.detected.notice if source.detected else None
        quotes: tuple[Quote, ...] = ()
        if notice and notice.basis == "text":
            quotes = (
                Quote(
                    source_id=source.source_id,
                    start=notice.start,
                    end=notice.end,
                    text=notice.quote,
                ),
            )
        caveats.append(
            DraftCaveat(
                kind=CaveatKind.RETRACTED,
                text=f"The document {source.source_id} was retracted and is left out.",
                quotes=quotes,
            )
        )
    return caveats


def quote_of(source: Source, said: Candidate) -> Quote:
    """A sentence as a quote."""
    return Quote(source_id=source.source_id, start=said.start, end=said.end, text=said.text)


def with_unchecked(catalog: Catalog, draft: Draft) -> Draft:
    """Say which studies were only taken for such by their words, where an answer rests on some."""
    claims = [*draft.lead, *(c for s in draft.sections for i in s.items for c in i.claims)]
    quotes = {q.source_id: q for claim in claims for q in claim.quotes}
    unchecked = [
        i for i in quotes if i in catalog.abstracts and not catalog.abstracts[i].is_checked
    ]
    if not unchecked:
        return draft
    others = " and others" if len(unchecked) > MAX_NAMED else ""
    told = (
        f"Read as studies from their own words, unchecked, and so limited evidence at most: "
        f"{join_words(unchecked[:MAX_NAMED])}{others}. Other studies may exist."
    )
    caveat = DraftCaveat(
        kind=CaveatKind.CORPUS_LIMIT,
        text=told,
        quotes=tuple(quotes[source_id] for source_id in unchecked[:MAX_NAMED]),
    )
    return draft.model_copy(update={"caveats": (*draft.caveats, caveat)})
