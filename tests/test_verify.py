"""Planted faults must be cut, and their correct twins must pass."""

from __future__ import annotations

import inspect

import pytest
from pydantic import ValidationError

from assistant.config import Settings
from assistant.errors import VerificationUnavailableError
from assistant.schema import (
    Coverage,
    CoverageClaim,
    DerivedClaim,
    Design,
    Draft,
    DraftCaveat,
    Evidence,
    FindingClaim,
    Item,
    Operands,
    Quote,
    ReportedClaim,
    Section,
    Verification,
)
from assistant.verify import Verifier
from assistant.verify.caps import spoken_fault
from tests.builders import (
    article,
    article_claim,
    make_catalog,
    meta,
    outcome,
    quote,
    statement,
    study,
)

DOSED = "In this randomised trial, 44 adults took 2,000 mg of magnesium a day for 12 weeks."
SLEPT = "In 44 adults, sleep quality was better with magnesium than with placebo (p = 0.043)."
HEDGED = "In 80 adults, magnesium may improve sleep quality, the authors write."
NULL = "In 80 adults, sleep quality did not differ between magnesium and placebo."
RATS = "In rats, memory was better with magnesium than with water."
CELLS = "In cultured cells, magnesium reduced the growth signal DKK-1."
SEEN = "People who ate more magnesium had less hair loss than people who ate little of it."
POOLED = "This meta-analysis pooled 5 trials of 500 people on magnesium and sleep."
CONTENT = "Magnesium L-threonate is 7.2% magnesium by weight."
ADVICE = "The board advises against magnesium for cramps."
SHOP = "The shop says that magnesium regrows hair."


@pytest.fixture(scope="module")
def catalog():
    return make_catalog(
        study("rct", outcome(finding=SLEPT), design=DOSED, n_analysed=44),
        study("hedged", outcome(finding=HEDGED), n_analysed=80),
        study("null", outcome("unclear", finding=NULL), n_analysed=80),
        study("rats", outcome(name="memory", finding=RATS), kind=Design.ANIMAL),
        study("cells", outcome(name="hair loss", finding=CELLS), kind=Design.IN_VITRO),
        study("seen", outcome(name="hair loss", finding=SEEN), kind=Design.OBSERVATIONAL),
        meta("pooled", outcome(certainty="low"), design=POOLED),
        study(
            "content",
            kind=Design.FACT_SHEET,
            substances=("magnesium L-threonate",),
            statements=(statement("conversion", CONTENT),),
        ),
        study("board", outcome("unclear", finding=ADVICE), kind=Design.GUIDELINE),
        article("shop", article_claim(SHOP, outcomes=("hair loss",))),
    )


@pytest.fixture(scope="module")
def verifier(catalog):
    return Verifier(catalog, catalog.texts.get)


@pytest.fixture
def q(catalog):
    return lambda source_id, words: quote(catalog, source_id, words)


def finding(text, *quotes, design=Design.RCT, strength=2):
    return FindingClaim(text=text, quotes=quotes, design=design, strength=strength)


def coverage(text, expected=0, **query):
    return CoverageClaim(text=text, query=Coverage(expected=expected, **query))


def derived(text, *quotes, operation="list", values=(), result=None, ids=(), design=Design.RCT):
    operands = Operands(operation=operation, values=values, result=result, source_ids=ids)
    return DerivedClaim(text=text, quotes=quotes, operands=operands, design=design)


# --- quotes ----------------------------------------------------------------------------------


def test_a_true_quote_passes(verifier, q):
    assert verifier.passes(finding(SLEPT, q("rct", SLEPT)))


@pytest.mark.parametrize(("first", "last"), [(1, 1), (-1, -1), (0, 1), (0, -1), (1, 0)])
def test_a_quote_off_by_one_is_cut(verifier, q, first, last):
    good = q("rct", SLEPT)
    off = good.model_copy(update={"start": good.start + first, "end": good.end + last})
    assert not verifier.passes(finding(SLEPT, off))


def test_a_quote_of_another_document_is_cut(verifier, q):
    # The words stand in `rct`, the quote says that they stand in `null` at the same place.
    elsewhere = q("rct", SLEPT).model_copy(update={"source_id": "null"})
    assert not verifier.passes(finding(SLEPT, elsewhere))


@pytest.mark.parametrize(
    "words",
    [
        SLEPT.replace("better", "Better"),
        SLEPT.replace("0.043", "0.034"),
        SLEPT.replace(" than ", "  than "),
        SLEPT.replace("magnesium", "mаgnesium"),  # the Cyrillic a is the fault
    ],
    ids=["letter case", "digits", "white space", "look-alike letter"],
)
def test_a_quote_that_is_not_byte_for_byte_is_cut(verifier, q, words):
    wrong = q("rct", SLEPT).model_copy(update={"text": words})
    assert not verifier.passes(finding("Sleep was better.", wrong))


