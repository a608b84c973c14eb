"""A verified draft becomes the numbered citations, the Markdown and the lines that people read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import groupby

from assistant.schema import (
    OF_STUDIES,
    Abstract,
    Answer,
    Caveat,
    Citation,
    Claim,
    Draft,
    DraftClaim,
    Evidence,
    Quote,
    Source,
    Stated,
)

LEVEL_WORDS = {
    "strong": "Strong evidence",
    "moderate": "Moderate evidence",
    "limited": "Limited evidence",
    "preclinical": "Preclinical evidence only (cells or animals)",
    "anecdotal": "Articles only, no study",
    "none": "No study that counts",
}
DIRECTION_WORDS = {
    "benefit": "pointing to a benefit",
    "no_effect": "pointing to no effect that matters",
    "harm": "pointing to harm",
    "mixed": "with results that differ",
    "unclear": "without a clear result",
}
CAVEAT_WORDS = {
    "cell_study": "Cell study",
    "animal_study": "Animal study",
    "no_human_evidence": "Not tested in people",
    "few_studies": "Few studies",
    "small_sample": "Small",
    "short_duration": "Short",
    "combination_product": "A mixture",
    "different_form": "Another form",
    "different_population": "Other people",
    "surrogate_outcome": "A marker only",
    "subjective_only": "Self-reported",
    "mixed_results": "Results differ",
    "association_only": "Association only",
    "funding": "Who paid",
    "vendor_source": "A seller speaks",
    "anecdote": "Personal story",
    "uncited_claim": "No study named",
    "source_error": "Error in a source",
    "conflicting_sources": "Sources conflict",
    "dose_units": "Amounts",
    "correction": "Correction",
    "retracted": "Retraction",
    "ask_clinician": "Safety",
    "corpus_limit": "Limits",
}
STUDIES_WORD = "About the studies"
CAVEATS_HEADING = "Keep in mind"


class Numbering:
    """Gives each quoted place one number, in order of first use."""

    def __init__(self, read_source: Callable[[str], Source | None]) -> None:
        """Take a way to read the documents that are cited."""
        self._read_source = read_source
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.citations: list[Citation] = []

    def number(self, quote: Quote) -> int:
        """The number of a quote, new or known."""
        place = (quote.source_id, quote.start, quote.end)
        if place not in self._numbers:
            self._numbers[place] = len(self._numbers) + 1
            source = self._read_source(quote.source_id)
            if source is None:
                raise KeyError(quote.source_id)
            self.citations.append(make_citation(self._numbers[place], source, quote))
        return self._numbers[place]

    def numbers(self, quotes: Iterable[Quote]) -> tuple[int, ...]:
        """The numbers of several quotes, each once, in their order."""
        return tuple(dict.fromkeys(self.number(quote) for quote in quotes))


def make_citation(number: int, source: Source, quote: Quote) -> Citation:
    """Describe a quoted place and its source."""
    about = source.facts or source.stated
    return Citation(
        number=number,
        source_id=source.source_id,
        title=source.title,
        authors=about.authors if about else None,
        year=about.year if about else None,
        design=source.design,
        url=reader_url(source),
        quote=quote.text,
        start=quote.start,
        end=quote.end,
        page=source.stated.page_at(quote.start) if source.stated else None,
        collection=source.collection,
    )


def reader_url(source: Source) -> str | None:
    """Where a reader finds the original: DOI or PubMed where there is one."""
    about = source.facts or source.stated
    if isinstance(about, Abstract | Stated):
        if about.doi:
            return f"https://doi.org/{about.doi}"
        if about.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{about.pmid}/"
    url = about.url if about else None
    return url if url and re.match(r"https?://", url) else None


def marks(numbers: Iterable[int]) -> str:
    """Write citation numbers as the reader sees them: " [1] [2]"."""
    return "".join(f" [{number}]" for number in numbers)


NARROWED = " in what was studied"


def evidence_line(evidence: Evidence, *, is_narrowed: bool = False) -> str | None:
    """Level and direction in plain words, or None where they don't apply."""
    if evidence.level == "not_applicable":
        return None
    words = LEVEL_WORDS[evidence.level]
    if evidence.level in {"strong", "moderate", "limited", "preclinical"}:
        words += f", {DIRECTION_WORDS.get(evidence.direction, '')}"
    words += NARROWED if is_narrowed else ""
    return f"*{words}.*"


MARKUP = re.compile(r"(<(?=[A-Za-z/!?])|\[|\](?=\()|(?<!\w)[*_]|[*_](?!\w)|[`\\])")


def escape_markdown(text: str) -> str:
    """Keep document text from acting as markup or as a citation marker; "p < 0.05" stays as it is."""
    return MARKUP.sub(r"\\\1", text)


