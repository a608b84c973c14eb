"""How many were studied, as a text says it: in figures or in words, in all or arm by arm."""

from __future__ import annotations

import re

from assistant.detect.cues import ANIMALS, PEOPLE
from assistant.detect.spans import read_fact
from assistant.schema import Design, DetectedFact

UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
NUMBER_WORD = "|".join([*UNITS, *TENS, *SCALES])
NUMBER = rf"(?P<number>\d{{1,3}}(?:[, \u202f]\d{{3}})+|\d+|(?:{NUMBER_WORD})(?:(?:[- ]| and )(?:{NUMBER_WORD}))*)"
NOT_PEOPLE = r"(?!year|month|week|day|hour|min|mg|g\b|kg|ml|iu|%|per ?cent|times|sites|centers|centres|hospitals|trials|studies|rcts|of\b|to\b|out\b|and\b|or\b|in\b|from\b)"
COUNTED = re.compile(
    rf"(?<![\w.,/-]){NUMBER}(?![\d.%]) (?:{NOT_PEOPLE}[^\W\d][\w()'/-]*,? ){{0,5}}?(?P<noun>{PEOPLE}|{ANIMALS}|cases|controls|exposures|people)\b"
)
LABELLED = re.compile(rf"\bn ?= ?{NUMBER}(?![\d.%])")
IN_ALL = re.compile(
    rf"(?<![\w.,/-]){NUMBER} in (?:all|total)\b|\b(?:{PEOPLE}) \((?:n ?= ?)?(?P<after>\d+)\)"
)
ARMS = re.compile(
    rf"{NUMBER} (?:[\w()-]+ ){{0,6}}?(?P<first>patients|cases|men|women|adults|people|children)\b[^.]{{0,80}}?\band (?:in )?(?P<second_number>\d+|(?:{NUMBER_WORD})(?:-(?:{NUMBER_WORD}))?) (?:[\w-]+ ){{0,3}}?(?P<second>controls|patients|cases|men|women|adults|people|children)\b"
)
REVIEWS = frozenset({Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW})
COMPARES_ARMS = frozenset({Design.OBSERVATIONAL, Design.NONRANDOMIZED_TRIAL})
SINGLE = re.compile(
    r"\b(?:an?|the|our) (?:[\w-]+ ){0,3}?(?:patient|man|woman|boy|girl|infant)\b|-year-old\b|-month-old\b"
)


def read_number(text: str) -> int | None:
    """Read a whole number in figures or in English words; None where it is neither."""
    digits = re.sub(r"[, \u202f]", "", text)
    if digits.isdecimal():
        return int(digits)
    total, part = 0, 0
    for word in re.split(r"[-\s]+", text):
        if word in UNITS or word in TENS:
            part += UNITS.get(word, 0) + TENS.get(word, 0)
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word in SCALES:
            total += max(part, 1) * SCALES[word]
            part = 0
        elif word != "and":
            return None
    return total + part


def counted_number(match: re.Match[str]) -> int | None:
    """The number of a match, which stands before or after what it counts."""
    groups = match.groupdict()
    return read_number(groups["number"] or groups.get("after") or "")


def find_participants(text: str, lowered: str, kind: Design | None) -> DetectedFact[int] | None:
    """How many people or animals a study had: the largest count, or both arms where they are named.

    Args:
        text: the document.
        lowered: the same in lower case.
        kind: what kind of study it is; an article has no participants of its own.
    """
    if kind is None or kind in {Design.ARTICLE, Design.IN_VITRO, Design.NARRATIVE_REVIEW,
                                Design.GUIDELINE, Design.FACT_SHEET}:  # fmt: skip
        return None
    if kind in COMPARES_ARMS:
        arms = ARMS.search(lowered)
        if arms:
            first, second = read_number(arms["number"]), read_number(arms["second_number"])
            if first and second and arms["first"] + arms["second"] not in {"patientspatients"}:
                return read_fact(text, first + second, *arms.span(), 0.8)
    found = [
        (value, *match.span())
        for pattern in (COUNTED, LABELLED, IN_ALL)
        for match in pattern.finditer(lowered)
        if (value := counted_number(match)) is not None and value > 0
    ]
    if (
        kind is Design.CASE_REPORT
        and SINGLE.search(lowered)
        and not any(2 <= value < 30 for value, _, _ in found)
    ):
        single = SINGLE.search(lowered)
        assert single is not None
        return read_fact(text, 1, *single.span(), 0.8)
    if not found:
        return None
    value, start, end = max(found, key=lambda item: (item[0], -item[1]))
    others = sum(v for v, _, _ in found) - value
    return read_fact(text, value, start, end, 0.85 if others <= value or kind in REVIEWS else 0.75)
