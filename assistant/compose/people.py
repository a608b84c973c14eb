"""Whom a question is for: what is said of these people, and the words that nothing was studied in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compose.advice import TELLS
from assistant.compose.efficacy import SPECIAL_POPULATIONS
from assistant.compose.parts import Question, finding
from assistant.compose.sentences import by_overlap, scope
from assistant.compose.unknown import UNKNOWN, population_words
from assistant.retrieve import Catalog
from assistant.schema import (
    Abstract,
    Coverage,
    CoverageClaim,
    DraftClaim,
    Population,
    Statement,
)
from assistant.understand import POPULATIONS

ORGANS = {"kidney": r"\b(kidney|renal)", "liver": r"\b(liver|hepat)", "pregnan": r"pregnan"}
"""Words of a question that name an organ or a state, and those by which sentences do."""

OWN = re.compile(
    r"\b(i have|i've|i am|i'm|i take|my|(?:he|she|mum|mom|dad|mother|father|husband|wife) (?:has|is|takes))\b",
    re.I,
)
"""Tells of somebody's own illness or habit, and asks for them."""
BEGAN = re.compile(
    r"\b(since (?:i|he|she|we|they|starting|taking|beginning)\b|(?:after|when) (?:i |he |she |we )?(?:start|began|taking|took))",
    re.I,
)
"""Tells of what began after something was taken."""


def special_people(question: Question) -> list[Population]:
    """The people of a question to whom a result in other adults doesn't carry over."""
    return [p for p in question.understanding.populations if p in SPECIAL_POPULATIONS]


def special_pairs(
    question: Question, pairs: Sequence[tuple[Abstract, Statement]]
) -> list[tuple[Abstract, Statement]]:
    """The statements that speak of the people or the organ that the question names, closest first."""
    people = [re.compile(POPULATIONS[p]) for p in question.understanding.populations]
    lowered = question.text.lower()
    organs = [re.compile(p) for word, p in ORGANS.items() if word in lowered]

    def closeness(pair: tuple[Abstract, Statement]) -> int:
        text = pair[1].text.lower()
        advises = pair[1].topic in {"safety", "advice"}
        return (
            4 * any(pattern.search(text) for pattern in people)
            + 2 * any(pattern.search(text) for pattern in organs)
            + (1 if advises else 0)
        )

    order = by_overlap(question.text, [statement.text for _, statement in pairs])
    found = [pairs[i] for i in order if closeness(pairs[i]) > 1]
    return sorted(
        found, key=lambda pair: (closeness(pair), bool(TELLS.search(pair[1].text))), reverse=True
    )


def people_lead(
    catalog: Catalog,
    question: Question,
    substance: str,
    special: Sequence[tuple[Abstract, Statement]],
    *,
    is_known: bool,
) -> tuple[DraftClaim, ...]:
    """What these people must do or know, that nobody studied them, and what is said of them.

    Advice to them comes first; a remark that is none follows the words that nothing is known.

    Args:
        catalog: the facts of the documents.
        question: what was asked.
        substance: the substance.
        special: the statements on these people, closest first.
        is_known: whether harm was found in them, so that their safety isn't open.
    """
    people = special_people(question)
    said = [finding(catalog, f, statement.text, "limited") for f, statement in special[:1]]
    unknown = [unstudied_people(catalog, substance, people)] if people else []
    if special and TELLS.search(special[0][1].text):
        return (*said, *(claim for claim in unknown if not claim.query.expected))
    if not said or not all(claim.query.expected for claim in unknown):
        return (*unknown, *said)
    return (*said, *(() if is_known else unknown))


def unstudied_people(
    catalog: Catalog, substance: str, people: Sequence[Population]
) -> CoverageClaim:
    """Say whether anything here was studied in the people whom the question names."""
    query = studies_of(catalog, substance, people)
    found = catalog.count(query)
    whom = population_words(people)
    text = f"{UNKNOWN}: no study here was of {substance} in {whom}."
    if found:
        text = f"What is here on {substance} in {whom} leaves its safety for them open."
    return CoverageClaim(text=text, query=query.model_copy(update={"expected": found}))


def studies_of(catalog: Catalog, substance: str, people: Sequence[Population]) -> Coverage:
    """The search for studies of a substance in some people."""
    return Coverage(
        substances=tuple(scope(catalog, substance)),
        populations=tuple(people),
        scope="people",
        expected=0,
    )
