"""Answers and documents become HTML; whatever a document or a person wrote is escaped on the way.

Pure functions, so that the page can be tested without a browser. A "place" names what a click
opens: `turn-number`, the answer's turn in the conversation and the number of the citation, or
number 0 for the answer's own evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape

from assistant.compose.parts import DESIGN_WORDS
from assistant.render import (
    CAVEAT_WORDS,
    CAVEATS_HEADING,
    DIRECTION_WORDS,
    LEVEL_WORDS,
    evidence_line,
    reader_url,
)
from assistant.schema import Abstract, Answer, Article, Citation, Design, Evidence, Source

ReadSource = Callable[[str], Source | None]

FUNDING_WORDS = {
    "maker": "Paid for by, or tied to, the maker",
    "independent": "Independent funding",
    "mixed": "Mixed funding",
    "unknown": "Funding unknown",
}
INTEREST_WORDS = {
    "sells": "Seller’s article",
    "none_seen": "Web article",
    "unknown": "Web article",
}
REASON_WORDS = {
    "substance_absent": "No document here is about this substance.",
    "outcome_absent": "Documents here cover the substance, but not this effect.",
    "other_form": "Only another form of the substance was tested.",
    "other_population": "It was tested in other people only.",
}
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
LEVEL_STEPS = {
    "none": 0,
    "anecdotal": 1,
    "preclinical": 2,
    "limited": 3,
    "moderate": 4,
    "strong": 5,
}
TO_CHAT = '<button type="button" class="to-chat" data-back>Back to the chat</button>'
CONTEXT = 40_000
"""Characters of a long document that are shown before and after the cited passage."""
BLOCK = re.compile(r"\S.*?(?=\n[ \t]*\n|\Z)", re.DOTALL)
HEADING_SIGN = re.compile(r"#{1,6}[ \t]+(?=\S[^\n]*\Z)")
MARK = re.compile(r" ?\[(\d+)\]")


def heading(text: str, level: int = 3, element_id: str = "") -> str:
    """A heading; the panel's first one takes the focus when the panel changes."""
    attributes = f' id="{element_id}" tabindex="-1"' if element_id else ""
    return f"<h{level}{attributes}>{escape(text)}</h{level}>"


def safe_url(url: str | None) -> str | None:
    """A web address that may become a link; anything else may not."""
    return url if url and re.match(r"https?://[^\s]+\Z", url, re.IGNORECASE) else None


def external_link(url: str | None) -> str:
    """A link to the original that opens apart and tells the other side nothing."""
    safe = safe_url(url)
    if not safe:
        return ""
    name = "DOI" if "doi.org/" in safe else "PubMed" if "pubmed" in safe else "Original"
    return (
        f'<a class="original" href="{escape(safe)}" target="_blank" rel="noopener noreferrer">'
        f'{name}<span aria-hidden="true"> ↗</span>'
        '<span class="hidden-text"> (opens in a new tab)</span></a>'
    )


# --- badges ----------------------------------------------------------------------------------


def badge_text(source: Source) -> str:
    """What a source is, in the words of its badge: "Randomised trial, n = 80"."""
    facts = source.facts
    if facts is None:
        return "Document without a description"
    if isinstance(facts, Article):
        return INTEREST_WORDS[facts.interest]
    words = [DESIGN_WORDS[facts.kind]]
    if facts.kind is Design.ANIMAL and facts.species in SPECIES_WORDS:
        words[0] += f" ({SPECIES_WORDS[facts.species]})"
    if facts.trials_included:
        words.append(f"{facts.trials_included:,} trials")
    people = facts.n_analysed or facts.n_randomised
    if people and facts.kind not in {Design.ANIMAL, Design.IN_VITRO}:
        words.append(f"n = {people:,}")
    return ", ".join(words)


def badges(source: Source) -> str:
    """The badge of a source, and another where it was retracted."""
    family = FAMILIES.get(source.design, "other")
    if isinstance(source.facts, Article) and source.facts.interest == "sells":
        family = "seller"
    html = f'<span class="badge badge-{family}">{escape(badge_text(source))}</span>'
    if isinstance(source.facts, Abstract) and source.facts.is_retracted:
        html += ' <span class="badge badge-warning">Retracted</span>'
    return html


def short_funding(source: Source) -> str:
    """Who stands behind a source, in a few words."""
    facts = source.facts
    if isinstance(facts, Abstract):
        return FUNDING_WORDS[facts.funding_class]
    if isinstance(facts, Article):
        return f"Sells {facts.sells}" if facts.sells else "No product of its own seen"
    return ""


def details(source: Source) -> str:
    """Authors, year and journal in one line, as far as they are known."""
    facts = source.facts
    if facts is None:
        return ""
    journal = facts.journal if isinstance(facts, Abstract) else None
    return " · ".join(str(part) for part in (facts.authors, facts.year, journal) if part)


# --- the chat --------------------------------------------------------------------------------


def plain_markdown(text: str) -> str:
    """Keep HTML, remote images and foreign links out of Markdown."""
    return escape(text, quote=False).replace("![", "!\\[").replace("](", "]\\(")


