"""Which of two studies to believe: both results, then what the documents say of why they differ."""

from __future__ import annotations

import re

from assistant.compose.closest import Close, Fit, most_different
from assistant.compose.parts import Question, as_lead, sentence_item
from assistant.compose.told import Told, read_sentences
from assistant.retrieve import Catalog
from assistant.schema import Draft

STUDY = r"(?:stud(?:y|ies)|trials?|papers?|reviews?|meta-?analys[ei]s|research|experts?|doctors?|articles?|sites?)"
ASKS_WHOM = re.compile(
    rf"\bwh(?:ich|at|o|om) (?:\w+ ){{0,3}}(?:should|do|can|shall|am) i (?:\w+ ){{0,2}}(?:believe|trust|listen)|"
    rf"\bone {STUDY}\b.{{3,120}}\b(?:another|other|second|next)\b|"
    rf"\bsome {STUDY}\b.{{3,120}}\b(?:others?|some)\b|"
    rf"\b{STUDY} (?:\w+ ){{0,2}}(?:disagree|contradict|conflict|clash)\w*|\b(?:conflicting|contradict\w+|opposite) (?:\w+ ){{0,2}}(?:{STUDY}|results|findings)",
    re.I,
)
"""Asks which of two results to believe."""
SETTLES = re.compile(r"\b(?:not confirmed|confirm\w*|larger|outweigh\w*|more reliable)\b", re.I)
"""Says which of two results carries more."""
EXPLAINS = re.compile(
    r"\b(?:explain\w*|differ(?:s|ed|ence|ences)?|contradict\w*|disagree\w*|conflict\w*|opinions?|chance|secondary|other (?:trials|reviews|analyses|studies))\b",
    re.I,
)
"""Says why two results differ."""
MAX_RESULTS, MAX_REASONS = 3, 2
FROM = 0.5
"""The fit from which a sentence is on this very difference."""


def both_and_why(catalog: Catalog, draft: Draft, question: Question, fit: Fit) -> Told:
    """The results of the first lines, each of its study, and behind them why they differ."""
    if not ASKS_WHOM.search(question.text) or len(question.understanding.substances) != 1:
        return Told()
    first = draft.lead[0].part if draft.lead else ""
    results = [c.model_copy(update={"part": first}) for c in draft.lead if c.kind == "finding"]
    reasons = why_they_differ(catalog, question, fit)
    told = (as_lead(catalog, sentence_item(catalog, c.facts, c.text).claims[0]) for c in reasons)
    told = (claim.model_copy(update={"part": first}) for claim in told)
    return Told((*results[:MAX_RESULTS], *told)) if results and reasons else Told()


def why_they_differ(catalog: Catalog, question: Question, fit: Fit) -> list[Close]:
    """The remarks that fit best of those that say which result carries more, or why they differ."""
    remarks = ("limits", "statements")
    groups = set(catalog.groups(question.understanding.outcomes))
    said = [
        each
        for each in read_sentences(catalog, question, fit)
        if each.score >= FROM
        and (not groups or groups & {outcome.group for outcome in each.facts.outcomes})
        and any(each.text == told.text for field in remarks for told in getattr(each.facts, field))
        and (SETTLES.search(each.text) or EXPLAINS.search(each.text))
    ]
    said.sort(key=lambda each: (not SETTLES.search(each.text), -each.score))
    return most_different(said, MAX_REASONS)
