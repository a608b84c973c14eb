"""Answers that were given lately: the same words get the same answer, and nothing goes astray."""

from __future__ import annotations

import pytest
from answers import make_answer

from assistant.remembered import RememberedAnswers
from assistant.schema import Answer


def answer_to(question: str, **changes: object) -> Answer:
    return make_answer(question=question, **changes)


def test_an_answer_is_found_by_its_very_words_alone() -> None:
    remembered = RememberedAnswers(2)
    given = answer_to("Does zinc help?")
    remembered.keep("Does zinc help?", given)
    assert remembered.find("Does zinc help?") is given
    assert remembered.find("does zinc help?") is None


def test_the_answer_that_was_asked_for_longest_ago_goes_first() -> None:
    remembered = RememberedAnswers(2)
    for name in "ab":
        remembered.keep(name, answer_to(name))
    remembered.find("a")
    remembered.keep("c", answer_to("c"))
    assert [bool(remembered.find(name)) for name in "abc"] == [True, False, True]


def test_of_size_zero_it_keeps_nothing() -> None:
    remembered = RememberedAnswers(0)
    remembered.keep("a", answer_to("a"))
    assert remembered.find("a") is None


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "urgent", "evidence": None},
        {"status": "declined", "evidence": None},
        {"status": "out_of_scope", "evidence": None},
        {"fallback": "the model did not answer"},
    ],
    ids=str,
)
def test_emergencies_refusals_and_failures_are_not_kept(changes: dict[str, object]) -> None:
    remembered = RememberedAnswers(2)
    remembered.keep("a", answer_to("a", **changes))
    assert remembered.find("a") is None
