"""What an answer says, on small catalogs: verdict, nulls, indirect studies, absences, harms."""

from __future__ import annotations

import pytest

from assistant.schema import (
    CaveatKind,
    CoverageClaim,
    DerivedClaim,
    Design,
    FindingClaim,
)
from assistant.verify import Verifier
from tests.builders import (
    article,
    article_claim,
    claims_of,
    draft_for,
    limit,
    make_catalog,
    meta,
    notice,
    outcome,
    section_of,
    statement,
    study,
)

MGT = "magnesium L-threonate"
DIRECT = "What studies in people found"
RETRACTION = "The journal retracted this article in 2022 because its data could not be shown."


def texts_of(draft):
    return [claim.text for claim in claims_of(draft)]


def cited(draft):
    claims = {q.source_id for claim in claims_of(draft) for q in claim.quotes}
    return claims | {q.source_id for caveat in draft.caveats for q in caveat.quotes}


def caveats_of(draft, kind):
    return [caveat for caveat in draft.caveats if caveat.kind is kind]


def cut(catalog, draft):
    return Verifier(catalog, catalog.texts.get).verify(draft).verification.cut


@pytest.fixture
def magnesium():
    """One good benefit, one good null, rats, cells of a relative, a mixture and a shop."""
    return make_catalog(
        study("good", outcome("benefit"), substances=(MGT,)),
        study("null", outcome("unclear"), n_analysed=80, substances=(MGT,), funding_class="maker"),
        study("rats", outcome("benefit"), kind=Design.ANIMAL, substances=(MGT,)),
        study("cells", outcome("benefit"), kind=Design.IN_VITRO, substances=("L-threonate",)),
        study(
            "mix", outcome("benefit"), substances=(MGT, "zinc"), combination=True, n_analysed=900
        ),
        study("citrate", outcome("benefit"), substances=("magnesium citrate",)),
        article(
            "shop",
            article_claim("The shop says that Magtein deepens sleep.", substances=(MGT,)),
        ),
    )


# --- the first line --------------------------------------------------------------------------


def test_the_first_line_answers_with_verdict_substance_and_outcome(magnesium):
    # Two good trials that differ: limited, mixed.
    draft = draft_for(magnesium, f"does {MGT} improve sleep?")
    verdict, *_, size = draft.lead
    assert draft.status == "answered"
    assert (draft.evidence.level, draft.evidence.direction) == ("limited", "mixed")
    assert verdict.text == "Not settled, since results differ:"
    assert size.text == f"2 trials in people (100 and 80 people) looked at {MGT} and sleep."


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ([meta("m", outcome("benefit", certainty="high"))], "Yes"),
        ([meta("m", outcome("benefit"))], "Probably"),
        ([study("a", outcome("benefit"))], "Possibly"),
        ([study("a", outcome("unclear"))], "Not shown"),
        ([meta("m", outcome("harm"))], "Probably harmful"),
        ([study("r", kind=Design.ANIMAL)], "Not known"),
        ([article("shop")], "Not known"),
    ],
    ids=["strong", "moderate", "limited", "null", "harm", "rats", "articles"],
)
def test_the_verdict_follows_level_and_direction(facts, first):
    catalog = make_catalog(*facts)
    draft = draft_for(catalog, "does magnesium help sleep?")
    assert draft.status == "answered"
    assert draft.lead[0].text.startswith(first)
    assert cut(catalog, draft) == 0


@pytest.mark.parametrize(
    ("facts", "flat"),
    [
        ([study("a", outcome("no_effect", important_effect_excluded=True))], False),
        ([meta("m", outcome("no_effect", important_effect_excluded=True))], False),
        (
            [meta("m", outcome("no_effect", important_effect_excluded=True, certainty="high"))],
            True,
        ),
    ],
    ids=["one trial", "moderate", "strong"],
)
def test_r16_only_a_strong_no_effect_is_a_flat_no(facts, flat):
    lead = draft_for(make_catalog(*facts), "does magnesium help sleep?").lead[0].text
    assert lead.startswith("No,") is flat


