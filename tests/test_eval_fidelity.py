"""Fidelity: each change that it must notice, beside a correct rewording that it must let pass."""

from __future__ import annotations

from typing import Any

import pytest

from eval.cases import Case
from eval.corpus import parse_document
from eval.scorers.base import World
from eval.scorers.fidelity import faithful
from eval.scorers.lexicons import KINDS, LEXICONS

FILES = (
    """---
id: berry-trial
type: abstract
kind: rct
comparator_kind: placebo
funding_class: maker
authors: Baker A, Cole B
title: Berry extract and sleep
---

A randomised trial.
""",
    """---
id: berry-review
type: abstract
kind: meta_analysis
comparator_kind: placebo
funding_class: independent
authors: Dorn C
title: Berry extract pooled
substances: [berry extract, cherry extract]
---

A meta-analysis.
""",
    """---
id: berry-open
type: abstract
kind: nonrandomized_trial
comparator_kind: none
funding_class: mixed
authors: Engel D
title: Berry extract without a control group
---

An uncontrolled trial.
""",
    """---
id: berry-mice
type: abstract
kind: animal
funding_class: independent
authors: Frost E
title: Berry extract in mice
---

An experiment.
""",
    """---
id: berry-shop
type: article
speaker: an orchard
title: Deep nights
claims:
  - text: The orchard says that berry extract works like a drug.
    note: The orchard compares its berries with a drug that nobody set beside them.
  - text: The orchard says that berries are red.
    note: null
---

A page.
""",
)
WORLD = World({document.source_id: document for document in map(parse_document, FILES)})
CASE = Case.model_validate(
    {
        "id": "berry", "family": "grounding", "split": "dev", "author": "t",
        "turns": ["Does berry extract help sleep?"], "expect": {"status": "answered"},
    }
)  # fmt: skip
OPEN = "Not settled: one trial in people is held here."


def answer_of(
    *parts: dict[str, Any],
    quotes: dict[str, str],
    first: str = OPEN,
    level: str = "limited",
    direction: str = "mixed",
    status: str = "answered",
) -> dict[str, Any]:
    """An answer of some claims and caveats, all resting on all of the quotes (text by source)."""
    numbered = list(enumerate(quotes.items(), start=1))
    citations = [
        {
            "number": n,
            "source_id": i,
            "quote": text,
            "title": "T",
            "authors": None,
            "design": WORLD.corpus[i].design,
        }
        for n, (i, text) in numbered
    ]
    told = [{"citations": [n for n, _ in numbered], **part} for part in parts]
    return {
        "status": status, "answer": "\n\n".join([first, *(part["text"] for part in told)]),
        "evidence": {"level": level, "direction": direction},
        "claims": [part for part in told if not part.get("is_caveat")],
        "caveats": [part for part in told if part.get("is_caveat")],
        "citations": citations,
    }  # fmt: skip


def fault(answer: dict[str, Any]) -> str:
    """What the judge finds, or nothing."""
    check = faithful(CASE, answer, WORLD)
    assert check is not None
    assert check.total == len(answer["claims"]) + len(answer["caveats"]) + 1
    return "" if check.passed else check.reason


def fault_of_finding(text: str, quote: str, source_id: str = "berry-trial") -> str:
    return fault(answer_of({"text": text, "kind": "finding"}, quotes={source_id: quote}))


def fault_of_caveat(text: str, kind: str, quotes: dict[str, str]) -> str:
    return fault(answer_of({"text": text, "kind": kind, "is_caveat": True}, quotes=quotes))


# --- words that must come from the quote -----------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fault_named"),
    [
        ("People took 300 mg of berry extract twice a day.", "twice a day"),
        ("People took 300 mg of berry extract per day.", ""),
        (
            "People took 300 mg of berry extract a day and slept well in the long run.",
            "in the long run",
        ),
        ("People took 300 mg of cherry extract a day.", "cherry extract is not what"),
    ],
)
def test_a_dose_a_time_and_a_substance_must_come_from_the_documents(text, fault_named):
    found = fault_of_finding(text, "People took 300 mg of berry extract a day.")
    assert fault_named in found
    assert bool(found) == bool(fault_named)


