"""What a build of an index does, and what it leaves where it goes wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import pytest
from conftest import FakeEmbedder

from assistant.chunk import embedded_text, split_source
from assistant.embed import Vectors
from assistant.errors import IndexMissingError, PassageIndexError
from assistant.index import BuildReport, PassageIndex, build_index, current_version, read_manifest
from assistant.load import load_sources
from tests.index_builds import ALL_PASSAGES, DOSE, TRIAL, build, rewrite, search


class DyingEmbedder(FakeEmbedder):
    """Embeds one batch and then fails, as a machine does that runs out of memory."""

    def embed_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        yield next(super().embed_passages(texts))
        raise MemoryError("no more")


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
