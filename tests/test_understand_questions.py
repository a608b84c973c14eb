"""Reading questions as people type them: stories, guesses by meaning, medicines, follow-ups."""

from __future__ import annotations

import pytest

from assistant.load import Vocabulary
from assistant.schema import Medicine, OutcomeTerm, Turn
from assistant.understand import Understander
from assistant.understand.clauses import find_asked, split_clauses
from assistant.understand.cues import find_intents, find_populations
from assistant.understand.nearest import NEAR_AGREED, VERY_NEAR
from assistant.understand.phrases import PhraseMatcher, plain
from tests.builders import VOCABULARY

WIDER = Vocabulary(
    substances=VOCABULARY.substances,
    outcomes=(
        *VOCABULARY.outcomes,
        OutcomeTerm(
            name="blood glucose",
            group="metabolism",
            label="blood sugar",
            synonyms=("insulin resistance", "diabetes"),
        ),
        OutcomeTerm(name="blood lipids", group="lipids", label="cholesterol"),
        OutcomeTerm(name="fatigue", group="energy", label="tiredness", synonyms=("tired",)),
        OutcomeTerm(
            name="catching colds",
            group="infection",
            label="catching a cold",
            synonyms=("cold",),
            is_prevention=True,
        ),
        OutcomeTerm(
            name="length of colds",
            group="infection course",
            label="how long a cold lasts",
            synonyms=("cold",),
        ),
    ),
    medicines=(
        Medicine(
            name="statins",
            members=("statin", "statins", "atorvastatin", "Lipitor"),
            words=("statin",),
            treats=("blood lipids",),
        ),
        Medicine(
            name="glucose-lowering medicines",
            members=("insulin", "metformin"),
            words=("insulin",),
            treats=("blood glucose",),
        ),
        Medicine(name="thyroid hormone", members=("levothyroxine",), words=("thyrox",)),
    ),
)
MGT = "magnesium L-threonate"


@pytest.fixture(scope="module")
def reader():
    return Understander(WIDER)


def said(*texts):
    return [Turn(role="user", text=text) for text in texts]


# --- clauses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Does zinc help?", [("Does zinc help?", True)]),
        ("I sleep badly. Would zinc help?", [("I sleep badly", False), ("Would zinc help?", True)]),
        ("Would zinc help? I sleep badly.", [("Would zinc help?", True), ("I sleep badly", False)]),
        ("I sleep badly - does zinc help", [("I sleep badly", False), ("does zinc help", True)]),
        ("I sleep badly\nmy hair falls out\nany use of zinc", [("I sleep badly", False), ("my hair falls out", False), ("any use of zinc", True)]),
        ("I sleep badly, so would zinc help", [("I sleep badly", False), ("would zinc help", True)]),
        ("I was told so. But is it true?", [("I was told so", False), ("is it true?", True)]),
        ("zinc helps me but iron never did", [("zinc helps me", False), ("iron never did", False)]),
        ("So what?", [("So what?", True)]),
        ("It was 2.5 mg. Fine?", [("It was 2.5 mg", False), ("Fine?", True)]),
        ("please can you say if zinc helps", [("please can you say if zinc helps", True)]),
        ("zinc for sleep", [("zinc for sleep", False)]),
        ("area is large", [("area is large", False)]),
        ("well-known is zinc", [("well-known is zinc", False)]),
        (" \n ", []),
    ],
)  # fmt: skip
def test_a_message_is_cut_into_clauses_that_ask_and_that_tell(text, clauses):
    found = split_clauses(text)
    assert [(text[c.start : c.end].strip(), c.asks) for c in found] == clauses


OUTCOMES = PhraseMatcher((phrase, item.name) for item in WIDER.outcomes for phrase in item.phrases)
SUBSTANCES = PhraseMatcher((p, item.name) for item in WIDER.substances for p in item.phrases)


