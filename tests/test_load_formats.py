"""Each format is read into the same kind of document, with what the file itself states of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_files import (
    BIBTEX,
    HTML,
    MEDLINE,
    PUBMED_XML,
    RIS,
    encrypt_pdf,
    put,
    write_docx,
    write_pdf,
    write_zip,
)

from assistant.chunk import split_source
from assistant.load import Loaded, ReadFile, Skipped, load_sources
from assistant.schema import Source, Stated, StatedNotice

WITHOUT_ABSTRACT = "1 record without an abstract left out"


def load_one(folder: Path, name: str, data: bytes | str) -> Loaded:
    put(folder, {name: data})
    return load_sources([folder / name])


def test_a_medline_export_keeps_what_pubmed_states(tmp_path: Path) -> None:
    loaded = load_one(tmp_path, "pubmed.nbib", MEDLINE)
    title = "Velorin and memory in old rats: an invented trial."
    assert loaded.sources == (
        Source(
            source_id="pmid-20000001",
            title=title,
            text=(
                f"# {title}\n\n## Background\n\nVelorin is blue.\n\n## Methods\n\nWe gave 40 rats "
                "velorin or placebo for 6 weeks.\n\n## Results\n\nMemory did not differ (P = .40)."
                "\n\n## Conflict of interest\n\nThe authors work for a maker of velorin."
            ),
            stated=Stated(
                authors="Doe J, Roe R",
                year=2010,
                journal="Journal of velorin",
                doi="10.1000/velorin.1",
                pmid="20000001",
                language="eng",
                publication_types=("Journal Article", "Randomized Controlled Trial"),
                mesh_terms=("Aging", "Memory"),
                keywords=("velorin",),
                grants=("R01 AG1/AG/NIA NIH HHS/United States",),
                notices=(
                    StatedNotice(
                        kind="retraction", text="J Velorin. 2012 Mar 1;73(5):1045. PMID: 20000009"
                    ),
                ),
            ),
        ),
    )
    assert loaded.read == (ReadFile("pubmed.nbib", ("pmid-20000001",), (WITHOUT_ABSTRACT,)),)


def test_pubmed_saves_the_same_under_txt(tmp_path: Path) -> None:
    nbib, txt = (load_one(tmp_path, name, MEDLINE) for name in ("pubmed.nbib", "pubmed.txt"))
    assert txt.sources == nbib.sources


def test_pubmed_xml_keeps_what_pubmed_states(tmp_path: Path) -> None:
    assert load_one(tmp_path, "pubmed.xml", PUBMED_XML).sources == (
        Source(
            source_id="pmid-20000003",
            title="Velorin in vitro.",
            text=(
                "# Velorin in vitro.\n\n## Background\n\nVelorin binds CO2.\n\n## Results\n\n"
                "Nothing grew.\n\n## Conflict of interest\n\nNone to declare."
            ),
            stated=Stated(
                authors="Doe J, Velorin Group",
                year=2019,
                journal="Journal of velorin",
                doi="10.1000/velorin.3",
                pmid="20000003",
                language="eng",
                publication_types=("Journal Article",),
                mesh_terms=("Humans",),
                grants=("R01 NIA NIH HHS",),
                notices=(StatedNotice(kind="correction", text="J Velorin. 2020;1:2"),),
            ),
        ),
    )


def test_a_record_in_two_exports_is_one_document(tmp_path: Path) -> None:
    put(tmp_path, {"a.nbib": MEDLINE, "b.nbib": MEDLINE})
    loaded = load_sources([tmp_path])
    assert len(loaded.sources) == 1
    (skipped,) = loaded.skipped
    assert skipped.path == f"{tmp_path.name}/b.nbib"
    assert skipped.reason.endswith(f"is in already, from {tmp_path.name}/a.nbib")


def test_ris_records_with_an_abstract_are_read(tmp_path: Path) -> None:
    loaded = load_one(tmp_path, "zotero.ris", RIS)
    assert loaded.sources == (
        Source(
            source_id="doi-10-1000-velorin-4",
            title="Velorin and sleep",
            text="# Velorin and sleep\n\nA total of 130 adults slept no better on velorin.",
            stated=Stated(
                authors="Doe Jane, Roe R.",
                year=2015,
                journal="Journal of velorin",
                doi="10.1000/velorin.4",
                url="https://example.org/4",
                keywords=("sleep",),
            ),
        ),
    )
    assert loaded.read[0].notes == (WITHOUT_ABSTRACT,)


def test_bibtex_is_read_without_latex(tmp_path: Path) -> None:
    assert load_one(tmp_path, "library.bib", BIBTEX).sources == (
        Source(
            source_id="doi-10-1000-velorin-5",
            title="Vélorin and Sleep",
            text="# Vélorin and Sleep\n\nA total of 130 adults slept 5% better on velorin.",
            stated=Stated(
                authors="Doe Jane, Roe R.",
                year=2016,
                journal="Journal of velorin",
                doi="10.1000/velorin.5",
                keywords=("sleep", "velorin"),
            ),
        ),
    )


def test_an_entry_of_bibtex_that_is_broken_is_named_by_its_line(tmp_path: Path) -> None:
    loaded = load_one(tmp_path, "library.bib", f"{BIBTEX}\n@article{{x, title = {{y\n")
    assert len(loaded.sources) == 1
    assert loaded.read[0].notes == ("1 entry not readable (line 9), left out",)


def test_of_a_web_page_the_main_text_stays(tmp_path: Path) -> None:
    assert load_one(tmp_path, "page.html", HTML).sources == (
        Source(
            source_id="page",
            title="Velorin and colds",
            text=(
                "## Velorin and colds\n\nVelorin may shorten colds. In a trial of 50 people it did "
                "nothing at all for the nose, as the authors of that trial themselves said & wrote."
                "\n\n## Amounts\n\n- 10 mg a day for adults\n- 20 mg a day for tall adults\n\n"
                "Ask somebody who knows before you take any of it, and then ask somebody else as "
                "well."
            ),
            stated=Stated(authors="Jane Doe", year=2021, journal="The Shop"),
        ),
    )


HEAD = "Journal of velorin 2015;1:2"
PAGES = [
    [HEAD, "Velorin and sleep", "Abstract",
     "Velorin was given to 40 adults for six weeks. Their sleep did not become any bet-",
     "ter than that of the adults who took placebo, and nobody was harmed by it. (Ever.)",
     "Adults who took more of it, as some of them did in the second half of the trial, slept", "1"],
    [HEAD, "no longer than the others did.", "Results",
     "They were null in every one of the groups that were looked at in this whole trial.", "2"],
    [HEAD, "3"],
    [HEAD, "Funding", "Nobody paid for it, and nobody would have wanted to do so either, we hear.",
     "4"],
]  # fmt: skip


def test_a_pdf_is_read_page_by_page_without_running_heads(tmp_path: Path) -> None:
    loaded = load_one(tmp_path, "trial.pdf", write_pdf(PAGES, "Velorin and sleep", "Jane Doe"))
    (source,) = loaded.sources
    assert source.text == (
        "## Velorin and sleep\n\n## Abstract\n\nVelorin was given to 40 adults for six weeks. "
        "Their sleep did not become any better than that of the adults who took placebo, and "
        "nobody was harmed by it. (Ever.) Adults who took more of it, as some of them did in "
        "the second half of the trial, slept no longer than the others did.\n\n## Results\n\nThey "
        "were null in every one of the groups that were looked at in this whole trial.\n\n"
        "## Funding\n\nNobody paid for it, and nobody would have wanted to do so either, we hear."
    )
    assert (source.title, source.stated and source.stated.authors) == (
        "Velorin and sleep", "Jane Doe",
    )  # fmt: skip
    assert loaded.read[0].notes == ("no text on 1 of 4 pages (scanned or pictures)",)


@pytest.mark.parametrize(
    ("words", "page"),
    [("Velorin was given", 1), ("no longer than", 2), ("They were", 2), ("Nobody paid", 4)],
)
def test_a_place_in_a_pdf_has_its_page(tmp_path: Path, words: str, page: int) -> None:
    (source,) = load_one(tmp_path, "trial.pdf", write_pdf(PAGES)).sources
    assert source.stated is not None
    assert source.stated.page_at(source.text.index(words)) == page


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("", "Velorin and sleep"),
        ("Microsoft Word - draft.doc", "Velorin and sleep"),
        ("draft7.indd", "Velorin and sleep"),
        ("A real title", "A real title"),
    ],
)
def test_a_title_that_a_program_made_up_is_no_title(
    tmp_path: Path, stated: str, title: str
) -> None:
    (source,) = load_one(tmp_path, "trial.pdf", write_pdf(PAGES, stated)).sources
    assert source.title == title


def test_a_pdf_that_anybody_may_open_is_read(tmp_path: Path) -> None:
    plain, locked = write_pdf(PAGES), encrypt_pdf(write_pdf(PAGES), "")
    one, other = (load_one(tmp_path, "trial.pdf", data) for data in (plain, locked))
    assert one.sources[0].text == other.sources[0].text


def test_a_word_document_is_read_in_its_order(tmp_path: Path) -> None:
    data = write_docx("Velorin notes", {"Sleep": "It did nothing.", "Memory": "Nor there."}, "Jane")
    assert load_one(tmp_path, "notes.docx", data).sources == (
        Source(
            source_id="notes",
            title="Velorin notes",
            text=(
                "## Velorin notes\n\n## Sleep\n\nIt did nothing.\n\n- An item.\n\ndose\n20 mg\n\n"
                "## Memory\n\nNor there.\n\n- An item.\n\ndose\n20 mg"
            ),
            stated=Stated(authors="Jane"),
        ),
    )


def test_the_files_of_an_archive_are_read_as_if_they_lay_there(tmp_path: Path) -> None:
    files = {
        "a/notes.txt": "Velorin is blue.",
        "b/notes.txt": "It is red.",
        "p.pdf": write_pdf(PAGES),
    }
    loaded = load_one(tmp_path, "all.zip", write_zip({**files, "__MACOSX/._x": "x", ".y": "y"}))
    assert [result.path for result in loaded.read] == [f"all.zip/{name}" for name in files]
    assert [source.text[:10] for source in loaded.sources] == [
        "Velorin is",
        "It is red.",
        "## Velorin",
    ]
    assert len({source.source_id for source in loaded.sources}) == 3
    assert loaded.skipped == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_text_with_a_byte_order_mark_is_read(tmp_path: Path, encoding: str) -> None:
    loaded = load_one(tmp_path, "notes.txt", "Vélorin is blue.\r\n".encode(encoding))
    assert loaded.sources == (
        Source(source_id="notes", title="Vélorin is blue.", text="Vélorin is blue."),
    )


@pytest.mark.parametrize("name", ["page.html", "trial.pdf", "notes.docx", "pubmed.xml"])
def test_passages_are_exact_stretches_of_every_format(tmp_path: Path, name: str) -> None:
    data = {
        "page.html": HTML, "trial.pdf": write_pdf(PAGES), "pubmed.xml": PUBMED_XML,
        "notes.docx": write_docx("Notes", {"Sleep": "It did nothing."}),
    }[name]  # fmt: skip
    (source,) = load_one(tmp_path, name, data).sources
    passages = split_source(source)
    assert passages
    assert all(source.text[p.start : p.end] == p.text for p in passages)


def test_progress_counts_documents_over_all_files(tmp_path: Path) -> None:
    rows = "\n".join(f'{{"_id": "{n}", "text": "Text {n}."}}' for n in range(3))
    put(tmp_path, {"a.txt": "One.", "b.jsonl": rows, "c.pdf": write_pdf(PAGES)})
    seen: list[int] = []
    load_sources([tmp_path], seen.append)
    assert seen == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (ReadFile("a", ("1",)), "1 document, 2 passages"),
        (
            ReadFile("a", ("1", "2"), ("a note", "another")),
            "2 documents, 2 passages; a note; another",
        ),
    ],
)
def test_a_file_that_was_read_says_so_in_words(result: ReadFile, words: str) -> None:
    assert result.in_words(2) == words


def test_a_file_without_text_is_named(tmp_path: Path) -> None:
    put(tmp_path, {"good.txt": "Good.", "pictures.pdf": write_pdf([[], []])})
    assert load_sources([tmp_path]).skipped == (
        Skipped(
            f"{tmp_path.name}/pictures.pdf", "no text in 2 pages; run text recognition (OCR) first"
        ),
    )
