from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from conftest import DATA
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.errors import CorpusError, SourceFormatError
from assistant.load import (
    ReadFile,
    Skipped,
    Vocabulary,
    load_sources,
    load_vocabulary,
    normalize_text,
    slugify,
)
from assistant.schema import Abstract, Article, Design, Source

TRIAL = "abstracts/velorin-2015-sleep-trial.md"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def only_skipped(folder: Path) -> Skipped:
    (skipped,) = load_sources([folder]).skipped
    assert "\n" not in skipped.reason
    return skipped


# --- normalize_text --------------------------------------------------------------------------


@given(st.text())
@example("\ufeff\ufefftwo byte order marks")
@example("e\u0301\r\n\rend")
def test_normalized_text_stays_as_it_is(text: str) -> None:
    once = normalize_text(text)
    assert normalize_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once


@given(st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]))))
def test_every_line_end_becomes_one_line_feed(lines: list[str]) -> None:
    unix, windows, old = (normalize_text(end.join(lines)) for end in ("\n", "\r\n", "\r"))
    assert unix == windows == old


def test_normalizing_composes_letters_and_drops_the_mark() -> None:
    assert normalize_text("\ufeffcafe\u0301\r\nbar\rbaz") == "caf\u00e9\nbar\nbaz"


# --- the invented corpus ---------------------------------------------------------------------


def test_the_invented_corpus_is_read_whole() -> None:
    loaded = load_sources([DATA])
    assert loaded.skipped == ()
    assert {source.source_id: source.design for source in loaded.sources} == {
        "velorin-2015-sleep-trial": Design.RCT,
        "velorin-2019-sleep-trial": Design.RCT,
        "quassamine-2011-memory-trial": Design.RCT,
        "quassamine-2016-memory-mice": Design.ANIMAL,
        "brightroot-2018-follicle-cells": Design.IN_VITRO,
        "velorin-2017-brightroot-mixture": Design.NONRANDOMIZED_TRIAL,
        "velorin-2021-sleep-guideline": Design.GUIDELINE,
        "velorest-shop-page": Design.ARTICLE,
    }
    facts = {source.source_id: source.facts for source in loaded.sources}
    retracted = {i for i, f in facts.items() if isinstance(f, Abstract) and f.is_retracted}
    assert retracted == {"quassamine-2011-memory-trial"}
    assert {i for i, f in facts.items() if isinstance(f, Article)} == {"velorest-shop-page"}


def test_text_is_the_body_without_front_matter() -> None:
    (source,) = load_sources([DATA / TRIAL]).sources
    assert source.text.startswith("# Velorin and sleep in adults: a randomised trial\n\n## Design")
    assert "---" not in source.text
    assert source.text == source.text.strip()


def test_reading_twice_gives_the_same_order() -> None:
    assert load_sources([DATA]) == load_sources([DATA])


def test_line_ends_and_byte_order_mark_change_nothing(corpus: Path) -> None:
    file = corpus / TRIAL
    before = load_sources([file])
    data = file.read_bytes()
    file.write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    assert load_sources([file]) == before


# --- front matter that breaks the format -----------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        pytest.param(
            "type: abstract", "type: poem", "type: must be abstract or article", id="unknown type"
        ),
        pytest.param("year: 2015", "year: last", "year: ", id="a year in words"),
        pytest.param("year: 2015\n", "", "year: Field required", id="a field is missing"),
        pytest.param("year: 2015", "year: 2015\nmood: good", "mood: ", id="a field too many"),
        pytest.param(
            "direction: benefit", "direction: up", "outcomes.0.direction: ", id="a nested field"
        ),
        pytest.param(
            "design: In this randomised trial, 130 adults",
            "design: In this randomised trial, 950 adults",
            "front matter sentence missing from the body: 'In this randomised trial",
            id="a sentence that the body lacks",
        ),
    ],
)
def test_a_bad_field_is_named_with_its_reason(
    corpus: Path, old: str, new: str, reason: str
) -> None:
    change(corpus / TRIAL, old, new)
    skipped = only_skipped(corpus)
    assert skipped.path == f"corpus/{TRIAL}"
    assert skipped.reason.startswith(reason)
    assert len(load_sources([corpus]).sources) == 7


def test_yaml_that_cannot_be_parsed_is_named_with_its_line(corpus: Path) -> None:
    change(corpus / TRIAL, "authors: Arden P, Brook L", "authors: [Arden P")
    assert only_skipped(corpus).reason.startswith("front matter in line ")


