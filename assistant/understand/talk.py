"""What carries over a conversation: what it is about, and what people said of themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from assistant.schema import Population, Turn, Understanding
from assistant.triage import find_language
from assistant.understand.asking import AT_RISK
from assistant.understand.cues import find_intents
from assistant.understand.phrases import WORD, plain

FOLLOWS = re.compile(
    r"(ok(ay)?|and|but|so|what (about|if)|how about|only|also|then|sorry|no|not|even|with|without|including|for|in|if|when)\b",
    re.I,
)
"""How a short message begins that goes on from the one before."""
TOGETHER = re.compile(
    r"\b(both|each|either|(out of|of) (those|these|the) two|(those|these|the) two|together|each other|combined?|"
    r"which (one|of (them|these|those)))\b",
    re.I,
)
"""Words that bring the substances of earlier messages back beside the one named now."""
MAX_TOGETHER = 2
CORRECTS = re.compile(r"\b(i meant?|sorry|wrong one|typo|not that one)\b", re.I)
"""How people take back a name of the message before and keep its question."""
SAME_STUDIES = re.compile(
    r"\b(those|these|the same|that) (\w+ )?(trials?|stud(?:y|ies)|experiments?)\b", re.I
)
"""Studies that the talk was about; they keep what they measured."""
SAME_AIM = re.compile(
    r"\b(what|how) about\b|\b(?:an?|any|this|that|the)? ?\bone (that|which|i|has|already|you)\b",
    re.I,
)
"""How a longer message with a new name keeps what was asked of the one before."""
PRONOUN = re.compile(r"\b(it|this|that|they|them|these|those|the supplement|the stuff)\b", re.I)
THING = re.compile(r"\b(it|they|them|these|those|the supplement|the stuff)\b", re.I)
"""Pronouns that stand for a thing whatever else the message says; "that" may only join two clauses."""
SELF = re.compile(
    r"\b(i|i'?m|im|i'?ve|ive|my|me|myself|ik|ben|mijn|ich|bin|mein\w*|estoy|tengo|soy|mi|je|j'|suis|ma|mon)\b",
    re.I,
)
"""Words of somebody who speaks of themselves."""
KIN = re.compile(
    r"\b(?:(?:my|our|the|a)\s+(?:\w+\s+)?(son|daughter|baby|toddler|kids?|child(?:ren)?|infant|grand\w+|niece|nephew|wife|husband|partner|"
    r"mum|mom|mother|dad|father|gran|granny|nan|sister|brother|aunt|uncle|friend|dog|cat|\d+[- ]?(?:yo|year[- ]old)))\b|\b(he|she|him|his|her|hers)\b",
    re.I,
)
"""Somebody other than the writer."""
LASTING: frozenset[Population] = frozenset(
    {
        "children",
        "pregnant",
        "breastfeeding",
        "preterm_infants",
        "kidney_disease",
        "liver_disease",
        "on_medication",
        "surgery",
        "older",
    }
)
"""What people are for longer than one message."""
WARNS = frozenset({"efficacy", "safety", "dose", "interaction", "comparison"})
"""Intents that a medicine which somebody takes bears upon."""


def told_clauses(earlier: str, now: str) -> list[str]:
    """The clauses of an earlier message that tell of the person whom the message now is about.

    Somebody else whom an earlier message named is meant again by a pronoun, by being named, or by a
    message too short to be a question of its own; the writer is meant by any other message.
    """
    of_kin = bool(KIN.search(now))
    clauses = [part for part in re.split(r"[.!?;\n]+", earlier) if part.strip()]
    told = []
    for clause in clauses:
        if KIN.search(clause):
            meant = of_kin or is_fragment(now)
        else:
            meant = not of_kin and bool(SELF.search(clause))
        if meant:
            told.append(clause)
    return told


def is_fragment(question: str) -> bool:
    """Whether a message is too short to be a question of its own, such as "and biotin?"."""
    return len(WORD.findall(question)) <= 6


def refers_back(question: str, now: Understanding, language: str) -> bool:
    """Whether a message needs the ones before it; a new topic of its own does not."""
    brings_back = PRONOUN.search(question) or TOGETHER.search(question)
    if now.substances or now.outcomes or now.populations or brings_back:
        return True
    if FOLLOWS.match(question.strip()) and is_fragment(question):
        return True
    return bool(set(find_intents(plain(question), language)) - {"definition"})


class Reader(Protocol):
    """What a conversation needs of the reading of single questions."""

    def understand(self, question: str) -> Understanding:
        """Read one stand-alone question."""

    def forms_meant(self, question: str, before: Sequence[str]) -> list[str]:
        """The sibling forms that a word such as "citrate" means after talk of another salt."""

    def outcomes_meant(self, question: str, before: Sequence[str]) -> list[str]:
        """The outcomes that go on to be asked about, those of treating where that is asked."""


def stand_alone(reader: Reader, question: str, history: Sequence[Turn]) -> str:
    """Make a follow-up readable on its own by what the turns before it were about."""
    asked = [turn.text for turn in history if turn.role == "user"]
    if not asked:
        return question
    now = reader.understand(question)
    language = find_language(question)
    if (now.substances and now.outcomes) or not refers_back(question, now, language):
        return question
    before = Understanding()
    all_before: list[str] = []
    for text in asked:
        seen = reader.understand(text)
        all_before += [name for name in seen.substances if name not in all_before]
        before = Understanding(
            substances=seen.substances or before.substances,
            outcomes=seen.outcomes or before.outcomes,
        )
    added = []
    text = question
    together = [name for name in all_before if name not in now.substances]
    if TOGETHER.search(question) and together:
        added.append(" and ".join(together[-MAX_TOGETHER:]))
    elif not now.substances and before.substances:
        names = " and ".join(reader.forms_meant(question, before.substances) or before.substances)
        text = (THING if THING.search(question) else PRONOUN).sub(names, question, count=1)
        if text == question:
            added.append(names)
    intents = set(find_intents(plain(question), language))
    names_new = bool(now.substances) and "definition" in intents
    asks_else = intents - {"efficacy", "list", "definition", "comparison", "source", "course"}
    if now.medicines and not intents & {"efficacy", "comparison"}:
        asks_else = {"interaction"}
    if SAME_STUDIES.search(question):
        asks_else = set()
    needs_outcome = not (now.outcomes or now.unknown_outcomes or names_new or asks_else)
    goes_on = CORRECTS.search(question) or SAME_AIM.search(question)
    refers = not now.substances or is_fragment(question) or goes_on
    if before.outcomes and needs_outcome and refers:
        added.append(", ".join(reader.outcomes_meant(question, before.outcomes)))
    return f"{text.rstrip(' ?.!')} ({'; '.join(added)})?" if added else text


def recall(
    reader: Reader, seen: Understanding, question: str, history: Sequence[Turn]
) -> Understanding:
    """Add to what was understood what people said earlier of themselves, or of whom they ask for.

    Pregnancy, a child, a disease of the kidneys or a medicine counts for the whole conversation, unless
    the message now is about somebody else; what the assistant said never counts.
    """
    populations = list(seen.populations)
    medicines, typed = list(seen.medicines), list(seen.medicines_as_typed)
    for text in (turn.text for turn in history if turn.role == "user"):
        for clause in told_clauses(text, question):
            told = reader.understand(clause)
            populations += [name for name in told.populations if name in LASTING]
            medicines += told.medicines
            typed += told.medicines_as_typed
    intents = seen.intents
    asks_nothing_else = intents == ("efficacy",) and not seen.outcomes
    if AT_RISK & set(populations) and asks_nothing_else and not find_intents(plain(question)):
        intents = ("safety",)
    taken = set(medicines) - set(seen.medicines)
    if taken and seen.substances and set(intents) & WARNS and "interaction" not in intents:
        intents = (*intents, "interaction")
    return seen.model_copy(
        update={
            "populations": tuple(dict.fromkeys(populations)),
            "medicines": tuple(dict.fromkeys(medicines)),
            "medicines_as_typed": tuple(dict.fromkeys(typed)),
            "intents": intents,
        }
    )
