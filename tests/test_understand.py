"""Reading questions: names, outcomes, intents, people and follow-ups."""

from __future__ import annotations

import pytest

from assistant.schema import Turn
from assistant.understand import PhraseMatcher, Understander
from tests.builders import VOCABULARY

MGT = "magnesium L-threonate"


@pytest.fixture(scope="module")
def reader():
    return Understander(VOCABULARY)


def said(*texts):
    return [Turn(role="user", text=text) for text in texts]


# --- substances ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Does biotin help hair?", ("biotin",)),
        ("Does vitamin B7 help hair?", ("biotin",)),
        ("does VITAMIN H regrow hair", ("biotin",)),
        ("BIOTIN??", ("biotin",)),
        ("Is Magtein any good for memory?", (MGT,)),
        ("is magtein® any good?", (MGT,)),
        ("KSM-66 for stress", ("ashwagandha",)),
        ("KSM66 for stress", ("ashwagandha",)),
        ("withania somnifera for stress", ("ashwagandha",)),
        ("Magnesium Threonate and sleep", (MGT,)),
        ("magnesium l-threonate and sleep", (MGT,)),
        ("magnesium L‑threonate and sleep", (MGT,)),  # a hyphen that doesn't break
        ("magnesium-L-threonate and sleep", (MGT,)),
        ("does MgT work?", (MGT,)),
        ("ferrous sulfate for tiredness", ("iron",)),
        ("CoQ10 and statins", ("coenzyme Q10",)),
        ("coenzyme q10 and statins", ("coenzyme Q10",)),
        ("B12 for memory", ("vitamin B12",)),
        ("zinc's effect on sleep", ("zinc",)),
        ("magnesium or zinc for sleep?", ("magnesium", "zinc")),
        ("what's the weather?", ()),
    ],
)
def test_substances_by_synonym_brand_salt_and_capitals(reader, question, names):
    assert reader.understand(question).substances == names


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("does biotine help hair?", "biotin"),
        ("does bioton help hair?", "biotin"),
        ("magnezium for sleep", "magnesium"),
        ("magnesum for sleep", "magnesium"),
        ("magneisum for sleep", "magnesium"),
        ("magnesium theronate and memory", MGT),
        ("magnesium l-threonat and memory", MGT),
        ("magnesium threonat and memory", MGT),
        ("ashwaganda for stress", "ashwagandha"),
        ("ashwagandah for stress", "ashwagandha"),
        ("creatin for memory", "creatine"),
        ("Magtien for sleep", MGT),
    ],
)
def test_a_slip_of_spelling_is_corrected(reader, question, name):
    assert reader.understand(question).substances == (name,)


@pytest.mark.parametrize(
    ("question", "not_meant"),
    [
        ("is manganese good for sleep?", "magnesium"),
        ("what is my creatinine level for?", "creatine"),
        ("does threonine help memory?", MGT),
        ("does threonine help memory?", "L-threonate"),
        ("does L-threonine help memory?", "L-threonate"),
        ("is glycerine good for skin?", "glycine"),
        ("Manganese", "magnesium"),
        ("CREATININE too high", "creatine"),
        ("does betaine hydrochloride help digestion?", "betaine"),
        ("does Betaine  Hydrochloride help digestion?", "betaine"),
    ],
)
def test_a_word_that_means_another_substance_is_never_corrected(reader, question, not_meant):
    assert not_meant not in reader.understand(question).substances


@pytest.mark.parametrize(
    "question",
    [
        "does line dancing help sleep?",  # zinc, iron
        "what about irony?",
        "is a bikini safe?",
        "do oranges help?",
        "what is caffeination?",
    ],
)
def test_an_english_word_is_no_misspelt_substance(reader, question):
    assert reader.understand(question).substances == ()


