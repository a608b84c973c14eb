"""A document as it was read, what its file states of it, and what it was detected to be."""

from __future__ import annotations

from bisect import bisect_right
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field

from assistant.schema.documents import Abstract, Article
from assistant.schema.record import Record
from assistant.schema.terms import (
    Blinding,
    ComparatorKind,
    Design,
    Direction,
    DocumentType,
    FundingClass,
    NoticeKind,
    OutcomeRole,
    Species,
)


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
