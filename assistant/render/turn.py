"""One question and its answer as HTML: first line, evidence card, studies, caveats, sources.

The answer's own Markdown is read, so that the page says exactly what the answer says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape

from assistant.compose.parts import DESIGN_WORDS, NOTE_LABEL
from assistant.render import (
    CAVEAT_WORDS,
    CAVEATS_HEADING,
    escape_markdown,
    evidence_line,
    words,
)
from assistant.render.actions import actions, follow_ups
from assistant.render.badges import facts_line, heading, opening_button
from assistant.render.card import evidence_card
from assistant.render.icons import CAVEAT_ICONS, icon
from assistant.render.markup import cite_button, inline_html, numbered, read_blocks
from assistant.schema import Answer, Caveat, CaveatKind, Citation, Source

ReadSource = Callable[[str], Source | None]

AFTER_MARKS = re.compile(r"(?<=\d\]) (?!\[)")
"""Where one claim of a study ends and the next begins: after its citations."""
STUDY_LABEL = re.compile(
    rf"((?:According to the |Note on the )?(?:{'|'.join(map(re.escape, DESIGN_WORDS.values()))})[^:]{{0,120}}): ",
    re.IGNORECASE,
)
SHOWN_ITEMS, SHOWN_CAVEATS = 4, 5
"""What is longer folds away after so many."""
FIRST_CAVEATS = (CaveatKind.ASK_CLINICIAN, CaveatKind.RETRACTED, CaveatKind.CORRECTION)
"""What nobody may overlook stands first, whatever is folded away."""


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
