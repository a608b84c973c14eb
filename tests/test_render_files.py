"""What leaves the page: conversations and reports as files; and the library's list."""

from __future__ import annotations

import json
import re

import pytest

from assistant.render import words
from assistant.render.check import ORDER, progress_html, report_html, report_markdown
from assistant.render.export import (
    answer_markdown,
    bibtex,
    conversation_markdown,
    csl_json,
    export_file,
)
from assistant.render.library import SHOWN, Filters, find_sources, library_html
from assistant.render.report import VERDICT_LABELS
from assistant.schema import (
    CheckedClaim,
    CheckReport,
    CheckSummary,
    CheckVerdict,
    Design,
    Mark,
    Source,
)
from tests.answers import (
    HOSTILE,
    TagCollector,
    is_safe,
    make_abstract,
    make_answer,
    make_citation,
    make_source,
    read_source,
)

# --- conversations ---------------------------------------------------------------------------


def test_an_answer_is_saved_with_its_references() -> None:
    text = answer_markdown(make_answer(question="Does it\nhelp?"))
    assert text.startswith("## Does it help?\n\nNot settled. [1]")
    assert "[1] A trial of sleep (Doe J, 2024): “Sleep was no better (p < 0.5).”" in text
    assert "https://doi.org/10.1000/1" in text


def test_a_conversation_keeps_its_order_and_says_what_it_is_not() -> None:
    text = conversation_markdown([make_answer(question="One?"), make_answer(question="Two?")])
    assert text.index(words.DISCLAIMER) < text.index("## One?") < text.index("## Two?")


def test_csl_names_each_cited_document_once() -> None:
    items = json.loads(csl_json([make_answer(), make_answer()], read_source))
    assert items == [
        {
            "id": "sleep-2024", "title": "A trial of sleep", "type": "article-journal",
            "container-title": "Sleep", "DOI": "10.1000/1",
            "author": [{"family": "Doe", "given": "J."}],
            "issued": {"date-parts": [[2024]]}, "URL": "https://example.org/1",
        }
    ]  # fmt: skip


def test_bibtex_names_authors_and_escapes_what_it_would_read_as_markup() -> None:
    facts = make_abstract(
        title="50% of {x} & y_z", authors="Van Dam AB, Lab of Sleep, et al.", journal="J & S"
    )
    source = make_source(facts).model_copy(update={"title": facts.title})
    assert bibtex([make_answer()], lambda _: source) == (
        "@article{sleep-2024,\n"
        "  title = {50\\% of \\{x\\} \\& y\\_z},\n"
        "  author = {Van Dam, A. B. and {Lab of Sleep} and others},\n"
        "  journal = {J \\& S},\n"
        "  year = {2024},\n"
        "  doi = {10.1000/1},\n"
        "  url = {https://example.org/1}\n"
        "}\n"
    )


def test_a_document_without_facts_is_exported_with_its_title() -> None:
    item = json.loads(csl_json([make_answer()], lambda _: make_source(None)))[0]
    assert item == {"id": "sleep-2024", "title": "A trial of sleep", "type": "document"}
    assert bibtex([make_answer()], lambda _: make_source(None)).startswith("@misc{sleep-2024,")


@pytest.mark.parametrize(
    ("kind", "name"),
    [("markdown", "conversation.md"), ("bibtex", "references.bib"), ("csl", "references.json")],
)
def test_each_kind_is_a_file_of_its_own(kind: str, name: str) -> None:
    file = export_file([make_answer()], kind, read_source)
    assert file["name"] == name
    assert file["text"]


# --- claim check -----------------------------------------------------------------------------


def make_claim(
    verdict: CheckVerdict, text: str = "It cures sleep.", **fields: object
) -> CheckedClaim:
    values: dict[str, object] = {
        "text": text, "start": 0, "end": len(text), "verdict": verdict, "reason": "For a reason.",
        "strength": 3, "citations": (make_citation(),),
    }  # fmt: skip
    return CheckedClaim.model_validate(values | fields)


