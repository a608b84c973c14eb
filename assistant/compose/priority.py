"""Which caveats an answer keeps: what changes a decision before what says how good the studies are.

A reader takes in a handful. So the studies that the answer shows speak before others, each kind once,
and what a first line or a bullet has said is not said again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from assistant.compose.money import WHO_PAID
from assistant.compose.parts import NOTE_LABEL
from assistant.compose.verdict import is_verdict
from assistant.compose.weaknesses import RESULTS_TEXT
from assistant.schema import OF_STUDIES, CaveatKind, Draft, DraftCaveat, DraftClaim

FIGURE = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?!\w)")
MAX_LINES = 5
"""Caveats with a line of their own; those on how good the studies are share one."""
DECIDING_WORDS, STUDIES_WORDS = 90, 80
"""Words from which on no further caveat of each sort is taken."""
NEVER_LEFT_OUT = frozenset({CaveatKind.RETRACTED, CaveatKind.CORRECTION})
MOST_OF_KIND: Mapping[CaveatKind, int] = {CaveatKind.ASK_CLINICIAN: 2, CaveatKind.CORPUS_LIMIT: 2}
"""How many of a kind are shown, where that is more than one."""
DECIDING = (
    CaveatKind.RETRACTED,
    CaveatKind.CORRECTION,
    CaveatKind.NO_HUMAN_EVIDENCE,
    CaveatKind.ASK_CLINICIAN,
    CaveatKind.CONFLICTING_SOURCES,
    CaveatKind.DIFFERENT_POPULATION,
    CaveatKind.DIFFERENT_FORM,
    CaveatKind.ASSOCIATION_ONLY,
    CaveatKind.DOSE_UNITS,
    CaveatKind.SOURCE_ERROR,
    CaveatKind.CORPUS_LIMIT,
)
"""Kinds that may change what somebody does, the weightiest first."""
IN_SHORT = {
    CaveatKind.ANIMAL_STUDY: "Some of this was seen in animals, not in people.",
    CaveatKind.CELL_STUDY: "Some of this was seen in cells in a dish, not in people.",
    CaveatKind.COMBINATION_PRODUCT: "Some of this was seen with a mixture, which says little of one part.",
}
"""What is said of the kinds of studies on which the first lines do not rest."""
RESULTS_DIFFER = re.compile(r"\bresults?\b.*\bdiffer\b", re.I)
"""Says in a verdict that both sides were found."""


def most_important(draft: Draft) -> Draft:
    """Keep the caveats that matter most for what the draft shows, in their order."""
    items = (item for section in draft.sections for item in section.items)
    claims = [*draft.lead, *(claim for item in items for claim in item.claims)]
    leading = {quote.source_id for claim in draft.lead for quote in claim.quotes}
    order = (*DECIDING, *OF_STUDIES)
    due = [c for c in draft.caveats if is_due(draft, c, claims)]
    due.sort(key=lambda c: (is_of_unknown_money(c), order.index(c.kind), not cites(c, leading)))
    said = [draft.advice, *(claim.text for claim in claims)]
    printed: list[DraftCaveat] = []
    kept = []
    for caveat in due:
        worded = as_said(draft, in_short(caveat, leading), claims)
        is_printed = not any(text.endswith(worded.text) for text in said)
        if is_printed and not has_room(worded, printed):
            continue
        kept.append(worded)
        printed += [worded] if is_printed else []
    return draft.model_copy(update={"caveats": tuple(kept)})


def has_room(caveat: DraftCaveat, printed: Sequence[DraftCaveat]) -> bool:
    """Whether a caveat may be printed beside others: not too many of its kind, of its sort, of their words."""
    is_of_page = caveat.kind is CaveatKind.VENDOR_SOURCE or caveat.text.startswith(NOTE_LABEL)
    if caveat.kind in NEVER_LEFT_OUT or is_of_page:
        return True
    same_kind = sum(other.kind is caveat.kind for other in printed)
    is_of_studies = caveat.kind in OF_STUDIES
    same_sort = [other for other in printed if (other.kind in OF_STUDIES) is is_of_studies]
    words = sum(len(other.text.split()) for other in same_sort)
    most_words = STUDIES_WORDS if is_of_studies else DECIDING_WORDS
    is_in_lines = is_of_studies or len(same_sort) < MAX_LINES
    return same_kind < MOST_OF_KIND.get(caveat.kind, 1) and is_in_lines and words < most_words


def is_due(draft: Draft, caveat: DraftCaveat, claims: Collection[DraftClaim]) -> bool:
    """Whether a caveat is on what the draft shows.

    A warning, a retraction and what speaks for no study in particular are; a limit is where its study is
    shown, and an error in figures where one of these is.
    """
    shown = {quote.source_id for claim in claims for quote in claim.quotes}
    if caveat.kind is CaveatKind.ASK_CLINICIAN:  # Not where the first line says it.
        return not {quote for claim in draft.lead for quote in claim.quotes[-1:]} & set(
            caveat.quotes
        )
    if caveat.kind in NEVER_LEFT_OUT or not caveat.quotes:
        return True
    if caveat.kind is CaveatKind.SOURCE_ERROR:
        figures = {
            (q.source_id, n) for c in claims for q in c.quotes for n in FIGURE.findall(q.text)
        }
        wrong = {(caveat.quotes[0].source_id, n) for n in FIGURE.findall(caveat.text)}
        return not wrong or bool(wrong & figures)
    return cites(caveat, shown)


def is_of_unknown_money(caveat: DraftCaveat) -> bool:
    """Whether a caveat says that nobody knows who paid, which weighs least."""
    return caveat.kind is CaveatKind.FUNDING and caveat.text.startswith(WHO_PAID)


def cites(caveat: DraftCaveat, sources: Collection[str]) -> bool:
    """Whether a caveat rests on one of some documents."""
    return any(quote.source_id in sources for quote in caveat.quotes)


def in_short(caveat: DraftCaveat, leading: Collection[str]) -> DraftCaveat:
    """A caveat on what kind of study something is, in short where the first lines don't rest on it."""
    text = caveat.text if cites(caveat, leading) else IN_SHORT.get(caveat.kind, caveat.text)
    return caveat.model_copy(update={"text": text})


def as_said(draft: Draft, caveat: DraftCaveat, claims: Sequence[DraftClaim]) -> DraftCaveat:
    """A caveat in the words by which the draft says it already, so that it is not printed again."""
    said = {claim.quotes[-1] for claim in claims if claim.quotes and claim.kind != "coverage"}
    above = [q.text for q in caveat.quotes if q in said and caveat.text.endswith(q.text)]
    if caveat.kind is CaveatKind.MIXED_RESULTS and caveat.text == RESULTS_TEXT:
        above += [c.text for c in draft.lead if is_verdict(c) and RESULTS_DIFFER.search(c.text)]
    return caveat.model_copy(update={"text": above[0]}) if above else caveat
