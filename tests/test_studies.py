"""Detected studies as facts: what goes in, and that they raise a body to limited at most."""

from __future__ import annotations

import pytest

from assistant.detect import correct_source, detect_source
from assistant.retrieve import Catalog
from assistant.schema import Body, Corrections, Design, DetectedStudy, Source
from assistant.studies import study_of
from assistant.weigh import weigh_body
from tests.builders import VOCABULARY, meta, outcome, source, study

TITLE = "Magnesium and sleep in older adults"
TRIAL = (
    "One hundred and twenty adults over 65 were randomly assigned to magnesium (n = 60) or placebo (n = 60) in a "
    "double-blind, placebo-controlled trial. Sleep quality improved significantly with magnesium and not with "
    "placebo (P = 0.01). Supported by a grant of the National Research Council."
)
SHOP = (
    "Sleep quality improves with magnesium. Add to cart now. Free shipping, 20% off our capsules."
)


def document(name: str, text: str = TRIAL, title: str = TITLE) -> Source:
    """A document without front matter, with what was detected in it."""
    return detect_source(Source(source_id=name, title=title, text=f"# {title}\n\n{text}"))


def confirmed(found: Source) -> Source:
    """The same after the user found the detected facts right."""
    return correct_source(found, Corrections(is_confirmed=True))


def body(*sources: Source) -> Body:
    """What these documents hold on magnesium and sleep."""
    return weigh_body("magnesium", "sleep", Catalog(sources, VOCABULARY))


def test_a_sure_trial_becomes_facts_that_are_all_sentences_of_its_text() -> None:
    found = document("mine")
    facts = study_of(found)
    assert facts is not None
    assert (facts.kind, facts.species, facts.n_analysed) == (Design.RCT, "human", 120)
    assert (facts.substances, facts.comparator_kind) == (("magnesium",), "placebo")
    assert (facts.funding_class, facts.populations) == ("independent", ("older",))
    assert (facts.harms_reported, facts.is_checked) == (False, False)
    assert [o.direction for o in facts.outcomes] == ["benefit"]
    assert all(sentence in found.text for sentence in facts.sentences())
    assert found.may_be_weighed
    assert found.design is Design.RCT


@pytest.mark.parametrize(
    "found",
    [
        document("shop", SHOP),
        document("two", title="Magnesium and zinc for sleep", text=TRIAL + " Zinc was given too."),
        document("none", TRIAL.replace("Sleep quality improved significantly", "All went well")),
        document("plan", "A total of 120 adults will be randomised to magnesium or placebo."),
        document("hint", "Sleep quality improved significantly with magnesium (P = 0.01)."),
    ],
    ids=lambda found: found.source_id,
)
def test_what_is_not_surely_a_study_of_one_thing_is_no_study(found: Source) -> None:
    assert study_of(found) is None
    assert not found.may_be_weighed
    assert found.design is Design.ARTICLE


def test_front_matter_stands_for_itself() -> None:
    own = source(study("own"))
    assert study_of(own) is None
    assert own.may_be_weighed


def test_detected_studies_raise_a_body_to_limited_however_many_there_are() -> None:
    found = body(*(document(f"d{i}") for i in range(5)))
    assert (found.evidence.level, found.evidence.direction) == ("limited", "benefit")
    assert found.evidence.human_trials == 5


def test_confirmed_ones_count_like_any_other() -> None:
    found = body(*(confirmed(document(f"d{i}")) for i in range(2)))
    assert found.evidence.level == "moderate"


def test_a_detected_study_changes_neither_level_nor_direction_of_good_ones() -> None:
    good = source(meta("good", outcome("no_effect", important_effect_excluded=True)))
    alone, beside = body(good), body(good, document("d"))
    assert (beside.evidence.level, beside.evidence.direction) == (
        alone.evidence.level,
        alone.evidence.direction,
    )
    assert beside.deciding == alone.deciding


def test_a_retracted_document_is_outside_the_body() -> None:
    retracted = document("gone", f"RETRACTED: magnesium and sleep.\n\n{TRIAL}")
    facts = study_of(retracted)
    assert isinstance(facts, DetectedStudy)
    assert facts.is_retracted
    assert body(retracted).evidence.level == "none"


def test_a_user_who_says_that_it_is_an_article_takes_it_out() -> None:
    corrected = correct_source(document("mine"), Corrections(document="article"))
    assert study_of(corrected) is None
    assert body(corrected).results == ()
