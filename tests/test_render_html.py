"""What the page shows of an answer and of a document, without a browser."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from assistant.render.html import (
    answer_panel,
    badge_text,
    caveat_list,
    chat_markdown,
    document_html,
    empty_panel,
    evidence_card,
    external_link,
    source_panel,
)
from assistant.schema import (
    Abstract,
    Answer,
    Article,
    Caveat,
    CaveatKind,
    Citation,
    Design,
    Evidence,
    Notice,
    Source,
    Understanding,
    Verification,
)

HOSTILE = '<img src=x onerror="alert(1)"> & <script>alert(2)</script>'
TEXT = (
    "# A trial of sleep\n\n## Design\n\nEighty adults took it.\n\n## Findings\n\n"
    "Sleep was no better (p < 0.5). It ended early.\n\n## Funding\n\nA maker paid."
)
CITED = "Sleep was no better (p < 0.5)."


def make_abstract(**changes: object) -> Abstract:
    values: dict[str, object] = {
        "id": "sleep-2024", "type": "abstract", "title": "A trial of sleep", "authors": "Doe J",
        "year": 2024, "journal": "Sleep", "doi": "10.1000/1", "pmid": None,
        "url": "https://example.org/1", "kind": Design.RCT, "species": "human",
        "substances": ("magnesium",), "form": None, "combination": False, "participants": "adults",
        "n_randomised": 80, "comparator": "placebo", "comparator_kind": "placebo",
        "funding_class": "maker", "funding": "A maker paid for it.",
        "design": "Eighty adults took it.", "outcomes": (), "harms": "No harm was reported.",
        "harms_reported": True, "limits": (), "confidence": "high",
    }  # fmt: skip
    return Abstract.model_validate(values | changes)


def make_article(**changes: object) -> Article:
    values: dict[str, object] = {
        "id": "shop", "type": "article", "title": "A shop", "authors": None, "url": None,
        "speaker": "a shop", "speaker_sentence": "The page is by a shop.", "interest": "sells",
        "sells": "magnesium", "interest_sentence": "The shop sells magnesium.",
        "substances": (), "claims": (),
    }  # fmt: skip
    return Article.model_validate(values | changes)


def make_source(facts: Abstract | Article | None, text: str = TEXT) -> Source:
    return Source(source_id="sleep-2024", title="A trial of sleep", text=text, facts=facts)


SOURCE = make_source(make_abstract())


def make_citation(number: int = 1, quote: str = CITED, **changes: object) -> Citation:
    start = TEXT.index(quote)
    values: dict[str, object] = {
        "number": number, "source_id": "sleep-2024", "title": "A trial of sleep",
        "authors": "Doe J", "year": 2024, "design": Design.RCT, "url": "https://doi.org/10.1000/1",
        "quote": quote, "start": start, "end": start + len(quote),
    }  # fmt: skip
    return Citation.model_validate(values | changes)


def make_answer(**changes: object) -> Answer:
    values: dict[str, object] = {
        "question": "Does it help sleep?", "standalone_question": "Does it help sleep?",
        "status": "answered", "reason": None, "understanding": Understanding(),
        "answer": (
            "Not settled. [1]\n\n*Limited evidence, with results that differ.*\n\n"
            "**What studies found**\n\n- A trial: p < 0.5 [1] [7]\n\n"
            "**Keep in mind**\n\n- *Small:* few people. [2]"
        ),
        "evidence": Evidence(
            level="limited", direction="mixed", strongest_design=Design.RCT, human_trials=2,
            participants=1080, null_results=1,
        ),
        "claims": (),
        "caveats": (Caveat(kind=CaveatKind.SMALL_SAMPLE, text="few people.", citations=(2,)),),
        "citations": (make_citation(), make_citation(2, "It ended early.")),
        "verification": Verification(cut=0, rewritten=0), "fallback": None,
        "generator": "extractive", "index": "x", "timings_ms": {},
    }  # fmt: skip
    return Answer.model_validate(values | changes)


def read_source(source_id: str) -> Source | None:
    return SOURCE if source_id == "sleep-2024" else None


class TagCollector(HTMLParser):
    """The tags and attributes that a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


# --- the chat --------------------------------------------------------------------------------


def test_chat_links_only_known_citations() -> None:
    text = chat_markdown(make_answer(), 3)
    assert "Not settled.&nbsp;[1](#cite-3-1 " in text
    assert "[7]" in text
    assert "#cite-3-7" not in text


def test_chat_leaves_out_what_the_panel_shows() -> None:
    text = chat_markdown(make_answer(), 0)
    assert "Keep in mind" not in text
    assert "Limited evidence" not in text
    assert text.endswith("[Show evidence, caveats (1), sources (1)](#cite-0-0)")


def test_chat_without_evidence_is_the_message_alone() -> None:
    answer = make_answer(
        status="urgent", answer="Call now.", evidence=None, caveats=(), citations=()
    )
    assert chat_markdown(answer, 0) == "Call now."


