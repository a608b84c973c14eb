"""Planted wrong answers: each must be caught by its check, and its correct twin must pass."""

import ast
import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import eval as suite
from eval.cases import Case, load_cases
from eval.corpus import load_corpus, load_pages, parse_document
from eval.quantities import amounts, confused, quantities, unsupported
from eval.scorers import JUDGES, World, judge_answer
from eval.scorers.groups import consistency
from eval.scorers.wording import is_attributed, names_model, wording
from eval.text import sentences, statements

RCT = """---
id: berry-2020-sleep
type: abstract
kind: rct
species: human
---

# Berry extract and sleep

In this randomised trial, 44 adults took 500 mg of berry extract a day or placebo for 6 weeks.

In 44 adults, sleep quality improved more over 6 weeks with berry extract than with placebo (p = 0.03).

In 44 adults, no difference between berry extract and placebo was found in sleep length (-0.2 hours; 95% CI -0.9 to 0.5).

The maker paid for the trial of berry extract.
"""
MICE = """---
id: berry-2018-mice
type: abstract
kind: animal
species: mouse
---

In mice, memory was better with 20 mg of magnesium citrate than without, which may reflect denser synapses.
"""
ARTICLE = """---
id: berry-shop
type: article
---

The berry shop says that berry extract improves sleep.
"""
WORLD = World({d.source_id: d for d in map(parse_document, (RCT, MICE, ARTICLE))})


def quote(source_id: str, start: str) -> dict[str, Any]:
    """The paragraph of a document that begins so, as a citation."""
    document = WORLD.corpus[source_id]
    at = document.body.index(start)
    text = document.body[at:].split("\n\n")[0]
    return {
        "source_id": source_id, "title": "T", "authors": None, "year": 2020,
        "design": document.design, "url": None, "quote": text, "start": at, "end": at + len(text),
    }  # fmt: skip


QUOTES = (
    quote("berry-2020-sleep", "In 44 adults, sleep quality"),
    quote("berry-2020-sleep", "In 44 adults, no difference"),
    quote("berry-2018-mice", "In mice"),
    quote("berry-shop", "The berry shop"),
    quote("berry-2020-sleep", "The maker paid"),
)


def right_answer() -> dict[str, Any]:
    """The correct twin."""
    claims = [
        {
            "text": q["quote"], "kind": "reported" if q["design"] == "article" else "finding",
            "citations": [n], "design": q["design"], "attributed": q["design"] == "article",
            "strength": {"rct": 3, "animal": 3, "article": 0}[q["design"]], "operands": None,
            "query": None,
        }
        for n, q in enumerate(QUOTES[:4], start=1)
    ]  # fmt: skip
    lead = "Not settled: one trial in people is held here."
    lines = [lead, "", *(f"- {c['text']} [{n}]" for n, c in enumerate(claims, start=1)), "",
             "- *Animal study:* Memory was tested in mice. [3]",
             f"- *Who paid:* {QUOTES[4]['quote']} [5]"]  # fmt: skip
    return {
        "question": "Does berry extract help sleep?", "status": "answered", "reason": None,
        "answer": "\n".join(lines),
        "evidence": {
            "level": "limited", "direction": "mixed", "strongest_design": "rct",
            "human_trials": 1, "participants": 44, "null_results": 1,
        },
        "claims": claims,
        "caveats": [
            {"kind": "funding", "text": QUOTES[4]["quote"], "citations": [5]},
            {"kind": "animal_study", "text": "Memory was tested in mice.", "citations": [3]},
        ],
        "citations": [{"number": n, **q} for n, q in enumerate(QUOTES, start=1)],
    }  # fmt: skip


CASE = Case.model_validate(
    {
        "id": "berry", "family": "overclaim", "split": "dev", "author": "t",
        "turns": ["Does berry extract help sleep?"],
        "expect": {
            "status": "answered", "level": "limited", "direction": ["mixed"], "human_trials": 1,
            "must_say": [["no difference", "did not differ"], ["44 adults"]],
            "must_not_say": ["berry extract (improves|helps)", "=miracle"], "max_strength": 2,
            "sources_all": ["berry-2020-sleep"], "caveats_all": ["funding"],
        },
    }
)  # fmt: skip