def make_report(*claims: CheckedClaim) -> CheckReport:
    verdicts = {verdict: sum(c.verdict == verdict for c in claims) for verdict in ORDER}
    summary = CheckSummary(text="Two claims.", sentences=len(claims), verdicts=verdicts, marks={})
    return CheckReport(claims=claims, summary=summary, index="x")


MARK = Mark(kind="disease_claim", text="cures", note="Only a medicine may say so.")


def test_a_report_says_verdict_reason_passage_and_wording() -> None:
    html = report_html(make_report(make_claim("contradicted", marks=(MARK,))))
    assert "Two claims." in html
    assert re.search(r"</svg>Contradicted</span> For a reason\.<button", html)
    assert "“cures”" in html
    assert "Only a medicine may say so." in html
    assert TagCollector(html).open == []


def test_every_verdict_has_a_sign_and_a_word_of_its_own() -> None:
    assert set(ORDER) == set(VERDICT_LABELS)
    html = report_html(make_report(*(make_claim(verdict) for verdict in ORDER)))
    signs = re.findall(r'class="verdict"><svg.*?<path d="(.*?)"', html)
    assert len(set(signs)) == len(ORDER)


def test_a_report_is_saved_with_its_references() -> None:
    text = report_markdown(make_report(make_claim("overclaims", marks=(MARK,))))
    assert "> It cures sleep.\n\n**Says more than the documents.** For a reason. [1]" in text
    assert "- “cures”: Only a medicine may say so." in text
    assert "[1] A trial of sleep" in text


def test_a_pasted_text_is_escaped() -> None:
    claim = make_claim(
        "unsupported", HOSTILE, reason=HOSTILE, marks=(MARK.model_copy(update={"text": HOSTILE}),)
    )
    report = make_report(claim)
    assert is_safe(report_html(report))
    assert "> <img" not in report_markdown(report)


def test_progress_is_told_in_words() -> None:
    assert "Sentence 3 of 9" in progress_html(3, 9)
    assert words.CHECK_READING in progress_html(0, 0)


# --- library ---------------------------------------------------------------------------------

OLD = Source(
    source_id="old", title="An old review", text="On zinc and colds.",
    facts=make_abstract(id="old", year=1999, kind=Design.SYSTEMATIC_REVIEW, substances=("zinc",),
                        funding_class="independent"),
)  # fmt: skip
NEW = make_source(make_abstract())
BARE = Source(source_id="bare", title="A bare page", text="Words on sleep.")
ALL = [BARE, OLD, NEW]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["sleep-2024", "old", "bare"]),
        (Filters(text="SLEEP"), ["sleep-2024", "bare"]),
        (Filters(text="zinc colds"), ["old"]),
        (Filters(text="zinc sleep"), []),
        (Filters(substance="zinc"), ["old"]),
        (Filters(design="rct"), ["sleep-2024"]),
        (Filters(funding="maker"), ["sleep-2024"]),
        (Filters(first_year=2000), ["sleep-2024"]),
        (Filters(last_year=2000), ["old"]),
        (Filters(outcome="sleep"), []),
    ],
)
def test_filters_find_what_fits_them_all(filters: Filters, expected: list[str]) -> None:
    assert [source.source_id for source in find_sources(ALL, filters)] == expected


def test_the_list_counts_and_opens_documents() -> None:
    html = library_html([OLD, BARE], 3)
    assert "2 of 3 documents" in html
    assert 'data-source="old"' in html
    assert TagCollector(html).open == []


def test_a_long_list_says_how_much_is_not_shown() -> None:
    html = library_html([BARE] * (SHOWN + 5), 500)
    assert words.LIBRARY_REST.format(5) in html
    assert html.count("<li>") == SHOWN


def test_nothing_found_says_what_to_do() -> None:
    assert words.LIBRARY_NONE in library_html([], 3)


def test_titles_in_the_list_are_escaped() -> None:
    assert is_safe(library_html([Source(source_id=HOSTILE, title=HOSTILE, text="x")], 1))
