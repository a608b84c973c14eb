"""Sentences of a small catalogue, and claims on them, for the tests of the verifier."""

from __future__ import annotations

from assistant.schema import (
    Coverage,
    CoverageClaim,
    DerivedClaim,
    Design,
    Draft,
    FindingClaim,
    Item,
    Operands,
    Section,
)
from tests.builders import article, article_claim, make_catalog, meta, outcome, statement, study

DOSED = "In this randomised trial, 44 adults took 2,000 mg of magnesium a day for 12 weeks."
SLEPT = "In 44 adults, sleep quality was better with magnesium than with placebo (p = 0.043)."
HEDGED = "In 80 adults, magnesium may improve sleep quality, the authors write."
NULL = "In 80 adults, sleep quality did not differ between magnesium and placebo."
RATS = "In rats, memory was better with magnesium than with water."
CELLS = "In cultured cells, magnesium reduced the growth signal DKK-1."
SEEN = "People who ate more magnesium had less hair loss than people who ate little of it."
POOLED = "This meta-analysis pooled 5 trials of 500 people on magnesium and sleep."
CONTENT = "Magnesium L-threonate is 7.2% magnesium by weight."
ADVICE = "The board advises against magnesium for cramps."
SHOP = "The shop says that magnesium regrows hair."


def verify_catalog():
    """A small catalogue that holds each of the sentences above."""
    return make_catalog(
        study("rct", outcome(finding=SLEPT), design=DOSED, n_analysed=44),
        study("hedged", outcome(finding=HEDGED), n_analysed=80),
        study("null", outcome("unclear", finding=NULL), n_analysed=80),
        study("rats", outcome(name="memory", finding=RATS), kind=Design.ANIMAL),
        study("cells", outcome(name="hair loss", finding=CELLS), kind=Design.IN_VITRO),
        study("seen", outcome(name="hair loss", finding=SEEN), kind=Design.OBSERVATIONAL),
        meta("pooled", outcome(certainty="low"), design=POOLED),
        study(
            "content",
            kind=Design.FACT_SHEET,
            substances=("magnesium L-threonate",),
            statements=(statement("conversion", CONTENT),),
        ),
        study("board", outcome("unclear", finding=ADVICE), kind=Design.GUIDELINE),
        article("shop", article_claim(SHOP, outcomes=("hair loss",))),
    )


def finding(text, *quotes, design=Design.RCT, strength=2):
    return FindingClaim(text=text, quotes=quotes, design=design, strength=strength)


def coverage(text, expected=0, **query):
    return CoverageClaim(text=text, query=Coverage(expected=expected, **query))


def derived(text, *quotes, operation="list", values=(), result=None, ids=(), design=Design.RCT):
    operands = Operands(operation=operation, values=values, result=result, source_ids=ids)
    return DerivedClaim(text=text, quotes=quotes, operands=operands, design=design)


def draft(*claims, lead=(), caveats=()):
    items = tuple(Item(claims=(claim,)) for claim in claims)
    section = (Section(heading="Found", items=items),) if items else ()
    return Draft(status="answered", lead=lead, sections=section, caveats=caveats)