def replaced(old: str, new: str) -> Callable[[dict[str, Any]], None]:
    """Change a wording everywhere but in the quotes."""

    def plant(answer: dict[str, Any]) -> None:
        assert old in answer["answer"]
        answer["answer"] = answer["answer"].replace(old, new)
        for part in (*answer["claims"], *answer["caveats"]):
            part["text"] = part["text"].replace(old, new)

    return plant


def set_in(part: str, number: int, **values: Any) -> Callable[[dict[str, Any]], None]:
    """Change fields of one claim or citation."""
    return lambda answer: answer[part][number].update(values)


def shifted(answer: dict[str, Any]) -> None:
    answer["citations"][0]["start"] += 1
    answer["citations"][0]["end"] += 1


def swapped(answer: dict[str, Any]) -> None:
    first, third = answer["citations"][0], answer["citations"][2]
    first["number"], third["number"] = third["number"], first["number"]


def lead(text: str) -> Callable[[dict[str, Any]], None]:
    return lambda answer: answer.update(answer=text + "\n\n" + answer["answer"])


def test_correct_twin_passes_every_check():
    checks = judge_answer(CASE, right_answer(), WORLD)
    assert {name: c.reason for name, c in checks.items() if not c.passed} == {}
    assert {"exact_citations", "supported_numbers", "strength_caps", "over_hedging"} <= set(checks)


@pytest.mark.parametrize(
    ("check", "plant"),
    [
        pytest.param("exact_citations", shifted, id="quote off by one"),
        pytest.param("exact_citations", set_in("citations", 0, quote="In 45 adults"), id="quote edited"),
        pytest.param("exact_citations", set_in("citations", 0, source_id="smith-2030"), id="outside the corpus"),
        pytest.param("exact_citations", set_in("citations", 2, design="rct"), id="mice as a trial"),
        pytest.param("present_citations", set_in("claims", 0, citations=[]), id="finding without citation"),
        pytest.param("present_citations", set_in("claims", 0, citations=[9]), id="citation not listed"),
        pytest.param("present_citations", set_in("claims", 0, text="Something never shown."), id="claim not shown"),
        pytest.param("present_citations", set_in("claims", 0, kind="derived"), id="derived without operands"),
        pytest.param("present_citations", replaced("[1]", "[3]"), id="another marker"),
        pytest.param("precise_citations", swapped, id="two citations swapped"),
        pytest.param("precise_citations", replaced("no difference", "a difference"), id="null to benefit"),
        pytest.param("precise_citations", replaced("which may reflect", "which reflects"), id="may to does"),
        pytest.param("precise_citations", replaced("The maker paid", "The maker never paid"), id="caveat negated"),
        pytest.param("supported_numbers", replaced("44 adults", "440 adults"), id="ten times the people"),
        pytest.param("supported_numbers", replaced("6 weeks", "6 months"), id="weeks to months"),
        pytest.param("supported_numbers", replaced("20 mg", "20 g"), id="mg to g"),
        pytest.param("supported_numbers", replaced("20 mg of magnesium citrate", "20 mg of magnesium"), id="compound as element"),
        pytest.param("supported_numbers", replaced("95%", "95"), id="percent dropped"),
        pytest.param("supported_numbers", replaced("-0.2", "+0.2"), id="sign turned"),
        pytest.param("supported_numbers", lead("In 3 of 4 people it works."), id="number from nowhere"),
        pytest.param("forbidden_claims", lead("Berry extract helps."), id="forbidden in our voice"),
        pytest.param("forbidden_claims", lead("No study calls it a miracle."), id="forbidden anywhere"),
        pytest.param("strength_caps", lead("Berry extract improves sleep."), id="cause without citation"),
        pytest.param("strength_caps", replaced("In mice, memory", "Memory"), id="mice not named"),
        pytest.param("strength_caps", replaced("In mice, memory", "In adults, memory"), id="mice to adults"),
        pytest.param("strength_caps", replaced("The berry shop says that b", "B"), id="seller in our voice"),
        pytest.param("strength_caps", replaced("sleep quality improved more over 6 weeks with berry extract than with placebo", "berry extract improves sleep quality"), id="one trial as a truth"),
        pytest.param("strength_caps", replaced("no difference between berry extract and placebo was found in sleep length", "berry extract does not lengthen sleep"), id="null as does not"),
        pytest.param("strength_caps", set_in("claims", 3, strength=3), id="article with strength"),
        pytest.param("strength_caps", set_in("claims", 3, attributed=False), id="article not attributed"),
        pytest.param("must_say", replaced("no difference", "a difference"), id="null not said"),
        pytest.param("caveat_recall", lambda a: a.update(caveats=[]), id="funding not said"),
        pytest.param("caveat_recall", lambda a: a.update(answer=a["answer"].split("- *Who")[0]), id="caveat not shown"),
        pytest.param("due_caveats", lambda a: a["caveats"].pop(), id="mice without their caveat"),
        pytest.param("sources", lambda a: a.update(citations=a["citations"][2:4]), id="main source missing"),
        pytest.param("level", lambda a: a["evidence"].update(level="strong"), id="level up"),
        pytest.param("direction", lambda a: a["evidence"].update(direction="benefit"), id="all benefit"),
        pytest.param("human_trials", lambda a: a["evidence"].update(human_trials=2), id="trial counted twice"),
        pytest.param("abstention", lambda a: a.update(status="no_evidence"), id="silence"),
        pytest.param("triage", lambda a: a.update(status="urgent"), id="false alarm"),
        pytest.param("over_hedging", lead("Not known: nothing here tests it."), id="hedged lead"),
        pytest.param("over_hedging", replaced("no difference", "a difference"), id="says less"),
        pytest.param("readability", lead("It is {label} here."), id="template left over"),
        pytest.param("came", lambda a: a.update(status="error"), id="crash"),
    ],
)  # fmt: skip
def test_planted_fault_is_caught(check, plant):
    answer = right_answer()
    plant(answer)
    found = judge_answer(CASE, answer, WORLD)
    assert check in found
    assert not found[check].passed


