"""Two ways of taking one substance, set against each other: tablets or injections, food or tablets.

What a document says of both in one breath answers such a question; where none does, that is said, with
what is known of each way by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from assistant.compose import units
from assistant.compose.closeness import ON_SAFETY
from assistant.compose.closest import Close, Fit, answers, most_different
from assistant.compose.parts import HARM_GROUPS, Question, as_lead, join_words, sentence_item
from assistant.compose.sentences import scope
from assistant.compose.told import Told, read_sentences
from assistant.compose.units import AMOUNT
from assistant.compose.ways import find_ways, pattern_of
from assistant.retrieve import Catalog
from assistant.schema import (
    CaveatKind,
    Coverage,
    CoverageClaim,
    Draft,
    Item,
    Outcome,
    Section,
    Way,
)

HEADING = "Set side by side"
APART_HEADING = "What is known of each"
AGAINST = re.compile(
    r"\b(?:or|vs\.?|versus|than|instead|rather|compared|difference|differ\w*|as (?:good|well|effective|strong)|"
    r"better|worse|beats?|only|useless|pointless|waste|necessary|same|too|also|which|just)\b",
    re.I,
)
"""Words by which a question sets one way against another."""
ASKS_FOR_BETTER = re.compile(r"\b(?:or|vs\.?|versus|than|as (?:good|well|effective)|which)\b", re.I)
"""Those of them that ask for a comparison outright."""
APART = re.compile(r"\b(?:not|unlike|whereas|while|rather than|instead of|only|than)\b", re.I)
"""Words by which a remark tells two ways apart."""
KINDS = ("route", "origin", "salt", "form", "source", "amount")
"""The order in which kinds of ways are looked at; a tablet is a route, a form and a source."""
AGAINST_EACH_OTHER = frozenset({"active", "mixed", "other_dose"})
MAX_LED, MAX_SHOWN = 2, 4
MAX_BETWEEN = 14
"""Words of the stretch in which a question names both ways, if it asks which is better."""
FROM = 0.45
"""The fit from which a remark on both ways is shown; a result of one against the other always is."""


class Sides(NamedTuple):
    """Two ways of one kind, and the substance that is taken so."""

    substance: str
    first: Way
    second: Way

    def are_in(self, text: str) -> bool:
        """Whether a text speaks of both."""
        if self.first.kind == "amount":
            asked = (units.amounts_in(self.first.name), units.amounts_in(self.second.name))
            return all(set(amounts) & set(units.amounts_in(text)) for amounts in asked)
        return len(find_ways((self.first, self.second), text)) > 1

    def named(self) -> str:
        """The substance in its one way with it in the other, or in short where its name holds one of them."""
        name, ways = self.substance, (self.first, self.second)
        if find_ways(ways, name):
            return "the two"
        forms = {"origin": "{way} {name}", "amount": "{way} of {name}"}
        form = forms.get(self.first.kind, "{name} {way}")
        return join_words([form.format(name=name, way=way.name) for way in ways], "with")


def find_sides(catalog: Catalog, question: Question) -> Sides | None:
    """The two ways that a question on one substance sets against each other, if it does."""
    substances = question.understanding.substances
    if len(substances) != 1 or not AGAINST.search(question.text):
        return None
    found = [*find_ways(catalog.vocabulary.ways, question.text), *amounts_in(question.text)]
    at_meals = {"timing", "interaction"} & set(question.understanding.intents)
    for kind in KINDS:
        if kind == "source" and at_meals:  # What is eaten beside it stands in nobody's place.
            continue
        of_kind = [way for way in found if way.kind == kind]
        for first, second in combinations(of_kind, 2):
            return Sides(substances[0], first, second)
    return None


def amounts_in(text: str) -> list[Way]:
    """The amounts of a text, each as a way of taking it; "5 or 10 mg" holds two."""
    found = [
        (number, match["unit"])
        for match in AMOUNT.finditer(text)
        for number in (match["low"], match["high"])
        if number
    ]
    return [
        Way(name=f"{number} {unit}", kind="amount", words=(f"{number} {unit.lower()}",))
        for number, unit in dict.fromkeys(found)
    ]


def side_by_side(catalog: Catalog, draft: Draft, question: Question, fit: Fit) -> Told:
    """What a question on two ways of one substance is told first; of another question nothing."""
    sides = find_sides(catalog, question)
    if sides is None:
        return Told()
    near = scope(catalog, sides.substance)
    said = read_sentences(catalog, question, fit)
    said = [each for each in said if is_sayable(catalog, question, each, near)]
    both = [(each, set_against(each, sides)) for each in said]
    both = [
        (each, result)
        for each, result in both
        if result or (each.score >= FROM and sides.are_in(each.text))
    ]
    both.sort(key=lambda pair: order(*pair))
    if both:
        items = items_of(catalog, most_different([each for each, _ in both], MAX_SHOWN, MAX_SHOWN))
        lead = [as_lead(catalog, item.claims[0]) for item in items[:MAX_LED]]
        return Told(tuple(lead), (Section(heading=HEADING, items=items),))
    if not asks_for_better(sides, question.text):
        return Told()
    is_of_harm = draft.evidence is not None and draft.evidence.direction == "harm"
    is_of_harm = is_of_harm or "safety" in question.understanding.intents
    apart = items_of(catalog, of_each(sides, said, is_of_harm=is_of_harm))
    missing = tuple(not_compared(catalog, sides))
    if is_of_harm:  # Nothing stands before a harm that isn't on it (R14).
        return Told((*(as_lead(catalog, item.claims[0]) for item in apart), *missing))
    sections = (Section(heading=APART_HEADING, items=apart),) if apart else ()
    return Told(missing, sections)


def asks_for_better(sides: Sides, text: str) -> bool:
    """Whether a question asks outright which of two ways is better: they stand near each other, with "or" or "than"."""
    ways = (sides.first, sides.second)
    places = sorted(match.span() for way in ways if (match := pattern_of(way).search(text)))
    if len(places) < len(ways):
        return False
    begin, end = places[0][0], places[-1][1]
    between = text[begin:end]
    return len(between.split()) <= MAX_BETWEEN and bool(ASKS_FOR_BETTER.search(between))


def order(close: Close, result: Outcome | None) -> tuple[bool, int, bool, float]:
    """Results of one way against the other first, of more trials before fewer; then what tells them apart."""
    trials = result.trials or 0 if result else 0
    return (result is None, -trials, not APART.search(close.text), -close.rank)


def is_sayable(
    catalog: Catalog, question: Question, close: Close, substances: Sequence[str]
) -> bool:
    """Whether a sentence may answer; who paid and what was corrected doesn't."""
    beside = {CaveatKind.FUNDING, CaveatKind.VENDOR_SOURCE, CaveatKind.SOURCE_ERROR}
    limits = close.facts.limits
    is_beside = any(limit.text == close.text and limit.caveat in beside for limit in limits)
    return not is_beside and answers(catalog, question, close.facts, close.text, substances)


