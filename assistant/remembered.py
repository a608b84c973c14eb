"""Answers that were given lately, so that a question that many people ask is answered once.

One memory belongs to one assistant, whose index and settings never change: an answer from another
corpus, another collection or another chat model can't come out of it. Only questions that stand
alone are kept, never a conversation, and never an emergency or a refusal, which tell most about a
person and cost least to answer again. Nothing of it reaches the disk.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from assistant.schema import Answer

KEPT = frozenset({"answered", "no_evidence"})
"""The statuses of answers that are worth keeping."""


class RememberedAnswers:
    """The latest answers, at most so many; the one that was asked for longest ago goes first."""

    def __init__(self, most: int) -> None:
        """Remember nothing yet; with 0 nothing ever."""
        self._most = most
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, question: str) -> Answer | None:
        """The answer that was given to the very same words, if it is remembered."""
        with self._lock:
            if question in self._answers:
                self._answers.move_to_end(question)
            return self._answers.get(question)

    def keep(self, question: str, answer: Answer) -> None:
        """Remember an answer, unless it is none of `KEPT` or a chat model failed to word it."""
        if answer.status not in KEPT or answer.fallback:
            return
        with self._lock:
            self._answers[question] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
