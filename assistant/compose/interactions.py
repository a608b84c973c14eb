"""Interactions with medicines: what names the medicine first, and the words that nothing does."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.compose.harms import harm_evidence
from assistant.compose.parts import Question, join_words, sentence_item, study_item
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
    Coverage,
    CoverageClaim,
    Draft,
    DraftClaim,
    Item,
    Section,
    StatementTopic,
    StudyResult,
)
from assistant.triage import is_everyday
from assistant.weigh import combine_directions, result_order, weigh_study

MAX_SAFETY = 3
ON_USE: tuple[StatementTopic, ...] = (
    "interaction",
    "safety",
    "advice",
    "timing",
    "dose",
    "upper_level",
)
"""Topics under which a statement that names a medicine is one on taking both."""
MEDICINE = re.compile(r"\b(medicines?|medicat\w+|drugs?|prescri\w+)\b", re.I)
MAX_BESIDE = 1
"""Interactions with other medicines shown beside those with the one that was asked about."""
WARNS = re.compile(
    r"\b(must not|should not|avoid\w*|contraindicat\w*|not be combined|against|only under|dangerous)\b",
    re.I,
)
"""Warns rather than describes."""


def answer_interaction(catalog: Catalog, question: Question) -> Draft | None:
    """Interactions: sentences that name the medicine first, then what was measured.

    Where no document names the medicine with the substance, that is said first.
    """
    substance = question.understanding.substances[0]
    near = scope(catalog, substance)
    pairs = statements(catalog, near, ON_USE)
    matches = catalog.standing(set(near), {"interactions"})
    results = sorted((weigh_study(m, near, catalog) for m in matches), key=result_order)
    medicines = question.understanding.medicines
    drugs = medicine_words(catalog, medicines)
    told = [(f, s) for f, s in pairs if s.topic == "interaction" or names_drug(s.text, drugs)]
    told.sort(
        key=lambda pair: (
            not names_drug(pair[1].text, drugs),
            not WARNS.search(pair[1].text),
            pair[1].topic != "advice",
        )
    )
    results.sort(key=lambda r: not any(names_drug(o.finding, drugs) for o in r.outcomes))
    on_it = [pair for pair in told if names_drug(pair[1].text, drugs)]
    told = [*on_it, *[pair for pair in told if pair not in on_it][:MAX_BESIDE]] if on_it else told
    items = [sentence_item(catalog, f, s.text) for f, s in told[:MAX_ITEMS]]
    measured = [interaction_item(catalog, r, drugs) for r in results[:4]]
    if not items and not measured:
        return no_interaction(catalog, question, substance, drugs)
    sections = []
    if items:
        sections.append(Section(heading="Named interactions", items=tuple(items)))
    if measured:
        sections.append(Section(heading="Studies and notices", items=tuple(measured)))
    sections += article_section(catalog, set(catalog.forms(substance)), {"interaction"}, limit=2)
    evidence = harm_evidence(catalog, results, 0)
    asked = set(question.understanding.outcomes)
    on_asked = [r for r in results if asked & {o.name for o in r.outcomes}]
    if on_asked and evidence.level != "none":
        direction = combine_directions(r.direction for r in on_asked)
        evidence = evidence.model_copy(update={"direction": direction})
    lead = first_as_lead(catalog, items or measured)
    if results and any(names_drug(o.finding, drugs) for o in results[0].outcomes):
        warns = told and names_drug(told[0][1].text, drugs) and WARNS.search(told[0][1].text)
        lead = (
            (*first_as_lead(catalog, items), *first_as_lead(catalog, measured))
            if warns
            else first_as_lead(catalog, measured)
        )
    elif drugs and not (told and names_drug(told[0][1].text, drugs)):
        absent = unnamed_medicine(catalog, question, substance, drugs)
        lead = (absent, *lead) if absent else lead
    lead = with_unnamed_member(catalog, question, substance, lead)
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE if evidence.level == "none" else evidence,
        lead=lead,
        sections=tuple(sections),
    )


def no_interaction(
    catalog: Catalog, question: Question, substance: str, drugs: tuple[str, ...]
) -> Draft | None:
    """Say that nothing is held on a substance with a medicine, and what is said of its safety."""
    if not drugs:
        return None
    absent = unnamed_medicine(catalog, question, substance, drugs)
    near = tuple(scope(catalog, substance))
    query = Coverage(substances=near, outcome_groups=("interactions",), expected=0)
    if absent is None and catalog.count(query):
        return None
    typed = join_words(question.understanding.medicines_as_typed)
    is_outcome = any(
        term.label in typed or term.name in typed for term in catalog.outcomes.values()
    )
    named = "that medicine" if is_outcome else typed  # "Blood pressure pills" name an outcome.
    text = (
        f"Not known: no document here has a result on an interaction of {substance} with {named}."
    )
    told = [
        pair
        for pair in statements(catalog, near, {"safety", "advice"})
        if MEDICINE.search(pair[1].text)
    ]
    items = tuple(sentence_item(catalog, f, s.text) for f, s in told[:MAX_SAFETY])
    section = Section(heading="What is said of medicines in general", items=items)
    return Draft(
        status="no_evidence",
        reason="outcome_absent",
        lead=(absent or CoverageClaim(text=text, query=query),),
        sections=(section,) if items else (),
    )


def with_unnamed_member(
    catalog: Catalog, question: Question, substance: str, lead: tuple[DraftClaim, ...]
) -> tuple[DraftClaim, ...]:
    """Say it where the very medicine is in no document, and what follows is on others of its class."""
    typed = question.understanding.medicines_as_typed
    query = Coverage(substances=tuple(scope(catalog, substance)), words=typed, expected=0)
    is_class = any(" " in name or is_everyday(name) or name.endswith("s") for name in typed)
    if not typed or is_class or catalog.count(query):
        return lead
    if lead and lead[0].kind == "coverage":
        return lead
    text = f"No document here on {substance} names {join_words(typed)}; this is of others of its class."
    remark = CoverageClaim(text=text, query=query)
    warns = bool(lead) and WARNS.search(lead[0].text)
    return (*lead, remark) if warns else (remark, *lead)


def medicine_words(catalog: Catalog, medicines: Sequence[str]) -> tuple[str, ...]:
    """The stems by which documents speak of some classes of medicines."""
    named = (item for item in catalog.vocabulary.medicines if item.name in medicines)
    return tuple(dict.fromkeys(word for item in named for word in item.words))


def names_drug(text: str, words: Collection[str]) -> bool:
    """Whether a sentence names one of the medicines, by its stem."""
    lowered = text.lower()
    return any(word.lower() in lowered for word in words)


def interaction_item(catalog: Catalog, result: StudyResult, drugs: Collection[str]) -> Item:
    """Show a study of an interaction, its results on the asked medicine first."""
    ordered = sorted(result.outcomes, key=lambda o: not names_drug(o.finding, drugs))
    chosen = result.model_copy(update={"outcomes": tuple(ordered[:3])})
    return study_item(catalog, chosen, "limited")


def unnamed_medicine(
    catalog: Catalog, question: Question, substance: str, words: tuple[str, ...]
) -> CoverageClaim | None:
    """Say that no document on the substance names the medicine, if a search shows that."""
    query = Coverage(substances=tuple(scope(catalog, substance)), words=words, expected=0)
    if catalog.count(query):
        return None
    named = join_words(question.understanding.medicines_as_typed)
    return CoverageClaim(
        text=f"Not known for {named}: no document here on {substance} names it or its class.",
        query=query,
    )
