"""Each sentence stands once: what the first lines or a bullet above have quoted isn't quoted again."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose.length import has_note
from assistant.compose.verdict import is_verdict
from assistant.schema import Draft, DraftClaim, Item, Quote, Section


def without_repetition(draft: Draft) -> Draft:
    """Drop a first line that was said, what was quoted above, and a bullet or section of which nothing else is left.

    What an article says stays whole, with the note on it.
    """
    said = [(claim.text, is_verdict(claim) and claim.part) for claim in draft.lead]
    again = {i for i in range(len(said)) if said[i] in said[:i]}
    again |= {i - 1 for i in again if i and is_verdict(draft.lead[i - 1])}  # Nothing completes it.
    lead = tuple(claim for i, claim in enumerate(draft.lead) if i not in again)
    seen = {
        q for claim in draft.lead if claim.kind in {"finding", "reported"} for q in claim.quotes
    }
    sections = []
    for section in draft.sections:
        items = []
        for item in section.items:
            fresh = [claim for claim in item.claims if is_new(claim, seen)]
            seen |= {q for claim in item.claims for q in claim.quotes[-1:]}
            if fresh and has_note(item):
                items.append(item)
            elif fresh:
                items.append(Item(claims=relabelled(item.claims, fresh)))
        if items:
            sections.append(Section(heading=section.heading, items=tuple(items)))
    return draft.model_copy(update={"lead": lead, "sections": tuple(sections)})


def is_new(claim: DraftClaim, seen: set[Quote]) -> bool:
    """Whether a claim says what no quote above has said."""
    return not claim.quotes or claim.quotes[-1] not in seen


def relabelled(claims: Sequence[DraftClaim], kept: Sequence[DraftClaim]) -> tuple[DraftClaim, ...]:
    """Those claims of a bullet that are kept, the first of them under the bullet's label."""
    first, new = claims[0], kept[0]
    if new is first or not first.quotes or new.text != new.quotes[-1].text:
        return tuple(kept)
    label = first.text.removesuffix(first.quotes[-1].text)
    if label == first.text:
        return tuple(kept)
    quotes = tuple(dict.fromkeys((*first.quotes[:-1], *new.quotes)))
    headed = new.model_copy(update={"text": label + new.text, "quotes": quotes})
    return (headed, *kept[1:])
