"""A claim against one source: each fault is found, and its properly worded twin is borne out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.embed import Vectors
from assistant.load import read_markdown
from assistant.schema import Abstract
from assistant.verify.against import OVERCLAIM, judge_claim
from assistant.verify.agreeing import implied_amounts, is_same
from assistant.verify.amounts import find_amounts
from assistant.verify.reading import DOES_NOT, NO_DIFFERENCE, NOT_KNOWN, NOTHING, read_text

ABSTRACTS = Path(__file__).resolve().parent.parent / "corpus" / "abstracts"

TRIAL = (
    "In 62 adults over 65 with insomnia, sleep quality improved more with magnesium citrate (320 mg a day) than with "
    "placebo over 8 weeks (p = 0.03)."
)
COHORT = (
    "Adults who ate more magnesium had a 15% lower risk of depression in a cohort of 4,120 people."
)
MICE = "In mice, curcumin reduced amyloid plaques by 43%."
CELLS = "Quercetin reduced the growth of cultured colon cancer cells in vitro."
HEDGED = "Zinc lozenges might shorten the common cold."
NULL = "In 75 patients, pain did not differ significantly between coenzyme Q10 and placebo."
MIXTURE = "A combination of magnesium, vitamin B6 and zinc raised memory scores in 109 adults."
IV = "Intravenous vitamin C shortened the stay in intensive care."
OPEN = "There is insufficient evidence to say whether valerian improves sleep."
PILOT = "In this open-label pilot study without a control group, anxiety fell by 30% after 12 weeks of saffron."
SHOP = "The shop says that sea moss boosts the immune system."
EQUAL = "Curcumin and ibuprofen reduced knee pain to a similar degree."
SMALL_EFFECT = "Omega-3 had a small effect on hyperactivity in children."
REPORTED = "Ashwagandha lowered stress; no serious adverse events were reported."
SUBGROUP = "The subgroup with severe pain seemed to benefit from glucosamine; in the whole group no benefit was seen."

PAIRS = [
    ("association_to_cause", COHORT, "Magnesium prevents depression.",
     "People who ate more magnesium had a lower risk of depression."),
    ("association_to_cause", COHORT, "Magnesium could reduce the risk of depression.",
     "A higher magnesium intake was linked to a lower risk of depression."),
    ("hedge_lost", HEDGED, "Zinc lozenges shorten the common cold.",
     "Zinc lozenges may shorten the common cold."),
    ("hedge_lost", OPEN, "Valerian improves sleep.", "Whether valerian improves sleep is not known."),
    ("stronger", TRIAL, "Magnesium citrate is proven to cure insomnia in older adults.",
     "In older adults with insomnia, sleep quality improved more with magnesium citrate than with placebo."),
    ("model_to_people", MICE, "Curcumin reduces amyloid plaques in people.",
     "In mice, curcumin reduced amyloid plaques."),
    ("model_to_people", CELLS, "Quercetin reduces the growth of colon cancer in patients.",
     "In cultured colon cancer cells, quercetin reduced growth."),
    ("broader_population", TRIAL, "Magnesium citrate improves sleep quality in everyone.",
     "Magnesium citrate improved sleep quality in adults over 65 with insomnia."),
    ("broader_population", TRIAL, "Magnesium citrate improved sleep quality in children.",
     "Sleep quality of older adults with insomnia improved more on magnesium citrate than on placebo."),
    ("combination_to_ingredient", MIXTURE, "Zinc raised memory scores in 109 adults.",
     "Magnesium with vitamin B6 and zinc, in combination, raised memory scores in 109 adults."),
    ("other_form", TRIAL, "Magnesium glycinate improved sleep quality in older adults with insomnia.",
     "Magnesium citrate improved sleep quality in older adults with insomnia."),
    ("other_form", IV, "Vitamin C tablets shorten the stay in intensive care.",
     "Vitamin C by intravenous infusion shortened intensive care stays."),
    ("comparator", TRIAL, "Magnesium citrate improved sleep quality more than melatonin in older adults.",
     "Magnesium citrate improved sleep quality more than placebo in older adults."),
    ("comparator", EQUAL, "Curcumin reduced knee pain better than ibuprofen.",
     "Curcumin reduced knee pain about as much as ibuprofen."),
    ("stronger_negative", NULL, "Coenzyme Q10 does not reduce pain.",
     "In 75 patients, no significant difference in pain was found between coenzyme Q10 and placebo."),
    ("stronger_negative", OPEN, "Valerian does not improve sleep.",
     "The evidence is insufficient to say whether valerian improves sleep."),
    ("stronger_negative", REPORTED, "Ashwagandha is completely safe.",
     "No serious adverse events were reported with ashwagandha."),
    ("caveat_lost", PILOT, "Saffron reduces anxiety by 30%.",
     "In an open-label pilot study, anxiety fell by 30% with saffron."),
    ("caveat_lost", SUBGROUP, "Glucosamine benefits people with severe pain.",
     "Only a subgroup with severe pain seemed to benefit from glucosamine."),
    ("caveat_lost", SMALL_EFFECT, "Omega-3 dramatically reduces hyperactivity in children.",
     "Omega-3 had a small effect on hyperactivity in children."),
    ("attribution_lost", SHOP, "Sea moss boosts the immune system.",
     "The shop says that sea moss boosts the immune system."),
    ("number", MICE, "In mice, curcumin reduced amyloid plaques by 83%.",
     "In mice, curcumin reduced amyloid plaques by about 43%."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "source", "claim", "twin"), PAIRS, ids=[p[2] for p in PAIRS])
def test_an_overclaim_is_found_with_its_kind(kind: str, source: str, claim: str, twin: str) -> None:
    found = judge_claim(claim, source)
    assert found.verdict == "overclaims"
    assert kind in {d.kind for d in found.differences}
    assert found.score >= OVERCLAIM


@pytest.mark.parametrize(("kind", "source", "claim", "twin"), PAIRS, ids=[p[3] for p in PAIRS])
def test_its_properly_worded_twin_is_supported(
    kind: str, source: str, claim: str, twin: str
) -> None:
    found = judge_claim(twin, source)
    assert found.verdict == "supported", found.reason
    assert found.score < OVERCLAIM
    assert found.kind == "none"


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        (MICE, "In mice, curcumin increased amyloid plaques."),
        (NULL, "In 75 patients, coenzyme Q10 reduced pain more than placebo."),
        (TRIAL, "In older adults with insomnia, magnesium citrate did not improve sleep quality."),
        ("Ginger reduced nausea, but it did not reduce vomiting.", "Ginger reduced vomiting."),
        ("The rate fell from 34% to 12% with the drink.", "The rate rose from 12% to 34% with the drink."),
        ("Fatigue fell more with iron than with placebo.", "Fatigue fell less with iron than with placebo."),
        ("The board advises against vitamin E for stroke.", "The board recommends vitamin E for stroke."),
        ("Low vitamin D was associated with a higher risk of falls.",
         "Low vitamin D was associated with a lower risk of falls."),
    ],
)  # fmt: skip
def test_the_opposite_is_a_contradiction(source: str, claim: str) -> None:
    assert judge_claim(claim, source).verdict == "contradicted"


def test_a_result_and_a_null_result_of_one_sentence_are_told_apart() -> None:
    source = "Ginger reduced nausea in pregnancy, but it did not reduce vomiting."
    assert judge_claim("Ginger reduced nausea in pregnancy.", source).verdict == "supported"
    assert judge_claim("Ginger did not reduce vomiting.", source).verdict == "supported"


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("Handwashing lessons reduced absence.", "Handwashing lessons may help to reduce absence."),
        ("Folic acid prevents neural tube defects.", "Folic acid is linked to fewer neural tube defects."),
    ],
)  # fmt: skip
def test_less_than_the_source_says_is_an_understatement(source: str, claim: str) -> None:
    found = judge_claim(claim, source)
    assert (found.verdict, found.kind) == ("understates", "weaker")


def test_what_the_source_does_not_speak_of_is_unsupported() -> None:
    found = judge_claim("Magnesium citrate lowers blood pressure.", TRIAL)
    assert found.verdict == "unsupported"
    assert judge_claim("Magnesium helps.", "").verdict == "unsupported"


@pytest.mark.parametrize(
    "claim", ["", "Do you sleep badly?", "Order yours today!", "Magnesium:", "I love this product."]
)
def test_what_states_nothing_cannot_be_checked(claim: str) -> None:
    assert judge_claim(claim, TRIAL).verdict == "not_checkable"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Adults took 320 mg of magnesium citrate a day.", "supported"),
        ("Adults took 0.32 g of magnesium citrate a day.", "supported"),
        ("Adults took 320,000 mcg of magnesium citrate a day.", "supported"),
        ("Adults took 320 g of magnesium citrate a day.", "contradicted"),
        ("Adults took 320 mcg of magnesium citrate a day.", "contradicted"),
        ("Sleep quality improved with magnesium citrate over two months.", "supported"),
        ("Sleep quality improved with magnesium citrate over 8 months.", "overclaims"),
        ("Sleep quality improved in 620 adults with insomnia on magnesium citrate.", "overclaims"),
        ("Sleep quality improved by 40% in adults with insomnia on magnesium citrate.", "unsupported"),
    ],
)  # fmt: skip
def test_amounts_are_compared_with_their_units(claim: str, verdict: str) -> None:
    assert judge_claim(claim, TRIAL).verdict == verdict


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("1,000 mcg", "1 mg", True), ("1 mg", "1 g", False), ("12 weeks", "three months", True),
        ("12 weeks", "12 months", False), ("two years", "24 months", True), ("half", "50%", True),
        ("doubled", "100%", True), ("doubled", "2%", False), ("8 times", "8%", False),
        ("39%", "38.7%", True), ("38.7%", "39%", True), ("about 40%", "48%", False),
        ("44 adults", "44 people", True), ("44 adults", "440 adults", False), ("60,000 IU", "6,000 IU", False),
        ("twenty-five patients", "25 people", True), ("1.5 million people", "1,500,000 adults", True),
        ("a month and a half", "six weeks", True), ("two and a half years", "30 months", True),
        ("three in four", "75%", True), ("nine trials out of ten", "90%", True), ("one in six", "17%", True),
        ("one in six", "25%", False), ("more than a third", "38%", True), ("more than a third", "30%", False),
        ("nearly half", "46%", True), ("nearly half", "54%", False), ("three thousand milligrams", "3 g", True),
        ("two tablespoons", "30 ml", True), ("two tablespoons", "250 ml", False),
        ("for a fortnight", "14 days", True), ("two kilos", "2 kg", True), ("a quarter of a minute", "15 s", True),
    ],
)  # fmt: skip
def test_two_amounts_agree_or_not(left: str, right: str, same: bool) -> None:
    (a,), (b,) = find_amounts(left), find_amounts(right)
    assert is_same(a, b) is same


def test_amounts_follow_from_ratios_parts_and_doses() -> None:
    text = "300 mg twice daily gave a hazard ratio of 0.72, and 12 of 60 dropped out."
    values = {(round(a.value), a.measure) for a in implied_amounts(text, find_amounts(text))}
    assert {(600, "mass"), (28, "%"), (20, "%")} <= values


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Cold days were about a third fewer with the syrup.", "supported"),
        ("Cold days were two thirds fewer with the syrup.", "unsupported"),
        ("Seven of ten people on the syrup were well by day five.", "supported"),
        ("Two of ten people on the syrup were well by day five.", "contradicted"),
        ("A third of the families gave up.", "supported"),
        ("Half of the families gave up.", "unsupported"),
    ],
)
def test_figures_told_in_words_follow_from_those_of_the_source(claim: str, verdict: str) -> None:
    source = (
        "Forty-two families with one child each took a syrup or placebo. Days with a cold were 5.4 versus 8.0. "
        "Fourteen families stopped. By day five 70% on the syrup were well."
    )
    assert judge_claim(claim, source).verdict == verdict


def test_digits_inside_names_and_years_are_no_amounts() -> None:
    assert find_amounts("Vitamin B12, omega-3 and coenzyme Q10 in 2019") == ()
    assert find_amounts("The 95% CI was wide, taken twice daily.") == ()


@pytest.mark.parametrize(
    ("text", "denial"),
    [
        ("Pain did not differ between the groups.", NO_DIFFERENCE),
        ("It is not known whether it works.", NOT_KNOWN),
        ("Zinc does not work.", DOES_NOT),
        ("Zinc not only shortened colds.", NOTHING),
        ("No serious adverse events were reported.", NOTHING),
        ("In adults without dementia, memory improved.", NOTHING),
    ],
)
def test_denials_are_ranked(text: str, denial: int) -> None:
    assert max(clause.denial for clause in read_text(text)[0].clauses) == denial


def test_spans_are_offsets_of_claim_and_source() -> None:
    source = f"Sleep is good for people. {MICE}"
    claim = "Curcumin reduces amyloid plaques in people."
    found = judge_claim(claim, source)
    assert claim[found.claim_span.start : found.claim_span.end] == "people"
    assert found.source_span is not None
    assert source[found.source_span.start : found.source_span.end] == "mice"


def test_the_gravest_sentence_of_a_claim_decides() -> None:
    claim = "In mice, curcumin reduced amyloid plaques. Curcumin reduces amyloid plaques in people."
    found = judge_claim(claim, MICE)
    assert (found.verdict, found.kind) == ("overclaims", "model_to_people")


class OneMeaning:
    """An embedder to which every text means the same."""

    name = "one meaning"

    def embed_query(self, text: str) -> Vectors:
        return np.ones(1, dtype=np.float32)

    def embed_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        yield np.ones((len(texts), 1), dtype=np.float32)


def test_meaning_joins_what_shares_no_word() -> None:
    source = "Slumber came sooner. Nights were calmer. Mornings felt fresher with the root."
    claim = "Valerian shop owners praise their bestseller."
    assert judge_claim(claim, source).verdict == "unsupported"
    assert judge_claim(claim, source, OneMeaning()).kind != "not_found"


def test_findings_are_supported_by_their_own_documents() -> None:
    """Every tenth document here; `python -m bench.claim_pairs --corpus` measures all."""
    for file in sorted(ABSTRACTS.glob("*.md"))[::10]:
        for source in read_markdown(file, file.name):
            assert isinstance(source.facts, Abstract)
            for outcome in source.facts.outcomes:
                found = judge_claim(outcome.finding, source.text)
                assert found.verdict == "supported", outcome.finding


WHOLE = "Children who got a probiotic were ill less often than those on placebo; in adults no such difference was found."
FEED = "In 58 adults, stress fell more with ashwagandha than with placebo. Each evening a diary was kept."


@pytest.mark.parametrize(
    ("claim", "source", "verdict", "kind"),
    [
        ("Carriers cannot spread the cold.", "None of 455 contacts of one carrier caught the cold.",
         "overclaims", "stronger_negative"),
        ("Kava is safe.", "Whether kava is safe beyond eight weeks is not known.", "overclaims", "stronger_negative"),
        ("It is not known whether kava is safe for long.", "Whether kava is safe beyond eight weeks is not known.",
         "supported", "none"),
        ("Adults were ill less often with a probiotic.", WHOLE, "contradicted", "direction"),
        ("Children were ill less often with a probiotic than with placebo.", WHOLE, "supported", "none"),
        ("Ashwagandha lowers everybody's stress.", FEED, "overclaims", "broader_population"),
        ("Curcumin was not better than placebo for knee pain.", "Knee pain was similar with curcumin and with placebo.",
         "supported", "none"),
        ("Coffee protects against kidney stones.", "Nurses who drank coffee reported fewer kidney stones.",
         "overclaims", "association_to_cause"),
        ("Zinc raised zinc in hair.", "In 15 volunteers, zinc in hair rose with zinc, but not with sugar.",
         "supported", "none"),
    ],
    ids=[
        "flat denial", "safety left open", "left open as well", "other group of the sentence", "the group itself",
        "everybody", "comparison denied", "relation as cause", "clause affirmed beside one denied",
    ],
)  # fmt: skip
def test_slots_are_compared_and_not_words(claim: str, source: str, verdict: str, kind: str) -> None:
    found = judge_claim(claim, source)
    assert (found.verdict, found.kind) == (verdict, kind)


def test_a_pair_is_judged_in_no_time() -> None:
    pairs = [
        (f"Zinc cures {n} colds in children.", f"{FEED} {n} were ill. {WHOLE}") for n in range(30)
    ]
    judge_claim(*pairs[0])
    start = time.perf_counter()
    for claim, source in pairs[1:]:
        judge_claim(claim, source)
    assert (
        time.perf_counter() - start
    ) / 29 < 0.1  # a tenth of a second: ten times the aim, on a busy machine


ONE_TRIAL = (
    "In a ten-week trial, 60 adults with back pain took tart cherry powder or placebo. Pain fell more with the powder. "
    "Sleep was not measured. Use by children was not studied."
)
POOLED = (
    "A meta-analysis of 28 randomised trials with 1,924 adults compared oat fibre with placebo. Oat fibre lowered "
    "cholesterol by 0.33 mmol/L. Certainty was high."
)


@pytest.mark.parametrize(
    ("claim", "source", "expected"),
    [
        ("Tart cherry powder eases back pain.", ONE_TRIAL, "overclaims"),
        ("A new study shows that tart cherry powder eases back pain.", ONE_TRIAL, "overclaims"),
        ("In this trial, pain fell more with tart cherry powder.", ONE_TRIAL, "supported"),
        ("Tart cherry powder may ease back pain.", ONE_TRIAL, "understates"),
        ("Tart cherry powder improved sleep in 60 adults.", ONE_TRIAL, "overclaims"),
        ("In every kind of pain, tart cherry powder did better than placebo.", ONE_TRIAL, "overclaims"),
        ("Pain fell more with tart cherry powder than with nothing at all.", ONE_TRIAL, "overclaims"),
        ("Over a full year, pain fell more with tart cherry powder.", ONE_TRIAL, "overclaims"),
        ("Oat fibre lowers cholesterol.", POOLED, "supported"),
        ("Oat fibre brought cholesterol down by about a third of a millimole per litre.", POOLED, "supported"),
        ("Zinc lowered cholesterol by 0.33 mmol/L.", POOLED.replace("Oat fibre", "Garlic"), "unsupported"),
    ],
)  # fmt: skip
def test_what_one_study_found_in_some_is_no_general_truth(
    claim: str, source: str, expected: str
) -> None:
    assert judge_claim(claim, source).verdict == expected


@pytest.mark.parametrize(
    ("figures", "is_null"),
    [
        ("(p = 0.11)", True),
        ("(p > 0.05)", True),
        ("(p = 0.03)", False),
        ("(p < 0.01)", False),
        ("(mean difference 0.4, 95% CI -0.5 to 1.3)", True),
        ("(mean difference 0.9, 95% CI 0.5 to 1.3)", False),
        ("(RR 0.97, 95% CI 0.89 to 1.06)", True),
        ("(RR 0.48, 95% CI 0.35 to 0.64)", False),
    ],
)
def test_figures_that_leave_room_for_nothing_are_a_null(figures: str, is_null: bool) -> None:
    (sentence,) = read_text(f"Colds were 5 against 8 {figures}.")
    assert (sentence.clauses[0].denial == NO_DIFFERENCE) is is_null


DOSES = (
    "In a trial of 245 adults, an extract at 75 mg twice a day cut migraine attacks more than placebo. The 50 mg dose was "
    "no better than placebo."
)
PARTS = (
    "A capsule that pairs curcumin with boswellic acids eased knee pain in 201 people compared with placebo. Curcumin by "
    "itself did not differ from placebo."
)
EQUALS = (
    "Forty outpatients received saffron or a medicine for eight weeks. Scores fell by 11.2 and 11.9 points; the groups did "
    "not differ (p = 0.61)."
)
WITHIN = (
    "Babies with colic took drops or placebo in four trials. The effect was clear in breastfed infants and absent in "
    "formula-fed infants."
)
LISTED = "Sixty women took a capsule or placebo. Body weight, fasting sugar, and blood pressure did not change."
LAB_SEX = (
    "Mice were fed chow with or without a salt. Median lifespan of females increased by 16%; in males the increase was not "
    "significant."
)


@pytest.mark.parametrize(
    ("source", "claim", "twin"),
    [
        (DOSES, "The extract at 50 mg beat placebo.", "At 75 mg the extract beat placebo."),
        (PARTS, "Curcumin on its own eased knee pain.", "The capsule eased knee pain in 201 people."),
        (EQUALS, "Scores fell significantly more with saffron.", "Scores on saffron and the medicine did not differ significantly."),
        (EQUALS, "The medicine did better than saffron.", "Saffron did no better than the medicine."),
        (WITHIN, "The effect was clear in formula-fed infants.", "The effect was clear in breastfed infants."),
        (LISTED, "The women lost weight.", "Neither weight nor blood pressure changed."),
    ],
)  # fmt: skip
def test_an_effect_where_the_source_found_none_is_a_contradiction(
    source: str, claim: str, twin: str
) -> None:
    assert judge_claim(claim, source).verdict == "contradicted"
    assert judge_claim(twin, source).verdict == "supported"


@pytest.mark.parametrize(
    ("source", "claim", "twin"),
    [
        ("Wounds closed faster with the ointment in 20 people.", "Wounds closed more slowly with the ointment.",
         "With the ointment wounds closed more quickly in 20 people."),
        ("The cramps resolved within a month of stopping.", "The cramps persisted after stopping.",
         "After stopping, the cramps were gone within a month."),
        ("Take the iron with food, the sheet says.", "Iron is to be taken on an empty stomach, the sheet says.",
         "The sheet says to take the iron with meals."),
        ("Most experts now doubt the early figures on policosanol.", "Most experts trust the figures on policosanol.",
         "Experts mostly doubt the early policosanol figures."),
        ("A first trial found less pain. A later trial found no difference in pain.",
         "A later trial confirmed the first on pain.", "A later trial saw no difference in pain."),
        ("Patients preferred the tablets to the injections.", "Patients preferred the injections.",
         "The tablets were what patients preferred."),
    ],
)  # fmt: skip
def test_what_excludes_each_other_is_a_contradiction(source: str, claim: str, twin: str) -> None:
    assert judge_claim(claim, source).verdict == "contradicted"
    assert judge_claim(twin, source).verdict == "supported"


@pytest.mark.parametrize(
    ("source", "claim", "twin"),
    [
        ("In 60 adults who took bacopa for 12 weeks, attention was faster than on placebo.",
         "A single dose of bacopa made attention faster in 60 adults.",
         "After twelve weeks of bacopa, attention was faster in 60 adults."),
        ("Six hours after a single dose of nattokinase, D-dimer rose in 24 men.",
         "Daily nattokinase raised D-dimer in 24 men.", "One dose of nattokinase raised D-dimer in 24 men."),
        (LAB_SEX, "The salt made mice live longer.", "The salt made female mice live longer."),
        ("Pain fell with the gel in 90 adults; soreness, a secondary outcome, was lower as well.",
         "The trial's main result is that soreness was lower with the gel.", "Soreness was lower with the gel in 90 adults."),
    ],
)  # fmt: skip
def test_one_dose_one_sex_and_side_results_are_told_as_such(
    source: str, claim: str, twin: str
) -> None:
    assert judge_claim(claim, source).verdict == "overclaims"
    assert judge_claim(twin, source).verdict == "supported"


REPORT = (
    "Thirty-four women with constipation took magnesium oxide or placebo for 28 days. Overall improvement occurred in 70.6% and "
    "25.0% (p = 0.015). Complete bowel movements did not differ (p = 0.76)."
)
ARMS = (
    "In 1,583 people with knee osteoarthritis, glucosamine hydrochloride did not significantly raise the rate of response. In a "
    "subgroup the combination of glucosamine and chondroitin sulfate had a higher response than placebo."
)


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("A 20-year study of 829 residents linked diets rich in spermidine to longer life.",
         "Spermidine adds years to your life."),
        ("A wrist sensor was compared with an ECG in 508 patients of a clinic. Its sensitivity was 94%.",
         "Healthy people can count on this wrist sensor."),
        ("Sixty-eight patients with hypertension drank beetroot juice. Blood pressure fell by 7.7 mmHg.",
         "Beetroot juice spares patients with hypertension a stroke."),
        ("Curcumin slowed the growth of two cancer cell lines in culture. Levels in people were not measured.",
         "Turmeric capsules can help patients by killing off their tumour cells."),
        ("In 94 older adults with cramps, magnesium oxide was not superior to placebo.",
         "No form of magnesium does anything for cramps, in anyone."),
        (ARMS, "Glucosamine sulfate failed to raise the rate of response in knee osteoarthritis."),
        ("Two hundred students had a mindfulness app or a waiting list. Stress was lower with the app. Grades did not differ.",
         "Mindfulness apps improve exam results."),
        ("Forty-four randomised trials in knee osteoarthritis were pooled. Exercise reduced pain by 12 points.",
         "Exercise rebuilds cartilage."),
        ("Six of ten balding men who took softgels with saw palmetto were rated as improved in a pilot trial.",
         "Balding men can expect to see improvement with saw palmetto."),
        ("Twenty-four volunteers took a single 2,000 FU capsule of nattokinase. D-dimer rose at six hours.",
         "Daily nattokinase raised D-dimer in 24 volunteers."),
    ],
)  # fmt: skip
def test_what_a_study_reports_is_told_as_no_more(source: str, claim: str) -> None:
    assert judge_claim(claim, source).verdict == "overclaims"


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        # A difference told by figures alone, beside a null on something else.
        (REPORT, "Seven in ten women felt better overall on magnesium oxide, against one in four on placebo."),
        # A part of a mixture that was tested by itself.
        (ARMS, "Taken alone, glucosamine hydrochloride did not raise the rate of response."),
        # "More" of a degree, which says of nothing that it rose.
        ("Insomnia scores of 120 outpatients fell more with the heavy blanket than with the light one.",
         "In outpatients, insomnia eased much more under a heavy blanket than under a light one."),
        # Figures told in other words: per thousand, by age, over calendar years, more than double.
        ("Over six years, stones were reported by 2.4% of 9,050 women on calcium and 2.0% on placebo.",
         "Per thousand women, about 24 on calcium reported stones, compared with 20 on placebo."),
        ("At age four, mean test scores of 420 infants were 101 and 100, no significant difference.",
         "The scores of four-year-olds did not differ significantly."),
        ("Cases in the registry from 2004 to 2022 were reviewed; turmeric was implicated in ten.",
         "Ten cases linked to turmeric turned up in the registry over almost two decades."),
        ("Ciclosporin levels rose from 112 to 298 in one patient on berberine.",
         "One patient's ciclosporin level more than doubled on berberine."),
        # A null and an effect that the claim tells apart as its source does.
        ("Male mice on rich chow lived 15% longer on resveratrol. No lengthening of life was found in mice on standard chow.",
         "Resveratrol went with longer life in mice on rich chow, but not in mice on standard chow."),
        # Words on who paid state no effect.
        ("In 81 women, skin elasticity rose by 7% on collagen. Two authors are employees of the company that sells it.",
         "Two of the authors work for the firm that sells the collagen."),
    ],
)  # fmt: skip
def test_an_honest_paraphrase_in_other_words_is_supported(source: str, claim: str) -> None:
    assert judge_claim(claim, source).verdict == "supported"
