"""The arithmetic of the eval report, against values worked out by hand."""

import pytest

from eval.metrics import Count, bootstrap, estimate, kill_rate, overlap, quantile, ratio


def test_ratio_weighs_facts_not_cases():
    # 3 of 4 facts in one case and 0 of 1 in another: 3 of 5, not (0.75 + 0) / 2.
    assert ratio([Count(3, 4), Count(0, 1)]) == pytest.approx(0.6)


def test_ratio_of_nothing_is_none():
    assert ratio([]) is None
    assert ratio([Count(0, 0)]) is None


@pytest.mark.parametrize(
    ("values", "q", "expected"),
    [([7.0], 0.5, 7.0), ([0.0, 10.0], 0.25, 2.5), ([1.0, 2.0, 4.0], 0.75, 3.0)],
)
def test_quantile_interpolates(values, q, expected):
    assert quantile(values, q) == pytest.approx(expected)


def test_bootstrap_of_equal_cases_has_no_width():
    assert bootstrap([Count(1, 1)] * 5) == (1.0, 1.0)
    assert bootstrap([Count(0, 2)] * 3) == (0.0, 0.0)


def test_bootstrap_of_two_opposite_cases_spans_everything():
    # Draws of two from {0, 1}: 0, 1/2 and 1 with shares 1/4, 1/2, 1/4, so 2.5 % and 97.5 % are 0, 1.
    assert bootstrap([Count(0, 1), Count(1, 1)]) == (0.0, 1.0)


def test_bootstrap_of_ten_cases_lies_where_the_binomial_does():
    # 8 of 10: the binomial's 2.5 % and 97.5 % quantiles are 5 and 10 hits.
    low, high = bootstrap([Count(1, 1)] * 8 + [Count(0, 1)] * 2)
    assert low == pytest.approx(0.5, abs=0.1)
    assert high == pytest.approx(1.0)


def test_bootstrap_is_repeatable():
    counts = [Count(1, 2), Count(2, 2), Count(0, 1)]
    assert bootstrap(counts) == bootstrap(counts)


def test_estimate_of_nothing_is_empty():
    found = estimate([])
    assert (found.n, found.share, found.low, found.high) == (0, None, None, None)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"a", "b"}, {"b"}, 0.5),
        ({"a", "b"}, {"b", "c", "d"}, 1 / 3),
        ({"a"}, set(), 0.0),
        (set(), set(), 1.0),
    ],
)
def test_overlap_divides_by_the_larger_set(left, right, expected):
    assert overlap(left, right) == expected


def test_kill_rate():
    assert kill_rate({"a": True, "b": True, "c": False, "d": True}) == 0.75
    assert kill_rate({}) is None
