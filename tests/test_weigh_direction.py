"""Rules R8 to R15 of the design: direction, counts, notices, harms; values are worked out by hand in a comment.

`study` is by default a good trial: magnesium alone, placebo, 100 analysed (50 an arm), randomised,
independently funded, its own team, primary outcome sleep, direction benefit.
"""

from __future__ import annotations

import pytest

from assistant.schema import CaveatKind, Design
from assistant.weigh import max_strength
from tests.builders import (
    article,
    article_claim,
    body_of,
    meta,
    notice,
    outcome,
    study,
)

SURE = {"important_effect_excluded": True}


def level(*facts, **where):
    return body_of(*facts, **where).evidence.level


def direction(*facts, **where):
    return body_of(*facts, **where).evidence.direction


# --- R8 --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([outcome("benefit"), outcome("unclear", role="secondary")], "benefit"),
        ([outcome("unclear"), outcome("benefit", role="secondary")], "unclear"),
        ([outcome("unclear"), outcome("benefit", role="surrogate")], "unclear"),
        ([outcome("benefit"), outcome("unclear")], "mixed"),
        ([outcome("benefit"), outcome("harm")], "mixed"),
        ([outcome("unclear", role="secondary"), outcome("benefit", role="subgroup")], "unclear"),
        (
            [outcome("unclear"), outcome("benefit", role="primary", comparison="baseline")],
            "unclear",
        ),
        ([outcome("benefit"), outcome("unclear", comparison="active")], "benefit"),
        ([outcome("unclear"), outcome("benefit", comparison="active")], "mixed"),
    ],
    ids=[
        "primary before secondary",
        "a secondary success does not turn a primary null",
        "a marker does not turn a primary null",
        "primaries that differ are mixed",
        "benefit and harm are mixed",
        "a subgroup does not turn a null",
        "a change within one arm is not a between-arm result",
        "a tie with an active comparator stands apart",
        "a win over an active comparator is a result, not a tie",
    ],
)
def test_r8_direction_of_a_study(outcomes, expected):
    assert body_of(study("trial", *outcomes)).results[0].direction == expected


TIE = outcome("unclear", comparison="active")


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([TIE, outcome("benefit", role="subgroup")], "unclear"),
        ([TIE, outcome("benefit", role="surrogate")], "unclear"),
        ([TIE, outcome("harm", role="subgroup"), outcome("benefit", role="surrogate")], "unclear"),
        ([TIE, outcome("benefit", role="secondary")], "unclear"),
        ([outcome("benefit", comparison="baseline"), outcome("harm", role="subgroup")], "benefit"),
        ([outcome("unclear", role="secondary"), outcome("benefit", role="surrogate")], "unclear"),
        ([TIE, outcome("benefit")], "benefit"),
        # With nothing else there, they are all that speaks.
        ([outcome("benefit", role="subgroup")], "benefit"),
        ([outcome("benefit", role="subgroup"), outcome("unclear", role="surrogate")], "mixed"),
    ],
    ids=[
        "a subgroup beside a tie",
        "a marker beside a tie",
        "both beside a tie",
        "a secondary beside a tie",
        "a subgroup beside a change in one arm",
        "a marker beside a secondary",
        "a primary beside a tie",
        "a subgroup alone",
        "a subgroup and a marker alone",
    ],
)
def test_r8_a_subgroup_or_marker_never_speaks_over_a_tied_primary(outcomes, expected):
    assert body_of(study("trial", *outcomes)).results[0].direction == expected


def test_r8_a_secondary_result_never_speaks_over_the_aim():
    aim, beside = outcome("benefit", role="unstated"), outcome("no_effect", role="secondary")
    assert body_of(study("trial", aim, beside)).results[0].direction == "benefit"
    assert body_of(study("trial", beside)).results[0].direction == "unclear"


def test_r8_a_tie_with_an_active_comparator_is_no_null_result():
    # Benefit over placebo, "no worse than" a drug: nothing here failed.
    trial = study("trial", outcome("benefit"), outcome("unclear", comparison="active"))
    assert body_of(trial).evidence.null_results == 0


# --- R9 --------------------------------------------------------------------------------------


def test_r9_no_effect_needs_an_interval_that_excludes_an_effect_that_matters():
    assert direction(study("a", outcome("no_effect", **SURE))) == "no_effect"
    assert direction(study("a", outcome("no_effect"))) == "unclear"
    assert direction(study("a", outcome("no_effect", important_effect_excluded=False))) == "unclear"


def test_r9_unclear_is_counted_among_the_nulls():
    # a: unclear, b: no_effect, c: benefit: two nulls.
    evidence = body_of(
        study("a", outcome("unclear")), study("b", outcome("no_effect", **SURE)), study("c")
    ).evidence
    assert evidence.null_results == 2


def test_r9_one_null_without_such_an_interval_makes_the_body_unclear():
    both = body_of(study("a", outcome("no_effect", **SURE)), study("b", outcome("unclear")))
    assert both.evidence.direction == "unclear"


# --- R10 -------------------------------------------------------------------------------------


