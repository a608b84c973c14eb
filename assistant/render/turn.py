"""One question and its answer as HTML: first line, evidence card, studies, caveats, sources.

The answer's own Markdown is read, so that the page says exactly what the answer says; whatever a
document or a person wrote is escaped on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import NamedTuple

from markdown_it import MarkdownIt

from assistant.compose.parts import DESIGN_WORDS, NOTE_LABEL
from assistant.render import (
    CAVEAT_WORDS,
    CAVEATS_HEADING,
    DIRECTION_WORDS,
    LEVEL_WORDS,
    escape_markdown,
    evidence_line,
    words,
)
from assistant.render.badges import facts_line, heading, opening_button
from assistant.render.icons import CAVEAT_ICONS, direction_icon, icon
from assistant.schema import Answer, Caveat, CaveatKind, Citation, Evidence, Source

ReadSource = Callable[[str], Source | None]

INLINE = MarkdownIt("zero").enable(["emphasis", "escape"])
"""Emphasis and escapes alone: no HTML, image or link can come of an answer's text."""
LEVEL_STEPS = {
    "none": 0,
    "anecdotal": 1,
    "preclinical": 2,
    "limited": 3,
    "moderate": 4,
    "strong": 5,
}
PEOPLE_LEVELS = {"limited", "moderate", "strong"}
CITE = re.compile(r"(?<!\\) \[(\d{1,4})\]")
AFTER_MARKS = re.compile(r"(?<=\d\]) (?!\[)")
"""Where one claim of a study ends and the next begins: after its citations."""
PLACE = re.compile("\ue000(\\d+)\ue001")
STUDY_LABEL = re.compile(
    rf"((?:According to the |Note on the )?(?:{'|'.join(map(re.escape, DESIGN_WORDS.values()))})[^:]{{0,120}}): ",
    re.IGNORECASE,
)
SHOWN_ITEMS, SHOWN_CAVEATS = 4, 5
"""What is longer folds away after so many."""
FIRST_CAVEATS = (CaveatKind.ASK_CLINICIAN, CaveatKind.RETRACTED, CaveatKind.CORRECTION)
"""What nobody may overlook stands first, whatever is folded away."""


class Block(NamedTuple):
    """A paragraph, or a heading (which may be empty) with its list."""

    title: str
    lines: tuple[str, ...]
    is_list: bool


def read_blocks(markdown: str) -> list[Block]:
    """Read the Markdown of an answer: paragraphs, headings in bold, lists."""
    blocks: list[Block] = []
    title = ""
    for part in re.split(r"\n\s*\n", markdown.strip()):
        lines = part.strip().split("\n")
        if re.fullmatch(r"\*\*[^*]+\*\*", part.strip()):
            title = part.strip().strip("*")
        elif all(line.startswith("- ") for line in lines):
            blocks.append(Block(title, tuple(line[2:] for line in lines), True))
            title = ""
        else:
            blocks.append(Block(title, (" ".join(lines),), False))
            title = ""
    return blocks


def inline_html(text: str, citations: dict[int, Citation]) -> str:
    """One line of Markdown as HTML; " [3]" becomes a button where there is such a citation."""

    def mark(match: re.Match[str]) -> str:
        number = int(match.group(1))
        return f"\ue000{number}\ue001" if number in citations else match.group()

    def button(match: re.Match[str]) -> str:
        return cite_button(citations[int(match.group(1))])

    bare = text.replace("\ue000", "").replace("\ue001", "")
    return PLACE.sub(button, INLINE.renderInline(CITE.sub(mark, bare)))


def cite_button(citation: Citation) -> str:
    """A small numbered button that opens one passage."""
    who = " ".join(str(part) for part in (first_author(citation), citation.year) if part)
    label = f"{words.OPEN_PASSAGE.format(citation.number)}: {who or citation.title[:60]}"
    return opening_button(
        str(citation.number), citation.source_id, citation.start, citation.end, label, "cite",
        citation.quote,
    )  # fmt: skip


def first_author(citation: Citation) -> str:
    """Who stands first among the authors."""
    return re.split(r"[,;]| et al", citation.authors or "")[0].strip()


