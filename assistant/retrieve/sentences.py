"""How well each sentence of some studies meets a question, by the meaning of its words.

The index holds a vector for every word of its passages, made in the context of the passage. A sentence
is scored from those of its words, so that nothing has to be embedded again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from assistant.chunk import with_title
from assistant.embed import WORD_DIMENSION, Embedder, Vectors, WordVectors, match_both_ways
from assistant.index import OpenIndex
from assistant.retrieve.catalog import Catalog
from assistant.retrieve.passages import unit
from assistant.schema import Abstract

REMEMBERED = 512
"""Documents whose sentences are kept ready, some 25 kB each."""


class SentenceWords(NamedTuple):
    """The sentences of one document, in the order in which its facts have them."""

    words: list[WordVectors]
    centres: Vectors
    """Shape (sentences, dimension): the direction of each sentence's words together, length one."""


class Fitness(NamedTuple):
    """How well a sentence meets a question, in three cosines, -1 to 1, higher is better."""

    asked: float = 0.0
    """That of the question's words with their best match in the sentence."""
    whole: float = 0.0
    """That of question and sentence, each as a whole."""
    told: float = 0.0
    """That of the sentence's words with their best match in the question."""

    @property
    def meaning(self) -> float:
        """What a sentence tells of what is asked, however much more it tells."""
        return (self.asked + self.whole) / 2


NOTHING = Fitness()


class SentenceFit:
    """Scores sentences by the words of a question, each of which seeks its best match, and as a whole."""

    def __init__(self, index: OpenIndex, embedder: Embedder, catalog: Catalog) -> None:
        """Score the studies of a catalogue from the index that it was made from."""
        self._parts = index.parts
        self._embedder = embedder.words
        self._texts = catalog.texts
        self._words_of = lru_cache(REMEMBERED)(self._read_words)

    def score(self, question: str, studies: Sequence[Abstract]) -> list[Fitness]:
        """Score every sentence of every study, one after the other; 0 where the index has no words."""
        count = sum(len(facts.sentences()) for facts in studies)
        if self._embedder is None or not count:
            return [NOTHING] * count
        asked = self._embedder.embed_query_words(question).vectors
        if not len(asked):
            return [NOTHING] * count
        read = [self._words_of(facts.id, facts.sentences()) for facts in studies]
        there, back = match_both_ways(asked, [words for each in read for words in each.words])
        whole = np.concatenate([each.centres for each in read]) @ unit(asked.sum(axis=0))
        cosines = zip(there.tolist(), whole.tolist(), back.tolist(), strict=True)
        return [Fitness(*each) for each in cosines]

    def _read_words(self, source_id: str, sentences: Sequence[str]) -> SentenceWords:
        starts, rows = self._places_and_rows(source_id)
        text = self._texts[source_id]
        begins = [text.index(sentence) for sentence in sentences]
        ends = [begin + len(sentence) for begin, sentence in zip(begins, sentences, strict=True)]
        bounds = zip(np.searchsorted(starts, begins), np.searchsorted(starts, ends), strict=True)
        words = [rows[low:high] for low, high in bounds]
        return SentenceWords(words, np.stack([unit(each.sum(axis=0)) for each in words]))

    def _places_and_rows(self, source_id: str) -> tuple[list[int], WordVectors]:
        """Where in a document its words begin, in order, and their vectors; passages may overlap."""
        found: dict[int, WordVectors] = {}
        part = next((p for p in self._parts if p.positions_of([source_id])), None)
        source = part.source(source_id) if part else None
        if part and source and self._embedder:
            passages = part.passages(part.positions_of([source_id]))
            texts = [with_title(source.title, passage.text) for passage in passages.values()]
            rows = part.word_vectors(list(passages))
            places = self._embedder.word_places(texts)
            for passage, text, row, at in zip(passages.values(), texts, rows, places, strict=True):
                title = len(text) - len(passage.text)
                found |= {
                    passage.start + p - title: r for p, r in zip(at, row, strict=True) if p >= title
                }
        starts = sorted(found)
        empty = np.zeros((0, WORD_DIMENSION), dtype=np.int8)
        return starts, np.stack([found[start] for start in starts]) if starts else empty
