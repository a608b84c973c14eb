"""What a study found told as what always holds: R15 lets one study be reported, and no more.

A report ("in 60 adults, sleep was longer") and a general truth ("lengthens sleep") differ in tense and
in whom they are said of, not in their words. A source bears out a general claim where it makes it itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.verify import denying, studied, wording
from assistant.verify.agreeing import missing_amounts
from assistant.verify.comparisons import advice
from assistant.verify.likeness import meets
from assistant.verify.reading import Sentence, Span, groups_in
from assistant.verify.scope import names_model
from assistant.verify.sides import ALIKE, Difference, Sides, is_general, span_of

CITED = re.compile(
    r"(?:,?\s*\b(?:as|according to|judging by)\b[^,;]{0,60}\b(?:trials?|stud(?:y|ies)|research\w*|reviews?|scientists?|experts?)\b"
    r"[^,;]{0,25}$|,\s*(?:[\w-]+ ){0,5}(?:trial|study|review)s? (?:shows?|finds?|proves?|confirms?)\b[^,;]*$)"
    r"|^\W*(?:[\w-]+ ){0,3}(?:research|science|findings|results|data|stud(?:y|ies)|trials?)\b(?:[^,;]|,(?=\d)){0,40}"
    r"\b(?:shows?|proves?|confirms?|finds?|demonstrates?)(?: that)?\b"
    r"|^\W*(?:[\w-]+ ){0,3}(?:research|science|findings|results|data|stud(?:y|ies)|trials?) (?:found|showed|proved|confirmed|demonstrated) that\b"
    r"|^\W*according to [^;]{0,60}?\b(?:trials?|stud(?:y|ies)|research\w*|reviews?)\b(?:[^,;]|,(?=\d))*,"
    r"|^\W*(?:the |this )?(?:trial|study|review)(?:['’]s)? (?:headline|main|key|chief|primary|central) (?:result|finding)s? (?:is|was|are)(?: that)?\b"
    r"|\b(?:has|have) (?:been )?(?:found|shown|proved|proven|discovered)\b",
    re.I,
)
"""Who is called on for a statement; the statement itself stays general."""
ACTS = re.compile(
    r"\b(?:spares?|builds?|rebuilds?|calms?|cools?|thickens?|sends?|dissolves?|brings?|takes?|gives?|gets?|keeps?|makes?|turns?|lets?|"
    r"melts?|burns?|lifts?|wards?|banish\w*|beats?|tames?|soothes?|slims?|shields?|guards?|saves?|thins?|clears?|kills?|feeds?|"
    r"fuels?|regrows?|steadies|tightens?|loosens?|settles?|shrinks?|ends?|tops?|wins?|sharpens?|firms?|smooths?|does the trick|"
    r"(?:feel|sleep|live|think|stay|move)s? (?:\w+ )?(?:better|longer|faster|free|sharper|safe|healthy)|"
    r"(?:lower|raise|cut|ease|slow) (?:the|your|\w+ (?:by|in))|\w+s (?:lower|raise|cut|ease|slow|clear|calm) \w+|will \w+|can expect|expect to|"
    r"(?:is|are) (?:an? |the )?(?:[\w-]+ ){0,3}(?:remedy|treatment|answer|solution|ally|weapon|fix|tonic|shield|way to|good for|great for))\b",
    re.I,
)
"""Verbs by which plain speech says that one thing acts on another."""


def find_general(sides: Sides) -> Iterator[Difference]:
    """Find a general claim of an effect that the source only reports of those whom it studied."""
    claim = sides.claim
    if not wording.STUDIED.search(sides.whole_text) or advice(claim.text):
        return
    if wording.FUNDING.search(claim.text) or HEADING.match(claim.text):
        return
    if any(map(makes_general, on_it(sides))) or is_pooled(sides):
        return
    where = where_general(sides)
    if where is not None:
        hedge = next((s for s in sides.near if wording.HEDGED.search(s.text)), sides.best)
        reason = "states in general what the source only reports of those whom it studied"
        yield Difference("general", "overclaims", GENERAL, reason, where, span_of(hedge))


def on_it(sides: Sides) -> list[Sentence]:
    """The sentences of a source that surely speak of what a claim speaks of, the best one at least."""
    sure = [m.sentence for m in sides.matches.ranked if m.share >= ALIKE]
    return [s for s in sides.matches.about if s in sure or s is sides.best]


def where_general(sides: Sides) -> Span | None:
    """Where a claim speaks in general: as a whole, or in a clause that has a verb of acting."""
    claim = sides.claim
    if is_law(claim.text) and speaks_flatly(sides):
        return span_of(claim)
    whole = (span_of(claim), claim.text, max(c.denial for c in claim.clauses))
    parts = [whole, *((span_of(c), c.text, c.denial) for c in claim.clauses)]
    parts += [(span_of(claim), text, 0) for text in THUS.split(claim.text)[1:]]
    return next((span for span, text, denial in parts if not denial and acts_now(text)), None)


def speaks_flatly(sides: Sides) -> bool:
    """Whether a claim denies nothing, is about its source, and gives no report of its figures.

    A source that speaks in general itself, as a handbook does, is told in general.
    """
    text = sides.claim.text
    if denying.ANY_DENIAL.search(text) or THERE.match(text) or denying.AIM.search(text):
        return False
    if wording.LINKED.search(text) and not acts_now(text):
        # A relation is told in the present of any study.
        return False
    if OF_THE_STUDY.match(text):
        return False
    is_touched = sides.matches.covered >= TOUCHED and not reports_figures(sides)
    return is_touched and not any(is_general(s.text) for s in sides.matches.about)


HEADING = re.compile(
    r"\W*(?:aims?|background|design|methods?|participants|interventions?|measures?|results?|limitations?|conclusions?|relevance|"
    r"adverse effects|funding)(?: and [a-z]+)?:\s",
    re.I,
)
"""The heading of a part of an abstract before a sentence."""
OF_THE_STUDY = re.compile(
    r"\W*(?:(?:the|this|an?|its|their|by|average|mean|main|overall|later|honest) )*(?:authors?|outcomes?|"
    r"statement|account|conclusions?|reports?|warning|abstract|series|differences?|changes?|gains?|estimates?|limitations?|measures?|conventions?|"
    r"panel|committee|reviewers?|sample|design|endpoint|scores?|scale|it)\b",
    re.I,
)
"""The beginning of a sentence on a study or its figures rather than on what was studied."""
THERE = re.compile(r"\W*there (?:is|are)\b", re.I)
"""The beginning of a sentence that says what there is, not what anything does."""
TOUCHED = 0.1
"""Share of a claim's words that the source must cover, so that it is about the source at all."""
FIGURES = 2