@pytest.mark.parametrize(
    ("text", "is_fault"),
    [
        ("What these documents don't report is absent.", True),
        ("That these documents don't report something doesn't show that it is absent.", False),
    ],
)
def test_what_is_not_reported_is_not_told_as_absent(text, is_fault):
    answer = answer_of({"text": text, "kind": "ask_clinician", "is_caveat": True}, quotes={})
    assert ("told as absent" in fault(answer)) is is_fault


# --- sentences beside their quotes -----------------------------------------------------------

SLEPT = "sleep improved more with berry extract than with placebo"
CHANGES = [
    # who was studied
    ("who was studied is lost (women)", f"In 44 women, {SLEPT}.", f"In 44 men, {SLEPT}.", f"Sleep of 44 women {SLEPT[6:]}."),
    ("who was studied is lost (men)", f"In 44 men, {SLEPT}.", f"In 44 people, {SLEPT}.", f"In males, {SLEPT}."),
    ("who was studied is lost (children)", f"In 44 children, {SLEPT}.", f"In 44 adults, {SLEPT}.", f"In 44 infants, {SLEPT}."),
    ("who was studied is added (older)", f"In 44 adults, {SLEPT}.", f"In 44 elderly adults, {SLEPT}.", f"In 44 people, {SLEPT}."),
    ("who was studied is lost (older)", f"In 44 older adults, {SLEPT}.", f"In 44 adults, {SLEPT}.", f"Among 44 older adults, {SLEPT}."),
    ("who was studied is added (pregnant)", f"In 44 women, {SLEPT}.", f"In 44 pregnant women, {SLEPT}.", f"Among 44 women, {SLEPT}."),
    ("who was studied is lost (animals)", f"In 44 mice, {SLEPT}.", f"In 44 people, {SLEPT}.", f"In 44 animals, {SLEPT}."),
    ("who was studied is lost (cells)", f"In cells, {SLEPT}.", f"In people, {SLEPT}.", f"In cultured cells, {SLEPT}."),
    ("who was studied is added (healthy)", f"In 44 adults, {SLEPT}.", f"In 44 healthy adults, {SLEPT}.", f"Among 44 adults, {SLEPT}."),
    ("who was studied is lost (deficient)", f"In 44 deficient adults, {SLEPT}.", f"In 44 adults, {SLEPT}.", f"In 44 adults with a deficiency, {SLEPT}."),
    ("who was studied is lost (subgroup)", f"In a subgroup of 44 adults, {SLEPT}.", f"In 44 adults, {SLEPT}.", f"In a subset of 44 adults, {SLEPT}."),
    ("who was studied is lost (disease)", f"In 44 adults with insomnia, {SLEPT}.", f"In 44 adults, {SLEPT}.", f"With insomnia, 44 adults slept: {SLEPT}."),
    ("who was studied is lost", f"In 44 smokers, {SLEPT}.", f"{SLEPT.capitalize()}.", f"In 44 patients, {SLEPT}."),
    # against what
    ("what it was compared with is lost (placebo)", f"In 44 adults, {SLEPT}.", "In 44 adults, sleep improved more with berry extract.", "In 44 adults, sleep improved more with berry extract than with a dummy."),
    ("what it was compared with is lost (untreated)", "In 44 adults, sleep improved more with berry extract than in controls.", "In 44 adults, sleep improved more with berry extract than before.", "In 44 adults, sleep improved more with berry extract than with usual care."),
    # in which direction
    ("the direction is lost (up)", "In 44 adults, sleep was longer with berry extract.", "In 44 adults, sleep was deep with berry extract.", "In 44 adults, sleep rose with berry extract."),
    ("the direction is added (down)", "In 44 adults, sleep moved with berry extract.", "In 44 adults, sleep moved lower with berry extract.", "With berry extract, sleep moved in 44 adults."),
    ("the direction is lost (down)", "In 44 adults, berry extract lowered pain more and reduced stress.", "In 44 adults, berry extract lowered pain more and shaped stress.", "In 44 adults, berry extract reduced pain more and lowered stress."),
    # how sure
    ("how sure it is is lost (possible)", "In 44 adults, berry extract may touch sleep.", "In 44 adults, berry extract touches sleep.", "In 44 adults, berry extract might touch sleep."),
    ("how sure it is is added (possible)", f"In 44 adults, {SLEPT}.", f"In 44 adults, perhaps {SLEPT}.", f"So in 44 adults, {SLEPT}."),
    ("how sure it is is lost (association)", "In 44 adults, berry eating was associated with sleep.", "In 44 adults, berry eating caused sleep.", "In 44 adults, berry eating was linked with sleep."),
    # what it denies
    ("what it denies is lost (denied)", "In 44 adults, no difference in sleep was found with berry extract.", "In 44 adults, a difference in sleep was found with berry extract.", "In 44 adults, berry extract and sleep: none differed, no difference found."),
    ("what it denies is added (denied)", "In 44 adults, the trial was open, and berry extract touched sleep.", "In 44 adults, the trial was open, and berry extract never touched sleep.", "The trial in 44 adults was open; sleep was touched, and berry extract did it."),
    ("what it denies is lost (denied)", "In 44 adults, sleep did not change and pain did not change.", "In 44 adults, sleep did not change and pain did change.", "In 44 adults, pain did not change and sleep did not change."),
    ("what it denies is lost (against)", "The board advises against berry extract in adults.", "The board advises berry extract in adults.", "The board warns against berry extract in adults."),
    ("what it denies is lost (restricted)", "In 44 adults, berry extract touched sleep, but in week six only.", "In 44 adults, berry extract touched sleep in week six.", "In 44 adults, berry extract touched sleep, although in week six."),
    # how it was measured
    ("how it was measured is lost (self-reported)", "In 44 adults, self-rated sleep moved with berry extract.", "In 44 adults, sleep moved with berry extract.", "In 44 adults, perceived sleep moved with berry extract."),
    ("how it was measured is lost (marker)", "In 44 adults, a marker of sleep moved with berry extract.", "In 44 adults, sleep moved with berry extract.", "In 44 adults, sleep markers moved with berry extract."),
    # signs
    ("the sign of 0.31 is turned", "In 44 adults, sleep moved by -0.31 points with berry extract.", "In 44 adults, sleep moved by +0.31 points with berry extract.", "In 44 adults, sleep moved by \u22120.31 points with berry extract."),
    ("the sign of 0.31 is lost", "In 44 adults, sleep moved by -0.31 points with berry extract.", "In 44 adults, sleep moved by 0.31 points with berry extract.", "With berry extract, sleep in 44 adults moved by -0.31 points."),
    # words that lend weight
    ("\u201cclearly\u201d is not in its quotes", f"In 44 adults, {SLEPT}.", f"In 44 adults, sleep clearly {SLEPT[6:]}.", f"In 44 adults, here, {SLEPT}."),
    ("\u201cmild\u201d is not in its quotes", "In 44 adults, berry extract gave nausea.", "In 44 adults, berry extract gave mild nausea.", "With berry extract, 44 adults: it gave nausea."),
    ("\u201cexperts\u201d is not in its quotes", f"In 44 adults, {SLEPT}.", f"In 44 adults, experts say, {SLEPT}.", f"In 44 adults, as told, {SLEPT}."),
    ("\u201cno need\u201d is not in its quotes", "Adults should ask a doctor about berry extract.", "Adults: no need to ask a doctor about berry extract.", "Adults should ask a physician about berry extract."),
    ("its numbers have traded places", "In 44 adults, pain fell by 12 points with berry extract and by 5 with placebo.", "In 44 adults, pain fell by 5 points with berry extract and by 12 with placebo.", "In 44 adults, pain fell by 5 points with placebo and by 12 with berry extract."),
    # nothing like it
    ("its quotes do not say this", f"In 44 adults, {SLEPT}.", "Hair regrows and skin glows within days.", f"In 44 adults {SLEPT}."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "quote", "changed", "reworded"), CHANGES, ids=[reason for reason, *_ in CHANGES]
)
def test_a_change_is_noticed_and_a_rewording_passes(
    reason: str, quote: str, changed: str, reworded: str
) -> None:
    assert fault_of_finding(quote, quote) == ""
    assert fault_of_finding(changed, quote).startswith(f"{reason}: ")
    assert fault_of_finding(reworded, quote) == ""


