"""What a study was of and what its sentences say came out, and when nothing is read out of them."""

from __future__ import annotations

import pytest

from assistant.detect import correct_source, detect_source
from assistant.detect.stance import read_significance, read_stance
from assistant.schema import Corrections, Design, DetectedOutcome, Source

TRIAL = (
    "Eighty-four adults were randomly assigned to melatonin (n = 42) or placebo (n = 42) in a double-blind "
    "trial. Sleep latency fell by 14 min with melatonin and by 5 min with placebo (P = 0.01). Anxiety did "
    "not differ between the melatonin and placebo groups (P = 0.44)."
)


def detected(text: str, title: str = "Melatonin in older adults") -> Source:
    """A document with what was detected in it."""
    return detect_source(Source(source_id="a", title=title, text=text))


def told(source: Source) -> dict[str, tuple[str, str, bool]]:
    """By outcome: direction, comparison, and whether it may be weighed."""
    assert source.detected is not None
    return {o.name: (o.direction, o.comparison, o.is_sure) for o in source.detected.outcomes}


def test_each_result_is_read_from_its_own_sentence() -> None:
    source = detected(TRIAL)
    assert source.detected is not None
    start = TRIAL.index("Sleep latency")
    end = TRIAL.index(" Anxiety")
    assert source.detected.outcomes[0] == DetectedOutcome(
        name="sleep onset latency", group="sleep", direction="benefit", comparison="placebo",
        role="unstated", quote=TRIAL[start:end], start=start, end=end, confidence=0.9,
    )  # fmt: skip
    assert told(source)["anxiety"] == ("unclear", "placebo", True)


def test_the_substance_of_the_title_is_what_was_studied() -> None:
    source = detected(TRIAL)
    assert source.detected is not None
    assert [(s.value, s.is_sure) for s in source.detected.substances] == [("melatonin", True)]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Melatonin and valerian in insomnia", TRIAL.replace("or placebo", "or valerian")),
        ("A combination of melatonin with herbs", TRIAL),
        ("Melatonin levels of shift workers", TRIAL),
        ("Herbs other than melatonin", TRIAL.replace("with melatonin", "with melatonin, zinc")),
    ],
)
def test_of_several_substances_or_a_measured_one_none_is_sure(title: str, text: str) -> None:
    source = detected(text, title)
    assert source.detected is not None
    sure = [s.value for s in source.detected.substances if s.is_sure]
    if "levels" in title:
        # It was given all the same: the text says so, and names nothing else.
        assert sure == ["melatonin"]
    else:
        assert sure == []
        assert source.detected.outcomes == ()


def test_an_observation_counts_only_where_it_names_the_substance_and_no_lack_of_it() -> None:
    cohort = (
        "We followed 36,282 nurses for 18 years in a prospective cohort study; hazard ratios were adjusted for age. "
        "Magnesium intake was associated with a significantly lower risk of depression (P = 0.01). "
        "Low magnesium intake was associated with a higher risk of anxiety (P = 0.01). "
        "Blood pressure was significantly lower in vegetarians (P = 0.01)."
    )
    assert told(detected(cohort, "Magnesium intake and health")) == {}
    named = cohort.replace("lower risk of depression", "reduced risk of depression")
    assert told(detected(named, "Magnesium intake and health")) == {
        "depression": ("benefit", "not_applicable", True)
    }


@pytest.mark.parametrize(
    "text",
    [
        "We aimed to test whether melatonin reduced sleep latency in 84 adults randomly assigned to it or placebo.",
        "Previous studies found that sleep latency fell with melatonin. A randomised, placebo-controlled trial was done.",
        "Groups were randomly assigned, double-blind, to melatonin or placebo. At baseline sleep latency was longer with melatonin (P = 0.01).",
    ],
)  # fmt: skip
def test_what_was_planned_or_held_before_is_no_result(text: str) -> None:
    assert told(detected(text)) == {}


def test_a_correction_of_the_kind_reads_the_results_again() -> None:
    source = detected(TRIAL)
    page = correct_source(source, Corrections(kind=Design.ARTICLE))
    assert page.detected is not None
    assert page.detected.outcomes == ()
    back = correct_source(page, Corrections(kind=Design.RCT, is_confirmed=True))
    assert back.detected is not None
    assert told(back) == told(source)
    assert back.detected.is_confirmed


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("Anxiety fell more with zinc than with placebo (p = 0.02).", "benefit"),
        ("Anxiety rose more with zinc than with placebo (p = 0.02).", "harm"),
        ("Anxiety fell with zinc, but not significantly against placebo (p = 0.2).", "unclear"),
        ("Anxiety did not differ between zinc and placebo.", "unclear"),
        ("Anxiety was 2.1 points lower with zinc (95% CI, -4.4 to 0.2; P=0.07).", "unclear"),
        ("Anxiety was treated in 40 clinics.", None),
        ("Memory scores increased with zinc and not with placebo (p < 0.01).", "benefit"),
        ("Systolic blood pressure rose significantly with zinc (p < 0.05).", "harm"),
        ("Whether zinc helps anxiety is unclear.", "unclear"),
        ("Anxiety fell with zinc but did not change after placebo (p = 0.01).", "benefit"),
    ],
)
def test_a_sentence_points_where_its_words_and_figures_say(
    sentence: str, direction: str | None
) -> None:
    name = "Memory" if sentence.startswith("Memory") else "blood pressure" if "pressure" in sentence else "nxiety"  # fmt: skip
    start = sentence.index(name)
    stance = read_stance(sentence, start, start + len(name))
    assert (stance.direction if stance and stance.confidence >= 0.5 else None) == direction


def test_a_hedge_and_a_missing_control_lower_the_confidence() -> None:
    plain = read_stance("Anxiety fell significantly with zinc against placebo.", 0, 7)
    hedged = read_stance("Anxiety may have fallen significantly with zinc against placebo.", 0, 7)
    alone = read_stance("Anxiety fell significantly from baseline.", 0, 7)
    assert plain is not None
    assert hedged is not None
    assert alone is not None
    assert plain.confidence > hedged.confidence
    assert plain.confidence > alone.confidence


@pytest.mark.parametrize(
    ("text", "significant"),
    [
        ("(p = 0.01)", True), ("(p<.001)", True), ("P = .05", False), ("p > 0.05", False),
        ("(hazard ratio 0.97, 95% CI 0.73-1.28)", False), ("(RR 0.62, 0.41-0.93)", True),
        ("(95% CI -5.9 to -2.3)", True), ("(95% CI, -4.4 to 0.2)", False),
        ("p = 0.01 and p = 0.3", None), ("a non-significant fall", False), ("n.s.)", False),
        ("significantly lower", True), ("no significant difference", None), ("lower", None),
    ],
)  # fmt: skip
def test_significance_is_read_from_figures_first(text: str, significant: bool | None) -> None:
    assert read_significance(text) is significant
