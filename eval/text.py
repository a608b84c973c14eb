"""How the graders read an answer: statements with their markers, sentences, words and numbers.

All of it is deliberately plain, so that a person can say why a check failed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

CACHED = 200_000
"""Texts whose reading is kept: mutated answers share most sentences."""

MARKERS = re.compile(r"(?:\s*(?<!\\)\[\d{1,3}\])+")
"""Citation markers; an escaped one is text of a document."""
ESCAPED = re.compile(r"\\([\\`*_<\[\]])")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“(*]*[A-Z0-9])")
ABBREVIATION = re.compile(r"(?:\b(?:et al|e\.g|i\.e|vs?|approx|Dr|No|St|ca)|\b[A-Z])\.$")
WORD = re.compile(r"[a-z][a-z'-]*[a-z]|[a-z]")


@dataclass(frozen=True)
class Statement:
    """A stretch of the answer and the citation numbers that directly follow it."""

    text: str
    markers: tuple[int, ...]
    line: int


@lru_cache(maxsize=CACHED)
def plain(text: str) -> str:
    """Drop Markdown escapes, emphasis, heading and bullet signs; even out quotes and spaces."""
    text = ESCAPED.sub(r"\1", text)
    text = text.replace("’", "'").replace("‘", "'").replace("−", "-").replace("\u00a0", " ")
    text = re.sub(r"^\s*(?:[-*+]|#{1,6}|>)\s+", "", text)
    text = re.sub(r"\*+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)", "", text)
    return re.sub(r"\s+", " ", text).strip()


def without_markers(text: str) -> str:
    """Drop citation markers."""
    return MARKERS.sub("", text)


@lru_cache(maxsize=CACHED)
def read_text(answer: str) -> str:
    """The whole answer as plain text without markers, line by line."""
    return "\n".join(plain(without_markers(line)) for line in answer.split("\n"))


def statements(answer: str) -> Iterator[Statement]:
    """Split an answer at its markers: each stretch with the numbers that follow it."""
    for number, line in enumerate(answer.split("\n")):
        position = 0
        for found in MARKERS.finditer(line):
            text = plain(line[position : found.start()])
            markers = tuple(int(n) for n in re.findall(r"\d+", found.group()))
            position = found.end()
            yield Statement(text, markers, number)
        if rest := plain(line[position:]):
            yield Statement(rest, (), number)


@lru_cache(maxsize=CACHED)
def sentences(text: str) -> tuple[str, ...]:
    """Split plain text into sentences; abbreviations and decimals do not end one."""
    parts: list[str] = []
    for part in SENTENCE_END.split(text):
        if parts and ABBREVIATION.search(parts[-1]):
            parts[-1] += " " + part
        else:
            parts.append(part)
    return tuple(part.strip() for part in parts if part.strip())


# --- words -----------------------------------------------------------------------------------

_STOPWORDS = """a about above after all also although an and any are as at be because been before being
    both but by can could did do does each either for from had has have he her here his how i if
    in into is it its itself just may might more most much no nor not of off on once one only or
    other otherwise our out over own per same she should since so some such than that the their
    them then there these they this those through to too under until up upon us very was we were
    what when where whether which while who whom whose why will with within without would you
    your study studies trial trials found document documents against"""
STOPWORDS = frozenset(_STOPWORDS.split())
SUFFIXES = ("ations", "ation", "ings", "ing", "ied", "ies", "ers", "ed", "es", "er", "ly", "s")


@lru_cache(maxsize=CACHED)
def stem(word: str) -> str:
    """Cut one common ending; crude, and the same on both sides."""
    word = word.removesuffix("'s")
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word.removesuffix(suffix).removesuffix("e")
    return word.removesuffix("e") if len(word) > 4 else word


@lru_cache(maxsize=CACHED)
def content_words(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    words = WORD.findall(text.lower())
    return frozenset(stem(word) for word in words if word not in STOPWORDS)
