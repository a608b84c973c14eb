"""Ranking passages: by meaning and by words, fused, then once more with what the best ones add."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from assistant.embed import Embedder, QueryWords, Vectors, match_words
from assistant.index import Hit, JoinedIndex, OpenIndex, PassageIndex, tokenize
from assistant.schema import ScoredPassage

CANDIDATES = 100
"""Passages taken from each side before they are fused."""
DENSE_WEIGHT = 0.6
CONTRARY = "no difference from placebo, no effect, side effects, harm"
"""Words of the second look, which is for what did not work or did harm."""
FEEDBACK_PASSAGES = 3
"""How many of the best a query learns from."""
FEEDBACK_WORDS = 20
LATE_PASSAGES = 50
"""How many of the best are reordered by their words."""
LATE_WEIGHT = 0.2
"""The part of the score that the match of words makes up, for a statement."""
TOPIC, STATEMENT = 3, 6
"""Words of a query that names a topic, and of one that says what it wants by itself."""
STORY = 14
"""Beyond so many words most of them are not about what is looked for, and none is matched alone."""
RANKED = 8
"""Rankings that are kept: one answer asks for the same one with and without some documents."""
Words = Mapping[str, float]
"""The words of a query with their weights, which sum to one."""


class Stages(NamedTuple):
    """Parts of the search that a measurement may leave out; everybody else has them all."""

    dense: bool = True
    lexical: bool = True
    feedback: bool = True
    late: bool = True


ALL_STAGES = Stages()


class PassageSearch:
    """Ranks passages for a query.

    Cosine similarity and BM25 find candidates, and each is scored on both. What follows depends on
    the query. One of few words names a topic: the best passages lend it their meaning and their words
    (pseudo-relevance feedback: Rocchio on vectors, RM3 on words), and both sides search again. One of
    many words says what it wants: each of them then seeks its best match among the words of the best
    passages (late interaction). `bench/README.md` has what each stage is worth.
    """

    def __init__(
        self, index: PassageIndex, embedder: Embedder, stages: Stages = ALL_STAGES
    ) -> None:
        """Search an open index with the model that built it."""
        self._index = index
        self._embedder = embedder
        self._stages = stages
        self._rank = lru_cache(RANKED)(self._rank_anew)

    def search(
        self, query: str, k: int, excluded_sources: Collection[str] = frozenset()
    ) -> list[ScoredPassage]:
        """Find the k best passages, best first; score 0 to 1, higher is better."""
        kept = self._rank(query)
        if excluded_sources:
            sources = self._index.sources_of([hit.position for hit in kept])
            kept = [hit for hit in kept if sources[hit.position] not in excluded_sources]
        passages = self._index.passages([hit.position for hit in kept[:k]])
        return [
            ScoredPassage(passage=passages[hit.position], score=hit.score, rank=rank)
            for rank, hit in enumerate(kept[:k], start=1)
        ]

    def search_both_sides(self, query: str, k: int) -> list[ScoredPassage]:
        """Find the k best passages, then up to k / 3 more on what did not work or did harm."""
        found = self.search(query, k)
        known = {scored.passage.passage_id for scored in found}
        contrary = self.search(f"{query} {CONTRARY}", k)
        more = [scored for scored in contrary if scored.passage.passage_id not in known]
        return found + [
            scored.model_copy(update={"rank": k + rank})
            for rank, scored in enumerate(more[: k // 3], start=1)
        ]

    def search_sources(
        self, query: str, k: int, excluded_sources: Collection[str] = frozenset()
    ) -> list[tuple[str, float]]:
        """Rank sources by their best passage: (source_id, score), best first, each once."""
        found = self._rank(query)
        sources = self._index.sources_of([hit.position for hit in found])
        best: dict[str, float] = {}
        for hit in found:
            if sources[hit.position] not in excluded_sources:
                best.setdefault(sources[hit.position], hit.score)
        return list(best.items())[:k]

    def _rank_anew(self, query: str) -> list[Hit]:
        vector = self._embedder.embed_query(query)
        tokens = tokenize([query])[0]
        words = {word: count / len(tokens) for word, count in Counter(tokens).items()}
        found = self._find(vector, words)
        strength = feedback_strength(len(tokens))
        # Where no passage has a word of the query, nothing speaks for those that are near in meaning.
        is_confirmed = self._stages.lexical and any(map(self._index.holders, words))
        if self._stages.feedback and strength and is_confirmed:
            best = found[:FEEDBACK_PASSAGES]
            total = sum(hit.score for hit in best)
            weights = {hit.position: hit.score / total for hit in best}
            vector = self._enrich_vector(vector, weights, strength)
            found = self._find(vector, self._enrich_words(words, weights, strength / 2))
        is_story = len(tokens) > STORY
        if self._stages.late and strength < 1 and not is_story and self._embedder.words:
            asked = self._embedder.words.embed_query_words(query)
            return self._match_words(asked, found, LATE_WEIGHT * (1 - strength))
        return found

    def _find(self, vector: Vectors, words: Words) -> list[Hit]:
        """Find the candidates of both sides, and score each on both."""
        index, stages = self._index, self._stages
        dense = dict(index.search_dense(vector, CANDIDATES)) if stages.dense else {}
        lexical = dict(index.search_words(words, CANDIDATES)) if stages.lexical else {}
        if stages.dense and (unscored := [p for p in lexical if p not in dense]):
            dense |= zip(unscored, (index.vectors(unscored) @ vector).tolist(), strict=True)
        if stages.lexical and (unscored := [p for p in dense if p not in lexical]):
            lexical |= zip(unscored, index.score_words(words, unscored), strict=True)
        return fuse(dense, lexical)

    def _match_words(self, asked: QueryWords, found: list[Hit], weight: float) -> list[Hit]:
        """Reorder the best passages by how well each word of the query is met in them."""
        best = found[:LATE_PASSAGES]
        rarities = [
            max((self._index.rarity(token) for token in tokens), default=0.0)
            for tokens in tokenize(list(asked.words))
        ]
        weights = np.array(rarities, dtype=np.float32) / max(sum(rarities), 1e-9)
        passages = self._index.word_vectors([hit.position for hit in best])
        matched = match_words(asked.vectors, weights, passages)
        low, high = (float(matched.min()), float(matched.max())) if best else (0.0, 0.0)
        scores = {hit.position: (1 - weight) * hit.score for hit in found}
        for hit, score in zip(best, matched.tolist(), strict=True):
            scores[hit.position] += weight * (score - low) / max(high - low, 1e-9)
        return in_order(scores)

    def _enrich_vector(
        self, vector: Vectors, weights: Mapping[int, float], strength: float
    ) -> Vectors:
        """Move a query's vector towards the weighted passages (Rocchio), at most half of the way."""
        rows = self._index.vectors(list(weights))
        centre = unit(np.array(list(weights.values()), np.float32) @ rows)
        return unit(vector + np.float32(strength) * centre)

    def _enrich_words(self, words: Words, weights: Mapping[int, float], share: float) -> Words:
        """Give a share of the query to the words that tell the weighted passages from the rest (RM3)."""
        enriched = {word: (1 - share) * weight for word, weight in words.items()}
        for word, weight in self._index.salient_words(weights, FEEDBACK_WORDS).items():
            enriched[word] = enriched.get(word, 0.0) + share * weight
        return enriched


