"""What brings a sentence closer to a question than another one, by the weights learnt."""

from __future__ import annotations

from typing import get_args

import pytest

from assistant.compose.closeness import Near, closeness, learnt_weights, traits
from assistant.retrieve import Fitness
from assistant.schema import Intent, StatementTopic, Understanding
from tests.builders import outcome, statement, study

SLEPT = "Sleep of the volunteers was longer with the powder than with placebo."
GLANDS = "The powder quietened the pineal glands of rats in a dish."
CUPS = "The label of the powder advises two cups of 300 mg a day."
FAINTED = "One volunteer fainted after the powder and was sent home."
FACTS = study(
    "powder",
    outcome("benefit", "sleep", finding=SLEPT),
    harms=FAINTED,
    harms_reported=True,
    statements=(statement("mechanism", GLANDS), statement("dose", CUPS)),
)


def seen(*intents, outcomes=()):
    """What was understood of a question on the powder."""
    return Understanding(
        substances=("powder",), outcomes=outcomes, intents=intents, populations=(), premise=None
    )


def near(text, fit=0.5, **fields):
    """A sentence of the study that meets the question as any other one does."""
    found = {"rarity": 0.0, "passage": 0.0, "is_on_subject": False} | fields
    return Near(FACTS, text, Fitness(fit, fit, fit), **found)


@pytest.mark.parametrize(
    ("question", "intent", "closest"),
    [
        ("does it help me sleep?", "efficacy", SLEPT),
        ("how much of it?", "dose", CUPS),
        ("how does it work?", "mechanism", GLANDS),
        ("is it safe?", "safety", FAINTED),
    ],
)
def test_what_is_asked_for_decides_between_sentences_that_mean_the_same(question, intent, closest):
    others = {CUPS, GLANDS, FAINTED, SLEPT} - {closest}
    asked = seen(intent)
    scores = {
        text: closeness(near(text), asked, question, ()) - closeness(near(text), seen(), "", ())
        for text in {closest, *others}
    }
    assert scores[closest] == max(scores.values()) > 0


@pytest.mark.parametrize(
    "better",
    [{"fit": 0.6}, {"rarity": 12.0}, {"passage": 0.9}, {"is_on_subject": True}],
)
def test_a_sentence_comes_closer_by_its_words_its_document_and_its_subject(better):
    asked = seen("efficacy")
    plain, closer = near(SLEPT), near(SLEPT, **better)
    assert closeness(closer, asked, "sleep?", ()) > closeness(plain, asked, "sleep?", ())


def test_a_result_on_the_outcome_asked_about_comes_closer():
    asked = seen("efficacy", outcomes=("sleep",))
    on_subject = closeness(near(SLEPT), asked, "sleep?", {"sleep"})
    assert on_subject > closeness(near(SLEPT), asked, "sleep?", {"hair loss"})


def test_every_weight_is_of_a_trait_that_sentences_have():
    names = {
        name
        for intent in get_args(Intent)
        for topic in get_args(StatementTopic)
        for kind in ("meta_analysis", "animal")
        for role in ("primary", "secondary")
        for told in (SLEPT, CUPS, FAINTED)
        for name in traits(
            Near(
                study(
                    "all",
                    outcome("harm", "sleep", finding=SLEPT, role=role),
                    kind=kind,
                    harms=FAINTED,
                    harms_reported=True,
                    populations=("older",),
                    statements=(statement(topic, CUPS),),
                ),
                told,
                Fitness(),
                0.0,
                0.0,
                is_on_subject=True,
            ),
            seen(intent).model_copy(update={"populations": ("older",)}),
            "how much?",
            {"sleep"},
        )
    }
    assert set(learnt_weights()) <= names | {"limit"}