@pytest.mark.parametrize(
    ("text", "outcomes", "others", "silent"),
    [
        # The clause that asks, and the story before it.
        ("I'm tired. Does zinc help my hair?", ["hair loss"], ["fatigue"], []),
        ("I'm tired - does zinc help my hair", ["hair loss"], ["fatigue"], []),
        ("Does zinc help my hair? I'm tired too.", ["hair loss"], ["fatigue"], []),
        # A clause that names a substance counts as well as one that asks.
        ("I take zinc for my hair. I'm tired. Any good?", ["hair loss", "fatigue"], [], ["Any good?"]),
        ("I take zinc for my hair. I'm tired.", ["hair loss"], ["fatigue"], []),
        # A question that names no outcome asks about all of them.
        ("I'm tired and my memory is bad. Would zinc help?", ["fatigue", "memory"], [], ["Would zinc help?"]),
        # What is ruled out isn't asked about, unless there is nothing else.
        ("Does zinc help hair, not tiredness?", ["hair loss"], ["fatigue"], []),
        ("Does zinc help memory rather than my hair?", ["memory"], ["hair loss"], []),
        ("zinc for memory, nothing to do with sleep", ["memory"], ["sleep quality"], []),
        ("zinc, not for sleep", ["sleep quality"], [], []),
        # Nothing named at all.
        ("Does zinc help my nails?", [], [], ["Does zinc help my nails?"]),
        ("I'm tired.", [], ["fatigue"], []),
    ],
)  # fmt: skip
def test_what_is_asked_is_parted_from_the_story(text, outcomes, others, silent):
    asked = find_asked(text, OUTCOMES.find(text), SUBSTANCES.find(text))
    assert [m.name for m in asked.outcomes] == outcomes
    assert [m.name for m in asked.others] == others
    assert [clause.strip() for clause in asked.silent] == silent


@pytest.mark.parametrize(
    ("question", "outcomes", "conditions"),
    [
        ("I'm tired. Does zinc help my hair?", ("hair loss",), ("fatigue",)),
        ("I'm tired. Would zinc help?", ("fatigue",), ()),
        ("Does zinc help hair, not tiredness?", ("hair loss",), ("fatigue",)),
        ("does zinc help, not tiredness?", ("fatigue",), ()),
        ("I'm tired. zinc.", ("fatigue",), ()),
    ],
)
def test_the_story_is_kept_as_the_condition_it_tells_of(reader, question, outcomes, conditions):
    seen = reader.understand(question)
    assert (seen.outcomes, seen.conditions) == (outcomes, conditions)


@pytest.mark.parametrize(
    ("question", "substances"),
    [
        ("zinc rather than biotin for hair", ("zinc",)),
        ("zinc for hair, not biotin", ("zinc",)),
        ("hair growth without biotin", ("biotin",)),  # nothing else is named
    ],
)
def test_a_substance_that_is_ruled_out_is_not_asked_about(reader, question, substances):
    assert reader.understand(question).substances == substances


@pytest.mark.parametrize(
    ("question", "outcomes"),
    [
        ("does zinc help with a cold?", ("catching colds", "length of colds")),
        ("does zinc cure a cold?", ("length of colds",)),
        ("I already have a cold, does zinc help?", ("length of colds",)),
        ("does zinc get rid of a cold faster?", ("length of colds",)),
    ],
)
def test_who_has_a_condition_does_not_ask_about_getting_it(reader, question, outcomes):
    assert set(reader.understand(question).outcomes) == set(outcomes)


# --- people and intents ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "populations"),
    [
        ("zinc for my 3yo", ("children",)),
        ("zinc for a 3 y/o", ("children",)),
        ("she's 7 yrs old", ("children",)),
        ("a 17-year-old", ("children",)),
        ("an 18-year-old", ()),
        ("zinc for teens", ("children",)),
        ("for my little one", ("children",)),
        ("anxious since my teens", ()),
        ("is it ok for my baby", ("children",)),
        ("we want a baby next year", ()),
        ("trying for a second baby", ()),
        ("it's our first baby", ()),
        ("born at 30 weeks", ("preterm_infants",)),
        ("im 68", ("older",)),
        ("I'm 68 and tired", ("older",)),
        ("turned 70 in may", ("older",)),
        ("my dad is 81", ("older",)),
        ("I'm 64", ()),
        ("im 80 mg down", ()),
        ("I am taking 70 mg a day", ()),
        ("for my mum", ("older",)),
        ("over 65", ("older",)),
        ("over 65 mg", ()),
        ("I am pregnant", ("pregnant",)),
        ("trying to get pregnant", ()),
        ("in my second trimester", ("pregnant",)),
        ("while nursing my daughter", ("children", "breastfeeding")),
        ("my egfr is low", ("kidney_disease",)),
        ("weak kidneys", ("kidney_disease",)),
        ("a fatty liver", ("liver_disease",)),
        ("on my meds", ("on_medication",)),
        ("before my op", ("surgery",)),
        ("for my dog", ("animals",)),
        ("a charley horse", ()),
    ],
)
def test_people_as_they_are_typed(text, populations):
    assert find_populations(plain(text)) == populations


