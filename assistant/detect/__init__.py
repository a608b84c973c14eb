"""What a document is where nothing in it says so: every fact with the words it rests on.

A fact is as sure as facts detected in its way have been; below `SURE` it counts as unknown, which
raises nothing. What a file's own fields state (`Source.stated`) stands above what its text suggests.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from assistant.detect.counts import find_participants
from assistant.detect.cues import PLANNED
from assistant.detect.kind import Score, probabilities, score_kinds
from assistant.detect.page import find_seller
from assistant.detect.record import stated_kind, stated_notice, stated_species
from assistant.detect.results import find_results, find_studied
from assistant.detect.setting import (
    find_blinding,
    find_comparator,
    find_funding,
    find_notice,
    find_randomised,
    find_species,
)
from assistant.detect.spans import lower, read_fact, same_sign
from assistant.load import load_vocabulary
from assistant.schema import (
    Corrections,
    Design,
    Detected,
    DetectedFact,
    DocumentType,
    NoticeKind,
    Source,
    Stated,
)
from assistant.understand.naming import Names

__all__ = ["Names", "correct_source", "detect_source", "detect_text"]

T = TypeVar("T")
HEAD = 6000
"""Characters in which a study says what it is: title, abstract, methods."""


def detect_source(source: Source, names: Names | None = None) -> Source:
    """The source with what it seems to be; one that has front matter says so itself and stays.

    Args:
        source: a document as it was read.
        names: the vocabulary in which its substances and outcomes are named; else the shipped one.
    """
    if source.facts is not None:
        return source
    return with_results(source, detect_text(source.text, source.stated), names)


def correct_source(source: Source, corrections: Corrections, names: Names | None = None) -> Source:
    """The source with what the user said of it, and its results read again in that light."""
    detected = source.detected or Detected()
    return with_results(source, detected.corrected(corrections), names)


def with_results(source: Source, detected: Detected, names: Names | None) -> Source:
    """Add what was studied and what came out, which hang on the kind of document."""
    names = names or shipped_names()
    head = source.text[:HEAD]
    substances = find_studied(head, source.title, names)
    outcomes = find_results(head, detected.kind, substances, names)
    told = {"substances": substances, "outcomes": outcomes}
    return source.model_copy(update={"detected": detected.model_copy(update=told)})


@lru_cache(maxsize=1)
def shipped_names() -> Names:
    """The names of the shipped vocabulary, prepared once."""
    return Names(load_vocabulary())


def detect_text(text: str, stated: Stated | None = None) -> Detected:
    """Detect what a text is; pure, and the same for the same text and record."""
    stated = stated or Stated()
    lowered = lower(text)
    head = lowered[:HEAD]
    scores = score_kinds(head)
    shares = probabilities(scores)
    seller = find_seller(text, lowered)
    notice = stated_notice(stated) or find_notice(text, head)
    kind = stated_kind(stated) or find_kind(text, head, scores, shares, seller)
    design = kind.value if kind else None
    ceiling = kind.confidence if kind else 0.0
    return Detected(
        document=find_document(text, head, kind, shares, notice),
        kind=kind,
        species=stated_species(stated) or at_most(ceiling, find_species(text, head, design)),
        participants=at_most(ceiling, find_participants(text, head, design)),
        randomised=at_most(ceiling, find_randomised(text, head, design)),
        blinding=at_most(ceiling, find_blinding(text, head, design)),
        comparator=at_most(ceiling, find_comparator(text, head, design)),
        funding=at_most(ceiling, find_funding(text, lowered, design)),
        seller=seller,
        notice=notice,
    )


def at_most(ceiling: float, fact: DetectedFact[T] | None) -> DetectedFact[T] | None:
    """A fact of a study is no surer than that the text is that study."""
    if fact is None or fact.confidence <= ceiling:
        return fact
    return fact.model_copy(update={"confidence": ceiling})


def find_kind(
    text: str,
    head: str,
    scores: dict[Design, Score],
    shares: dict[Design, float],
    seller: DetectedFact[bool] | None,
) -> DetectedFact[Design] | None:
    """The likeliest kind; a page that plainly sells is an article whatever studies it retells."""
    if seller and seller.is_sure and seller.confidence > shares[Design.ARTICLE]:
        return same_sign(seller, Design.ARTICLE)
    best = max(shares, key=lambda kind: shares[kind])
    score = scores[best]
    if score.total <= 0 or PLANNED.search(head):
        return None
    return read_fact(text, best, score.start, score.end, shares[best])


def find_document(
    text: str,
    head: str,
    kind: DetectedFact[Design] | None,
    shares: dict[Design, float],
    notice: DetectedFact[NoticeKind] | None,
) -> DetectedFact[DocumentType] | None:
    """An article, or a text of science: whichever its signs make likelier than all else."""
    if kind and kind.value is Design.ARTICLE:
        return same_sign(kind, "article")
    planned = PLANNED.search(head)
    if planned:
        return read_fact(text, "abstract", *planned.span(), 0.9)
    if notice:
        return same_sign(notice, "abstract")
    if kind is None:
        return None
    if kind.basis == "record":
        return same_sign(kind, "abstract")
    science = sum(share for kind, share in shares.items() if kind is not Design.ARTICLE)
    return same_sign(kind, "abstract", science)
