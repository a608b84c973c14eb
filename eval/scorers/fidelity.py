"""Fidelity: each statement says what its quotes say, with nothing added, lost or turned round.

Each sentence of a claim or caveat is held against the quoted sentence nearest to it. Where the two
share most of their words, the words that carry meaning in a study's sentence must agree class by
class: who was studied, against what, in which direction, how sure, how it was measured, what it
denies or restricts. Labels are held against the front matter, first lines against the level and
direction, caveats against their kind. A list of words is no reader: what it misses belongs into
tests/test_eval_fidelity.py with the fix.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from eval.cases import Case
from eval.scorers.base import Answer, Check, World, citations_of, is_substantial, tally
from eval.scorers.labels import LABELLED, label_fault, speaker_fault
from eval.scorers.layout import opening_fault, rebuttal_faults, section_faults, verdict_fault
from eval.scorers.lexicons import (
    CLINICIAN,
    COMPILED,
    COMPILED_KINDS,
    COUNTED,
    LOADED,
    REWORDED,
    SOME_PEOPLE,
)
from eval.text import CACHED, content_words, plain, sentences, without_markers

NEAR = 0.5
"""Share of the quoted sentence's words that a sentence must hold to be compared word by word."""
VERBATIM = 0.8
"""Share from which every single denial and direction is counted: less is a rewording."""
OWN_WORDS = 0.5
"""Share of a sentence's words that must stand in its quotes."""


SIGNED = re.compile(r"(?<![\w.])([-−+])(\d+(?:[.,]\d+)*)")
BARE = re.compile(r"(?<![\w.,−+-])(\d+(?:[.,]\d+)*)")
OF_THE_WORLD = re.compile(
    r"\bno(?:body| one)?\b(?: \w+){0,2} (?:stud(?:y|ies)|trials?|research|evidence|documents?|people|person)\b",
    re.I,
)
WITHIN = re.compile(r"\b(?:here|these documents|the documents)\b", re.I)


def faithful(case: Case, answer: Answer, world: World) -> Check | None:
    """Nothing is added to, lost from or turned round in what the quotes say."""
    if not is_substantial(answer):
        return None
    faults: list[str] = []
    judged = 0
    for part, is_caveat in (
        (p, k) for k, name in ((False, "claims"), (True, "caveats")) for p in answer[name]
    ):
        judged += 1
        reason = part_fault(part, is_caveat, answer, world)
        if reason:
            faults.append(f"{reason}: “{plain(part['text'])[:110]}”")
    judged += 1
    if turned := verdict_fault(answer) or opening_fault(answer, world):
        faults.append(turned)
    for fault in (*section_faults(answer, world), *rebuttal_faults(answer, world)):
        judged += 1
        faults.append(fault)
    return tally("faithful", faults, judged, f"{judged} statements say what their sources say")


def part_fault(
    part: Mapping[str, Any], is_caveat: bool, answer: Answer, world: World
) -> str | None:
    """The first fault of a claim or caveat, or None."""
    text = plain(without_markers(part["text"]))
    cited = citations_of(answer, part["citations"])
    words = content_words(text)
    is_quoted = any(
        len(words & content_words(plain(c["quote"]))) >= NEAR * len(words) for c in cited
    )
    if is_caveat and not is_quoted and (reason := kind_fault(part["kind"], text)):
        return reason
    if (not cited or part["kind"] == "coverage") and (reason := own_words_fault(text)):
        return reason
    if not cited:
        return None
    if reason := label_fault(text, cited, world) or speaker_fault(part, text, cited, world):
        return reason
    if part["kind"] in {"derived", "coverage"}:
        return loaded_fault(text, quoted_text(cited))
    body = LABELLED.sub("", text)
    if not is_caveat and (reason := substance_fault(body, cited, world)):
        return reason
    quoted = tuple(s for c in cited for s in sentences(plain(c["quote"])))
    for sentence in sentences(body):
        if reason := sentence_fault(sentence, quoted, quoted_text(cited), is_caveat):
            return reason
    return None


