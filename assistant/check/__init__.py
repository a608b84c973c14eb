"""The claim check: each sentence of a pasted page or post beside what the documents bear out.

page -> reading -> the documents' evidence -> verdict, reason in plain words, exact passages; and marks
for wording that a reader should notice. Nothing is sent anywhere; the same text gives the same report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import get_args

from assistant.check.facts import FactChecker, Search
from assistant.check.harms import judge_any_harm, judge_safety, judge_side_effects
from assistant.check.judgement import ORDER, Judgement
from assistant.check.judging import judge_effect
from assistant.check.kinds import INTERACT, SIDE_EFFECTS, Kind
from assistant.check.marks import find_marks
from assistant.check.others import OtherDocuments, SearchOthers
from assistant.check.page import PageSentence, page_sentences
from assistant.check.reading import PageReader, Reading
from assistant.embed import Embedder
from assistant.errors import InputError, is_text
from assistant.load import normalize_text
from assistant.retrieve import Catalog
from assistant.schema import (
    CheckedClaim,
    CheckReport,
    CheckSummary,
    CheckVerdict,
    Citation,
    Mark,
    MarkKind,
    Quote,
)
from assistant.understand import Understander
from assistant.verify.strength import Reader as StrengthReader
from assistant.verify.strength import claim_strengths

__all__ = ["ClaimChecker", "page_sentences"]

MAX_TEXT = 200_000
"""Characters of a text; a page has some thousands."""
Cite = Callable[[Iterable[Quote]], tuple[Citation, ...]]
"""Numbers quotes and describes their sources."""
Progress = Callable[[int, int], None]
"""Told how many sentences are done, and of how many."""
NO_CLAIM: dict[Kind, str] = {
    "question": "A question.",
    "lead_in": "Leads over to something else and states nothing of its own.",
    "advice": "Advice or an instruction, not a statement.",
    "opinion": "An opinion.",
    "story": "A personal story or unnamed users' reports; that can't be checked.",
    "offer": "About the seller, the market or the offer, not about what a supplement does.",
    "disclaimer": "A legal notice.",
    "aim": "Says what was asked, not what was found.",
    "no_substance": "Speaks of no supplement that is taken.",
    "too_long": "Too long to be one sentence; paste it with its lines.",
    "other_language": "Not in English; only English text is checked.",
}
VERDICT_WORDS: dict[CheckVerdict, str] = {
    "supported": "supported",
    "overclaims": "say more than the documents",
    "understates": "say less than the documents",
    "contradicted": "contradicted",
    "unsupported": "with nothing here to bear them out",
    "not_checkable": "not checkable",
}
OF_INTERACTIONS = frozenset({"bioavailability", "interactions"})
"""Groups of outcomes in which a medicine's name means an interaction."""
MAX_OUTCOMES = 4
"""Outcomes of one sentence that are judged; more are a list of words."""


