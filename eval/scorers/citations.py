"""Citations: exact, present, and about what they stand behind.

Exactness is checked against the corpus files themselves. Precision is lexical: the share of a
claim's content words (stemmed; stop words and labels such as "Randomised trial" left out) that
occur in the quotes it cites. That is a floor, not an understanding of meaning: it notices a quote
that belongs to another claim, and not a wrong word among right ones; numbers, strength and
forbidden claims have checks of their own.
"""

from __future__ import annotations

import re

from eval.cases import Case
from eval.scorers.base import Answer, Check, World, citations_of, is_substantial, tally, unscored
from eval.text import Statement, content_words, plain, sentences, statements, without_markers

PRECISE_FROM = 0.7
"""Share of a claim's content words that its quotes (with title and authors) must hold."""
LABELS = content_words(
    """randomised uncontrolled placebo-controlled trial controlled meta-analysis systematic review
    observational study pharmacokinetic case report cell animal guideline regulator fact sheet
    narrative article compiled several sources placebo active comparator no treatment
    according to our note on this an article"""
)
"""Words that say what kind of study speaks; the program sets them before the finding."""
LABEL = re.compile(
    r"^(?:[^:.]|\.\d){0,140}\([A-Z][^()]*\): |^The (?:document|page|seller's page) [\w.-]+(?:, by its words [^:.]{3,40}, unchecked,)? (?:says|adds): "
)
"""Such a label as a whole, e.g. "Randomised trial, 6 weeks, against placebo (Lopresti): ", or what
names a document that has no front matter."""
NAMED = re.compile(
    r"^The (?:document|page|seller's page) [\w.-]+(?:, by its words [^:.]{3,40}, unchecked,)? (?:says|adds): "
)


NEGATION = re.compile(r"\b(?:no|not|nor|neither|never|none|nothing|cannot|without)\b|n't\b", re.I)
HEDGE = re.compile(
    r"\b(?:may|might|could|seem\w*|appear\w*|suggest\w*|possib\w+|probab\w+)\b", re.I
)


def exact_citations(case: Case, answer: Answer, world: World) -> Check | None:
    """Each quote stands in the corpus file at its offsets, and the program serves that text."""
    citations = answer["citations"]
    if not citations:
        return None
    faults = []
    for citation in citations:
        number, source_id = citation["number"], citation["source_id"]
        document = world.document(source_id)
        if document is None:
            faults.append(f"[{number}] {source_id} is no file of the corpus")
        elif document.body[citation["start"] : citation["end"]] != citation["quote"]:
            faults.append(f"[{number}] the quote does not stand in {source_id} at its offsets")
        elif not citation["quote"].strip():
            faults.append(f"[{number}] the quote is empty")
        elif citation["design"] != document.design:
            faults.append(f"[{number}] {source_id} is {document.design}, not {citation['design']}")
        elif world.served.get(source_id, document.sha256) != document.sha256:
            faults.append(f"[{number}] `assistant source {source_id}` serves another text")
    return tally("exact_citations", faults, len(citations), f"{len(citations)} exact")


def present_citations(case: Case, answer: Answer, world: World) -> Check | None:
    """Each finding and reported claim cites, each marker exists, each claim is shown with its own.

    A derived claim must bring operands and a coverage claim its query.
    """
    if not is_substantial(answer):
        return None
    known = {citation["number"] for citation in answer["citations"]}
    shown = list(statements(answer["answer"]))
    faults = []
    for claim in answer["claims"]:
        text = plain(without_markers(claim["text"]))
        if claim["kind"] in {"finding", "reported"} and not claim["citations"]:
            faults.append(f"no citation: {text[:80]}")
        elif claim["kind"] == "derived" and not claim.get("operands"):
            faults.append(f"derived without operands: {text[:80]}")
        elif claim["kind"] == "coverage" and not claim.get("query"):
            faults.append(f"coverage without a query: {text[:80]}")
        elif unknown := set(claim["citations"]) - known:
            faults.append(f"cites {sorted(unknown)}, which are not listed: {text[:80]}")
        elif claim["citations"] and not _is_shown(text, set(claim["citations"]), shown):
            faults.append(f"not shown with its own markers: {text[:80]}")
    lost = sorted({m for s in shown for m in s.markers} - known)
    faults += [f"marker [{number}] has no citation" for number in lost]
    if answer["status"] == "answered" and not known:
        faults.append("an answer without any citation")
    faults += _numbering_faults([citation["number"] for citation in answer["citations"]])
    return tally("present_citations", faults, max(len(answer["claims"]), len(faults), 1), "all")


def _is_shown(text: str, markers: set[int], shown: list[Statement]) -> bool:
    return any(text in s.text and markers <= set(s.markers) for s in shown)


def _numbering_faults(numbers: list[int]) -> list[str]:
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    return [f"citation number {number} stands twice" for number in twice]


def precise_citations(case: Case, answer: Answer, world: World) -> Check | None:
    """Each finding and each reported claim is made of the words of its own quotes.

    A "not" or a "may" of the nearest quote must be in the claim, and no other may.
    """
    claims = [claim for claim in answer["claims"] if claim["kind"] in {"finding", "reported"}]
    if not claims:
        return None
    faults, judged = [], 0
    for claim in claims:
        quotes = citations_of(answer, claim["citations"])
        held = content_words(
            " ".join(f"{c['quote']} {c['title']} {c['authors'] or ''}" for c in quotes)
        )
        wanted = content_words(NAMED.sub("", plain(claim["text"]))) - LABELS
        if len(wanted) < 3:
            continue
        judged += 1
        share = len(wanted & held) / len(wanted)
        if turned := lost_word(claim["text"], [c["quote"] for c in quotes]):
            faults.append(f"{turned}: “{claim['text'][:90]}”")
        elif share < PRECISE_FROM:
            lost = ", ".join(sorted(wanted - held)[:6])
            faults.append(f"{share:.0%} of “{claim['text'][:70]}” is in its quotes (not: {lost})")
    for caveat in answer["caveats"]:
        quotes = citations_of(answer, caveat["citations"])
        if turned := lost_word(caveat["text"], [c["quote"] for c in quotes], verbatim=0.85):
            judged += 1
            faults.append(f"{turned}: “{caveat['text'][:90]}”")
    if not judged:
        return unscored("precise_citations", "no claim is long enough to judge")
    return tally("precise_citations", faults, judged, f"{judged} claims rest on their quotes")


def lost_word(claim: str, quotes: list[str], verbatim: float = 0.5) -> str | None:
    """Whether the claim negates or hedges otherwise than the quote sentence nearest to it.

    A claim that shares less than `verbatim` of that sentence's words is not judged: it sums up.
    """
    claim = LABEL.sub("", plain(claim))
    wanted = content_words(claim)
    near = [s for quote in quotes for s in sentences(plain(quote))]
    nearest = max(near, key=lambda s: len(wanted & content_words(s)), default="")
    words = content_words(nearest)
    if not words or len(wanted & words) < verbatim * len(words):
        return None
    for name, pattern in (("a negation", NEGATION), ("a hedge", HEDGE)):
        here, there = len(pattern.findall(claim)), len(pattern.findall(nearest))
        if here < there:
            return f"{name} of its quote is lost"
        if here > there:
            return f"{name} that its quote lacks"
    return None
