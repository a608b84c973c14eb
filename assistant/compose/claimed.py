"""A figure that somebody read or was told: what the documents say of that very figure goes first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assistant.compose.closest import Close, Fit, closest_item
from assistant.compose.parts import (
    Question,
    as_lead,
    finding,
    finding_in,
    note_on,
    sentence_item,
    stems,
)
from assistant.compose.sentences import scope
from assistant.compose.told import Told, read_sentences
from assistant.retrieve import Catalog
from assistant.schema import Draft, DraftClaim

ASKS_TRUE = re.compile(
    r"\b(?:is|are|was|were) (?:that|this|it|they|these|those) (?:really |actually |even )?(?:so|true|right|correct|accurate|real|wrong|possible)\b|"
    r"\b(?:correct|true|right|accurate|really|seriously|fact|legit)\s*\?|\bis it true\b|\b(?:i |we |just )?(?:read|heard|saw|seen)\b|"
    r"\b(?:claims?|claimed|says?|said|saying|promis\w+|advertis\w+|told me|apparently|supposedly|according to|label|ad|proved|proven|shows?|showed)\b",
    re.I,
)
"""Tells a figure as somebody else's, or asks whether it is so."""
FIGURE = re.compile(
    r"(?<![\w.,])(?P<number>\d+(?:[.,]\d+)*)(?: ?%|[ -]?(?:percent|per cent|points?|times|fold|years? (?:younger|off|older)|yrs? (?:younger|off)|"
    r"minutes?|mmhg|kg|kilos?|pounds?|lbs?)(?!\w))",
    re.I,
)
"""A number with a unit of effects, and of no amount that is taken."""
PERCENT = re.compile(r"%|per ?cent", re.I)
CORRECTS = re.compile(
    r"\b(?:wrong\w*|errors?|misprint\w*|misread\w*|mistak\w*|too high|too low|does not support|do not support|overstat\w*|exaggerat\w*|incorrect\w*|"
    r"cannot be taken|widely advertised|not the difference|instead|rather than|contradict\w*)\b",
    re.I,
)
"""Says that a figure is told wrongly."""
FROM, FROM_RESULT = 0.4, 0.5
"""The fit from which a sentence with the figure is on the same thing: a correction, and a result."""
MAX_LED = 2


def figure_first(catalog: Catalog, draft: Draft, question: Question, fit: Fit) -> Told:
    """What is said of a figure that a question repeats: our note on who tells it, a correction, or the result with it."""
    numbers = as_written(FIGURE.finditer(question.text))
    if not numbers or not ASKS_TRUE.search(question.text):
        return Told()
    said = [c for c in read_sentences(catalog, question, fit) if numbers & figures_of(c.text)]
    said.sort(key=lambda close: -close.rank)
    corrected = [c for c in said if c.score >= FROM and CORRECTS.search(c.text) and is_remark(c)]
    groups = question.understanding.outcomes
    results = [c for c in said if c.score >= FROM_RESULT and not is_remark(c)]
    results = [c for c in results if c.is_on_subject or not groups]
    told = [sentence_item(catalog, c.facts, c.text).claims[0] for c in corrected]
    told += [closest_item(catalog, c).claims[0] for c in results]
    lead = [as_lead(catalog, claim) for claim in told]
    note = next(notes_on(catalog, question, numbers), None)
    if note:  # No article opens an answer: the study stands before what we note on it.
        studied = [as_lead(catalog, claim) for claim in note.studied] or lead or draft.lead[:1]
        lead = [*studied[:1], note.claim]
    return Told(tuple(dict.fromkeys(lead))[:MAX_LED])


def figures_of(text: str) -> frozenset[str]:
    """The numbers of a text."""
    return frozenset(re.findall(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\d])", text))


def as_written(typed: Iterable[re.Match[str]]) -> frozenset[str]:
    """Typed figures as documents may write them: 28% fewer is a ratio of 0.72, and 80% more one of 1.8."""
    found: set[str] = set()
    for match in typed:
        found.add(match["number"])
        number = match["number"].replace(",", "")
        if PERCENT.search(match[0]) and re.fullmatch(r"\d+(?:\.\d+)?", number):
            ratios = (1 - float(number) / 100, 1 + float(number) / 100)
            found |= {form for r in ratios for form in (f"{r:.2f}", f"{r:.2f}".rstrip("0"))}
    return frozenset(found)


def is_remark(close: Close) -> bool:
    """Whether a sentence is a limit, a notice or a statement, and no result."""
    return all(outcome.finding != close.text for outcome in close.facts.outcomes)


class Noted(NamedTuple):
    """Our note on what an article says, and the results of the study that the article leans on."""

    claim: DraftClaim
    studied: tuple[DraftClaim, ...]


def notes_on(catalog: Catalog, question: Question, numbers: frozenset[str]) -> Iterator[Noted]:
    """Our notes on what articles say with one of the figures, of what the question shares most words with first."""
    near = {form for name in question.understanding.substances for form in scope(catalog, name)}
    asked = stems(question.text)
    groups = set(catalog.groups(question.understanding.outcomes))
    told = [
        (len(asked & stems(claim.text)), article, claim)
        for article, claim in catalog.claims(near, groups)
        if claim.note and numbers & figures_of(claim.text)
    ]
    for _, article, claim in sorted(told, key=lambda each: (-each[0], each[1].id)):
        choose = finding_in(groups or catalog.groups(claim.outcomes))
        leaned_on = [catalog.abstracts[i] for i in claim.rests_on if i in catalog.abstracts]
        found = [(f, said) for f in leaned_on if not f.is_retracted and (said := choose(f))]
        studied = tuple(finding(catalog, f, said, "limited") for f, said in found)
        yield Noted(note_on(catalog, article, claim.note or ""), studied)
