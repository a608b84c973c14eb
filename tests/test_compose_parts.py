"""Several things asked at once, when to take it, how good the studies are, and what a body says."""

from __future__ import annotations

import pytest

from assistant.compose.asked import asks_quality
from assistant.compose.bodies import named_source
from assistant.render import Rendered
from assistant.retrieve import Catalog
from assistant.schema import Design, Draft, Source
from assistant.understand import plain
from assistant.understand.cues import find_intents
from assistant.verify import Verifier
from tests.builders import draft_for, limit, make_catalog, meta, outcome, statement, study

NEED = statement("requirement", "The Health Agency sets the need for magnesium at 320 mg a day.")
LIMIT = statement("upper_level", "The Health Agency sets the most for magnesium at 350 mg a day.")
AGENCY = {"kind": Design.FACT_SHEET, "authors": "National Health Agency", "species": "none"}


def answered(catalog, question):
    """The verified draft; the verifier may not have cut a claim of it."""
    result = Verifier(catalog, catalog.texts.get).verify(draft_for(catalog, question))
    assert result.verification.cut == 0
    return result.draft


def shown(draft: Draft, catalog: Catalog) -> str:
    """The answer as Markdown."""

    def read_source(source_id: str) -> Source:
        facts = catalog.abstracts[source_id]
        return Source(
            source_id=source_id, title=facts.title, text=catalog.texts[source_id], facts=facts
        )

    return Rendered(draft, read_source).markdown


def parts_of(draft: Draft) -> dict[str, str]:
    """The paragraphs of the first lines by their headings."""
    found: dict[str, list[str]] = {}
    for claim in draft.lead:
        found.setdefault(claim.part, []).append(claim.text)
    return {part: " ".join(texts) for part, texts in found.items()}


def test_each_thing_that_is_asked_has_its_paragraph_in_the_asked_order():
    catalog = make_catalog(study("s1"), study("s2"))
    draft = answered(
        catalog, "what is magnesium, does it help sleep, and who paid for the studies?"
    )
    # A verdict does not stand behind what is not known, and says what it is the verdict on.
    assert list(parts_of(draft)) == ["Whether it works", "What it is", "Who paid"]
    assert parts_of(draft)["Whether it works"].startswith("Probably yes")
    assert parts_of(draft)["What it is"] == "Not known: no document here says what magnesium is."
    assert draft.evidence_part == "Whether it works"
    turned = answered(catalog, "who paid for the studies of magnesium, and what is it?")
    assert list(parts_of(turned)) == ["", "What it is"]


def test_two_substances_have_a_paragraph_each():
    catalog = make_catalog(study("s1"), study("z1", substances=("zinc",)))
    draft = answered(catalog, "do magnesium or zinc help sleep?")
    assert list(parts_of(draft)) == ["", "Zinc"]
    assert "magnesium" in parts_of(draft)[""]
    assert "zinc" in parts_of(draft)["Zinc"]


def test_the_headings_and_the_evidence_line_are_shown_where_they_belong():
    catalog = make_catalog(study("s1"), study("s2"))
    draft = answered(catalog, "what is magnesium and does it help sleep?")
    blocks = shown(draft, catalog).split("\n\n")
    assert blocks[0].startswith("**Whether it works:** Probably yes")
    assert blocks[1].startswith("*Moderate evidence")
    assert blocks[2] == "**What it is**"
    assert blocks[3] == "Not known: no document here says what magnesium is."


@pytest.mark.parametrize(
    ("question", "is_when"),
    [
        ("should magnesium be taken with food?", True),
        ("what is the best time of day to take magnesium?", True),
        ("when should I take creatine, before or after training?", True),
        ("should iron be taken on an empty stomach", True),
        ("does taking magnesium before bed help me sleep?", False),
        ("how much magnesium do I need?", False),
    ],
)
def test_questions_of_time_are_told_from_others(question, is_when):
    assert ("timing" in find_intents(plain(question))) is is_when


