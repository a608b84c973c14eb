"""What turns a verdict for the very asker: who they are, and what they are about to do.

A verdict is the average of other people who took what was tested. Where a document speaks of the asker's
kind, or of the act that they plan, that goes first, and the verdict follows as one of others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import dropwhile
from typing import NamedTuple

from assistant.compose.acts import REPLACE, Act, planned_act, takes_medicine
from assistant.compose.advice import TELLS, advice_on_medicines
from assistant.compose.closeness import ON_SAFETY
from assistant.compose.closest import BELIEVED_BEFORE, NARROWS, Fit
from assistant.compose.medicines import asked_medicines, names_drug, words_of
from assistant.compose.parts import Question, as_lead, sentence_item
from assistant.compose.people import special_people
from assistant.compose.sentences import names_others, scope
from assistant.compose.traits import Trait, meets_value, traits_of
from assistant.retrieve import Catalog
from assistant.schema import Abstract, CaveatKind, Draft, DraftCaveat, DraftClaim, Intent

OF_OTHERS = "In other people"
OF_WORKING = REPLACE.heading
MOST_OF_ACT = 2
"""Sentences on a planned act that go first; of the asker's person it is one."""
OF_BENEFIT: frozenset[Intent] = frozenset({"efficacy", "comparison"})
"""Intents that ask for a verdict where no outcome was understood."""
OF_KNOWLEDGE = frozenset({"mechanism", "definition", "content", "conversion"})
"""Topics of which a statement tells nobody what it means for them."""
TURNED = frozenset({"finding", "reported"})


class Said(NamedTuple):
    """A sentence of a study and how well it speaks of the asker or the act; higher is better."""

    facts: Abstract
    text: str
    rank: tuple[float, ...]


def with_turn(catalog: Catalog, draft: Draft, question: Question, fit: Fit) -> Draft:
    """Put first what the documents say of the planned act, else of the asker's kind of people."""
    act = planned_act(question)
    if act and draft.status in {"answered", "no_evidence"}:
        said = of_act(catalog, question, act, fit)[:MOST_OF_ACT]
        if said:
            return with_advice(turned(catalog, draft, said, act.heading), act)
    if takes_medicine(question) and not act:
        draft = turned(catalog, draft, on_medicines(catalog, draft, question)[:1], OF_WORKING)
    if draft.status == "answered" and not special_people(question):
        # To special people nothing carries over that others were told.
        draft = turned(catalog, draft, of_asker(catalog, draft, question, fit)[:1], OF_OTHERS)
    return with_advice(draft, act) if act else draft


def with_advice(draft: Draft, act: Act) -> Draft:
    """Answer an act that isn't for the reader alone to decide with fixed advice, before all else."""
    if not act.advice:
        return draft
    advice = DraftCaveat(kind=CaveatKind.ASK_CLINICIAN, text=act.advice)
    return draft.model_copy(update={"advice": act.advice, "caveats": (advice, *draft.caveats)})


def turned(catalog: Catalog, draft: Draft, said: Collection[Said], heading: str) -> Draft:
    """Set some sentences before the first lines, which then go under a heading of their own."""
    if not said:
        return draft
    first = [
        as_lead(catalog, sentence_item(catalog, each.facts, each.text).claims[0]) for each in said
    ]
    told = {each.text for each in said}
    rest = [claim for claim in draft.lead if not is_told(claim, told)]
    if not draft.evidence_part:  # Else what has no heading yet is no verdict.
        rest = [c if c.part else c.model_copy(update={"part": heading}) for c in rest]
    return draft.model_copy(
        update={
            "lead": (*first, *rest),
            "evidence_part": draft.evidence_part or (rest[0].part if rest else ""),
        }
    )


def is_told(claim: DraftClaim, texts: Collection[str]) -> bool:
    """Whether a claim says one of some sentences."""
    return claim.kind in TURNED and bool(claim.quotes) and claim.quotes[-1].text in texts


# --- which sentences -------------------------------------------------------------------------


