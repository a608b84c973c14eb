"""Which parts a question has, in the order in which they were asked.

The intents of a question are a set; people ask for one thing after the other ("what is it, does it work
and how much do I take?"), and each of them is owed an answer or the words that there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from assistant.compose.parts import Question
from assistant.schema import Intent, Population
from assistant.understand import GENERAL_HARM, plain
from assistant.understand.asking import asks_schedule
from assistant.understand.clauses import ASKS
from assistant.understand.cues import find_intents, find_populations

Part = Intent | Literal["quality"]
SEGMENT = re.compile(r"[?!.;,]+\s|[?!;]|\b(?:and|but|plus|also)\b")
"""Where one thing that is asked ends and the next may begin, in a plain text."""
HOW_GOOD = (
    r"(?:how (?:good|reliable|solid|strong|trustworthy|robust|sound|rigorous|believable|certain|well[- ]done)|quality|reliable|"
    r"trustworth\w+|any good|rigorous\w*|risk of bias|flaw\w*|weak(?:ness\w*)? points?|weaknesses|shaky|junk|rubbish|"
    r"(?:how much )?(?:can|should|do) i (?:trust|believe|rely on))"
)
STUDIES = r"(?:trials?|stud(?:y|ies)|evidence|research|science|reviews?|data|experiments?)"
QUALITY = re.compile(
    rf"\b{HOW_GOOD}\b[^.?!]{{0,40}}\b{STUDIES}\b|\b{STUDIES}\b[^.?!]{{0,60}}\b{HOW_GOOD}\b|"
    rf"\b{STUDIES}\b[^.?!]*\b(?:solid|sound|robust|convincing|conclusive)\b"
)
"""How people ask how good the studies are."""
OF_MONEY = re.compile(
    r"\b(compan(y|ies)|makers?|manufacturers?|industry|sellers?|money|sponsor\w*)\b"
)
"""Goes on asking who paid."""
MIN_ASKED = 2
"""Words beyond which a segment without any cue asks something."""
DEFINES = re.compile(r"(?:so )?what(?:s| is| are)(?: actually| exactly)? (?P<name>(?:\S+ ?){1,4})")
TOPICAL: frozenset[Part] = frozenset(
    {
        "dose",
        "timing",
        "course",
        "funding",
        "definition",
        "safety",
        "interaction",
        "mechanism",
        "efficacy",
    }
)
"""Parts that can stand beside each other; what a source says and comparisons take a question whole."""
WHOLE: frozenset[Intent] = frozenset({"source", "comparison", "conversion"})


def asks_quality(text: str) -> bool:
    """Whether a question asks how good the studies are."""
    return bool(QUALITY.search(plain(text)))


class AskedPart(NamedTuple):
    """A part of a question, and the people who are named for other parts alone."""

    part: Part
    others: frozenset[Population] = frozenset()


def asked_parts(question: Question) -> tuple[AskedPart, ...]:
    """The parts of a question, each once, in its order; one alone where it asks for one thing.

    Only what was understood of the question as a whole can be a part; where in the text a part stands
    is told by its cues. A medicine that somebody takes is asked about first where no words say so.
    """
    seen = question.understanding
    if set(seen.intents) & WHOLE:
        return ()
    whom: dict[Part, set[Population]] = {}
    of_story: set[Population] = set()
    for segment in map(str.strip, SEGMENT.split(plain(question.text))):
        people = set(find_populations(segment, question.triage.language))
        parts = parts_of(segment, question)
        for part in parts:
            whom.setdefault(part, set()).update(people)
        of_story |= people if not parts else set()
    if "interaction" in seen.intents and whom and "interaction" not in whom:
        whom = {"interaction": set(), **whom}
    before: set[Population] = set()
    asked = []
    for part, people in whom.items():
        before = people or before  # "Can my son take it, and how much" is how much for him.
        asked.append(AskedPart(part, frozenset(set().union(*whom.values()) - before - of_story)))
    return tuple(asked)


def parts_of(segment: str, question: Question) -> list[Part]:
    """What one segment of a plain text asks for."""
    seen = question.understanding
    cued = find_intents(segment, question.triage.language)
    found: list[Part] = [i for i in cued if i in seen.intents and i in TOPICAL]
    if any(name in segment for name in seen.medicines_as_typed) and "interaction" in seen.intents:
        return ["interaction", *(i for i in found if i == "dose")]
    if "timing" in cued and not seen.medicines:  # Hours apart are an interaction.
        kept = [i for i in found if i != "dose" or asks_amount(segment)]
        return ["timing", *(i for i in kept if i not in {"efficacy", "interaction"})]
    if "timing" in seen.intents and asks_schedule(segment):
        return ["timing", *(i for i in found if i not in {"timing", "efficacy"})]
    if not found and "definition" in cued and defines(segment, seen.substances):
        return ["definition"]
    is_open = (
        not cued
        and set(seen.outcomes) - GENERAL_HARM
        and ASKS.match(segment)
        and len(segment.split()) > MIN_ASKED
        and not OF_MONEY.search(segment)
    )
    if is_open:  # "... and do they show anything?"
        return ["efficacy"]
    return [i for i in found if i != "efficacy" or len(found) == 1]


def defines(text: str, substances: Sequence[str]) -> bool:
    """Whether a plain text asks what one of some substances is, and nothing else."""
    asked = DEFINES.fullmatch(text.strip())
    names = {word for name in substances for word in plain(name).split()} | {"it", "that", "this"}
    return bool(asked and set(asked["name"].split()) & names)


def asks_amount(text: str) -> bool:
    """Whether a plain text asks for an amount and not only for a time."""
    return bool(re.search(r"\bhow (?:much|many)\b|\bdos(?:e|es|age)\b|\bmg\b|\bamounts?\b", text))
