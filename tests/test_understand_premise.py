"""What a question takes for granted."""

from __future__ import annotations

import pytest

from assistant.understand import Understander
from tests.builders import VOCABULARY


@pytest.fixture(scope="module")
def reader():
    return Understander(VOCABULARY)


@pytest.mark.parametrize(
    ("question", "premise"),
    [
        ("Since zinc was proven to regrow hair, how long does it take?", "zinc was proven to regrow hair"),
        ("Now that zinc reverses ageing, what dose should I take?", "zinc reverses ageing"),
        ("Because zinc isn’t absorbed at all, which one should I buy?", "zinc isn't absorbed at all"),
        ("If EFSA approved zinc for memory, why does nobody say so?", "EFSA approved zinc for memory"),
        ("Everybody knows zinc destroys your kidneys, so how long does it take?", "zinc destroys your kidneys"),
        ("Why does zinc cure a cold?", "zinc cure a cold"),
        ("How does zinc make people eight years younger?", "zinc make people eight years younger"),
        ("Zinc lowers blood pressure by a third, right?", "Zinc lowers blood pressure by a third"),
        ("Zinc protects against diabetes, doesn't it?", "Zinc protects against diabetes"),
        ("The 2010 study showed zinc boosts memory. Which test was that?", "The 2010 study showed zinc boosts memory"),
        ("zinc has no side effects, so is it ok for years?", "zinc has no side effects"),
    ],
)  # fmt: skip
def test_a_premise_is_the_words_that_assert_it(reader, question, premise):
    assert reader.understand(question).premise == premise


@pytest.mark.parametrize(
    "question",
    [
        "does zinc cure a cold?",
        "why does zinc work?",  # asks how, and says no more than it must
        "how does zinc loosen stools?",
        "Since I take zinc, my hair falls out. Is that known?",  # of oneself
        "The shop says zinc cures colds, right?",  # another's claim
        "zinc hair loss true?",
        "If I take zinc, does it help sleep?",
        "Everybody knows the earth is round, so does zinc help?",  # of no substance
        "did the 2010 study show zinc boosts memory?",
    ],
)
def test_a_question_that_takes_nothing_for_granted(reader, question):
    assert reader.understand(question).premise is None
