"""The corpus as the graders read it: straight from the files, by a parser of their own.

Nothing here imports `assistant`, so a fault of its loader cannot hide itself.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

CORPUS_FOLDER = Path(__file__).parents[1] / "corpus"


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


def parse_document(text: str) -> Document:
    """Read one file: `---`, YAML, `---`, body. The body is stripped, NFC, with LF line ends.

    Raises:
        ValueError: there is no front matter.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.removeprefix("\ufeff")
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


def corpus_hash(corpus: Corpus) -> str:
    """A short hash of all bodies and ids, for the record of a run."""
    digest = hashlib.sha256()
    for source_id in sorted(corpus):
        digest.update(f"{source_id} {corpus[source_id].sha256}\n".encode())
    return digest.hexdigest()[:12]
