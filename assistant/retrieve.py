"""The way from a question to passages and to the studies that the documents hold on it.

Two views of one corpus. `PassageSearch` ranks passages by meaning and by words, fused. `Catalog`
finds every study and claim on a substance and an outcome by the documents' own facts, so that
nulls and harms are never missed because another passage ranked higher.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.embed import Embedder
from assistant.index import Hit, JoinedIndex, OpenIndex, PassageIndex
from assistant.load import Vocabulary
from assistant.schema import (
    Abstract,
    Article,
    ArticleClaim,
    Coverage,
    Design,
    DetectedStudy,
    Outcome,
    ScoredPassage,
    Source,
)
from assistant.studies import study_of

if TYPE_CHECKING:
    from collections.abc import Iterator

CANDIDATES = 100
"""Passages taken from each side before they are fused."""
DENSE_WEIGHT = 0.5
CONTRARY = "no difference from placebo, no effect, side effects, harm"
"""Words of the second look, which is for what did not work or did harm."""
PEOPLE = frozenset(
    {
        Design.META_ANALYSIS,
        Design.SYSTEMATIC_REVIEW,
        Design.RCT,
        Design.NONRANDOMIZED_TRIAL,
        Design.PHARMACOKINETIC,
        Design.OBSERVATIONAL,
        Design.CASE_REPORT,
    }
)
"""Designs that study people (where the species says so); guidelines and fact sheets don't."""
TRIALS = frozenset({Design.RCT, Design.NONRANDOMIZED_TRIAL, Design.PHARMACOKINETIC})


class PassageSearch:
    """Ranks passages for a query: cosine similarity and BM25, each scaled to 0..1, averaged."""

    def __init__(self, index: PassageIndex, embedder: Embedder) -> None:
        """Search an open index with the model that built it."""
        self._index = index
        self._embedder = embedder

    def search(
        self, query: str, k: int, excluded_sources: Collection[str] = frozenset()
    ) -> list[ScoredPassage]:
        """Find the k best passages, best first; score 0 to 1, higher is better."""
        vector = self._embedder.embed_query(query)
        fused = fuse(
            self._index.search_dense(vector, CANDIDATES),
            self._index.search_lexical(query, CANDIDATES),
        )
        passages = self._index.passages([hit.position for hit in fused])
        kept = [hit for hit in fused if passages[hit.position].source_id not in excluded_sources]
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

    def search_sources(self, query: str, k: int) -> list[tuple[str, float]]:
        """Rank sources by their best passage: (source_id, score), best first, each once."""
        best: dict[str, float] = {}
        for found in self.search(query, 2 * CANDIDATES):
            best.setdefault(found.passage.source_id, found.score)
        return list(best.items())[:k]


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


def open_search(index: OpenIndex, embedder: Embedder) -> PassageSearch:
    """The search over one index or several."""
    if isinstance(index, JoinedIndex):
        return JoinedSearch(index, embedder)
    if isinstance(index, PassageIndex):
        return PassageSearch(index, embedder)
    raise TypeError(type(index))


def fuse(dense: Sequence[Hit], lexical: Sequence[Hit]) -> list[Hit]:
    """Average both sides, each scaled to 0..1 over its candidates; what one lacks counts 0 there."""
    scores: dict[int, float] = {}
    for hits, weight in ((dense, DENSE_WEIGHT), (lexical, 1 - DENSE_WEIGHT)):
        if not hits:
            continue
        low, high = hits[-1].score, hits[0].score
        for hit in hits:
            scaled = (hit.score - low) / (high - low) if high > low else 1.0
            scores[hit.position] = scores.get(hit.position, 0.0) + weight * scaled
    ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [Hit(position, score) for position, score in ordered]


class PassageRetriever(BaseRetriever):
    """The search as LangChain knows it: documents with source, offsets and score as metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    passage_search: PassageSearch
    k: int = 8

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [
            Document(
                id=found.passage.passage_id,
                page_content=found.passage.text,
                metadata={
                    "source_id": found.passage.source_id,
                    "start": found.passage.start,
                    "end": found.passage.end,
                    "score": found.score,
                },
            )
            for found in self.passage_search.search(query, self.k)
        ]


def names_any(facts: Abstract | Article, words: Collection[str]) -> bool:
    """Whether a document's sentences hold one of the words, in any ending."""
    text = " ".join(facts.sentences()).lower()
    return any(word.lower().rstrip("s") in text for word in words)


class StudyMatch(NamedTuple):
    """A study and its results on the outcomes that were asked for."""

    facts: Abstract
    outcomes: tuple[Outcome, ...]


