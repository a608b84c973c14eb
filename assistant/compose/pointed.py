"""One study that a question points at ("the Turkish study", "did that ring trial show anything"), or asks for.

It is found by the words that it has and few other studies of the substance do; what it found goes first, then
what it leaves open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from assistant.compose.closest import Close, Fit
from assistant.compose.fitting import ASKING
from assistant.compose.lengths import length_item
from assistant.compose.parts import (
    Question,
    as_lead,
    asked_of,
    choose_findings,
    finding,
    sentence_item,
    stems,
    study_label,
)
from assistant.compose.sentences import scope
from assistant.compose.told import Told, read_sentences
from assistant.retrieve import PEOPLE, Catalog
from assistant.schema import Abstract, CaveatKind, Draft, DraftClaim, Item, Outcome, Section
from assistant.weigh import PRECLINICAL, SYNTHESES

HEADING = "The study that fits"
STUDY = r"(?:stud(?:y|ies)|trials?|papers?|experiments?|meta-?analys[ei]s)"
ONE = r"(?:study|trial|paper|experiment|meta-?analysis)"
POINTS = re.compile(
    rf"\b(?:the|that|this|their|its) (?:[\w-]+ ){{0,5}}{ONE}\b|"
    rf"\b(?:saw|read|found|heard (?:of|about)|sent me|there was|there's|theres) (?:of |about )?(?:a|an|one|this|some) (?:[\w-]+ ){{0,5}}{ONE}\b|"
    rf"^(?:[\w-]+ ){{1,3}}{ONE}\b",
    re.I,
)
"""Points at one study."""
SEEKS = re.compile(
    rf"\b(?:is|are|was|were|isn't|aren't) there (?:\S+ ){{0,7}}{STUDY}\b|\bhas (?:anyone|anybody|nobody|no one) (?:ever )?(?:tested|studied|tried|measured)\b",
    re.I,
)
"""Asks whether there is a study of some kind."""
FEW = 2
"""Studies of a substance up to which a word that they share tells them from the others."""
FAR_MORE = 1.5
"""Times the runner-up's worth of words from which a study is the one that is meant."""
FINDINGS, MIN_PART, MIN_SHARED = 3, 3, 2
STUDIES = PEOPLE | PRECLINICAL
OF_REVIEWS = re.compile(r"\bmeta-?\s?analys[ei]s\b|\breviews?\b", re.I)
NO_REMARK = frozenset({CaveatKind.FUNDING, CaveatKind.CORRECTION, CaveatKind.SOURCE_ERROR})
FROM = 0.45
"""The fit from which a remark of the study is on what is asked of it."""


def study_first(catalog: Catalog, draft: Draft, question: Question, fit: Fit) -> Told:
    """The result of the one study that a question points at and a remark on it; the study that one seeks."""
    seeks = bool(SEEKS.search(question.text))
    if not (seeks or POINTS.search(question.text)):
        return Told()
    said = read_sentences(catalog, question, fit)
    facts = pointed_at(question, list({each.facts.id: each.facts for each in said}.values()))
    if facts is None:
        return Told()
    of_it = [each for each in said if each.facts.id == facts.id]
    beside = telling(question, of_it) if seeks else remarks(of_it)
    chosen = chosen_results(catalog, question, facts)
    if not chosen or (seeks and not beside):
        return Told()
    results = [finding(catalog, facts, o.finding, "limited") for o in chosen]
    told = [as_lead(catalog, sentence_item(catalog, facts, c.text).claims[0]) for c in beside[:1]]
    lead: list[DraftClaim] = [*told, *results[:1]] if seeks else [*results[:1], *told]
    labelled = [
        finding(catalog, facts, o.finding, "limited", study_label(facts) if not i else "")
        for i, o in enumerate(chosen[1:])
    ]
    items = [length_item(catalog, facts), *([Item(claims=tuple(labelled))] if labelled else [])]
    return Told(tuple(lead), (Section(heading=HEADING, items=tuple(items)),))


def chosen_results(catalog: Catalog, question: Question, facts: Abstract) -> list[Outcome]:
    """The results of a study on what is asked, the main one and those that came out otherwise first."""
    near = {name for asked in question.understanding.substances for name in scope(catalog, asked)}
    own = [o for o in facts.outcomes if not o.substances or set(o.substances) & near]
    groups = set(catalog.groups(question.understanding.outcomes))
    asked = asked_of(catalog, question)
    chosen = choose_findings([o for o in own if o.group in groups] or own, FINDINGS, asked)
    return sorted(chosen, key=lambda o: -len((asked.words - ASKING) & stems(o.finding)))


def pointed_at(question: Question, studies: Sequence[Abstract]) -> Abstract | None:
    """The study that has most of the telling words of a question, if one has far more of them than any other.

    A review is none, unless it is called one.
    """
    reviews = SYNTHESES if not OF_REVIEWS.search(question.text) else frozenset()
    studies = [f for f in studies if f.kind in STUDIES and f.kind not in reviews]
    names = stems(" ".join(question.understanding.substances))
    asked = stems(question.text) - names - ASKING
    words = {
        facts.id: {word for word in asked if has_word(words_of_study(facts), word)}
        for facts in studies
    }
    counts = Counter(word for each in words.values() for word in each)
    few = min(FEW, len(studies) - 1)
    worth = {
        facts.id: sum(1 / counts[word] for word in words[facts.id] if counts[word] <= few)
        for facts in studies
    }
    ranked = sorted(studies, key=lambda facts: -worth[facts.id])
    if few < 1 or worth[ranked[0].id] < 1:
        return None
    return ranked[0] if worth[ranked[0].id] >= FAR_MORE * worth[ranked[1].id] else None


def words_of_study(facts: Abstract) -> frozenset[str]:
    """The content words of a study's title and sentences, stemmed."""
    return stems(" ".join((facts.title, *facts.sentences())))


def has_word(words: Collection[str], word: str) -> bool:
    """Whether a study has a word, by itself or at the beginning of another: "soy", "soybean"."""
    return word in words or any(len(word) >= MIN_PART and w.startswith(word) for w in words)


def remarks(of_it: Sequence[Close]) -> list[Close]:
    """What is said of a study's limits and of what it shows, that which fits best first."""
    limits = {s.text for each in of_it[:1] for s in each.facts.limits if s.caveat not in NO_REMARK}
    stated = {s.text for each in of_it[:1] for s in each.facts.statements}
    fitting = [each for each in of_it if each.text in limits | stated and each.score >= FROM]
    return sorted(fitting, key=lambda each: -each.score)


def telling(question: Question, of_it: Sequence[Close]) -> list[Close]:
    """The sentences of a study with several words of a question, those with most first."""
    asked = stems(question.text) - ASKING - stems(" ".join(question.understanding.substances))
    silent = {f for each in of_it[:1] for f in (each.facts.funding, each.facts.harms)}
    shared = {c.text: sum(has_word(stems(c.text), word) for word in asked) for c in of_it}
    spoken = [c for c in of_it if c.text not in silent and shared[c.text] >= MIN_SHARED]
    return sorted(spoken, key=lambda each: (-shared[each.text], -each.score))
