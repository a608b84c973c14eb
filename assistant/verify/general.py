"""What a study found told as what always holds: R15 lets one study be reported, and no more.

A report ("in 60 adults, sleep was longer") and a general truth ("lengthens sleep") differ in tense and
in whom they are said of, not in their words. A source bears out a general claim where it makes it itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.verify import wording
from assistant.verify.reading import Clause, Sentence
from assistant.verify.sides import Difference, Sides, asserts, is_general, span_of

CITED = re.compile(
    r",?\s*(?:\b(?:as|according to|judging by)\b[^,;]{0,60}\b(?:trials?|stud(?:y|ies)|research\w*|reviews?|scientists?|experts?)\b"
    r"[^,;]{0,25}$|\b(?:an?|one|the|new|\w+) (?:[\w-]+ ){0,3}(?:trial|study|review)s? (?:shows?|finds?|proves?|confirms?)\b[^,;]*$)"
    r"|^\W*(?:(?:new|\w+ )?(?:research|science|stud(?:y|ies)|trials?)[^,;]{0,40}\b(?:shows?|proves?|confirms?|finds?)(?: that)?\b)",
    re.I,
)
"""Who is called on for a statement; the statement itself stays general."""
ACTS = re.compile(
    r"\b(?:spares?|builds?|rebuilds?|calms?|cools?|thickens?|sends?|dissolves?|brings?|takes?|gives?|gets?|keeps?|makes?|"
    r"melts?|burns?|lifts?|wards?|banish\w*|beats?|tames?|soothes?|slims?|shields?|guards?|saves?|"
    r"thins?|clears?|kills?|feeds?|fuels?|regrows?|steadies|tightens?|loosens?|settles?)\b",
    re.I,
)
"""Verbs by which plain speech says that one thing acts on another."""


def find_general(sides: Sides) -> Iterator[Difference]:
    """Find a general claim of an effect that the source only reports of those whom it studied."""
    claim = sides.claim
    if not claims_in_general(claim) or any(map(makes_general, sides.matches.about)):
        return
    hedge = next((s for s in sides.near if wording.HEDGED.search(s.text)), None)
    seen = wording.OBSERVATIONAL.search(sides.near_text)
    kind = "hedge_lost" if hedge else "association_to_cause" if seen else "stronger"
    reason = "states in general what the source only reports of those whom it studied"
    yield Difference(kind, "overclaims", GENERAL, reason, span_of(claim), span_of(hedge or sides.best))


GENERAL = 0.7
"""What it is worth; on 684 labelled pairs of ours 19 of 20 such claims said more than their source."""


def claims_in_general(sentence: Sentence) -> bool:
    """Whether a sentence states an effect as what holds, without reserve, denial or report."""
    text = CITED.sub(" ", wording.FRAME.sub(" ", sentence.text))
    if wording.HEDGED.search(text) or wording.UNCLEAR.search(text) or wording.REPORTING.search(text):
        return False
    if wording.ANIMALS.search(text) or wording.CELLS.search(text) or wording.ANY_DENIAL.search(text):
        return False
    if not (is_general(text) or wording.YOU.search(text)):
        return False
    return bool(wording.CAUSAL.search(text) or ACTS.search(text))


def makes_general(sentence: Sentence) -> bool:
    """Whether a sentence of a source itself states an effect as what holds."""
    return any(is_law(clause) for clause in sentence.clauses)


def is_law(clause: Clause) -> bool:
    """Whether a clause states an effect in general and without reserve."""
    return (
        not clause.denial
        and is_general(clause.text)
        and not wording.HEDGED.search(clause.text)
        and (asserts(clause) or bool(ACTS.search(clause.text)))
    )
