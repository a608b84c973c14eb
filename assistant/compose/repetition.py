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
            elif fresh and not is_verdict(
                fresh[-1]
            ):  # One whose result stands above is told there.
                items.append(Item(claims=relabelled(item.claims, fresh)))
        if items:
            sections.append(Section(heading=section.heading, items=tuple(items)))
    return draft.model_copy(update={"lead": lead, "sections": one_bullet_each(sections)})


def one_bullet_each(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Name each study once: what a later bullet says of it goes behind what an earlier one has said."""
    first: dict[str, tuple[int, int]] = {}
    kept: list[list[Item | None]] = [list(section.items) for section in sections]
    for i, section in enumerate(sections):
        for j, item in enumerate(section.items):
            study = only_study(item)
            place = first.setdefault(study, (i, j)) if study else (i, j)
            if place == (i, j):
                continue
            home = kept[place[0]][place[1]]
            more = map(without_label, item.claims)
            kept[place[0]][place[1]] = Item(claims=(*(home.claims if home else ()), *more))
            kept[i][j] = None
    left = [tuple(item for item in items if item) for items in kept]
    return tuple(
        Section(heading=section.heading, items=items)
        for section, items in zip(sections, left, strict=True)
        if items
    )


def only_study(item: Item) -> str:
    """The study of which every claim of a bullet is a finding; none where others are heard as well."""
    sources = {quote.source_id for claim in item.claims for quote in claim.quotes}
    is_of_findings = all(claim.kind == "finding" for claim in item.claims)
    return sources.pop() if is_of_findings and len(sources) == 1 else ""


def without_label(claim: DraftClaim) -> DraftClaim:
    """A finding by its own sentence, without the name of its study."""
    said = claim.quotes[-1:]
    return claim.model_copy(update={"text": said[0].text, "quotes": said})


def is_new(claim: DraftClaim, seen: set[Quote]) -> bool:
    """Whether a claim says what no quote above has said; a verdict is the program's own."""
    return is_verdict(claim) or not claim.quotes or claim.quotes[-1] not in seen


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
