"""What claim strength is learnt from: labelled sentences, and sentences without a label.

Ours lie beside this file. Other people's are named by a hash of their text and found again in a local
copy of their sets (`--bench`); `data/README.md` says which sets and under what licence.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from assistant.chunk import split_sentences

DATA = Path(__file__).parent / "data"
SEED = 0
FILLINGS = 4
"""Sentences made of each template."""
FIELDS = ("claim_text", "source_text", "long_answer", "abstract")
"""Where the sets keep their texts, or lists of sentences."""
HEADING = re.compile(
    r"^(?:CONCLUSIONS?|INTERPRETATION|DISCUSSION|SIGNIFICANCE)(?:(?:/| AND )[A-Z]+)*[ :.]+",
    re.IGNORECASE,
)
"""What stands before the conclusion of a structured abstract."""
SPLIT = frozenset({"missciplus", "pubmedqa", "spin_abstracts"})
"""Sets whose longer texts were cut into sentences before they were labelled."""
FILES = {"pubmedqa": "pubmedqa/pqal.dev.jsonl.gz", "scifact": "scifact/corpus.jsonl.gz"}
"""Where a set lies, if not in `overclaim`."""
UNLABELLED = 6000
"""Sentences without a label that the reader reads for the cues to learn from."""
ENDINGS = 4
"""Sentences at the end of an abstract among which its results and its conclusion are."""
FEWEST, MOST = 6, 60
"""Words of a sentence without a label; fewer are headings, more are lists."""


class Example(NamedTuple):
    """A sentence, its strength, and where it is from."""

    sentence: str
    strength: int
    source: str


def own_sentences(folder: Path = DATA) -> list[Example]:
    """Read the sentences that were written for this."""
    lines = (folder / "sentences.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return [Example(sentence, int(strength), source) for strength, source, sentence in rows]


def filled_templates(folder: Path = DATA, fillings: int = FILLINGS) -> list[Example]:
    """Fill each template with words of its slots, by chance but always the same."""
    read = yaml.safe_load((folder / "templates.yaml").read_text(encoding="utf-8"))
    chance = random.Random(SEED)  # noqa: S311  # nothing secret is drawn
    found = {}
    for strength, templates in read["templates"].items():
        for template in templates * fillings:
            filled = re.sub(
                r"\{(\w+)\}", lambda slot: chance.choice(read["slots"][slot[1]]), template
            ).strip()
            sentence = filled[0].upper() + filled[1:]
            found[sentence] = Example(sentence, int(strength), "templates")
    return list(found.values())


def labelled_by_hash(bench: Path, folder: Path = DATA) -> list[Example]:
    """Find the sentences of other people's sets that carry a label of ours; see `data/README.md`.

    Raises:
        ValueError: a set lacks sentences that are labelled.
    """
    wanted: dict[str, dict[str, int]] = {}
    for line in (folder / "labels.tsv").read_text(encoding="utf-8").splitlines():
        strength, source, key = line.split("\t")
        wanted.setdefault(source, {})[key] = int(strength)
    found = {}
    for source, labels in wanted.items():
        for sentence in sentences_of(bench, source):
            key = sentence_key(sentence)
            if key in labels:
                found[source, key] = Example(sentence, labels[key], source)
    missing = sum(map(len, wanted.values())) - len(found)
    if missing:
        raise ValueError(f"{missing} labelled sentences are not in {bench}")
    return list(found.values())


def unlabelled(bench: Path, labelled: Collection[str], most: int = UNLABELLED) -> list[str]:
    """Draw sentences of abstracts that carry no label, in the order of their hashes.

    Args:
        bench: the folder of the outside sets.
        labelled: the keys of all sentences with a label, those that serve for measuring included.
        most: how many to draw.
    """
    found = {}
    for text in abstract_sentences(bench):
        key = sentence_key(text)
        if key not in labelled and FEWEST <= len(text.split()) <= MOST:
            found[key] = text
    return [found[key] for key in sorted(found)[:most]]


def abstract_sentences(bench: Path) -> Iterator[str]:
    """The last sentences of SciFact's abstracts, and all of PubMedQA's contexts."""
    for row in rows_of(bench, "scifact"):
        yield from (HEADING.sub("", sentence).strip() for sentence in row["abstract"][-ENDINGS:])
    for row in rows_of(bench, "pubmedqa"):
        for context in row["contexts"]:
            yield from (context[start:end] for start, end in split_sentences(context))


def sentences_of(bench: Path, source: str) -> Iterator[str]:
    """The texts of a set, and their sentences where it is cut."""
    for row in rows_of(bench, source):
        for text in (row[field] for field in FIELDS if field in row):
            if isinstance(text, list):
                yield from (HEADING.sub("", sentence).strip() for sentence in text)
                continue
            yield text
            if source in SPLIT:
                yield from (text[start:end] for start, end in split_sentences(text))


def rows_of(bench: Path, source: str) -> Iterator[dict[str, list[str]]]:
    """The rows of a set."""
    file = bench / FILES.get(source, f"overclaim/{source}.dev.jsonl.gz")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def sentence_key(sentence: str) -> str:
    """A short hash of a sentence, blind to its white space."""
    return hashlib.sha256(" ".join(sentence.split()).encode()).hexdigest()[:16]


def keys_in(file: Path) -> set[str]:
    """The hashes that a file of labels names."""
    return {line.split("\t")[2] for line in file.read_text(encoding="utf-8").splitlines()}


def fingerprint(folder: Path = DATA) -> str:
    """A hash over what a model is learnt from; both artifacts carry it."""
    whole = hashlib.sha256()
    for name in ("cues.yaml", "labels.tsv", "sentences.tsv", "templates.yaml"):
        whole.update((folder / name).read_bytes())
    return whole.hexdigest()