def test_the_lead_counts_the_direct_trials_alone(magnesium):
    # good (100) and null (80): two; rats, cells, mixture and the other salt are not among them.
    lead = draft_for(magnesium, f"does {MGT} improve sleep?").lead[-1]
    assert isinstance(lead, DerivedClaim)
    assert lead.operands.result == 2.0
    assert set(lead.operands.source_ids) == {"good", "null"}


# --- what is shown ---------------------------------------------------------------------------


def test_a_null_is_shown_beside_the_benefit(magnesium):
    draft = draft_for(magnesium, f"does {MGT} improve sleep?")
    assert draft.evidence.null_results == 1
    _, benefit, null, _ = draft.lead
    assert [claim.quotes[-1].source_id for claim in (benefit, null)] == ["good", "null"]
    assert "no difference in sleep quality was found" in null.text
    assert caveats_of(draft, CaveatKind.MIXED_RESULTS)


def test_one_null_among_many_benefits_is_shown():
    # The null is the smallest of ten, so it would be beyond the best six.
    many = [study(f"p{i}", n_analysed=200 + i) for i in range(9)]
    catalog = make_catalog(*many, study("null", outcome("unclear"), n_analysed=20))
    draft = draft_for(catalog, "does magnesium improve sleep?")
    assert section_of(draft, "null") == [DIRECT]


def test_a_null_among_the_results_of_one_study_is_shown():
    results = [outcome("benefit", measure=f"scale {i}", role="secondary") for i in range(4)]
    catalog = make_catalog(study("many", *results, outcome("unclear", role="secondary")))
    draft = draft_for(catalog, "does magnesium improve sleep?")
    assert any("no difference in sleep quality was found" in text for text in texts_of(draft))


@pytest.mark.parametrize("source_id", ["rats", "cells", "mix", "citrate"])
def test_an_indirect_study_stands_under_its_own_heading(magnesium, source_id):
    draft = draft_for(magnesium, f"does {MGT} improve sleep?")
    headings = section_of(draft, source_id)
    assert DIRECT not in headings
    assert headings or source_id == "citrate"  # only two of the indirect need be shown


def test_articles_stand_under_their_own_heading_and_are_attributed(magnesium):
    draft = draft_for(magnesium, f"does {MGT} improve sleep?")
    assert section_of(draft, "shop") == ["What articles say"]
    said = [c for c in claims_of(draft) if c.design is Design.ARTICLE and c.quotes]
    assert said
    assert all(c.kind == "reported" and c.attributed and c.strength == 0 for c in said)
    assert caveats_of(draft, CaveatKind.VENDOR_SOURCE)


def test_a_combination_never_counts_as_its_ingredient():
    catalog = make_catalog(
        study("mix", substances=("magnesium", "zinc"), combination=True, n_analysed=2000)
    )
    draft = draft_for(catalog, "does magnesium improve sleep?")
    assert draft.evidence.human_trials == 0
    assert draft.evidence.participants is None
    assert draft.evidence.level not in {"limited", "moderate", "strong"}
    assert draft.lead[0].text.startswith("Not known")
    assert DIRECT not in section_of(draft, "mix")
    assert caveats_of(draft, CaveatKind.COMBINATION_PRODUCT)
    assert cut(catalog, draft) == 0


def test_cells_of_a_relative_are_named_as_what_they_are():
    catalog = make_catalog(
        study(
            "cells",
            outcome("benefit", "hair loss"),
            kind=Design.IN_VITRO,
            substances=("L-threonate",),
        )
    )
    draft = draft_for(catalog, f"does {MGT} regrow hair?")
    assert (draft.status, draft.evidence.level) == ("answered", "preclinical")
    assert draft.lead[0].text.startswith("Not known")
    kinds = {caveat.kind for caveat in draft.caveats}
    assert {CaveatKind.CELL_STUDY, CaveatKind.DIFFERENT_FORM, CaveatKind.NO_HUMAN_EVIDENCE} <= kinds


