"""What a question wants to know, given what it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from assistant.schema import Intent, Population
from assistant.understand.clauses import ASKS
from assistant.understand.cues import find_intents
from assistant.understand.guessing import likely_intents
from assistant.understand.phrases import Match

AT_RISK: frozenset[Population] = frozenset(
    {
        "children",
        "pregnant",
        "breastfeeding",
        "preterm_infants",
        "kidney_disease",
        "liver_disease",
        "surgery",
    }
)
"""People who ask about safety first when they don't say what they ask about."""
DEFINES_FIRST = re.compile(
    r"^(so )?what(s| is| are)? (?!(?:do|does|did|is|are|about|dose|form|kind|time)\b)(?!the (?:action|effects?|dose|dosage|evidence|difference|best|role|mechanism|uses?|benefits?)\b)[\w -]{2,40}?(?:,| and|, and) (what|does|do|is|can|how|who)\b"
)
"""Asks what something is, and a second thing."""
FOR = re.compile(
    r"^(?:(?:and|so|ok|hi|hello)\W+)?[\w' -]{2,40}? for (?!me\b|my (?!\w+ (?:and|is|any))|him\b|her\b|us\b|kids|children|people|women|men|adults)"
)
"""A thing for a purpose, before any verb of asking: "iron for restless legs, is it safe?"."""
CAUSES = re.compile(
    r"\b(from|due to|caused by|because of|(?<!hour )(?<!hours )(?<!minutes )after|induced by|brought on by)\s+(?:(?:my|the|taking|being on|a|his|her)\s+)*$",
    re.I,
)
"""What stands before a medicine that brought the complaint on."""
CAUSED = re.compile(
    r"^[- ]?(induced|caused|related|associated|muscle|myalgia|aches?|pains?|side)\b", re.I
)
"""What stands after one."""
TAKES = re.compile(
    r"\b(on|take|takes|taking|took|using|uses|prescribed|given|swallow|been on|my|his|her)\s+(?:[\w.]+\s+){0,2}$",
    re.I,
)
"""What stands before a medicine that somebody takes."""
LIKENS = re.compile(r"\b(?:natural|nature['’]?s|like|same as|as \w+ as|than)\s+(?:\w+\s+)?$", re.I)
"""What stands before a medicine that a supplement is likened to."""
STOP = re.compile(r"\bstop\w*")
STOPS = re.compile(
    r"\b(?:stop\w*|quit\w*|drop\w*|skip\w*|taper\w*|wean\w*|discontinu\w+|off|ditch\w*)\s+(?:of\s+)?(?:taking\s+|using\s+)?(?:(?:my|the|his|her|their|a)\s+)?(?:\w+\s+)?$",
    re.I,
)
"""What stands before a medicine that somebody is to stop, which says nothing of the supplement over time."""

SCHEDULE = re.compile(
    r"\b(every (?:other|second|two) days?|alternat\w+ days?|(?:split|divide|spread)(?:ting|d|ing)? (?:\w+ ){0,4}(?:doses?|day|portions?)|"
    r"divided doses?|(?:once|twice|thrice|(?:\d|two|three|four) times|\dx) (?:a|per|each|every) (?:day|week)|(?:once|twice) (?:daily|weekly)|(?:two|several|smaller|single) doses?|"
    r"all at once|in one go|weekly|(?:a|per) (?:day|week|month) or|daily or|or daily|(?:on|at) weekends|(?:when|as) needed|now and then)\b"
)
"""Ways to spread what is taken over days and weeks."""

WHICH = re.compile(
    r"\bwhich\b(?! (?:brand|shop|store|dose|day|time|studies|study|trials?|page|site)\b)"
)
"""Asks which of several things."""
ASKS_AMOUNT = re.compile(r"\b(how (?:much|many)|amounts?|mg|mcg|grams?|dosage|limit)\b")
MIXES = re.compile(
    r"\b(interact\w*|interfer\w*|clash\w*|mess\w*|together|combin\w+|mix\w*|same time|apart|block\w*|compet\w+|cancel|affect\w*|"
    r"alongside|alcohol|wine|beer|(?:can|could|should|safe|ok|okay|fine)\b.*\bwith|food|coffee|milk|tea)\b"
)
"""What asks for the effect of one thing on another, and not only tells what is taken with what."""


