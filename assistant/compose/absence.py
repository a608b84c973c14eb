"""What the documents do not hold: why, and what they hold nearby."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose.caveats import (
    unique_caveats,
)
from assistant.compose.parts import (
    Question,
    finding,
    study_label,
)
from assistant.compose.verdict import (
    UNKNOWN,
    population_words,
)
from assistant.index import tokenize
from assistant.retrieve import Catalog
from assistant.schema import (
    Abstract,
    Coverage,
    CoverageClaim,
    Draft,
    Item,
    Population,
    Reason,
    Section,
)


def absent(
    catalog: Catalog,
    question: Question,
    substance: str,
    groups: tuple[str, ...],
    label: str = "",
    populations: Sequence[Population] = (),
) -> Draft:
    """Say that the documents hold nothing on this, why, and what they hold nearby."""
    item = catalog.substances.get(substance)
    compounds = catalog.forms(substance)
    near_names = {*compounds, *(item.relatives if item else ())}
    own = list(catalog.standing(near_names))
    own_claims = list(catalog.claims(set(compounds)))
    others = set(catalog.relatives(substance)) - near_names
    elsewhere = list(catalog.standing(others, set(groups))) if others and groups else []
    reason: Reason
    if populations:
        reason = "other_population"
        nearby = [m.facts for m in catalog.standing(near_names, set(groups))]
    elif elsewhere:
        reason = "other_form"
        nearby = [m.facts for m in elsewhere]
    elif own or own_claims:
        reason = "outcome_absent"
        nearby = [m.facts for m in own]
    else:
        reason = "substance_absent"
        nearby = [m.facts for m in catalog.standing(catalog.tested, set(groups))] if groups else []
    what = f"{substance} on {label}" if label else substance
    whom = f" in {population_words(populations)}" if populations else ""
    query = Coverage(
        substances=tuple(sorted(near_names)),
        outcome_groups=groups,
        populations=tuple(populations),
        expected=0,
    )
    lead_claim = CoverageClaim(
        text=f"{UNKNOWN}: no document here addresses {what}{whom}.", query=query
    )
    order = nearest_first(question.text, [f"{facts.title} {facts.design}" for facts in nearby])
    nearby = [nearby[i] for i in order]
    items = [nearby_item(catalog, facts, groups) for facts in nearby[:3]]
    sections = (Section(heading="Nearby, but not an answer", items=tuple(items)),) if items else ()
    return Draft(status="no_evidence", reason=reason, lead=(lead_claim,), sections=sections)


def nearest_first(question: str, texts: Sequence[str]) -> list[int]:
    """Order texts by the words that they share with a question; a tie keeps its place."""
    asked = set(tokenize([question])[0])
    shared = [len(asked & set(words)) for words in tokenize(list(texts))] if texts else []
    return sorted(range(len(texts)), key=lambda i: -shared[i])


def nearby_item(catalog: Catalog, facts: Abstract, groups: Sequence[str]) -> Item:
    """Show what one nearby study was of, by its design sentence alone."""
    claim = finding(catalog, facts, facts.design, "limited")
    return Item(claims=(claim.model_copy(update={"text": f"{study_label(facts)} {facts.design}"}),))


def merge_drafts(drafts: Sequence[Draft]) -> Draft:
    """Join the answers to several units, what is known before what isn't; each caveat once."""
    answered = [d for d in drafts if d.status == "answered"]
    chosen = answered or list(drafts)
    if len(drafts) == 1:
        return drafts[0]
    chosen.sort(key=lambda draft: draft.lead[0].kind == "coverage" if draft.lead else True)
    silent = [d for d in drafts if d.status == "no_evidence"] if answered else []
    leads = tuple(claim for d in (*chosen, *silent) for claim in d.lead)
    sections: dict[str, list[Item]] = {}
    for draft in chosen:
        for section in draft.sections:
            known = sections.setdefault(section.heading, [])
            known += [item for item in section.items if item not in known]
    return Draft(
        status=chosen[0].status,
        reason=chosen[0].reason,
        evidence=next((d.evidence for d in chosen if d.evidence), None),
        lead=leads,
        sections=tuple(
            Section(heading=heading, items=tuple(items)) for heading, items in sections.items()
        ),
        caveats=unique_caveats(caveat for draft in chosen for caveat in draft.caveats),
    )
