from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import pytest
from conftest import DATA, FakeEmbedder

from assistant.chunk import CHUNKING, embedded_text, split_source
from assistant.embed import WORD_DIMENSION, EmbeddedPassages, Vectors, WordVectors
from assistant.errors import IndexMismatchError, IndexMissingError, PassageIndexError
from assistant.index import BuildReport, PassageIndex, build_index, current_version, read_manifest
from assistant.index import store as index_module
from assistant.index.manifest import FORMAT
from assistant.index.vectors import create_vectors
from assistant.load import load_sources
from assistant.schema import Source

TRIAL = "abstracts/velorin-2015-sleep-trial.md"
DOSE = "The adults of the Arden trial took 300 mg of velorin an hour before bed."
ALL_PASSAGES = 47


class DyingEmbedder(FakeEmbedder):
    """Embeds one batch and then fails, as a machine does that runs out of memory."""

    def embed_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        yield next(super().embed_passages(texts))
        raise MemoryError("no more")


def build(folder: Path, corpus: Path, embedder: FakeEmbedder | None = None) -> BuildReport:
    return build_index(folder, load_sources([corpus]), embedder or FakeEmbedder())


def search(folder: Path, text: str, k: int = 5) -> list[str]:
    """Search an index by vector and by word; gives the texts of both, best first."""
    index = PassageIndex(folder, "fake")
    try:
        hits = index.search_dense(FakeEmbedder().embed_query(text), k)
        hits += index.search_lexical(text, k)
        passages = index.passages([hit.position for hit in hits])
        return [passages[hit.position].text for hit in hits]
    finally:
        index.close()


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


# --- what a build does -----------------------------------------------------------------------


def test_a_build_embeds_every_passage_under_its_title(
    folder: Path, corpus: Path, embedder: FakeEmbedder
) -> None:
    told: list[tuple[int, int]] = []
    loaded = load_sources([corpus])
    report = build_index(folder, loaded, embedder, lambda *progress: told.append(progress))
    assert report._replace(seconds=0.0) == BuildReport(
        documents=8, passages=ALL_PASSAGES, embedded=ALL_PASSAGES, removed=0, skipped=(), seconds=0
    )
    assert embedder.embedded == [
        embedded_text(source.title, passage)
        for source in loaded.sources
        for passage in split_source(source)
    ]
    assert told == [(16, 47), (32, 47), (47, 47)]


def test_second_build_embeds_nothing(folder: Path, corpus: Path, embedder: FakeEmbedder) -> None:
    build(folder, corpus)
    version = current_version(folder)
    report = build(folder, corpus, embedder)
    assert (report.documents, report.passages) == (8, ALL_PASSAGES)
    assert (report.embedded, report.removed, embedder.embedded) == (0, 0, [])
    assert current_version(folder) == version


def test_a_changed_file_embeds_only_its_changed_passages(
    folder: Path, corpus: Path, embedder: FakeEmbedder
) -> None:
    build(folder, corpus)
    rewrite(corpus / TRIAL, "hour before bed", "year before bed")
    report = build(folder, corpus, embedder)
    assert report.embedded == 1
    title = "Velorin and sleep in adults: a randomised trial"
    assert embedder.embedded == [f"{title}. {DOSE.replace('hour', 'year')}"]
    assert DOSE not in search(folder, DOSE, 50)
    assert search(folder, "a year before bed", 1) == [DOSE.replace("hour", "year")] * 2


def test_a_new_file_embeds_only_its_own_passages(
    folder: Path, corpus: Path, embedder: FakeEmbedder
) -> None:
    build(folder, corpus)
    (corpus / "note.txt").write_text("A note\n\nZebras like velorin.")
    report = build(folder, corpus, embedder)
    assert (report.documents, report.embedded) == (9, len(embedder.embedded))
    assert embedder.embedded == ["A note. Zebras like velorin."]
    assert search(folder, "zebras", 1)[-1].endswith("Zebras like velorin.")


