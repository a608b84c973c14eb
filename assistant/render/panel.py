"""One document as HTML: what it is, its facts, and its text with the cited passage marked.

Whatever the document says is escaped on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from assistant.compose.parts import DESIGN_WORDS
from assistant.render import CAVEAT_WORDS, LEVEL_WORDS, words
from assistant.render.badges import badges, details, heading, opening_button, original_links
from assistant.render.card import LEVEL_STEPS
from assistant.render.icons import direction_icon
from assistant.render.own import detected_html
from assistant.render.turn import ReadSource
from assistant.schema import Abstract, Article, ArticleClaim, Source

CONTEXT = 40_000
"""Characters of a long document that are shown before and after the cited passage."""
BLOCK = re.compile(r"\S.*?(?=\n[ \t]*\n|\Z)", re.DOTALL)
HEADING_SIGN = re.compile(r"#{1,6}[ \t]+(?=\S[^\n]*\Z)")
CLOSE = f'<button type="button" class="close" data-event="close">{words.BACK}</button>'


def empty_panel() -> str:
    """What stands in the panel before a document is opened: how to read what will come."""
    levels = "".join(f"<li>{escape(LEVEL_WORDS[level])}</li>" for level in reversed(LEVEL_STEPS))
    return (
        f"{heading(words.PANEL_TITLE, 2, 'panel-top')}<p>{escape(words.PANEL_TEXT)}</p>"
        f'<p>{words.LEVELS_INTRO}</p><ol class="legend">{levels}</ol>'
    )


def source_panel(
    source_id: str, start: int, end: int, read_source: ReadSource, with_steps: bool = True,
    note: str = "",
) -> str:  # fmt: skip
    """One document, opened at its passage where there is one.

    Args:
        source_id: the document.
        start: where the passage begins, in code points of the document's text.
        end: where it ends; without a passage not beyond `start`.
        read_source: reads a document.
        with_steps: whether there are passages before and after it to go to.
        note: what there is to say of the document as it is shown.
    """
    source = read_source(source_id)
    if source is None:
        return f'<div class="bar">{CLOSE}</div>{heading(words.GONE, 2, "panel-top")}'
    steps = (
        f'<span class="steps"><button type="button" data-event="step" data-step="-1" '
        f'aria-label="{words.BEFORE}">‹</button><button type="button" data-event="step" '
        f'data-step="1" aria-label="{words.NEXT}">›</button></span>'
    )
    design = words.DESIGN_NOTES.get(source.design, "")
    told = f'<p class="notice">{escape(note)}</p>' if note else ""
    return (
        f'<div class="bar">{CLOSE}{steps if with_steps and end > start else ""}</div>'
        f'<p class="kind">{badges(source)} <span class="quiet">{escape(design)}</span></p>'
        f"{heading(source.title, 2, 'panel-top')}{told}"
        f'<p class="facts">{escape(details(source))}</p><p class="links">{original_links(source)}</p>'
        f"{notices(source)}{facts_html(source, read_source)}{heading(words.DOCUMENT)}"
        f'<article class="document">{document_html(source, start, end)}</article>'
    )


def notices(source: Source) -> str:
    """Every correction, retraction or inconsistency of a document."""
    found = source.facts.notices if isinstance(source.facts, Abstract) else ()
    return "".join(
        f'<p class="notice"><b>{escape(n.kind.replace("_", " ").capitalize())}:</b> '
        f"{escape(n.text)}</p>"
        for n in found
    )


# --- facts -----------------------------------------------------------------------------------


def facts_html(source: Source, read_source: ReadSource) -> str:
    """What is known of a document: a study's facts and results, or an article's claims."""
    if isinstance(source.facts, Abstract):
        return study_facts(source.facts)
    if isinstance(source.facts, Article):
        return article_facts(source.facts, read_source)
    return detected_html(source)


def table_rows(rows: Iterable[tuple[str, str]]) -> str:
    """Rows of a table of facts; `rows` are names and HTML."""
    return "".join(f'<tr><th scope="row">{escape(k)}</th><td>{v}</td></tr>' for k, v in rows if v)


def amount(facts: Abstract) -> str:
    """The daily dose: of the compound, of the element, or as the record words it."""
    parts = []
    if facts.dose_compound_mg_per_day is not None:
        parts.append(f"{facts.dose_compound_mg_per_day:,g} mg a day")
    if facts.dose_elemental_mg_per_day is not None:
        parts.append(f"{facts.dose_elemental_mg_per_day:,g} mg a day of the element")
    return "; ".join([*parts, *([facts.dose_note] if facts.dose_note else [])])


def people(facts: Abstract) -> str:
    """How many were assigned and analysed, as far as it is known."""
    parts = []
    if facts.n_randomised:
        parts.append(f"{facts.n_randomised:,} assigned")
    if facts.n_analysed:
        parts.append(f"{facts.n_analysed:,} analysed")
    if facts.smallest_arm:
        parts.append(f"{facts.smallest_arm:,} in the smallest group")
    return ", ".join(parts)


def study_facts(facts: Abstract) -> str:
    """A study's facts, results and limits as tables."""
    funding = f"{words.FUNDING_WORDS[facts.funding_class]}. {facts.funding}"
    names = words.FACT_ROWS
    rows = (
        (names["participants"], facts.participants),
        (names["analysed"], people(facts)),
        (names["reviewed"], f"{facts.trials_included:,}" if facts.trials_included else ""),
        (names["dose"], amount(facts)),
        (names["form"], facts.form or ""),
        (names["companions"], ", ".join(facts.co_ingredients) if facts.combination else ""),
        (names["duration"], facts.duration or ""),
        (names["comparator"], facts.comparator),
        (names["funding"], funding),
        (names["harms"], facts.harms),
    )
    known = table_rows((name, escape(value)) for name, value in rows)
    limits = "".join(
        f"<li><b>{escape(CAVEAT_WORDS[limit.caveat])}.</b> {escape(limit.text)}</li>"
        for limit in facts.limits
    )
    weak = f'{heading(words.LIMITS)}<ul class="limits">{limits}</ul>' if limits else ""
    return (
        f'{heading(words.FACTS)}<table class="facts-table"><tbody>{known}</tbody></table>'
        f"{results_table(facts)}{weak}"
    )


