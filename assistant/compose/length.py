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
MAX_WORDS = 160
"""Words of the first lines and the sections; the caveats come on top."""
MAX_OF_STUDY = 2
"""Sentences of one study in its bullet."""
SHARED = 0.5
"""How much sooner a sentence is taken for each word of the question in it."""


class Weight(NamedTuple):
    """How late a sentence is taken: by its heading, and by each bullet and sentence before it."""

    first: float
    bullet: float
    sentence: float


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
OF_ITS_OWN = Weight(2, 0.7, 1.5)
"""Of sections that answer what was asked for: amounts, harms, money and the like."""
Place = tuple[int, int, int]
"""Of a sentence: its section, its bullet, its place there."""


def shorten(catalog: Catalog, draft: Draft, question: Question) -> Draft:
    """Take the sentences that matter most, as long as there is room; none without the first of its bullet."""
    asked = stems(question.text) - stems(" ".join(question.understanding.substances))
    words = sum(len(claim.text.split()) for claim in draft.lead)
    told = {direction_of(catalog, claim) for claim in draft.lead}
    taken: set[Place] = set()
    for place, claim in by_weight(draft, asked):
        i, j, k = place
        direction = direction_of(catalog, claim)
        is_new = draft.sections[i].heading == DIRECT_HEADING and direction not in told
        length = len(claim.text.split())
        is_noted = k > 0 and has_note(draft.sections[i].items[j])
        if k and ((i, j, 0) not in taken or (k >= MAX_OF_STUDY and not is_noted)):
            continue
        if words + length <= MAX_WORDS or is_new or is_noted or not (words and taken):
            taken.add(place)
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

    What shares words with the question goes before its like.
    """
    placed = [
        (weigh(section.heading, j, k) - SHARED * len(asked & stems(claim.text)), (i, j, k), claim)
        for i, section in enumerate(draft.sections)
        for j, item in enumerate(section.items)
        for k, claim in enumerate(item.claims)
    ]
    placed.sort(key=lambda found: found[:2])
    return ((place, claim) for _, place, claim in placed)


def weigh(heading: str, bullet: int, sentence: int) -> float:
    """How late a sentence is taken."""
    weight = WEIGHTS.get(heading, OF_ITS_OWN)
    return weight.first + weight.bullet * bullet + weight.sentence * sentence


def direction_of(catalog: Catalog, claim: DraftClaim) -> str | None:
    """Which way the result came out that a claim tells, if it tells one."""
    if claim.kind != "finding":
        return None
    facts = catalog.abstracts[claim.quotes[-1].source_id]
    said = claim.quotes[-1].text
    return next((o.direction for o in facts.outcomes if o.finding == said), None)


def has_note(item: Item) -> bool:
    """Whether a bullet holds what an article says, which never stands without the note on it."""
    return any(claim.design is Design.ARTICLE for claim in item.claims)
