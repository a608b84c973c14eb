"""BM25: what every word adds to the score of each passage that has it, on disk.

    positions.bin   int32, the passages of one word together, ascending
    scores.bin      float32, what the word adds to the score of each
    words.sqlite    for each word, where its passages begin and end in both

The scores are those of Lucene's formula. Passages are counted in parts, and the parts are merged a
range of words at a time, once it is known how many passages have each word. So building holds one
part, one range, the distinct words and a number for each passage, but never all passages.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.embed import STOP_WORDS

WORD = re.compile(r"\b\w\w+\b")
K1, B = 0.9, 0.4
"""How soon a repeated word stops counting, and how much long passages lose: Anserini's values."""
RANGE = 2_000_000
"""Postings that are merged at once: 100 MB."""
REMEMBERED = 4096
"""Words whose place is kept in memory."""
SCHEMA = """
CREATE TABLE words (word TEXT PRIMARY KEY, start INTEGER NOT NULL, "end" INTEGER NOT NULL)
    WITHOUT ROWID
"""
Numbers = NDArray[np.int64]


class Postings(NamedTuple):
    """The passages that have a word, by position, and what it adds to their scores."""

    positions: NDArray[np.int32]
    scores: NDArray[np.float32]


class Lexical:
    """The scores of one version, read where a word is asked for."""

    def __init__(self, folder: Path) -> None:
        """Open the files."""
        self._database = open_read_only(folder / "words.sqlite")
        self._span = lru_cache(REMEMBERED)(partial(find_span, self._database))
        self._positions = open_rows(folder / "positions.bin", np.int32)
        self._scores = open_rows(folder / "scores.bin", np.float32)

    def postings(self, word: str) -> Postings:
        """Read the passages that have a word, as `tokenize` makes it."""
        start, end = self._span(word)
        return Postings(self._positions[start:end], self._scores[start:end])

    def holders(self, word: str) -> int:
        """Count the passages that have a word."""
        start, end = self._span(word)
        return end - start

    def close(self) -> None:
        """Let go of the files."""
        self._database.close()


def find_span(database: sqlite3.Connection, word: str) -> tuple[int, int]:
    """Find where the passages of a word begin and end; (0, 0) where none has it."""
    row = database.execute('SELECT start, "end" FROM words WHERE word = ?', (word,)).fetchone()
    return row or (0, 0)


def open_rows(file: Path, kind: Any) -> NDArray[Any]:
    """Map a file of numbers; an empty one can't be mapped."""
    return np.memmap(file, kind, "r") if file.stat().st_size else np.empty(0, kind)


def open_read_only(file: Path) -> sqlite3.Connection:
    """Open a database that is not written any more, for any thread."""
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)


def write_lexical(folder: Path, batches: Iterable[Sequence[str]]) -> None:
    """Write the scores of texts that come in batches, in the order of their positions."""
    folder.mkdir(parents=True)
    words: dict[str, int] = {}
    lengths: list[NDArray[np.int32]] = []
    parts: list[Path] = []
    with TemporaryDirectory(dir=folder) as place:
        first = 0
        for batch in batches:
            tokens = tokenize(batch)
            lengths.append(np.array([len(row) for row in tokens], np.int32))
            parts.append(Path(place) / f"{first}.npy")
            np.save(parts[-1], count_words(tokens, first, words))
            first += len(batch)
        holders = np.zeros(len(words), np.int64)
        for part in parts:
            holders += np.bincount(np.load(part)[0], minlength=len(words))
        merge(folder, parts, holders, np.concatenate(lengths))
    write_words(folder / "words.sqlite", words, holders)


def count_words(
    tokens: Sequence[Sequence[str]], first: int, words: dict[str, int]
) -> NDArray[np.int32]:
    """Count each word of each text: rows of word, position and count, by word and position.

    Args:
        tokens: the words of each text.
        first: the position of the first text.
        words: the number of every word so far; new ones are added.
    """
    lengths = [len(row) for row in tokens]
    numbers = np.fromiter(
        (words.setdefault(word, len(words)) for row in tokens for word in row),
        np.int64, sum(lengths),
    )  # fmt: skip
    positions = np.repeat(np.arange(first, first + len(tokens)), lengths)
    pairs, counts = np.unique(numbers << 32 | positions, return_counts=True)
    return np.stack([pairs >> 32, pairs & 0xFFFFFFFF, counts]).astype(np.int32)


