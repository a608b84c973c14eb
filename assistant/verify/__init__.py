"""Each claim against what it rests on; what fails is said as its source says it or cut, always.

A quote must stand in its source byte for byte. A finding or a report is its quote under the name of
its source, or says word for word the same in another wording; nothing else passes, so that no amount,
hedge, denial, model or group of people can be lost (R15 to R17). Counts are counted again, searches
run again. No setting turns this off.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from assistant.errors import VerificationUnavailableError
from assistant.retrieve import PEOPLE as PEOPLE_DESIGNS
from assistant.retrieve import TRIALS, Catalog
from assistant.schema import (
    CoverageClaim,
    DerivedClaim,
    Design,
    Draft,
    DraftCaveat,
    DraftClaim,
    FindingClaim,
    Item,
    Level,
    Quote,
    ReportedClaim,
    Section,
    Verification,
)
from assistant.verify.caps import cap_by, spoken_fault, strength_fault
from assistant.verify.computing import computed, is_right_product
from assistant.verify.faults import (
    Fault,
    all_quantities,
    amounts_fault,
)
from assistant.verify.names import Names
from assistant.verify.rewording import departure
from assistant.verify.rewriting import allowed_wording
from assistant.verify.text import (
    MODEL,
    Quantity,
    general_strength,
    is_negated,
    is_quantity_in,
    quantities,
    report_strength,
)

__all__ = ["Fault", "Verified", "Verifier"]

log = logging.getLogger(__name__)
PRECLINICAL = frozenset({Design.ANIMAL, Design.IN_VITRO})
TRIALS_COUNTED = re.compile(r"\d (randomised )?trials?\b")
DENIAL = re.compile(r"\b(no (document|study|trial)|nothing)\b", re.I)
NOTHING_LEFT = (
    "I found documents on this, but nothing that I could say of them passed the check against their "
    "own words, so I say nothing."
)


class Verified(NamedTuple):
    """A draft whose every claim passed, and how many did not."""

    draft: Draft
    verification: Verification


class Verifier:
    """Checks drafts against the documents."""

    def __init__(self, catalog: Catalog, read_text: Callable[[str], str | None]) -> None:
        """Take the facts, and a way to read the text of any document of the index."""
        self._catalog = catalog
        self._read_text = read_text
        self._names = Names(catalog)

    def verify(self, draft: Draft) -> Verified:
        """Keep what passes, rewrite or cut what doesn't, and count both.

        An answer of which nothing is left says so.

        Raises:
            VerificationUnavailableError: a document could not be read, so nothing can be checked.
        """
        review = Review(self, draft)
        lead = review.passed(draft.lead)
        items = [
            (section.heading, [Item(claims=c) for i in section.items if (c := review.passed(i.claims))])
            for section in draft.sections
        ]  # fmt: skip
        sections = [Section(heading=h, items=tuple(found)) for h, found in items if found]
        caveats = tuple(caveat for caveat in draft.caveats if not self.caveat_fault(caveat))
        cut = review.cut + len(draft.caveats) - len(caveats)
        counted = Verification(cut=cut, rewritten=review.rewritten)
        if draft.status == "answered" and not lead and not sections:
            empty = Draft(status="no_evidence", reason="outcome_absent", message=NOTHING_LEFT)
            return Verified(empty, counted)
        kept = {"lead": lead, "sections": tuple(sections), "caveats": caveats}
        return Verified(draft.model_copy(update=kept), counted)

    def passes(self, claim: DraftClaim) -> bool:
        """Whether a claim has no fault."""
        return self.fault(claim) is None

    def fault(self, claim: DraftClaim, level: Level | None = None) -> Fault | None:
        """Find the first fault of a claim, or None; `level` is that of the evidence it is part of."""
        designs = self._designs(claim.quotes).values()
        return (
            self._quotes_fault(claim.quotes)
            or strength_fault(claim, designs, level)
            or self._fault_of_kind(claim)
        )

    def _fault_of_kind(self, claim: DraftClaim) -> Fault | None:
        match claim:
            case FindingClaim():
                return self._finding_fault(claim)
            case ReportedClaim():
                return self._reported_fault(claim)
            case DerivedClaim():
                return self._derived_fault(claim)
            case CoverageClaim():
                return self._coverage_fault(claim)

    def rewording_fault(self, claim: FindingClaim | ReportedClaim, text: str) -> Fault | None:
        """Find the fault of a claim that says its last quote in a chat model's words, `text`.

        Those must say just what the quote says: the words of a label prove nothing in them.
        """
        why = departure(text, claim.quotes[-1].text)
        return Fault("support", why) if why else self.fault(claim)

    def caveat_fault(self, caveat: DraftCaveat) -> Fault | None:
        """Find the first fault of a caveat: a false quote, an amount or effect without a source."""
        fault = self._quotes_fault(caveat.quotes) or amounts_fault(caveat.text, caveat.quotes)
        if fault or self._names.is_labelled_quote(caveat.text, caveat.quotes):
            return fault
        return self._effect_fault(caveat.text)

    def allowed(self, claim: DraftClaim, level: Level | None = None) -> DraftClaim | None:
        """What may be said instead of a claim that failed.

        The claim with the strength that its designs allow where only that was wrong, else its source's
        own sentence, attributed.
        """
        if self._quotes_fault(claim.quotes):
            return None
        most = cap_by(self._designs(claim.quotes).values(), level)
        capped = claim.model_copy(update={"strength": min(claim.strength, most)})
        if self.fault(capped, level) is None:
            return capped
        instead = allowed_wording(self._catalog, claim)
        return instead if instead is not None and self.fault(instead) is None else None

    def _effect_fault(self, text: str) -> Fault | None:
        """Own words outside findings may not state what a substance does."""
        if general_strength(text) and not is_negated(text) and self._names.substances_in(text):
            return Fault("R15", "states an effect")
        return None

    # --- quotes and designs ------------------------------------------------------------------

    def _quotes_fault(self, quotes: Iterable[Quote]) -> Fault | None:
        for quote in quotes:
            text = self._read_text(quote.source_id)
            if text is None:
                raise VerificationUnavailableError(
                    f"The document {quote.source_id} could not be read; build the index again."
                )
            if quote.start < 0 or text[quote.start : quote.end] != quote.text:
                return Fault("quote", quote.source_id)
        return None

    def _designs(self, quotes: Iterable[Quote]) -> dict[str, Design]:
        """The designs of the quoted sources; a source without facts counts as an article."""
        abstracts = self._catalog.abstracts
        return {
            q.source_id: abstracts[q.source_id].kind if q.source_id in abstracts else Design.ARTICLE
            for q in quotes
        }

    # --- each kind of claim ------------------------------------------------------------------

    def _finding_fault(self, claim: FindingClaim) -> Fault | None:
        designs = self._designs(claim.quotes)
        if Design.ARTICLE in designs.values():
            return Fault("R15", "an article is attributed, never asserted")
        if set(designs.values()) & PRECLINICAL and not MODEL.search(claim.text):
            return Fault("R15", "cells or animals are not named")
        return self._wording_fault(claim)

    def _reported_fault(self, claim: ReportedClaim) -> Fault | None:
        fault = self._wording_fault(claim)
        # What says the same as its quote names whom the quote names.
        said = (claim.text,) if fault else (claim.text, claim.quotes[-1].text)
        if not any(self._names.names_speaker(s, q.source_id) for s in said for q in claim.quotes):
            return Fault("R15", "who says so is not named")
        return fault

    def _wording_fault(self, claim: FindingClaim | ReportedClaim) -> Fault | None:
        """A claim that is neither its quote under a label nor says the same as its last one."""
        if self._names.is_labelled_quote(claim.text, claim.quotes):
            return None
        quote = claim.quotes[-1].text
        head, mark, rest = claim.text.partition(": ")
        is_label = bool(rest) and self._names.is_labelled_quote(
            f"{head}{mark}{quote}", claim.quotes
        )
        said = rest if is_label else claim.text
        why = departure(said, quote)
        if why:
            return Fault("support", why)
        return spoken_fault(said, quote, self._designs(claim.quotes).values())

    def _derived_fault(self, claim: DerivedClaim) -> Fault | None:
        operands, quoted = claim.operands, all_quantities(claim.quotes)
        if general_strength(claim.text) or report_strength(claim.text):
            return Fault("operands", "states an effect")
        if any(self._read_text(source_id) is None for source_id in operands.source_ids):
            return Fault("operands", "a source does not exist")
        people = [n for i in operands.source_ids for n in self._names.people(i)]
        known = [*quoted, *(Quantity(float(n), "people") for n in people)]
        match operands.operation:
            case "count":
                right = operands.result == len(set(operands.source_ids))
                right = right and all(
                    is_quantity_in(Quantity(v, None), known) or v <= (operands.result or 0)
                    for v in operands.values
                )
            case "list":
                right = all(is_quantity_in(Quantity(v, None), known) for v in operands.values)
            case "scale":
                right = is_right_product(claim, quoted)
        if not right:
            return Fault("operands", f"the {operands.operation} is wrong")
        if operands.operation == "count" and not self._counts_what_it_says(claim):
            return Fault("operands", "counts something else")
        own = computed(claim)
        text = self._names.without_names(claim.text)
        missing = [q for q in quantities(text) if not is_quantity_in(q, [*known, *own])]
        return Fault("number", f"{missing[0].value:g}") if missing else None

    def _counts_what_it_says(self, claim: DerivedClaim) -> bool:
        """Whether what is counted as trials or people is that."""
        counted = [self._catalog.abstracts.get(i) for i in claim.operands.source_ids]
        if TRIALS_COUNTED.search(claim.text) and any(
            f is None or f.kind not in TRIALS for f in counted
        ):
            return False
        people = re.search(r"\bin people\b", claim.text)
        return not people or all(
            f and f.species == "human" and f.kind in PEOPLE_DESIGNS for f in counted
        )

    def _coverage_fault(self, claim: CoverageClaim) -> Fault | None:
        found = self._catalog.count(claim.query)
        if found != claim.query.expected:
            return Fault("coverage", f"found {found}")
        if claim.query.expected and DENIAL.search(claim.text):
            return Fault("coverage", "denies what was found")
        if self._names.substances_in(claim.text) - set(claim.query.substances):
            return Fault("coverage", "speaks of another substance than it looked for")
        groups = self._names.groups_in(claim.text)
        if groups and claim.query.outcome_groups and not groups & set(claim.query.outcome_groups):
            return Fault("coverage", "speaks of another outcome than it looked for")
        return self._effect_fault(claim.text)


class Review:
    """One pass over a draft: what is kept, and the counts."""

    def __init__(self, verifier: Verifier, draft: Draft) -> None:
        """Find the fault of every claim; nothing is cut or rewritten yet."""
        self._verifier = verifier
        self._level = level_of(draft)
        self._faults = {claim: verifier.fault(claim, self._level) for claim in claims_of(draft)}
        self._said = [claim.text for claim, fault in self._faults.items() if fault is None]
        self.cut = 0
        self.rewritten = 0

    def passed(self, claims: Iterable[DraftClaim]) -> tuple[DraftClaim, ...]:
        """The claims that hold, in their own words or in those that are allowed."""
        kept = []
        for claim in claims:
            fault = self._faults[claim]
            if fault is None:
                kept.append(claim)
                continue
            instead = self._verifier.allowed(claim, self._level)
            if instead is not None and instead.text == claim.text:
                self.rewritten += 1
                log.info("lowered the strength of a %s claim: %s", claim.kind, fault.rule)
                kept.append(instead)
                continue
            if instead is None or any(instead.quotes[-1].text in said for said in self._said):
                self.cut += 1
                log.info("cut a %s claim: %s", claim.kind, fault.rule)
                continue
            self._said.append(instead.text)
            self.rewritten += 1
            log.info("rewrote a %s claim: %s", claim.kind, fault.rule)
            kept.append(instead.model_copy(update={"part": claim.part}))
        return tuple(kept)


def level_of(draft: Draft) -> Level | None:
    """The level of the evidence behind every claim of a draft; None where it has several, or none."""
    parts = {claim.part for claim in draft.lead}
    if draft.evidence is None or len(parts) > 1 or draft.evidence.level == "not_applicable":
        return None
    return draft.evidence.level


def claims_of(draft: Draft) -> list[DraftClaim]:
    """Every claim of a draft in its order."""
    items = [item for section in draft.sections for item in section.items]
    return [*draft.lead, *(claim for item in items for claim in item.claims)]
