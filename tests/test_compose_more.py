"""What surrounds an answer: the closest sentences, names unknown here, people at risk, caveats."""

from __future__ import annotations

from math import log

import pytest

from assistant.compose import without_repetition
from assistant.compose.absence import merge_drafts
from assistant.compose.caveats import stated_limits, unique_caveats
from assistant.compose.comparison import answer_both_definitions
from assistant.compose.dangers import from_official_warnings
from assistant.compose.origins import named_articles
from assistant.compose.parts import Question
from assistant.compose.selection import measured_in_condition
from assistant.compose.sentences import SentenceRanks
from assistant.compose.tested import amount_of
from assistant.compose.unnamed import by_outcome
from assistant.schema import (
    CaveatKind,
    Coverage,
    CoverageClaim,
    DerivedClaim,
    Design,
    Draft,
    DraftCaveat,
    Evidence,
    FindingClaim,
    Item,
    Operands,
    Quote,
    Section,
)
from assistant.triage import triage_question
from assistant.understand import Understander
from assistant.verify import Verifier
from tests.builders import (
    article,
    article_claim,
    body_of,
    draft_for,
    limit,
    make_catalog,
    meta,
    notice,
    outcome,
    section_of,
    statement,
    study,
)

MGT = "magnesium L-threonate"
SPECIAL = "On what you asked about"
INSTEAD = "What else was measured in such people"
RETRACTION = "The journal retracted this article in 2022 because its data could not be shown."


def headings(draft):
    return [section.heading for section in draft.sections]


def caveat_texts(draft, kind):
    return [caveat.text for caveat in draft.caveats if caveat.kind is kind]


def verified(catalog, draft):
    """The draft, after making sure that the Verifier cuts nothing of it."""
    assert Verifier(catalog, catalog.texts.get).verify(draft).verification.cut == 0
    return draft


def question_of(catalog, text):
    return Question(text, Understander(catalog.vocabulary).understand(text), triage_question(text))


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


# --- people at risk --------------------------------------------------------------------------

LOOSE = statement("safety", "Magnesium should be stopped where it loosens the bowels.")
KIDNEYS = statement("safety", "Magnesium builds up in people with kidney disease.")
PREGNANCY = statement("advice", "In pregnancy a midwife should be asked about magnesium.")


def test_where_nothing_was_tested_in_people_at_risk_their_safety_is_told():
    catalog = make_catalog(study("adults", statements=(PREGNANCY, KIDNEYS)))
    asked = "does magnesium improve sleep in people with kidney disease?"
    draft = verified(catalog, draft_for(catalog, asked))
    first, second = draft.lead
    assert first.quotes[-1].text == KIDNEYS.text
    assert second.kind == "coverage"
    assert "people with kidney disease" in second.text
    assert SPECIAL not in headings(draft)
    assert PREGNANCY.text not in " ".join(claim.text for claim in draft.lead)
    assert draft.status == "answered"
    assert draft.evidence.level == "none"
    assert caveat_texts(draft, CaveatKind.ASK_CLINICIAN)


@pytest.mark.parametrize(
    ("statements", "question", "is_warned"),
    [
        ((PREGNANCY,), "does magnesium improve sleep in pregnancy?", True),
        ((KIDNEYS,), "does magnesium improve sleep in pregnancy?", False),
        ((PREGNANCY,), "does magnesium improve sleep in people with kidney disease?", False),
        ((LOOSE,), "does magnesium improve sleep in people with kidney disease?", False),
        ((), "does magnesium improve sleep in people with kidney disease?", False),
        # Zinc has no such statement.
        ((KIDNEYS,), "does zinc improve sleep in people with kidney disease?", False),
    ],
)
def test_a_warning_is_for_the_people_and_the_substance_asked_about(statements, question, is_warned):
    zinc = study("zinc", substances=("zinc",))
    draft = draft_for(make_catalog(study("adults", statements=statements), zinc), question)
    assert draft.lead[-1].text.startswith("Not known: no document here is about ")
    assert draft.status == ("answered" if is_warned else "no_evidence")
    assert draft.lead[0].kind == ("finding" if is_warned else "coverage")
    assert headings(draft) == ([] if is_warned else ["Nearby, but not an answer"])


