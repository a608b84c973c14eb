"""One document as HTML, without a browser."""

from __future__ import annotations

import re

import pytest

from assistant.render import words
from assistant.render.badges import badge_text, external_link, original_links
from assistant.render.panel import document_html, empty_panel, source_panel
from assistant.schema import (
    Abstract,
    Article,
    ArticleClaim,
    CaveatKind,
    Design,
    Limit,
    Notice,
    Outcome,
    Source,
)
from tests.answers import (
    CITED,
    HOSTILE,
    SOURCE,
    TEXT,
    TagCollector,
    is_safe,
    make_abstract,
    make_article,
    make_source,
    read_source,
)

START = TEXT.index(CITED)


def panel(source: Source = SOURCE, start: int = START, end: int = START + len(CITED)) -> str:
    return source_panel(source.source_id, start, end, lambda _: source)


# --- badges and links ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (make_abstract(n_analysed=71), "Randomised trial, n = 71"),
        (
            make_abstract(kind=Design.META_ANALYSIS, trials_included=9),
            "Meta-analysis, 9 trials, n = 80",
        ),
        (make_abstract(kind=Design.ANIMAL, species="mouse"), "Animal study (mice)"),
        (make_abstract(kind=Design.IN_VITRO, species="cells"), "Cell study"),
        (make_article(), "Seller’s article"),
        (make_article(interest="unknown", sells=None), "Web article"),
        (None, words.NO_DESCRIPTION),
    ],
)
def test_badge_names_the_design(facts: Abstract | Article | None, expected: str) -> None:
    assert badge_text(make_source(facts)) == expected


def test_every_design_has_a_badge() -> None:
    for design in set(Design) - {Design.ARTICLE}:
        assert badge_text(make_source(make_abstract(kind=design)))


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "data:text/html,x", "/etc/passwd"])
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert external_link(url) == ""


def test_links_open_apart() -> None:
    html = external_link('https://doi.org/10.1/"x')
    assert 'target="_blank" rel="noopener noreferrer"' in html
    assert 'href="https://doi.org/10.1/&quot;x"' in html


def test_a_study_links_to_doi_and_pubmed_and_else_to_its_address() -> None:
    both = original_links(make_source(make_abstract(pmid="123")))
    assert "https://doi.org/10.1000/1" in both
    assert "https://pubmed.ncbi.nlm.nih.gov/123/" in both
    assert "https://example.org/1" in original_links(make_source(make_abstract(doi=None)))


# --- facts -----------------------------------------------------------------------------------

OUTCOME = Outcome(
    name="sleep quality", group="sleep", role="primary", direction="no_effect", objective=False,
    comparison="placebo", effect="p = 0.6", finding="Sleep was no better than before.",
)  # fmt: skip


