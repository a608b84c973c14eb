"""The one harm or warning that a question on benefit or amount must not miss, chosen by how near it is to the question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.compose.closest import Fit
from assistant.compose.parts import ATTRIBUTED_DESIGNS, Question, author_name, quote_sentence
from assistant.compose.sentences import names_others, scope
from assistant.compose.units import amounts_in, is_above
from assistant.compose.warning import is_grave
from assistant.retrieve import Catalog
from assistant.schema import Abstract, CaveatKind, Draft, DraftCaveat, Intent

ELSEWHERE: frozenset[Intent] = frozenset({"safety", "interaction", "funding", "source"})
"""Intents whose answers are on harm, or on nobody's health."""
OF_HARM = frozenset({"safety", "advice"})
CITED, HARMFUL, SAME_AMOUNT = 0.25, 0.15, 0.15
"""What is added to the fit in meaning: for a document behind the first lines, a harm that was seen, an amount
near the asked one."""
NEAR_ENOUGH = 0.4
"""The score from which a sentence is told."""
POISONED = re.compile(r"\b(?:poison\w*|overdos\w*|times the label\w*|by mistake)\b", re.I)
REASSURES = re.compile(
    r"\b(?:safe|well tolerated|reassur\w+|free of side effects|no serious|not significantly|no difference|did not differ)\b", re.I
)  # fmt: skip
"""Says of a harm that it wasn't seen, which warns nobody."""
MOST_OTHERS = 1
"""Other harms told beside the one that is chosen."""


class Warned(NamedTuple):
    """A sentence on harm and how near it is to the question, higher nearer."""

    facts: Abstract
    text: str
    score: float


def with_safety(catalog: Catalog, draft: Draft, question: Question, fit: Fit) -> Draft:
    """Tell the nearest harm or warning, and one of the others that isn't remote; what people died of goes first."""
    seen = question.understanding
    if draft.status != "answered" or ELSEWHERE & set(seen.intents) or len(seen.substances) != 1:
        return draft
    told = {quote.text for claim in draft.lead for quote in claim.quotes}
    near = [each for each in warnings(catalog, draft, question, fit) if each.text not in told]
    if not near or near[0].score < NEAR_ENOUGH:
        return draft
    best = caveat_of(catalog, near[0])
    amounts = amounts_of(draft, question)
    harms = [c for c in draft.caveats if is_told_harm(c)]
    kept = [c for c in harms if c.text != best.text and not is_remote(c.text, question, amounts)]
    kept.sort(key=lambda caveat: not is_grave(caveat.text))
    first = sorted([best, *kept[:MOST_OTHERS]], key=lambda caveat: not is_grave(caveat.text))
    others = [c for c in draft.caveats if not is_told_harm(c)]
    return draft.model_copy(update={"caveats": (*first, *others)})


def is_told_harm(caveat: DraftCaveat) -> bool:
    """Whether a caveat is a harm or warning of a document, and not fixed advice."""
    return caveat.kind is CaveatKind.ASK_CLINICIAN and bool(caveat.quotes)


def caveat_of(catalog: Catalog, warned: Warned) -> DraftCaveat:
    """Say a warning as its document does, under the name of who only advises."""
    facts, text = warned.facts, warned.text
    name = author_name(facts) if facts.kind in ATTRIBUTED_DESIGNS else ""
    is_named = not name or any(word in text for word in name.split())
    return DraftCaveat(
        kind=CaveatKind.ASK_CLINICIAN,
        text=text if is_named else f"According to {name}: {text}",
        quotes=(quote_sentence(catalog, facts.id, text),),
    )


def warnings(catalog: Catalog, draft: Draft, question: Question, fit: Fit) -> list[Warned]:
    """The sentences on harm of the documents on a substance, nearest to the question first."""
    near = scope(catalog, question.understanding.substances[0])
    studies = [match.facts for match in catalog.standing(near)]
    cited = {quote.source_id for claim in draft.lead for quote in claim.quotes}
    amounts = amounts_of(draft, question)
    meant = iter(fit(question.text, studies))
    found = []
    for facts in studies:
        harms = dict(harms_of(facts, with_medicines=bool(question.understanding.medicines)))
        for text in facts.sentences():
            score = next(meant).meaning
            if text not in harms or names_others(catalog, facts, text, near):
                continue
            if is_remote(text, question, amounts) or REASSURES.search(text):
                continue
            score += CITED * (facts.id in cited) + HARMFUL * harms[text]
            score += SAME_AMOUNT * bool(amounts and set(amounts) & set(amounts_in(text)))
            found.append(Warned(facts, text, score))
    return sorted(found, key=lambda warned: -warned.score)


def harms_of(facts: Abstract, *, with_medicines: bool) -> Iterator[tuple[str, bool]]:
    """The sentences of a document on harm, each with whether it tells of one that was seen."""
    if facts.harms_reported:
        yield facts.harms, False
    yield from (
        (o.finding, True)
        for o in facts.outcomes
        if o.direction == "harm" and (with_medicines or o.group != "interactions")
    )
    yield from ((s.text, False) for s in facts.statements if s.topic in OF_HARM)


def amounts_of(draft: Draft, question: Question) -> list[tuple[float, str]]:
    """The amounts of the question, else those that the first lines give."""
    first = " ".join(quote.text for claim in draft.lead for quote in claim.quotes[-1:])
    return amounts_in(question.text) or amounts_in(first)


def is_remote(text: str, question: Question, amounts: list[tuple[float, str]]) -> bool:
    """Whether a harm is of a poisoning or of far more than was asked about."""
    asks_of_it = POISONED.search(question.text) is not None
    return (POISONED.search(text) is not None and not asks_of_it) or bool(
        amounts and is_above(text, amounts)
    )
