"""Every type that crosses a module, so that a wrong value fails where it is made.

Two halves: what a document is (`Abstract`, `Article`, read from front matter) and what an
answer is (`Answer`, written as JSON). All are frozen, refuse unknown fields and hold tuples.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Record(BaseModel):
    """A frozen value without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def is_none(value: object) -> bool:
    """Whether a field is left out of JSON: those that few documents have."""
    return value is None


# --- documents -------------------------------------------------------------------------------


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
    def _numbers_fit(self) -> Abstract:
        if self.kind is Design.ARTICLE:
            raise ValueError("kind: an abstract cannot be an article")
        if self.n_randomised and self.n_analysed and self.n_analysed > self.n_randomised:
            raise ValueError("n_analysed: more people were analysed than randomised")
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


class Substance(Record):
    """A substance of the vocabulary. A form (a salt) names its element in `form_of`."""

    name: str
    synonyms: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    misspellings: tuple[str, ...] = ()
    translations: dict[str, tuple[str, ...]] = {}
    """Names in other languages, by ISO 639-1 code."""
    form_of: str | None = None
    is_mixture: bool = False
    """Whether the name itself stands for a mixture, so that a study of the mixture is direct."""
    relatives: tuple[str, ...] = ()
    """Declared relatives: what was tested on them is shown, and never counts as direct."""
    ask_back: tuple[str, ...] = ()
    """Look-alike words that mean another substance and are never silently corrected."""
    is_a: str | None = None
    """One noun phrase for what it is."""

    @property
    def phrases(self) -> tuple[str, ...]:
        """Every English name that people type for it."""
        return (self.name, *self.synonyms, *self.brands, *self.misspellings)


class OutcomeTerm(Record):
    """An outcome of the vocabulary and the group in which its evidence is weighed (R1)."""

    name: str
    group: str
    label: str
    """How an answer names it, e.g. "memory"."""
    synonyms: tuple[str, ...] = ()
    translations: dict[str, tuple[str, ...]] = {}
    surrogate: bool = False
    """A marker rather than something that a person feels or lives (rule R7)."""
    is_prevention: bool = False
    """Getting the condition at all, as against its course in those who have it."""
    is_topic: bool = False
    """A topic of documents rather than an outcome; never guessed from other words."""
    near: tuple[str, ...] = ()
    """Groups that speak to this condition when its own was not measured in people who have it."""

    @property
    def phrases(self) -> tuple[str, ...]:
        """Every English phrase that people type for it."""
        return (self.name, self.label, *self.synonyms)


class Medicine(Record):
    """A class of medicines of the vocabulary."""

    name: str
    members: tuple[str, ...]
    """Generic names and brands by which people name one."""
    words: tuple[str, ...]
    """Stems by which documents speak of the class."""
    treats: tuple[str, ...] = ()
    """Outcomes of the vocabulary for which the class is taken."""


class StatedNotice(Record):
    """A retraction, correction or concern that the record of a document names."""

    kind: Literal["retraction", "expression_of_concern", "correction"]
    text: str
    """Where the notice stands, as the record has it: journal, date and pages."""


class Stated(Record):
    """What a file's own fields state of its document, word for word; empty means not stated.

    Filled from the bibliographic formats (PubMed, RIS, BibTeX) and, as far as they go, from the
    metadata of HTML, PDF and DOCX. Nothing here is guessed from the text.
    """

    authors: str | None = None
    year: int | None = None
    journal: str | None = None
    doi: str | None = None
    pmid: str | None = None
    url: str | None = None
    language: str | None = None
    """As the file has it, e.g. "eng" or "nl"."""
    publication_types: tuple[str, ...] = ()
    """PubMed's names, e.g. "Randomized Controlled Trial"; a RIS or BibTeX type is not among them."""
    mesh_terms: tuple[str, ...] = ()
    """MeSH headings without their qualifiers and asterisks, e.g. "Humans"."""
    keywords: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()
    """Number and giver of each, as PubMed has them."""
    notices: tuple[StatedNotice, ...] = ()
    page_starts: tuple[int, ...] = ()
    """For each page of a PDF in its order, the offset of `Source.text` at which it begins."""

    @property
    def is_retracted(self) -> bool:
        """Whether the record says that the document was retracted (rule R12)."""
        noticed = any(notice.kind == "retraction" for notice in self.notices)
        return noticed or "Retracted Publication" in self.publication_types

    def page_at(self, offset: int) -> int | None:
        """The page, counted from 1, on which an offset of the text lies; None without pages."""
        return bisect_right(self.page_starts, offset) or None


