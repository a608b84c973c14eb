"""The model grader: quoted only where it agrees with the hand labels, and it never gates."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from inspect_ai.model import Model, ModelOutput, ModelUsage, get_model
from rich.console import Console

from eval.__main__ import read_arguments
from eval.cases import Case
from eval.grader import (
    LIMIT,
    Grading,
    Pair,
    as_json,
    claims_of,
    compare,
    grade,
    print_grading,
    read_pairs,
    read_verdict,
    sample,
)  # fmt: skip
from eval.tasks import Answered

# Inspect hands tenacity a parameter by its old name.
pytestmark = pytest.mark.filterwarnings("ignore:The 'initial' parameter:DeprecationWarning")

LABELS = ("supported", "overclaims", "unsupported")
PAIRS = [
    Pair(f"{label} claim {n}", "A source.", label, "test" if n % 2 else "dev")
    for n in range(10)
    for label in LABELS
]


def answered(case_id: str, texts: list[str], **extra: Any) -> Answered:
    """A case whose answer makes these claims, each cited."""
    case = Case.model_validate(
        {
            "id": case_id, "family": "numbers", "split": "dev", "author": "t", "turns": ["Why?"],
            "expect": {"status": "answered"}, **extra,
        }
    )  # fmt: skip
    claims = [{"text": text, "kind": "finding", "citations": [1]} for text in texts]
    claims += [{"text": "Not known.", "kind": "coverage", "citations": []}]
    citation = {
        "number": 1, "authors": "Doe J", "year": 2020, "design": "rct", "title": "Berries",
        "quote": "Sleep was better.",
    }  # fmt: skip
    return Answered(case, {"claims": claims, "citations": [citation]}, {})


ANSWERED = [
    answered("one", ["supported by it", "overclaims it", "garbled"]),
    answered("two", ["supported again"]),
    answered("waiting", ["supported, later"], waits_for="chat_model"),
]


def mock(says: Callable[[str], str]) -> tuple[Model, list[dict[str, Any]]]:
    """A model that says something of each sentence, and all that it was asked."""
    asked: list[dict[str, Any]] = []

    def answer(messages: Any, *_: Any) -> ModelOutput:
        asked.append(json.loads(messages[-1].text))
        output = ModelOutput.from_content("mockllm/model", says(asked[-1]["sentence"]))
        output.usage = ModelUsage()  # or Inspect fetches a tokenizer to count for the mock
        return output

    return get_model("mockllm/model", custom_outputs=answer, memoize=False), asked


def by_label(sentence: str) -> str:
    word = sentence.split()[0].rstrip(",")
    return json.dumps({"verdict": word}) if word in LABELS else "Well, that depends."


def printed(grading: Any) -> str:
    out = io.StringIO()
    print_grading(grading, Console(file=out, width=200))
    return out.getvalue()


def test_a_good_grader_is_quoted_family_by_family():
    model, asked = mock(by_label)
    grading = grade(ANSWERED, model, pairs=PAIRS)
    assert grading.trust.kappa == grading.trust.accuracy == grading.trust.recall == 1
    assert grading.trust.held_out_kappa == 1
    assert grading.trust.false_alarms == grading.trust.malformed == 0
    # Of the four claims of gating cases one answer is malformed: two of three are supported.
    counts = Counter(verdict for _, verdict in grading.claims)
    assert counts == {"supported": 2, "overclaims": 1, "malformed": 1}
    row = next(line for line in printed(grading).splitlines() if "numbers" in line)
    assert [cell.strip() for cell in row.strip("│ ").split("│")][:3] == ["numbers", "4", "67%"]
    assert [cell.strip() for cell in row.strip("│ ").split("│")][4:] == ["1", "0", "1"]
    assert asked[-1]["passages"] == [
        {"from": "Doe J, 2020, rct, Berries", "text": "Sleep was better."}
    ]


def test_a_grader_that_always_agrees_is_left_out():
    model, asked = mock(lambda sentence: '{"verdict": "supported"}')
    grading = grade(ANSWERED, model, pairs=PAIRS)
    assert grading.trust.kappa == 0
    assert grading.trust.recall == grading.trust.false_alarms == 0
    assert len(asked) == len(PAIRS)  # no claim is sent to a grader that is not trusted
    assert not as_json(grading)["trusted"]
    text = printed(grading)
    assert "disagrees with the hand labels" in text
    assert "numbers" not in text


def test_malformed_output_is_counted_apart():
    model, _ = mock(lambda sentence: "Certainly!")
    trust = grade(ANSWERED, model, pairs=PAIRS).trust
    assert trust.malformed == len(PAIRS)
    assert trust.accuracy == 0
    assert trust.false_alarms == 0  # no verdict is no alarm
    assert not trust.is_enough


def test_one_label_alone_shows_no_agreement():
    pairs = [pair for pair in PAIRS if pair.label == "supported"]
    trust = compare(pairs, ["supported"] * len(pairs))
    assert trust.accuracy == 1
    assert not trust.is_enough
    written = json.dumps(as_json(Grading("m", trust, (), 0)), allow_nan=False)
    assert json.loads(written)["agreement"]["kappa"] is None


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ('{"verdict": "supported"}', "supported"),
        ('"overclaims"', "overclaims"),
        ('```json\n{"verdict": "unsupported"}\n```', "unsupported"),
        ('{"verdict": "contradicted"}', "malformed"),
        ('{"verdict": ["supported"]}', "malformed"),
        ("supported", "malformed"),
        ("[]", "malformed"),
        ("", "malformed"),
    ],
)
def test_read_verdict(text, verdict):
    assert read_verdict(text) == verdict


def test_the_sample_is_capped_and_the_same_in_every_run():
    claims = claims_of([answered(f"c{n}", [f"claim {n}"]) for n in range(50)])
    chosen = sample(claims, 7)
    assert chosen == sample(claims, 7)
    assert len(chosen) == 7
    assert [claims.index(item) for item in chosen] == sorted(claims.index(c) for c in chosen)
    assert set(map(id, sample(claims, 6))) < set(map(id, chosen))  # a larger one keeps the smaller
    assert sample(claims, 0) == []
    model, asked = mock(by_label)
    grading = grade(ANSWERED, model, limit=1, pairs=PAIRS)
    assert len(asked) == len(PAIRS) + 1
    assert (len(grading.claims), grading.of) == (1, 4)


def test_hand_labels_are_whole():
    pairs = read_pairs()
    # 240 pairs, of which 7 understate, for which the grader has no word.
    assert Counter(pair.label for pair in pairs) == {
        "supported": 110, "overclaims": 110, "unsupported": 13,
    }  # fmt: skip
    assert {pair.split for pair in pairs} == {"dev", "test"}


def test_the_grader_is_off_by_default():
    assert read_arguments([]).grader is None
    assert read_arguments([]).grader_limit == LIMIT == 200
