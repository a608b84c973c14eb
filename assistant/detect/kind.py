"""Which of the kinds of `schema.Design` a text is, by adding up the signs of each."""

from __future__ import annotations

import math
from typing import NamedTuple

from assistant.detect.cues import CUES, NOT_ITSELF, RESULTS
from assistant.detect.spans import blank
from assistant.schema import Design

UNKNOWN = 1.0
"""What the signs of a kind are held against: a text with few of them is likely none of these."""
HINT = 1.0
"""A sign below this is a hint; hints alone make no kind."""
WITHOUT_RESULTS: dict[Design, float] = {Design.NARRATIVE_REVIEW: 1.2, Design.ARTICLE: 0.5}
WITH_RESULTS: dict[Design, float] = {
    Design.NARRATIVE_REVIEW: -0.8,
    Design.FACT_SHEET: -1.2,
    Design.ARTICLE: -0.8,
}
"""What the absence and the presence of results of its own say of a kind."""
DENYING = frozenset({Design.NONRANDOMIZED_TRIAL})
"""Kinds whose signs are denials, which are blanked for the others."""


class Score(NamedTuple):
    """The signs of one kind, added up, and where the strongest of them stands."""

    total: float
    start: int
    end: int


def score_kinds(text: str) -> dict[Design, Score]:
    """Add up the signs of each kind in a lower-cased text."""
    own = blank(NOT_ITSELF, text)
    prior = WITH_RESULTS if RESULTS.search(own) else WITHOUT_RESULTS
    scores = {}
    for kind, cues in CUES.items():
        total, best, place = prior.get(kind, 0.0), 0.0, (0, 0)
        for cue in cues:
            match = cue.pattern.search(text if kind in DENYING else own)
            if match is None:
                continue
            total += cue.weight
            if cue.weight > best:
                best, place = cue.weight, match.span()
        scores[kind] = Score(total if best >= HINT else min(total, 0.0), *place)
    return scores


def probabilities(scores: dict[Design, Score]) -> dict[Design, float]:
    """Turn signs into probabilities; what is missing to 1 is that it is none of these."""
    weights = {kind: math.exp(score.total) for kind, score in scores.items()}
    total = sum(weights.values()) + math.exp(UNKNOWN)
    return {kind: weight / total for kind, weight in weights.items()}
