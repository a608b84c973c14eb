"""The first lines say what came out, and each sentence stands once."""

from __future__ import annotations

import pytest

from assistant.compose.parts import Asked, choose_findings
from assistant.compose.priority import most_important
from assistant.compose.verdict import lead
from assistant.render import Rendered
from assistant.schema import CaveatKind, DraftCaveat, Limit
from assistant.verify import Verifier
from assistant.weigh import weigh_body
from tests.builders import claims_of, draft_for, make_catalog, meta, outcome, quote, source, study

ASKED = "does magnesium help sleep?"


def told(*facts, asked=ASKED):
    """The results that stand behind the verdict: of which study, and in which words."""
    draft = draft_for(make_catalog(*facts), asked)
    return [(c.quotes[-1].source_id, c.quotes[-1].text) for c in draft.lead if c.kind == "finding"]


def test_the_result_that_goes_the_way_of_the_verdict_stands_behind_it():
    fell = outcome("benefit", finding="In these adults, sleep was better with magnesium.")
    same = outcome("unclear", role="secondary", finding="In these adults, naps were alike.")
    assert told(meta("pooled", same, fell)) == [("pooled", fell.finding)]


def test_it_is_not_repeated_below():
    draft = draft_for(make_catalog(meta("pooled"), study("small", n_analysed=20)), ASKED)
    said = [claim.quotes[-1] for claim in claims_of(draft) if claim.kind == "finding"]
    assert [q.source_id for q in said] == ["pooled", "small"]


def test_where_results_differ_one_of_each_side_is_told():
    # The null of another study, not the one beside the benefit in the same study.
    better = outcome("benefit", finding="In these adults, sleep was better with magnesium.")
    beside = outcome("unclear", role="secondary", finding="In these adults, naps were alike.")
    null = outcome("unclear", finding="In these men, no difference in sleep was found.")
    said = told(study("pro", better, beside, n_analysed=300), study("contra", null))
    assert said == [("pro", better.finding), ("contra", null.finding)]


def test_the_other_side_is_of_what_was_asked_about():
    better = outcome("benefit", finding="In these adults, insomnia was less with magnesium.")
    naps = outcome("unclear", finding="In these men, no difference in naps was found.")
    same = outcome("unclear", finding="In these women, no difference in insomnia was found.")
    facts = [study("a", better, n_analysed=300), study("b", naps, n_analysed=200), study("c", same)]
    assert [s for s, _ in told(*facts, asked="does magnesium help insomnia?")] == ["a", "c"]


def test_a_source_that_names_a_conflict_makes_it_mixed_and_says_so():
    limit = Limit(
        text="Other reviews of magnesium found no difference in sleep.",
        caveat=CaveatKind.CONFLICTING_SOURCES,
        outcomes=("sleep quality",),
    )
    catalog = make_catalog(meta("pooled", limits=(limit,)))
    draft = draft_for(catalog, ASKED)
    assert (draft.evidence.level, draft.evidence.direction) == ("limited", "mixed")
    assert limit.text in [claim.quotes[-1].text for claim in draft.lead]
    # A study that found otherwise says it better.
    null = outcome("unclear", finding="In 90 adults, no difference in sleep was found.")
    assert told(meta("pooled", limits=(limit,)), study("t", null))[-1] == ("t", null.finding)


@pytest.mark.parametrize("outcomes", [(), ("hair loss",)])
def test_a_conflict_on_nothing_or_on_something_else_changes_no_verdict(outcomes):
    limit = Limit(
        text="Other reviews of magnesium found otherwise.",
        caveat=CaveatKind.CONFLICTING_SOURCES,
        outcomes=outcomes,
    )
    hair = outcome("benefit", "hair loss")
    draft = draft_for(make_catalog(meta("pooled", outcome(), hair, limits=(limit,))), ASKED)
    assert (draft.evidence.level, draft.evidence.direction) == ("moderate", "benefit")


def test_the_questions_own_words_for_an_outcome_choose_the_finding():
    total = outcome("benefit", finding="In these adults, total cholesterol fell.")
    ldl = outcome("benefit", finding="In these adults, LDL cholesterol fell.")
    asked = Asked((), frozenset({"ldl"}), frozenset({"ldl"}))
    assert choose_findings([total, ldl], 1, asked) == [ldl]
    assert choose_findings([total, ldl], 1) == [total]


