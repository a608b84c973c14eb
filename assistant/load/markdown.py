"""Markdown: with front matter a record of the corpus, without it a page of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from assistant.errors import SourceFormatError
from assistant.load.furniture import drop_furniture
from assistant.load.limits import MAX_TEXT_BYTES
from assistant.load.text import decode, explain, name_title, read_bytes, slugify
from assistant.schema import Abstract, Article, Source

FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
HEADING = re.compile(r"^#\s+(.+)$", re.MULTILINE)


def load_yaml(text: str) -> Any:
    """Read YAML with the safe loader in C, which is ten times the speed of the one in Python."""
    return yaml.load(text, Loader=yaml.CSafeLoader)  # CSafeLoader is a safe loader


def read_markdown(path: Path, name: str) -> Iterator[Source]:
    """Read one Markdown file: front matter, if there is one, must be of a known type."""
    text = decode(read_bytes(path, name, MAX_TEXT_BYTES), name)
    match = FRONT_MATTER.match(text)
    if not match:
        text = drop_furniture(text)
        heading = HEADING.search(text)
        title = heading.group(1).strip() if heading else name_title(path)
        yield Source(source_id=slugify(path.stem), title=title, text=text.strip())
        return
    facts = parse_front_matter(match.group(1), name)
    body = text[match.end() :].strip()
    for sentence in facts.sentences():
        if sentence not in body:
            raise SourceFormatError(
                f"{name}: front matter sentence missing from the body: {sentence[:80]!r}"
            )
    yield Source(source_id=facts.id, title=facts.title, text=body, facts=facts)


def parse_front_matter(text: str, name: str) -> Abstract | Article:
    """Read and check front matter.

    Raises:
        SourceFormatError: names file, field and reason.
    """
    try:
        values: Any = load_yaml(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 2}" if mark else ""
        problem = getattr(error, "problem", None) or "cannot be parsed"
        raise SourceFormatError(f"{name}: front matter{line} is not YAML: {problem}") from error
    except RecursionError as error:
        raise SourceFormatError(f"{name}: front matter is nested too deep") from error
    kinds: dict[Any, type[Abstract] | type[Article]] = {"abstract": Abstract, "article": Article}
    named = values.get("type") if isinstance(values, dict) else None
    kind = kinds.get(named) if isinstance(named, str) else None
    if kind is None:
        raise SourceFormatError(f"{name}: type: must be abstract or article")
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        raise SourceFormatError(f"{name}: {explain(error)}") from error
