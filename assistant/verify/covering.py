"""Whether a source speaks of what a claim speaks of at all, and how surely of the same result."""

from __future__ import annotations

import re

from assistant.verify.agreeing import missing_amounts
from assistant.verify.reading import Sentence
from assistant.verify.sides import FEW, Sides, asserts

COVERED = 0.12
"""Share of a claim's words below which a source of several sentences does not speak of it."""
FUNDED = re.compile(r"\b(?:supported|funded|paid|sponsored|financed)\b", re.I)
"""Words on who paid, which state no effect."""
MANY = 5
"""Words of content from which a sentence must be covered though it states no effect."""
MEANT = 0.5
"""Similarity of meaning from which it does, whatever its words."""


def is_involved(sides: Sides) -> bool:
    """Whether a claim says several things, or figures that its source has as well.

    Which clause of the source it then speaks of is unsure, and that it means the source's result likely.
    """
    return len(sides.claim.clauses) > 1 or has_known_figures(sides)


def has_known_figures(sides: Sides) -> bool:
    """Whether a claim has amounts that measure something, and all of them stand in the source."""
    amounts = [a for a in sides.claim.amounts if a.measure]
    known = [a for s in sides.source for a in (*s.amounts, *s.implied)]
    return bool(amounts) and not missing_amounts(amounts, known)


def is_covered(sides: Sides) -> bool:
    """Whether the source speaks of what the claim speaks of; a short one is taken to.

    An amount that both have shows it as well, whatever words are around it.
    """
    matches, claim = sides.matches, sides.claim
    if FUNDED.search(claim.text):
        return True
    floor = COVERED if says_much(claim) or len(claim.topics) >= MANY else 0.0
    is_near = matches.covered >= floor or matches.similarity >= MEANT
    return len(matches.ranked) <= FEW or is_near or has_known_figures(sides)


def says_much(claim: Sentence) -> bool:
    """Whether a sentence states an effect, so that somebody might rely on it."""
    return any(asserts(c) and not c.denial for c in claim.clauses)
