"""Who is warned, what limits an answer, and what was measured instead."""

from __future__ import annotations

import pytest

from assistant.compose.caveats import stated_limits
from assistant.compose.dangers import from_official_warnings
from assistant.compose.selection import measured_in_condition
from assistant.schema import (
    CaveatKind,
    Design,
)
from tests.builders import (
    body_of,
    draft_for,
    limit,
    make_catalog,
    notice,
    outcome,
    section_of,
    statement,
    study,
)
from tests.drafts import agency, caveat_texts, headings, verified

SPECIAL = "On what you asked about"
INSTEAD = "What else was measured in such people"
RETRACTION = "The journal retracted this article in 2022 because its data could not be shown."


# --- people at risk --------------------------------------------------------------------------

LOOSE = statement("safety", "Magnesium should be stopped where it loosens the bowels.")
KIDNEYS = statement("safety", "Magnesium builds up in people with kidney disease.")
PREGNANCY = statement("advice", "In pregnancy a midwife should be asked about magnesium.")


def test_where_nothing_was_tested_in_people_at_risk_their_safety_is_told():
    catalog = make_catalog(study("adults", statements=(PREGNANCY, KIDNEYS)))
    asked = "does magnesium improve sleep in people with kidney disease?"
    draft = verified(catalog, draft_for(catalog, asked))
    first, second = draft.lead
    assert first.quotes[-1].text == KIDNEYS.text
    assert second.kind == "coverage"
    assert "people with kidney disease" in second.text
    assert SPECIAL not in headings(draft)
    assert PREGNANCY.text not in " ".join(claim.text for claim in draft.lead)
    assert draft.status == "answered"
    assert draft.evidence.level == "none"
    assert caveat_texts(draft, CaveatKind.ASK_CLINICIAN)


@pytest.mark.parametrize(
    ("statements", "question", "is_warned"),
    [
        ((PREGNANCY,), "does magnesium improve sleep in pregnancy?", True),
        ((KIDNEYS,), "does magnesium improve sleep in pregnancy?", False),
        ((PREGNANCY,), "does magnesium improve sleep in people with kidney disease?", False),
        ((LOOSE,), "does magnesium improve sleep in people with kidney disease?", False),
        ((), "does magnesium improve sleep in people with kidney disease?", False),
        # Zinc has no such statement.
        ((KIDNEYS,), "does zinc improve sleep in people with kidney disease?", False),
    ],
)
def test_a_warning_is_for_the_people_and_the_substance_asked_about(statements, question, is_warned):
    zinc = study("zinc", substances=("zinc",))
    draft = draft_for(make_catalog(study("adults", statements=statements), zinc), question)
    assert draft.lead[-1].text.startswith("Not known: no document here is about ")
    assert draft.status == ("answered" if is_warned else "no_evidence")
    assert draft.lead[0].kind == ("finding" if is_warned else "coverage")
    assert headings(draft) == ([] if is_warned else ["Nearby, but not an answer"])


def test_older_people_are_at_no_special_risk():
    catalog = make_catalog(study("adults", statements=(KIDNEYS,)))
    draft = draft_for(catalog, "does magnesium improve sleep in older people?")
    assert draft.lead[0].text.startswith("Possibly")
    assert SPECIAL not in headings(draft)


def test_a_study_of_the_people_at_risk_is_the_answer():
    tested = study("renal", populations=("kidney_disease",), statements=(KIDNEYS,))
    asked = "does magnesium improve sleep in people with kidney disease?"
    draft = draft_for(make_catalog(tested), asked)
    assert draft.lead[0].text.startswith("Possibly")
    assert SPECIAL not in headings(draft)


# --- measured instead ------------------------------------------------------------------------


def sleepless(source_id="calm", **fields):
    values = {"participants": "adults with insomnia", **fields}
    return study(source_id, outcome("benefit", "stress"), **values)


def test_what_was_measured_instead_in_people_with_the_condition_is_shown():
    catalog = make_catalog(study("rats", kind=Design.ANIMAL), sleepless())
    draft = verified(catalog, draft_for(catalog, "does magnesium help insomnia?"))
    assert section_of(draft, "calm") == [INSTEAD]
    assert draft.lead[0].text.startswith("Not known")  # and it doesn't answer
    assert draft.evidence.human_trials == 0


def test_what_was_measured_instead_is_no_direct_evidence():
    catalog = make_catalog(study("rats", kind=Design.ANIMAL), sleepless())
    draft = draft_for(catalog, "does magnesium help insomnia?")
    assert caveat_texts(draft, CaveatKind.NO_HUMAN_EVIDENCE)
    assert caveat_texts(draft, CaveatKind.FEW_STUDIES) == []


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (sleepless(), ["calm"]),
        (sleepless(participants="Adults with chronic INSOMNIA"), ["calm"]),
        (sleepless(participants="adults without insomnia"), []),
        (sleepless(participants="adults, some with insomnia"), []),
        (sleepless(participants="adults"), []),
        (sleepless(participants="adults who sleep badly"), []),  # too short a word for a condition
        (sleepless(kind=Design.ANIMAL), []),
        (sleepless(kind=Design.GUIDELINE), []),
        (sleepless(substances=("zinc",)), []),
        (sleepless(notices=(notice("retraction", RETRACTION),)), []),
        (study("both", outcome(), outcome(name="stress"), participants="people with insomnia"), []),
        (study("none", outcomes=(), participants="people with insomnia"), []),
    ],
)
def test_who_has_the_condition_and_what_was_measured(facts, found):
    matches = measured_in_condition(make_catalog(facts), "magnesium", ["sleep quality"], "sleep")
    assert [match.facts.id for match in matches] == found


