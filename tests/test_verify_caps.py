"""Whose voice a claim has and how strongly it may speak (R15 to R17): planted faults are cut."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from assistant.schema import (
    Design,
    DraftCaveat,
    Evidence,
    Quote,
    ReportedClaim,
    Verification,
)
from assistant.verify import Verifier
from assistant.verify.caps import spoken_fault
from tests.builders import (
    quote,
)
from tests.verify_claims import (
    ADVICE,
    CELLS,
    DOSED,
    HEDGED,
    NULL,
    POOLED,
    RATS,
    SEEN,
    SHOP,
    SLEPT,
    coverage,
    derived,
    draft,
    finding,
    verify_catalog,
)


@pytest.fixture(scope="module")
def catalog():
    return verify_catalog()


@pytest.fixture(scope="module")
def verifier(catalog):
    return Verifier(catalog, catalog.texts.get)


@pytest.fixture
def q(catalog):
    return lambda source_id, words: quote(catalog, source_id, words)


# --- whose voice, how strong -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("source_id", "sentence", "design", "without"),
    [
        ("rats", RATS, Design.ANIMAL, "Memory was better with magnesium."),
        ("rats", RATS, Design.ANIMAL, "Magnesium made neurons and tissue healthier."),
        ("cells", CELLS, Design.IN_VITRO, "Magnesium reduced the growth signal DKK-1."),
        ("cells", CELLS, Design.IN_VITRO, "In people, magnesium reduced the growth signal DKK-1."),
    ],
    ids=["no animal", "a tissue is no animal", "no cells", "people instead of cells"],
)
def test_r15_cells_and_animals_are_named(verifier, q, source_id, sentence, design, without):
    cited = q(source_id, sentence)
    assert verifier.passes(finding(sentence, cited, design=design, strength=3))
    assert not verifier.passes(finding(without, cited, design=design, strength=3))


def test_r15_the_design_of_the_source_counts_and_not_the_label(verifier, q):
    # Rats, labelled as a trial, and no animal in the sentence.
    assert not verifier.passes(finding("Memory was better.", q("rats", RATS), design=Design.RCT))


def test_r15_an_animal_finding_is_never_said_of_people(verifier, q):
    text = "As in rats, memory was better with magnesium in people."
    assert not verifier.passes(finding(text, q("rats", RATS), design=Design.ANIMAL, strength=3))


def test_an_article_cannot_be_a_finding_by_type():
    # Articles are attributed, never asserted: only `ReportedClaim` can hold one.
    cited = Quote(source_id="shop", start=0, end=1, text="T")
    with pytest.raises(ValidationError):
        finding("Magnesium regrows hair.", cited, design=Design.ARTICLE)


def test_a_reported_claim_is_attributed_by_type():
    cited = Quote(source_id="shop", start=0, end=1, text="T")
    with pytest.raises(ValidationError):
        ReportedClaim(text="So.", quotes=(cited,), design=Design.ARTICLE, attributed=False)


@pytest.mark.parametrize("strength", [0, 3])
def test_an_article_cannot_be_quoted_for_a_finding_under_another_design(verifier, q, strength):
    claim = finding("Magnesium regrows hair.", q("shop", SHOP), strength=strength)
    assert not verifier.passes(claim)


@pytest.mark.parametrize(
    ("source_id", "sentence", "design"),
    [("shop", SHOP, Design.ARTICLE), ("board", ADVICE, Design.GUIDELINE)],
)
def test_a_report_names_its_speaker(verifier, q, source_id, sentence, design):
    good = ReportedClaim(text=sentence, quotes=(q(source_id, sentence),), design=design)
    bare = good.model_copy(update={"text": "Magnesium regrows hair and prevents cramps."})
    assert verifier.passes(good)
    assert not verifier.passes(bare)


def test_an_observed_association_passes(verifier, q):
    claim = finding(SEEN, q("seen", SEEN), design=Design.OBSERVATIONAL, strength=1)
    assert verifier.passes(claim)


@pytest.mark.parametrize("strength", [1, 3])
@pytest.mark.parametrize(
    "text",
    [
        "Magnesium prevents hair loss.",
        "Eating magnesium reduces hair loss.",
        "Less hair loss is due to magnesium.",
        "Magnesium reduced hair loss.",
        "Magnesium stops hair loss.",
    ],
)
def test_r15_an_observational_source_stated_as_cause_is_cut(verifier, q, text, strength):
    # The cap is the design's; what the composer calls its strength cannot raise it.
    claim = finding(text, q("seen", SEEN), design=Design.OBSERVATIONAL, strength=strength)
    assert not verifier.passes(claim)


def test_r17_a_claim_is_as_strong_as_its_weakest_design(verifier, q):
    quotes = (q("rct", SLEPT), q("seen", SEEN))
    assert not verifier.passes(finding("Magnesium improves sleep.", *quotes, strength=1))


@pytest.mark.parametrize("strength", [2, 3])
def test_r15_a_limited_meta_analysis_does_not_state_cause(verifier, q, strength):
    # `pooled` was rated low by its authors: limited, so at most 2 (conditional).
    claim = finding(
        "Magnesium improves sleep.",
        q("pooled", POOLED),
        design=Design.META_ANALYSIS,
        strength=strength,
    )
    assert not verifier.passes(claim)


@pytest.mark.parametrize(
    ("source_id", "sentence", "design", "stated", "allowed"),
    [
        ("seen", SEEN, Design.OBSERVATIONAL, 2, 1),
        (
            "seen",
            SEEN,
            Design.META_ANALYSIS,
            3,
            1,
        ),  # the design of the source counts, not the label
        ("rct", SLEPT, Design.RCT, 3, 3),
    ],
)
def test_r17_a_strength_above_the_cap_is_lowered_and_the_words_stay(
    verifier, q, source_id, sentence, design, stated, allowed
):
    claim = finding(sentence, q(source_id, sentence), design=design, strength=stated)
    verified = verifier.verify(draft(lead=(claim,)))
    assert verified.draft.lead == (claim.model_copy(update={"strength": allowed}),)
    assert verified.verification == Verification(cut=0, rewritten=int(stated > allowed))


@pytest.mark.parametrize(
    ("level", "allowed"),
    [("limited", 2), ("moderate", 3), ("strong", 3), ("not_applicable", 3)],
)
def test_r15_a_meta_analysis_is_as_strong_as_the_evidence_it_is_part_of(
    verifier, q, level, allowed
):
    claim = finding(POOLED, q("pooled", POOLED), design=Design.META_ANALYSIS, strength=3)
    weighed = Evidence(
        level=level, direction="benefit", strongest_design=Design.META_ANALYSIS,
        human_trials=10, participants=900, null_results=0,
    )  # fmt: skip
    answer = draft(lead=(claim,)).model_copy(update={"evidence": weighed})
    assert verifier.verify(answer).draft.lead[0].strength == allowed


def test_r17_a_rewording_that_speaks_more_strongly_than_source_and_cap_has_a_fault():
    seen, cause = SEEN, "Eating more magnesium prevents hair loss."
    assert spoken_fault(cause, seen, [Design.OBSERVATIONAL]) is not None
    assert spoken_fault(cause, seen, [Design.RCT]) is None  # the cap of a trial's report is 3
    assert spoken_fault(seen, seen, [Design.ARTICLE]) is None


def test_r17_the_hedge_of_the_source_survives(verifier, q):
    cited = q("hedged", HEDGED)
    assert verifier.passes(finding(HEDGED, cited))
    assert not verifier.passes(finding(HEDGED.replace("may improve", "improves"), cited))
    assert not verifier.passes(finding("Magnesium improves sleep quality.", cited))
    assert not verifier.passes(finding("Magnesium improves sleep quality.", cited, strength=3))


@pytest.mark.parametrize(
    "text", ["Magnesium does not improve sleep.", "Magnesium has no effect on sleep."]
)
def test_r16_one_trial_did_not_differ_and_that_is_all(verifier, q, text):
    cited = q("null", NULL)
    assert verifier.passes(finding(NULL, cited))
    assert not verifier.passes(finding(text, cited))


def test_a_dropped_not_is_cut(verifier, q):
    text = "In 80 adults, sleep quality did differ between magnesium and placebo."
    assert not verifier.passes(finding(text, q("null", NULL)))


def test_a_sentence_that_its_quote_does_not_speak_of_is_cut(verifier, q):
    paid = "A public fund paid for rct."
    assert not verifier.passes(finding("Sleep was deeper and hair grew thicker.", q("rct", paid)))


@pytest.mark.parametrize(
    "text",
    [
        SLEPT.replace("sleep quality", "hair growth"),
        SLEPT.replace("magnesium", "biotin"),
        SLEPT.replace("better", "worse"),
        SLEPT.replace("44 adults", "44 children"),
        SLEPT.replace("with magnesium than with placebo", "with placebo than with magnesium"),
    ],
    ids=[
        "another outcome",
        "another substance",
        "direction turned",
        "other people",
        "arms swapped",
    ],
)
def test_a_sentence_with_one_thing_exchanged_is_cut(verifier, q, text):
    assert not verifier.passes(finding(text, q("rct", SLEPT)))


def test_an_article_is_not_made_to_say_something_else(verifier, q):
    other = ReportedClaim(
        text="The shop says that magnesium cures cancer.",
        quotes=(q("shop", SHOP),),
        design=Design.ARTICLE,
    )
    assert not verifier.passes(other)


def test_the_quotes_own_words_do_not_carry_another_sentence(verifier, q):
    # Every word of the first sentence stands in the quote; together they deny what it says.
    twisted = "In 80 adults, sleep quality did differ between magnesium and placebo."
    assert not verifier.passes(finding(f"{twisted} {NULL}", q("null", NULL)))


def test_a_dropped_not_is_cut_although_another_quote_denies_nothing(verifier, catalog, q):
    text = "In 80 adults, sleep quality did differ between magnesium and placebo."
    design = catalog.abstracts["null"].design
    assert not verifier.passes(finding(text, q("null", design), q("null", NULL)))


def test_r17_a_hedge_is_not_lost_in_a_report(verifier, q):
    text = "In 80 adults, sleep quality was better with magnesium."
    assert not verifier.passes(finding(text, q("hedged", HEDGED)))


def test_r15_cells_in_a_sentence_do_not_stand_for_the_rats(verifier, q):
    text = "Memory was better with magnesium, and so were brain cells."
    assert not verifier.passes(finding(text, q("rats", RATS), design=Design.ANIMAL, strength=3))


@pytest.mark.parametrize(
    "text",
    [
        "44 adults took 9000mg of magnesium a day.",
        "44 adults took 9,000mg of magnesium a day.",
        "Ninety adults took 2,000 mg of magnesium a day.",
        "44 adults took magnesium, 9-fold more than usual.",
    ],
    ids=["no space", "no space after a comma", "in words", "fold"],
)
def test_a_changed_number_in_another_spelling_is_cut(verifier, q, text):
    assert not verifier.passes(finding(text, q("rct", DOSED)))


def test_a_listed_value_keeps_its_unit(verifier, q):
    dosed = q("rct", DOSED)
    assert not verifier.passes(derived("People took 2,000 g a day.", dosed, values=(2000.0,)))


def test_a_count_counts_what_it_says(verifier, q):
    # One study of rats and one of cells are no trials in people.
    text = "The documents hold 2 trials in people."
    claim = derived(
        text,
        q("rats", RATS),
        operation="count",
        result=2.0,
        ids=("rats", "cells"),
        design=Design.RCT,
    )
    assert not verifier.passes(claim)


@pytest.mark.parametrize("text", ["Magnesium cures insomnia.", "Magnesium improves sleep."])
def test_a_statement_cannot_hide_in_a_search_or_in_a_caveat(verifier, text):
    searched = coverage(text, substances=("magnesium",), outcome_groups=("stress",))
    assert not verifier.passes(searched)
    assert verifier.caveat_fault(DraftCaveat(kind="corpus_limit", text=text)) is not None


def test_a_coverage_sentence_on_another_outcome_than_its_search_is_cut(verifier):
    claim = coverage(
        "Not known: no document here tests magnesium on sleep.",
        substances=("magnesium",), outcome_groups=("stress",),
    )  # fmt: skip
    assert not verifier.passes(claim)
