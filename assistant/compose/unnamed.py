"""Questions that name no substance: by outcome, by article, or what can be asked instead."""

from __future__ import annotations

import re

from assistant.compose.absence import NEARBY_HEADING, absent_substances, no_study
from assistant.compose.efficacy import (
    SEVERAL_OUTCOMES,
)
from assistant.compose.origins import answer_source, named_articles
from assistant.compose.parts import (
    Question,
    join_words,
    study_item,
)
from assistant.compose.selection import outcome_label
from assistant.compose.sentences import SUBJECT, SentenceRanks
from assistant.retrieve import Catalog
from assistant.schema import (
    Coverage,
    CoverageClaim,
    DerivedClaim,
    Draft,
    Item,
    Operands,
    Section,
)
from assistant.triage.messages import NOT_READ_MESSAGES, in_language
from assistant.understand import WORD
from assistant.weigh import LEVELS, weigh_body

MAX_SUBSTANCES = 8
ASKS_WHICH = re.compile(
    r"\b(what|which|any(thing)?|something|supplements?|vitamins?|minerals?|herbs?|best|natural\w*|"
    r"recommend\w*|remed(y|ies))\b",
    re.I,
)
"""Asks what there is for an outcome, and not about one thing that has a name."""
SUPPLEMENT = re.compile(
    r"\b(supplements?|capsules?|caps|powders?|extracts?|oils?|teas?|tinctures?|vitamins?|minerals?|herb(s|al)?|"
    r"roots?|berr(y|ies)|pills?|tablets?|gummies|tak(e|es|ing)|took|mg|mcg|iu|doses?|dosage|side effects?)\b",
    re.I,
)
"""Words that show a question to be about something that is taken."""


def out_of_scope(question: Question) -> Draft:
    """Say what can be asked, in the language of the question where it is one that is known."""
    message = in_language(NOT_READ_MESSAGES, question.triage.language)
    return Draft(status="out_of_scope", message=message)


def without_substance(catalog: Catalog, question: Question) -> Draft:
    """Answer a question that names no substance: by outcome, by article, or not at all."""
    seen = question.understanding
    if "source" in seen.intents or named_articles(question.text, catalog.articles.values()):
        draft = answer_source(catalog, question)
        if draft:
            return draft
    if seen.outcomes:
        medicines = asked_medicines(question)
        if medicines:
            return absent_substances(catalog, question, medicines, catalog.groups(seen.outcomes))
        absent = None if ASKS_WHICH.search(question.text) else absent_subject(catalog, question)
        if not absent and seen.unknown and not in_titles(catalog, seen.unknown[0]):
            absent = absent_substances(
                catalog, question, seen.unknown, catalog.groups(seen.outcomes)
            )
        return absent or by_outcome(catalog, question)
    if seen.unknown:
        return absent_substances(catalog, question, seen.unknown, ())
    if SUPPLEMENT.search(question.text):
        absent = absent_subject(catalog, question)
        if absent:
            return absent
    return out_of_scope(question)


def asked_medicines(question: Question) -> tuple[str, ...]:
    """The medicines that a question is about, and not those that the asker takes beside what they seek."""
    if ASKS_WHICH.search(question.text):
        return ()
    text = question.text.lower()
    typed = [name for name in question.understanding.medicines_as_typed if name.lower() in text]
    return tuple(n for n in typed if SUBJECT.search(text[: text.index(n.lower())]))


def in_titles(catalog: Catalog, phrase: str) -> bool:
    """Whether a study goes by a name, as a trial by its acronym does."""
    words = {word.lower() for word in WORD.findall(phrase)}
    named = (f"{facts.title} {facts.design}" for facts in catalog.abstracts.values())
    return any(words <= {word.lower() for word in WORD.findall(text)} for text in named)


def absent_subject(catalog: Catalog, question: Question) -> Draft | None:
    """Say that no document names what a question is about, if a search shows that."""
    words = catalog.derive(SentenceRanks).unknown_names(question.text)
    query = Coverage(substances=(), words=words, expected=0)
    named = catalog.naming(query)
    if not words or catalog.count(query) > len(named):
        return None
    if named:  # in a document that is no study; it is heard later
        unstudied = no_study(catalog, words, (), "")
        return Draft(status="no_evidence", reason="substance_absent", lead=unstudied)
    text = f"Not known: no document here names {join_words(words, 'or')}."
    if not question.understanding.outcomes:
        lead = CoverageClaim(text=text, query=query)
        return Draft(status="no_evidence", reason="substance_absent", lead=(lead,))
    nearby = by_outcome(catalog, question)
    return Draft(
        status="no_evidence",
        reason="substance_absent",
        lead=(CoverageClaim(text=text, query=query), *nearby.lead),
        sections=tuple(
            section.model_copy(update={"heading": NEARBY_HEADING}) for section in nearby.sections
        ),
    )


def by_outcome(catalog: Catalog, question: Question) -> Draft:
    """Which substances were tested on an outcome, the best supported first."""
    seen = question.understanding
    group = catalog.groups(seen.outcomes)[0]
    label = outcome_label(catalog, group, seen.outcomes)
    bodies = [weigh_body(name, group, catalog) for name in sorted(catalog.tested)]
    tested = [body for body in bodies if body.direct]
    tested.sort(
        key=lambda body: (-LEVELS.index(body.evidence.level), -(body.evidence.participants or 0))
    )
    if not tested:
        return out_of_scope(question)
    items = [
        Item(claims=study_item(catalog, body.direct[0], body.evidence.level).claims[:2])
        for body in tested[:MAX_SUBSTANCES]
    ]
    shown = tested[:MAX_SUBSTANCES]
    named = join_words([body.substance for body in shown])
    lead = DerivedClaim(
        text=f"On {label}, the documents hold studies of people with {named}"
        f"{' and others' if len(tested) > len(shown) else ''}; name one for the whole picture.",
        quotes=tuple(quote for item in items for quote in item.claims[0].quotes[:1]),
        operands=Operands(
            operation="list",
            values=(),
            source_ids=tuple(dict.fromkeys(body.direct[0].facts.id for body in shown)),
        ),
        design=tested[0].direct[0].facts.kind,
    )
    return Draft(
        status="answered",
        evidence=SEVERAL_OUTCOMES,
        lead=(lead,),
        sections=(Section(heading="The best supported study of each", items=tuple(items)),),
    )