def sentences_of(
    catalog: Catalog, question: Question, fit: Fit, groups: Collection[str]
) -> Iterator[tuple[Abstract, str, float]]:
    """What studies of the substances say of themselves and of others, with its fit in meaning.

    Args:
        catalog: the facts of the documents.
        question: what is asked.
        fit: reads what sentences mean.
        groups: groups of outcomes, of which a study must have a result; of none, any study will do.
    """
    near = {name for asked in question.understanding.substances for name in scope(catalog, asked)}
    studies = [m.facts for m in catalog.standing(near, groups)] if near else []
    meant = iter(fit(question.text, studies))
    for facts in studies:
        unsaid = {facts.design, facts.funding, *(() if facts.harms_reported else (facts.harms,))}
        for text in facts.sentences():
            score = next(meant).meaning
            if text not in unsaid and not names_others(catalog, facts, text, near):
                yield facts, text, score


def of_act(catalog: Catalog, question: Question, act: Act, fit: Fit) -> list[Said]:
    """The sentences on a planned act, those of studies of what was asked about and the closest first."""
    groups = set(catalog.groups(question.understanding.outcomes))
    found = [
        Said(facts, text, (bool(groups & {o.group for o in facts.outcomes}), score))
        for facts, text, score in sentences_of(catalog, question, fit, ())
        if act.says.search(text) and not BELIEVED_BEFORE.search(text)
    ]
    return sorted(found, key=lambda said: said.rank, reverse=True)


def on_medicines(catalog: Catalog, draft: Draft, question: Question) -> list[Said]:
    """The advice to who takes the medicine of a question, where the first lines give none."""
    seen = question.understanding
    first = [quote.text for claim in draft.lead[:2] for quote in claim.quotes[-1:]]
    if draft.status != "answered" or any(TELLS.search(text) for text in first):
        return []
    medicines = asked_medicines(catalog, seen)
    near = [name for asked in seen.substances for name in scope(catalog, asked)]
    advice = advice_on_medicines(catalog, near, medicines)
    named = [said for said in advice if names_drug(said[1], words_of(medicines))]
    return [Said(facts, text, ()) for facts, text in named]


def of_asker(catalog: Catalog, draft: Draft, question: Question, fit: Fit) -> list[Said]:
    """The sentences on people like the asker, or on how those studied differ from them, best first.

    Nothing where the verdict is on such people already.
    """
    seen = question.understanding
    traits = traits_of(question.text)
    if is_of_asker(draft, traits, question.text) or not (
        seen.outcomes or set(seen.intents) <= OF_BENEFIT
    ):
        return []
    cited = {quote.source_id for claim in draft.lead for quote in claim.quotes}
    groups = set(catalog.groups(seen.outcomes))
    is_harm = draft.evidence is not None and draft.evidence.direction == "harm"
    found = []
    for facts, text, score in sentences_of(catalog, question, fit, groups):
        if any(s.text == text and s.topic in OF_KNOWLEDGE for s in facts.statements):
            continue
        results = [o for o in facts.outcomes if o.finding == text]
        if groups and results and not any(o.group in groups for o in results):
            continue
        of_safety = any(s.text == text and s.topic in ON_SAFETY for s in facts.statements)
        if is_harm and not of_safety and not any(o.direction == "harm" for o in results):
            continue
        rank = nearness(text, traits, question.text)
        is_limit = any(limit.text == text for limit in facts.limits)
        if rank > 0 or (rank < 0 and is_limit and facts.id in cited and NARROWS.search(text)):
            kind = 2.0 if results else 1.0 if is_limit or of_safety else 0.0
            found.append(Said(facts, text, (rank, kind, score)))
    return sorted(found, key=lambda said: said.rank, reverse=True)


def is_of_asker(draft: Draft, traits: Collection[Trait], question: str) -> bool:
    """Whether every result behind the verdict is one of people like the asker."""
    verdict = dropwhile(lambda claim: claim.kind in TURNED, draft.lead)
    behind = draft.lead[1:] if draft.is_narrowed else verdict
    results = [claim.quotes[-1].text for claim in behind if claim.kind in TURNED]
    return bool(results) and all(nearness(text, traits, question) > 0 for text in results)


def nearness(text: str, traits: Collection[Trait], question: str) -> int:
    """How many traits of the asker a sentence names; below 0 where it names only their opposites."""
    of_value = meets_value(text, question)
    if of_value is not None:
        return 3 if of_value else -1
    like = sum(bool(t.says.search(text)) for t in traits)
    return like or -sum(bool(t.others.search(text)) for t in traits)
