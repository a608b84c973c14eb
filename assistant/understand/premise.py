"""What a question takes for granted: "since biotin is proven for hair, ...", "... , doesn't it?".

A premise is found by the frame that asserts it, and only where it speaks of a substance; what somebody
else is said to claim ("the shop says ...") is reported and not taken for granted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.understand.phrases import Match

ASKS = r"(?:how|what|which|why|when|who|where|do|does|did|is|are|was|were|can|could|should|will|would|shall|may|might|has|have)\b"
STRONG = (
    r"(?:cures?|heals?|revers\w+|prevents?|extends?|regrows?|destroys?|melts?|eliminates?|kills?|beats?|detox\w+|doubles?|restores?|repairs?|"
    r"rejuvenates?|make (?:\w+ ){1,3}(?:\w+ ){0,2}(?:younger|smarter|thinner|stronger|taller|better)|makes? you)"
)
"""Verbs that say more than a mechanism needs: who asks why something "cures" takes for granted that it does."""
FRAMES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?:^|[.!?] )(?:(?:so|and|but) )?(?:since|now that|given(?: that)?|seeing (?:as|that)|because|considering(?: that)?|knowing that|as)\s+(?P<premise>[^.!?]+?)\s*[,;]\s*(?=(?:so |then )?{ASKS})",
        r"(?:^|[.!?] )if\s+(?P<premise>[^.!?,]+?)\s*,\s*(?:then )?why\b",
        rf"\b(?:every(?:body|one) knows|as we all know|it(?:'s| is) (?:well |widely )?known|we all know|it(?:'s| has been| is) (?:proven|established)|obviously|clearly)(?: that)?,?\s+(?P<premise>[^.!?,]+?)(?=\s*(?:[.!?,]|$|\s(?:so|but|and|then)\s+{ASKS}))",
        rf"(?:^|[.!?] )why (?:does|do|did)\s+(?P<premise>[^.!?]*\b{STRONG}[^.!?]*)",
        rf"(?:^|[.!?] )how (?:does|do|did|quickly does|fast does)\s+(?P<premise>[^.!?]*\b{STRONG}[^.!?]*)",
        r"(?:^|[.!?] )(?P<premise>[^.!?]+?),\s+(?:right|correct|true|yes|(?:do|does|is|are|has|have|did|was|can|will)(?:n't|nt| not) (?:it|they|that|he|she))\s*\?",
        r"(?:^|[.!?] )(?P<premise>(?:the|that|this|a|one)\s+(?:\S+ ){0,3}(?:stud(?:y|ies)|trials?|research|scientists?|researchers?)\s+(?:has |have )?(?:show|prov|found|confirm|demonstrat)\w*\s+[^.!?]+)[.!]",
        rf"(?:^|[.!?] )(?P<premise>(?!{ASKS})[^.!?,]+?\b(?:is|are|has|have|cures?|prevents?|protects?|works?|causes?|contains?|lowers?|raises?|boosts?)\b[^.!?,]*?)\s*(?:,| -+| –| —)\s*so\s+(?={ASKS})",
    )
)
"""Frames that assert; the first that fits gives the premise."""
REPORTED = re.compile(
    r"\b(says?|said|claims?|claimed|told|read|heard|writes?|wrote|according to|advert\w*|think|wonder|believe|maybe|perhaps|might|may|"
    r"i(?:'m|'ve)?|my|me|we)\b",
    re.I,
)
"""What is told as another's words, as a doubt or of oneself is not taken for granted."""


def find_premise(text: str, substances: Sequence[Match]) -> str | None:
    """The words by which a question takes something about a substance for granted.

    >>> find_premise("Zinc cures colds, right?", [Match("zinc", 0, 4, True)])
    'Zinc cures colds'
    """
    text = text.replace("’", "'")
    for frame in FRAMES:
        for found in frame.finditer(text):
            start, end = found.span("premise")
            about = any(start <= m.start < end for m in substances)
            if about and not REPORTED.search(found.group("premise")):
                return found.group("premise").strip(" ,;")
    return None
