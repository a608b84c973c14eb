"""How long an answer may be: what matters least is left out until it can be read in two minutes.

Nothing is cut within a sentence. Every direction among the direct studies keeps a study, so that a
null or a harm never falls to length.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection

from assistant.compose.efficacy import (
    ARTICLES_HEADING,
    DIRECT_HEADING,
    INDIRECT_HEADING,
    INSTEAD_HEADING,
    OFFICIAL_HEADING,
    OTHERS_HEADING,
    OVERVIEW_HEADING,
)
from assistant.schema import CaveatKind, Design, Draft, DraftCaveat, Item, Section

CLOSEST_HEADING = "Closest to your question"
FIGURE = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?!\w)")
MAX_WORDS = 260
"""Words of the first lines and the sections; the caveats come on top."""
MAX_CAVEATS = 7
MAX_OF_ONE_KIND = 3
NEVER_LEFT_OUT = frozenset({CaveatKind.CORRECTION, CaveatKind.RETRACTED})
SIDE_HEADINGS = frozenset({INDIRECT_HEADING, INSTEAD_HEADING, OFFICIAL_HEADING, OTHERS_HEADING})
Cut = Callable[[Section], Section]


def shorten(draft: Draft) -> Draft:
    """Leave out what matters least, step by step, until the answer is short enough."""
    for cut in CUTS:
        if count_words(draft) <= MAX_WORDS:
            break
        sections = tuple(section for section in map(cut, draft.sections) if section.items)
        draft = draft.model_copy(update={"sections": sections})
    return draft


def count_words(draft: Draft) -> int:
    """Words of the first lines and the sections."""
    items = (item for section in draft.sections for item in section.items)
    claims = [*draft.lead, *(claim for item in items for claim in item.claims)]
    return sum(len(claim.text.split()) for claim in claims)


def keep(headings: frozenset[str], items: int | None = None, claims: int | None = None) -> Cut:
    """Make a cut that keeps so many items, and so many claims of each, under some headings."""

    def cut(section: Section) -> Section:
        if section.heading not in headings:
            return section
        kept = tuple(Item(claims=item.claims[:claims]) for item in section.items[:items])
        return Section(heading=section.heading, items=kept)

    return cut


def has_note(item: Item) -> bool:
    """Whether a bullet holds what an article says, which never stands without the note on it."""
    return any(claim.design is Design.ARTICLE for claim in item.claims)


def keep_others(items: int, claims: int | None = None) -> Cut:
    """Make a cut of the sections that hold no verdict on an outcome: amounts, harms, money and the like."""

    def cut(section: Section) -> Section:
        if section.heading in {DIRECT_HEADING, OVERVIEW_HEADING, ARTICLES_HEADING, *SIDE_HEADINGS}:
            return section
        kept = tuple(
            item if has_note(item) else Item(claims=item.claims[:claims])
            for item in section.items[:items]
        )
        return Section(heading=section.heading, items=kept)

    return cut


CUTS: tuple[Cut, ...] = (
    keep(frozenset({ARTICLES_HEADING}), items=2, claims=2),
    keep(SIDE_HEADINGS, items=3, claims=1),
    keep(frozenset({DIRECT_HEADING}), claims=2),
    keep(frozenset({ARTICLES_HEADING}), items=1),
    keep(frozenset({CLOSEST_HEADING}), items=2),
    keep(SIDE_HEADINGS, items=2),
    keep_others(items=4, claims=2),
    keep_others(items=3),
    keep_others(items=2, claims=1),
    keep(SIDE_HEADINGS, items=1),
)
"""What is left out, the least important first."""
LEAST_IMPORTANT = (
    CaveatKind.SUBJECTIVE_ONLY,
    CaveatKind.UNCITED_CLAIM,
    CaveatKind.ANECDOTE,
    CaveatKind.SHORT_DURATION,
    CaveatKind.DIFFERENT_FORM,
    CaveatKind.DOSE_UNITS,
    CaveatKind.FEW_STUDIES,
)
"""Kinds that go first where there are too many caveats; the evidence line or the studies say as much."""


def is_of_other_figures(caveat: DraftCaveat, shown: Collection[tuple[str, str]]) -> bool:
    """Whether a caveat is on an error in figures of which the answer shows none."""
    if caveat.kind is not CaveatKind.SOURCE_ERROR or not caveat.quotes:
        return False
    wrong = {(caveat.quotes[0].source_id, n) for n in FIGURE.findall(caveat.text)}
    return bool(wrong) and not wrong & set(shown)


def most_important(draft: Draft) -> Draft:
    """Leave out the least important caveats where there are too many."""
    counts: Counter[CaveatKind] = Counter()
    kept = []
    told = {quote for claim in draft.lead for quote in claim.quotes[-1:]}
    items = (item for section in draft.sections for item in section.items)
    claims = [*draft.lead, *(claim for item in items for claim in item.claims)]
    figures = {(q.source_id, n) for c in claims for q in c.quotes for n in FIGURE.findall(q.text)}
    for caveat in draft.caveats:
        if is_of_other_figures(caveat, figures):
            continue
        if caveat.kind is CaveatKind.ASK_CLINICIAN and told & set(caveat.quotes):
            continue  # The first line says it.
        counts[caveat.kind] += 1
        most = 1 if caveat.kind is CaveatKind.SOURCE_ERROR else MAX_OF_ONE_KIND
        if counts[caveat.kind] <= most or caveat.kind in NEVER_LEFT_OUT:
            kept.append(caveat)
    for kind in LEAST_IMPORTANT:
        if len(kept) <= MAX_CAVEATS:
            break
        kept = [caveat for caveat in kept if caveat.kind is not kind]
    return draft.model_copy(update={"caveats": tuple(kept)})
