"""Rules R1 to R7 of the design, the level of a body; each expected value is worked out by hand in a comment.

`study` is by default a good trial: magnesium alone, placebo, 100 analysed (50 an arm), randomised,
independently funded, its own team, primary outcome sleep, direction benefit.
"""

from __future__ import annotations

import pytest

from assistant.retrieve.catalog import StudyMatch
from assistant.schema import CaveatKind, Design
from assistant.weigh import is_good_trial
from assistant.weigh.study import weigh_study
from tests.builders import (
    article,
    body_of,
    make_catalog,
    meta,
    notice,
    outcome,
    study,
)


def level(*facts, **where):
    return body_of(*facts, **where).evidence.level


def direction(*facts, **where):
    return body_of(*facts, **where).evidence.direction


# --- R1 --------------------------------------------------------------------------------------


def test_r1_other_substance_and_other_outcome_stay_outside_the_body():
    # Only `mine` is of magnesium and sleep: one trial of 100 people.
    mine = study("mine")
    other_outcome = study("hair", outcome("harm", "hair loss"))
    other_substance = study("zinc", outcome("harm"), substances=("zinc",))
    body = body_of(mine, other_outcome, other_substance)
    assert [r.facts.id for r in body.results] == ["mine"]
    assert (body.evidence.human_trials, body.evidence.participants) == (1, 100)
    assert body.evidence.direction == "benefit"


def test_r1_one_study_with_two_outcomes_is_read_group_by_group():
    # The same trial: benefit on sleep, no difference (unclear) on hair.
    both = study("both", outcome("benefit"), outcome("unclear", "hair loss"))
    assert direction(both, group="sleep") == "benefit"
    assert direction(both, group="hair") == "unclear"


def test_r1_other_people_than_asked_about_do_not_count():
    # Asked about children, studied in adults: nothing direct, so level none.
    body = body_of(study("adults"), populations=("children",))
    assert body.direct == ()
    assert body.results[0].indirect_because == (CaveatKind.DIFFERENT_POPULATION,)
    assert body.evidence.level == "none"


def test_r1_the_population_of_one_result_counts_for_that_result():
    # A trial in adults with a separate result in children is direct for children.
    young = outcome("benefit", population="children")
    body = body_of(study("family", young), populations=("children",))
    assert [r.facts.id for r in body.direct] == ["family"]


@pytest.mark.parametrize(
    ("asked", "shown", "direction_", "is_direct"),
    [
        # Without anyone named, both results count, and they differ.
        ((), (None, "pregnant"), "mixed", True),
        (("pregnant",), ("pregnant",), "benefit", True),
        (("pregnant", "on_medication"), ("pregnant",), "benefit", True),
        (("pregnant", "children"), ("pregnant",), "benefit", True),
        # Others have no result of their own: all of it is shown, and adults aren't children.
        (("children",), (None, "pregnant"), "mixed", False),
        (("adults",), (None, "pregnant"), "mixed", True),
        # Who takes medicines asks about no other people.
        (("on_medication",), (None, "pregnant"), "mixed", True),
    ],
)
def test_r1_the_result_in_the_people_asked_about_speaks_for_them(
    asked, shown, direction_, is_direct
):
    trial = study("trial", outcome("unclear"), outcome("benefit", population="pregnant"))
    body = body_of(trial, populations=asked)
    (result,) = body.results
    assert tuple(o.population for o in result.outcomes) == shown
    assert (result.direction, result.is_direct) == (direction_, is_direct)
    assert (CaveatKind.DIFFERENT_POPULATION in result.indirect_because) is not is_direct
    assert body.evidence.direction == (direction_ if is_direct else "unclear")


# --- R2 --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "because"),
    [
        ({"combination": True}, CaveatKind.COMBINATION_PRODUCT),
        ({"kind": Design.ANIMAL}, CaveatKind.ANIMAL_STUDY),
        ({"kind": Design.IN_VITRO}, CaveatKind.CELL_STUDY),
        ({"kind": Design.META_ANALYSIS, "species": "mixed"}, CaveatKind.ANIMAL_STUDY),
    ],
    ids=["mixture", "rats", "cells", "review of people and animals"],
)
def test_r2_what_is_not_the_compound_alone_in_people_is_indirect(fields, because):
    result = body_of(study("it", **fields)).results[0]
    assert not result.is_direct
    assert because in result.indirect_because