def test_an_article_is_set_beside_the_study_that_it_leans_on():
    leaning = article_claim(
        "The shop says that magnesium deepens sleep.",
        rests_on=("zinc-trial",),
        step_up=("other_form",),
        note="The shop leans on a study of zinc.",
    )
    zinc = study("zinc-trial", outcome("unclear"), substances=("zinc",))
    draft = draft_for(make_catalog(zinc, article("shop", leaning)), "does magnesium help sleep?")
    (section,) = [s for s in draft.sections if s.heading == "What articles say"]
    beside = {q.source_id for claim in section.items[0].claims for q in claim.quotes}
    assert beside == {"shop", "zinc-trial"}
    assert any("leans on a study of zinc" in claim.text for claim in section.items[0].claims)


# --- retractions and corrections -------------------------------------------------------------


def retracted(source_id="bad", **fields):
    return study(source_id, notices=(notice("retraction", RETRACTION),), **fields)


def test_r12_a_retracted_study_is_shown_with_its_notice_and_not_counted():
    catalog = make_catalog(study("good"), retracted())
    draft = draft_for(catalog, "does magnesium improve sleep?")
    (caveat,) = caveats_of(draft, CaveatKind.RETRACTED)
    assert (caveat.text, caveat.quotes[0].source_id) == (RETRACTION, "bad")
    assert (draft.evidence.human_trials, draft.evidence.participants) == (1, 100)
    lead, told, size = draft.lead
    assert lead.operands.source_ids == size.operands.source_ids == ("good",)
    assert size.operands.result == 1.0
    assert told.quotes[-1].source_id == "good"
    assert DIRECT not in section_of(draft, "bad")


def test_r12_a_retracted_study_makes_no_finding():
    catalog = make_catalog(study("good"), retracted())
    draft = draft_for(catalog, "does magnesium improve sleep?")
    findings = [c for c in claims_of(draft) if isinstance(c, FindingClaim)]
    assert not [c for c in findings if any(q.source_id == "bad" for q in c.quotes)]


def test_r12_a_retracted_study_alone_is_not_known_and_still_shown():
    catalog = make_catalog(retracted())
    draft = draft_for(catalog, "does magnesium improve sleep?")
    assert draft.lead[0].text.startswith("Not known")
    assert caveats_of(draft, CaveatKind.RETRACTED)
    assert draft.evidence is None or draft.evidence.level == "none"


def test_r12_a_retracted_meta_analysis_is_not_the_main_source():
    bad = meta("bad", notices=(notice("retraction", RETRACTION),), trials=20, people=9000)
    draft = draft_for(make_catalog(study("good"), bad), "does magnesium improve sleep?")
    assert draft.lead[0].operands.source_ids == ("good",)


@pytest.mark.parametrize(
    "question",
    [
        "what dose of magnesium was tested?",
        "is magnesium safe?",
        "who paid for the magnesium trials?",
    ],
)
def test_r12_a_retracted_study_is_silent_in_other_questions_too(question):
    bad = retracted(
        dose_compound_mg_per_day=900,
        harms_reported=True,
        design="This retracted trial gave 100 adults 900 mg of magnesium a day (bad).",
    )
    good = study(
        "good",
        dose_compound_mg_per_day=300,
        harms_reported=True,
        design="This trial gave 100 adults 300 mg of magnesium a day (good).",
    )
    draft = draft_for(make_catalog(good, bad), question)
    assert draft.status == "answered"
    assert not [c for c in claims_of(draft) if any(q.source_id == "bad" for q in c.quotes)]


def test_r12_a_correction_is_named():
    told = "A correction of 2021 changed the second table."
    catalog = make_catalog(study("good", notices=(notice("correction", told),)))
    draft = draft_for(catalog, "does magnesium improve sleep?")
    assert [c.text for c in caveats_of(draft, CaveatKind.CORRECTION)] == [told]


# --- nothing found ---------------------------------------------------------------------------


def nearby(draft):
    return {
        q.source_id for s in draft.sections for i in s.items for c in i.claims for q in c.quotes
    }