def test_every_meaning_that_is_looked_for_has_its_change() -> None:
    told = {reason for reason, *_ in CHANGES}
    for name, lexicon in LEXICONS:
        for meaning in lexicon:
            assert any(f"{name} is {how} ({meaning})" in told for how in ("lost", "added")), meaning


@pytest.mark.parametrize(
    ("quote", "reworded"),
    [
        (
            "In this open-label trial, 44 adults took berry extract.",
            "The 44 adults who took berry extract knew that in each arm and were not blinded.",
        ),
        (
            "In 44 adults, sleep improved more with berry extract than with placebo. Nobody fell ill.",
            "Nobody fell ill.",
        ),
        (
            "In 44 adults, sleep did not differ between berry extract and placebo at six weeks.",
            "In 44 adults, sleep didn\u2019t differ between berry extract and placebo at six weeks.",
        ),
    ],
    ids=["spelled out", "one of two quoted sentences", "a typographic apostrophe"],
)
def test_a_faithful_rewording_passes(quote: str, reworded: str) -> None:
    assert fault_of_finding(reworded, quote) == ""


def test_an_age_that_is_lost_is_noticed() -> None:
    quote = f"In 44 adults aged 60 to 80, {SLEPT}."
    assert fault_of_finding(f"In 44 adults, {SLEPT}.", quote)


