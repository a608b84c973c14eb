"""What each sentence of a document is about, so that one on zinc never answers a question on biotin.

A sentence is about what it names; else what its heading names; else, where it leans on the sentence
before it ("It also ..."), about that one's subject; else about what its document is mostly on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from enum import IntEnum

from assistant.compose.parts import Question
from assistant.compose.statements import Candidate
from assistant.retrieve import Catalog
from assistant.understand.naming import NameFinder

REFERRING = re.compile(r"^(?:it|its|this|these|they|their|that|those|such|he|she|both)\b", re.I)
"""How a sentence begins that takes its subject from the one before it."""
MAIN_SHARE = 0.4
"""A document is on what it names at least so often, compared with what it names most."""
TITLE_WEIGHT = 3


class About(IntEnum):
    """How surely a sentence is about what was asked, ascending."""

    OTHER = 0
    """It is about something else."""
    NEAR = 1
    """It names the element of the salt that was asked about, or another relative."""
    DOCUMENT = 2
    """It names nothing, in a document that is on what was asked."""
    CARRIED = 3
    """Its heading, or the sentence that it leans on, names what was asked."""
    NAMED = 4


def names_asked(question: Question) -> tuple[str, ...]:
    """What a question is about: names of the vocabulary, else what it names beyond that."""
    seen = question.understanding
    return seen.substances or seen.unknown


class Subjects:
    """Tells for one question what sentences are about."""

    def __init__(self, catalog: Catalog, question: Question) -> None:
        """Take what was asked about; with nothing named, every sentence is about it."""
        asked = names_asked(question)
        self._names = catalog.names
        self._unknown = NameFinder((n, n) for n in asked if n not in catalog.substances)
        self._wanted = {form for name in asked for form in catalog.forms(name)}
        items = [item for name in asked if (item := catalog.substances.get(name))]
        self._near = {near for item in items for near in (*item.relatives, item.form_of)}

    def of(self, title: str, said: Sequence[Candidate]) -> list[About]:
        """For each sentence of a document, in their order, how surely it is about what was asked."""
        if not self._wanted:
            return [About.DOCUMENT] * len(said)
        named = [self._find(sentence.text) for sentence in said]
        is_main = bool(self._wanted & main_names([self._find(title)] * TITLE_WEIGHT + named))
        found: list[About] = []
        for i, sentence in enumerate(said):
            follows = i > 0 and said[i - 1].section == sentence.section
            before = found[i - 1] if follows else None
            found.append(self._judge(sentence, named[i], is_main=is_main, before=before))
        return found

    def _judge(
        self, said: Candidate, named: Collection[str], *, is_main: bool, before: About | None
    ) -> About:
        above = self._find(said.section)
        refers = REFERRING.search(said.text) is not None
        if self._wanted & set(named):
            is_aside = refers and above and not self._wanted & above
            return About.OTHER if is_aside else About.NAMED
        if named:
            return About.NEAR if set(named) <= self._near else About.OTHER
        if refers and before is not None:
            return min(before, About.CARRIED)
        if above:
            return About.CARRIED if self._wanted & above else About.OTHER
        return About.DOCUMENT if is_main else About.OTHER

    def _find(self, text: str) -> frozenset[str]:
        unknown = {found.name for found in self._unknown.find(text)}
        return self._names.substances_in(text) | unknown


def main_names(named: Sequence[Collection[str]]) -> set[str]:
    """The names that a document has most often, by sentences."""
    counts = Counter(name for names in named for name in names)
    most = max(counts.values(), default=0)
    return {name for name, count in counts.items() if count >= MAIN_SHARE * most}