def test_substance_absent():
    catalog = make_catalog(
        study("zinc", substances=("zinc",)), study("hair", outcome(name="hair loss"))
    )
    draft = draft_for(catalog, "does caffeine help sleep?")
    assert (draft.status, draft.reason, draft.evidence) == ("no_evidence", "substance_absent", None)
    assert nearby(draft) == {"zinc"}  # another substance on the same outcome
    assert "caffeine" in draft.lead[0].text
    assert cut(catalog, draft) == 0


def test_outcome_absent():
    catalog = make_catalog(
        study("mine"), study("zinc", outcome(name="hair loss"), substances=("zinc",))
    )
    draft = draft_for(catalog, "does magnesium regrow hair?")
    assert (draft.status, draft.reason, draft.evidence) == ("no_evidence", "outcome_absent", None)
    assert nearby(draft) == {"mine"}  # the same substance on another outcome
    assert cut(catalog, draft) == 0


def test_other_form():
    citrate = study("citrate", substances=("magnesium citrate",))
    catalog = make_catalog(citrate, study("mgt", outcome(name="memory"), substances=(MGT,)))
    draft = draft_for(catalog, f"does {MGT} help sleep?")
    assert (draft.status, draft.reason, draft.evidence) == ("no_evidence", "other_form", None)
    assert nearby(draft) == {"citrate"}
    assert cut(catalog, draft) == 0


@pytest.mark.parametrize("who", ["children", "pregnancy", "people with kidney disease"])
def test_other_population(who):
    catalog = make_catalog(study("adults"))
    draft = draft_for(catalog, f"does magnesium improve sleep in {who}?")
    assert (draft.status, draft.reason, draft.evidence) == ("no_evidence", "other_population", None)
    assert nearby(draft) == {"adults"}
    assert cut(catalog, draft) == 0


def test_other_population_beside_a_fact_sheet_that_names_nobody():
    # The sheet speaks of magnesium and sleep in general; nothing here is of children.
    catalog = make_catalog(study("adults"), study("sheet", kind=Design.FACT_SHEET))
    draft = draft_for(catalog, "does magnesium improve sleep in children?")
    assert (draft.status, draft.reason) == ("no_evidence", "other_population")


def test_an_absence_is_a_search_that_can_be_run_again():
    catalog = make_catalog(study("mine"))
    lead = draft_for(catalog, "does magnesium regrow hair?").lead[0]
    assert isinstance(lead, CoverageClaim)
    assert "magnesium" in lead.query.substances
    assert lead.query.outcome_groups == ("hair",)
    assert catalog.count(lead.query) == lead.query.expected == 0


@pytest.mark.parametrize(
    "facts",
    [
        study("rats", kind=Design.ANIMAL),
        study("cells", kind=Design.IN_VITRO),
        article("shop"),
        study("relative", substances=("L-threonate",), kind=Design.IN_VITRO),
    ],
    ids=["animals alone", "cells alone", "articles alone", "a declared relative"],
)
def test_something_that_addresses_it_is_an_answer(facts):
    asked = MGT if facts.id == "relative" else "magnesium"
    draft = draft_for(make_catalog(facts), f"does {asked} help sleep?")
    assert (draft.status, draft.reason) == ("answered", None)
    assert draft.evidence.level == ("anecdotal" if facts.id == "shop" else "preclinical")


def test_an_absence_for_each_substance_that_was_asked_about():
    catalog = make_catalog(study("mine"))
    draft = draft_for(catalog, "does zinc or biotin help hair?")
    leads = " ".join(claim.text for claim in draft.lead)
    assert draft.status == "no_evidence"
    assert "zinc" in leads
    assert "biotin" in leads


def test_half_a_question_without_evidence_is_said():
    draft = draft_for(make_catalog(study("mine")), "does magnesium or biotin help sleep?")
    assert draft.status == "answered"
    assert any("biotin" in c.text and c.text.startswith("Not known") for c in draft.lead)


