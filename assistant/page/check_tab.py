"""The tab in which a pasted text is held beside the documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from pydantic import ValidationError

from assistant.config import SHIPPED
from assistant.library import Library
from assistant.load.page import read_page
from assistant.page.chat_tab import Chat, choices_for
from assistant.page.conversation import plain_errors
from assistant.page.parts import DELIVER, QUIET, Shell, problem_html
from assistant.page.shelf import shelf_of
from assistant.render import words
from assistant.render.check import progress_html, report_html, report_markdown
from assistant.schema import CheckReport

if TYPE_CHECKING:
    from assistant.chain import Assistant

FILE_TYPES = [".txt", ".md", ".html", ".htm", ".pdf", ".docx"]
BETWEEN = 0.15
"""Seconds between two looks at the progress."""
SHOW_REPORT = "() => evidence.showReport()"


def build_check_tab(library: Library, shell: Shell, chat: Chat) -> None:
    """Lay the tab out; the choice of collections begins as that of the chat and may then differ."""
    gr.Markdown(words.CHECK_INTRO, elem_classes="intro")
    text = gr.Textbox(
        label=words.CHECK_LABEL, placeholder=words.CHECK_HINT, lines=7, max_lines=14,
        elem_id="check-text",
    )  # fmt: skip
    chosen = gr.CheckboxGroup(
        [(words.SHIPPED_NAME, SHIPPED)], value=[SHIPPED], visible=False, label=words.CHECK_AGAINST,
        elem_id="check-against",
    )  # fmt: skip
    with gr.Row(elem_classes="buttons"):
        start = gr.Button(words.CHECK_BUTTON, variant="primary", scale=0, elem_id="check-start")
        file = gr.UploadButton(
            words.CHECK_FILE, file_types=FILE_TYPES, scale=0, elem_id="check-file"
        )
        save = gr.Button(words.CHECK_SAVE, scale=0, elem_id="check-save")
    shown = gr.HTML("", elem_id="check-report", apply_default_css=False)
    report = gr.JSON(None, visible=False)

    def check(typed: str, names: list[str], request: gr.Request) -> Iterator[tuple[str, Any]]:
        shelf = shelf_of(library, request)
        yield from check_steps(lambda: shelf.chain(names), typed)

    def follow(names: list[str], request: gr.Request) -> Any:
        return choices_for(shelf_of(library, request), names)

    def save_report(kept: Any) -> dict[str, Any]:
        try:
            markdown = report_markdown(CheckReport.model_validate(kept))
        except ValidationError:
            return {"say": words.EXPORT_EMPTY}
        file = {"name": "claim-check.md", "type": "text/markdown", "text": markdown}
        return {"file": file, "say": words.EXPORTED}

    chat.chosen.change(follow, chat.chosen, chosen, queue=False, **QUIET)
    done = start.click(check, [text, chosen], [shown, report], **QUIET)
    done.then(None, None, None, js=SHOW_REPORT)
    file.upload(read_file, file, [text, shown], **QUIET)
    saved = save.click(save_report, report, shell.parcel, queue=False, **QUIET)
    saved.then(None, [shell.parcel], None, js=DELIVER)


def read_file(path: str) -> tuple[Any, str]:
    """The text of an opened file, or why it can't be read; the copy that the upload made is removed."""
    file = Path(path)
    try:
        with plain_errors() as problems:
            return read_page(file).text, ""
    finally:
        file.unlink(missing_ok=True)
    return gr.skip(), problem_html(next(iter(problems), words.CHECK_EMPTY))


def check_steps(chain: Callable[[], Assistant], text: str) -> Iterator[tuple[str, Any]]:
    """Check a text against what `chain` opens: how far it is, then the report, as HTML and as JSON."""
    if not text.strip():
        yield problem_html(words.CHECK_EMPTY), None
        return
    seen = (0, 0)

    def note(done: int, total: int) -> None:
        nonlocal seen
        seen = (done, total)

    with plain_errors() as problems, ThreadPoolExecutor(1) as worker:
        work = worker.submit(lambda: chain().check(text, note))
        while True:
            try:
                report = work.result(timeout=BETWEEN)
            except TimeoutError:
                yield progress_html(*seen), None
                continue
            yield report_html(report), report.model_dump(mode="json")
            return
    yield problem_html(problems[0]), None
