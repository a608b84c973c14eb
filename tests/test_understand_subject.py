"""What a question names and the vocabulary does not."""

from __future__ import annotations

import pytest

from assistant.schema import OutcomeTerm
from assistant.understand import Understander
from tests.builders import VOCABULARY

OUTCOMES = tuple(
    OutcomeTerm(name=name, group=name, label=name)
    for name in ("stress", "migraine", "depression", "cancer", "osteoarthritis", "memory")
)
WIDER = VOCABULARY.model_copy(update={"outcomes": (*VOCABULARY.outcomes, *OUTCOMES)})


@pytest.fixture(scope="module")
def reader():
    return Understander(WIDER)


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("rose root against stress", "rose root"),
        ("arnica ointment for osteoarthritis?", "arnica ointment"),
        ("hi, is acupuncture any good against migraine", "acupuncture"),
        ("does organic food prevent cancer?", "organic food"),
        ("fasting for depression", "fasting"),
        ("Are VEGF injections effective against cancer?", "vegf injections"),
        ("how effective is hypnosis for migraine", "hypnosis"),
        ("what do studies say about forest bathing and stress", "forest bathing"),
        ("side effects of bladderwrack", "bladderwrack"),
        ("interactions of cascara with other medicines", "cascara"),
        ("what is cascara?", "cascara"),
        ("can I take cascara tea every day?", "cascara tea"),
        ("is black tea healthy?", "black tea"),
        ("will a new mattress help my migraine", "new mattress"),
        ("willow bark dosage", "willow bark"),
    ],
)  # fmt: skip
def test_a_name_outside_the_vocabulary_is_seen(reader, question, subject):
    assert reader.understand(question).unknown == (subject,)


@pytest.mark.parametrize(
    "question",
    [
        "does zinc help migraine?",
        "which supplement helps against migraine?",
        "is there anything for stress?",
        "what helps against depression",
        "best pill for memory",
        "does stress cause migraine?",
        "does it help with migraine?",
        "what is the capital of Mongolia",
        "are electric cars worth it",
        "how tall is the Eiffel tower",
        "does god exist",
        "hello",
        "",
    ],
)
def test_no_name_is_seen_where_one_is_known_or_none_is_asked_about(reader, question):
    assert reader.understand(question).unknown == ()


def test_it_stays_inside_the_program(reader):
    assert "unknown" not in reader.understand("rose root against stress").model_dump()
