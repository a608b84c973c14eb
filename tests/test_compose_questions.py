"""How a question's purpose, medicine and form change the answer."""

from __future__ import annotations

from assistant.schema import Coverage, Design, Turn
from assistant.verify import Verifier
from tests.builders import (
    body_of,
    claims_of,
    draft_for,
    limit,
    make_catalog,
    meta,
    outcome,
    statement,
    study,
)

INTERACTS = "Magnesium cuts the absorption of doxycycline tablets, a review says."


def test_who_asks_to_prevent_is_not_answered_by_trials_of_those_who_have_it():
    catalog = make_catalog(
        study("treat", outcome("benefit", "hair loss"), participants="people with hair loss"),
        study("prevent", outcome("unclear", "hair loss"), participants="healthy adults"),
    )
    draft = draft_for(catalog, "does magnesium prevent hair loss?")
    assert draft.evidence.direction == "unclear"
    assert draft.evidence.human_trials == 1


def test_to_keep_something_away_is_to_prevent_it():
    catalog = make_catalog(
        study("treat", outcome("benefit", "hair loss"), participants="people with hair loss"),
        study("prevent", outcome("unclear", "hair loss"), participants="healthy adults"),
    )
    for asked in ("does magnesium keep hair loss at bay?", "can magnesium stave off hair loss?"):
        assert draft_for(catalog, asked).evidence.direction == "unclear"


def test_where_all_trials_are_of_those_who_have_it_they_are_not_thrown_away():
    catalog = make_catalog(
        study("treat", outcome("benefit", "hair loss"), participants="people with hair loss")
    )
    assert draft_for(catalog, "does magnesium prevent hair loss?").evidence.direction == "benefit"


def test_two_papers_of_one_trial_count_once():
    first = study("first", team="one", n_analysed=300)
    second = study("second", team="one", n_analysed=300)
    other = study("other", team="two", n_analysed=300)
    # 300 people twice are the same 300; the other team's are 300 more.
    evidence = body_of(first, second, other).evidence
    assert (evidence.human_trials, evidence.participants) == (2, 600)


def interacting():
    return make_catalog(
        study(
            "paper",
            kind=Design.SYSTEMATIC_REVIEW,
            statements=(statement("interaction", INTERACTS),),
        )
    )


def test_a_medicine_is_looked_for_by_the_name_that_was_typed():
    told = "In healthy men, magnesium doubled the exposure to ramelteon and losartan, a trial says."
    catalog = make_catalog(
        study(
            "paper",
            outcome("harm", "drug interaction", group="interactions", finding=told),
            outcome(
                "harm",
                "drug interaction",
                group="interactions",
                finding="Exposure to midazolam rose as well.",
            ),
        )
    )
    lead = draft_for(catalog, "can I take magnesium with my losartan?").lead
    assert [claim.quotes[0].text for claim in lead] == [told]


def test_a_limit_that_names_the_class_of_a_medicine_is_shown_and_not_denied():
    told = "The safety of magnesium with potassium-raising medicines was not tested, ask first."
    catalog = make_catalog(study("paper", limits=(limit(told, "different_population"),)))
    draft = draft_for(catalog, "can I take magnesium with my lisinopril?")
    assert told in [q.text for claim in claims_of(draft) for q in claim.quotes]
    assert not any("names it or its class" in claim.text for claim in draft.lead)


def test_each_of_two_medicines_has_its_sentence_in_the_first_lines():
    bone = "Magnesium and alendronate should be 2 hours apart, a review says."
    catalog = make_catalog(
        study(
            "paper",
            kind=Design.SYSTEMATIC_REVIEW,
            statements=(statement("interaction", INTERACTS), statement("interaction", bone)),
        )
    )
    lead = draft_for(catalog, "can I take magnesium with alendronate and doxycycline?").lead
    assert {claim.quotes[0].text for claim in lead} == {INTERACTS, bone}


def test_what_any_sentence_says_of_an_empty_stomach_is_not_denied():
    told = "A body added a label statement on magnesium extracts: take with food."
    catalog = make_catalog(
        study(
            "paper",
            kind=Design.SYSTEMATIC_REVIEW,
            species="mixed",
            statements=(statement("advice", told),),
        )
    )
    lead = draft_for(catalog, "should I take magnesium on an empty stomach?").lead
    assert [claim.quotes[0].text for claim in lead] == [told]


