"""Which sentences and clauses of a source speak of what a claim speaks of.

A word counts the more, the fewer sentences of the source hold it. A name of the vocabulary meets its
synonyms at less than full weight. An embedder, where one is given, joins sentences that share no word.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.embed import Embedder
from assistant.verify import studied
from assistant.verify.agreeing import is_same
from assistant.verify.amounts import Amount
from assistant.verify.likeness import likeness
from assistant.verify.reading import Clause, Sentence, groups_in
from assistant.verify.topics import Topic

BY_NAME = 0.6
"""What it counts that a source has another word for the same thing of the vocabulary."""
BY_LIKENESS = 0.8
"""What it counts that a source has another word of the same meaning."""
SUBSTANCE = 0.35
"""What a substance counts beside an outcome: most sentences of a source are about one substance."""
BY_MEANING = 0.5
"""What similarity of meaning counts beside shared words, where an embedder is given."""
NEAR = 0.75
"""Share of the best match from which another sentence or clause counts as well."""
CLOSE = 0.9
"""Share of the best clause's match from which another clause counts as well."""
OTHER_SUBSTANCE = 0.7
"""What is left of a match with a clause that names other substances or other people."""
OTHER_SUBJECT = 0.3
"""Share of a clause's words that the source has, but not here, from which here is another subject."""
SAME_AMOUNT = 0.1
"""What a shared amount adds."""
CANDIDATES = 4


class Match(NamedTuple):
    """A source sentence and the share of a claim's words that it covers, 0 to 1."""

    sentence: Sentence
    share: float


class Matches(NamedTuple):
    """The sentences of a source that speak of a claim, best first, and what the source covers."""

    ranked: tuple[Match, ...]
    covered: float
    """Share of the claim's words that the best sentences cover together."""
    missing: tuple[Topic, ...]
    """The claim's words of content that the whole source lacks."""
    similarity: float

    @property
    def best(self) -> Sentence:
        """The sentence that covers the claim best."""
        return self.ranked[0].sentence

    @property
    def about(self) -> tuple[Sentence, ...]:
        """The sentences that cover at least half as much as the best one."""
        floor = self.ranked[0].share / 2
        return tuple(m.sentence for m in self.ranked[: 2 * CANDIDATES] if m.share >= floor)

    @property
    def near(self) -> tuple[Sentence, ...]:
        """The best sentence and those that cover nearly as much."""
        floor = self.ranked[0].share * NEAR
        return tuple(m.sentence for m in self.ranked[:CANDIDATES] if m.share >= floor)


def rarity(
    topics: Iterable[Topic], sentences: Sequence[Sentence] | Sequence[Clause]
) -> dict[str, float]:
    """The weight of each stem: the rarer among the sentences or clauses, the greater."""
    counts = Counter(s for sentence in sentences for s in {t.stem for t in sentence.topics})
    return {
        t.stem: math.log(2 + len(sentences) / (1 + counts[t.stem]))
        * (SUBSTANCE if t.is_substance else 1.0)
        for t in topics
    }


class Words(NamedTuple):
    """The stems of some words of content, and the names of the vocabulary among them."""

    stems: frozenset[str]
    names: frozenset[str]


def words_in(topics: Iterable[Topic]) -> Words:
    """Gather words of content."""
    topics = tuple(topics)
    return Words(frozenset(t.stem for t in topics), frozenset(t.name for t in topics if t.name))


class Wanted:
    """Words of content, each with its weight, of which shares are to be found in other texts."""

    def __init__(self, topics: Iterable[Topic], weights: dict[str, float]) -> None:
        """Take the words; one that comes twice counts once."""
        once = {t.stem: t for t in topics}
        self._weighed = [(topic, weights.get(stem, 1.0)) for stem, topic in once.items()]
        self._total = sum(weight for _, weight in self._weighed)

    def share_in(self, words: Words) -> float:
        """The share of these words, by weight, that others cover."""
        got = sum(
            weight * (1.0 if topic.stem in words.stems else near(topic, words))
            for topic, weight in self._weighed
        )
        return got / self._total if self._total else 0.0


def near(topic: Topic, words: Words) -> float:
    """What a word counts of which others have only a name or a word of the same meaning."""
    by_name = BY_NAME if topic.name in words.names else 0.0
    if topic.is_substance:
        return by_name
    return max(by_name, BY_LIKENESS * likeness(topic.stem, words.stems))