@pytest.mark.parametrize(("direct", "is_shown"), [(1, True), (2, False)])
def test_what_was_measured_instead_makes_way_for_direct_studies(direct, is_shown):
    slept = [study(f"s{i}", outcome()) for i in range(direct)]
    draft = draft_for(make_catalog(*slept, sleepless()), "does magnesium help insomnia?")
    assert (INSTEAD in headings(draft)) is is_shown


# --- caveats ---------------------------------------------------------------------------------

SHORT = limit("Four weeks are too short to judge sleep.", "short_duration")
FELT = limit("Sleep was rated by the volunteers alone.", "subjective_only")
FORM = limit("The capsules held another salt.", "different_form")


def test_the_limits_are_those_of_the_leading_studies_in_their_order():
    catalog = make_catalog(study("a", limits=(SHORT, FORM, FELT)), study("b", limits=(FELT,)))
    found = list(stated_limits(catalog, ["b", "a", "b", "nobody"]))
    assert [(c.kind, c.text, c.quotes[0].source_id) for c in found] == [
        (CaveatKind.SUBJECTIVE_ONLY, FELT.text, "b"),
        (CaveatKind.SHORT_DURATION, SHORT.text, "a"),
        (CaveatKind.SUBJECTIVE_ONLY, FELT.text, "a"),
    ]
    assert list(stated_limits(catalog, [])) == []


def test_the_leading_studys_own_words_go_before_ours():
    # All results are self-reported, which is said in our words where the study doesn't say it.
    rated = outcome(objective=False)
    ours = draft_for(make_catalog(study("a", rated)), "does magnesium help sleep?")
    assert len(caveat_texts(ours, CaveatKind.SUBJECTIVE_ONLY)) == 1
    catalog = make_catalog(study("a", rated, limits=(FELT,)))
    theirs = verified(catalog, draft_for(catalog, "does magnesium help sleep?"))
    assert caveat_texts(theirs, CaveatKind.SUBJECTIVE_ONLY) == [FELT.text]


def test_the_limits_of_a_study_follow_it_into_other_answers():
    dosed = study(
        "dosed",
        dose_compound_mg_per_day=300,
        design="In this trial, 100 adults took 300 mg of magnesium a day.",
        limits=(SHORT,),
    )
    beside = study("beside", outcome("benefit", "hair loss"), limits=(FELT,))
    draft = draft_for(make_catalog(dosed, beside), "what dose of magnesium was used?")
    assert caveat_texts(draft, CaveatKind.SHORT_DURATION) == [SHORT.text]
    assert caveat_texts(draft, CaveatKind.SUBJECTIVE_ONLY) == []


YELLOW = statement("advice", "Magnesium should be stopped when the skin turns yellow.")
DOSE = statement("dose", "The agency names 300 mg of magnesium a day.")


def harmful(**fields):
    injured = outcome("harm", "liver injury", role="harm")
    return study("case", injured, kind=Design.CASE_REPORT, **fields)


@pytest.mark.parametrize(
    ("facts", "texts"),
    [
        ([harmful(), agency("agency", DOSE, YELLOW, LOOSE)], [YELLOW.text]),
        ([harmful(), agency("agency", LOOSE, YELLOW)], [LOOSE.text]),
        ([harmful(), agency("agency", YELLOW, kind=Design.GUIDELINE)], [YELLOW.text]),
        # One official voice is enough.
        ([harmful(), agency("agency", YELLOW), agency("other", LOOSE)], [YELLOW.text]),
        ([harmful(), agency("other", DOSE), agency("agency", LOOSE)], [LOOSE.text]),
        # Without a harm that was found, there is nothing to warn of.
        ([study("good"), agency("agency", YELLOW)], []),
        ([harmful(notices=(notice("retraction", RETRACTION),)), agency("agency", YELLOW)], []),
        # A review is no official voice, and zinc's sheet doesn't speak of magnesium.
        ([harmful(), agency("agency", YELLOW, kind=Design.NARRATIVE_REVIEW)], []),
        ([harmful(), agency("agency", YELLOW, substances=("zinc",))], []),
        ([harmful(), agency("agency", DOSE)], []),
    ],
)
def test_an_official_warning_stands_beside_a_known_harm(facts, texts):
    catalog = make_catalog(study("slept"), *facts)
    found = list(from_official_warnings(catalog, body_of(study("slept"), *facts)))
    assert [c.text for c in found] == [f"According to Health Agency: {text}" for text in texts]
    assert [c.quotes[0].text for c in found] == texts
    assert all(c.kind is CaveatKind.ASK_CLINICIAN for c in found)


def test_an_official_warning_reaches_the_answer():
    catalog = make_catalog(study("slept"), harmful(), agency("agency", YELLOW))
    draft = verified(catalog, draft_for(catalog, "does magnesium help sleep?"))
    told = caveat_texts(draft, CaveatKind.ASK_CLINICIAN)
    assert f"According to Health Agency: {YELLOW.text}" in told
    assert any("liver injury" in text for text in told)


def test_a_retracted_sheet_warns_of_nothing():
    gone = agency("agency", YELLOW, notices=(notice("retraction", RETRACTION),))
    catalog = make_catalog(harmful(), gone)
    assert list(from_official_warnings(catalog, body_of(harmful(), gone))) == []


def test_an_agency_without_a_name_leaves_no_gap():
    nameless = agency("agency", YELLOW, authors=None)
    catalog = make_catalog(harmful(), nameless)
    (told,) = from_official_warnings(catalog, body_of(harmful(), nameless))
    assert "to :" not in told.text
