"""What the documents do not hold: why, and what they hold nearby."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from assistant.compose.caveats import unique_caveats
from assistant.compose.dangers import from_harms
from assistant.compose.mentioned import only_mentioned
from assistant.compose.parts import (
    HARM_GROUPS,
    Question,
    finding,
    join_words,
    quote_sentence,
    study_label,
)
from assistant.compose.unknown import UNKNOWN, population_words
from assistant.index import tokenize
from assistant.retrieve import PEOPLE, Catalog
from assistant.schema import (
    Abstract,
    Coverage,
    CoverageClaim,
    DerivedClaim,
    Design,
    Draft,
    DraftCaveat,
    DraftClaim,
    Evidence,
    Intent,
    Item,
    Operands,
    Population,
    Reason,
    Section,
)
from assistant.weigh import weigh_body

MAX_NEARBY = 2
MAX_HELD = 5
VAGUE_GROUPS = frozenset(
    {"synapses", "elemental content", "magnesium status", "certainty", "regulation"}
)
"""Groups that stand for how a question asks ("how does it work") more than for what is hoped for."""
OF_AIMS: frozenset[Intent] = frozenset({"efficacy", "safety", "comparison"})
"""Intents that ask what a substance does."""
NEARBY_HEADING = "Nearby, but not an answer"


def absent(
    catalog: Catalog,
    question: Question,
    substance: str,
    groups: tuple[str, ...],
    label: str = "",
    populations: Sequence[Population] = (),
) -> Draft:
    """Say that the documents hold nothing on this, why, and what they hold nearby."""
    near_names = names_near(catalog, substance)
    own = list(catalog.standing(near_names))
    others = set(catalog.relatives(substance)) - near_names
    elsewhere = list(catalog.standing(others, set(groups))) if others and groups else []
    reason: Reason
    if populations:
        reason = "other_population"
        nearby = [m.facts for m in catalog.standing(near_names, set(groups))]
    elif elsewhere:
        reason = "other_form"
        nearby = [m.facts for m in elsewhere]
    elif is_held(catalog, substance):
        reason = "outcome_absent"
        nearby = [m.facts for m in own]
    else:
        return absent_substances(catalog, question, [substance], groups)
    lead = nothing_of(substance, near_names, groups, label, populations)
    if catalog.count(lead.query):
        # A relative is held, and it is not what was asked about; or a page names it all the same.
        lead = nothing_about(catalog, [substance], groups, label)
    beside: tuple[Section, ...] = ()
    if reason == "outcome_absent" and groups and not catalog.count(lead.query):
        told = only_mentioned(catalog, substance, lead.query, label)
        lead, beside = (told[0], (told[1],)) if told else (lead, ())
    itself = any(catalog.studies(set(catalog.forms(substance))))
    of = substance if itself else "related substances"
    held = "" if reason == "other_form" else f"What is here on {of} is about"
    return Draft(
        status="no_evidence",
        reason=reason,
        lead=(lead,),
        caveats=known_harms(catalog, substance, groups) if populations else (),
        sections=(*beside, *nearby_section(catalog, question, nearby, held)),
    )


def known_harms(catalog: Catalog, substance: str, groups: Sequence[str]) -> tuple[DraftCaveat, ...]:
    """What harm was found in others, for people in whom nothing was tested."""
    body = weigh_body(substance, groups[0] if groups else "", catalog)
    return unique_caveats(from_harms(catalog, body))


def absent_aim(catalog: Catalog, question: Question) -> Draft | None:
    """Say that no document has the named substances with what is asked of them and has no name here.

    None where something else is asked as well, where a document uses the words, or where no document
    is about the substances.
    """
    seen = question.understanding
    held = [name for name in seen.substances if is_held(catalog, name)]
    if not seen.unknown_outcomes or not held or not set(seen.intents) <= OF_AIMS:
        return None
    forms = {form for name in held for form in catalog.forms(name)}
    query = Coverage(substances=tuple(sorted(forms)), words=seen.unknown_outcomes, expected=0)
    if catalog.count(query):
        return None
    aims, names = join_words(seen.unknown_outcomes, "or"), join_words(held, "or")
    text = f"Not known: no document here addresses {names} on {aims}."
    nearby = [m.facts for name in held for m in catalog.standing(names_near(catalog, name))]
    return Draft(
        status="no_evidence",
        reason="outcome_absent",
        lead=(CoverageClaim(text=text, query=query),),
        sections=nearby_section(catalog, question, nearby, f"What is here on {names} is about"),
    )


def absent_substances(
    catalog: Catalog, question: Question, substances: Sequence[str], groups: Collection[str]
) -> Draft:
    """Say that no document is about some substances, and show what was tested on the outcomes."""
    helpful = set(groups) - HARM_GROUPS - VAGUE_GROUPS
    others = [m.facts for m in catalog.standing(catalog.tested, helpful) if m.facts.kind in PEOPLE]
    item = tested_line(catalog, others, join_words(sorted(helpful))) if helpful and others else None
    return Draft(
        status="no_evidence",
        reason="substance_absent",
        lead=(nothing_about(catalog, substances, groups, join_words(sorted(helpful))),),
        sections=(Section(heading=NEARBY_HEADING, items=(item,)),) if item else (),
    )


def nothing_about(
    catalog: Catalog, substances: Sequence[str], groups: Collection[str] = (), label: str = ""
) -> CoverageClaim:
    """Say that no document is about some substances, in any form; or no study, where a page names them."""
    forms = {form for name in substances for form in catalog.forms(name)}
    query = Coverage(substances=tuple(sorted(forms)), expected=0)
    text = f"{UNKNOWN}: no document here is about {join_words(substances, 'or')}."
    if catalog.naming(query) and (studied := no_study(catalog, substances, groups, label)):
        return studied[0]
    return CoverageClaim(text=text, query=query)


def no_study(
    catalog: Catalog,
    names: Sequence[str],
    groups: Collection[str],
    label: str,
    populations: Sequence[Population] = (),
) -> tuple[CoverageClaim, ...]:
    """The search that finds no study in people; nothing where it does find one.

    Args:
        catalog: the facts of the documents.
        names: what was asked about, as the vocabulary or the question has it, if anything; any of it counts.
        groups: the outcomes that were asked about, if any.
        label: how these are named.
        populations: the people at special risk who were asked about, if any.
    """
    if not (names or groups or populations):
        return ()
    known = [name for name in names if name in catalog.substances]
    query = Coverage(
        substances=tuple(form for name in known for form in catalog.forms(name)),
        words=tuple(name for name in names if name not in catalog.substances),
        outcome_groups=tuple(groups),
        populations=tuple(populations),
        scope="people_direct",
        expected=0,
    )
    if catalog.count(query):
        return ()
    whom = population_words(populations) if populations else "people"
    what = " and ".join(part for part in (join_words(names, "or"), label if groups else "") if part)
    of = f" of {what}" if what else ""
    text = f"{UNKNOWN}: no document here is known to be a study{of} in {whom}."
    return (CoverageClaim(text=text, query=query),)


def names_near(catalog: Catalog, substance: str) -> set[str]:
    """A substance, its forms and its declared relatives."""
    item = catalog.substances.get(substance)
    return {*catalog.forms(substance), *(item.relatives if item else ())}


def is_held(catalog: Catalog, substance: str) -> bool:
    """Whether any document is about a substance, its forms or a declared relative."""
    own = any(catalog.studies(names_near(catalog, substance)))
    return own or any(catalog.claims(set(catalog.forms(substance))))


def nothing_of(
    substance: str,
    near: Collection[str],
    groups: tuple[str, ...],
    label: str,
    populations: Sequence[Population],
) -> CoverageClaim:
    """Say that no document has a substance with some outcomes, or in some people."""
    what = f"{substance} and {label}" if label else substance
    whom = f" in {population_words(populations)}" if populations else ""
    query = Coverage(
        substances=tuple(sorted(near)),
        outcome_groups=groups,
        populations=tuple(populations),
        expected=0,
    )
    return CoverageClaim(text=f"{UNKNOWN}: no document here is about {what}{whom}.", query=query)


def nearest_first(question: str, texts: Sequence[str]) -> list[int]:
    """Order texts by the words that they share with a question; a tie keeps its place."""
    asked = set(tokenize([question])[0])
    shared = [len(asked & set(words)) for words in tokenize(list(texts))] if texts else []
    return sorted(range(len(texts)), key=lambda i: -shared[i])


def with_nearby(sections: Sequence[Section], items: Sequence[Item]) -> tuple[Section, ...]:
    """Some sections with what is nearby, under one heading."""
    known = [item for s in sections if s.heading == NEARBY_HEADING for item in s.items]
    others = [section for section in sections if section.heading != NEARBY_HEADING]
    return (*others, Section(heading=NEARBY_HEADING, items=(*known, *items)))


def nearby_section(
    catalog: Catalog, question: Question, nearby: Sequence[Abstract], held: str = ""
) -> tuple[Section, ...]:
    """Say in a line what is held, or show the studies that share words with the question.

    Args:
        catalog: the facts of the documents.
        question: what was asked.
        nearby: the studies that come nearest.
        held: how a line begins that names their outcomes, which then stands alone; without it the
            studies are shown.
    """
    texts = [f"{facts.title} {facts.design}" for facts in nearby]
    order = nearest_first(question.text, texts)[:MAX_NEARBY]
    items = [nearby_item(catalog, nearby[i]) for i in order]
    if held and nearby:
        items = [Item(claims=(held_line(catalog, where_given(nearby), held),))]
    return (Section(heading=NEARBY_HEADING, items=tuple(items)),) if items else ()


def where_given(studies: Sequence[Abstract]) -> Sequence[Abstract]:
    """The studies in which something was given; where there is none, all of them."""
    given = [f for f in studies if f.kind in PEOPLE and f.kind is not Design.OBSERVATIONAL]
    return given or studies


def tested_line(catalog: Catalog, studies: Sequence[Abstract], label: str) -> Item:
    """Name the substances that some studies of people are about, those of the most studies first."""
    first: dict[str, Abstract] = {}
    counts: Counter[str] = Counter()
    for facts in studies:
        for name in facts.substances:
            first.setdefault(name, facts)
            counts[name] += 1
    names = [name for name, _ in counts.most_common(MAX_HELD)]
    ids = list(dict.fromkeys(first[name].id for name in names))
    claim = DerivedClaim(
        text=f"On {label}, the documents hold studies of people with {join_words(names)}.",
        quotes=tuple(quote_sentence(catalog, i, catalog.abstracts[i].design) for i in ids),
        operands=Operands(operation="list", values=(), source_ids=tuple(ids)),
        design=catalog.abstracts[ids[0]].kind,
    )
    return Item(claims=(claim,))


def held_line(catalog: Catalog, nearby: Sequence[Abstract], begins: str) -> DerivedClaim:
    """Name the outcomes that some studies are about, those of the most studies first."""
    first: dict[str, Abstract] = {}
    counts: Counter[str] = Counter()
    for facts in nearby:
        for group in dict.fromkeys(outcome.group for outcome in facts.outcomes):
            first.setdefault(group, facts)
            counts[group] += 1
    groups = [group for group, _ in counts.most_common(MAX_HELD)]
    studies = list(dict.fromkeys(first[group].id for group in groups)) or [nearby[0].id]
    named = join_words(groups) or "other things"
    return DerivedClaim(
        text=f"{begins} {named}.",
        quotes=tuple(quote_sentence(catalog, i, catalog.abstracts[i].design) for i in studies),
        operands=Operands(operation="list", values=(), source_ids=tuple(studies)),
        design=catalog.abstracts[studies[0]].kind,
    )


def nearby_item(catalog: Catalog, facts: Abstract) -> Item:
    """Show what one nearby study was of."""
    claim = finding(catalog, facts, facts.design, "limited")
    return Item(claims=(claim.model_copy(update={"text": f"{study_label(facts)} {facts.design}"}),))


def first_level(evidence: Sequence[Evidence]) -> Evidence | None:
    """The first of several bodies that has a level, else the first."""
    levelled = [body for body in evidence if body.level != "not_applicable"]
    return next(iter([*levelled, *evidence]), None)


def headed(draft: Draft, heading: str) -> Draft:
    """An answer whose first lines stand under a heading, if they don't yet."""
    lead = (c if c.part else c.model_copy(update={"part": heading}) for c in draft.lead)
    return draft.model_copy(update={"lead": tuple(lead), "evidence_part": heading})


