"""The lexical scores, built in parts, are those of the library that builds them at once."""

from __future__ import annotations

from contextlib import closing

import bm25s
import numpy as np
import pytest
import Stemmer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.index import lexical
from assistant.index.lexical import K1, B, Lexical, has_run, holders_of, tokenize, write_lexical
from assistant.load import load_sources, shipped_documents

WORDS = st.sampled_from(["sleep", "sleeping", "hair", "the", "velorin", "nausea", "x", "mg", "été"])
TEXTS = st.lists(st.lists(WORDS, max_size=12).map(" ".join), min_size=1, max_size=40)


def scores_of_library(texts: list[str]) -> dict[str, dict[int, float]]:
    """For each word the passages that have it, with what bm25s gives each."""
    tokens = tokenize(texts)
    whole = bm25s.BM25(method="lucene", k1=K1, b=B)
    whole.index(tokens, show_progress=False)
    found = {}
    for word in {word for row in tokens for word in row}:
        column = whole.vocab_dict[word]
        start, end = whole.scores["indptr"][column : column + 2]
        positions = whole.scores["indices"][start:end].tolist()
        found[word] = dict(zip(positions, whole.scores["data"][start:end].tolist(), strict=True))
    return found


def test_words_are_those_of_the_library() -> None:
    texts = [source.text for source in load_sources(shipped_documents()).sources]
    texts += ["", "the", "x", "İstanbul's été_1 ﬁve5-HTP, α-tocopherol!"]
    stemmer = Stemmer.Stemmer("english")
    expected = bm25s.tokenize(
        texts, stopwords="en", stemmer=stemmer, return_ids=False, show_progress=False
    )
    assert tokenize(texts) == [list(words) for words in expected]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=TEXTS, part=st.integers(1, 40), run=st.integers(1, 60))
def test_scores_built_in_parts_are_exactly_those_of_bm25s(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], part: int, run: int
) -> None:
    folder = tmp_path_factory.mktemp("lexical") / "new"
    expected = scores_of_library(texts) if any(tokenize(texts)) else {}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lexical, "RANGE", run)
        write_lexical(folder, [texts[i : i + part] for i in range(0, len(texts), part)])
    with closing(Lexical(folder)) as opened:
        found = {word: opened.postings(word) for word in [*expected, "absent"]}
        assert found.pop("absent").positions.tolist() == []
        for word, postings in found.items():
            assert postings.positions.tolist() == sorted(postings.positions.tolist())
            assert dict(zip(*map(np.ndarray.tolist, postings), strict=True)) == expected[word]
            assert opened.holders(word) == len(expected[word])
    assert sorted(file.name for file in folder.iterdir()) == [
        "positions.bin", "scores.bin", "words.sqlite",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("happy sleepers", "The HAPPIEST of the sleepers."),
        ("dying cells", "Cells die; cells (that) died."),
        ("solubility of zinc", "Zinc solubilities, then soluble in zinc"),
        ("cats dying", "Each cat x-died."),
        ("sleep well", "sleepwell, sleep. As well"),
        ("sleep well", "They sleep, and they do it well."),
    ],
)
def test_a_phrase_is_found_where_its_stems_follow_each_other(phrase: str, text: str) -> None:
    (stems,) = tokenize([phrase])
    (words,) = tokenize([text])
    assert holders_of(stems, {7: "sleep", 8: text}) == [8] * has_run(words, stems)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.lists(WORDS, min_size=2, max_size=3))
def test_no_text_that_holds_a_phrase_is_passed_over(texts: list[str], phrase: list[str]) -> None:
    (stems,) = tokenize([" ".join(phrase)])
    if stems:
        rows = tokenize(texts)
        expected = [place for place, row in enumerate(rows) if has_run(row, stems)]
        assert holders_of(stems, dict(enumerate(texts))) == expected
