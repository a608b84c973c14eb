"""The tab in which people ask: the conversation and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from pydantic import ValidationError

from assistant.errors import AssistantError
from assistant.page.conversation import Step, converse, read_answers, show, stopped
from assistant.page.parts import DELIVER, QUIET, Shell, clicked, clicked_number
from assistant.ratings import Rating, keep_rating
from assistant.render import words
from assistant.render.export import answer_markdown, export_file
from assistant.render.turn import welcome_html
from assistant.schema import Answer

if TYPE_CHECKING:
    from assistant.chain import Assistant

REMEMBER = "(turns, asking) => evidence.remember(turns, asking)"
RECALL = "() => evidence.recall()"
SHOW_QUESTION = "() => evidence.showQuestion()"
Turns = list[dict[str, Any]]
Shown = tuple[Any, Any, Any, Any]
"""What changes: the question box, the conversation, the answers that the browser keeps, the
question that is being answered."""


def shown(step: Step, box: Any) -> Shown:
    """One step for the components of the tab; answers are sent when a question is done."""
    turns = gr.skip() if step.asking else [a.model_dump(mode="json") for a in step.answers]
    return box, step.html, turns, step.asking


def build_chat_tab(page: gr.Blocks, chain: Assistant, shell: Shell, ratings: Path) -> gr.JSON:
    """Lay the tab out and give the answers so far, for the tabs that lead on from one."""
    conversation = gr.HTML(welcome_html(), elem_id="conversation", apply_default_css=False)
    turns = gr.JSON([], visible=False)
    asking = gr.Textbox("", visible=False)
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

    def answer(asked: str, kept: Turns) -> Iterator[Shown]:
        for at, step in enumerate(converse(chain, asked, read_answers(kept))):
            yield shown(step, gr.skip() if at else "")

    def answer_clicked(kept: Turns, click: gr.EventData) -> Iterator[Shown]:
        for step in converse(chain, clicked(click, "question"), read_answers(kept)):
            yield shown(step, gr.skip())

    def answer_again(kept: Turns, click: gr.EventData) -> Iterator[Shown]:
        answers, turn = read_answers(kept), clicked_number(click, "turn")
        if not 0 <= turn < len(answers):
            return
        before = answers[:-1] if turn == len(answers) - 1 else answers
        for step in converse(chain, answers[turn].question, before, answers[:turn]):
            yield shown(step, gr.skip())

    def restore(kept: Turns, asked: str) -> Iterator[Shown]:
        answers = read_answers(kept)
        yield shown(show(chain, answers), gr.skip())
        for step in converse(chain, str(asked or ""), answers):
            yield shown(step, gr.skip())

    def call_off(asked: str, kept: Turns) -> Shown:
        return shown(stopped(chain, asked, read_answers(kept)), asked)

    asked = [
        gr.on([box.submit, ask.click], answer, [box, turns], outputs, **QUIET),
        shell.panel.submit(answer_clicked, [turns], outputs, **QUIET),
        shell.panel.retry(answer_again, [turns], outputs, **QUIET),
    ]
    conversation.change(None, None, None, js=SHOW_QUESTION)
    turns.change(None, [turns, asking], None, js=REMEMBER)
    asking.change(None, [turns, asking], None, js=REMEMBER)
    stop.click(call_off, [asking, turns], outputs, cancels=asked, queue=False, **QUIET)
    shell.panel.clear(
        lambda: shown(show(chain, ()), ""), None, outputs, cancels=asked, queue=False, **QUIET
    )
    page.load(restore, [turns, asking], outputs, js=RECALL, **QUIET)
    wire_parcels(chain, shell, turns, ratings)
    return turns


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


def wire_parcels(chain: Assistant, shell: Shell, turns: gr.JSON, ratings: Path) -> None:
    """Copying, saving and rating: each hands the browser something to say, copy or save."""

    def copy(kept: Turns, click: gr.EventData) -> dict[str, Any]:
        answer = answer_at(read_answers(kept), click)
        if answer is None:
            return {"say": words.EXPORT_EMPTY}
        return {"copy": answer_markdown(answer), "say": words.COPIED}

    def download(kept: Turns, click: gr.EventData) -> dict[str, Any]:
        answers = read_answers(kept)
        if not answers:
            return {"say": words.EXPORT_EMPTY}
        file = export_file(answers, clicked(click, "kind"), chain.read_source)
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
