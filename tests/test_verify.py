"""Planted faults must be cut, and their correct twins must pass."""

from __future__ import annotations

import inspect

import pytest
from pydantic import ValidationError

from assistant.config import Settings
from assistant.errors import VerificationUnavailableError
from assistant.schema import (
    Design,
    Draft,
    DraftCaveat,
    Item,
    Quote,
    ReportedClaim,
    Section,
    Verification,
)
from assistant.verify import Verifier
from tests.builders import (
    make_catalog,
    quote,
    study,
)
from tests.verify_claims import (
    ADVICE,
    CONTENT,
    DOSED,
    HEDGED,
    NULL,
    RATS,
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


# --- whole drafts ----------------------------------------------------------------------------


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
