"""What is not known of an amount: for a purpose, for the people who ask, or as a limit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compose.advice import TELLS
from assistant.compose.official import LIMIT
from assistant.compose.parts import Question, as_lead, finding, sentence_item
from assistant.compose.people import special_pairs, special_people, studies_of
from assistant.compose.selection import outcome_label
from assistant.compose.sentences import scope, statements
from assistant.compose.units import AMOUNT
from assistant.compose.unknown import UNKNOWN, population_words
from assistant.retrieve import Catalog, StudyMatch
from assistant.schema import (
    Abstract,
    Coverage,
    CoverageClaim,
    Design,
    DraftClaim,
    Statement,
    StatementTopic,
)
from assistant.understand import POPULATIONS


def untested_purpose(
    catalog: Catalog, question: Question, substance: str, hoped: Sequence[str]
) -> tuple[DraftClaim, ...]:
    """Say that no trial gave any amount for what is hoped for, if a search shows that."""
    query = Coverage(
        substances=tuple(scope(catalog, substance)),
        outcome_groups=tuple(hoped),
        scope="people_trials",
        expected=0,
    )
    pooled = any(m.facts.trials_included for m in catalog.standing(query.substances, set(hoped)))
    if not hoped or pooled or catalog.count(query):
        return ()
    label = outcome_label(catalog, hoped[0], question.understanding.outcomes)
    text = f"{UNKNOWN}: no trial here tested any amount of {substance} on {label}, so none is known to work."
    return (CoverageClaim(text=text, query=query),)


def harms_of(catalog: Catalog, matches: Sequence[StudyMatch]) -> tuple[DraftClaim, ...]:
    """What harm was seen on the very outcomes for which an amount is asked, if no benefit was."""
    found = [(m.facts, o) for m in matches for o in m.outcomes if o.direction == "harm"]
    if any(o.direction == "benefit" for m in matches for o in m.outcomes):
        return ()
    found.sort(key=lambda pair: result_rank(pair[0]))
    return tuple(finding(catalog, facts, o.finding, "limited") for facts, o in found[:1])


def result_rank(facts: Abstract) -> int:
    """Order studies by what their design can show."""
    return list(Design).index(facts.kind)


def amounts_for_people(
    catalog: Catalog,
    question: Question,
    substance: str,
    official: Sequence[tuple[Abstract, str]],
    pairs: Sequence[tuple[Abstract, Statement]],
) -> list[tuple[Abstract, str]]:
    """The sentences that give an amount and name the people at special risk who are asked about.

    What is advised comes before what else is said of amounts, and that before what was found in them.
    """
    people = special_people(question)
    patterns = [re.compile(POPULATIONS[p]) for p in people]
    found = [
        (facts, text)
        for facts, _ in catalog.standing(set(scope(catalog, substance)))
        if set(people) & set(facts.populations)
        for text in (*(o.finding for o in facts.outcomes), facts.design)
    ]
    said = [*official, *((facts, statement.text) for facts, statement in pairs), *found]
    once = {text: facts for facts, text in reversed(said)}
    ordered = dict.fromkeys(text for _, text in said)
    return [
        (once[text], text)
        for text in ordered
        if AMOUNT.search(text) and any(p.search(text.lower()) for p in patterns)
    ]


def unknown_for_people(
    catalog: Catalog, question: Question, substance: str
) -> tuple[DraftClaim, ...]:
    """Say that no amount is known for the people asked about, and what is said of them."""
    people = special_people(question)
    query = studies_of(catalog, substance, people)
    whom = population_words(people)
    count = catalog.count(query)
    text = f"{UNKNOWN}: no study here gave {substance} to {whom}, so no amount is known for them."
    if count:
        text = f"What is here on {substance} in {whom} leaves the amount for them open."
    topics: set[StatementTopic] = {"safety", "advice", "upper_level"}
    said = special_pairs(question, statements(catalog, scope(catalog, substance), topics))
    told = [sentence_item(catalog, f, s.text).claims[0] for f, s in said[:1]]
    query = query.model_copy(update={"expected": count})
    unknown = CoverageClaim(text=text, query=query)
    leads = [as_lead(catalog, claim) for claim in told]
    is_advised = bool(said) and bool(TELLS.search(said[0][1].text))
    return (*leads, unknown) if is_advised else (unknown, *leads)


def warning_for_people(
    catalog: Catalog, question: Question, substance: str
) -> tuple[DraftClaim, ...]:
    """What people at special risk must do before any amount."""
    topics: set[StatementTopic] = {"safety", "advice"}
    pairs = statements(catalog, scope(catalog, substance), topics)
    special = special_pairs(question, pairs) if special_people(question) else []
    told = [pair for pair in special if TELLS.search(pair[1].text)][:1]
    items = (sentence_item(catalog, f, statement.text) for f, statement in told)
    return tuple(as_lead(catalog, item.claims[0]) for item in items)


def unlimited(catalog: Catalog, question: Question, substance: str) -> tuple[DraftClaim, ...]:
    """Say that no document gives a limit, where one is asked for and a search shows that."""
    near = tuple(scope(catalog, substance))
    query = Coverage(substances=near, topics=("upper_level",), expected=0)
    if not LIMIT.search(question.text) or catalog.count(query):
        return ()
    text = f"{UNKNOWN}: no document here gives an upper limit for {substance}."
    return (CoverageClaim(text=text, query=query),)
