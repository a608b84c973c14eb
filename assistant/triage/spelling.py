"""Spelling right the words of danger, so that a slip hides no emergency."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.triage.rules import rulebook

if TYPE_CHECKING:
    from spellchecker import SpellChecker

REMEMBERED = 20_000
"""Words whose spelling is kept; without a bound, every word that anybody types would stay."""
EVERYDAY = 500
"""Uses of a word in the spelling dictionary's text; "psyllium" has 0, "cascara" 76, "honey" 26,609."""


def plain_text(text: str, language: str = "en") -> str:
    """Lower case, no accents, straight apostrophes, single spaces, danger words spelt right."""
    text = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"[()¿¡*_\[\]]", " ", text)
    text = " ".join(re.sub(r"\n\s*\n", " ; ", text).split())  # a blank line ends a sentence
    if language != "en":
        return text
    return re.sub(r"(?<![\w'])[a-z]{4,}(?![\w'])", lambda match: repair(match.group()), text)


@lru_cache(maxsize=REMEMBERED)
def repair(word: str) -> str:
    """Spell a danger word right that was typed with one slip (two from eight letters)."""
    words = rulebook("en").words
    if word in words:
        return word
    allowed = 1 if len(word) < 8 else 2
    near = process.extract(word, words, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    if not near or is_english(word):
        return word
    # Of words as near, the one that ends as it was typed: "overdosd" is "overdosed", not "overdose".
    return min(near, key=lambda found: (found[1], found[0][-1] != word[-1], found[0]))[0]


@lru_cache(maxsize=REMEMBERED)
def is_english(word: str) -> bool:
    """Whether a word is a common English word, and so not a misspelling of another."""
    return bool(_dictionary().known([word]))


@lru_cache(maxsize=REMEMBERED)
def is_everyday(word: str) -> bool:
    """Whether a word is so common in English text that it is hardly the name of a herb."""
    return bool(_dictionary()[word] >= EVERYDAY)


@cache
def _dictionary() -> SpellChecker:
    from spellchecker import SpellChecker

    return SpellChecker(language="en")
