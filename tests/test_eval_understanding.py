"""The measurement of understanding: labels that can be trusted, and judgements worked out by hand."""

from __future__ import annotations

import gzip
import json

import pytest

from assistant.retrieve import PassageSearch
from eval.asked import Asked, Questions, Wordings, load_questions, load_vocabulary
from eval.asking import PartialIndex
from eval.cases import CaseError
from eval.corpus import load_corpus
from eval.heard import (
    ABSTAINS,
    AGREE,
    BENIGN,
    URGENT,
    Measured,
    Miss,
    Share,
    fits,
    fits_groups,
    judge_alarm,
    judge_slots,
    judge_status,
    judge_wordings,
)
from eval.outside import OutsideQuestion, load_outside
from eval.understanding import main, measure

VOCABULARY = load_vocabulary()
LEAST = {
    "understanding": 250, "fresh": 180, "urgent": 80, "benign": 160, "either": 1, "unanswerable": 60,
    "answerable": 60, "out_of_scope": 40, "declined": 25, "paraphrases": 40,
}  # fmt: skip
SLEEP = "sleep quality (self-reported)"


def asked(**fields):
    return Asked.model_validate({"id": "a", "ask": "does it work?", **fields})


def answer(
    status="answered", reason=None, level="limited", direction="benefit", sources=(), **seen
):
    citations = [{"number": i, "source_id": name} for i, name in enumerate(sources, 1)]
    return {
        "status": status, "reason": reason, "understanding": seen, "citations": citations,
        "standalone_question": "does zinc work?",
        "evidence": {"level": level, "direction": direction},
        "claims": [{"kind": "finding", "citations": [c["number"] for c in citations]}],
    }  # fmt: skip


def shares(measured):
    return {share.name: (share.hits, share.n) for share in measured.shares()}


def test_every_label_is_in_the_vocabulary_and_no_set_shrinks():
    questions = load_questions(VOCABULARY, load_corpus())
    assert LEAST.keys() == Questions.model_fields.keys()
    for name, least in LEAST.items():
        assert len(getattr(questions, name)) >= least, name
    assert all(item.reason for item in questions.unanswerable)
    assert all(len(group.asks) == 4 for group in questions.paraphrases)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("substances: [unobtainium]", "q-1: substances: unobtainium is not in the vocabulary"),
        ("may: {outcomes: [bliss]}", "q-1: outcomes: bliss is not in the vocabulary"),
        ("may: {status: [answered]}", "q-1: may: status is no slot of names"),
        ("without: [lost-2020]", "q-1: without: lost-2020 is no document"),
        ("colour: red", "colour"),
    ],
)
def test_a_wrong_label_is_refused_by_name(tmp_path, row, message):
    lists = {name: [] for name in set(LEAST) - {"understanding", "paraphrases"}}
    (tmp_path / "others.yaml").write_text(json.dumps(lists))
    (tmp_path / "paraphrases.yaml").write_text("[]")
    (tmp_path / "understanding.yaml").write_text(f"- id: q-1\n  ask: does it?\n  {row}\n")
    with pytest.raises(CaseError, match=message):
        load_questions(VOCABULARY, ["known-2020"], tmp_path)


@pytest.mark.parametrize(
    ("found", "right"),
    [
        (["zinc", "iron"], True),
        (["zinc", "copper"], True),
        (["zinc", "iron", "selenium"], True),
        (["zinc"], False),
        (["iron"], False),
        (["zinc", "iron", "kava"], False),
    ],
)
def test_a_slot_fits_with_all_that_is_wanted_and_nothing_else(found, right):
    assert fits(found, (("zinc",), ("iron", "copper")), ("selenium",)) is right


@pytest.mark.parametrize(
    ("found", "right"),
    [
        (["sleep onset latency"], True),
        ([SLEEP, "adverse events"], True),
        ([SLEEP, "anxiety"], True),
        ([SLEEP, "pain"], False),
        (["adverse events"], False),
    ],
)
def test_outcomes_count_by_group_and_unasked_topics_do_not(found, right):
    assert fits_groups(found, (("insomnia severity",),), ("anxiety",), VOCABULARY) is right


def test_a_topic_that_is_asked_for_must_be_found():
    assert fits_groups(["safety"], (("adverse events",),), (), VOCABULARY)
    assert not fits_groups([], (("adverse events",),), (), VOCABULARY)


def test_slots_are_judged_one_by_one():
    measured = Measured()
    question = asked(
        ask=["and zinc?", "for my gran?"], substances=["zinc"], intents=["dose"], premise=True,
        populations=["older"],
    )  # fmt: skip
    heard = answer(
        substances=["zinc"], outcomes=[SLEEP], intents=["efficacy", "dose"],
        populations=["adults"], premise="it works",
    )  # fmt: skip
    judge_slots(question, heard, VOCABULARY, measured)
    assert shares(measured) == {
        "substances": (1, 1), "outcomes": (0, 1), "intents": (1, 1), "populations": (0, 1),
        "populations, where named": (0, 1), "medicines": (1, 1), "premise": (1, 1),
        "premise, where there is one": (1, 1), "all slots": (0, 1),
    }  # fmt: skip
    text = "and zinc? // for my gran?"
    assert measured.misses == [
        Miss("a", "outcomes", text, "nothing", SLEEP, "does zinc work?"),
        Miss("a", "populations", text, "older", "nothing", "does zinc work?"),
    ]