@lru_cache(maxsize=CACHED)
def sentence_fault(
    sentence: str, quoted: tuple[str, ...], whole: str, is_caveat: bool
) -> str | None:
    """What a sentence changes in the quoted sentence nearest to it."""
    words = content_words(sentence)
    if not words or not quoted:
        return None
    nearest = max(quoted, key=lambda q: (len(words & content_words(q)), -len(q)))
    target = content_words(nearest)
    if reason := loaded_fault(sentence, whole):
        return reason
    if len(words & target) < NEAR * len(target):
        own = len(words & content_words(whole)) < OWN_WORDS * len(words)
        return "its quotes do not say this" if own and not is_caveat else None
    close = len(words & target) >= VERBATIM * max(len(target), len(words))
    for name, meanings in COMPILED:
        for meaning, pattern in meanings:
            here, there = len(pattern.findall(sentence)), len(pattern.findall(nearest))
            counts = close and meaning in COUNTED
            added = here > there and not close and meaning in REWORDED
            if not added and ((counts and here != there) or bool(here) != bool(there)):
                return f"{name} is {'lost' if here < there else 'added'} ({meaning})"
    if bool(SOME_PEOPLE.search(nearest)) and not SOME_PEOPLE.search(sentence):
        return "who was studied is lost"
    return sign_fault(sentence, nearest) or order_fault(sentence, nearest)


def sign_fault(sentence: str, nearest: str) -> str | None:
    """Whether a number changes its sign."""
    signed = {m[2]: m[1].replace("−", "-") for m in SIGNED.finditer(nearest)}
    for match in SIGNED.finditer(sentence):
        if signed.get(match[2], match[1]).replace("−", "-") != match[1].replace("−", "-"):
            return f"the sign of {match[2]} is turned"
    bare = Counter(m[1] for m in BARE.finditer(sentence))
    held = Counter(m[1] for m in BARE.finditer(nearest))
    lost = [number for number in signed if bare[number] > held[number]]
    return f"the sign of {lost[0]} is lost" if lost else None


def order_fault(sentence: str, nearest: str) -> str | None:
    """Whether a sentence has its words and not its numbers, as when two arms trade their figures."""
    here = [match[1] for match in BARE.finditer(sentence)]
    there = [match[1] for match in BARE.finditer(nearest)]
    same_words = BARE.sub("#", sentence) == BARE.sub("#", nearest)
    swapped = same_words and here != there
    return "its numbers have traded places" if swapped else None


def loaded_fault(text: str, quoted: str) -> str | None:
    """A word that lends weight or lifts a warning, and that no quote holds."""
    held = quoted.lower()
    held_words = content_words(held)
    for match in LOADED.finditer(text):
        word = match.group().lower()
        is_said = word in held if " " in word else content_words(word) <= held_words
        if not is_said and not (CLINICIAN.match(word) and CLINICIAN.search(held)):
            return f"“{match.group()}” is not in its quotes"
    return None


def substance_fault(text: str, cited: Iterable[Mapping[str, Any]], world: World) -> str | None:
    """A substance of the corpus that a statement names and none of its documents does."""
    documents = [d for c in cited if (d := world.document(c["source_id"]))]
    held = " ".join(f"{d.facts} {d.body}" for d in documents).lower()
    foreign = (name for name in world.substances.findall(text) if name.lower() not in held)
    name = next(foreign, None) if documents else None
    return f"{name} is not what its documents are on" if name else None


def own_words_fault(text: str) -> str | None:
    """What the program says without a quote: nothing loaded, nothing about more than the documents."""
    if match := re.search(
        r"\b(?:no need|need ?n[o']t|don't have to|unnecessary|not necessary|proven|disproved|impossible|no side effects|safe|harmless|guarantee\w*|"
        r"experts?|many|numerous|large body|independent\w*|public\w*)\b",
        text,
        re.I,
    ):
        return f"“{match.group()}” without a source"
    if re.search(r"\bis absent\b", text) and not re.search(r"n[o']t show", text):
        return "what is not reported is told as absent"
    if OF_THE_WORLD.search(text) and not WITHIN.search(text):
        return "speaks of all that is known, not of these documents"
    return None


def kind_fault(kind: str, text: str) -> str | None:
    """Whether a caveat has a word of its own kind."""
    pattern = COMPILED_KINDS.get(kind)
    return None if pattern is None or pattern.search(text) else f"says nothing of {kind}"


def quoted_text(cited: Iterable[Mapping[str, Any]]) -> str:
    """All that is cited, with titles and authors."""
    return " ".join(f"{c['quote']} {c['title']} {c['authors'] or ''}" for c in cited)
