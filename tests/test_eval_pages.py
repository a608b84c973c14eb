"""Pages in the manner of the web: read as they are served, and asked of an index of their own."""

from __future__ import annotations

import pytest

from assistant.detect import detect_source
from assistant.load import load_sources
from eval.asking import Assistants
from eval.cases import Case
from eval.corpus import PAGES_FOLDER, load_pages
from eval.scorers import World
from eval.scorers.expectations import sources
from eval.scorers.wording import is_attributed

EXPECT = {"status": "answered", "sources_all": ["root-supplier"]}


def case(**fields: object) -> Case:
    values = {
        "id": "c", "family": "source_critique", "split": "dev", "author": "t", "turns": ["Who sells it?"],
        "pages_alone": True, "expect": EXPECT,
    }  # fmt: skip
    return Case.model_validate(values | fields)


def test_the_graders_read_what_the_assistant_serves():
    served = {source.source_id: source for source in load_sources([PAGES_FOLDER]).sources}
    read = load_pages()
    assert len(read) == 5
    assert {name: page.body for name, page in read.items()} == {
        name: source.text for name, source in served.items()
    }


def test_two_of_the_pages_are_sellers_and_none_is_a_study():
    found = [detect_source(source) for source in load_sources([PAGES_FOLDER]).sources]
    sellers = {s.source_id for s in found if s.detected and s.detected.seller}
    assert sellers == {"root-supplier", "long-life-shop"}
    assert not any(source.may_be_weighed for source in found)


def test_a_case_of_the_pages_needs_their_assistant():
    with pytest.raises(ValueError, match="no assistant has the documents"):
        Assistants(plain=None).of(case())  # type: ignore[arg-type]  # none is asked


def test_pages_alone_take_no_documents_beside_them():
    with pytest.raises(ValueError, match="none can be added"):
        case(documents=["midnight-magnesium-notes"])


def test_sources_are_looked_for_among_the_pages():
    pages = load_pages()
    world = World(corpus=dict(list(pages.items())[:1]), pages=pages)
    answer = {"citations": [{"source_id": "root-supplier"}]}
    found = sources(case(), answer, world)
    assert found is not None
    assert found.passed


@pytest.mark.parametrize(
    ("sentence", "attributed"),
    [
        ("The seller's page root-supplier says: Ashwagandha lowers stress.", True),
        ("The page root-supplier adds: Ashwagandha lowers stress.", True),
        ("The document notes, by its words a randomised trial, unchecked, says: It fell.", True),
        ("Ashwagandha lowers stress.", False),
    ],
)
def test_naming_the_page_is_attribution(sentence: str, attributed: bool):
    assert is_attributed(sentence) is attributed
