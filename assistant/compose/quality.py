"""How good the studies are: what reviews say of the trials that they read, and studies of themselves."""

from __future__ import annotations

import re

from assistant.compose.parts import Question, as_lead, sentence_item
from assistant.compose.sentences import names_others
from assistant.retrieve import PEOPLE, Catalog
from assistant.schema import Abstract, CaveatKind, Draft, Section
from assistant.weigh import SYNTHESES

HEADING = "How good the studies are, by their own words"
MAX_SHOWN = 5
MAX_OF_ONE = 2
RATED = re.compile(
    r"\b(quality|certainty|risk of bias|publication bias|methodolog\w*|blind\w* was|inflated|yet to be proven)\b",
    re.I,
)
"""A rating of the trials."""
NOT_OF_TRIALS = re.compile(
    r"\b(sleep|life|hair|self-rated|self-reported|sleeping)[- ]quality|quality of (life|sleep)",
    re.I,
)
WEAK = frozenset(
    {
        CaveatKind.SMALL_SAMPLE,
        CaveatKind.FEW_STUDIES,
        CaveatKind.SHORT_DURATION,
        CaveatKind.SUBJECTIVE_ONLY,
        CaveatKind.ASSOCIATION_ONLY,
        CaveatKind.CONFLICTING_SOURCES,
    }
)
"""Limits that speak of how good the trials are."""


def with_quality(catalog: Catalog, draft: Draft, question: Question) -> Draft:
    """Put what is said of the quality of the studies before what they found."""
    found = ratings(catalog, question)
    if not found or draft.status != "answered":
        return draft
    items = tuple(sentence_item(catalog, facts, said) for facts, said in found)
    section = Section(heading=HEADING, items=items)
    return draft.model_copy(
        update={
            "lead": (as_lead(catalog, items[0].claims[0]), *draft.lead),
            "sections": (section, *draft.sections),
        }
    )


def ratings(catalog: Catalog, question: Question) -> list[tuple[Abstract, str]]:
    """Sentences that rate studies: of reviews before others, ratings before weaknesses."""
    seen = question.understanding
    near = {form for name in seen.substances for form in catalog.forms(name)}
    groups = set(catalog.groups(seen.outcomes))
    matches = [m.facts for m in catalog.standing(near, groups)] or [
        m.facts for m in catalog.standing(near)
    ]
    found = []
    for facts in matches:
        if facts.kind not in PEOPLE or facts.species != "human":
            continue
        said = [s for s in facts.sentences() if not names_others(catalog, facts, s, near)]
        rated = [s for s in said if RATED.search(NOT_OF_TRIALS.sub("", s))]
        weak = [limit.text for limit in facts.limits if limit.caveat in WEAK]
        results = {outcome.finding for outcome in facts.outcomes}
        ranked = sorted((s in results, s) for s in rated)
        ranked += [(True, s) for s in weak if s not in rated]
        found += [(rank, facts, s) for rank, s in ranked[:MAX_OF_ONE]]
    found.sort(key=lambda told: (told[1].kind not in SYNTHESES, told[0]))
    return [(facts, sentence) for _, facts, sentence in found[:MAX_SHOWN]]
