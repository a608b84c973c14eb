"""The page's own steps without a browser: conversations, clicks, endpoints, health, headers."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gradio import EventData

from assistant.chain import Stage
from assistant.errors import InputError, ModelUnavailableError
from assistant.page import conversation
from assistant.page.chat_tab import rate_answer
from assistant.page.check_tab import check_steps, read_file
from assistant.page.conversation import (
    MOST_TURNS,
    Step,
    converse,
    read_answers,
    read_history,
    show,
    stopped,
)
from assistant.page.layout import HEAD, THEME
from assistant.page.map_tab import outcome_choices
from assistant.page.parts import clicked, clicked_number
from assistant.ratings import read_ratings
from assistant.render import words
from assistant.schema import Answer, CheckReport, Source, Turn
from tests.answers import HOSTILE, SOURCE, is_safe, make_answer
from tests.builders import make_catalog, study
from tests.made_files import write_pdf
from tests.test_render_files import make_claim, make_report

SECRET = "my secret question"
ANSWER = make_answer()


class FakeManifest:
    """What an index says of itself."""

    documents = 1
    fingerprint = "x"


class FakeIndex:
    """An index of one document."""

    manifest = FakeManifest()

    def sources(self) -> list[Source]:
        return [SOURCE]


class FakeChain:
    """A chain that gives what it was told to."""

    catalog = make_catalog(study("trial-a"))
    index = FakeIndex()

    def __init__(self, *events: Stage | Answer | CheckReport | Exception) -> None:
        self.events = events
        self.asked: Any = None

    def stream(self, asked: Any) -> Iterator[Any]:
        self.asked = asked
        for event in self.events:
            if isinstance(event, Exception):
                raise event
            yield event

    def check(self, text: str, on_progress: Any) -> Any:
        on_progress(1, 2)
        return next(self.stream(text))

    def read_source(self, source_id: str) -> Source | None:
        return SOURCE if source_id == SOURCE.source_id else None


def steps(chain: FakeChain, asked: str = SECRET, before: tuple[Answer, ...] = ()) -> list[Step]:
    opened: Any = chain
    return list(converse(lambda: opened, chain.read_source, asked, before))


def shown(answers: tuple[Answer, ...]) -> str:
    chain: Any = FakeChain()
    return show(chain, chain.read_source, answers).html


def click(**data: object) -> EventData:
    return EventData(None, data)


# --- conversations ---------------------------------------------------------------------------


def test_the_question_is_shown_at_once_and_then_its_answer() -> None:
    first, last = steps(FakeChain(ANSWER))
    assert SECRET in first.html
    assert words.WAITING in first.html
    assert (first.answers, first.asking) == ((), SECRET)
    assert "Not settled." in last.html
    assert (last.answers, last.asking) == ((ANSWER,), "")


def test_stages_are_shown_in_words_unless_they_only_flicker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = Stage(name="weighing", detail="12 passages from 9 documents")
    assert len(steps(FakeChain(stage, ANSWER))) == 2
    monkeypatch.setattr(conversation, "BETWEEN_STAGES", -1)
    _, second, _ = steps(FakeChain(stage, ANSWER))
    assert "Reading 12 passages from 9 documents" in second.html


def test_a_question_follows_what_was_said_before() -> None:
    chain = FakeChain(ANSWER)
    steps(chain, "and biotin?", (ANSWER,))
    assert chain.asked["question"] == "and biotin?"
    assert chain.asked["history"] == (
        Turn(role="user", text=ANSWER.question), Turn(role="assistant", text=ANSWER.answer),
    )  # fmt: skip


def test_an_empty_question_changes_nothing() -> None:
    assert steps(FakeChain(), "  ") == []


def test_a_known_error_is_one_plain_sentence() -> None:
    *_, last = steps(FakeChain(ModelUnavailableError("The model is away.")))
    assert "The model is away." in last.html
    assert (last.answers, last.asking) == ((), "")


def test_an_unknown_error_is_an_apology_and_logs_none_of_the_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        *_, last = steps(FakeChain(ValueError(SECRET)))
    assert words.APOLOGY in last.html
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text


def test_a_long_conversation_lets_the_oldest_go() -> None:
    *_, last = steps(FakeChain(ANSWER), before=(ANSWER,) * MOST_TURNS)
    assert len(last.answers) == MOST_TURNS


def test_a_stopped_question_is_said_to_be_and_leaves_no_answer() -> None:
    step = stopped(FakeChain().read_source, SECRET, (ANSWER,))
    assert words.STOPPED in step.html
    assert (step.answers, step.asking) == ((ANSWER,), "")


def test_what_the_browser_kept_comes_back_as_it_was() -> None:
    kept = [ANSWER.model_dump(mode="json")]
    assert read_answers(kept) == (ANSWER,)
    assert "Not settled." in shown(read_answers(kept))


@pytest.mark.parametrize("kept", [None, "x", {"a": 1}, [1], [{"question": HOSTILE}], [[]]])
def test_what_is_none_of_ours_is_left_out(kept: object) -> None:
    assert read_answers(kept) == ()


def test_history_is_what_was_typed_and_answered() -> None:
    answer = make_answer(question=HOSTILE)
    assert read_history((answer,))[0].text == HOSTILE
    assert is_safe(shown((answer,)))


# --- clicks ----------------------------------------------------------------------------------


def test_what_comes_with_a_click_is_read_as_text_and_numbers() -> None:
    event = click(source="a", start="12", end=30, turn="x")
    assert clicked(event, "source") == "a"
    assert clicked(event, "missing") == ""
    numbers = [clicked_number(event, name) for name in ("start", "end", "turn", "missing")]
    assert numbers == [12, 30, -1, -1]
    assert clicked_number(click(turn="٣"), "turn") == -1


def rating(**changes: object) -> EventData:
    values = {"turn": "0", "judgement": "up", "reason": "good", "comment": "", "consent": True}
    return click(**(values | changes))


def test_a_rating_with_consent_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "r.sqlite"
    said = rate_answer(file, (ANSWER,), rating())
    assert said == {"say": words.RATING_THANKS, "rated": True}
    assert len(list(read_ratings(file))) == 1


@pytest.mark.parametrize(
    "changes",
    [{"consent": False}, {"consent": "on"}, {"judgement": None}, {"turn": "7"}, {"turn": "-1"},
     {"comment": "x" * 2000}, {"reason": "<b>"}],
)  # fmt: skip
def test_any_other_rating_keeps_nothing(tmp_path: Path, changes: dict[str, object]) -> None:
    file = tmp_path / "r.sqlite"
    assert rate_answer(file, (ANSWER,), rating(**changes)) == {"say": words.RATING_REFUSED}
    assert list(read_ratings(file)) == []


# --- claim check and map ---------------------------------------------------------------------


def test_a_check_ends_with_its_report() -> None:
    report = make_report(make_claim("supported"))
    *_, (html, kept) = check_steps(lambda: FakeChain(report), "A text.")  # type: ignore[arg-type,return-value]
    assert "Two claims." in html
    assert CheckReport.model_validate(kept) == report


@pytest.mark.parametrize(
    ("text", "event", "said"),
    [
        ("  ", make_report(), words.CHECK_EMPTY),
        ("A text.", InputError("The text is odd."), "The text is odd."),
        ("A text.", ValueError(SECRET), words.APOLOGY),
    ],
)
def test_a_check_that_fails_says_so(text: str, event: Any, said: str) -> None:
    *_, (html, kept) = check_steps(lambda: FakeChain(event), text)  # type: ignore[arg-type,return-value]
    assert said in html
    assert SECRET not in html
    assert kept is None


def test_an_opened_file_becomes_text_or_a_sentence(tmp_path: Path) -> None:
    good, page, bad = tmp_path / "good.txt", tmp_path / "page.pdf", tmp_path / "bad.txt"
    good.write_text("Über Schlaf.", encoding="utf-8")
    page.write_bytes(write_pdf([["Zinc cures colds."]]))
    bad.write_bytes(b"\x00\xff\x00\x01")
    assert read_file(str(good)) == ("Über Schlaf.", "")
    text, problem = read_file(str(page))
    assert "Zinc cures colds." in text
    assert problem == ""
    assert "bad.txt" in read_file(str(bad))[1]
    assert list(tmp_path.iterdir()) == []


def test_outcomes_of_the_map_start_with_all_of_them() -> None:
    chain: Any = FakeChain()
    assert outcome_choices(chain.catalog, "magnesium") == [
        (words.ANY_OUTCOME, ""),
        ("sleep", "sleep"),
    ]
    assert outcome_choices(chain.catalog, None) == [(words.ANY_OUTCOME, "")]


# --- the look ------------------------------------------------------------------------------


def test_the_page_names_no_other_host() -> None:
    assert "http" not in HEAD
    assert not THEME._stylesheets