SURE = 0.8
"""Confidence from which a detected fact is used; below it the fact counts as unknown."""
WEIGHED = frozenset(
    {
        Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW, Design.RCT, Design.NONRANDOMIZED_TRIAL,
        Design.OBSERVATIONAL, Design.ANIMAL, Design.IN_VITRO,
    }
)  # fmt: skip
"""Kinds of study whose detected results are weighed."""
T = TypeVar("T")


class DetectedFact(Record, Generic[T]):
    """One fact of a document that nobody stated: what it is, where it was read, and how sure it is."""

    value: T
    quote: str = ""
    """The words that it rests on: `text[start:end]` where `basis` is `text`, else empty or the record's."""
    start: int = 0
    end: int = 0
    confidence: Annotated[float, Field(ge=0, le=1)]
    """How often a fact detected in this way is right."""
    basis: Literal["text", "record", "user"] = "text"
    """Read from the text, from the file's own fields (`Stated`), or set by the user."""

    @property
    def is_sure(self) -> bool:
        """Whether the fact may be used."""
        return self.confidence >= SURE


class DetectedOutcome(Record):
    """A result that one sentence of a document states, in the vocabulary's names."""

    name: str
    group: str
    direction: Direction
    comparison: ComparatorKind
    role: OutcomeRole
    quote: str
    start: int
    end: int
    confidence: Annotated[float, Field(ge=0, le=1)]

    @property
    def is_sure(self) -> bool:
        """Whether the result may be weighed; else its sentence is only shown."""
        return self.confidence >= SURE


class Corrections(Record):
    """What a user says of a document in place of what was detected; None leaves a fact as it is."""

    document: DocumentType | None = None
    kind: Design | None = None
    species: Species | None = None
    participants: int | None = None
    randomised: bool | None = None
    blinding: Blinding | None = None
    comparator: ComparatorKind | None = None
    funding: FundingClass | None = None
    seller: bool | None = None
    is_confirmed: bool = False


class Detected(Record):
    """What a document without front matter seems to be; None where nothing in it says so."""

    document: DetectedFact[DocumentType] | None = None
    kind: DetectedFact[Design] | None = None
    species: DetectedFact[Species] | None = None
    participants: DetectedFact[int] | None = None
    """How many people or animals; of a review, those of its studies."""
    randomised: DetectedFact[bool] | None = None
    blinding: DetectedFact[Blinding] | None = None
    comparator: DetectedFact[ComparatorKind] | None = None
    funding: DetectedFact[FundingClass] | None = None
    seller: DetectedFact[bool] | None = None
    """Whether the page sells something; the quote is the plainest sign."""
    notice: DetectedFact[NoticeKind] | None = None
    """A retraction, concern or correction that the document is, or carries."""
    substances: tuple[DetectedFact[str], ...] = ()
    outcomes: tuple[DetectedOutcome, ...] = ()
    is_confirmed: bool = False
    """Whether the user looked at these facts and found them right."""

    @property
    def is_study(self) -> bool:
        """Whether it is surely a study of one substance with a result that may be weighed.

        A retracted one counts as a study as well, to be shown with its notice.
        """
        kind, sure = self.kind, [s for s in self.substances if s.is_sure]
        is_known = kind is not None and kind.is_sure and kind.value in WEIGHED
        is_article = self.document is None or self.document.value == "article"
        has_results = any(outcome.is_sure for outcome in self.outcomes)
        return is_known and not is_article and len(sure) == 1 and has_results

    @property
    def is_retracted(self) -> bool:
        """Whether the document says that it was retracted (rule R12)."""
        return self.notice is not None and self.notice.value == "retraction"

    def corrected(self, corrections: Corrections) -> Detected:
        """The same with what the user said in place of what was detected."""
        told = {name: getattr(corrections, name) for name in Corrections.model_fields}
        confirmed = told.pop("is_confirmed")
        facts = {
            name: DetectedFact(value=value, confidence=1.0, basis="user")
            for name, value in told.items()
            if value is not None
        }
        return self.model_copy(update={**facts, "is_confirmed": confirmed})