@pytest.mark.parametrize(
    "facts",
    [
        article("shop"),
        study("case", outcome("harm", "liver injury", role="harm"), kind=Design.CASE_REPORT),
    ],
    ids=["only an article", "only a harm"],
)
def test_a_question_without_an_outcome_keeps_its_first_line(facts):
    # Something is there on magnesium, so "no document addresses magnesium" would be false.
    catalog = make_catalog(facts)
    draft = draft_for(catalog, "does magnesium work?")
    assert cut(catalog, draft) == 0
    assert not any("no document here addresses magnesium." in c.text for c in draft.lead)


# --- other intents ---------------------------------------------------------------------------


def test_which_substances_were_tested_names_them_and_says_that_there_are_more():
    # Ten substances with one trial each; eight are named.
    names = [
        "zinc", "iron", "biotin", "ashwagandha", "creatine", "glycine", "betaine", "caffeine",
        "vitamin B12", "coenzyme Q10",
    ]  # fmt: skip
    catalog = make_catalog(
        *(
            study(
                f"s{i}",
                substances=(name,),
                design=f"This trial of 100 adults tested {name} (s{i}).",
            )
            for i, name in enumerate(names)
        )
    )
    draft = draft_for(catalog, "what helps sleep?")
    lead = draft.lead[0].text
    assert sum(name in lead for name in names) == 8
    assert "and others" in lead
    assert cut(catalog, draft) == 0


def test_which_substances_were_tested_when_one_trial_tested_two():
    both = study("both", substances=("zinc", "iron"), companions_in_both_arms=True)
    catalog = make_catalog(both)
    draft = draft_for(catalog, "what helps sleep?")
    assert cut(catalog, draft) == 0


def test_the_lead_of_a_substance_with_a_digit_in_its_name_survives():
    # The document calls it ubiquinone throughout.
    trial = study(
        "ubi",
        outcome(finding="In these adults, sleep was better with ubiquinone than with placebo."),
        substances=("coenzyme Q10",),
        design="This trial of 100 adults over 8 weeks tested ubiquinone.",
    )
    catalog = make_catalog(trial)
    draft = draft_for(catalog, "does CoQ10 help sleep?")
    assert cut(catalog, draft) == 0


def test_amounts_are_those_of_the_trials_and_recommend_nothing():
    trial = study(
        "dosed",
        dose_compound_mg_per_day=2000,
        substances=(MGT,),
        design="In this trial, 100 adults took 2,000 mg of magnesium L-threonate a day.",
    )
    catalog = make_catalog(trial)
    draft = draft_for(catalog, f"how much {MGT} was used?")
    assert draft.evidence.level == "not_applicable"
    assert "2,000 mg" in draft.lead[0].text
    assert caveats_of(draft, CaveatKind.DOSE_UNITS)
    assert caveats_of(draft, CaveatKind.ASK_CLINICIAN)
    assert cut(catalog, draft) == 0


def test_the_element_in_an_amount_is_computed_from_a_documented_percentage():
    # 1,000 * 7.2 / 100 = 72
    content = statement("conversion", "Magnesium L-threonate is 7.2% magnesium by weight.")
    catalog = make_catalog(
        study("sheet", kind=Design.FACT_SHEET, substances=(MGT,), statements=(content,))
    )
    draft = draft_for(catalog, f"how much elemental magnesium is in 1,000 mg of {MGT}?")
    (lead,) = draft.lead
    assert (lead.operands.operation, lead.operands.values) == ("scale", (1000.0, 7.2))
    assert lead.operands.result == 72.0
    assert "72 mg" in lead.text
    assert cut(catalog, draft) == 0


@pytest.fixture
def ashwagandha():
    return make_catalog(
        study("calm", outcome("benefit", "stress"), substances=("ashwagandha",)),
        study(
            "liver",
            outcome("harm", "liver injury", role="harm"),
            kind=Design.CASE_REPORT,
            substances=("ashwagandha",),
        ),
    )


def test_r14_one_case_report_is_the_answer_on_harm(ashwagandha):
    draft = draft_for(ashwagandha, "is ashwagandha safe?")
    assert draft.evidence.direction == "harm"
    assert draft.lead[0].quotes[0].source_id == "liver"
    assert caveats_of(draft, CaveatKind.ASK_CLINICIAN)
    assert cut(ashwagandha, draft) == 0


