"""Comparisons and advice told the other way round: "from 12 to 34", "B than A", "more" for "less"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.verify.reading import Sentence
from assistant.verify.sides import (
    Difference,
    Sides,
    is_denied,
    span_of,
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
