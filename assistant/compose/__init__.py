"""The extractive composer: sentences of the documents, joined by words that assert nothing more.

Every claim is built from quotes, operands or a coverage query; nothing else can be said. What is
said follows the evidence body of `weigh`; how it is worded depends on level and direction alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.chunk import sentence_spans
from assistant.compose.absence import merge_drafts
from assistant.compose.caveats import CLINICIAN_TEXT, due_caveats, unique_caveats
from assistant.compose.efficacy import SPECIAL_POPULATIONS, answer_efficacy
from assistant.compose.intents import ANSWERS, IntentAnswer
from assistant.compose.origins import answer_source
from assistant.compose.parts import HARM_GROUPS, Question, join_words, sentence_item, study_item
from assistant.compose.selection import outcome_label
from assistant.compose.sentences import by_overlap, scope, stems
from assistant.retrieve import Catalog
from assistant.schema import (
    Abstract,
    CaveatKind,
    DerivedClaim,
    Design,
    Draft,
    DraftCaveat,
    DraftClaim,
    Evidence,
    Intent,
    Item,
    Operands,
    Quote,
    ReportedClaim,
    ScoredPassage,
    Section,
)
from assistant.triage import OUT_OF_SCOPE_MESSAGE
from assistant.understand import WORD, plain
from assistant.weigh import LEVELS, weigh_body

__all__ = ["Question", "compose"]

MAX_SUBSTANCES = 8
MAX_PASSAGES = 3
MAX_CLOSEST = 3
MIN_SHARED = 2
"""Content words, stemmed, that a sentence must share with the question to be shown as close."""
MAX_NAMED = 3
"""Substances of one question that are answered in turn."""
GENERAL_HARMS = frozenset({"side effects"})
"""Groups that name no harm in particular: a question on them is one of safety as a whole."""
BESIDE: frozenset[Intent] = frozenset({"safety", "dose"})
"""Intents that go beside the question of benefit, where that was asked as well."""
TOGETHER: frozenset[Intent] = frozenset({"source", "comparison"})
CORPUS_LIMIT_TEXT = "This covers the documents here only; other studies may exist."


def compose(catalog: Catalog, question: Question, passages: Sequence[ScoredPassage]) -> Draft:
    """Draft the answer to one question.

    Args:
        catalog: the facts of the documents.
        question: its text, what was understood of it, and what triage said.
        passages: what retrieval ranked, best first; documents without facts are heard from here.
    """
    seen = question.understanding
    if seen.substances:
        draft = by_intent(catalog, question) or answer_efficacy(catalog, question)
    else:
        draft = without_substance(catalog, question)
    draft = with_closest(catalog, draft, question, passages)
    draft = with_documents(catalog, draft, question, passages)
    draft = with_due_caveats(catalog, without_repetition(draft))
    return with_advice(draft, question)


def by_intent(catalog: Catalog, question: Question) -> Draft | None:
    """Answer the most particular intent; an outcome that is named is weighed both ways beside it."""
    seen = question.understanding
    groups = set(catalog.groups(seen.outcomes))
    special = set(seen.populations) & SPECIAL_POPULATIONS
    intents = set(seen.intents)
    if groups <= GENERAL_HARMS and (groups or special) and "dose" not in intents:
        intents.add("safety")
    for intent, answer in ANSWERS:
        if intent not in intents:
            continue
        named = groups - GENERAL_HARMS - (HARM_GROUPS if special or intent != "safety" else set())
        if intent == "safety" and named and not special:
            return None
        draft = for_each_substance(catalog, question, intent, answer)
        if draft is None:
            continue
        if named and (intent == "interaction" or (intent in BESIDE and "efficacy" in seen.intents)):
            return merge_drafts([answer_efficacy(catalog, question), draft])
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
    if "source" in seen.intents:
        draft = answer_source(catalog, question)
        if draft:
            return draft
    if seen.outcomes:
        return by_outcome(catalog, question)
    return Draft(status="out_of_scope", message=OUT_OF_SCOPE_MESSAGE)


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
        return Draft(status="out_of_scope", message=OUT_OF_SCOPE_MESSAGE)
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
        evidence=tested[0].evidence,
        lead=(lead,),
        sections=(Section(heading="The best supported study of each", items=tuple(items)),),
    )


def with_closest(
    catalog: Catalog, draft: Draft, question: Question, passages: Sequence[ScoredPassage]
) -> Draft:
    """Add the sentences closest to the question, of the documents that retrieval found.

    They catch what the vocabulary missed: only of the asked substances (or their element), only
    sentences that share at least two of the question's other words, those with rarer words first.
    """
    substances = {n for name in question.understanding.substances for n in scope(catalog, name)}
    if draft.status != "answered" or not substances:
        return draft
    asked = stems(question.text) - stems(" ".join(substances))
    shown = {q.text for claim in all_claims(draft) for q in claim.quotes}
    pool: list[tuple[Abstract, str]] = []
    for source_id in dict.fromkeys(scored.passage.source_id for scored in passages):
        facts = catalog.abstracts.get(source_id)
        if facts and not facts.is_retracted and set(facts.substances) & substances:
            pool += [(facts, sentence) for sentence in facts.sentences()]
    close = [
        pool[i]
        for i in by_overlap(" ".join(asked), [sentence for _, sentence in pool])
        if len(stems(pool[i][1]) & asked) >= MIN_SHARED and pool[i][1] not in shown
    ]
    items = [sentence_item(catalog, facts, sentence) for facts, sentence in close[:MAX_CLOSEST]]
    if not items:
        return draft
    section = Section(heading="Closest to your words", items=tuple(items))
    return draft.model_copy(update={"sections": (*draft.sections, section)})


def with_due_caveats(catalog: Catalog, draft: Draft) -> Draft:
    """Add the caveats that the cited documents call for, where none of that kind is there yet."""
    if draft.status != "answered":
        return draft
    cited = {quote.source_id for claim in all_claims(draft) for quote in claim.quotes}
    caveats = unique_caveats((*draft.caveats, *due_caveats(catalog, cited)))
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


# --- documents without facts -----------------------------------------------------------------


def with_documents(
    catalog: Catalog, draft: Draft, question: Question, passages: Sequence[ScoredPassage]
) -> Draft:
    """Add what documents without facts say, attributed; alone, they make an answer by articles."""
    items = document_items(catalog, question, passages)
    if not items or draft.status not in {"answered", "no_evidence", "out_of_scope"}:
        return draft
    section = Section(heading="Other documents here", items=tuple(items))
    if draft.status == "answered":
        return draft.model_copy(update={"sections": (*draft.sections, section)})
    return Draft(
        status="answered",
        evidence=Evidence(
            level="anecdotal",
            direction="unclear",
            strongest_design=Design.ARTICLE,
            human_trials=0,
            participants=None,
            null_results=0,
        ),
        lead=items[0].claims,
        sections=(section,),
        caveats=(
            DraftCaveat(
                kind=CaveatKind.NO_HUMAN_EVIDENCE,
                text="What kind of study these documents are isn't known, so they count as articles.",
                quotes=items[0].claims[0].quotes,
            ),
        ),
    )


def document_items(
    catalog: Catalog, question: Question, passages: Sequence[ScoredPassage]
) -> list[Item]:
    """Quote the best-fitting sentence of each document without facts that speaks of the question."""
    items: dict[str, Item] = {}
    substances = question.understanding.substances
    for scored in passages:
        passage = scored.passage
        if passage.source_id in catalog.texts or passage.source_id in items:
            continue
        if substances and not any(mentions(catalog, name, passage.text) for name in substances):
            continue
        spans = list(sentence_spans(passage.text))
        texts = [passage.text[span.start : span.end] for span in spans]
        best = by_overlap(question.text, texts)
        if not best or len(items) == MAX_PASSAGES:
            continue
        span, sentence = spans[best[0]], texts[best[0]]
        quote = Quote(
            source_id=passage.source_id,
            start=passage.start + span.start,
            end=passage.start + span.end,
            text=sentence,
        )
        claim = ReportedClaim(
            text=f"The document {passage.source_id} says: {sentence}",
            quotes=(quote,),
            design=Design.ARTICLE,
        )
        items[passage.source_id] = Item(claims=(claim,))
    return list(items.values())


def mentions(catalog: Catalog, substance: str, text: str) -> bool:
    """Whether a text names a substance, by any of its names in the vocabulary."""
    item = catalog.substances[substance]
    words = f" {' '.join(WORD.findall(plain(text)))} "
    names = (item.name, *item.synonyms, *item.brands)
    return any(f" {' '.join(WORD.findall(plain(name)))} " in words for name in names)


def with_advice(draft: Draft, question: Question) -> Draft:
    """Add where to ask a professional, and that the documents are not all there is."""
    if draft.status not in {"answered", "no_evidence"}:
        return draft
    caveats = list(draft.caveats)
    intents = set(question.understanding.intents)
    people = set(question.understanding.populations) & {*SPECIAL_POPULATIONS, "on_medication"}
    if question.triage.ask_clinician or people or intents & {"safety", "interaction", "dose"}:
        caveats.append(DraftCaveat(kind=CaveatKind.ASK_CLINICIAN, text=CLINICIAN_TEXT))
    if not any(c.kind is CaveatKind.CORPUS_LIMIT for c in caveats):
        caveats.append(DraftCaveat(kind=CaveatKind.CORPUS_LIMIT, text=CORPUS_LIMIT_TEXT))
    return draft.model_copy(update={"caveats": tuple(caveats)})
