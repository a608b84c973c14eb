"""Documents of the user's own that carry no facts: what they say, attributed and never weighed.

Each is named for what it seems to be; a page that sells is named as one. Of each, the sentences are
quoted that fit the question, in the order of the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.compose.absence import no_study, with_nearby
from assistant.compose.efficacy import SPECIAL_POPULATIONS
from assistant.compose.hearing import ReadSource, find_speaking, mentions, read_own
from assistant.compose.parts import Question
from assistant.compose.selection import outcome_label
from assistant.compose.speakers import (
    Speaking,
    called,
    going_on,
    is_retracted,
    no_study_caveat,
    quote_of,
    retraction_caveats,
    seller_caveats,
    speaker,
    with_unchecked,
)
from assistant.compose.statements import Candidate
from assistant.compose.subjects import names_asked
from assistant.retrieve import Catalog
from assistant.schema import (
    Design,
    Draft,
    DraftClaim,
    Evidence,
    Item,
    ReportedClaim,
    ScoredPassage,
    Section,
    Source,
)
from assistant.understand import plain
from assistant.understand.cues import find_populations

HEADING = "Other documents here"
ALONE, BESIDE = (5, 3), (3, 2)
"""Documents, and sentences of each, where they are all there is, and beside an answer."""
ANECDOTAL = Evidence(
    level="anecdotal",
    direction="unclear",
    strongest_design=Design.ARTICLE,
    human_trials=0,
    participants=None,
    null_results=0,
)
OF_DOCUMENTS = re.compile(
    r"\b(?:these|this|the|my) (?:\w+ ){0,2}(?:pages?|documents?|articles?|files?|papers?|sites?)\b",
    re.I,
)
"""Asks about the documents themselves."""
NOTHING_SAID = "I found no sentence in these documents that answers this."


def with_documents(
    catalog: Catalog,
    draft: Draft,
    question: Question,
    passages: Sequence[ScoredPassage],
    read_source: ReadSource,
) -> Draft:
    """Add what documents without facts say, attributed; alone, they make an answer by articles."""
    if draft.status not in {"answered", "no_evidence", "out_of_scope"}:
        return draft
    is_alone = draft.status != "answered"
    read = read_own(catalog, draft, question, passages, read_source)
    retracted = [source for source in read if is_retracted(source)]
    standing = {source: told for source, told in read.items() if source not in retracted}
    if named := called(question, standing):
        standing = {source: told for source, told in standing.items() if source in named}
    draft = draft.model_copy(update={"caveats": (*draft.caveats, *retraction_caveats(retracted))})
    speaking = find_speaking(catalog, question, standing, *(ALONE if is_alone else BESIDE))
    if not speaking:
        return with_unchecked(catalog, nearby(catalog, draft, question, standing))
    if is_alone:
        return by_documents(catalog, draft, question, speaking)
    section = Section(heading=HEADING, items=document_items(speaking))
    update = {
        "sections": (*draft.sections, section),
        "caveats": (*draft.caveats, *seller_caveats(speaking)),
    }
    return with_unchecked(catalog, draft.model_copy(update=update))


def by_documents(
    catalog: Catalog, draft: Draft, question: Question, speaking: Sequence[Speaking]
) -> Draft:
    """An answer by what documents without facts say, where nothing else here answers."""
    lead = nothing_tested(catalog, question)
    unstudied = of_other_people(catalog, question, speaking[0])
    if unstudied:  # what is said of others must not lead
        lead, rest = unstudied, list(speaking)
    else:
        first, rest = first_said(speaking)
        lead = (*lead, *document_claims(first.source, first.said))
    items = document_items(rest)
    return Draft(
        status="answered",
        evidence=ANECDOTAL,
        lead=lead,
        sections=(Section(heading=HEADING, items=items),) if items else (),
        caveats=(*draft.caveats, *seller_caveats(speaking), no_study_caveat(speaking)),
    )


def of_other_people(catalog: Catalog, question: Question, best: Speaking) -> tuple[DraftClaim, ...]:
    """Where people at special risk were asked about and the best sentence is not of them: that."""
    asked = [p for p in question.understanding.populations if p in SPECIAL_POPULATIONS]
    if not asked or set(asked) & set(find_populations(plain(best.best.text))):
        return ()
    return no_study(catalog, names_asked(question), (), "", asked)


def first_said(speaking: Sequence[Speaking]) -> tuple[Speaking, list[Speaking]]:
    """Take the best sentence of the best document for the first line, and leave the rest."""
    best = speaking[0]
    rest = tuple(said for said in best.said if said != best.best)
    left = [best._replace(said=rest)] if rest else []
    return best._replace(said=(best.best,)), [*left, *speaking[1:]]


def nearby(
    catalog: Catalog, draft: Draft, question: Question, read: Mapping[Source, Sequence[Candidate]]
) -> Draft:
    """Where documents say nothing that fits: that, and one sentence of each that names the substance."""
    names = names_asked(question)
    if draft.status == "out_of_scope" and read and not names:
        lead = nothing_studied(catalog, question)
        is_of_documents = OF_DOCUMENTS.search(question.text) or called(question, read)
        if not lead and not is_of_documents:
            return draft
        message = None if lead else NOTHING_SAID
        return Draft(status="no_evidence", reason="outcome_absent", lead=lead, message=message)
    if draft.status != "no_evidence" or not names:
        return draft
    found = [
        Speaking(source, (said,), said)
        for source, told in read.items()
        for said in [s for s in told if s.text.endswith(".") and names_one(catalog, names, s)][:1]
    ]
    if not found:
        return draft
    items = document_items(found[: BESIDE[0]])
    update: dict[str, Any] = {"sections": with_nearby(draft.sections, items)}
    if draft.reason == "substance_absent":
        update["reason"] = "outcome_absent"
        update["lead"] = nothing_studied(catalog, question) or draft.lead
    return draft.model_copy(update=update)


def document_claims(source: Source, said: Sequence[Candidate]) -> tuple[ReportedClaim, ...]:
    """Each sentence as what the document says: none of them may read as the assistant's own."""
    return tuple(
        ReportedClaim(
            text=f"{speaker(source) if i == 0 else going_on(source)} {sentence.text}",
            quotes=(quote_of(source, sentence),),
            design=Design.ARTICLE,
        )
        for i, sentence in enumerate(said)
    )


def document_items(speaking: Sequence[Speaking]) -> tuple[Item, ...]:
    """One bullet a document."""
    return tuple(Item(claims=document_claims(s.source, s.said)) for s in speaking)


def names_one(catalog: Catalog, names: Sequence[str], said: Candidate) -> bool:
    """Whether a sentence names one of some substances."""
    return any(mentions(catalog, name, said.text) for name in names)


def nothing_tested(catalog: Catalog, question: Question) -> tuple[DraftClaim, ...]:
    """Before what pages say: that no document here is known to be a study of it in people."""
    seen = question.understanding
    if not catalog.groups(seen.outcomes) or "efficacy" not in seen.intents:
        return ()
    if not names_asked(question):
        return ()
    return nothing_studied(catalog, question)


def nothing_studied(catalog: Catalog, question: Question) -> tuple[DraftClaim, ...]:
    """The search that finds no study of what was asked about, on the outcome where one was."""
    outcomes = question.understanding.outcomes
    lived = [n for n in outcomes if n in catalog.outcomes and not catalog.outcomes[n].is_topic]
    groups = catalog.groups(lived)[:1]
    label = outcome_label(catalog, groups[0], outcomes) if groups else ""
    return no_study(catalog, names_asked(question), groups, label)
