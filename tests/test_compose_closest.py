"""The sentences that come closest to a question, whatever they were filed under."""

from __future__ import annotations

from math import log

import pytest

from assistant.compose.absence import NEARBY_HEADING
from assistant.compose.length import CLOSEST_HEADING
from assistant.compose.sentences import SentenceRanks
from assistant.render import Rendered
from tests.builders import (
    claims_of,
    draft_for,
    make_catalog,
    meaning,
    notice,
    outcome,
    source,
    statement,
    study,
)

DROWSY = "A capsule of 600 mg before supper made volunteers drowsy."
SNEEZED = "Nobody who sneezed was let into the study."
TOLD = study("told", outcome(), statements=(statement("timing", DROWSY),))
MGT = "magnesium L-threonate"
ASKED = "is magnesium good for sleep?"
UNNAMED = "is magnesium any good?"


def others(n=12):
    """Studies that fill a catalog, so that the words of one more are rare."""
    return [study(f"f{i}", outcome("benefit", "hair loss"), substances=("zinc",)) for i in range(n)]


def said(*texts, **fields):
    """A study that says these sentences beside its result on sleep."""
    return study(
        "said", outcome(), statements=tuple(statement("timing", t) for t in texts), **fields
    )


def closest(draft):
    """The quotes of the section, one list for each bullet."""
    return [
        [claim.quotes[-1].text for claim in item.claims]
        for section in draft.sections
        if section.heading == CLOSEST_HEADING
        for item in section.items
    ]


# --- what is close ---------------------------------------------------------------------------


@pytest.mark.parametrize(("score", "is_close"), [(0.44, False), (0.45, True)])
def test_a_sentence_is_close_by_its_meaning(score, is_close):
    draft = draft_for(make_catalog(TOLD, *others()), ASKED, fit=meaning(drowsy=score))
    assert closest(draft) == ([[DROWSY]] if is_close else [])


@pytest.mark.parametrize(
    ("question", "is_close"),
    [
        # Each of the words stands in one sentence of 53, which is 4.0; 8 is enough.
        ("magnesium, sleep and drowsy volunteers at supper?", True),
        ("magnesium, sleep and drowsy volunteers?", False),
        # "600mg" is an amount and its unit; the name of the substance counts nothing.
        ("does 600mg magnesium at supper help sleep?", True),
        ("magnesium for sleep, volunteers?", False),
    ],
)
def test_a_sentence_is_close_by_the_rare_words_that_it_shares(question, is_close):
    draft = draft_for(make_catalog(TOLD, *others()), question)
    assert closest(draft) == ([[DROWSY]] if is_close else [])


def test_shared_words_count_by_their_rarity_and_one_alone_not_at_all():
    ranks = SentenceRanks(make_catalog(TOLD, *others()))
    scores = ranks.shared("drowsy volunteers at supper", TOLD, ["magnesium"])
    found = dict(zip(TOLD.sentences(), scores, strict=True))
    assert found[DROWSY] == pytest.approx(3 * log(53))
    assert ranks.shared("only drowsy", TOLD, ["magnesium"]) == [0.0] * len(found)


def test_the_closest_section_stands_first():
    draft = draft_for(make_catalog(TOLD), ASKED, fit=meaning(drowsy=0.7))
    assert draft.sections[0].heading == CLOSEST_HEADING
    assert "Possibly" in draft.lead[0].text


def test_what_is_close_is_not_shown_again_below():
    finding = "In drowsy volunteers, a capsule before supper changed sleep quality for the better."
    catalog = make_catalog(
        study("told", outcome(finding="In adults, sleep was better."), outcome(finding=finding))
    )
    draft = draft_for(catalog, ASKED, fit=meaning(drowsy=0.7))
    assert closest(draft) == [[finding]]
    assert sum(finding in claim.text for claim in claims_of(draft)) == 1


# --- what is not -----------------------------------------------------------------------------


def test_what_was_done_who_paid_and_what_nobody_reported_are_told_elsewhere():
    silent = study("silent", outcome(), harms="Some drowsy people were reported.", harms_reported=False,
                   design="A drowsy design of 60 people.", funding="A drowsy fund paid.")  # fmt: skip
    assert closest(draft_for(make_catalog(silent), ASKED, fit=meaning(drowsy=0.9))) == []
    loud = silent.model_copy(update={"harms_reported": True})
    draft = draft_for(make_catalog(loud), ASKED, fit=meaning(drowsy=0.9))
    assert closest(draft) == [["Some drowsy people were reported."]]


