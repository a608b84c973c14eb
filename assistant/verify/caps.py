"""How strong a claim may be by the designs that it cites (R15, R17), counted apart from `weigh`.

`compose` states a strength and keeps it under a cap of its own; here the cap is looked up again from the
cited documents, so that a slip there, or a chat model's sentence, can't pass. Scale: 0 none, 1 association,
2 possible cause, 3 stated cause.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.schema import Design, DraftClaim, Level
from assistant.verify.faults import Fault
from assistant.verify.strength import claim_strengths

CAPS = {
    Design.ARTICLE: 0, Design.NARRATIVE_REVIEW: 0, Design.FACT_SHEET: 0, Design.GUIDELINE: 0,
    Design.CASE_REPORT: 1, Design.OBSERVATIONAL: 1, Design.NONRANDOMIZED_TRIAL: 1, Design.SYSTEMATIC_REVIEW: 2,
}  # fmt: skip
"""R15; designs that are not named carry 3, a meta-analysis by the level of the evidence."""
POOLED_CAP = 2
STATED = 3
LEVELS_FOR_STATED = frozenset({"moderate", "strong"})


def cap_of(design: Design, level: Level | None) -> int:
    """R15: the strongest statement that one design carries; without a level, the highest that it can."""
    if design is Design.META_ANALYSIS and level is not None and level not in LEVELS_FOR_STATED:
        return POOLED_CAP
    return CAPS.get(design, STATED)


def cap_by(designs: Iterable[Design], level: Level | None) -> int:
    """R17: what the weakest of some designs carries; nothing cited carries nothing."""
    return min((cap_of(design, level) for design in designs), default=0)


def strength_fault(
    claim: DraftClaim, designs: Iterable[Design], level: Level | None
) -> Fault | None:
    """Find a claim that says to be stronger than its weakest cited design allows (R17)."""
    cap = cap_by(designs, level)
    if claim.strength > cap:
        return Fault("R15", f"strength {claim.strength}, at most {cap} by what is cited")
    return None


def spoken_fault(text: str, quote: str, designs: Iterable[Design]) -> Fault | None:
    """Find a rewording that speaks more strongly than both its quote and the weakest cited design.

    A quote under a label is its source's own sentence and has been let through before.
    """
    if text == quote:
        return None
    said, known = claim_strengths([text, quote])
    cap = cap_by(designs, None)
    if said > max(known, cap):
        return Fault("R17", f"speaks of {said} where its source speaks of {known}")
    return None
