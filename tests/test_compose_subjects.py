"""What a sentence of a document is about, which decides whether it may answer."""

from __future__ import annotations

import pytest

from assistant.compose import Question
from assistant.compose.statements import all_candidates
from assistant.compose.subjects import About, Subjects
from assistant.triage import triage_question
from assistant.understand import Understander
from tests.builders import make_catalog

PAGE = """# Magnesium L-threonate and sleep

Magnesium L-threonate is a salt. It may deepen sleep. Magnesium is a mineral. Sleep matters to everybody.

## Biotin

Biotin is a vitamin. It does nothing for sleep. Nails may grow. It is cheaper than magnesium L-threonate.
"""


def about(question: str, page: str = PAGE, title: str = "") -> dict[str, About]:
    """By sentence of a page, how surely it is about what a question names."""
    catalog = make_catalog()
    seen = Understander(catalog.vocabulary).understand(question)
    said = all_candidates(page)
    subjects = Subjects(catalog, Question(question, seen, triage_question(question)))
    return {s.text: a for s, a in zip(said, subjects.of(title, said), strict=True)}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Magnesium L-threonate is a salt.", About.NAMED),
        ("Magnesium is a mineral of the body.", About.NEAR),
        ("Sleep matters to everybody.", About.CARRIED),
        ("Biotin is a vitamin of the skin.", About.OTHER),
        ("It does nothing for sleep at all.", About.OTHER),
        ("Nails may grow a little faster.", About.OTHER),
        ("It is cheaper than magnesium L-threonate.", About.OTHER),
    ],
)
def test_a_sentence_is_about_what_it_its_heading_or_the_one_before_names(
    sentence: str, expected: About
):
    page = PAGE.replace("is a mineral.", "is a mineral of the body.").replace(
        "is a vitamin.", "is a vitamin of the skin."
    )
    page = page.replace(
        "for sleep. Nails may grow.", "for sleep at all. Nails may grow a little faster."
    )
    found = about("does magnesium L-threonate help sleep?", page)
    assert found.get(sentence, "not quoted") == expected


def test_names_that_lost_their_hyphens_are_known():
    page = "Magnesium LThreonate makes people sleep."
    assert about("does magnesium L-threonate help sleep?", page) == {page: About.NAMED}


def test_what_the_vocabulary_does_not_know_is_found_as_it_was_typed():
    page = "Zopaflor makes people sleep.\n\nZinc makes people sleep too."
    assert list(about("does zopaflor help sleep?", page).values()) == [About.NAMED, About.OTHER]


def test_a_sentence_without_names_is_about_what_its_document_is_on():
    page = "Magnesium citrate is a salt of magnesium.\n\nPeople sleep through the whole night."
    assert list(about("is magnesium citrate good for sleep?", page).values())[1] is About.DOCUMENT
    assert list(about("is zinc good for sleep?", page).values())[1] is About.OTHER