def test_older_people_are_at_no_special_risk():
    catalog = make_catalog(study("adults", statements=(KIDNEYS,)))
    draft = draft_for(catalog, "does magnesium improve sleep in older people?")
    assert draft.lead[0].text.startswith("Possibly")
    assert SPECIAL not in headings(draft)


def test_a_study_of_the_people_at_risk_is_the_answer():
    tested = study("renal", populations=("kidney_disease",), statements=(KIDNEYS,))
    asked = "does magnesium improve sleep in people with kidney disease?"
    draft = draft_for(make_catalog(tested), asked)
    assert draft.lead[0].text.startswith("Possibly")
    assert SPECIAL not in headings(draft)


# --- measured instead ------------------------------------------------------------------------


def sleepless(source_id="calm", **fields):
    values = {"participants": "adults with insomnia", **fields}
    return study(source_id, outcome("benefit", "stress"), **values)


def test_what_was_measured_instead_in_people_with_the_condition_is_shown():
    catalog = make_catalog(study("rats", kind=Design.ANIMAL), sleepless())
    draft = verified(catalog, draft_for(catalog, "does magnesium help insomnia?"))
    assert section_of(draft, "calm") == [INSTEAD]
    assert draft.lead[0].text.startswith("Not known")  # and it doesn't answer
    assert draft.evidence.human_trials == 0


def test_what_was_measured_instead_is_no_direct_evidence():
    catalog = make_catalog(study("rats", kind=Design.ANIMAL), sleepless())
    draft = draft_for(catalog, "does magnesium help insomnia?")
    assert caveat_texts(draft, CaveatKind.NO_HUMAN_EVIDENCE)
    assert caveat_texts(draft, CaveatKind.FEW_STUDIES) == []


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (sleepless(), ["calm"]),
        (sleepless(participants="Adults with chronic INSOMNIA"), ["calm"]),
        (sleepless(participants="adults without insomnia"), []),
        (sleepless(participants="adults, some with insomnia"), []),
        (sleepless(participants="adults"), []),
        (sleepless(participants="adults who sleep badly"), []),  # too short a word for a condition
        (sleepless(kind=Design.ANIMAL), []),
        (sleepless(kind=Design.GUIDELINE), []),
        (sleepless(substances=("zinc",)), []),
        (sleepless(notices=(notice("retraction", RETRACTION),)), []),
        (study("both", outcome(), outcome(name="stress"), participants="people with insomnia"), []),
        (study("none", outcomes=(), participants="people with insomnia"), []),
    ],
)
def test_who_has_the_condition_and_what_was_measured(facts, found):
    matches = measured_in_condition(make_catalog(facts), "magnesium", ["sleep quality"], "sleep")
    assert [match.facts.id for match in matches] == found


@pytest.mark.parametrize(("direct", "is_shown"), [(1, True), (2, False)])
def test_what_was_measured_instead_makes_way_for_direct_studies(direct, is_shown):
    slept = [study(f"s{i}", outcome()) for i in range(direct)]
    draft = draft_for(make_catalog(*slept, sleepless()), "does magnesium help insomnia?")
    assert (INSTEAD in headings(draft)) is is_shown


# --- caveats ---------------------------------------------------------------------------------

SHORT = limit("Four weeks are too short to judge sleep.", "short_duration")
FELT = limit("Sleep was rated by the volunteers alone.", "subjective_only")
FORM = limit("The capsules held another salt.", "different_form")


