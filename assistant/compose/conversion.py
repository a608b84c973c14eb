"""How much of an element is in an amount of its compound."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compose.parts import Question, quote_sentence, sentence_item
from assistant.compose.sentences import (
    MAX_ITEMS,
    NOT_APPLICABLE,
    article_section,
    first_as_lead,
    statements,
)
from assistant.retrieve import Catalog
from assistant.schema import (
    Abstract,
    CaveatKind,
    DerivedClaim,
    Draft,
    DraftCaveat,
    DraftClaim,
    Operands,
    Section,
    Statement,
)

AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(mg|milligrams?|g|grams?)\b", re.I)
PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s?%")


def answer_conversion(catalog: Catalog, question: Question) -> Draft | None:
    """How much of the element is in an amount: from documented figures, with their disagreement."""
    substance = question.understanding.substances[0]
    pairs = statements(catalog, catalog.forms(substance), {"conversion"})
    if not pairs:
        return None
    amounts = [
        float(number.replace(",", "")) * (1000 if unit.lower().startswith("g") else 1)
        for number, unit in AMOUNT.findall(question.text)
    ]
    lead: tuple[DraftClaim, ...] = ()
    items = [sentence_item(catalog, facts, statement.text) for facts, statement in pairs]
    for amount in amounts[:1]:
        stated = [i for i, (_, s) in enumerate(pairs) if f"{amount:,.10g} mg" in s.text]
        if stated:
            lead = items[stated[0]].claims[:1]
        else:
            lead = converted(catalog, substance, amount, pairs)
    sections = [Section(heading="What the documents give", items=tuple(items[:MAX_ITEMS]))]
    sections += article_section(catalog, set(catalog.forms(substance)), {"dose"}, limit=2)
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE,
        lead=lead or first_as_lead(catalog, items),
        sections=tuple(sections),
        caveats=(
            DraftCaveat(
                kind=CaveatKind.DOSE_UNITS,
                text="The amount of the compound is not the amount of the element in it.",
                quotes=items[0].claims[0].quotes,
            ),
        ),
    )


def converted(
    catalog: Catalog, substance: str, amount: float, pairs: Sequence[tuple[Abstract, Statement]]
) -> tuple[DraftClaim, ...]:
    """Compute the element in an amount from the first documented percentage."""
    for facts, statement in pairs:
        match = PERCENT.search(statement.text)
        if match:
            percent = float(match.group(1))
            result = round(amount * percent / 100, 1)
            return (
                DerivedClaim(
                    text=f"{amount:,.10g} mg of {substance} at {percent:.10g}% by weight is about {result:,.10g} mg.",
                    quotes=(quote_sentence(catalog, facts.id, statement.text),),
                    operands=Operands(
                        operation="scale",
                        values=(amount, percent),
                        result=result,
                        source_ids=(facts.id,),
                    ),
                    design=facts.kind,
                ),
            )
    return ()
