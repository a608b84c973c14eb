from __future__ import annotations

import re
from itertools import pairwise

import pytest
from conftest import DATA
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.chunk import MAX_CHARACTERS, embedded_text, split_sentences, split_source
from assistant.load import load_sources, normalize_text
from assistant.schema import Passage, Source

HEADING_LINE = re.compile(r"^#{1,6}[ \t]+\S.*$", re.MULTILINE)
ANY_TEXT = st.text().map(normalize_text)
MARKDOWN = (
    st.lists(
        st.one_of(
            st.text(max_size=40),
            st.sampled_from(
                [
                    "\n", "\n\n", "# A heading\n", "\n## Another\n\n", "First sentence. ",
                    "Dr. A. Brook et al. found 0.5 mg/day (p < .05). ", "- a point\n", "#tag ",
                    "\u3053\u308c\u306f\u6587\u3002", "\U0001f48a", "\u200b", "\u2028", "! ", "?\" ",
                ]
            ),
        ),
        max_size=30,
    )
    .map("".join)
    .map(normalize_text)
)  # fmt: skip


def make_source(text: str, source_id: str = "a", title: str = "A") -> Source:
    return Source(source_id=source_id, title=title, text=text)


def split_text(text: str) -> list[Passage]:
    return split_source(make_source(text))


@given(st.one_of(ANY_TEXT, MARKDOWN))
def test_a_passage_is_its_stretch_of_the_source(text: str) -> None:
    for passage in split_text(text):
        assert passage.text == text[passage.start : passage.end]
        assert passage.text.strip()
        assert 0 < len(passage.text) <= MAX_CHARACTERS


@given(st.one_of(ANY_TEXT, MARKDOWN))
def test_passages_are_in_order_and_do_not_overlap(text: str) -> None:
    passages = split_text(text)
    assert all(a.end <= b.start for a, b in pairwise(passages))
    assert len({passage.passage_id for passage in passages}) == len(passages)


@given(MARKDOWN)
def test_no_passage_crosses_or_holds_a_heading(text: str) -> None:
    headings = [(match.start(), match.end()) for match in HEADING_LINE.finditer(text)]
    for passage in split_text(text):
        assert all(passage.end <= start or passage.start >= end for start, end in headings)


@given(MARKDOWN)
@example("# A heading\nText right below it.")
@example("## One\n- a point\n- another\n\n## Two\nText.")
def test_every_word_outside_headings_is_in_a_passage(text: str) -> None:
    covered = set[int]()
    for start, end in ((match.start(), match.end()) for match in HEADING_LINE.finditer(text)):
        covered.update(range(start, end))
    for passage in split_text(text):
        covered.update(range(passage.start, passage.end))
    told = {word for passage in split_text(text) for word in re.findall(r"\w+", passage.text)}
    lost = "".join(" " if i in covered else letter for i, letter in enumerate(text))
    assert set(re.findall(r"\w+", lost)) <= told


@given(st.text(min_size=1, max_size=30), st.integers(50, 200))
def test_text_without_any_full_stop_is_cut_to_fit(word: str, times: int) -> None:
    text = normalize_text(word * times)
    assert all(len(passage.text) <= MAX_CHARACTERS for passage in split_text(text))


def test_a_sentence_longer_than_a_passage_is_cut_and_kept_whole() -> None:
    text = "velorin " * 300
    passages = split_text(text.strip() + ".")
    assert "".join(passage.text for passage in passages) == text.strip() + "."
    assert [len(passage.text) for passage in passages] == [900, 900, 600]


def test_what_a_section_says_twice_is_one_passage() -> None:
    """A menu on every page of a saved site, or a file that is one word over and over."""
    menu, news = "vitamins, " * 88 + "minerals.", "Velorin was given to ten people."
    text = f"# Shop\n\n{menu}\n\n{menu}\n\n{news}\n\n{menu}\n\n# Footer\n\n{menu}"
    passages = split_text(normalize_text(text))
    assert [(p.section, p.text) for p in passages] == [
        ("Shop", menu), ("Shop", news), ("Footer", menu),
    ]  # fmt: skip
    assert len(split_text("velorin " * 200_000)) < 5


