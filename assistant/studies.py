"""A detected study as the facts that are weighed, every one of them a sentence of its text.

Only what is sure goes in; the rest stays unknown, so that it can't raise anything.
"""

from __future__ import annotations

import re
from typing import TypeVar

from assistant.chunk import sentence_spans
from assistant.schema import (
    Design,
    Detected,
    DetectedFact,
    DetectedOutcome,
    DetectedStudy,
    Notice,
    Outcome,
    Source,
    Species,
    Stated,
)
from assistant.understand import plain
from assistant.understand.cues import find_populations

T = TypeVar("T")
REVIEWS = frozenset({Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW})
SPECIES: dict[Design, Species] = {Design.IN_VITRO: "cells", Design.ANIMAL: "mixed"}
"""What a kind of study is on where its species is not sure; of people it must be."""
COMBINED = re.compile(
    r"\b(?:combination of|combined with|together with|blend|mixture|multi-?ingredient|co-?supplement\w*)\b", re.I
)  # fmt: skip
SENTENCE = re.compile(r"\w.{8,}[.!?][\"'”’)]?$", re.DOTALL)


def study_of(source: Source) -> DetectedStudy | None:
    """The facts of a document that is surely a study of one substance; None for any other."""
    detected = source.detected
    if source.facts is not None or detected is None or not detected.is_study:
        return None
    kind = detected.kind
    design = design_sentence(source.text, detected)
    outcomes = tuple(read_outcome(o) for o in detected.outcomes if is_whole(o))
    species = sure(detected.species) or SPECIES.get(kind.value) if kind else None
    if kind is None or design is None or species is None or not outcomes:
        return None
    stated = source.stated or Stated()
    people = sure(detected.participants)
    told = detected.participants.quote if detected.participants and people else ""
    return DetectedStudy(
        id=source.source_id,
        type="abstract",
        title=source.title,
        authors=stated.authors,
        year=stated.year,
        journal=stated.journal,
        doi=stated.doi,
        pmid=stated.pmid,
        url=stated.url or "",
        kind=kind.value,
        species=species,
        substances=tuple(s.value for s in detected.substances if s.is_sure),
        form=None,
        combination=bool(COMBINED.search(source.text)),
        participants=told or "unknown",
        populations=find_populations(plain(f"{source.title} {design} {told}")),
        n_analysed=people,
        randomised=sure(detected.randomised) is True,
        comparator="as detected",
        comparator_kind=sure(detected.comparator) or "unknown",
        funding_class=sure(detected.funding) or "unknown",
        funding=design,
        design=design,
        outcomes=outcomes,
        harms=design,
        harms_reported=False,
        limits=(),
        notices=notices_of(source.text, detected, design),
        confidence="medium",
        is_confirmed=detected.is_confirmed,
    )


def sure(fact: DetectedFact[T] | None) -> T | None:
    """The value of a fact that may be used."""
    return fact.value if fact is not None and fact.is_sure else None


def is_whole(outcome: DetectedOutcome) -> bool:
    """Whether a result may be weighed and its sentence can stand alone."""
    return outcome.is_sure and SENTENCE.match(outcome.quote) is not None


def read_outcome(found: DetectedOutcome) -> Outcome:
    """A detected result as an outcome that is weighed."""
    return Outcome(
        name=found.name,
        group=found.group,
        role=found.role,
        direction=found.direction,
        objective=None,
        comparison=found.comparison,
        finding=found.quote,
    )


def design_sentence(text: str, detected: Detected) -> str | None:
    """The whole sentence that shows what kind of study it is, or the first that can stand for it."""
    kind = detected.kind
    spans = [s for s in sentence_spans(text) if SENTENCE.match(text[s.start : s.end])]
    if kind is not None and kind.basis == "text":
        for span in spans:
            if span.start < kind.end and kind.start < span.end:
                return text[span.start : span.end]
    return text[spans[0].start : spans[0].end] if spans else None


def notices_of(text: str, detected: Detected, design: str) -> tuple[Notice, ...]:
    """The notice that the document carries, in the sentence that says so where there is one."""
    if detected.notice is None:
        return ()
    said = detected.notice.quote if detected.notice.basis == "text" else ""
    quoted = said if SENTENCE.match(said) and said in text else design
    return (Notice(kind=detected.notice.value, was_read=True, text=quoted),)
