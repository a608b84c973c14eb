from __future__ import annotations

import pytest
from conftest import DATA
from pydantic import BaseModel, ValidationError

from assistant import schema
from assistant.load import load_sources
from assistant.schema import (
    Abstract,
    CaveatKind,
    Corrections,
    Design,
    Detected,
    DetectedFact,
    Notice,
    Source,
    Stated,
    StatedNotice,
)

RECORDS = [
    item
    for item in vars(schema).values()
    if isinstance(item, type) and issubclass(item, BaseModel) and item.__module__ == schema.__name__
]
FACTS = {source.source_id: source.facts for source in load_sources([DATA]).sources}


def values_of(source_id: str) -> dict[str, object]:
    facts = FACTS[source_id]
    assert facts is not None
    return facts.model_dump()


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_record_is_frozen_and_refuses_unknown_fields(record: type[BaseModel]) -> None:
    assert record.model_config.get("frozen") is True
    assert record.model_config.get("extra") == "forbid"


def test_no_record_holds_a_list() -> None:
    held = {
        f"{record.__name__}.{name}": field.annotation
        for record in RECORDS
        for name, field in record.model_fields.items()
        if "list[" in str(field.annotation)
    }
    assert held == {}


@pytest.mark.parametrize("source_id", sorted(FACTS))
def test_facts_survive_json(source_id: str) -> None:
    facts = FACTS[source_id]
    assert facts is not None
    assert type(facts).model_validate_json(facts.model_dump_json()) == facts


def test_designs_are_the_twelve_kinds_and_article() -> None:
    assert [design.value for design in Design] == [
        "meta_analysis", "systematic_review", "rct", "nonrandomized_trial", "pharmacokinetic",
        "observational", "case_report", "animal", "in_vitro", "guideline", "fact_sheet",
        "narrative_review", "article",
    ]  # fmt: skip


def test_caveat_kinds_are_those_of_the_design_page() -> None:
    assert " ".join(kind.value for kind in CaveatKind) == (
        "cell_study animal_study no_human_evidence few_studies small_sample short_duration "
        "combination_product different_form different_population surrogate_outcome "
        "subjective_only mixed_results association_only funding vendor_source anecdote "
        "uncited_claim source_error conflicting_sources dose_units correction retracted "
        "ask_clinician corpus_limit"
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"kind": "article"}, "kind", id="an abstract that is an article"),
        pytest.param({"kind": "poll"}, "kind", id="an unknown design"),
        pytest.param({"n_analysed": 131}, "n_analysed", id="more analysed than randomised"),
        pytest.param({"id": "Velorin 2015"}, "id", id="an id that is no slug"),
        pytest.param({"funding": "A public council paid"}, "funding", id="no full stop"),
        pytest.param({"funding_class": None}, "funding_class", id="null funding class"),
        pytest.param({"populations": ["everyone"]}, "populations", id="unknown population"),
        pytest.param({"colour": "red"}, "colour", id="an unknown field"),
    ],
)
def test_an_abstract_refuses(change: dict[str, object], field: str) -> None:
    values = values_of("velorin-2015-sleep-trial")
    with pytest.raises(ValidationError, match=field):
        Abstract.model_validate(values | change)


def test_an_abstract_needs_every_field_that_null_could_hide() -> None:
    values = values_of("velorin-2015-sleep-trial")
    for field in ("funding_class", "harms_reported", "comparator_kind", "doi", "form"):
        with pytest.raises(ValidationError, match=field):
            Abstract.model_validate({k: v for k, v in values.items() if k != field})


@pytest.mark.parametrize(
    ("kind", "is_retracted"),
    [
        ("retraction", True),
        ("related_retraction", False),
        ("expression_of_concern", False),
        ("correction", False),
        ("inconsistency", False),
    ],
)
def test_only_a_retraction_of_its_own_makes_a_source_retracted(
    kind: schema.NoticeKind, is_retracted: bool
) -> None:
    notice = Notice(kind=kind, was_read=True, text="The journal says so in a notice.")
    facts = Abstract.model_validate(values_of("velorin-2015-sleep-trial") | {"notices": (notice,)})
    assert facts.is_retracted is is_retracted


