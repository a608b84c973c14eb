"""Collections: each apart, what is removed is gone, and every file has its result."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from conftest import FakeEmbedder
from made_files import MEDLINE, PUBMED_XML, put

from assistant.collections import (
    AddReport,
    Collections,
    CollectionSummary,
    FileResult,
)
from assistant.embed import Vectors
from assistant.errors import CorpusError, InputError, PassageIndexError
from assistant.schema import Corrections, Source


@pytest.fixture
def collections(tmp_path: Path) -> Collections:
    return Collections(tmp_path / "collections", FakeEmbedder())


def texts(collections: Collections, name: str) -> list[str]:
    return [source.text for source in collections.documents(name)]


def found(collections: Collections, name: str, query: str) -> list[str]:
    index = collections.open(name)
    if index is None:
        return []
    hits = index.search_lexical(query, 10)
    passages = index.passages([hit.position for hit in hits])
    return sorted(passages[hit.position].source_id for hit in hits)


def everything_below(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def test_every_added_file_has_its_result(collections: Collections, tmp_path: Path) -> None:
    put(tmp_path / "in", {
        "a.txt": "Velorin is blue. It is a mineral.", "b.pdf": b"no pdf", "c.nbib": MEDLINE,
    })  # fmt: skip
    assert collections.add("mine", [tmp_path / "in"]) == AddReport(
        name="mine",
        files=(
            FileResult(path="in/a.txt", is_read=True, words="1 document, 1 passage",
                       source_ids=("mine-a",)),
            FileResult(path="in/c.nbib", is_read=True,
                       words="1 document, 4 passages; 1 record without an abstract left out",
                       source_ids=("pmid-20000001",)),
            FileResult(path="in/b.pdf", is_read=False,
                       words="named .pdf but holds plain text; give it its own ending"),
        ),
        documents=2,
    )  # fmt: skip
    assert collections.list() == (CollectionSummary(name="mine", documents=2),)


def test_documents_say_which_collection_they_are_of(
    collections: Collections, tmp_path: Path
) -> None:
    put(tmp_path, {"a.txt": "Velorin is blue."})
    collections.add("mine", [tmp_path / "a.txt"])
    index = collections.open("mine")
    assert index is not None
    source = index.source("mine-a")
    assert source is not None
    assert (source.collection, source) == ("mine", collections.documents("mine")[0])
    assert source.detected is not None


def test_one_bad_upload_is_a_result_and_no_error(collections: Collections, tmp_path: Path) -> None:
    put(tmp_path, {"a.pdf": b"no pdf"})
    report = collections.add("mine", [tmp_path / "a.pdf"])
    assert [file.is_read for file in report.files] == [False]
    assert collections.open("mine") is None


def test_collections_do_not_see_each_other(collections: Collections, tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": "Velorin is blue.", "b.txt": "Quassamine is red."})
    collections.add("one", [tmp_path / "a.txt"])
    collections.add("two", [tmp_path / "b.txt"])
    assert found(collections, "one", "velorin quassamine") == ["one-a"]
    assert found(collections, "two", "velorin quassamine") == ["two-b"]


def test_a_removed_document_is_gone_from_search_and_from_the_disk(
    collections: Collections, tmp_path: Path
) -> None:
    put(tmp_path, {"a.txt": "Velorin is zanzibar blue.", "b.txt": "Velorin is red."})
    collections.add("mine", [tmp_path / "a.txt", tmp_path / "b.txt"])
    assert found(collections, "mine", "velorin") == ["mine-a", "mine-b"]
    assert b"zanzibar" in everything_below(collections.folder)
    collections.remove_document("mine", "mine-a")
    assert found(collections, "mine", "velorin") == ["mine-b"]
    assert found(collections, "mine", "zanzibar") == []
    assert b"zanzibar" not in everything_below(collections.folder)


def test_removing_the_last_document_leaves_an_empty_collection(
    collections: Collections, tmp_path: Path
) -> None:
    put(tmp_path, {"a.txt": "Velorin is zanzibar blue."})
    collections.add("mine", [tmp_path / "a.txt"])
    collections.remove_document("mine", "mine-a")
    assert collections.list() == (CollectionSummary(name="mine", documents=0),)
    assert collections.open("mine") is None
    assert b"zanzibar" not in everything_below(collections.folder)


def test_a_removed_collection_is_gone(collections: Collections, tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": "Velorin is zanzibar blue."})
    collections.add("mine", [tmp_path / "a.txt"])
    collections.remove("mine")
    assert collections.list() == ()
    assert b"zanzibar" not in everything_below(collections.folder)
    with pytest.raises(InputError, match="no such collection"):
        collections.open("mine")


def test_adding_a_file_again_changes_nothing(collections: Collections, tmp_path: Path) -> None:
    put(tmp_path / "in", {"a.txt": "Velorin is blue.", "c.nbib": MEDLINE})
    collections.add("mine", [tmp_path / "in"])
    version = collections.version("mine")
    report = collections.add("mine", [tmp_path / "in"])
    assert [file.words.split("; ")[-1] for file in report.files] == [
        "'Velorin is blue.' is in already",
        "'Velorin and memory in old rats: an invented trial.' is in already",
    ]
    assert (collections.version("mine"), report.documents) == (version, 2)


def test_another_file_of_the_same_name_stands_beside_the_first(
    collections: Collections, tmp_path: Path
) -> None:
    put(tmp_path, {"a/n.txt": "Velorin is blue.", "b/n.txt": "Velorin is red."})
    collections.add("mine", [tmp_path / "a" / "n.txt"])
    report = collections.add("mine", [tmp_path / "b" / "n.txt"])
    assert texts(collections, "mine") == ["Velorin is blue.", "Velorin is red."]
    assert report.files[0].source_ids[0].startswith("mine-n-")


def test_a_newer_state_of_a_record_takes_the_place_of_the_older(
    collections: Collections, tmp_path: Path
) -> None:
    put(
        tmp_path,
        {"old.xml": PUBMED_XML, "new.xml": PUBMED_XML.replace("ErratumIn", "RetractionIn")},
    )
    collections.add("mine", [tmp_path / "old.xml"])
    report = collections.add("mine", [tmp_path / "new.xml"])
    (source,) = collections.documents("mine")
    assert source.stated is not None
    assert source.stated.is_retracted
    assert report.files[0].words.endswith("takes the place of what was here")


def test_corrected_facts_are_kept_and_reach_the_index(
    collections: Collections, tmp_path: Path
) -> None:
    put(tmp_path, {"a.txt": "Velorin is blue."})
    collections.add("mine", [tmp_path / "a.txt"])
    changed = collections.correct("mine", "mine-a", Corrections(seller=True, is_confirmed=True))
    index = collections.open("mine")
    assert index is not None
    assert changed.detected is not None
    assert changed.detected.seller is not None
    assert (changed.detected.seller.value, changed.detected.is_confirmed) == (True, True)
    assert index.source("mine-a") == changed == collections.documents("mine")[0]
    collections.add("mine", [tmp_path / "a.txt"])
    assert collections.documents("mine") == (changed,)


class DyingEmbedder(FakeEmbedder):
    """Dies while it embeds, as a killed process would."""

    def embed_query(self, text: str) -> Vectors:
        raise KeyboardInterrupt


def test_an_index_that_fell_behind_is_made_again(collections: Collections, tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": "Velorin is blue.", "b.txt": "Velorin is red."})
    collections.add("mine", [tmp_path / "a.txt"])
    dying = Collections(collections.folder, DyingEmbedder())
    with pytest.raises(KeyboardInterrupt):
        dying.add("mine", [tmp_path / "b.txt"])
    assert found(collections, "mine", "velorin") == ["mine-a", "mine-b"]


def test_an_index_of_another_model_is_made_again(collections: Collections, tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": "Velorin is blue."})
    collections.add("mine", [tmp_path / "a.txt"])
    other = Collections(collections.folder, FakeEmbedder("another"))
    assert found(other, "mine", "velorin") == ["mine-a"]


def test_damaged_documents_are_one_line(collections: Collections, tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": "Velorin is blue."})
    collections.add("mine", [tmp_path / "a.txt"])
    (collections.folder / "mine" / "documents.jsonl").write_text("{")
    with pytest.raises(PassageIndexError, match="damaged; remove the collection mine"):
        collections.documents("mine")


@pytest.mark.parametrize(
    "name",
    ["", "..", "../x", "a/b", "A", "-a", "a-", "shipped", "a" * 41, "a b", "a\x00", "\u00e9"],
)
def test_a_name_that_could_lead_elsewhere_is_refused(collections: Collections, name: str) -> None:
    for call in (collections.create, collections.remove, collections.open, collections.documents):
        with pytest.raises(InputError, match="can't be a collection's name"):
            call(name)
    assert not collections.folder.exists()


def test_a_collection_is_made_once(collections: Collections) -> None:
    collections.create("mine")
    with pytest.raises(InputError, match="there is such a collection already"):
        collections.create("mine")


def test_a_path_that_does_not_exist_makes_no_collection(
    collections: Collections, tmp_path: Path
) -> None:
    with pytest.raises(CorpusError, match="no such file or folder"):
        collections.add("mine", [tmp_path / "nothing"])
    assert collections.list() == ()


def test_an_unknown_document_is_one_line(collections: Collections) -> None:
    collections.create("mine")
    with pytest.raises(InputError, match=r"^x: no such document in mine\.$"):
        collections.remove_document("mine", "x")
    with pytest.raises(InputError, match=r"^x: no such document in mine\.$"):
        collections.correct("mine", "x", Corrections())


def count_sources() -> int:
    """How many documents are in memory; `isinstance` would wake lazy objects of other libraries."""
    return sum(type(thing) is Source for thing in gc.get_objects())


def test_a_change_holds_few_documents_however_many_there_are(tmp_path: Path) -> None:
    held: list[int] = []

    class Watching(FakeEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
            held.append(count_sources())
            return super().embed_passages(texts)

    collections = Collections(tmp_path / "collections", Watching())
    rows = [{"_id": f"{n}", "text": f"Velorin was given to {n} people."} for n in range(200)]
    put(tmp_path, {"many.jsonl": "\n".join(map(json.dumps, rows)), "one.txt": "Quassamine."})
    held_before = count_sources()
    assert collections.add("mine", [tmp_path / "many.jsonl"]).documents == 200
    assert collections.add("mine", [tmp_path / "one.txt"]).documents == 201
    assert held
    assert max(held) < held_before + 10


def test_a_document_that_is_replaced_keeps_its_place(
    collections: Collections, tmp_path: Path
) -> None:
    put(tmp_path, {"a.txt": "Velorin is blue.", "c.txt": "Tarvine.", "b.nbib": MEDLINE})
    collections.add("mine", [tmp_path / "b.nbib", tmp_path / "a.txt"])
    newer = MEDLINE.replace("AB  - ", "AB  - Newer. ", 1)
    put(tmp_path, {"b.nbib": newer})
    collections.add("mine", [tmp_path / "c.txt", tmp_path / "b.nbib"])
    ids = [source.source_id for source in collections.documents("mine")]
    assert ids == ["pmid-20000001", "mine-a", "mine-c"]
    assert "Newer." in texts(collections, "mine")[0]


def test_documents_survive_being_written(collections: Collections, tmp_path: Path) -> None:
    put(tmp_path, {"a.xml": PUBMED_XML})
    collections.add("mine", [tmp_path / "a.xml"])
    (source,) = collections.documents("mine")
    assert source == Source.model_validate_json(source.model_dump_json())
