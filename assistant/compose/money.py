"""Who paid for studies, as caveats: a maker is named, and what is unknown is called so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.compose.parts import ATTRIBUTED_DESIGNS, author_name, join_words, quote_sentence
from assistant.retrieve import TRIALS, Catalog
from assistant.schema import Abstract, Body, CaveatKind, DraftCaveat

NAMES_MONEY = re.compile(
    r"\b(support (by|from)|foundation support|registered sponsor|self-funded)\b", re.I
)
"""A statement that names somebody's money, although it doesn't tell all of it."""
MAX_QUOTED = 5
WHO_PAID = "Who paid"
"""How a caveat on unknown money begins."""


def from_funding(catalog: Catalog, body: Body) -> Iterator[DraftCaveat]:
    """Say who paid for the studies of a body: makers, or that it is unknown (null is unknown, never none)."""
    counted = list(body.direct) or [r for r in body.results if r.facts.kind in TRIALS]
    studies = [r.facts for r in counted]
    makers = list(of_makers(catalog, studies))
    if makers:
        yield from makers
        return
    unknown = [facts for facts in studies if facts.funding_class == "unknown"]
    if unknown:
        in_part = any(NAMES_MONEY.search(facts.funding) for facts in unknown)
        of = "" if len(unknown) == len(studies) else f" for {names(unknown)}"
        text = f"{WHO_PAID}{of} is {'known only in part' if in_part else 'not known here'}."
        quotes = tuple(quote_sentence(catalog, f.id, f.funding) for f in unknown[:MAX_QUOTED])
        yield DraftCaveat(kind=CaveatKind.FUNDING, text=text, quotes=quotes)


def of_makers(catalog: Catalog, studies: Sequence[Abstract]) -> Iterator[DraftCaveat]:
    """Say in which studies a maker had a part; where it was one among others, in the study's own words.

    A regulator that judges a maker's application, and what only gives others' words, was not paid for it.
    """
    own = [facts for facts in studies if facts.kind not in ATTRIBUTED_DESIGNS]
    makers = [facts for facts in own if facts.funding_class == "maker"]
    mixed = [facts for facts in own if facts.funding_class == "mixed"]
    if makers:
        whose = "all of these studies" if 1 < len(makers) == len(studies) else names(makers)
        unknown = [facts for facts in own if facts.funding_class == "unknown"]
        rest = "; who paid for others is not known here" if unknown else ""
        text = f"A maker or seller paid for or took part in {whose}{rest}."
        told = [*makers, *unknown][:MAX_QUOTED]
        quotes = tuple(quote_sentence(catalog, f.id, f.funding) for f in told)
        yield DraftCaveat(kind=CaveatKind.FUNDING, text=text, quotes=quotes)
    elif mixed:
        quote = quote_sentence(catalog, mixed[0].id, mixed[0].funding)
        yield DraftCaveat(kind=CaveatKind.FUNDING, text=quote.text, quotes=(quote,))


def names(studies: list[Abstract]) -> str:
    """Name up to four studies by first author."""
    shown = [author_name(facts) for facts in studies[:4]]
    if len(studies) > 4:
        shown.append("others")
    return join_words(list(dict.fromkeys(shown)))
