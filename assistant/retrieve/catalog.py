"""The facts of all documents that have front matter, found by substance and outcome."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from assistant.chunk import sentence_spans
from assistant.load import Vocabulary
from assistant.schema import (
    Abstract,
    Article,
    ArticleClaim,
    Coverage,
    Design,
    DetectedStudy,
    Outcome,
    Passage,
    Source,
)
from assistant.studies import study_of
from assistant.understand.naming import Names

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


def names_any(facts: Abstract | Article, words: Collection[str]) -> bool:
    """Whether a document's sentences hold one of the words, in any ending."""
    text = " ".join(facts.sentences()).lower()
    return any(word.lower().rstrip("s") in text for word in words)


def sets_beside(facts: Abstract, words: Collection[str], beside: Collection[str]) -> bool:
    """Whether one sentence of a study holds a word of each of two lists."""
    return any(holds_any(s, words) and holds_any(s, beside) for s in facts.sentences())


def holds_any(text: str, words: Collection[str]) -> bool:
    """Whether a text holds a word that begins like one of these, in any case."""
    return any(re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE) for word in words)


def speaks_on(article: Article, query: Coverage) -> bool:
    """Whether an article has a claim on one of the topics and substances of a search."""
    return any(
        claim.topic in query.topics and set(claim.substances) & set(query.substances)
        for claim in article.claims
    )


def is_against(outcome: Outcome, words: Collection[str]) -> bool:
    """Whether a result is one against an active treatment that goes by one of the words."""
    told = outcome.finding.lower()
    return outcome.comparison in {"active", "mixed"} and any(w.lower() in told for w in words)


REMEMBERED = 1024
"""Phrases whose passages are remembered; documents don't change below a catalogue."""
FindPhrase = Callable[[str], Sequence[Passage]]
T = TypeVar("T")


class StudyMatch(NamedTuple):
    """A study and its results on the outcomes that were asked for."""

    facts: Abstract
    outcomes: tuple[Outcome, ...]


