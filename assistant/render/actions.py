"""What can be done with one answer: copy, ask again, map, rate, and what to ask next."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.render import words
from assistant.render.icons import icon
from assistant.schema import Answer


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
