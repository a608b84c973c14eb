"""A form out of a model's words: prose, fences and small faults of syntax are forgiven, no more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import ValidationError

from assistant.errors import MalformedOutputError
from assistant.schema import Record

Form = TypeVar("Form", bound=Record)
BRACKET = re.compile(r"[{\[]")
MAX_STARTS = 50
"""Brackets of a text at which an object is looked for."""
CLOSES_STRING = re.compile(r"\s*([,:}\]]|$)")
BARE = re.compile(r"[\w.+-]+")
QUOTES = {'"': '"', "'": "'", "“": "”"}
WORDS = {"true": True, "false": False, "null": None, "none": None}


def read_form(text: str, form: type[Form]) -> Form:
    """Read a form from a model's words: prose, fences and small faults of syntax are forgiven.

    Where several objects fit, the last one counts, since models think first.

    Raises:
        MalformedOutputError: nothing in it fits.
    """
    if not text.strip():
        raise MalformedOutputError("The chat model's output is empty.")
    found: Form | None = None
    for value in objects(text):
        main = next(iter(form.model_fields))
        shaped = {main: value} if isinstance(value, list) else value
        try:
            read = form.model_validate({name: shaped[name] for name in form.model_fields})
        except (KeyError, ValidationError):
            continue
        if getattr(read, main) or found is None:
            found = read
    if found is None:
        raise MalformedOutputError("The chat model's output is not the JSON that was asked for.")
    return found


def objects(text: str) -> Iterator[Any]:
    """Every outermost object or list of a text, strict JSON or nearly."""
    position = 0
    for _ in range(MAX_STARTS):
        bracket = BRACKET.search(text, position)
        if bracket is None:
            return
        start = bracket.start()
        try:
            value, position = json.JSONDecoder(strict=False).raw_decode(text, start)
        except (ValueError, RecursionError):
            try:
                value, position = LenientReader(text, start).read()
            except (ValueError, RecursionError):
                position = start + 1
                continue
        yield value


class LenientReader:
    """Reads JSON as models write it: single quotes, bare keys, trailing commas, missing brackets."""

    def __init__(self, text: str, start: int) -> None:
        """Begin at a bracket."""
        self._text = text
        self._at = start

    def read(self) -> tuple[Any, int]:
        """Read one value and where it ends.

        Raises:
            ValueError: this is nothing like JSON.
        """
        return self._value(), self._at

    def _peek(self) -> str:
        while self._at < len(self._text) and self._text[self._at] in " \t\r\n,":
            self._at += 1
        return self._text[self._at : self._at + 1]

    def _has_next(self) -> bool:
        """Whether a value follows; a bracket or a stray sign ends the list, as the text's end does."""
        mark = self._peek()
        return bool(mark) and (mark in "{[" or mark in QUOTES or bool(BARE.match(mark)))

    def _value(self) -> Any:
        mark = self._peek()
        if mark == "{":
            return self._object()
        if mark == "[":
            return self._list()
        if mark in QUOTES and mark:
            return self._string()
        return self._bare()

    def _object(self) -> dict[str, Any]:
        self._at += 1
        found: dict[str, Any] = {}
        while self._has_next():
            key = self._value()
            if not self._peek():
                break
            if self._peek() != ":":
                raise ValueError("a key without a value")
            self._at += 1
            found[str(key)] = self._value() if self._peek() else None
        self._close("}")
        return found

    def _list(self) -> list[Any]:
        self._at += 1
        found = []
        while self._has_next():
            found.append(self._value())
        self._close("]")
        return found

    def _close(self, bracket: str) -> None:
        """Step over the closing bracket; another one closes what is around, and this as well."""
        if self._text[self._at : self._at + 1] == bracket:
            self._at += 1

    def _string(self) -> str | None:
        """Read up to a quote after which a value can end; one that never ends is no value."""
        closing = QUOTES[self._text[self._at]]
        self._at += 1
        read = []
        while self._at < len(self._text):
            mark = self._text[self._at]
            self._at += 1
            if mark == "\\" and self._at < len(self._text):
                read.append({"n": "\n", "t": "\t"}.get(self._text[self._at], self._text[self._at]))
                self._at += 1
            elif mark == closing and CLOSES_STRING.match(self._text, self._at):
                return "".join(read)
            else:
                read.append(mark)
        return None

    def _bare(self) -> Any:
        match = BARE.match(self._text, self._at)
        if not match:
            raise ValueError("no value")
        self._at = match.end()
        word = match.group()
        if word.lower() in WORDS:
            return WORDS[word.lower()]
        try:
            return json.loads(word)
        except ValueError:
            return word
