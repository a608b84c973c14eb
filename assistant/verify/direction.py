"""Which way a claim points against its source: up or down, better or worse, denied or open.

Clauses on one result are compared, so that "nausea fell but vomiting did not" bears both out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.verify import wording
from assistant.verify.grading import NONE, POSSIBLE, grade_sentence
from assistant.verify.likeness import meets
from assistant.verify.matching import ClauseMatch, is_other_group, match_clauses
from assistant.verify.reading import DOES_NOT, NOT_KNOWN, NOTHING, Clause, Sentence, groups_in
from assistant.verify.sides import (
    ALIKE,
    SAME,
    Difference,
    Sides,
    asserts,
    is_aim,
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
    return bool(wording.ANY_DENIAL.search(NO_ARM.sub(" ", text)))


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


SEEMED = re.compile(r"\b(?:appear\w*|seem\w*)(?: to be)? (?:\w+ )?safe\b", re.I)
"""Safety as far as anybody saw, which is no promise of it."""


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
    flat = wording.SAFE_FLAT.search(sides.claim.text)
    told = " ".join(s.text for s in sides.near if not wording.UNCLEAR.search(s.text))
    allowed = wording.SAFE_FLAT.search(told)
    if flat and wording.SAFE_WORD.search(flat.group()):
        allowed = wording.SAFE_WORD.search(SEEMED.sub(" ", told))
    if flat and not allowed and not wording.UNCLEAR.search(sides.claim.text):
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
        open_question = is_told(sides.best) and wording.UNCLEAR.search(sides.best.text)
        alike = any(wording.EQUAL.search(s.text) or is_null(s) for s in sides.told)
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


FROM_TO = re.compile(r"\bfrom (?P<a>[\d.,]+)\s?%?[\w\s]{0,12}? to (?P<b>[\d.,]*\d)", re.I)


def find_swapped_change(sides: Sides) -> Iterator[Difference]:
    """Find "from 12 to 34" where the source says "from 34 to 12"."""
    claimed = FROM_TO.search(sides.claim.text)
    known = FROM_TO.search(sides.near_text)
    if claimed and known and (claimed["a"], claimed["b"]) == (known["b"], known["a"]):
        reason = "the source has the change the other way round"
        yield Difference(
            "direction",
            "contradicted",
            0.9,
            reason,
            span_of(sides.claim, claimed),
            span_of(sides.best),
        )


DEGREE = re.compile(
    r"\b(?:fell|rose|dropped|increased|decreased|improved|declined|changed|reduced|raised|gained|lowered) (?:\w+ ){0,4}?"
    r"(?P<how>more|less|further|better)\b[^.;]{0,60}?\bthan\b(?! \d)",
    re.I,
)
ARMS = re.compile(
    r"(?P<a>\d[\d.]*)%[^.;%]{0,60}?\b(?:and|against|versus|but)\b[^.;%]{0,20}?(?P<b>\d[\d.]*)%[^.;%]{0,15}?"
    r"\b(?:with|on|in) (?:placebo|control)",
    re.I,
)


BETWEEN = re.compile(r"\bdiffer\w*\b[^.;]{0,30}\bbetween\b|\bdid(?: not|n't) differ\b", re.I)


def degree(text: str) -> int:
    """Whether a change was greater (1) or smaller (-1) than the one it is compared with; else 0."""
    match = DEGREE.search(text)
    if match:
        return -1 if match["how"].lower() == "less" else 1
    arms = ARMS.search(text)
    if arms:
        first, second = float(arms["a"].rstrip(".")), float(arms["b"].rstrip("."))
        return (first > second) - (first < second)
    return 0


def sides_of_than(sentence: Sentence) -> tuple[set[str], set[str]]:
    """The stems that stand before "than" alone, and after it alone."""
    match = THAN.search(sentence.text)
    if not match:
        return set(), set()
    place = sentence.start + match.start()
    end = sentence.start + match.end()
    before = {t.stem for t in sentence.topics if t.end <= place}
    after = {t.stem for t in sentence.topics if place < t.start < end}
    return before - after, after - before


THAN = re.compile(r"\bthan\b(?:\W+[\w-]+){1,4}", re.I)


MORE = re.compile(
    r"\b(?:more|better|higher|greater|longer|faster|stronger|superior|larger)\b", re.I
)
LESS = re.compile(r"\b(?:less|fewer|worse|lower|shorter|slower|weaker|inferior|smaller)\b", re.I)


def comparison(text: str) -> int:
    """Whether what stands before "than" is more (1) or less (-1) than what stands after it."""
    than = THAN.search(text)
    before = text[: than.start()] if than else ""
    return bool(MORE.search(before)) - bool(LESS.search(before))


def find_swapped_arms(sides: Sides) -> Iterator[Difference]:
    """Find "B was better than A" where the source has "A was better than B"."""
    claim, best = sides.claim, sides.best
    mine, yours = sides_of_than(claim), sides_of_than(best)
    swapped = mine[0] & yours[1] and mine[1] & yours[0]
    kept = mine[0] & yours[0] - mine[1] and mine[1] & yours[1]
    ways = {comparison(claim.text), comparison(best.text)}
    if swapped and not kept and ways in ({1}, {-1}):
        reason = "the source has the two the other way round"
        yield Difference("direction", "contradicted", 0.8, reason, span_of(claim), span_of(best))


def find_degree(sides: Sides) -> Iterator[Difference]:
    """Find "fell less than" where the source has "fell more than", or figures that say so."""
    claim, best = sides.claim, sides.best
    if DEGREE.search(claim.text) and not any(DEGREE.search(s.text) for s in sides.near):
        for clause in best.clauses:
            if BETWEEN.search(clause.text) and is_denied(clause.denial):
                reason = "the source found no difference between them"
                yield Difference(
                    "direction", "contradicted", 0.8, reason, span_of(claim), span_of(clause)
                )
                return
    changes = {c.change for s in (claim, best) for c in s.clauses if c.change}
    if len(changes) == 1 and degree(claim.text) * degree(best.text) < 0:
        reason = "the source has the comparison the other way round"
        yield Difference("direction", "contradicted", 0.8, reason, span_of(claim), span_of(best))


AGAINST = re.compile(
    r"\b(?:advis\w+|recommend\w*|warn\w*|caution\w*)(?: \w+){0,2} against\b|\bbefore any recommendation\b|\bholds? off on\b|\b(?:no[- ]one|nobody) should\b|\bshould not (?:take|start|use)\b|\badvis\w+ [^.;]{0,50}?\b(?:not to|to avoid)\b|\b(?:not|n't) (?:be )?(?:advis\w+|recommend\w*)",
    re.I,
)
FOR = re.compile(r"\b(?:recommend\w*|advis\w+(?! on| about)|endors\w+)\b", re.I)


def advice(text: str) -> int:
    """Whether a text advises something (1), advises against it (-1), or neither (0)."""
    return -1 if AGAINST.search(text) else 1 if FOR.search(text) else 0


def find_advice(sides: Sides) -> Iterator[Difference]:
    """Find advice that the source gives the other way round."""
    given = {advice(sentence.text) for sentence in sides.source} - {0}
    if given == {-advice(sides.claim.text)}:
        reason = "the source advises the opposite"
        yield Difference(
            "direction", "contradicted", 0.85, reason, span_of(sides.claim), span_of(sides.best)
        )