def test_a_time_of_which_nothing_is_said_is_unknown_and_one_that_is_said_is_quoted():
    catalog = make_catalog(study("s1"))
    draft = answered(catalog, "should magnesium be taken with food?")
    assert draft.status == "no_evidence"
    assert [c.text for c in draft.lead] == [
        "Not known: no document here says when to take magnesium in relation to meals."
    ]
    said = statement("timing", "In the trial, magnesium was taken with food by all 80 adults.")
    draft = answered(
        make_catalog(study("s1", statements=(said,))), "should magnesium be taken with food?"
    )
    assert [c.text for c in draft.lead] == [said.text]


@pytest.mark.parametrize(
    ("question", "is_quality"),
    [
        ("how good are the trials on magnesium?", True),
        ("are the magnesium studies any good", True),
        ("how much should i trust the magnesium studies", True),
        ("is magnesium any good?", False),
        ("does magnesium improve sleep quality in trials?", True),
    ],
)
def test_questions_on_the_studies_themselves_are_known(question, is_quality):
    assert asks_quality(question) is is_quality


def test_how_good_the_studies_are_is_said_in_the_words_of_a_review():
    rated = limit("The pooled trials were of low quality with unclear blinding.", "few_studies")
    catalog = make_catalog(meta("m1", limits=(rated,)), study("s1"))
    draft = answered(catalog, "how good are the trials of magnesium for sleep?")
    assert draft.lead[0].text == rated.text
    assert draft.evidence.level != "not_applicable"


def test_a_named_body_is_heard_before_anybody_else():
    catalog = make_catalog(study("s1"), study("agency", statements=(NEED, LIMIT), **AGENCY))
    draft = answered(
        catalog, "what does the National Health Agency say about the upper limit of magnesium?"
    )
    assert [s.heading for s in draft.sections] == ["What National Health Agency says"]
    assert LIMIT.text in draft.lead[0].text


def test_a_source_that_is_not_here_is_said_to_be_absent():
    catalog = make_catalog(study("s1"), study("s2"))
    draft = answered(catalog, "what does the Mayo Clinic say about magnesium for sleep?")
    assert draft.lead[0].text == "No document here is from Mayo Clinic."
    assert any(claim.text.startswith("Probably yes") for claim in draft.lead)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What does the Sleep Foundation article say about magnesium?", "Sleep Foundation"),
        ("does examine.com recommend creatine", "examine.com"),
        ("what does the research say about magnesium?", None),
        ("curcumin works according to reddit", None),
    ],
)
def test_whoever_is_asked_about_is_found_by_the_frame(question, name):
    assert named_source(question) == name


def test_what_a_question_takes_for_granted_is_corrected_first():
    catalog = make_catalog(study("s1", outcome("unclear")))
    draft = answered(catalog, "since magnesium is proven to cure insomnia, how much should I take?")
    assert draft.lead[0].text.startswith(
        "What the question takes for granted is not shown here. Not shown"
    )
    sure = make_catalog(study("s1"), study("s2"))
    draft = answered(sure, "magnesium cures insomnia, right?")
    assert draft.lead[0].text.startswith(
        "The question says more than these documents do. Probably yes"
    )
    draft = answered(sure, "magnesium helps sleep, right?")
    assert draft.lead[0].text.startswith("Probably yes")


def test_how_to_spread_it_is_answered_by_the_studies_that_compare_schedules():
    other = "After a day off, more magnesium was absorbed with every other day than with consecutive days."
    placebo = "Sleep was better with magnesium every other day than with placebo."
    catalog = make_catalog(
        study("a", outcome("benefit", comparison="placebo", finding=placebo)),
        study("b", outcome("benefit", comparison="other_dose", finding=other)),
    )
    for question in (
        "should I take magnesium on alternate days?",
        "is magnesium better every other day than daily?",
    ):
        draft = answered(catalog, question)
        assert [claim.text for claim in draft.lead] == [other], question
    both = parts_of(answered(catalog, "is magnesium better every other day than daily, and does it help sleep?"))  # fmt: skip
    assert list(both) == ["", "Whether it works"]
    assert both[""] == other


def test_a_schedule_that_no_document_speaks_of_is_not_known():
    draft = answered(make_catalog(study("a")), "is magnesium better weekly or daily?")
    assert [claim.text for claim in draft.lead] == [
        "Not known: no document here speaks of taking magnesium once a week."
    ]
    assert draft.status == "no_evidence"
