"""A question that names no outcome, an amount, a definition, and who speaks."""

from __future__ import annotations

import pytest

from assistant.compose.comparison import answer_both_definitions
from assistant.compose.origins import named_articles
from assistant.compose.tested import amount_of
from assistant.schema import (
    CaveatKind,
    Design,
)
from tests.builders import (
    article,
    article_claim,
    draft_for,
    make_catalog,
    meta,
    outcome,
    statement,
    study,
)
from tests.drafts import agency, caveat_texts, headings, question_of, verified

# --- a question that names no outcome --------------------------------------------------------


def test_an_overview_has_a_line_for_each_outcome_the_most_studied_first():
    catalog = make_catalog(
        study("s1"),
        study("s2"),
        study("h1", outcome("unclear", "hair loss"), funding_class="maker"),
        study("m1", outcome("benefit", "memory"), kind=Design.ANIMAL),
        study("l1", outcome("harm", "liver injury", role="harm"), kind=Design.CASE_REPORT),
        article(
            "shop",
            article_claim("The shop says that magnesium calms.", outcomes=("stress",)),
        ),
    )
    draft = verified(catalog, draft_for(catalog, "is magnesium any good?"))
    # Studies of people: sleep 2, hair 1, liver 1, by name; rats and the shop get no line beside them.
    (first,) = draft.lead
    assert first.text.startswith(
        "Most of what the documents hold on magnesium is about sleep, hair and liver;"
    )
    assert headings(draft) == ["Outcome by outcome"]
    starts = [item.claims[0].text.split(":")[0] for item in draft.sections[0].items]
    assert starts[:2] == ["On sleep, probably yes", "On hair, not shown"]
    assert len(starts) == 3
    # Each line has its level and the whole has none; money and harms are said of all of them.
    assert draft.evidence.level == "not_applicable"
    assert any("maker" in text for text in caveat_texts(draft, CaveatKind.FUNDING))
    assert any("liver injury" in text for text in caveat_texts(draft, CaveatKind.ASK_CLINICIAN))


def test_an_overview_has_six_outcomes_at_most():
    names = ("hair loss", "memory", "csf magnesium", "blood pressure", "stress", "liver injury")
    facts = [study(f"s{i}", outcome("benefit", name)) for i, name in enumerate(names)]
    catalog = make_catalog(*facts, study("slept"), study("too"))
    draft = verified(catalog, draft_for(catalog, "is magnesium any good?"))
    assert len(draft.sections[0].items) == 6
    assert "is about sleep, " in draft.lead[0].text


def test_one_outcome_alone_is_answered_whole():
    draft = draft_for(make_catalog(study("s1")), "is magnesium any good?")
    assert draft.lead[0].text == "Possibly, but this isn't settled:"
    assert draft.lead[1].quotes[-1].source_id == "s1"
    assert headings(draft) == []


def test_a_substance_on_which_there_is_nothing_has_no_overview():
    draft = draft_for(make_catalog(study("s1")), "is zinc any good?")
    assert (draft.status, draft.reason) == ("no_evidence", "substance_absent")


# --- amounts ---------------------------------------------------------------------------------


def kava(source_id, design, dose=240):
    return study(
        source_id, design=design, dose_compound_mg_per_day=dose, substances=("ashwagandha",)
    )


OF_MARKED = "In this trial, 100 adults took 240 mg of kavalactones a day."
OF_PLANT = "In this trial, 100 adults took 240 mg of ashwagandha a day."
OF_NOTHING = "In this trial, 100 adults took one capsule of 240 mg."


@pytest.mark.parametrize(
    ("designs", "expected"),
    [
        ([OF_MARKED], "of kavalactones"),
        ([OF_MARKED, OF_MARKED.replace("240", "1,240.5")], "of kavalactones"),
        ([OF_PLANT], "of ashwagandha"),
        ([OF_NOTHING], "of ashwagandha"),
        # Where the studies speak of different things, the amounts are of none of them.
        ([OF_MARKED, OF_PLANT], "(ashwagandha)"),
        ([OF_MARKED, OF_NOTHING], "(ashwagandha)"),
        (["In it, 9 adults took 240 mg of a root extract, once."], "of a root extract"),
        (["In it, 9 adults took 240 mg of withanolides or placebo."], "of withanolides"),
    ],
)
def test_what_an_amount_is_of(designs, expected):
    studies = [kava(f"k{i}", design) for i, design in enumerate(designs)]
    assert amount_of("ashwagandha", studies) == expected