def test_r10_good_syntheses_set_the_direction_before_trials():
    # One good meta-analysis (benefit) against three good trials that found nothing.
    nulls = [study(f"t{i}", outcome("unclear")) for i in range(3)]
    body = body_of(meta("m"), *nulls)
    assert (body.evidence.direction, body.deciding) == ("benefit", ("m",))
    assert body.evidence.null_results == 3


def test_r10_good_trials_set_the_direction_before_the_rest():
    # Four small positive trials are no match for one good null: no votes.
    small = [study(f"s{i}", n_analysed=20, smallest_arm=10) for i in range(4)]
    body = body_of(study("good", outcome("unclear")), *small)
    assert (body.evidence.direction, body.deciding) == ("unclear", ("good",))


def test_r10_the_rest_decides_when_there_is_nothing_better():
    small = {"n_analysed": 20, "smallest_arm": 10}
    assert direction(study("a", **small), study("b", **small)) == "benefit"


def test_r10_disagreement_is_mixed_whatever_the_count():
    # Five good trials for, one against: a vote would say benefit.
    pro = [study(f"p{i}") for i in range(5)]
    assert direction(*pro, study("contra", outcome("unclear"))) == "mixed"


def test_r10_a_synthesis_rated_low_does_not_overrule_good_trials():
    low = meta("m", outcome("benefit", certainty="low"))
    assert direction(low, study("good", outcome("unclear"))) == "unclear"


# --- R11 -------------------------------------------------------------------------------------


def test_r11_separate_trials_are_counted_and_their_people_added():
    # 100 + 60 people in two trials; rats and a mixture count nowhere.
    others = [study("rats", kind=Design.ANIMAL), study("mix", combination=True)]
    evidence = body_of(study("a"), study("b", n_analysed=60), *others).evidence
    assert (evidence.human_trials, evidence.participants) == (2, 160)


def test_r11_people_are_unknown_where_one_trial_does_not_say():
    unsaid = study("b", n_analysed=None, n_randomised=None)
    evidence = body_of(study("a"), unsaid).evidence
    assert (evidence.human_trials, evidence.participants) == (2, None)


def test_r11_people_are_never_added_across_syntheses():
    # 500 and 800 people: the larger one stands alone with its 7 trials.
    evidence = body_of(meta("m"), meta("n", trials=7, people=800)).evidence
    assert (evidence.human_trials, evidence.participants) == (7, 800)


def test_r11_people_are_never_added_to_a_synthesis():
    # Whether the review holds the two trials is unknown: 5 trials and 500 people, not 7 and 700.
    evidence = body_of(meta("m"), study("a"), study("b")).evidence
    assert (evidence.human_trials, evidence.participants) == (5, 500)


def test_r11_trials_and_people_come_from_the_same_synthesis():
    # 3 trials of 400 people stand alone; four separate trials beside them are not mixed in.
    trials = [study(f"t{i}") for i in range(4)]
    evidence = body_of(meta("m", trials=3, people=400), *trials).evidence
    assert (evidence.human_trials, evidence.participants) == (3, 400)


def test_r11_a_trial_inside_a_counted_review_does_not_count_again():
    # The review is too small to be good, so "the rest" decides; its own trial isn't a second voice.
    inside = study("inside", outcome("unclear"), n_analysed=30, smallest_arm=15)
    review = meta("m", trials=2, people=100, studies_reviewed=("inside",))
    assert direction(review, inside) == "benefit"


# --- R12 -------------------------------------------------------------------------------------

RETRACTED = notice("retraction", "The journal retracted this article in 2022.")


def test_r12_a_retracted_study_is_outside_level_and_counts_but_shown():
    # Without it: one trial, limited, 100 people. With it counted it would be moderate, 200.
    body = body_of(study("a"), study("bad", notices=(RETRACTED,)))
    assert body.evidence.level == "limited"
    assert (body.evidence.human_trials, body.evidence.participants) == (1, 100)
    assert [r.facts.id for r in body.results if r.facts.is_retracted] == ["bad"]
    assert body.deciding == ("a",)


def test_r12_a_retracted_study_alone_is_no_evidence():
    evidence = body_of(study("bad", outcome("unclear"), notices=(RETRACTED,))).evidence
    assert (evidence.level, evidence.human_trials, evidence.null_results) == ("none", 0, 0)


def test_r12_a_retracted_study_is_not_among_the_direct_ones():
    # `Body.direct` is "the results that count for the level".
    body = body_of(study("a"), study("bad", notices=(RETRACTED,)))
    assert [r.facts.id for r in body.direct] == ["a"]


def test_r12_a_retracted_synthesis_does_not_decide():
    body = body_of(study("a", outcome("unclear")), meta("bad", notices=(RETRACTED,)))
    assert (body.evidence.level, body.evidence.direction) == ("limited", "unclear")
    assert body.evidence.participants == 100


def test_r12_retracted_animal_work_is_not_preclinical_evidence():
    assert level(study("rats", kind=Design.ANIMAL, notices=(RETRACTED,))) == "none"


