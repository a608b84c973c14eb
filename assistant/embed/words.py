"""Vectors of single words in their context, small enough to keep one for every word of a corpus.

The network's hidden states of a word's pieces are averaged and projected to the directions in which
words differ most. Stop words, single characters and punctuation have none.
"""

from __future__ import annotations

from functools import cached_property
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from assistant.embed.network import Vectors

WordVectors = NDArray[np.int8]
"""Shape (words, `WORD_DIMENSION`); rows of length one, times `FULL`."""
WORD_DIMENSION = 64
FULL = 127
STOP_WORDS = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not",
    "of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was",
    "will", "with",
})  # fmt: skip
"""Words that say nothing of what a text is about: Lucene's list for English."""


class QueryWords(NamedTuple):
    """The words of a query as they stand, and a row for each: shape (words, dimension), length one."""

    words: tuple[str, ...]
    vectors: Vectors


NO_WORDS = QueryWords((), np.zeros((0, WORD_DIMENSION), dtype=np.float32))


class WordReader:
    """Cuts the hidden states of a text into words."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Take the tokenizer that made the texts' tokens."""
        tokens = tokenizer.get_vocab()
        self._is_skipped = np.zeros(len(tokens), dtype=bool)
        for token, number in tokens.items():
            bare = token.removeprefix("##")
            self._is_skipped[number] = (
                token in STOP_WORDS or len(token) == 1 or not any(map(str.isalnum, bare))
            )

    @cached_property
    def projection(self) -> Vectors:
        """The principal directions of word vectors; `python -m bench.projection` makes the file."""
        with (files("assistant.embed") / "projection.npy").open("rb") as file:
            projection: Vectors = np.load(file).astype(np.float32)
        return projection

    def read_query(self, text: str, encoding: Encoding, hidden: Vectors) -> QueryWords:
        """Cut a query into its words."""
        owners, vectors = self.average(encoding, hidden @ self.projection)
        spans = (encoding.word_to_chars(int(owner)) or (0, 0) for owner in owners)
        words = tuple(text[start:end] for start, end in spans)
        return QueryWords(words, vectors)

    def read_passage(self, encoding: Encoding, hidden: Vectors) -> WordVectors:
        """Cut a passage into its words."""
        _, vectors = self.average(encoding, hidden @ self.projection)
        return np.rint(vectors * FULL).astype(np.int8)

    def places(self, encoding: Encoding) -> list[int]:
        """Where in its text each word begins that a passage has a row for, in the order of the rows."""
        owners, _, starts = self._pieces(encoding)
        spans = (encoding.word_to_chars(int(owner)) or (0, 0) for owner in owners[starts])
        return [start for start, _ in spans]

    def average(self, encoding: Encoding, states: Vectors) -> tuple[NDArray[np.int64], Vectors]:
        """Average the states of each word's pieces: numbers of the words, and rows of length one."""
        owners, kept, starts = self._pieces(encoding)
        if not len(starts):
            return owners, np.zeros((0, states.shape[1]), dtype=np.float32)
        sums = np.add.reduceat(states[kept], starts, axis=0)
        return owners[starts], sums / np.linalg.norm(sums, axis=1, keepdims=True)

    def _pieces(
        self, encoding: Encoding
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]:
        """The words that the kept pieces of a text belong to, which are kept, and each word's first."""
        owners = np.array([-1 if word is None else word for word in encoding.word_ids])
        kept = (owners >= 0) & ~self._is_skipped[encoding.ids]
        owners = owners[kept]
        return owners, kept, np.flatnonzero(np.diff(owners, prepend=-1))


def match_both_ways(query: Vectors, passages: list[WordVectors]) -> tuple[Vectors, Vectors]:
    """Score passages by the best match of each word of the query, and of each of their own words.

    Returns:
        Two arrays of shape (passages,), the means of the best cosines, higher is better; 0 without words.
    """
    lengths = np.array([len(words) for words in passages])
    there, back = np.zeros((2, len(passages)), dtype=np.float32)
    filled = np.flatnonzero(lengths)
    if len(query) and len(filled):
        stacked = np.concatenate([passages[i] for i in filled]).astype(np.float32) / FULL
        starts = np.cumsum(np.r_[0, lengths[filled][:-1]])
        cosines = query @ stacked.T
        there[filled] = np.maximum.reduceat(cosines, starts, axis=1).mean(axis=0)
        back[filled] = np.add.reduceat(cosines.max(axis=0), starts) / lengths[filled]
    return there, back


def match_words(query: Vectors, weights: Vectors, passages: list[WordVectors]) -> Vectors:
    """Score passages by late interaction (MaxSim): each word of the query seeks its best match.

    Args:
        query: shape (words, dimension), rows of length one.
        weights: shape (words,), what each word counts; they sum to one.
        passages: the words of each.

    Returns:
        Shape (passages,): the weighted mean of the best cosines, higher is better; 0 without words.
    """
    lengths = np.array([len(words) for words in passages])
    scores = np.zeros(len(passages), dtype=np.float32)
    filled = np.flatnonzero(lengths)
    if len(query) and len(filled):
        stacked = np.concatenate([passages[i] for i in filled]).astype(np.float32) / FULL
        starts = np.cumsum(np.r_[0, lengths[filled][:-1]])
        scores[filled] = weights @ np.maximum.reduceat(query @ stacked.T, starts, axis=1)
    return scores
