"""Which names of the vocabulary a text means, where several could be meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from assistant.load import Vocabulary
from assistant.understand.phrases import Match, plain, split_words

BESIDE = r"(?:\b(?:or|and|than|vs?\.?|versus|from|instead of|as (?:well|good|effective|much|strong|safe|gentle) as|like)|[,/])\s*(?:the )?"
"""What stands between two things that are named side by side."""
BETWEEN = re.compile(
    r"\s*[,/]?\s*\b(?:or|vs?\.?|versus|than|oder|of|ou|o)\b\s*(?:\w+\s+){0,2}", re.I
)
"""What stands between two things that a question sets against each other."""
YES_OR_NO = re.compile(
    r"\b(?:do|does|did|can|could|will|would|is|are|should|may|might|has|have)\s+[^.?!]*$", re.I
)
"""What stands before what a question of yes or no is about."""
GENERAL = frozenset({"safety", "mortality"})
"""Outcomes that say too little beside the particular one that follows them."""
AIMED = re.compile(r"\s+(?:(?:from|of|by|due to|to|for|on|with|the|your|my|a|an|taking)\s+)*", re.I)
"""What stands between such a one and what it is of."""
STATUS = frozenset({"nutrient status", "magnesium status", "hypomagnesaemia", "blood magnesium"})
"""Outcomes that are as often what something comes from."""
LEVELS = frozenset({"nutrient status", "magnesium status"})
"""Names of the levels of a nutrient in people."""
DOES = re.compile(
    r"\b(caus\w+|increas\w*|rais\w+|lower\w*|decreas\w*|reduc\w+|impact\w*|affect\w*|predict\w*|worsen\w*|lead\w*|tied|link\w*|associat\w+|related|mean\w*|make\w*|risk|odds)\b",
    re.I,
)
"""What one thing does to another, or goes with."""
SHORT_OF = re.compile(
    r"(?<!\w)(?P<who>(?:i|we|he|she|my \w+)(?:['’]?m| am| was| were| is|['’]s|['’]re| are)?\s+(?:\w+\s+)?)?"
    r"\b(?P<short>(?:low|lower|short|deficient|lacking|depleted)\s+(?:on|in|of)|lack(?:s|ing)?)\s+(?:\w+\s+)?$",
    re.I,
)
"""What stands before a substance that some people are said to have too little of; not of the writer's own story."""
HOPES = re.compile(
    r"\b(?:help\w*|reliev\w*|reduc\w*|eas(?:e|es|ing)|for|against|improv\w*|treat\w*|cur(?:e|es|ing)|prevent\w*|stop\w*|fix\w*|less|"
    r"get rid of|grow\w*|strengthen\w*|with)\s+(?:\w+\s+){0,2}$",
    re.I,
)
"""What stands before something that is to get better."""
PREVENTS = re.compile(
    r"\b(?:prevent\w*|avoid\w*|ward\w* off|fewer|cuts?|cut down on|keep\w* (?:away|off)|protect\w*(?: (?:from|against))?|catch\w*)\s+(?:\w+\s+)?$",
    re.I,
)
"""What stands before something that is not to be got at all."""
FormWords = Mapping[str, Mapping[str, str]]
"""By element, the second words of its forms' names ("citrate") and the forms that they name."""


def find_form_words(vocabulary: Vocabulary) -> dict[str, dict[str, str]]:
    """By element, the second words of its forms' names ("citrate") and the forms that they name."""
    words: dict[str, dict[str, str]] = {}
    for item in vocabulary.substances:
        for phrase in item.phrases if item.form_of else ():
            parts = split_words(phrase)
            if len(parts) == 2 and parts[0] == item.form_of:
                words.setdefault(item.form_of, {})[parts[1]] = item.name
    return words


def separate(substances: list[Match], outcomes: list[Match]) -> tuple[list[Match], list[Match]]:
    """Give words that both could claim to the longer phrase: "brain magnesium" is an outcome.

    A question must keep a substance if it names one at all.
    """

    def covers(outer: Match, inner: Match) -> bool:
        return (
            outer.start <= inner.start
            and inner.end <= outer.end
            and outer.end - outer.start > inner.end - inner.start
        )

    outcomes = [
        o for o in outcomes if not any(covers(s, o) or s[1:3] == o[1:3] for s in substances)
    ]
    free = [s for s in substances if not any(covers(o, s) for o in outcomes)]
    return free or substances, outcomes


def separate_longer(
    medicines: Sequence[Match], outcomes: Sequence[Match]
) -> tuple[list[Match], list[Match]]:
    """Give words that a medicine and an outcome share to the longer: "insulin resistance"."""

    def covered(match: Match, others: Sequence[Match], *, by_equal: bool) -> bool:
        size = match.end - match.start
        return any(
            o.start <= match.start
            and match.end <= o.end
            and (o.end - o.start > size or (by_equal and o.end - o.start == size))
            for o in others
        )

    kept = [m for m in medicines if not covered(m, outcomes, by_equal=False)]
    return kept, [o for o in outcomes if not covered(o, medicines, by_equal=True)]


