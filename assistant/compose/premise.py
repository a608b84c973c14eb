"""What a question takes for granted, corrected where the answer's own first line doesn't bear it out."""

from __future__ import annotations

import re

from assistant.compose.parts import Question
from assistant.schema import CoverageClaim, DerivedClaim, Draft

DENIED = re.compile(r"\b(not|no|never|nothing|useless|worthless|\w+n't)\b", re.I)
"""A premise that already denies."""
OVERSTATED = re.compile(
    r"\b(cur\w+|heals?|revers\w+|prove[ns]?|proof|clinically|guarante\w+|prevents?|eliminat\w+|destroys?|melts?|always|everyone|miracle)\b",
    re.I,
)
"""A premise that says more than evidence short of strong can bear."""
NOT_SHOWN = "What the question takes for granted is not shown here."
OVERSTATES = "The question says more than these documents do."


def with_premise(draft: Draft, question: Question) -> Draft:
    """Correct what the question takes for granted, where its own first line doesn't bear it out."""
    premise = question.understanding.premise
    first = draft.lead[0] if draft.lead else None
    if not premise or not isinstance(first, DerivedClaim | CoverageClaim) or DENIED.search(premise):
        return draft
    evidence = draft.evidence
    is_tested = evidence is not None and evidence.level in {"limited", "moderate", "strong"}
    is_benefit = is_tested and evidence is not None and evidence.direction == "benefit"
    if is_benefit and (not OVERSTATED.search(premise) or draft.evidence_part):
        return draft
    remark = OVERSTATES if is_benefit else NOT_SHOWN
    corrected = first.model_copy(update={"text": f"{remark} {first.text}"})
    return draft.model_copy(update={"lead": (corrected, *draft.lead[1:])})
