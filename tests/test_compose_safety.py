"""What a reader must do or know comes first: medicines, people at risk, harms, and things taken together."""

from __future__ import annotations

import pytest

from assistant.compose.medicines import asked_medicines
from assistant.compose.units import amounts_in, is_above
from assistant.compose.warning import is_grave
from assistant.schema import Design, Understanding
from tests.builders import (
    VOCABULARY,
    claims_of,
    draft_for,
    make_catalog,
    outcome,
    statement,
    study,
)

REVIEW = Design.SYSTEMATIC_REVIEW
CLINIC = statement("safety", "Anyone on warfarin should tell the clinic before starting magnesium.")
ANY = statement("safety", "People on other medicines should ask a pharmacist about magnesium.")
LISTED = "Magnesium lowered the effect of warfarin, digoxin, tacrolimus and metformin in a review."
ALONE = "Magnesium lowered the effect of warfarin in a review."
LEVELS = "In healthy men, exposure to warfarin fell by 30% with magnesium."


def interaction(finding, **fields):
    return outcome("harm", "drug interaction", group="interactions", finding=finding, **fields)


def first_lines(catalog, question):
    return [claim.text for claim in draft_for(catalog, question).lead]


# --- medicines -------------------------------------------------------------------------------


def test_advice_on_the_very_medicine_comes_before_what_was_measured():
    catalog = make_catalog(study("paper", interaction(ALONE), kind=REVIEW, statements=(CLINIC,)))
    assert first_lines(catalog, "can I take magnesium with warfarin?") == [CLINIC.text, ALONE]


def test_a_sentence_on_the_medicine_alone_comes_before_a_list_of_medicines():
    catalog = make_catalog(
        study("lists", interaction(LISTED), kind=REVIEW), study("alone", interaction(ALONE), kind=REVIEW)
    )  # fmt: skip
    assert first_lines(catalog, "can I take magnesium with warfarin?") == [ALONE]


def test_advice_on_any_medicine_comes_before_levels_in_the_blood_and_after_what_people_had():
    levels = study("levels", interaction(LEVELS), kind=Design.PHARMACOKINETIC, statements=(ANY,))
    asked = "can I take magnesium with warfarin?"
    assert first_lines(make_catalog(levels), asked) == [ANY.text, LEVELS]
    had = study("had", interaction(ALONE), kind=REVIEW, statements=(ANY,))
    assert first_lines(make_catalog(had), asked) == [ALONE, ANY.text]


def test_advice_on_another_medicine_is_none_for_this_one():
    other = statement("safety", "Anyone on levothyroxine should tell the clinic about magnesium.")
    catalog = make_catalog(study("paper", interaction(ALONE), kind=REVIEW, statements=(other,)))
    assert first_lines(catalog, "can I take magnesium with warfarin?") == [ALONE]


def test_where_no_document_names_the_medicines_advice_comes_first_and_one_line_says_so():
    catalog = make_catalog(study("paper", interaction(ALONE), kind=REVIEW, statements=(ANY,)))
    assert first_lines(catalog, "can I take magnesium with simvastatin and metoprolol?") == [
        ANY.text,
        "Not known for simvastatin or metoprolol: no document here on magnesium names them or their classes.",
    ]


def test_a_brand_is_answered_by_what_is_said_of_its_generic_name():
    catalog = make_catalog(study("paper", interaction(ALONE), kind=REVIEW))
    assert first_lines(catalog, "can I take magnesium with Coumadin?") == [ALONE]
    assert first_lines(catalog, "can I take magnesium with Zocor?") == [
        "Not known for Zocor (simvastatin): no document here on magnesium names it or its class."
    ]


def test_what_such_a_medicine_does_to_people_is_shown_and_never_called_its_class():
    harms = "No more people bled with magnesium than with placebo: bleeding was rare."
    catalog = make_catalog(study("trial", interaction("Magnesium and antacids did not mix."), harms=harms))  # fmt: skip
    lines = first_lines(catalog, "can I take magnesium with Eliquis?")
    assert lines[0].startswith("Not known for Eliquis (apixaban): ")
    assert harms in lines


@pytest.mark.parametrize("medicine", VOCABULARY.medicines, ids=lambda item: item.name)
def test_each_brand_of_the_vocabulary_has_a_generic_name(medicine):
    # Products of several hormones, and those that go by another class's name, stand apart.
    apart = {"hormonal contraceptives", "HIV medicines", "lithium"}
    unknown = {g for g in medicine.brands.values() if g not in medicine.generics}
    assert not unknown or medicine.name in apart


def test_the_words_for_a_brand_are_those_of_its_generic_name_and_class():
    catalog = make_catalog(study("s"))
    seen = Understanding(medicines=("statins",), medicines_as_typed=("zocor",))
    (asked,) = asked_medicines(catalog, seen)
    assert asked.named == "Zocor (simvastatin)"
    assert asked.single == ("simvastatin", "zocor")
    assert asked.words == ("simvastatin", "zocor", "statin")


# --- people at risk --------------------------------------------------------------------------


def test_who_was_not_studied_is_said_before_a_remark_on_them():
    remark = statement(
        "safety", "This is no evidence about magnesium in pregnancy, the review says."
    )
    catalog = make_catalog(study("adults", kind=REVIEW, statements=(remark,)))
    assert first_lines(catalog, "is magnesium safe in pregnancy?") == [
        "Not known: no study here was of magnesium in pregnant women.",
        remark.text,
    ]


