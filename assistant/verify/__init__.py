"""Each claim against what it rests on; what fails is cut, and no setting turns this off.

A quote must stand in its source byte for byte. A sentence that is a quote with a label says no more
than its source. Any other wording is compared: amounts with their units, hedges, negation, what was
studied, and strength by the weakest cited design (R15 to R17). Counts are counted again, searches run
again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from assistant.chunk import split_sentences
from assistant.errors import VerificationUnavailableError
from assistant.index import tokenize
from assistant.retrieve import PEOPLE as PEOPLE_DESIGNS
from assistant.retrieve import TRIALS, Catalog
from assistant.schema import (
    Abstract,
    CoverageClaim,
    DerivedClaim,
    Design,
    Draft,
    DraftCaveat,
    DraftClaim,
    FindingClaim,
    Item,
    Quote,
    ReportedClaim,
    Section,
    Verification,
)
from assistant.verify.text import (
    FLAT_NEGATIVE,
    HEDGE,
    MODEL,
    PEOPLE,
    UNIT_OF,
    Quantity,
    general_strength,
    is_negated,
    is_quantity_in,
    quantities,
    report_strength,
)
from assistant.weigh import SYNTHESIS_PEOPLE, SYNTHESIS_TRIALS, max_strength

WORD = re.compile(r"[^\W_]+")
PART = re.compile(r"[,;:]\s+")
TRIALS_COUNTED = re.compile(r"\d (randomised )?trials?\b")
LABEL_TEXT = (
    "meta analysis systematic review randomised trial without randomisation absorption or level study "
    "observational case reports animal rats mice cell guideline regulator fact sheet narrative article "
    "against placebo no treatment another dose a control group before after compiled from several "
    "sources the document says according to beside this digest of notes note on with other medicines"
)
LABEL_WORDS = frozenset(WORD.findall(LABEL_TEXT))
"""Words by which a source is named in front of its own sentence; they assert nothing of it."""
DENIAL = re.compile(r"\b(no (document|study|trial)|nothing)\b", re.I)
PRECLINICAL = frozenset({Design.ANIMAL, Design.IN_VITRO})
NOTHING_LEFT = (
    "I found documents on this, but nothing that I could say of them passed the check against their "
    "own words, so I say nothing."
)


class Verified(NamedTuple):
    """A draft whose every claim passed, and how many did not."""

    draft: Draft
    verification: Verification


class Fault(NamedTuple):
    """Why a claim was cut."""

    rule: str
    detail: str


class Verifier:
    """Checks drafts against the documents."""

    def __init__(self, catalog: Catalog, read_text: Callable[[str], str | None]) -> None:
        """Take the facts, and a way to read the text of any document of the index."""
        self._catalog = catalog
        self._read_text = read_text

    def verify(self, draft: Draft) -> Verified:
        """Keep what passes and count what doesn't; an answer of which nothing is left says so.

        Raises:
            VerificationUnavailableError: a document could not be read, so nothing can be checked.
        """
        cut = 0
        lead = tuple(claim for claim in draft.lead if self.passes(claim))
        cut += len(draft.lead) - len(lead)
        sections = []
        for section in draft.sections:
            items = []
            for item in section.items:
                claims = tuple(claim for claim in item.claims if self.passes(claim))
                cut += len(item.claims) - len(claims)
                if claims:
                    items.append(Item(claims=claims))
            if items:
                sections.append(Section(heading=section.heading, items=tuple(items)))
        caveats = tuple(caveat for caveat in draft.caveats if not self.caveat_fault(caveat))
        cut += len(draft.caveats) - len(caveats)
        counted = Verification(cut=cut, rewritten=0)
        if draft.status == "answered" and not lead and not sections:
            empty = Draft(status="no_evidence", reason="outcome_absent", message=NOTHING_LEFT)
            return Verified(empty, counted)
        kept = {"lead": lead, "sections": tuple(sections), "caveats": caveats}
        return Verified(draft.model_copy(update=kept), counted)

    def passes(self, claim: DraftClaim) -> bool:
        """Whether a claim has no fault."""
        return self.fault(claim) is None

    def fault(self, claim: DraftClaim) -> Fault | None:
        """Find the first fault of a claim, or None."""
        quoted = self._quotes_fault(claim.quotes)
        if quoted:
            return quoted
        match claim:
            case FindingClaim():
                return self._finding_fault(claim)
            case ReportedClaim():
                return self._reported_fault(claim)
            case DerivedClaim():
                return self._derived_fault(claim)
            case CoverageClaim():
                return self._coverage_fault(claim)

    def caveat_fault(self, caveat: DraftCaveat) -> Fault | None:
        """Find the first fault of a caveat: a false quote, an amount or effect without a source."""
        fault = self._quotes_fault(caveat.quotes) or amounts_fault(caveat.text, caveat.quotes)
        if fault or self._is_labelled_quote(caveat.text, caveat.quotes):
            return fault
        return self._effect_fault(caveat.text)

    def _effect_fault(self, text: str) -> Fault | None:
        """Own words outside findings may not state what a substance does."""
        if general_strength(text) and not is_negated(text) and self._substances_in(text):
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

    def _cap(self, source_id: str, design: Design) -> int:
        """R15 for one source; a meta-analysis states cause only when large and not rated low."""
        facts = self._catalog.abstracts.get(source_id)
        if facts is None or design is not Design.META_ANALYSIS:
            return max_strength(design, "limited")
        rated_low = any(o.certainty in {"low", "very_low"} for o in facts.outcomes)
        large = (facts.trials_included or 0) >= SYNTHESIS_TRIALS
        large = large and (facts.n_analysed or 0) >= SYNTHESIS_PEOPLE
        return max_strength(design, "moderate" if large and not rated_low else "limited")

    # --- each kind of claim ------------------------------------------------------------------

    def _finding_fault(self, claim: FindingClaim) -> Fault | None:
        designs = self._designs(claim.quotes)
        if Design.ARTICLE in designs.values():
            return Fault("R15", "an article is attributed, never asserted")
        if set(designs.values()) & PRECLINICAL and not MODEL.search(claim.text):
            return Fault("R15", "cells or animals are not named")
        if self._is_labelled_quote(claim.text, claim.quotes):
            return None
        if self._substances_in(claim.text) - self._quoted_substances(claim.quotes):
            return Fault("support", "speaks of another substance than its quotes")
        caps = [self._cap(source_id, design) for source_id, design in designs.items()]
        return reworded_fault(claim.text, claim.quotes, set(designs.values()), min(caps))

    def _reported_fault(self, claim: ReportedClaim) -> Fault | None:
        if not any(self._names_speaker(claim.text, quote.source_id) for quote in claim.quotes):
            return Fault("R15", "who says so is not named")
        if self._is_labelled_quote(claim.text, claim.quotes):
            return None
        return reworded_fault(claim.text, claim.quotes, {claim.design}, cap=3)

    def _derived_fault(self, claim: DerivedClaim) -> Fault | None:
        operands, quoted = claim.operands, all_quantities(claim.quotes)
        if general_strength(claim.text) or report_strength(claim.text):
            return Fault("operands", "states an effect")
        if any(self._read_text(source_id) is None for source_id in operands.source_ids):
            return Fault("operands", "a source does not exist")
        people = [
            Quantity(float(n), "people") for i in operands.source_ids for n in self._people(i)
        ]
        known = [*quoted, *people]
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
        text = self._without_names(claim.text)
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
        if self._substances_in(claim.text) - set(claim.query.substances):
            return Fault("coverage", "speaks of another substance than it looked for")
        groups = self._groups_in(claim.text)
        if groups and claim.query.outcome_groups and not groups & set(claim.query.outcome_groups):
            return Fault("coverage", "speaks of another outcome than it looked for")
        return self._effect_fault(claim.text)

    # --- words -------------------------------------------------------------------------------

    def _substances_in(self, text: str) -> set[str]:
        """The substances that a text names in full; of names within names only the longest."""
        text = text.lower()
        for term in self._catalog.outcomes.values():
            text = text.replace(term.label.lower(), " ").replace(term.name, " ")
        named = {name for name in self._catalog.substances if name.lower() in text}
        return {n for n in named if not any(n != m and n.lower() in m.lower() for m in named)}

    def _groups_in(self, text: str) -> set[str]:
        """The groups of the outcomes that a text names by name, label or group."""
        text = f" {' '.join(WORD.findall(text.lower()))} "
        return {
            term.group
            for term in self._catalog.outcomes.values()
            for name in (term.name, term.label, term.group)
            if f" {' '.join(WORD.findall(name.lower()))} " in text
        }

    def _quoted_substances(self, quotes: Iterable[Quote]) -> set[str]:
        """The substances of the quotes and of their sources."""
        found = set()
        for quote in quotes:
            facts = self._catalog.abstracts.get(quote.source_id)
            found |= self._substances_in(quote.text) | set(facts.substances if facts else ())
        return found

    def _people(self, source_id: str) -> list[int]:
        facts = self._catalog.abstracts.get(source_id)
        return [n for n in (facts.n_analysed, facts.n_randomised) if n] if facts else []

    def _without_names(self, text: str) -> str:
        for name in self._catalog.substances:
            text = text.replace(name, "")
        return text

    def _is_labelled_quote(self, text: str, quotes: Iterable[Quote]) -> bool:
        """Whether a text is whole quotes with nothing before them but the name of their source."""
        rest = text
        known = set(LABEL_WORDS)
        for quote in quotes:
            rest = rest.replace(quote.text, " ")
            known |= set(WORD.findall(self._speaker(quote.source_id).lower()))
            facts = self._catalog.abstracts.get(quote.source_id)
            known |= set(WORD.findall((facts.duration or "").lower())) if facts else set()
        amounts = quantities(rest)
        return (
            rest != text
            and set(WORD.findall(rest.lower())) <= known
            and all(is_quantity_in(q, all_quantities(quotes)) for q in amounts)
        )

    def _speaker(self, source_id: str) -> str:
        facts = self._catalog.abstracts.get(source_id) or self._catalog.articles.get(source_id)
        if facts is None:
            return source_id
        if isinstance(facts, Abstract):
            return f"{facts.authors or ''} {facts.journal or ''}"
        return f"{facts.authors or ''} {facts.speaker}"

    def _names_speaker(self, text: str, source_id: str) -> bool:
        """Whether a report says whose it is; our own note on an article needs no speaker."""
        article = self._catalog.articles.get(source_id)
        if article and any(claim.note and claim.note in text for claim in article.claims):
            return True
        if f"document {source_id} says" in text:
            return True
        speaker = {w for w in WORD.findall(self._speaker(source_id).lower()) if len(w) > 2}
        return bool(
            (speaker | {"guideline", "regulator", "sheet"}) & set(WORD.findall(text.lower()))
        ) or (not speaker and "review" in text.lower())


def results(value: float | None) -> tuple[float, ...]:
    """A result as a tuple, empty where there is none."""
    return () if value is None else (value,)


def all_quantities(quotes: Iterable[Quote]) -> list[Quantity]:
    """The amounts of several quotes."""
    return [quantity for quote in quotes for quantity in quantities(quote.text)]


def amounts_fault(text: str, quotes: Iterable[Quote]) -> Fault | None:
    """Every amount of a text, with its unit, must stand in a quote."""
    quoted = all_quantities(quotes)
    missing = [q for q in quantities(text) if not is_quantity_in(q, quoted)]
    return Fault("number", f"{missing[0].value:g} {missing[0].unit or ''}") if missing else None


def reworded_fault(
    text: str, quotes: Iterable[Quote], designs: set[Design], cap: int
) -> Fault | None:
    """Check a sentence that is not its quote: it may shorten what a quote says and nothing else.

    Each stretch between commas must keep the order of one quote's words; what that quote denies or
    hedges stays denied and hedged; strength is capped (R15 to R17).
    """
    quotes = list(quotes)
    quoted = " ".join(quote.text for quote in quotes)
    fault = amounts_fault(text, quotes)
    if fault:
        return fault
    for start, end in split_sentences(text):
        sentence = text[start:end]
        for part in PART.split(sentence):
            sources = [quote.text for quote in quotes if is_shortened(part, quote.text)]
            if not sources:
                return Fault("support", "no quote says this in this order")
            if all(is_negated(source) for source in sources) and not is_negated(sentence):
                return Fault("negation", "a denial was dropped")
            if all(HEDGE.search(source) for source in sources) and not HEDGE.search(sentence):
                return Fault("R17", "the hedge of the source is lost")
    if is_negated(text) and not is_negated(quoted):
        return Fault("negation", "a denial was added")
    if FLAT_NEGATIVE.search(text) and not FLAT_NEGATIVE.search(quoted):
        return Fault("R16", "a flat negative")
    if designs & PRECLINICAL and PEOPLE.search(text) and not PEOPLE.search(quoted):
        return Fault("R15", "cells or animals said of people")
    if is_negated(text):
        return None
    # One trial supports the report of that trial; only a synthesis or a named model more.
    may_state = cap == 3 and (Design.META_ANALYSIS in designs or bool(designs & PRECLINICAL))
    if general_strength(text) == 3 and not may_state:
        return Fault("R15", "stated as cause")
    if report_strength(text) > cap:
        return Fault("R15", "reported as cause")
    return None


def is_shortened(part: str, source: str) -> bool:
    """Whether the content words of a text stand in a source, in their order; amounts apart."""
    words = iter(tokenize([source])[0])
    amounts = {word for word, unit in UNIT_OF.items() if unit not in {"people", "trials"}}
    wanted = (w for w in tokenize([part])[0] if w not in amounts and not w[0].isdigit())
    return all(word in words for word in wanted)


def computed(claim: DerivedClaim) -> list[Quantity]:
    """The amounts that a derived claim may state because it computes them."""
    operands = claim.operands
    result = results(operands.result)
    if operands.operation == "list":
        return []
    if operands.operation == "count":
        return [Quantity(v, None) for v in (*operands.values, *result)]
    unit = next((q.unit for q in quantities(claim.text) if q.value == operands.values[0]), None)
    return [Quantity(operands.values[0], unit), *(Quantity(v, unit) for v in result)]


def is_right_product(claim: DerivedClaim, quoted: Iterable[Quantity]) -> bool:
    """Compute `scale` again: the percentage must be quoted, amount and result have one unit."""
    if len(claim.operands.values) != 2 or claim.operands.result is None:
        return False
    amount, percent = claim.operands.values
    units = {q.unit for q in quantities(claim.text) if q.value in {amount, claim.operands.result}}
    return (
        is_quantity_in(Quantity(percent, "%"), quoted)
        and claim.operands.result == round(amount * percent / 100, 1)
        and len(units) <= 1
    )