def test_sentences_are_every_one_that_may_be_quoted() -> None:
    facts = FACTS["quassamine-2011-memory-trial"]
    assert facts is not None
    assert facts.sentences() == (
        "In this randomised trial, 90 students took 50 mg of quassamine or placebo a day for 4 weeks.",
        "In 88 students, memory for a word list was said to be better with quassamine than with "
        "placebo after 4 weeks.",
        "Side effects are not reported on the pages that were read.",
        "The maker of quassamine paid for the Dorrit trial.",
        "The Dorrit trial of quassamine lasted only 4 weeks.",
        "The journal retracted the Dorrit trial of quassamine in 2013, since its data could not "
        "be traced.",
    )


def test_sentences_of_an_article_are_its_claims_its_notes_and_its_interest() -> None:
    facts = FACTS["velorest-shop-page"]
    assert facts is not None
    assert facts.sentences() == (
        "The page is written by a shop that sells VeloRest, a brand of velorin.",
        "The shop earns money with every pack of VeloRest that it sells.",
        "The shop writes that velorin cures insomnia in one night.",
        "The shop writes that brightroot may thicken hair.",
        "The trial that fits the claim lasted 8 weeks and speaks of better sleep, not of a cure.",
    )


@pytest.mark.parametrize(
    ("facts", "design"),
    [
        (None, Design.ARTICLE),
        (FACTS["velorest-shop-page"], Design.ARTICLE),
        (FACTS["brightroot-2018-follicle-cells"], Design.IN_VITRO),
    ],
    ids=["plain document", "article", "abstract"],
)
def test_a_document_that_does_not_say_is_an_article(
    facts: schema.Abstract | schema.Article | None, design: Design
) -> None:
    assert Source(source_id="a", title="A", text="A.", facts=facts).design is design


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (9, 1), (10, 2), (24, 2), (25, 4), (99, 4)])
def test_an_offset_lies_on_the_last_page_that_begins_before_it(offset: int, page: int) -> None:
    assert Stated(page_starts=(0, 10, 25, 25)).page_at(offset) == page


def test_a_document_without_pages_has_none() -> None:
    assert Stated().page_at(0) is None


@pytest.mark.parametrize(
    ("stated", "is_retracted"),
    [
        (Stated(), False),
        (Stated(publication_types=("Retracted Publication",)), True),
        (Stated(publication_types=("Retraction of Publication",)), False),
        (Stated(notices=(StatedNotice(kind="retraction", text="J. 2020;1:2"),)), True),
        (Stated(notices=(StatedNotice(kind="correction", text="J. 2020;1:2"),)), False),
    ],
)
def test_a_record_is_retracted_by_its_type_or_a_notice(stated: Stated, is_retracted: bool) -> None:
    assert stated.is_retracted is is_retracted


def test_corrections_replace_what_was_detected_and_leave_the_rest() -> None:
    people = DetectedFact[int](value=60, quote="60 adults", start=3, end=12, confidence=0.9)
    guessed = DetectedFact[Design](value=Design.OBSERVATIONAL, confidence=0.6)
    told = Corrections(kind=Design.RCT, randomised=False, is_confirmed=True)
    assert Detected(kind=guessed, participants=people).corrected(told) == Detected(
        kind=DetectedFact(value=Design.RCT, confidence=1.0, basis="user"),
        randomised=DetectedFact(value=False, confidence=1.0, basis="user"),
        participants=people,
        is_confirmed=True,
    )


@pytest.mark.parametrize(("confidence", "is_sure"), [(0.79, False), (0.8, True), (1.0, True)])
def test_a_detected_fact_is_used_from_a_confidence_on(confidence: float, is_sure: bool) -> None:
    assert DetectedFact(value=True, confidence=confidence).is_sure is is_sure


def test_a_source_keeps_what_was_detected_through_json() -> None:
    detected = Detected(kind=DetectedFact(value=Design.RCT, confidence=0.9))
    source = Source(source_id="a", title="A", text="A.", detected=detected)
    assert Source.model_validate_json(source.model_dump_json()) == source
