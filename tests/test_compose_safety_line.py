"""The harm or warning beside a verdict: the nearest to the question, never a remote one in its place."""

from __future__ import annotations

import pytest

from assistant.compose.safety_line import is_told_harm
from tests.builders import draft_for, make_catalog, outcome, statement, study
from tests.test_compose_closest import meaning

ASKED = "does 300 mg of magnesium help sleep?"
CRAMPS = "Cramps were more frequent with 300 mg of magnesium a day than with placebo."
POISONED = "After a poisoning with 90 g of magnesium, all of nine people fainted."
DIED = "One of four people who took magnesium for years died of it."
SPRAY = "Doctors advise people with weak kidneys to avoid magnesium."
FINE = "Magnesium was well tolerated and safe in this study."


def harm(text):
    return outcome("harm", "adverse events", role="harm", finding=text)


def told(*facts, question=ASKED, **scores):
    draft = draft_for(make_catalog(*facts), question, fit=meaning(**scores))
    return [caveat.text for caveat in draft.caveats if is_told_harm(caveat)]


def test_a_harm_of_the_asked_amount_stands_before_one_of_a_poisoning():
    facts = study("one", outcome(), harm(CRAMPS)), study("two", harm(POISONED))
    assert told(*facts, Cramps=0.3, poisoning=0.9) == [CRAMPS]


def test_what_people_died_of_stands_first():
    died = outcome("harm", "liver injury", role="harm", finding=DIED)
    facts = study("one", outcome()), study("two", died), study("three", harm(CRAMPS))
    assert told(*facts, Cramps=0.5) == [DIED, CRAMPS]


def test_a_warning_that_is_near_the_question_is_told_though_no_harm_was_seen():
    facts = study("one", outcome(), statements=(statement("advice", SPRAY),))
    question = "my kidneys are weak, does magnesium help sleep?"
    draft = draft_for(make_catalog(facts), question, fit=meaning(kidneys=0.9))
    texts = [c.text for c in draft.caveats] + [c.quotes[-1].text for c in draft.lead if c.quotes]
    assert SPRAY in texts


@pytest.mark.parametrize("score", [0.0, 0.9])
def test_what_reassures_is_no_warning(score):
    facts = study("one", outcome(), harms=FINE, harms_reported=True)
    assert told(facts, tolerated=score) == []