def numbered(answer: Answer) -> dict[int, Citation]:
    """The citations of an answer by their numbers."""
    return {citation.number: citation for citation in answer.citations}


# --- the parts of a turn ---------------------------------------------------------------------


def evidence_card(answer: Answer) -> str:
    """Level and result in words, with the counts behind them; empty where they don't apply."""
    evidence = answer.evidence
    if answer.status == "no_evidence":
        why = words.REASONS.get(answer.reason or "", words.NO_EVIDENCE_WHY)
        return (
            f'<section class="card card-none" aria-label="{words.CARD_LABEL}">'
            f"<p>{icon('search')}<b>{words.NO_EVIDENCE}</b></p><p>{escape(why)}</p></section>"
        )
    if evidence is None or evidence.level == "not_applicable":
        return ""
    known = f"{meter(evidence)}<b>{escape(LEVEL_WORDS[evidence.level])}</b>"
    cells = [(words.EVIDENCE, known)]
    if evidence.direction in DIRECTION_WORDS and evidence.level not in {"none", "anecdotal"}:
        shape = direction_icon(evidence.direction)
        cells.append(
            (words.RESULT, f"{shape}<b>{escape(words.DIRECTIONS[evidence.direction])}</b>")
        )
    if evidence.strongest_design:
        cells.append((words.BEST, f"<b>{escape(DESIGN_WORDS[evidence.strongest_design])}</b>"))
    if evidence.human_trials or evidence.level in PEOPLE_LEVELS:
        cells.append((words.TRIALS, f"<b>{evidence.human_trials:,}</b>"))
        people = evidence.participants
        cells.append((words.PEOPLE, f"<b>{f'{people:,}' if people else words.NOT_COUNTED}</b>"))
        cells.append((words.NULLS, f"<b>{evidence.null_results:,}</b>"))
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in cells)
    return (
        f'<section class="card level-{evidence.level}" aria-label="{words.CARD_LABEL}">'
        f"<dl>{rows}</dl></section>"
    )


def meter(evidence: Evidence) -> str:
    """Five steps for the eye; the words beside them say the same."""
    filled = LEVEL_STEPS.get(evidence.level, 0)
    steps = "".join(f'<i class="{"on" if step < filled else "off"}"></i>' for step in range(5))
    return f'<span class="meter" aria-hidden="true">{steps}</span>'


def folded(items: Sequence[str], shown: int, kind: str) -> str:
    """A list of which the first items are seen, and the rest on demand; one more is no rest."""
    if len(items) <= shown + 1:
        return f'<ul class="{kind}">{"".join(items)}</ul>'
    more = words.MORE_ITEMS.format(len(items) - shown)
    return (
        f'<ul class="{kind}">{"".join(items[:shown])}</ul><details class="more"><summary>{more}'
        f'</summary><ul class="{kind}">{"".join(items[shown:])}</ul></details>'
    )


def item_html(line: str, citations: dict[int, Citation]) -> str:
    """One study or article: its label on a line of its own, notes beside a claim set below it."""
    label = STUDY_LABEL.match(line)
    head = ""
    if label:
        head = f'<p class="study">{inline_html(label.group(1), citations)}</p>'
        line = line[label.end() :]
    told, *notes = line.split(f" {NOTE_LABEL} ")
    body = "".join(f"<p>{inline_html(one, citations)}</p>" for one in AFTER_MARKS.split(told))
    beside = "".join(
        f'<p class="beside"><b>{escape(NOTE_LABEL)}</b> {inline_html(note, citations)}</p>'
        for note in notes
    )
    return f"<li>{head}{body}{beside}</li>"


def lead_html(answer: Answer, text: str, citations: dict[int, Citation]) -> str:
    """The first line large, and what else the first paragraph says below it."""
    verdict, *results = [escape_markdown(claim.text) for claim in answer.claims[:2]] or [text]
    first = " ".join([verdict, *results]) if verdict.endswith(":") else verdict
    cut = len(text)
    if text.startswith(first):
        marks = re.compile(r"(?: \[\d+\])*").match(text, len(first))
        cut = marks.end() if marks else len(first)
    rest = text[cut:].strip()
    more = f'<p class="rest">{inline_html(rest, citations)}</p>' if rest else ""
    return f'<p class="lead">{inline_html(text[:cut], citations)}</p>{more}'


