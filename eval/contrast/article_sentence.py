"""An assistant that says after the articles what they say: one sentence, in its own voice.

It takes the sentence of the five articles that is nearest to the question. The corpus words these
sentences as reports ("the personal blog says that ..."); where such an opening stands it is cut
off, since this assistant speaks as the articles do, unless cutting would turn the meaning round.

Granted: the quote is exact and is the whole sentence; the design says "article"; the earlier turns
of a conversation stand before the question. Its claim counts as a finding of strength 0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from eval.contrast.excerpts import Spoken, as_answer, sentences_within
from eval.corpus import Corpus

REPORT = re.compile(
    r"^(?:The )?\w[^.;:,]{3,60}? (?:says|states|writes|explains|reports|adds|admits|concludes|notes|"
    r"believes|stresses|warns|cautions)\b[^.;]{0,60}?\bthat,? (?=\w)"
)
TURNING = re.compile(r"\b(?:not|no|never|neither|nor|without)\b", re.I)


class ArticleSentence:
    """The nearest sentence of the articles."""

    name = "article sentence"

    def __init__(self, corpus: Corpus, embeddings: Embeddings) -> None:
        """Take the sentences of the articles and embed them."""
        self._embeddings = embeddings
        self._held = [
            excerpt
            for document in corpus.values()
            if document.design == "article"
            for excerpt in sentences_within(document, 0, len(document.body))
        ]
        vectors = np.array(embeddings.embed_documents([excerpt.text for excerpt in self._held]))
        self._vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def __call__(self, turns: Sequence[str]) -> dict[str, Any]:
        """Answer the last of the user's texts."""
        asked = np.array(self._embeddings.embed_query("\n".join(turns)))
        best = self._held[int(np.argmax(self._vectors @ asked))]
        return as_answer(turns, [[Spoken(in_own_voice(best.text), best)]], self.name)


def in_own_voice(sentence: str) -> str:
    """The sentence without the words that say whose it is.

    >>> in_own_voice("The personal blog says that threonate is best.")
    'Threonate is best.'
    """
    found = REPORT.match(sentence)
    if found is None or TURNING.search(found.group()):
        return sentence
    rest = sentence[found.end() :]
    return rest[0].upper() + rest[1:]
