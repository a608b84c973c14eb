"""What limits the articles beside an answer: a seller, a story, a claim without a study, an error."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.compose.parts import NOTE_LABEL, quote_sentence
from assistant.retrieve import Catalog
from assistant.schema import Body, CaveatKind, DraftCaveat, Quote

MAX_ERRORS = 2
"""Errors of articles told beside an answer; the claims that are shown carry their own notes."""


def from_articles(catalog: Catalog, body: Body) -> Iterator[DraftCaveat]:
    """Say which articles sell, tell a personal story, name no study or hold an error."""
    sells: dict[str, Quote] = {}
    stories: dict[str, Quote] = {}
    uncited: dict[str, Quote] = {}
    errors: list[DraftCaveat] = []
    for article_id, claim in body.claims:
        article = catalog.articles[article_id]
        if article.interest == "sells":
            sells[article_id] = quote_sentence(catalog, article_id, article.interest_sentence)
        if claim.support == "experience":
            stories[article_id] = quote_sentence(catalog, article_id, claim.text)
        if claim.support == "none":
            uncited[article_id] = quote_sentence(catalog, article_id, claim.text)
        if claim.is_error and claim.note and len(errors) < MAX_ERRORS:
            quote = quote_sentence(catalog, article_id, claim.note)
            errors.append(
                DraftCaveat(
                    kind=CaveatKind.SOURCE_ERROR,
                    text=f"{NOTE_LABEL} {claim.note}",
                    quotes=(quote,),
                )
            )
    yield from errors
    kinds = (
        (CaveatKind.VENDOR_SOURCE, sells, "A speaker among these articles sells supplements."),
        (CaveatKind.ANECDOTE, stories, "A personal story among these articles is not evidence."),
        (CaveatKind.UNCITED_CLAIM, uncited, "Some claims of these articles name no study."),
    )
    for kind, found, text in kinds:
        if found:
            yield DraftCaveat(kind=kind, text=text, quotes=tuple(found.values())[:3])
