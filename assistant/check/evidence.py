"""What the documents bear out on one substance and outcome, as far as a sentence may go (R1 to R17)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from assistant.compose.parts import choose_findings, join_words, quote_sentence
from assistant.compose.verdict import WITHOUT_CONTROL
from assistant.retrieve import Catalog
from assistant.schema import (
    BodyDirection,
    CaveatKind,
    Design,
    Level,
    Outcome,
    Population,
    Quote,
    StudyResult,
)
from assistant.verify.topics import find_topics
from assistant.weigh import (
    PRECLINICAL,
    combine_directions,
    deciding_results,
    outside_reviews,
    study_direction,
    weigh_body,
)

OWN_LEVEL = re.compile(r"\b(?:blood|csf|brain|plasma) \w+$|\b(?:level|status|bioavailability)$")
"""Outcomes that are how much of the substance is in the body, by their names."""
UMBRELLAS = frozenset({"hormone levels", "infection", "inflammation", "metabolism (other)"})
"""Outcomes of the vocabulary that hold different things: a result on one says nothing of another."""
ALLOWED: dict[Level, int] = {"strong": 3, "moderate": 3, "limited": 2}
"""R15: how firmly a direct effect may be stated in general; levels in the body, as measured, in full."""
MODEL_WORDS = {"rat": "rats", "mouse": "mice", "cells": "cultured cells"}


class Support(NamedTuple):
    """The documents on one substance and one group of outcomes."""

    substance: str
    label: str
    """The outcome in the words of the vocabulary."""
    level: Level
    direction: BodyDirection
    allowed: int
    """How firmly an effect in that direction may be stated in general, 0 to 3."""
    results: tuple[StudyResult, ...]
    """Every study on it, direct ones first."""
    deciding: tuple[StudyResult, ...]
    trials: int
    articles: int

    @property
    def direct(self) -> tuple[StudyResult, ...]:
        """Studies of the substance alone, in people, on the outcome."""
        return tuple(result for result in self.results if result.is_direct)


def find_support(
    catalog: Catalog,
    substance: str,
    group: str,
    outcomes: Collection[str],
    populations: Sequence[Population] = (),
    qualities: Collection[str] = (),
    of_model: bool = False,
) -> Support:
    """Weigh the documents on a substance and a group, on the very outcomes where they have them.

    `qualities` are words that narrow an outcome ("lung" of cancer), as stems. `of_model` keeps
    everything: what was measured in cells and animals goes by other names.
    """
    body = weigh_body(substance, group, catalog, populations)
    if not body.results:
        # "Type 2 diabetes" was measured as blood sugar: the vocabulary names what speaks to it.
        near = [n for name in outcomes for n in catalog.outcomes[name].near]
        bodies = [weigh_body(substance, other, catalog, populations) for other in near]
        body = next((other for other in bodies if other.results), body)
    results: Sequence[StudyResult] = body.results
    if not of_model:
        results = of_quality(narrowed(results, outcomes), qualities)
    standing = [result for result in results if not result.facts.is_retracted]
    direct = outside_reviews([result for result in standing if result.is_direct])
    deciding = deciding_results(direct)
    direction = body.evidence.direction
    if deciding:
        direction = combine_directions(result.direction for result in deciding)
    labels = [
        catalog.outcomes[name].label for name in outcomes if catalog.outcomes[name].group == group
    ]
    designs = {result.facts.kind for result in deciding}
    allowed = ALLOWED.get(body.evidence.level, 0)
    of_level = [o for result in deciding for o in result.outcomes if OWN_LEVEL.search(o.name)]
    if of_level and direction == "benefit" and Design.META_ANALYSIS in designs:
        allowed = 3
    elif designs and designs <= WITHOUT_CONTROL:
        allowed = 3 if designs == {Design.PHARMACOKINETIC} else 1
    return Support(
        substance=substance,
        label=join_words(list(dict.fromkeys(labels))[:2]) or group,
        level=body.evidence.level,
        direction=direction,
        allowed=allowed,
        results=tuple(standing),
        deciding=tuple(deciding),
        trials=body.evidence.human_trials,
        articles=len(body.claims),
    )


def narrowed(results: Sequence[StudyResult], names: Collection[str]) -> Sequence[StudyResult]:
    """Keep of each study the outcomes that are named, where any study has them, direct ones first."""
    has_named = [r for r in results if any(o.name in names for o in r.outcomes)]
    direct = any(result.is_direct for result in results)
    if not has_named or (direct and not any(result.is_direct for result in has_named)):
        return results
    return with_outcomes(has_named, lambda outcome: outcome.name in names)


def of_quality(results: Sequence[StudyResult], stems: Collection[str]) -> Sequence[StudyResult]:
    """Keep what was found on the very thing, where the results of a group differ: lung and all cancers."""
    for stem in dict.fromkeys(stems):
        directions = {result.direction for result in results if result.is_direct}
        kept = with_outcomes(results, partial(speaks_of, stem=stem))
        if len(directions) > 1 and any(result.is_direct for result in kept):
            results = kept
    return results


def speaks_of(outcome: Outcome, stem: str) -> bool:
    """Whether a result's sentence or measure has a word."""
    return stem in stems_of(f"{outcome.finding} {outcome.measure or ''}")


def with_outcomes(
    results: Sequence[StudyResult], keep: Callable[[Outcome], bool]
) -> list[StudyResult]:
    """Results with some of their outcomes, and the direction of those."""
    kept = []
    for result in results:
        outcomes = tuple(filter(keep, result.outcomes))
        if outcomes:
            update = {"outcomes": outcomes, "direction": study_direction(outcomes)}
            kept.append(result.model_copy(update=update))
    return kept


@lru_cache(maxsize=4096)
def stems_of(text: str) -> frozenset[str]:
    """The stems of a text's words of content."""
    return frozenset(topic.stem for topic in find_topics(text))


def measures_other(support: Support, reading_text: str, outcomes: Collection[str]) -> bool:
    """Whether an umbrella outcome was measured here as something else than what a text names."""
    if not UMBRELLAS & set(outcomes):
        return False
    said = stems_of(reading_text)
    found = [
        stems_of(f"{o.finding} {o.measure or ''}") for r in support.results for o in r.outcomes
    ]
    named = {t.stem for t in find_topics(reading_text) if t.name and not t.is_substance}
    return bool(named & said) and not any(named & told for told in found)


def models_of(results: Sequence[StudyResult]) -> str:
    """On what other than people something was tested, in words."""
    words = dict.fromkeys(MODEL_WORDS.get(result.facts.species, "animals") for result in results)
    named = [word for word in words if word != "animals"]
    return join_words(named or list(words))


def preclinical(support: Support) -> list[StudyResult]:
    """The results in cells and animals."""
    return [r for r in support.results if r.facts.kind in PRECLINICAL]


def has(result: StudyResult, *kinds: CaveatKind) -> bool:
    """Whether a study is indirect for one of some reasons."""
    return bool(set(kinds) & set(result.indirect_because))


def quotes_of(
    catalog: Catalog, results: Sequence[StudyResult], limit: int = 2
) -> tuple[Quote, ...]:
    """Quote the main finding of each of the first studies, with different directions first."""
    by_direction = list({result.direction: result for result in reversed(results)}.values())[::-1]
    ordered = [*by_direction, *(r for r in results if r not in by_direction)]
    found = []
    for result in ordered[:limit]:
        if result.outcomes:
            sentence = choose_findings(result.outcomes, 1)[0].finding
            found.append(quote_sentence(catalog, result.facts.id, sentence))
    return tuple(dict.fromkeys(found))
