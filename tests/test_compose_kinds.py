"""Questions of another kind than "does it work": what answers them in particular goes first."""

from __future__ import annotations

import re

import pytest

from assistant.compose.brands import OTHERS_HEADING
from assistant.compose.efficacy import OVERVIEW_HEADING
from assistant.compose.overview import ASK_ABOUT
from assistant.compose.repetition import without_repetition
from assistant.compose.sides import APART_HEADING
from assistant.compose.ways import find_ways, in_written_words
from assistant.schema import CoverageClaim
from tests.builders import (
    VOCABULARY,
    article,
    article_claim,
    draft_for,
    limit,
    make_catalog,
    meaning,
    meta,
    outcome,
    shown_under,
    statement,
    study,
)


def led(draft):
    """The first lines."""
    return [claim.text for claim in draft.lead]


# --- ways in the words of people and of documents ----------------------------------------------


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("do I need the needle or will capsules do", ["by injection", "by mouth"]),
        ("rubbed on as an ointment", ["through the skin"]),
        ("given intramuscularly and orally", ["by injection", "by mouth"]),
        ("I put it on my pillow", []),
        ("worth a shot", []),
        ("a lozenge with food", []),
    ],
)
def test_a_way_is_known_by_its_words_in_any_ending(text, kinds):
    ways = [w for w in VOCABULARY.ways if w.kind in {"route", "source"} and w.name != "as a supplement"]  # fmt: skip
    assert [way.name for way in find_ways(ways, text)] == kinds


def test_lay_words_become_those_of_documents():
    asked = in_written_words(VOCABULARY.ways, "is the Jab better than a pastille?")
    assert asked == "is the injection better than a lozenge?"
    assert in_written_words(VOCABULARY.ways, "gummies or powder?") == "gummies or powder?"


# --- two ways of one substance -----------------------------------------------------------------

BOTH = "In adults, iron levels with capsules did not differ from those with infusions."
ROUTES = study(
    "routes",
    outcome("no_effect", "memory", comparison="active", finding=BOTH),
    outcome("benefit", "stress"),
    substances=("iron",),
)


@pytest.mark.parametrize(
    "question",
    ["iron capsules or the drip?", "are iron pills useless, does it take a needle?"],
)
def test_what_sets_two_ways_side_by_side_leads_and_no_list_stands_before_it(question):
    draft = draft_for(make_catalog(ROUTES), question)
    assert led(draft)[0] == BOTH
    assert led(draft)[-1].endswith(ASK_ABOUT)


def test_one_way_alone_is_no_comparison():
    draft = draft_for(make_catalog(ROUTES), "do iron capsules do anything?")
    assert BOTH not in led(draft)


def test_a_result_of_one_against_the_other_stands_before_a_remark_on_both():
    remark = "Infusions cost more than capsules of iron."
    told = ROUTES.model_copy(update={"statements": (statement("context", remark),)})
    draft = draft_for(make_catalog(told), "iron capsules or the drip?", fit=meaning(cost=0.9))
    assert led(draft)[:2] == [BOTH, remark]


def test_a_remark_on_both_ways_counts_only_where_it_fits():
    remark = "Infusions were given to those who could not swallow capsules."
    other = study("other", outcome(), substances=("iron",), statements=(statement("context", remark),))  # fmt: skip
    far = draft_for(make_catalog(other), "iron capsules or the drip?", fit=meaning(swallow=0.44))
    near = draft_for(make_catalog(other), "iron capsules or the drip?", fit=meaning(swallow=0.46))
    assert (remark in led(far), remark in led(near)) == (False, True)


def test_where_no_study_compares_two_ways_that_is_said_with_what_is_known_of_each():
    remark = "Capsules of iron are best kept from children."
    alone = study("alone", outcome(), substances=("iron",), statements=(statement("context", remark),))  # fmt: skip
    draft = draft_for(
        make_catalog(alone), "is an iron infusion better than tablets for sleep?",
        fit=meaning(Capsules=0.6),
    )  # fmt: skip
    first = draft.lead[0]
    assert isinstance(first, CoverageClaim)
    assert first.text == ("Not known: no study here compares iron by injection with iron by mouth.")
    assert shown_under(draft, APART_HEADING) == [remark]