@pytest.mark.xfail(strict=True, reason="people by these names are not counted as people")
@pytest.mark.parametrize(("said", "meant"), [("children", "adolescents"), ("mice", "rodents")])
def test_people_by_another_name_are_still_people(said: str, meant: str) -> None:
    assert fault_of_finding(f"In 44 {meant}, {SLEPT}.", f"In 44 {said}, {SLEPT}.") == ""


@pytest.mark.xfail(strict=True, reason="`older` is read as an upward direction as well")
def test_elderly_and_older_people_are_the_same() -> None:
    assert (
        fault_of_finding(f"In 44 older adults, {SLEPT}.", f"In 44 elderly adults, {SLEPT}.") == ""
    )


# --- labels and speakers ---------------------------------------------------------------------

QUOTE = f"In 44 adults, {SLEPT}."


@pytest.mark.parametrize(
    ("label", "source_id", "fits"),
    [
        ("Randomised trial, 6 weeks, against placebo (Baker)", "berry-trial", True),
        ("Randomised trial, against placebo (Dorn)", "berry-trial", False),
        ("Meta-analysis (Baker)", "berry-trial", False),
        ("Meta-analysis (Dorn)", "berry-review", True),
        ("Randomised trial (Dorn)", "berry-review", False),
        ("Trial without randomisation, without a control group (Engel)", "berry-open", True),
        ("Trial without randomisation, against placebo (Engel)", "berry-open", False),
        ("Randomised trial (Engel)", "berry-open", False),
    ],
)
def test_a_label_must_fit_the_front_matter(label: str, source_id: str, fits: bool) -> None:
    found = fault_of_finding(f"{label}: {QUOTE}", QUOTE, source_id)
    assert found.startswith(f"the label does not fit {source_id}: ") is not fits
    assert bool(found) is not fits


