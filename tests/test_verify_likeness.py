"""Words of like meaning meet, opposites are left to other rules, and nothing else meets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.verify.likeness import MEETS, likeness, load_table, meets, neighbours
from assistant.verify.matching import BY_LIKENESS, Wanted, words_in
from assistant.verify.topics import find_topics, stem
from assistant.verify.train_likeness import known_words, write_table


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("nose", "nasal"),
        ("liver", "hepatic"),
        ("die", "death"),
        ("tumour", "cancer"),
        ("pain", "ache"),
    ],
)
def test_lay_words_meet_those_of_abstracts(word: str, other: str) -> None:
    assert meets(stem(word), {stem(other), stem("capsule")})


@pytest.mark.parametrize(
    ("word", "other"),
    [("knee", "hip"), ("sleep", "memory"), ("cholesterol", "anxiety"), ("qzx", "nose")],
)
def test_other_things_do_not_meet(word: str, other: str) -> None:
    assert likeness(stem(word), {stem(other)}) < MEETS


def test_a_like_word_covers_most_of_a_word_and_the_word_itself_all_of_it() -> None:
    wanted = Wanted(find_topics("nose"), {})

    shares = [wanted.share_in(words_in(find_topics(t))) for t in ("nose", "nasal", "memory")]

    assert shares == [1.0, pytest.approx(BY_LIKENESS), 0.0]


def test_the_table_holds_each_pair_both_ways_and_no_word_beside_itself() -> None:
    table = load_table()

    assert len(table.stems) == len(table.places) == len(table.starts) - 1
    assert all(name not in neighbours(name) for name in table.stems[:2000])
    assert neighbours("nose")["nasal"] == neighbours("nasal")["nose"]


def test_only_near_words_are_taken_down(tmp_path: Path) -> None:
    vectors = np.array([[1, 0], [0.8, 0.6], [0, 1]], np.float32)

    write_table(["ache", "pain", "tea"], vectors, tmp_path / "likeness.npz")
    table = load_table(tmp_path / "likeness.npz")

    assert table.stems == ("ache", "pain", "tea")
    assert table.starts.tolist() == [0, 1, 3, 4]
    assert table.others.tolist() == [1, 0, 2, 1]
    assert (table.cosines / 250).round(2).tolist() == [0.8, 0.8, 0.6, 0.6]


def test_words_come_from_the_model_our_documents_and_our_lists_without_those_of_studies() -> None:
    words = known_words()

    assert {"nose", "ashwagandha", "tinnitus"} <= words
    assert not words & {"trial", "significantly", "the", "2"}
