"""The outcome that words mean which hold none: votes of the nearest phrases."""

from __future__ import annotations

from typing import get_args

import pytest

from assistant.understand.nearest import (
    AGREED_MORE,
    NEAR,
    NEAR_AGREED,
    VERY_NEAR,
    VERY_NEAR_AGREED,
    Guess,
    Nearness,
    guess_outcome,
)

OUTCOME_OF = {
    "sleep": "sleep quality",
    "nod off": "sleep onset",
    "tired": "fatigue",
    "worn out": "fatigue",
}
GROUP_OF = {"sleep quality": "sleep", "sleep onset": "sleep", "fatigue": "energy"}


def test_the_group_with_most_votes_wins_and_its_nearest_outcome_is_taken():
    terms = [("tired", 0.60), ("nod off", 0.59), ("sleep", 0.58)]
    guess = guess_outcome(terms, OUTCOME_OF, GROUP_OF)
    assert guess == Guess("sleep onset", 0.59, pytest.approx(0.615, abs=0.001))


def test_one_much_nearer_phrase_outvotes_several():
    terms = [("tired", 0.9), ("nod off", 0.5), ("sleep", 0.5)]
    guess = guess_outcome(terms, OUTCOME_OF, GROUP_OF)
    assert guess == Guess("fatigue", 0.9, pytest.approx(0.995, abs=0.01))


def test_without_terms_nothing_is_guessed():
    assert guess_outcome([], OUTCOME_OF, GROUP_OF) is None


@pytest.mark.parametrize(
    ("cosine", "share", "levels"),
    [
        (NEAR, 0.1, ["near"]),
        (NEAR - 0.01, 0.1, []),
        (NEAR_AGREED, 1.0, ["near"]),
        (NEAR_AGREED - 0.01, 1.0, []),
        (VERY_NEAR, 0.1, ["near", "very near", "nearest"]),
        (VERY_NEAR - 0.01, 0.1, ["near"]),
        (VERY_NEAR_AGREED, AGREED_MORE, ["near", "very near"]),
        (VERY_NEAR_AGREED, AGREED_MORE - 0.01, ["near"]),
    ],
)
def test_less_nearness_is_enough_where_the_voters_agree(cosine, share, levels):
    guess = Guess("fatigue", cosine, share)
    assert [level for level in get_args(Nearness) if guess.is_at_least(level)] == levels