def test_r12_a_correction_leaves_the_study_counted():
    corrected = notice("correction", "A correction changed one table.")
    assert level(study("a", notices=(corrected,)), study("b")) == "moderate"


# --- R13 -------------------------------------------------------------------------------------


def test_r13_guidelines_never_set_the_level():
    board = study("board", outcome("benefit", certainty="high"), kind=Design.GUIDELINE)
    assert level(board) == "none"
    assert level(board, study("a")) == "limited"


def test_r13_not_recommended_for_lack_of_evidence_is_not_no_effect():
    board = study("board", outcome("no_effect", **SURE), kind=Design.GUIDELINE)
    evidence = body_of(board).evidence
    assert (evidence.direction, evidence.null_results) == ("unclear", 0)
    assert direction(board, study("a")) == "benefit"


# --- R14 -------------------------------------------------------------------------------------


def test_r14_a_harm_elsewhere_does_not_touch_the_benefit():
    trial = study("a", outcome("benefit"), outcome("harm", "liver injury", role="harm"))
    assert direction(trial, group="sleep") == "benefit"
    assert direction(trial, group="liver") == "harm"


def test_r14_one_case_report_is_enough_for_a_harm():
    case = study("case", outcome("harm", "liver injury", role="harm"), kind=Design.CASE_REPORT)
    evidence = body_of(case, group="liver").evidence
    assert (evidence.level, evidence.direction) == ("limited", "harm")
    assert evidence.human_trials == 0  # a case report is no trial


# --- R15 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("design", "level_", "cap"),
    [
        (Design.ARTICLE, "strong", 0),
        (Design.NARRATIVE_REVIEW, "strong", 0),
        (Design.FACT_SHEET, "strong", 0),
        (Design.GUIDELINE, "strong", 0),
        (Design.IN_VITRO, "preclinical", 3),
        (Design.ANIMAL, "preclinical", 3),
        (Design.CASE_REPORT, "limited", 1),
        (Design.OBSERVATIONAL, "strong", 1),
        (Design.NONRANDOMIZED_TRIAL, "limited", 1),
        (Design.RCT, "limited", 3),
        (Design.SYSTEMATIC_REVIEW, "strong", 2),
        (Design.META_ANALYSIS, "limited", 2),
        (Design.META_ANALYSIS, "moderate", 3),
        (Design.META_ANALYSIS, "strong", 3),
        (Design.PHARMACOKINETIC, "limited", 3),
    ],
)
def test_r15_how_strong_a_sentence_may_be(design, level_, cap):
    assert max_strength(design, level_) == cap


def test_article_claims_of_the_unit_are_kept_with_their_article():
    about = article_claim("The shop says that magnesium deepens sleep.")
    elsewhere = article_claim("The shop says that magnesium regrows hair.", outcomes=("hair loss",))
    body = body_of(article("shop", about, elsewhere), study("a"))
    assert body.claims == (("shop", about),)


def test_the_best_study_comes_first():
    # Direct before indirect, then by design, then the larger one.
    facts = [
        study("rats", kind=Design.ANIMAL),
        study("small", n_analysed=50),
        study("large", n_analysed=500),
        meta("pooled"),
        study("mix", combination=True, n_analysed=900),
    ]
    ids = [r.facts.id for r in body_of(*facts).results]
    assert ids == ["pooled", "large", "small", "mix", "rats"]


# --- what belongs to a body, and what decides it ---------------------------------------------


def test_a_result_on_one_salt_of_a_study_is_none_of_the_other():
    facts = study(
        "salts",
        outcome("benefit", substances=("magnesium citrate",)),
        substances=("magnesium citrate", "magnesium L-threonate"),
    )
    of = {s: body_of(facts, substance=s) for s in facts.substances}
    assert {s: len(body.direct) for s, body in of.items()} == {
        "magnesium citrate": 1,
        "magnesium L-threonate": 0,
    }
    assert of["magnesium L-threonate"].results[0].indirect_because == (CaveatKind.DIFFERENT_FORM,)


@pytest.mark.parametrize(("team", "direction"), [("same", "harm"), ("other", "mixed")])
def test_a_side_report_never_speaks_over_the_aim_of_its_trial(team, direction):
    sizes = {"n_analysed": None, "n_randomised": 900}
    aim = study("aim", outcome("harm"), team="same", **sizes)
    aside = study("aside", outcome("unclear", role="secondary"), team=team, **sizes)
    assert body_of(aim, aside).evidence.direction == direction


def test_what_was_only_observed_is_heard_where_nothing_was_tested():
    tested = study("tested", outcome("unclear"), n_analysed=20)
    seen = study("seen", outcome("benefit"), kind=Design.OBSERVATIONAL)
    assert body_of(tested, seen).evidence.direction == "unclear"
    assert body_of(seen).evidence.direction == "benefit"


def test_a_plan_is_no_study_that_counts():
    plan = study("plan", outcome("unclear"), is_protocol=True)
    body = body_of(plan)
    assert (body.direct, body.evidence.human_trials, body.evidence.level) == ((), 0, "none")
