"""Which caveats and sentences an answer keeps, and where it is said how good its studies are."""

from __future__ import annotations

import pytest

from assistant.compose.length import DIRECT_HEADING, MAX_WORDS, shorten
from assistant.compose.parts import Question, finding
from assistant.compose.priority import DECIDING_WORDS, most_important
from assistant.compose.repetition import without_repetition
from assistant.render import Rendered
from assistant.schema import (
    CaveatKind,
    Draft,
    DraftCaveat,
    Item,
    Section,
    TriageDecision,
    Understanding,
)
from tests.builders import (
    draft_for,
    limit,
    make_catalog,
    meta,
    notice,
    outcome,
    quote,
    source,
    study,
)

ASKED = "does magnesium help sleep?"
LONG = " ".join(["word"] * MAX_WORDS)
RESULTS = (
    *(outcome(finding=f"In group {i}, sleep was better, {LONG}.") for i in range(3)),
    outcome("unclear", finding=f"In group 4, no difference was found, {LONG}."),
)
NO_QUESTION = Question(
    "magnesium?",
    Understanding(substances=("magnesium",)),
    TriageDecision(status="answered"),
)


def caveat(catalog, kind, text, source_id="s"):
    return DraftCaveat(kind=kind, text=text, quotes=(quote(catalog, source_id, text),))


def claim_of(catalog, result):
    """What the study "s" found, as a claim."""
    return finding(catalog, catalog.abstracts["s"], result.finding, "limited")


def answer_with(*limits, others=()):
    """The catalog of a study with some limits, and its answer with a caveat for each."""
    catalog = make_catalog(study("s", limits=tuple(limits)), *others)
    caveats = tuple(caveat(catalog, each.caveat, each.text) for each in limits)
    draft = draft_for(catalog, ASKED)
    return catalog, draft.model_copy(update={"sections": (), "caveats": caveats})


def test_what_changes_a_decision_goes_before_how_good_the_studies_are():
    few = limit("There was one trial (s).", "few_studies")
    form = limit("Only the oxide was given (s).", "different_form")
    harm = limit("Two people fainted (s).", "ask_clinician")
    _, draft = answer_with(few, form, harm)
    kept = [each.text for each in most_important(draft).caveats]
    assert kept == [harm.text, form.text, few.text]


def test_no_more_is_printed_than_a_reader_takes_in_but_every_retraction():
    words = " ".join(["word"] * DECIDING_WORDS)
    first = limit(f"Only the oxide was given, {words} (s).", "different_form")
    second = limit(f"The sources conflict, {words} (s).", "conflicting_sources")
    _, draft = answer_with(first, second)
    assert [c.kind for c in most_important(draft).caveats] == [CaveatKind.CONFLICTING_SOURCES]
    pulled = notice("retraction", f"It was retracted, {words} (s).")
    catalog = make_catalog(study("s", limits=(first,), notices=(pulled,)))
    both = (
        caveat(catalog, "different_form", first.text),
        caveat(catalog, "retracted", pulled.text),
    )
    kept = most_important(draft.model_copy(update={"caveats": both})).caveats
    assert CaveatKind.RETRACTED in [c.kind for c in kept]


def test_a_limit_of_a_study_that_is_not_shown_is_left_out():
    own = limit("Only the oxide was given (s).", "different_form")
    far = limit("Only the citrate was given (far).", "different_form")
    catalog, draft = answer_with(own, others=(study("far", limits=(far,), substances=("zinc",)),))
    foreign = caveat(catalog, far.caveat, far.text, "far")
    caveats = (foreign, *draft.caveats)
    kept = most_important(draft.model_copy(update={"caveats": caveats})).caveats
    assert [each.text for each in kept] == [own.text]


def test_results_that_differ_are_not_told_once_more_behind_a_verdict_that_says_so():
    null = outcome("unclear", finding="In 80 men, no difference in sleep was found.")
    catalog = make_catalog(study("pro", n_analysed=300), study("contra", null))
    draft = draft_for(catalog, ASKED)
    (told,) = [c for c in draft.caveats if c.kind is CaveatKind.MIXED_RESULTS]
    assert told.text == draft.lead[0].text == "Not settled, since results differ:"
    by_id = {each.id: each for each in catalog.abstracts.values()}
    shown = Rendered(draft, lambda name: source(by_id[name])).markdown
    assert shown.count("differ:") == 1


def test_how_good_the_studies_are_stands_in_one_line():
    small, short = (
        limit("It was small (s).", "small_sample"),
        limit("It was short (s).", "short_duration"),
    )
    _, draft = answer_with(small, short)
    shown = Rendered(most_important(draft), lambda name: source(study("s", limits=(small, short))))
    (line,) = [line for line in shown.markdown.splitlines() if line.startswith("- *")]
    assert line == "- *About the studies:* It was small (s). [3] It was short (s). [4]"
    assert [each.kind for each in shown.caveats] == ["small_sample", "short_duration"]


@pytest.mark.parametrize(
    ("facts", "is_said"),
    [
        ([study("s", n_analysed=30, smallest_arm=15)], True),
        ([study("s", n_analysed=None, n_randomised=29133, smallest_arm=None)], False),
        ([study("s", n_analysed=30, smallest_arm=15), meta("m", people=2000)], False),
    ],
    ids=["small", "counted when it began", "beside a large review"],
)
def test_trials_are_called_small_where_all_are(facts, is_said):
    draft = draft_for(make_catalog(*facts), ASKED)
    said = [c for c in draft.caveats if c.text == "Every trial here is small."]
    assert bool(said) is is_said


# --- length ----------------------------------------------------------------------------------


def test_sentences_go_by_weight_and_a_null_never_falls_to_length():
    catalog = make_catalog(study("s", *RESULTS))
    told = [claim_of(catalog, result) for result in RESULTS]
    items = tuple(Item(claims=(claim,)) for claim in told[1:])
    section = Section(heading=DIRECT_HEADING, items=items)
    full = Draft(status="answered", lead=tuple(told[:1]), sections=(section,))
    (kept,) = shorten(catalog, full, NO_QUESTION).sections
    assert [item.claims[0] for item in kept.items] == [told[1], told[3]]


def test_a_study_is_named_once_and_speaks_where_it_is_closest():
    first, *others = (claim_of(make_catalog(study("s", *RESULTS)), result) for result in RESULTS)
    said = [
        claim.model_copy(update={"text": f"Randomised trial (S): {claim.text}"}) for claim in others
    ]
    sections = (
        Section(heading="Closest to your question", items=(Item(claims=(said[0],)),)),
        Section(heading=DIRECT_HEADING, items=(Item(claims=(said[1],)), Item(claims=(said[2],)))),
    )
    draft = Draft(status="answered", lead=(first,), sections=sections)
    (kept,) = without_repetition(draft).sections
    assert [claim.text for claim in kept.items[0].claims] == [
        said[0].text,
        others[1].text,
        others[2].text,
    ]