@pytest.mark.parametrize("text", ["he's 66", "she's 81 now"])
def test_the_age_of_somebody_else(text):
    assert find_populations(plain(text)) == ("older",)


def test_a_weight_is_no_age():
    assert find_populations(plain("im 68 kg")) == ()


def test_a_teenager_of_ones_own_is_a_child():
    assert find_populations(plain("is zinc ok for my teen")) == ("children",)


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("is that 144 mg of magnesium?", ("conversion",)),
        ("how much elemental zinc is in this?", ("conversion",)),
        ("can I split my tablets", ("dose",)),
        ("how much is enough?", ("dose",)),
        ("does it mess with my pill", ("interaction",)),
        ("can I take zinc alongside coffee", ("interaction",)),
        ("any downsides?", ("safety",)),
        ("should I watch out for anything?", ("safety",)),
        ("zinc and the risk of stroke", ()),
        ("who is behind the zinc study?", ("source", "funding")),
        ("the patent says so", ("source",)),
        ("how is it supposed to work", ("mechanism", "efficacy")),
        ("can I swap my statin for it", ("comparison",)),
        ("zinc vs iron", ("comparison",)),
        ("zinc vs placebo", ()),
        ("does it do anything?", ("efficacy",)),
        ("is it worth a shot", ("efficacy",)),
        ("side effects of zinc", ("safety",)),
        ("effects of zinc", ("efficacy",)),
        ("so what is zinc?", ("definition",)),
        ("any studies on zinc?", ("list",)),
        ("zinc", ()),
    ],
)
def test_cues_of_intent(text, intents):
    assert find_intents(plain(text)) == intents


def test_natures_remedy_is_a_comparison():
    assert find_intents(plain("is zinc nature's antibiotic")) == ("comparison",)


def test_against_a_placebo_is_no_comparison_of_two_remedies():
    assert "comparison" not in find_intents(plain("zinc compared to placebo"))


@pytest.mark.parametrize(
    ("question", "intents"),
    [
        ("zinc for my 3yo", ("safety",)),
        ("zinc pregnant", ("safety",)),
        ("zinc while breastfeeding", ("safety",)),
        ("zinc with kidney disease", ("safety",)),
        ("zinc with cirrhosis", ("safety",)),
        ("zinc for preemies", ("safety",)),
        ("zinc for the elderly", ("efficacy",)),
        ("zinc for my dog", ("efficacy",)),
        ("does zinc work for my 3yo", ("efficacy",)),
        ("zinc for the sleep of my 3yo", ("efficacy",)),  # the outcome says what is asked
        ("what dose of zinc for my 3yo", ("dose",)),
    ],
)
def test_people_at_risk_without_a_cue_ask_for_safety(reader, question, intents):
    assert reader.understand(question).intents == intents


# --- medicines -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "medicines", "as_typed"),
    [
        ("can I take zinc with Lipitor?", ("statins",), ("lipitor",)),
        ("zinc with LIPITOR and a statin", ("statins",), ("lipitor", "statin")),
        ("zinc with atorvastatn", ("statins",), ("atorvastatn",)),
        ("zinc, insulin, levothyroxine?", ("glucose-lowering medicines", "thyroid hormone"), ("insulin", "levothyroxine")),
        ("does zinc help?", (), ()),
    ],
)  # fmt: skip
def test_a_medicine_is_its_class_and_what_was_typed(reader, question, medicines, as_typed):
    seen = reader.understand(question)
    assert (seen.medicines, seen.medicines_as_typed) == (medicines, as_typed)
    assert ("interaction" in seen.intents) is bool(medicines)
    assert ("on_medication" in seen.populations) is bool(medicines)


@pytest.mark.parametrize(
    ("question", "outcomes", "medicines"),
    [
        ("does zinc help insulin resistance?", ("blood glucose",), ()),
        ("zinc with insulin for hair", ("hair loss",), ("glucose-lowering medicines",)),
        (
            "zinc with insulin against insulin resistance",
            ("blood glucose",),
            ("glucose-lowering medicines",),
        ),
    ],
)
def test_insulin_resistance_is_an_outcome_and_insulin_a_medicine(
    reader, question, outcomes, medicines
):
    seen = reader.understand(question)
    assert (seen.outcomes, seen.medicines) == (outcomes, medicines)