def test_sections_are_named_by_their_heading() -> None:
    passages = split_text("Before.\n\n# One\n\nFirst. Second.\n\n## Two\n\nThird.")
    assert [(passage.section, passage.text) for passage in passages] == [
        ("", "Before."),
        ("One", "First. Second."),
        ("Two", "Third."),
    ]


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["no blank line", "a blank line"])
def test_text_below_a_heading_is_kept(gap: str) -> None:
    passages = split_text(f"# Dose{gap}Velorin is taken at night.{gap}# Harm{gap}Nausea.")
    assert [(passage.section, passage.text) for passage in passages] == [
        ("Dose", "Velorin is taken at night."),
        ("Harm", "Nausea."),
    ]


def test_two_sections_of_one_name_stay_apart() -> None:
    passages = split_text("# Dose\n\nOne mg.\n\n# Dose\n\nTwo mg.")
    assert [passage.text for passage in passages] == ["One mg.", "Two mg."]


def test_a_hash_without_a_space_is_no_heading() -> None:
    (passage,) = split_text("#velorin is what people write.")
    assert passage.text == "#velorin is what people write."


def test_whole_sentences_are_packed_up_to_the_limit() -> None:
    sentences = [f"Velorin was given to {n} people who sleep badly." for n in range(10, 50)]
    text = " ".join(sentences)
    passages = split_text(text)
    assert [said for p in passages for said in re.findall(r"\S[^.]+\.", p.text)] == sentences
    full = MAX_CHARACTERS // (len(sentences[0]) + 1)
    assert [passage.text.count(".") for passage in passages] == [full, full, 40 - 2 * full]


@pytest.mark.parametrize(
    "sentence",
    [
        "The dose was 0.5 mg/day (p < .05) in Dr. Brook's trial.",
        "Brook et al. gave 2.5 g of velorin, i.e. twice the usual amount.",
        "Vitamin B12 vs. velorin was tested by the U.S. team in 1998.",
    ],
)
def test_a_sentence_is_never_cut_at_an_abbreviation_or_a_figure(sentence: str) -> None:
    filler = "x" * (MAX_CHARACTERS - len(sentence) // 2) + "."
    passages = split_text(f"{filler} {sentence}")
    assert [passage.text for passage in passages] == [filler, sentence]


@pytest.mark.parametrize("text", ["", "   ", "# Only a heading", "# One\n\n## Two"])
def test_a_source_without_a_sentence_has_no_passage(text: str) -> None:
    assert split_text(text) == []


def test_the_id_depends_on_source_place_title_and_text() -> None:
    def first_id(text: str, **names: str) -> str:
        return split_source(make_source(text, **names))[0].passage_id

    ids = [
        first_id("Velorin."),
        first_id("Velorin!"),
        first_id(" Velorin."),
        first_id("# S\n\nVelorin."),
        first_id("Velorin.", source_id="b"),
        first_id("Velorin.", title="B"),
    ]
    assert len(set(ids)) == len(ids)
    assert first_id("Velorin.") == ids[0]


def test_every_front_matter_sentence_lies_whole_in_one_passage() -> None:
    for source in load_sources([DATA]).sources:
        assert source.facts is not None
        texts = [passage.text for passage in split_source(source)]
        for sentence in source.facts.sentences():
            assert any(sentence in text for text in texts), sentence


def test_the_title_is_embedded_with_the_passage() -> None:
    (passage,) = split_text("It is blue.")
    assert embedded_text("Velorin", passage) == "Velorin. It is blue."


def test_each_item_of_a_list_is_sentences_of_its_own_without_its_mark() -> None:
    text = "Reasons:\n- It is blue. It is old.\n* No end\n  to it\n• 10 mg"
    assert [text[start:end] for start, end in split_sentences(text)] == [
        "Reasons:", "It is blue.", "It is old.", "No end\n  to it", "10 mg",
    ]  # fmt: skip
