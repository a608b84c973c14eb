"""Questions in other languages, sets of names side by side, and words that mean something else."""

from __future__ import annotations

import pytest

from assistant.load import load_vocabulary
from assistant.triage.rules import LANGUAGES
from assistant.understand import Understander
from assistant.understand.cues import cues, find_populations
from assistant.understand.phrases import plain


@pytest.fixture(scope="module")
def reader():
    return Understander(load_vocabulary())


@pytest.mark.parametrize(
    ("question", "intent", "populations"),
    [
        ("hoeveel magnesium mag ik per dag nemen", "dose", ()),
        ("ik ben zwanger, kan vitamine A kwaad?", "safety", ("pregnant",)),
        ("mag ik sint-janskruid slikken met de pil", "interaction", ("on_medication",)),
        ("Welche Nebenwirkungen hat Kurkuma?", "safety", ()),
        ("Wie viel Zink soll mein Kind nehmen?", "dose", ("children",)),
        ("¿Cuánto ácido fólico antes del embarazo?", "dose", ("pregnant",)),
        ("efectos secundarios de la ashwagandha", "safety", ()),
        ("quelle dose de glycine avant le coucher ?", "dose", ()),
        ("Le magnésium est-il sûr pour une femme enceinte ?", "safety", ("pregnant",)),
    ],
)
def test_a_question_in_another_language(reader, question, intent, populations):
    seen = reader.understand(question)
    assert intent in seen.intents
    assert set(populations) <= set(seen.populations)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_cues_of_the_commonest_intents(language):
    assert {"dose", "safety", "interaction", "efficacy", "comparison"} <= set(
        cues(language).intents
    )
    assert {"pregnant", "children", "kidney_disease"} <= set(cues(language).populations)


def test_a_short_word_of_another_language_is_no_misspelling(reader):
    # "benen" (legs) is one letter off "beven" (to tremble).
    assert reader.understand("helpt magnesium tegen kramp in de benen?").outcomes == (
        "muscle cramps",
    )


@pytest.mark.parametrize(
    ("question", "substances"),
    [
        ("is citrate better absorbed than oxide?", {"magnesium citrate", "magnesium oxide"}),
        ("does the body get more magnesium from citrate than from oxide?", {"magnesium citrate", "magnesium oxide"}),
        ("threonate", {"magnesium L-threonate"}),
        ("L-threonate", {"L-threonate"}),
        ("co q 10 for the heart", {"coenzyme Q10"}),
        ("mag ox", {"magnesium oxide"}),
        ("gelatin for joints", {"gelatin"}),
    ],
)  # fmt: skip
def test_names_as_they_are_typed(reader, question, substances):
    assert set(reader.understand(question).substances) == substances


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("melatonin or valerian for falling asleep", "comparison"),
        ("oral b12 or injections?", "comparison"),
        ("which form of magnesium is best", "comparison"),
        ("is ashwagandha hard on the liver?", "safety"),
        ("is valerian habit forming", "safety"),
        ("which medicines clash with magnesium?", "interaction"),
        ("is there a study on magtein not paid by the manufacturer", "funding"),
        ("what did EFSA say about magnesium L-threonate", "source"),
        ("12 mmol magnesium is how many mg?", "conversion"),
        ("how high did the melatonin doses go in the trials", "dose"),
        ("10,000 mcg biotin, is that a lot?", "dose"),
        ("how does magnesium loosen stools?", "mechanism"),
        ("is NMN a vitamin?", "definition"),
        ("what's magnesium bisglycinate", "definition"),
    ],
)
def test_intents_in_other_words(reader, question, intent):
    assert intent in reader.understand(question).intents


def test_whether_any_of_two_helps_is_no_comparison(reader):
    assert reader.understand("does zinc or iron help memory?").intents == ("efficacy",)


def test_a_medicine_that_brought_the_complaint_on_is_no_interaction(reader):
    seen = reader.understand("does coenzyme Q10 relieve muscle pain from statins?")
    assert (seen.intents, seen.outcomes, seen.medicines) == (
        ("efficacy",),
        ("muscle symptoms",),
        ("statins",),
    )


@pytest.mark.parametrize(
    ("question", "outcomes"),
    [
        ("does vitamin D lower deaths from covid?", ("covid-19",)),
        ("can ashwagandha harm the liver?", ("liver injury",)),
        ("is ashwagandha safe, and does it help sleep?", ("safety", "sleep quality (self-reported)")),
    ],
)  # fmt: skip
def test_harm_and_death_in_general_give_way_to_what_they_are_of(reader, question, outcomes):
    assert reader.understand(question).outcomes == outcomes


@pytest.mark.parametrize(
    ("text", "populations"),
    [
        ("NMN against ageing", ()),
        ("my dad has heart failure", ()),
        ("my dog walker takes it", ()),
        ("since my second baby", ()),
        ("I have two kids", ()),
        ("will creatine hurt my kidneys", ()),
        ("creatine with one kidney", ("kidney_disease",)),
        ("my kidneys are weak", ("kidney_disease",)),
        ("I'm not breastfeeding anymore", ()),
        ("for marathon runners", ("athletes",)),
    ],
)
def test_people_who_are_meant(text, populations):
    assert find_populations(plain(text)) == populations
