"""The corpus that comes with the program, and the vocabulary that questions are matched against."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from assistant.errors import SourceFormatError
from assistant.load.markdown import load_yaml
from assistant.load.text import explain
from assistant.schema import Medicine, OutcomeTerm, Record, Substance, Way


class Vocabulary(Record):
    """The substances, outcomes, medicines and ways that questions and records are matched against."""

    substances: tuple[Substance, ...]
    outcomes: tuple[OutcomeTerm, ...]
    medicines: tuple[Medicine, ...]
    ways: tuple[Way, ...] = ()

    @property
    def outcome_phrases(self) -> tuple[str, ...]:
        """Every English phrase and example for an outcome that a person may feel or have, once."""
        named = (item for item in self.outcomes if not item.is_topic)
        return tuple(dict.fromkeys(p for item in named for p in (*item.phrases, *item.examples)))


def shipped_corpus() -> Path:
    """The folder of the corpus that comes with the program."""
    package = Path(str(files("assistant")))
    packaged = package / "corpus"
    return packaged if packaged.is_dir() else package.resolve().parent / "corpus"


def shipped_documents() -> list[Path]:
    """The folders of the shipped corpus that hold documents."""
    return [shipped_corpus() / "abstracts", shipped_corpus() / "articles"]


def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """Read the vocabulary.

    Raises:
        SourceFormatError: names file, field and reason.
    """
    folder = folder or shipped_corpus() / "vocabulary"
    parts: dict[str, Any] = {}
    kinds = (
        ("substances", Substance),
        ("outcomes", OutcomeTerm),
        ("medicines", Medicine),
        ("ways", Way),
    )
    for name, item in kinds:
        file = folder / f"{name}.yaml"
        adapter: TypeAdapter[tuple[Any, ...]] = TypeAdapter(tuple[item, ...])  # type: ignore[valid-type]  # mypy reads the loop variable as a value
        try:
            parts[name] = adapter.validate_python(load_yaml(file.read_text(encoding="utf-8")))
        except ValidationError as error:
            raise SourceFormatError(f"{file.name}: {explain(error)}") from error
        except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
            reason = " ".join(str(error).split())
            raise SourceFormatError(f"{file.name}: cannot be read: {reason}") from error
    return Vocabulary(**parts)
