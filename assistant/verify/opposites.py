"""Words that exclude each other beyond up and down: faster or slower, gone or lasting, all or few.

Each axis is two lists; a claim on one end is held against a source that speaks only from the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.verify.denying import ANY_DENIAL
from assistant.verify.phrases import Pattern, any_of
from assistant.verify.reading import Sentence
from assistant.verify.sides import Difference, Sides, is_denied, span_of
from assistant.verify.topics import find_topics
from assistant.verify.units import TIME

OPPOSED = 0.65


class Axis(NamedTuple):
    """Two ends that cannot both be said of one thing."""

    name: str
    one: Pattern
    other: Pattern


AXES = (
    Axis(
        "pace",
        any_of("faster|quicker|more quickly|more rapidly|sped up|speeds up|accelerat*|sooner|hasten*"),
        any_of("slower|more slowly|slowed|slows|slow|delay*"),
    ),
    Axis(
        "staying",
        any_of("lasted|lasts|lasting|went on|persist*|continued|stayed|remained|kept on|still there|permanent"),
        any_of("resolved|gone|vanish*|disappear*|went away|back to normal|normal again|wore off|wears off|faded|"
               "subsided|cleared up|settled down|short-lived"),
    ),
    Axis(
        "trust",
        any_of("trust|trusts|confident|convinced|persuaded|are sure|is sure|certain that"),
        any_of("doubt*|sceptical|skeptical|cannot tell|unsure|distrust|hard to justify|unconvinced|no longer trust*"),
    ),
    Axis(
        "calm", any_of("calm|calmer|relaxed|more relaxed|at ease"),
        any_of("tense|more tense|agitated|nervous|jittery|restless"),
    ),
    Axis(
        "meals", any_of("with food|with meals|with a meal|at mealtimes|at meals|after meals|after eating"),
        any_of("empty stomach|between meals|before meals|before eating|fasting|without food"),
    ),
    Axis(
        "splitting", any_of("all at once|in one go|at once|in a single dose|as one dose|whole amount"),
        any_of("divide*|split|splitting|spread over|in parts|separate doses"),
    ),
    Axis(
        "direction of flight", any_of("eastward*|eastbound|flying east"),
        any_of("westward*|westbound|flying west"),
    ),
    Axis("rank", any_of("highest|most of all"), any_of("lowest|least of all")),
    Axis(
        "how many", any_of("all|every|most|majority|each of"),
        any_of("only|just|few|hardly any|a minority|none|scarcely any"),
    ),
)  # fmt: skip
CLOSE = frozenset({"how many", "rank", "calm"})
"""Axes whose words are common, so that both must stand beside the same words of content."""
AGREES = any_of(
    "confirm|confirmed|confirms|replicat*|reproduc*|bore out|bears out|backed up|same result"
)
FAILS = re.compile(r"\bnot? (?:\w+ ){0,2}(?:confirm|replicat|reproduc)\w*|\bfailed to\b", re.I)
PREFERRED = re.compile(
    r"\bpreferred\s+(?:the |to |taking |having )*(?P<what>[\w-]+(?: [\w-]+)?)", re.I
)
ONCE = any_of(
    "single dose|single capsule|single tablet|single serving|one dose|just one dose|one tablet|one capsule|first dose|"
    "one cup|one glass|one-off"
)
AT_ONCE = any_of(
    "instantly|overnight|immediately|right away|straight away|within minutes|within the hour|within an hour"
)
OVER_TIME = any_of(
    "daily|every day|each day|regular|regularly|long-term|long term|for weeks|for months|for years|over months|"
    "over years|day after day|every morning|every night|nightly"
)
AGED = re.compile(r"\bage[ds]?\b[^,;.()]{0,25}$", re.I)
WEEK = 7.0


ONE_OF = re.compile(r"\b(?:single|one) [\d,.]+ ?[a-zµ]+ (?:dose|capsule|tablet|serving)\b", re.I)


def once_in(text: str) -> re.Match[str] | None:
    """Find words for one dose and no more."""
    return ONCE.search(text) or ONE_OF.search(text)


def find_opposite(sides: Sides) -> Iterator[Difference]:
    """Find a claim on one end of an axis of whose other end alone the source speaks."""
    claim = sides.claim
    if ANY_DENIAL.search(claim.text) or any(c.denial for c in claim.clauses):
        return
    for axis in AXES:
        for mine, theirs in ((axis.one, axis.other), (axis.other, axis.one)):
            said = mine.search(claim.text)
            if said is None or theirs.search(claim.text) or mine.search(sides.whole_text):
                continue
            for sentence in sides.source:
                match = theirs.search(sentence.text)
                if match and is_about(claim, sentence, close=axis.name in CLOSE):
                    reason = "the source says the opposite"
                    where = span_of(claim, said), span_of(sentence, match)
                    yield Difference("direction", "contradicted", OPPOSED, reason, *where)
                    return


def is_about(claim: Sentence, sentence: Sentence, *, close: bool) -> bool:
    """Whether a sentence shares words of content with a claim: any, or, if `close`, most of its own."""
    mine = {t.stem for t in claim.topics if not t.is_substance or not close}
    shared = mine & {t.stem for t in sentence.topics}
    return len(shared) >= max(1, len(mine) / 2) if close else bool(shared)


def find_false_agreement(sides: Sides) -> Iterator[Difference]:
    """Find "confirmed" where the source tells of another result and of no agreement."""
    said = AGREES.search(sides.claim.text)
    if said is None or ANY_DENIAL.search(sides.claim.text):
        return
    agreed = [s for s in sides.source if AGREES.search(FAILS.sub(" ", s.text))]
    other = next((c for s in sides.told for c in s.clauses if is_denied(c.denial)), None)
    if other is not None and not agreed:
        reason = "the source tells of another result, not of the same"
        where = span_of(sides.claim, said), span_of(other)
        yield Difference("direction", "contradicted", OPPOSED, reason, *where)


def find_other_preference(sides: Sides) -> Iterator[Difference]:
    """Find something that people preferred who, in the source, preferred something else."""
    said = PREFERRED.search(sides.claim.text)
    known = PREFERRED.search(sides.whole_text)
    if said and known:
        mine, yours = ({t.stem for t in find_topics(m["what"])} for m in (said, known))
        offered = {t.stem for sentence in sides.source for t in sentence.topics}
        if mine and yours and not mine & yours and mine <= offered:
            reason = "the source says that they preferred something else"
            where = span_of(sides.claim, said), span_of(sides.best)
            yield Difference("direction", "contradicted", OPPOSED, reason, *where)


def find_other_course(sides: Sides) -> Iterator[Difference]:
    """Find one dose for a course of weeks, or a course for one dose."""
    whole = sides.whole_text
    once = once_in(sides.claim.text) or AT_ONCE.search(sides.claim.text)
    lasting = [
        a
        for s in sides.source
        for a in s.amounts
        if a.measure == TIME and a.value >= WEEK and not AGED.search(s.text[: a.start - s.start])
    ]
    if once and lasting and not (once_in(whole) or AT_ONCE.search(whole)):
        reason = "speaks of one dose, the source of weeks"
        where = span_of(sides.claim, once), span_of(sides.best)
        yield Difference("duration", "overclaims", OPPOSED, reason, *where)
        return
    course = OVER_TIME.search(sides.claim.text)
    single = once_in(whole)
    if course and single and not lasting and not OVER_TIME.search(whole):
        reason = "speaks of a course, the source of one dose"
        where = span_of(sides.claim, course), span_of(sides.best)
        yield Difference("duration", "overclaims", OPPOSED, reason, *where)