def test_who_is_old_and_has_weak_kidneys_is_told_what_was_found_in_the_old():
    told = "In older adults, sleep was no better with magnesium than with placebo."
    catalog = make_catalog(
        meta("old", outcome("no_effect", finding=told), populations=("older",)),
    )
    asked = "I am 74 and my kidneys are weak. does magnesium help sleep quality?"
    lead = draft_for(catalog, asked).lead
    assert lead[0].kind == "coverage"
    assert [q.text for claim in lead[1:] for q in claim.quotes] == [told]


def test_a_sentence_that_names_the_outcome_is_shown_where_no_document_has_a_result_on_it():
    told = "The authors saw hair loss come back after magnesium was stopped."
    said = meta("paper", outcome("benefit"), statements=(statement("safety", told),))
    query = {"outcome_groups": ("hair",)}
    draft = draft_for(make_catalog(said), "does magnesium help against hair loss?")
    assert draft.status == "no_evidence"
    assert draft.lead[0].query.model_dump(include={"outcome_groups"}) == query
    assert "has a result" in draft.lead[0].text
    assert draft.sections[0].items[0].claims[0].quotes[-1].text == told
    silent = draft_for(make_catalog(meta("paper")), "does magnesium help against hair loss?")
    assert "is about" in silent.lead[0].text


def test_a_medicine_beside_a_substance_that_is_in_no_document_is_not_searched_for():
    draft = draft_for(interacting(), "can I take zinc with warfarin?")
    assert (draft.status, draft.reason) == ("no_evidence", "substance_absent")
    assert [claim.text for claim in draft.lead] == ["Not known: no document here is about zinc."]


def test_what_a_substance_may_mess_up_is_answered_on_the_harm_that_is_named():
    catalog = make_catalog(
        study("hair", outcome("benefit", "hair loss")),
        study("harmed", outcome("harm", "liver injury")),
    )
    asked = "Does magnesium thicken hair, and can it mess up my liver damage test?"
    last = draft_for(catalog, asked).lead[-1]
    assert {quote.source_id for quote in last.quotes} == {"harmed"}


def test_a_medicine_that_no_document_names_is_said_to_be_missing():
    catalog = interacting()
    draft = draft_for(catalog, "can I take magnesium with warfarin?")
    assert draft.lead[0].kind == "coverage"
    assert "warfarin" in draft.lead[0].text
    assert "warfarin" in draft.lead[0].query.words
    assert Verifier(catalog, catalog.texts.get).passes(draft.lead[0])


def test_a_medicine_that_a_document_names_leads_with_its_sentence():
    draft = draft_for(interacting(), "can I take magnesium with doxycycline?")
    assert draft.lead[0].quotes[-1].text == INTERACTS


def test_a_false_absence_of_a_medicine_is_cut():
    catalog = interacting()
    claim = draft_for(catalog, "can I take magnesium with warfarin?").lead[0]
    query = Coverage(substances=claim.query.substances, words=("doxycycline",), expected=0)
    false = claim.model_copy(update={"query": query})
    assert not Verifier(catalog, catalog.texts.get).passes(false)


def test_a_word_for_another_salt_means_that_salt():
    catalog = make_catalog(
        study("citrate", outcome("unclear"), substances=("magnesium citrate",)),
        study("threonate", outcome("benefit"), substances=("magnesium L-threonate",)),
    )
    before = (Turn(role="user", text="does Magtein help sleep?"),)
    draft = draft_for(catalog, "and what about the citrate one?", before)
    assert {q.source_id for c in draft.lead for q in c.quotes} == {"citrate"}


def test_every_cited_study_brings_its_caveats():
    mixture = study("mix", outcome("harm", "liver injury"), combination=True, funding_class="maker")
    draft = draft_for(make_catalog(mixture), "is magnesium safe?")
    assert {"combination_product", "funding"} <= {str(c.kind) for c in draft.caveats}


def test_trials_of_one_analysis_never_stand_beside_people_of_another():
    # 9 trials are of one pooled result, 5,489 people of the whole review of 29.
    review = meta("review", outcome("benefit", trials=9), trials=29, people=5489)
    draft = draft_for(make_catalog(review), "does magnesium help sleep?")
    assert (draft.evidence.human_trials, draft.evidence.participants) == (9, None)
    assert "5,489" not in draft.lead[0].text


def test_who_paid_is_counted_among_the_studies_that_are_asked_about():
    catalog = make_catalog(
        study("h", funding_class="maker", funding="A maker paid for h."),
        meta("m", funding_class="unknown", funding="Who paid for m is not stated."),
        study("r", kind=Design.ANIMAL, species="rat", funding_class="maker", funding="A maker paid for r."),
    )  # fmt: skip

    def first(question):
        return draft_for(catalog, question).lead[0].text

    assert first("who paid for the human trials of magnesium?").startswith(
        "The one trial in people here "
    )
    assert first("who paid for the studies of magnesium in people?").startswith("Of 2 studies in people ")  # fmt: skip
    assert first("who paid for the reviews of magnesium?").startswith("The one review here ")
    assert first("who paid for the rat studies of magnesium?").startswith(
        "The one study in animals "
    )
    assert first("who paid for the magnesium research?").startswith("Of 3 studies ")


