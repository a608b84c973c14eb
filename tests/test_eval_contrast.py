"""The plain assistants: exact, cited, and as plain as they say; and how they are set beside ours."""

from __future__ import annotations

import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings
from rich.console import Console

from eval.__main__ import read_arguments, with_consistency
from eval.cases import Case
from eval.contrast import compare, run_contrast
from eval.contrast.article_sentence import ArticleSentence, in_own_voice
from eval.contrast.embedding import Remembering
from eval.contrast.excerpts import as_answer, sentences_within
from eval.contrast.quickstart import SENTENCES, TOP_K, Quickstart
from eval.contrast.run import answer_cases
from eval.corpus import load_corpus, parse_document
from eval.gates import RULES, Gate
from eval.metrics import Estimate
from eval.page import contrast_html, write_page
from eval.results import Run, as_json
from eval.scorers import World
from eval.table import print_contrast
from eval.text import MARKERS

RCT = """---
id: berry-2020-sleep
type: abstract
kind: rct
title: Berry extract and sleep
authors: Doe J
year: 2020
species: human
---

# Berry extract and sleep

## Findings

In 44 adults, sleep quality improved more over 6 weeks with berry extract than with placebo (p = 0.03). The maker paid.

- In 44 adults, no difference in sleep length was found (Doe et al. 2020).
"""
LONG = """---
id: root-1999-long
type: abstract
kind: review
title: Roots
---

""" + " ".join(f"Root number {n} grew in soil, e.g. Clay from hill {n}." for n in range(60))
SHOP = """---
id: berry-shop
type: article
title: A berry shop
---

The berry shop says that berry extract improves sleep. The berry shop does not say that berries were studied.
"""
CORPUS = {d.source_id: d for d in map(parse_document, (RCT, LONG, SHOP))}
WORLD = World(CORPUS)


