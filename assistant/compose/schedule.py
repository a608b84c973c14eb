"""How to spread it: what documents say of every other day, of split doses and of once a week."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compose.parts import Question, as_lead, sentence_item
from assistant.compose.sentences import MAX_ITEMS, MAX_OF_ONE, NOT_APPLICABLE, names_others, scope
from assistant.compose.unknown import UNKNOWN
from assistant.retrieve import Catalog
from assistant.schema import Abstract, Coverage, CoverageClaim, Draft, Section
from assistant.understand import plain

ASKED = {
    "every other day": re.compile(r"\b(every (other|second|two) days?|alternat\w+ days?|days? off)\b"),
    "in parts of a day's amount": re.compile(
        r"\b(split\w*|divid\w+|spread\w*|(twice|once|two|three|several) (times )?(a |per )?(day|daily|doses?)|"
        r"(one|single|smaller) (\w+ )?doses?|at once|in one go)\b"
    ),
    "once a week": re.compile(r"\b(weekly|(a|per|each|every) week)\b"),
}  # fmt: skip
"""How people ask to spread what they take."""
WORDS: dict[str, tuple[str, ...]] = {
    "every other day": ("alternate-day", "alternate day", "every other day", "every second day", "after a day off"),
    "in parts of a day's amount": (
        "split", "divided", "twice daily", "twice a day", "three times a day", "three doses", "two doses", "once daily",
        "once a day", "single daily",
    ),
    "once a week": ("weekly", "once a week", "a week"),
}  # fmt: skip
"""The words by which documents speak of each."""


def answer_schedule(catalog: Catalog, question: Question) -> Draft | None:
    """Show the sentences on the schedule that is asked about, results first, or say that there is none."""
    substance = question.understanding.substances[0]
    text = plain(question.text)
    kind = next((kind for kind, pattern in ASKED.items() if pattern.search(text)), None)
    if kind is None:
        return None
    near = tuple(scope(catalog, substance))
    found = said_of(catalog, near, WORDS[kind])
    if not found:
        query = Coverage(substances=near, words=WORDS[kind], expected=0)
        if catalog.count(query):
            return None
        said = f"{UNKNOWN}: no document here speaks of taking {substance} {kind}."
        claim = CoverageClaim(text=said, query=query)
        return Draft(status="no_evidence", reason="outcome_absent", lead=(claim,))
    items = tuple(sentence_item(catalog, facts, said) for facts, said in found[:MAX_ITEMS])
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE,
        lead=(as_lead(catalog, items[0].claims[0]),),
        sections=(Section(heading="How it was spread", items=items),),
    )


def said_of(
    catalog: Catalog, near: Sequence[str], words: Sequence[str]
) -> list[tuple[Abstract, str]]:
    """The sentences of standing studies of people that hold one of some words, those that compare doses first."""
    results: list[tuple[Abstract, str]] = []
    rest: list[tuple[Abstract, str]] = []
    for facts in catalog.abstracts.values():
        if facts.is_retracted or facts.species != "human" or not set(facts.substances) & set(near):
            continue
        findings = [o.finding for o in facts.outcomes if o.comparison == "other_dose"]
        others = [*(s.text for s in facts.statements), facts.design]
        said = [
            sentence
            for sentence in (*findings, *others)
            if any(word in sentence.lower() for word in words)
            and not names_others(catalog, facts, sentence, near)
        ]
        for sentence in dict.fromkeys(said[:MAX_OF_ONE]):
            (results if sentence in findings else rest).append((facts, sentence))
    return results + rest