def test_the_limits_are_those_of_the_leading_studies_in_their_order():
    catalog = make_catalog(study("a", limits=(SHORT, FORM, FELT)), study("b", limits=(FELT,)))
    found = list(stated_limits(catalog, ["b", "a", "b", "nobody"]))
    assert [(c.kind, c.text, c.quotes[0].source_id) for c in found] == [
        (CaveatKind.SUBJECTIVE_ONLY, FELT.text, "b"),
        (CaveatKind.SHORT_DURATION, SHORT.text, "a"),
        (CaveatKind.SUBJECTIVE_ONLY, FELT.text, "a"),
    ]
    assert list(stated_limits(catalog, [])) == []


def test_the_leading_studys_own_words_go_before_ours():
    # All results are self-reported, which is said in our words where the study doesn't say it.
    rated = outcome(objective=False)
    ours = draft_for(make_catalog(study("a", rated)), "does magnesium help sleep?")
    assert len(caveat_texts(ours, CaveatKind.SUBJECTIVE_ONLY)) == 1
    catalog = make_catalog(study("a", rated, limits=(FELT,)))
    theirs = verified(catalog, draft_for(catalog, "does magnesium help sleep?"))
    assert caveat_texts(theirs, CaveatKind.SUBJECTIVE_ONLY) == [FELT.text]


def test_the_limits_of_a_study_follow_it_into_other_answers():
    dosed = study(
        "dosed",
        dose_compound_mg_per_day=300,
        design="In this trial, 100 adults took 300 mg of magnesium a day.",
        limits=(SHORT,),
    )
    beside = study("beside", outcome("benefit", "hair loss"), limits=(FELT,))
    draft = draft_for(make_catalog(dosed, beside), "what dose of magnesium was used?")
    assert caveat_texts(draft, CaveatKind.SHORT_DURATION) == [SHORT.text]
    assert caveat_texts(draft, CaveatKind.SUBJECTIVE_ONLY) == []


YELLOW = statement("advice", "Magnesium should be stopped when the skin turns yellow.")
DOSE = statement("dose", "The agency names 300 mg of magnesium a day.")


def harmful(**fields):
    injured = outcome("harm", "liver injury", role="harm")
    return study("case", injured, kind=Design.CASE_REPORT, **fields)


def agency(source_id="agency", *said, kind=Design.FACT_SHEET, **fields):
    values = {"outcomes": (), "authors": "Health Agency", "statements": said, **fields}
    return study(source_id, kind=kind, **values)


@pytest.mark.parametrize(
    ("facts", "texts"),
    [
        ([harmful(), agency("agency", DOSE, YELLOW, LOOSE)], [YELLOW.text]),
        ([harmful(), agency("agency", LOOSE, YELLOW)], [LOOSE.text]),
        ([harmful(), agency("agency", YELLOW, kind=Design.GUIDELINE)], [YELLOW.text]),
        # One official voice is enough.
        ([harmful(), agency("agency", YELLOW), agency("other", LOOSE)], [YELLOW.text]),
        ([harmful(), agency("other", DOSE), agency("agency", LOOSE)], [LOOSE.text]),
        # Without a harm that was found, there is nothing to warn of.
        ([study("good"), agency("agency", YELLOW)], []),
        ([harmful(notices=(notice("retraction", RETRACTION),)), agency("agency", YELLOW)], []),
        # A review is no official voice, and zinc's sheet doesn't speak of magnesium.
        ([harmful(), agency("agency", YELLOW, kind=Design.NARRATIVE_REVIEW)], []),
        ([harmful(), agency("agency", YELLOW, substances=("zinc",))], []),
        ([harmful(), agency("agency", DOSE)], []),
    ],
)
def test_an_official_warning_stands_beside_a_known_harm(facts, texts):
    catalog = make_catalog(study("slept"), *facts)
    found = list(from_official_warnings(catalog, body_of(study("slept"), *facts)))
    assert [c.text for c in found] == [f"According to Health Agency: {text}" for text in texts]
    assert [c.quotes[0].text for c in found] == texts
    assert all(c.kind is CaveatKind.ASK_CLINICIAN for c in found)