def chat_markdown(answer: Answer, turn: int) -> str:
    """The answer for the chat: what the panel sets apart is left out, [n] become links."""
    text, _, _ = answer.answer.partition(f"**{CAVEATS_HEADING}**")
    line = evidence_line(answer.evidence) if answer.evidence else None
    if line:
        text = text.replace(f"\n\n{line}", "", 1)
    known = {citation.number for citation in answer.citations}

    def link(match: re.Match[str]) -> str:
        number = int(match.group(1))
        if number not in known:
            return match.group()
        return f'&nbsp;[{number}](#cite-{turn}-{number} "Open passage {number}")'

    blocks = [MARK.sub(link, plain_markdown(text.strip()))]
    if answer.citations or answer.caveats:
        parts = (
            "evidence" if line else "",
            f"caveats ({len(answer.caveats)})" if answer.caveats else "",
            f"sources ({len(group_by_source(answer.citations))})" if answer.citations else "",
        )
        words = ", ".join(part for part in parts if part)
        blocks.append(f"[Show {words}](#cite-{turn}-0)")
    return "\n\n".join(blocks)


# --- the evidence of an answer ---------------------------------------------------------------


def evidence_card(answer: Answer) -> str:
    """Level and direction in words, with the counts behind them; empty where they don't apply."""
    evidence = answer.evidence
    if answer.status == "no_evidence":
        level = "No evidence in these documents"
        second = REASON_WORDS.get(answer.reason or "", "No document here answers this.")
        more = ""
    elif evidence is None or evidence.level == "not_applicable":
        return ""
    else:
        level = LEVEL_WORDS[evidence.level]
        words = DIRECTION_WORDS.get(evidence.direction, "")
        second = words[:1].upper() + words[1:]
        more = meter(evidence) + counts(evidence)
    return (
        '<section class="card" aria-label="How good the evidence is">'
        f'<p class="level">{escape(level)}</p><p class="direction">{escape(second)}</p>{more}</section>'
    )


def meter(evidence: Evidence) -> str:
    """Five steps for the eye; the words above say the same."""
    filled = LEVEL_STEPS.get(evidence.level, 0)
    steps = "".join(f'<i class="{"on" if step < filled else "off"}"></i>' for step in range(5))
    return f'<div class="meter" aria-hidden="true">{steps}</div>'


def counts(evidence: Evidence) -> str:
    """What the level rests on."""
    strongest = DESIGN_WORDS[evidence.strongest_design] if evidence.strongest_design else None
    people = f"{evidence.participants:,}" if evidence.participants is not None else None
    rows = (
        ("Best kind of source", strongest),
        ("Trials in people", f"{evidence.human_trials:,}"),
        ("People in them", people),
        ("Studies with no difference or no clear result", f"{evidence.null_results:,}"),
    )
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in rows
        if value is not None
    )
    return f"<dl>{items}</dl>"


def cite_button(place: str, number: int, title: str) -> str:
    """A small button that opens one passage."""
    label = escape(f"Open passage {number}: {title}")
    return f'<button type="button" class="cite" data-cite="{place}" aria-label="{label}">{number}</button>'


def caveat_list(answer: Answer, turn: int) -> str:
    """What limits the answer, set apart from it."""
    if not answer.caveats:
        return ""
    titles = {citation.number: citation.title for citation in answer.citations}
    items = []
    for caveat in answer.caveats:
        buttons = " ".join(
            cite_button(f"{turn}-{number}", number, titles[number])
            for number in caveat.citations
            if number in titles
        )
        word = CAVEAT_WORDS[caveat.kind]
        items.append(f"<li><b>{escape(word)}:</b> {escape(caveat.text)} {buttons}</li>")
    name = escape(CAVEATS_HEADING)
    return (
        f'<section class="caveats" aria-label="{name}">{heading(CAVEATS_HEADING)}'
        f"<ul>{''.join(items)}</ul></section>"
    )


def group_by_source(citations: Iterable[Citation]) -> dict[str, list[Citation]]:
    """Citations by the document that they open, in order of first use."""
    groups: dict[str, list[Citation]] = {}
    for citation in citations:
        groups.setdefault(citation.source_id, []).append(citation)
    return groups


def source_list(answer: Answer, turn: int, read_source: ReadSource) -> str:
    """The cited documents, each with its badge, funding, link and cited passages."""
    items = []
    for source_id, cited in group_by_source(answer.citations).items():
        buttons = "".join(
            f'<button type="button" class="passage" data-cite="{turn}-{c.number}"><span '
            f'class="number"><span class="hidden-text">Open passage </span>{c.number}</span>'
            f'<span class="quote">{escape(c.quote)}</span></button>'
            for c in cited
        )
        source = read_source(source_id)
        about = facts_line(source, cited[0].url) if source else ""
        title = source.title if source else cited[0].title
        items.append(f'<li><p class="title">{escape(title)}</p>{about}{buttons}</li>')
    if not items:
        return ""
    return (
        f'<section class="sources" aria-label="Sources">{heading("Sources")}'
        f"<ol>{''.join(items)}</ol></section>"
    )


