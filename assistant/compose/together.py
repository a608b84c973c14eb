"""Several things taken together: whether the mix was studied, what names both, and the harms of each."""

from __future__ import annotations

import re

from assistant.compose.absence import first_level, headed, is_held, merge_drafts, nothing_about
from assistant.compose.harms import answer_safety
from assistant.compose.parts import Question, capitalize, join_words, sentence_item
from assistant.compose.people import special_people
from assistant.compose.sentences import mentions
from assistant.compose.unknown import UNKNOWN
from assistant.retrieve import Catalog
from assistant.schema import Abstract, Coverage, CoverageClaim, Design, Draft, DraftClaim, Section

MAX_TOGETHER = 5
MAX_NAMING = 2
JOINED = re.compile(
    r"\b(together|at once|(?:at the )?same time|combin\w*|stack\w*|mix\w*|along\w*|with|plus|and|on top)\b|\+",
    re.I,
)
"""Asks of things that are taken together; a pill may also be named with what is in it."""
NAMING_HEADING = "Where both are named"


def answer_together(catalog: Catalog, question: Question) -> Draft:
    """Say that no trial tested the mix, if a search shows that, name what is absent, and tell of each."""
    names = question.understanding.substances[:MAX_TOGETHER]
    people = special_people(question)
    held = [name for name in names if is_held(catalog, name)]
    absent = [name for name in names if name not in held]
    lead: list[DraftClaim] = []
    query = Coverage(substances=names, together=True, scope="people_trials", expected=0)
    if catalog.count(query) == 0 and not people and JOINED.search(question.text):
        text = f"{UNKNOWN}: no trial here is of {join_words(names)} taken together."
        lead.append(CoverageClaim(text=text, query=query))
    lead += [nothing_about(catalog, absent)] if absent else []
    drafts = [
        headed(draft, capitalize(name))
        for name in held
        if (draft := of_one(catalog, question, name))
    ]
    if not drafts:
        return Draft(status="no_evidence", reason="substance_absent", lead=tuple(lead))
    merged = merge_drafts(drafts)
    both = naming_several(catalog, held)
    items = tuple(sentence_item(catalog, *said) for said in both)
    section = (Section(heading=NAMING_HEADING, items=items),) if items else ()
    return merged.model_copy(
        update={
            "lead": (*lead, *(claim for draft in drafts for claim in draft.lead)),
            "sections": (*section, *merged.sections),
            "evidence": first_level([d.evidence for d in drafts if d.evidence]),
            "evidence_part": first_part(drafts),
        }
    )


def first_part(drafts: list[Draft]) -> str:
    """The heading of the first answer that has a level."""
    levelled = [d for d in drafts if d.evidence and d.evidence.level != "not_applicable"]
    return levelled[0].evidence_part if levelled else ""


def of_one(catalog: Catalog, question: Question, name: str) -> Draft | None:
    """What may go wrong with one of them."""
    alone = question.understanding.model_copy(update={"substances": (name,)})
    return answer_safety(catalog, question._replace(understanding=alone))


def naming_several(catalog: Catalog, names: list[str]) -> list[tuple[Abstract, str]]:
    """The sentences of documents on people and of official bodies that name two of some substances."""
    found = []
    for facts in catalog.abstracts.values():
        if facts.is_retracted or facts.kind in {Design.ANIMAL, Design.IN_VITRO}:
            continue
        own = {form for name in names for form in catalog.forms(name)}
        if not set(facts.substances) & own:
            continue
        said = (*(s.text for s in facts.statements), *(limit.text for limit in facts.limits))
        found += [
            (facts, text)
            for text in said
            if sum(any(mentions(catalog, f, text) for f in catalog.forms(n)) for n in names) > 1
        ]
    return found[:MAX_NAMING]
