"""Emergencies in words that no rule holds: "my tongue feels too big for my mouth since that jelly".

A linear model over the packaged model's vector of the message, and over which of the rules' classes of
words it holds, tells a report of danger from all else; `assistant.understand.train` makes it, and the
data statement stands beside it. It is asked only about messages that hold a report at all: a question in
general, a trial, the past and fiction are set aside by the same settings as for the rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, get_args

from assistant.embed import Vectors
from assistant.embed.linear import LinearModel
from assistant.load import load_yaml
from assistant.triage.language import find_language
from assistant.triage.rules import FOLDER, SENTENCE_END, expand, rulebook
from assistant.triage.spelling import plain_text

MODEL = Path(__file__).parent / "data" / "alarm.npz"
ALARM = 0.7
"""Probability of danger from which a message is one; its price in false alarms is told in `data/README.md`."""
ALARM_IN_PART = 0.1
"""Probability that one sentence of a longer message must have by itself: a long story sounds grave as a whole."""
WEIGHT = 0.3
"""What a fact counts beside the vector, whose length is one."""
NONE = "none"
ASIDE = ("asked", "studied", "stated", "past", "animal")
"""Settings of which none may hold in a sentence that reports."""
LONG = 40
"""Words from which a message counts as long."""
PARTS = re.compile(r"(?<=[.!?;])\s+|\n+")
"""Between the sentences of a message as it was typed."""
Alarm = Literal["crisis", "poisoning", "acute", "liver"]
Embed = Callable[[str], Vectors]
"""The packaged model's vector of a text."""


def tell_danger(text: str, embed: Embed) -> Alarm | None:
    """Tell which danger a message in English reports, if any."""
    if find_language(text) != "en" or not reports(text):
        return None
    found = dangers(text, embed)
    if 1 - found.pop(NONE) < ALARM:
        return None
    parts = [part for part in PARTS.split(text) if part.strip()]
    if len(parts) > 1 and all(1 - dangers(p, embed)[NONE] < ALARM_IN_PART for p in parts):
        return None
    danger: Alarm = max(get_args(Alarm), key=lambda name: found[name])
    return danger


def dangers(text: str, embed: Embed) -> dict[str, float]:
    """The probability of each danger in a text, and of none."""
    model, known = alarm_model(), facts(text)
    return model.probabilities(embed(text), [WEIGHT * known[name] for name in model.features])


def reports(text: str) -> bool:
    """Whether a sentence of a message may tell of something that happens to somebody now."""
    settings = [rulebook("en").settings[name] for name in ASIDE]
    return any(not any(s.applies(sentence) for s in settings) for sentence in sentences(text))


def facts(text: str) -> dict[str, float]:
    """What the rules' words and settings say of a message, by name; 1 where one holds."""
    plain, parts = plain_text(text), sentences(text)
    held = {name: float(bool(p.search(plain))) for name, p in word_patterns().items()}
    for name, setting in rulebook("en").settings.items():
        held[f"in {name}"] = float(any(setting.applies(part) for part in parts))
    return {**held, "length": min(len(plain.split()), LONG) / LONG}


def sentences(text: str) -> list[str]:
    """The plain sentences of a message."""
    return [part.strip() for part in SENTENCE_END.split(plain_text(text)) if part.strip()]


@cache
def word_patterns() -> dict[str, re.Pattern[str]]:
    """Each of the rules' classes of English words."""
    words = load_yaml((FOLDER / "en.yaml").read_text("utf-8"))["words"]
    classes = {name: f"(?:{'|'.join(members)})" for name, members in words.items()}
    return {name: re.compile(expand(f"{{{name}}}", classes)) for name in classes}


@lru_cache(maxsize=1)
def alarm_model() -> LinearModel:
    """Read the model that was learnt."""
    return LinearModel.load(MODEL)