def test_a_studys_facts_stand_as_a_table() -> None:
    facts = make_abstract(
        n_analysed=71, smallest_arm=35, dose_compound_mg_per_day=1500.0, duration="21 days",
        outcomes=(OUTCOME,),
        limits=(Limit(text="It was short and small.", caveat=CaveatKind.SHORT_DURATION),),
    )  # fmt: skip
    html = panel(make_source(facts))
    rows = dict(re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', html))
    assert rows[words.FACT_ROWS["participants"]] == "adults"
    assert rows[words.FACT_ROWS["analysed"]] == "80 assigned, 71 analysed, 35 in the smallest group"
    assert rows[words.FACT_ROWS["dose"]] == "1,500 mg a day"
    assert rows[words.FACT_ROWS["duration"]] == "21 days"
    assert rows[words.FACT_ROWS["funding"]].endswith("A maker paid for it.")
    assert rows["sleep quality"].endswith("No effect that matters")
    assert "<td>main</td><td>p = 0.6</td>" in html
    assert "<b>Short.</b> It was short and small." in html


def test_what_is_not_known_has_no_row() -> None:
    assert words.FACT_ROWS["dose"] not in panel()


def test_notices_are_shown_above_the_facts() -> None:
    notice = Notice(kind="retraction", was_read=True, text="It was retracted in 2025.")
    html = panel(make_source(make_abstract(notices=(notice,))))
    assert html.index("<b>Retraction:</b> It was retracted in 2025.") < html.index(words.FACTS)
    assert f">{words.RETRACTED}</span>" in html


def test_an_article_says_who_speaks_and_what_the_documents_say_to_its_claims() -> None:
    claim = ArticleClaim(
        text="The shop says that it cures poor sleep.", substances=("magnesium",), outcomes=(),
        topic="efficacy", firmness="stated", support="studies", rests_on=("sleep-2024", "gone"),
        step_up=("hedge_lost",), note="The trial found no difference.", is_error=True,
    )  # fmt: skip
    alone = claim.model_copy(update={"rests_on": (), "note": None})
    source = Source(
        source_id="shop", title="A shop", text=TEXT, facts=make_article(claims=(claim, alone))
    )
    html = source_panel("shop", 0, 0, lambda name: source if name == "shop" else read_source(name))
    assert "The page is by a shop." in html
    assert "magnesium. The shop sells magnesium." in html
    assert words.SUPPORT_WORDS["studies"] in html
    assert f"{words.STEP}: {words.STEP_WORDS['hedge_lost']}" in html
    assert f">{words.ERROR}</span>" in html
    assert "The trial found no difference." in html
    assert html.count('data-source="sleep-2024"') == 1
    assert words.NO_MATCH in html


# --- the document ----------------------------------------------------------------------------


def test_the_cited_sentence_is_marked_in_its_paragraph() -> None:
    html = panel()
    assert "<p><mark>Sleep was no better (p &lt; 0.5).</mark> It ended early.</p>" in html
    assert html.count("<mark>") == 1
    assert words.NEXT in html


def test_a_document_opened_without_a_passage_marks_nothing() -> None:
    html = panel(start=0, end=0)
    assert "<mark>" not in html
    assert words.NEXT not in html


def test_a_document_that_is_gone_is_said_to_be() -> None:
    assert words.GONE in source_panel("x", 0, 0, lambda _: None)


def test_a_stretch_over_paragraphs_is_marked_in_each() -> None:
    start, end = TEXT.index("It ended"), TEXT.index("A maker") + len("A maker")
    marked = re.findall(r"<mark>(.*?)</mark>", document_html(SOURCE, start, end))
    assert marked == ["It ended early.", "Funding", "A maker"]


def test_offsets_count_code_points() -> None:
    text = "Ünï 😀 first.\n\nThe second 😀 one."
    start = text.index("second")
    html = document_html(make_source(None, text), start, start + len("second 😀"))
    assert "<p>The <mark>second 😀</mark> one.</p>" in html


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5000, 6000), (-5, -1)])
def test_offsets_outside_mark_nothing(start: int, end: int) -> None:
    assert "<mark>" not in document_html(SOURCE, start, end)


def test_of_a_long_document_the_part_around_is_shown() -> None:
    text = "\n\n".join(f"Paragraph {number} of many words." for number in range(20_000))
    start = text.index("Paragraph 9000 ")
    html = document_html(make_source(None, text), start, start + 14)
    assert "<mark>Paragraph 9000</mark>" in html
    assert words.CUT in html
    assert len(html) < 200_000


def test_whatever_a_document_wrote_is_escaped() -> None:
    hostile = f"{HOSTILE}."
    claim = ArticleClaim(
        text=hostile, substances=(), outcomes=(), topic="dose", firmness="stated", support="none",
        note=hostile,
    )  # fmt: skip
    outcome = OUTCOME.model_copy(update={"name": HOSTILE, "effect": HOSTILE})
    study = make_abstract(
        title=HOSTILE, authors=HOSTILE, journal=HOSTILE, participants=HOSTILE, funding=hostile,
        dose_note=HOSTILE, form=HOSTILE, duration=HOSTILE, harms=hostile, outcomes=(outcome,),
        doi=HOSTILE, pmid=HOSTILE, limits=(Limit(text=hostile, caveat=CaveatKind.FUNDING),),
        notices=(Notice(kind="correction", was_read=True, text=hostile),),
    )  # fmt: skip
    article = make_article(speaker_sentence=hostile, sells=HOSTILE, claims=(claim,))
    for facts in (study, article):
        source = Source(source_id='x" onclick="', title=HOSTILE, text=HOSTILE, facts=facts)
        assert is_safe(panel(source, 0, len(HOSTILE)))


def test_the_html_is_balanced_and_its_title_takes_the_focus() -> None:
    for html in (panel(), panel(make_source(make_article())), empty_panel()):
        assert TagCollector(html).open == []
        assert 'id="panel-top" tabindex="-1"' in html