class BagOfWords(Embeddings):
    """Each word counts in the place that its hash names."""

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.embedded += texts
        return [self.vector(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.vector(text)

    def vector(self, text: str) -> list[float]:
        found = np.full(64, 0.001)
        for word in re.findall(r"\w+", text.lower()):
            found[int(hashlib.sha256(word.encode()).hexdigest(), 16) % 64] += 1
        vector: list[float] = (found / np.linalg.norm(found)).tolist()
        return vector


@pytest.fixture(scope="module")
def quickstart() -> Quickstart:
    return Quickstart(CORPUS, BagOfWords())


@pytest.fixture(scope="module")
def article_sentence() -> ArticleSentence:
    return ArticleSentence(CORPUS, BagOfWords())


def case(*turns: str, name: str = "berry", **expect: Any) -> Case:
    return Case.model_validate(
        {"id": name, "family": "grounding", "split": "dev", "author": "t", "turns": turns,
         "expect": {"status": "answered", **expect}}
    )  # fmt: skip


# --- sentences ---------------------------------------------------------------------------------


def test_sentences_keep_their_offsets_and_leave_headings_and_bullets_out():
    document = CORPUS["berry-2020-sleep"]
    found = list(sentences_within(document, 0, len(document.body)))
    assert [excerpt.text for excerpt in found] == [
        "In 44 adults, sleep quality improved more over 6 weeks with berry extract than with placebo (p = 0.03).",
        "The maker paid.",
        "In 44 adults, no difference in sleep length was found (Doe et al. 2020).",
    ]
    assert all(document.body[e.start : e.end] == e.text for e in found)


def test_a_passage_cut_within_a_line_still_has_sentences():
    document = CORPUS["root-1999-long"]
    start = document.body.index("number 1 ")
    texts = [excerpt.text for excerpt in sentences_within(document, start, start + 90)]
    assert texts[0] == "number 1 grew in soil, e.g. Clay from hill 1."
    assert texts[1].startswith("Root number 2 grew")


def test_sentences_of_the_corpus_are_clean():
    for document in load_corpus().values():
        for excerpt in sentences_within(document, 0, len(document.body)):
            assert excerpt.text
            assert excerpt.text == excerpt.text.strip()
            assert "\n" not in excerpt.text
            assert not excerpt.text.startswith("#")
            assert not MARKERS.search(excerpt.text)


# --- the two assistants ------------------------------------------------------------------------


def test_the_quickstart_passes_the_checks_that_copying_passes(quickstart):
    asked = case("Does berry extract improve sleep quality?", sources_all=["berry-2020-sleep"])
    [item] = answer_cases([asked], quickstart, WORLD)
    for name in ("came", "exact_citations", "present_citations", "precise_citations", "sources"):
        assert item.checks[name].passed, item.checks[name].reason
    assert item.answer["citations"][0]["title"] == "Berry extract and sleep"
    assert item.answer["evidence"] is None
    assert item.answer["caveats"] == []
    assert {c["kind"] for c in item.answer["claims"]} == {"finding"}
    assert {c["strength"] for c in item.answer["claims"]} == {0}


def test_the_quickstart_shows_few_sentences_of_few_passages_and_none_twice(quickstart):
    answer = quickstart(["Which root grew in clay soil?"])
    assert len(answer["citations"]) <= TOP_K * SENTENCES
    places = [(c["source_id"], c["start"], c["end"]) for c in answer["citations"]]
    assert len(places) == len(set(places))
    assert "soil" in answer["answer"]


def test_the_quickstart_reads_earlier_turns(quickstart):
    answer = quickstart(["Tell me about berry extract and sleep.", "And how long?"])
    assert answer["question"] == "And how long?"
    assert answer["citations"][0]["source_id"] in {"berry-2020-sleep", "berry-shop"}


def test_the_article_sentence_is_one_sentence_in_its_own_voice(article_sentence):
    answer = article_sentence(["Does berry extract improve sleep?"])
    assert answer["answer"] == "Berry extract improves sleep. [1]"
    [citation] = answer["citations"]
    assert citation["quote"] == "The berry shop says that berry extract improves sleep."
    assert citation["design"] == "article"


def test_the_scorers_see_that_an_article_is_repeated(article_sentence):
    [item] = answer_cases([case("Does berry extract improve sleep?")], article_sentence, WORLD)
    assert item.checks["exact_citations"].passed
    assert item.checks["precise_citations"].passed
    assert not item.checks["strength_caps"].passed


@pytest.mark.parametrize(
    ("sentence", "spoken"),
    [
        ("The blog says that, as trials show, it works.", "As trials show, it works."),
        ("The Dutch shop reports from the 2010 study that rats slept.", "Rats slept."),
        ("The blog does not say that it was tested.", "The blog does not say that it was tested."),
        ("The page says without a source that it works.", "The page says without a source that it works."),
        ("Zinc is a mineral.", "Zinc is a mineral."),
    ],
)  # fmt: skip
def test_own_voice_never_turns_the_meaning_round(sentence, spoken):
    assert in_own_voice(sentence) == spoken


def test_an_answer_without_excerpts_is_still_an_answer():
    answer = as_answer(["Hm?"], [], "x")
    assert (answer["status"], answer["answer"], answer["citations"]) == ("answered", "", [])


# --- the memory of vectors ---------------------------------------------------------------------


def test_a_text_is_embedded_once_in_this_run_and_the_next(tmp_path: Path):
    file, inner = tmp_path / "vectors.npz", BagOfWords()
    first = Remembering(inner, file)
    before = first.embed_documents(["a berry", "a root", "a berry"])
    assert inner.embedded == ["a berry", "a root"]
    assert first.embed_query("a root") == before[1]
    first.save()
    again = Remembering(other := BagOfWords(), file)
    assert np.allclose(again.embed_documents(["a berry", "a root"]), before[:2], atol=1e-6)
    assert other.embedded == []
    assert [path.name for path in tmp_path.iterdir()] == ["vectors.npz"]


def test_another_model_or_a_broken_file_remembers_nothing(tmp_path: Path):
    file = tmp_path / "vectors.npz"
    one = Remembering(BagOfWords(), file, "one")
    one.embed_query("a berry")
    one.save()
    Remembering(other := BagOfWords(), file, "two").embed_query("a berry")
    assert other.embedded == ["a berry"]
    file.write_bytes(b"PK\x03\x04 torn")
    Remembering(broken := BagOfWords(), file, "one").embed_query("a berry")
    assert broken.embedded == ["a berry"]


def test_without_a_file_nothing_is_written(tmp_path: Path):
    memory = Remembering(BagOfWords())
    memory.embed_query("a berry")
    memory.save()
    assert list(tmp_path.iterdir()) == []


# --- side by side ------------------------------------------------------------------------------


def gate(place: int, share: float | None, low: float | None = None, faults: int = 0) -> Gate:
    n = 0 if share is None else 10
    return Gate(RULES[place], Estimate(n, share, low, low), faults, 0)


def test_as_good_is_within_our_interval_or_above_it():
    ours = [gate(0, 0.9, 0.8), gate(1, 0.9, 0.8), gate(2, 0.9, 0.8), gate(3, None)]
    other = [gate(0, 0.8), gate(1, 0.79, faults=4), gate(2, None), gate(3, 1.0)]
    contrast = compare(ours, {"plain": other}, 1.234)
    assert [row["others"]["plain"]["as_good"] for row in contrast["rows"]] == [
        True, False, False, False,
    ]  # fmt: skip
    assert contrast["rows"][1]["others"]["plain"]["faults"] == 4
    assert contrast["words"] == [
        f"plain: within our 95% interval or above it on 1 of 2 gates: {RULES[0].name}."
    ]
    assert contrast["seconds"] == 1.2


def test_as_good_on_none_is_said():
    contrast = compare([gate(0, 0.9, 0.8)], {"plain": [gate(0, 0.1)]}, 0)
    assert contrast["words"] == ["plain: within our 95% interval or above it on 0 of 1 gates."]


def test_the_contrast_stands_in_every_report_and_fails_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quickstart: Quickstart
):
    monkeypatch.setattr(
        "eval.contrast.embedding.remembering_embeddings", lambda file: Remembering(BagOfWords())
    )
    cases = [
        case("Does berry extract improve sleep?", name=name, must_say=[["44 adults"]], level="limited")
        for name in ("one", "two")
    ]  # fmt: skip
    answered = with_consistency(answer_cases(cases, quickstart, WORLD))
    ours = [Gate(rule, Estimate(2, 1.0, 0.9, 1.0), 0, 0) for rule in RULES]
    contrast = run_contrast(cases, WORLD, ours, with_consistency, tmp_path / "memory.npz")
    assert contrast["names"] == ["quickstart", "article sentence"]
    rows = {row["gate"]: row for row in contrast["rows"]}
    assert rows["must-say recall"]["others"]["quickstart"]["share"] == 1
    assert rows["must-say recall"]["others"]["article sentence"]["share"] == 0
    assert rows["level and direction"]["others"]["quickstart"]["faults"] == 2

    run = Run("now", {}, answered, ours, contrast=contrast)
    assert not run.failed
    assert json.loads(json.dumps(as_json(run), allow_nan=False))["contrast"] == contrast
    write_page(run, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text()
    assert page.count("<h2>Contrast</h2>") == 1
    assert contrast["words"][0] in page
    print_contrast(contrast, Console(file=(shown := io.StringIO()), width=120))
    assert "article sentence" in shown.getvalue()
    assert "must-say recall" in shown.getvalue()


def test_a_page_without_contrast_has_no_such_table(tmp_path: Path):
    run = Run("now", {}, [], [])
    assert as_json(run)["contrast"] is None
    write_page(run, tmp_path / "report.html")
    assert "Contrast" not in (tmp_path / "report.html").read_text()


def test_the_table_of_the_page_is_escaped():
    contrast = compare([gate(0, 0.9, 0.8)], {"<b>": [gate(0, 1.0)]}, 0)
    assert "<b>" not in "".join(contrast_html(contrast))


def test_the_option_that_leaves_it_out():
    assert read_arguments(["--no-contrast"]).no_contrast
    assert not read_arguments([]).no_contrast