def test_the_label_of_a_claim_must_fit_every_document_that_it_cites() -> None:
    text = f"Randomised trial, against placebo: {QUOTE}"
    both = answer_of(
        {"text": text, "kind": "finding"}, quotes={"berry-trial": QUOTE, "berry-review": QUOTE}
    )
    assert fault(both).startswith("the label does not fit berry-review: ")


@pytest.mark.parametrize(
    ("text", "source_id", "reason"),
    [
        ("Berry extract deepens sleep.", "berry-shop", "the speaker is not named"),
        ("A university says that berry extract deepens sleep.", "berry-shop", "the speaker is not named"),
        ("The orchard says that berry extract deepens sleep.", "berry-shop", ""),
        ("The page says that berry extract deepens sleep.", "berry-shop", ""),
        ("Berry extract deepens sleep.", "berry-trial", ""),
    ],
)  # fmt: skip
def test_what_an_article_says_is_said_by_it(text: str, source_id: str, reason: str) -> None:
    quotes = {source_id: "Berry extract deepens sleep."}
    found = fault(answer_of({"text": text, "kind": "reported"}, quotes=quotes))
    assert found.split(": ")[0] == reason


@pytest.mark.parametrize(
    ("text", "source_id", "reason"),
    [
        ("No maker paid for it.", "berry-trial", "a maker's part is denied"),
        ("Funding: No company paid for it.", "berry-open", "a maker's part is denied"),
        ("It was paid for independent of makers.", "berry-open", "a maker's part is denied"),
        ("No maker paid for it.", "berry-review", ""),
        ("A maker paid for it.", "berry-trial", ""),
    ],
)
def test_a_makers_money_is_not_denied(text: str, source_id: str, reason: str) -> None:
    # The quote is the very sentence, so that nothing but the front matter speaks against it.
    assert fault_of_caveat(text, "funding", {source_id: text}).split(": ")[0] == reason


# --- first lines -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "level", "direction", "fits"),
    [
        ("Yes, on strong evidence: one review.", "strong", "benefit", True),
        ("Probably yes: one review.", "moderate", "benefit", True),
        ("Possibly, but this isn't settled: one trial.", "limited", "benefit", True),
        ("Probably harmful: one review.", "moderate", "harm", True),
        ("Yes, on strong evidence: one review.", "strong", "no_effect", False),
        ("Probably yes: one review.", "moderate", "unclear", False),
        ("Possibly, but this isn't settled: one trial.", "limited", "mixed", False),
        ("No, on strong evidence: one review.", "strong", "no_effect", True),
        ("Probably not: one review.", "moderate", "no_effect", True),
        ("No, on strong evidence: one review.", "strong", "benefit", False),
        ("Probably not: one review.", "moderate", "unclear", False),
        ("Probably not: one review.", "moderate", "harm", False),
        ("No study here tested it.", "preclinical", "benefit", True),
        ("Not settled: results differ.", "limited", "mixed", True),
        ("Not shown: one trial.", "moderate", "unclear", True),
        ("Not shown: one trial.", "limited", "benefit", True),
        ("Not settled: one review.", "moderate", "benefit", False),
        ("Unknown: one review.", "strong", "harm", False),
        ("Yes: 300 mg were tested.", "not_applicable", "not_applicable", True),
        ("Yes: it was not tested.", "none", "unclear", True),
    ],
)
def test_the_first_line_says_what_level_and_direction_say(
    first: str, level: str, direction: str, fits: bool
) -> None:
    answer = answer_of(quotes={}, first=first, level=level, direction=direction)
    assert bool(fault(answer)) is not fits


def test_an_answer_without_a_body_of_evidence_has_no_verdict_to_miss() -> None:
    answer = answer_of(quotes={}, first="Yes: it is a mineral.") | {"evidence": None}
    assert fault(answer) == ""


@pytest.mark.parametrize("status", ["urgent", "declined", "out_of_scope"])
def test_fixed_words_are_not_judged(status: str) -> None:
    answer = answer_of(quotes={}, first="Yes, always.", direction="harm", status=status)
    assert faithful(CASE, answer, WORLD) is None


