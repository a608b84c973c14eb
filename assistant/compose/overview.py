"""An overview of a substance below what answers: the table of contents goes, or shrinks to what bears on it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose.closest import NARROWS_FROM, Close
from assistant.compose.efficacy import LINES_FOLLOW, OVERVIEW_HEADING
from assistant.compose.fitting import ASKING
from assistant.compose.parts import Question, stems
from assistant.schema import Draft, DraftClaim, Item, Section

MIN_ASKED = 2
"""Words of a question, beside those of asking and the names of substances, from which it asks something."""
MAX_LINES, MAX_LED = 2, 2
ASK_ABOUT = "; ask about one of these for the whole picture."


def is_overview(draft: Draft) -> bool:
    """Whether a draft lists what a substance was tested for, since the question names no outcome."""
    return any(section.heading == OVERVIEW_HEADING for section in draft.sections)


def asks_something(question: Question) -> bool:
    """Whether a question says more than the name of a substance and that something is asked of it."""
    names = stems(" ".join(question.understanding.substances))
    return len(stems(question.text) - names - ASKING) >= MIN_ASKED


def leading(close: Sequence[Close]) -> list[Close]:
    """The closest sentences, as far as they are close enough to stand for an answer."""
    return [each for each in close if each.score >= NARROWS_FROM][:MAX_LED]


def without_contents(draft: Draft, lead: Sequence[DraftClaim]) -> Draft:
    """Take the table of contents out of an overview: what it names follows the first lines in a word.

    Of its lines those stay that rest on the documents of the first lines, and of its caveats those on what is shown.
    """
    if not is_overview(draft):
        return draft
    told = {quote.source_id for claim in lead for quote in claim.quotes}
    opening = [claim for claim in draft.lead if claim.text.endswith(LINES_FOLLOW)]
    closing = [
        claim.model_copy(update={"text": claim.text.removesuffix(LINES_FOLLOW) + ASK_ABOUT})
        for claim in opening
    ]
    rest = [claim for claim in draft.lead if claim not in opening]
    sections = [
        Section(heading=section.heading, items=tuple(bearing(section.items, told)))
        if section.heading == OVERVIEW_HEADING
        else section
        for section in draft.sections
    ]
    sections = [section for section in sections if section.items]
    shown = {q.source_id for s in sections for i in s.items for c in i.claims for q in c.quotes}
    of_shown = [
        caveat
        for caveat in draft.caveats
        if not caveat.quotes or (told | shown) & {quote.source_id for quote in caveat.quotes}
    ]
    update = {"lead": (*rest, *closing), "sections": tuple(sections), "caveats": tuple(of_shown)}
    return draft.model_copy(update=update)


def points_on(claim: DraftClaim) -> bool:
    """Whether a claim only names what else there is, so that nothing is due for what it rests on."""
    return claim.text.endswith(ASK_ABOUT)


def bearing(items: Sequence[Item], told: set[str]) -> list[Item]:
    """The lines of an overview that rest on some documents."""
    return [
        item
        for item in items
        if told & {quote.source_id for claim in item.claims for quote in claim.quotes}
    ][:MAX_LINES]
