"""A claim that isn't about an effect, or about none that the vocabulary knows, against near sentences.

Doses, contents, definitions, interactions, mechanisms: the sentences of the documents that are nearest
in meaning are taken together as one source, and the claim is held against them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

import numpy as np

from assistant.check.judging import Judgement
from assistant.check.reading import Reading
from assistant.chunk import split_sentences
from assistant.embed import Embedder
from assistant.retrieve import Catalog
from assistant.schema import Quote, ScoredPassage
from assistant.verify.against import judge_claim

Search = Callable[[str, int], list[ScoredPassage]]
PASSAGES = 8
NEAREST = 3
"""Sentences that are taken together as the source."""
NEAR = 0.55
"""Cosine similarity below which no sentence speaks of the same thing."""


class Near(NamedTuple):
    """A sentence of a document and how near it is in meaning, -1 to 1."""

    quote: Quote
    similarity: float


def nearest_sentences(
    catalog: Catalog, search: Search, embedder: Embedder, query: str, names: Collection[str]
) -> list[Near]:
    """Find the sentences of studies on some substances nearest to a text, best first."""
    quotes: list[Quote] = []
    for found in search(query, PASSAGES):
        passage = found.passage
        facts = catalog.abstracts.get(passage.source_id)
        if facts is None or facts.is_retracted or not set(facts.substances) & set(names):
            continue
        for start, end in split_sentences(passage.text):
            place = (passage.start + start, passage.start + end)
            quotes.append(
                Quote(
                    source_id=passage.source_id,
                    start=place[0],
                    end=place[1],
                    text=passage.text[start:end],
                )
            )
    quotes = list({quote.text: quote for quote in quotes}.values())
    if not quotes:
        return []
    vectors = np.concatenate(list(embedder.embed_passages([query, *(q.text for q in quotes)])))
    scores = vectors[1:] @ vectors[0]
    order = np.argsort(-scores)[:NEAREST]
    return [Near(quotes[at], float(scores[at])) for at in order]


def near_names(catalog: Catalog, substances: Sequence[str]) -> set[str]:
    """The substances themselves, their forms and their relatives."""
    return {
        name
        for substance in substances
        for name in (*catalog.forms(substance), *catalog.relatives(substance))
    }


def judge_fact(catalog: Catalog, search: Search, embedder: Embedder, reading: Reading) -> Judgement:
    """Judge a claim against the nearest sentences of the studies of its substances."""
    text = reading.sentence.text
    known = any(name.lower() in text.lower() for name in reading.substances)
    query = text if known else f"{', '.join(reading.substances)}: {text}"
    found = nearest_sentences(
        catalog, search, embedder, query, near_names(catalog, reading.substances)
    )
    about = " and ".join(reading.substances[:2])
    if not found:
        return Judgement("unsupported", f"No document here speaks of this and {about}.")
    quotes = tuple(near.quote for near in found)
    if found[0].similarity < NEAR:
        return Judgement(
            "unsupported", f"The documents on {about} don't speak of this.", quotes[:1]
        )
    held = judge_claim(query, " ".join(quote.text for quote in quotes))
    if held.verdict == "not_checkable":
        return Judgement("not_checkable", "States nothing that a document could bear out.")
    if held.verdict == "unsupported":
        return Judgement("unsupported", f"The documents on {about} don't say this.", quotes[:1])
    reason = held.reason[:1].upper() + held.reason[1:] + "."
    return Judgement(held.verdict, reason.replace("the source", "the document"), quotes[:2])
