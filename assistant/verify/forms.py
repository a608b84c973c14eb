"""In what form a substance was given, in a claim and in its source: salt, vitamer, route, product."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.verify import studied, wording
from assistant.verify.given import CLOSE_BY, DUMMY
from assistant.verify.phrases import Pattern
from assistant.verify.reading import Sentence, Span
from assistant.verify.sides import (
    Difference,
    Sides,
    first_span,
    is_denied,
    is_general,
    span_of,
)
from assistant.verify.topics import STOP_WORDS, Topic, parents, stem
from assistant.verify.untested import NOT_DONE


def affirmed(sentences: Iterable[Sentence]) -> str:
    """Sentences without those clauses that only say of what it did not hold."""
    return " ".join(
        clause.text
        for sentence in sentences
        for clause in sentence.clauses
        if not NOT_DONE.search(clause.text)
        and not (is_denied(clause.denial) and (clause.is_elliptic or EXCLUDED.search(clause.text)))
    )


NONE_MADE = re.compile(r"\bno (?:comparison|trial|stud(?:y|ies)|test|arm)\b", re.I)
EXCLUDED = re.compile(r"\bnot (?:involved|due to|caused by|seen with|used)\b", re.I)


def find_form(sides: Sides) -> Iterator[Difference]:
    """Find a form, route or preparation that is not the one of the source."""
    claim = sides.claim
    if any(
        NOT_DONE.search(c.text) or EXCLUDED.search(c.text) for c in claim.clauses
    ) or NONE_MADE.search(claim.text):
        return
    near_text = whole_text = ""
    for family, forms in studied.FORMS.items():
        claimed = {name for name, pattern in forms.items() if is_form_of(pattern, claim)}
        if not claimed or (family == "route" and not wording.STUDIED.search(sides.whole_text)):
            continue
        near_text = near_text or affirmed(sides.near)
        whole_text = whole_text or affirmed(sides.source)
        near = {n for n, pattern in forms.items() if pattern.search(near_text)}
        # A claim that names several sets one against another, as the source's denials do.
        told = whole_text if len(claimed) < 2 else sides.whole_text
        whole = {n for n, pattern in forms.items() if pattern.search(told)}
        other = near or whole
        # Of salts and vitamers each one must be there; of routes a claim may name several.
        foreign = claimed - whole if family in {"salt", "vitamer"} else claimed
        if foreign and (other or family == "salt") and not foreign & whole:
            name = sorted(foreign)[0]
            reason = f"speaks of another {family} than the source"
            there = next((first_span(forms[n], sides.source) for n in sorted(other)), None)
            there = there or span_of(sides.best)
            where = span_of(claim, forms[name].search(claim.text))
            yield Difference("other_form", "overclaims", 0.75, reason, where, there)
            return
    yield from find_other_salt(sides)
    yield from find_other_product(sides)


PRODUCT = re.compile(
    r"\b(?:capsule|softgel|tablet|gumm(?:y|ie)|pill|lozenge|syrup|tea|juice|powder|cream|ointment|spray|patch|oil)s?\b|\bdrops\b",
    re.I,
)
"""In what a thing is sold."""


def find_other_product(sides: Sides) -> Iterator[Difference]:
    """Find a product in a claim of which the source does not speak."""
    sold = PRODUCT.search(DUMMY.sub(lambda m: "_" * len(m.group()), sides.claim.text))
    if sold is None:
        return
    known = {product(match) for match in PRODUCT.finditer(sides.whole_text)}
    known |= {n for n, p in studied.FORMS["route"].items() if p.search(sides.whole_text)}
    known |= {"food"} if EATEN.search(sides.whole_text) else set()
    if known and product(sold) not in known and not TAKEN_SO.search(sides.whole_text):
        reason = "speaks of a product that the source did not test"
        where = span_of(sides.claim, sold)
        yield Difference("other_form", "overclaims", 0.6, reason, where, span_of(sides.best))


EATEN = re.compile(r"\b(?:diets?|dietary|ate|eats?|eaten|eating|foods?)\b", re.I)
SWALLOWED = frozenset({"capsul", "softgel", "tablet", "pill"})


def product(match: re.Match[str]) -> str:
    """The kind of a product; what is swallowed whole is one kind."""
    kind = stem(match.group().lower())
    return "pill" if kind in SWALLOWED else kind


TAKEN_SO = re.compile(
    r"\b(?:\d+ (?:mg|g|mcg|micrograms|IU)|oral\w*|by mouth|supplement\w*|doses?)\b", re.I
)
"""Signs that a source gave something that is sold in some such form."""


def is_form_of(pattern: Pattern, claim: Sentence) -> bool:
    """Whether a claim names a form, and beside it the substance that it is a form of."""
    found = pattern.search(claim.text)
    if not found:
        return False
    where = span_of(claim, found)
    substances = [t for t in claim.topics if t.is_substance]
    return not substances or any(
        t.start - CLOSE_BY <= where.start and where.end <= t.end + CLOSE_BY for t in substances
    )


def find_other_salt(sides: Sides) -> Iterator[Difference]:
    """Find a named form of a substance where the source has another, or all forms for one."""
    yield from find_salt_beside(sides)
    claim, above = sides.claim, parents()
    known = {plain_name(t) for s in sides.source for t in s.topics if t.is_substance}
    near = {plain_name(t) for s in sides.near for t in s.topics if t.is_substance}
    for topic in claim.topics:
        name = plain_name(topic)
        where = Span(topic.start, topic.end)
        siblings = {n for n in near if above.get(n) == above.get(name, "")}
        if name not in known and siblings:
            reason = "speaks of another form of the substance than the source"
            yield Difference("other_form", "overclaims", 0.7, reason, where, span_of(sides.best))
            return
        forms = {n for n in near if above.get(n) == name}
        if topic.is_substance and name not in known and forms and is_general(claim.text):
            reason = "speaks of the substance in any form, the source of one form"
            yield Difference("other_form", "overclaims", 0.4, reason, where, span_of(sides.best))
            return


def find_salt_beside(sides: Sides) -> Iterator[Difference]:
    """Find a salt beside a substance that has another one in the source, whoever has this one there."""
    known = salts_of(sides.source)
    for name, salts in salts_of((sides.claim,)).items():
        others = known.get(name, {})
        if others and not salts.keys() & others.keys():
            reason = "speaks of another salt than the source"
            where = next(iter(salts.values())), next(iter(others.values()))
            yield Difference("other_form", "overclaims", 0.75, reason, *where)
            return


def salts_of(sentences: Iterable[Sentence]) -> dict[str, dict[str, Span]]:
    """The salts that stand right behind each word, with their places."""
    found: dict[str, dict[str, Span]] = {}
    for sentence in sentences:
        for salt, pattern in studied.FORMS["salt"].items():
            for match in pattern.finditer(sentence.text):
                before = WORD_BEFORE.search(sentence.text[: match.start()])
                if before and before[1].lower() not in STOP_WORDS:
                    found.setdefault(stem(before[1].lower()), {})[salt] = span_of(sentence, match)
    return found


WORD_BEFORE = re.compile(r"([a-z]{4,})[ -]$", re.I)


def plain_name(topic: Topic) -> str:
    """The vocabulary's name of a topic without its kind."""
    return (topic.name or "").removeprefix("substance: ")