@pytest.mark.parametrize(
    ("question", "outcomes"),
    [
        ("is zinc as good as a statin?", ("blood lipids",)),
        ("zinc instead of metformin", ("blood glucose",)),
        ("is zinc = metformin?", ("blood glucose",)),
        ("zinc vs metformin and Lipitor", ("blood glucose", "blood lipids")),
        ("zinc vs atorvastatin for sleep", ("sleep quality",)),
        ("zinc vs levothyroxine", ()),
        ("zinc with a statin", ()),  # not compared
    ],
)
def test_a_comparison_with_a_medicine_is_about_what_it_treats(reader, question, outcomes):
    assert reader.understand(question).outcomes == outcomes


def test_who_compares_with_a_medicine_does_not_take_it(reader):
    seen = reader.understand("is zinc as good as a statin?")
    assert "comparison" in seen.intents
    assert "interaction" not in seen.intents
    assert seen.populations == ()


# --- by meaning ------------------------------------------------------------------------------


class Nearest:
    """A search by meaning that knows one answer and remembers what it was asked."""

    def __init__(self, phrase="insomnia", score=0.9):
        self.answer = (phrase, score)
        self.asked = []

    def __call__(self, text):
        self.asked.append(" ".join(text.split()))
        return [self.answer]


@pytest.mark.parametrize(
    ("score", "is_studied", "outcomes"),
    [
        (NEAR_AGREED, True, ("sleep quality",)),
        (NEAR_AGREED - 0.01, True, ()),
        (VERY_NEAR, False, ("sleep quality",)),
        (VERY_NEAR - 0.01, False, ()),  # a wrong guess would deny what is there
    ],
)
def test_an_unknown_wording_takes_the_nearest_term(score, is_studied, outcomes):
    reader = Understander(WIDER, Nearest(score=score), lambda substances, outcome: is_studied)
    assert reader.understand("does zinc help me nod off?").outcomes == outcomes


def test_the_search_by_meaning_sees_the_clause_without_its_names():
    nearest = Nearest()
    reader = Understander(WIDER, nearest)
    reader.understand("I lie awake. Does zinc with a statin help me nod off?")
    assert nearest.asked == ["Does with a help me nod off?"]


def test_whether_it_is_studied_is_asked_of_what_is_named():
    asked = []
    reader = Understander(WIDER, Nearest(), lambda *query: asked.append(query) or True)
    reader.understand("does zinc or iron help me nod off?")
    assert asked == [({"zinc", "iron"}, "sleep quality")]


@pytest.mark.parametrize(
    "question",
    [
        "does zinc help me sleep?",  # the outcome is named
        "what helps me nod off?",  # no substance
        "what dose of zinc to nod off?",  # asks something else
        "who paid for the zinc trials?",
    ],
)
def test_nothing_is_guessed_where_it_is_not_needed(question):
    nearest = Nearest(phrase="memory")
    Understander(WIDER, nearest).understand(question)
    assert nearest.asked == []


@pytest.mark.parametrize(
    "question", ["what about zinc?", "is zinc safe?", "what did the trial of zinc say?"]
)
def test_words_that_say_no_aim_are_not_looked_up(question):
    nearest = Nearest(phrase="memory")
    assert Understander(WIDER, nearest).understand(question).outcomes == ()
    assert nearest.asked == []


def test_a_second_clause_is_guessed_beside_the_first_that_is_known():
    nearest = Nearest(phrase="memory")
    seen = Understander(WIDER, nearest).understand(
        "Does zinc help me sleep? And does it help me at quizzes?"
    )
    assert nearest.asked == ["And does it help me at quizzes?"]
    assert seen.outcomes == ("sleep quality", "memory")


def test_at_most_two_clauses_are_guessed():
    nearest = Nearest()
    Understander(WIDER, nearest).understand(
        "Does zinc help me nod off? Does it help at quizzes? Does it help with chess?"
    )
    assert nearest.asked == ["Does help me nod off?", "quizzes"]


