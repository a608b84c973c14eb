"""What a document of the corpus states of itself: its front matter."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from assistant.schema.record import Record
from assistant.schema.terms import (
    CaveatKind,
    Certainty,
    ComparatorKind,
    Design,
    Direction,
    FundingClass,
    NoticeKind,
    OutcomeRole,
    Population,
    Sentence,
    Species,
    StatementTopic,
)


class Outcome(Record):
    """One result of a study, with the sentence that may be quoted for it."""

    name: str
    group: str
    measure: str | None = None
    role: OutcomeRole
    direction: Direction
    objective: bool | None
    comparison: ComparatorKind
    important_effect_excluded: bool | None = None
    """Rule R9: true only where the interval leaves no room for an effect that matters."""
    effect: str | None = None
    n: int | None = None
    trials: int | None = None
    certainty: Certainty | None = None
    high_risk_of_bias: bool | None = None
    """Whether the authors found all trials behind this result at high risk of bias."""
    substances: tuple[str, ...] = ()
    """The substances that this result is about, where the study tested several."""
    population: Population | None = None
    species: Species | None = None
    finding: Sentence


class Limit(Record):
    """A weakness of the study, and the kind of caveat that it causes."""

    text: Sentence
    caveat: CaveatKind
    outcomes: tuple[str, ...] = ()
    """The outcomes on which the source says here that others found otherwise (rule R10)."""


class Notice(Record):
    """A correction, retraction or inconsistency that must reach the reader."""

    kind: NoticeKind
    was_read: bool
    text: Sentence


class Statement(Record):
    """A stand-alone sentence of a source on something else than an outcome."""

    topic: StatementTopic
    text: Sentence


class Abstract(Record):
    """One study, review, guideline or fact sheet. `null` means not verified, never none."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    type: Literal["abstract"]
    title: str
    authors: str | None
    year: int | None
    journal: str | None
    doi: str | None
    pmid: str | None
    url: str
    kind: Design
    species: Species
    substances: tuple[str, ...]
    form: str | None
    combination: bool
    co_ingredients: tuple[str, ...] = ()
    companions_in_both_arms: bool = False
    participants: str
    populations: tuple[Population, ...] = ()
    n_randomised: int | None = None
    n_analysed: int | None = None
    smallest_arm: int | None = None
    crossover: bool = False
    randomised: bool = False
    is_protocol: bool = False
    """Whether it is the plan of a study that has no result yet."""
    high_risk_of_bias: bool | None = None
    dose_compound_mg_per_day: float | None = None
    dose_elemental_mg_per_day: float | None = None
    dose_note: str | None = None
    duration: str | None = None
    comparator: str
    comparator_kind: ComparatorKind
    funding_class: FundingClass
    funding: Sentence
    team: str | None = None
    trials_included: int | None = None
    studies_reviewed: tuple[str, ...] = ()
    """Records of this corpus that the review is known to include (rule R11)."""
    great_heterogeneity: bool = False
    small_study_bias: bool = False
    design: Sentence
    outcomes: tuple[Outcome, ...]
    harms: Sentence
    harms_reported: bool
    limits: tuple[Limit, ...]
    notices: tuple[Notice, ...] = ()
    statements: tuple[Statement, ...] = ()
    confidence: Literal["high", "medium"]

    @model_validator(mode="after")
    def _parts_fit(self) -> Abstract:
        if self.kind is Design.ARTICLE:
            raise ValueError("kind: an abstract cannot be an article")
        if self.n_randomised and self.n_analysed and self.n_analysed > self.n_randomised:
            raise ValueError("n_analysed: more people were analysed than randomised")
        measured = {outcome.name for outcome in self.outcomes}
        for limit in self.limits:
            if unmeasured := set(limit.outcomes) - measured:
                raise ValueError(f"limits: {min(unmeasured)} is no outcome of this study")
        return self

    @property
    def is_checked(self) -> bool:
        """Whether somebody read the source; else its facts were detected (rule R4)."""
        return True

    @property
    def is_retracted(self) -> bool:
        """Whether the source itself was retracted (rule R12)."""
        return any(notice.kind == "retraction" for notice in self.notices)

    def own_sentences(self) -> frozenset[str]:
        """What the study itself says; limits, notices and statements are our digest's remarks."""
        findings = (outcome.finding for outcome in self.outcomes)
        return frozenset((self.design, self.harms, self.funding, *findings))

    def sentences(self) -> tuple[str, ...]:
        """Every sentence of the front matter that an answer may quote."""
        return (
            self.design,
            *(outcome.finding for outcome in self.outcomes),
            self.harms,
            self.funding,
            *(limit.text for limit in self.limits),
            *(notice.text for notice in self.notices),
            *(statement.text for statement in self.statements),
        )


class DetectedStudy(Abstract):
    """A study of the user's that nobody described: its facts as its own words suggest them.

    What no sentence says is unknown, and the sentence on the design stands in for those on money
    and harms, of which `funding_class` and `harms_reported` say that nothing is known.
    """

    id: str
    is_confirmed: bool = False
    """Whether the user found the detected facts right."""

    @property
    def is_checked(self) -> bool:
        """Whether the user confirmed what was detected."""
        return self.is_confirmed


class ArticleClaim(Record):
    """One thing that an article says, how firmly, and what it offers for it."""

    text: Sentence
    """The claim, attributed to its speaker, in our words."""
    substances: tuple[str, ...]
    outcomes: tuple[str, ...]
    topic: Literal[
        "efficacy", "mechanism", "dose", "safety", "interaction", "definition", "comparison",
        "market", "patent", "authority",
    ]  # fmt: skip
    firmness: Literal["stated", "hedged"]
    hedge: str | None = None
    support: Literal["named_study", "studies", "experience", "authority", "none"]
    rests_on: tuple[str, ...] = ()
    """Records of this corpus that the claim leans on or that fit it best."""
    step_up: tuple[
        Literal[
            "cells_to_people", "animals_to_people", "other_form", "combination_to_ingredient",
            "association_to_cause", "surrogate_to_outcome", "other_population", "hedge_lost",
            "number_inflated",
        ],
        ...,
    ] = ()  # fmt: skip
    note: Sentence | None = None
    """What a reader must know of the claim: the step up that it takes, or an error in it."""
    is_error: bool = False


class Article(Record):
    """A web article: attributed, never asserted."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    type: Literal["article"]
    title: str
    authors: str | None
    year: int | None = None
    url: str | None = None
    speaker: str
    """Who speaks, as the answer names them, e.g. "a supplier of the ingredient"."""
    speaker_sentence: Sentence
    interest: Literal["sells", "none_seen", "unknown"]
    sells: str | None
    interest_sentence: Sentence
    substances: tuple[str, ...]
    claims: tuple[ArticleClaim, ...]

    def sentences(self) -> tuple[str, ...]:
        """Every sentence of the front matter that an answer may quote."""
        notes = (claim.note for claim in self.claims if claim.note)
        return (
            self.speaker_sentence,
            self.interest_sentence,
            *(claim.text for claim in self.claims),
            *notes,
        )
