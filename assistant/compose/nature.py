"""What a substance is, and how it might work."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose.parts import (
    Question,
    finding_in,
    quote_sentence,
    sentence_item,
    study_item,
)
from assistant.compose.sentences import (
    MAX_ITEMS,
    NOT_APPLICABLE,
    article_section,
    first_as_lead,
    mentions,
    scope,
    statement_items,
    statements,
)
from assistant.retrieve import Catalog
from assistant.schema import (
    CaveatKind,
    Design,
    Draft,
    DraftCaveat,
    Evidence,
    Section,
    StudyResult,
)
from assistant.weigh import (
    PRECLINICAL,
    combine_directions,
    count_people,
    evidence_level,
    result_order,
    strongest_design,
    weigh_study,
)

MAX_SUBJECT = 4
"""Words at the beginning of a sentence that hold what it is about."""
MECHANISM_GROUPS = frozenset(
    {"synapses", "brain magnesium", "hormones", "nad", "gut barrier and microbes", "inflammation"}
)


def answer_mechanism(catalog: Catalog, question: Question) -> Draft | None:
    """How it might work, and in what that was seen."""
    seen = question.understanding
    substance = seen.substances[0]
    groups = set(catalog.groups(seen.outcomes)) | MECHANISM_GROUPS
    near = {
        *catalog.forms(substance),
        *(catalog.substances[substance].relatives if substance in catalog.substances else ()),
    }
    results = [
        weigh_study(m, catalog.forms(substance), catalog) for m in catalog.standing(near, groups)
    ]
    asked = set(catalog.groups(seen.outcomes))
    results.sort(
        key=lambda r: (
            not asked & {o.group for o in r.outcomes},
            r.facts.kind not in PRECLINICAL,
            result_order(r),
        )
    )
    items = [study_item(catalog, r, "limited") for r in results[:MAX_ITEMS]]
    pairs = statements(catalog, near, {"mechanism"})
    said = statement_items(catalog, question, pairs, 3)
    if not items and not said:
        return None
    sections = []
    if items:
        sections.append(Section(heading="Where it was seen", items=tuple(items)))
    if said:
        sections.append(Section(heading="How it is explained", items=tuple(said)))
    sections += article_section(
        catalog, set(catalog.forms(substance)), {"mechanism"}, 2, finding_in(groups)
    )
    preclinical = [r for r in results if r.facts.kind in PRECLINICAL]
    caveats = []
    if preclinical:
        caveats.append(
            DraftCaveat(
                kind=CaveatKind.ANIMAL_STUDY
                if any(r.facts.kind is Design.ANIMAL for r in preclinical)
                else CaveatKind.CELL_STUDY,
                text="How something works in cells or animals doesn't show that it works in people.",
                quotes=tuple(
                    quote_sentence(catalog, r.facts.id, r.facts.design) for r in preclinical[:3]
                ),
            )
        )
    return Draft(
        status="answered",
        evidence=harmless_evidence(catalog, results),
        lead=first_as_lead(catalog, items or said),
        sections=tuple(sections),
        caveats=tuple(caveats),
    )


def harmless_evidence(catalog: Catalog, results: Sequence[StudyResult]) -> Evidence:
    """The level and direction of a set of results that is not a body of one group."""
    direct = [r for r in results if r.is_direct]
    preclinical = [r for r in results if r.facts.kind in PRECLINICAL]
    trials, people = count_people(direct)
    counted = direct or preclinical
    return Evidence(
        level=evidence_level(direct, preclinical, (), catalog),
        direction=combine_directions(r.direction for r in counted) if counted else "unclear",
        strongest_design=strongest_design(counted, has_claims=False),
        human_trials=trials,
        participants=people,
        null_results=sum(r.is_null for r in direct),
    )


def begins_with(catalog: Catalog, names: Sequence[str], sentence: str) -> bool:
    """Whether a sentence has one of some substances as its subject."""
    subject = " ".join(sentence.split()[:MAX_SUBJECT])
    return any(mentions(catalog, name, subject) for name in names)


def answer_definition(catalog: Catalog, question: Question) -> Draft | None:
    """What it is, from a document's own sentence."""
    substance = question.understanding.substances[0]
    compounds = catalog.forms(substance)[:1]
    told = statements(catalog, scope(catalog, substance), {"definition"})
    pairs = [(f, s) for f, s in told if begins_with(catalog, scope(catalog, substance), s.text)]
    items = [sentence_item(catalog, f, s.text) for f, s in pairs[:3]]
    sections = (
        [Section(heading="What the documents say it is", items=tuple(items))] if items else []
    )
    sections += article_section(catalog, set(compounds), {"definition"}, limit=2)
    if not sections:
        return None
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE,
        lead=first_as_lead(catalog, sections[0].items),
        sections=tuple(sections),
    )
