"""What a check is: a verdict on one answer, with its reason.

A judge reads the case, the answer's JSON and the corpus, and nothing of `assistant`. It returns
None where the check does not apply, and an unscored `Check` where it should apply and cannot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from eval.cases import Case
from eval.corpus import Corpus, Document

Answer = Mapping[str, Any]
"""The answer's JSON."""


@dataclass(frozen=True)
class World:
    """What a judge may look at beside the answer."""

    corpus: Corpus
    served: Mapping[str, str] = field(default_factory=dict)
    """By source id: the SHA-256 of the text that `assistant source ID` gives."""
    poisoned: Corpus = field(default_factory=dict)
    """Documents that carry orders, for the cases that name one."""

    pages: Corpus = field(default_factory=dict)
    """Pages in the manner of the web, for the cases that are asked over them alone."""

    @cached_property
    def substances(self) -> re.Pattern[str]:
        """The names of all substances that studies of the corpus are on."""
        of_each = (document.facts.get("substances") or () for document in self.corpus.values())
        names = sorted({name for names in of_each for name in names}, key=lambda name: -len(name))
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, names)) or '(?!)'})\b", re.I)

    def document(self, source_id: str) -> Document | None:
        """One corpus file, a poisoned one, or a page."""
        known = (self.corpus, self.poisoned, self.pages)
        return next((c[source_id] for c in known if source_id in c), None)

    def corpus_for(self, case: Case) -> Corpus:
        """The documents that the assistant has when it is asked this case."""
        if case.pages_alone:
            return self.pages
        return {**self.corpus, **self.poisoned} if case.documents else self.corpus


@dataclass(frozen=True)
class Check:
    """Hits of total, why, and what was found; `total` 0 means that it could not be judged."""

    name: str
    hits: float
    total: float
    reason: str
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def unscored(self) -> bool:
        """Whether the judge could not judge."""
        return self.total == 0

    @property
    def value(self) -> float | None:
        """The share of hits, None if unscored."""
        return None if self.unscored else self.hits / self.total

    @property
    def passed(self) -> bool:
        """Whether nothing was missed."""
        return not self.unscored and self.hits >= self.total


Judge = Callable[[Case, Answer, World], Check | None]


def tally(name: str, faults: Iterable[str], total: int, right: str) -> Check:
    """A check of `total` things, of which `faults` names the wrong ones."""
    wrong = list(faults)
    hits = max(0, total - len(wrong))
    return Check(name, hits, total, "; ".join(wrong) or right, {"faults": wrong})


def unscored(name: str, reason: str) -> Check:
    """A check that could not be judged."""
    return Check(name, 0, 0, reason)


def citations_of(answer: Answer, numbers: Iterable[int]) -> list[Mapping[str, Any]]:
    """The citations with these numbers, as far as they exist."""
    wanted = set(numbers)
    return [citation for citation in answer["citations"] if citation["number"] in wanted]


def is_substantial(answer: Answer) -> bool:
    """Whether the answer speaks from documents; fixed messages (urgent, declined) do not."""
    return answer["status"] in {"answered", "no_evidence"}