def test_r2_another_salt_is_a_different_form():
    citrate = study("citrate", substances=("magnesium citrate",))
    result = body_of(citrate, substance="magnesium L-threonate").results[0]
    assert result.indirect_because == (CaveatKind.DIFFERENT_FORM,)
    assert not result.is_direct


def test_r2_a_study_without_a_result_on_the_outcome_is_of_no_other_form():
    facts = study("q10", substances=("coenzyme Q10",))
    result = weigh_study(StudyMatch(facts, ()), ["coenzyme Q10"], make_catalog(facts))
    assert CaveatKind.DIFFERENT_FORM not in result.indirect_because


def test_r2_a_salt_counts_for_its_element():
    # "Magnesium" asks about its salts as well; "magnesium citrate" doesn't ask about the others.
    citrate = study("citrate", substances=("magnesium citrate",))
    assert body_of(citrate).results[0].is_direct


def test_r2_companions_in_both_arms_leave_a_mixture_direct():
    both = study("both", combination=True, companions_in_both_arms=True)
    assert body_of(both).results[0].is_direct


def test_r2_an_indirect_study_never_raises_the_level():
    # One direct trial is limited (R4); a mixture, rats and another form agreeing change nothing.
    rest = [
        study("mix", combination=True, n_analysed=2000, smallest_arm=1000),
        study("rats", kind=Design.ANIMAL),
        meta("form", substances=("L-threonate",), trials=20, people=9000),
    ]
    alone = body_of(
        study("one", substances=("magnesium L-threonate",)), substance="magnesium L-threonate"
    )
    more = body_of(
        study("one", substances=("magnesium L-threonate",)),
        *rest,
        substance="magnesium L-threonate",
    )
    assert more.evidence.level == alone.evidence.level == "limited"
    assert (more.evidence.human_trials, more.evidence.participants) == (1, 100)


def test_r2_a_result_in_rats_inside_a_paper_on_people_is_not_direct():
    # One record, people by species, but its only sleep result was measured in rats.
    paper = study("paper", outcome("benefit", species="rat"))
    body = body_of(paper)
    assert body.direct == ()
    assert body.evidence.level in {"preclinical", "none"}


@pytest.mark.parametrize("kind", [Design.GUIDELINE, Design.FACT_SHEET, Design.NARRATIVE_REVIEW])
def test_r2_words_about_studies_are_not_studies(kind):
    assert not body_of(study("words", kind=kind)).results[0].is_direct


# --- R3 --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "good"),
    [
        ({"n_analysed": 80, "smallest_arm": 40}, True),
        ({"n_analysed": 79, "smallest_arm": 39}, False),
        ({"n_analysed": 80, "smallest_arm": None}, True),  # 80 in two arms: 40 each
        ({"n_analysed": 79, "smallest_arm": None}, False),  # 39 in one of them at best
        ({"n_analysed": 300, "smallest_arm": 30}, False),
        ({"n_analysed": 40, "smallest_arm": 40, "crossover": True}, True),
        ({"n_analysed": 39, "smallest_arm": 39, "crossover": True}, False),
        ({"high_risk_of_bias": True}, False),
        ({"high_risk_of_bias": False}, True),
        ({"kind": Design.NONRANDOMIZED_TRIAL, "randomised": False}, False),
        ({"kind": Design.OBSERVATIONAL, "randomised": False}, False),
        ({"combination": True}, False),
        # "analysed", and null means not verified: 200 randomised say nothing of who was analysed
        ({"n_analysed": None, "n_randomised": 200, "smallest_arm": None}, False),
    ],
)
def test_r3_good_trial(fields, good):
    assert is_good_trial(body_of(study("trial", **fields)).results[0]) is good


@pytest.mark.parametrize(
    ("kind", "was_read", "good"),
    [("correction", False, False), ("correction", True, True), ("inconsistency", True, True)],
)
def test_r3_notices(kind, was_read, good):
    told = notice(kind, "The journal published a notice on this trial.", was_read=was_read)
    assert is_good_trial(body_of(study("trial", notices=(told,))).results[0]) is good


# --- R4 --------------------------------------------------------------------------------------


def test_r4_nothing_is_none():
    assert body_of().evidence.model_dump() == {
        "level": "none",
        "direction": "unclear",
        "strongest_design": None,
        "human_trials": 0,
        "participants": None,
        "null_results": 0,
    }


def test_r4_articles_alone_are_anecdotal():
    evidence = body_of(article("shop")).evidence
    assert (evidence.level, evidence.direction) == ("anecdotal", "unclear")
    assert evidence.strongest_design is Design.ARTICLE
    assert evidence.human_trials == 0