@pytest.mark.parametrize(
    ("topic", "text", "question", "is_close"),
    [
        ("mechanism", "It makes people drowsy because of its salt.", ASKED, False),
        ("mechanism", "It makes people drowsy because of its salt.",
         "how does magnesium work for sleep?", True),
        ("context", "Work in rats had suggested that it makes them drowsy.", ASKED, False),
        ("context", "Nobody was drowsy who had supper.", ASKED, True),
    ],
)  # fmt: skip
def test_explanations_and_what_was_believed_before_answer_only_who_asks(
    topic, text, question, is_close
):
    told = study("told", outcome(), statements=(statement(topic, text),))
    draft = draft_for(make_catalog(told), question, fit=meaning(drowsy=0.9))
    assert ([text] in closest(draft)) is is_close


@pytest.mark.parametrize(
    "other",
    [
        study("zinc", outcome(), substances=("zinc",), statements=TOLD.statements),
        study("gone", outcome(), statements=TOLD.statements,
              notices=(notice("retraction", "The journal retracted this article in 2022."),)),
    ],
    ids=["another substance", "retracted"],
)  # fmt: skip
def test_another_substance_and_what_was_retracted_are_never_close(other):
    catalog = make_catalog(study("own", outcome()), other)
    assert closest(draft_for(catalog, ASKED, fit=meaning(drowsy=0.9))) == []


@pytest.mark.parametrize(("score", "is_shown"), [(0.74, False), (0.76, True)])
def test_where_nothing_answers_the_nearest_is_shown_only_if_it_is_very_close(score, is_shown):
    draft = draft_for(make_catalog(TOLD), "does magnesium help memory?", fit=meaning(drowsy=score))
    assert (draft.status, closest(draft)) == ("no_evidence", [])
    nearby = [s for s in draft.sections if s.heading == NEARBY_HEADING]
    shown = [c.quotes[-1].text for s in nearby for i in s.items for c in i.claims if c.quotes]
    assert (DROWSY in shown) is is_shown


# --- which and how many ----------------------------------------------------------------------

LONG = "A capsule made each of the many drowsy people yawn at length."
CALM = "Calm nights came after the fifth week of it."


def test_the_best_come_first_until_one_is_far_below():
    catalog = make_catalog(said(CALM, SNEEZED, DROWSY))
    fit = meaning(Calm=0.75, sneezed=0.8, drowsy=0.7)
    assert closest(draft_for(catalog, ASKED, fit=fit)) == [[SNEEZED, CALM]]
    one = meaning(Calm=0.7, sneezed=0.83)
    assert closest(draft_for(catalog, ASKED, fit=one)) == [[SNEEZED]]


def test_of_one_document_two_are_shown_and_three_in_all():
    texts = (DROWSY, SNEEZED, CALM)
    catalog = make_catalog(said(*texts), *(study(f"m{i}", outcome(), limits=()) for i in range(3)))
    fit = meaning(drowsy=0.8, sneezed=0.8, Calm=0.8)
    ((*told, _),) = closest(draft_for(catalog, ASKED, fit=fit))  # then its result
    assert len(told) == 2
    more = [
        study(f"n{i}", outcome(), statements=(statement("timing", text),))
        for i, text in enumerate((*texts, "Some cats purred."))
    ]
    fit = meaning(drowsy=0.8, sneezed=0.8, Calm=0.8, purred=0.8)
    assert len(closest(draft_for(make_catalog(*more), ASKED, fit=fit))) == 3


def test_what_says_the_same_is_shown_once():
    again = "A capsule of 600 mg before supper made the volunteers very drowsy."
    catalog = make_catalog(said(DROWSY, again))
    assert closest(draft_for(catalog, ASKED, fit=meaning(drowsy=0.8))) == [[DROWSY]]


def test_a_study_of_what_is_asked_goes_before_others():
    hairy = study("hairy", outcome("benefit", "hair loss"), statements=(statement("timing", CALM),))
    fit = meaning(Calm=0.73, drowsy=0.7)
    assert closest(draft_for(make_catalog(TOLD, hairy), ASKED, fit=fit)) == [[DROWSY]]
    far_closer = meaning(Calm=0.9, drowsy=0.7)
    assert closest(draft_for(make_catalog(TOLD, hairy), ASKED, fit=far_closer))[0] == [CALM]
    assert closest(draft_for(make_catalog(TOLD, hairy), UNNAMED, fit=fit))[0] == [CALM]


