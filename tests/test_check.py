"""The claim check: what of a page is a claim, what the documents say to it, and which words are marked."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest
from builders import (
    VOCABULARY,
    WordEmbedder,
    article,
    article_claim,
    limit,
    make_catalog,
    meta,
    outcome,
    statement,
    study,
)
from hypothesis import given
from hypothesis import strategies as st

from assistant.check import ClaimChecker
from assistant.check.marks import find_marks
from assistant.check.page import page_sentences
from assistant.check.statements import statements_of
from assistant.errors import InputError
from assistant.render import make_citation
from assistant.schema import (
    Abstract,
    Article,
    CheckReport,
    Citation,
    Design,
    Passage,
    Quote,
    ScoredPassage,
    Source,
)
from assistant.understand import Understander

PAGE = """\
Home
Add to cart

Sleep Well With Magnesium

Magnesium improves sleep. It also improves memory!
Do you want to sleep better?
- Supports restful sleep
- Talk to your doctor before you take it.

Now only $19.95 with free shipping.
Post a Comment

References
1. Author A, et al. Magnesium and sleep. J Test. 2020;3(1):2-9.
https://example.org/paper
"""
MGT = "magnesium L-threonate"


def check(text: str, *facts: Abstract | Article) -> CheckReport:
    """Check a text against these documents alone, without an index and a model of embeddings."""
    catalog = make_catalog(*facts)
    sources = {
        item.id: Source(
            source_id=item.id, title=item.title, text=catalog.texts[item.id], facts=item
        )
        for item in facts
    }
    numbers: dict[Quote, int] = {}

    def cite(quotes: Iterable[Quote]) -> tuple[Citation, ...]:
        found = []
        for quote in quotes:
            number = numbers.setdefault(quote, len(numbers) + 1)
            found.append(make_citation(number, sources[quote.source_id], quote))
        return tuple(found)

    checker = ClaimChecker(
        catalog, Understander(VOCABULARY), lambda query, k: [], WordEmbedder()
    )  # fmt: skip
    return checker.check_text(text, cite, "test")


def verdict(text: str, *facts: Abstract | Article) -> str:
    """The verdict on a text of one sentence."""
    (claim,) = check(text, *facts).claims
    return claim.verdict


# --- the page --------------------------------------------------------------------------------


def test_a_page_is_read_as_its_sentences_without_its_furniture() -> None:
    assert [sentence.text for sentence in page_sentences(PAGE)] == [
        "Magnesium improves sleep.",
        "It also improves memory!",
        "Do you want to sleep better?",
        "Supports restful sleep",
        "Talk to your doctor before you take it.",
        "Now only $19.95 with free shipping.",
    ]


def test_a_sentence_is_the_stretch_of_the_text_that_it_names() -> None:
    for sentence in page_sentences(PAGE):
        assert PAGE[sentence.start : sentence.end] == sentence.text


@given(st.text(alphabet=" \n.!?-•ab1AB“…:", max_size=120))
def test_any_text_is_cut_into_stretches_of_itself_in_order(text: str) -> None:
    found = page_sentences(text)
    assert all(text[s.start : s.end] == s.text for s in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_a_line_too_long_for_a_sentence_is_not_checkable() -> None:
    assert verdict("magnesium improves sleep and " * 100, *TWO_TRIALS) == "not_checkable"


def test_a_wrapped_sentence_is_one() -> None:
    text = (
        "Magnesium is a mineral that some people take in the evening\nbecause they hope for sleep."
    )
    assert [sentence.text for sentence in page_sentences(text)] == [text]


def test_a_bullet_that_states_an_effect_is_no_heading() -> None:
    found = page_sentences("Benefits\n- Boosts memory\n- Our Story\n")
    assert [sentence.text for sentence in found] == ["Boosts memory"]


def test_a_title_and_the_mark_of_a_footnote_are_no_part_of_a_sentence() -> None:
    text = "Magnesium and brain health, plasticity and resilience\n\n⁵ Some people take magnesium."
    assert [sentence.text for sentence in page_sentences(text)] == ["Some people take magnesium."]


def test_a_sentence_keeps_the_heading_that_it_stands_under() -> None:
    (found,) = page_sentences("Magnesium Citrate\nIt helps many people to sleep at night.")
    assert found.heading == "Magnesium Citrate"


# --- verdicts --------------------------------------------------------------------------------

TWO_TRIALS = (study("a-2020", outcome("benefit")), study("b-2021", outcome("benefit")))
MIXED = (study("a-2020", outcome("benefit")), study("b-2021", outcome("unclear")))
NULL = (study("a-2020", outcome("unclear")),)
STRONG = (meta("m-2020", outcome("benefit", certainty="high"), trials=12, people=6000),)
NONE_AT_ALL = (
    meta(
        "m-2020",
        outcome("no_effect", certainty="high", important_effect_excluded=True),
        trials=12,
        people=6000,
    ),
)
RATS = (study("r-2020", outcome("benefit"), kind=Design.ANIMAL, substances=(MGT,)),)
DISH = (
    study(
        "d-2020",
        outcome("benefit", "hair loss"),
        kind=Design.IN_VITRO,
        substances=("L-threonate",),
        limits=(limit("It was done in a dish alone.", "cell_study"),),
    ),
)
MIXTURE = (
    study(
        "x-2020",
        outcome("benefit"),
        substances=("magnesium", "glycine"),
        combination=True,
        co_ingredients=("glycine",),
    ),
)
LIVER = (
    study(
        "k-2020",
        outcome("harm", "liver injury"),
        kind=Design.CASE_REPORT,
        substances=("ashwagandha",),
    ),
)

CASES = [
    ("a hedge over one small body", "Magnesium may improve sleep.", TWO_TRIALS[:1], "supported"),
    ("a fact over limited evidence", "Magnesium improves sleep.", TWO_TRIALS[:1], "overclaims"),
    ("a fact over agreeing good trials", "Magnesium improves sleep.", TWO_TRIALS, "supported"),
    ("a promise over agreeing good trials", "Magnesium cures insomnia.", TWO_TRIALS, "overclaims"),
    ("a fact over results that differ", "Magnesium improves sleep.", MIXED, "overclaims"),
    ("a hedge over results that differ", "Magnesium may improve sleep.", MIXED, "supported"),
    ("a hedge over nulls alone", "Magnesium may improve sleep.", NULL, "overclaims"),
    ("a fact over strong evidence", "Magnesium improves sleep.", STRONG, "supported"),
    ("a hedge over strong evidence", "Magnesium may perhaps improve sleep.", STRONG, "understates"),
    ("a link over strong evidence", "Magnesium is associated with better sleep.", STRONG, "understates"),
    ("a doubt over strong evidence", "It is unclear whether magnesium improves sleep.", STRONG, "understates"),
    ("a doubt over results that differ", "It is unclear whether magnesium improves sleep.", MIXED, "supported"),
    ("a fact against strong evidence", "Magnesium improves sleep.", NONE_AT_ALL, "contradicted"),
    ("a denial of strong evidence", "Magnesium does not improve sleep.", STRONG, "contradicted"),
    ("a denial by strong evidence", "Magnesium does not improve sleep.", NONE_AT_ALL, "supported"),
    ("a flat denial over one null", "Magnesium does not improve sleep.", NULL, "overclaims"),
    ("a null as it was found", "Magnesium did not improve sleep in the trial.", NULL, "supported"),
    ("rats said of people", "Magtein improves sleep.", RATS, "overclaims"),
    ("rats said of rats", "In rats, Magtein improved sleep.", RATS, "supported"),
    ("another form", "Magnesium L-threonate regrows hair.", DISH, "overclaims"),
    ("one part of a mixture", "Magnesium improves sleep.", MIXTURE, "overclaims"),
    ("the mixture itself", "A combination of magnesium and glycine may improve sleep.", MIXTURE, "supported"),
    ("a harm as it was reported", "Ashwagandha has been linked to liver injury.", LIVER, "supported"),
    ("safety against a harm", "Ashwagandha is harmless and never causes liver damage.", LIVER, "contradicted"),
    ("nothing on the outcome", "Magnesium improves memory.", TWO_TRIALS, "unsupported"),
    ("nothing on the substance", "Caffeine improves sleep.", TWO_TRIALS, "unsupported"),
    ("an article alone", "Magnesium improves sleep.", (article("shop"),), "unsupported"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "facts", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_claim_may_say_what_the_documents_bear_out(
    text: str, facts: tuple[Abstract | Article, ...], expected: str
) -> None:
    assert verdict(text, *facts) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Do you want to sleep better with magnesium?",
        "Take two magnesium capsules with water.",
        "In my opinion magnesium improves sleep.",
        "I started taking magnesium and my sleep is better.",
        "Since I take magnesium I sleep like a log.",
        "Our customers report better sleep with magnesium.",
        "Our magnesium capsules are made in Germany.",
        "Magnesium now costs only $12 with free shipping.",
        "This magnesium is not intended to diagnose, treat, cure or prevent any disease.",
        "Bad sleep troubles millions of people.",
        "Magnesium verbetert de slaap van veel mensen.",
    ],
)
def test_what_is_no_statement_on_a_supplement_is_not_checkable(text: str) -> None:
    assert verdict(text, *TWO_TRIALS) == "not_checkable"


def test_it_means_the_substance_of_the_sentence_before() -> None:
    report = check("Magnesium is a mineral that people take. It improves sleep.", *MIXED)
    assert report.claims[1].verdict == "overclaims"


def test_a_bullet_speaks_of_the_substance_of_the_page() -> None:
    report = check("Magnesium Night\n\nMagnesium is in it.\n\n- Improves sleep\n", *MIXED)
    assert report.claims[-1].text == "Improves sleep"
    assert report.claims[-1].verdict == "overclaims"


def test_a_slogan_without_a_verb_of_effect_that_the_model_knows_is_a_claim() -> None:
    report = check("Magnesium Night\n\n- Clinically proven to improve sleep\n", *MIXED)
    (claim,) = report.claims
    assert (claim.verdict, [mark.kind for mark in claim.marks]) == (
        "overclaims",
        ["clinically_proven"],
    )


def test_the_reason_names_the_words_the_model_and_the_form() -> None:
    (claim,) = check("Magnesium L-threonate regrows hair.", *DISH).claims
    assert claim.reason == (
        "Says “regrows hair” as a fact; on hair loss it was tested here only in cultured cells, as L-threonate."
    )
    assert [citation.source_id for citation in claim.citations] == ["d-2020"]


def test_a_citation_is_an_exact_stretch_of_its_document() -> None:
    catalog = make_catalog(*MIXED)
    for claim in check("Magnesium improves sleep.", *MIXED).claims:
        assert claim.citations
        for citation in claim.citations:
            text = catalog.texts[citation.source_id]
            assert text[citation.start : citation.end] == citation.quote


def test_a_report_counts_its_verdicts_and_marks() -> None:
    report = check(
        "Magnesium improves sleep. Magnesium cures insomnia. What should I do?", *TWO_TRIALS
    )
    assert report.summary.model_dump() == {
        "text": "2 checkable claims in 3 sentences: 1 say more than the documents, 1 supported.",
        "sentences": 3,
        "verdicts": {
            "supported": 1, "overclaims": 1, "understates": 0, "contradicted": 0, "unsupported": 0,
            "not_checkable": 1,
        },
        "marks": {"disease_claim": 1},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"), [("", "empty"), (" \n", "empty"), ("a" * 200_001, "200,001 characters")]
)
def test_a_text_that_cannot_be_checked_is_refused(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        check(text)


# --- other facts -----------------------------------------------------------------------------

CONTENT = study(
    "c-2020",
    kind=Design.FACT_SHEET,
    substances=(MGT,),
    statements=(
        statement(
            "content", "A dose of 2,000 mg of magnesium L-threonate gives 144 mg of magnesium."
        ),
        statement(
            "interaction",
            "Magnesium L-threonate binds tetracycline antibiotics, so take it hours apart.",
        ),
    ),
)
WRONG = article(
    "page",
    article_claim(
        "The page says that 2,000 mg of magnesium L-threonate give 250 mg of magnesium.",
        substances=(MGT,), outcomes=(), topic="dose", is_error=True,
        note="A dose of 2,000 mg gives about 144 mg; 250 mg is the figure for 3,000 mg.",
    ),
)  # fmt: skip
FACTS = [
    ("the same in other words", "2,000 mg of magnesium L-threonate gives 144 mg of magnesium.", "supported"),
    ("an amount that is elsewhere", "People take 2,000 mg of magnesium L-threonate.", "supported"),
    ("another amount", "A dose of 2,000 mg of magnesium L-threonate gives 900 mg of magnesium.", "contradicted"),
    ("nothing like it", "Magnesium L-threonate was named after a river in Wales.", "unsupported"),
    ("an interaction", "Magnesium L-threonate can bind tetracycline.", "supported"),
    ("an interaction denied", "Magnesium L-threonate does not interact with tetracycline.", "contradicted"),
    ("another medicine", "Magnesium L-threonate interacts with warfarin.", "unsupported"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in FACTS], ids=[case[0] for case in FACTS]
)
def test_a_plain_fact_is_held_against_the_nearest_sentences(text: str, expected: str) -> None:
    assert verdict(text, CONTENT) == expected


def test_a_figure_that_the_documents_know_to_be_wrong_is_named_with_their_note() -> None:
    (claim,) = check(
        "In 2,000 mg of magnesium L-threonate are 250 mg of magnesium.", CONTENT, WRONG
    ).claims
    assert claim.verdict == "contradicted"
    assert claim.reason.endswith("250 mg is the figure for 3,000 mg.")
    assert [citation.source_id for citation in claim.citations] == ["page"]


def test_praise_without_an_outcome_is_for_what_the_page_is_about() -> None:
    text = "Magnesium L-threonate could be a promising remedy. Magnesium L-threonate may help against hair loss."
    report = check(text, *DISH)
    assert [claim.verdict for claim in report.claims] == ["overclaims", "overclaims"]


def test_of_equally_grave_verdicts_the_reason_is_on_what_a_person_feels() -> None:
    facts = study(
        "g-2020", outcome("unclear"), outcome("unclear", "csf magnesium", role="surrogate")
    )
    (claim,) = check("Magnesium improves brain magnesium and sleep.", facts).claims
    assert "sleep" in claim.reason.split(";")[1]


# --- what a sentence holds -------------------------------------------------------------------


def test_a_page_pasted_with_its_tags_is_read_without_them_and_keeps_its_places() -> None:
    page = "<p>Magnesium <b>cures</b> insomnia.</p><ul><li>Boosts memory</li></ul>"
    found = page_sentences(page)
    assert [(s.text, s.plain) for s in found] == [
        ("Magnesium <b>cures</b> insomnia.", "Magnesium cures insomnia."),
        ("Boosts memory", "Boosts memory"),
    ]
    assert all(page[s.start : s.end] == s.text for s in found)
    assert check(page, *TWO_TRIALS).claims[0].verdict == "overclaims"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It may ease stress, but it is not safe for everyone.", ["It may ease stress", "it is not safe for everyone."]),
        ("Zinc shortens colds, boosts energy and restores hair.", ["Zinc shortens colds", "boosts energy", "restores hair."]),
        ("While it is safe for most, some people may feel sick.", ["While it is safe for most", "some people may feel sick."]),
        ("It supports the heart, the brain and the joints.", []),
        ("It helps many people (some of them old, and it is for them) to sleep.", []),
    ],
)  # fmt: skip
def test_a_sentence_is_cut_where_another_statement_with_its_own_verb_begins(
    text: str, parts: list[str]
) -> None:
    (sentence,) = page_sentences(f"Intro.\n\n{text}")[-1:]
    assert [part.text for part in statements_of(sentence)] == parts
    page = f"Intro.\n\n{text}"
    assert all(page[p.start : p.end] == p.text for p in statements_of(sentence))


def test_each_statement_of_a_sentence_has_its_own_verdict() -> None:
    page = "Magnesium may improve sleep, and it cures every hair loss."
    report = check(page, *TWO_TRIALS)
    assert [(claim.text, claim.verdict) for claim in report.claims] == [
        ("Magnesium may improve sleep", "supported"),
        ("it cures every hair loss.", "unsupported"),
    ]
    assert report.summary.sentences == 1


def test_what_a_nutrient_does_in_the_body_proves_nothing_for_who_takes_more() -> None:
    (claim,) = check("Magnesium is essential for sleep.", *NULL).claims
    assert claim.verdict == "overclaims"
    assert "no proof that taking more of it helps" in claim.reason


def test_results_that_differ_within_a_group_are_told_apart_by_the_words_of_the_claim() -> None:
    lung = outcome("harm", "hair loss", finding="Hair was lost at the temples in these adults.")
    other = outcome("benefit", "hair loss", finding="Hair grew at the crown in these adults.")
    facts = study("h-2020", lung), study("i-2021", other)
    assert verdict("Magnesium stops temple hair loss.", *facts) == "contradicted"


def test_what_a_study_is_said_to_have_found_may_be_told_as_found() -> None:
    assert (
        verdict("In a trial of adults, magnesium improved sleep.", *TWO_TRIALS[:1]) == "supported"
    )
    assert verdict("Magnesium improves sleep.", *TWO_TRIALS[:1]) == "overclaims"


HARMS = study(
    "s-2020", outcome(), harms="Nausea and diarrhoea were reported by two people.", harms_reported=True
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Common side effects of magnesium are nausea and diarrhoea.", "supported"),
        ("A rare side effect of magnesium is blindness.", "unsupported"),
        ("Magnesium has no side effects.", "overclaims"),
        ("Magnesium is perfectly safe.", "overclaims"),
    ],
)
def test_side_effects_are_held_against_the_harms_that_were_reported(
    text: str, expected: str
) -> None:
    assert verdict(text, HARMS) == expected


def test_a_denial_of_a_harm_on_record_is_contradicted() -> None:
    harm = study(
        "k-2020", outcome("harm", "liver injury", role="harm"), substances=("ashwagandha",)
    )
    assert verdict("There is no link between ashwagandha and liver injury.", harm) == "contradicted"


def test_a_doubt_on_what_nothing_here_tests_is_borne_out() -> None:
    text = "It has not been shown whether magnesium improves memory."
    assert verdict(text, *TWO_TRIALS) == "supported"


SHOP = "Our shop thinks that magnesium may improve memory. It has been sold since 1990."


def with_shop(text: str) -> CheckReport:
    """Check a text against one trial, and a page that has no facts."""
    catalog = make_catalog(*TWO_TRIALS[:1])
    passage = Passage(
        passage_id="p", source_id="shop", section="", start=0, end=len(SHOP), text=SHOP
    )
    source = Source(source_id="shop", title="Shop", text=SHOP)
    checker = ClaimChecker(
        catalog, Understander(VOCABULARY), lambda query, k: [], WordEmbedder(),
        search_others=lambda query, k: [ScoredPassage(passage=passage, score=1.0, rank=1)],
    )  # fmt: skip
    return checker.check_text(
        text, lambda quotes: tuple(make_citation(1, source, quote) for quote in quotes), "test"
    )


def test_a_page_without_facts_is_quoted_and_bears_nothing_out() -> None:
    (claim,) = with_shop("Magnesium may improve memory.").claims
    assert (claim.verdict, [c.quote for c in claim.citations]) == (
        "unsupported",
        ["Our shop thinks that magnesium may improve memory."],
    )
    assert "nobody checked" in claim.reason


def test_a_claim_that_exaggerates_a_page_without_facts_is_told_so() -> None:
    (claim,) = with_shop("Magnesium is proven to improve memory.").claims
    assert claim.verdict == "overclaims"


def test_a_page_without_facts_on_something_else_is_not_quoted() -> None:
    (claim,) = with_shop("Biotin improves memory.").claims
    assert (claim.verdict, claim.citations) == ("unsupported", ())


# --- marks -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("Our tea cures diabetes.", ["disease_claim"]),
        ("A natural alternative to blood pressure medication.", ["disease_claim"]),
        ("It changed my life.", ["testimonial"]),
        ("Clinically proven by experts.", ["clinically_proven"]),
        ("A doctor recommended formula.", ["authority"]),
        ("Detox your body and flush out heavy metals.", ["detox"]),
        ("Guaranteed to work overnight.", ["absolute_promise"]),
        ("Completely safe, with no side effects.", ["total_safety"]),
        ("Used for centuries.", ["tradition_or_nature"]),
        ("Order today, limited time only.", ["urgency"]),
        ("Magnesium does not cure diabetes.", []),
        ("This is not intended to diagnose, treat, cure or prevent any disease.", []),
        ("Magnesium supports normal muscle function.", []),
        ("It is not a miracle.", []),
    ],
)
def test_wording_that_matters_is_marked(sentence: str, kinds: list[str]) -> None:
    assert [mark.kind for mark in find_marks(sentence)] == kinds


def test_a_mark_shows_its_words_and_why_they_matter() -> None:
    (mark,) = find_marks("This tea cures diabetes in weeks.")
    assert mark.text == "cures diabetes"
    assert "disease" in mark.note
