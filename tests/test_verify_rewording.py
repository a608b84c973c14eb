"""How far a sentence in other words may go from its passage, and that nothing else is let through."""

from __future__ import annotations

import re

import pytest

from assistant.verify.rewording import departure

GOOD = "In 100 adults, sleep was better with magnesium L-threonate than with placebo over 8 weeks (p = 0.03)."
NULL = "In 80 adults, no difference in sleep quality was found between magnesium L-threonate and placebo."
HARM = "In 100 adults, nausea was more frequent with magnesium L-threonate than with placebo."
MIXED = "In 90 adults, memory was better with magnesium L-threonate and zinc than with placebo."
RATIO = "In 24 pooled trials, colds were not usefully rarer with vitamin C than with placebo (risk ratio 0.97, 95% CI 0.94 to 1.00)."
SHOP = "The shop says that, as animal studies show, zinc can protect nerves."


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        (GOOD, GOOD),
        ("In 100 adults, sleep was better with magnesium L-threonate than with placebo over 8 weeks.", GOOD),
        ("Sleep was better with magnesium L-threonate than with placebo over 8 weeks, in 100 adults.", GOOD),
        ("No difference in sleep quality was found between magnesium L-threonate and placebo, in 80 adults.", NULL),
        ("The men took 5 mg daily.", "The men took 5 mg a day."),
        ("The ring (Oura) saw nothing.", "The ring (Oura) saw nothing."),
        ("Sleep was better with magnesium L-threonate compared to placebo over eight weeks in 100 adults.", GOOD),
        ("Over 8 weeks, sleep was better with magnesium L-threonate than with placebo, in 100 adults.",
         "Sleep was better with magnesium L-threonate than with placebo over 8 weeks, in 100 adults."),
        ("In 80 adults, sleep quality did not differ between magnesium L-threonate and placebo.", NULL),
        ("In 80 adults, there was no difference between magnesium L-threonate and placebo in sleep quality.", NULL),
        ("In 100 adults, nausea was more common with magnesium L-threonate than placebo.", HARM),
        ("In 24 pooled trials, colds were not usefully rarer with vitamin C than with placebo.", RATIO),
        ("The shop states that, as animal studies show, zinc can protect nerves.", SHOP),
        ("In this trial, iron stores increased.", "In this randomised, double-blind trial, iron stores rose."),
        ("Randomized adults with anemia took 2000 mg.", "Randomised adults with anaemia took 2,000 mg."),
    ],
    ids=[
        "same", "no p-value", "opening last", "between", "daily", "brackets kept",
        "compared to", "time first", "did not differ", "there was no difference", "more common", "no ratio",
        "states", "set-up", "spelling",
    ],
)  # fmt: skip
def test_a_sentence_may_leave_out_statistics_move_its_setting_and_say_the_same(
    text: str, passage: str
) -> None:
    assert departure(text, passage) is None


TWO = "In rats, weight rose with zinc, but in mice it did not change (-2.1 g; 95% CI -3.4 to 0.9)."


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        (GOOD.replace("100 adults", "adults"), GOOD),
        (GOOD.replace("In 100 adults, sleep", "Sleep"), GOOD),
        (GOOD.replace(" than with placebo", ""), GOOD),
        (GOOD.replace(" L-threonate", ""), GOOD),
        (GOOD.replace("better", "far better"), GOOD),
        (GOOD.replace("100", "1,000"), GOOD),
        (GOOD.replace("0.03", "0.001"), GOOD),
        (GOOD.replace("p = 0.03", "p = "), GOOD),
        (GOOD.replace(".", "!"), GOOD),
        (GOOD + " It works.", GOOD),
        (f"**{GOOD}**", GOOD),
        (f"{GOOD} [4]", GOOD),
        (NULL.replace("no ", "a "), NULL),
        (MIXED.replace(" and zinc", ""), MIXED),
        (TWO.replace(" (-2.1 g; 95% CI -3.4 to 0.9)", ""), TWO),
        (TWO.replace("-2.1", "2.1"), TWO),
        (TWO.replace("-2.1", "2.1"), TWO.replace("-2.1", "–2.1")),
        ("In 9 men, 5 mg was given.", "In 9 men, .5 mg was given."),
        ("In rats, weight rose with zinc.", TWO),
        ("Weight rose with zinc, but in mice it did not change (-2.1 g; 95% CI -3.4 to 0.9), in rats.", TWO),
        ("In rats, weight did not change with zinc, but in mice it rose (-2.1 g; 95% CI -3.4 to 0.9).", TWO),
        ("The score fell more with zinc than with placebo.", "The score was lower with zinc than with placebo."),
        ("", GOOD),
        ("No trial tested zinc.", "No randomised trial tested zinc."),
        ("In 9 men, one trial saw hair loss.", "In 9 men, one study saw hair loss."),
        ("In 9 men, one study saw hair loss.", "In 9 men, one trial saw hair loss."),
        ("The score was lower with zinc than with placebo.", "The score fell more with zinc than with placebo."),
        ("Five trials saw hair loss.", "Five randomised trials saw hair loss."),
        ("Sleep quality was similar with magnesium L-threonate and with placebo, in 80 adults.", NULL),
        ("In 80 adults, sleep quality did not differ between magnesium L-threonate and placebo.",
         "In 80 adults, sleep quality did not differ significantly between magnesium L-threonate and placebo."),
        ("As animal studies show, zinc can protect nerves.", SHOP),
        ("Few people slept.", "A few people slept."),
        ("Weight fell with zinc and pain rose after 4 weeks.", "Weight fell with zinc after 4 weeks and pain rose."),
        ("In 100 adults, nausea was more frequent with placebo than with magnesium L-threonate.", HARM),
    ],
)  # fmt: skip
def test_a_sentence_may_go_no_further(text: str, passage: str) -> None:
    assert departure(text, passage)


@pytest.mark.parametrize("passage", [GOOD, NULL, MIXED, TWO, HARM])
def test_no_word_of_a_passage_may_go_or_come(passage: str) -> None:
    words = re.sub(r" \(p = 0.03\)", "", passage).split()
    for place in range(len(words)):
        if words[place - 1 : place + 1] != ["than", "with"]:  # "than placebo" says the same
            assert departure(" ".join(words[:place] + words[place + 1 :]), passage)
        for word in ("not", "no", "all", "may", "clearly", "3"):
            assert departure(" ".join([*words[:place], word, *words[place:]]), passage)
