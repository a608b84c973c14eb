"""What a claim makes of a null: an effect where its source found none, there, between them, or at all.

The words of a result rarely repeat themselves; what tells a null from its neighbours is where it holds:
the dose, the time, the group, the part of a mixture that only the denied clause names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from assistant.verify import denying, studied, wording
from assistant.verify.likeness import meets
from assistant.verify.matching import amounts_within
from assistant.verify.reading import Clause, Sentence, groups_in
from assistant.verify.sides import Difference, Sides, asserts, is_denied, span_of
from assistant.verify.significance import is_effect_by_figures
from assistant.verify.units import MASS, TIME
from assistant.verify.untested import NOT_DONE, name_others

SURE, SURER = 0.7, 0.8
LONG = 8
"""Sentences above which a source is a whole document, which has nulls on other things."""
SIGNIFICANT = re.compile(
    r"(?<!not )(?<!no )(?<!non-)(?<!without )(?<!missed )(?<!missed statistical )\bsignifican(?:t|tly|ce)\b",
    re.I,
)
ALONE = re.compile(r"\b(?:alone|on (?:its|their) own|by (?:itself|themselves))\b", re.I)
WHOLE = re.compile(
    r"\b(?:whole|entire|full) (?:group|sample|study|trial|population|cohort)\b|\b(?:across|among|of|in) all\b|\ball (?:\d+|the|those)\b|"
    r"\boverall\b|\bintention[- ]to[- ]treat\b|\beveryone\b|\beverybody\b|\ball together\b|\bacross the board\b",
    re.I,
)
BETWEEN = re.compile(
    r"\b(?:between|than|versus|against|compared|groups?|arms?|differ\w*|placebo|control)\b", re.I
)
COMPARES = re.compile(
    r"\b(?:better|worse|more|less|fewer|greater|higher|lower|longer|shorter|faster|slower) [^.;,]{0,50}?\bthan\b|\bbeat\b|"
    r"\boutperform\w*|\bahead of\b|\b(?:better|worse|superior)\b",
    re.I,
)


AS_FAR = re.compile(r"\b(?:similar|comparable|on a par|alike|equal(?:ly)?)\b", re.I)
"""Words by which a claim says of two that they came out alike."""
AS_MUCH = re.compile(r"\bjust as \w+", re.I)
NEARLY = re.compile(r"\b(?:nearly|almost|about|just) as (?:many|much|few|often|well|long)\b", re.I)
"""Words by which two are said to be about equal."""


def find_false_significance(sides: Sides) -> Iterator[Difference]:
    """Find "significantly" in a claim whose source found a difference, if any, not significant."""
    said = SIGNIFICANT.search(sides.claim.text)
    if said is None or denies(sides.claim):
        return
    null = next((c for c in told_clauses(sides) if is_denied(c.denial)), None)
    affirmed = any(
        SIGNIFICANT.search(c.text) or is_effect_by_figures(c.text)
        for c in told_clauses(sides)
        if not c.denial
    )
    if null is not None and not affirmed:
        reason = "the source found no significant difference"
        yield Difference(
            "direction", "contradicted", SURE, reason, span_of(sides.claim, said), span_of(null)
        )


def find_denied_there(sides: Sides) -> Iterator[Difference]:
    """Find an effect that the source denies for the dose, time, group or thing that the claim names."""
    if not wording.STUDIED.search(sides.whole_text):
        return
    told = list(told_clauses(sides))
    affirmed = [c for c in told if affirms(c)]
    elsewhere = {key for c in affirmed for key in places(c, sides.source)}
    for clause in sides.claim.clauses:
        if clause.denial or denying.ANY_DENIAL.search(clause.text):
            continue
        if AS_FAR.search(clause.text):
            continue
        says = asserts(clause) or clause.is_mixed or COMPARES.search(clause.text)
        if not says and not AS_MUCH.search(clause.text):
            continue
        here = places(clause, (sides.claim,))
        for other in told:
            if not is_denied(other.denial) or NOT_DONE.search(other.text) or other.is_mixed:
                continue
            if name_others(clause, other):
                continue
            there = here & places(other, sides.source)
            exact = {t.stem for t in clause.topics if t.name}
            found = {
                key for key in there - elsewhere if key in exact or not is_near(key, elsewhere)
            }
            if found and len(there) >= len(here) * least_shared(sides):
                reason = "the source found nothing there"
                weight = SURER if any(map(is_marked, found)) else SURE
                yield Difference(
                    "direction", "contradicted", weight, reason, span_of(clause), span_of(other)
                )
                return


def find_only_nulls(sides: Sides) -> Iterator[Difference]:
    """Find an effect in a claim whose source reports nulls and nothing else."""
    told = list(told_clauses(sides))
    said = {t.stem for t in sides.claim.topics if not t.is_substance}
    nulls = [
        c
        for c in told
        if is_denied(c.denial)
        and not NOT_DONE.search(c.text)
        and not wording.HEDGED.search(c.text)
        and said & {t.stem for t in c.topics}
    ]
    found = [c for c in told if affirms(c)]
    stated = [c for c in sides.claim.clauses if (c.change or c.value) and not c.denial]
    if (
        wording.STUDIED.search(sides.whole_text)
        and nulls
        and not found
        and stated
        and not denies(sides.claim)
    ):
        reason = "the source found no difference at all"
        yield Difference(
            "direction", "contradicted", SURE, reason, span_of(stated[0]), span_of(nulls[0])
        )


def find_one_group_only(sides: Sides) -> Iterator[Difference]:
    """Find an effect told of all that the source saw in one age or sex and, in the same breath, not in another."""
    if groups_in(sides.claim.text) or denies(sides.claim):
        return
    for sentence in sides.told:
        seen = {g for c in sentence.clauses if affirms(c) for g in groups_in(c.text)}
        for clause in sentence.clauses:
            if not denies_in(clause):
                continue
            none = groups_in(clause.text)
            if any(len(pair & none) == 1 and pair - none <= seen for pair in studied.EXCLUSIVE):
                reason = "the source found it in one group and not in the other"
                yield Difference(
                    "broader_population",
                    "overclaims",
                    SURE,
                    reason,
                    span_of(sides.claim),
                    span_of(clause),
                )
                return


def find_null_between(sides: Sides) -> Iterator[Difference]:
    """Find "better than" between groups that the source only says not to have differed."""
    said = COMPARES.search(sides.claim.text)
    if said is None or denies(sides.claim):
        return
    told = list(told_clauses(sides))
    nulls = [c for c in told if is_denied(c.denial) and BETWEEN.search(c.text)]
    if len(sides.source) > LONG:
        # A whole document has nulls on other things.
        said_of = {t.stem for c in sides.claim.clauses for t in c.core}
        nulls = [c for c in nulls if said_of & {t.stem for t in c.core}]
    null = next(iter(nulls), None)
    compared = any(
        is_effect_by_figures(c.text)
        or COMPARES.search(c.text)
        or (BETWEEN.search(c.text) and (c.change or c.value))
        for c in told
        if not c.denial
    )
    if null is not None and not compared:
        reason = "the source found no difference between them"
        yield Difference(
            "direction", "contradicted", SURE, reason, span_of(sides.claim, said), span_of(null)
        )


def is_marked(key: object) -> bool:
    """Whether a place is a dose, a time, a part alone or the whole group: more than a word in common."""
    return not isinstance(key, str) or key in {"alone", "whole"}


def is_near(key: object, elsewhere: Collection[object]) -> bool:
    """Whether the source tells of an effect at a place whose name means about the same."""
    words = {other for other in elsewhere if isinstance(other, str)}
    return isinstance(key, str) and meets(key, words)


def affirms(clause: Clause) -> bool:
    """Whether a clause tells of an effect, in words or by figures alone."""
    return not clause.denial and (asserts(clause) or is_effect_by_figures(clause.text))


def least_shared(sides: Sides) -> float:
    """The share of a clause's places that a null must share: more where the source is a whole document."""
    return 2 / 3 if len(sides.source) > LONG else 1 / 3


def told_clauses(sides: Sides) -> Iterator[Clause]:
    """The clauses of a source that tell what came out."""
    return (clause for sentence in sides.told for clause in sentence.clauses)


def denies(sentence: Sentence) -> bool:
    """Whether a sentence denies or plays down anything."""
    return any(c.denial or denies_in(c) for c in sentence.clauses)


def denies_in(clause: Clause) -> bool:
    """Whether a clause has a word of denial, or says that two fared alike."""
    return bool(
        denying.ANY_DENIAL.search(clause.text)
        or denying.EQUAL.search(clause.text)
        or NEARLY.search(clause.text)
    )


def places(clause: Clause, sentences: Iterable[Sentence]) -> set[object]:
    """Where a clause's result holds: its words of content, doses, times, alone or in the whole group."""
    keys: set[object] = {t.stem for t in clause.core if not t.is_substance}
    for sentence in sentences:
        if sentence.start <= clause.start < sentence.end:
            keys |= {
                (a.measure, round(a.value, 3))
                for a in amounts_within(clause, sentence)
                if a.measure in {MASS, TIME, "iu", "volume"}
            }
    keys |= {name for name, p in (("alone", ALONE), ("whole", WHOLE)) if p.search(clause.text)}
    return keys