def test_served_text_must_be_the_corpus_text():
    served = {name: document.sha256 for name, document in WORLD.corpus.items()}
    right = World(WORLD.corpus, served)
    wrong = World(WORLD.corpus, {**served, "berry-shop": "0"})
    assert JUDGES["exact_citations"](CASE, right_answer(), right).passed
    assert not JUDGES["exact_citations"](CASE, right_answer(), wrong).passed


@pytest.mark.parametrize(
    "text",
    [
        "The shop says that berry extract improves sleep.",
        "No trial shows that berry extract improves sleep.",
        "It is unknown whether berry extract helps.",
    ],
)
def test_forbidden_claims_forgives_attribution_and_negation(text):
    answer = right_answer() | {"answer": text}
    assert JUDGES["forbidden_claims"](CASE, answer, WORLD).passed


def test_derived_result_is_recomputed():
    answer = right_answer()
    operands = {"operation": "scale", "values": [2000, 7.2], "result": 144.0, "source_ids": []}
    claim = {**answer["claims"][0], "kind": "derived", "text": "That is 144 mg.", "citations": []}
    answer["claims"].append({**claim, "operands": operands})
    answer["answer"] += "\n\nThat is 144 mg."
    assert JUDGES["supported_numbers"](CASE, answer, WORLD).passed
    answer["claims"][-1]["operands"] = operands | {"result": 250.0}
    assert not JUDGES["supported_numbers"](CASE, answer, WORLD).passed


def test_consistency_needs_verdict_and_sources():
    expect = {"status": "answered", "paraphrase_group": "g"}
    cases = [
        Case.model_validate(CASE.model_dump() | {"id": f"c{n}", "expect": expect}) for n in range(3)
    ]
    twins = [(case, right_answer()) for case in cases]
    assert all(check.passed for check in consistency(twins).values())
    odd = right_answer()
    odd["evidence"]["direction"] = "benefit"
    assert not consistency([*twins[:2], (cases[2], odd)])["c2"].passed
    other = right_answer()
    other["claims"] = other["claims"][3:]
    assert not consistency([*twins[:2], (cases[2], other)])["c2"].passed
    crash = right_answer() | {"status": "error"}
    assert not any(c.passed for c in consistency([(case, crash) for case in cases]).values())


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Berry extract improves sleep.", "general"),
        ("Berry extract is clinically proven.", "general"),
        ("The second author works for the manufacturer.", "none"),
        ("Other causes were reasonably excluded.", "none"),
        ("Few women took more than 10,000 IU a day.", "none"),
        ("Low ferritin was associated with a higher risk than normal ferritin.", "association"),
        ("Berry extract does not improve sleep.", "general_not"),
        ("Berry extract may improve sleep.", "possible"),
        ("In 44 adults, sleep improved more with berry extract than with placebo.", "report"),
        ("Low magnesium was associated with poor sleep.", "association"),
        ("Berry extract reduced pain.", "caused"),
        ("No difference was found.", "none"),
        ("Exploratory increases elsewhere did not survive correction.", "none"),
        ("The study had 44 participants.", "none"),
    ],
)
def test_wording(sentence, expected):
    assert wording(sentence) == expected


