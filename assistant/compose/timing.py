"""When to take it: what documents say of meals, of the time of day and of training, or that none does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compose.dangers import ADVISES
from assistant.compose.efficacy import ARTICLES_HEADING
from assistant.compose.parts import Question, article_item, as_lead, sentence_item
from assistant.compose.schedule import answer_schedule
from assistant.compose.sentences import MAX_ITEMS, NOT_APPLICABLE, names_others, scope
from assistant.compose.unknown import UNKNOWN
from assistant.retrieve import Catalog
from assistant.schema import Abstract, Coverage, CoverageClaim, Design, Draft, Section
from assistant.understand import plain
from assistant.understand.asking import asks_schedule

WORDS: dict[str, tuple[str, ...]] = {
    "to meals": ("meal", "with food", "without food", "empty stomach", "breakfast", "after eating"),
    "to training": ("before training", "after training", "before exercise", "after exercise", "workout"),
    "to the time of day": ("in the morning", "morning dose", "before bed", "bedtime", "in the evening"),
}  # fmt: skip
"""What a time can be set against, and the words by which documents speak of it."""
ASKED = {
    "to meals": re.compile(r"\b(food|meals?|eat\w*|breakfast|dinner|lunch|stomach)\b"),
    "to training": re.compile(r"\b(train\w*|workouts?|exercis\w*|gym)\b"),
    "to the time of day": re.compile(r"\b(morning|evening|night|bed(time)?|time of (the )?day)\b"),
}
GIVEN = re.compile(r"\b(took|take|takes|taken|taking|dos(e|es)|given|g of|mg)\b", re.I)
"""A sentence that says how something was taken."""


def answer_timing(catalog: Catalog, question: Question) -> Draft | None:
    """Show the sentences that say when it was taken; where there is none, say so."""
    substance = question.understanding.substances[0]
    text = plain(question.text)
    kinds = [kind for kind, pattern in ASKED.items() if pattern.search(text)]
    if not kinds and asks_schedule(text):
        return answer_schedule(catalog, question)
    words = tuple(word for kind in kinds or WORDS for word in WORDS[kind])
    near = tuple(scope(catalog, substance))
    of_trials = said_when(catalog, near, words)
    found = of_trials or mentioned_when(catalog, near, words)
    if not found:
        return not_said(catalog, substance, near, words, kinds[0] if len(kinds) == 1 else "")
    items = tuple(sentence_item(catalog, facts, said) for facts, said in found[:MAX_ITEMS])
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE,
        lead=tuple(as_lead(catalog, item.claims[0]) for item in items[: 1 if of_trials else 2]),
        sections=(Section(heading="When it was taken", items=items[:3]),),
    )


def said_when(
    catalog: Catalog, near: Sequence[str], words: Sequence[str]
) -> list[tuple[Abstract, str]]:
    """The sentences of standing studies that say at what time something was taken, one a document."""
    found = []
    for facts in catalog.abstracts.values():
        if facts.is_retracted or facts.species != "human" or not set(facts.substances) & set(near):
            continue
        said = [
            sentence
            for sentence in facts.sentences()
            if any(word in sentence.lower() for word in words)
            and GIVEN.search(sentence)
            and not names_others(catalog, facts, sentence, near)
        ]
        found += [(facts, sentence) for sentence in said[:1]]
    return found


def mentioned_when(
    catalog: Catalog, near: Sequence[str], words: Sequence[str]
) -> list[tuple[Abstract, str]]:
    """Any other sentences that speak of it, those that advise first: what is said is never denied."""
    found = [
        (facts, sentence)
        for facts, _ in catalog.standing(near)
        if facts.kind not in {Design.ANIMAL, Design.IN_VITRO}
        for sentence in facts.sentences()
        if any(word in sentence.lower() for word in words)
        and not names_others(catalog, facts, sentence, near)
    ]
    return sorted(found, key=lambda pair: not ADVISES.search(pair[1]))


def not_said(
    catalog: Catalog, substance: str, near: tuple[str, ...], words: Sequence[str], relation: str
) -> Draft | None:
    """Say that no document says when to take it, by the words for which nothing is found."""
    how = f" in relation {relation}" if relation else ""
    of_all = Coverage(substances=near, words=tuple(words), expected=0)
    of_trials = of_all.model_copy(update={"scope": "people_trials"})
    query, who = (of_trials, "trial") if catalog.count(of_all) else (of_all, "document")
    if catalog.count(query):
        return None
    text = f"{UNKNOWN}: no {who} here says when to take {substance}{how}."
    claim = CoverageClaim(text=text, query=query)
    told = [
        article_item(catalog, article, said, set(), lambda facts: None)
        for article, said in catalog.claims(set(near))
        if any(word in said.text.lower() for word in words)
    ]
    if not told:
        return Draft(status="no_evidence", reason="outcome_absent", lead=(claim,))
    section = Section(heading=ARTICLES_HEADING, items=tuple(told[:2]))
    return Draft(status="answered", evidence=NOT_APPLICABLE, lead=(claim,), sections=(section,))