@pytest.mark.parametrize("kind", [Design.ANIMAL, Design.IN_VITRO])
def test_r4_animals_and_cells_are_preclinical_even_beside_articles(kind):
    assert level(study("lab", kind=kind), article("shop")) == "preclinical"


def test_r4_preclinical_of_a_declared_relative():
    # L-threonate is the declared relative of the salt, and not the other way round.
    cells = study("cells", kind=Design.IN_VITRO, substances=("L-threonate",))
    assert level(cells, substance="magnesium L-threonate") == "preclinical"
    assert level(cells, substance="magnesium citrate") == "none"


def test_r4_rats_given_another_salt_are_not_the_compound():
    rats = study("rats", kind=Design.ANIMAL, substances=("magnesium citrate",))
    assert level(rats, substance="magnesium L-threonate") == "none"


def test_r4_rats_given_a_mixture_are_not_the_compound():
    # "only cells or animals, of the compound": a mixture of two is not the compound.
    rats = study("rats", kind=Design.ANIMAL, substances=("magnesium", "zinc"), combination=True)
    assert level(rats) == "none"


@pytest.mark.parametrize(
    "kind", [Design.CASE_REPORT, Design.OBSERVATIONAL, Design.NONRANDOMIZED_TRIAL, Design.RCT]
)
def test_r4_any_direct_human_study_is_limited(kind):
    assert level(study("people", kind=kind, randomised=kind is Design.RCT)) == "limited"


# --- R5 --------------------------------------------------------------------------------------


def test_r5_two_agreeing_good_trials_of_separate_teams_one_independent():
    # Both good, both benefit, teams a and b, one independent: moderate.
    assert level(study("a"), study("b", funding_class="maker")) == "moderate"


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ({"team": "a"}, "one team"),
        ({"n_analysed": 60, "smallest_arm": 30}, "second too small to be good"),
        ({"high_risk_of_bias": True}, "second at high risk of bias"),
    ],
)
def test_r5_two_trials_that_are_not_enough(second, why):
    # Otherwise two agreeing independent trials, so the one thing that differs keeps it at limited.
    assert level(study("a"), study("b", **second)) == "limited", why


def test_r5_neither_independent_is_limited():
    # One maker's, one unknown: R7 doesn't cap (neither all), R5 asks for known independent money.
    assert (
        level(study("a", funding_class="maker"), study("b", funding_class="unknown")) == "limited"
    )


def test_r5_disagreeing_good_trials_are_limited_and_mixed():
    evidence = body_of(study("a"), study("b", outcome("unclear"))).evidence
    assert (evidence.level, evidence.direction, evidence.null_results) == ("limited", "mixed", 1)