# --- what stands where -----------------------------------------------------------------------

PEOPLE = "**What studies in people found**"
OTHERWISE = "**Seen otherwise (cells, animals, mixtures, other forms)**"
PAGES = "**What articles say**"


@pytest.mark.parametrize(
    ("heading", "source_id", "fits"),
    [
        (PEOPLE, "berry-trial", True),
        (PEOPLE, "berry-review", True),
        (PEOPLE, "berry-mice", False),
        (PEOPLE, "berry-shop", False),
        (OTHERWISE, "berry-mice", True),
        (OTHERWISE, "berry-shop", False),
        (PAGES, "berry-shop", True),
        (PAGES, "berry-trial", False),
        (PAGES, "berry-mice", False),
        ("**And more**", "berry-shop", True),
    ],
)
def test_what_stands_under_a_heading_is_of_its_kind(
    heading: str, source_id: str, fits: bool
) -> None:
    answer = answer_of(quotes={source_id: "It was winter."})
    answer["answer"] += f"\n\n{heading}\n\n- It was winter. [1]"
    found = faithful(CASE, answer, WORLD)
    assert found is not None
    assert found.passed is fits
    assert fits or found.reason.startswith("under \u201c")


def test_an_article_may_stand_beside_a_study_of_people() -> None:
    answer = answer_of(quotes={"berry-shop": "It was winter.", "berry-trial": "It was winter."})
    answer["answer"] += f"\n\n{PEOPLE}\n\n- It was winter. [1] [2]"
    found = faithful(CASE, answer, WORLD)
    assert found is not None
    assert found.passed


@pytest.mark.parametrize(
    ("markers", "level", "fits"),
    [
        ("[1]", "limited", False),
        ("[1]", "preclinical", False),
        ("[2]", "limited", True),
        ("[1] [2]", "limited", True),
        ("[1]", "anecdotal", True),  # there is nothing else to open with
        ("[1]", "not_applicable", True),
        ("", "limited", True),
    ],
)
def test_no_article_opens_an_answer_that_has_studies(markers: str, level: str, fits: bool) -> None:
    said = "The orchard says that berries are red."
    told = {"text": said, "kind": "reported", "citations": [1]}
    quotes = {"berry-shop": said, "berry-trial": "It was winter."}
    answer = answer_of(told, quotes=quotes, first=f"Not settled: so it is. {markers}", level=level)
    found = fault(answer)
    assert found == ("" if fits else "an article opens the answer")


CLAIM = "The orchard says that berry extract works like a drug."
NOTE = "The orchard compares its berries with a drug that nobody set beside them."


@pytest.mark.parametrize(
    ("beside", "is_rebutted"),
    [
        ([{"text": NOTE, "kind": "reported"}], True),
        ([{"text": f"The digest notes: {NOTE}", "kind": "source_error", "is_caveat": True}], True),
        ([{"text": "The orchard says that berries are red.", "kind": "reported"}], False),
        ([], False),
    ],
    ids=["as a claim", "as a caveat", "something else", "nothing"],
)
def test_an_articles_claim_stands_beside_its_note(
    beside: list[dict[str, Any]], is_rebutted: bool
) -> None:
    quotes = {"berry-shop": f"{CLAIM} {NOTE} The orchard says that berries are red."}
    answer = answer_of({"text": CLAIM, "kind": "reported"}, *beside, quotes=quotes)
    found = faithful(CASE, answer, WORLD)
    assert found is not None
    assert found.passed is is_rebutted
    assert is_rebutted or found.reason.startswith("an article's claim without its note: ")


