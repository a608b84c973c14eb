"""What a case is, and how the YAML files are read.

A case is written before the answers are seen: it says what must, may and must not be said, from
the corpus and the rules R1 to R17 alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from eval.corpus import POISONED_FOLDER

CASES_FOLDER = Path(__file__).parent / "cases"

Family = Literal[
    "overclaim", "grounding", "caveats", "nulls_and_harms", "numbers", "safety", "abstention",
    "source_critique", "conversation", "phrasing", "injection",
]  # fmt: skip
FAMILIES: tuple[Family, ...] = (
    "overclaim", "grounding", "caveats", "nulls_and_harms", "numbers", "safety", "abstention",
    "source_critique", "conversation", "phrasing", "injection",
)  # fmt: skip
Capability = Literal[
    "understanding", "conversations", "triage", "chat_model", "personal_documents", "claim_check"
]
Status = Literal["answered", "no_evidence", "out_of_scope", "urgent", "declined"]
Level = Literal[
    "strong", "moderate", "limited", "preclinical", "anecdotal", "none", "not_applicable"
]
Direction = Literal["benefit", "no_effect", "harm", "mixed", "unclear", "not_applicable"]
Reason = Literal["substance_absent", "outcome_absent", "other_form", "other_population"]
CaveatKind = Literal[
    "cell_study", "animal_study", "no_human_evidence", "few_studies", "small_sample",
    "short_duration", "combination_product", "different_form", "different_population",
    "surrogate_outcome", "subjective_only", "mixed_results", "association_only", "funding",
    "vendor_source", "anecdote", "uncited_claim", "source_error", "conflicting_sources",
    "dose_units", "correction", "retracted", "ask_clinician", "corpus_limit",
]  # fmt: skip


class CaseError(ValueError):
    """A case file that cannot be used; the text names the file and the case."""


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _check_patterns(patterns: tuple[str, ...]) -> tuple[str, ...]:
    for pattern in patterns:
        re.compile(pattern.removeprefix("="))
    return patterns


OneOrMore = BeforeValidator(_as_tuple)
Alternatives = Annotated[tuple[str, ...], OneOrMore, Field(min_length=1)]


class Frozen(BaseModel):
    """A frozen value without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Expectation(Frozen):
    """What a right answer looks like. Lists of allowed values: one of them must hold."""

    status: Annotated[tuple[Status, ...], OneOrMore, Field(min_length=1)]
    reason: Annotated[tuple[Reason, ...], OneOrMore] = ()
    level: Annotated[tuple[Level, ...], OneOrMore] = ()
    direction: Annotated[tuple[Direction, ...], OneOrMore] = ()
    must_say: tuple[Alternatives, ...] = ()
    """Each item: plain texts or regular expressions, one of which must stand in the answer."""
    must_not_say: tuple[str, ...] = ()
    """Regular expressions, judged in the assistant's own voice; `=...` counts anywhere."""
    max_strength: Annotated[int, Field(ge=0, le=3)] | None = None
    sources_any: tuple[str, ...] = ()
    sources_all: tuple[str, ...] = ()
    caveats_all: tuple[CaveatKind, ...] = ()
    caveats_any: tuple[CaveatKind, ...] = ()
    human_trials: int | None = None
    paraphrase_group: str | None = None

    @model_validator(mode="after")
    def _fits(self) -> Expectation:
        _check_patterns(self.must_not_say)
        if self.reason and self.status != ("no_evidence",):
            raise ValueError("reason: only with status no_evidence")
        return self


class Case(Frozen):
    """One question or conversation, and what its answer must be."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    family: Family
    split: Literal["dev", "test"]
    author: str
    turns: Annotated[tuple[str, ...], Field(min_length=1)]
    """The user's texts; the last one is asked."""
    documents: tuple[str, ...] = ()
    """Files of `eval/poisoned`, without `.md`, that the question should find; the case is then asked
    of an assistant whose index holds that folder beside the corpus."""
    pages_alone: bool = False
    """Whether the case is asked of an assistant whose index holds `eval/pages` and nothing else."""
    waits_for: Capability | None = None
    """A capability that has not landed: the case is run and shown, but does not gate."""
    expect: Expectation
    note: str | None = None

    @model_validator(mode="after")
    def _exist(self) -> Case:
        if self.documents and self.pages_alone:
            raise ValueError("documents: none can be added where the pages are alone")
        for name in self.documents:
            if not (POISONED_FOLDER / f"{name}.md").is_file():
                raise ValueError(f"documents: {name} is no file of {POISONED_FOLDER.name}/")
        return self


def load_cases(paths: Iterable[Path] | None = None) -> list[Case]:
    """Read all case files, in order of file name.

    Raises:
        CaseError: a file or a case is malformed, or an id stands twice.
    """
    cases: dict[str, Case] = {}
    for path in sorted(paths or CASES_FOLDER.glob("*.yaml")):
        rows = yaml.safe_load(path.read_text(encoding="utf-8")) or []
        for row in rows:
            name = row.get("id", "?") if isinstance(row, dict) else "?"
            try:
                case = Case.model_validate(row)
            except (ValidationError, re.error) as error:
                raise CaseError(f"{path.name}: case {name}: {error}") from error
            if case.id in cases:
                raise CaseError(f"{path.name}: case {name}: the id is taken")
            cases[case.id] = case
    return list(cases.values())
