"""What an open index gives: passages, scores, documents and the nearest terms."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from conftest import DATA, FakeEmbedder

from assistant.chunk import embedded_text, split_source
from assistant.embed import WORD_DIMENSION, EmbeddedPassages, WordVectors
from assistant.index import BuildReport, PassageIndex, build_index, current_version, read_manifest
from assistant.load import load_sources
from assistant.schema import Source
from tests.index_builds import ALL_PASSAGES, DOSE, TRIAL, build, rewrite, search


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


# --- what an open index gives ----------------------------------------------------------------


def test_dense_scores_are_cosine_similarities_best_first(
    built_index: PassageIndex, embedder: FakeEmbedder
) -> None:
    query = embedder.embed_query("velorin and the time to fall asleep")
    hits = built_index.search_dense(query, 10)
    passages = built_index.passages([hit.position for hit in hits])
    titles = {source.source_id: source.title for source in load_sources([DATA]).sources}
    for hit in hits:
        passage = passages[hit.position]
        text = embedded_text(titles[passage.source_id], passage)
        assert hit.score == pytest.approx(float(query @ embedder.embed_query(text)), abs=1e-5)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.position for hit in hits}) == 10


def test_dense_search_finds_the_same_as_brute_force(
    built_index: PassageIndex, embedder: FakeEmbedder
) -> None:
    sources = load_sources([DATA]).sources
    texts = [embedded_text(s.title, p) for s in sources for p in split_source(s)]
    vectors = np.stack([embedder.embed_query(text) for text in texts])
    for query in ("velorin", "nausea in older people", "a maze of mice"):
        vector = embedder.embed_query(query)
        found = [hit.score for hit in built_index.search_dense(vector, 10)]
        assert found == pytest.approx(sorted(vectors @ vector, reverse=True)[:10], abs=1e-5)


def test_asking_for_more_than_there_is_gives_all(
    built_index: PassageIndex, embedder: FakeEmbedder
) -> None:
    assert len(built_index.search_dense(embedder.embed_query("velorin"), 500)) == ALL_PASSAGES
    assert len(built_index.search_lexical("velorin", 500)) < ALL_PASSAGES


def test_dense_search_can_be_held_to_some_sources(
    built_index: PassageIndex, embedder: FakeEmbedder
) -> None:
    wanted = ["velorest-shop-page", "quassamine-2016-memory-mice"]
    hits = built_index.search_dense(embedder.embed_query("velorin sleep"), 47, wanted)
    assert {hit.position for hit in hits} == set(built_index.positions_of(wanted))


def test_lexical_search_stems_and_drops_what_shares_no_word(built_index: PassageIndex) -> None:
    for query in ("photograph", "Photographs!", "the photographed"):
        (hit,) = built_index.search_lexical(query, 10)
        assert hit.score > 0
        passage = built_index.passages([hit.position])[hit.position]
        assert "photographs of hair could not be judged" in passage.text


def test_lexical_search_can_be_held_to_some_passages(built_index: PassageIndex) -> None:
    wanted = built_index.positions_of(["velorest-shop-page"])
    hits = built_index.search_lexical("velorin sleep", 47, wanted)
    assert hits
    assert {hit.position for hit in hits} <= set(wanted)


def test_words_count_by_their_weight(built_index: PassageIndex) -> None:
    def scores(**words: float) -> dict[int, float]:
        return {hit.position: hit.score for hit in built_index.search_words(words, 500)}

    sleep, nausea = scores(sleep=1), scores(nausea=1)
    mixed = scores(sleep=0.25, nausea=2)
    assert mixed.keys() == sleep.keys() | nausea.keys()
    for position, score in mixed.items():
        expected = sleep.get(position, 0) / 4 + nausea.get(position, 0) * 2
        assert score == pytest.approx(expected, abs=1e-5)


def test_salient_words_tell_passages_from_the_rest(folder: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "notes"
    corpus.mkdir()
    for name, text in {
        "a": "Velorin sleep sleep sleep.",
        "b": "Velorin hair.",
        "c": "Velorin nausea.",
    }.items():
        (corpus / f"{name}.md").write_text(text)
    build_index(folder, load_sources([corpus]), FakeEmbedder())
    with closing(PassageIndex(folder, "fake")) as index:
        at = {p.text: i for i, p in index.passages([0, 1, 2]).items()}
        weights = {at["Velorin sleep sleep sleep."]: 0.5, at["Velorin hair."]: 0.5}
        # idf of a word in one of three passages: log(1 + 2.5 / 1.5); in all: log(1 + 0.5 / 3.5)
        rare, common = math.log(1 + 2.5 / 1.5), math.log(1 + 0.5 / 3.5)
        found = {"sleep": 0.375 * rare, "hair": 0.25 * rare, "velorin": 0.375 * common}
        total = sum(found.values())
        assert index.salient_words(weights, 5) == pytest.approx(
            {word: value / total for word, value in found.items()}
        )
        best = 0.375 + 0.25
        assert index.salient_words(weights, 2) == pytest.approx(
            {"sleep": 0.375 / best, "hair": 0.25 / best}
        )


@pytest.mark.parametrize("query", ["", "  ", "the of and", "xylograph", "?!", "\u7720\u308a"])
def test_words_that_no_passage_has_find_nothing(built_index: PassageIndex, query: str) -> None:
    assert built_index.search_lexical(query, 10) == []


def test_a_document_comes_back_as_it_was_read(built_index: PassageIndex) -> None:
    for source in load_sources([DATA]).sources:
        assert built_index.source(source.source_id) == source
    assert built_index.source("nobody") is None
    assert built_index.source("velorest-shop-page' OR '1'='1") is None


def test_a_passage_comes_back_as_it_was_split(built_index: PassageIndex) -> None:
    expected = [p for s in load_sources([DATA]).sources for p in split_source(s)]
    assert built_index.passages(range(ALL_PASSAGES)) == dict(enumerate(expected))
    assert built_index.passages([]) == {}


def test_documents_with_facts_are_told_from_those_without(folder: Path, corpus: Path) -> None:
    (corpus / "note.txt").write_text("A note on velorin.")
    build(folder, corpus)
    index = PassageIndex(folder, "fake")
    with_facts = index.sources_with_facts()
    note = index.source("note")
    index.close()
    assert with_facts == sorted(load_sources([DATA]).sources, key=lambda source: source.source_id)
    assert note == Source(source_id="note", title="A note on velorin.", text="A note on velorin.")


def test_any_text_can_be_indexed(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "odd.jsonl"
    texts = ["\U0001f48a " * 9, "\u202ereversed.", "\x01 control.", "'; DROP TABLE passages; --"]
    rows = ({"_id": f"odd {i}/\u00e9", "text": text} for i, text in enumerate(texts))
    file.write_text("\n".join(json.dumps(row) for row in rows))
    report = build(folder, file)
    assert (report.documents, report.embedded) == (4, 4)
    assert search(folder, "drop table", 1)[-1] == texts[-1]


# --- terms of the vocabulary -----------------------------------------------------------------

TERMS = ("sleep quality", "growth of hair", "memory")


def build_with_terms(
    folder: Path, corpus: Path, terms: Sequence[str], embedder: FakeEmbedder | None = None
) -> BuildReport:
    return build_index(folder, load_sources([corpus]), embedder or FakeEmbedder(), terms=terms)


def nearest(folder: Path, text: str, k: int = len(TERMS)) -> list[tuple[str, float]]:
    """The nearest terms of an index to a text."""
    index = PassageIndex(folder, "fake")
    try:
        return index.nearest_terms(FakeEmbedder().embed_query(text), k)
    finally:
        index.close()


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("memory", "memory"),
        ("a growth on my hair", "growth of hair"),
        ("the quality of a memory of sleep of quality", "sleep quality"),
    ],
)
def test_the_nearest_terms_come_with_their_cosine_similarity(
    folder: Path, corpus: Path, embedder: FakeEmbedder, text: str, term: str
) -> None:
    build_with_terms(folder, corpus, TERMS)
    found = nearest(folder, text)
    assert found[0][0] == term
    expected = {other: embedder.embed_query(text) @ embedder.embed_query(other) for other in TERMS}
    assert dict(found) == pytest.approx(expected, abs=1e-6)
    assert [cosine for _, cosine in found] == sorted(expected.values(), reverse=True)
    assert nearest(folder, text, 1) == found[:1]


def test_an_index_without_terms_is_near_to_none(folder: Path, corpus: Path) -> None:
    build_with_terms(folder, corpus, TERMS)
    assert nearest(folder, "memory") != []
    build_with_terms(folder, corpus, ())
    assert nearest(folder, "memory") == []


def test_a_first_build_embeds_terms_and_passages(
    folder: Path, corpus: Path, embedder: FakeEmbedder
) -> None:
    report = build_with_terms(folder, corpus, TERMS, embedder)
    assert report.embedded == ALL_PASSAGES  # terms are no passages
    assert sorted(embedder.embedded[:3]) == sorted(TERMS)
    assert len(embedder.embedded) == ALL_PASSAGES + len(TERMS)


def test_a_second_build_embeds_no_term(folder: Path, corpus: Path, embedder: FakeEmbedder) -> None:
    build_with_terms(folder, corpus, TERMS)
    version = current_version(folder)
    report = build_with_terms(folder, corpus, TERMS, embedder)
    assert (report.embedded, embedder.embedded) == (0, [])
    assert current_version(folder) == version


@pytest.mark.parametrize(
    "terms",
    [(*TERMS, "nausea"), TERMS[:2], TERMS[::-1]],
    ids=["one more", "one less", "another order"],
)
def test_a_changed_vocabulary_embeds_its_terms_alone(
    folder: Path, corpus: Path, embedder: FakeEmbedder, terms: tuple[str, ...]
) -> None:
    build_with_terms(folder, corpus, TERMS)
    before = read_manifest(folder)
    report = build_with_terms(folder, corpus, terms, embedder)
    assert (report.embedded, report.removed) == (0, 0)
    assert embedder.embedded == list(terms)
    assert read_manifest(folder).fingerprint != before.fingerprint
    assert DOSE in search(folder, DOSE)
    for term in terms:
        found = nearest(folder, term)
        assert found[0] == (term, pytest.approx(1.0, abs=1e-6))


def test_changed_documents_leave_the_terms_as_they_were(
    folder: Path, corpus: Path, embedder: FakeEmbedder
) -> None:
    build_with_terms(folder, corpus, TERMS)
    rewrite(corpus / TRIAL, "hour before bed", "year before bed")
    assert build_with_terms(folder, corpus, TERMS, embedder).embedded == 1
    assert len(embedder.embedded) == 1
    assert nearest(folder, "memory")[0][0] == "memory"


def test_another_model_embeds_the_terms_again(
    folder: Path, corpus: Path, embedder: FakeEmbedder
) -> None:
    build_with_terms(folder, corpus, TERMS)
    embedder.name = "other"
    build_with_terms(folder, corpus, TERMS, embedder)
    assert len(embedder.embedded) == ALL_PASSAGES + len(TERMS)


class WordyEmbedder(FakeEmbedder):
    """A bag of words that also gives a row for each word: its length, in every column."""

    @property
    def words(self) -> WordyEmbedder:  # type: ignore[override]
        return self

    def embed_passages_and_words(self, texts: Sequence[str]) -> Iterator[EmbeddedPassages]:
        for vectors in self.embed_passages(texts):
            batch = self.embedded[-len(vectors) :]
            yield EmbeddedPassages(vectors, [self.rows(text) for text in batch])

    @staticmethod
    def rows(text: str) -> WordVectors:
        lengths = np.array([len(word) for word in text.split()], dtype=np.int8)
        return np.repeat(lengths[:, None], WORD_DIMENSION, axis=1)


def test_words_are_kept_for_each_passage_and_reused(folder: Path, corpus: Path) -> None:
    def check() -> None:
        sources = load_sources([corpus]).sources
        titles = {source.source_id: source.title for source in sources}
        with closing(PassageIndex(folder, "fake")) as index:
            passages = index.passages(range(index.manifest.passages))
            words = index.word_vectors(list(passages))
            for passage, rows in zip(passages.values(), words, strict=True):
                text = embedded_text(titles[passage.source_id], passage)
                assert np.array_equal(rows, WordyEmbedder.rows(text))

    build_index(folder, load_sources([corpus]), WordyEmbedder())
    check()
    (corpus / "another.md").write_text("# Another\n\nVelorin is here as well.\n")
    again = WordyEmbedder()
    assert build_index(folder, load_sources([corpus]), again).embedded == len(again.embedded) == 1
    check()


def test_a_model_without_words_leaves_every_passage_without(built_index: PassageIndex) -> None:
    assert [rows.shape for rows in built_index.word_vectors([0, 5])] == [(0, WORD_DIMENSION)] * 2
