"""The pieces of an answer: quotes, labels and claims, each built from one document's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.errors import CorpusError
from assistant.index import tokenize
from assistant.retrieve import Catalog
from assistant.schema import (
    Abstract,
    Article,
    ArticleClaim,
    Design,
    DraftClaim,
    FindingClaim,
    Item,
    Level,
    Outcome,
    Quote,
    ReportedClaim,
    StudyResult,
    TriageDecision,
    Understanding,
)
from assistant.weigh import is_tie, max_strength

MAX_FINDINGS = 3
"""Findings quoted for one study."""
DESIGN_WORDS = {
    Design.META_ANALYSIS: "Meta-analysis",
    Design.SYSTEMATIC_REVIEW: "Systematic review",
    Design.RCT: "Randomised trial",
    Design.NONRANDOMIZED_TRIAL: "Trial without randomisation",
    Design.PHARMACOKINETIC: "Absorption or level study",
    Design.OBSERVATIONAL: "Observational study",
    Design.CASE_REPORT: "Case reports",
    Design.ANIMAL: "Animal study",
    Design.IN_VITRO: "Cell study",
    Design.GUIDELINE: "Guideline or regulator",
    Design.FACT_SHEET: "Fact sheet",
    Design.NARRATIVE_REVIEW: "Narrative review",
    Design.ARTICLE: "Article",
}
HARM_GROUPS = frozenset(
    {
        "side effects", "liver", "kidney", "bleeding", "laboratory tests", "interactions",
        "product content", "birth defects", "infection", "atrial fibrillation",
    }
)  # fmt: skip
"""Groups of outcomes that are harms (R14)."""
COMPARATOR_WORDS = {
    "placebo": "against placebo",
    "none": "against no treatment",
    "active": "against another treatment",
    "other_dose": "against another dose",
    "baseline": "before against after",
}
ATTRIBUTED_DESIGNS = frozenset({Design.GUIDELINE, Design.FACT_SHEET, Design.NARRATIVE_REVIEW})
"""R13 and R15: what these say is attributed and never asserted."""
PEOPLE_NAMED = re.compile(
    r"\b(vegetarians?|vegans?|smokers?|drinkers?|women|men|girls?|boys?|athletes|runners|students|diabetics|"
    r"carriers|omnivores|veterans|nurses|workers|users|patients|pregnan\w+|elderly|children)\b"
)
MAX_SUBJECT, MIN_NAME = 10, 2
"""Words at the beginning of a sentence that name who speaks, and letters of a name that is no initial."""
NOTE_LABEL = "Our note on the article:"
INITIALS = re.compile(r" [A-Z]{1,4}$")


class Question(NamedTuple):
    """What the composer is told of a question."""

    text: str
    understanding: Understanding
    triage: TriageDecision


class Asked(NamedTuple):
    """What a question is after: outcomes by name, and its own words, stemmed."""

    outcomes: tuple[str, ...]
    words: frozenset[str]
    aim: frozenset[str] = frozenset()
    """Those of the words by which the question names the outcomes: "prostate", "cancer"."""


NOTHING_ASKED = Asked((), frozenset())


@lru_cache(maxsize=50_000)
def stems(text: str) -> frozenset[str]:
    """The content words of a text, stemmed."""
    return frozenset(tokenize([text])[0])


def shares_people(finding: str, words: Collection[str]) -> bool:
    """Whether a finding names the people of the question: "vegetarians", "smokers", "women"."""
    return bool(stems(" ".join(PEOPLE_NAMED.findall(finding.lower()))) & set(words))


def join_words(words: Sequence[str], last: str = "and") -> str:
    """Join words as a sentence does: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def capitalize(text: str) -> str:
    """Raise the first letter and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def quote_sentence(catalog: Catalog, source_id: str, sentence: str) -> Quote:
    """Find a front matter sentence in its document's body.

    Raises:
        CorpusError: the body does not hold it, which `load` should have refused.
    """
    start = catalog.texts[source_id].find(sentence)
    if start < 0:
        raise CorpusError(f"{source_id}: sentence not in the body: {sentence[:60]!r}")
    return Quote(source_id=source_id, start=start, end=start + len(sentence), text=sentence)


def author_name(facts: Abstract | Article) -> str:
    """Whom to name: the first author's family name, or the body that speaks."""
    first = re.split(r"[,;(]| et al", facts.authors or "")[0].strip()
    if first.startswith("compiled"):
        return "compiled from several sources"
    if first.startswith("author list"):
        return ""
    if first:
        return INITIALS.sub("", first)
    return "" if isinstance(facts, Abstract) else facts.speaker


