"""How strongly a sentence speaks, and what a step up from an uncertain reading is worth."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.verify.grading import ASSOCIATION, NONE, POSSIBLE, STATED, compare, grade, steps

SURE = np.eye(4)
EVEN = np.full(4, 0.25)


@pytest.mark.parametrize(
    ("sentence", "step"),
    [
        ("In this trial 44 adults were followed for a year.", NONE),
        ("People who ate more magnesium had a lower risk of stroke.", ASSOCIATION),
        ("Magnesium may lower the risk of stroke.", POSSIBLE),
        ("Magnesium lowers blood pressure.", STATED),
    ],
)
def test_a_sentence_is_graded_on_four_steps(sentence: str, step: int) -> None:
    assert grade(sentence) == step


def test_steps_are_probabilities() -> None:
    assert steps("Zinc may shorten colds.").sum() == pytest.approx(1.0)


def test_a_sure_step_up_is_sure_and_a_sure_step_down_as_well() -> None:
    assert compare(SURE[ASSOCIATION], SURE[STATED]) == (1.0, 0.0)
    assert compare(SURE[STATED], SURE[ASSOCIATION]) == (0.0, 1.0)
    assert compare(SURE[POSSIBLE], SURE[POSSIBLE]) == (0.0, 0.0)


def test_two_unknowns_are_as_likely_up_as_down_and_likelier_kept_than_chance() -> None:
    gap = compare(EVEN, EVEN)
    assert gap.up == pytest.approx(gap.down)
    assert gap.up == pytest.approx(6 / 20)  # 6 of 16 pairs are up; the 4 kept ones count twice


def test_a_small_lean_is_no_step_up() -> None:
    lean = np.array([0.0, 0.6, 0.0, 0.4])
    assert compare(SURE[ASSOCIATION], lean).up < 0.3
