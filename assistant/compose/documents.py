"""Documents of the user's own that carry no facts: what they say, attributed and never weighed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.chunk import sentence_spans
from assistant.compose.parts import Question
from assistant.compose.sentences import by_overlap
from assistant.retrieve import Catalog
from assistant.schema import (
    CaveatKind,
    Design,
    Draft,
    DraftCaveat,
    Evidence,
    Item,
    Quote,
    ReportedClaim,
    ScoredPassage,
    Section,
)
from assistant.understand import WORD, plain

MAX_PASSAGES = 3
ORDERS = re.compile(
    r"\b(ignore|disregard|forget|override)\b.{0,40}\b(rules?|instructions?|prompts?|above|previous|guidelines?)\b|"
    r"\b(assistant|chatbot|language model|ai|model|system)\b.{0,60}\b(must|should|shall|will|has to|reply|say|answer|respond|tell)\b|"
    r"\b(reply|respond|answer|say) (only|exactly|with|that|the following)\b|\b(must|should|has to|have to) be told\b|"
    r"\b(tell|inform) (the )?(user|reader|person|asker|patient)s?\b|\byou (are|must|should|shall|have to|need to)\b|"
    r"\b(leave out|do not mention|don't mention|never mention|omit|keep quiet)\b|^\W*(system|assistant|user)\s*[:>|]|"
    r"\bstop (taking )?(your |the |all )?(warfarin|medic\w+|pills|tablets|treatment)\b",
    re.I,
)
"""Orders in a document, to a program or to its reader."""
MARKUP = re.compile(r"<[!/a-z|]|-->|!\[|\]\(|https?://|\\?\[\d+\\?\]|[‹›|]{2}|\{\{", re.I)
"""Comments, images, links and citation marks that a document carries."""


def with_documents(
    catalog: Catalog, draft: Draft, question: Question, passages: Sequence[ScoredPassage]
) -> Draft:
    """Add what documents without facts say, attributed; alone, they make an answer by articles."""
    items = document_items(catalog, question, passages)
    if not items or draft.status not in {"answered", "no_evidence", "out_of_scope"}:
        return draft
    section = Section(heading="Other documents here", items=tuple(items))
    if draft.status == "answered":
        return draft.model_copy(update={"sections": (*draft.sections, section)})
    return Draft(
        status="answered",
        evidence=Evidence(
            level="anecdotal",
            direction="unclear",
            strongest_design=Design.ARTICLE,
            human_trials=0,
            participants=None,
            null_results=0,
        ),
        lead=items[0].claims,
        sections=(section,),
        caveats=(
            DraftCaveat(
                kind=CaveatKind.NO_HUMAN_EVIDENCE,
                text="What kind of study these documents are isn't known, so they count as articles.",
                quotes=items[0].claims[0].quotes,
            ),
        ),
    )


def document_items(
    catalog: Catalog, question: Question, passages: Sequence[ScoredPassage]
) -> list[Item]:
    """Quote the best-fitting sentence of each document without facts that speaks of the question."""
    items: dict[str, Item] = {}
    substances = question.understanding.substances
    for scored in passages:
        passage = scored.passage
        if passage.source_id in catalog.texts or passage.source_id in items:
            continue
        if substances and not any(mentions(catalog, name, passage.text) for name in substances):
            continue
        spans = [
            span
            for span in sentence_spans(passage.text)
            if is_statement(passage.text[span.start : span.end])
        ]
        texts = [passage.text[span.start : span.end] for span in spans]
        best = by_overlap(question.text, texts)
        if not best or len(items) == MAX_PASSAGES:
            continue
        span, sentence = spans[best[0]], texts[best[0]]
        quote = Quote(
            source_id=passage.source_id,
            start=passage.start + span.start,
            end=passage.start + span.end,
            text=sentence,
        )
        claim = ReportedClaim(
            text=f"The document {passage.source_id} says: {sentence}",
            quotes=(quote,),
            design=Design.ARTICLE,
        )
        items[passage.source_id] = Item(claims=(claim,))
    return list(items.values())


def is_statement(sentence: str) -> bool:
    """Whether a sentence of an unknown document states something that may be quoted.

    Orders to whoever reads, markup, hidden characters, citation marks of its own and bare questions
    are not quoted: a reader takes them for the assistant's words.
    """
    if any(unicodedata.category(c) in {"Cf", "Co", "Cn"} for c in sentence):
        return False
    return not ORDERS.search(sentence) and not MARKUP.search(sentence) and "?" not in sentence


def mentions(catalog: Catalog, substance: str, text: str) -> bool:
    """Whether a text names a substance, by any of its names in the vocabulary."""
    item = catalog.substances[substance]
    words = f" {' '.join(WORD.findall(plain(text)))} "
    names = (item.name, *item.synonyms, *item.brands)
    return any(f" {' '.join(WORD.findall(plain(name)))} " in words for name in names)
