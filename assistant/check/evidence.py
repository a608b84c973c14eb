"""What the documents bear out on one substance and outcome, as far as a sentence may go (R1 to R17)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
from assistant.weigh import (
    PRECLINICAL,
    combine_directions,
    deciding_results,
    outside_reviews,
    study_direction,
    weigh_body,
)

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
    of_model: bool = False,
) -> Support:
    """Weigh the documents on a substance and a group, on the very outcomes where they have them.

    `of_model` keeps everything: what was measured in cells and animals goes by other names.
    """
    body = weigh_body(substance, group, catalog, populations)
    if not body.results:
        # "Type 2 diabetes" was measured as blood sugar: the vocabulary names what speaks to it.
        near = [n for name in outcomes for n in catalog.outcomes[name].near]
        bodies = [weigh_body(substance, other, catalog, populations) for other in near]
        body = next((other for other in bodies if other.results), body)
    results = body.results if of_model else narrowed(body.results, outcomes)
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
    if designs and designs <= WITHOUT_CONTROL:
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
    """Keep of each study the outcomes that are named, if any direct study has them."""

    def of(result: StudyResult) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in result.outcomes if outcome.name in names)

    if not any(result.is_direct and of(result) for result in results):
        return results
    kept = []
    for result in results:
        outcomes = of(result)
        if outcomes:
            update = {"outcomes": outcomes, "direction": study_direction(outcomes)}
            kept.append(result.model_copy(update=update))
    return kept


def models_of(results: Sequence[StudyResult]) -> str:
    """On what other than people something was tested, in words."""
    words = [MODEL_WORDS.get(result.facts.species, "animals") for result in results]
    return join_words(list(dict.fromkeys(words)))


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
