"""Wording that a reader should notice: disease claims, stories, "clinically proven", detox, promises.

The phrases and why each matters stand in `marks.yaml`. Marks are about words alone; whether a sentence
is true is judged elsewhere.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from assistant.schema import Mark, MarkKind

PHRASES = Path(__file__).with_name("marks.yaml")
GAP = r"(?:\s+[\w'’-]+){0,4}\s+"
DISCLAIMED = re.compile(
    r"\b(?:not|never|no|cannot|nor|without|isn['’]t|doesn['’]t|don['’]t|won['’]t)\s+(?:\w+\s+){0,4}$", re.I
)  # fmt: skip
"""What stands right before words that are denied."""
DISCLAIMER = re.compile(r"\bnot (?:been evaluated|intended to (?:diagnose|treat))\b", re.I)
WITHIN = 90
"""Characters between what is done and the disease that it is done to."""


def find_marks(sentence: str) -> tuple[Mark, ...]:
    """Find the marks of a sentence, at most one of a kind, in the order of the file."""
    if DISCLAIMER.search(sentence):
        return ()
    found = []
    for kind, patterns in patterns_of_kinds().items():
        match = next((m for p in patterns for m in p.finditer(sentence) if is_meant(m)), None)
        if match:
            words = sentence[match.start() : match.end()]
            found.append(Mark(kind=kind, text=words, note=notes()[kind]))
    return tuple(found)


def is_meant(match: re.Match[str]) -> bool:
    """Whether words are said and not denied; "without side effects" holds its own "without"."""
    return not DISCLAIMED.search(match.string[: match.start()])


@lru_cache(maxsize=1)
def patterns_of_kinds() -> dict[MarkKind, tuple[re.Pattern[str], ...]]:
    """The patterns of each kind."""
    found: dict[MarkKind, tuple[re.Pattern[str], ...]] = {}
    for kind, entry in read_phrases()["kinds"].items():
        patterns = [any_of(entry["phrases"])]
        if "acts" in entry:
            acts, diseases = any_of(entry["acts"]).pattern, any_of(entry["diseases"]).pattern
            between = rf"[^.;!?]{{0,{WITHIN}}}?"
            patterns.insert(0, re.compile(rf"{acts}{between}{diseases}", re.I))
        found[kind] = tuple(patterns)
    return found


@lru_cache(maxsize=1)
def notes() -> dict[str, str]:
    """Why each kind matters."""
    return {kind: entry["note"] for kind, entry in read_phrases()["kinds"].items()}


@lru_cache(maxsize=1)
def read_phrases() -> dict[str, Any]:
    """Read the file of phrases."""
    read: dict[str, Any] = yaml.safe_load(PHRASES.read_text(encoding="utf-8"))
    return read


def any_of(phrases: str) -> re.Pattern[str]:
    """Match any of some phrases, parted by bars, as whole words."""
    written = [
        re.escape(phrase.strip())
        .replace("'", "['’]")
        .replace(r"\ \~\ ", GAP)
        .replace(r"\*", r"[\w-]*")
        .replace(r"\ ", r"\s+")
        for phrase in phrases.split("|")
        if phrase.strip()
    ]
    longest_first = sorted(written, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(longest_first)})(?!\w)", re.I)
