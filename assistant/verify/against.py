"""A claim held against one source: does it say more, less, the opposite, or nothing of the source?

Each sentence of the claim is matched with the source's, then compared slot by slot (a rule for each).
The gravest difference gives verdict, reason and spans. The score says how likely the claim is to say
more than its source, so that a threshold can be set by anyone; `OVERCLAIM` is ours.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.embed import Embedder
from assistant.verify import wording
from assistant.verify.comparisons import (
    find_advice,
    find_degree,
    find_swapped_arms,
    find_swapped_change,
)
from assistant.verify.covering import is_covered, is_involved
from assistant.verify.direction import find_direction
from assistant.verify.figures import find_amounts_apart
from assistant.verify.forms import find_form
from assistant.verify.general import find_general
from assistant.verify.given import find_combination, find_comparator
from assistant.verify.matching import match_sentences
from assistant.verify.negatives import find_open_question, find_stronger_negative
from assistant.verify.nulls import (
    find_denied_there,
    find_false_significance,
    find_null_between,
    find_one_group_only,
    find_only_nulls,
)
from assistant.verify.opposites import (
    find_false_agreement,
    find_opposite,
    find_other_course,
    find_other_preference,
)
from assistant.verify.reading import Sentence, Span, read_text
from assistant.verify.scope import find_model, find_nothing, find_population
from assistant.verify.sides import ALIKE, Difference, Rule, Sides, Verdict, is_aim
from assistant.verify.surety import (
    find_absolute,
    find_half_told,
    find_lost_caveat,
    find_lost_null,
    find_lost_speaker,
    find_promoted,
    find_strength,
)
from assistant.verify.untested import find_other_substance, find_unstudied

OVERCLAIM = 0.5
"""Score from which a claim says more than its source."""
CONTRADICTED = 0.6
UNDERSTATED = 0.6
UNSUPPORTED = 0.6
ORDER: tuple[Verdict, ...] = (
    "contradicted", "overclaims", "unsupported", "understates", "not_checkable", "supported",
)  # fmt: skip
"""From grave to harmless; the gravest of a claim's sentences is the claim's."""

RULES: Sequence[Rule] = (
    find_direction,
    find_swapped_change,
    find_swapped_arms,
    find_degree,
    find_false_significance,
    find_denied_there,
    find_only_nulls,
    find_one_group_only,
    find_null_between,
    find_opposite,
    find_false_agreement,
    find_other_preference,
    find_other_course,
    find_advice,
    find_amounts_apart,
    find_stronger_negative,
    find_open_question,
    find_model,
    find_population,
    find_comparator,
    find_combination,
    find_form,
    find_strength,
    find_general,
    find_absolute,
    find_lost_speaker,
    find_lost_caveat,
    find_lost_null,
    find_promoted,
    find_half_told,
    find_nothing,
    find_unstudied,
    find_other_substance,
)
OF_AIMS: Sequence[Rule] = (
    find_amounts_apart,
    find_model,
    find_population,
    find_form,
    find_other_substance,
)
"""What is compared where a claim says what was asked, not what was found."""
BY_STRENGTH = frozenset({"stronger", "association_to_cause", "hedge_lost", "weaker"})
"""Kinds that need the same statement on both sides."""
BY_SENTENCE = frozenset({"caveat_lost", "model_to_people"})
"""Kinds that need sentences on the same thing."""
PLAIN = 0.75
"""Weight below which a contradiction rests on a match of clauses that may be wrong."""
DOUBTED = 0.7
"""What is left of it where the claim says several things."""
SURE = 0.7
"""Share of a claim's words from which a sentence is surely the one meant."""


class ClaimVerdict(NamedTuple):
    """What holding a claim against a source gave. Offsets count characters of claim and source."""

    verdict: Verdict
    kind: str
    """The code of the reason; `none` for a supported claim."""
    reason: str
    claim_span: Span
    source_span: Span | None
    score: float
    """How likely it is that the claim says more than its source, 0 to 1."""
    coverage: float = 0.0
    """The share of the claim's words of content, rare ones first, that the source covers."""
    differences: tuple[Difference, ...] = ()