@pytest.mark.parametrize("front", ["- a\n- b", "just words", "42", "null", "type: [abstract]"])
def test_front_matter_that_is_no_record_is_skipped(tmp_path: Path, front: str) -> None:
    (tmp_path / "good.txt").write_text("Good.")
    (tmp_path / "bad.md").write_text(f"---\n{front}\n---\n\nText.")
    assert only_skipped(tmp_path).reason == "type: must be abstract or article"


def test_yaml_cannot_run_code(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Good.")
    (tmp_path / "bad.md").write_text(
        f"---\ntype: !!python/object/apply:os.mkdir ['{tmp_path}/made']\n---\n\nText."
    )
    assert only_skipped(tmp_path).reason.startswith("front matter")
    assert not (tmp_path / "made").exists()


# --- documents without front matter ----------------------------------------------------------


def test_plain_markdown_is_titled_by_its_heading(tmp_path: Path) -> None:
    file = tmp_path / "My Notes (2).md"
    file.write_text("Before.\n\n# What I read\n\nVelorin is blue.\n")
    assert load_sources([file]).sources == (
        Source(
            source_id="my-notes-2",
            title="What I read",
            text="Before.\n\n# What I read\n\nVelorin is blue.",
        ),
    )


def test_markdown_without_a_heading_is_titled_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text("Velorin is blue.")
    assert load_sources([file]).sources[0].title == "notes"


@pytest.mark.parametrize(
    ("first", "title"), [("Velorin", "Velorin"), ("v" * 151, "notes")], ids=["short", "long"]
)
def test_plain_text_is_titled_by_a_short_first_line(tmp_path: Path, first: str, title: str) -> None:
    file = tmp_path / "notes.txt"
    file.write_text(f"{first}\nIs blue.")
    assert load_sources([file]).sources[0].title == title


def test_beir_documents_keep_their_id(tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl"
    rows = [
        {"_id": "MED-10", "title": "Velorin", "text": "Is blue.", "metadata": {"url": "x"}},
        {"_id": 7, "title": "", "text": "No title."},
    ]
    file.write_text("\n".join(map(json.dumps, rows)) + "\n\n")
    assert load_sources([file]).sources == (
        Source(source_id="MED-10", title="Velorin", text="Velorin\n\nIs blue.",
               external_id="MED-10"),
        Source(source_id="7", title="7", text="No title.", external_id="7"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "line 2 is not JSON"),
        ("[1]", "line 2: needs _id and text"),
        ('{"_id": "b"}', "line 2: needs _id and text"),
        ('{"_id": "b", "text": 3}', "line 2: needs _id and text"),
        ('{"_id": "b", "text": "\\ud800"}', "line 2"),
        pytest.param("[" * 100_000, "line 2", id="nested too deep"),
    ],
)
def test_a_bad_line_of_jsonl_is_named_by_its_number(tmp_path: Path, line: str, reason: str) -> None:
    (tmp_path / "good.txt").write_text("Good.")
    (tmp_path / "bad.jsonl").write_text('{"_id": "a", "text": "A."}\n' + line)
    assert only_skipped(tmp_path).reason.startswith(reason)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "named .txt but holds a picture"),
        ("null.txt", b"a\x00b", "a binary file, not text"),
        ("latin.md", "caf\u00e9".encode("latin-1"), "not UTF-8 text (byte 3)"),
        ("empty.md", b"", "empty"),
        ("blank.txt", b" \n\n ", "empty"),
        ("page.pdf", b"%PDF", "named .pdf but holds plain text"),
        ("page.epub", b"PK", ".epub: format not read"),
        ("notes", b"Text.", "no ending: format not read"),
    ],
)
def test_a_file_that_is_no_text_is_skipped_and_named(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / "good.txt").write_text("Good.")
    (tmp_path / name).write_bytes(data)
    skipped = only_skipped(tmp_path)
    assert skipped.path == f"{tmp_path.name}/{name}"
    assert skipped.reason.startswith(reason)


def test_a_readme_and_hidden_files_are_no_documents(corpus: Path) -> None:
    before = load_sources([corpus])
    (corpus / "README.md").write_text("# How to add a document")
    (corpus / ".hidden").mkdir()
    (corpus / ".hidden" / "a.md").write_text("A.")
    (corpus / ".a.md").write_text("A.")
    assert load_sources([corpus]) == before