@pytest.mark.parametrize(
    ("question", "compares"),
    [
        ("are iron capsules better than eating meat for sleep?", True),
        ("is it better to take iron capsules on an empty stomach or after eating meat?", False),
    ],
)
def test_what_is_eaten_beside_it_is_no_food_in_its_place(question, compares):
    told = make_catalog(study("told", outcome(), substances=("iron",)))
    said = "Not known: no study here compares iron as a supplement with iron in food."
    assert (said in led(draft_for(told, question))) is compares


def test_two_ways_of_a_substance_are_never_foreign():
    told = make_catalog(
        *(study(f"s{i}", outcome(), substances=("iron",)) for i in range(12)), ROUTES
    )
    asked = "iron capsules: squandered wages versus gobbling steak?"
    assert draft_for(told, asked).status == "answered"
    assert draft_for(told, asked.replace("capsules", "")).status == "out_of_scope"


def test_the_search_for_a_comparison_finds_one_where_a_study_has_it():
    query = draft_for(
        make_catalog(study("alone", outcome(), substances=("iron",))), "iron drip or capsules?"
    )
    (claim,) = [c for c in query.lead if isinstance(c, CoverageClaim)]
    assert make_catalog(ROUTES).count(claim.query) == 1


def test_nothing_stands_before_a_harm_that_is_not_on_it():
    harm = "Liver damage was seen with capsules of iron."
    told = study("told", outcome("harm", "liver injury", finding=harm), outcome("benefit", "memory", finding="Capsules made adults sleep."), substances=("iron",))  # fmt: skip
    draft = draft_for(
        make_catalog(told), "iron drip or capsules, which damages the liver more?",
        fit=meaning(Capsules=0.9, capsules=0.5),
    )  # fmt: skip
    first, second = draft.lead[:2]
    assert (first.text, isinstance(second, CoverageClaim)) == (harm, True)


@pytest.mark.parametrize(
    ("question", "leads"),
    [("iron 20 mg or 80 mg?", True), ("iron 20 or 80 mg?", True), ("iron 20 mg or 90 mg?", False)],
)
def test_two_amounts_are_two_ways(question, leads):
    finding = "From 80 mg of iron adults took in twice as much as from 20 mg."
    told = study("told", outcome(comparison="other_dose", finding=finding), substances=("iron",))
    assert (led(draft_for(make_catalog(told), question))[0] == finding) is leads


# --- no outcome named --------------------------------------------------------------------------

REMARK = "Athletes who fasted absorbed creatine as others did."
FASTING = study("fasting", outcome("benefit", "memory"), outcome("benefit", "stress"), outcome("benefit"),
                substances=("creatine",), statements=(statement("context", REMARK),))  # fmt: skip
OTHER = study("other", outcome("benefit", "blood pressure"), substances=("creatine",))


@pytest.mark.parametrize(
    ("question", "score", "leads"),
    [
        ("creatine while fasting in ramadan, pointless?", 0.7, True),
        ("creatine while fasting in ramadan, pointless?", 0.5, False),
        ("is creatine any good?", 0.9, True),  # The close sentence led before, and still does.
    ],
)
def test_a_question_without_an_outcome_is_answered_by_what_comes_close(question, score, leads):
    draft = draft_for(make_catalog(FASTING, OTHER), question, fit=meaning(fasted=score))
    assert (led(draft)[0] == REMARK) is leads
    assert led(draft)[0].startswith("Most of what the documents hold") is not leads


def test_a_lesser_result_stands_behind_the_main_one_that_differs():
    main = "In adults, memory did not differ between creatine and placebo."
    lesser = "In adults who fasted, memory was better with creatine."
    told = study("told", outcome("unclear", "memory", finding=main), outcome("benefit", "memory", role="subgroup", finding=lesser),
                 outcome("benefit", "stress"), substances=("creatine",))  # fmt: skip
    asked = "creatine while fasting in ramadan, pointless?"
    draft = draft_for(make_catalog(told, OTHER), asked, fit=meaning(fasted=0.7))
    assert led(draft)[:2] == [main, lesser]


def test_the_list_shrinks_to_what_rests_on_the_same_documents():
    asked = "creatine while fasting in ramadan, pointless?"
    whole = draft_for(make_catalog(FASTING, OTHER), asked)
    cut = draft_for(make_catalog(FASTING, OTHER), asked, fit=meaning(fasted=0.7))
    (lines,) = [s.items for s in whole.sections if s.heading == OVERVIEW_HEADING]
    (kept,) = [s.items for s in cut.sections if s.heading == OVERVIEW_HEADING]
    assert (len(lines), len(kept)) == (4, 2)
    assert led(cut)[-1].endswith(ASK_ABOUT)


