"""Makes the table of word likeness anew: `python -m assistant.verify.train_likeness`, half a minute of a core.

The words are those that the packaged MiniLM knows whole and those of our own documents and lists, so
nothing but the package and this repository goes in; each is embedded by itself.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from assistant.embed import SentenceTransformerEmbedder, Vectors, packaged_model
from assistant.verify.cues import lexicon
from assistant.verify.likeness import FULL, LIKENESS
from assistant.verify.topics import is_content, stem

CORPUS = Path(__file__).parents[2] / "corpus"
WORD = re.compile(r"[a-z]{3,}")
LEAST = 0.55
"""Cosine below which two words are not taken down: nearly all of those only share a field."""
MOST = 24
"""Neighbours of a word that are taken down, best first."""
ROWS = 2048
"""Words that are compared with all others at once (128 MB)."""


def known_words() -> set[str]:
    """The words of the packaged model, our documents, our vocabulary and our cues, in lower case."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(packaged_model() / "tokenizer.json"))
    texts = [f.read_text("utf-8") for f in CORPUS.rglob("*") if f.suffix in {".md", ".yaml"}]
    words = {*tokenizer.get_vocab(), *lexicon()}
    words.update(word for text in texts for word in WORD.findall(text.lower()))
    return {word for word in words if WORD.fullmatch(word) and is_content(word)}


def embed_stems(words: Iterable[str]) -> tuple[list[str], Vectors]:
    """The stems of some words in their order, and for each the mean of its words, of length one."""
    listed = sorted(words)
    vectors = np.concatenate(list(SentenceTransformerEmbedder().embed_passages(listed)))
    rows: dict[str, list[int]] = defaultdict(list)
    for row, word in enumerate(listed):
        rows[stem(word)].append(row)
    stems = sorted(rows)
    means: Vectors = np.array([vectors[rows[name]].mean(axis=0) for name in stems], np.float32)
    return stems, means / np.linalg.norm(means, axis=1, keepdims=True)


def write_table(stems: list[str], vectors: Vectors, file: Path) -> None:
    """Take down the nearest neighbours of every stem that has any."""
    starts, others, cosines = [0], [], []
    for first in range(0, len(stems), ROWS):
        block = vectors[first : first + ROWS] @ vectors.T
        for row, cosine in enumerate(block, start=first):
            cosine[row] = 0.0
            near = np.flatnonzero(cosine >= LEAST)
            near = near[np.argsort(-cosine[near])][:MOST]
            others.append(near.astype(np.uint16))
            cosines.append(np.round(cosine[near] * FULL).astype(np.uint8))
            starts.append(starts[-1] + len(near))
    np.savez_compressed(
        file, stems=np.array("\n".join(stems)), starts=np.array(starts, np.uint32),
        others=np.concatenate(others), cosines=np.concatenate(cosines),
    )  # fmt: skip


def main() -> None:
    """Make the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--to", type=Path, default=LIKENESS)
    write_table(*embed_stems(known_words()), parser.parse_args().to)


if __name__ == "__main__":
    main()