def match_sentences(
    claim: Sentence, source: Sequence[Sentence], embedder: Embedder | None = None
) -> Matches:
    """Rank the sentences of a source by how much of a claim they cover."""
    weights = rarity(claim.topics, source)
    wanted = Wanted(claim.topics, weights)
    shares = [wanted.share_in(words_in(sentence.topics)) for sentence in source]
    similarities = [0.0] * len(source)
    if embedder is not None:
        query = embedder.embed_query(claim.text)
        rows = embedder.embed_passages([sentence.text for sentence in source])
        similarities = [float(row @ query) for batch in rows for row in batch]
    ranked = sorted(
        range(len(source)), key=lambda i: (-(shares[i] + BY_MEANING * similarities[i]), i)
    )
    top = [source[i] for i in ranked[:CANDIDATES]]
    offered = [t for sentence in source for t in sentence.topics]
    stems, named = {t.stem for t in offered}, {t.name for t in offered if t.name}
    return Matches(
        tuple(Match(source[i], shares[i] + BY_MEANING * similarities[i]) for i in ranked),
        wanted.share_in(words_in(t for s in top for t in s.topics)),
        tuple(t for t in claim.topics if t.stem not in stems and t.name not in named),
        max(similarities, default=0.0),
    )


class ClauseMatch(NamedTuple):
    """A source clause, its sentence, and how surely it is about the same result, 0 to 1."""

    clause: Clause
    sentence: Sentence
    share: float


def match_clauses(
    clause: Clause, claim: Sentence, source: Sequence[Sentence], *, telling: bool = False
) -> list[ClauseMatch]:
    """The clauses of a source that are about the same result as a claim's, best first.

    Two clauses are about one result as far as each covers what the other says changed. Words of the
    sentence around a source's clause help, since that is where a study names itself; so do a
    substance and an amount that both name. With `telling`, a clause counts that says which way
    something went, or that it went none.
    """
    parts = [(other, sentence) for sentence in source for other in sentence.clauses]
    if telling:
        parts = [p for p in parts if p[0].change or p[0].value or p[0].denial] or parts
    spoken = [*clause.topics, *claim.topics]
    weights = rarity([t for o, _ in parts for t in o.topics] + spoken, [o for o, _ in parts])
    known = {t.stem for sentence in source for t in sentence.topics}
    # A word of its own decides; a name of the vocabulary stands in for a word that is nowhere.
    plain = [t if t.stem not in known else t._replace(name=None) for t in clause.core]
    substances = {t.name for t in clause.topics if t.is_substance}
    groups = groups_in(clause.text)
    amounts = amounts_within(clause, claim)
    scored = []
    result, told, said = Wanted(plain, weights), Wanted(clause.topics, weights), words_in(spoken)
    around = {sentence.start: words_in(sentence.topics) for _, sentence in parts}
    for other, sentence in parts:
        here = around[sentence.start]
        share = (
            0.4 * result.share_in(words_in((*other.topics, *other.core)))
            + 0.2 * result.share_in(here)
            + 0.3 * Wanted(other.core, weights).share_in(said)
            + 0.1 * told.share_in(here)
        )
        elsewhere = {t.stem for t in clause.topics if t.stem in known and t.stem not in here.stems}
        if len(elsewhere) >= OTHER_SUBJECT * len({t.stem for t in clause.topics}):
            share *= OTHER_SUBSTANCE
        offered = {t.name for t in other.topics}
        if substances and not substances & offered and any(t.is_substance for t in other.topics):
            share *= OTHER_SUBSTANCE
        if is_other_group(groups, groups_in(other.text)):
            share *= OTHER_SUBSTANCE
        if any(is_same(a, b) for a in amounts for b in amounts_within(other, sentence)):
            share = min(1.0, share + SAME_AMOUNT)
        scored.append(ClauseMatch(other, sentence, share))
    best = max((match.share for match in scored), default=0.0)
    close = [match for match in scored if best and match.share >= best * CLOSE]
    return sorted(close, key=lambda match: -match.share)


def is_other_group(claimed: frozenset[str], known: frozenset[str]) -> bool:
    """Whether two clauses name people of whom none can be meant by both."""
    apart = any(frozenset({a, b}) in studied.EXCLUSIVE for a in claimed for b in known)
    return apart and not claimed & known


def amounts_within(clause: Clause, sentence: Sentence) -> list[Amount]:
    """The amounts of a sentence that stand in one of its clauses and measure something."""
    return [a for a in sentence.amounts if a.measure and clause.start <= a.start < clause.end]
