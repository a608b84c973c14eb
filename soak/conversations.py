"""Conversations for load and soak: real first questions from the eval suite, and follow-ups."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from eval.cases import load_cases

FOLLOW_UPS = (
    "And what about people with kidney disease?",
    "Who paid for those?",
    "Only in mice, or in people too?",
    "Is it safe in pregnancy?",
)


class Conversation(NamedTuple):
    """What one person typed; the last text is asked."""

    turns: tuple[str, ...]


def conversations() -> Iterator[Conversation]:
    """Distinct conversations: each question of the suite alone, then with each follow-up."""
    asked = [case.turns for case in load_cases()]
    seen: set[tuple[str, ...]] = set()
    for turns in itertools.chain(
        asked, ((*turns, follow_up) for follow_up in FOLLOW_UPS for turns in asked)
    ):
        if turns not in seen:
            seen.add(turns)
            yield Conversation(turns)