# --- words of the program's own --------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Not known: no study here tested berry extract in children.", ""),
        ("Not known: no document of these documents names berry extract.", ""),
        ("Not known: no study tested berry extract in children.", "speaks of all that is known"),
        ("Nobody has done research on berry extract.", "speaks of all that is known"),
        ("No human trials exist on berry extract.", "speaks of all that is known"),
        ("No evidence exists on berry extract.", "speaks of all that is known"),
        (
            "Berry extract is safe, as far as these documents go.",
            "\u201csafe\u201d without a source",
        ),
        ("There is no need to ask; nothing here warns.", "\u201cno need\u201d without a source"),
        ("It was disproved here.", "\u201cdisproved\u201d without a source"),
    ],
)
def test_an_absence_speaks_of_these_documents_alone(text: str, reason: str) -> None:
    found = fault(answer_of({"text": text, "kind": "coverage"}, quotes={}))
    assert found.startswith(reason)
    assert bool(found) is bool(reason)


def test_an_absence_beside_a_quote_speaks_of_these_documents_as_well() -> None:
    quotes = {"berry-trial": QUOTE}
    told = "Not known: no study tested berry extract in children."
    assert fault(answer_of({"text": told, "kind": "coverage"}, quotes=quotes))
    here = told.replace("no study", "no study here")
    assert fault(answer_of({"text": here, "kind": "coverage"}, quotes=quotes)) == ""


def test_a_count_lends_no_weight_that_its_quotes_lack() -> None:
    quotes = {"berry-trial": QUOTE}
    plain = {"text": "Of these, 1 trial was of people.", "kind": "derived"}
    loaded = {"text": "Of these, 1 robust trial was of people.", "kind": "derived"}
    assert fault(answer_of(plain, quotes=quotes)) == ""
    assert fault(answer_of(loaded, quotes=quotes)).startswith(
        "\u201crobust\u201d is not in its quotes"
    )


# --- caveats ---------------------------------------------------------------------------------

SAID = {
    "cell_study": "Some of this was seen in cells in a dish.",
    "animal_study": "Some of this was seen in rats.",
    "funding": "A maker paid for it.",
    "mixed_results": "The results differ from one another.",
    "conflicting_sources": "Two sources disagree on it.",
    "correction": "The journal corrected a table.",
    "retracted": "The journal retracted it.",
    "vendor_source": "A shop is among those who speak.",
    "different_form": "Some of this was seen with another salt.",
    "combination_product": "Some of this was seen with a mixture.",
}
NOTHING_OF_THE_KIND = "It was winter."


@pytest.mark.parametrize("kind", KINDS)
def test_a_caveat_says_something_of_its_kind(kind: str) -> None:
    quotes = {"berry-review": "It was winter in the year of this work."}
    assert fault_of_caveat(SAID[kind], kind, quotes) == ""
    found = fault_of_caveat(NOTHING_OF_THE_KIND, kind, {})
    assert found.startswith(f"says nothing of {kind}: ")


def test_a_caveat_that_is_a_quote_may_say_it_in_its_own_way() -> None:
    quotes = {"berry-review": f"{NOTHING_OF_THE_KIND} And so on."}
    assert fault_of_caveat(NOTHING_OF_THE_KIND, "correction", quotes) == ""


def test_a_caveat_of_an_open_kind_may_say_anything() -> None:
    assert fault_of_caveat(NOTHING_OF_THE_KIND, "ask_clinician", {}) == ""


def test_a_caveat_is_held_against_its_quotes_as_a_claim_is() -> None:
    quote = "In 44 adults, sleep may have been shorter in the eight weeks of this work."
    sure = quote.replace("may have been", "was")
    assert fault_of_caveat(quote, "short_duration", {"berry-trial": quote}) == ""
    found = fault_of_caveat(sure, "short_duration", {"berry-trial": quote})
    assert found.startswith("how sure it is is lost (possible): ")


def test_every_fault_is_counted() -> None:
    wrong = {"text": QUOTE.replace("more", "less"), "kind": "finding"}
    right = {"text": QUOTE, "kind": "finding"}
    answer = answer_of(wrong, right, wrong, quotes={"berry-trial": QUOTE}, first="Yes: it does.")
    check = faithful(CASE, answer, WORLD)
    assert check is not None
    # Three claims and the first line are judged; two claims and the first line (mixed) are wrong.
    assert (check.hits, check.total) == (1, 4)