def test_an_official_warning_reaches_the_answer():
    catalog = make_catalog(study("slept"), harmful(), agency("agency", YELLOW))
    draft = verified(catalog, draft_for(catalog, "does magnesium help sleep?"))
    told = caveat_texts(draft, CaveatKind.ASK_CLINICIAN)
    assert f"According to Health Agency: {YELLOW.text}" in told
    assert any("liver injury" in text for text in told)


def test_a_retracted_sheet_warns_of_nothing():
    gone = agency("agency", YELLOW, notices=(notice("retraction", RETRACTION),))
    catalog = make_catalog(harmful(), gone)
    assert list(from_official_warnings(catalog, body_of(harmful(), gone))) == []


def test_an_agency_without_a_name_leaves_no_gap():
    nameless = agency("agency", YELLOW, authors=None)
    catalog = make_catalog(harmful(), nameless)
    (told,) = from_official_warnings(catalog, body_of(harmful(), nameless))
    assert "to :" not in told.text


# --- joining drafts --------------------------------------------------------------------------


def quote_of(source_id, text="Somebody slept."):
    return Quote(source_id=source_id, start=0, end=len(text), text=text)


def finding_of(source_id, text="Somebody slept."):
    quotes = (quote_of(source_id, text),)
    return FindingClaim(text=text, quotes=quotes, design=Design.RCT, strength=2)


def count_of(source_id):
    operands = Operands(operation="count", values=(), result=1.0, source_ids=(source_id,))
    return DerivedClaim(
        text="One trial.", quotes=(quote_of(source_id),), operands=operands, design=Design.RCT
    )


def absence_of(substance):
    query = Coverage(substances=(substance,), expected=0)
    return CoverageClaim(text=f"Not known: {substance}.", query=query)


def section(heading, *claims):
    return Section(heading=heading, items=tuple(Item(claims=(claim,)) for claim in claims))


def evidence(level):
    return Evidence(
        level=level, direction="unclear", strongest_design=None, human_trials=0,
        participants=None, null_results=0,
    )  # fmt: skip


KNOWN = Draft(
    status="answered",
    evidence=evidence("limited"),
    lead=(finding_of("known"),),
    sections=(section("Studies", finding_of("known"), finding_of("shared")),),
    caveats=(
        DraftCaveat(kind=CaveatKind.FEW_STUDIES, text="Known: few."),
        DraftCaveat(kind=CaveatKind.RETRACTED, text="Known: retracted."),
    ),
)
OPEN = Draft(
    status="answered",
    evidence=evidence("preclinical"),
    lead=(absence_of("open"), finding_of("near")),
    sections=(section("Studies", finding_of("shared"), finding_of("open")), section("Articles", finding_of("page"))),
    caveats=(
        DraftCaveat(kind=CaveatKind.FEW_STUDIES, text="Open: few."),
        DraftCaveat(kind=CaveatKind.RETRACTED, text="Open: retracted."),
    ),
)  # fmt: skip
ABSENT = Draft(
    status="no_evidence",
    reason="substance_absent",
    lead=(absence_of("absent"),),
    sections=(section("Nearby", finding_of("nearby")),),
)


@pytest.mark.parametrize(
    ("drafts", "leads"),
    [
        ([OPEN, KNOWN], ["Somebody slept.", "Not known: open.", "Somebody slept."]),
        ([ABSENT, KNOWN], ["Somebody slept.", "Not known: absent."]),
        ([ABSENT, OPEN, KNOWN], ["Somebody slept.", "Not known: open.", "Somebody slept.", "Not known: absent."]),
        ([KNOWN], ["Somebody slept."]),
        ([ABSENT, ABSENT], ["Not known: absent.", "Not known: absent."]),
    ],
    ids=["open and known", "absent and known", "all three", "one", "absent alone"],
)  # fmt: skip
def test_what_is_known_goes_before_what_is_not(drafts, leads):
    assert [claim.text for claim in merge_drafts(drafts).lead] == leads


