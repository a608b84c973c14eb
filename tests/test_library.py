"""One question over chosen collections: each is heard, and the answer's passages say whose they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import DATA, FakeEmbedder
from made_files import MEDLINE, put

from assistant import library as module
from assistant.config import SHIPPED, Settings
from assistant.errors import InputError
from assistant.index import JoinedIndex, PassageIndex, build_index
from assistant.library import Library
from assistant.load import load_sources
from assistant.retrieve import open_search


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    embedder = FakeEmbedder()
    monkeypatch.setattr(module, "SentenceTransformerEmbedder", lambda model: embedder)
    build_index(tmp_path / "index", load_sources([DATA]), embedder, terms=("sleep",))
    put(tmp_path / "in", {
        "shop.txt": "Velorin from our shop gave me zanzibar sleep.",
        "note.txt": "Quassamine is what my aunt took for her memory.",
    })  # fmt: skip
    settings = Settings(index=tmp_path / "index", collections=tmp_path / "collections")
    library = Library(settings)
    library.collections.add("shop", [tmp_path / "in" / "shop.txt"])
    library.collections.add("aunt", [tmp_path / "in" / "note.txt"])
    return library


def sources_found(library: Library, names: tuple[str, ...], query: str, k: int) -> set[str]:
    assistant = library.assistant(names)
    return {scored.passage.source_id for scored in assistant.passage_search.search(query, k)}


def test_a_question_sees_what_was_chosen_and_nothing_else(library: Library) -> None:
    query = "velorin quassamine sleep memory"
    assert sources_found(library, ("shop",), query, 50) == {"shop-shop"}
    assert sources_found(library, ("shop", "aunt"), query, 50) == {"shop-shop", "aunt-note"}
    shipped = sources_found(library, (SHIPPED,), query, 50)
    assert not shipped & {"shop-shop", "aunt-note"}
    assert sources_found(library, (SHIPPED, "aunt"), query, 50) == shipped | {"aunt-note"}


def test_a_small_collection_is_heard_beside_a_large_one(library: Library) -> None:
    assert "aunt-note" in sources_found(library, (SHIPPED, "aunt"), "velorin and sleep", 3)


def test_the_joined_search_ranks_best_first(library: Library) -> None:
    scored = library.assistant((SHIPPED, "shop")).passage_search.search("velorin sleep", 5)
    assert [item.rank for item in scored] == list(range(1, len(scored) + 1))
    assert [item.score for item in scored] == sorted((s.score for s in scored), reverse=True)


def test_a_change_is_seen_by_the_next_question(library: Library, tmp_path: Path) -> None:
    assert sources_found(library, ("shop", "aunt"), "zanzibar", 50) == {"shop-shop", "aunt-note"}
    library.collections.remove_document("shop", "shop-shop")
    assert sources_found(library, ("shop", "aunt"), "zanzibar", 50) == {"aunt-note"}
    library.collections.remove("aunt")
    with pytest.raises(InputError, match=r"^aunt: no such collection"):
        library.assistant(("shop", "aunt"))
    with pytest.raises(InputError, match="holds no document"):
        library.assistant(("shop",))


def test_what_was_answered_from_one_collection_is_not_remembered_for_another(
    library: Library,
) -> None:
    question = "Does velorin help with sleep?"
    cited = {
        names: {c.source_id for c in library.assistant(names).invoke(question).citations}
        for names in (("shop",), ("aunt",), (SHIPPED,), (SHIPPED, "shop"), ("shop",))
    }
    assert cited[("shop",)] == {"shop-shop"}
    assert "shop-shop" in cited[(SHIPPED, "shop")]
    assert "shop-shop" not in cited[(SHIPPED,)] | cited[("aunt",)]
    library.collections.remove_document("shop", "shop-shop")
    answer = library.assistant(("shop", "aunt")).invoke(question)
    assert "shop-shop" not in {c.source_id for c in answer.citations}


def test_an_assistant_is_opened_once_whatever_the_order(library: Library) -> None:
    assert library.assistant(("shop", SHIPPED)) is library.assistant((SHIPPED, "shop"))


def test_a_phrase_is_found_where_it_stands_and_in_documents_that_count_alone(
    library: Library,
) -> None:
    joined = library.assistant((SHIPPED, "shop", "aunt")).index
    found = joined.find_phrase("zanzibar sleep", frozenset())
    assert [passage.source_id for passage in found] == ["shop-shop"]
    assert joined.find_phrase("sleep zanzibar", frozenset()) == []
    assert joined.find_phrase("quassamines", frozenset()) != []
    excluded = joined.find_phrase("quassamine", frozenset({"aunt-note"}))
    assert "aunt-note" not in {passage.source_id for passage in excluded}
    assert joined.find_phrase("the of", frozenset()) == []


@pytest.mark.parametrize("names", [("aunt",), (SHIPPED, "aunt")])
def test_what_only_a_page_names_is_quoted_and_not_called_absent(
    library: Library, tmp_path: Path, names: tuple[str, ...]
) -> None:
    put(tmp_path, {"tip.txt": "Restorin Night is what my aunt took for her memory."})
    library.collections.add("aunt", [tmp_path / "tip.txt"])
    answer = library.assistant(names).invoke("Does Restorin Night help memory?")
    assert (answer.status, answer.verification.cut) == ("answered", 0)
    assert [c.source_id for c in answer.citations] == ["aunt-tip"]
    assert "no document here is known to be a study of restorin night and memory" in answer.answer


def test_what_no_document_names_is_absent(library: Library) -> None:
    answer = library.assistant((SHIPPED, "aunt")).invoke("Does zopaflor help memory?")
    assert (answer.status, answer.reason) == ("no_evidence", "substance_absent")


def test_an_answer_names_the_collection_of_its_passages(library: Library) -> None:
    answer = library.assistant((SHIPPED, "shop")).invoke("Does velorin help with sleep?")
    named = {c.source_id: c.collection for c in answer.citations}
    assert named["shop-shop"] == "shop"
    assert {name for source_id, name in named.items() if source_id != "shop-shop"} == {None}
    (number,) = (c.number for c in answer.citations if c.collection)
    assert answer.answer.endswith(f"*From your collection “shop”: [{number}]*")


def test_an_answer_of_the_shipped_corpus_names_no_collection(library: Library) -> None:
    answer = library.assistant().invoke("Does velorin help with sleep?")
    assert "collection" not in answer.answer
    assert "collection" not in answer.model_dump(mode="json")["citations"][0]


def test_a_record_in_two_collections_is_one_document(library: Library, tmp_path: Path) -> None:
    put(tmp_path, {"a.nbib": MEDLINE, "b.nbib": MEDLINE.replace("did not differ", "rose")})
    library.collections.add("aunt", [tmp_path / "a.nbib"])
    library.collections.add("shop", [tmp_path / "b.nbib"])
    joined = library.assistant(("shop", "aunt")).index
    assert isinstance(joined, JoinedIndex)
    assert joined.manifest.documents == 3
    assert [source.source_id for source in joined.sources()].count("pmid-20000001") == 1
    source = joined.source("pmid-20000001")
    assert source is not None
    assert source.collection == "aunt"
    for scored in library.assistant(("shop", "aunt")).passage_search.search("memory", 50):
        held = joined.source(scored.passage.source_id)
        assert held is not None
        assert held.text[scored.passage.start : scored.passage.end] == scored.passage.text


def test_a_joined_index_changes_its_fingerprint_with_each_part(library: Library) -> None:
    prints = {
        library.assistant(names).index.manifest.fingerprint
        for names in ((SHIPPED,), ("shop",), ("shop", "aunt"), (SHIPPED, "shop"))
    }
    assert len(prints) == 4


def test_sources_of_several_indexes_are_ranked_once_and_by_their_best_passage(
    library: Library,
) -> None:
    search = library.assistant((SHIPPED, "shop", "aunt")).passage_search
    best: dict[str, float] = {}
    for scored in search.search("velorin and sleep", 200):
        best.setdefault(scored.passage.source_id, scored.score)
    assert search.search_sources("velorin and sleep", 100) == list(best.items())
    assert search.search_sources("velorin and sleep", 2) == list(best.items())[:2]


def test_only_open_indexes_can_be_searched(library: Library) -> None:
    assert isinstance(library.assistant(("shop",)).index, PassageIndex)
    with pytest.raises(TypeError):
        open_search(object(), FakeEmbedder())  # type: ignore[arg-type]