def test_a_dose_for_those_to_whom_it_happened_before_leads_the_general_one():
    agency = {"kind": Design.GUIDELINE, "authors": "Health Agency", "species": "none"}
    general = statement(
        "dose", "The Health Agency advises adults to take 300 mg of magnesium a day."
    )
    again = statement("dose", "The Health Agency advises 600 mg of magnesium a day after a previous sleep disorder.")  # fmt: skip
    catalog = make_catalog(
        study("g", outcome("benefit", "hair loss"), statements=(general, again), **agency)
    )

    def leads(question):
        return [claim.text.split()[-1] for claim in draft_for(catalog, question).lead[:2]]

    asked = "what dose of magnesium should I take"
    assert leads(f"I had hair loss before, {asked}?") == ["disorder.", "day."]
    assert leads(f"I had a rash before, {asked}?")[0] == "day."
    assert leads(f"{asked} for hair loss?")[0] == "day."


def test_who_wants_to_replace_a_medicine_hears_of_the_harm_before_the_comparison():
    catalog = make_catalog(
        study("works"),
        study("case", outcome("harm", "liver injury", role="harm"), kind=Design.CASE_REPORT),
    )
    draft = draft_for(catalog, "can I swap my zolpidem for magnesium to improve sleep quality?")
    first = draft.lead[0]
    assert [quote.source_id for quote in first.quotes] == ["case"]
    assert draft.evidence.direction == "benefit"
    assert draft.evidence_part == "Whether it works"


def test_what_a_capsule_holds_is_no_harm_that_came_to_anybody():
    catalog = make_catalog(
        study("label", outcome("harm", "product content", role="harm"), n_analysed=500),
        study("case", outcome("harm", "liver injury", role="harm"), kind=Design.CASE_REPORT),
    )
    draft = draft_for(catalog, "is magnesium safe?")
    assert [quote.source_id for quote in draft.lead[0].quotes] == ["case"]


def test_a_comparison_with_what_no_document_is_about_begins_with_that():
    catalog = make_catalog(study("works"))
    draft = draft_for(catalog, "is ashwagandha as good as magnesium for sleep quality?")
    assert draft.lead[0].kind == "coverage"
    assert draft.lead[0].query.substances == ("ashwagandha",)
    assert draft.evidence.level == "not_applicable"


def test_what_was_seen_in_others_has_no_level_for_pregnant_women():
    catalog = make_catalog(
        study(
            "others",
            outcome("harm", "liver injury", role="harm"),
            statements=(statement("safety", "These adults say nothing of pregnancy."),),
        )
    )
    draft = draft_for(catalog, "is magnesium safe during pregnancy?")
    assert draft.evidence.level == "not_applicable"


def test_a_dose_against_what_was_only_made_worse_begins_with_that():
    worse = outcome("harm", "sleep quality")
    catalog = make_catalog(study("worse", worse, n_analysed=2000, dose_elemental_mg_per_day=300.0))
    draft = draft_for(catalog, "which magnesium dose is best for sleep quality?")
    assert draft.lead[0].text.startswith("Probably harmful")


def test_who_asks_of_prevention_and_of_those_who_have_it_gets_both_verdicts():
    catalog = make_catalog(
        study("treat", outcome("benefit", "hair loss"), participants="people with hair loss"),
        study("prevent", outcome("unclear", "hair loss"), participants="healthy adults"),
    )
    asked = "does magnesium prevent hair loss, and does it do anything once someone has it?"
    told = [(c.part, c.quotes[0].source_id) for c in draft_for(catalog, asked).lead]
    assert told == [("", "prevent")] * 3 + [("In people who have it", "treat")] * 3


def test_a_trial_of_exactly_what_is_taken_together_is_direct():
    both = study("both", substances=("magnesium", "zinc"), combination=True)
    catalog = make_catalog(both)
    together = draft_for(catalog, "does magnesium plus zinc improve sleep quality?")
    assert any("magnesium with zinc" in claim.text for claim in together.lead)
    assert together.evidence.human_trials == 1
    assert draft_for(catalog, "does magnesium improve sleep quality?").evidence.human_trials == 0
