"""What a verdict says that it is on."""

from __future__ import annotations

import pytest

from assistant.compose.parts import Asked
from assistant.compose.selection import verdict_label
from tests.builders import body_of, outcome, study


@pytest.mark.parametrize(
    ("names", "label"),
    [
        (("insomnia", "insomnia"), "insomnia"),
        (("insomnia", "sleep quality"), "sleep"),  # one of the two measured something else
        (("sleep quality", "sleep quality"), "sleep"),
    ],
)
def test_a_verdict_is_on_what_was_asked_where_all_that_decides_measured_it(names, label):
    trials = [
        study(f"trial-{i}", outcome(name=name, group="sleep"), team=f"team {i}")
        for i, name in enumerate(names)
    ]
    body = body_of(*trials)
    assert len(body.deciding) == len(trials)
    asked = Asked(("insomnia",), frozenset())
    assert verdict_label(body, asked, "insomnia") == label