def test_where_the_clause_gives_nothing_the_whole_question_is_tried():
    class Late(Nearest):
        def __call__(self, text):
            super().__call__(text)
            return [self.answer] if "lie awake. Would" in text else []

    nearest = Late()
    seen = Understander(WIDER, nearest).understand("I lie awake. Would zinc help?")
    assert nearest.asked == ["I lie awake", "I lie awake. Would help?"]
    assert seen.outcomes == ("sleep quality",)


def test_where_the_question_names_no_outcome_the_story_says_what_for():
    class OfTheStory(Nearest):
        def __call__(self, text):
            super().__call__(text)
            return [self.answer] if text == "lie awake" else []

    nearest = OfTheStory()
    seen = Understander(WIDER, nearest).understand("Two dogs here and lie awake. Would zinc help?")
    assert nearest.asked == ["Two here", "lie awake"]
    assert seen.outcomes == ("sleep quality",)


def test_a_condition_that_tells_whom_is_no_outcome_beside_one_that_is():
    reader = Understander(WIDER)
    seen = reader.understand("does zinc help memory in people with poor sleep quality?")
    assert (seen.outcomes, seen.conditions) == (("memory",), ())
    assert reader.understand("zinc for people with poor sleep quality?").outcomes == (
        "sleep quality",
    )


def test_what_the_story_names_is_asked_about_rather_than_guessed():
    nearest = Nearest(phrase="memory", score=0.2)
    seen = Understander(WIDER, nearest).understand("I'm tired. Would zinc help?")
    assert seen.outcomes == ("fatigue",)


# --- follow-ups ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "question", "substances", "outcomes"),
    [
        # The substances of before come back beside the new one, or for the pronoun.
        (["does zinc help sleep?"], "can I take it together with iron?", {"zinc", "iron"}, ()),
        (["does zinc help sleep?", "and iron?"], "do they help memory when combined?", {"zinc", "iron"}, ("memory",)),
        (["does zinc help sleep?", "and iron?"], "which of those two is better for memory?", {"zinc", "iron"}, ("memory",)),
        (["does zinc help sleep?", "and iron?"], "does either of them help memory?", {"zinc", "iron"}, ("memory",)),
        # Only the last two of them.
        (["does zinc help sleep?", "and iron?", "and biotin?"], "do both of them help memory?", {"iron", "biotin"}, ("memory",)),
        # Without such a word the last one alone.
        (["does zinc help sleep?", "and iron?"], "does it help memory?", {"iron"}, ("memory",)),
        # What the message names itself isn't added again.
        (["does zinc help sleep?"], "is it safe to take both zinc and iron?", {"zinc", "iron"}, ()),
    ],
)  # fmt: skip
def test_together_brings_back_what_was_named_before(
    reader, history, question, substances, outcomes
):
    seen = reader.understand(reader.stand_alone(question, said(*history)))
    assert set(seen.substances) == substances
    assert seen.outcomes == outcomes


@pytest.mark.parametrize("question", ["can I take both together?", "both?"])
def test_both_alone_brings_back_what_was_named_before(reader, question):
    alone = reader.stand_alone(question, said("does zinc help sleep?", "and iron?"))
    assert set(reader.understand(alone).substances) == {"zinc", "iron"}


@pytest.mark.parametrize(
    ("question", "substances", "outcomes"),
    [
        ("sorry, i meant the magnesium threonate that my neighbour takes", (MGT,), ("sleep quality",)),
        ("I mean the magnesium threonate that my neighbour has got at home", (MGT,), ("sleep quality",)),
        ("that was a typo and should have been biotin all along", ("biotin",), ("sleep quality",)),
        ("no, wrong one: biotin", ("biotin",), ("sleep quality",)),
        # As long a message that takes nothing back is a question of its own.
        ("my neighbour takes the magnesium threonate every single evening", (MGT,), ()),
        # A correction that names an outcome keeps its own.
        ("sorry, i meant biotin for the hair of my neighbour", ("biotin",), ("hair loss",)),
    ],
)  # fmt: skip
def test_a_correction_keeps_the_question(reader, question, substances, outcomes):
    alone = reader.stand_alone(question, said("does magnesium citrate help sleep?"))
    seen = reader.understand(alone)
    assert (seen.substances, seen.outcomes) == (substances, outcomes)


def test_a_follow_up_on_harm_leaves_the_outcome_behind(reader):
    alone = reader.stand_alone("is it safe?", said("does zinc help hair?"))
    seen = reader.understand(alone)
    assert (seen.substances, seen.outcomes, seen.intents) == (("zinc",), (), ("safety",))
