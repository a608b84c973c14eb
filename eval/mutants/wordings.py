"""Rewordings of an answer: a pattern and what takes its place, wherever the text is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from eval.corpus import Corpus
from eval.mutants.frame import AnswerMutant, Plant

Answer = dict[str, Any]
New = str | Callable[[re.Match[str]], str]
Rules = tuple[tuple[str, New], ...]
"""A pattern and what takes its place; the first rule that finds its place is used, once."""
NUMBER = r"\d+(?:[.,]\d+)*"
PEOPLE = r"(?:adults|women|men|people|patients|volunteers|participants|children)"
COHORT = rf"\b([Ii]n|with) ({NUMBER})(?= [^,.:;()\d]*?\b{PEOPLE}\b)"
COHORT_WITH = (
    rf"\b([Ii]n|[Aa]mong|with|of|trial,) ({NUMBER}) [^,.:;()\d]*?\b{PEOPLE}"
    r" (?:aged|with|doing|after|at|on|without)\b [^,.:;()]+"
)
STUDY = r"((?:trial|analysis|study|review|reports)\b[^:]*\): .*?)"
SITE = (
    r"(unnamed health site|unnamed hair-loss page|personal blog|Dutch longevity shop"
    r"|supplier Nutri Avenue)"
)


@dataclass(frozen=True)
class Wording:
    """A misleading wording and a harmless one for the same kind of sentence."""

    name: str
    fault: str
    rules: Rules
    twin: str
    twin_rules: Rules

    def mutant(self) -> AnswerMutant:
        """The fault."""
        return AnswerMutant(self.name, self.fault, reword(self.rules))

    def hedged(self) -> AnswerMutant:
        """The rewording that stays true."""
        return AnswerMutant(f"{self.name}-twin", self.twin, reword(self.twin_rules))


def rewrite(answer: Answer, old: str, new: str) -> Answer | None:
    """Put a text in the place of another wherever it is shown: answer, claims and caveats."""
    if old not in answer["answer"]:
        return None
    answer["answer"] = answer["answer"].replace(old, new)
    for part in (*answer["claims"], *answer["caveats"]):
        part["text"] = part["text"].replace(old, new)
    return answer


def reword(rules: Rules) -> Plant:
    """Apply the first rule that has a place to the first statement where it has one."""

    def plant(answer: Answer, corpus: Corpus) -> Answer | None:
        statements = [part["text"] for part in (*answer["claims"], *answer["caveats"])]
        for pattern, new in rules:
            for old in statements:
                changed = re.sub(pattern, new, old, count=1)
                if changed != old:
                    return rewrite(answer, old, changed)
        return None

    return plant


def doubled(match: re.Match[str]) -> str:
    """The same words with twice as many people."""
    return f"{match[1]} {2 * int(match[2].replace(',', '')):,}"


def unattributed(match: re.Match[str]) -> str:
    """What an article says, as a sentence of its own."""
    return match[2].upper()