def test_r14_a_harm_of_a_mixture_is_shown(ashwagandha):
    mixed = study(
        "mixed",
        outcome("harm", "liver injury", role="harm"),
        kind=Design.CASE_REPORT,
        substances=("zinc", "iron"),
        combination=True,
    )
    draft = draft_for(make_catalog(mixed), "is zinc safe?")
    assert "mixed" in cited(draft)


def test_r14_one_credible_case_makes_a_caveat_beside_a_benefit(ashwagandha):
    draft = draft_for(ashwagandha, "does ashwagandha help with stress?")
    assert draft.evidence.direction == "benefit"
    assert any(q.source_id == "liver" for caveat in draft.caveats for q in caveat.quotes)


def test_r14_not_reported_is_not_absent():
    catalog = make_catalog(study("quiet", harms_reported=True))
    draft = draft_for(catalog, "is magnesium safe?")
    assert not any("is safe" in text for text in texts_of(draft))
    words = " ".join([*texts_of(draft), *(c.text for c in draft.caveats)])
    assert "isn't ruled out" in words or "isn't shown to be absent" in words


def test_r13_a_guideline_is_attributed_in_the_same_sentence():
    said = "The sleep board advises against magnesium for insomnia."
    board = study(
        "board", outcome("unclear", finding=said), kind=Design.GUIDELINE, authors="Sleep Board"
    )
    draft = draft_for(make_catalog(study("good"), board), "does magnesium help sleep?")
    about = [c for c in claims_of(draft) if any(q.source_id == "board" for q in c.quotes)]
    assert about
    assert all(c.kind == "reported" and c.attributed for c in about)
    assert DIRECT not in section_of(draft, "board")


def test_who_paid_is_said_and_unknown_is_not_none():
    facts = [
        study("a", funding_class="maker", funding="A maker paid for a."),
        study("b", funding_class="unknown", funding="Who paid for b is not stated."),
    ]
    catalog = make_catalog(*facts)
    draft = draft_for(catalog, "does magnesium help sleep?")
    (caveat,) = caveats_of(draft, CaveatKind.FUNDING)
    assert "maker" in caveat.text
    assert "not known" in caveat.text
    assert {q.source_id for q in caveat.quotes} == {"a", "b"}


def test_a_limit_of_a_study_becomes_its_caveat():
    short = limit("Four weeks are too short to judge sleep.", "short_duration")
    draft = draft_for(make_catalog(study("a", limits=(short,))), "does magnesium help sleep?")
    assert [c.text for c in caveats_of(draft, CaveatKind.SHORT_DURATION)] == [short.text]


# --- every answer ----------------------------------------------------------------------------

QUESTIONS = [
    f"does {MGT} improve sleep?",
    "does magnesium improve sleep?",
    "does magnesium improve sleep in children?",
    "does biotin regrow hair?",
    f"is {MGT} safe?",
    f"what dose of {MGT} was tested?",
    f"what is {MGT}?",
    f"how does {MGT} work?",
    f"{MGT} vs magnesium citrate for sleep",
    "what does the shop say about sleep?",
    f"who paid for the {MGT} trials?",
    "what helps sleep?",
    "does it work?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_composed_passes_its_verification(magnesium, question):
    draft = draft_for(magnesium, question)
    assert cut(magnesium, draft) == 0


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_corpus_limit_is_said_once(magnesium, question):
    draft = draft_for(magnesium, question)
    if draft.status in {"answered", "no_evidence"}:
        assert len(caveats_of(draft, CaveatKind.CORPUS_LIMIT)) >= 1
        assert draft.lead


def test_a_question_on_nothing_here_is_out_of_scope(magnesium):
    draft = draft_for(magnesium, "who won the world cup?")
    assert (draft.status, draft.evidence, draft.lead) == ("out_of_scope", None, ())
    assert draft.message


def test_a_retracted_study_is_not_offered_as_nearby():
    catalog = make_catalog(retracted(), study("good"))
    draft = draft_for(catalog, "does biotin help sleep?")
    assert nearby(draft) == {"good"}
