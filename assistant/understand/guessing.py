"""What a question wants to know where no cue says so: "are there people who must never touch it?".

A linear model over the packaged model's vector of the question gives each intent a probability. It speaks
only where the cues are silent and no outcome is named; "iron and tiredness" asks what iron does to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import get_args

from assistant.embed.linear import LinearModel
from assistant.schema import Intent

MODEL = Path(__file__).parent / "data" / "intents.npz"
LIKELY = 0.55
"""Probability from which the likeliest intent is taken where no cue was found."""
LIKELY_TOO = 0.6
"""The same for every further one."""
GuessIntents = Callable[[str], Mapping[str, float]]
"""Gives each intent a probability for a text as typed."""


def guess_nothing(text: str) -> Mapping[str, float]:
    """Stand in where there is no packaged model to ask."""
    return {}


def likely_intents(guessed: Mapping[str, float]) -> list[Intent]:
    """The intents that are likely enough; none where it is efficacy alone, which silence means anyway.

    >>> likely_intents(dict.fromkeys(get_args(Intent), 0.1) | {"safety": 0.8})
    ['safety']
    """
    if not guessed:
        return []
    best = max(guessed, key=lambda name: guessed[name])
    likely: list[Intent] = [
        intent
        for intent in get_args(Intent)
        if guessed[intent] >= (LIKELY if intent == best else LIKELY_TOO)
    ]
    return [] if likely == ["efficacy"] else likely


@lru_cache(maxsize=1)
def intent_model() -> LinearModel:
    """Read the model that was learnt."""
    return LinearModel.load(MODEL)