def feedback_strength(words: int) -> float:
    """How far the best passages may change a query: 1 for a topic, falling to 0 for a statement.

    A topic of two words lacks the vocabulary of what was written on it; a statement of ten says
    which passage it wants, and words of others only blur it. Fixed on the training queries of
    NFCorpus, which are topics, and of SciFact, which are statements.
    """
    return min(1.0, max(0.0, (STATEMENT - words) / (STATEMENT - TOPIC)))


def unit(vector: Vectors) -> Vectors:
    """Scale a vector to length one; one without a direction stays as it is."""
    scaled: Vectors = (vector / max(float(np.linalg.norm(vector)), 1e-9)).astype(np.float32)
    return scaled


class JoinedSearch(PassageSearch):
    """Ranks passages of several indexes: the k best of each, so that none is drowned by a larger one."""

    def __init__(self, joined: JoinedIndex, embedder: Embedder) -> None:
        """Search open indexes with the model that built them."""
        self._parts = [PassageSearch(part, embedder) for part in joined.parts]
        self._hidden = joined.hidden

    def search(
        self, query: str, k: int, excluded_sources: Collection[str] = frozenset()
    ) -> list[ScoredPassage]:
        """Find the k best passages of each index, best first; score 0 to 1 within its index."""
        found = [
            scored
            for part, hidden in zip(self._parts, self._hidden, strict=True)
            for scored in part.search(query, k, hidden | frozenset(excluded_sources))
        ]
        ordered = sorted(found, key=lambda scored: -scored.score)
        return [
            scored.model_copy(update={"rank": rank}) for rank, scored in enumerate(ordered, start=1)
        ]

    def search_sources(
        self, query: str, k: int, excluded_sources: Collection[str] = frozenset()
    ) -> list[tuple[str, float]]:
        """Rank the sources of all indexes by their best passage: (source_id, score), best first."""
        found = [
            source
            for part, hidden in zip(self._parts, self._hidden, strict=True)
            for source in part.search_sources(query, k, hidden | frozenset(excluded_sources))
        ]
        return sorted(found, key=lambda source: -source[1])[:k]


def open_search(index: OpenIndex, embedder: Embedder) -> PassageSearch:
    """The search over one index or several."""
    if isinstance(index, JoinedIndex):
        return JoinedSearch(index, embedder)
    if isinstance(index, PassageIndex):
        return PassageSearch(index, embedder)
    raise TypeError(type(index))


def fuse(dense: Mapping[int, float], lexical: Mapping[int, float]) -> list[Hit]:
    """Average the two scores of each passage, each as a share of its side's best; best first."""
    scores: dict[int, float] = {}
    for side, weight in ((dense, DENSE_WEIGHT), (lexical, 1 - DENSE_WEIGHT)):
        top = max(side.values(), default=0.0)
        for position, score in side.items():
            share = max(score, 0.0) / top if top > 0 else 0.0
            scores[position] = scores.get(position, 0.0) + weight * share
    return in_order(scores)


def in_order(scores: Mapping[int, float]) -> list[Hit]:
    """Put scored passages in order, best first; equal ones by their position."""
    ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [Hit(position, score) for position, score in ordered]
