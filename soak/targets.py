"""What the fuzzer calls: bytes in, nothing out; an exception that isn't a refusal is a finding.

Each target checks what must hold whatever comes in. The tests run the kept corpus through the same
functions, so that a finding that was mended stays mended.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import get_args

from assistant.check.page import page_sentences
from assistant.chunk import split_source
from assistant.errors import SourceFormatError
from assistant.load import READERS as OWN_READERS
from assistant.load import load_vocabulary, normalize_text
from assistant.load.worker import READERS as OTHER_READERS
from assistant.load.worker import answer
from assistant.schema import Source
from assistant.triage import triage_question
from assistant.understand import Understander
from assistant.verify.against import judge_claim
from assistant.verify.sides import Verdict
from assistant.verify.strength import claim_strengths

KINDS = (*OWN_READERS, *OTHER_READERS, "zip")
CORPUS = Path(__file__).with_name("corpus")
VERDICTS = frozenset(get_args(Verdict))
UNDERSTANDER = Understander(load_vocabulary())


def as_text(data: bytes) -> str:
    """Any bytes as a text that can be written as UTF-8."""
    return data.decode("utf-8", "ignore")


def load(data: bytes) -> None:
    """Read a document: the first byte chooses its kind, the rest is the file."""
    if not data:
        return
    kind = KINDS[data[0] % len(KINDS)]
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "file"
        file.write_bytes(data[1:])
        if kind in OWN_READERS:
            try:
                sources = [s for s in OWN_READERS[kind](file, file.name) if isinstance(s, Source)]
            except SourceFormatError:
                return
        else:
            request = {"kind": kind, "path": str(file), "name": "file", "folder": place}
            replies = list(answer(request))
            sources = [Source.model_validate(r["source"]) for r in replies if "source" in r]
    for source in sources:
        check_source(source)


def check_source(source: Source) -> None:
    """A document's text is normal, and its passages are stretches of it, in their order."""
    assert source.text == normalize_text(source.text)
    assert "\r" not in source.text
    source.text.encode()
    passages = split_source(source)
    assert len({passage.passage_id for passage in passages}) == len(passages)
    for passage in passages:
        assert source.text[passage.start : passage.end] == passage.text
    starts = [passage.start for passage in passages]
    assert starts == sorted(starts)


def judge(data: bytes) -> None:
    """Hold a claim against a source: the two are parted by a zero byte."""
    claim, _, source = as_text(data[:3000]).partition("\0")
    assert judge_claim(claim, source).verdict in VERDICTS
    (strength,) = claim_strengths([claim])
    assert strength in range(4)


def page(data: bytes) -> None:
    """Split a pasted page into its sentences."""
    text = normalize_text(as_text(data[:5000]))
    end = 0
    for sentence in page_sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.start >= end
        end = sentence.end


def question(data: bytes) -> None:
    """Triage and understand a question."""
    text = as_text(data[:1000]).strip()
    if text:
        triage_question(text)
        seen = UNDERSTANDER.understand(UNDERSTANDER.stand_alone(text, ()))
        said = seen.model_dump_json()
        assert type(seen).model_validate_json(said).model_dump_json() == said


TARGETS: dict[str, Callable[[bytes], None]] = {
    "load": load,
    "judge": judge,
    "page": page,
    "question": question,
}
