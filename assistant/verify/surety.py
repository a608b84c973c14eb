"""How surely a claim speaks against how surely its source does.

Steps on the four-step scale, words of certainty and degree, who says so, and what the source sets
against its own result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from assistant.verify import denying, studied, wording
from assistant.verify.direction import agrees
from assistant.verify.grading import (
    ASSOCIATION,
    NONE,
    POSSIBLE,
    SCALE,
    STATED,
    compare,
    grade,
    grade_sentence,
    steps,
)
from assistant.verify.matching import is_other_group
from assistant.verify.reading import NO_DIFFERENCE, NOT_KNOWN, Sentence, groups_in
from assistant.verify.scope import KINDS
from assistant.verify.sides import (
    FEW,
    Difference,
    Sides,
    asserts,
    first_span,
    is_denied,
    is_general,
    span_of,
)
from assistant.verify.topics import words_of

UNDERSTATED = 0.6
"""The weight from which a difference is an understatement."""


ACTS = re.compile(
    r"\b(?:cuts|lowers|reduces|raises|increases|improves|prevents|protects|boosts|slows|causes|stops|halves|doubles|"
    r"shortens|lengthens|extends|relieves|eases|treats|restores|triggers|damages|harms|speeds)\b",
    re.I,
)
"""Verbs by which one thing acts on another now, whatever else a sentence holds."""
BETWEEN_ARMS = re.compile(r"\b(?:than|compared) (?:with|on|after)\b|\bagainst placebo\b", re.I)
UNSURE = 0.75
"""What a step up from nothing is worth: a source that seems to state nothing may state it oddly."""


def source_steps(sides: Sides) -> tuple[NDArray[np.float64], Sentence]:
    """How the strongest sentence of the source on what a claim speaks of is read, and that sentence."""
    read = [
        (told_steps(text, sides), sentence)
        for sentence in sides.matches.about
        for text in parts_told(sentence)
    ]
    return max(read, key=lambda item: float(item[0] @ SCALE))


def parts_told(sentence: Sentence) -> list[str]:
    """A sentence, and its clauses by themselves where one of them denies what another affirms."""
    denials = {bool(clause.denial) for clause in sentence.clauses}
    clauses = [c.text for c in sentence.clauses if not c.denial]
    return [sentence.text, *(clauses if len(denials) > 1 else ())]


def told_steps(text: str, sides: Sides) -> NDArray[np.float64]:
    """How a sentence is read beside a source: a difference between arms may be told as an effect."""
    read = steps(text).copy()
    if not is_reserved(text) and (is_experiment(sides) or BETWEEN_ARMS.search(text)):
        read[STATED] += read[ASSOCIATION]
        read[ASSOCIATION] = 0.0
    if wording.HEDGED.search(wording.FRAME.sub("", text)):
        read[POSSIBLE] += read[STATED] / 2
        read[STATED] /= 2
    elif ACTS.search(text) and not wording.ASSOCIATED.search(text):
        read[STATED] += read[ASSOCIATION] / 2
        read[ASSOCIATION] /= 2
    return read


def is_experiment(sides: Sides) -> bool:
    """Whether the source reports something that was given and compared."""
    whole = sides.whole_text
    given = (wording.GIVEN, studied.ANIMALS, studied.CELLS)
    return any(p.search(whole) for p in given) and not wording.OBSERVATIONAL.search(sides.near_text)


def tells_as_much(sides: Sides) -> bool:
    """Whether a claim reports a change in the past that the source reports as well, the same way."""
    if is_general(sides.claim.text):
        return False
    told = [c for s in sides.near for c in s.clauses if not c.denial]
    said = [c for c in sides.claim.clauses if c.change or c.value]
    return bool(said) and all(any(agrees(c, other) for other in told) for c in said)


def find_strength(sides: Sides) -> Iterator[Difference]:
    """Find a step up or down on the four-step scale."""
    if denying.AIM.search(sides.claim.text):
        return
    known, sentence = source_steps(sides)
    told = told_steps(sides.claim.text, sides)
    gap = compare(known, told)
    if told.argmax() == NONE:
        return
    allowed = int(known.argmax())
    where = span_of(sides.claim), span_of(sentence)
    if gap.up >= gap.down:
        if allowed == ASSOCIATION:
            kind, reason = "association_to_cause", "the source reports a relation, not a cause"
        elif allowed == POSSIBLE:
            kind, reason = "hedge_lost", "the source says it with a reserve that the claim drops"
        elif tells_as_much(sides):
            return
        else:
            kind, reason = "stronger", "the source states no such effect"
        # At less than even odds a step up is hardly an objection of its own.
        weight = min(gap.up, 2 * gap.up**2) * (UNSURE if allowed == NONE else 1.0)
        yield Difference(kind, "overclaims", weight, reason, *where)
    else:
        claimed, is_long = grade(sides.claim.text), len(sides.source) > FEW
        if any(is_reserved(s.text) and (is_long or grade(s.text) == claimed) for s in sides.near):
            return
        reason = "says less surely what the source states"
        weight = UNDERSTATED if gap.down >= 0.5 else gap.down
        yield Difference("weaker", "understates", weight, reason, *where)


def is_reserved(text: str) -> bool:
    """Whether a sentence is weak by its words, not only by telling a difference as one."""
    text = wording.FRAME.sub("", text)
    return bool(wording.HEDGED.search(text) or wording.LINKED.search(text))


NOT_MEANT = re.compile(
    r"\b(?:not|no|never|cannot|neither|nor|whether|yet to)\b[^.;]*$|n't\b[^.;]*$|\btoo \w+ to $|\bthe $",
    re.I,
)
"""What takes back a word of certainty: "not yet proven", "found the reverse"."""


def find_absolute(sides: Sides) -> Iterator[Difference]:
    """Find certainty, promises and degrees that the source does not have."""
    claim = sides.claim
    if denying.AIM.search(claim.text):
        return
    known = words_of(sides.whole_text)
    for match in wording.ABSOLUTE.finditer(claim.text):
        denied = NOT_MEANT.search(claim.text[: match.start()][-40:])
        if not denied and not words_of(match.group()) <= known:
            reason = f"“{match.group()}” is more than any source of this kind says"
            yield Difference(
                "stronger",
                "overclaims",
                0.75,
                reason,
                span_of(claim, match),
                span_of(sides.best),
                is_apart=True,
            )
            break
    strong = wording.STRONG_DEGREE.search(claim.text)
    if strong and not wording.STRONG_DEGREE.search(sides.near_text):
        weak = first_span(wording.WEAK_DEGREE, sides.near)
        reason = "makes the effect larger than the source does"
        yield Difference(
            "caveat_lost" if weak else "stronger", "overclaims", 0.8 if weak else 0.55, reason,
            span_of(claim, strong), weak or span_of(sides.best),
        )  # fmt: skip
    cited = wording.STUDIES_SHOW.search(claim.text)
    if cited and NOT_MEANT.search(claim.text[: cited.start()][-40:]):
        cited = None
    doubtful = wording.SPEAKER.search(sides.near_text) or denying.UNCLEAR.search(sides.near_text)
    if cited and (doubtful or not wording.STUDY.search(sides.near_text)):
        reason = "calls on studies that the source does not have"
        yield Difference(
            "attribution_lost", "overclaims", 0.75 if doubtful else 0.3, reason,
            span_of(claim, cited), span_of(sides.best),
        )  # fmt: skip


def find_lost_speaker(sides: Sides) -> Iterator[Difference]:
    """Find what somebody says in the source and the claim says itself."""
    match = wording.SPEAKER.search(sides.best.text)
    if match and not wording.REPORTING.search(sides.claim.text):
        reason = "the source only reports that somebody says so"
        yield Difference(
            "attribution_lost",
            "overclaims",
            0.75,
            reason,
            span_of(sides.claim),
            span_of(sides.best, match),
        )


MAIN = re.compile(
    r"\b(?:primary|main|principal) (?:outcome|end[\s-]?point|comparison|analysis|measure)", re.I
)
PROMISES = re.compile(
    r"\b(?:effective|beneficial|benefits?|improves?|option|promising|useful|better|increases?|reduces?|lowers?|"
    r"offers?|recommended|supports?|advantage\w*)\b",
    re.I,
)


def find_lost_null(sides: Sides) -> Iterator[Difference]:
    """Find a general promise from a source whose comparison found no difference."""
    claim = sides.claim
    if any(clause.denial for clause in claim.clauses) or wording.LIMITS.search(claim.text):
        return
    if len(sides.told) <= FEW or not PROMISES.search(claim.text) or not is_general(claim.text):
        return
    nulls = [c for s in sides.told for c in s.clauses if c.denial == NO_DIFFERENCE]
    if not nulls:
        return
    reason = "leaves out that the source's own comparison found no difference"
    weight = 0.6 if MAIN.search(sides.whole_text) else 0.5
    yield Difference("caveat_lost", "overclaims", weight, reason, span_of(claim), span_of(nulls[0]))


PROMOTED = re.compile(
    r"\b(?:headline|main|key|chief|primary|central|principal) (?:result|finding|outcome|end[- ]?point)s?\b",
    re.I,
)
LESSER = re.compile(r"\b(?:secondary|post[- ]hoc|exploratory|subgroup|ancillary)\b", re.I)


def find_promoted(sides: Sides) -> Iterator[Difference]:
    """Find a secondary or later analysis told as the main result."""
    said = PROMOTED.search(sides.claim.text)
    lesser = first_span(LESSER, sides.near)
    if said and lesser and not NOT_MEANT.search(sides.claim.text[: said.start()][-20:]):
        reason = "tells as the main result what the source does not"
        where = span_of(sides.claim, said)
        yield Difference("caveat_lost", "overclaims", 0.7, reason, where, lesser)


def find_half_told(sides: Sides) -> Iterator[Difference]:
    """Find an effect told of all that the source found in one group and not in its counterpart."""
    claim = sides.claim
    if groups_in(claim.text) & KINDS or denying.ANY_DENIAL.search(claim.text):
        return
    if not any(map(asserts, claim.clauses)):
        return
    for sentence in sides.matches.about:
        for clause in sentence.clauses:
            group = groups_in(clause.text) & KINDS
            if clause.denial or not clause.change or not group:
                continue
            for other in (c for s in sides.told for c in s.clauses):
                if is_denied(other.denial) and is_other_group(group, groups_in(other.text)):
                    reason = "leaves out that the source found it in one group and not in the other"
                    where = span_of(claim), span_of(other)
                    yield Difference("caveat_lost", "overclaims", 0.6, reason, *where)
                    return


def said_about(sides: Sides) -> tuple[Sentence, ...]:
    """The best sentence, and the next one where that takes something back."""
    after = [s for s in sides.source if s.start > sides.best.start][:1]
    return (sides.best, *(s for s in after if TAKES_BACK.search(s.text)))


TAKES_BACK = re.compile(
    r"^\W*(?:but|however|yet|although|though|these|this|the (?:trial|study|evidence|authors?|results?)|larger|"
    r"further|more|because|caution|whether|in the whole)\b",
    re.I,
)


def find_lost_caveat(sides: Sides) -> Iterator[Difference]:
    """Find a general or causal claim that leaves out what its source sets against it."""
    claim = sides.claim
    if wording.LIMITS.search(claim.text) or wording.UNCONTROLLED.search(claim.text):
        return
    if any(clause.denial == NOT_KNOWN for clause in claim.clauses):
        return
    strength = grade_sentence(claim)
    if strength == NONE and not any(map(asserts, claim.clauses)):
        return
    beside = said_about(sides)
    grave = first_span(wording.GRAVE_LIMITS, beside)
    if grave and not denying.ANY_DENIAL.search(claim.text):
        reason = "leaves out what the source says against it"
        beside_it = grave.end <= sides.best.end and grave.start >= sides.best.start
        taken_back = beside_it and wording.OPPOSED.search(sides.best.text)
        is_flat = strength == STATED and is_general(claim.text)
        weight = 0.6 if strength > NONE and (taken_back or is_flat) else 0.4
        yield Difference("caveat_lost", "overclaims", weight, reason, span_of(claim), grave)
        return
    limit = first_span(wording.LIMITS, beside)
    if limit and strength == STATED and is_general(claim.text):
        reason = "leaves out how little the source says that it can carry"
        yield Difference("caveat_lost", "overclaims", 0.45, reason, span_of(claim), limit)