@pytest.mark.parametrize(("measured", "label"), [("rest", "cognition"), ("memory", "memory")])
def test_a_verdict_names_what_was_measured(measured, label):
    found = outcome(
        "benefit", measured, group="cognition", finding="In these adults, it was better."
    )
    line = draft_for(make_catalog(meta("m", found)), "does magnesium help memory?").lead[-1]
    assert line.text.endswith(f"looked at magnesium and {label}.")


@pytest.mark.parametrize(
    ("finding", "texts"),
    [
        ("In these 721 adults, sleep was better.", ["Probably yes:", "In these 721 adults, sleep was better."]),
        (
            "In these adults, sleep was better.",
            [
                "Probably yes:",
                "In these adults, sleep was better.",
                "A meta-analysis of 22 trials and 721 people looked at magnesium and sleep.",
            ],
        ),
    ],
    ids=["told by the result", "told behind it"],
)  # fmt: skip
def test_the_result_follows_the_verdict_and_its_size_where_it_does_not_give_it(finding, texts):
    found = outcome("benefit", finding=finding)
    draft = draft_for(make_catalog(meta("m", found, trials=22, people=721)), ASKED)
    assert [claim.text for claim in draft.lead] == texts


def test_a_verdict_is_cited_behind_the_result_that_completes_it():
    draft = draft_for(make_catalog(study("s")), ASKED)
    first = Rendered(draft, lambda name: source(study(name))).markdown.splitlines()[0]
    said = draft.lead[1].text
    assert first.startswith(f"Possibly, but this isn't settled: {said} [1] [2]")
    alone = draft.model_copy(update={"lead": draft.lead[:1]})
    first = Rendered(alone, lambda name: source(study(name))).markdown.splitlines()[0]
    assert first == "Possibly, but this isn't settled: [1]"


@pytest.mark.parametrize("label", ["", "Randomised trial (S): "])
def test_a_caveat_that_stands_above_is_counted_and_not_printed_twice(label):
    catalog = make_catalog(study("s"))
    finding = catalog.abstracts["s"].outcomes[0].finding
    draft = draft_for(catalog, ASKED)
    claim = draft.lead[-1].model_copy(update={"text": label + finding})
    again = DraftCaveat(kind=CaveatKind.ASK_CLINICIAN, text=finding, quotes=claim.quotes)
    shown = draft.model_copy(update={"lead": (claim,), "caveats": (again,)})
    rendered = Rendered(shown, lambda name: source(study(name)))
    assert rendered.markdown.count(finding) == 1
    assert [caveat.text for caveat in rendered.caveats] == [finding]


@pytest.mark.parametrize(
    ("error", "is_kept"), [("It prints 66.7 for 60.", True), ("It prints 93 for 9.3.", False)]
)
def test_an_error_in_figures_is_told_where_one_of_them_is_shown(error, is_kept):
    better = outcome("benefit", finding="In these adults, 66.7 slept better with magnesium.")
    catalog = make_catalog(study("s", better, funding=error))
    caveat = DraftCaveat(
        kind=CaveatKind.SOURCE_ERROR, text=error, quotes=(quote(catalog, "s", error),)
    )
    draft = draft_for(catalog, ASKED).model_copy(update={"caveats": (caveat,)})
    assert most_important(draft).caveats == ((caveat,) if is_kept else ())


def test_a_harm_among_the_results_is_told_behind_a_verdict_that_shows_none():
    worse = outcome(
        "harm", role="secondary", finding="In these men, sleep was worse with magnesium."
    )
    assert [s for s, _ in told(meta("pooled", outcome("unclear")), study("t", worse))] == [
        "pooled",
        "t",
    ]
    assert [s for s, _ in told(meta("pooled", outcome("harm")), study("t", worse))] == ["pooled"]


def test_a_number_in_the_name_of_an_outcome_stands_in_the_quotes():
    found = outcome("benefit", finding="In 500 people, type 2 diabetes was rarer with magnesium.")
    catalog = make_catalog(meta("pooled", found))
    (line, *_) = lead(catalog, weigh_body("magnesium", "sleep", catalog), "type 2 diabetes")
    assert Verifier(catalog, catalog.texts.get).fault(line) is None