def test_the_caveats_of_what_is_no_longer_listed_go_with_it():
    far = OTHER.model_copy(update={"funding_class": "maker", "funding": "A maker paid for other."})
    asked = "creatine while fasting in ramadan, pointless?"
    whole = draft_for(make_catalog(FASTING, far), asked)
    cut = draft_for(make_catalog(FASTING, far), asked, fit=meaning(fasted=0.7))
    quoted = [{q.source_id for c in d.caveats for q in c.quotes} for d in (whole, cut)]
    assert ["other" in ids for ids in quoted] == [True, False]


def test_a_bare_name_still_gets_the_overview():
    draft = draft_for(make_catalog(FASTING, OTHER), "creatine", fit=meaning(fasted=0.6))
    assert led(draft)[0].startswith("Most of what the documents hold")


# --- how much ----------------------------------------------------------------------------------

SMALL = "In 4 trials with 300 adults, sleep came 9 minutes sooner with glycine than with placebo."
LARGE = "In 11 trials with 900 adults, sleep came 6 minutes sooner with glycine than with placebo."
SCORE = "In 15 trials with 1,200 adults, the sleep score rose 2 points with glycine."
SIZES = meta(
    "sizes",
    outcome(finding=SMALL, effect="9 minutes", trials=4, n=300),
    outcome(finding=LARGE, effect="6 minutes", trials=11, n=900),
    outcome(finding=SCORE, effect="2 points", trials=15, n=1200),
    substances=("glycine",), trials=15, people=1200,
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("how many minutes sooner does glycine help you sleep?", [LARGE, SMALL]),
        ("by how much does glycine improve sleep?", [SCORE, LARGE]),
        ("how big is the effect of glycine on sleep?", [SCORE, LARGE]),
    ],
)
def test_who_asks_how_much_gets_the_number_in_its_unit_and_no_yes(question, first):
    draft = draft_for(make_catalog(SIZES), question)
    assert led(draft)[:2] == first
    assert not any(re.search(r"\b(?:yes|possibly|looked at)\b", text, re.I) for text in led(draft))


@pytest.mark.parametrize(
    "question", ["does glycine help sleep?", "how much glycine should I take for sleep?"]
)
def test_other_questions_keep_their_first_line(question):
    assert SMALL not in led(draft_for(make_catalog(SIZES), question))[:1]
    assert LARGE not in led(draft_for(make_catalog(SIZES), question))[:1]


# --- which to believe --------------------------------------------------------------------------

WHY = "The larger trial did not confirm what the first one found."
CHANCE = "Chance may explain why the trials differ."


def disagreeing():
    return make_catalog(
        study("yes", outcome("benefit"), substances=("glycine",), n_analysed=90,
              statements=(statement("context", CHANCE),)),
        study("no", outcome("harm"), substances=("glycine",), n_analysed=900,
              limits=(limit(WHY, "mixed_results"),)),
    )  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [
        "one paper says glycine wrecks sleep, the next one that it helps. who is right, what should I trust?",
        "trials contradict each other on glycine and sleep",
    ],
)
def test_both_results_then_why_they_differ(question):
    draft = draft_for(disagreeing(), question, fit=meaning(confirm=0.6, Chance=0.7))
    results, why = led(draft)[:2], led(draft)[2:4]
    assert sorted("worse" in text for text in results) == [False, True]
    assert why == [WHY, CHANCE]


def test_who_does_not_ask_whom_to_believe_gets_the_verdict_first():
    draft = draft_for(disagreeing(), "does glycine help sleep?", fit=meaning(confirm=0.6))
    assert led(draft)[0].startswith("Not settled")
    assert WHY not in led(draft)


# --- a figure that was read somewhere -----------------------------------------------------------

SOLD = article(
    "shop", article_claim("The shop says that magnesium deepens sleep by 35%.", note="The trial found 4%, and in rats alone.", rests_on=("rats",))
)  # fmt: skip
TOLD_WRONGLY = (
    "A page that gives 35% for deeper sleep is wrong, since the trial measured something else."
)