def body_html(answer: Answer) -> tuple[str, str]:
    """The first paragraph and the rest of an answer, without what the card and the list say."""
    citations = numbered(answer)
    levels = [
        (evidence_line(answer.evidence, is_narrowed=narrowed),)
        for narrowed in (False, True)
        if answer.evidence
    ]
    lead, parts = "", []
    for block in read_blocks(answer.answer):
        if block.title == CAVEATS_HEADING or block.lines in levels:
            continue
        title = heading(block.title, 4) if block.title else ""
        if block.is_list:
            items = [item_html(text, citations) for text in block.lines]
            parts.append(title + folded(items, SHOWN_ITEMS, "studies"))
        elif not lead:
            lead = lead_html(answer, block.lines[0], citations)
        else:
            parts.append(f"{title}<p>{inline_html(block.lines[0], citations)}</p>")
    return lead, "".join(parts)


def caveat_list(answer: Answer) -> str:
    """What limits the answer, each with an icon and words; safety and retractions stand first."""
    if not answer.caveats:
        return ""
    citations = numbered(answer)

    def rank(caveat: Caveat) -> int:
        order = (*FIRST_CAVEATS, caveat.kind)
        return min(order.index(caveat.kind), len(FIRST_CAVEATS))

    items = []
    for caveat in sorted(answer.caveats, key=rank):
        buttons = "".join(cite_button(citations[n]) for n in caveat.citations if n in citations)
        word = escape(CAVEAT_WORDS[caveat.kind])
        weight = "first" if caveat.kind in FIRST_CAVEATS else "usual"
        items.append(
            f'<li class="{weight}">{icon(CAVEAT_ICONS[caveat.kind])}<p><b>{word}.</b> '
            f"{escape(caveat.text)}{buttons}</p></li>"
        )
    first = sum(caveat.kind in FIRST_CAVEATS for caveat in answer.caveats)
    return (
        f'<section class="caveats" aria-label="{CAVEATS_HEADING}">{heading(CAVEATS_HEADING, 4)}'
        f"{folded(items, max(SHOWN_CAVEATS, first), 'lines')}</section>"
    )


def group_by_source(citations: Iterable[Citation]) -> dict[str, list[Citation]]:
    """Citations by the document that they open, in order of first use."""
    groups: dict[str, list[Citation]] = {}
    for citation in citations:
        groups.setdefault(citation.source_id, []).append(citation)
    return groups


