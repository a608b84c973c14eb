"""Interactions with medicines: what names the medicine first, and the words that nothing does."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.compose.absence import is_held, nothing_about
from assistant.compose.harms import harm_evidence
from assistant.compose.parts import Question, as_lead, join_words, sentence_item, study_item
from assistant.compose.sentences import (
    MAX_ITEMS,
    NOT_APPLICABLE,
    article_section,
    first_as_lead,
    names_others,
    scope,
    statements,
)
from assistant.retrieve import Catalog
from assistant.schema import (
    Abstract,
    Coverage,
    CoverageClaim,
    Draft,
    DraftClaim,
    Item,
    Outcome,
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
MIN_NAME = 5
"""Letters from which a typed name is looked for inside sentences; shorter ones stand in other words."""
MAX_BESIDE = 1
"""Interactions with other medicines shown beside those with the one that was asked about."""
WARNS = re.compile(
    r"\b(must not|should not|avoid\w*|contraindicat\w*|not be combined|against|only under|dangerous|"
    r"(?:seek|need|needs) (?:medical )?advice)\b",
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
    typed = question.understanding.medicines_as_typed
    kinds = words_by_class(catalog, medicines, typed)
    drugs = medicine_words(catalog, medicines, typed)
    itself = single_names(typed)
    told: list[tuple[Abstract, str, str]]
    told = [(f, s.text, s.topic) for f, s in pairs if s.topic == "interaction"]
    told += [said for said in sentences_naming(catalog, near, drugs) if said not in told]
    told.sort(
        key=lambda said: (
            not names_drug(said[1], drugs),
            not names_drug(said[1], itself),
            not WARNS.search(said[1]),
            said[2] != "advice",
        )
    )
    results.sort(key=lambda r: min((closeness(o, itself, drugs) for o in r.outcomes), default=2))
    on_it = [said for said in told if names_drug(said[1], drugs)]
    told = [*on_it, *[said for said in told if said not in on_it][:MAX_BESIDE]] if on_it else told
    items = [sentence_item(catalog, f, text) for f, text, _ in told[:MAX_ITEMS]]
    measured = [interaction_item(catalog, r, itself, kinds) for r in results[:4]]
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
        warns = told and names_drug(told[0][1], drugs) and WARNS.search(told[0][1])
        lead = (
            (*first_as_lead(catalog, items), *first_as_lead(catalog, measured))
            if warns
            else first_as_lead(catalog, measured)
        )
    elif drugs and not (told and names_drug(told[0][1], drugs)):
        absent = unnamed_medicine(catalog, question, substance, drugs)
        lead = (absent, *lead) if absent else lead
    lead = with_each_medicine(catalog, lead, [*measured, *items], kinds)
    lead = with_unnamed_member(catalog, question, substance, lead, drugs)
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
    if not is_held(catalog, substance):
        nothing = nothing_about(catalog, [substance])
        return Draft(status="no_evidence", reason="substance_absent", lead=(nothing,))
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
    catalog: Catalog,
    question: Question,
    substance: str,
    lead: tuple[DraftClaim, ...],
    drugs: Collection[str],
) -> tuple[DraftClaim, ...]:
    """Say it where the very medicine is in no document, and whether what follows is on its class."""
    typed = question.understanding.medicines_as_typed
    query = Coverage(substances=tuple(scope(catalog, substance)), words=typed, expected=0)
    is_class = any(" " in name or is_everyday(name) or name.endswith("s") for name in typed)
    if not typed or is_class or catalog.count(query):
        return lead
    if lead and lead[0].kind == "coverage":
        return lead
    of_class = any(names_drug(claim.text, drugs) for claim in lead)
    instead = "its class" if of_class else "medicines in general or of other classes"
    text = f"No document here on {substance} names {join_words(typed)}; this is of {instead}."
    remark = CoverageClaim(text=text, query=query)
    warns = bool(lead) and WARNS.search(lead[0].text)
    return (*lead, remark) if warns else (remark, *lead)


def words_by_class(
    catalog: Catalog, medicines: Sequence[str], typed: Sequence[str]
) -> list[tuple[str, ...]]:
    """For each class of medicines: the names in it that were typed, and the stems that documents use."""
    found = []
    for item in catalog.vocabulary.medicines:
        if item.name in medicines:
            members = {member.lower() for member in item.members}
            own = [name for name in single_names(typed) if name in members]
            found.append(tuple(dict.fromkeys((*own, *item.words))))
    return found


def medicine_words(
    catalog: Catalog, medicines: Sequence[str], typed: Sequence[str] = ()
) -> tuple[str, ...]:
    """The words by which documents may speak of some medicines: their names as typed, and stems."""
    kinds = words_by_class(catalog, medicines, typed)
    return tuple(dict.fromkeys(word for kind in kinds for word in kind))


def single_names(typed: Sequence[str]) -> tuple[str, ...]:
    """The typed names that are one word long enough to stand for a medicine inside any sentence."""
    return tuple(name for name in typed if " " not in name and len(name) >= MIN_NAME)


def sentences_naming(
    catalog: Catalog, near: Collection[str], drugs: Collection[str]
) -> list[tuple[Abstract, str, str]]:
    """The statements, limits and harms of documents on a substance that name some medicines."""
    found: list[tuple[Abstract, str, str]] = [
        (facts, said.text, said.topic)
        for facts, said in statements(catalog, near, ON_USE)
        if names_drug(said.text, drugs)
    ]
    for facts, _ in catalog.standing(near):
        said_of = [facts.harms, *(limit.text for limit in facts.limits)]
        found += [
            (facts, text, "safety")
            for text in said_of
            if names_drug(text, drugs) and not names_others(catalog, facts, text, near)
        ]
    return found


def closeness(outcome: Outcome, itself: Collection[str], drugs: Collection[str]) -> int:
    """How near a result is to the asked medicine: it names the very one (0), its class (1), neither (2)."""
    told = outcome.finding
    return 0 if names_drug(told, itself) else 1 if names_drug(told, drugs) else 2


def with_each_medicine(
    catalog: Catalog,
    lead: tuple[DraftClaim, ...],
    items: Sequence[Item],
    kinds: Sequence[tuple[str, ...]],
) -> tuple[DraftClaim, ...]:
    """Where several medicines are asked about, let the first lines hold one claim on each of them."""
    claims = [claim for item in items for claim in item.claims]
    for kind in kinds if len(kinds) > 1 else ():
        if not any(names_drug(claim.text, kind) for claim in lead):
            told = next((claim for claim in claims if names_drug(claim.text, kind)), None)
            lead = (*lead, as_lead(catalog, told)) if told else lead
    return lead


def names_drug(text: str, words: Collection[str]) -> bool:
    """Whether a sentence names one of the medicines, by its stem."""
    lowered = text.lower()
    return any(word.lower() in lowered for word in words)


def interaction_item(
    catalog: Catalog,
    result: StudyResult,
    itself: Collection[str],
    kinds: Sequence[tuple[str, ...]],
) -> Item:
    """Show a study of an interaction: its results on the very medicines first, one on each in turn."""
    drugs = [word for kind in kinds for word in kind]
    ordered = sorted(result.outcomes, key=lambda o: closeness(o, itself, drugs))
    firsts = [next((o for o in ordered if names_drug(o.finding, kind)), None) for kind in kinds]
    ordered = list(dict.fromkeys([*(o for o in firsts if o), *ordered]))
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
