"""What a source says that it did not look at, and what it does not speak of at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.verify import denying
from assistant.verify.reading import Clause, Sentence
from assistant.verify.sides import Difference, Sides, asserts, span_of

NOT_DONE = re.compile(
    r"\b(?:not|n['’]t|never) (?:been |yet )?(?:studied|assessed|investigated|examined|measured|tested|recorded|looked at|"
    r"an? (?:end[\s-]?point|outcome)|designed to|long enough to|large enough to|evaluated|counted|reported)\b"
    r"|\b(?:no|without) (?:published |controlled |human )?(?:trials?|stud(?:y|ies)|data|evidence)\b(?! of (?:a )?(?:effect|benefit|difference))"
    r"[^.;]{0,30}\b(?:of|on|in|for|looked|long enough)\b",
    re.I,
)
"""Words by which a source says that it did not look at something."""


IN_THE = re.compile(r"\b(?:in|by|within) (?:the|this|these|that|its|any of)\b", re.I)
PAGES = re.compile(r"\b(?:pages?|abstract|paper|report|text)\b", re.I)
"""What did not tell something that may have been looked at."""


def name_others(one: Clause | Sentence, other: Clause | Sentence) -> bool:
    """Whether both name substances, and none in common."""
    mine, yours = ({t.name for t in side.topics if t.is_substance} for side in (one, other))
    return bool(mine and yours and not mine & yours)


def find_unstudied(sides: Sides) -> Iterator[Difference]:
    """Find a statement on what the source says that nobody looked at."""
    claim = sides.claim
    if denying.ANY_DENIAL.search(claim.text) or any(clause.denial for clause in claim.clauses):
        return
    said = {t.stem: t for t in claim.topics if not t.is_substance}
    for sentence in sides.source:
        for clause in sentence.clauses:
            done = NOT_DONE.search(clause.text)
            if done is None or PAGES.search(clause.text):
                continue
            # "X was not tested for Y in the review" is on X and Y, not on the review.
            away = IN_THE.search(clause.text, done.end())
            end = clause.start + away.start() if away else clause.end
            told = {
                t.stem
                for other in sides.source
                for c in other.clauses
                if c is not clause and asserts(c) and not c.denial and not name_others(claim, c)
                for t in c.topics
            }
            shared = [
                said[t.stem]
                for t in clause.topics
                if t.start < end and not t.is_substance and t.stem in said and t.stem not in told
            ]
            if shared:
                where = span_of(claim)._replace(start=shared[0].start, end=shared[0].end)
                reason = "the source says that this was not looked at"
                yield Difference("unstudied", "overclaims", 0.75, reason, where, span_of(clause))
                return


def find_other_substance(sides: Sides) -> Iterator[Difference]:
    """Find a claim on a substance of which the source does not speak."""
    known = {n for s in sides.source for t in s.topics if t.is_substance for n in (t.name, t.stem)}
    stems = {t.stem for s in sides.source for t in s.topics}
    claimed = [t for t in sides.claim.topics if t.is_substance]
    if not known or not claimed or any({t.name, t.stem} & (known | stems) for t in claimed):
        return
    where = span_of(sides.claim)._replace(start=claimed[0].start, end=claimed[0].end)
    reason = "the source is about something else"
    yield Difference("other_substance", "unsupported", 0.7, reason, where, span_of(sides.best))
