"""Whether the label in front of a statement and the speaker that it names fit what is cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from eval.corpus import Document
from eval.scorers.base import World
from eval.text import content_words

NO_MAKER = re.compile(
    r"^\W*(?:\w+: )?no (?:maker|seller|company|manufacturer)|independent of", re.I
)
DESIGNS = (
    r"(?:meta-analysis|systematic review|randomi[sz]ed trial|trial with\w*|absorption or level study|observational study|"
    r"case reports?|animal study|cell study|according to the [\w ]+|article)"
)
LABELLED = re.compile(
    rf"^(?P<words>(?:note on the )?{DESIGNS}\b(?:(?! \((?-i:[A-Z]))[^:]){{0,80}}?(?: \((?:rats|mice)\))?)(?: \((?P<name>[^()]+)\))?: ",
    re.I,
)
"""What stands in front of a sentence: design, length, comparison, and the speaker in brackets."""


def label_fault(text: str, cited: Iterable[Mapping[str, Any]], world: World) -> str | None:
    """Whether the label in front of a sentence fits the front matter of what is cited."""
    label = LABELLED.match(text)
    documents = [d for c in cited if (d := world.document(c["source_id"]))]
    if label is None or not documents:
        return None
    words = label["words"].lower()
    for document in documents:
        if not label_fits(words, label["name"] or "", document):
            return f"the label does not fit {document.source_id}"
    return None


def label_fits(words: str, name: str, document: Document) -> bool:
    """Whether design words and a name are those of a document."""
    facts = document.facts
    speaker = f"{facts.get('authors') or ''} {facts.get('speaker') or ''} {facts.get('title') or ''} {document.body}"
    if name and not set(re.findall(r"\w{2,}", name.lower())) & set(
        re.findall(r"\w{2,}", speaker.lower())
    ):
        return False
    comparator = facts.get("comparator_kind")
    if "placebo" in words and comparator != "placebo":
        return False
    if re.search(r"\brandomi[sz]ed\b", words) and document.design != "rct":
        return False
    return not ("meta-analysis" in words and document.design != "meta_analysis")


def speaker_fault(
    part: Mapping[str, Any], text: str, cited: Iterable[Mapping[str, Any]], world: World
) -> str | None:
    """Whether what an article says is put in another mouth, and what a maker paid is denied."""
    documents = [d for c in cited if (d := world.document(c["source_id"]))]
    spoken = [d for d in documents if d.design == "article" and d.facts.get("speaker")]
    if part["kind"] == "reported" and spoken and len(spoken) == len(documents):
        words = content_words(text)
        speakers = [f"{d.facts['speaker']} {d.facts.get('title')} page article" for d in spoken]
        if not any(words & content_words(speaker) for speaker in speakers):
            return "the speaker is not named"
    tied = any(d.facts.get("funding_class") in {"maker", "mixed"} for d in documents)
    if part["kind"] == "funding" and tied and NO_MAKER.search(text):
        return "a maker's part is denied"
    return None
