"""What is asked of a substance: outcomes without a name, official sources, timing, the order of asking."""

from __future__ import annotations

import pytest

from assistant.schema import OutcomePart, OutcomeTerm
from assistant.understand import Understander
from assistant.understand.aim import find_aims
from assistant.understand.cues import diseases_had, find_intents, populations_asked_for
from assistant.understand.nearest import VERY_NEAR_AGREED
from assistant.understand.phrases import Match, PhraseMatcher, plain
from tests.builders import VOCABULARY

OUTCOMES = tuple(
    OutcomeTerm(name=name, group=name, label=name) for name in ("migraine", "kidney disease")
)
WIDER = VOCABULARY.model_copy(update={"outcomes": (*VOCABULARY.outcomes, *OUTCOMES)})


@pytest.fixture(scope="module")
def reader():
    return Understander(WIDER)


@pytest.mark.parametrize(
    ("question", "aims"),
    [
        ("Intake of zinc reduces levels of homocysteine.", ("homocysteine",)),
        ("can zinc improve my sense of taste?", ("sense of taste",)),
        ("is a zinc cream good for scars", ("scars",)),
        ("her ferritin is a bit high, does zinc bring that down", ("ferritin",)),
        ("Hilft Zinc gegen einen Bandscheibenvorfall?", ("bandscheibenvorfall",)),
        ("does zinc help bunions or a slipped disc", ("bunions",)),
        ("zinc against measles", ("measles",)),
    ],
)
def test_an_aim_without_a_name_is_unknown_and_no_other_outcome(reader, question, aims):
    seen = reader.understand(question)
    assert (seen.substances, seen.outcomes, seen.unknown_outcomes) == (("zinc",), (), aims)


@pytest.mark.parametrize(
    "question",
    [
        "does zinc work for me",
        "is zinc good for you?",
        "zinc for beginners",
        "is zinc ok for a preemie",
        "what is the evidence for zinc",
        "is zinc bad for healthy adults",
        "does zinc help people with it",
        "zinc",
    ],
)
def test_a_question_without_an_aim_has_no_unknown_outcome(reader, question):
    assert reader.understand(question).unknown_outcomes == ()


def test_a_known_outcome_leaves_no_unknown_one(reader):
    seen = reader.understand("does zinc help migraine and bunions?")
    assert (seen.outcomes, seen.unknown_outcomes) == (("migraine",), ())


def test_an_aim_is_not_looked_for_in_the_words_of_a_name():
    text = "does zinc lower blood pressure"
    assert find_aims(text, [Match("blood pressure", 16, 30, exact=True)]) == []


@pytest.mark.parametrize(
    ("similarity", "outcomes", "unknown"),
    [(VERY_NEAR_AGREED, ("migraine",), ()), (VERY_NEAR_AGREED - 0.01, (), ("sick heads",))],
)
def test_an_aim_stands_for_the_nearest_outcome_only_where_it_is_very_near(
    similarity, outcomes, unknown
):
    reader = Understander(WIDER, lambda text: [("migraine", similarity)])
    seen = reader.understand("does zinc help with sick heads?")
    assert (seen.outcomes, seen.unknown_outcomes) == (outcomes, unknown)


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("take zinc with food or on an empty stomach?", ("timing",)),
        ("zinc morning or night", ("comparison", "timing")),
        ("nehme ich Zink vor dem Essen", ("timing",)),
        ("how much zinc for a cold and does it interact with iron", ("dose", "interaction")),
        ("is zinc safe and does it help", ("safety", "efficacy")),
        ("how fast does zinc work", ("course",)),
        ("does zinc work and how long until it does", ("efficacy", "course")),
        ("how long can i take zinc and at what dose", ("course", "dose")),
        ("what happens when i stop taking zinc", ("course",)),
        ("is zinc safe long term", ("safety", "course")),
        ("does zinc wear off or cause withdrawal", ("course", "safety")),
        ("how long did the trial of zinc last", ()),
        ("does zinc stop how long a cold lasts", ("efficacy",)),
        ("wie lange dauert es, bis ich Zink merke", ("course",)),
        ("does zinc help and is it safe", ("efficacy", "safety")),
        ("intake of zinc was measured", ()),
    ],
)
def test_intents_come_in_the_order_of_asking(text, intents):
    language = "de" if "ich" in text.split() else "en"
    assert find_intents(plain(text), language) == intents


@pytest.mark.parametrize(
    ("text", "had", "populations"),
    [
        ("is zinc safe with kidney disease", ("kidney disease",), ("kidney_disease",)),
        ("does zinc cause kidney disease", (), ()),
        ("is zinc good for kidney disease", (), ()),
    ],
)
def test_a_disease_that_is_had_is_told_from_one_that_is_asked_about(text, had, populations):
    assert (diseases_had(text), populations_asked_for(text)) == (had, populations)


@pytest.mark.parametrize(
    ("question", "outcomes", "intents"),
    [
        ("can I take zinc with kidney disease?", (), ("safety",)),
        ("does zinc cause kidney disease?", ("kidney disease",), ("efficacy",)),
        ("I have kidney disease. Does zinc help it?", ("kidney disease",), ("efficacy",)),
    ],
)
def test_what_people_have_is_asked_about_only_where_it_should_change(
    reader, question, outcomes, intents
):
    seen = reader.understand(question)
    assert (seen.outcomes, seen.intents) == (outcomes, intents)


