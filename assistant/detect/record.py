"""What the record of a document says of its kind: PubMed's publication types and MeSH headings."""

from __future__ import annotations

from assistant.schema import Design, DetectedFact, NoticeKind, Species, Stated

RECORD_CONFIDENCE = 0.97
"""Indexers read the whole paper; they err seldom, but they err."""
TYPES: tuple[tuple[str, Design], ...] = (
    ("Meta-Analysis", Design.META_ANALYSIS),
    ("Network Meta-Analysis", Design.META_ANALYSIS),
    ("Systematic Review", Design.SYSTEMATIC_REVIEW),
    ("Practice Guideline", Design.GUIDELINE),
    ("Guideline", Design.GUIDELINE),
    ("Consensus Development Conference", Design.GUIDELINE),
    ("Randomized Controlled Trial", Design.RCT),
    ("Case Reports", Design.CASE_REPORT),
    ("Observational Study", Design.OBSERVATIONAL),
    ("Review", Design.NARRATIVE_REVIEW),
)
"""PubMed's names of publication types, those that decide first."""
NOTICE_TYPES: tuple[tuple[str, NoticeKind], ...] = (
    ("Retracted Publication", "retraction"),
    ("Retraction of Publication", "retraction"),
    ("Retraction Notice", "retraction"),
    ("Expression of Concern", "expression_of_concern"),
    ("Published Erratum", "correction"),
)
SPECIES: tuple[tuple[str, Species], ...] = (("Rats", "rat"), ("Mice", "mouse"))


def stated_fact(value: Design, words: str) -> DetectedFact[Design]:
    """A kind that the record states."""
    return DetectedFact(value=value, quote=words, confidence=RECORD_CONFIDENCE, basis="record")


def stated_kind(stated: Stated) -> DetectedFact[Design] | None:
    """The kind by publication type; what was indexed under animals alone is no trial in people."""
    if is_of_animals(stated):
        return None
    for words, kind in TYPES:
        if words in stated.publication_types:
            return stated_fact(kind, words)
    return None


def is_of_animals(stated: Stated) -> bool:
    """Whether the record is indexed under animals and not under humans."""
    return "Animals" in stated.mesh_terms and "Humans" not in stated.mesh_terms


def stated_species(stated: Stated) -> DetectedFact[Species] | None:
    """Whom the record is indexed under, if under one of them alone."""
    value: Species
    if "Humans" in stated.mesh_terms and "Animals" not in stated.mesh_terms:
        value, words = "human", "Humans"
    elif is_of_animals(stated):
        found = [pair for pair in SPECIES if any(t.startswith(pair[0]) for t in stated.mesh_terms)]
        value, words = (found[0][1], found[0][0]) if len(found) == 1 else ("mixed", "Animals")
    else:
        return None
    return DetectedFact(value=value, quote=words, confidence=RECORD_CONFIDENCE, basis="record")


def stated_notice(stated: Stated) -> DetectedFact[NoticeKind] | None:
    """The gravest notice that the record names."""
    value: NoticeKind
    for value in ("retraction", "expression_of_concern", "correction"):
        for notice in stated.notices:
            if notice.kind == value:
                return DetectedFact(value=value, quote=notice.text, confidence=1.0, basis="record")
        for words, kind in NOTICE_TYPES:
            if kind == value and words in stated.publication_types:
                return DetectedFact(value=value, quote=words, confidence=1.0, basis="record")
    return None