def reports_figures(sides: Sides) -> bool:
    """Whether a claim gives several figures that all stand in the source, as a report does."""
    measured = [a for a in sides.claim.amounts if a.measure]
    known = [a for s in sides.source for a in (*s.amounts, *s.implied)]
    return len(measured) >= FIGURES and not missing_amounts(measured, known)


GENERAL = 0.7
"""What it is worth; on 684 labelled pairs of ours 19 of 20 such claims said more than their source."""
THUS = re.compile(r",\s+(?:and )?(?:so|thus|therefore|which means)\b")
"""What stands before a conclusion."""
POOLED = re.compile(r"\bmeta-analys\w+|\bpooled\b|\b\d+ (?:\w+ )?trials\b", re.I)
RESERVED = re.compile(
    r"\b(?:low|very low|uncertain|limited)(?:[- ]certainty| certainty| quality)|\bcertainty [^.;]{0,30}\blow\b|\brisk of bias\b|\bpublication bias\b|\bfew trials\b",
    re.I,
)
PRODUCTS = re.compile(r"\bproduct(?:s|ion)?\b", re.I)


def is_pooled(sides: Sides) -> bool:
    """Whether many trials together found it, with no reserve: R15 allows that to be stated."""
    whole = sides.whole_text
    if not POOLED.search(whole) or RESERVED.search(whole):
        return False
    known = {t.stem for sentence in sides.source for t in sentence.topics}
    said = next((c for c in sides.claim.clauses if not c.denial), sides.claim.clauses[0])
    core = [t for t in said.core if not t.is_substance]
    absent = [t for t in core if t in sides.matches.missing and not meets(t.stem, known)]
    if absent and len(absent) >= len(core) / 2:
        return False
    found = [s for s in sides.matches.about if any(c.change and not c.denial for c in s.clauses)]
    told = " ".join(s.text for s in found or [sides.best])
    if wording.HEDGED.search(told) or denying.UNCLEAR.search(told):
        return False
    return groups_in(whole) & studied.LIMITING <= groups_in(sides.claim.text)


@lru_cache(maxsize=4096)
def is_law(text: str) -> bool:
    """Whether a text states an effect as what holds, without reserve or report, whoever is called on."""
    text = PRODUCTS.sub(" ", wording.FRAME.sub(" ", CITED.sub(" ", text)))
    if (
        wording.HEDGED.search(text)
        or denying.UNCLEAR.search(text)
        or wording.REPORTING.search(text)
    ):
        return False
    if names_model(text):
        return False
    return bool(is_general(text) or studied.YOU.search(text))


def makes_general(sentence: Sentence) -> bool:
    """Whether a sentence of a source itself states an effect as what holds."""
    return any(not clause.denial and acts_now(clause.text) for clause in sentence.clauses)


@lru_cache(maxsize=4096)
def acts_now(text: str) -> bool:
    """Whether a law names a verb by which one thing acts on another."""
    return is_law(text) and bool(wording.CAUSAL.search(text) or ACTS.search(text))
