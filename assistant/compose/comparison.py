"""Two or three substances side by side, and whether any document compares them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from assistant.compose.absence import (
    absent_substances,
    first_level,
    headed,
    merge_drafts,
    unheaded_first,
    without_first,
)
from assistant.compose.caveats import unique_caveats
from assistant.compose.efficacy import answer_efficacy, answer_unit, best_of
from assistant.compose.joined import unanswered
from assistant.compose.medicines import asked_medicines, words_of
from assistant.compose.nature import answer_definition
from assistant.compose.parts import (
    ATTRIBUTED_DESIGNS,
    Question,
    as_lead,
    capitalize,
    join_words,
    study_item,
)
from assistant.compose.sentences import NOT_APPLICABLE, mentions
from assistant.retrieve import PEOPLE, Catalog, StudyMatch, is_against
from assistant.schema import (
    Coverage,
    CoverageClaim,
    Draft,
    DraftClaim,
    Item,
    Outcome,
    Quote,
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
    is_compared = any(r.facts.kind not in ATTRIBUTED_DESIGNS for r in together)
    missing = [] if is_compared else not_compared(catalog, names, groups)
    if not together and not missing:  # Set against each other, on something else.
        together = studied_together(catalog, names, ())
    sides = {
        name: headed(side_of(catalog, question, name, groups), capitalize(name)) for name in names
    }
    sections = []
    if together:
        items = [study_item(catalog, result, "limited") for result in together]
        sections.append(Section(heading=DIRECT_HEADING, items=tuple(items)))
    compared = {q for s in sections for i in s.items for c in i.claims for q in c.quotes}
    lead: list[DraftClaim] = []
    if together:
        lead.append(as_lead(catalog, sections[0].items[0].claims[0]))
    drafts = sorted(sides.values(), key=lambda draft: draft.status == "no_evidence")
    sided = [claim for draft in drafts for claim in draft.lead[:MAX_GROUPS]]
    is_one_sided = any(draft.status == "no_evidence" for draft in drafts)
    unheld = [c for d in drafts if d.reason == "substance_absent" for c in d.lead[:1]]
    if unheld:  # What is known of the other one would be read as the answer.
        unheld = [claim.model_copy(update={"part": ""}) for claim in unheld]
        sided = [c for d in drafts if d.reason != "substance_absent" for c in d.lead[:MAX_GROUPS]]
        lead += [*unheld, *missing, *sided]
    else:
        lead += [*sided, *missing] if is_one_sided else [*missing, *sided]
    for name, side in sides.items():
        items = [i for section in side.sections for i in section.items if not in_all(i, compared)]
        if items and side.status == "answered":
            sections.append(Section(heading=f"More on {name}", items=tuple(items)))
    if not together and all(draft.status == "no_evidence" for draft in drafts):
        told = [answer_both_definitions(catalog, question)] if SAME.search(question.text) else []
        return merge_drafts([*told, *drafts])
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE
        if unheld
        else first_level([draft.evidence for draft in drafts if draft.evidence]),
        evidence_part=without_first(
            lead, next((d.evidence_part for d in drafts if d.evidence), "")
        ),
        lead=unheaded_first(tuple(dict.fromkeys(lead))),
        sections=tuple(sections),
        caveats=unique_caveats(caveat for draft in drafts for caveat in draft.caveats),
    )


def answer_against_medicine(catalog: Catalog, question: Question) -> Draft | None:
    """Lead with what was found against the medicine that is named, or say that nothing was."""
    seen = question.understanding
    substance = seen.substances[0]
    drugs = words_of(asked_medicines(catalog, seen))
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
            "lead": (as_lead(catalog, items[0].claims[0]), *draft.lead),
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


def studied_together(
    catalog: Catalog, names: Sequence[str], groups: Sequence[str]
) -> list[StudyResult]:
    """The studies that hold several of the substances apart from each other, best first."""
    every = {form for name in names for form in catalog.forms(name)}
    own = {name: set(catalog.forms(name)) - (set(names) - {name}) for name in names}
    found = [
        weigh_study(match._replace(outcomes=outcomes), every, catalog)
        for match in catalog.standing(every, groups)
        if sum(bool(set(match.facts.substances) & own[n]) for n in names) > 1
        and (outcomes := between(catalog, match, names))
        and (not match.facts.combination or any(catalog.substances[n].is_mixture for n in names))
    ]
    return sorted(found, key=result_order)[:MAX_TOGETHER]


def in_all(item: Item, quotes: Collection[Quote]) -> bool:
    """Whether everything that a bullet quotes stands among some quotes."""
    return all(quote in quotes for claim in item.claims for quote in claim.quotes)


def between(catalog: Catalog, match: StudyMatch, names: Sequence[str]) -> tuple[Outcome, ...]:
    """The results of a study that set substances against each other, and not against placebo alone."""
    return tuple(
        o
        for o in match.outcomes
        if o.comparison in {"active", "mixed", "other_dose"}
        or sum(mentions(catalog, name, o.finding) for name in names) > 1
    )


def not_compared(
    catalog: Catalog, names: Sequence[str], groups: Sequence[str]
) -> list[CoverageClaim]:
    """Say that no study holds both of the first two substances, if that is so."""
    first, second = names[:2]
    query = Coverage(
        substances=(first, second),
        together=True,
        outcome_groups=tuple(groups),
        scope="people",
        expected=0,
    )
    on = f" on {join_words(groups)}" if groups else ""
    text = f"Not known: no study here compares {first} with {second}{on}."
    if catalog.count(query):  # Some studies name both, and none may set one against the other.
        of_second = (second,)
        query = Coverage(
            substances=catalog.forms(first),
            outcome_groups=tuple(groups),
            words=of_second,
            scope="compared",
            expected=0,
        )
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


def answer_both_definitions(catalog: Catalog, question: Question) -> Draft:
    """What each of two substances is, for who asks whether they are the same."""
    told = []
    for name in question.understanding.substances[:2]:
        alone = question.understanding.model_copy(update={"substances": (name,)})
        defined = answer_definition(catalog, question._replace(understanding=alone))
        undefined = unanswered(catalog, name, "definition")
        draft = defined or undefined or absent_substances(catalog, question, [name], ())
        told.append(headed(draft, capitalize(name)))
    return merge_drafts(told)
