"""The tab in which people ask: the conversation and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr
from pydantic import ValidationError

from assistant.config import SHIPPED
from assistant.errors import AssistantError
from assistant.library import Library
from assistant.page.conversation import Step, converse, read_answers, show, stopped
from assistant.page.parts import DELIVER, QUIET, Shell, clicked, clicked_number
from assistant.page.shelf import Shelf, shelf_of
from assistant.ratings import Rating, keep_rating
from assistant.render import words
from assistant.render.export import answer_markdown, export_file
from assistant.render.turn import welcome_html
from assistant.schema import Answer

REMEMBER = "(turns, asking) => evidence.remember(turns, asking)"
RECALL = "() => evidence.recall()"
SHOW_QUESTION = "() => evidence.showQuestion()"
Turns = list[dict[str, Any]]
Shown = tuple[Any, Any, Any, Any]
"""What changes: the question box, the conversation, the answers that the browser keeps, the
question that is being answered."""


class Chat(NamedTuple):
    """What other tabs use of this one."""

    turns: gr.JSON
    """The answers so far, as the browser keeps them."""
    chosen: gr.CheckboxGroup
    """The collections that are asked."""


def shown(step: Step, box: Any) -> Shown:
    """One step for the components of the tab; answers are sent when a question is done."""
    turns = gr.skip() if step.asking else [a.model_dump(mode="json") for a in step.answers]
    return box, step.html, turns, step.asking


def choices_for(shelf: Shelf, ticked: Sequence[str] | None = None) -> Any:
    """The choice of collections, all or some of them ticked; hidden where there are none but the shipped."""
    names = shelf.names()
    choices = [(words.SHIPPED_NAME, SHIPPED), *((name, name) for name in names)]
    known = [SHIPPED, *names]
    value = known if ticked is None else [name for name in known if name in ticked]
    return gr.CheckboxGroup(choices, value=value, visible=bool(names))


def build_chat_tab(page: gr.Blocks, library: Library, shell: Shell, ratings: Path) -> Chat:
    """Lay the tab out."""
    conversation = gr.HTML(welcome_html(), elem_id="conversation", apply_default_css=False)
    turns = gr.JSON([], visible=False)
    asking = gr.Textbox("", visible=False)
    chosen = gr.CheckboxGroup(
        [(words.SHIPPED_NAME, SHIPPED)], value=[SHIPPED], visible=False, label=words.ANSWER_FROM,
        elem_id="answer-from",
    )  # fmt: skip
    with gr.Row(elem_id="ask-row"):
        box = gr.Textbox(
            placeholder=words.QUESTION_HINT, label=words.QUESTION_LABEL, show_label=False,
            container=False, scale=1, max_length=4000, lines=1, max_lines=5,
            elem_id="question", autofocus=True,
        )  # fmt: skip
        ask = gr.Button(words.ASK, variant="primary", scale=0, elem_id="ask")
        stop = gr.Button(words.STOP, scale=0, elem_id="stop")
    gr.HTML(save_row(), elem_id="save-row", apply_default_css=False)
    outputs = [box, conversation, turns, asking]
    said = [turns, chosen]

    def steps(
        request: gr.Request,
        chosen: Sequence[str],
        asked: str,
        answers: Sequence[Answer],
        history: Sequence[Answer] | None = None,
    ) -> Iterator[Step]:
        shelf = shelf_of(library, request)
        return converse(lambda: shelf.chain(chosen), shelf.read, asked, answers, history)

    def answer(asked: str, kept: Turns, chosen: list[str], request: gr.Request) -> Iterator[Shown]:
        for at, step in enumerate(steps(request, chosen, asked, read_answers(kept))):
            yield shown(step, gr.skip() if at else "")

    def answer_clicked(
        kept: Turns, chosen: list[str], click: gr.EventData, request: gr.Request
    ) -> Iterator[Shown]:
        for step in steps(request, chosen, clicked(click, "question"), read_answers(kept)):
            yield shown(step, gr.skip())

    def answer_again(
        kept: Turns, chosen: list[str], click: gr.EventData, request: gr.Request
    ) -> Iterator[Shown]:
        answers, turn = read_answers(kept), clicked_number(click, "turn")
        if not 0 <= turn < len(answers):
            return
        before = answers[:-1] if turn == len(answers) - 1 else answers
        for step in steps(request, chosen, answers[turn].question, before, answers[:turn]):
            yield shown(step, gr.skip())

    def restore(
        kept: Turns, asked: str, request: gr.Request
    ) -> Iterator[tuple[Any, Any, Any, Any, Any]]:
        shelf, answers = shelf_of(library, request), read_answers(kept)
        choice = choices_for(shelf)
        if (
            not answers and not asked
        ):  # or a question that was quicker than this would be wiped away
            yield *(gr.skip(),) * 4, choice
            return
        yield *shown(show(library.assistant(), shelf.read, answers), gr.skip()), choice
        for step in steps(request, [SHIPPED, *shelf.names()], str(asked or ""), answers):
            yield *shown(step, gr.skip()), gr.skip()

    def call_off(asked: str, kept: Turns, request: gr.Request) -> Shown:
        return shown(stopped(shelf_of(library, request).read, asked, read_answers(kept)), asked)

    def clear(request: gr.Request) -> Shown:
        return shown(show(library.assistant(), shelf_of(library, request).read, ()), "")

    asked = [
        gr.on([box.submit, ask.click], answer, [box, *said], outputs, **QUIET),
        shell.panel.submit(answer_clicked, said, outputs, **QUIET),
        shell.panel.retry(answer_again, said, outputs, **QUIET),
    ]
    conversation.change(None, None, None, js=SHOW_QUESTION)
    turns.change(None, [turns, asking], None, js=REMEMBER)
    asking.change(None, [turns, asking], None, js=REMEMBER)
    stop.click(call_off, [asking, turns], outputs, cancels=asked, queue=False, **QUIET)
    shell.panel.clear(clear, None, outputs, cancels=asked, queue=False, **QUIET)
    page.load(restore, [turns, asking], [*outputs, chosen], js=RECALL, **QUIET)
    wire_parcels(library, shell, turns, ratings)
    return Chat(turns, chosen)


def save_row() -> str:
    """The buttons that save or end the conversation."""
    kinds = "".join(
        f'<button type="button" class="action" data-event="download" data-kind="{kind}">'
        f"{escape(name)}</button>"
        for kind, name in words.EXPORTS.items()
    )
    return (
        f'<div class="save"><span class="quiet">{words.EXPORT}:</span>{kinds}'
        f'<button type="button" class="action" data-event="clear">{words.CLEAR}</button></div>'
    )


def wire_parcels(library: Library, shell: Shell, turns: gr.JSON, ratings: Path) -> None:
    """Copying, saving and rating: each hands the browser something to say, copy or save."""

    def copy(kept: Turns, click: gr.EventData) -> dict[str, Any]:
        answer = answer_at(read_answers(kept), click)
        if answer is None:
            return {"say": words.EXPORT_EMPTY}
        return {"copy": answer_markdown(answer), "say": words.COPIED}

    def download(kept: Turns, click: gr.EventData, request: gr.Request) -> dict[str, Any]:
        answers = read_answers(kept)
        if not answers:
            return {"say": words.EXPORT_EMPTY}
        file = export_file(answers, clicked(click, "kind"), shelf_of(library, request).read)
        return {"file": file, "say": words.EXPORTED}

    def rate(kept: Turns, click: gr.EventData) -> dict[str, Any]:
        return rate_answer(ratings, read_answers(kept), click)

    for event, handler in (
        (shell.panel.copy, copy),
        (shell.panel.download, download),
        (shell.panel.like, rate),
    ):
        done = event(handler, [turns], shell.parcel, queue=False, **QUIET)
        done.then(None, [shell.parcel], None, js=DELIVER)


def answer_at(answers: tuple[Answer, ...], click: Any) -> Answer | None:
    """The answer below which someone clicked."""
    turn = clicked_number(click, "turn")
    return answers[turn] if 0 <= turn < len(answers) else None


def rate_answer(file: Path, answers: tuple[Answer, ...], click: Any) -> dict[str, Any]:
    """Keep a rating if the person ticked that it may be kept, and say what became of it."""
    answer = answer_at(answers, click)
    if answer is None:
        return {"say": words.RATING_REFUSED}
    try:
        rating = Rating.model_validate(
            {
                "judgement": clicked(click, "judgement"),
                "reason": clicked(click, "reason"),
                "comment": clicked(click, "comment"),
                "consent": getattr(click, "consent", False),
            }
        )
        keep_rating(file, rating, answer)
    except ValidationError:
        return {"say": words.RATING_REFUSED}
    except AssistantError as error:
        return {"say": str(error)}
    return {"say": words.RATING_THANKS, "rated": True}
