"""Files become sources and vocabulary; every file is named with its result, a bad one with its reason.

One reader a format. Formats that a hostile file can turn against their library (PDF, DOCX, HTML,
XML, RIS, BibTeX, archives) are read in a process of its own with bounds on memory and time; plain
lines of text are read here. A format more is one entry in `kinds.ENDINGS` and one reader.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.errors import CorpusError, SourceFormatError
from assistant.load.beir import read_jsonl
from assistant.load.files import NamedFile, list_files
from assistant.load.found import Found, Loaded, Member, Note, Reader, ReadFile, Skipped, few
from assistant.load.ids import Identity, identify, settle_ids
from assistant.load.kinds import kind_of
from assistant.load.markdown import load_yaml, parse_front_matter, read_markdown
from assistant.load.parser import Parser
from assistant.load.plain import read_text
from assistant.load.pubmed import read_nbib
from assistant.load.shipped import Vocabulary, load_vocabulary, shipped_corpus, shipped_documents
from assistant.load.spool import Spool
from assistant.load.text import check_length, decode, normalize_text, slugify, visible_text
from assistant.schema import Source

__all__ = [
    "Loaded", "Parser", "ReadFile", "Skipped", "Vocabulary", "decode", "load_sources",
    "load_vocabulary", "load_yaml", "normalize_text", "parse_front_matter", "read_jsonl",
    "read_markdown", "read_paths", "read_text", "shipped_corpus", "shipped_documents", "slugify",
    "stream_sources", "visible_text",
]  # fmt: skip

READERS: dict[str, Reader] = {
    "markdown": read_markdown,
    "text": read_text,
    "jsonl": read_jsonl,
    "nbib": read_nbib,
}
"""What is read in this process; all other kinds go to `Parser`."""


def load_sources(
    paths: Iterable[Path], on_progress: Callable[[int], None] = lambda documents: None
) -> Loaded:
    """Read like `stream_sources`, into memory: for corpora of hundreds of documents.

    Raises:
        CorpusError: a path does not exist, or nothing at all could be read.
    """
    loaded = stream_sources(paths, on_progress)
    return loaded._replace(sources=tuple(loaded.sources))


def stream_sources(
    paths: Iterable[Path],
    on_progress: Callable[[int], None] = lambda documents: None,
    look: Callable[[Source], Source] = lambda source: source,
) -> Loaded:
    """Read every document below the paths; a bad file is skipped and named, never half read.

    Args:
        paths: folders and files.
        on_progress: is told how many documents were read so far.
        look: adds to each document what can be told of it.

    Raises:
        CorpusError: a path does not exist, or nothing at all could be read.
    """
    loaded = read_paths(paths, on_progress, look=look)
    if not loaded.sources:
        first = loaded.skipped[0] if loaded.skipped else None
        detail = f" ({first.path}: {first.reason})" if first else ""
        raise CorpusError(f"No document could be read{detail}; name a folder that holds some.")
    return loaded


def read_paths(
    paths: Iterable[Path],
    on_progress: Callable[[int], None] = lambda documents: None,
    parser: Parser | None = None,
    look: Callable[[Source], Source] = lambda source: source,
) -> Loaded:
    """Read like `stream_sources`, where nothing to read is a result as well.

    Raises:
        CorpusError: a path does not exist.
    """
    names: list[str] = []
    notes: list[list[str]] = []
    skipped: list[Skipped] = []
    sources = Spool()
    found: list[Identity] = []
    files = array("L")
    with parser or Parser() as parser:
        for item in unpacked(list_files(paths), parser):
            if isinstance(item, Skipped):
                skipped.append(item)
                continue
            if is_no_document(item.path):
                continue
            before = len(sources)
            said: list[str] = []
            try:
                for result in read_file(item, parser):
                    if isinstance(result, Note):
                        said.append(result.text)
                    elif result.text:
                        sources.append(look(result))
                        found.append(identify(result))
                        on_progress(len(sources))
            except SourceFormatError as error:
                sources.cut(before)
                del found[before:]
                skipped.append(Skipped(item.name, reason_of(error, item.name)))
                continue
            if len(sources) == before:
                skipped.append(Skipped(item.name, "; ".join(said) or "empty"))
                continue
            files.extend([len(names)] * (len(sources) - before))
            names.append(item.name)
            notes.append(said)
    settled = settle_ids(found, files, names, lambda place: sources[place].title)
    sources.settle(settled.ids)
    ids: list[list[str]] = [[] for _ in names]
    for number, source_id in zip(files, settled.ids, strict=True):
        if source_id:
            ids[number].append(source_id)
    read = []
    for number, name in enumerate(names):
        said = [*notes[number], *few(settled.notes.get(number, ()))]
        if ids[number]:
            read.append(ReadFile(name, tuple(ids[number]), tuple(said)))
        else:
            skipped.append(Skipped(name, "; ".join(said)))
    return Loaded(sources, tuple(skipped), tuple(read))


def is_no_document(path: Path) -> bool:
    """Whether a file is about a corpus rather than of it: its README, its vocabulary."""
    is_vocabulary = path.parent.name == "vocabulary" and path.suffix.lower() in {".yaml", ".yml"}
    return is_vocabulary or path.name.lower() == "readme.md"


def unpacked(files: Iterable[NamedFile | Skipped], parser: Parser) -> Iterator[NamedFile | Skipped]:
    """Put the files of an archive in its place; they are gone when the next file is asked for."""
    for file in files:
        if isinstance(file, Skipped) or file.path.suffix.lower() != ".zip":
            yield file
            continue
        with TemporaryDirectory(prefix="assistant-") as folder:
            try:
                kind_of(file.path)
                inside = list(parser.unpack(file.path, file.name, Path(folder)))
            except (SourceFormatError, OSError) as error:
                yield Skipped(file.name, reason_of(error, file.name))
                continue
            if not inside:
                yield Skipped(file.name, "empty")
            for item in inside:
                if isinstance(item, Member):
                    yield NamedFile(Path(item.path), item.name)
                else:
                    yield item


def read_file(file: NamedFile, parser: Parser) -> Iterator[Found]:
    """Read one file.

    Raises:
        SourceFormatError: it can't be read; the text may begin with the file's name.
    """
    kind = kind_of(file.path)
    reader = READERS.get(kind)
    try:
        for result in reader(*file) if reader else parser.read(kind, *file):
            yield check_length(result, file.name) if isinstance(result, Source) else result
    except OSError as error:
        raise SourceFormatError(f"{file.name}: cannot be read") from error


def reason_of(error: Exception, name: str) -> str:
    """What went wrong with a file, without its name."""
    words = str(error) if isinstance(error, SourceFormatError) else "cannot be read"
    return " ".join(words.removeprefix(f"{name}: ").split())
