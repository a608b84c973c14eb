"""What answers a question of a particular kind, before and below a verdict."""

from __future__ import annotations

from typing import NamedTuple

from assistant.compose.closest import Close, Fit
from assistant.compose.parts import Question
from assistant.compose.sentences import scope
from assistant.compose.ways import in_written_words
from assistant.retrieve import Catalog
from assistant.schema import Abstract, DraftClaim, Section


class Told(NamedTuple):
    """First lines and the sections right below them."""

    lead: tuple[DraftClaim, ...] = ()
    sections: tuple[Section, ...] = ()
    replaces: bool = False
    """Whether they take the place of the verdict's line, as a number does that was asked for."""
    own: frozenset[str] = frozenset()
    """The documents on the very product that is asked about, if one is."""


def read_sentences(catalog: Catalog, question: Question, fit: Fit) -> list[Close]:
    """Every sentence of the standing studies on what a question names, with how well each fits it."""
    near = {form for name in question.understanding.substances for form in scope(catalog, name)}
    studies = [facts for facts, _ in catalog.standing(near)] if near else []
    groups = set(catalog.groups(question.understanding.outcomes))
    asked = in_written_words(catalog.vocabulary.ways, question.text)
    told = [(facts, text) for facts in studies for text in facts.sentences()]
    return [
        Close(facts, text, fitness.meaning, is_on_subject=bool(groups & groups_of(facts, text)))
        for (facts, text), fitness in zip(told, fit(asked, studies), strict=True)
    ]


def groups_of(facts: Abstract, text: str) -> set[str]:
    """The groups of outcomes on which a sentence is a result."""
    return {o.group for o in facts.outcomes if o.finding == text}
