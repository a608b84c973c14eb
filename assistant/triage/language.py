"""Which language a message is in, by its little words."""

from __future__ import annotations

import re

from assistant.load import load_yaml
from assistant.triage.rules import FOLDER, LANGUAGES

WORD = re.compile(r"[^\W\d_]+")
LITTLE_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words)
    for language, words in load_yaml((FOLDER / "little_words.yaml").read_text("utf-8")).items()
}
MIN_SHARE = 0.2
"""Share of a message's words that must be little words of a language other than English."""


def find_language(text: str) -> str:
    """Tell the language of a message, `en` where nothing speaks for another one.

    >>> find_language("hoeveel magnesium mag ik per dag nemen"), find_language("magnesium sleep")
    ('nl', 'en')
    """
    words = [word.lower() for word in WORD.findall(text)]
    counts = {name: sum(word in LITTLE_WORDS[name] for word in words) for name in LANGUAGES}
    best = max(LANGUAGES, key=lambda name: counts[name])
    enough = counts[best] > counts["en"] and counts[best] >= MIN_SHARE * len(words)
    return best if enough else "en"
