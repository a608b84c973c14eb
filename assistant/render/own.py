"""Documents of the reader's own as HTML: what became of each file, and what each seems to be.

What was detected is shown with the words that it rests on and how sure it is, never as a fact; the
reader can set it right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Protocol, get_args

from assistant.collections import AddReport
from assistant.compose.parts import DESIGN_WORDS
from assistant.render import words
from assistant.render.badges import heading, opening_button
from assistant.render.icons import icon
from assistant.schema import (
    ComparatorKind,
    Corrections,
    DetectedFact,
    FundingClass,
    Source,
    Species,
)

CHOICES: dict[str, dict[str, str]] = {
    "kind": {design.value: name for design, name in DESIGN_WORDS.items()},
    "species": {name: words.SPECIES[name] for name in get_args(Species)},
    "randomised": words.YES_NO,
    "comparator": {name: words.COMPARATORS[name] for name in get_args(ComparatorKind)},
    "funding": {name: words.FUNDING_WORDS[name] for name in get_args(FundingClass)},
    "seller": words.YES_NO,
}
"""What can be set, by the names of `Corrections`; `participants` is a number."""


def added_html(report: AddReport) -> str:
    """What became of every file, in words."""
    items = "".join(
        f'<li class="{"read" if file.is_read else "skipped"}">'
        f"{icon('verdict-supported' if file.is_read else 'verdict-contradicted')}<p><b>"
        f"{escape(file.path)}</b> {words.READ if file.is_read else words.SKIPPED}: "
        f"{escape(file.words)}</p></li>"
        for file in report.files
    )
    return f'<ul class="lines results-list" role="status">{items}</ul>'


class Adding(Protocol):
    """How far the adding of files has come."""

    @property
    def read(self) -> int:
        """Documents that were read so far."""
        ...

    @property
    def seen(self) -> int:
        """Documents of which was found out what they are."""
        ...

    @property
    def to_see(self) -> int:
        """How many of these there are."""
        ...

    @property
    def embedded(self) -> int:
        """Passages that can be searched."""
        ...

    @property
    def to_embed(self) -> int:
        """How many of these there are."""
        ...


def adding_html(now: Adding) -> str:
    """How far the adding of files has come, as a sentence and as a bar."""
    if now.to_embed:
        line, done, total = words.EMBEDDING, now.embedded, now.to_embed
    elif now.to_see:
        line, done, total = words.LOOKING, now.seen, now.to_see
    else:
        line, done, total = words.READING, now.read, 0
    # How many documents the files hold is known only when all are read; the bar then has no end.
    ends = f' max="{total}" value="{done}"' if total else ""
    told = line.format(f"{done:,}", f"{total:,}")
    return (
        f'<p class="stage" role="status">{told}</p>'
        f'<progress{ends} aria-label="{words.ADD_PROGRESS}"></progress>'
    )


def own_html(collections: Mapping[str, Sequence[Source]]) -> str:
    """The reader's collections with their documents."""
    if not any(collections.values()):
        return f'<p class="quiet">{words.OWN_NONE}</p>'
    parts = []
    for name, sources in collections.items():
        items = "".join(
            f"<li>{opening_button(escape(source.title), source.source_id, kind='title')}"
            f'<p class="facts">{escape(seems(source))}</p>{removal(source)}</li>'
            for source in sources
        )
        parts.append(f'{heading(name)}<ol class="shelf">{items}</ol>')
    return "".join(parts)


def removal(source: Source) -> str:
    """The button that removes a document for good."""
    label = escape(f"{words.REMOVE}: {source.title}")
    return (
        f'<button type="button" class="action" data-event="delete" aria-label="{label}" '
        f'data-source="{escape(source.source_id)}">{words.REMOVE}</button>'
    )


def seems(source: Source) -> str:
    """What a document is or seems to be, in a few words."""
    if source.facts is not None:
        return f"{DESIGN_WORDS[source.design]} · {words.STATED}"
    kind = source.detected.kind if source.detected else None
    if kind is None:
        return words.KIND_UNKNOWN
    return f"{DESIGN_WORDS[kind.value]} · {surety(kind)}"


def surety(fact: DetectedFact[Any]) -> str:
    """How sure a detected fact is, in words."""
    if fact.basis == "user":
        return words.SET_BY_YOU
    if fact.basis == "record":
        return words.FROM_THE_FILE
    return words.SURE if fact.is_sure else words.UNSURE


def value_words(name: str, value: object) -> str:
    """A detected value as a reader reads it."""
    key = (
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )
    return CHOICES.get(name, {}).get(key, key)


def detected_html(source: Source) -> str:
    """What a document without front matter seems to be, each fact with its words; editable where own."""
    if source.detected is None:
        return ""
    rows = []
    for name, label in words.DETECTED_ROWS.items():
        fact: DetectedFact[Any] | None = getattr(source.detected, name)
        if fact is None:
            rows.append((label, f'<span class="quiet">{words.NOT_FOUND}</span>'))
            continue
        quote = f" <q>{escape(fact.quote[:200])}</q>" if fact.quote else ""
        sure = f'<span class="quiet">({escape(surety(fact))})</span>'
        rows.append((label, f"<b>{escape(value_words(name, fact.value))}</b> {sure}{quote}"))
    table = "".join(f'<tr><th scope="row">{label}</th><td>{html}</td></tr>' for label, html in rows)
    edit = edit_form(source) if source.collection else ""
    return (
        f'{heading(words.SEEMS)}<p class="quiet">{words.SEEMS_NOTE}</p>'
        f'<table class="facts-table"><tbody>{table}</tbody></table>{edit}'
    )


def edit_form(source: Source) -> str:
    """A form to set right what was detected, and the way to remove the document."""
    fields = "".join(
        f'<label>{words.DETECTED_ROWS[name]}<select name="{name}">'
        f'<option value="">{words.LEAVE}</option>{options(choices)}</select></label>'
        for name, choices in CHOICES.items()
    )
    return (
        f'<details class="edit"><summary class="action">{words.EDIT}</summary>'
        f'<form class="corrections rating" data-source="{escape(source.source_id)}">{fields}'
        f'<label>{words.DETECTED_ROWS["participants"]}<input name="participants" type="number" '
        f'min="0" max="100000000" inputmode="numeric"></label>'
        f'<button type="submit" class="action">{words.SAVE}</button></form></details> {removal(source)}'
    )


def options(choices: Mapping[str, str]) -> str:
    """The options of a menu."""
    return "".join(
        f'<option value="{escape(key)}">{escape(text)}</option>' for key, text in choices.items()
    )


def read_corrections(values: Iterable[tuple[str, object]]) -> Corrections:
    """Read what a form holds; what was left as it is stays out.

    Raises:
        ValueError: a value is none that the form offers.
    """
    told: dict[str, object] = {}
    for name, value in values:
        if value in {"", None} or name not in {*CHOICES, "participants"}:
            continue
        told[name] = value == "yes" if CHOICES.get(name) is words.YES_NO else value
    return Corrections.model_validate({**told, "is_confirmed": True})
