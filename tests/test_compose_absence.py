"""What the documents do not name: unknown words, names and subjects."""

from __future__ import annotations

from math import log

import pytest

from assistant.compose.sentences import SentenceRanks
from assistant.compose.unnamed import by_outcome
from assistant.schema import (
    Coverage,
    CoverageClaim,
)
from assistant.verify import Verifier
from tests.builders import (
    article,
    article_claim,
    draft_for,
    make_catalog,
    outcome,
    section_of,
    statement,
    study,
)
from tests.drafts import headings, question_of, verified


def others(n=12):
    """Studies that fill a catalog, so that the words of one more are rare."""
    return [study(f"f{i}", outcome("benefit", "hair loss"), substances=("zinc",)) for i in range(n)]


# --- the rarity of words ---------------------------------------------------------------------

DROWSY = "A capsule of 600 mg before supper made volunteers drowsy."
TOLD = study("told", statements=(statement("timing", DROWSY),))


def test_a_word_is_as_rare_as_the_sentences_without_it_are_many():
    # 5 sentences of `told` and 4 of each of the 12 others: 53; "drowsy" in 1, "tested" in the 13
    # design sentences; the two of "magnesium" are its design and its finding.
    ranks = SentenceRanks(make_catalog(TOLD, *others()))
    assert ranks.rarity("drowsi") == pytest.approx(log(53))
    assert ranks.rarity("test") == pytest.approx(log(53 / 13))
    assert ranks.rarity("magnesium") == pytest.approx(log(53 / 2))
    assert ranks.rarity("xylograph") == 0.0


@pytest.mark.parametrize(
    ("question", "is_foreign"),
    [
        ("will magnesium rust my bicycle chain", True),
        ("is magnesium for volunteers with bicycle and chain rust", True),  # three of four
        ("is magnesium for drowsy volunteers with bicycle and chain", False),  # two unknown
        ("is magnesium for drowsy volunteers before supper, bicycle, chain, rust", False),  # 3 of 7
        ("magnesium", False),
    ],
)
def test_a_question_of_other_things_has_mostly_unknown_words(question, is_foreign):
    ranks = SentenceRanks(make_catalog(TOLD, *others()))
    assert ranks.is_foreign(question, ("magnesium",)) is is_foreign


def test_a_question_of_other_things_is_out_of_scope():
    catalog = make_catalog(TOLD, *others())
    draft = draft_for(catalog, "will magnesium rust my bicycle chain?")
    assert (draft.status, draft.lead) == ("out_of_scope", ())
    # Who is asked about, a medicine or an outcome makes it one of health.
    for more in ("in children", "with warfarin", "and sleep"):
        asked = f"will magnesium {more} rust my bicycle chain?"
        assert draft_for(catalog, asked).status != "out_of_scope"


def test_a_small_index_leaves_a_question_of_its_substance_in_scope():
    draft = draft_for(make_catalog(study("slept")), "how does magnesium work in the brain?")
    assert draft.status != "out_of_scope"


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("does rhodiola help sleep?", ("rhodiola",)),
        ("does Rhodiola or fisetin help?", ("Rhodiola", "fisetin")),
        ("rhodiola, is rhodiola good?", ("rhodiola",)),
        ("does magnesium make volunteers drowsy?", ()),  # all of them are known
        ("does whiskey help?", ("whiskey",)),  # an everyday word is a name where it is asked about
        ("we drink whiskey", ()),
        ("does rhodiola help like whiskey?", ("rhodiola",)),  # a rare word is enough
        ("does msm help?", ()),  # too short to tell
    ],
)
def test_names_that_no_study_holds(question, names):
    ranks = SentenceRanks(make_catalog(TOLD, *others()))
    assert ranks.unknown_names(question) == names


# --- a subject that no document names --------------------------------------------------------


def test_an_unknown_name_gives_no_evidence_and_a_search_that_can_be_run_again():
    catalog = make_catalog(study("slept"))
    draft = verified(catalog, draft_for(catalog, "does rhodiola or fisetin help sleep?"))
    assert (draft.status, draft.reason, draft.evidence) == ("no_evidence", "substance_absent", None)
    first = draft.lead[0]
    assert isinstance(first, CoverageClaim)
    assert first.text == "Not known: no document here names rhodiola or fisetin."
    assert first.query == Coverage(substances=(), words=("rhodiola", "fisetin"), expected=0)
    assert Verifier(catalog, catalog.texts.get).passes(first)
    # What is held on the outcome stands below, and not as an answer.
    assert headings(draft) == ["Nearby, but not an answer"]
    assert section_of(draft, "slept") == ["Nearby, but not an answer"]


def test_an_unknown_name_without_an_outcome_is_absent_where_it_is_something_to_take():
    catalog = make_catalog(study("slept"))
    draft = verified(catalog, draft_for(catalog, "should I be taking rhodiola?"))
    assert (draft.status, draft.reason, draft.sections) == ("no_evidence", "substance_absent", ())
    assert [claim.text for claim in draft.lead] == ["Not known: no document here names rhodiola."]
    assert draft_for(catalog, "who wrote rhodiola?").status == "out_of_scope"


def test_a_false_absence_of_a_name_is_cut():
    catalog = make_catalog(study("slept"))
    claim = draft_for(catalog, "does rhodiola help sleep?").lead[0]
    query = Coverage(substances=(), words=("placebos", "adults"), expected=0)
    false = claim.model_copy(update={"query": query})
    assert not Verifier(catalog, catalog.texts.get).passes(false)


@pytest.mark.parametrize(
    "question",
    [
        "what herb like rhodiola helps sleep?",  # asks what there is
        "does sleep help?",  # names nothing unknown
    ],
)
def test_nothing_is_denied_where_something_may_be_there(question):
    told = statement("context", "Valerian was not allowed in this trial.")
    catalog = make_catalog(study("slept", statements=(told,)))
    draft = draft_for(catalog, question)
    assert draft.status == "answered"
    assert draft.lead == by_outcome(catalog, question_of(catalog, question)).lead


def test_a_substance_of_which_only_a_relative_is_held_is_said_to_be_absent():
    catalog = make_catalog(study("cells", substances=("L-threonate",)))
    draft = verified(catalog, draft_for(catalog, "what is the dose of magnesium L-threonate?"))
    assert draft.status == "no_evidence"
    assert draft.lead[0].text == "Not known: no document here is about magnesium L-threonate."
    assert "related substances" in draft.sections[0].items[0].claims[0].text


@pytest.mark.parametrize("name", ["valerians", "valer"])
def test_a_document_that_only_mentions_a_name_is_not_about_it(name):
    told = statement("context", "Valerian was not allowed in this trial.")
    catalog = make_catalog(study("slept", statements=(told,)))
    draft = verified(catalog, draft_for(catalog, f"does {name} help sleep?"))
    assert (draft.status, draft.reason) == ("no_evidence", "substance_absent")
    assert [c.text for c in draft.lead] == [f"Not known: no document here is about {name}."]


def test_a_name_that_only_an_article_holds_is_not_denied():
    shop = article("shop", article_claim("The shop says that rhodiola deepens sleep."))
    draft = draft_for(make_catalog(study("slept"), shop), "does rhodiola help sleep?")
    assert not any("no document here names rhodiola" in claim.text for claim in draft.lead)