def unheaded_first(lead: Sequence[DraftClaim]) -> tuple[DraftClaim, ...]:
    """The first lines with no heading over the paragraph that comes first."""
    first = lead[0].part if lead else ""
    return tuple(c.model_copy(update={"part": ""}) if c.part == first else c for c in lead)


def without_first(lead: Sequence[DraftClaim], part: str) -> str:
    """The heading of a part, or none where its paragraph comes first."""
    return "" if lead and lead[0].part == part else part


def merge_drafts(drafts: Sequence[Draft]) -> Draft:
    """Join the answers to several units, what is known before what isn't; each caveat once.

    The paragraph that comes first needs no heading.
    """
    answered = [d for d in drafts if d.status == "answered"]
    chosen = answered or list(drafts)
    if len(drafts) == 1:
        return drafts[0]
    chosen.sort(key=lambda draft: draft.lead[0].kind == "coverage" if draft.lead else True)
    silent = [d for d in drafts if d.status == "no_evidence"] if answered else []
    leads = [claim for d in (*chosen, *silent) for claim in d.lead]
    behind = next((d for d in chosen if d.evidence), None)
    sections: dict[str, list[Item]] = {}
    for draft in chosen:
        for section in draft.sections:
            known = sections.setdefault(section.heading, [])
            known += [item for item in section.items if item not in known]
    return Draft(
        status=chosen[0].status,
        reason=chosen[0].reason,
        evidence=behind.evidence if behind else None,
        evidence_part=without_first(leads, behind.evidence_part if behind else ""),
        lead=unheaded_first(leads),
        sections=tuple(
            Section(heading=heading, items=tuple(items)) for heading, items in sections.items()
        ),
        caveats=unique_caveats(caveat for draft in chosen for caveat in draft.caveats),
    )
