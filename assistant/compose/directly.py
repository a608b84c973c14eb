"""Questions of another kind than "does it work": what answers them in particular goes first.

"Jabs or tablets?", "how many minutes?", "which do I believe?", "is that figure true?" are answered by
sentences that a verdict on a substance and an outcome would follow, if at all.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from assistant.compose.believing import both_and_why
from assistant.compose.brands import others_apart, product_first, sources_of
from assistant.compose.claimed import figure_first
from assistant.compose.closest import Fit, closest, closest_item
from assistant.compose.overview import (
    MAX_LED,
    asks_something,
    is_overview,
    leading,
    without_contents,
)
from assistant.compose.parts import Question, as_lead
from assistant.compose.pointed import study_first
from assistant.compose.purposes import content_first, share_of_need, tested_choice
from assistant.compose.sides import side_by_side
from assistant.compose.sizes import size_first
from assistant.compose.told import Told
from assistant.compose.verdict import is_verdict
from assistant.retrieve import Catalog
from assistant.schema import Design, Draft, DraftClaim, Quote, Section

Answering = Callable[[Catalog, Draft, Question, Fit], Told]


def of_no_outcome(catalog: Catalog, draft: Draft, question: Question, fit: Fit) -> Told:
    """A question that names no outcome, and says what it asks in other words."""
    if not (is_overview(draft) and asks_something(question)):
        return Told()
    close = leading(closest(catalog, question, fit))
    told = [claim for each in close for claim in closest_item(catalog, each).claims]
    return Told(tuple(as_lead(catalog, claim) for claim in told[:MAX_LED]))


ANSWERING: tuple[Answering, ...] = (
    figure_first,
    product_first,
    side_by_side,
    both_and_why,
    size_first,
    study_first,
    content_first,
    tested_choice,
    share_of_need,
    of_no_outcome,
)
"""By kind of question; the first that has something to say answers."""


def answered_directly(catalog: Catalog, draft: Draft, question: Question, fit: Fit) -> Draft:
    """Put what answers a question of another kind before the verdict, and drop the table of contents."""
    if draft.status != "answered":
        return draft
    for answering in ANSWERING:
        told = answering(catalog, draft, question, fit)
        if told.lead:
            return preceded(without_contents(draft, told.lead), told)
    return draft


def preceded(draft: Draft, told: Told) -> Draft:
    """A draft below what is told first, of which the verdict's own results are told once, in its sections."""
    rest = remaining(draft, told)
    sections = draft.sections
    if told.own:  # The verdict is on the class; what other products did stands below.
        rest = [c for c in rest if c.kind == "derived" or told.own & sources_of(c)]
        rest = [c for c in rest if not is_verdict(c)]
        sections = others_apart(sections, told.own)
    noted = {claim.text for claim in told.lead if claim.design is Design.ARTICLE}
    sections = tuple(without_noted(section, noted) for section in sections)
    sections = tuple(section for section in sections if section.items)
    return draft.model_copy(
        update={
            "lead": (*told.lead, *rest),
            "sections": (*told.sections, *sections),
        }
    )


def remaining(draft: Draft, told: Told) -> list[DraftClaim]:
    """The first lines that stay: each verdict with the result that completes it, or neither.

    Where two sentences go before, a further result stays in the sections alone, unless it tells of harm.
    """
    said = {claim.text for claim in told.lead}
    is_harmful = draft.evidence is not None and draft.evidence.direction in {"harm", "mixed"}
    shown = {quote for section in draft.sections for quote in quoted(section)}
    rest: list[DraftClaim] = []
    for claim, following in pairwise([*draft.lead, None]):
        if claim is None or claim.text in said:
            continue
        if claim.kind == "derived" and not claim.part and told.replaces:
            continue
        if is_verdict(claim) and (following is None or following.text in said):
            continue
        completes = bool(rest) and is_verdict(rest[-1])
        is_further = claim.kind == "finding" and not claim.part and not completes
        if is_further and len(said) > 1 and not is_harmful and claim.quotes[-1] in shown:
            continue
        rest.append(claim)
    return rest


def quoted(section: Section) -> set[Quote]:
    """What a section quotes."""
    return {claim.quotes[-1] for item in section.items for claim in item.claims if claim.quotes}


def without_noted(section: Section, noted: set[str]) -> Section:
    """A section without the bullets of articles whose note stands in the first lines."""
    kept = tuple(i for i in section.items if not noted & {claim.text for claim in i.claims})
    return section.model_copy(update={"items": kept})
