"""What carries over a conversation: what people said of themselves, and what a follow-up is about."""

from __future__ import annotations

import pytest

from assistant.load import load_vocabulary
from assistant.schema import Turn
from assistant.triage import triage_question
from assistant.understand import Understander
from assistant.understand.talk import told_clauses

MGT = "magnesium L-threonate"


@pytest.fixture(scope="module")
def reader():
    return Understander(load_vocabulary())


def read(reader, *texts):
    *before, now = texts
    history = [Turn(role="user", text=text) for text in before]
    return reader.recall(reader.understand(reader.stand_alone(now, history)), now, history)


def test_a_first_question_is_not_read_to_be_made_stand_alone(monkeypatch, reader):
    monkeypatch.setattr(reader, "understand", None)  # reading is most of the work
    assert reader.stand_alone("and biotin?", []) == "and biotin?"
    assert reader.stand_alone("and it?", [Turn(role="assistant", text="Zinc.")]) == "and it?"


@pytest.mark.parametrize(
    ("texts", "populations", "medicines"),
    [
        (["I'm pregnant. does zinc help colds?", "and biotin?"], {"pregnant"}, set()),
        (["does zinc help colds?", "I'm pregnant by the way", "is it still ok?"], {"pregnant"}, set()),
        (["I take warfarin", "does zinc help colds?", "does biotin help hair?"], {"on_medication"}, {"vitamin K antagonists"}),
        (["I also take tacrolimus", "is zinc safe?"], {"on_medication"}, {"immunosuppressants"}),
        (["I have chronic kidney disease. is creatine ok?", "and magnesium?"], {"kidney_disease"}, set()),
        (["melatonin for my son who is 8?", "is it safe for him?"], {"children"}, set()),
        (["my dad takes warfarin. is fish oil ok?", "and zinc?"], {"on_medication"}, {"vitamin K antagonists"}),
        (["ik ben zwanger", "helpt zink bij verkoudheid?"], {"pregnant"}, set()),
        # Somebody else now, or somebody else before.
        (["I'm pregnant. is zinc ok?", "does zinc help my husband against a cold?"], set(), set()),
        (["my dad takes warfarin. is fish oil ok?", "I sleep badly, does melatonin help me fall asleep?"], set(), set()),
        # Said of nobody, denied, or over.
        (["do probiotics help premature babies?", "does zinc help against a cold at all?"], set(), set()),
        (["I'm not pregnant. does zinc help colds?", "and biotin for my hair?"], set(), set()),
        (["I'm no longer breastfeeding. does zinc help?", "and biotin for my hair?"], set(), set()),
    ],
)  # fmt: skip
def test_what_people_said_of_themselves_counts_later(reader, texts, populations, medicines):
    seen = read(reader, *texts)
    assert (set(seen.populations), set(seen.medicines)) == (populations, medicines)


def test_a_medicine_of_before_is_asked_about_with_each_new_substance(reader):
    seen = read(reader, "I take warfarin", "does fish oil help the heart?")
    assert seen.intents == ("efficacy", "interaction")
    assert seen.medicines_as_typed == ("warfarin",)


def test_a_medicine_of_before_bears_on_no_question_of_money(reader):
    assert read(reader, "I take warfarin", "who paid for the zinc trials?").intents == ("funding",)


def test_what_the_assistant_said_is_nobodys_state(reader):
    history = [Turn(role="assistant", text="I'm sorry, ask a doctor if you take warfarin.")]
    seen = reader.understand("does zinc help colds?")
    assert reader.recall(seen, "does zinc help colds?", history) == seen


def test_whoever_said_it_is_sent_to_a_clinician():
    history = [Turn(role="user", text="I take tacrolimus"), Turn(role="user", text="so?")]
    assert triage_question("does zinc help colds?", history).ask_clinician


@pytest.mark.parametrize(
    ("earlier", "now", "told"),
    [
        ("I'm pregnant. Zinc is cheap.", "and zinc?", ["I'm pregnant"]),
        ("my mum takes pills", "and zinc?", ["my mum takes pills"]),
        ("my mum takes pills", "does zinc help me against my long colds?", []),
        ("I take pills", "is it ok for her?", []),
        ("my mum takes pills", "is it ok for her?", ["my mum takes pills"]),
    ],
)
def test_whom_a_message_tells_of(earlier, now, told):
    assert told_clauses(earlier, now) == told


@pytest.mark.parametrize(
    ("texts", "substances", "outcomes"),
    [
        (["does berberine lower cholesterol?", "and red yeast rice?", "which one is better?"], {"berberine", "red yeast rice (monacolin K)"}, ("blood lipids",)),
        (["does magnesium glycinate help sleep?", "what about threonate"], {MGT}, ("sleep quality (self-reported)",)),
        (["does ginkgo prevent dementia?", "thanks. and what is phosphatidylserine?"], {"phosphatidylserine"}, ()),
        (["does magnesium threonate help anxiety?", "is there a guideline that recommends it?"], {MGT}, ("anxiety",)),
        (["does nutrafol work?", "who did the study?"], {"hair supplements (multi-ingredient)"}, ()),
        (["can iron help tiredness?", "my ferritin is 12", "every day or every other day?"], {"iron"}, ("fatigue",)),
        (["Does vitamin C prevent colds?", "how about for marathon runners"], {"vitamin C"}, ("catching a cold",)),
    ],
)  # fmt: skip
def test_a_follow_up_is_about_what_was_asked_before(reader, texts, substances, outcomes):
    seen = read(reader, *texts)
    assert (set(seen.substances), seen.outcomes) == (substances, outcomes)


@pytest.mark.parametrize(
    ("texts", "outcomes"),
    [
        (["does vitamin C keep you from catching colds?", "OK. What about zinc, to treat one that has already started?"], {"duration of a cold"}),
        (["does vitamin C keep you from catching colds?", "and what about zinc for that then, taken all winter?"], {"catching a cold"}),
        (["does vitamin C help my hair?", "what about zinc for treating a cold?"], {"duration of a cold"}),
    ],
)  # fmt: skip
def test_a_longer_follow_up_with_a_new_substance_keeps_what_was_asked(reader, texts, outcomes):
    assert set(read(reader, *texts).outcomes) == outcomes


@pytest.mark.parametrize(
    "text",
    [
        "was a company involved in those studies?",
        "did the manufacturer pay for the trials?",
        "were these zinc trials industry-backed?",
        "do the authors have ties to the maker?",
    ],
)
def test_who_is_behind_the_studies_just_shown_is_a_question_of_money(reader, text):
    seen = read(reader, "does zinc shorten a cold?", text)
    assert (seen.substances, seen.intents) == (("zinc",), ("funding",))


@pytest.mark.parametrize(
    ("text", "is_dose"),
    [
        ("how much folic acid before the next pregnancy?", True),
        ("how much zinc while I have a cold?", True),
        ("how much does zinc help before a cold?", False),
        ("how much better is zinc with vitamin C?", False),
    ],
)
def test_how_much_of_something_asks_for_a_dose(reader, text, is_dose):
    assert ("dose" in reader.understand(text).intents) == is_dose


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("should I take iron on alternate days?", ("timing",)),
        ("is iron better every other day than daily?", ("timing",)),
        ("does creatine once a day help strength?", ("efficacy",)),
        ("is magnesium citrate better than oxide, taken twice a day?", ("comparison",)),
    ],
)
def test_a_schedule_is_asked_about_where_nothing_else_is(reader, text, intents):
    assert reader.understand(text).intents == intents
