"""Names of the vocabulary in a document, spelt as the vocabulary has them; the longest wins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from assistant.load import Vocabulary
from assistant.schema import OutcomeTerm
from assistant.understand.phrases import WORD, fold, is_abbreviation, split_words


class Named(NamedTuple):
    """A name of the vocabulary and where a text has it."""

    name: str
    start: int
    end: int


def without_hyphens(key: tuple[str, ...]) -> tuple[str, ...]:
    """A phrase as pages have it that lost their hyphens: "LThreonate" for "L-threonate"."""
    joined: list[str] = []
    for word in key:
        if joined and len(joined[-1]) == 1:
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)


class NameFinder:
    """Finds phrases in a text in one pass over its words."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """Take (phrase, name) pairs; abbreviations count only as written."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._abbreviations: dict[str, str] = {}
        for phrase, name in phrases:
            if is_abbreviation(phrase):
                self._abbreviations.setdefault(phrase, name)
                continue
            key = split_words(phrase)
            for written in {key, without_hyphens(key)}:
                if written:
                    self._by_first.setdefault(written[0], []).append((written, name))
        for known in self._by_first.values():
            known.sort(key=lambda pair: -len(pair[0]))

    def find(self, text: str) -> Iterator[Named]:
        """Find the names in a text, in its order, none inside another."""
        words = list(WORD.finditer(text))
        tokens = [fold(word.group()) for word in words]
        i = 0
        while i < len(tokens):
            found = self._at(tokens, i) or self._abbreviation(words[i].group())
            if found is None:
                i += 1
                continue
            size, name = found
            yield Named(name, words[i].start(), words[i + size - 1].end())
            i += size

    def _at(self, tokens: list[str], i: int) -> tuple[int, str] | None:
        for key, name in self._by_first.get(tokens[i], ()):
            if tuple(tokens[i : i + len(key)]) == key:
                return len(key), name
        return None

    def _abbreviation(self, word: str) -> tuple[int, str] | None:
        name = self._abbreviations.get(word)
        return (1, name) if name else None


REMEMBERED = 8192
"""Texts whose substances are remembered: each sentence of a document is looked at for many questions."""


class Names:
    """The substances and the outcomes of a vocabulary, ready to be found in documents."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Prepare both finders."""
        self.outcomes: dict[str, OutcomeTerm] = {item.name: item for item in vocabulary.outcomes}
        self._form_of = {item.name: item.form_of for item in vocabulary.substances}
        self._substances = NameFinder(
            (phrase, item.name)
            for item in vocabulary.substances
            for phrase in (item.name, *item.synonyms, *item.brands)
        )
        parts = ((item.name, part) for item in vocabulary.outcomes for part in item.parts)
        self._outcomes = NameFinder(
            [
                *((phrase, item.name) for item in vocabulary.outcomes for phrase in item.phrases),
                *((phrase, name) for name, part in parts for phrase in part.phrases),
            ]
        )
        self.substances_in = lru_cache(REMEMBERED)(self._substances_in)

    def find_substances(self, text: str) -> list[Named]:
        """The substances that a text names; an element is left out where a salt of it is named."""
        found = list(self._substances.find(text))
        elements = {self._form_of.get(named.name) for named in found}
        return [named for named in found if named.name not in elements]

    def _substances_in(self, text: str) -> frozenset[str]:
        """The substances that a text names, each once."""
        return frozenset(found.name for found in self.find_substances(text))

    def find_outcomes(self, text: str) -> list[Named]:
        """The outcomes that a text names, those that are topics of documents left out."""
        found = self._outcomes.find(text)
        return [named for named in found if not self.outcomes[named.name].is_topic]
