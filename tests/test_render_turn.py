"""A question and its answer as HTML, without a browser."""

from __future__ import annotations

import re

import pytest

from assistant.compose.parts import NOTE_LABEL
from assistant.render import words
from assistant.render.card import evidence_card
from assistant.render.markup import inline_html, read_blocks
from assistant.render.turn import (
    caveat_list,
    conversation_html,
    folded,
    source_list,
    turn_html,
    waiting_html,
)
from assistant.schema import Answer, Caveat, CaveatKind, Claim, Design, Evidence
from tests.answers import (
    HOSTILE,
    TagCollector,
    is_safe,
    make_answer,
    make_citation,
    read_source,
)


def shown(**changes: object) -> str:
    return turn_html(make_answer(**changes), 0, read_source)


# --- text ------------------------------------------------------------------------------------


def test_markdown_is_read_as_paragraphs_and_lists_under_headings() -> None:
    text = "First.\n\n*Limited.*\n\n**Found**\n\n- One [1]\n- Two\n\n**Alone**\n\nA paragraph."
    assert [tuple(block) for block in read_blocks(text)] == [
        ("", ("First.",), False),
        ("", ("*Limited.*",), False),
        ("Found", ("One [1]", "Two"), True),
        ("Alone", ("A paragraph.",), False),
    ]


def test_a_citation_becomes_a_button_to_its_passage() -> None:
    cited = make_citation(3)
    html = inline_html("No better. [3]", {3: cited})
    assert f'data-source="sleep-2024" data-start="{cited.start}" data-end="{cited.end}"' in html
    assert 'aria-label="Open passage 3: Doe J 2024"' in html
    assert html.startswith("No better.<button")


@pytest.mark.parametrize("text", ["No such. [9]", r"A document wrote \[3]", "in[3]line"])
def test_what_is_no_citation_stays_text(text: str) -> None:
    html = inline_html(text, {3: make_citation(3)})
    assert "<button" not in html
    assert "[" in html


@pytest.mark.parametrize(
    "text",
    [HOSTILE, "![x](https://evil.example/x.png)", "[x](https://evil.example)", "\ue0003\ue001"],
)
def test_no_tag_image_or_link_comes_of_an_answers_text(text: str) -> None:
    html = inline_html(text, {3: make_citation(3)})
    assert "<" not in html


# --- parts -----------------------------------------------------------------------------------


def test_the_card_says_level_result_and_counts_in_words() -> None:
    card = evidence_card(make_answer())
    for text in ("Limited evidence", "Results differ", "Randomised trial", "1,080", ">1</b>"):
        assert text in card
    assert card.count('class="on"') == 3


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("outcome_absent", words.REASONS["outcome_absent"]), (None, words.NO_EVIDENCE_WHY)],
)
def test_the_card_says_why_there_is_no_evidence(reason: str | None, expected: str) -> None:
    card = evidence_card(make_answer(status="no_evidence", reason=reason, evidence=None))
    assert words.NO_EVIDENCE in card
    assert expected in card


def test_there_is_no_card_where_a_level_does_not_apply() -> None:
    evidence = Evidence(
        level="not_applicable", direction="not_applicable", strongest_design=None, human_trials=0,
        participants=None, null_results=0,
    )  # fmt: skip
    assert evidence_card(make_answer(evidence=evidence)) == ""


def test_articles_alone_have_no_trials_to_count() -> None:
    evidence = Evidence(
        level="anecdotal", direction="unclear", strongest_design=Design.ARTICLE, human_trials=0,
        participants=None, null_results=0,
    )  # fmt: skip
    card = evidence_card(make_answer(evidence=evidence))
    assert words.TRIALS not in card
    assert words.RESULT not in card


def test_safety_stands_before_other_caveats_and_is_never_folded_away() -> None:
    kinds = [CaveatKind.FUNDING] * 9 + [CaveatKind.ASK_CLINICIAN]
    caveats = tuple(
        Caveat(kind=kind, text=f"Text {n}.", citations=()) for n, kind in enumerate(kinds)
    )
    html = caveat_list(make_answer(caveats=caveats))
    before, _, after = html.partition("<details")
    assert before.index("Text 9.") < before.index("Text 0.")
    assert "Show 5 more" in after
    assert all(f"Text {n}." in html for n in range(10))


def test_a_caveat_has_an_icon_words_and_its_passage() -> None:
    html = caveat_list(make_answer())
    assert "<svg" in html
    assert "<b>Small.</b> few people." in html
    assert "Open passage 2" in html


def test_a_list_folds_only_where_more_than_one_item_is_hidden() -> None:
    items = [f"<li>{n}</li>" for n in range(5)]
    assert "<details" not in folded(items, 4, "studies")
    assert "Show 2 more" in folded(items, 3, "studies")


