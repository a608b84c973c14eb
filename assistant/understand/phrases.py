"""Names of the vocabulary in a text, by phrase and then by spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from assistant.schema import OutcomeTerm, Substance
from assistant.triage import is_english

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
DROPPED = re.compile("[®™©]|['’]s\\b")
MAX_WORDS = 6
"""The longest phrase of the vocabulary that is looked for."""
MAX_SLIPS = 2
"""Slips of the finger that a word may hold."""
MIN_CORRECTED = 5
"""Letters from which a word may be another one misspelt."""
MIN_FOREIGN = 8
"""The same for a word of a language other than English."""
Words = tuple[str, ...]


class Match(NamedTuple):
    """A phrase of the question and the vocabulary name that it stands for."""

    name: str
    start: int
    end: int
    exact: bool


def plain(text: str) -> str:
    """Fold case and accents and drop trade marks, possessives and apostrophes, keeping words apart."""
    text = DROPPED.sub("", text)
    if text.isascii():  # nearly every text, in a fifth of the time
        return text.lower().replace("'", "")
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in text if not unicodedata.combining(c) and c not in "'’")


class PhraseMatcher:
    """Finds vocabulary names in a text, by phrase and then by spelling."""

    def __init__(
        self,
        phrases: Iterable[tuple[str, str]],
        never_corrected: Iterable[str] = (),
        foreign: Iterable[tuple[str, str]] = (),
        *,
        of_things: bool = False,
    ) -> None:
        """Take (phrase, name) pairs; abbreviations that read as words match only as written.

        Args:
            phrases: English ones.
            never_corrected: words that resemble one and mean another thing.
            foreign: phrases of other languages, whose short words are never a misspelling, since
                the dictionary that knows what is no slip is English.
            of_things: whether all are things, which stand in the singular and in the plural.
        """
        phrases, foreign = tuple(phrases), tuple(foreign)
        self._of_things = of_things
        self._names: dict[tuple[str, ...], list[str]] = {}
        self._abbreviations: dict[str, list[str]] = {}
        for phrase, name in (*phrases, *foreign):
            if is_abbreviation(phrase):
                self._abbreviations.setdefault(phrase, []).append(name)
                continue
            key = split_words(phrase)
            joined = "".join(key)  # "KSM-66" is also typed as one word
            for written in {key} if is_english(joined) else {key, (joined,)}:
                names = self._names.setdefault(written, [])
                if name not in names:
                    names.append(name)
        # A look-alike is known, stands for nothing here, and so is neither matched nor corrected.
        for phrase in never_corrected:
            self._names.setdefault(split_words(phrase), [])
        self._by_shape: dict[tuple[str, int, int], list[tuple[int, Words, Words]]] = {}
        """By first letter, length of the first word and number of words: rank, words, key."""
        short = {split_words(p) for p, _ in foreign} - {split_words(p) for p, _ in phrases}
        for rank, key in enumerate(self._names):
            joined = "".join(key)
            if len(joined) < (MIN_FOREIGN if key in short else MIN_CORRECTED):
                continue
            for meant in {key, (joined,)}:
                shape = (joined[0], len(meant[0]), len(meant))
                self._by_shape.setdefault(shape, []).append((rank, meant, key))

    def find(self, text: str) -> list[Match]:
        """Find the names in a text, in its order; overlapping phrases give way to the longest."""
        words = list(WORD.finditer(text))
        tokens = tuple(plain(word.group()) for word in words)
        found: list[Match] = []
        taken = [False] * len(words)
        odd = [may_be_misspelt(token) for token in tokens]
        for size in range(min(MAX_WORDS, len(words)), 0, -1):
            for correct in (False, True):
                for i in range(len(words) - size + 1):
                    if any(taken[i : i + size]) or (correct and not any(odd[i : i + size])):
                        continue
                    names = self._lookup(tokens[i : i + size], words[i].group(), correct)
                    if names is not None:
                        taken[i : i + size] = [True] * size
                        span = (words[i].start(), words[i + size - 1].end())
                        found += [Match(name, *span, exact=not correct) for name in names]
        return sorted(found, key=lambda match: match.start)

    def _lookup(self, tokens: tuple[str, ...], written: str, correct: bool) -> list[str] | None:
        if correct:
            return self._correct(tokens)
        if len(tokens) == 1 and written in self._abbreviations:
            return self._abbreviations[written]
        known = self._names.get(tokens)
        if known is None and self._of_things:
            return self._names.get(other_number(tokens))
        return known

    def _correct(self, tokens: tuple[str, ...]) -> list[str] | None:
        """Find the phrase that these words misspell, word by word or run together."""
        near = (
            (rank, key)
            for length in range(len(tokens[0]) - MAX_SLIPS, len(tokens[0]) + MAX_SLIPS + 1)
            for rank, meant, key in self._by_shape.get((tokens[0][:1], length, len(tokens)), ())
            if all(
                is_misspelt(word, right) or (word == right and meant == key)
                for word, right in zip(tokens, meant, strict=True)
            )
        )
        first = min(near, default=None)
        return self._names[first[1]] if first else None


def other_number(words: Words) -> Words:
    """The same phrase in the plural, or in the singular where it stands in the plural."""
    last = words[-1]
    other = last[:-1] if last.endswith("s") else f"{last}s"
    long_enough = len(words) > 1 or len(other) >= MIN_CORRECTED
    return (*words[:-1], other) if long_enough else words


def is_abbreviation(phrase: str) -> bool:
    """Whether a phrase would hit too much in lower case: "ED", or "SAMe" for the word "same"."""
    if phrase.isupper() and phrase.isalpha() and len(phrase) <= 3:
        return True
    return any(c.isupper() for c in phrase[1:]) and is_english(phrase.lower())


def split_words(phrase: str) -> tuple[str, ...]:
    """Split a phrase into plain words."""
    return tuple(fold(word) for word in WORD.findall(phrase))


def fold(word: str) -> str:
    """What `plain` makes of a word; most words need no more than lower case."""
    return word.lower() if word.isascii() and word.isalnum() else plain(word)


def may_be_misspelt(word: str) -> bool:
    """Whether a word is long enough to be corrected and no English word."""
    return len(word) >= MIN_CORRECTED and word.isalpha() and not is_english(word)


def is_misspelt(word: str, right: str) -> bool:
    """Whether a word is another one with a slip: one in 5 to 8 letters, two in more."""
    if len(word) < MIN_CORRECTED or not word.isalpha() or abs(len(word) - len(right)) > MAX_SLIPS:
        return False
    allowed = 1 if len(word) < 9 else MAX_SLIPS
    return OSA.distance(word, right, score_cutoff=allowed) <= allowed and not is_english(word)


def translations(items: Iterable[Substance | OutcomeTerm]) -> Iterable[tuple[str, str]]:
    """The phrases of all other languages, with their names."""
    return ((p, item.name) for item in items for of in item.translations.values() for p in of)


def without_matches(text: str, matches: Sequence[Match]) -> str:
    """A text without some names that were found in it."""
    for match in sorted(matches, key=lambda m: m.start, reverse=True):
        text = f"{text[: match.start]} {text[match.end :]}"
    return text