def short_of(question: str, substances: Sequence[Match]) -> list[Match]:
    """The levels of the substances of which people in general are said to have too little.

    "Everyone who sheds hair is low on biotin" speaks of biotin in the blood of those people; which of
    the names of such levels is meant is told by what was studied.
    """
    levels = []
    for match in substances:
        found = SHORT_OF.search(question[: match.start])
        if found and not found["who"]:
            span = (found.start("short"), match.end)
            levels += [Match(name, *span, exact=True) for name in sorted(LEVELS)]
    return levels


def without_unhoped(
    question: str, outcomes: Sequence[Match], harms: Collection[str]
) -> list[Match]:
    """Drop the harm that a word may stand for where it is to get better: "do probiotics help bloating?"."""
    of_spans = Counter((m.start, m.end) for m in outcomes if m.name not in harms)
    return [
        m
        for m in outcomes
        if m.name not in harms
        or not of_spans[m.start, m.end]
        or not HOPES.search(question[: m.start])
    ]


def only_prevented(
    question: str, outcomes: Sequence[Match], preventions: Collection[str]
) -> list[Match]:
    """Of the outcomes that one phrase may mean, the prevention where it is not to be got: "cut colds"."""
    spans = {(m.start, m.end) for m in outcomes if m.name in preventions}
    return [
        m
        for m in outcomes
        if m.name in preventions
        or (m.start, m.end) not in spans
        or not PREVENTS.search(question[: m.start])
    ]


def outside(matches: Sequence[Match], others: Sequence[Match]) -> list[Match]:
    """The matches that share no character with the others."""
    return [m for m in matches if all(m.end <= o.start or o.end <= m.start for o in others)]


def forms_beside(
    question: str, named: Sequence[Match], form_of: Mapping[str, str | None], words: FormWords
) -> list[Match]:
    """The forms that a bare word names beside a form of the same element: "glycinate or citrate"."""
    elements = {form_of.get(m.name) for m in named} - {None}
    return [
        Match(form, *found.span("word"), exact=True)
        for element in elements
        for word, form in words.get(element or "", {}).items()
        for found in re.finditer(rf"{BESIDE}(?P<word>{word})\b", plain(question))
        if form not in {m.name for m in named}
    ]


def forms_alone(question: str, words: FormWords, named: Sequence[Match]) -> list[Match]:
    """Two or more forms of one element that bare words name, alone or beside the element itself.

    "citrate or oxide?" has no other substance; "does magnesium get in better from citrate than from
    oxide?" names the element.
    """
    text, known = plain(question), {match.name for match in named}
    for element, forms in words.items():
        found = {
            form: Match(form, match.start(), match.end(), exact=True)
            for word, form in forms.items()
            for match in re.finditer(rf"\b{word}\b", text)
        }
        if len(found) > 1 and known <= {element}:
            return sorted(found.values(), key=lambda match: match.start)
    return []


def are_set_against(question: str, matches: Sequence[Match]) -> bool:
    """Whether two things stand against each other, as in "melatonin or valerian for sleep?".

    "Does zinc or iron help?" asks whether any of them does.
    """
    return not (matches and YES_OR_NO.search(question[: matches[0].start])) and any(
        first.name != second.name and BETWEEN.fullmatch(question[first.end : second.start])
        for first, second in pairwise(matches)
    )


def most_particular(
    names: Sequence[str], form_of: Mapping[str, str | None], *, compared: bool
) -> tuple[str, ...]:
    """Drop an element where one of its forms is named too; where they are compared, two of them."""
    parents = Counter(form_of.get(name) for name in names)
    enough = 2 if compared else 1
    return tuple(dict.fromkeys(name for name in names if parents[name] < enough))


def without_general(question: str, outcomes: Sequence[Match]) -> list[Match]:
    """Drop what only says that something particular is harmed or died of.

    In "harm the liver", "deaths from COVID" and "COVID mortality" the liver and COVID are asked about.
    """

    def goes_before(first: Match, second: Match | None) -> bool:
        between = question[first.end : second.start] if second else ""
        return bool(second and first.name in GENERAL and AIMED.fullmatch(between))

    def goes_behind(second: Match, first: Match | None) -> bool:
        between = question[first.end : second.start] if first else ""
        return bool(first and second.name in GENERAL and between in {" ", "-"})

    return [
        match
        for before, match, after in zip(
            [None, *outcomes], outcomes, [*outcomes[1:], None], strict=False
        )
        if not goes_before(match, after) and not goes_behind(match, before)
    ]


def without_exposure(question: str, outcomes: Sequence[Match]) -> list[Match]:
    """Drop the level of a nutrient where it is what does something: "low vitamin D levels raise mortality"."""
    first = outcomes[0] if outcomes else None
    others = [m for m in outcomes if m.name not in STATUS]
    if first is None or first.name not in STATUS or not others:
        return list(outcomes)
    does = DOES.search(question, first.end)
    return others if does and any(m.start > does.start() for m in others) else list(outcomes)


def tells_disease(question: str, outcome: Match, diseases: Sequence[str]) -> bool:
    """Whether an outcome is only what people have: in "safe with kidney disease?" no kidney is asked about.

    Args:
        question: as typed.
        outcome: found in it.
        diseases: the plain words by which it tells what people have.
    """
    written = plain(question[outcome.start : outcome.end])
    return any(written in disease or disease in written for disease in diseases)