def test_the_longest_phrase_wins(reader):
    assert reader.understand("magnesium citrate for sleep").substances == ("magnesium citrate",)
    assert reader.understand(f"{MGT} for sleep").substances == (MGT,)
    assert reader.understand("magnesium and threonate").substances == ("magnesium", "L-threonate")
    both = reader.understand("magnesium threonate or zinc?").substances
    assert both == (MGT, "zinc")
    compared = reader.understand("is magnesium threonate better than magnesium citrate?").substances
    assert compared == (MGT, "magnesium citrate")


def test_a_substance_named_twice_is_one(reader):
    assert reader.understand("magnesium! does magnesium work?").substances == ("magnesium",)


def test_a_short_abbreviation_matches_only_in_capitals(reader):
    assert reader.understand("does TMG help?").substances == ("betaine",)
    assert reader.understand("does tmg help?").substances == ()


def test_matches_say_where_they_stand():
    matcher = PhraseMatcher([("vitamin B7", "biotin")])
    text = "Is vitamin  B7 good?"
    (match,) = matcher.find(text)
    assert (match.name, text[match.start : match.end], match.exact) == (
        "biotin",
        "vitamin  B7",
        True,
    )


# --- outcomes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "outcomes"),
    [
        ("does magnesium help sleep?", ("sleep quality",)),
        ("magnesium for INSOMNIA", ("sleep quality",)),
        ("does biotin regrow hair?", ("hair loss",)),
        ("biotin and balding", ("hair loss",)),
        ("is magnesium good for memory and sleep?", ("memory", "sleep quality")),
        ("does MgT raise brain magnesium?", ("csf magnesium",)),
        ("does ashwagandha cause liver damage?", ("liver injury",)),
        ("zinc for insomnai", ("sleep quality",)),
        ("is magnesium nice?", ()),
    ],
)
def test_outcomes(reader, question, outcomes):
    assert reader.understand(question).outcomes == outcomes


def test_a_substance_inside_an_outcome_is_still_the_outcome(reader):
    # "brain magnesium" is what is measured, and MgT what is taken.
    seen = reader.understand("does MgT raise brain magnesium?")
    assert (seen.substances, seen.outcomes) == ((MGT,), ("csf magnesium",))


# --- intents ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("does magnesium help sleep?", "efficacy"),
        ("magnesium sleep", "efficacy"),
        ("is there any evidence that biotin regrows hair?", "efficacy"),
        ("how much magnesium was used in the trials?", "dose"),
        ("what dosage of zinc did they take?", "dose"),
        ("when should I take magnesium?", "timing"),
        ("is ashwagandha safe?", "safety"),
        ("what are the side effects of zinc?", "safety"),
        ("can ashwagandha harm the liver?", "safety"),
        ("can I take magnesium with antibiotics?", "interaction"),
        ("does zinc interact with antibiotics?", "interaction"),
        ("can I take iron while on levothyroxine?", "interaction"),
        ("how does magnesium L-threonate work in the brain?", "mechanism"),
        ("magnesium citrate vs magnesium L-threonate for sleep", "comparison"),
        ("is magnesium citrate better than magnesium L-threonate?", "comparison"),
        ("who paid for the magnesium trials?", "funding"),
        ("was the study industry-funded?", "funding"),
        ("what does the shop say about magnesium?", "source"),
        ("who says that Magtein regrows hair?", "source"),
        ("what is magnesium L-threonate?", "definition"),
        ("What's ashwagandha?", "definition"),
        ("how much elemental magnesium is in 2,000 mg of magnesium L-threonate?", "conversion"),
        ("which studies are there on biotin?", "list"),
    ],
)
def test_intents(reader, question, intent):
    assert intent in reader.understand(question).intents


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("does magnesium help sleep?", "safety"),
        ("does magnesium help sleep?", "dose"),
        ("is ashwagandha safe?", "efficacy"),
        ("who paid for the magnesium trials?", "efficacy"),
        ("what is magnesium L-threonate?", "efficacy"),
        ("what are the side effects of zinc?", "definition"),
        ("what is the dose of zinc?", "definition"),
    ],
)
def test_an_intent_that_was_not_asked(reader, question, intent):
    assert intent not in reader.understand(question).intents