@pytest.mark.parametrize(
    ("intents", "right"),
    [
        (["safety", "course"], True),
        (["safety", "course", "list"], True),
        (["course", "safety"], False),
        (["safety"], False),
        (["safety", "dose", "course"], False),
    ],
)
def test_strictly_every_intent_counts_and_its_place(intents, right):
    measured = Measured()
    question = asked(intents=["safety", "course"], may={"intents": ["list"]}, stand_alone=["Zinc"])
    judge_slots(question, answer(intents=intents), VOCABULARY, measured, strictly=True)
    found = shares(measured)
    assert found["strictly: intents"] == (int(right), 1)
    assert found["strictly: all slots"] == (int(right), 1)
    assert found["strictly: follow-ups"] == (1, 1)


@pytest.mark.parametrize(
    ("status", "reason", "right"),
    [
        ("no_evidence", "other_form", True),
        ("no_evidence", "outcome_absent", False),
        ("answered", None, False),
    ],
)
def test_an_abstention_needs_its_reason(status, reason, right):
    measured = Measured()
    question = asked(status="no_evidence", reason="other_form")
    judge_status(ABSTAINS, question, answer(status, reason), measured)
    assert shares(measured) == {ABSTAINS: (int(right), 1)}
    assert measured.statuses == {("no_evidence", status): 1}


@pytest.mark.parametrize(
    ("status", "urgent", "right"),
    [
        ("urgent", True, 1),
        ("answered", True, 0),
        ("urgent", False, 0),
        ("declined", False, 1),
    ],
)
def test_an_alarm_is_right_only_where_it_belongs(status, urgent, right):
    measured = Measured()
    judge_alarm(asked(), answer(status), measured, urgent=urgent)
    assert shares(measured) == {URGENT if urgent else BENIGN: (right, 1)}


@pytest.mark.parametrize(
    ("other", "wrong"),
    [
        (answer(sources=["a", "c"]), None),
        (answer(sources=["a", "b"], level="moderate"), "level"),
        (answer(sources=["a", "b"], direction="mixed"), "direction"),
        (answer(sources=["c", "d"]), "main sources"),
        (answer("no_evidence", sources=["a", "b"]), "level"),
    ],
)
def test_wordings_agree_on_verdict_and_sources(other, wrong):
    measured = Measured()
    group = Wordings(id="g", asks=("does zinc work", "zinc?"))
    judge_wordings(group, [answer(sources=["a", "b"]), other], measured)
    parts = {"level", "direction", "main sources"}
    expected = {f"paraphrases agree: {name}": (int(name != wrong), 1) for name in parts}
    assert shares(measured) == {**expected, AGREE: (int(wrong is None), 1)}
    assert [miss.asked for miss in measured.misses] == ([] if wrong is None else ["zinc?"])


def test_intervals_have_a_width_at_the_ends_and_gates_hold_them_to_the_share():
    perfect, one_missed = Share(URGENT, 80, 80), Share(URGENT, 79, 80)
    assert perfect.interval == pytest.approx((0.954, 1.0), abs=0.001)
    assert (perfect.met, one_missed.met, Share("other", 0, 1).met) == (True, False, None)
    assert Share(URGENT, 0, 0).met is False


def test_every_question_is_asked_once():
    questions = load_questions(VOCABULARY, load_corpus())
    heard = []

    def ask(question):
        heard.append((question.id, question.ask, question.without))
        return answer("urgent")

    measured = measure(questions, VOCABULARY, ask)
    singles = sum(len(getattr(questions, name)) for name in LEAST if name != "paraphrases")
    wordings = sum(len(group.asks) for group in questions.paraphrases)
    assert len(heard) == len(set(heard)) == singles + wordings
    assert shares(measured)[URGENT] == (len(questions.urgent), len(questions.urgent))
    assert shares(measured)[BENIGN] == (0, len(questions.benign))


def test_documents_that_are_taken_out_are_nowhere(built_index, embedder):
    query = "memory"
    whole = PassageSearch(built_index, embedder).search(query, 100)
    gone = whole[0].passage.source_id
    partial = PartialIndex(built_index, [gone])
    left = PassageSearch(partial, embedder).search(query, 100)
    expected = [hit.passage for hit in whole if hit.passage.source_id != gone]
    assert {hit.passage.passage_id for hit in left} == {p.passage_id for p in expected}
    assert partial.source(gone) is None
    assert built_index.source(gone) is not None
    ids = {source.source_id for source in built_index.sources_with_facts()}
    assert {source.source_id for source in partial.sources_with_facts()} == ids - {gone}
    assert partial.manifest.documents == built_index.manifest.documents - 1


def test_outside_sets_are_read_as_questions(tmp_path):
    rows = {
        "medquad/herbs_supplements_questions.dev.jsonl": {"id": "1", "question": "What is X ?"},
        "healthfc/healthfc.dev.jsonl.gz": {"_row": 7, "en_claim": "Can X help?"},
        "supplement_facts/facts.dev.jsonl": {
            "id": "f", "supplement": "vitamin-k2", "target": "bone-density",
        },
    }  # fmt: skip
    for name, row in rows.items():
        path = tmp_path / name
        path.parent.mkdir()
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "wt") as file:
            file.write(json.dumps(row) + "\n")
    assert load_outside(tmp_path) == [
        OutsideQuestion("1", "herbs", "What is X ?"),
        OutsideQuestion("healthfc-7", "health", "Can X help?"),
        OutsideQuestion("f", "facts", "Does vitamin k2 affect bone density?"),
    ]


def test_a_folder_without_the_sets_is_named(tmp_path, capsys):
    assert main(["--outside", str(tmp_path / "none")]) == 2
    assert str(tmp_path / "none") in capsys.readouterr().err