def test_a_new_title_embeds_the_whole_document_again(folder: Path, corpus: Path) -> None:
    build(folder, corpus)
    rewrite(corpus / TRIAL, "Velorin and sleep in adults: a", "Velorin and sleep in grown-ups: a")
    passages = split_source(load_sources([corpus / TRIAL]).sources[0])
    assert build(folder, corpus).embedded == len(passages)


def test_vectors_are_read_nearly_as_embedded_and_handed_on_exactly(
    folder: Path, corpus: Path, embedder: FakeEmbedder
) -> None:
    build(folder, corpus, embedder)
    rewrite(corpus / TRIAL, "hour before bed", "year before bed")
    build(folder, corpus)  # all but one passage come from the first index
    with closing(PassageIndex(folder, "fake")) as index:
        positions = list(range(ALL_PASSAGES))[::-1]
        passages = index.passages(positions)
        ids = [passages[position].passage_id for position in positions]
        titles = {source.source_id: source.title for source in index.sources()}
        expected = np.stack([
            embedder.embed_query(embedded_text(titles[passages[p].source_id], passages[p]))
            for p in positions
        ])  # fmt: skip
        assert np.allclose(index.vectors(positions), expected, rtol=5e-4, atol=0)
        assert index.vectors(positions[:3]).dtype == np.float32
        exact = index.embedded(ids).vectors
    assert np.allclose(exact, expected, rtol=1e-6, atol=0)
    assert not np.array_equal(exact, exact.astype(np.float16))  # or the two could not be told apart


def test_a_removed_file_disappears_from_search(
    folder: Path, corpus: Path, embedder: FakeEmbedder
) -> None:
    build(folder, corpus)
    assert DOSE in search(folder, DOSE)
    (corpus / TRIAL).unlink()
    report = build(folder, corpus, embedder)
    assert (report.documents, report.removed, embedder.embedded) == (7, 1, [])
    assert not [text for text in search(folder, DOSE, 50) if "Arden" in text]
    index = PassageIndex(folder, "fake")
    assert index.source("velorin-2015-sleep-trial") is None
    index.close()


def test_an_incremental_index_equals_a_fresh_one(
    folder: Path, corpus: Path, tmp_path: Path
) -> None:
    build(folder, corpus)
    rewrite(corpus / TRIAL, "hour before bed", "year before bed")
    (corpus / "articles" / "velorest-shop-page.md").unlink()
    (corpus / "note.txt").write_text("A note on nausea and velorin.")
    build(folder, corpus)
    build(tmp_path / "fresh", corpus)
    assert read_manifest(folder) == read_manifest(tmp_path / "fresh")
    for query in ("velorin sleep", "nausea", "mice maze", "an hour before bed"):
        # All passages are asked for, since Chroma orders equal scores by when they came.
        found, fresh = (sorted(search(f, query, 60)) for f in (folder, tmp_path / "fresh"))
        assert found == fresh


def test_the_fingerprint_tells_corpus_and_model_apart(folder: Path, corpus: Path) -> None:
    build(folder, corpus)
    first = read_manifest(folder).fingerprint
    rewrite(corpus / TRIAL, "year: 2015", "year: 2014")  # a fact alone, in no passage
    report = build(folder, corpus)
    assert report.embedded == 0
    second = read_manifest(folder).fingerprint
    build(folder, corpus, FakeEmbedder("other"))
    third = read_manifest(folder).fingerprint
    assert len({first, second, third}) == 3
    assert all(len(fingerprint) == 16 for fingerprint in (first, second, third))


def test_another_model_embeds_everything_again(
    folder: Path, corpus: Path, embedder: FakeEmbedder
) -> None:
    build(folder, corpus)
    embedder.name = "other"
    assert build(folder, corpus, embedder).embedded == ALL_PASSAGES
    PassageIndex(folder, "other").close()