def asks_schedule(text: str) -> bool:
    """Whether a plain text speaks of how to spread what is taken."""
    return bool(SCHEDULE.search(text))


def is_background(question: str, medicine: Match) -> bool:
    """Whether a medicine only explains: "muscle pain from statins", "does it ache like statins do"."""
    before, after = question[: medicine.start], question[medicine.end :]
    return bool(CAUSES.search(before) or CAUSED.match(after) or LIKENS.search(before))


def is_likened(question: str, medicine: Match) -> bool:
    """Whether something else is likened to a medicine, which nobody then is said to take."""
    return bool(LIKENS.search(question[: medicine.start]))


def is_taken(question: str, medicine: Match) -> bool:
    """Whether somebody is said to take a medicine."""
    return bool(TAKES.search(question[: medicine.start]))


def is_stopped(question: str, medicine: Match) -> bool:
    """Whether somebody is said to stop a medicine."""
    return bool(STOPS.search(question[: medicine.start]))


def find_question_intents(
    text: str,
    language: str,
    *,
    mixes_medicine: bool,
    stops_medicine: bool,
    stops_substance: bool,
    names_outcome: bool,
    is_set_against: bool,
    names_several: bool,
    of_people_at_risk: bool,
    guess: Callable[[], Mapping[str, float]] = dict,
) -> tuple[Intent, ...]:
    """The intents of a plain text: the vaguer give way to the particular.

    Args:
        text: accents, case and apostrophes folded.
        language: its language.
        mixes_medicine: whether it names a medicine that isn't only the cause of a complaint.
        stops_medicine: whether a medicine that it names is to be stopped.
        stops_substance: whether a substance is.
        names_outcome: whether it names an outcome that is more than harm in general.
        is_set_against: whether it sets two substances against each other.
        names_several: whether it names more than one substance.
        of_people_at_risk: whether it speaks of children, pregnancy and the like.
        guess: gives each intent a probability by meaning; asked only where there is neither a cue nor an outcome.
    """
    intents = list(find_intents(text, language))
    if not intents and not names_outcome:  # else it is asked what comes of it there
        intents = likely_intents(guess())
    if stops_substance:  # "stop zinc" asks for no effect that stops something
        others = find_intents(STOP.sub("", text), language)
        intents = ["course", *(i for i in others if i != "course")]
    elif stops_medicine and "course" in intents:
        intents.remove("course")
    asks_which = names_several and WHICH.search(text)
    if (
        is_set_against or asks_which or (mixes_medicine and "=" in text)
    ) and "comparison" not in intents:
        intents = (
            ["comparison", *(i for i in intents if i != "efficacy")]
            if asks_which
            else [*intents, "comparison"]
        )
    if asks_schedule(text) and not (
        is_set_against or names_several
    ):  # "better every other day than daily?"
        asks_only = not intents and not names_outcome and not mixes_medicine
        of_days = ["timing" if i == "comparison" else i for i in intents]
        if not ASKS_AMOUNT.search(text):
            of_days = ["timing" if i == "dose" else i for i in of_days]
        intents = ["timing"] if asks_only else list(dict.fromkeys(of_days))
    if len(intents) > 1 and "definition" in intents and not DEFINES_FIRST.match(text):
        intents.remove("definition")
    if {"interaction", "efficacy"} <= set(intents) and not (mixes_medicine or MIXES.search(text)):
        intents.remove("interaction")  # "I take it with zinc for my bones, does it help?"
    if "comparison" in intents and "interaction" in intents:
        intents.remove("interaction")
    elif mixes_medicine and not {"comparison", "interaction"} & set(intents):
        if names_outcome and set(intents) <= {"list", "definition"}:
            intents.insert(0, "efficacy")
        intents.append("interaction")
    if intents == ["safety"] and names_outcome and FOR.match(text) and not ASKS.match(text):
        intents.insert(0, "efficacy")
    if not intents and of_people_at_risk and not names_outcome:
        intents = ["safety"]
    elif not intents or (names_outcome and intents in (["list"], ["definition"])):
        intents.insert(0, "efficacy")
    return tuple(dict.fromkeys(intents))
