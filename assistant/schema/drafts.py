"""An answer in the making: its claims with their quotes, and the evidence behind them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from assistant.schema.documents import Abstract, ArticleClaim, Outcome
from assistant.schema.record import Record
from assistant.schema.terms import CaveatKind, Design, Direction, Population, StatementTopic

Status = Literal["answered", "no_evidence", "out_of_scope", "urgent", "declined"]
Reason = Literal["substance_absent", "outcome_absent", "other_form", "other_population"]
Level = Literal[
    "strong", "moderate", "limited", "preclinical", "anecdotal", "none", "not_applicable"
]
BodyDirection = Literal["benefit", "no_effect", "harm", "mixed", "unclear", "not_applicable"]
Strength = Annotated[int, Field(ge=0, le=3)]


class Quote(Record):
    """An exact stretch of a source: `text == source.text[start:end]`."""

    source_id: str
    start: int
    end: int
    text: Annotated[str, Field(min_length=1)]


class Coverage(Record):
    """A search of the documents' facts that can be run again, and what it must count."""

    substances: tuple[str, ...]
    """None means any."""
    outcome_groups: tuple[str, ...] = ()
    populations: tuple[Population, ...] = ()
    words: tuple[str, ...] = ()
    """Words of which a document's sentences must hold one, in any ending, to be counted."""
    beside: tuple[str, ...] = ()
    """Words of which the same sentence must hold one as well."""
    topics: tuple[StatementTopic, ...] = ()
    """Topics of which a document must hold a statement or a claim to be counted."""
    together: bool = False
    """Whether a study must be of each of the substances, in any form, and not of one of them."""
    scope: Literal["any", "people", "people_direct", "people_trials", "animals", "compared"] = "any"
    """Which studies count; "compared": with a result against an active treatment that has the words."""
    expected: int


class Operands(Record):
    """What a derived statement was computed from, so that it can be computed again.

    `list` states the values themselves, `count` how many sources there are, `scale` is
    `values[0] * values[1] / 100` (an amount and a percentage).
    """

    operation: Literal["count", "list", "scale"]
    values: tuple[float, ...]
    result: float | None = None
    source_ids: tuple[str, ...] = ()


Quotes = Annotated[tuple[Quote, ...], Field(min_length=1)]


class InPart(Record):
    """What a claim of the first lines answers, where a question asks for several things."""

    part: str = ""
    """The heading of its paragraph; empty for the first, and where one thing was asked."""


class FindingClaim(InPart):
    """What a study found, resting on quotes."""

    kind: Literal["finding"] = "finding"
    text: str
    quotes: Quotes
    design: Design
    strength: Strength
    attributed: bool = False

    @model_validator(mode="after")
    def _is_no_article(self) -> FindingClaim:
        if self.design is Design.ARTICLE:
            raise ValueError("design: an article is reported, never asserted")
        return self


class ReportedClaim(InPart):
    """What an article, guideline or regulator says, attributed in the same sentence."""

    kind: Literal["reported"] = "reported"
    text: str
    quotes: Quotes
    design: Design
    strength: Strength = 0
    attributed: Literal[True] = True


class DerivedClaim(InPart):
    """A number or a level that follows from the documents by a computation anyone can repeat."""

    kind: Literal["derived"] = "derived"
    text: str
    quotes: tuple[Quote, ...] = ()
    operands: Operands
    design: Design
    strength: Strength = 0
    attributed: bool = False


class CoverageClaim(InPart):
    """What the documents do not hold (or hold), resting on a search that can be run again."""

    kind: Literal["coverage"] = "coverage"
    text: str
    quotes: tuple[Quote, ...] = ()
    query: Coverage
    design: Design = Design.ARTICLE
    strength: Strength = 0
    attributed: bool = False


DraftClaim = Annotated[
    FindingClaim | ReportedClaim | DerivedClaim | CoverageClaim, Field(discriminator="kind")
]


class DraftCaveat(Record):
    """A limit on the answer, with the passages that it rests on, if any."""

    kind: CaveatKind
    text: str
    quotes: tuple[Quote, ...] = ()


class Item(Record):
    """One bullet: claims that are read together, about one study or one article."""

    claims: Annotated[tuple[DraftClaim, ...], Field(min_length=1)]


class Section(Record):
    """A heading and its bullets, in the order in which they are shown."""

    heading: str
    items: tuple[Item, ...]


class Evidence(Record):
    """The body of evidence behind an answer, by rules R1 to R17."""

    level: Level
    direction: BodyDirection
    strongest_design: Design | None
    human_trials: int
    participants: int | None
    null_results: int


class StudyResult(Record):
    """What one study found on one group of outcomes, as rules R2 and R8 read it."""

    facts: Abstract
    outcomes: tuple[Outcome, ...]
    direction: Direction
    is_direct: bool
    indirect_because: tuple[CaveatKind, ...] = ()

    @property
    def is_null(self) -> bool:
        """Whether any of these outcomes showed no difference or could not be judged (R9).

        A tie with an active comparator is none: nothing failed there (R8).
        """
        return any(
            outcome.direction in {"no_effect", "unclear"} and outcome.comparison != "active"
            for outcome in self.outcomes
        )


class Body(Record):
    """The body of evidence on one substance and one group of outcomes (R1), best study first."""

    substance: str
    group: str
    populations: tuple[Population, ...]
    results: tuple[StudyResult, ...]
    claims: tuple[tuple[str, ArticleClaim], ...]
    """Article claims on it, each with the id of its article."""
    evidence: Evidence
    deciding: tuple[str, ...]
    """Ids of the studies that set the direction."""

    @property
    def direct(self) -> tuple[StudyResult, ...]:
        """The results that count for the level (R2)."""
        return tuple(result for result in self.results if result.is_direct)


class Draft(Record):
    """An answer before it is verified."""

    status: Status
    reason: Reason | None = None
    evidence: Evidence | None = None
    evidence_part: str = ""
    """The heading of the paragraph of the first lines that the evidence stands behind."""
    is_narrowed: bool = False
    """Whether the first lines say that the evidence is on others than the question asks about."""
    advice: str = ""
    """What to do about an act that the question plans, in fixed words, before the first line."""
    lead: tuple[DraftClaim, ...] = ()
    sections: tuple[Section, ...] = ()
    caveats: tuple[DraftCaveat, ...] = ()
    message: str | None = None
    """Fixed words for an answer that states nothing (urgent, declined, out of scope)."""
