"""What the tabs of the page share: the panel that opens sources and the way of clicks to Python."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from assistant.library import Library
from assistant.page.conversation import plain_errors
from assistant.page.shelf import shelf_of
from assistant.render.panel import empty_panel, source_panel
from assistant.schema import Source

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""For every event of the page itself; programs have endpoints of their own."""
SCRIPT = Path(__file__).with_name("page.js")
DELIVER = "(parcel) => evidence.deliver(parcel)"
SHOW_PASSAGE = "() => evidence.showPassage()"


class Shell(NamedTuple):
    """The parts of the page that every tab may use."""

    tabs: gr.Tabs
    panel: gr.HTML
    """Shows a source; its events are the clicks of the whole page (see page.js)."""
    parcel: gr.JSON
    """What the browser shall say, copy or save."""


def clicked(click: gr.EventData, name: str) -> str:
    """A value that came with a click, as text; empty where there is none."""
    return str(getattr(click, name, "") or "")


def clicked_number(click: gr.EventData, name: str) -> int:
    """A number that came with a click; -1 where there is none."""
    value = clicked(click, name)
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else -1


def problem_html(text: str) -> str:
    """One plain sentence on what went wrong."""
    return f'<p class="problem" role="alert">{escape(text)}</p>'


def make_panel() -> gr.HTML:
    """The panel, empty."""
    return gr.HTML(
        empty_panel(), js_on_load=SCRIPT.read_text(encoding="utf-8"), elem_id="panel",
        apply_default_css=False,
    )  # fmt: skip


def wire_panel(library: Library, shell: Shell) -> None:
    """Let every button that names a source open it in the panel."""

    def open_source(click: gr.EventData, request: gr.Request) -> str:
        source_id = clicked(click, "source")
        start, end = clicked_number(click, "start"), clicked_number(click, "end")
        shelf = shelf_of(library, request)

        def read(other: str) -> Source | None:
            return cited.source if other == source_id else shelf.read(other)

        with plain_errors() as problems:
            cited = shelf.read_cited(source_id, start, end, clicked(click, "quote"))
            at = (start, end) if cited.holds_passage else (0, 0)
            return source_panel(source_id, *at, read, note=cited.note)
        return problem_html(problems[0])

    opened = shell.panel.select(open_source, None, shell.panel, queue=False, **QUIET)
    opened.then(None, None, None, js=SHOW_PASSAGE)
