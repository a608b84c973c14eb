"""The results behind a verdict, in their own words: one that says the same, or one of each side.

They stand right behind the verdict, so that the first lines say what came out and not only how it
was weighed; what stands there isn't repeated below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.compose.parts import Asked, choose_findings, finding, study_label, unnamed
from assistant.retrieve import Catalog
from assistant.schema import (
    Body,
    BodyDirection,
    Direction,
    FindingClaim,
    Outcome,
    ReportedClaim,
    StudyResult,
)
from assistant.weigh import dispute, outcome_direction


def telling_claims(
    catalog: Catalog, body: Body, ordered: Sequence[StudyResult], asked: Asked
) -> Iterator[FindingClaim | ReportedClaim]:
    """Say what the verdict stands on.

    Args:
        catalog: the facts of the documents.
        body: the weighed evidence.
        ordered: its direct results, those first that the verdict rests on.
        asked: what the question is after.
    """
    for result, sentence in telling_sentences(body.evidence.direction, ordered, asked):
        label = "" if result.facts.is_checked else study_label(result.facts)
        yield finding(catalog, result.facts, sentence, body.evidence.level, label)


def telling_sentences(
    direction: BodyDirection, ordered: Sequence[StudyResult], asked: Asked
) -> list[tuple[StudyResult, str]]:
    """The sentence of the result that goes the way of the whole; where results differ, one of each side.

    A harm among the results is told behind any other verdict (R14).
    """
    if direction != "mixed":
        result = next((r for r in ordered if r.direction == direction), ordered[0])
        outcome = choose_findings(carrying(result.outcomes, direction), 1, asked)[0]
        harmed = () if direction == "harm" else harms(ordered)
        return [(result, outcome.finding), *harmed][:2]
    first = ordered[0]
    said = choose_findings(first.outcomes, 1, asked)[0]
    if said.direction == "mixed":
        return [(first, said.finding)]
    disputed = dispute(first)
    others = [
        (r, o)
        for r in (*ordered[1:], *([] if disputed else [first]))
        for o in choose_findings(r.outcomes, len(r.outcomes), asked)
        if side(o.direction) not in {side(said.direction), "mixed"}
    ]
    other = min(others, key=lambda pair: unnamed(pair[1], asked.aim), default=None)
    if other:
        return [(first, said.finding), (other[0], other[1].finding)]
    return [(first, said.finding), *([(first, disputed.text)] if disputed else [])]


def harms(results: Sequence[StudyResult]) -> Iterator[tuple[StudyResult, str]]:
    """The results in which people came off worse, in what they feel or suffer and not in a subgroup."""
    for result in results:
        for outcome in result.outcomes:
            if outcome.direction == "harm" and outcome.role not in {"subgroup", "surrogate"}:
                yield result, outcome.finding


def side(direction: Direction | BodyDirection) -> str:
    """Which side of a disagreement a direction is: both kinds of null are one."""
    return "null" if direction in {"unclear", "no_effect"} else direction


def carrying(outcomes: Sequence[Outcome], direction: BodyDirection) -> Sequence[Outcome]:
    """The results that say what the verdict says, so that it stands on one of them; else all."""
    same = [o for o in outcomes if side(o.direction) == side(direction)]
    return sorted(same, key=lambda o: outcome_direction(o) != direction) or outcomes