def test_our_note_on_whoever_tells_the_figure_stands_behind_the_study_that_they_lean_on():
    catalog = make_catalog(study("rats", outcome()), SOLD)
    draft = draft_for(catalog, "an advert claims magnesium deepens sleep by 35%, is it true?")
    note = "Our note on the article: The trial found 4%, and in rats alone."
    assert led(draft)[1] == note
    assert "rats, a" in led(draft)[0]
    assert [text for text in led(draft) if text == note] == [note]
    assert all(q.source_id != "shop" for s in draft.sections for i in s.items for c in i.claims for q in c.quotes)  # fmt: skip


def test_a_remark_that_corrects_the_figure_goes_first():
    told = study("told", outcome(), limits=(limit(TOLD_WRONGLY, "source_error"),))
    asked = "I heard magnesium makes sleep 35% deeper. right?"
    assert led(draft_for(make_catalog(told), asked, fit=meaning(page=0.5)))[0] == TOLD_WRONGLY  # fmt: skip
    assert led(draft_for(make_catalog(told), asked, fit=meaning(page=0.3)))[0] != TOLD_WRONGLY


def test_the_result_with_the_figure_goes_first_where_it_is_on_what_is_asked():
    asleep = "In adults, 35% more slept through with magnesium than with placebo."
    calm = "In adults, 35% more felt calm with magnesium than with placebo."
    told = study("told", outcome("benefit", "stress", finding=calm), outcome(finding=asleep))
    asked = "is it true that 35% more people sleep through on magnesium?"
    draft = draft_for(make_catalog(told), asked, fit=meaning(adults=0.7))
    assert led(draft)[0] == asleep
    assert calm not in led(draft)[:1]


@pytest.mark.parametrize(
    ("figure", "leads"), [("30% fewer", True), ("40% fewer", False), ("a ratio of 30", False)]
)
def test_a_percentage_is_known_in_a_ratio(figure, leads):
    finding = "Bad nights were less frequent with magnesium (rate ratio 0.7, 0.5 to 0.9)."
    other = "In adults, waking was no less frequent with magnesium."
    told = study("told", outcome("unclear", finding=other), outcome(role="secondary", finding=finding))  # fmt: skip
    asked = f"I read that magnesium gives {figure} bad nights of sleep. true?"
    draft = draft_for(make_catalog(told), asked, fit=meaning(ratio=0.7))
    assert (led(draft)[0] in {finding, other}) is leads


# --- which to choose, and whether it is enough ---------------------------------------------------


def test_who_asks_which_to_choose_gets_what_was_tested():
    tested = "The trials used slow-release magnesium at supper."
    told = study("told", outcome(), statements=(statement("timing", tested),))
    chosen = draft_for(
        make_catalog(told), "which magnesium do I get for sleep?", fit=meaning(slow=0.7)
    )
    asked = draft_for(make_catalog(told), "does magnesium help sleep?", fit=meaning(slow=0.7))
    assert led(chosen)[0] == tested
    assert led(asked)[0].startswith("Possibly")


@pytest.mark.parametrize(
    ("question", "leads"),
    [
        ("how much magnesium is really in one of these capsules?", True),
        ("how many mg of the stuff do I get per pill of magnesium?", True),
        ("how much magnesium should I take?", False),
    ],
)
def test_who_asks_what_a_product_holds_gets_what_was_measured_in_it(question, leads):
    held = "Capsules held between 12 and 90 mg of magnesium, whatever their labels said."
    told = study("told", outcome(), statements=(statement("content", held),))
    draft = draft_for(make_catalog(told), question, fit=meaning(labels=0.6))
    assert (led(draft)[0] == held) is leads


def test_who_asks_if_it_is_enough_gets_the_share_of_an_allowance():
    share = "A capsule of 90 mg of magnesium is a quarter of the allowance for a woman."
    told = study("told", outcome(), statements=(statement("content", share),))
    asked = "is one capsule of magnesium enough to cover my needs?"
    assert share in led(draft_for(make_catalog(told), asked, fit=meaning(quarter=0.5)))[:2]
    far = draft_for(make_catalog(told), asked, fit=meaning(quarter=0.3))
    assert share not in led(far)


# --- one study -------------------------------------------------------------------------------------