class Source(Record):
    """A document as it was read: `text` is NFC with LF line ends, and offsets count its code points."""

    source_id: str
    title: str
    text: str
    facts: Annotated[Abstract | Article, Field(discriminator="type")] | None = None
    """The front matter, for the documents that have one."""
    stated: Stated | None = None
    """What the file's own fields state, for the formats that have such fields."""
    detected: Detected | None = None
    """What the document seems to be, where it has no front matter."""
    external_id: str | None = None
    """The `_id` of a BEIR-style document."""
    collection: str | None = None
    """The personal collection that the document belongs to; None for the shipped corpus."""

    @property
    def may_be_weighed(self) -> bool:
        """Whether it has facts of its own, or was detected as a study with a sure result."""
        return self.facts is not None or (self.detected is not None and self.detected.is_study)

    @property
    def design(self) -> Design:
        """What the source is; one that neither says nor shows it counts as an article."""
        if self.facts is None and self.detected and self.detected.is_study and self.detected.kind:
            return self.detected.kind.value
        return self.facts.kind if isinstance(self.facts, Abstract) else Design.ARTICLE


class Passage(Record):
    """A stretch of one source that is embedded and found as a whole; `text == source.text[start:end]`."""

    passage_id: str
    source_id: str
    section: str
    start: int
    end: int
    text: str


class ScoredPassage(Record):
    """A passage and how well it fits the query: higher `score` is better, `rank` counts from 1."""

    passage: Passage
    score: float
    rank: int


# --- questions -------------------------------------------------------------------------------

Intent = Literal[
    "efficacy", "dose", "safety", "interaction", "mechanism", "comparison", "source", "funding",
    "definition", "conversion", "list",
]  # fmt: skip


class Turn(Record):
    """One message of a conversation."""

    role: Literal["user", "assistant"]
    text: str


class Understanding(Record):
    """What a question is about, in the vocabulary's names."""

    substances: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    intents: tuple[Intent, ...] = ()
    populations: tuple[Population, ...] = ()
    premise: str | None = None
    medicines: tuple[str, ...] = Field(default=(), exclude=True)
    """Classes of medicines that the question names; inside the program only."""
    medicines_as_typed: tuple[str, ...] = Field(default=(), exclude=True)
    conditions: tuple[str, ...] = Field(default=(), exclude=True)
    """Outcomes that the story around the question names; inside the program only."""
    unknown: tuple[str, ...] = Field(default=(), exclude=True)
    """What a question of health names, as typed in lower case, and the vocabulary does not.

    Filled only where no substance was found and the question isn't one for anything that helps
    ("which supplement ..."). It may be a plant, a food, a habit or a treatment that is no supplement.
    """


class TriageDecision(Record):
    """Whether a question is answered from the documents at all, and by which rule not."""

    status: Literal["answered", "urgent", "declined", "out_of_scope"]
    rule: str | None = None
    message: str | None = None
    ask_clinician: bool = False
    language: str = "en"
    """The message's language as ISO 639-1, told by its little words: en, nl, de, es or fr."""


# --- answers ---------------------------------------------------------------------------------

Status = Literal["answered", "no_evidence", "out_of_scope", "urgent", "declined"]
Reason = Literal["substance_absent", "outcome_absent", "other_form", "other_population"]
Level = Literal[
    "strong", "moderate", "limited", "preclinical", "anecdotal", "none", "not_applicable"
]
BodyDirection = Literal["benefit", "no_effect", "harm", "mixed", "unclear", "not_applicable"]
Strength = Annotated[int, Field(ge=0, le=3)]


