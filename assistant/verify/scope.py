"""On whom and on what a claim speaks, against its source: cells, animals or people, and which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.verify import denying, studied, wording
from assistant.verify.agreeing import is_same
from assistant.verify.amounts import Amount
from assistant.verify.grading import NONE, POSSIBLE, grade_sentence
from assistant.verify.likeness import meets
from assistant.verify.phrases import Pattern
from assistant.verify.reading import Sentence, Span, groups_in
from assistant.verify.sides import (
    Difference,
    Sides,
    asserts,
    first_span,
    is_general,
    span_of,
)
from assistant.verify.topics import stem
from assistant.verify.units import EFFECTS


def names_people(text: str) -> re.Match[str] | None:
    """Find people in a text, other than those in whom nothing was done."""
    return studied.HUMANS.search(studied.NOT_IN_HUMANS.sub(lambda m: "_" * len(m.group()), text))


LAB = re.compile(
    r"\bin (?:[\w-]+ ){0,3}cells\b|\bcells (?:grown|kept|exposed|treated|in)\b|\b(?:lab|laborator\w+|dish|dishes|test[- ]tubes?|flasks?|fish (?:model|larvae|embryos)|larva\w*|embryos?)\b",
    re.I,
)
"""Words by which a claim says that nobody was treated."""


def names_model(claim: str) -> bool:
    """Whether a claim says that animals or cells were studied; cells of people whom it names are no model."""
    if studied.ANIMALS.search(claim) or LAB.search(claim):
        return True
    return bool(studied.CELLS.search(claim)) and not (names_people(claim) and is_general(claim))


def find_any_model(sentences: Iterable[Sentence]) -> Span | None:
    """Where sentences name animals or, failing that, cells."""
    sentences = tuple(sentences)
    return first_span(studied.ANIMALS, sentences) or first_span(studied.CELLS, sentences)


def find_model(sides: Sides) -> Iterator[Difference]:
    """Find cells or animals of the source that a claim leaves out or turns into people."""
    if any(names_people(sentence.text) for sentence in sides.near):
        yield from find_borrowed_figure(sides)
        return
    model = find_any_model(sides.near)
    nobody = not names_people(sides.whole_text)
    if model is None and nobody:
        model = find_any_model(sides.source)
    if model is None:
        return
    claim = sides.claim.text
    if names_model(claim):
        return
    if (
        grade_sentence(sides.claim) == NONE
        and not sides.claim.amounts
        and not any(map(asserts, sides.claim.clauses))
    ):
        return
    people = names_people(claim) or studied.YOU.search(claim)
    reason = "the source studied animals or cells, and the claim does not say so"
    if people:
        reason = "the source studied animals or cells, the claim speaks of people"
    yield Difference(
        "model_to_people", "overclaims", 0.9 if people else 0.75, reason,
        span_of(sides.claim, people), model, is_apart=nobody,
    )  # fmt: skip


def find_borrowed_figure(sides: Sides) -> Iterator[Difference]:
    """Find a figure of animals that a claim gives to people, where the source has both."""
    claim = sides.claim
    if studied.ANIMALS.search(claim.text) or studied.CELLS.search(claim.text):
        return
    for amount in claim.amounts:
        for sentence in sides.near:
            for known in sentence.amounts:
                if amount.measure not in EFFECTS or not is_same(amount, known):
                    continue
                model = nearest(studied.ANIMALS, sentence, known)
                people = nearest(studied.HUMANS, sentence, known)
                if model and people and model[0] < people[0]:
                    reason = "the source has this figure of animals, not of people"
                    where = Span(amount.start, amount.end)
                    yield Difference("model_to_people", "overclaims", 0.8, reason, where, model[1])
                    return


def nearest(pattern: Pattern, sentence: Sentence, amount: Amount) -> tuple[int, Span] | None:
    """The match of a sentence that stands nearest to an amount, after its distance."""
    spans = [span_of(sentence, match) for match in pattern.finditer(sentence.text)]
    away = [(max(s.start - amount.end, amount.start - s.end), s) for s in spans]
    return min(away, default=None)


KINDS = frozenset(name for pair in studied.EXCLUSIVE for name in pair)
"""Groups by age and sex, which exclude each other."""
APART = studied.LIMITING - {"patients"}
"""Groups that nobody means who names only another one."""
ONES_OWN = frozenset({"pregnant", "children", "trained"})
"""Groups whose results hardly anybody carries over to other ailments."""
EACH = re.compile(
    r"\b(?:everyone|everybody|anyone|anybody|(?:every|all|each|any)\b(?! (?:other|day|week|month|year|morning|"
    r"evening|night|hour|dose|meal|visit|time)s?\b)|general (?:community|population|public)\b)",
    re.I,
)


MOST = re.compile(r"\bmost\b|\bpopulation\b", re.I)
"""Words for everybody by which a report tells as well who took part."""
OF_KINDS = re.compile(r"\b(?:sort|kind|type|form|manner|all)s?\b", re.I)
BEFORE = re.compile(r"\bbefore $", re.I)
ANY_KIND = re.compile(
    r"(?<!without )(?<!not )(?<!nor )(?<!hardly )(?<!than )\b(?:any|every) (?:(?:sorts?|kinds?|types?|forms?|manner) of\b|(?!other\b|second\b|third\b|few\b|"
    r"day\b|days\b|week\b|month\b|year\b|morning\b|evening\b|night\b|hour\b|dose\b|meal\b|visit\b|time\b|more\b|of\b|the\b|but\b|"
    r"causes?\b|\d|two\b|three\b|four\b|five\b|six\b)\w+)|\bof any kind\b|"
    r"\b(?:prevent|cure|stop|block|treat|reliev|heal|end|clear|kill|protect|help)\w* (?:against |from )?all\b",
    re.I,
)
"""All of something, or whichever of them."""


def find_population(sides: Sides) -> Iterator[Difference]:
    """Find people in a claim who are not those of the source, or everybody."""
    claim, text = sides.claim, sides.near_text
    if denying.AIM.search(claim.text):
        return
    everyone = studied.UNIVERSAL.search(claim.text)
    if everyone and MOST.search(everyone.group()) and not is_general(claim.text):
        everyone = None
    if everyone is None and wording.STUDIED.search(sides.whole_text):
        everyone = ANY_KIND.search(claim.text)
        if everyone and not (is_general(claim.text) or OF_KINDS.search(everyone.group())):
            # "Scores on every scale had dropped" is a report.
            everyone = None
    before = claim.text[: everyone.start()] if everyone else ""
    if denying.ANY_DENIAL.search(before) or denying.UNCLEAR.search(before) or BEFORE.search(before):
        everyone = None
    if everyone and not EACH.search(sides.near_text):
        reason = "speaks of everybody, the source does not"
        yield Difference(
            "broader_population",
            "overclaims",
            0.8,
            reason,
            span_of(claim, everyone),
            span_of(sides.best),
        )
        return
    claimed, known = groups_in(claim.text), groups_in(text)
    whole = groups_in(sides.whole_text)
    for name in sorted(claimed - whole if not claimed & known & KINDS else ()):
        clash = sorted(k for k in known or whole for pair in studied.EXCLUSIVE if pair == {name, k})
        if clash:
            match = studied.GROUPS[name].search(claim.text)
            reason = "speaks of other people than the source"
            there = first_span(studied.GROUPS[clash[0]], sides.source) or span_of(sides.best)
            yield Difference(
                "broader_population", "overclaims", 0.75, reason, span_of(claim, match), there
            )
            return
    limits = (known & studied.LIMITING) - claimed
    others = (claimed - whole) & APART
    strangers = [t for t in sides.matches.missing if t.name and not t.is_substance]
    foreign = (known & APART and others) or (claimed and strangers and known & ONES_OWN)
    if foreign and not claimed & known:
        reason = "speaks of other people than the source"
        there = first_span(studied.GROUPS[sorted(known)[0]], sides.near) or span_of(sides.best)
        match = studied.GROUPS[sorted(others or claimed)[0]].search(claim.text)
        yield Difference(
            "broader_population", "overclaims", 0.6, reason, span_of(claim, match), there
        )
        return
    if limits and not claimed and grade_sentence(claim) >= POSSIBLE and is_general(claim.text):
        shared = {t.stem for t in claim.topics}
        for name in sorted(limits):
            group = first_span(studied.GROUPS[name], sides.near)
            if group and stem(name) not in shared:
                reason = "the source is about certain people, the claim about anybody"
                yield Difference(
                    "broader_population", "overclaims", 0.45, reason, span_of(claim), group
                )
                return


def find_nothing(sides: Sides) -> Iterator[Difference]:
    """Find an outcome of the vocabulary that the source does not speak of at all."""
    missing = set(sides.matches.missing)
    known = {t.stem for sentence in sides.source for t in sentence.topics}
    for clause in sides.claim.clauses:
        core = [t for t in clause.core if not t.is_substance]
        named = [t for t in core if t.name]
        absent = all(t in missing and not meets(t.stem, known) for t in core)
        if asserts(clause) and named and absent:
            reason = "the source does not speak of this"
            where = Span(named[0].start, named[-1].end)
            yield Difference("not_found", "unsupported", 0.6, reason, where, span_of(sides.best))