def test_vectors_of_two_precisions_are_never_mixed(
    folder: Path, corpus: Path, embedder: FakeEmbedder
) -> None:
    build(folder, corpus)
    before = read_manifest(folder)
    embedder.precision = "int8"
    PassageIndex(folder, embedder.name).close()  # queries search either
    assert build(folder, corpus, embedder).embedded == ALL_PASSAGES
    assert read_manifest(folder) == before.model_copy(update={"precision": "int8"})
    assert read_manifest(folder).fingerprint != before.fingerprint
    assert build(folder, corpus, embedder).embedded == 0


def test_old_versions_do_not_pile_up(folder: Path, corpus: Path) -> None:
    for i in range(4):
        (corpus / "note.txt").write_text(f"Note number {i}.")
        build(folder, corpus)
    assert len(list((folder / "versions").iterdir())) == 2


# --- a build that goes wrong -----------------------------------------------------------------


def test_a_build_that_dies_leaves_the_old_index_answering(folder: Path, corpus: Path) -> None:
    build(folder, corpus)
    before = (read_manifest(folder), search(folder, DOSE))
    for file in (corpus / "abstracts").glob("velorin*.md"):
        rewrite(file, "velorin", "melorin")
    with pytest.raises(MemoryError):
        build(folder, corpus, DyingEmbedder())
    assert (read_manifest(folder), search(folder, DOSE)) == before

    report = build(folder, corpus)
    assert report.documents == 8
    assert DOSE.replace("velorin", "melorin") in search(folder, DOSE)
    assert DOSE not in search(folder, DOSE)
    assert build(folder, corpus).embedded == 0


def test_a_first_build_that_dies_leaves_no_index_and_the_next_one_finishes(
    folder: Path, corpus: Path
) -> None:
    with pytest.raises(MemoryError):
        build(folder, corpus, DyingEmbedder())
    with pytest.raises(IndexMissingError):
        PassageIndex(folder, "fake")
    report = build(folder, corpus)
    assert (report.passages, report.embedded) == (ALL_PASSAGES, ALL_PASSAGES - 16)
    assert DOSE in search(folder, DOSE)


