"""Denials that say more than their source's, and effects where it says that nothing is known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.verify import denying
from assistant.verify.direction import denies_anything
from assistant.verify.grading import NONE, POSSIBLE, grade_sentence
from assistant.verify.matching import match_clauses
from assistant.verify.reading import DOES_NOT, NOT_KNOWN, Sentence
from assistant.verify.sides import (
    ALIKE,
    Difference,
    Sides,
    asserts,
    is_aim,
    is_denied,
    span_of,
)

SEEMED = re.compile(r"\b(?:appear\w*|seem\w*)(?: to be)? (?:\w+ )?safe\b", re.I)
"""Safety as far as anybody saw, which is no promise of it."""


def denies_flatly(sentence: Sentence) -> bool:
    """Whether a sentence says of anything that it does not do something, whenever and to whomever."""
    return any(clause.denial == DOES_NOT for clause in sentence.clauses)


NOBODY = re.compile(
    r"\b(?:in|for|to|on|by) (?:anyone|anybody|any (?:one|body|patient|person|adult|dose|form|kind|circumstances?|age))\b(?! (?:who|with|of (?:the|these|those))\b)|"
    r"\bno (?:form|kind|type|sort|dose|brand) of\b|\bwhatever the (?:dose|form|cause)\b|\bno matter (?:how|who|what)\b|\bhowever (?:long|much|often)\b",
    re.I,
)
"""Words that spread a denial over all people, forms or doses."""


def is_told(sentence: Sentence) -> bool:
    """Whether a sentence tells something, rather than what was asked."""
    return not is_aim(sentence.text)


def is_null(sentence: Sentence) -> bool:
    """Whether a sentence denies an effect or a difference."""
    return any(is_denied(clause.denial) for clause in sentence.clauses)


def find_stronger_negative(sides: Sides) -> Iterator[Difference]:
    """Find a denial that is flatter than the source's, and safety that no study can promise."""
    flat = denying.SAFE_FLAT.search(sides.claim.text)
    told = " ".join(s.text for s in sides.near if not denying.UNCLEAR.search(s.text))
    allowed = denying.SAFE_FLAT.search(told)
    if flat and denying.SAFE_WORD.search(flat.group()):
        allowed = denying.SAFE_WORD.search(SEEMED.sub(" ", told))
    if flat and not allowed and not denying.UNCLEAR.search(sides.claim.text):
        reason = "promises safety where the source only reports what it saw, or nothing"
        yield Difference(
            "stronger_negative",
            "overclaims",
            0.85,
            reason,
            span_of(sides.claim, flat),
            span_of(sides.best),
        )
        return
    nobody = NOBODY.search(sides.claim.text)
    if (
        nobody
        and not NOBODY.search(sides.near_text)
        and any(c.denial or denies_anything(c.text) for c in sides.claim.clauses)
    ):
        reason = "denies of everybody what the source found of those whom it studied"
        yield Difference(
            "stronger_negative",
            "overclaims",
            0.75,
            reason,
            span_of(sides.claim, nobody),
            span_of(sides.best),
        )
        return
    for clause in sides.claim.clauses:
        if not is_denied(clause.denial):
            continue
        found = match_clauses(clause, sides.claim, sides.told)
        ranked = [item for item in found if item.clause.denial]
        open_question = is_told(sides.best) and denying.UNCLEAR.search(sides.best.text)
        alike = any(denying.EQUAL.search(s.text) or is_null(s) for s in sides.told)
        if not ranked and open_question and (clause.denial == DOES_NOT or not alike):
            reason = "denies what the source has no evidence on"
            where = span_of(sides.best, open_question)
            yield Difference(
                "stronger_negative", "overclaims", 0.75, reason, span_of(clause), where
            )
        if not ranked or ranked[0].share < ALIKE:
            if clause.denial == DOES_NOT and not any(denies_flatly(s) for s in sides.told):
                reason = "a flat denial that the source does not make"
                yield Difference(
                    "stronger_negative",
                    "overclaims",
                    0.55,
                    reason,
                    span_of(clause),
                    span_of(sides.best),
                )
            continue
        other = max((item[0] for item in ranked), key=lambda c: c.denial)
        if clause.denial <= other.denial:
            continue
        nulls = any(is_denied(c.denial) for sentence in sides.told for c in sentence.clauses)
        if other.denial == NOT_KNOWN and not (nulls and clause.denial != DOES_NOT):
            reason, weight = "denies what the source leaves open", 0.8
        elif clause.denial == DOES_NOT:
            reason, weight = "a study's null result became a general denial", 0.75
        else:
            continue
        yield Difference(
            "stronger_negative", "overclaims", weight, reason, span_of(clause), span_of(other)
        )


def find_open_question(sides: Sides) -> Iterator[Difference]:
    """Find an effect that is stated where the source says that it is not known."""
    for clause in sides.claim.clauses:
        if clause.denial or not asserts(clause) or grade_sentence(sides.claim) in {NONE, POSSIBLE}:
            continue
        found = match_clauses(clause, sides.claim, sides.told)
        if found and all(o.denial == NOT_KNOWN and share >= ALIKE for o, _, share in found):
            reason = "states what the source says is not known"
            yield Difference(
                "hedge_lost", "overclaims", 0.8, reason, span_of(clause), span_of(found[0][0])
            )
