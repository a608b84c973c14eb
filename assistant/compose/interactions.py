"""Interactions with medicines: what to do, then what names the medicine, and the words that nothing does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.compose.absence import is_held, nothing_about
from assistant.compose.advice import advice_on_medicines
from assistant.compose.harms import harm_evidence
from assistant.compose.medicines import (
    AskedMedicine,
    asked_medicines,
    count_others,
    names_drug,
    words_of,
)
from assistant.compose.named import MAX_SAFETY, closeness, effect_items, interaction_item, told_of
from assistant.compose.parts import Question, as_lead, join_words, sentence_item
from assistant.compose.sentences import (
    MAX_ITEMS,
    NOT_APPLICABLE,
    article_section,
    first_as_lead,
    scope,
    statements,
)
from assistant.retrieve import Catalog
from assistant.schema import (
    Abstract,
    Coverage,
    CoverageClaim,
    Design,
    Draft,
    DraftClaim,
    Section,
    StudyResult,
)
from assistant.weigh import combine_directions, result_order, weigh_study

MEDICINE = re.compile(r"\b(medicines?|medicat\w+|drugs?|prescri\w+)\b", re.I)
EFFECT_HEADING = "On the effect that such medicines have"
APART = re.compile(r"\b(hours? (?:apart|before|after|away|or more)|\d hours?\b|gaps?)", re.I)
"""Says how long to keep both apart."""
LISTS = re.compile(r"\bincludes?\b")
"""Only tells which medicines are of a class."""


def answer_interaction(catalog: Catalog, question: Question) -> Draft | None:
    """Interactions: what to do, then sentences that name the medicine, then what was measured.

    Where no document names the medicine with the substance, that is said first.
    """
    substance = question.understanding.substances[0]
    near = scope(catalog, substance)
    medicines = asked_medicines(catalog, question.understanding)
    matches = catalog.standing(set(near), {"interactions"})
    results = sorted((weigh_study(m, near, catalog) for m in matches), key=result_order)
    results.sort(key=lambda r: min((closeness(o, medicines) for o in r.outcomes), default=2))
    told = told_of(catalog, near, medicines)
    advice = advice_on_medicines(catalog, near, medicines)
    items = [sentence_item(catalog, *said) for said in told[:MAX_ITEMS]]
    measured = [interaction_item(catalog, r, medicines) for r in results[:4]]
    if not (items or measured or (advice and medicines)):
        return no_interaction(catalog, question, substance, medicines)
    sections = []
    if items:
        sections.append(Section(heading="Where medicines are named", items=tuple(items)))
    effects = effect_items(catalog, near, medicines, told)
    sections += [Section(heading=EFFECT_HEADING, items=tuple(effects))] if effects else []
    if measured:
        sections.append(Section(heading="Studies and notices", items=tuple(measured)))
    sections += article_section(catalog, set(catalog.forms(substance)), {"interaction"}, limit=2)
    evidence = harm_evidence(catalog, results, 0)
    asked = set(question.understanding.outcomes)
    on_asked = [r for r in results if asked & {o.name for o in r.outcomes}]
    if on_asked and evidence.level != "none":
        direction = combine_directions(r.direction for r in on_asked)
        evidence = evidence.model_copy(update={"direction": direction})
    lead = interaction_lead(catalog, substance, medicines, advice, told, results)
    if any(claim.kind == "coverage" for claim in lead):
        lead = (*lead, *first_as_lead(catalog, effects))
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE if evidence.level == "none" else evidence,
        lead=lead or first_as_lead(catalog, items or measured),
        sections=tuple(sections),
    )


def interaction_lead(
    catalog: Catalog,
    substance: str,
    medicines: Sequence[AskedMedicine],
    advice: Sequence[tuple[Abstract, str]],
    told: Sequence[tuple[Abstract, str]],
    results: Sequence[StudyResult],
) -> tuple[DraftClaim, ...]:
    """Say what to do about the very medicine, what is known of it, and what to do about any.

    General advice stands before what was measured in the blood, which tells nobody what to do, and before
    that nothing is held, which reads as if nothing could happen.
    """
    found = [(r.facts, o.finding) for r in results for o in r.outcomes]
    words = words_of(medicines)
    named = [said for said in advice if names_drug(said[1], words)][:1]
    about: list[tuple[Abstract, str]] = []
    absent: list[AskedMedicine] = []
    for asked in medicines:
        is_advised = any(names_drug(text, asked.words) for _, text in named)
        pool = [s for s in (*found, *(() if is_advised else told)) if names_drug(s[1], asked.words)]
        best = min(pool, key=lambda said: aside(catalog, said[1], asked), default=None)
        about += [best] if best and best not in (*named, *about) else []
        absent += [] if best or is_advised else [asked]
    general = [said for said in advice if not names_drug(said[1], words)][:1]
    is_level = bool(about) and about[0][0].kind is Design.PHARMACOKINETIC
    lines = [*named, *about]
    if not named:
        lines = [*general, *about] if is_level else [*about, *general]
    claims = [as_lead(catalog, sentence_item(catalog, *said).claims[0]) for said in lines]
    remark = of_its_class(catalog, substance, medicines, lines)
    return (*claims[:1], *remark, *claims[1:], *unnamed_medicines(catalog, substance, absent))


def aside(catalog: Catalog, text: str, asked: AskedMedicine) -> tuple[bool, bool, bool, bool, int]:
    """Order sentences on a medicine: how long to keep apart, the very one, how much, few others first."""
    return (
        bool(LISTS.search(text)),
        not APART.search(text),
        not names_drug(text, asked.single),
        "%" not in text,
        count_others(catalog, text, asked.words),
    )


def of_its_class(
    catalog: Catalog,
    substance: str,
    medicines: Sequence[AskedMedicine],
    lines: Sequence[tuple[Abstract, str]],
) -> tuple[CoverageClaim, ...]:
    """Say it where the very medicine is in no document, and what is said is on its class."""
    claims = []
    for asked in medicines:
        near = tuple(scope(catalog, substance))
        query = Coverage(substances=near, words=asked.single, expected=0)
        is_on_class = any(names_drug(text, asked.words) for _, text in lines)
        if asked.single and is_on_class and not catalog.count(query):
            text = f"No document here on {substance} names {asked.named}; this is of its class."
            claims.append(CoverageClaim(text=text, query=query))
    return tuple(claims)


def no_interaction(
    catalog: Catalog, question: Question, substance: str, medicines: Sequence[AskedMedicine]
) -> Draft | None:
    """Say that nothing is held on a substance with a medicine, and what is said of its safety."""
    if not medicines:
        return None
    if not is_held(catalog, substance):
        nothing = nothing_about(catalog, [substance])
        return Draft(status="no_evidence", reason="substance_absent", lead=(nothing,))
    absent = unnamed_medicines(catalog, substance, medicines)
    near = tuple(scope(catalog, substance))
    query = Coverage(substances=near, outcome_groups=("interactions",), expected=0)
    if not absent and catalog.count(query):
        return None
    named = join_words([asked.named for asked in medicines])
    is_outcome = any(
        term.label in named or term.name in named for term in catalog.outcomes.values()
    )
    named = "that medicine" if is_outcome else named  # "Blood pressure pills" name an outcome.
    text = (
        f"Not known: no document here has a result on an interaction of {substance} with {named}."
    )
    told = [
        pair
        for pair in statements(catalog, near, {"safety", "advice"})
        if MEDICINE.search(pair[1].text)
    ]
    items = tuple(sentence_item(catalog, f, s.text) for f, s in told[:MAX_SAFETY])
    section = Section(heading="Other advice on it", items=items)
    effects = effect_items(catalog, near, medicines, ())
    return Draft(
        status="no_evidence",
        reason="outcome_absent",
        lead=(
            *(absent or (CoverageClaim(text=text, query=query),)),
            *first_as_lead(catalog, effects),
        ),
        sections=(
            *((section,) if items else ()),
            *((Section(heading=EFFECT_HEADING, items=tuple(effects)),) if effects else ()),
        ),
    )


def unnamed_medicines(
    catalog: Catalog, substance: str, medicines: Sequence[AskedMedicine]
) -> tuple[CoverageClaim, ...]:
    """Say that no document on the substance names some medicines, if a search shows that."""
    near = tuple(scope(catalog, substance))
    unnamed = [
        asked
        for asked in medicines
        if not catalog.count(Coverage(substances=near, words=asked.words, expected=0))
    ]
    if not unnamed:
        return ()
    named = join_words([asked.named for asked in unnamed], "or")
    classes = "it or its class" if len(unnamed) == 1 else "them or their classes"
    text = f"Not known for {named}: no document here on {substance} names {classes}."
    query = Coverage(substances=near, words=words_of(unnamed), expected=0)
    return (CoverageClaim(text=text, query=query),)


def nothing_with(catalog: Catalog, question: Question, substance: str) -> Draft | None:
    """Say that no document tells how a substance goes with other things, if that is asked and a search shows it."""
    near = tuple(scope(catalog, substance))
    query = Coverage(substances=near, outcome_groups=("interactions",), expected=0)
    is_asked = "interaction" in question.understanding.intents
    if not is_asked or question.understanding.medicines or catalog.count(query):
        return None
    text = f"Not known: no document here has a result on {substance} taken with other things."
    lead = (CoverageClaim(text=text, query=query),)
    return Draft(status="no_evidence", reason="outcome_absent", lead=lead)