def merge(
    folder: Path, parts: Sequence[Path], holders: Numbers, lengths: NDArray[np.int32]
) -> None:
    """Bring the rows of all parts together word by word, and score them."""
    passages, mean = len(lengths), lengths.mean()
    rarities = np.array([rarity(int(n), passages) for n in holders], np.float32)
    with (folder / "positions.bin").open("wb") as to, (folder / "scores.bin").open("wb") as scores:
        for start, end in ranges(holders):
            pieces = []
            for part in parts:
                rows = np.load(part, mmap_mode="r")
                low, high = np.searchsorted(rows[0], [start, end])
                pieces.append(np.array(rows[:, low:high]))
            merged = np.concatenate(pieces, axis=1)
            words, positions, counts = merged[:, np.argsort(merged[0], kind="stable")]
            length_norm = K1 * ((1 - B) + B * lengths[positions] / mean)
            score = rarities[words] * (counts / (length_norm + counts))
            to.write(positions.tobytes())
            scores.write(score.astype(np.float32).tobytes())


def ranges(holders: Numbers) -> Iterator[tuple[int, int]]:
    """Cut the words into runs of about `RANGE` postings: first word, and the one after the last."""
    ends = np.cumsum(holders)
    total = int(ends[-1]) if len(ends) else 0
    cuts = np.searchsorted(ends, np.arange(RANGE, total, RANGE), side="left") + 1
    edges = np.unique([0, *cuts, len(holders)]).tolist()
    return pairwise(edges)


def rarity(holders: int, passages: int) -> float:
    """How rare a word is: BM25's idf, at least 0, higher is rarer."""
    return math.log(1 + (passages - holders + 0.5) / (holders + 0.5))


def write_words(file: Path, words: dict[str, int], holders: Numbers) -> None:
    """Write where the passages of each word begin and end."""
    ends = np.cumsum(holders)
    starts = ends - holders
    database = sqlite3.connect(file)
    with database:
        database.execute(SCHEMA)
        database.executemany(
            "INSERT INTO words VALUES (?, ?, ?)",
            ((word, int(starts[words[word]]), int(ends[words[word]])) for word in sorted(words)),
        )
    database.close()


def tokenize(texts: Sequence[str]) -> list[list[str]]:
    """Split texts into stemmed lower-case words of two characters or more, without stop words."""
    import Stemmer

    stemmer = Stemmer.Stemmer("english")
    return [
        stemmer.stemWords([word for word in WORD.findall(text.lower()) if word not in STOP_WORDS])
        for text in texts
    ]


def holders_of(stems: Sequence[str], texts: Mapping[int, str]) -> list[int]:
    """Find the texts in which some words, as `tokenize` makes them, stand one after the other."""
    near = run_pattern(stems)
    likely = {key: text for key, text in texts.items() if near.search(text.lower())}
    words = tokenize(list(likely.values()))
    return [key for key, row in zip(likely, words, strict=True) if has_run(row, stems)]


def run_pattern(stems: Sequence[str]) -> re.Pattern[str]:
    """What every text has in which words with these stems follow each other; few others have it.

    A word begins as its stem does, but for the stem's last letter ("happy" has "happi"), or its last
    two where it is short ("dying" has "die"). It stands for stemming a text, which takes ten times as long.
    """
    dropped = rf"(?:\W+(?:\w|{'|'.join(sorted(STOP_WORDS))}))*\W+"
    begun = (re.escape(stem[:-1] if len(stem) > 3 else stem[0]) for stem in stems)
    return re.compile(r"\b" + rf"\w*{dropped}".join(begun))


def has_run(words: Sequence[str], stems: Sequence[str]) -> bool:
    """Whether some stemmed words stand one after the other."""
    size = len(stems)
    return any(words[i : i + size] == stems for i in range(len(words) - size + 1))
