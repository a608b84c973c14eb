"""Which product to choose, and whether an amount is enough: what the documents hold on just that."""

from __future__ import annotations

import re

from assistant.compose.closest import (
    NARROWS_FROM,
    Close,
    Fit,
    closest,
    closest_item,
    most_different,
)
from assistant.compose.parts import Question, as_lead, sentence_item
from assistant.compose.told import Told, read_sentences
from assistant.retrieve import Catalog
from assistant.schema import Draft

CHOOSES = re.compile(
    r"\bwhich (?:\S+ ){0,5}(?:buy|get|choose|pick|take|use|go for)\b|\bwhat (?:kind|sort|type|form|brand) (?:of )?(?:\S+ ){0,5}(?:buy|get|choose|pick|take|use|best)\b|"
    r"\b(?:best|right) (?:kind|sort|type|form|brand|version|product|lozenge|one)\b",
    re.I,
)
"""Asks which of the products that are sold to choose."""
PIECE = r"(?:capsules?|caps?|tablets?|pills?|gumm(?:y|ies)|lozenges?|servings?|scoops?|bottles?|products?|brands?)"
CONTENT = re.compile(
    rf"\bhow (?:much|many)\b[^?.]{{0,60}}\b(?:per|in (?:a|an|one|each|every|the|my|these|those)) (?:\S+ ){{0,3}}{PIECE}\b|"
    rf"\bwhat(?: is|'s|s)? (?:really |actually )?in (?:\S+ ){{0,4}}{PIECE}\b",
    re.I,
)
"""Asks what a product holds."""
CONTENT_GROUP = "product content"
ENOUGH = re.compile(
    r"\benough\b|\b(?:cover|meet|reach|hit)s? (?:\S+ ){0,3}(?:needs?|rda|requirements?|allowance)\b|\b(?:share|part|percent\w*|%|how much) of (?:my|the|your|a) (?:day|daily|rda|needs?|requirement)",
    re.I,
)
"""Asks whether an amount covers what somebody needs."""
ALLOWANCE = re.compile(
    r"\b(?:allowances?|requirements?|daily needs?|recommended (?:daily|intake|amount)|adequate intake|reference intake)\b",
    re.I,
)
FROM, FROM_CONTENT = 0.4, 0.45
"""The fit from which a sentence on an allowance is on the amount asked about."""
MAX_LED = 2


def content_first(catalog: Catalog, draft: Draft, question: Question, fit: Fit) -> Told:
    """For who asks what is in a product: what was measured in it."""
    if not CONTENT.search(question.text) or len(question.understanding.substances) != 1:
        return Told()
    said = [
        each
        for each in read_sentences(catalog, question, fit)
        if each.score >= FROM_CONTENT and is_on_content(each)
    ]
    said.sort(key=lambda each: -each.score)
    items = (
        sentence_item(catalog, each.facts, each.text) for each in most_different(said, MAX_LED)
    )
    return Told(tuple(as_lead(catalog, item.claims[0]) for item in items))


def is_on_content(close: Close) -> bool:
    """Whether a sentence is a result or a statement on what products hold."""
    results = (o.group for o in close.facts.outcomes if o.finding == close.text)
    topics = (s.topic for s in close.facts.statements if s.text == close.text)
    return CONTENT_GROUP in results or "content" in topics


def tested_choice(catalog: Catalog, draft: Draft, question: Question, fit: Fit) -> Told:
    """For who asks which to choose: what was tested of it, by the sentences that come closest."""
    if not CHOOSES.search(question.text) or len(question.understanding.substances) != 1:
        return Told()
    close = [c for c in closest(catalog, question, fit) if c.score >= NARROWS_FROM][:MAX_LED]
    return Told(tuple(as_lead(catalog, closest_item(catalog, c).claims[0]) for c in close))


def share_of_need(catalog: Catalog, draft: Draft, question: Question, fit: Fit) -> Told:
    """For who asks whether it is enough: the first line as it is, then the share of an allowance."""
    if not ENOUGH.search(question.text) or len(question.understanding.substances) != 1:
        return Told()
    said = [
        each
        for each in read_sentences(catalog, question, fit)
        if each.score >= FROM
        and ALLOWANCE.search(each.text)
        and any(s.text == each.text for s in each.facts.statements)
    ]
    said.sort(key=lambda each: -each.score)
    told = tuple(
        as_lead(catalog, sentence_item(catalog, c.facts, c.text).claims[0]) for c in said[:1]
    )
    return Told((*draft.lead[:1], *told)) if told else Told()