def judge_claim(claim: str, source: str, embedder: Embedder | None = None) -> ClaimVerdict:
    """Judge a claim against the text of one source alone."""
    sentences, known = read_text(claim), read_text(source)
    whole = Span(0, len(claim))
    if not any(is_statement(sentence) for sentence in sentences):
        return ClaimVerdict("not_checkable", "no_statement", "states nothing", whole, None, 0.0)
    if not known:
        return ClaimVerdict("unsupported", "not_found", "the source is empty", whole, None, 0.0)
    verdicts = [
        judge_sentence(sentence, known, embedder)
        for sentence in sentences
        if is_statement(sentence)
    ]
    gravest = min(verdicts, key=lambda v: (ORDER.index(v.verdict), -v.score))
    return gravest._replace(
        score=max(v.score for v in verdicts), coverage=min(v.coverage for v in verdicts)
    )


def is_statement(sentence: Sentence) -> bool:
    """Whether a sentence states something that a source could bear out."""
    text = sentence.text.strip()
    if text.endswith(("?", ":")) or wording.COMMAND.search(text) or wording.OPINION.search(text):
        return False
    long_enough = len(text.split()) > 2 or bool(wording.CAUSAL.search(text))
    return bool(sentence.topics or sentence.amounts) and long_enough


def judge_sentence(
    claim: Sentence, source: tuple[Sentence, ...], embedder: Embedder | None
) -> ClaimVerdict:
    """Judge one sentence of a claim."""
    matches = match_sentences(claim, source, embedder)
    whole, best = Span(claim.start, claim.end), Span(matches.best.start, matches.best.end)
    words = " ".join(claim.text.split())
    for sentence in source:
        if words in " ".join(sentence.text.split()):
            there = Span(sentence.start, sentence.end)
            return ClaimVerdict("supported", "none", "the source says it", whole, there, 0.0, 1.0)
    share = matches.covered
    sides = Sides(claim, matches, source)
    found = tuple(find_differences(sides))
    score = combine(d.weight for d in found if d.verdict == "overclaims")
    elsewhere = Difference(
        "not_found", "unsupported", 0.6, "the source speaks of other things", whole, best
    )
    choice = choose(found, score, None if is_covered(sides) else elsewhere)
    if choice is None:
        says = "the source says as much"
        return ClaimVerdict("supported", "none", says, whole, best, score, share, found)
    return ClaimVerdict(
        choice.verdict, choice.kind, choice.reason, choice.claim, choice.source, score, share, found
    )


def find_differences(sides: Sides) -> list[Difference]:
    """Find every difference between a sentence of a claim and a source."""
    rules = OF_AIMS if is_aim(sides.claim.text) else RULES
    found = [difference for rule in rules for difference in rule(sides)]
    return [d._replace(weight=d.weight * worth(d, sides)) for d in found]


def worth(difference: Difference, sides: Sides) -> float:
    """What a difference is worth: no more than the match of the sentences that it compares."""
    if difference.is_apart:
        return 1.0
    if difference.verdict == "contradicted" and difference.weight < PLAIN and is_involved(sides):
        return DOUBTED
    if difference.kind in BY_STRENGTH:
        return sides.trust(SURE)
    return sides.trust(ALIKE) if difference.kind in BY_SENTENCE else 1.0


def choose(
    found: tuple[Difference, ...], score: float, absent: Difference | None
) -> Difference | None:
    """Choose the difference that decides the verdict; `absent` says that the source is about else."""
    opposed = [d for d in found if d.verdict == "contradicted" and d.weight >= CONTRADICTED]
    over = [d for d in found if d.verdict == "overclaims"]
    under = [d for d in found if d.verdict == "understates" and d.weight >= UNDERSTATED]
    bare = [d for d in found if d.verdict == "unsupported"]
    if opposed:
        return max(opposed, key=lambda d: d.weight)
    surest = max((d.weight for d in over if d.kind != "general"), default=0.0)
    nowhere = any(d.kind == "not_found" for d in bare) and surest < CONTRADICTED
    if score >= OVERCLAIM and not nowhere:
        return max(over, key=lambda d: d.weight)
    # A bare number may be a label or a year; it counts less than what is said of an effect.
    return next((d for d in bare if d.weight >= UNSUPPORTED), absent) or next(
        iter((*under, *bare)), None
    )


def combine(weights: Iterable[float]) -> float:
    """The chance that at least one of several objections holds, taken as independent."""
    return 1.0 - math.prod(1.0 - w for w in weights)
