"""The corpus as the graders read it: straight from the files, by a parser of their own.

Nothing here imports `assistant`, so a fault of its loader cannot hide itself.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

CORPUS_FOLDER = Path(__file__).parents[1] / "corpus"
POISONED_FOLDER = Path(__file__).parent / "poisoned"
"""Documents without front matter that carry orders; only cases that name one meet them."""
PAGES_FOLDER = Path(__file__).parent / "pages"
"""Pages in the manner of the web, which are an index of their own."""
FURNITURE = frozenset({"Post a comment", "Back to blog"})
"""Lines of these pages that are no part of what they say, and must not be served."""
HEADING = re.compile(r"^#\s+(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """One corpus file: its front matter, and the text below it that quotes point into."""

    source_id: str
    design: str
    body: str
    facts: Mapping[str, Any] = field(repr=False)

    @property
    def sha256(self) -> str:
        """Hash of the body, to compare with what the program serves."""
        return hashlib.sha256(self.body.encode()).hexdigest()


Corpus = Mapping[str, Document]


def normalized(text: str) -> str:
    """The form in which offsets count: NFC, LF line ends, no byte order mark."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.removeprefix("\ufeff")


def parse_document(text: str) -> Document:
    """Read one file: `---`, YAML, `---`, body. The body is stripped, NFC, with LF line ends.

    Raises:
        ValueError: there is no front matter.
    """
    text = normalized(text)
    if not text.startswith("---\n") or "\n---\n" not in text:
        raise ValueError("a corpus file begins with front matter between two lines of ---")
    head, body = text[4:].split("\n---\n", 1)
    facts = yaml.safe_load(head)
    design = "article" if facts.get("type") == "article" else str(facts.get("kind"))
    return Document(str(facts["id"]), design, body.strip(), facts)


def load_corpus(folder: Path = CORPUS_FOLDER) -> dict[str, Document]:
    """Read all articles and abstracts, by source id."""
    files = [*(folder / "articles").glob("*.md"), *(folder / "abstracts").glob("*.md")]
    documents = (parse_document(file.read_text(encoding="utf-8")) for file in sorted(files))
    return {document.source_id: document for document in documents}


def load_pages() -> dict[str, Document]:
    """Read the pages in the manner of the web, without their furniture."""
    return load_poisoned(PAGES_FOLDER)


def without_furniture(body: str) -> str:
    """Drop the paragraphs that are furniture."""
    kept = [paragraph for paragraph in body.split("\n\n") if paragraph.strip() not in FURNITURE]
    return "\n\n".join(kept).strip()


def load_poisoned(folder: Path = POISONED_FOLDER) -> dict[str, Document]:
    """Read documents without front matter, by source id: the file's name without its ending.

    What does not say what it is counts as an article, here as in the program.
    """
    found = {}
    for file in sorted(folder.glob("*.md")):
        body = without_furniture(normalized(file.read_text(encoding="utf-8")))
        heading = HEADING.search(body)
        title = heading.group(1).strip() if heading else file.stem
        facts = {"id": file.stem, "type": "article", "title": title, "speaker": file.stem}
        found[file.stem] = Document(file.stem, "article", body, facts)
    return found


def corpus_hash(corpus: Corpus) -> str:
    """A short hash of all bodies and ids, for the record of a run."""
    digest = hashlib.sha256()
    for source_id in sorted(corpus):
        digest.update(f"{source_id} {corpus[source_id].sha256}\n".encode())
    return digest.hexdigest()[:12]