def test_one_false_quote_among_true_ones_is_enough(verifier, q):
    good = q("rct", SLEPT)
    bad = good.model_copy(update={"start": good.start + 1})
    assert not verifier.passes(finding(SLEPT, good, bad))


def test_a_negative_offset_does_not_reach_around_the_end(verifier, catalog, q):
    good = q("rct", SLEPT)
    length = len(catalog.texts["rct"])
    around = good.model_copy(update={"start": good.start - length, "end": good.end - length})
    assert not verifier.passes(finding(SLEPT, around))


def test_a_finding_without_a_quote_cannot_be_built():
    with pytest.raises(ValidationError):
        finding("Magnesium was studied.")
    with pytest.raises(ValidationError):
        ReportedClaim(text="The shop says so.", quotes=(), design=Design.ARTICLE)


def test_an_empty_quote_cannot_be_built():
    with pytest.raises(ValidationError):
        Quote(source_id="rct", start=3, end=3, text="")


def test_a_document_that_cannot_be_read_stops_the_answer(verifier, q):
    gone = q("rct", SLEPT).model_copy(update={"source_id": "gone"})
    with pytest.raises(VerificationUnavailableError, match="gone"):
        verifier.passes(finding(SLEPT, gone))


# --- numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        DOSED,
        DOSED.replace("2,000 mg", "2000 milligrams"),
        DOSED.replace("12", "twelve"),
        "In this randomized trial, 44 adults took 2,000 mg of magnesium daily for 12 weeks.",
        "For 12 weeks, 44 adults took 2,000 mg of magnesium a day in this trial.",
    ],
    ids=["same", "thousands", "number word", "spelling", "order"],
)
def test_numbers_of_the_quote_pass(verifier, q, text):
    assert verifier.passes(finding(text, q("rct", DOSED)))


@pytest.mark.parametrize(
    "text",
    [
        DOSED.replace("44", "45"),
        DOSED.replace("2,000", "2,001"),
        DOSED.replace("2,000", "200"),
        DOSED.replace("2,000", "2"),
        DOSED.replace("2,000", "2.000"),
        DOSED.replace("mg", "g"),
        DOSED.replace("mg", "mcg"),
        DOSED.replace("weeks", "months"),
        DOSED.replace("44 adults", "44% of adults"),
        DOSED.replace("44", "12").replace("12 weeks", "44 weeks"),
    ],
    ids=[
        "people", "dose", "dose without a nought", "dose cut at the comma", "decimal point",
        "mg to g", "mg to mcg", "weeks to months", "people to percent", "numbers swapped",
    ],
)  # fmt: skip
def test_a_changed_number_or_unit_is_cut(verifier, q, text):
    assert not verifier.passes(finding(text, q("rct", DOSED)))


def test_a_number_of_another_sentence_of_the_document_is_not_enough(verifier, q):
    # 2,000 stands in the design sentence; no single sentence of the document says this.
    text = "In 44 adults, sleep was better with 2,000 mg than with placebo."
    assert not verifier.passes(finding(text, q("rct", SLEPT)))
    assert not verifier.passes(finding(text, q("rct", SLEPT), q("rct", DOSED)))


def test_a_digit_in_a_name_is_no_number_to_be_quoted(q):
    # "vitamin B12" of the vocabulary; the document says cobalamin throughout.
    design = "In this randomised trial, 44 adults took cobalamin or placebo for a while."
    catalog = make_catalog(study("cob", substances=("vitamin B12",), design=design, n_analysed=44))
    claim = derived(
        "Possibly: on vitamin B12 and sleep, the documents hold 1 trial in people.",
        quote(catalog, "cob", design), operation="count", result=1.0, ids=("cob",),
    )  # fmt: skip
    assert Verifier(catalog, catalog.texts.get).passes(claim)


def test_a_caveat_with_a_number_of_its_own_is_cut(verifier, q):
    true = DraftCaveat(
        kind="small_sample", text="Only 44 adults took part.", quotes=(q("rct", DOSED),)
    )
    false = true.model_copy(update={"text": "Only 14 adults took part."})
    assert verifier.caveat_fault(true) is None
    assert verifier.caveat_fault(false) is not None


# --- derived ---------------------------------------------------------------------------------


def test_a_right_count_passes_and_a_wrong_one_is_cut(verifier, q):
    quotes = (q("rct", DOSED), q("null", NULL))
    text = "The documents hold {} trials in people."
    two = {"operation": "count", "ids": ("rct", "null")}
    assert verifier.passes(derived(text.format(2), *quotes, result=2.0, **two))
    assert not verifier.passes(derived(text.format(3), *quotes, result=3.0, **two))
    assert not verifier.passes(derived(text.format(3), *quotes, result=2.0, **two))


