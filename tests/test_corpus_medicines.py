"""Every medicine that the shipped documents speak of goes by a class of the vocabulary."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.compose.medicines import IN_GENERAL, asked_medicines, names_drug
from assistant.load import load_sources, load_vocabulary
from assistant.schema import Abstract, Understanding
from tests.builders import make_catalog

ON_TAKING = {"interaction", "safety", "advice", "timing"}
CLASS_ENDING = re.compile(
    r"\b[\w-]*(?:statin|sartan|olol|azole|mycin|cillin|floxacin|cycline|mab|tinib|gliptin|gliflozin|oxetine|triptan|"
    r"dronate|bisphosphonate|prazole|depressant|convulsant|coagulant|platelet|hypertensive|biotic|diuretic)s?\b",
    re.I,
)
"""How the names of medicines end that belong to a class."""
NO_MEDICINE = {"probiotic", "probiotics", "central nervous system depressant"}
CORPUS = Path(__file__).parent.parent / "corpus"
MEDICINES = load_vocabulary().medicines


def sentences():
    """What documents say of taking a substance beside medicines."""
    for source in load_sources([CORPUS / "abstracts"]).sources:
        if isinstance(source.facts, Abstract):
            for said in source.facts.statements:
                if said.topic in ON_TAKING:
                    yield said.text
            yield from (o.finding for o in source.facts.outcomes if o.group == "interactions")


def test_every_class_that_a_document_names_is_found_by_the_words_of_the_vocabulary():
    unknown = {
        match.group().lower()
        for text in sentences()
        for match in CLASS_ENDING.finditer(text)
        if match.group().lower() not in NO_MEDICINE
        and not any(
            names_drug(match.group(), (*item.words, *item.generics))
            for item in MEDICINES
            if item.name != IN_GENERAL
        )
    }
    assert unknown == set()


@pytest.mark.parametrize("item", MEDICINES, ids=lambda item: item.name)
def test_a_brand_or_generic_is_looked_for_by_the_words_of_its_class(item):
    typed = [*(name.lower() for name in item.generics), *(name.lower() for name in item.brands)]
    for name in typed:
        seen = Understanding(medicines=(item.name,), medicines_as_typed=(name,))
        (asked,) = asked_medicines(make_catalog(), seen)
        assert set(item.words) <= set(asked.words)
