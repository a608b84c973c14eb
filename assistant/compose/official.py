"""The amounts that guidelines and fact sheets give: what is advised, needed or allowed, and for whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compose.absence import VAGUE_GROUPS
from assistant.compose.dangers import OFFICIAL
from assistant.compose.parts import HARM_GROUPS, Question
from assistant.compose.sentences import by_overlap, names_others, scope, statements
from assistant.compose.units import AMOUNT
from assistant.retrieve import Catalog
from assistant.schema import Abstract, StatementTopic
from assistant.understand import POPULATIONS

LIMIT = re.compile(r"\b(limit|max\w*|too much|highest|at most|upper|over the|safe(ly)?)\b", re.I)
"""Asks for the most that may be taken."""
NEED = re.compile(r"\b(needs?|required?|requirement|rda|daily intake|recommended intake)\b", re.I)
"""Asks for what a body needs."""
TOLD_OF_BEFORE = re.compile(
    r"\b((had|have had|after|past|earlier|previous(ly)?|prior|last|first) (\S+ ){0,4}(pregnanc\w+|bab(y|ies)|child(ren)?|births?)|"
    r"previous(ly)?|prior|history of|(already|once|twice|before) had|(had|have had|ever had) (\S+ ){0,4}(before|already|once|twice|earlier)|again|recur\w*)\b",
    re.I,
)
"""Somebody who tells of what happened to them before."""
OF_THOSE_BEFORE = re.compile(
    r"\b(previous(ly)?|prior|history of|already (had|affected)|earlier|recurren\w+)\b", re.I
)
"""A sentence on people to whom something happened before."""
NOT_ADVISED: frozenset[StatementTopic] = frozenset({"content", "context", "interaction"})
"""Topics under which an amount is none that is advised."""


def official_amounts(
    catalog: Catalog, question: Question, substance: str
) -> list[tuple[Abstract, str]]:
    """The sentences of guidelines and fact sheets that give an amount, those closest to the question first."""
    near = scope(catalog, substance)
    found = [
        (facts, sentence)
        for facts in catalog.abstracts.values()
        if facts.kind in OFFICIAL and set(facts.substances) & set(near) and not facts.is_retracted
        for sentence in (
            *(o.finding for o in facts.outcomes if o.group != "interactions"),
            *(s.text for s in facts.statements if s.topic not in NOT_ADVISED),
        )
        if AMOUNT.search(sentence) and not names_others(catalog, facts, sentence, near)
    ]
    order = by_overlap(question.text, [sentence for _, sentence in found])
    order += [i for i in range(len(found)) if i not in order]
    ordered = [found[i] for i in order]
    needed = [
        (facts, statement.text)
        for facts, statement in statements(catalog, near, {"requirement"})
        if AMOUNT.search(statement.text) and "adult" in statement.text
    ]
    is_general = not LIMIT.search(question.text) and not question.understanding.populations
    first = needed[:1] if is_general and not any(pair in ordered for pair in needed) else []
    wanted = topic_sentences(catalog, near, question.text)
    people = [re.compile(POPULATIONS[p]) for p in question.understanding.populations]
    asked = set(catalog.groups(question.understanding.outcomes))
    return sorted(
        [*first, *ordered],
        key=lambda pair: (
            not fits_before(catalog, question, *pair),
            bool(people) and not any(p.search(pair[1].lower()) for p in people),
            bool(wanted) and pair[1] not in wanted,
            bool(purposes(catalog, pair[1]) - asked),
        ),
    )


def purposes(catalog: Catalog, text: str) -> set[str]:
    """The groups of outcomes that a sentence names and that somebody may hope for."""
    named = catalog.groups(found.name for found in catalog.names.find_outcomes(text))
    return set(named) - HARM_GROUPS - VAGUE_GROUPS


def topic_sentences(catalog: Catalog, near: Sequence[str], text: str) -> set[str]:
    """The statements on how much is too much, or on how much is needed, where that is asked."""
    topics: set[StatementTopic] = set()
    if LIMIT.search(text):
        topics = {"upper_level"}
    elif NEED.search(text):
        topics = {"requirement"}
    return {statement.text for _, statement in statements(catalog, near, topics)}


def fits_before(catalog: Catalog, question: Question, facts: Abstract, sentence: str) -> bool:
    """Whether a sentence is on people to whom happened before what the question tells of."""
    if not (TOLD_OF_BEFORE.search(question.text) and OF_THOSE_BEFORE.search(sentence)):
        return False
    groups = set(catalog.groups(question.understanding.outcomes))
    return bool(groups & {outcome.group for outcome in facts.outcomes})