def test_attribution_and_models():
    assert is_attributed("The US Preventive Services Task Force recommends folic acid.")
    assert is_attributed("Magnesium cuts absorption, according to pages that repeat NIH advice.")
    assert not is_attributed("Berry extract improves sleep.")
    assert names_model("In mice, memory was better.", "mouse")
    assert not names_model("In rats, memory was better.", "mouse")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2,000 mg of it", [(2000, "mg")]),
        ("2 g", [(2000, "mg")]),
        ("25 micrograms", [(0.025, "mg")]),
        ("400-800 IU", [(400, "IU"), (800, "IU")]),
        ("50 to 70 years", [(50, "year"), (70, "year")]),
        ("a 6-week trial", [(6, "week")]),
        ("95% CI -3.18 to -2.54", [(95, "%"), (-3.18, None), (-2.54, None)]),
        ("p < .008", [(0.008, None)]),
        ("omega-3, vitamin B12, GAD-7, D3, COX-2", []),
        ("four trials", [(4, None)]),
    ],
)  # fmt: skip
def test_quantities(text, expected):
    found = [(q.value, q.unit) for q in quantities(text)]
    assert found == [(pytest.approx(value), unit) for value, unit in expected]


def test_unsupported_knows_units_and_signs():
    held = quantities("-0.31 points and 2 g over 6 weeks")
    assert unsupported(quantities("0.31 points, 2,000 mg, 6 weeks"), held) == []
    wrong = unsupported(quantities("+0.31 points, 2 mg, 6 days"), held)
    assert [q.written for q in wrong] == ["+0.31", "2 mg", "6 days"]


def test_an_element_is_not_its_compound():
    held = amounts("2,000 mg a day of magnesium L-threonate")
    assert confused(amounts("2,000 mg of magnesium"), held)
    assert not confused(amounts("2,000 mg of magnesium L-threonate"), held)


def test_statements_carry_the_markers_behind_them():
    found = list(statements("- One. [1] [2] Two. [3]\n\n*Three.*"))
    assert [(s.text, s.markers) for s in found] == [
        ("One.", (1, 2)), ("Two.", (3,)), ("Three.", ()),
    ]  # fmt: skip


def test_sentences_keep_abbreviations_and_decimals():
    assert sentences("Sun Q et al. In mice it rose by 1.5. Then it fell.") == (
        "Sun Q et al. In mice it rose by 1.5.", "Then it fell.",
    )  # fmt: skip


def test_shipped_cases_load_and_name_real_sources():
    world = World(load_corpus(), pages=load_pages())
    unknown = {
        (case.id, source)
        for case in load_cases()
        for source in (*case.expect.sources_all, *case.expect.sources_any)
        if source not in world.corpus_for(case)
    }
    assert unknown == set()


def test_scorers_share_no_code_with_the_assistant():
    folder = Path(suite.__file__).parent
    graders = [*folder.glob("scorers/*.py"), *(folder / f"{n}.py" for n in ("corpus", "text", "quantities", "metrics", "cases"))]  # fmt: skip
    for file in graders:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] == "assistant" for name in names), file.name


def test_mutants_leave_the_answer_they_are_given_alone():
    from eval.mutants.answers import ANSWER_MUTANTS

    before = right_answer() | {"understanding": {"substances": ["berry extract"]}}
    for mutant in ANSWER_MUTANTS:
        given = copy.deepcopy(before)
        faulty = mutant.plant(copy.deepcopy(given), WORLD.corpus)
        assert faulty is None or faulty != before, mutant.name
    assert len({mutant.name for mutant in ANSWER_MUTANTS}) == len(ANSWER_MUTANTS) >= 15
