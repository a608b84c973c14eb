"""What a document is where nothing says so, on documents that were labelled before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.detect import detect_source, detect_text
from assistant.detect.counts import read_number
from assistant.detect.spans import lower, sentence_around
from assistant.schema import Design, Detected, DetectedFact, Source, Stated, StatedNotice
from tests.builders import article

FILE = Path(__file__).resolve().parent.parent / "bench" / "study_documents.yaml"
DOCUMENTS: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
DETECTED = {row["id"]: detect_text(row["text"]) for row in DOCUMENTS}
FACTS = ("document", "kind", "species", "participants", "randomised", "blinding", "comparator",
         "funding", "seller", "notice")  # fmt: skip
TRIAL = (
    "Eighty-four adults were randomly assigned to melatonin (n = 42) or placebo (n = 42) in a double-blind "
    "trial. Sleep latency fell by 14 min with melatonin and by 5 min with placebo (P = 0.01)."
)


def kind_of(text: str) -> Design | None:
    """The detected kind, sure or not."""
    kind = detect_text(text).kind
    return kind.value if kind else None


def test_randomised_trials_are_found_and_little_else_is_taken_for_one() -> None:
    trials = {row["id"] for row in DOCUMENTS if row["kind"] == "rct"}
    found = {name for name, d in DETECTED.items() if d.kind and d.kind.value is Design.RCT}
    assert len(found & trials) / len(found) >= 0.95
    assert len(found & trials) / len(trials) >= 0.9


def test_no_kind_that_counts_as_sure_is_wrong() -> None:
    wrong = {
        row["id"]: detected.kind.value.value
        for row in DOCUMENTS
        if (detected := DETECTED[row["id"]]).kind
        and detected.kind.is_sure
        and detected.kind.value != row["kind"]
    }
    assert wrong == {}


def test_articles_are_told_from_studies() -> None:
    told = {n: d.document.value for n, d in DETECTED.items() if d.document and d.document.is_sure}
    labels = {row["id"]: row["document"] for row in DOCUMENTS}
    assert {name: labels[name] for name in told} == told
    assert len(told) >= 0.9 * len(labels)


@pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: row["id"])
def test_every_fact_shows_the_words_that_it_rests_on(row: dict[str, Any]) -> None:
    for name in FACTS:
        fact = getattr(DETECTED[row["id"]], name)
        if fact is not None:
            assert fact.quote
            assert row["text"][fact.start : fact.end] == fact.quote, name


def test_a_text_without_signs_is_nothing() -> None:
    assert detect_text("The weather was fine. Trees stood along the road.") == Detected()


def test_a_seller_who_retells_a_trial_is_an_article() -> None:
    page = f"Buy now: our capsules. {TRIAL} Free shipping today."
    detected = detect_text(page)
    assert detected.kind is not None
    assert detected.kind.value is Design.ARTICLE
    assert detected.kind.is_sure
    assert detected.seller == DetectedFact(
        value=True, quote="Buy now: our capsules.", start=0, end=22, confidence=0.97
    )


def test_a_trial_that_has_not_been_done_is_no_trial() -> None:
    planned = (
        "A total of 280 people will be randomised to zinc or placebo in this double-blind trial."
    )
    detected = detect_text(planned)
    assert detected.kind is None
    assert detected.document is not None
    assert detected.document.value == "abstract"


def test_rats_at_random_are_animals() -> None:
    text = "Forty Wistar rats were randomly divided into groups and fed zinc or placebo in a double-blind trial."
    assert kind_of(text) is Design.ANIMAL


def test_trials_that_others_did_make_no_trial() -> None:
    text = "In this review we discuss zinc. Previous randomised, placebo-controlled trials are summarised."
    assert kind_of(text) is Design.NARRATIVE_REVIEW


def test_a_fact_of_a_study_is_no_surer_than_its_kind() -> None:
    for name, detected in DETECTED.items():
        ceiling = detected.kind.confidence if detected.kind else 0.0
        for field in ("species", "participants", "randomised", "blinding", "comparator", "funding"):
            fact = getattr(detected, field)
            assert fact is None or fact.confidence <= ceiling, (name, field)


def test_the_record_stands_above_the_text() -> None:
    stated = Stated(
        publication_types=("Journal Article", "Systematic Review", "Meta-Analysis"),
        mesh_terms=("Humans", "Zinc"),
    )
    detected = detect_text(TRIAL, stated)
    assert detected.kind == DetectedFact(
        value=Design.META_ANALYSIS, quote="Meta-Analysis", confidence=0.97, basis="record"
    )
    assert detected.species == DetectedFact(
        value="human", quote="Humans", confidence=0.97, basis="record"
    )


def test_a_record_under_animals_alone_is_no_trial_in_people() -> None:
    stated = Stated(
        publication_types=("Randomized Controlled Trial",), mesh_terms=("Animals", "Mice, Inbred")
    )
    detected = detect_text("Mice were fed zinc by gavage. The mice gained weight.", stated)
    assert detected.kind is not None
    assert detected.kind.value is Design.ANIMAL
    assert detected.species is not None
    assert detected.species.value == "mouse"


def test_the_record_names_the_gravest_notice() -> None:
    notices = (
        StatedNotice(kind="correction", text="J. 2019;1:2"),
        StatedNotice(kind="retraction", text="J. 2020;3:4"),
    )
    detected = detect_text(TRIAL, Stated(notices=notices))
    assert detected.is_retracted
    assert detected.notice is not None
    assert detected.notice.quote == "J. 2020;3:4"


def test_a_review_of_retracted_trials_is_not_retracted() -> None:
    text = "This systematic review left out two trials that were retracted. We searched PubMed."
    assert detect_text(text).notice is None


def test_front_matter_needs_no_detector() -> None:
    plain = Source(source_id="a", title="A", text=TRIAL)
    told = plain.model_copy(update={"facts": article("a")})
    detected = detect_source(plain).detected
    assert detected is not None
    assert detected.kind == detect_text(TRIAL).kind
    assert detect_source(told) is told


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("84", 84), ("1,207", 1207), ("12 537", 12537), ("eighty-four", 84), ("one hundred", 100),
        ("two hundred and twelve", 212), ("one thousand ninety-nine", 1099), ("hundred", 100), ("many", None),
    ],
)  # fmt: skip
def test_numbers_are_read_in_figures_and_in_words(text: str, number: int | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("We recruited 60 healthy adults. They were randomly assigned to zinc or placebo.", 60),
        ("Healthy subjects (24) were randomly assigned to zinc or placebo, double-blind.", 24),
        ("Zinc 30 mg was compared with placebo, randomly, in 12 weeks of a double-blind trial.", None),
    ],
)  # fmt: skip
def test_people_are_counted_and_doses_are_not(text: str, people: int | None) -> None:
    found = detect_text(text).participants
    assert (found.value if found else None) == people


def test_lower_case_keeps_every_offset() -> None:
    text = "İİ Randomised ÄÖ"
    assert len(lower(text)) == len(text)
    assert lower(text).endswith("randomised äö")


@pytest.mark.parametrize(
    ("text", "sign", "sentence"),
    [
        ("One. Two signs here. Three.", "signs", "Two signs here."),
        ("Title\nfirst line signs\nnext", "signs", "first line signs"),
        ("signs", "signs", "signs"),
        ("A sign at the end", "end", "A sign at the end"),
    ],
)
def test_a_sign_is_shown_in_its_sentence(text: str, sign: str, sentence: str) -> None:
    start = text.index(sign)
    first, last = sentence_around(text, start, start + len(sign))
    assert text[first:last] == sentence
