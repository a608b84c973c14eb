"""What the reader must do about a harm that was asked about, set into an answer that weighs it."""

from __future__ import annotations

from assistant.compose.advice import advice_on_harms
from assistant.compose.parts import HARM_GROUPS, Question, as_lead, sentence_item
from assistant.compose.people import OWN
from assistant.compose.verdict import is_verdict
from assistant.compose.warning import GENERAL_HARMS
from assistant.retrieve import Catalog
from assistant.schema import Draft, Intent

ON_HARM: frozenset[Intent] = frozenset({"efficacy", "safety", "interaction", "course", "timing"})


def with_duty(catalog: Catalog, question: Question, draft: Draft) -> Draft:
    """Add what the reader must do about the harm that is asked about; first, where it is their own."""
    seen = question.understanding
    groups = set(catalog.groups(seen.outcomes)) - GENERAL_HARMS
    is_of_harm = bool(groups) and groups <= HARM_GROUPS and set(seen.intents) <= ON_HARM
    if draft.status != "answered" or not is_of_harm:
        return draft
    shown = {quote.text for claim in draft.lead for quote in claim.quotes}
    found = (advice_on_harms(catalog, question, name, groups) for name in seen.substances)
    advice = next(filter(None, found), [])[:1]
    if not advice or advice[0][1] in shown or not draft.lead:
        return draft
    told = as_lead(catalog, sentence_item(catalog, *advice[0]).claims[0])
    told = told.model_copy(update={"part": draft.lead[0].part})
    is_own = OWN.search(question.text) and not seen.premise
    opening = 2 if is_verdict(draft.lead[0]) else 1
    first, rest = draft.lead[:opening], draft.lead[opening:]
    return draft.model_copy(
        update={"lead": (told, *draft.lead) if is_own else (*first, told, *rest)}
    )