def test_joined_drafts_have_each_section_bullet_and_caveat_once():
    joined = merge_drafts([ABSENT, OPEN, KNOWN])
    assert joined.status == "answered"
    assert joined.reason is None
    assert joined.evidence == KNOWN.evidence
    shown = [
        (s.heading, [i.claims[0].quotes[0].source_id for i in s.items]) for s in joined.sections
    ]
    assert shown == [("Studies", ["known", "shared", "open"]), ("Articles", ["page"])]
    assert [c.text for c in joined.caveats] == ["Known: few.", "Known: retracted.", "Open: retracted."]  # fmt: skip


def test_what_is_absent_stays_so_when_all_of_it_is():
    joined = merge_drafts([ABSENT, ABSENT])
    assert (joined.status, joined.reason) == ("no_evidence", "substance_absent")
    assert [s.heading for s in joined.sections] == ["Nearby"]
    assert len(joined.sections[0].items) == 1


def test_a_question_on_two_substances_leads_with_the_known_one():
    catalog = make_catalog(study("rats", kind=Design.ANIMAL), study("tested", substances=("zinc",)))
    draft = verified(catalog, draft_for(catalog, "does biotin, magnesium or zinc help sleep?"))
    about = ["Possibly", "tested", "zinc", "magnesium", "nearest", "biotin"]
    assert [word in claim.text for word, claim in zip(about, draft.lead, strict=True)] == [True] * 6
    assert draft.evidence.level == "limited"


def test_a_caveat_of_a_kind_is_said_once_but_for_those_shown_whole():
    def caveat(kind, text):
        return DraftCaveat(kind=kind, text=text)

    kept = unique_caveats(
        [
            caveat(CaveatKind.FUNDING, "one"),
            caveat(CaveatKind.FUNDING, "two"),
            caveat(CaveatKind.CORRECTION, "three"),
            caveat(CaveatKind.CORRECTION, "four"),
            caveat(CaveatKind.CORRECTION, "three"),
        ]
    )
    assert [c.text for c in kept] == ["one", "three", "four"]


# --- nothing twice ---------------------------------------------------------------------------


def test_a_bullet_that_was_quoted_above_is_dropped():
    one, two = finding_of("one"), finding_of("two")
    draft = Draft(
        status="answered",
        lead=(one,),
        sections=(section("First", one, two), section("Second", two, finding_of("three"))),
    )
    shown = [
        (s.heading, [i.claims[0].quotes[0].source_id for i in s.items])
        for s in without_repetition(draft).sections
    ]
    assert shown == [("First", ["two"]), ("Second", ["three"])]


def test_a_section_that_was_quoted_above_goes():
    one, two = finding_of("one"), finding_of("two")
    draft = Draft(
        status="answered",
        lead=(one, two),
        sections=(section("First", one, two), section("Second", finding_of("three"))),
    )
    assert without_repetition(draft).sections == draft.sections[1:]


def test_what_is_left_of_a_bullet_keeps_its_label():
    one, two = finding_of("one"), finding_of("two")
    label = one.model_copy(update={"text": f"Trial (A): {one.text}"})
    bullet = Section(heading="First", items=(Item(claims=(label, two)),))
    draft = Draft(status="answered", lead=(one,), sections=(bullet,))
    (kept,) = without_repetition(draft).sections
    assert [claim.text for claim in kept.items[0].claims] == [f"Trial (A): {two.text}"]


def test_a_count_in_the_lead_hides_no_bullet():
    # "One trial" rests on the trial's sentence and doesn't say it.
    draft = Draft(
        status="answered",
        lead=(count_of("one"),),
        sections=(section("First", finding_of("one"), finding_of("two")),),
    )
    assert without_repetition(draft) == draft


def test_a_bullet_without_a_quote_stays():
    draft = Draft(
        status="answered",
        lead=(finding_of("one"),),
        sections=(section("First", absence_of("it"), finding_of("one")),),
    )
    (kept,) = without_repetition(draft).sections
    assert [item.claims[0].kind for item in kept.items] == ["coverage"]


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
