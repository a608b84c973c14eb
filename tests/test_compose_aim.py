"""An outcome that has no name here: nothing else is answered in its place."""

from __future__ import annotations

import pytest

from assistant.schema import Coverage, CoverageClaim
from tests.builders import draft_for, make_catalog, study


def test_what_no_document_uses_the_words_for_is_not_known():
    draft = draft_for(make_catalog(study("a")), "does magnesium help with bunions?")
    said = draft.lead[0]
    assert (draft.status, draft.reason) == ("no_evidence", "outcome_absent")
    assert isinstance(said, CoverageClaim)
    assert said.text == "Not known: no document here addresses magnesium on bunions."
    assert said.query == Coverage(
        substances=said.query.substances, words=("bunions",), scope="any", expected=0
    )
    assert "magnesium" in said.query.substances


@pytest.mark.parametrize(
    "question",
    [
        "does magnesium help with sleep?",
        "how much magnesium should I take for bunions?",
        "does zinc help with bunions?",
    ],
)
def test_anything_else_that_is_asked_is_answered_as_such(question):
    draft = draft_for(make_catalog(study("a")), question)
    assert all("on bunions" not in claim.text for claim in draft.lead)


def test_a_document_that_uses_the_words_is_not_passed_over():
    said = "In a trial of magnesium in 100 adults, bunions hurt less than with placebo."
    catalog = make_catalog(study("a", harms=said))
    draft = draft_for(catalog, "does magnesium help with bunions?")
    assert all("addresses magnesium on bunions" not in claim.text for claim in draft.lead)


@pytest.mark.parametrize(
    ("question", "is_absent"),
    [
        ("does metformin improve sleep?", True),
        ("i take metformin, what helps sleep?", False),
        ("metformin keeps me awake, does anything help sleep?", False),
    ],
)
def test_a_medicine_that_no_document_is_about_is_said_to_be_absent(question, is_absent):
    # A study that names it, as berberine's do, is not about it.
    catalog = make_catalog(study("a", harms="Nobody who took metformin beside it was harmed."))
    draft = draft_for(catalog, question)
    said = [claim.text for claim in draft.lead]
    assert ("Not known: no document here is about metformin." in said) is is_absent
    assert (draft.reason == "substance_absent") is is_absent