def test_a_count_counts_each_source_once(verifier, q):
    claim = derived("2 trials.", operation="count", result=2.0, ids=("rct", "rct"))
    assert not verifier.passes(claim)


def test_a_count_of_documents_that_do_not_exist_is_cut(verifier):
    claim = derived("2 trials.", operation="count", result=2.0, ids=("rct", "invented"))
    assert not verifier.passes(claim)


def test_the_people_in_a_count_must_stand_in_a_source(verifier, q):
    quotes = (q("rct", DOSED), q("null", NULL))
    counted = {"operation": "count", "result": 2.0, "ids": ("rct", "null")}
    good = derived("2 trials (44 and 80 people).", *quotes, values=(44.0, 80.0), **counted)
    bad = derived("2 trials (44 and 9,000 people).", *quotes, values=(44.0, 9000.0), **counted)
    assert verifier.passes(good)
    assert not verifier.passes(bad)


def test_a_listed_value_must_stand_in_a_quote(verifier, q):
    dosed = q("rct", DOSED)
    assert verifier.passes(derived("People took 2,000 mg a day.", dosed, values=(2000.0,)))
    assert not verifier.passes(derived("People took 3,000 mg a day.", dosed, values=(3000.0,)))
    assert not verifier.passes(derived("People took 3,000 mg a day.", dosed, values=(2000.0,)))


@pytest.mark.parametrize(
    ("text", "values", "result", "good"),
    [
        # 2,000 * 7.2 / 100 = 144
        ("2,000 mg at 7.2% is about 144 mg.", (2000.0, 7.2), 144.0, True),
        ("2,000 mg at 7.2% is about 150 mg.", (2000.0, 7.2), 150.0, False),
        ("2,000 mg at 7.2% is about 150 mg.", (2000.0, 7.2), 144.0, False),
        ("2,000 mg at 8.2% is about 164 mg.", (2000.0, 8.2), 164.0, False),
        ("2,000 mg at 7.2% is about 144 g.", (2000.0, 7.2), 144.0, False),
    ],
    ids=["right", "wrong product", "wrong text", "percentage not in the source", "mg to g"],
)
def test_a_scale_product(verifier, q, text, values, result, good):
    claim = derived(
        text, q("content", CONTENT), operation="scale", values=values, result=result,
        ids=("content",), design=Design.FACT_SHEET,
    )  # fmt: skip
    assert verifier.passes(claim) is good


@pytest.mark.parametrize("values", [(), (2000.0,), (2000.0, 7.2, 1.0)])
def test_a_scale_without_its_two_operands_is_cut_and_does_not_crash(verifier, q, values):
    claim = derived(
        "About 144 mg.", q("content", CONTENT), operation="scale", values=values, result=144.0
    )
    assert not verifier.passes(claim)


@pytest.mark.parametrize("text", ["Magnesium cures insomnia.", "Magnesium improves sleep."])
def test_a_statement_cannot_hide_in_a_computation(verifier, q, text):
    # No number, no operand, nothing to recompute: "nothing else may be stated".
    assert not verifier.passes(derived(text, q("shop", SHOP), design=Design.ARTICLE))


# --- coverage --------------------------------------------------------------------------------


def test_a_search_that_finds_nothing_passes(verifier):
    text = "Not known: no document here tests biotin on sleep."
    assert verifier.passes(coverage(text, substances=("biotin",), outcome_groups=("sleep",)))


@pytest.mark.parametrize("scope", ["any", "people", "people_direct", "people_trials"])
def test_a_search_that_finds_something_is_cut(verifier, scope):
    # rct, hedged, null and pooled are of people and sleep.
    claim = coverage(
        "No document here tests magnesium on sleep.",
        substances=("magnesium",), outcome_groups=("sleep",), scope=scope,
    )  # fmt: skip
    assert not verifier.passes(claim)


@pytest.mark.parametrize(
    ("scope", "expected"), [("any", 3), ("people", 1), ("people_trials", 0), ("animals", 0)]
)
def test_a_count_of_documents_is_searched_again(verifier, scope, expected):
    # Magnesium and hair: cells, the observational study, and the shop's claim (any alone).
    where = {"substances": ("magnesium",), "outcome_groups": ("hair",), "scope": scope}
    assert verifier.passes(coverage("A search.", expected=expected, **where))
    assert not verifier.passes(coverage("A search.", expected=expected + 1, **where))


def test_a_coverage_sentence_that_denies_what_its_search_found_is_cut(verifier):
    # The search counts 1 as expected, and the sentence says none.
    where = {"substances": ("magnesium",), "outcome_groups": ("hair",), "scope": "people"}
    claim = coverage("Not known: no document here tests magnesium on hair loss.", 1, **where)
    assert not verifier.passes(claim)