class ClaimChecker:
    """Checks texts against open documents."""

    def __init__(
        self,
        catalog: Catalog,
        understander: Understander,
        search: Search,
        embedder: Embedder,
        read_strength: StrengthReader | None = None,
        search_others: SearchOthers = lambda query, k: (),
    ) -> None:
        """Take the facts, the reading of texts, the search of passages and the model of meaning.

        Without `read_strength` the strength of a sentence is read from its cues alone; `search_others`
        finds passages of documents that have no checked facts.
        """
        self._read_strength = read_strength
        self._catalog = catalog
        self._reader = PageReader(catalog, understander)
        self._facts = FactChecker(catalog, search, embedder)
        self._others = OtherDocuments(catalog, search_others)

    def check_text(
        self,
        text: str,
        cite: Cite,
        index: str,
        on_progress: Progress = lambda done, total: None,
    ) -> CheckReport:
        """Check each sentence of a text.

        Args:
            text: what was pasted; offsets count its characters after NFC and LF line ends.
            cite: numbers the quotes of the report.
            index: fingerprint of the documents.
            on_progress: told after each sentence.

        Raises:
            InputError: the text is empty, too long, or no text.
        """
        text = read_pasted(text)
        sentences = page_sentences(text)
        claims: list[CheckedClaim] = []
        for done, readings in enumerate(self._reader.read(sentences, self._strengths), start=1):
            for reading in readings:
                marks = find_marks(reading.sentence.plain)
                judged = self._others.consult(reading, self.judge(reading))
                claims.append(checked(reading, judged, marks, cite))
            on_progress(done, len(sentences))
        return CheckReport(
            claims=tuple(claims), summary=summarize(claims, len(sentences)), index=index
        )

    def _strengths(self, texts: Sequence[str]) -> list[int]:
        return claim_strengths(texts, self._read_strength)

    def judge(self, reading: Reading) -> Judgement:
        """Judge one sentence; of several substances and outcomes the gravest verdict counts."""
        if reading.kind != "claim":
            return Judgement("not_checkable", NO_CLAIM[reading.kind])
        substance = reading.substances[0]
        wrong = self._facts.judge_known_error(reading)
        if wrong:
            return wrong
        groups = self._catalog.groups(reading.outcomes)[:MAX_OUTCOMES]
        if reading.medicines and (
            not groups or set(groups) <= OF_INTERACTIONS or INTERACT.search(reading.text)
        ):
            return self._facts.judge_interaction(reading)
        if reading.stance == "safe":
            return judge_safety(self._catalog, reading, substance)
        if SIDE_EFFECTS.search(reading.text) and reading.stance in {"fact", "harm"}:
            return judge_side_effects(self._catalog, reading, substance)
        if reading.stance == "harm" and (not groups or "side effects" in groups):
            return judge_any_harm(self._catalog, reading, substance)
        if reading.stance == "fact" or not groups:
            return self._facts.judge(reading)
        by_group = [judge_effect(self._catalog, reading, substance, group) for group in groups]
        felt = {self._catalog.outcomes[o].group for o in reading.outcomes
                if not self._catalog.outcomes[o].surrogate}  # fmt: skip
        # Of equally grave ones, what a person feels comes before a marker.
        order = sorted(range(len(groups)), key=lambda at: groups[at] not in felt)
        return min(
            (by_group[at] for at in order), key=lambda judgement: ORDER.index(judgement.verdict)
        )


def read_pasted(text: str) -> str:
    """Bring a pasted text to the form in which offsets count.

    Raises:
        InputError: it is empty, too long, or no text.
    """
    if not is_text(text):
        raise InputError("The text holds what is no text; paste it again.")
    text = normalize_text(text)
    if not text.strip():
        raise InputError("The text is empty; paste a page or a post.")
    if len(text) > MAX_TEXT:
        raise InputError(f"The text has {len(text):,} characters; check at most {MAX_TEXT:,}.")
    return text


def checked(
    reading: Reading, judged: Judgement, marks: tuple[Mark, ...], cite: Cite
) -> CheckedClaim:
    """Put one claim of a report together."""
    sentence: PageSentence = reading.sentence
    return CheckedClaim(
        text=sentence.text,
        start=sentence.start,
        end=sentence.end,
        verdict=judged.verdict,
        reason=judged.reason,
        strength=reading.strength,
        marks=marks,
        citations=cite(judged.quotes),
    )


def summarize(claims: Sequence[CheckedClaim], sentences: int) -> CheckSummary:
    """Count verdicts and marks, and say it in one line; a sentence may hold several claims."""
    verdicts = Counter(claim.verdict for claim in claims)
    marks: Counter[MarkKind] = Counter(mark.kind for claim in claims for mark in claim.marks)
    checkable = len(claims) - verdicts["not_checkable"]
    parts = [
        f"{verdicts[verdict]} {VERDICT_WORDS[verdict]}"
        for verdict in ("contradicted", "overclaims", "understates", "unsupported", "supported")
        if verdicts[verdict]
    ]
    plural = "claim" if checkable == 1 else "claims"
    said = f"{checkable} checkable {plural} in {sentences} sentences" + (
        f": {', '.join(parts)}." if parts else "."
    )
    return CheckSummary(
        text=said,
        sentences=sentences,
        verdicts={verdict: verdicts[verdict] for verdict in get_args(CheckVerdict)},
        marks={kind: marks[kind] for kind in get_args(MarkKind) if marks[kind]},
    )