def test_advice_to_these_very_people_comes_before_that_nobody_studied_them():
    advice = statement("safety", "In pregnancy nobody should take magnesium: ask a doctor, please.")
    catalog = make_catalog(study("adults", kind=REVIEW, statements=(advice,)))
    assert first_lines(catalog, "is magnesium safe in pregnancy?") == [
        advice.text,
        "Not known: no study here was of magnesium in pregnant women.",
    ]


# --- harms -----------------------------------------------------------------------------------


def test_the_gravest_harm_and_what_to_do_about_it_lead():
    stop = statement("safety", "Anyone with jaundice should stop magnesium and see a doctor.")
    catalog = make_catalog(
        study(
            "cases",
            outcome("harm", "adverse events", group="side effects", finding="Some felt sick on magnesium."),
            outcome("harm", "adverse events", group="side effects", finding="Two people on magnesium died of it."),
            kind=Design.CASE_REPORT,
            statements=(stop,),
        )
    )  # fmt: skip
    lines = first_lines(catalog, "what are the side effects of magnesium?")
    assert lines == ["Two people on magnesium died of it.", stop.text]


def test_no_deaths_are_nothing_grave():
    assert is_grave("Three of eight died.")
    assert not is_grave("No deaths were reported with it.")


def test_a_harm_of_far_more_than_was_asked_about_does_not_lead():
    much = "At 800 mg of magnesium a day, people fell ill."
    open_ = "The panel could name no intake of magnesium that is free from concern."
    catalog = make_catalog(
        study(
            "panel",
            outcome("harm", "adverse events", group="side effects", finding=much),
            outcome("unclear", "adverse events", group="side effects", finding=open_),
            kind=REVIEW,
        )
    )
    assert first_lines(catalog, "are 100 mg of magnesium safe?")[0] == open_
    assert first_lines(catalog, "are 900 mg of magnesium safe?")[0] == much


def test_amounts_are_compared_in_one_unit():
    assert amounts_in("2.9 mg, 3 g and 400 IU") == [(2.9, "mg"), (3000.0, "mg"), (400.0, "iu")]
    assert amounts_in("40-80 micrograms") == [(0.04, "mg"), (0.08, "mg")]
    assert amounts_in("40 \u00b5g") == amounts_in("40 \u03bcg") == [(0.04, "mg")]
    assert is_above("Harm was seen at 10 mg.", amounts_in("2.9 mg"))
    assert not is_above("Harm was seen at 3 mg.", amounts_in("2.9 mg"))
    assert not is_above("Harm was seen at 400 IU.", amounts_in("2.9 mg"))


def test_who_tells_of_what_began_after_is_told_to_leave_it_off_and_see_a_doctor():
    catalog = make_catalog(study("s", outcome("harm", "hair loss")))
    draft = draft_for(catalog, "my hair loss began since I started magnesium, coincidence?")
    assert draft.caveats[0].text.startswith("If something began after you started to take it")


# --- several things together -----------------------------------------------------------------


def test_of_a_mix_each_part_is_told_or_said_to_be_absent_and_that_nobody_tested_it():
    catalog = make_catalog(
        study("m", outcome("harm", "adverse events", group="side effects")),
        study("z", outcome("harm", "adverse events", group="side effects"), substances=("zinc",)),
    )
    draft = draft_for(catalog, "is it safe to take magnesium, zinc and biotin together?")
    assert [(claim.part, claim.text.split(":")[0]) for claim in draft.lead[:2]] == [
        ("", "Not known"),
        ("", "Not known"),
    ]
    assert draft.lead[0].text == (
        "Not known: no trial here is of magnesium, zinc and biotin taken together."
    )
    assert draft.lead[1].text == "Not known: no document here is about biotin."
    assert {claim.part for claim in draft.lead[2:]} == {"Magnesium", "Zinc"}
    assert claims_of(draft)


def test_with_joins_what_is_taken_for_a_benefit_and_is_no_interaction():
    catalog = make_catalog(
        study("m"), study("w", interaction(ALONE), kind=REVIEW), study("z", substances=("zinc",))
    )
    draft = draft_for(catalog, "does magnesium with zinc help sleep?")
    assert ALONE not in [q.text for claim in draft.lead for q in claim.quotes]


def test_what_somebody_on_a_medicine_must_do_comes_before_whether_it_works():
    catalog = make_catalog(study("slept"), study("paper", interaction(ALONE), kind=REVIEW, statements=(CLINIC,)))  # fmt: skip
    lines = first_lines(catalog, "I take warfarin and sleep badly, will magnesium help my sleep?")
    assert lines[0] == CLINIC.text


def test_that_nothing_is_held_on_a_medicine_comes_before_other_harms():
    harm = outcome("harm", "adverse events", group="side effects", finding="Two on magnesium died.")
    catalog = make_catalog(study("cases", harm, kind=Design.CASE_REPORT))
    lines = first_lines(catalog, "is magnesium safe with my Zoloft?")
    assert lines[0].startswith("Not known for Zoloft (sertraline): ")
    assert "Two on magnesium died." in lines


def test_a_harm_with_medicines_is_not_called_no_harm_where_it_is_the_only_one():
    catalog = make_catalog(study("paper", interaction(ALONE), kind=REVIEW))
    lines = first_lines(catalog, "I take warfarin, is magnesium safe for me?")
    assert ALONE in lines
    assert not any("side effects" in line for line in lines)


def test_no_first_line_is_said_twice():
    catalog = make_catalog(study("paper", interaction(ALONE), kind=REVIEW, statements=(CLINIC,)))
    lines = first_lines(catalog, "I take warfarin, is magnesium safe and can I combine them?")
    assert len(lines) == len(set(lines))
