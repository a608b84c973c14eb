"""The answer as it is written to JSON."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.schema.drafts import Coverage, Evidence, Operands, Reason, Status, Strength
from assistant.schema.questions import Understanding
from assistant.schema.record import Record, is_none
from assistant.schema.terms import CaveatKind, Design


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