class Catalog:
    """The facts of all documents that have front matter or are surely studies, by what they are on."""

    def __init__(
        self,
        sources: Iterable[Source],
        vocabulary: Vocabulary,
        find_phrase: FindPhrase = lambda phrase: (),
    ) -> None:
        """Take what is known of the documents.

        Args:
            sources: those that have facts; others are left out.
            vocabulary: names their substances and outcomes.
            find_phrase: finds the passages of all other documents that hold a phrase.
        """
        self.vocabulary = vocabulary
        self._derived: dict[Callable[[Catalog], Any], Any] = {}
        self._find_phrase = lru_cache(REMEMBERED)(find_phrase)
        self.substances = {item.name: item for item in vocabulary.substances}
        self.outcomes = {item.name: item for item in vocabulary.outcomes}
        known = [(s, facts) for s in sources if (facts := s.facts or study_of(s)) is not None]
        self.texts = {source.source_id: source.text for source, _ in known}
        self.abstracts = {f.id: f for _, f in known if isinstance(f, Abstract)}
        self.articles = {f.id: f for _, f in known if isinstance(f, Article)}

    def derive(self, make: Callable[[Catalog], T]) -> T:
        """Work something out from all documents on first use; it lasts as long as the catalogue.

        A cache of functions or of a module would keep the catalogue, and its whole index, in memory
        long after another one took its place.
        """
        if make not in self._derived:
            self._derived[make] = make(self)
        found: T = self._derived[make]
        return found

    def has_all_facts_of(self, documents: int) -> bool:
        """Whether so many documents all say themselves what they hold; detection may miss a result."""
        detected = sum(isinstance(facts, DetectedStudy) for facts in self.abstracts.values())
        return len(self.texts) - detected == documents

    @cached_property
    def checked(self) -> frozenset[str]:
        """The documents that say themselves what they hold."""
        unchecked = {name for name, facts in self.abstracts.items() if not facts.is_checked}
        return frozenset(self.texts.keys() - unchecked)

    @cached_property
    def names(self) -> Names:
        """Finds the names of the vocabulary in the sentences of documents."""
        return Names(self.vocabulary)

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
        wanted = set(substances)
        for facts in self.abstracts.values():
            if wanted.isdisjoint(facts.substances):
                continue
            outcomes = tuple(
                outcome
                for outcome in facts.outcomes
                if (not groups or outcome.group in groups)
                and (not outcome.substances or not wanted.isdisjoint(outcome.substances))
            )
            if outcomes or not groups:
                yield StudyMatch(facts, outcomes)

    def claims(
        self, substances: Collection[str], groups: Collection[str] = ()
    ) -> Iterator[tuple[Article, ArticleClaim]]:
        """Find every article claim on one of the substances and one of the groups (or any)."""
        wanted, about = set(substances), set(groups)
        for article in self.articles.values():
            for claim in article.claims:
                if wanted.isdisjoint(claim.substances):
                    continue
                if not groups or not about.isdisjoint(self.groups(claim.outcomes)):
                    yield article, claim

    def articles_on(
        self, substances: Collection[str], groups: Collection[str] = ()
    ) -> list[Article]:
        """The articles with a claim on one of the substances and groups; of none, all articles."""
        if not substances and not groups:
            return list(self.articles.values())
        found = {article.id for article, _ in self.claims(substances, groups)}
        return [self.articles[article_id] for article_id in sorted(found)]

    def is_studied(
        self, substances: Collection[str], outcome: str, words: Collection[str] = ()
    ) -> bool:
        """Whether a study or an article has one of the substances (or a form) with an outcome.

        Args:
            substances: by name.
            outcome: by name.
            words: stems, one of which must stand in what was measured or found; what an article claims
                of a laboratory marker was not.
        """
        near = {form for name in substances for form in self.forms(name)}
        groups = self.groups([outcome])
        is_marker = outcome in self.outcomes and self.outcomes[outcome].surrogate
        results = (o for match in self.standing(near, groups) for o in match.outcomes)
        told = (f"{o.measure or ''} {o.finding}" for o in results)
        claims = () if words and is_marker else self.claims(near, groups)
        claimed = (claim.text for _, claim in claims)
        return any(not words or holds_any(text, words) for text in chain(told, claimed))

    def count(self, query: Coverage) -> int:
        """Run a coverage query: how many documents fit it, those without facts among them."""
        return self._count_known(query) + len(self.naming(query))

    def naming(self, query: Coverage, most: int | None = None) -> list[Passage]:
        """Find, one for each document without facts, a passage that names what a query looks for.

        `most` documents are enough, if it is given.

        Of what was studied these documents say nothing that counts, so that a query for studies finds none.
        """
        if query.scope != "any" or query.populations or query.together or query.beside:
            return []
        of_words = [(word, word) for word in query.words]
        phrases = of_words or [(p, name) for name in query.substances for p in self.phrases(name)]
        found: dict[str, Passage] = {}
        for phrase, name in phrases:
            if most is not None and len(found) >= most:
                break
            for passage in self._find_phrase(phrase):
                if not query.outcome_groups or self._is_on(passage.text, name, query):
                    found.setdefault(passage.source_id, passage)
        return list(found.values())[:most]

    def phrases(self, substance: str) -> tuple[str, ...]:
        """The names that a substance goes by in documents."""
        item = self.substances.get(substance)
        return (item.name, *item.synonyms, *item.brands) if item else (substance,)

    def _is_on(self, text: str, substance: str, query: Coverage) -> bool:
        """Whether one sentence of a passage names a substance and an outcome of a query."""
        for span in sentence_spans(text):
            told = text[span.start : span.end]
            outcomes = [found.name for found in self.names.find_outcomes(told)]
            if set(self.groups(outcomes)) & set(query.outcome_groups):
                named = {found.name for found in self.names.find_substances(told)}
                if substance in named or (
                    substance not in self.substances and substance in told.lower()
                ):
                    return True
        return False

    def _count_known(self, query: Coverage) -> int:
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
            if query.beside and not sets_beside(facts, query.words, query.beside):
                continue
            if query.topics and not {s.topic for s in facts.statements} & set(query.topics):
                continue
            people = facts.species == "human" and facts.kind in PEOPLE and not facts.is_protocol
            alone = not facts.combination or facts.companions_in_both_arms
            fits = {
                "any": True,
                "people": people,
                "people_direct": people and alone,
                "people_trials": people and facts.kind in TRIALS,
                "animals": facts.kind is Design.ANIMAL,
                "compared": any(is_against(outcome, query.words) for outcome in facts.outcomes),
            }
            found += fits[query.scope]
        if query.scope == "any" and not query.populations and not query.together:
            found += sum(
                (not query.words or names_any(article, query.words))
                and (not query.topics or speaks_on(article, query))
                for article in self.articles_on(query.substances, query.outcome_groups)
            )
        return found
