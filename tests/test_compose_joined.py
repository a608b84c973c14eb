"""Several drafts as one answer, in which nothing stands twice."""

from __future__ import annotations

import pytest

from assistant.compose import without_repetition
from assistant.compose.absence import merge_drafts
from assistant.compose.caveats import unique_caveats
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
from tests.builders import (
    draft_for,
    make_catalog,
    study,
)
from tests.drafts import verified

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