def test_one_bad_file_does_not_hide_the_others(corpus: Path) -> None:
    (corpus / "bad.txt").write_bytes(b"\xff")
    loaded = load_sources([corpus])
    assert len(loaded.sources) == 8
    assert [skipped.path for skipped in loaded.skipped] == ["corpus/bad.txt"]


def test_an_id_made_of_a_file_name_gives_way_to_one_that_is_stated(corpus: Path) -> None:
    before = load_sources([corpus]).sources
    (corpus / "abstracts" / "velorest-shop-page.txt").write_text("Another page.")
    loaded = load_sources([corpus])
    (added,) = set(loaded.sources) - set(before)
    assert added.text == "Another page."
    assert re.fullmatch(r"velorest-shop-page-[0-9a-f]{6}", added.source_id)
    assert loaded.skipped == ()
    assert load_sources([corpus]) == loaded


def test_two_documents_that_state_one_id_are_one_read_and_one_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"_id": "1", "text": "One."}\n{"_id": "2", "text": "Two."}')
    (tmp_path / "b.jsonl").write_text('{"_id": "1", "text": "Other."}')
    (tmp_path / "c.jsonl").write_text(
        '{"_id": "2", "text": "Two."}\n{"_id": "3", "text": "Three."}'
    )
    loaded = load_sources([tmp_path])
    folder = tmp_path.name
    assert [source.text for source in loaded.sources] == ["One.", "Two.", "Three."]
    assert loaded.skipped == (
        Skipped(f"{folder}/b.jsonl",
                f"the id '1' is taken by {folder}/a.jsonl; this one is left out, rename one"),
    )  # fmt: skip
    assert loaded.read == (
        ReadFile(f"{folder}/a.jsonl", ("1", "2")),
        ReadFile(f"{folder}/c.jsonl", ("3",), (f"'2' is in already, from {folder}/a.jsonl",)),
    )


def test_nothing_to_read_is_one_line_that_names_the_first_reason(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"^No document could be read; name a folder"):
        load_sources([tmp_path])
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(CorpusError, match=r"a\.pdf: named \.pdf but holds"):
        load_sources([tmp_path])


@pytest.mark.parametrize("name", ["missing", "m" * 300], ids=["missing", "too long a name"])
def test_a_path_that_does_not_exist_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(CorpusError, match="no such file or folder"):
        load_sources([tmp_path / name])


@given(st.text(min_size=1))
def test_a_slug_fits_an_address(name: str) -> None:
    slug = slugify(name)
    assert slug
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slugify(name) == slug


def test_names_without_latin_letters_keep_apart() -> None:
    assert slugify("\u7720\u308a") != slugify("\u8a18\u61b6")


# --- vocabulary ------------------------------------------------------------------------------


def test_the_vocabulary_is_read(vocabulary: Vocabulary) -> None:
    assert [item.name for item in vocabulary.substances] == [
        "velorin", "velorin citrate", "quassamine", "brightroot",
    ]  # fmt: skip
    assert {item.name: item.group for item in vocabulary.outcomes} == {
        "sleep quality": "sleep",
        "time to fall asleep": "sleep",
        "memory": "cognition",
        "hair growth": "hair",
        "nausea": "side effects",
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("form_of: velorin", "salt_of: velorin", r"^substances\.yaml: 1\.salt_of: "),
        ("synonyms: [velorin salt]", "synonyms: [velorin salt", r"^substances\.yaml: "),
    ],
)
def test_a_fault_of_the_vocabulary_is_one_line(
    corpus: Path, old: str, new: str, message: str
) -> None:
    change(corpus / "vocabulary" / "substances.yaml", old, new)
    with pytest.raises(SourceFormatError, match=message) as caught:
        load_vocabulary(corpus / "vocabulary")
    assert "\n" not in str(caught.value)


def test_a_missing_vocabulary_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match=r"^substances\.yaml: cannot be read"):
        load_vocabulary(tmp_path)


def test_of_very_many_notes_a_few_are_told(tmp_path: Path) -> None:
    rows = "\n".join(f'{{"_id": "{n}", "text": "Text {n}."}}' for n in range(1200))
    (tmp_path / "a.jsonl").write_text(rows)
    (tmp_path / "b.jsonl").write_text(rows + '\n{"_id": "new", "text": "New."}')
    loaded = load_sources([tmp_path])
    first = f"'0' is in already, from {tmp_path.name}/a.jsonl"
    assert loaded.read[1].notes[0] == first
    assert loaded.read[1].notes[3:] == ("and 1,197 more like these",)
    assert loaded.read[1].source_ids == ("new",)
