"""Who asks, and what they are about to do, before the average of others."""

from __future__ import annotations

import pytest

from assistant.compose.acts import BEFORE_A_CHILD, DON_T_STOP
from assistant.compose.traits import meets_value, traits_of
from assistant.compose.turning import OF_OTHERS
from tests.builders import draft_for, limit, make_catalog, meta, outcome, statement, study

POOLED = "In 900 pooled adults, sleep quality was better with magnesium than with placebo."
VEGANS = "In the subgroup of vegans, sleep quality was no better with magnesium than with placebo."
PILOTS = "In the subgroup of pilots, sleep quality was no better with magnesium than with placebo."
HOMES = "The magnesium sleep trial does not apply to residents of nursing homes."
SMOKERS = "The magnesium sleep trial included smokers only, so the result may not hold for others."
MORE_IS_NOT = "For sleep, high doses of magnesium did worse, so more is not better."
NO_SUBSTITUTE = "Magnesium should not replace prescribed sleeping tablets."


def pooled(*results, **fields):
    """A review with a result on all people, and others beside it."""
    return meta("pooled", outcome(finding=POOLED), *results, **fields)


def subgroup(text):
    return outcome("unclear", role="subgroup", finding=text)


def lead(draft):
    """The first lines: the heading of each, and what it says."""
    return [(c.part, c.quotes[-1].text if c.quotes else c.text) for c in draft.lead]


# --- the person ------------------------------------------------------------------------------


def test_the_result_in_people_like_the_asker_goes_before_that_in_others():
    draft = draft_for(
        make_catalog(pooled(subgroup(PILOTS), subgroup(VEGANS))),
        "I'm a vegan, does magnesium help sleep?",
    )
    assert lead(draft)[0] == ("", VEGANS)
    assert {part for part, _ in lead(draft)[1:]} == {OF_OTHERS}
    assert (draft.evidence_part, draft.evidence.direction) == (OF_OTHERS, "benefit")


def test_without_a_word_on_the_asker_the_verdict_stands_first():
    draft = draft_for(
        make_catalog(pooled(subgroup(VEGANS))), "I'm an accountant, does magnesium help sleep?"
    )
    assert {part for part, _ in lead(draft)} == {""}
    assert VEGANS not in [text for _, text in lead(draft)]


def test_a_verdict_on_people_like_the_asker_is_theirs():
    own = POOLED.replace("adults", "vegans")
    catalog = make_catalog(
        meta("pooled", outcome(finding=own), limits=(limit(VEGANS, "small_sample"),))
    )
    draft = draft_for(catalog, "as a vegan, does magnesium help sleep?")
    assert {part for part, _ in lead(draft)} == {""}


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Dad lives in a care home. Does magnesium help sleep?", HOMES),
        ("I never smoked. Does magnesium help sleep?", SMOKERS),
    ],
)
def test_whom_a_trial_left_out_is_told_so_first(question, text):
    found = pooled(limits=(limit(HOMES, "different_population"), limit(SMOKERS, "different_population")))  # fmt: skip
    assert lead(draft_for(make_catalog(found), question))[0] == ("", text)


def test_a_limit_on_the_opposite_counts_only_for_what_the_verdict_rests_on():
    other = study("aside", outcome("benefit", "memory"), limits=(limit(SMOKERS, "different_population"),))  # fmt: skip
    draft = draft_for(make_catalog(pooled(), other), "I never smoked. Does magnesium help sleep?")
    assert {part for part, _ in lead(draft)} == {""}


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("I smoke ten a day", ["smokes"]),
        ("I have never smoked", ["never smoked"]),
        ("she does not smoke any more", []),
        ("my pressure was 134/80", []),
        ("it is 118 over 72", ["normal blood pressure"]),
        ("I'm not deficient", ["lacks nothing"]),
        ("her B12 came back low", ["lacks something"]),
        ("Kidney transplant in May", ["has a transplant"]),
        ("she broke her wrist in spring", ["broken or thin bones"]),
        ("is it without side effects", []),
    ],
)
def test_what_people_say_of_themselves_is_understood(told, names):
    assert [each.name for each in traits_of(told)] == names


@pytest.mark.parametrize(
    ("text", "question", "meets"),
    [
        ("No benefit was found with a TSH above 10 mU/L.", "my TSH is 12", True),
        ("No benefit was found with a TSH above 10 mU/L.", "TSH 4.2, should I?", False),
        ("It helped where the TSH was 10 mU/L or below.", "TSH: 4.2", True),
        ("It helped where the TSH was 10 mU/L or below.", "a TSH of 12", False),
        ("It helped where the TSH was measured.", "TSH 4.2", None),
        ("No benefit was found with a TSH above 10 mU/L.", "I take 12 mg", None),
    ],
)
def test_the_askers_own_figure_is_held_against_the_limit(text, question, meets):
    assert meets_value(text, question) is meets


# --- the act ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "Could magnesium replace my zopiclone for sleep?",
        "I want to come off zopiclone and take magnesium for sleep",
        "magnesium for sleep instead of my usual tablets?",
        "They offer me pills. Would magnesium do for sleep instead?",
    ],
)
def test_to_let_go_of_a_medicine_is_answered_first(question):
    found = pooled(statements=(statement("safety", NO_SUBSTITUTE),))
    draft = draft_for(make_catalog(found), question)
    assert draft.advice == DON_T_STOP
    assert lead(draft)[0] == ("", NO_SUBSTITUTE)


@pytest.mark.parametrize(
    "question",
    [
        "Should I stop magnesium while I take zopiclone?",
        "magnesium instead of melatonin for sleep?",
        "Do I skip magnesium on the day of my operation?",
        "Does magnesium help sleep?",
    ],
)
def test_to_let_go_of_a_supplement_is_no_such_act(question):
    assert draft_for(make_catalog(pooled()), question).advice == ""


def test_who_wants_a_child_and_takes_a_medicine_is_not_left_to_stop_it():
    draft = draft_for(
        make_catalog(pooled()), "I take zopiclone and want a baby, does magnesium help sleep?"
    )
    assert draft.advice == BEFORE_A_CHILD


def test_more_of_it_is_answered_by_what_is_said_of_more():
    found = pooled(statements=(statement("context", MORE_IS_NOT),))
    draft = draft_for(make_catalog(found), "Is it the more magnesium the better for sleep?")
    assert lead(draft)[0] == ("", MORE_IS_NOT)
    assert lead(draft)[1][0] == "At the amounts that were tested"
    assert draft.advice == ""


@pytest.mark.parametrize(
    ("question", "is_first"),
    [
        ("Is magnesium as good as zopiclone for sleep? I'm on zopiclone.", True),
        ("Is magnesium as good as zopiclone for sleep?", False),
    ],
)
def test_advice_on_the_askers_own_medicine_goes_before_a_comparison(question, is_first):
    text = "Magnesium must not be combined with sedatives without asking a doctor."
    found = pooled(statements=(statement("safety", text),))
    draft = draft_for(make_catalog(found), question)
    assert (lead(draft)[0] == ("", text)) is is_first


def test_to_cut_a_medicine_down_is_to_let_go_of_it():
    draft = draft_for(
        make_catalog(pooled()), "magnesium for sleep, can I then cut my zopiclone in half?"
    )
    assert draft.advice == DON_T_STOP
