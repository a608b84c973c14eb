"""Which messages are not for a supplement assistant, decided by rules before anything else.

Danger first, then requests to advertise, to repeat a claim or to play a role. An emergency is what
a person tells of themselves or of someone near them, now; a question about a danger ("can you
overdose?") is a question and goes on. The rules are data (`rules/*.yaml`) and have names for the log;
people's words never leave here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.schema import TriageDecision, Turn
from assistant.triage.alarm import Embed, tell_danger
from assistant.triage.language import find_language
from assistant.triage.messages import (
    CRISIS_MESSAGE,
    CRISIS_MESSAGES,
    DECLINED_MESSAGE,
    NOT_READ_MESSAGES,
    OUT_OF_SCOPE_MESSAGE,
    SHOP_MESSAGES,
    URGENT_MESSAGES,
    in_language,
)
from assistant.triage.pets import PET_MESSAGES
from assistant.triage.rules import Rule, rulebook
from assistant.triage.spelling import is_english, is_everyday, plain_text

__all__ = [
    "CRISIS_MESSAGE", "DECLINED_MESSAGE", "NOT_READ_MESSAGES", "OUT_OF_SCOPE_MESSAGE", "URGENT_MESSAGES",
    "find_language", "in_language", "is_english", "is_everyday", "triage_question",
]  # fmt: skip

TURNS_IN_DANGER = 2
"""Earlier messages in which an emergency still counts now."""
ASK_CLINICIAN = re.compile(
    r"\b(pregnan\w*|breast[- ]?feed\w*|nursing|trying to conceive|infants?|toddlers?|bab(y|ies)|"
    r"child(ren)?|kids?|kidneys?|renal|dialysis|liver|hepatic|cirrhosis|hepatitis|surgery|operation|"
    r"ana?esthe\w+|warfarin|anticoagulant\w*|blood thinner\w*|apixaban|rivaroxaban|statins?|"
    r"antidepressant\w*|ssris?|levothyroxine|insulin|metformin|lithium|digoxin|antibiotic\w*|chemo\w*|"
    r"tacrolimus|transplant|birth control|contracepti\w+|epilep\w+|medicat\w+|prescri\w+|"
    r"my (doctor|meds?|pills|drugs?)|stop(ping)? (taking )?my|instead of my|"
    r"blood pressure (pills?|tablets?|drugs?|medicine))\b"
)


class Danger(NamedTuple):
    """An emergency that a message tells of."""

    rule: str
    message: str


def find_danger(text: str) -> Danger | None:
    """Find the first rule of danger that a message meets, and what to say in its language."""
    language = find_language(text)
    for name in dict.fromkeys((language, "en")):
        book, plain = rulebook(name), plain_text(text, name)
        if rule := book.find("crisis", plain):
            return Danger(rule.name, in_language(CRISIS_MESSAGES, language))
        if rule := book.find("urgent", plain):
            return Danger(rule.name, in_language(URGENT_MESSAGES[rule.kind], language))
    return None


def find_danger_by_meaning(text: str, embed: Embed) -> Danger | None:
    """Tell by its meaning whether a message in English that meets no rule reports danger."""
    told = tell_danger(text, embed)
    if told is None:
        return None
    message = CRISIS_MESSAGE if told == "crisis" else URGENT_MESSAGES[told]["en"]
    return Danger(f"{told}_by_meaning", message)


def find_other_thing(text: str, language: str) -> Rule | None:
    """Find what no document on supplements answers: shops, orders, prices, recipes, gardens, words.

    A message that asks about health as well goes on, whatever else is in it.
    """
    for name in dict.fromkeys((language, "en")):
        book, plain = rulebook(name), plain_text(text, name)
        if book.settings["of_health"].applies(plain):
            return None
        if rule := book.find("out_of_scope", plain):
            return rule
    return None


def find_pet(text: str, language: str) -> Rule | None:
    """Find the rule by which a message asks what an animal may be given; no document here tells that."""
    found = (
        rulebook(name).find("pets", plain_text(text, name))
        for name in dict.fromkeys((language, "en"))
    )
    return next(filter(None, found), None)


def triage_question(
    question: str, history: Sequence[Turn] = (), embed: Embed | None = None
) -> TriageDecision:
    """Decide whether a message goes to the documents.

    An emergency counts for the messages that follow it; what people said about themselves
    (`ask_clinician`) counts for the whole conversation; what the assistant said never does.

    Args:
        question: the message now.
        history: the conversation before it.
        embed: the packaged model's vector of a text; without it only the rules decide.
    """
    language = find_language(question)
    said = [turn.text for turn in history if turn.role == "user"]
    recent = (question, *reversed(said[-TURNS_IN_DANGER:]))
    if danger := next(filter(None, map(find_danger, recent)), None):
        return urgent(danger, language)
    if refusal := rulebook("en").find("declined", plain_text(question)):
        return TriageDecision(
            status="declined", rule=refusal.name, message=DECLINED_MESSAGE, language=language
        )
    told = (find_danger_by_meaning(text, embed) for text in recent) if embed else iter(())
    if danger := next(filter(None, told), None):
        return urgent(danger, language)
    if pet := find_pet(question, language):
        message = in_language(PET_MESSAGES, language)
        return TriageDecision(
            status="out_of_scope", rule=pet.name, message=message, language=language
        )
    if aside := find_other_thing(question, language):
        messages = SHOP_MESSAGES if aside.kind == "shop" else NOT_READ_MESSAGES
        message = in_language(messages, language)
        return TriageDecision(
            status="out_of_scope", rule=aside.name, message=message, language=language
        )
    everything = " ".join([*said, question]).lower()
    return TriageDecision(
        status="answered",
        ask_clinician=bool(ASK_CLINICIAN.search(everything)),
        language=language,
    )


def urgent(danger: Danger, language: str) -> TriageDecision:
    """Decide that help comes before any answer."""
    return TriageDecision(
        status="urgent", rule=danger.rule, message=danger.message, language=language
    )
