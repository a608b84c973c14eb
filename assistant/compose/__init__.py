"""The extractive composer: sentences of the documents, joined by words that assert nothing more.

Every claim is built from quotes, operands or a coverage query; nothing else can be said. What is
said follows the evidence body of `weigh`; how it is worded depends on level and direction alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from assistant.compose.absence import absent_substances, first_level, merge_drafts, no_study
from assistant.compose.amounts import answer_dose
from assistant.compose.caveats import CLINICIAN_TEXT, due_caveats, stated_limits, unique_caveats
from assistant.compose.documents import with_documents
from assistant.compose.efficacy import SEVERAL_OUTCOMES, SPECIAL_POPULATIONS, answer_efficacy
from assistant.compose.harms import SPECIAL_HEADING, answer_safety
from assistant.compose.hearing import ReadSource
from assistant.compose.intents import ANSWERS, IntentAnswer
from assistant.compose.length import CLOSEST_HEADING, fit, most_important
from assistant.compose.origins import answer_source, named_articles
from assistant.compose.parts import HARM_GROUPS, Question, join_words, sentence_item, study_item
from assistant.compose.selection import outcome_label
from assistant.compose.sentences import scope, sentence_ranks
from assistant.retrieve import Catalog
from assistant.schema import (
    CaveatKind,
    Coverage,
    CoverageClaim,
    DerivedClaim,
    Draft,
    DraftCaveat,
    DraftClaim,
    Intent,
    Item,
    Operands,
    ScoredPassage,
    Section,
)
from assistant.triage.messages import NOT_READ_MESSAGES, in_language
from assistant.understand import WORD
from assistant.weigh import LEVELS, weigh_body

__all__ = ["Question", "compose"]

MAX_SUBSTANCES = 8
MAX_CLOSEST = 3
VERY_CLOSE = 14.0
"""Summed rarity (see `SentenceRanks`) from which a sentence is put first."""
MAX_NAMED = 3
"""Substances of one question that are answered in turn."""
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
GENERAL_HARMS = frozenset({"side effects"})
"""Groups that name no harm in particular: a question on them is one of safety as a whole."""
BESIDE: frozenset[Intent] = frozenset({"safety", "dose"})
"""Intents that go beside the question of benefit, where that was asked as well."""
ABOUT_OUTCOMES: frozenset[Intent] = frozenset({"dose", "mechanism"})
"""Intents that have no answer for an outcome on which the documents hold nothing."""
TOGETHER: frozenset[Intent] = frozenset({"source", "comparison"})
CORPUS_LIMIT_TEXT = "This covers the documents here only; other studies may exist."


def compose(
    catalog: Catalog,
    question: Question,
    passages: Sequence[ScoredPassage],
    read_source: ReadSource = lambda source_id: None,
) -> Draft:
    """Draft the answer to one question.

    Args:
        catalog: the facts of the documents.
        question: its text, what was understood of it, and what triage said.
        passages: what retrieval ranked, best first; documents without facts are heard from here.
        read_source: reads a document of the index, for what it seems to be.
    """
    seen = question.understanding
    if is_of_other_things(catalog, question):
        return out_of_scope(question)
    if seen.substances:
        draft = by_intent(catalog, question) or answer_efficacy(catalog, question)
        draft = with_warning(catalog, draft, question)
    else:
        draft = without_substance(catalog, question)
    draft = with_closest(catalog, draft, question)
    draft = with_documents(catalog, draft, question, passages, read_source)
    draft = with_due_caveats(catalog, fit(without_repetition(draft)))
    return with_advice(most_important(draft), question)


def out_of_scope(question: Question) -> Draft:
    """Say what can be asked, in the language of the question where it is one that is known."""
    message = in_language(NOT_READ_MESSAGES, question.triage.language)
    return Draft(status="out_of_scope", message=message)


def with_warning(catalog: Catalog, draft: Draft, question: Question) -> Draft:
    """Where nothing was tested in people at special risk, add what is said of their safety, if any."""
    special = set(question.understanding.populations) & SPECIAL_POPULATIONS
    if draft.status != "no_evidence" or not special:
        return draft
    safety = for_each_substance(catalog, question, "safety", answer_safety)
    if safety is None or all(s.heading != SPECIAL_HEADING for s in safety.sections):
        return draft
    return safety.model_copy(update={"lead": (*safety.lead, *draft.lead)})


def is_of_other_things(catalog: Catalog, question: Question) -> bool:
    """Whether a question names a substance and asks nothing about people and their health."""
    seen = question.understanding
    if not seen.substances or seen.outcomes or seen.populations or seen.medicines:
        return False
    if question.triage.language != "en":  # The documents hold no word of it.
        return False
    if not set(seen.intents) <= {"efficacy", "mechanism", "definition", "comparison", "list"}:
        return False
    return sentence_ranks(catalog).is_foreign(question.text, seen.substances)


def by_intent(catalog: Catalog, question: Question) -> Draft | None:
    """Answer the most particular intent; an outcome that is named is weighed both ways beside it."""
    seen = question.understanding
    groups = set(catalog.groups(seen.outcomes))
    special = set(seen.populations) & SPECIAL_POPULATIONS
    intents = set(seen.intents)
    if groups <= GENERAL_HARMS and (groups or special) and "dose" not in intents:
        intents.add("safety")
    speaker_named = bool(named_articles(question.text, catalog.articles.values()))
    if speaker_named:
        intents.add("source")
    elif "funding" in intents:
        intents.discard("source")
    for intent, answer in ANSWERS:
        if intent not in intents:
            continue
        named = groups - GENERAL_HARMS - (HARM_GROUPS if special or intent != "safety" else set())
        if intent == "safety" and named and not special and not groups & GENERAL_HARMS:
            return None
        if (
            named
            and intent in ABOUT_OUTCOMES
            and not any(catalog.is_studied(seen.substances, name) for name in seen.outcomes)
        ):
            return None
        draft = for_each_substance(catalog, question, intent, answer)
        if draft is None:
            continue
        if intent == "interaction" and "safety" in intents:
            safety = for_each_substance(catalog, question, "safety", answer_safety)
            draft = merge_drafts([draft, *([safety] if safety else [])])
        if intent == "conversion" and "dose" in intents:
            amounts = for_each_substance(catalog, question, "dose", answer_dose)
            draft = merge_drafts([draft, *([amounts] if amounts else [])])
        asks_both = intent in BESIDE and "efficacy" in seen.intents
        if intent == "dose" and asks_both and groups - GENERAL_HARMS:
            return merge_drafts([answer_efficacy(catalog, question), draft])
        asks_both = asks_both or (intent == "source" and speaker_named and "efficacy" in intents)
        if named and asks_both:
            return merge_drafts([answer_efficacy(catalog, question), draft])
        if named and intent == "interaction":
            efficacy = answer_efficacy(catalog, question)
            first = "efficacy" in intents
            merged = merge_drafts([efficacy, draft] if first else [draft, efficacy])
            bodies = [body for body in (draft.evidence, efficacy.evidence) if body]
            return merged if first else merged.model_copy(update={"evidence": first_level(bodies)})
        return draft
    return None


def for_each_substance(
    catalog: Catalog, question: Question, intent: Intent, answer: IntentAnswer
) -> Draft | None:
    """Answer an intent for each substance that the question names, those together that belong so."""
    seen = question.understanding
    if intent in TOGETHER or len(seen.substances) == 1:
        return answer(catalog, question)
    drafts = []
    for name in seen.substances[:MAX_NAMED]:
        alone = seen.model_copy(update={"substances": (name,)})
        draft = answer(catalog, question._replace(understanding=alone))
        if draft:
            drafts.append(draft)
    return merge_drafts(drafts) if drafts else None


def without_substance(catalog: Catalog, question: Question) -> Draft:
    """Answer a question that names no substance: by outcome, by article, or not at all."""
    seen = question.understanding
    if "source" in seen.intents or named_articles(question.text, catalog.articles.values()):
        draft = answer_source(catalog, question)
        if draft:
            return draft
    if seen.outcomes:
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


def in_titles(catalog: Catalog, phrase: str) -> bool:
    """Whether a study goes by a name, as a trial by its acronym does."""
    words = {word.lower() for word in WORD.findall(phrase)}
    named = (f"{facts.title} {facts.design}" for facts in catalog.abstracts.values())
    return any(words <= {word.lower() for word in WORD.findall(text)} for text in named)


def absent_subject(catalog: Catalog, question: Question) -> Draft | None:
    """Say that no document names what a question is about, if a search shows that."""
    words = sentence_ranks(catalog).unknown_names(question.text)
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
            section.model_copy(update={"heading": "Nearby, but not an answer"})
            for section in nearby.sections
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


def with_closest(catalog: Catalog, draft: Draft, question: Question) -> Draft:
    """Add the sentences closest to the question's own words, of studies on what it names.

    They catch what the vocabulary missed. Where no outcome was named and one is very close, it leads.
    """
    named = question.understanding.substances
    near = catalog.forms if question.understanding.outcomes else partial(scope, catalog)
    substances = {form for name in named for form in near(name)}
    if draft.status != "answered" or not substances:
        return draft
    claims = all_claims(draft)
    shown = {q.text for claim in claims for q in claim.quotes}
    groups = set(catalog.groups(question.understanding.outcomes))
    cited = {q.source_id for claim in claims for q in claim.quotes}
    close = [
        (facts, sentence, score)
        for facts, sentence, score in sentence_ranks(catalog).closest(question.text, substances)
        if sentence not in shown
        and (not groups or facts.id in cited or groups & {o.group for o in facts.outcomes})
        and (facts.harms_reported or sentence != facts.harms)
    ][:MAX_CLOSEST]
    if not close:
        return draft
    items = tuple(sentence_item(catalog, facts, sentence) for facts, sentence, _ in close)
    section = Section(heading=CLOSEST_HEADING, items=items)
    if groups or close[0][2] < VERY_CLOSE:
        return draft.model_copy(update={"sections": (*draft.sections, section)})
    lead = (*items[0].claims[:1], *draft.lead)
    return draft.model_copy(update={"lead": lead, "sections": (section, *draft.sections)})


def with_due_caveats(catalog: Catalog, draft: Draft) -> Draft:
    """Add the caveats that the cited documents call for, where none of that kind is there yet."""
    if draft.status != "answered":
        return draft
    cited = {quote.source_id for claim in all_claims(draft) for quote in claim.quotes}
    first = [quote.source_id for claim in draft.lead for quote in claim.quotes]
    caveats = unique_caveats(
        (*stated_limits(catalog, first), *draft.caveats, *due_caveats(catalog, cited))
    )
    return draft.model_copy(update={"caveats": caveats})


def all_claims(draft: Draft) -> list[DraftClaim]:
    """Every claim of a draft, in the order in which they are shown."""
    return [*draft.lead, *(c for s in draft.sections for i in s.items for c in i.claims)]


def without_repetition(draft: Draft) -> Draft:
    """Drop a bullet that quotes nothing which was not quoted above it; no section goes empty."""
    seen = {
        q for claim in draft.lead if claim.kind in {"finding", "reported"} for q in claim.quotes
    }
    sections = []
    for section in draft.sections:
        items = []
        for item in section.items:
            quotes = {q for claim in item.claims for q in claim.quotes[-1:]}
            if not quotes or not quotes <= seen:
                items.append(item)
            seen |= {q for claim in item.claims for q in claim.quotes[-1:]}
        kept = tuple(items) or section.items[:1]
        sections.append(Section(heading=section.heading, items=kept))
    return draft.model_copy(update={"sections": tuple(sections)})


def with_advice(draft: Draft, question: Question) -> Draft:
    """Add where to ask a professional, and that the documents are not all there is."""
    if draft.status not in {"answered", "no_evidence"}:
        return draft
    caveats = list(draft.caveats)
    intents = set(question.understanding.intents)
    people = set(question.understanding.populations) & {*SPECIAL_POPULATIONS, "on_medication"}
    at_risk = bool(people or question.understanding.medicines)
    if question.triage.ask_clinician or at_risk or intents & {"safety", "interaction", "dose"}:
        caveats.append(DraftCaveat(kind=CaveatKind.ASK_CLINICIAN, text=CLINICIAN_TEXT))
    if not any(c.kind is CaveatKind.CORPUS_LIMIT for c in caveats):
        caveats.append(DraftCaveat(kind=CaveatKind.CORPUS_LIMIT, text=CORPUS_LIMIT_TEXT))
    return draft.model_copy(update={"caveats": tuple(caveats)})
