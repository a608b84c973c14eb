"""How soon, for how long, what after stopping; and how much for whom and for what."""

from __future__ import annotations

import pytest

from assistant.schema import Design
from tests.builders import draft_for, make_catalog, outcome, statement, study

REVIEW = Design.SYSTEMATIC_REVIEW
LONG = "In this trial adults took magnesium for 12 weeks, a group placebo."
SHORT = "In this trial adults took magnesium for 21 days, a group placebo."


def trials():
    return (
        study("long", authors="Long A", design=LONG, duration="12 weeks"),
        study("short", authors="Short B", design=SHORT, duration="21 days"),
    )


def first_lines(catalog, question):
    return [claim.text for claim in draft_for(catalog, question).lead]


def test_how_soon_is_told_by_what_documents_say_and_by_how_long_trials_lasted():
    assert first_lines(make_catalog(*trials()), "how fast does magnesium work?") == [
        "How soon is not told here; the trials here lasted 21 days (Short) and 12 weeks (Long)."
    ]
    said = statement("timing", "Benefits of magnesium appeared only after weeks of use.")
    told = make_catalog(*trials(), study("review", kind=REVIEW, statements=(said,)))
    assert first_lines(told, "how fast does magnesium work?") == [
        said.text,
        "The trials here lasted 21 days (Short) and 12 weeks (Long).",
    ]


def test_how_soon_a_harm_came_is_no_answer_to_how_soon_something_works():
    harm = statement("timing", "Liver injury from magnesium appeared after 3 weeks.")
    catalog = make_catalog(*trials(), study("cases", kind=Design.CASE_REPORT, statements=(harm,)))
    assert harm.text not in first_lines(catalog, "how fast does magnesium work?")


def test_what_came_after_stopping_is_told_or_said_to_be_in_no_document():
    asked = "what happens if I stop taking magnesium?"
    assert first_lines(make_catalog(*trials()), asked)[0] == (
        "Not known: no document here says what happens when magnesium is stopped."
    )
    fell = "Scores fell again four weeks after stopping magnesium."
    catalog = make_catalog(*trials(), study("fell", outcome("benefit", finding=fell)))
    assert first_lines(catalog, asked) == [fell]


def test_of_long_use_the_longest_trial_is_named_and_what_may_go_wrong_stands_beside():
    open_ = "The long-term safety of magnesium is not known."
    catalog = make_catalog(
        *trials(), study("review", kind=REVIEW, statements=(statement("safety", open_),))
    )
    lines = first_lines(catalog, "can I keep taking magnesium long term?")
    assert lines[:2] == [open_, "The longest trial of magnesium here lasted 12 weeks (Long)."]
    assert len(lines) > 2


def test_a_course_without_any_trial_says_so():
    catalog = make_catalog(study("seen", kind=Design.OBSERVATIONAL))
    assert first_lines(catalog, "how long until magnesium works?") == [
        "Not known: no trial here tested magnesium, so no trial tells how long it takes."
    ]


# --- amounts ---------------------------------------------------------------------------------


def dosed(source_id, *outcomes, **fields):
    text = f"In this trial adults took 300 mg of magnesium a day or placebo ({source_id})."
    return study(source_id, *outcomes, design=text, dose_elemental_mg_per_day=300.0, **fields)


def test_an_amount_that_was_taken_names_its_trial():
    catalog = make_catalog(dosed("one", authors="Aster A"), dosed("two", authors="Birch B"))
    assert first_lines(catalog, "how much magnesium do people take in trials?") == [
        "In trials here people took 300 mg (Aster and Birch) of magnesium a day."
    ]
    alone = make_catalog(dosed("one", authors="Aster A"))
    assert first_lines(alone, "how much magnesium do people take in trials?") == [
        "In the trial of Aster people took 300 mg of magnesium a day."
    ]