class Quote(Record):
    """An exact stretch of a source: `text == source.text[start:end]`."""

    source_id: str
    start: int
    end: int
    text: Annotated[str, Field(min_length=1)]


class Coverage(Record):
    """A search of the documents' facts that can be run again, and what it must count."""

    substances: tuple[str, ...]
    """None means any."""
    outcome_groups: tuple[str, ...] = ()
    populations: tuple[Population, ...] = ()
    words: tuple[str, ...] = ()
    """Words of which a document's sentences must hold one, in any ending, to be counted."""
    together: bool = False
    """Whether a study must be of each of the substances, in any form, and not of one of them."""
    scope: Literal["any", "people", "people_direct", "people_trials", "animals", "compared"] = "any"
    """Which studies count; "compared": with a result against an active treatment that has the words."""
    expected: int


class Operands(Record):
    """What a derived statement was computed from, so that it can be computed again.

    `list` states the values themselves, `count` how many sources there are, `scale` is
    `values[0] * values[1] / 100` (an amount and a percentage).
    """

    operation: Literal["count", "list", "scale"]
    values: tuple[float, ...]
    result: float | None = None
    source_ids: tuple[str, ...] = ()


Quotes = Annotated[tuple[Quote, ...], Field(min_length=1)]


class FindingClaim(Record):
    """What a study found, resting on quotes."""

    kind: Literal["finding"] = "finding"
    text: str
    quotes: Quotes
    design: Design
    strength: Strength
    attributed: bool = False

    @model_validator(mode="after")
    def _is_no_article(self) -> FindingClaim:
        if self.design is Design.ARTICLE:
            raise ValueError("design: an article is reported, never asserted")
        return self


class ReportedClaim(Record):
    """What an article, guideline or regulator says, attributed in the same sentence."""

    kind: Literal["reported"] = "reported"
    text: str
    quotes: Quotes
    design: Design
    strength: Strength = 0
    attributed: Literal[True] = True


class DerivedClaim(Record):
    """A number or a level that follows from the documents by a computation anyone can repeat."""

    kind: Literal["derived"] = "derived"
    text: str
    quotes: tuple[Quote, ...] = ()
    operands: Operands
    design: Design
    strength: Strength = 0
    attributed: bool = False


class CoverageClaim(Record):
    """What the documents do not hold (or hold), resting on a search that can be run again."""

    kind: Literal["coverage"] = "coverage"
    text: str
    quotes: tuple[Quote, ...] = ()
    query: Coverage
    design: Design = Design.ARTICLE
    strength: Strength = 0
    attributed: bool = False


DraftClaim = Annotated[
    FindingClaim | ReportedClaim | DerivedClaim | CoverageClaim, Field(discriminator="kind")
]


class DraftCaveat(Record):
    """A limit on the answer, with the passages that it rests on, if any."""

    kind: CaveatKind
    text: str
    quotes: tuple[Quote, ...] = ()


class Item(Record):
    """One bullet: claims that are read together, about one study or one article."""

    claims: Annotated[tuple[DraftClaim, ...], Field(min_length=1)]


class Section(Record):
    """A heading and its bullets, in the order in which they are shown."""

    heading: str
    items: tuple[Item, ...]


class Evidence(Record):
    """The body of evidence behind an answer, by rules R1 to R17."""

    level: Level
    direction: BodyDirection
    strongest_design: Design | None
    human_trials: int
    participants: int | None
    null_results: int


class StudyResult(Record):
    """What one study found on one group of outcomes, as rules R2 and R8 read it."""

    facts: Abstract
    outcomes: tuple[Outcome, ...]
    direction: Direction
    is_direct: bool
    indirect_because: tuple[CaveatKind, ...] = ()

    @property
    def is_null(self) -> bool:
        """Whether any of these outcomes showed no difference or could not be judged (R9).

        A tie with an active comparator is none: nothing failed there (R8).
        """
        return any(
            outcome.direction in {"no_effect", "unclear"} and outcome.comparison != "active"
            for outcome in self.outcomes
        )