def test_the_second_of_two_builders_is_refused(folder: Path, corpus: Path) -> None:
    refusals: list[str] = []

    class Rival(FakeEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
            with pytest.raises(PassageIndexError) as caught:
                build(folder, corpus)
            refusals.append(str(caught.value))
            yield from super().embed_passages(texts)

    assert build(folder, corpus, Rival()).embedded == ALL_PASSAGES
    assert refusals == [f"{folder}: another build is at work here; try later."]
    assert build(folder, corpus).embedded == 0


def test_documents_without_a_sentence_are_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("# Only a heading")
    with pytest.raises(PassageIndexError, match="no sentence"):
        build(folder, tmp_path / "empty.md")


def test_a_build_onto_a_file_is_one_line_and_leaves_the_file(tmp_path: Path, corpus: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine")
    with pytest.raises(PassageIndexError, match="cannot be written") as caught:
        build(file, corpus)
    assert "\n" not in str(caught.value)
    assert file.read_text() == "mine"


def test_a_build_deletes_nothing_of_a_folder_that_is_no_index(folder: Path, corpus: Path) -> None:
    mine = folder / "versions" / "thesis" / "chapter.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("years of work")
    with suppress(PassageIndexError):  # to refuse is as good as to build beside it
        build(folder, corpus)
    assert mine.read_text() == "years of work"


# --- an index that cannot be opened ----------------------------------------------------------


def break_by_missing(folder: Path) -> None:
    shutil.rmtree(folder)


def break_by_emptying(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def break_by_foreign_files(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear aunt")


def break_by_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder at all")


def break_by_pointing_nowhere(folder: Path) -> None:
    (folder / "CURRENT").write_text("0123456789ab\n")


def break_by_empty_pointer(folder: Path) -> None:
    (folder / "CURRENT").write_text("")


def break_by_binary_pointer(folder: Path) -> None:
    (folder / "CURRENT").write_bytes(b"\xff\xfe\x00")


def break_by_long_pointer(folder: Path) -> None:
    (folder / "CURRENT").write_text("a foreign file of that name " * 50)


def break_by_foreign_manifest(folder: Path) -> None:
    (current_version(folder) / "manifest.json").write_text('{"name": "another program"}')


def break_by_cut_manifest(folder: Path) -> None:
    file = current_version(folder) / "manifest.json"
    file.write_text(file.read_text()[:40])


def change_manifest(folder: Path, **values: object) -> None:
    file = current_version(folder) / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | values))


def break_by_other_chunking(folder: Path) -> None:
    change_manifest(folder, chunking="words-100-v0")


def break_by_other_format(folder: Path) -> None:
    change_manifest(folder, format=0)


def break_by_other_model(folder: Path) -> None:
    change_manifest(folder, embedding_model="another")


def break_by_losing(part: str) -> Callable[[Path], None]:
    def break_it(folder: Path) -> None:
        path = current_version(folder) / part
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return break_it


def break_by_cutting(part: str) -> Callable[[Path], None]:
    def break_it(folder: Path) -> None:
        path = current_version(folder) / part
        path.write_bytes(path.read_bytes()[:100])

    return break_it


BREAKS = {
    "missing": (break_by_missing, IndexMissingError, "no index here"),
    "empty": (break_by_emptying, IndexMissingError, "no index here"),
    "foreign files": (break_by_foreign_files, IndexMissingError, "no index here"),
    "a file": (break_by_file, IndexMissingError, "no index here"),
    "pointing nowhere": (break_by_pointing_nowhere, IndexMissingError, "incomplete"),
    "an empty pointer": (break_by_empty_pointer, IndexMissingError, "incomplete"),
    "a binary pointer": (break_by_binary_pointer, IndexMissingError, "no index here"),
    "a long pointer": (break_by_long_pointer, IndexMissingError, ""),
    "a foreign manifest": (break_by_foreign_manifest, IndexMismatchError, "not an index of this"),
    "a cut manifest": (break_by_cut_manifest, IndexMismatchError, "not an index of this"),
    "other chunking": (break_by_other_chunking, IndexMismatchError, "words-100-v0"),
    "other format": (break_by_other_format, IndexMismatchError, "built with 0/"),
    "other model": (break_by_other_model, IndexMismatchError, "another"),
    "no documents": (break_by_losing("sources.sqlite"), PassageIndexError, "damaged"),
    "cut documents": (break_by_cutting("sources.sqlite"), PassageIndexError, "damaged"),
    "no vectors": (break_by_losing("chroma"), PassageIndexError, "damaged"),
    "cut vectors": (break_by_cutting("chroma/chroma.sqlite3"), PassageIndexError, "damaged"),
    "no words": (break_by_losing("lexical"), PassageIndexError, "damaged"),
    "no terms": (break_by_losing("terms.npz"), PassageIndexError, "damaged"),
    "cut terms": (break_by_cutting("terms.npz"), PassageIndexError, "damaged"),
}


@pytest.fixture
def own_index(index_folder: Path, folder: Path) -> Path:
    """A copy of the built index that a test may break."""
    shutil.copytree(index_folder, folder)
    return folder


@pytest.mark.parametrize("name", BREAKS)
def test_an_index_that_cannot_be_used_gives_one_line(own_index: Path, name: str) -> None:
    break_it, error, words = BREAKS[name]
    break_it(own_index)
    with pytest.raises(error) as caught:
        PassageIndex(own_index, "fake")
    line = str(caught.value)
    assert line.startswith(f"{own_index}: ")
    assert words in line
    assert "\n" not in line


@pytest.mark.parametrize(
    "name",
    [
        "missing", "empty", "pointing nowhere", "an empty pointer", "other chunking",
        "other format", "other model", "no documents", "cut documents", "no vectors",
        "cut vectors", "no words", "no terms", "cut terms",
    ],
)  # fmt: skip
def test_a_build_repairs_an_index_that_cannot_be_used(
    own_index: Path, corpus: Path, name: str
) -> None:
    BREAKS[name][0](own_index)
    report = build(own_index, corpus)
    assert (report.documents, report.passages) == (8, ALL_PASSAGES)
    assert DOSE in search(own_index, DOSE)


def test_vectors_that_chroma_lost_in_silence_are_noticed(folder: Path, tmp_path: Path) -> None:
    """Beyond a thousand rows Chroma keeps a folder of vectors, and answers without it if it can."""
    file = tmp_path / "many.jsonl"
    rows = ({"_id": f"d{i}", "text": f"Velorin number {i}."} for i in range(1100))
    file.write_text("\n".join(map(json.dumps, rows)))
    build(folder, file)
    (vectors,) = (path for path in (current_version(folder) / "chroma").iterdir() if path.is_dir())
    shutil.rmtree(vectors)
    with pytest.raises(PassageIndexError, match="damaged"):
        PassageIndex(folder, "fake")
    assert build(folder, file).embedded == 1100


def test_the_wrong_model_and_the_right_one_are_both_named(index_folder: Path) -> None:
    with pytest.raises(IndexMismatchError) as caught:
        PassageIndex(index_folder, "mine")
    assert str(caught.value) == (
        f"{index_folder}: built with {FORMAT}/fake/{CHUNKING}, this program uses {FORMAT}/mine/{CHUNKING}; "
        f"run: assistant build --index {index_folder}"
    )


def test_another_chunking_of_the_program_is_refused(
    index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "CHUNKING", "sentences-500-v2")
    with pytest.raises(IndexMismatchError, match="sentences-500-v2"):
        PassageIndex(index_folder, "fake")


def test_an_older_format_is_refused_in_words_and_built_again(
    own_index: Path, corpus: Path, embedder: FakeEmbedder
) -> None:
    older = FORMAT - 1
    change_manifest(own_index, format=older)
    with pytest.raises(IndexMismatchError) as caught:
        PassageIndex(own_index, "fake")
    assert str(caught.value) == (
        f"{own_index}: built with {older}/fake/{CHUNKING}, this program uses "
        f"{FORMAT}/fake/{CHUNKING}; run: assistant build --index {own_index}"
    )
    # Nothing of it is trusted: every passage is embedded again.
    assert build(own_index, corpus, embedder).embedded == ALL_PASSAGES
    assert len(embedder.embedded) == ALL_PASSAGES
    assert read_manifest(own_index).format == FORMAT


@pytest.mark.parametrize(
    ("passages", "candidates"), [(1, 400), (40_000, 400), (100_000, 1000), (308_640, 3086)]
)
def test_a_search_looks_at_one_passage_in_a_hundred(
    tmp_path: Path, passages: int, candidates: int
) -> None:
    (tmp_path / "version").mkdir()
    with closing(create_vectors(tmp_path / "version", passages, None)) as vectors:
        told = vectors._collection.configuration_json["hnsw"]
    assert (told["ef_search"], told["max_neighbors"], told["space"]) == (candidates, 64, "cosine")


def test_the_fingerprint_tells_formats_and_terms_apart(index_folder: Path) -> None:
    manifest = read_manifest(index_folder)
    others = [manifest.model_copy(update=values) for values in ({"format": 1}, {"terms": "more"})]
    assert len({manifest.fingerprint, *(other.fingerprint for other in others)}) == 3


def test_opening_a_missing_index_makes_no_folder(folder: Path) -> None:
    with pytest.raises(IndexMissingError):
        PassageIndex(folder, "fake")
    assert not folder.exists()


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