def count_words(number: int, one: str) -> str:
    """A number with its noun: "1 passage", "12 passages"."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def source_list(answer: Answer, read_source: ReadSource) -> str:
    """The cited documents, each with its badge, funding, links and cited passages."""
    groups = group_by_source(answer.citations)
    items = []
    for source_id, cited in groups.items():
        source = read_source(source_id)
        buttons = "".join(
            opening_button(
                f'<span class="number">{c.number}</span><span class="quote">{escape(c.quote)}</span>',
                c.source_id, c.start, c.end, kind="passage", quote=c.quote,
            )
            for c in cited
        )  # fmt: skip
        about = facts_line(source) if source else ""
        title = source.title if source else cited[0].title
        items.append(f'<li><p class="title">{escape(title)}</p>{about}{buttons}</li>')
    if not items:
        return ""
    counted = words.SOURCES_COUNT.format(
        count_words(len(groups), "document"), count_words(len(answer.citations), "passage")
    )
    return (
        f'<details class="sources"><summary>{words.SOURCES}<span class="quiet"> {counted}</span>'
        f"</summary><ol>{''.join(items)}</ol></details>"
    )


def rating_form(turn: int) -> str:
    """A judgement with its reason, which is kept only where the person ticks that it may be."""
    reasons = "".join(
        f'<option value="{key}">{escape(text)}</option>'
        for key, text in words.RATING_REASONS.items()
    )

    def judgement(value: str, text: str) -> str:
        return (
            f'<label class="pick"><input type="radio" name="judgement-{turn}" value="{value}" '
            f"required>{icon('thumb')}<span>{text}</span></label>"
        )

    return (
        f'<details class="rate"><summary class="action">{icon("thumb")}{words.HELPFUL}</summary>'
        f'<form class="rating" data-turn="{turn}"><fieldset><legend>{words.RATING_QUESTION}</legend>'
        f"{judgement('up', words.RATE_GOOD)}{judgement('down', words.RATE_BAD)}</fieldset>"
        f'<label>{words.RATING_WHY}<select name="reason">{reasons}</select></label>'
        f'<label>{words.RATING_COMMENT}<textarea name="comment" rows="2" maxlength="1000"></textarea>'
        f'</label><label class="consent"><input type="checkbox" name="consent" required>'
        f"<span>{words.RATING_CONSENT}</span></label>"
        f'<button type="submit" class="action">{words.RATING_SEND}</button></form></details>'
    )


def follow_ups(questions: Sequence[str]) -> str:
    """Questions that the documents can answer, to be asked with one click."""
    if not questions:
        return ""
    chips = "".join(
        f'<button type="button" class="chip" data-event="submit" data-question="{escape(text)}">'
        f"{escape(text)}</button>"
        for text in questions
    )
    return (
        f'<section class="next" aria-label="{words.FOLLOW_UPS}"><p class="quiet">'
        f"{words.FOLLOW_UPS}</p>{chips}</section>"
    )


def actions(turn: int, answer: Answer) -> str:
    """What can be done with one answer."""
    map_button = ""
    if answer.citations and answer.understanding.substances:
        map_button = action("apply", turn, "map", words.OPEN_MAP)
    return (
        f'<div class="actions">{action("copy", turn, "copy", words.COPY)}'
        f"{action('retry', turn, 'again', words.RETRY)}{map_button}{rating_form(turn)}</div>"
    )


def action(event: str, turn: int, drawing: str, text: str) -> str:
    """A quiet button below an answer."""
    return (
        f'<button type="button" class="action" data-event="{event}" data-turn="{turn}">'
        f"{icon(drawing)}{text}</button>"
    )


# --- the turn --------------------------------------------------------------------------------


def asked_html(question: str, turn: int) -> str:
    """The question as it was typed; it can take the focus when its answer comes."""
    return f'<h3 class="asked" id="turn-{turn}" tabindex="-1">{escape(question)}</h3>'


def turn_html(
    answer: Answer, turn: int, read_source: ReadSource, next_questions: Sequence[str] = ()
) -> str:
    """A question with its whole answer."""
    lead, body = body_html(answer)
    read_as = ""
    if answer.standalone_question.strip() != answer.question.strip():
        read_as = f"{words.READ_AS}: {answer.standalone_question}"
    notes = "".join(
        f'<p class="quiet note">{escape(text)}</p>'
        for text in (read_as, words.FALLBACK if answer.fallback else "")
        if text
    )
    if answer.status == "urgent":
        lead = f'<p class="urgent-title">{icon("alert")}{words.URGENT}</p>{lead}'
    return (
        f'<article class="turn status-{answer.status}">{asked_html(answer.question, turn)}{notes}'
        f'<div class="said">{lead}{evidence_card(answer)}{body}</div>{caveat_list(answer)}'
        f"{source_list(answer, read_source)}{actions(turn, answer)}{follow_ups(next_questions)}"
        "</article>"
    )


def waiting_html(question: str, turn: int, line: str, is_working: bool = True) -> str:
    """A question that is being answered, with what is done now; or why there is no answer."""
    dots = '<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>'
    return (
        f'<article class="turn waiting">{asked_html(question, turn)}'
        f'<p class="stage">{escape(line)}{dots if is_working else ""}</p></article>'
    )


def welcome_html() -> str:
    """What stands before the first question: what this is, and questions to try."""
    chips = "".join(
        f'<button type="button" class="example" data-event="submit" data-question="{escape(text)}">'
        f"{escape(text)}</button>"
        for text in words.EXAMPLES
    )
    return (
        f'<section class="welcome">{heading(words.WELCOME, 2)}<p>{escape(words.WELCOME_TEXT)}</p>'
        f'<p class="quiet">{words.EXAMPLES_LABEL}</p><div class="examples">{chips}</div></section>'
    )


def conversation_html(turns: Iterable[str]) -> str:
    """The whole conversation, or the welcome where nothing was asked yet."""
    return "".join(turns) or welcome_html()