@pytest.mark.parametrize(
    "text", [HOSTILE, "![x](https://evil.example/x.png)", "[x](https://evil.example)"]
)
def test_chat_lets_no_image_tag_or_foreign_link_through(text: str) -> None:
    shown = chat_markdown(make_answer(answer=text), 0)
    assert "<" not in shown
    assert not re.search(r"(?<!\\)!\[|\]\((?!#cite-)", shown)


# --- the evidence ----------------------------------------------------------------------------


def test_card_says_level_and_direction_in_words() -> None:
    card = evidence_card(make_answer())
    assert "Limited evidence" in card
    assert "With results that differ" in card
    assert "1,080" in card
    assert card.count('class="on"') == 3


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"status": "no_evidence", "reason": "outcome_absent", "evidence": None},
            "not this effect",
        ),
        ({"status": "no_evidence", "reason": None, "evidence": None}, "No document here answers"),
    ],
)
def test_card_says_why_there_is_no_evidence(changes: dict[str, object], expected: str) -> None:
    assert expected in evidence_card(make_answer(**changes))


def test_no_card_where_a_level_does_not_apply() -> None:
    evidence = Evidence(
        level="not_applicable", direction="not_applicable", strongest_design=None, human_trials=0,
        participants=None, null_results=0,
    )  # fmt: skip
    assert evidence_card(make_answer(evidence=evidence)) == ""


def test_caveats_are_a_list_with_buttons() -> None:
    html = caveat_list(make_answer(), 4)
    assert "<b>Small:</b> few people." in html
    assert 'data-cite="4-2"' in html


def test_sources_are_listed_once_with_every_passage() -> None:
    html = answer_panel(make_answer(), 0, read_source)
    assert html.count('<p class="title">') == 1
    assert html.count('class="passage"') == 2
    assert "Paid for by, or tied to, the maker" in html
    assert "Randomised trial, n = 80" in html


def test_panel_of_a_refusal_says_that_nothing_was_used() -> None:
    answer = make_answer(status="declined", evidence=None, caveats=(), citations=())
    assert "No documents were used" in answer_panel(answer, 0, read_source)


def test_a_source_that_is_gone_keeps_its_quotes() -> None:
    html = answer_panel(make_answer(), 0, lambda _: None)
    assert "It ended early." in html
    assert "no longer here" in source_panel(make_answer(), 0, 1, lambda _: None)
    assert "no longer here" in source_panel(make_answer(), 0, 99, read_source)


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
        (None, "Document without a description"),
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


# --- the document ----------------------------------------------------------------------------


def test_the_cited_sentence_is_marked_in_its_paragraph() -> None:
    html = source_panel(make_answer(), 0, 1, read_source)
    assert "<p><mark>Sleep was no better (p &lt; 0.5).</mark> It ended early.</p>" in html
    assert html.count("<mark>") == 1
    assert "Passage 1 of 2" in html
    assert "A maker paid for it." in html


def test_a_stretch_over_paragraphs_is_marked_in_each() -> None:
    start, end = TEXT.index("It ended"), TEXT.index("A maker") + len("A maker")
    html = document_html(SOURCE, start, end)
    marked = re.findall(r"<mark>(.*?)</mark>", html)
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
    assert "Only the part around" in html
    assert len(html) < 200_000


def test_notices_are_shown_above_the_document() -> None:
    notice = Notice(kind="retraction", was_read=True, text="It was retracted in 2025.")
    source = make_source(make_abstract(notices=(notice,)))
    html = source_panel(make_answer(), 0, 1, lambda _: source)
    assert "<b>Retraction:</b> It was retracted in 2025." in html
    assert ">Retracted</span>" in html


def test_whatever_a_document_or_a_person_wrote_is_escaped() -> None:
    facts = make_abstract(
        title=HOSTILE, authors=HOSTILE, funding=f"{HOSTILE} paid.", journal=HOSTILE
    )
    source = Source(source_id="sleep-2024", title=HOSTILE, text=HOSTILE, facts=facts)
    cited = make_citation(
        title=HOSTILE, quote=CITED, start=0, end=len(HOSTILE), url=f"https://{HOSTILE}"
    )
    caveat = Caveat(kind=CaveatKind.FUNDING, text=HOSTILE, citations=(1,))
    answer = make_answer(question=HOSTILE, citations=(cited,), caveats=(caveat,))
    for html in (
        answer_panel(answer, 0, lambda _: source),
        source_panel(answer, 0, 1, lambda _: source),
    ):
        seen = TagCollector(html)
        assert not {"img", "script"} & set(seen.tags)
        assert not [name for name, _ in seen.attributes if name.startswith("on")]


def test_the_html_is_balanced_and_operable_by_keyboard() -> None:
    for html in (
        answer_panel(make_answer(), 0, read_source),
        source_panel(make_answer(), 0, 2, read_source),
        empty_panel(),
    ):
        seen = TagCollector(html)
        assert seen.open == []
        assert 'id="panel-top" tabindex="-1"' in html
        places = re.findall(r"<(\w+)[^>]* data-cite=", html)
        assert set(places) <= {"button"}