@pytest.mark.parametrize(
    ("people", "money", "expected"),
    [
        (1000, "independent", "moderate"),
        (999, "independent", "limited"),
        (1000, "maker", "limited"),
        (1000, "unknown", "limited"),
    ],
)
def test_r5_one_large_trial(people, money, expected):
    trial = study("large", n_analysed=people, smallest_arm=people // 2, funding_class=money)
    assert level(trial) == expected


def test_r5_a_large_independent_trial_is_moderate_whatever_a_small_one_found():
    # "or one good trial of 1,000 or more people, independently funded" asks for no agreement;
    # R10: both are good trials and they differ, so the direction is mixed.
    large = study("large", outcome("unclear"), n_analysed=2000, smallest_arm=1000)
    evidence = body_of(large, study("small")).evidence
    assert (evidence.level, evidence.direction) == ("moderate", "mixed")


@pytest.mark.parametrize(
    ("trials", "people", "expected"),
    [(3, 300, "moderate"), (2, 300, "limited"), (3, 299, "limited")],
)
def test_r5_meta_analysis_thresholds(trials, people, expected):
    assert level(meta("m", trials=trials, people=people)) == expected


def test_r5_trials_and_people_must_belong_to_one_result():
    # Result 1: 5 trials of 100 people; result 2: 2 trials of 500. Neither has 3 and 300.
    first = outcome("benefit", trials=5, n=100)
    second = outcome("benefit", trials=2, n=500)
    review = meta("m", first, second, trials=7, people=600)
    assert level(review) == "limited"


@pytest.mark.parametrize("certainty", ["low", "very_low"])
def test_r5_rated_low_by_its_authors_is_limited(certainty):
    assert level(meta("m", outcome(certainty=certainty))) == "limited"


def test_r5_a_contrary_meta_analysis_keeps_it_at_limited():
    evidence = body_of(meta("m"), meta("n", outcome("unclear"))).evidence
    assert (evidence.level, evidence.direction) == ("limited", "mixed")


def test_r5_agreeing_meta_analyses_are_moderate():
    assert level(meta("m"), meta("n")) == "moderate"


# --- R6 --------------------------------------------------------------------------------------


def test_r6_rated_high_by_its_authors_is_strong():
    assert level(meta("m", outcome(certainty="high"), trials=4, people=400)) == "strong"


@pytest.mark.parametrize(
    ("trials", "people", "effect", "expected"),
    [
        (10, 5000, "SMD 0.30 (95% CI 0.20 to 0.40)", "strong"),
        (9, 5000, "SMD 0.30 (95% CI 0.20 to 0.40)", "moderate"),
        (10, 4999, "SMD 0.30 (95% CI 0.20 to 0.40)", "moderate"),
        (10, 5000, None, "moderate"),
        (10, 5000, "p < 0.001", "moderate"),
        (10, 5000, "fewer cigarettes smoked, p = 0.01", "moderate"),  # no interval in it
        (10, 5000, "a shorter QT interval, p = 0.01", "moderate"),  # not that interval
    ],
)
def test_r6_large_with_a_clear_interval(trials, people, effect, expected):
    assert level(meta("m", outcome(effect=effect), trials=trials, people=people)) == expected


def test_r6_an_interval_that_leaves_all_open_is_not_clear():
    wide = outcome("unclear", effect="SMD 0.10 (95% CI -0.20 to 0.40)")
    assert level(meta("m", wide, trials=12, people=9000)) == "moderate"


def test_r6_rated_low_is_never_strong():
    low = outcome(effect="95% CI 0.20 to 0.40", certainty="low")
    assert level(meta("m", low, trials=12, people=9000)) == "limited"


# --- R7 --------------------------------------------------------------------------------------


def test_r7_surrogates_alone_cap_at_limited():
    # Would be strong by R6; the vocabulary calls the outcome a marker.
    marker = outcome(name="csf magnesium", certainty="high")
    assert level(meta("m", marker), group="brain magnesium") == "limited"


def test_r7_surrogate_by_role_caps_at_limited():
    assert level(meta("m", outcome(role="surrogate", certainty="high"))) == "limited"


def test_r7_one_patient_important_outcome_lifts_the_surrogate_cap():
    marker = outcome(role="surrogate")
    assert level(meta("m", marker, outcome())) == "moderate"


def test_r7_a_subgroup_alone_caps_at_limited():
    assert level(meta("m", outcome(role="subgroup"))) == "limited"


def test_r7_uncontrolled_caps_at_limited():
    # Two agreeing large studies without a control group stay limited.
    kind = Design.NONRANDOMIZED_TRIAL
    one = study("a", kind=kind, n_analysed=2000, randomised=False)
    assert level(one, study("b", kind=kind, n_analysed=2000, randomised=False)) == "limited"


@pytest.mark.parametrize("money", ["maker", "unknown"])
def test_r7_trials_all_of_the_makers_or_of_unknown_money_cap_at_limited(money):
    many = [
        study(f"t{i}", funding_class=money, n_analysed=2000, smallest_arm=1000) for i in range(3)
    ]
    assert level(*many) == "limited"


def test_r7_a_meta_analysis_of_unknown_funding_is_not_capped():
    assert level(meta("m", funding_class="unknown")) == "moderate"


@pytest.mark.parametrize("doubt", ["great_heterogeneity", "small_study_bias"])
def test_r7_doubts_named_by_the_authors_take_one_level_off(doubt):
    strong = outcome(certainty="high")
    assert level(meta("m", **{doubt: True})) == "limited"  # moderate less one
    assert level(meta("m", strong, **{doubt: True})) == "moderate"  # strong less one


def test_r7_two_doubts_take_one_level_off_together():
    both = meta("m", outcome(certainty="high"), great_heterogeneity=True, small_study_bias=True)
    assert level(both) == "moderate"


def test_r7_caps_go_before_promotions():
    # R6 (rated high) would say strong; the subgroup cap is applied first and stands.
    capped = outcome(role="subgroup", certainty="high", effect="95% CI 0.2 to 0.4")
    assert level(meta("m", capped, trials=20, people=20000)) == "limited"