# --- people ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "populations"),
    [
        ("does magnesium help sleep in older people?", ("older",)),
        ("magnesium for the elderly", ("older",)),
        ("magnesium for my 75-year-old mother", ("older",)),
        ("is zinc safe for a 75-year-old?", ("older",)),
        ("is melatonin safe for children?", ("children",)),
        ("zinc for my 6-year-old", ("children",)),
        ("zinc in children aged 5 to 12", ("children",)),
        ("is zinc safe in pregnancy?", ("pregnant",)),
        ("iron while breastfeeding", ("breastfeeding",)),
        ("magnesium with kidney disease", ("kidney_disease",)),
        ("iron for people on warfarin", ("on_medication",)),
        ("magnesium in rats", ("animals",)),
        ("is over 75 mg of zinc too much?", ()),
        ("does magnesium help sleep?", ()),
    ],
)
def test_who_it_is_for(reader, question, populations):
    assert reader.understand(question).populations == populations


# --- follow-ups ------------------------------------------------------------------------------


def test_a_question_without_a_history_stays_as_it_is(reader):
    assert reader.stand_alone("does it help sleep?", []) == "does it help sleep?"


def test_a_whole_question_stays_as_it_is(reader):
    asked = "does zinc help memory?"
    assert reader.stand_alone(asked, said("does biotin help hair?")) == asked


@pytest.mark.parametrize(
    ("history", "question", "substances", "outcomes"),
    [
        (["does zinc help hair?"], "and biotin?", ("biotin",), ("hair loss",)),
        (["does zinc help hair?"], "What about biotin?", ("biotin",), ("hair loss",)),
        ([f"does {MGT} regrow hair?"], "does it help sleep?", (MGT,), ("sleep quality",)),
        ([f"does {MGT} regrow hair?"], "and sleep?", (MGT,), ("sleep quality",)),
        (["does Magtein regrow hair?"], "Does it help sleep?", (MGT,), ("sleep quality",)),
        (
            ["does magnesium help sleep?"],
            "what about in older people?",
            ("magnesium",),
            ("sleep quality",),
        ),
        (["does magnesium help sleep?"], "and in children?", ("magnesium",), ("sleep quality",)),
        (["does magnesium help sleep?"], "is it safe?", ("magnesium",), None),
        (
            ["does zinc help hair?", "and biotin?"],
            "does it help sleep?",
            ("biotin",),
            ("sleep quality",),
        ),
        (["does zinc help hair?", "thanks!"], "and biotin?", ("biotin",), ("hair loss",)),
        (["does biotin help hair?", "does zinc help memory?"], "and iron?", ("iron",), ("memory",)),
    ],
)
def test_a_follow_up_stands_alone(reader, history, question, substances, outcomes):
    seen = reader.understand(reader.stand_alone(question, said(*history)))
    assert seen.substances == substances
    if outcomes is not None:
        assert seen.outcomes == outcomes


def test_a_follow_up_on_other_people_keeps_them(reader):
    alone = reader.stand_alone("what about in older people?", said("does magnesium help sleep?"))
    assert reader.understand(alone).populations == ("older",)


def test_the_assistants_words_name_no_substance(reader):
    history = [
        *said("does biotin help hair?"),
        Turn(role="assistant", text="Not known. Zinc and iron were tested."),
    ]
    alone = reader.stand_alone("does it help sleep?", history)
    assert reader.understand(alone).substances == ("biotin",)


@pytest.mark.parametrize(
    "question", ["Who won the World Cup in 2018?", "What is the capital of France?"]
)
def test_a_question_on_something_else_does_not_inherit_the_substance(reader, question):
    alone = reader.stand_alone(question, said("does magnesium help sleep?"))
    assert reader.understand(alone).substances == ()