def test_an_amount_of_the_marked_ingredient_is_not_one_of_the_plant():
    catalog = make_catalog(kava("k1", OF_MARKED))
    draft = verified(catalog, draft_for(catalog, "what dose of ashwagandha was tested?"))
    assert draft.lead[0].text == "In the trial of K1 people took 240 mg of kavalactones a day."


# --- definitions -----------------------------------------------------------------------------

SALT = "Magnesium citrate is a salt of citric acid."
METAL = "Zinc is a metal that the body needs."


def sheet(source_id, substance, text):
    said = (statement("definition", text),)
    return agency(source_id, *said, substances=(substance,))


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        (["salt", "metal"], [SALT, METAL]),
        (["metal"], [METAL]),
        (["salt"], [SALT]),
    ],
)
def test_who_asks_whether_two_are_the_same_is_told_what_each_is(sheets, expected):
    facts = {"salt": ("magnesium citrate", SALT), "metal": ("zinc", METAL)}
    catalog = make_catalog(*(sheet(name, *facts[name]) for name in sheets))
    draft = verified(catalog, draft_for(catalog, "is magnesium citrate the same as zinc?"))
    assert [claim.quotes[-1].text for claim in draft.lead if claim.quotes] == expected
    assert len(draft.lead) == 2  # Of the one that has no sheet, that is said.
    assert draft.evidence.level == "not_applicable"


def test_of_two_substances_that_nothing_defines_that_is_said_of_each():
    catalog = make_catalog(study("slept"))
    asked = question_of(catalog, "is magnesium citrate the same as zinc?")
    draft = verified(catalog, answer_both_definitions(catalog, asked))
    assert [(claim.part, claim.text) for claim in draft.lead] == [
        ("", "Not known: no document here says what magnesium citrate is."),
        ("Zinc", "Not known: no document here is about zinc."),
    ]


def test_what_is_asked_for_whom_is_answered_for_them_alone():
    catalog = make_catalog(
        study("slept"), study("rested"), study("born", outcome("harm", "liver injury", role="harm"))
    )
    draft = draft_for(catalog, "does magnesium help sleep, and is it safe for my baby?")
    assert draft.lead[0].text.startswith("Probably yes")
    assert draft.lead[-1].part == "What may go wrong"
    assert "children" in draft.lead[-1].text


# --- who speaks ------------------------------------------------------------------------------

ARTICLES = (
    article("dutch", speaker="a Dutch web shop", title="Restful nights"),
    article("blog", speaker="an anonymous personal blog", title="My year with minerals"),
    article("supplier", speaker="a supplier", title="Bulk minerals", authors="Nutri Avenue"),
)


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("what does Nutri Avenue say?", ["supplier"]),  # a proper name
        ("is nutri right?", ["supplier"]),
        ("does the Dutch shop sell it?", ["dutch"]),  # two words of the speaker
        ("is the personal blog right?", ["blog"]),
        ("is the Dutch one right?", []),  # one word alone, and nobody is said to say anything
        ("what does the Dutch one say?", ["dutch"]),
        ("according to the supplier?", ["supplier"]),
        ("what do minerals say?", []),  # two speakers have that word
        ("what does the web page say?", []),  # words that name no one
        ("what does magnesium do?", []),
        ("what do Nutri Avenue and the personal blog say?", ["blog", "supplier"]),
    ],
)
def test_an_article_is_named_by_its_speaker(question, ids):
    assert [a.id for a in named_articles(question, ARTICLES)] == ids


def test_a_named_article_is_the_one_that_answers():
    claims = {
        "dutch": "The Dutch web shop says that magnesium deepens sleep.",
        "supplier": "The supplier says that magnesium deepens sleep.",
    }
    articles = [
        article(a.id, article_claim(claims[a.id]), speaker=a.speaker, title=a.title, authors=a.authors)
        for a in ARTICLES
        if a.id in claims
    ]  # fmt: skip
    catalog = make_catalog(study("slept"), *articles)
    draft = verified(
        catalog, draft_for(catalog, "does the Dutch shop say that magnesium helps sleep?")
    )
    claims = [c for c in draft.lead if c.kind == "reported"]
    assert [q.source_id for c in claims for q in c.quotes] == ["dutch"]


def test_the_review_that_decides_is_named_in_the_overview_of_an_outcome():
    catalog = make_catalog(meta("pooled", substances=("zinc",)), study("slept"))
    draft = verified(catalog, draft_for(catalog, "what helps sleep?"))
    # The best supported first: moderate before limited.
    assert [i.claims[0].quotes[0].source_id for i in draft.sections[0].items] == ["pooled", "slept"]
    assert "zinc and magnesium" in draft.lead[0].text