def set_against(close: Close, sides: Sides) -> Outcome | None:
    """The result that a sentence gives of one way against the other, if it does.

    The study's design names both ways, or the sentence itself does.
    """
    if not (sides.are_in(close.text) or sides.are_in(close.facts.design)):
        return None
    results = (outcome for outcome in close.facts.outcomes if outcome.finding == close.text)
    return next((o for o in results if o.comparison in AGAINST_EACH_OTHER), None)


def of_each(sides: Sides, said: Sequence[Close], *, is_of_harm: bool) -> list[Close]:
    """For each of two ways the sentence on it that fits best, if one is close; of harm, on harm alone."""
    found = []
    for way in (sides.first, sides.second):
        of_way = [
            close
            for close in said
            if close.score >= FROM
            and find_ways((way,), close.text)
            and (not is_of_harm or is_on_harm(close))
        ]
        found += sorted(of_way, key=lambda close: -close.rank)[:1]
    return list(dict.fromkeys(found))


def is_on_harm(close: Close) -> bool:
    """Whether a sentence is a result or a remark on harm."""
    results = (o for o in close.facts.outcomes if o.finding == close.text)
    remarks = (s for s in close.facts.statements if s.text == close.text)
    return any(o.role == "harm" or o.group in HARM_GROUPS for o in results) or any(
        s.topic in ON_SAFETY for s in remarks
    )


def items_of(catalog: Catalog, found: Sequence[Close]) -> tuple[Item, ...]:
    """A bullet for each sentence."""
    return tuple(sentence_item(catalog, close.facts, close.text) for close in found)


def not_compared(catalog: Catalog, sides: Sides) -> Iterator[CoverageClaim]:
    """Say that no study sets the two ways against each other, if a search shows that."""
    query = Coverage(
        substances=tuple(scope(catalog, sides.substance)),
        words=sides.first.words,
        beside=sides.second.words,
        scope="people",
        expected=0,
    )
    if not catalog.count(query):
        text = f"Not known: no study here compares {sides.named()}."
        yield CoverageClaim(text=text, query=query)