def test_no_amount_is_told_to_people_in_whom_nothing_was_given():
    catalog = make_catalog(dosed("adults", authors="Aster A"))
    assert first_lines(catalog, "how much magnesium can I take in pregnancy?") == [
        "Not known: no study here gave magnesium to pregnant women, so no amount is known for them."
    ]


def test_people_at_risk_are_warned_before_any_amount():
    told = statement("dose", "People with kidney disease took 100 mg of magnesium a day.")
    warns = statement("safety", "People with kidney disease need medical advice before magnesium.")
    catalog = make_catalog(dosed("adults"), study("review", kind=REVIEW, statements=(told, warns)))
    lines = first_lines(catalog, "I have kidney disease, how much magnesium should I take?")
    assert lines[0] == warns.text


def test_where_no_trial_gave_it_for_a_purpose_no_amount_is_said_to_work():
    harm = outcome(
        "harm", "hair loss", finding="Hair loss was seen in people poisoned with magnesium."
    )
    poisoned = study("cases", harm, kind=Design.OBSERVATIONAL, design="People were poisoned by 900 mg a day.")  # fmt: skip
    lines = first_lines(make_catalog(poisoned), "which magnesium dose is best against hair loss?")
    assert any("no trial here tested any amount of magnesium" in line for line in lines)
    assert lines.index(harm.finding) > 0


@pytest.mark.parametrize("asked", ["how much magnesium is too much?", "what is the maximum of magnesium a day?"])  # fmt: skip
def test_a_limit_that_no_document_gives_is_said_to_be_in_none(asked):
    lines = first_lines(make_catalog(dosed("one", authors="Aster A")), asked)
    assert lines[0] == "Not known: no document here gives an upper limit for magnesium."
    level = statement("upper_level", "Adults should take at most 350 mg of magnesium a day.")
    given = make_catalog(study("body", kind=REVIEW, statements=(level,)), dosed("one"))
    assert not any("upper limit" in line for line in first_lines(given, asked))


def test_who_was_named_for_the_first_thing_asked_is_who_the_amount_is_for():
    catalog = make_catalog(dosed("adults", authors="Aster A"))
    lines = first_lines(catalog, "can my 8 year old take magnesium for sleep and how much?")
    assert lines[0] == "Not known: no document here is about magnesium and sleep in children."
    assert not any("people took" in line for line in lines)


def test_how_much_was_found_in_the_blood_is_no_amount_to_take():
    marker = statement("safety", "In kidney disease 22 mg/dL of urea was high on magnesium.")
    catalog = make_catalog(dosed("adults"), study("review", kind=REVIEW, statements=(marker,)))
    lines = first_lines(catalog, "I have kidney disease, how much magnesium should I take?")
    assert any("no amount is known for them" in line for line in lines)


def test_what_stops_working_is_asked_of_long_use_and_not_of_stopping():
    open_ = statement("safety", "The benefit of magnesium did not wear off with use.")
    catalog = make_catalog(*trials(), study("review", kind=REVIEW, statements=(open_,)))
    lines = first_lines(catalog, "does magnesium stop working if I take it every day?")
    assert lines[:2] == [open_.text, "The longest trial of magnesium here lasted 12 weeks (Long)."]


def test_to_stop_something_on_a_medicine_is_first_a_question_of_both():
    clinic = statement("safety", "Anyone on warfarin should tell the clinic about magnesium.")
    catalog = make_catalog(*trials(), study("review", kind=REVIEW, statements=(clinic,)))
    lines = first_lines(catalog, "I'm on warfarin, can I just quit magnesium?")
    assert lines[0] == clinic.text


def test_what_came_after_stopping_is_told_whatever_outcome_the_question_names():
    fell = "Scores fell again four weeks after stopping magnesium."
    catalog = make_catalog(study("fell", outcome("benefit", finding=fell)), study("hair", outcome("benefit", "hair loss")))  # fmt: skip
    asked = "my mum takes magnesium for hair loss, what happens if she stops taking it?"
    assert first_lines(catalog, asked) == [fell]
