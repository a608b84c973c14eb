"""The extractive composer: sentences of the documents, joined by words that assert nothing more.

Every claim is built from quotes, operands or a coverage query; nothing else can be said. What is
said follows the evidence body of `weigh`; how it is worded depends on level and direction alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose.absence import absent_aim
from assistant.compose.caveats import CLINICIAN_TEXT, due_caveats, stated_limits, unique_caveats
from assistant.compose.closest import Fit, no_fit, with_closest
from assistant.compose.directly import answered_directly
from assistant.compose.documents import with_documents
from assistant.compose.efficacy import SPECIAL_POPULATIONS
from assistant.compose.harms import SPECIAL_HEADING, answer_safety
from assistant.compose.hearing import ReadSource
from assistant.compose.length import shorten
from assistant.compose.overview import points_on
from assistant.compose.parts import Question
from assistant.compose.people import BEGAN, OWN
from assistant.compose.priority import most_important
from assistant.compose.repetition import without_repetition
from assistant.compose.routing import answer_named, for_each_substance
from assistant.compose.safety_line import with_safety
from assistant.compose.sentences import SentenceRanks
from assistant.compose.sides import find_sides
from assistant.compose.turning import with_turn
from assistant.compose.unnamed import out_of_scope, without_substance
from assistant.retrieve import Catalog
from assistant.schema import (
    CaveatKind,
    Draft,
    DraftCaveat,
    DraftClaim,
    Intent,
    ScoredPassage,
)

__all__ = ["Question", "compose"]

OF_SAFETY: frozenset[Intent] = frozenset({"safety", "interaction", "dose", "course"})
OF_USE: frozenset[Intent] = OF_SAFETY | {"efficacy", "comparison"}
"""Intents of somebody who may take something because of an answer."""
BEGAN_TEXT = (
    "If something began after you started to take it, leave it off and show a doctor both what began and the package; "
    "these documents can't tell what caused it in you."
)
CORPUS_LIMIT_TEXT = "This covers the documents here only; other studies may exist."


def compose(
    catalog: Catalog,
    question: Question,
    passages: Sequence[ScoredPassage],
    read_source: ReadSource = lambda source_id: None,
    fit: Fit = no_fit,
) -> Draft:
    """Draft the answer to one question.

    Args:
        catalog: the facts of the documents.
        question: its text, what was understood of it, and what triage said.
        passages: what retrieval ranked, best first; documents without facts are heard from here.
        read_source: reads a document of the index, for what it seems to be.
        fit: scores sentences of studies against the question by their meaning.
    """
    seen = question.understanding
    absent = absent_aim(catalog, question)
    if not absent and is_of_other_things(catalog, question):
        return out_of_scope(question)
    if seen.substances:
        draft = absent or answer_named(catalog, question)
        draft = with_warning(catalog, draft, question)
    else:
        draft = without_substance(catalog, question)
    draft = with_closest(catalog, draft, question, fit, passages)
    draft = answered_directly(catalog, draft, question, fit)
    draft = with_turn(catalog, draft, question, fit)
    draft = with_safety(catalog, draft, question, fit)
    draft = with_documents(catalog, draft, question, passages, read_source)
    draft = with_due_caveats(catalog, shorten(catalog, without_repetition(draft), question))
    return with_advice(most_important(draft), question)


def with_warning(catalog: Catalog, draft: Draft, question: Question) -> Draft:
    """Where nothing was tested in people at special risk, add what is said of their safety, if any."""
    special = set(question.understanding.populations) & SPECIAL_POPULATIONS
    if draft.status != "no_evidence" or not special:
        return draft
    safety = for_each_substance(catalog, question, "safety", answer_safety)
    if safety is None or all(s.heading != SPECIAL_HEADING for s in safety.sections):
        return draft
    said = tuple(claim for claim in safety.lead if claim.kind != "coverage")  # The draft says it.
    return safety.model_copy(update={"lead": (*said, *draft.lead)})


def is_of_other_things(catalog: Catalog, question: Question) -> bool:
    """Whether a question names a substance and asks nothing about people and their health."""
    seen = question.understanding
    if not seen.substances or seen.outcomes or seen.populations or seen.medicines:
        return False
    if question.triage.language != "en":  # The documents hold no word of it.
        return False
    if not set(seen.intents) <= {"efficacy", "mechanism", "definition", "comparison", "list"}:
        return False
    if find_sides(catalog, question):
        return False
    return catalog.derive(SentenceRanks).is_foreign(question.text, seen.substances)


def with_due_caveats(catalog: Catalog, draft: Draft) -> Draft:
    """Add the caveats that the cited documents call for, where none of that kind is there yet."""
    if draft.status != "answered":
        return draft
    told = [claim for claim in all_claims(draft) if not points_on(claim)]
    cited = {quote.source_id for claim in told for quote in claim.quotes}
    lead = [claim for claim in draft.lead if claim in told]
    first = [quote.source_id for claim in lead for quote in claim.quotes]
    caveats = unique_caveats(
        (*stated_limits(catalog, first), *due_caveats(catalog, cited), *draft.caveats)
    )
    return draft.model_copy(update={"caveats": caveats})


def with_more_caveats(catalog: Catalog, draft: Draft) -> Draft:
    """Add what further documents call for to a draft that has its caveats, where none of that kind is there."""
    cited = {quote.source_id for claim in all_claims(draft) for quote in claim.quotes}
    caveats = unique_caveats((*draft.caveats, *due_caveats(catalog, cited)))
    return draft.model_copy(update={"caveats": caveats})


def all_claims(draft: Draft) -> list[DraftClaim]:
    """Every claim of a draft, in the order in which they are shown."""
    return [*draft.lead, *(c for s in draft.sections for i in s.items for c in i.claims)]


def with_advice(draft: Draft, question: Question) -> Draft:
    """Add where to ask a professional, and that the documents are not all there is."""
    if draft.status not in {"answered", "no_evidence"}:
        return draft
    caveats = list(draft.caveats)
    seen = question.understanding
    people = set(seen.populations) & {*SPECIAL_POPULATIONS, "on_medication"}
    at_risk = bool(people or seen.medicines or seen.conditions or OWN.search(question.text))
    is_harmful = draft.evidence is not None and draft.evidence.direction == "harm"
    if BEGAN.search(question.text):
        caveats.insert(0, DraftCaveat(kind=CaveatKind.ASK_CLINICIAN, text=BEGAN_TEXT))
    of_use = OF_USE if draft.status == "answered" else OF_SAFETY
    if question.triage.ask_clinician or at_risk or is_harmful or set(seen.intents) & of_use:
        caveats.append(DraftCaveat(kind=CaveatKind.ASK_CLINICIAN, text=CLINICIAN_TEXT))
    if not any(c.kind is CaveatKind.CORPUS_LIMIT for c in caveats):
        caveats.append(DraftCaveat(kind=CaveatKind.CORPUS_LIMIT, text=CORPUS_LIMIT_TEXT))
    return draft.model_copy(update={"caveats": tuple(caveats)})
