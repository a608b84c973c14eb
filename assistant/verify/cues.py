"""A sentence as the features that tell how strongly it ties two things.

Known words stand for their kind, so that "may help prevent colds" and "could reduce falls" look alike;
what is unknown is a gap. Each causal or correlational cue is noted with what governs it: a modal, a
denial, an aim. Pure functions over text; nothing is learnt here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

WORD = re.compile(r"[a-z]+(?:[-'][a-z]+)*|\d+(?:[.,]\d+)*%?|[.,;:?!()]")
MARKS = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "–": "-", "‐": "-", "—": ",", "“": " ", "”": " "}
)

CUES = Path(__file__).parent / "data" / "cues.yaml"
DETERMINERS = frozenset(
    {
        "a",
        "an",
        "any",
        "at",
        "for",
        "further",
        "in",
        "its",
        "large",
        "marked",
        "no",
        "of",
        "significant",
        "small",
        "substantial",
        "that",
        "the",
        "their",
        "this",
        "with",
    }
)
"""After one of these "increased" is an adjective and "increase" a noun."""
CLAUSE_ENDS = frozenset(
    {
        "!",
        ".",
        ":",
        ";",
        "?",
        "although",
        "because",
        "but",
        "despite",
        "however",
        "though",
        "whereas",
        "which",
        "while",
    }
)
REACH = 9
"""Words that a modal or a denial governs, unless its clause ends before."""
CAUSAL = frozenset(
    {
        "because",
        "causal",
        "cause",
        "change",
        "contributes",
        "culprit",
        "effect",
        "effective",
        "leads",
        "makes",
        "results-in",
        "role",
        "superior",
        "works",
    }
)
CORRELATIONAL = frozenset(
    {"assoc", "differ", "higher", "likely", "link", "predictor", "risk", "tend"}
)
GOVERNORS = {
    "may": "may", "would": "may", "seem": "may", "potential": "may", "think": "may", "can": "can", "able": "can",
    "no": "no", "fail": "no", "little": "no", "should": "aim", "need": "aim", "aim": "aim", "whether": "aim",
    "further": "aim", "study-verb": "aim", "assoc": "assoc", "link": "assoc",
}  # fmt: skip
SUFFIXES = ("ing", "ed", "ly", "s")


class Token(NamedTuple):
    """A word, the kind that it belongs to if it is known, and for a verb its ending."""

    word: str
    kind: str | None
    ending: str = ""

    @property
    def symbol(self) -> str:
        """What stands for the word in the row of kinds: its kind, itself for a mark, or a gap."""
        if self.kind:
            return f"{self.kind}-{self.ending}" if self.ending else self.kind
        if self.word[0].isdigit():
            return "#"
        if not self.word[0].isalpha():
            return self.word
        suffix = next((s for s in SUFFIXES if self.word.endswith(s) and len(self.word) > 4), "")
        return f"_{suffix}"


def inflections(verb: str) -> Iterator[tuple[str, str]]:
    """The forms of a regular verb in both spellings of -ize, each with its ending."""
    if verb.endswith("ize"):
        yield from inflections(f"{verb[:-3]}ise")
    yield verb, ""
    if verb.endswith("e"):
        yield from ((f"{verb}s", "s"), (f"{verb}d", "ed"), (f"{verb[:-1]}ing", "ing"))
        return
    stem, consonant_y = verb, verb.endswith("y") and verb[-2] not in "aeiou"
    if verb in {"confer", "control", "cut", "deter", "skew", "spur", "stop", "thin"}:
        stem = verb + verb[-1]
    plural = "es" if verb.endswith(("s", "sh", "ch", "x")) else "s"
    yield (f"{verb[:-1]}ies" if consonant_y else f"{verb}{plural}"), "s"
    yield (f"{verb[:-1]}ied" if consonant_y else f"{stem}ed"), "ed"
    yield f"{stem}ing", "ing"


@lru_cache(maxsize=1)
def lexicon() -> dict[str, tuple[str, str]]:
    """Every known word with its kind and ending."""
    read = yaml.safe_load(CUES.read_text(encoding="utf-8"))
    known: dict[str, tuple[str, str]] = {}
    for kind, words in read["kinds"].items():
        for word in words.split():
            known.setdefault(word, (kind, ""))
    for kind, verbs in read["verbs"].items():
        for verb in verbs.split():
            for form, ending in inflections(verb):
                known.setdefault(form, (kind, ending))
    for form in read["irregular"].split():
        known.setdefault(form, ("cause", "ed"))
    for word in read["function"].split():
        known.setdefault(word, (word, ""))
    return known


def tokenize(sentence: str) -> list[Token]:
    """Cut a sentence into words, contractions taken apart."""
    text = sentence.translate(MARKS).lower().replace("cannot", "can not")
    text = text.replace("can't", "can not").replace("n't", " not")
    known = lexicon()
    return [Token(word, *known.get(word, (None, ""))) for word in WORD.findall(text)]


def row_of_kinds(tokens: Iterable[Token]) -> list[str]:
    """The symbols of a sentence between its ends; gaps of one sort in a row count once."""
    row: list[str] = ["^"]
    for token in tokens:
        if not (token.symbol.startswith("_") and token.symbol == row[-1]):
            row.append(token.symbol)
    row.append("$")
    return row


def governors(tokens: list[Token], at: int) -> list[str]:
    """What stands before a cue in its clause and weakens it: may, can, no, aim, assoc."""
    found = set()
    for token in reversed(tokens[max(0, at - REACH) : at]):
        if token.word in CLAUSE_ENDS:
            break
        if token.kind in GOVERNORS:
            found.add(GOVERNORS[token.kind])
    return sorted(found)


def strength_of_cue(kind: str, governed_by: list[str]) -> int:
    """What one cue says by itself, by rule; the model weighs it with the rest."""
    if "no" in governed_by or "aim" in governed_by:
        return 0
    if kind in CORRELATIONAL:
        return 1
    if "may" in governed_by or "can" in governed_by:
        return 2
    return 1 if "assoc" in governed_by else 3


def features(sentence: str) -> set[str]:
    """Name the features of a sentence."""
    tokens = tokenize(sentence)
    row = row_of_kinds(tokens)
    known = [symbol for symbol in row if not symbol.startswith("_")]
    words = [token.word for token in tokens]
    found = {*ngrams("r", row, 4), *ngrams("k", known, 4), *ngrams("w", words, 2)}
    strengths = []
    for at, token in enumerate(tokens):
        kind = token.kind
        if kind is None or kind not in CAUSAL | CORRELATIONAL:
            continue
        by = governors(tokens, at)
        if kind in CORRELATIONAL:
            by = [governor for governor in by if governor != "assoc"]
        is_noun = kind == "cause" and at > 0 and words[at - 1] in DETERMINERS
        cue = f"{token.symbol}{'~' if is_noun else ''}"
        found |= {f"c {cue} {'+'.join(by) or 'plain'}", f"c {kind} {'+'.join(by) or 'plain'}"}
        found |= {f"g {cue} {governor}" for governor in by or ["plain"]}
        if kind in CAUSAL | {"assoc", "link", "predictor"} and not is_noun and kind != "change":
            strengths.append(strength_of_cue(kind, by))
    if strengths:
        found |= {f"has {strength}" for strength in strengths}
        found |= {f"first {strengths[0]}", f"top {max(strengths)}"}
    else:
        found.add("no cue")
    kinds = {token.kind for token in tokens if token.kind}
    found |= {
        f"p {a} {b}" for a in kinds & GOVERNORS.keys() for b in kinds & (CAUSAL | CORRELATIONAL)
    }
    if not words or words[-1] not in ".!?":
        found.add("headline")
    return found


def ngrams(name: str, symbols: list[str], longest: int) -> Iterator[str]:
    """Every run of up to so many symbols."""
    for length in range(1, longest + 1):
        for start in range(len(symbols) - length + 1):
            yield f"{name} {' '.join(symbols[start : start + length])}"