def facts_line(source: Source, url: str | None, with_badges: bool = True) -> str:
    """Badge, authors, year, funding and link of a document."""
    parts = [
        f"<span>{escape(text)}</span>" for text in (details(source), short_funding(source)) if text
    ]
    if link := external_link(url):
        parts.append(link)
    return f'<p class="facts">{badges(source) if with_badges else ""} {" · ".join(parts)}</p>'


def answer_panel(answer: Answer, turn: int, read_source: ReadSource) -> str:
    """Everything beside an answer: evidence, caveats, sources."""
    asked = f'<p class="asked">{escape(answer.question)}</p>'
    body = (
        evidence_card(answer) + caveat_list(answer, turn) + source_list(answer, turn, read_source)
    )
    if not body:
        body = '<p class="quiet">No documents were used for this reply.</p>'
    return f"{heading('Behind this answer', 2, 'panel-top')}{asked}{body}{TO_CHAT}"


def empty_panel() -> str:
    """What stands in the panel before the first question: how to read what will come."""
    levels = "".join(f"<li>{escape(LEVEL_WORDS[level])}</li>" for level in reversed(LEVEL_STEPS))
    return (
        heading("Behind each answer", 2, "panel-top")
        + "<p>Here you will see how good the evidence is, what to keep in mind, and every document "
        "that was used. Choose a number such as <b>1</b> in an answer to read the passage in its "
        "document.</p><p>From most to least, an answer can rest on:</p>"
        f'<ol class="legend">{levels}</ol>'
    )


# --- one document ----------------------------------------------------------------------------


def highlighted(text: str, first: int, last: int) -> str:
    """Text with the part between two offsets marked; offsets outside it mark nothing."""
    first = min(max(first, 0), len(text))
    last = min(max(last, first), len(text))
    if first == last:
        return escape(text)
    cited = f"<mark>{escape(text[first:last])}</mark>"
    return f"{escape(text[:first])}{cited}{escape(text[last:])}"


def document_html(source: Source, start: int, end: int) -> str:
    """The document with the cited stretch marked; of a long one, the part around it."""
    html, is_cut = [], False
    for block in BLOCK.finditer(source.text):
        is_cited = block.start() < end and start < block.end()
        if block.end() < start - CONTEXT or block.start() > end + CONTEXT:
            is_cut = True
            continue
        sign = HEADING_SIGN.match(block.group())
        text = block.group()[sign.end() :] if sign else block.group()
        if sign and text.strip() == source.title and not is_cited:
            continue
        offset = block.end() - len(text)
        tag = "h4" if sign else "p"
        html.append(f"<{tag}>{highlighted(text, start - offset, end - offset)}</{tag}>")
    if is_cut:
        html.append('<p class="quiet">Only the part around the passage is shown.</p>')
    return "".join(html)


def source_panel(answer: Answer, turn: int, number: int, read_source: ReadSource) -> str:
    """One cited document, opened at its passage."""
    citation = next((c for c in answer.citations if c.number == number), None)
    source = read_source(citation.source_id) if citation else None
    back = (
        f'<button type="button" class="back" data-cite="{turn}-0">'
        '<span aria-hidden="true">← </span>Evidence</button>'
    )
    if citation is None or source is None:
        return f"{back}{heading('This document is no longer here', 2, 'panel-top')}"
    return (
        f'<div class="bar"><nav aria-label="Passages">{back}{neighbours(answer, turn, number)}</nav>'
        f"<p>{badges(source)}</p></div>"
        f"{heading(source.title, 2, 'panel-top')}"
        f"{facts_line(source, reader_url(source), with_badges=False)}{funding_note(source)}"
        f'<article class="document" aria-label="Document">'
        f"{document_html(source, citation.start, citation.end)}</article>{TO_CHAT}"
    )


def neighbours(answer: Answer, turn: int, number: int) -> str:
    """Where one is among the passages, with buttons to the one before and after."""
    known = [citation.number for citation in answer.citations]
    at = known.index(number)

    def step(to: int, sign: str, name: str) -> str:
        if not 0 <= to < len(known):
            return f'<button type="button" disabled aria-label="{name}">{sign}</button>'
        place = f"{turn}-{known[to]}"
        return f'<button type="button" data-cite="{place}" aria-label="{name}">{sign}</button>'

    return (
        f'<span class="steps">{step(at - 1, "‹", "Passage before")}'
        f"<span>Passage {number} of {len(known)}</span>{step(at + 1, '›', 'Next passage')}</span>"
    )


def funding_note(source: Source) -> str:
    """The sentence on money or interests, and every notice on the document."""
    facts = source.facts
    if facts is None:
        return ""
    money = facts.funding if isinstance(facts, Abstract) else facts.interest_sentence
    notices = facts.notices if isinstance(facts, Abstract) else ()
    warnings = "".join(
        f'<p class="notice"><b>{escape(n.kind.replace("_", " ").capitalize())}:</b> '
        f"{escape(n.text)}</p>"
        for n in notices
    )
    return f'<p class="funding"><b>Who is behind it:</b> {escape(money)}</p>{warnings}'