def test_a_coverage_sentence_on_another_substance_than_its_search_is_cut(verifier):
    claim = coverage(
        "Not known: no document here tests magnesium on sleep.",
        substances=("biotin",), outcome_groups=("sleep",),
    )  # fmt: skip
    assert not verifier.passes(claim)


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


# --- whole drafts ----------------------------------------------------------------------------


def draft(*claims, lead=(), caveats=()):
    items = tuple(Item(claims=(claim,)) for claim in claims)
    section = (Section(heading="Found", items=items),) if items else ()
    return Draft(status="answered", lead=lead, sections=section, caveats=caveats)


def test_what_fails_is_cut_and_counted_and_the_rest_is_left_alone(verifier, q):
    good = finding(SLEPT, q("rct", SLEPT))
    bad = finding("In 45 adults, sleep was better.", q("rct", SLEPT))
    true = DraftCaveat(
        kind="small_sample", text="Only 44 adults took part.", quotes=(q("rct", DOSED),)
    )
    false = true.model_copy(update={"text": "Only 14 adults took part."})
    asked = draft(good, bad, lead=(good, bad), caveats=(true, false))
    checked = verifier.verify(asked)
    assert checked.draft == draft(good, lead=(good,), caveats=(true,))
    assert checked.verification == Verification(cut=3, rewritten=0)


def test_a_bullet_keeps_the_claims_that_pass(verifier, q):
    good = finding(SLEPT, q("rct", SLEPT))
    bad = finding("In 45 adults, sleep was better.", q("rct", SLEPT))
    both = Draft(
        status="answered", sections=(Section(heading="Found", items=(Item(claims=(bad, good)),)),)
    )
    assert verifier.verify(both).draft.sections[0].items == (Item(claims=(good,)),)


@pytest.mark.parametrize(
    ("source_id", "sentence", "text", "design", "said"),
    [
        (
            "hedged",
            HEDGED,
            "Magnesium improves sleep quality.",
            Design.RCT,
            "Randomised trial, 8 weeks, against placebo (Hedged): " + HEDGED,
        ),
        (
            "rats",
            RATS,
            "Memory was better with magnesium.",
            Design.ANIMAL,
            "Animal study (rats) (Rats): " + RATS,
        ),
        (
            "board",
            ADVICE,
            "Magnesium is no use for cramps.",
            Design.GUIDELINE,
            "According to the guideline or regulator (Board): " + ADVICE,
        ),
    ],
    ids=["the hedge comes back", "the model is named", "who speaks is named"],
)
def test_what_fails_is_said_as_its_source_says_it(
    verifier, q, source_id, sentence, text, design, said
):
    cited = q(source_id, sentence)
    claim = (
        ReportedClaim(text=text, quotes=(cited,), design=design)
        if design is Design.GUIDELINE
        else finding(text, cited, design=design)
    )
    checked = verifier.verify(draft(claim, claim.model_copy(update={"text": text + " Really."})))
    (item,) = checked.draft.sections[0].items
    assert item.claims[0].text == said
    assert checked.verification == Verification(cut=1, rewritten=1)


def test_a_claim_with_a_false_quote_is_never_rewritten(verifier, q):
    shifted = q("rct", SLEPT).model_copy(update={"start": 1})
    checked = verifier.verify(draft(finding(SLEPT, shifted)))
    assert checked.verification == Verification(cut=1, rewritten=0)


def test_half_a_sentence_is_never_given_the_word(verifier, q):
    half = q("null", "sleep quality did not differ between magnesium and placebo.")
    checked = verifier.verify(draft(finding("Magnesium does nothing.", half)))
    assert checked.verification == Verification(cut=1, rewritten=0)


def test_what_was_cut_is_logged_without_its_words(verifier, q, caplog):
    caplog.set_level("INFO")
    verifier.verify(draft(finding("Magnesium cures insomnia.", q("rct", "with magnesium"))))
    assert [record.getMessage() for record in caplog.records] == ["cut a finding claim: support"]


def test_an_answer_of_which_every_claim_was_cut_is_not_an_answer(verifier, q):
    bad = finding("In 45 adults, sleep was better.", q("rct", "44 adults"))
    checked = verifier.verify(draft(bad, lead=(bad,)))
    assert checked.draft.sections == ()
    assert checked.draft.status != "answered"


def test_a_draft_of_fixed_words_passes_through(verifier):
    urgent = Draft(status="urgent", message="Call for help.")
    assert verifier.verify(urgent) == (urgent, Verification(cut=0, rewritten=0))


def test_verification_has_no_switch():
    assert list(inspect.signature(Verifier.verify).parameters) == ["self", "draft"]
    assert list(inspect.signature(Verifier.__init__).parameters) == ["self", "catalog", "read_text"]
    words = ("verif", "check", "strict", "skip", "unsafe", "trust")
    assert not [name for name in Settings.model_fields if any(word in name for word in words)]
