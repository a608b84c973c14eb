"""Phrases of `triage_phrases.yaml`, which were written before the rules that decide on them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assistant.triage import triage_question

PHRASES = yaml.safe_load(Path(__file__).with_name("triage_phrases.yaml").read_text("utf-8"))


@pytest.mark.parametrize("text", PHRASES["urgent"])
def test_an_emergency_is_urgent(text):
    assert triage_question(text).status == "urgent"


@pytest.mark.parametrize("text", PHRASES["benign"])
def test_a_look_alike_is_answered(text):
    assert triage_question(text).status == "answered"
