"""Which way a claim points against its source: up or down, better or worse, denied or open.

Clauses on one result are compared, so that "nausea fell but vomiting did not" bears both out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.verify import denying, wording
from assistant.verify.given import DUMMY
from assistant.verify.likeness import meets
from assistant.verify.matching import ClauseMatch, is_other_group, match_clauses
from assistant.verify.reading import NOTHING, Clause, groups_in
from assistant.verify.sides import (
    ALIKE,
    SAME,
    Difference,
    Sides,
    asserts,
    is_denied,
    span_of,
)
from assistant.verify.topics import stem, words_of
from assistant.verify.untested import name_others


def turns(claim: Clause, source: Clause) -> bool:
    """Whether two clauses point different ways, on the axis that both have if there is one."""
    if claim.change and source.change:
        return claim.change != source.change
    if claim.value and source.value:
        return claim.value != source.value
    return (claim.change or claim.value) * (source.change or source.value) < 0


NO_ARM = re.compile(r"\b(?:with|than|and|or|versus|to|over) (?:no|without|neither)\b", re.I)


def denies_anything(text: str) -> bool:
    """Whether a clause has any word of denial beside those that name a comparison."""
    return bool(denying.ANY_DENIAL.search(NO_ARM.sub(" ", text)))


def conflict(claim: Clause, source: Clause) -> str | None:
    """Say how two clauses about one thing conflict, or None.

    An agreement is found first: up with up, denial with denial.
    """
    if claim.is_mixed or source.is_mixed:
        return None
    if is_denied(claim.denial) and is_denied(source.denial):
        return None
    if is_denied(source.denial) and not denies_anything(claim.text):
        return "the source denies it"
    if is_denied(claim.denial) and source.denial == NOTHING and (source.change or source.value):
        # Not to have risen and to have fallen go together.
        return None if turns(claim, source) else "the source affirms it"
    if claim.denial or source.denial:
        return None
    if claim.change and source.change:
        return None if claim.change == source.change else "the source says the opposite direction"
    if claim.value and source.value and claim.value != source.value:
        return "the source says the opposite"
    return None


def tells(clause: Clause) -> bool:
    """Whether a clause says which way something went, or that it went none."""
    return bool(clause.change or clause.value or clause.denial)


DENIED_WORD = re.compile(r"\b(?:not|never|neither|nor)\s+(?:\w+ly\s+)?(?P<word>\w{4,})", re.I)


SHORT = 4
"""Sentences up to which a source is taken to speak of what a claim speaks of."""


def reports(sides: Sides) -> bool:
    """Whether a source reports of somebody who was studied, so that its nulls are results."""
    return bool(wording.STUDIED.search(sides.whole_text))


def says_denied(clause: Clause, match: ClauseMatch) -> bool:
    """Whether a clause has the very word that a source's clause of the same words denies."""
    if match.share < SAME:
        return False
    denied = {stem(m["word"].lower()) for m in DENIED_WORD.finditer(match.clause.text)}
    return bool(denied & words_of(clause.text))


def find_direction(sides: Sides) -> Iterator[Difference]:
    """Find a claim's clause that says the opposite of each clause on the same thing."""
    for clause in sides.claim.clauses:
        found = match_clauses(clause, sides.claim, sides.told)
        if tells(clause) and not clause.is_elliptic:
            found = [m for m in found if tells(m.clause)] or match_clauses(
                clause, sides.claim, sides.told, telling=True
            )
        says_much = asserts(clause) or is_denied(clause.denial)
        if not found or not (says_much or says_denied(clause, found[0])):
            continue
        found = [m for m in found if not holds_elsewhere(clause, m.clause)]
        conflicts = [(conflict(clause, other), other, share) for other, _, share in found]
        if conflicts and all(reason for reason, *_ in conflicts):
            reason, other, share = conflicts[0]
            of_one = {w for t in clause.core for w in (t.stem, t.name) if w} & {
                w for t in other.core for w in (t.stem, t.name)
            }
            both_change = clause.change and other.change
            if agrees_elsewhere(clause, other, sides):
                continue
            if share >= SAME:
                weight = 0.9
            elif of_one and (share >= ALIKE or both_change):
                weight = 0.65 if len(sides.source) <= SHORT or reports(sides) else 0.5
            else:
                weight = 0.55 if share >= ALIKE else 0.3
            if both_change and not of_one:
                weight = 0.3
            yield Difference(
                "direction", "contradicted", weight, f"{reason}", span_of(clause), span_of(other)
            )


def holds_elsewhere(clause: Clause, other: Clause) -> bool:
    """Whether two clauses are on people who exclude each other, or on a placebo and on another arm."""
    if is_other_group(groups_in(clause.text), groups_in(other.text)):
        return True
    arms = {t.name for t in other.topics if t.is_substance}
    return bool(DUMMY.search(clause.text)) and not DUMMY.search(other.text) and len(arms) > 1


def agrees_elsewhere(clause: Clause, against: Clause, sides: Sides) -> bool:
    """Whether a clause of the source that agrees has as much in common with a claim's as one that opposes it.

    Counted are things, not words: a name of the vocabulary counts once.
    """
    mine, groups = things(clause), groups_in(clause.text)
    opposed = {t for t in mine if meets(t, things(against))}
    for other in (c for s in sides.told for c in s.clauses):
        if other is against or conflict(clause, other) or not agrees(clause, other):
            continue
        if is_other_group(groups, groups_in(other.text)) or name_others(clause, other):
            continue
        if other.is_elliptic and other.denial:
            continue
        shared = {t for t in mine if meets(t, things(other))}
        if shared and shared >= opposed and is_denied(clause.denial):
            return True
        if shared - opposed and len(shared - opposed) >= len(opposed - shared):
            return True
    return False


def things(clause: Clause) -> set[str]:
    """What a clause is about beside its substances."""
    return {t.name or t.stem for t in clause.topics if not t.is_substance}


def agrees(claim: Clause, source: Clause) -> bool:
    """Whether two clauses point the same way: up with up, denial with denial."""
    if is_denied(claim.denial) or is_denied(source.denial):
        return is_denied(claim.denial) and is_denied(source.denial)
    same = (claim.change and claim.change == source.change) or (
        claim.value and claim.value == source.value
    )
    return bool(same)
