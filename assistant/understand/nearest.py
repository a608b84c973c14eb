"""The outcome that words mean which hold none: the nearest phrases and examples of the vocabulary vote.

One near phrase may be near by chance; where most of the nearest ones tell of the same group, less nearness
is enough. The limits were set on 260 questions of our own (`data/README.md`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

VOTERS = 5
"""Phrases that vote."""
NEAR = 0.5
"""Cosine similarity from which the nearest phrase is enough."""
NEAR_AGREED = 0.46
"""The same where the voters agree."""
AGREED = 0.75
"""Share of the votes from which they do."""
VERY_NEAR = 0.68
"""Cosine similarity from which the nearest phrase is enough where a wrong guess would cost more: no document
has the substance with that outcome, so that it would deny what is there (and votes don't help), or the words are a story."""
VERY_NEAR_AGREED = 0.55
"""The same where the voters agree."""
AGREED_MORE = 0.65
SHARPNESS = 15.0
"""How much more a nearer phrase counts: a vote is `exp(SHARPNESS * cosine)`."""
Nearness = Literal["near", "very near", "nearest"]
"""How near a phrase must be: the last does without the votes."""
NearestTerms = Callable[[str], Sequence[tuple[str, float]]]
"""Finds the outcome phrases nearest in meaning to a text, with their cosine similarity, best first."""


class Guess(NamedTuple):
    """The outcome that some words mean."""

    outcome: str
    cosine: float
    share: float
    """Share of the votes that its group has."""

    def is_at_least(self, nearness: Nearness) -> bool:
        """Whether it is as near as that, or nearer."""
        if nearness == "near":
            return self.cosine >= NEAR or (self.cosine >= NEAR_AGREED and self.share >= AGREED)
        agreed = self.cosine >= VERY_NEAR_AGREED and self.share >= AGREED_MORE
        return self.cosine >= VERY_NEAR or (nearness == "very near" and agreed)


def guess_outcome(
    terms: Sequence[tuple[str, float]], outcome_of: Mapping[str, str], group_of: Mapping[str, str]
) -> Guess | None:
    """Let the nearest phrases vote for a group, and take its nearest outcome.

    Args:
        terms: phrases and their cosine similarity, best first.
        outcome_of: the outcome that each phrase stands for.
        group_of: the group of each outcome.
    """
    votes: dict[str, float] = defaultdict(float)
    for phrase, cosine in terms:
        votes[group_of[outcome_of[phrase]]] += math.exp(SHARPNESS * cosine)
    if not votes:
        return None
    winner = max(votes, key=lambda group: votes[group])
    phrase, cosine = next(t for t in terms if group_of[outcome_of[t[0]]] == winner)
    return Guess(outcome_of[phrase], cosine, votes[winner] / sum(votes.values()))