def test_sources_are_listed_once_with_every_passage() -> None:
    html = source_list(make_answer(), read_source)
    assert html.count('<p class="title">') == 1
    assert html.count('class="passage"') == 2
    assert "1 document · 2 passages" in html
    assert "Paid for by, or tied to, the maker" in html


def test_a_source_that_is_gone_keeps_its_quotes() -> None:
    assert "It ended early." in source_list(make_answer(), lambda _: None)


# --- the turn --------------------------------------------------------------------------------


def claim(text: str) -> Claim:
    return Claim(
        text=text, kind="finding", citations=(1,), design=Design.RCT, attributed=False, strength=1
    )


def test_the_first_claim_stands_large_and_the_others_below_it() -> None:
    html = shown(
        answer="It is not settled (p < 0.5). [1] [2] A second claim. [1]",
        claims=(claim("It is not settled (p < 0.5)."), claim("A second claim.")),
    )
    lead = re.search(r'<p class="lead">(.*?)</p>', html)
    assert lead is not None
    assert lead.group(1).startswith("It is not settled (p &lt; 0.5).<button")
    assert lead.group(1).count("<button") == 2
    assert '<p class="rest">A second claim.<button' in html


def test_a_verdict_stands_large_with_the_result_that_completes_it() -> None:
    html = shown(
        answer="Not shown: It came out alike. [1] [2] One trial looked at it. [1]",
        claims=tuple(map(claim, ("Not shown:", "It came out alike.", "One trial looked at it."))),
    )
    assert html.index("It came out alike.") < html.index('<p class="rest">One trial looked at it.')


def test_the_level_stands_in_the_card_alone_where_it_is_narrowed_as_well() -> None:
    line = "*Limited evidence, with results that differ in what was studied.*"
    html = shown(answer=f"Lead. [1]\n\n{line}")
    assert html.count("Limited evidence") == 1


def test_card_and_list_say_what_the_text_then_leaves_out() -> None:
    html = shown()
    assert html.count("Keep in mind") == 2  # the list's name for the ear and for the eye
    assert html.count("Limited evidence") == 1


def test_a_study_has_its_label_on_a_line_of_its_own_and_each_claim_after_it() -> None:
    answer = "Lead.\n\n**Found**\n\n- Randomised trial, 6 weeks (Doe): One. [1] Two. [2]"
    html = shown(answer=answer)
    assert '<p class="study">Randomised trial, 6 weeks (Doe)</p><p>One.<button' in html
    assert "<p>Two.<button" in html


def test_what_the_documents_note_on_an_article_stands_beside_its_claim() -> None:
    note = f"{NOTE_LABEL} No study is named. [2]"
    html = shown(answer=f"Lead.\n\n**Articles**\n\n- The shop says so. [1] {note}")
    assert "<p>The shop says so.<button" in html
    assert f'<p class="beside"><b>{NOTE_LABEL}</b> No study' in html


def test_a_follow_up_says_how_it_was_read() -> None:
    html = shown(question="and biotin?", standalone_question="Does biotin help sleep?")
    assert "Read as: Does biotin help sleep?" in html
    assert "Read as" not in shown()


def test_an_emergency_is_said_before_anything_else() -> None:
    html = shown(status="urgent", answer="Call now.", evidence=None, caveats=(), citations=())
    assert html.index(words.URGENT) < html.index("Call now.")
    assert words.OPEN_MAP not in html


def test_a_fallback_of_the_chat_model_is_said() -> None:
    assert words.FALLBACK in shown(fallback="invented quotes")


def test_an_empty_conversation_welcomes_and_offers_examples() -> None:
    html = conversation_html([])
    assert html.count('data-event="submit"') == len(words.EXAMPLES)
    assert conversation_html(["<p>x</p>"]) == "<p>x</p>"


def test_waiting_is_told_by_words() -> None:
    assert "Searching" in waiting_html("Q", 0, "Searching")
    assert 'class="dots"' not in waiting_html("Q", 0, words.STOPPED, is_working=False)


def test_whatever_a_document_or_a_person_wrote_is_escaped() -> None:
    cited = make_citation(1, title=HOSTILE, authors=HOSTILE)
    answer: Answer = make_answer(
        question=HOSTILE, standalone_question=HOSTILE * 2, answer=f"{HOSTILE} [1]",
        citations=(cited,), claims=(claim(HOSTILE),),
        caveats=(Caveat(kind=CaveatKind.FUNDING, text=HOSTILE, citations=(1,)),),
    )  # fmt: skip
    for html in (
        turn_html(answer, 0, lambda _: None, [HOSTILE]),
        waiting_html(HOSTILE, 0, HOSTILE),
    ):
        assert is_safe(html)


def test_the_html_is_balanced_and_operable_by_keyboard() -> None:
    for html in (shown(), conversation_html([])):
        assert TagCollector(html).open == []
        assert set(re.findall(r"<(\w+)[^>]* data-event=", html)) == {"button"}
