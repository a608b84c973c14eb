"""What a question wants to know where no cue says so."""

from __future__ import annotations

from typing import get_args

import pytest

from assistant.embed import SentenceTransformerEmbedder
from assistant.schema import Intent
from assistant.understand import Understander
from assistant.understand.guessing import LIKELY, LIKELY_TOO, intent_model, likely_intents
from tests.builders import VOCABULARY

NOTHING = dict.fromkeys(get_args(Intent), 0.0)


@pytest.mark.parametrize(
    ("guessed", "intents"),
    [
        ({"safety": LIKELY}, ["safety"]),
        ({"safety": LIKELY - 0.01}, []),
        ({"safety": 0.9, "dose": LIKELY_TOO}, ["dose", "safety"]),
        ({"safety": 0.9, "dose": LIKELY_TOO - 0.01}, ["safety"]),
        ({"efficacy": 0.9}, []),  # what silence means
        ({"efficacy": 0.9, "safety": 0.7}, ["efficacy", "safety"]),
    ],
)
def test_the_likeliest_intent_is_taken_and_others_only_where_they_are_likelier(guessed, intents):
    assert likely_intents(NOTHING | guessed) == intents


def test_without_a_model_nothing_is_likely():
    assert likely_intents({}) == []


@pytest.mark.parametrize(
    ("question", "intents"),
    [
        ("zinc at home these days", ("source",)),  # no cue
        ("does zinc help my sleep", ("efficacy",)),
        ("who paid for the zinc trials", ("funding",)),
        ("these days at home", ("efficacy",)),  # about nothing here
        ("Zink bei uns zu Hause und auch im Büro", ("efficacy",)),  # the model knows English alone
    ],
)
def test_a_guess_counts_only_where_no_cue_is_found_in_an_english_question(question, intents):
    reader = Understander(VOCABULARY, guess_intents=lambda text: NOTHING | {"source": 0.99})
    assert reader.understand(question).intents == intents


def test_nothing_is_guessed_of_what_a_statement_wants():
    reader = Understander(VOCABULARY, guess_intents=lambda text: NOTHING | {"source": 0.99})
    assert reader.understand_statement("zinc at home these days").intents == ("efficacy",)


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("are there folk who had better leave turmeric alone", "safety"),
        ("who had shares in the magnesium research", "funding"),
        ("iron gets along with coffee?", "interaction"),
        ("a teaspoon of creatine or three", "dose"),
        ("valerian right after supper or later on", "timing"),
    ],
)
def test_the_learnt_model_hears_intents_in_words_of_no_list(question, intent):
    shares = intent_model().probabilities(SentenceTransformerEmbedder().embed_query(question))
    assert max(shares, key=lambda name: shares[name]) == intent
