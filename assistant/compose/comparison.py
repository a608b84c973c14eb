"""Two or three substances side by side, and whether any document compares them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.compose.absence import merge_drafts
from assistant.compose.caveats import unique_caveats
from assistant.compose.efficacy import DIRECT_HEADING as PEOPLE_HEADING
from assistant.compose.efficacy import answer_efficacy, answer_unit
from assistant.compose.harms import medicine_words, names_drug, unnamed_medicine
from assistant.compose.nature import answer_definition
from assistant.compose.parts import Question, capitalize, finding, join_words, study_item
from assistant.retrieve import PEOPLE, Catalog, StudyMatch
from assistant.schema import (
    Coverage,
    CoverageClaim,
    Draft,
    DraftClaim,
    Item,
    Section,
    StudyResult,
)
from assistant.weigh import result_order, weigh_study

SAME = re.compile(r"\b(same|difference|differ\w*)\b", re.I)
MAX_COMPARED = 3
MAX_GROUPS = 2
MAX_STUDIES = 2
"""Studies shown of each substance for each outcome."""
MAX_TOGETHER = 3
DIRECT_HEADING = "Compared with each other"


def answer_comparison(catalog: Catalog, question: Question) -> Draft | None:
    """Set substances side by side: what compares them directly first, then each on its own."""
    seen = question.understanding
    names = seen.substances[:MAX_COMPARED]
    if len(names) < 2:
        return answer_against_medicine(catalog, question)
    groups = list(catalog.groups(seen.outcomes))
    if not groups and SAME.search(question.text):
        return answer_both_definitions(catalog, question)
    together = studied_together(catalog, names, groups)
    if not groups:
        groups = shared_groups(catalog, names)
    sides = {name: side_of(catalog, question, name, groups) for name in names}
    sections = []
    if together:
        items = [study_item(catalog, result, "limited") for result in together]
        sections.append(Section(heading=DIRECT_HEADING, items=tuple(items)))
    lead: list[DraftClaim] = []
    if together:
        lead.append(as_sentence(catalog, sections[0].items[0]))
    else:
        lead.append(not_compared(names, groups))
    for name, side in sides.items():
        lead += side.lead[:MAX_GROUPS]
        items = [item for section in side.sections for item in section.items]
        if items:
            sections.append(Section(heading=capitalize(name), items=tuple(items)))
    drafts = list(sides.values())
    if not together and all(draft.status == "no_evidence" for draft in drafts):
        return merge_drafts(drafts)
    return Draft(
        status="answered",
        evidence=next((draft.evidence for draft in drafts if draft.evidence), None),
        lead=tuple(dict.fromkeys(lead)),
        sections=tuple(sections),
        caveats=unique_caveats(caveat for draft in drafts for caveat in draft.caveats),
    )


def answer_against_medicine(catalog: Catalog, question: Question) -> Draft | None:
    """Lead with what was found against the medicine that is named, or say that nothing was."""
    seen = question.understanding
    drugs = medicine_words(catalog, seen.medicines)
    if not drugs:
        return None
    draft = answer_efficacy(catalog, question)
    near = catalog.forms(seen.substances[0])
    against = [
        weigh_study(StudyMatch(match.facts, named), near, catalog)
        for match in catalog.standing(set(near), catalog.groups(seen.outcomes))
        if (named := tuple(o for o in match.outcomes if names_drug(o.finding, drugs)))
    ]
    if against:
        items = [study_item(catalog, r, "limited") for r in sorted(against, key=result_order)]
        section = Section(heading=DIRECT_HEADING, items=tuple(items[:MAX_TOGETHER]))
        return draft.model_copy(
            update={
                "status": "answered",
                "reason": None,
                "lead": (as_sentence(catalog, items[0]), *draft.lead),
                "sections": (section, *draft.sections),
            }
        )
    absent = unnamed_medicine(catalog, question, seen.substances[0], drugs)
    return draft.model_copy(update={"lead": (*([absent] if absent else []), *draft.lead)})


def as_sentence(catalog: Catalog, item: Item) -> DraftClaim:
    """The first finding of a bullet without its label, so that it can stand first."""
    quote = item.claims[0].quotes[-1]
    return finding(catalog, catalog.abstracts[quote.source_id], quote.text, "limited")


def studied_together(
    catalog: Catalog, names: Sequence[str], groups: Sequence[str]
) -> list[StudyResult]:
    """The studies that hold several of the substances apart from each other, best first."""
    every = {form for name in names for form in catalog.forms(name)}
    found = [
        weigh_study(match, every, catalog)
        for match in catalog.standing(every, groups)
        if sum(bool(set(match.facts.substances) & set(catalog.forms(n))) for n in names) > 1
        and match.outcomes
        and not match.facts.combination
    ]
    return sorted(found, key=result_order)[:MAX_TOGETHER]


def not_compared(names: Sequence[str], groups: Sequence[str]) -> CoverageClaim:
    """Say that no study holds both of the first two substances."""
    first, second = names[:2]
    query = Coverage(
        substances=(first, second), together=True, outcome_groups=tuple(groups), expected=0
    )
    return CoverageClaim(
        text=f"Not known: no study here compares {first} with {second}"
        f"{f' on {join_words(groups)}' if groups else ''}.",
        query=query,
    )


def shared_groups(catalog: Catalog, names: Sequence[str]) -> list[str]:
    """The outcomes for which most of the substances were studied, where the question names none."""
    studied = [human_groups(catalog, name) for name in names]
    shared = [group for group in studied[0] if all(group in other for other in studied[1:])]
    return shared[:MAX_GROUPS]


def human_groups(catalog: Catalog, name: str) -> list[str]:
    """The outcomes for which people were studied, most studied first."""
    people = [m for m in catalog.standing(set(catalog.forms(name))) if m.facts.kind in PEOPLE]
    counts = Counter(group for m in people for group in {o.group for o in m.outcomes})
    return sorted(counts, key=lambda group: (-counts[group], group))


def side_of(catalog: Catalog, question: Question, name: str, groups: Sequence[str]) -> Draft:
    """One substance's side: its verdict on each outcome and the best studies behind it."""
    wanted = groups or human_groups(catalog, name)[:1] or [""]
    units = [answer_unit(catalog, question, name, group) for group in wanted[:MAX_GROUPS]]
    short = [
        unit.model_copy(
            update={
                "sections": tuple(
                    Section(heading=section.heading, items=shortened(section))
                    for section in unit.sections[:1]
                )
            }
        )
        for unit in units
    ]
    return merge_drafts(short)


def shortened(section: Section) -> tuple[Item, ...]:
    """The first studies with two findings each; of what is indirect, one."""
    limit = MAX_STUDIES if section.heading == PEOPLE_HEADING else 1
    return tuple(Item(claims=item.claims[:2]) for item in section.items[:limit])


def answer_both_definitions(catalog: Catalog, question: Question) -> Draft | None:
    """What each of two substances is, for who asks whether they are the same."""
    seen = question.understanding
    drafts = [
        answer_definition(
            catalog,
            question._replace(understanding=seen.model_copy(update={"substances": (name,)})),
        )
        for name in seen.substances[:2]
    ]
    found = [draft for draft in drafts if draft]
    return merge_drafts(found) if found else None
