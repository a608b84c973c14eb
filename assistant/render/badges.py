"""What a document is, in one line of HTML: badge, authors, funding, link. Everything is escaped."""

from __future__ import annotations

import re
import zlib
from html import escape

from assistant.compose.parts import DESIGN_WORDS
from assistant.render import words
from assistant.render.icons import icon
from assistant.schema import Abstract, Article, Design, Source

SPECIES_WORDS = {"rat": "rats", "mouse": "mice", "mixed": "several species"}
FAMILIES = {
    Design.META_ANALYSIS: "synthesis",
    Design.SYSTEMATIC_REVIEW: "synthesis",
    Design.RCT: "trial",
    Design.NONRANDOMIZED_TRIAL: "trial",
    Design.ANIMAL: "lab",
    Design.IN_VITRO: "lab",
    Design.ARTICLE: "article",
}
"""Badges of one family share a colour; the words carry the meaning."""


def heading(text: str, level: int = 3, element_id: str = "") -> str:
    """A heading; one with an id can take the focus."""
    attributes = f' id="{element_id}" tabindex="-1"' if element_id else ""
    return f"<h{level}{attributes}>{escape(text)}</h{level}>"


def opening_button(
    text: str, source_id: str, start: int = 0, end: int = 0, label: str = "", kind: str = "open",
    quote: str = "",
) -> str:  # fmt: skip
    """A button that opens a document, at a passage where offsets are given; `text` is HTML.

    With the passage's quote, a version of the document that says something else there can be told.
    """
    named = f' aria-label="{escape(label)}"' if label else ""
    place = f'data-source="{escape(source_id)}" data-start="{start}" data-end="{end}"'
    if quote:
        place += f' data-quote="{short_sum(quote)}"'
    return (
        f'<button type="button" class="{kind}" data-event="select" {place}{named}>{text}</button>'
    )


def short_sum(text: str) -> str:
    """A checksum of a text, by which its being the same is told."""
    return f"{zlib.crc32(text.encode()):08x}"


def safe_url(url: str | None) -> str | None:
    """A web address that may become a link; anything else may not."""
    return url if url and re.match(r"https?://[^\s]+\Z", url, re.IGNORECASE) else None


def external_link(url: str | None) -> str:
    """A link to the original that opens apart and tells the other side nothing."""
    safe = safe_url(url)
    if not safe:
        return ""
    name = words.DOI if "doi.org/" in safe else words.PUBMED if "pubmed" in safe else words.ORIGINAL
    return (
        f'<a class="original" href="{escape(safe)}" target="_blank" rel="noopener noreferrer">'
        f'{icon("link")}{name}<span class="hidden-text"> {words.NEW_TAB}</span></a>'
    )


def original_links(source: Source) -> str:
    """Links to the original: DOI and PubMed where there are such, else its address."""
    facts = source.facts
    if facts is None:
        return ""
    urls = [facts.url]
    if isinstance(facts, Abstract):
        doi = f"https://doi.org/{facts.doi}" if facts.doi else None
        pubmed = f"https://pubmed.ncbi.nlm.nih.gov/{facts.pmid}/" if facts.pmid else None
        urls = [url for url in (doi, pubmed) if url] or urls
    return " ".join(link for url in urls if (link := external_link(url)))


def badge_text(source: Source) -> str:
    """What a source is, in the words of its badge: "Randomised trial, n = 80"."""
    facts = source.facts
    if facts is None:
        kind = source.detected.kind if source.detected else None
        seems = DESIGN_WORDS[kind.value] if kind and kind.is_sure else None
        return words.SEEMS_A.format(seems.lower()) if seems else words.NO_DESCRIPTION
    if isinstance(facts, Article):
        return words.INTEREST_WORDS[facts.interest]
    parts = [DESIGN_WORDS[facts.kind]]
    if facts.kind is Design.ANIMAL and facts.species in SPECIES_WORDS:
        parts[0] += f" ({SPECIES_WORDS[facts.species]})"
    if facts.trials_included:
        parts.append(f"{facts.trials_included:,} trials")
    people = facts.n_analysed or facts.n_randomised
    if people and facts.kind not in {Design.ANIMAL, Design.IN_VITRO}:
        parts.append(f"n = {people:,}")
    return ", ".join(parts)


def badges(source: Source) -> str:
    """The badge of a source, and another where it was retracted."""
    family = FAMILIES.get(source.design, "other")
    if isinstance(source.facts, Article) and source.facts.interest == "sells":
        family = "seller"
    html = f'<span class="badge badge-{family}">{escape(badge_text(source))}</span>'
    if isinstance(source.facts, Abstract) and source.facts.is_retracted:
        html += f' <span class="badge badge-warning">{words.RETRACTED}</span>'
    return html


def short_funding(source: Source) -> str:
    """Who stands behind a source, in a few words."""
    facts = source.facts
    if isinstance(facts, Abstract):
        return words.FUNDING_WORDS[facts.funding_class]
    if isinstance(facts, Article):
        return f"Sells {facts.sells}" if facts.sells else words.SELLS_NOTHING.rstrip(".")
    return ""


def details(source: Source) -> str:
    """Authors, year and journal in one line, as far as they are known."""
    facts = source.facts
    if facts is None:
        return ""
    journal = facts.journal if isinstance(facts, Abstract) else None
    return " · ".join(str(part) for part in (facts.authors, facts.year, journal) if part)


def facts_line(source: Source, with_badges: bool = True) -> str:
    """Badge, authors, year, journal and funding of a document, with links to the original."""
    parts = [
        f"<span>{escape(text)}</span>"
        for text in (details(source), short_funding(source), source.collection)
        if text
    ]
    if links := original_links(source):
        parts.append(links)
    return f'<p class="facts">{badges(source) if with_badges else ""} {" · ".join(parts)}</p>'