class Rendered:
    """The Markdown of an answer and the numbered lists behind it."""

    def __init__(self, draft: Draft, read_source: Callable[[str], Source | None]) -> None:
        """Number the citations and write the answer."""
        self._numbering = Numbering(read_source)
        self.claims: list[Claim] = []
        self.caveats: list[Caveat] = []
        self.markdown = self._write(draft)
        self.citations = tuple(self._numbering.citations)

    def _write(self, draft: Draft) -> str:
        if draft.message:
            return draft.message
        blocks = [draft.advice, *self._first_lines(draft)]
        for section in draft.sections:
            bullets = (f"- {self._claims(item.claims)}" for item in section.items)
            blocks.append(f"**{section.heading}**\n\n" + "\n".join(bullets))
        if lines := self._caveats(draft):
            blocks.append(f"**{CAVEATS_HEADING}**\n\n" + "\n".join(lines))
        blocks += collection_lines(self._numbering.citations)
        return "\n\n".join(block for block in blocks if block)

    def _caveats(self, draft: Draft) -> list[str]:
        """A line for each caveat; those on how good the studies are share one."""
        lines: dict[str, list[str]] = {}
        said = {draft.advice, *(claim.text for claim in self.claims)}
        for place, caveat in enumerate(draft.caveats):
            numbers = self._numbering.numbers(caveat.quotes)
            self.caveats.append(Caveat(kind=caveat.kind, text=caveat.text, citations=numbers))
            if any(text.endswith(caveat.text) for text in said):  # It stands above.
                continue
            is_of_studies = caveat.kind in OF_STUDIES
            word = STUDIES_WORD if is_of_studies else CAVEAT_WORDS[caveat.kind]
            line = lines.setdefault(word if is_of_studies else str(place), [f"- *{word}:*"])
            line.append(f"{escape_markdown(caveat.text)}{marks(numbers)}")
        return [" ".join(line) for line in lines.values()]

    def _first_lines(self, draft: Draft) -> list[str]:
        """A paragraph for each part of the question, and the evidence line below its own.

        The heading of the first stands in its line, so that an answer begins with what it says.
        """
        blocks: list[str] = []
        evidence = draft.evidence
        line = evidence_line(evidence, is_narrowed=draft.is_narrowed) if evidence else None
        for part, claims in groupby(draft.lead, key=lambda claim: claim.part):
            words = self._claims(claims)
            if part and not blocks:
                words = f"**{part}:** {words}"
            elif part:
                blocks.append(f"**{part}**")
            blocks.append(words)
            if line and part == draft.evidence_part:
                blocks.append(line)
                line = None
        return [*blocks, *([line] if line else [])]

    def _claims(self, claims: Iterable[DraftClaim]) -> str:
        """Write claims one after the other; one that ends in a colon is cited behind what completes it."""
        words: list[str] = []
        open_numbers: tuple[int, ...] = ()
        for claim in claims:
            numbers = tuple(dict.fromkeys((*open_numbers, *self._claim(claim))))
            is_open = claim.kind == "derived" and claim.text.endswith(":")
            open_numbers = numbers if is_open else ()
            words.append(escape_markdown(claim.text) + ("" if is_open else marks(numbers)))
        return " ".join(words) + marks(open_numbers)

    def _claim(self, claim: DraftClaim) -> tuple[int, ...]:
        """List a claim and give the numbers that it cites."""
        numbers = self._numbering.numbers(claim.quotes)
        self.claims.append(
            Claim(
                text=claim.text,
                kind=claim.kind,
                citations=numbers,
                design=claim.design,
                attributed=claim.attributed,
                strength=claim.strength,
                operands=claim.operands if claim.kind == "derived" else None,
                query=claim.query if claim.kind == "coverage" else None,
            )
        )
        return numbers


def collection_lines(citations: Iterable[Citation]) -> list[str]:
    """Say of each personal collection which passages are from it."""
    numbers: dict[str, list[int]] = {}
    for citation in citations:
        if citation.collection:
            numbers.setdefault(citation.collection, []).append(citation.number)
    return [
        f"*From your collection “{name}”:{marks(found)}*" for name, found in sorted(numbers.items())
    ]


def references(answer: Answer) -> str:
    """List the cited passages for a terminal or an export, one a line."""
    return references_of(answer.citations)


def references_of(citations: Iterable[Citation]) -> str:
    """List passages, one a line, with the address of each document where there is one."""
    lines = []
    for c in citations:
        page = f"p. {c.page}" if c.page else None
        who = ", ".join(str(part) for part in (c.authors, c.year, page, c.collection) if part)
        lines.append(f"[{c.number}] {c.title}{f' ({who})' if who else ''}: “{c.quote}”")
        if c.url:
            lines.append(f"    {c.url}")
    return "\n".join(lines)
