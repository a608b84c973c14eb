"""Drafts that the verifier lets pass whole, and what stands in them."""

from __future__ import annotations

from assistant.compose.parts import Question
from assistant.schema import Design
from assistant.triage import triage_question
from assistant.understand import Understander
from assistant.verify import Verifier
from tests.builders import study


def headings(draft):
    return [section.heading for section in draft.sections]


def caveat_texts(draft, kind):
    return [caveat.text for caveat in draft.caveats if caveat.kind is kind]


def verified(catalog, draft):
    """The draft, after making sure that the Verifier cuts nothing of it."""
    assert Verifier(catalog, catalog.texts.get).verify(draft).verification.cut == 0
    return draft


def question_of(catalog, text):
    return Question(text, Understander(catalog.vocabulary).understand(text), triage_question(text))


def agency(source_id="agency", *said, kind=Design.FACT_SHEET, **fields):
    values = {"outcomes": (), "authors": "Health Agency", "statements": said, **fields}
    return study(source_id, kind=kind, **values)
