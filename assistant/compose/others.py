"""What was found in the other people that a question names, where nothing was tested in those at risk."""

from __future__ import annotations

from assistant.compose.parts import as_lead, study_item
from assistant.retrieve import Catalog
from assistant.schema import Body, CaveatKind, Draft, DraftCaveat, Section
from assistant.weigh import studied_populations

HEADING = "Found in other people, not in those at risk"
CAVEAT = DraftCaveat(
    kind=CaveatKind.DIFFERENT_POPULATION,
    text="What was found in other people may not hold for those in whom nothing was tested.",
)
MAX_SHOWN = 2


def with_others_asked(catalog: Catalog, nothing: Draft, body: Body) -> Draft:
    """Beside the words that nothing is held in people at risk: what was found in the others asked about.

    Whoever is old and has weak kidneys is told what was found in the old, and in whom it was not tested.

    Args:
        catalog: the facts of the documents.
        nothing: says that nothing is held in the people at risk.
        body: what is held on the same outcome, weighed for the other people that the question names.
    """
    asked = set(body.populations)
    found = [r for r in body.direct if studied_populations(r.facts, r.outcomes) & asked]
    if not found:
        return nothing
    items = tuple(study_item(catalog, r, body.evidence.level, 1) for r in found[:MAX_SHOWN])
    return nothing.model_copy(
        update={
            "lead": (*nothing.lead, as_lead(catalog, items[0].claims[0])),
            "sections": (Section(heading=HEADING, items=items), *nothing.sections),
            "caveats": (CAVEAT, *nothing.caveats),
        }
    )
