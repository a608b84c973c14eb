"""Two or three substances side by side, and whether any document compares them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.compose.absence import first_level, merge_drafts
from assistant.compose.caveats import unique_caveats
from assistant.compose.efficacy import answer_efficacy, answer_unit, best_of
from assistant.compose.harms import medicine_words
from assistant.compose.nature import answer_definition
from assistant.compose.parts import Question, capitalize, finding, join_words, study_item
from assistant.retrieve import PEOPLE, Catalog, StudyMatch, is_against
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
    drafts = sorted(sides.values(), key=lambda draft: draft.status == "no_evidence")
    lead += [claim for draft in drafts for claim in draft.lead[:MAX_GROUPS]]
    if not together:
        lead += not_compared(catalog, names, groups)
    for name, side in sides.items():
        items = [item for section in side.sections for item in section.items]
        if items and side.status == "answered":
            sections.append(Section(heading=capitalize(name), items=tuple(items)))
    if not together and all(draft.status == "no_evidence" for draft in drafts):
        return merge_drafts(drafts)
    return Draft(
        status="answered",
        evidence=first_level([draft.evidence for draft in drafts if draft.evidence]),
        lead=tuple(dict.fromkeys(lead)),
        sections=tuple(sections),
        caveats=unique_caveats(caveat for draft in drafts for caveat in draft.caveats),
    )


def answer_against_medicine(catalog: Catalog, question: Question) -> Draft | None:
    """Lead with what was found against the medicine that is named, or say that nothing was."""
    seen = question.understanding
    substance = seen.substances[0]
    drugs = medicine_words(catalog, seen.medicines)
    if not drugs:
        return None
    near = catalog.forms(substance)
    groups = catalog.groups(seen.outcomes)
    against = found_against(catalog, substance, groups, drugs)
    draft = answer_efficacy(catalog, question)
    if not against and draft.status == "no_evidence":
        against = found_against(catalog, substance, (), drugs)
        if against:
            draft = answer_unit(catalog, question, substance, against[0].outcomes[0].group)
    if not against:
        named = join_words(seen.medicines_as_typed, "or")
        absent = CoverageClaim(
            text=f"Not known: no study here compares {substance} with {named}.",
            query=Coverage(substances=near, words=drugs, scope="compared", expected=0),
        )
        return draft.model_copy(update={"lead": (*draft.lead, absent)})
    items = [study_item(catalog, result, "limited") for result in against[:MAX_TOGETHER]]
    section = Section(heading=DIRECT_HEADING, items=tuple(items))
    return draft.model_copy(
        update={
            "lead": (as_sentence(catalog, items[0]), *draft.lead),
            "sections": (section, *draft.sections),
        }
    )


def found_against(
    catalog: Catalog, substance: str, groups: Sequence[str], drugs: Sequence[str]
) -> list[StudyResult]:
    """The studies with findings that name one of the medicines, best first."""
    near = catalog.forms(substance)
    found = [
        weigh_study(StudyMatch(match.facts, named), near, catalog)
        for match in catalog.standing(set(near), groups)
        if (named := tuple(o for o in match.outcomes if is_against(o, drugs)))
    ]
    return sorted(found, key=result_order)


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
        and (not match.facts.combination or any(catalog.substances[n].is_mixture for n in names))
    ]
    return sorted(found, key=result_order)[:MAX_TOGETHER]


def not_compared(
    catalog: Catalog, names: Sequence[str], groups: Sequence[str]
) -> list[CoverageClaim]:
    """Say that no study holds both of the first two substances, if that is so."""
    first, second = names[:2]
    query = Coverage(
        substances=(first, second), together=True, outcome_groups=tuple(groups), expected=0
    )
    on = f" on {join_words(groups)}" if groups else ""
    text = f"Not known: no study here compares {first} with {second}{on}."
    return [] if catalog.count(query) else [CoverageClaim(text=text, query=query)]


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
    return merge_drafts([best_of(unit) for unit in units])


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