def study_label(facts: Abstract) -> str:
    """Name a study in one line: design, length, comparison, first author."""
    words = [DESIGN_WORDS[facts.kind]]
    if facts.kind in ATTRIBUTED_DESIGNS:
        words[0] = f"According to the {words[0].lower()}"
    if facts.kind is Design.ANIMAL and facts.species in {"rat", "mouse"}:
        words[0] += " (rats)" if facts.species == "rat" else " (mice)"
    if facts.kind in {Design.RCT, Design.NONRANDOMIZED_TRIAL}:
        if facts.duration and facts.duration in facts.design:
            words.append(facts.duration)
        if facts.comparator_kind == "none" and facts.kind is not Design.RCT:
            words.append("without a control group")
        elif facts.comparator_kind in COMPARATOR_WORDS:
            words.append(COMPARATOR_WORDS[facts.comparator_kind])
    name = author_name(facts)
    if not facts.is_checked:
        words.append("by its words, unchecked")
        name = name or f"document {facts.id}"
    return f"{', '.join(words)}{f' ({name})' if name else ''}:"


def asked_of(catalog: Catalog, question: Question) -> Asked:
    """What a question is after."""
    seen = question.understanding
    words = stems(question.text) - stems(" ".join(seen.substances))
    phrases = [stems(p) for name in seen.outcomes for p in catalog.outcomes[name].phrases]
    aim = frozenset(word for phrase in phrases if phrase <= words for word in phrase)
    return Asked(seen.outcomes, words, aim)


def unnamed(outcome: Outcome, aim: Collection[str]) -> int:
    """How many of the words that name what was asked about are missing in a finding."""
    return len(set(aim) - stems(outcome.finding))


def choose_findings(
    outcomes: Sequence[Outcome], limit: int = MAX_FINDINGS, asked: Asked = NOTHING_ASKED
) -> list[Outcome]:
    """Choose what to quote: what was asked about and primary results first, each direction once.

    What was asked about goes by the outcome's name, then by the question's own words for it ("LDL",
    "insomnia"). A finding on the very people of the question stands before the rest, whatever its role.
    """
    ranked = sorted(
        outcomes,
        key=lambda o: (
            o.name not in asked.outcomes,
            unnamed(o, asked.aim),
            is_tie(o),
            o.role != "primary",
            o.role == "subgroup",
        ),
    )
    whom = [o for o in ranked if shares_people(o.finding, asked.words)][:1]
    ranked = [*ranked[:1], *whom, *ranked[1:]]
    ranked = list({o.finding: o for o in ranked}.values())
    best = {o.direction: o for o in reversed(ranked)}
    first_of_kind = [o for o in ranked if o is best[o.direction] or o in whom]
    rest = [o for o in ranked if o not in first_of_kind]
    return (first_of_kind + rest)[:limit]


def finding(
    catalog: Catalog, facts: Abstract, sentence: str, level: Level, label: str = ""
) -> FindingClaim | ReportedClaim:
    """Build the claim for one sentence of a study; with a label, its design is cited as well."""
    quotes = [quote_sentence(catalog, facts.id, sentence)]
    if label:
        quotes.insert(0, quote_sentence(catalog, facts.id, facts.design))
    text = f"{label} {sentence}" if label else sentence
    unique = tuple(dict.fromkeys(quotes))
    if facts.kind in ATTRIBUTED_DESIGNS:
        name = author_name(facts)
        if not label and not any(word in sentence for word in name.split() if len(word) > 2):
            text = (
                f"According to {name}: {sentence}" if name else f"{study_label(facts)} {sentence}"
            )
        return ReportedClaim(text=text, quotes=unique, design=facts.kind)
    return FindingClaim(
        text=text, quotes=unique, design=facts.kind, strength=max_strength(facts.kind, level)
    )


