"""Files become sources and vocabulary; a bad file is named with its field and reason.

The formats: Markdown with or without front matter, plain text, and BEIR-style JSONL. A format
more is one function more in `READERS`.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import TypeAdapter, ValidationError

from assistant.errors import CorpusError, DuplicateSourceError, SourceFormatError
from assistant.schema import Abstract, Article, Medicine, OutcomeTerm, Record, Source, Substance

FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
HEADING = re.compile(r"^#\s+(.+)$", re.MULTILINE)


class Skipped(NamedTuple):
    """A file that was not read, and why in words."""

    path: str
    reason: str


class Loaded(NamedTuple):
    """What reading the corpus gave."""

    sources: tuple[Source, ...]
    skipped: tuple[Skipped, ...]


class Vocabulary(Record):
    """The substances, outcomes and medicines that questions and records are matched against."""

    substances: tuple[Substance, ...]
    outcomes: tuple[OutcomeTerm, ...]
    medicines: tuple[Medicine, ...]

    @property
    def outcome_phrases(self) -> tuple[str, ...]:
        """Every English phrase for an outcome that a person may feel or have, once."""
        return tuple(
            dict.fromkeys(p for item in self.outcomes if not item.is_topic for p in item.phrases)
        )


def normalize_text(text: str) -> str:
    """Bring text to the form in which offsets count: NFC with LF line ends, no byte order mark."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8 text.

    Raises:
        SourceFormatError: the bytes are not text.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceFormatError(
            f"{name}: not UTF-8 text (byte {error.start}); save it as UTF-8 or leave it out."
        ) from error
    if "\x00" in text:
        raise SourceFormatError(f"{name}: a binary file, not text; leave it out.")
    return normalize_text(text)


def explain(error: ValidationError) -> str:
    """Put the first fault of a validation into words: field and reason."""
    fault = error.errors()[0]
    field = ".".join(str(part) for part in fault["loc"]) or "front matter"
    return f"{field}: {fault['msg']}"


def load_yaml(text: str) -> Any:
    """Read YAML with the safe loader in C, which is ten times the speed of the one in Python."""
    return yaml.load(text, Loader=yaml.CSafeLoader)  # CSafeLoader is a safe loader


def slugify(name: str) -> str:
    """Make a source id of a file name: lower case, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return slug or "document-" + hashlib.sha256(name.encode()).hexdigest()[:8]


def read_markdown(path: Path, name: str) -> Iterator[Source]:
    """Read one Markdown file: front matter, if there is one, must be of a known type."""
    text = decode(path.read_bytes(), name)
    match = FRONT_MATTER.match(text)
    if not match:
        heading = HEADING.search(text)
        title = heading.group(1).strip() if heading else path.stem
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
    kinds: dict[Any, type[Abstract] | type[Article]] = {"abstract": Abstract, "article": Article}
    named = values.get("type") if isinstance(values, dict) else None
    kind = kinds.get(named) if isinstance(named, str) else None
    if kind is None:
        raise SourceFormatError(f"{name}: type: must be abstract or article")
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        raise SourceFormatError(f"{name}: {explain(error)}") from error


def read_text(path: Path, name: str) -> Iterator[Source]:
    """Read one plain text file; its first line, if short, is the title."""
    text = decode(path.read_bytes(), name).strip()
    first = text.split("\n", 1)[0].strip()
    title = first if 0 < len(first) <= 150 else path.stem
    yield Source(source_id=slugify(path.stem), title=title, text=text)


def read_jsonl(path: Path, name: str) -> Iterator[Source]:
    """Read BEIR-style JSONL: one object a line with `_id`, `title` and `text`."""
    for number, line in enumerate(decode(path.read_bytes(), name).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            json.dumps(row, ensure_ascii=False).encode()
        except json.JSONDecodeError as error:
            raise SourceFormatError(f"{name}: line {number} is not JSON: {error.msg}") from error
        except (RecursionError, UnicodeEncodeError) as error:
            raise SourceFormatError(f"{name}: line {number} holds what is no text") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "_id" not in row:
            raise SourceFormatError(f"{name}: line {number}: needs _id and text")
        title = normalize_text(str(row.get("title") or "")).strip()
        body = normalize_text(row["text"]).strip()
        yield Source(
            source_id=str(row["_id"]),
            title=title or str(row["_id"]),
            text=f"{title}\n\n{body}" if title else body,
            external_id=str(row["_id"]),
        )


READERS: dict[str, Callable[[Path, str], Iterator[Source]]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_text,
    ".text": read_text,
    ".jsonl": read_jsonl,
}


def list_files(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Walk folders and files in a fixed order, each with the name by which messages call it."""
    for path in paths:
        try:
            is_folder, exists = path.is_dir(), path.exists()
        except OSError as error:
            raise CorpusError(
                f"{str(path)[:80]}: no such file or folder ({error.strerror})."
            ) from error
        if is_folder:
            for file in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
                if file.is_file() and not hidden:
                    yield file, str(file.relative_to(path.parent))
        elif exists:
            yield path, path.name
        else:
            raise CorpusError(f"{path}: no such file or folder.")


def load_sources(paths: Iterable[Path]) -> Loaded:
    """Read every document below the paths; a bad file is skipped and named, never half read.

    Raises:
        CorpusError: a path does not exist, or nothing at all could be read.
        DuplicateSourceError: two documents have one id.
    """
    sources: dict[str, Source] = {}
    skipped: list[Skipped] = []
    for path, name in list_files(paths):
        reader = READERS.get(path.suffix.lower())
        if reader is None or path.name.lower() == "readme.md":
            if path.suffix.lower() not in {".yaml", ".yml"} and path.name.lower() != "readme.md":
                skipped.append(Skipped(name, f"{path.suffix or 'no ending'}: format not read"))
            continue
        try:
            found = list(reader(path, name))
        except (SourceFormatError, OSError) as error:
            reason = str(error).removeprefix(f"{name}: ")
            skipped.append(Skipped(name, reason))
            continue
        if not any(source.text for source in found):
            skipped.append(Skipped(name, "empty"))
        for source in found:
            if not source.text:
                continue
            if source.source_id in sources:
                raise DuplicateSourceError(
                    f"{name}: the id {source.source_id!r} is taken by another document; rename one."
                )
            sources[source.source_id] = source
    if not sources:
        detail = f" ({skipped[0].path}: {skipped[0].reason})" if skipped else ""
        raise CorpusError(f"No document could be read{detail}; name a folder that holds some.")
    return Loaded(tuple(sources.values()), tuple(skipped))


def shipped_corpus() -> Path:
    """The folder of the corpus that comes with the program."""
    packaged = Path(str(files("assistant"))) / "corpus"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parent.parent / "corpus"


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
    kinds = (("substances", Substance), ("outcomes", OutcomeTerm), ("medicines", Medicine))
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
