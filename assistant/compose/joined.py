"""Answers to the parts of a question, joined in its order: a paragraph for each, then what each rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from assistant.compose.absence import NEARBY_HEADING, held_line
from assistant.compose.asked import Part
from assistant.compose.caveats import unique_caveats
from assistant.compose.sentences import NOT_APPLICABLE, scope
from assistant.compose.unknown import UNKNOWN
from assistant.retrieve import PEOPLE, Catalog
from assistant.schema import (
    Coverage,
    CoverageClaim,
    Design,
    Draft,
    Item,
    Section,
    StatementTopic,
)

HEADINGS: dict[Part, str] = {
    "efficacy": "Whether it works",
    "dose": "How much",
    "timing": "When to take it",
    "course": "Over time",
    "safety": "What may go wrong",
    "interaction": "With medicines",
    "mechanism": "How it might work",
    "definition": "What it is",
    "funding": "Who paid",
}
OWN_WORDS = frozenset({HEADINGS["interaction"], HEADINGS["dose"]})
"""Parts whose "not known" stays where it was asked for."""
Scope = Literal["any", "people_trials"]
HELD_HEADING = "What is here instead"
BESIDE_THE_POINT = frozenset({HELD_HEADING, NEARBY_HEADING})
"""What stands in for an answer, and is not needed beside one."""


class Search(NamedTuple):
    """What would answer a part, and the words that no document does."""

    said: str
    topics: tuple[StatementTopic, ...] = ()
    words: tuple[str, ...] = ()
    scope: Scope = "any"


AMOUNTS = (" mg", " iu", "microgram", " g a day")
SEARCHES: dict[Part, tuple[Search, ...]] = {
    "definition": (
        Search("says what {} is", topics=("definition",)),
        Search(
            "says what {} is", words=("{} is a ", "{} is an ", "{} is the ", "{}, a ", "{}, an ")
        ),
    ),
    "mechanism": (Search("says how {} works", topics=("mechanism",)),),
    "dose": (
        Search("gives an amount of {}", words=AMOUNTS),
        Search("gives the amount of {} in a trial of people", words=AMOUNTS, scope="people_trials"),
    ),
}
"""The searches that show a part to be without an answer; the first that finds nothing is told."""


class Answered(NamedTuple):
    """The answer to one part of a question."""

    heading: str
    draft: Draft


def join_parts(parts: Sequence[Answered]) -> Draft:
    """Join the answers to several parts, in their order; each of the first lines under its heading.

    The first needs none, unless another part was asked before it: its "Probably yes" would be read as
    the answer to whether something is safe. The evidence is that of the first part that has a level.
    """
    asked_first, parts = parts[0], known_first(parts)
    is_asked_first = parts[0] is asked_first
    drafts = [part.draft for part in parts]
    if len(parts) == 1:
        return drafts[0]
    lead = tuple(
        claim
        if claim.part or (i == 0 and is_asked_first)
        else claim.model_copy(update={"part": part.heading})
        for i, part in enumerate(parts)
        for claim in part.draft.lead
    )
    is_answered = any(draft.status == "answered" for draft in drafts)
    sections: dict[str, list[Item]] = {}
    shown: list[Item] = []
    for draft in drafts:
        for section in draft.sections:
            if is_answered and section.heading in BESIDE_THE_POINT:
                continue
            new = [item for item in section.items if item not in shown]
            shown += new
            if new:
                sections.setdefault(section.heading, []).extend(new)
    levelled = [p for p in parts if p.draft.evidence and p.draft.evidence.level != "not_applicable"]
    first = levelled[0] if levelled else None
    evidence = first.draft.evidence if first else NOT_APPLICABLE if is_answered else None
    of_first = first.draft.evidence_part if first and first.draft.evidence_part else ""
    is_headed = first is not parts[0] or not is_asked_first
    behind = of_first or (first.heading if first and is_headed else "")
    return Draft(
        status="answered" if is_answered else drafts[0].status,
        reason=None if is_answered else drafts[0].reason,
        evidence=evidence,
        evidence_part=behind,
        lead=lead,
        sections=tuple(Section(heading=h, items=tuple(items)) for h, items in sections.items()),
        caveats=unique_caveats(caveat for draft in drafts for caveat in draft.caveats),
    )


def begins_unknown(draft: Draft) -> bool:
    """Whether the first thing that an answer says is that nothing is held."""
    return draft.status == "no_evidence" or bool(draft.lead and draft.lead[0].kind == "coverage")


def known_first(parts: Sequence[Answered]) -> list[Answered]:
    """The parts in their order, but that a verdict does not stand behind what is not known."""
    begin = 0
    is_of_benefit = any(part.heading == HEADINGS["efficacy"] for part in parts)
    while begin < len(parts) and begins_unknown(parts[begin].draft):
        if parts[begin].heading in OWN_WORDS and not is_of_benefit:
            return list(parts)  # What else is known of harms is no answer to these.
        begin += 1
    rest = list(parts[begin:])
    has_level = any(p.draft.evidence and p.draft.evidence.level != "not_applicable" for p in rest)
    return [*rest[:1], *parts[:begin], *rest[1:]] if has_level else list(parts)


def unanswered(catalog: Catalog, substance: str, part: Part) -> Draft | None:
    """Say that no document answers a part, if a search shows that, and what is held instead."""
    near = tuple(scope(catalog, substance))
    is_held = any(catalog.standing(near)) or any(catalog.claims(near))
    for search in SEARCHES.get(part, ()) if is_held else ():
        query = Coverage(
            substances=near,
            topics=search.topics,
            words=tuple(word.format(substance) for word in search.words),
            scope=search.scope,
            expected=0,
        )
        if catalog.count(query) == 0:
            text = f"{UNKNOWN}: no document here {search.said.format(substance)}."
            return Draft(
                status="no_evidence",
                reason="outcome_absent",
                lead=(CoverageClaim(text=text, query=query),),
                sections=held_section(catalog, substance),
            )
    return None


def held_section(catalog: Catalog, substance: str) -> tuple[Section, ...]:
    """One line that names the outcomes on which people took a substance."""
    near = set(catalog.forms(substance))
    given = [
        match.facts
        for match in catalog.standing(near)
        if match.facts.kind in PEOPLE and match.facts.kind is not Design.OBSERVATIONAL
    ]
    if not given:
        return ()
    line = held_line(catalog, given, f"What is here on {substance} is about")
    return (Section(heading=HELD_HEADING, items=(Item(claims=(line,)),)),)