ARCTIC = "In 60 Greenlandic fishermen, sleep did not differ between glycine and placebo."
DARK = "The Greenlandic trial ran in winter alone, when nights are long."


def with_arctic():
    return make_catalog(
        study("arctic", outcome("unclear", finding=ARCTIC), substances=("glycine",), n_analysed=60,
              limits=(limit(DARK, "different_population"),)),
        study("big", outcome("benefit"), substances=("glycine",), n_analysed=900),
        meta("pool", outcome("benefit"), substances=("glycine",), people=2000,
             design="This meta-analysis pooled 5 trials of 2,000 people, Greenlandic and Danish fishermen among them."),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("what did the greenlandic study on glycine and sleep show?", [ARCTIC, DARK]),
        ("I read about a trial in greenlandic fishermen on glycine for sleep, any good?", [ARCTIC, DARK]),
        ("is there any study of glycine for sleep in greenlandic fishermen?", [ARCTIC]),
    ],
)  # fmt: skip
def test_the_one_study_that_is_meant_goes_first(question, first):
    draft = draft_for(with_arctic(), question, fit=meaning(winter=0.6))
    assert led(draft)[: len(first)] == first


@pytest.mark.parametrize(
    "question",
    [
        "does glycine help sleep?",
        "what did the peruvian study on glycine and sleep show?",
        "is there any study of glycine in peruvian fishermen?",
        "do greenlandic fishermen sleep better on glycine?",
    ],
)
def test_no_other_study_stands_in_for_one_that_is_not_here(question):
    draft = draft_for(with_arctic(), question, fit=meaning(winter=0.1))
    assert led(draft)[0] != ARCTIC


# --- one product of a class ----------------------------------------------------------------------


def product(source_id, brand, **fields):
    return study(
        source_id,
        outcome("benefit", "hair loss", finding=f"In adults, nails split less with {brand}."),
        substances=("nail blends",), combination=True, title=f"A trial of {brand}",
        design=f"This study of 80 adults tested {brand} ({source_id}).", **fields,
    )  # fmt: skip


MINE = product("mine", "Unguflex", funding_class="maker", funding="The maker of Unguflex paid.")
THEIRS = product("theirs", "Keratova Plus", n_analysed=400)


def test_the_studies_of_the_very_product_lead_and_others_stand_as_others():
    draft = draft_for(make_catalog(MINE, THEIRS), "does unguflex help hair?")
    assert led(draft)[0] == "In adults, nails split less with Unguflex."
    assert not any("Keratova" in text for text in led(draft))
    assert shown_under(draft, OTHERS_HEADING) == ["In adults, nails split less with Keratova Plus."]


@pytest.mark.parametrize(
    ("question", "is_told"),
    [("is unguflex a scam?", True), ("does unguflex help hair?", False)],
)
def test_who_doubts_the_product_is_told_who_paid(question, is_told):
    draft = draft_for(make_catalog(MINE, THEIRS), question)
    assert ("The maker of Unguflex paid." in led(draft)) is is_told


def test_money_is_told_of_the_very_product():
    draft = draft_for(make_catalog(MINE, THEIRS), "who paid for the unguflex studies?")
    cited = {q.source_id for s in draft.sections for i in s.items for c in i.claims for q in c.quotes}  # fmt: skip
    assert "theirs" not in cited
    assert "The maker of Unguflex paid." in led(draft)


def test_of_several_products_none_is_the_one_that_is_meant():
    draft = draft_for(make_catalog(MINE, THEIRS), "unguflex or keratova plus for hair?")
    assert OTHERS_HEADING not in [s.heading for s in draft.sections]


def test_a_class_by_its_own_name_is_no_product():
    draft = draft_for(make_catalog(MINE, THEIRS), "do nail blends help hair?")
    assert OTHERS_HEADING not in [s.heading for s in draft.sections]


# --- what completes a verdict -----------------------------------------------------------------------


def test_a_verdict_goes_with_the_result_that_would_complete_it():
    said = study("said", outcome())
    draft = draft_for(make_catalog(said), "does magnesium help sleep?")
    verdict, result = draft.lead[:2]
    twice = [verdict, result, *(c.model_copy(update={"part": "Again"}) for c in (verdict, result))]
    once = without_repetition(draft.model_copy(update={"lead": tuple(twice)}))
    assert once.lead == (verdict, result)
