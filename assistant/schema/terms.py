"""The words that documents and answers are described with."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field


class Design(StrEnum):
    """What one source is; the twelve kinds of the facts files and `article`."""

    META_ANALYSIS = "meta_analysis"
    SYSTEMATIC_REVIEW = "systematic_review"
    RCT = "rct"
    NONRANDOMIZED_TRIAL = "nonrandomized_trial"
    PHARMACOKINETIC = "pharmacokinetic"
    OBSERVATIONAL = "observational"
    CASE_REPORT = "case_report"
    ANIMAL = "animal"
    IN_VITRO = "in_vitro"
    GUIDELINE = "guideline"
    FACT_SHEET = "fact_sheet"
    NARRATIVE_REVIEW = "narrative_review"
    ARTICLE = "article"


class CaveatKind(StrEnum):
    """Why a finding may not carry as far as it sounds."""

    CELL_STUDY = "cell_study"
    ANIMAL_STUDY = "animal_study"
    NO_HUMAN_EVIDENCE = "no_human_evidence"
    FEW_STUDIES = "few_studies"
    SMALL_SAMPLE = "small_sample"
    SHORT_DURATION = "short_duration"
    COMBINATION_PRODUCT = "combination_product"
    DIFFERENT_FORM = "different_form"
    DIFFERENT_POPULATION = "different_population"
    SURROGATE_OUTCOME = "surrogate_outcome"
    SUBJECTIVE_ONLY = "subjective_only"
    MIXED_RESULTS = "mixed_results"
    ASSOCIATION_ONLY = "association_only"
    FUNDING = "funding"
    VENDOR_SOURCE = "vendor_source"
    ANECDOTE = "anecdote"
    UNCITED_CLAIM = "uncited_claim"
    SOURCE_ERROR = "source_error"
    CONFLICTING_SOURCES = "conflicting_sources"
    DOSE_UNITS = "dose_units"
    CORRECTION = "correction"
    RETRACTED = "retracted"
    ASK_CLINICIAN = "ask_clinician"
    CORPUS_LIMIT = "corpus_limit"


OF_STUDIES = (
    CaveatKind.ANIMAL_STUDY,
    CaveatKind.CELL_STUDY,
    CaveatKind.COMBINATION_PRODUCT,
    CaveatKind.FUNDING,
    CaveatKind.VENDOR_SOURCE,
    CaveatKind.SURROGATE_OUTCOME,
    CaveatKind.SMALL_SAMPLE,
    CaveatKind.SHORT_DURATION,
    CaveatKind.FEW_STUDIES,
    CaveatKind.SUBJECTIVE_ONLY,
    CaveatKind.MIXED_RESULTS,
    CaveatKind.UNCITED_CLAIM,
    CaveatKind.ANECDOTE,
)
"""Kinds that say how good the studies and articles are, the weightiest first."""


Direction = Literal["benefit", "no_effect", "harm", "mixed", "unclear"]
Species = Literal["human", "rat", "mouse", "cells", "mixed", "none"]
Certainty = Literal["high", "moderate", "low", "very_low"]
FundingClass = Literal["maker", "independent", "mixed", "unknown"]
ComparatorKind = Literal[
    "placebo", "none", "active", "other_dose", "baseline", "mixed", "not_applicable", "unknown"
]
DocumentType = Literal["article", "abstract"]
Blinding = Literal["double", "single", "open"]
OutcomeRole = Literal["primary", "secondary", "subgroup", "surrogate", "harm", "unstated"]
Population = Literal[
    "adults", "older", "children", "pregnant", "breastfeeding", "preterm_infants", "deficient",
    "kidney_disease", "liver_disease", "on_medication", "surgery", "athletes", "animals", "cells",
]  # fmt: skip
StatementTopic = Literal[
    "dose", "upper_level", "requirement", "conversion", "interaction", "safety", "mechanism",
    "definition", "advice", "regulation", "content", "timing", "context",
]  # fmt: skip
NoticeKind = Literal[
    "retraction", "related_retraction", "expression_of_concern", "correction", "inconsistency"
]
Sentence = Annotated[str, Field(min_length=10, pattern=r"[.!?][\"'”’)]?$")]
