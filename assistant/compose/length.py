"""How long an answer may be: what matters most is taken first, until it can be read in a minute or two.

Nothing is cut within a sentence. Each direction that the direct studies found keeps a study, so that a
null or a harm never falls to length.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from assistant.compose.efficacy import (
    ARTICLES_HEADING,
    DIRECT_HEADING,
    INDIRECT_HEADING,
    INSTEAD_HEADING,
    OFFICIAL_HEADING,
    OTHERS_HEADING,
    PRECLINICAL_HEADING,
)
from assistant.compose.parts import Question, stems
from assistant.retrieve import Catalog
from assistant.schema import Design, Draft, DraftClaim, Item, Section

CLOSEST_HEADING = "Closest to your question"
MAX_WORDS = 280
"""Words of the first lines and the sections; the caveats come on top."""
MOST_LEVELS = 1
"""Sentences of a bullet on a study of levels in the blood: what else was computed from these says no more."""
SHARED = 0.5
"""How much sooner a sentence is taken for each word of the question in it."""


class Weight(NamedTuple):
    """How late a sentence is taken: by its heading, and by each bullet and sentence before it."""

    first: float
    bullet: float
    sentence: float
    most: int = 3
    """Sentences of one bullet, at most; an article's claim and the note on it are one."""


WEIGHTS: Mapping[str, Weight] = {
    CLOSEST_HEADING: Weight(1, 1, 2),
    DIRECT_HEADING: Weight(2.5, 0.7, 1.5),
    ARTICLES_HEADING: Weight(4, 3, 0),
    OTHERS_HEADING: Weight(3, 1.5, 2),
    OFFICIAL_HEADING: Weight(3.5, 1.5, 2),
    INDIRECT_HEADING: Weight(4, 1.5, 2),
    PRECLINICAL_HEADING: Weight(4, 1.5, 2),
    INSTEAD_HEADING: Weight(4, 1.5, 2),
}
OF_ITS_OWN = Weight(2, 0.7, 1.5, most=2)
"""Of sections that answer what was asked for: amounts, harms, money and the like."""
Place = tuple[int, int, int]
"""Of a sentence: its section, its bullet, its place there."""


def shorten(catalog: Catalog, draft: Draft, question: Question) -> Draft:
    """Take the sentences that matter most, as long as there is room; none without the first of its bullet."""
    asked = stems(question.text) - stems(" ".join(question.understanding.substances))
    words = sum(len(claim.text.split()) for claim in draft.lead)
    told = {direction_of(catalog, claim) for claim in draft.lead}
    leading = {quote for claim in draft.lead for quote in claim.quotes}
    taken: set[Place] = set()
    for (i, j, k), claim in by_weight(draft, asked):
        heading, item = draft.sections[i].heading, draft.sections[i].items[j]
        is_level = claim.design is Design.PHARMACOKINETIC
        most = MOST_LEVELS if is_level else weight_of(heading).most
        if (i, j, k) in taken or (k and (i, j, 0) not in taken) or k >= most:
            continue
        direction = direction_of(catalog, claim)
        is_new = heading == DIRECT_HEADING and direction not in told
        whole = {k, *with_note(item)} if claim.design is Design.ARTICLE else {k}
        length = sum(len(item.claims[each].text.split()) for each in whole)
        is_led = claim.design is Design.ARTICLE and not leading.isdisjoint(claim.quotes)
        if words + length <= MAX_WORDS or is_new or is_led or not taken:
            taken |= {(i, j, each) for each in whole}
            words += length
            told.add(direction)
    sections = (
        Section(
            heading=section.heading,
            items=tuple(
                Item(claims=kept)
                for j, item in enumerate(section.items)
                if (kept := tuple(c for k, c in enumerate(item.claims) if (i, j, k) in taken))
            ),
        )
        for i, section in enumerate(draft.sections)
    )
    return draft.model_copy(update={"sections": tuple(s for s in sections if s.items)})


def by_weight(draft: Draft, asked: frozenset[str]) -> Iterator[tuple[Place, DraftClaim]]:
    """The sentences of the sections with their places, the weightiest first.

    What shares words with the question goes before its like, and never before the first of its bullet.
    """
    placed = []
    for i, section in enumerate(draft.sections):
        weight = weight_of(section.heading)
        for j, item in enumerate(section.items):
            least = float("-inf")
            for k, claim in enumerate(item.claims):
                own = weight.first + weight.bullet * j + weight.sentence * k
                least = max(least, own - SHARED * len(asked & stems(claim.text)))
                placed.append((least, (i, j, k), claim))
    placed.sort(key=lambda found: found[:2])
    return ((place, claim) for _, place, claim in placed)


def weight_of(heading: str) -> Weight:
    """How late the sentences under a heading are taken."""
    return WEIGHTS.get(heading, OF_ITS_OWN)


def direction_of(catalog: Catalog, claim: DraftClaim) -> str | None:
    """Which way the result came out that a claim tells, if it tells one."""
    if claim.kind != "finding":
        return None
    facts = catalog.abstracts[claim.quotes[-1].source_id]
    said = claim.quotes[-1].text
    return next((o.direction for o in facts.outcomes if o.finding == said), None)


def with_note(item: Item) -> list[int]:
    """The places of what an article says in a bullet: its claim never stands without the note on it."""
    return [k for k, claim in enumerate(item.claims) if claim.design is Design.ARTICLE]


def has_note(item: Item) -> bool:
    """Whether a bullet holds what an article says, which never stands without the note on it."""
    return any(claim.design is Design.ARTICLE for claim in item.claims)