def test_a_lesser_result_stands_behind_the_main_one_that_differs():
    null = outcome("no_effect", finding="In 60 adults, sleep did not differ from placebo.")
    lesser = outcome(role="subgroup", finding="In a subgroup of owls, sleep was better.")
    catalog = make_catalog(study("split", null, lesser))
    draft = draft_for(catalog, ASKED, fit=meaning(owls=0.8))
    assert draft.lead[1].quotes[-1].text == null.finding
    assert closest(draft) == [[lesser.finding]]
    agreeing = make_catalog(
        study("one", outcome(finding="In 60 adults, sleep was better."), lesser)
    )
    assert closest(draft_for(agreeing, ASKED, fit=meaning(owls=0.8))) == [[lesser.finding]]


# --- the first lines -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "score", "leads"),
    [
        (UNNAMED, 0.8, True),
        (UNNAMED, 0.7, False),
        (ASKED, 0.9, False),  # its first line is a verdict, which the sentence does not narrow
        ("magnesium with warfarin, volunteers?", 0.9, False),  # and this one's a warning
    ],
)
def test_a_very_close_sentence_leads_where_the_first_lines_answer_no_outcome(
    question, score, leads
):
    draft = draft_for(make_catalog(TOLD), question, fit=meaning(drowsy=score))
    assert any(DROWSY in claim.text for claim in draft.lead[:1]) == leads


ONLY = "The drowsy were tested only together with exercise."
BETTER, WORSE, NULL = (
    outcome(direction, finding=f"In 60 adults, sleep {came} with magnesium.")
    for direction, came in (
        ("benefit", "was better"),
        ("harm", "was worse"),
        ("unclear", "was not"),
    )
)


@pytest.mark.parametrize(
    ("results", "topic", "score", "leads"),
    [
        ([BETTER], "context", 0.7, True),
        ([BETTER], "context", 0.6, False),  # not close enough
        ([WORSE], "context", 0.7, False),  # nothing stands before a harm
        ([WORSE], "safety", 0.7, True),  # but what is to be done about it
        ([BETTER, WORSE], "context", 0.7, False),  # both sides are told
    ],
)
def test_a_close_remark_that_narrows_a_verdict_stands_before_it(results, topic, score, leads):
    told = study("told", *results, statements=(statement(topic, ONLY),))
    draft = draft_for(make_catalog(told), ASKED, fit=meaning(drowsy=score))
    assert any(ONLY in claim.text for claim in draft.lead[:1]) == leads


@pytest.mark.parametrize(
    ("result", "topic", "texts", "line"),
    [
        (BETTER, "context", [ONLY, BETTER.finding], "*Limited evidence, pointing to a benefit in what was studied.*"),
        (WORSE, "safety", [ONLY, "Possibly harmful, on limited evidence:", WORSE.finding], "*Limited evidence, pointing to harm.*"),
    ],
    ids=["no yes behind what narrows it", "a harm stays one"],
)  # fmt: skip
def test_a_verdict_does_not_contradict_what_narrows_it(result, topic, texts, line):
    told = study("told", result, statements=(statement(topic, ONLY),))
    draft = draft_for(make_catalog(told), ASKED, fit=meaning(drowsy=0.7))
    assert [claim.text for claim in draft.lead][: len(texts)] == texts
    assert line in Rendered(draft, lambda name: source(told)).markdown


@pytest.mark.parametrize(("substance", "leads"), [(MGT, True), ("magnesium", False)])
def test_a_remark_on_the_element_does_not_lead_for_one_of_its_salts(substance, leads):
    told = study(
        "told", outcome(), statements=(statement("context", ONLY),), substances=(substance,)
    )
    own = study("own", outcome(), substances=(MGT,))
    asked = f"is {MGT} good for sleep?"
    draft = draft_for(make_catalog(told, own), asked, fit=meaning(drowsy=0.9))
    assert any(ONLY in claim.text for claim in draft.lead[:1]) == leads


@pytest.mark.parametrize(
    ("main", "direction", "leads"),
    [(BETTER, "no_effect", True), (BETTER, "harm", True), (BETTER, "benefit", False), (NULL, "benefit", False)],
)  # fmt: skip
def test_a_close_result_stands_before_the_verdict_only_if_it_came_out_worse(main, direction, leads):
    owls = outcome(direction, role="subgroup", finding="In drowsy owls, sleep was looked at.")
    draft = draft_for(make_catalog(study("split", main, owls)), ASKED, fit=meaning(drowsy=0.8))
    texts = [claim.text for claim in draft.lead]
    assert (texts[0] == owls.finding) is leads
    assert len(set(texts)) == len(texts)