class Catalog:
    """The facts of all documents that have front matter or are surely studies, by what they are on."""

    def __init__(self, sources: Iterable[Source], vocabulary: Vocabulary) -> None:
        """Take the documents and the vocabulary that names their substances and outcomes."""
        self.vocabulary = vocabulary
        self.substances = {item.name: item for item in vocabulary.substances}
        self.outcomes = {item.name: item for item in vocabulary.outcomes}
        known = [(s, facts) for s in sources if (facts := s.facts or study_of(s)) is not None]
        self.texts = {source.source_id: source.text for source, _ in known}
        self.abstracts = {f.id: f for _, f in known if isinstance(f, Abstract)}
        self.articles = {f.id: f for _, f in known if isinstance(f, Article)}

    def has_all_facts_of(self, documents: int) -> bool:
        """Whether so many documents all say themselves what they hold; detection may miss a result."""
        detected = sum(isinstance(facts, DetectedStudy) for facts in self.abstracts.values())
        return len(self.texts) - detected == documents

    @cached_property
    def tested(self) -> frozenset[str]:
        """Every substance that some study of the documents is about."""
        return frozenset(name for facts in self.abstracts.values() for name in facts.substances)

    def forms(self, substance: str) -> tuple[str, ...]:
        """The substance and its forms: for an element its salts, for a salt itself alone."""
        children = (item.name for item in self.vocabulary.substances if item.form_of == substance)
        return (substance, *children)

    def relatives(self, substance: str) -> tuple[str, ...]:
        """What is near a substance without being it: declared relatives, its element, other salts."""
        item = self.substances.get(substance)
        if item is None:
            return ()
        near = list(item.relatives)
        if item.form_of:
            near += [name for name in self.forms(item.form_of) if name != substance]
        return tuple(dict.fromkeys(near))

    def groups(self, outcomes: Iterable[str]) -> tuple[str, ...]:
        """The groups that some outcomes belong to, in their order."""
        known = (self.outcomes[name].group for name in outcomes if name in self.outcomes)
        return tuple(dict.fromkeys(known))

    def standing(
        self, substances: Collection[str], groups: Collection[str] = ()
    ) -> Iterator[StudyMatch]:
        """Find the studies that were not retracted: those that may be spoken of (R12)."""
        matches = self.studies(substances, groups)
        return (match for match in matches if not match.facts.is_retracted)

    def studies(
        self, substances: Collection[str], groups: Collection[str] = ()
    ) -> Iterator[StudyMatch]:
        """Find every study of one of the substances with results in one of the groups (or any)."""
        for facts in self.abstracts.values():
            if not set(facts.substances) & set(substances):
                continue
            outcomes = tuple(
                outcome
                for outcome in facts.outcomes
                if (not groups or outcome.group in groups)
                and (not outcome.substances or set(outcome.substances) & set(substances))
            )
            if outcomes or not groups:
                yield StudyMatch(facts, outcomes)

    def claims(
        self, substances: Collection[str], groups: Collection[str] = ()
    ) -> Iterator[tuple[Article, ArticleClaim]]:
        """Find every article claim on one of the substances and one of the groups (or any)."""
        for article in self.articles.values():
            for claim in article.claims:
                about = not groups or set(self.groups(claim.outcomes)) & set(groups)
                if about and set(claim.substances) & set(substances):
                    yield article, claim

    def articles_on(
        self, substances: Collection[str], groups: Collection[str] = ()
    ) -> list[Article]:
        """The articles with a claim on one of the substances and groups; of none, all articles."""
        if not substances and not groups:
            return list(self.articles.values())
        found = {article.id for article, _ in self.claims(substances, groups)}
        return [self.articles[article_id] for article_id in sorted(found)]

    def is_studied(self, substances: Collection[str], outcome: str) -> bool:
        """Whether a study or an article has one of the substances (or a form) with an outcome."""
        near = {form for name in substances for form in self.forms(name)}
        groups = self.groups([outcome])
        return any(self.standing(near, groups)) or any(self.claims(near, groups))

    def count(self, query: Coverage) -> int:
        """Run a coverage query: how many documents fit it."""
        found = 0
        sought = [set(self.forms(name)) for name in query.substances if query.together]
        named = {form for forms in sought for form in forms} or query.substances or self.tested
        for facts, _ in self.standing(named, query.outcome_groups):
            if not all(forms & set(facts.substances) for forms in sought):
                continue
            if query.populations and not set(query.populations) & set(facts.populations):
                continue
            if query.words and not names_any(facts, query.words):
                continue
            people = facts.species == "human" and facts.kind in PEOPLE
            alone = not facts.combination or facts.companions_in_both_arms
            fits = {
                "any": True,
                "people": people,
                "people_direct": people and alone,
                "people_trials": people and facts.kind in TRIALS,
                "animals": facts.kind is Design.ANIMAL,
            }
            found += fits[query.scope]
        if query.scope == "any" and not query.populations and not query.together:
            found += sum(
                not query.words or names_any(article, query.words)
                for article in self.articles_on(query.substances, query.outcome_groups)
            )
        return found
