"""The words by which people ask: what they want to know, for whom, and idioms that mean neither.

They are data (`words/*.yaml`), one file a language, with the pattern shorthands of `assistant.triage.rules`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, get_args

from assistant.load import load_yaml
from assistant.schema import Intent, Population
from assistant.triage.rules import expand
from assistant.understand.phrases import plain

FOLDER = files("assistant.understand") / "words"


class Cues(NamedTuple):
    """The cues of one language, over a plain text (accents, case and apostrophes folded)."""

    intents: dict[Intent, re.Pattern[str]]
    populations: dict[Population, re.Pattern[str]]
    not_meant: re.Pattern[str] | None
    """People whom a text names and who take nothing themselves, or whom it denies."""
    idioms: tuple[str, ...]


@cache
def cues(language: str) -> Cues:
    """Read the cues of one language."""
    read: dict[str, Any] = load_yaml((FOLDER / f"{language}.yaml").read_text("utf-8"))
    classes = {name: f"(?:{'|'.join(words)})" for name, words in read.get("words", {}).items()}

    def compiled(patterns: list[str]) -> re.Pattern[str]:
        return re.compile(expand("|".join(patterns), classes))

    denied = read.get("not_meant", [])
    return Cues(
        {name: compiled(read["intents"][name]) for name in get_args(Intent) if name in read["intents"]},
        {name: compiled(patterns) for name, patterns in read["populations"].items()},
        compiled(denied) if denied else None,
        tuple(read.get("idioms", ())),
    )  # fmt: skip


WITH_VERBS: tuple[Intent, ...] = ("mechanism", "comparison")
"""Intents whose phrases hold the verbs by which people ask whether something works."""


def _blank_phrase(match: re.Match[str]) -> str:
    """Blank out what was found where it is more than a word, at the same length."""
    return " " * len(match.group()) if " " in match.group() else match.group()


IDIOMS = cues("en").idioms
"""Phrases that hold the word of an outcome and mean another thing."""
POPULATIONS: dict[Population, str] = {
    name: pattern.pattern for name, pattern in cues("en").populations.items()
}
"""Cues in English of the people (or animals) whom a plain text speaks of."""


def find_intents(text: str, language: str = "en") -> tuple[Intent, ...]:
    """The intents whose cues a plain text holds, in the order in which they are asked.

    Some phrases hold verbs that ask nothing else: "how soon does it work?", "why would it help?",
    "is it as effective as that?".
    """
    first: dict[Intent, int] = {}
    for of in dict.fromkeys((language, "en")):
        known = cues(of).intents
        rest = known["course"].sub(_blank_phrase, text)
        of_efficacy = rest
        for name in WITH_VERBS:
            of_efficacy = known[name].sub(_blank_phrase, of_efficacy)
        texts: dict[Intent, str] = {"course": text, "efficacy": of_efficacy}
        for name, pattern in known.items():
            if found := pattern.search(texts.get(name, rest)):
                first[name] = min(found.start(), first.get(name, len(text)))
    return tuple(sorted(first, key=lambda name: (first[name], get_args(Intent).index(name))))


def without_people(text: str) -> str:
    """A text without the words in English for whom it is asked, where they have no accents."""
    if len(plain(text)) != len(text):
        return text
    for _, match in find_people(plain(text)):
        text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    return text


DISEASES: frozenset[Population] = frozenset({"kidney_disease", "liver_disease"})
"""People who are named by what they have, which a question may as well ask about."""
DOES_TO = re.compile(
    r"\b(caus\w+|lead\w* to|giv\w+ (me|you|people)|trigger\w*|risk of|odds of|damag\w+|harm\w*|hurt\w*|prevent\w*|protect\w*|treat\w*|"
    r"cur(e|es|ing)|heal\w*|help\w*|improv\w+|revers\w+|slow\w*|good for|bad for|against|for)\s+((a|the|my|your|his|her|with|from|against|of)\s+)*$"
)
"""What stands before a disease that something is asked to do something to."""


def find_populations(text: str, language: str = "en") -> tuple[Population, ...]:
    """The people whom a plain text speaks of."""
    return tuple(dict.fromkeys(name for name, _ in find_people(text, language)))


def populations_asked_for(text: str, language: str = "en") -> tuple[Population, ...]:
    """The people for whom a plain question is asked; not those whose disease it asks about."""
    return tuple(
        dict.fromkeys(
            name
            for name, match in find_people(text, language)
            if name not in DISEASES or not DOES_TO.search(text[: match.start()])
        )
    )


def diseases_had(text: str, language: str = "en") -> tuple[str, ...]:
    """The words of a plain text that tell what people have already, such as "kidney disease"."""
    people = find_people(text, language)
    return tuple(
        match.group()
        for name, match in people
        if name in DISEASES
        and not match.group().endswith(("kidney", "kidneys"))  # "one kidney" is asked about itself
        and not DOES_TO.search(text[: match.start()])
    )


def find_people(text: str, language: str = "en") -> list[tuple[Population, re.Match[str]]]:
    """The people whom a plain text speaks of, and where; in English and in another language."""
    found: list[tuple[Population, re.Match[str]]] = []
    for of in dict.fromkeys((language, "en")):
        known = cues(of)
        rest = text
        if known.not_meant:
            rest = known.not_meant.sub(lambda match: " " * len(match.group()), text)
        for name, pattern in known.populations.items():
            found += [(name, match) for match in pattern.finditer(rest)]
    order = get_args(Population)
    return sorted(found, key=lambda pair: order.index(pair[0]))
