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
    "How much was taken?",
    "What do the shops say of it?",
)


class Conversation(NamedTuple):
    """What one person typed; the last text is asked."""

    turns: tuple[str, ...]


def conversations() -> Iterator[Conversation]:
    """Distinct conversations: each question of the suite alone, with each follow-up, with each two."""
    asked = [case.turns for case in load_cases()]
    seen: set[tuple[str, ...]] = set()
    followed = (itertools.permutations(FOLLOW_UPS, length) for length in range(3))
    for then, turns in itertools.product(itertools.chain.from_iterable(followed), asked):
        turns = (*turns, *then)
        if turns not in seen:
            seen.add(turns)
            yield Conversation(turns)
