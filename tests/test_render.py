"""Numbered citations, Markdown and the lines that people read."""

from __future__ import annotations

import re

import pytest

from assistant.render import (
    CAVEAT_WORDS,
    DIRECTION_WORDS,
    LEVEL_WORDS,
    Numbering,
    Rendered,
    evidence_line,
    make_citation,
    reader_url,
)
from assistant.schema import (
    CaveatKind,
    Coverage,
    CoverageClaim,
    DerivedClaim,
    Design,
    Draft,
    DraftCaveat,
    Evidence,
    FindingClaim,
    Item,
    Operands,
    Quote,
    ReportedClaim,
    Section,
)
from tests.builders import article, outcome, plain_source, source, study

FOUND = "In 44 adults, sleep was better with magnesium than with placebo."
ADULTS = study("trial", outcome(finding=FOUND), doi="10.1000/x", pmid="123")
SOURCES = {
    "trial": source(ADULTS),
    "shop": source(article("shop")),
    "own": plain_source("own", "A note.\n\nSee [7] and <img src=x onerror=alert(1)> and *this*."),
}


def q(source_id, words):
    start = SOURCES[source_id].text.index(words)
    return Quote(source_id=source_id, start=start, end=start + len(words), text=words)


def render(draft):
    return Rendered(draft, SOURCES.get)


def evidence(level="limited", direction="benefit"):
    return Evidence(
        level=level, direction=direction, strongest_design=Design.RCT, human_trials=1,
        participants=44, null_results=0,
    )  # fmt: skip


FINDING = FindingClaim(text=FOUND, quotes=(q("trial", FOUND),), design=Design.RCT, strength=2)
DERIVED = DerivedClaim(
    text="Possibly: 1 trial.",
    quotes=(q("trial", ADULTS.design),),
    operands=Operands(operation="count", values=(), result=1.0, source_ids=("trial",)),
    design=Design.RCT,
)
COVERAGE = CoverageClaim(
    text="Not known: no document here tests biotin.",
    query=Coverage(substances=("biotin",), expected=0),
)
CAVEAT = DraftCaveat(
    kind=CaveatKind.FUNDING, text="A fund paid.", quotes=(q("trial", ADULTS.funding),)
)


def test_the_whole_answer():
    rendered = render(
        Draft(
            status="answered",
            evidence=evidence(),
            lead=(DERIVED,),
            sections=(Section(heading="Found", items=(Item(claims=(FINDING,)),)),),
            caveats=(CAVEAT,),
        )
    )
    assert rendered.markdown == (
        "Possibly: 1 trial. [1]\n\n"
        "*Limited evidence, pointing to a benefit.*\n\n"
        f"**Found**\n\n- {FOUND} [2]\n\n"
        "**Keep in mind**\n\n- *About the studies:* A fund paid. [3]"
    )
    assert [c.number for c in rendered.citations] == [1, 2, 3]
    assert [c.citations for c in rendered.claims] == [(1,), (2,)]
    assert [(c.kind, c.citations) for c in rendered.caveats] == [(CaveatKind.FUNDING, (3,))]


def test_operands_and_query_go_with_the_claims_that_have_them():
    claims = render(Draft(status="answered", lead=(DERIVED, COVERAGE, FINDING))).claims
    assert [(c.kind, c.operands is not None, c.query is not None) for c in claims] == [
        ("derived", True, False),
        ("coverage", False, True),
        ("finding", False, False),
    ]


def test_one_place_has_one_number_however_often_it_is_cited():
    rendered = render(Draft(status="answered", lead=(FINDING, DERIVED, FINDING)))
    assert [c.citations for c in rendered.claims] == [(1,), (2,), (1,)]
    assert len(rendered.citations) == 2


def test_two_places_of_one_source_have_two_numbers():
    numbering = Numbering(SOURCES.get)
    whole, part = q("trial", FOUND), q("trial", FOUND[:20])
    assert numbering.numbers([whole, part, whole]) == (1, 2)


def test_a_quote_of_nowhere_is_an_error():
    with pytest.raises(KeyError):
        Numbering(SOURCES.get).number(Quote(source_id="gone", start=0, end=1, text="x"))


def test_a_citation_describes_its_source():
    citation = make_citation(4, SOURCES["trial"], q("trial", FOUND))
    assert citation.model_dump() == {
        "number": 4,
        "source_id": "trial",
        "title": "trial: magnesium",
        "authors": "Trial A, Other B",
        "year": 2020,
        "design": "rct",
        "url": "https://doi.org/10.1000/x",
        "quote": FOUND,
        "start": citation.start,
        "end": citation.end,
    }
    assert SOURCES["trial"].text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    ("facts", "url"),
    [
        ({"doi": "10.1/a", "pmid": "5"}, "https://doi.org/10.1/a"),
        ({"pmid": "5"}, "https://pubmed.ncbi.nlm.nih.gov/5/"),
        ({}, "https://example.org/it"),
    ],
)
def test_where_the_original_is(facts, url):
    assert reader_url(source(study("it", **facts))) == url


def test_a_document_without_facts_counts_as_an_article_without_a_link():
    citation = make_citation(1, SOURCES["own"], q("own", "A note."))
    assert (citation.design, citation.url, citation.authors) == (Design.ARTICLE, None, None)


@pytest.mark.parametrize(
    ("level", "direction", "line"),
    [
        ("strong", "no_effect", "*Strong evidence, pointing to no effect that matters.*"),
        ("moderate", "harm", "*Moderate evidence, pointing to harm.*"),
        ("limited", "mixed", "*Limited evidence, with results that differ.*"),
        ("limited", "unclear", "*Limited evidence, without a clear result.*"),
        ("anecdotal", "unclear", "*Articles only, no study.*"),
        ("none", "unclear", "*No study that counts.*"),
        ("not_applicable", "not_applicable", None),
    ],
)
def test_the_evidence_line(level, direction, line):
    assert evidence_line(evidence(level, direction)) == line


def test_every_level_direction_and_caveat_has_its_words():
    assert set(LEVEL_WORDS) == {"strong", "moderate", "limited", "preclinical", "anecdotal", "none"}
    assert set(DIRECTION_WORDS) == {"benefit", "no_effect", "harm", "mixed", "unclear"}
    assert set(CAVEAT_WORDS) == {kind.value for kind in CaveatKind}


def test_fixed_words_are_shown_alone():
    rendered = render(Draft(status="urgent", message="Call for help."))
    assert (rendered.markdown, rendered.claims, rendered.citations) == ("Call for help.", [], ())


def test_what_a_document_says_cannot_act_as_markup_or_as_a_citation():
    words = "See [7] and <img src=x onerror=alert(1)> and *this*."
    told = ReportedClaim(
        text=f"The document own says: {words}", quotes=(q("own", words),), design=Design.ARTICLE
    )
    rendered = render(Draft(status="answered", lead=(told,)))
    shown = rendered.markdown
    assert "<img" not in shown.replace("\\<img", "")
    markers = [int(n) for n in re.findall(r"(?<!\\)\[(\d+)(?<!\\)\]", shown)]
    assert markers == [1]
    assert rendered.claims[0].text == told.text  # the JSON keeps the words as they are
    assert rendered.citations[0].quote == words