def results_table(facts: Abstract) -> str:
    """What came out, an outcome a row, with its direction as a shape and in words."""
    if not facts.outcomes:
        return ""
    head = "".join(f'<th scope="col">{name}</th>' for name in words.OUTCOME_COLUMNS)
    rows = "".join(
        f'<tr><th scope="row">{escape(o.name)}</th><td>{direction_icon(o.direction)}'
        f"{words.DIRECTIONS[o.direction]}</td><td>{words.ROLE_WORDS[o.role]}</td>"
        f"<td>{escape(o.effect or '')}</td></tr>"
        for o in facts.outcomes
    )
    return (
        f'{heading(words.RESULTS)}<div class="wide" tabindex="0" role="region" '
        f'aria-label="{words.RESULTS}"><table class="results"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def article_facts(facts: Article, read_source: ReadSource) -> str:
    """Who speaks, what they sell, and each claim beside what the documents say to it."""
    sells = f"{facts.sells}. {facts.interest_sentence}" if facts.sells else facts.interest_sentence
    rows = ((words.SPEAKS, facts.speaker_sentence), (words.SELLS, sells))
    known = table_rows((name, escape(value)) for name, value in rows)
    claims = "".join(claim_html(claim, read_source) for claim in facts.claims)
    return (
        f'{heading(words.FACTS)}<table class="facts-table"><tbody>{known}</tbody></table>'
        f'<details class="claims"><summary>{words.ARTICLE_CLAIMS} ({len(facts.claims)})</summary>'
        f"<ol>{claims}</ol></details>"
    )


def claim_html(claim: ArticleClaim, read_source: ReadSource) -> str:
    """One claim of an article, what it offers for it, and what the documents say."""
    marks = [words.SUPPORT_WORDS[claim.support]]
    marks += [f"{words.STEP}: {words.STEP_WORDS[step]}" for step in claim.step_up]
    if claim.is_error:
        marks.append(words.ERROR)
    tags = " ".join(f'<span class="tag">{escape(mark)}</span>' for mark in marks)
    named = [source for name in claim.rests_on if (source := read_source(name))]
    studies = "".join(
        f"<li>{opening_button(escape(source.title), source.source_id)} "
        f'<span class="quiet">{escape(DESIGN_WORDS[source.design])}</span></li>'
        for source in named
    )
    beside = escape(claim.note) if claim.note else "" if named else words.NO_MATCH
    note = f"<p>{beside}</p>" if beside else ""
    return (
        f"<li><p><b>{words.CLAIM}:</b> {escape(claim.text)}</p><p>{tags}</p>"
        f'<div class="beside"><b>{words.BESIDE}</b>{note}<ul>{studies}</ul></div></li>'
    )


# --- text ------------------------------------------------------------------------------------


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
        html.append(f'<p class="quiet">{words.CUT}</p>')
    return "".join(html)
