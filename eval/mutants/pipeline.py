"""Faults of the pipeline: each patches one part, and the cases are asked again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from importlib import import_module
from typing import Any
from unittest.mock import patch

from eval.mutants.frame import Patch, PipelineMutant


def replaced(target: str, new: Any) -> Patch:
    """Patch one name."""

    def plant() -> AbstractContextManager[object]:
        return patch(target, new)

    return plant


@contextmanager
def no_triage() -> Iterator[None]:
    """Every question is answered, whatever it says."""
    from assistant.schema import TriageDecision

    with patch("assistant.chain.triage_question", lambda *_: TriageDecision(status="answered")):
        yield


@contextmanager
def only_benefits() -> Iterator[None]:
    """Retrieval looks for benefits alone."""
    from assistant.retrieve import Catalog

    whole = Catalog.studies

    def studies(self: Any, *args: Any, **kwargs: Any) -> Any:
        found = whole(self, *args, **kwargs)
        kept = [
            match._replace(outcomes=good)
            for match in found
            if (good := tuple(o for o in match.outcomes if o.direction == "benefit"))
        ]
        return type(found)(kept) if isinstance(found, (list, tuple)) else kept

    with patch.object(Catalog, "studies", studies):
        yield


@contextmanager
def all_direct() -> Iterator[None]:
    """Animals, mixtures and other forms count as direct evidence (R2 is off)."""
    from assistant.weigh import weigh_study as right

    def weigh_study(*args: Any, **kwargs: Any) -> Any:
        result = right(*args, **kwargs)
        return result.model_copy(update={"is_direct": True, "indirect_because": ()})

    with patch("assistant.weigh.body.weigh_study", weigh_study):
        yield


@contextmanager
def credulous_verifier() -> Iterator[None]:
    """The composer invents, and the verifier lets everything pass."""
    from assistant.schema import Verification
    from assistant.verify import Verified, Verifier

    chain: Any = import_module("assistant.chain")
    right = chain.compose

    def compose(*args: Any, **kwargs: Any) -> Any:
        draft = right(*args, **kwargs)
        lead = tuple(
            claim.model_copy(
                update={"text": claim.text.rstrip(".") + ", and it cures 90% of people."}
            )
            for claim in draft.lead
        )
        return draft.model_copy(update={"lead": lead})

    def verify(self: Any, draft: Any) -> Any:
        return Verified(draft, Verification(cut=0, rewritten=0))

    with ExitStack() as stack:
        stack.enter_context(patch.object(chain, "compose", compose))
        stack.enter_context(patch.object(Verifier, "verify", verify))
        yield


@contextmanager
def strict_verifier() -> Iterator[None]:
    """The verifier cuts every claim."""
    from assistant.verify import Fault, Verifier

    with patch.object(
        Verifier, "fault", lambda self, claim, level=None: Fault("cut", "everything is cut")
    ):
        yield


@contextmanager
def wrong_substance() -> Iterator[None]:
    """Every form of magnesium is taken for magnesium."""
    from assistant.understand import Understander

    right = Understander.understand

    def understand(self: Any, question: str) -> Any:
        seen = right(self, question)
        merged = tuple("magnesium" if "magnesium" in s else s for s in seen.substances)
        return seen.model_copy(update={"substances": merged})

    with patch.object(Understander, "understand", understand):
        yield


@contextmanager
def shifted_offsets() -> Iterator[None]:
    """Citations are made one character beside their quote."""
    from assistant import render

    right = render.make_citation

    def make_citation(*args: Any, **kwargs: Any) -> Any:
        citation = right(*args, **kwargs)
        return citation.model_copy(update={"start": citation.start + 1, "end": citation.end + 1})

    with patch.object(render, "make_citation", make_citation):
        yield


@contextmanager
def no_markers() -> Iterator[None]:
    """The text is shown without its markers."""
    from assistant import render

    with patch.object(render, "marks", lambda numbers: ""):
        yield


PIPELINE_MUTANTS: tuple[PipelineMutant, ...] = (
    PipelineMutant("skip-triage", "no question is triaged", no_triage),
    PipelineMutant("only-benefits", "retrieval ignores nulls and harms", only_benefits),
    PipelineMutant("all-direct", "indirect evidence counts as direct", all_direct),
    PipelineMutant("credulous-verifier", "inventions pass the verifier", credulous_verifier),
    PipelineMutant("strict-verifier", "the verifier cuts everything", strict_verifier),
    PipelineMutant("wrong-substance", "salts are taken for magnesium", wrong_substance),
    PipelineMutant("shifted-offsets", "citations point beside their quote", shifted_offsets),
    PipelineMutant("no-markers", "the text shows no markers", no_markers),
    PipelineMutant("no-caps", "the caps of R7 are off",
                   replaced("assistant.weigh.body.is_capped", lambda *_: False)),
    PipelineMutant("no-body-caveats", "caveats of the body of evidence are not made",
                   replaced("assistant.compose.efficacy.body_caveats", lambda *_: ())),
    PipelineMutant("no-articles", "what articles say is not looked up",
                   replaced("assistant.retrieve.Catalog.claims", lambda *_, **__: ())),
    PipelineMutant("no-passages", "the search finds nothing",
                   replaced("assistant.retrieve.PassageSearch.search", lambda *_, **__: [])),
)  # fmt: skip