def test_what_a_question_sets_aside_is_not_asked_about(reader):
    assert reader.understand("what helps migraine other than zinc?").substances == ()
    assert reader.understand("neither zinc nor iron, does biotin help?").substances == ("biotin",)


def test_before_a_pregnancy_nobody_is_pregnant(reader):
    assert reader.understand("should I take zinc before pregnancy?").populations == ()
    assert reader.understand("is zinc safe in pregnancy?").populations == ("pregnant",)


def test_the_evidence_of_what_was_told_is_asked_about():
    vocabulary = WIDER.model_copy(
        update={
            "outcomes": (
                *WIDER.outcomes,
                OutcomeTerm(
                    name="certainty of evidence",
                    group="certainty",
                    label="certainty",
                    synonyms=("how good is the evidence",),
                    is_topic=True,
                ),
            )
        }
    )
    asked = "I have had migraine for years. My doctor named zinc. how good is the evidence"
    assert Understander(vocabulary).understand(asked).outcomes == ("migraine",)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("does zinc prevent migraine deaths", ("migraine",)),
        ("does zinc prevent deaths from migraine", ("migraine",)),
        ("does zinc prevent deaths", ("mortality",)),
        ("do low zinc levels raise the risk of migraine", ("migraine",)),
        ("does zinc raise zinc levels", ("nutrient status",)),
        ("does zinc help migraine and zinc levels", ("migraine", "nutrient status")),
    ],
)
def test_what_only_leads_to_an_outcome_gives_way_to_it(question, left):
    terms = (("mortality", "deaths"), ("nutrient status", "zinc levels"))
    more = tuple(
        OutcomeTerm(name=name, group=name, label=name, synonyms=(typed,)) for name, typed in terms
    )
    vocabulary = WIDER.model_copy(update={"outcomes": (*WIDER.outcomes, *more)})
    assert Understander(vocabulary).understand(question).outcomes == left


def test_what_somebody_has_is_not_asked_about_where_safety_is(reader):
    assert reader.understand("She has migraine. Is zinc safe for her?").outcomes == ()
    assert reader.understand("She has migraine. Does zinc help her?").outcomes == ("migraine",)


def test_things_are_known_in_both_numbers():
    matcher = PhraseMatcher([("pumpkin seed", "seed"), ("nettles", "nettle")], of_things=True)
    assert [m.name for m in matcher.find("pumpkin seeds or nettle")] == ["seed", "nettle"]
    plain_matcher = PhraseMatcher([("hurts", "pain")])
    assert plain_matcher.find("can that hurt me") == []


def test_a_product_is_asked_about_by_what_it_is_made_of(reader):
    seen = reader.understand("Do preparations with pau santo help against migraine?")
    assert seen.unknown == ("pau santo",)


def test_a_medicine_that_is_to_be_stopped_is_no_question_of_the_supplement_over_time(reader):
    stopped = reader.understand("can I stop taking my warfarin and take zinc?")
    assert "course" not in stopped.intents
    assert "course" in reader.understand("what happens when I stop zinc while on warfarin?").intents


HORMONES = OutcomeTerm(
    name="hormone levels",
    group="hormones",
    label="hormone levels",
    synonyms=("hormones",),
    parts=(
        OutcomePart(phrases=("testosterone",), words=("testosterone",)),
        OutcomePart(phrases=("cortisol", "stress hormone"), words=("cortisol",)),
    ),
)
OF_ZINC = VOCABULARY.model_copy(update={"outcomes": (*VOCABULARY.outcomes, HORMONES)})


@pytest.mark.parametrize(
    ("question", "substances", "outcomes", "unknown", "unknown_outcomes"),
    [
        ("does zinc lower the stress hormone?", ("zinc",), ("hormone levels",), (), ()),
        ("does zinc raise testosterone?", ("zinc",), (), (), ("testosterone",)),
        ("does zinc help with hormones?", ("zinc",), ("hormone levels",), (), ()),
        ("which supplement raises testosterone?", (), (), ("testosterone",), ()),
    ],
)
def test_a_part_of_an_outcome_stands_for_it_only_where_it_was_measured(
    question, substances, outcomes, unknown, unknown_outcomes
):
    reader = Understander(OF_ZINC, is_studied=lambda names, outcome, words=(): "cortisol" in words)
    seen = reader.understand(question)
    assert (seen.substances, seen.outcomes) == (substances, outcomes)
    assert (seen.unknown, seen.unknown_outcomes) == (unknown, unknown_outcomes)


def test_what_a_story_denies_is_not_asked_about(reader):
    seen = reader.understand("should I take zinc? I get headaches but no migraine")
    assert "migraine" not in (*seen.outcomes, *seen.conditions)
    assert reader.understand("does zinc not help migraine?").outcomes == ("migraine",)


def test_what_acts_on_a_substance_is_named_though_the_vocabulary_has_no_name_for_it():
    absorbed = OutcomeTerm(
        name="bioavailability", group="bioavailability", label="absorption", synonyms=("absorbed",)
    )
    known = VOCABULARY.model_copy(update={"outcomes": (absorbed,)})
    reader = Understander(known)
    assert reader.understand("does coffee affect how zinc is absorbed?").unknown == ("coffee",)
    assert reader.understand("does iron affect how zinc is absorbed?").unknown == ()
