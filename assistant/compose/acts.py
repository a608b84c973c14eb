"""What somebody is about to do: put a supplement in the place of a medicine, or take more of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.compose.parts import Question
from assistant.compose.traits import NEVER

DON_T_STOP = (
    "Don't stop, skip or replace a prescribed medicine or treatment on your own; settle it first with whoever "
    "prescribed it."
)
BEFORE_A_CHILD = (
    "Don't stop or change a prescribed medicine because of a pregnancy or a plan for one; speak with whoever prescribed "
    "it now, before you conceive if you can."
)
MEDICINE = (
    r"(?:tablets?|pills?|meds?|medications?|medicines?|drugs?|prescri\w+|treatments?|chemo\w*|radiotherapy|insulin|"
    r"inhalers?|injections?|jabs?|vaccin\w+|surgery|therapy)\b"
)
LETS_GO = re.compile(
    r"\b(?:stop(?:ping)?(?: taking)?|quit(?:ting)?|replac\w+|swap\w*|switch\w*|substitut\w+(?: for)?|instead of|in place of|"
    r"rather than|(?:com|get|go|wean)\w* off|ditch\w*|drop(?:ping)?|skip\w*|do without|alternatives? to|"
    r"cut(?:ting)?(?: down| back| out)?(?: on)?|halv\w+|lower(?:ing)? my|reduc\w+ my)\b",
    re.I,
)
"""Lets something go; what, comes next."""
INSTEAD = re.compile(r"\binstead\b(?! of)", re.I)
CLAUSE = re.compile(r"[.?!,;:]|\b(?:and|when|while|because|since|before|if)\b", re.I)
WITH_CHILD = re.compile(
    r"\bpregnan\w*|\bconceiv\w+|\b(?:want|try\w*|plan\w*|hop\w+)\b[^.?!]{0,20}\b(?:baby|babies|child|kids)\b|\bTTC\b", re.I
)  # fmt: skip
MORE = re.compile(
    r"\bthe more\b[^.?!]*\bthe better\b|\bmore is better\b|\b(?:double|triple)\b[^.?!]{0,12}\b(?:dose|up|it|amount)\b|"
    r"\bdoubl(?:e|ing) up\b|\btwice (?:the|as much|what)\b|\bmega ?-?dos\w+|\bas much as (?:i|you|possible)\b|"
    r"\b(?:\d+|two|three|four|five|ten) times (?:the|as much|more|what)\b|\bmore than (?:the label|it says|recommended|the recommended)\b",
    re.I,
)
"""Goes beyond an amount."""


class Act(NamedTuple):
    """What is planned, and how documents speak of it."""

    says: re.Pattern[str]
    heading: str
    """Of the verdict, which is on something else than the act."""
    advice: str = ""


REPLACE = Act(
    says=re.compile(
        r"\b(?:not (?:be )?(?:a |as a )?replac\w+|not replace|not (?:a )?substitut\w+|not as a replacement|instead of (?:medic|prescri|treat|proven)\w*|"
        r"(?:should|must) not be stopped|under medical supervision|in addition to standard treatment|on top of (?:usual|standard))",
        re.I,
    ),
    heading="Whether it works",
    advice=DON_T_STOP,
)
GO_BEYOND = Act(
    says=re.compile(
        r"\b(?:more is not better|(?:is )?not always better|upper (?:level|limit)|exceed\w*|excessive|too much|high(?:er)? (?:doses?|intakes?|amounts?)|"
        r"rose above|(?:at|with) high \w+)\b",
        re.I,
    ),
    heading="At the amounts that were tested",
)
CONCEIVE = Act(says=NEVER, heading="", advice=BEFORE_A_CHILD)


def planned_act(question: Question) -> Act | None:
    """Find what a question plans, if it is one of these."""
    if lets_go_of_medicine(question):
        return REPLACE
    if question.understanding.medicines and WITH_CHILD.search(question.text):
        return CONCEIVE
    return GO_BEYOND if MORE.search(question.text) else None


def takes_medicine(question: Question) -> bool:
    """Whether a medicine that a question names is one that the asker takes, and not only one to compare with."""
    seen = question.understanding
    if not seen.medicines:
        return False
    typed = "|".join(re.escape(name) for name in seen.medicines_as_typed)
    own = (
        rf"\b(?:takes?|taking|on|my|her|his|prescribed|given|put on)\b (?:\w+ ){{0,2}}(?:{typed})\b"
        if typed
        else "(?!)"
    )
    by_amount = r"\b(?:i'?m|i am|im|she'?s|he'?s|been|already) on \d+ ?mg\b"
    return bool(re.search(rf"{own}|{by_amount}", question.text, re.I))


def lets_go_of_medicine(question: Question) -> bool:
    """Whether a medicine, and not the supplement, is what a question wants to stop or to replace."""
    typed = [re.escape(name) for name in question.understanding.medicines_as_typed]
    medicine = re.compile("|".join((MEDICINE, *(rf"{name}\b" for name in typed))), re.I)
    for match in LETS_GO.finditer(question.text):
        rest = question.text[match.end() :]
        end = CLAUSE.search(rest)
        if medicine.search(rest[: end.start()] if end else rest):
            return True
    before = INSTEAD.search(question.text)
    return bool(before and medicine.search(question.text[: before.start()]))
