"""Ratings are kept with consent, in one file, and can be taken out again."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.errors import InputError
from assistant.ratings import Rating, keep_rating, read_ratings
from tests.answers import make_answer

RATING = Rating(judgement="down", reason="missing", comment="No dose.", consent=True)


def test_a_rating_comes_back_with_its_question_and_answer(tmp_path: Path) -> None:
    file = tmp_path / "new" / "ratings.sqlite"
    answer = make_answer()
    keep_rating(file, RATING, answer)
    keep_rating(file, RATING.model_copy(update={"judgement": "up"}), answer)
    first, second = (json.loads(line) for line in read_ratings(file))
    assert first.pop("at").endswith("+00:00")
    assert first == {
        "judgement": "down", "reason": "missing", "comment": "No dose.",
        "question": answer.question, "answer": answer.answer, "generator": "extractive",
        "documents": "x",
    }  # fmt: skip
    assert second["judgement"] == "up"


def test_only_the_owner_reads_the_file(tmp_path: Path) -> None:
    file = tmp_path / "ratings.sqlite"
    keep_rating(file, RATING, make_answer())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("consent", [False, None, ""])
def test_there_is_no_rating_without_consent(consent: object) -> None:
    with pytest.raises(ValidationError):
        Rating.model_validate({"judgement": "up", "reason": "good", "consent": consent})


def test_no_ratings_are_no_lines(tmp_path: Path) -> None:
    assert list(read_ratings(tmp_path / "none.sqlite")) == []
    assert not (tmp_path / "none.sqlite").exists()


def test_a_file_that_holds_something_else_is_named(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("no database, but long enough to look like one " * 9)
    with pytest.raises(InputError, match=r"notes\.txt"):
        list(read_ratings(file))
    with pytest.raises(InputError, match=r"notes\.txt"):
        keep_rating(file, RATING, make_answer())
