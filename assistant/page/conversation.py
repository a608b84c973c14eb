"""A conversation step by step: stages, then the verified answer; what was said so far is handed in.

The browser keeps the answers and sends them along with each question, so that no conversation stays
on the server. What comes back is checked like anything else from outside.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from assistant.chain import Stage
from assistant.errors import AssistantError
from assistant.render import words
from assistant.render.suggest import next_questions
from assistant.render.turn import ReadSource, conversation_html, turn_html, waiting_html
from assistant.schema import Answer, Turn

if TYPE_CHECKING:
    from assistant.chain import Assistant

LOG = logging.getLogger("assistant.page")
MOST_TURNS = 30
"""Answers that are kept and sent along; older ones leave the conversation."""
BETWEEN_STAGES = 0.12
"""Seconds between two stages that are shown; faster ones would only flicker."""


class Step(NamedTuple):
    """What the page shows at one moment, and what the browser keeps."""

    html: str
    answers: tuple[Answer, ...]
    asking: str
    """The question that is being answered, empty when it has been."""


def read_answers(turns: Any) -> tuple[Answer, ...]:
    """The answers that the browser kept; what is none of ours is left out."""
    answers = []
    for turn in turns if isinstance(turns, list) else []:
        try:
            answers.append(Answer.model_validate(turn))
        except ValidationError:
            continue
    return tuple(answers[-MOST_TURNS:])


def read_history(answers: Sequence[Answer]) -> tuple[Turn, ...]:
    """The conversation as the chain takes it."""
    turns = []
    for answer in answers:
        turns.append(Turn(role="user", text=answer.question))
        turns.append(Turn(role="assistant", text=answer.answer))
    return tuple(turns)


@contextmanager
def plain_errors() -> Iterator[list[str]]:
    """Turn a failure into one plain sentence; the log gets its type and none of the words."""
    sentences: list[str] = []
    try:
        yield sentences
    except AssistantError as error:
        sentences.append(str(error))
    except Exception as error:
        LOG.error("Failed with %s", type(error).__name__)
        sentences.append(words.APOLOGY)


def stage_line(stage: Stage) -> str:
    """What the assistant is doing, as one line: "Reading 12 passages from 9 documents"."""
    return " ".join(part for part in (words.STAGES[stage.name], stage.detail) if part)


def turns_html(chain: Assistant, read: ReadSource, answers: Sequence[Answer]) -> list[str]:
    """Every answer as HTML; what could be asked next stands below the last one only."""
    last = len(answers) - 1
    return [
        turn_html(
            answer, turn, read,
            next_questions(answer, chain.catalog) if turn == last else (),
        )
        for turn, answer in enumerate(answers)
    ]  # fmt: skip


def show(chain: Assistant, read: ReadSource, answers: Sequence[Answer]) -> Step:
    """A conversation in which nothing is being asked."""
    return Step(conversation_html(turns_html(chain, read, answers)), tuple(answers), "")


def converse(
    open_chain: Callable[[], Assistant],
    read: ReadSource,
    asked: str,
    answers: Sequence[Answer],
    history: Sequence[Answer] | None = None,
) -> Iterator[Step]:
    """Answer one question: the question at once, its stages, then the answer.

    Args:
        open_chain: opens what answers; a failure is told like any other.
        read: reads a document, whichever the conversation cites.
        asked: the question.
        answers: the conversation so far.
        history: the turns that the question follows, if not all of them.
    """
    asked = asked.strip()
    if not asked:
        return
    answers = tuple(answers[-(MOST_TURNS - 1) :])
    before = [turn_html(answer, n, read) for n, answer in enumerate(answers)]

    def waiting(line: str, is_working: bool = True) -> str:
        return conversation_html([*before, waiting_html(asked, len(answers), line, is_working)])

    yield Step(waiting(words.WAITING), answers, asked)
    shown = time.monotonic()
    follows = read_history(answers if history is None else history)
    with plain_errors() as problems:
        chain = open_chain()
        for event in chain.stream({"question": asked, "history": follows}):
            if isinstance(event, Answer):
                questions = next_questions(event, chain.catalog)
                turn = turn_html(event, len(answers), read, questions)
                yield Step(conversation_html([*before, turn]), (*answers, event), "")
            elif time.monotonic() - shown > BETWEEN_STAGES:
                shown = time.monotonic()
                yield Step(waiting(stage_line(event)), answers, asked)
    for problem in problems:
        yield Step(waiting(problem, is_working=False), answers, "")


def stopped(read: ReadSource, asked: str, answers: Sequence[Answer]) -> Step:
    """The conversation after a question was called off."""
    before = [turn_html(answer, n, read) for n, answer in enumerate(answers)]
    if asked:
        before.append(waiting_html(asked, len(answers), words.STOPPED, is_working=False))
    return Step(conversation_html(before), tuple(answers), "")