def as_lead(catalog: Catalog, claim: DraftClaim) -> DraftClaim:
    """A claim as it stands in the first lines: without the label of its study, attributed where due."""
    facts = catalog.abstracts.get(claim.quotes[-1].source_id) if claim.quotes else None
    if facts is None or not isinstance(claim, FindingClaim | ReportedClaim):
        return claim
    if not facts.is_checked or not claim.text.endswith(claim.quotes[-1].text):
        return claim
    said = claim.quotes[-1].text
    name = author_name(facts)
    begins = " ".join(said.split()[:MAX_SUBJECT])
    is_named = any(word in begins for word in name.split() if len(word) > MIN_NAME)
    if facts.kind in ATTRIBUTED_DESIGNS and name.startswith("compiled"):
        return claim
    if facts.kind in ATTRIBUTED_DESIGNS and name and not is_named:
        return claim.model_copy(update={"text": f"According to {name}: {said}"})
    return finding(catalog, facts, said, "limited")


def study_item(
    catalog: Catalog,
    result: StudyResult,
    level: Level,
    limit: int = MAX_FINDINGS,
    asked: Asked = NOTHING_ASKED,
) -> Item:
    """Build the bullet for one study: its label, then some of its findings, those asked about first."""
    chosen = choose_findings(result.outcomes, limit, asked)
    label = study_label(result.facts)
    claims = [
        finding(catalog, result.facts, outcome.finding, level, label if i == 0 else "")
        for i, outcome in enumerate(chosen)
    ]
    return Item(claims=tuple(claims))


def sentence_item(catalog: Catalog, facts: Abstract, sentence: str) -> Item:
    """Build a bullet for one sentence of a study that is not an outcome."""
    label = study_label(facts)
    if facts.kind not in ATTRIBUTED_DESIGNS and sentence not in facts.own_sentences():
        label = f"Note on the {label[:1].lower()}{label[1:]}"
    return Item(claims=(finding(catalog, facts, sentence, "limited", label),))


def reported(catalog: Catalog, article: Article, sentence: str) -> ReportedClaim:
    """Build the claim for what an article says."""
    quote = quote_sentence(catalog, article.id, sentence)
    return ReportedClaim(text=sentence, quotes=(quote,), design=Design.ARTICLE)


def note_on(catalog: Catalog, article: Article, note: str) -> ReportedClaim:
    """Build the claim for our own note on an article, which lies in the article's digest."""
    quote = quote_sentence(catalog, article.id, note)
    return ReportedClaim(text=f"{NOTE_LABEL} {note}", quotes=(quote,), design=Design.ARTICLE)


def article_item(
    catalog: Catalog,
    article: Article,
    claim: ArticleClaim,
    shown: set[str],
    beside: Callable[[Abstract], str | None],
) -> Item:
    """Set an article's claim beside what is known of it: its note, and the study it leans on.

    Args:
        catalog: the facts of the documents.
        article: who speaks.
        claim: what they say.
        shown: ids of studies that the answer shows already; the one added here joins them.
        beside: the sentence of a study that fits beside this claim, or None.
    """
    claims: list[FindingClaim | ReportedClaim] = [reported(catalog, article, claim.text)]
    if claim.note:
        claims.append(note_on(catalog, article, claim.note))
    for study_id in claim.rests_on:
        facts = catalog.abstracts.get(study_id)
        if facts is None or study_id in shown:
            continue
        sentence = beside(facts)
        if sentence is None:
            continue
        claims.append(finding(catalog, facts, sentence, "limited", study_label(facts)))
        shown.add(study_id)
        break
    return Item(claims=tuple(claims))


def finding_in(groups: Collection[str]) -> Callable[[Abstract], str | None]:
    """Make the choice of a study's finding on some groups of outcomes."""

    def choose(facts: Abstract) -> str | None:
        about = [o for o in facts.outcomes if o.group in groups]
        return choose_findings(about, 1)[0].finding if about else None

    return choose