class Body(Record):
    """The body of evidence on one substance and one group of outcomes (R1), best study first."""

    substance: str
    group: str
    populations: tuple[Population, ...]
    results: tuple[StudyResult, ...]
    claims: tuple[tuple[str, ArticleClaim], ...]
    """Article claims on it, each with the id of its article."""
    evidence: Evidence
    deciding: tuple[str, ...]
    """Ids of the studies that set the direction."""

    @property
    def direct(self) -> tuple[StudyResult, ...]:
        """The results that count for the level (R2)."""
        return tuple(result for result in self.results if result.is_direct)


class Draft(Record):
    """An answer before it is verified."""

    status: Status
    reason: Reason | None = None
    evidence: Evidence | None = None
    lead: tuple[DraftClaim, ...] = ()
    sections: tuple[Section, ...] = ()
    caveats: tuple[DraftCaveat, ...] = ()
    message: str | None = None
    """Fixed words for an answer that states nothing (urgent, declined, out of scope)."""


class Citation(Record):
    """A numbered passage that the reader can open; `quote == text[start:end]` of the source."""

    number: int
    source_id: str
    title: str
    authors: str | None
    year: int | None
    design: Design
    url: str | None
    quote: str
    start: int
    end: int
    page: int | None = Field(default=None, exclude_if=is_none)
    """The page of a PDF on which the passage begins."""
    collection: str | None = Field(default=None, exclude_if=is_none)
    """The personal collection that it comes from; None for the shipped corpus."""


class Claim(Record):
    """A statement of the answer, as it is written to JSON."""

    text: str
    kind: Literal["finding", "reported", "derived", "coverage"]
    citations: tuple[int, ...]
    design: Design
    attributed: bool
    strength: Strength
    operands: Operands | None = None
    query: Coverage | None = None


class Caveat(Record):
    """A limit on the answer, as it is written to JSON."""

    kind: CaveatKind
    text: str
    citations: tuple[int, ...]


class Verification(Record):
    """How many claims were cut and how many were rewritten to what their sources allow."""

    cut: int
    rewritten: int


class Answer(Record):
    """The answer as JSON; `answer` is what a person reads, with [n] markers."""

    question: str
    standalone_question: str
    status: Status
    reason: Reason | None
    understanding: Understanding
    answer: str
    evidence: Evidence | None
    claims: tuple[Claim, ...]
    caveats: tuple[Caveat, ...]
    citations: tuple[Citation, ...]
    verification: Verification
    fallback: str | None
    generator: str
    index: str
    timings_ms: dict[str, float]


# --- the claim check -------------------------------------------------------------------------

CheckVerdict = Literal[
    "supported", "overclaims", "understates", "contradicted", "unsupported", "not_checkable"
]
"""What the documents bear out; `unsupported` means that no document here speaks to it."""
MarkKind = Literal[
    "disease_claim", "testimonial", "clinically_proven", "authority", "detox", "absolute_promise",
    "total_safety", "tradition_or_nature", "urgency",
]  # fmt: skip


class Mark(Record):
    """Wording that a reader should notice, whatever the verdict."""

    kind: MarkKind
    text: str
    """The words of the sentence that it is about."""
    note: str


class CheckedClaim(Record):
    """A sentence of a checked text; `text == checked_text[start:end]`."""

    text: str
    start: int
    end: int
    verdict: CheckVerdict
    reason: str
    strength: Strength
    marks: tuple[Mark, ...] = ()
    citations: tuple[Citation, ...] = ()
    """The passages that the verdict rests on; one number for each passage of a report."""


class CheckSummary(Record):
    """A checked text at a glance."""

    text: str
    """One line in words."""
    sentences: int
    verdicts: dict[CheckVerdict, int]
    """How many sentences have each verdict; every verdict is named."""
    marks: dict[MarkKind, int]
    """How many sentences have each mark; only those that occur."""


class CheckReport(Record):
    """What the documents say to each sentence of a pasted text, in its order."""

    claims: tuple[CheckedClaim, ...]
    summary: CheckSummary
    index: str
    """Fingerprint of the index that was asked."""
