"""The part of the library for documents of the reader's own: add, set right, remove."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.collections import AddReport
from assistant.library import Library
from assistant.page.chat_tab import Chat, choices_for
from assistant.page.conversation import plain_errors
from assistant.page.parts import DELIVER, QUIET, Shell, clicked, problem_html
from assistant.page.shelf import Shelf, shelf_of
from assistant.render import words
from assistant.render.own import added_html, adding_html, own_html, read_corrections
from assistant.render.panel import empty_panel, source_panel

Change = tuple[Any, Any, Any, Any]
"""The result of adding, the reader's documents, the menu of names, the choice in the chat."""


def build_own_part(library: Library, shell: Shell, tab: gr.Tab, chat: Chat) -> None:
    """Lay the part out."""
    with gr.Accordion(words.OWN, open=False, elem_id="own"):
        gr.Markdown(words.OWN_TEXT, elem_classes="intro")
        with gr.Row(elem_classes="filters"):
            name = gr.Dropdown(
                [words.OWN_FIRST], value=words.OWN_FIRST, label=words.OWN_NAME,
                allow_custom_value=True, elem_id="own-name",
            )  # fmt: skip
            # No kinds are named: Gradio would turn away all files for one of another kind.
            files = gr.UploadButton(
                words.OWN_ADD, file_count="multiple", elem_id="own-add", variant="primary", scale=0,
            )  # fmt: skip
        result = gr.HTML("", elem_id="own-result", apply_default_css=False)
        listed = gr.HTML("", elem_id="own-list", apply_default_css=False)
    changed = [result, listed, name, chat.chosen]

    def show(request: gr.Request) -> Change:
        return state(shelf_of(library, request))

    def add(collection: str, paths: list[str], request: gr.Request) -> Iterator[Change]:
        yield from add_files(shelf_of(library, request), collection, paths)

    def remove(click: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        shelf = shelf_of(library, request)
        with plain_errors() as problems:
            shelf.remove(clicked(click, "source"))
            return *state(shelf), empty_panel(), {"say": words.REMOVED}
        return *(gr.skip(),) * 5, {"say": problems[0]}

    def correct(click: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        shelf, source_id = shelf_of(library, request), clicked(click, "source")
        values = getattr(click, "values", None)
        try:
            corrections = read_corrections(dict(values or {}).items())
        except (TypeError, ValueError):
            return *(gr.skip(),) * 5, {"say": words.NOT_SAVED}
        with plain_errors() as problems:
            shelf.correct(source_id, corrections)
            panel = source_panel(source_id, 0, 0, shelf.read)
            return *state(shelf), panel, {"say": words.SAVED}
        return *(gr.skip(),) * 5, {"say": problems[0]}

    tab.select(show, None, changed, **QUIET)
    files.upload(add, [name, files], changed, **QUIET)
    everything = [*changed, shell.panel, shell.parcel]
    for event, handler in ((shell.panel.delete, remove), (shell.panel.edit, correct)):
        done = event(handler, None, everything, **QUIET)
        done.then(None, [shell.parcel], None, js=DELIVER)


def state(shelf: Shelf, result: Any = "") -> Change:
    """The reader's documents as they are now."""
    names = shelf.names()
    own = {name: shelf.documents(name) for name in names}
    menu = gr.Dropdown(sorted({words.OWN_FIRST, *names}))
    return result, own_html(own), menu, choices_for(shelf)


def add_files(shelf: Shelf, collection: str, paths: list[str]) -> Iterator[Change]:
    """Read uploaded files into a collection; the copies that the upload made are removed."""
    copies = [Path(path) for path in paths]
    try:
        with plain_errors() as problems:
            for event in shelf.add(collection.strip(), copies):
                if isinstance(event, AddReport):
                    yield state(shelf, added_html(event))
                else:
                    yield adding_html(event), gr.skip(), gr.skip(), gr.skip()
        for problem in problems:
            yield problem_html(problem), gr.skip(), gr.skip(), gr.skip()
    finally:
        for copy in copies:
            copy.unlink(missing_ok=True)
