"""What the documents say to a pasted text."""

from __future__ import annotations

from typing import Literal

from assistant.schema.answers import Citation
from assistant.schema.drafts import Strength
from assistant.schema.record import Record

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
