"""Small invented documents for the tests: every field has a default, a test names what matters.

Nothing here loads a model, reads the shipped corpus or touches the network.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.compose import Question, compose
from assistant.compose.closest import Fit, no_fit
from assistant.index import build_index
from assistant.load import Loaded, Vocabulary, load_vocabulary
from assistant.retrieve import NOTHING, Catalog, Fitness
from assistant.schema import (
    Abstract,
    Article,
    ArticleClaim,
    Body,
    Design,
    Draft,
    DraftClaim,
    Limit,
    Notice,
    Outcome,
    OutcomeTerm,
    Population,
    Quote,
    Source,
    Statement,
    Substance,
    Turn,
)
from assistant.triage import triage_question
from assistant.understand import Understander
from assistant.weigh import weigh_body

VOCABULARY = Vocabulary(
    medicines=load_vocabulary().medicines,
    ways=load_vocabulary().ways,
    substances=(
        Substance(name="magnesium", synonyms=("elemental magnesium",), ask_back=("manganese",)),
        Substance(
            name="magnesium L-threonate",
            synonyms=("magnesium threonate", "MgT"),
            brands=("Magtein",),
            misspellings=("magnesium theronate",),
            form_of="magnesium",
            relatives=("L-threonate",),
            ask_back=("threonine", "L-threonine"),
        ),
        Substance(name="magnesium citrate", synonyms=("mag citrate",), form_of="magnesium"),
        Substance(name="L-threonate", synonyms=("threonate", "threonic acid")),
        Substance(name="biotin", synonyms=("vitamin B7", "vitamin H"), misspellings=("biotine",)),
        Substance(name="zinc", synonyms=("zinc gluconate",)),
        Substance(name="iron", synonyms=("ferrous sulfate",)),
        Substance(name="ashwagandha", synonyms=("Withania somnifera",), brands=("KSM-66",)),
        Substance(name="creatine", synonyms=("creatine monohydrate",), ask_back=("creatinine",)),
        Substance(name="vitamin B12", synonyms=("cobalamin", "B12")),
        Substance(name="glycine", ask_back=("glycerine",)),
        Substance(
            name="betaine",
            synonyms=("trimethylglycine", "TMG"),
            ask_back=("betaine hydrochloride",),
        ),
        Substance(name="coenzyme Q10", synonyms=("CoQ10", "ubiquinone")),
        Substance(name="caffeine"),
        Substance(name="nail blends", is_mixture=True, brands=("Unguflex", "Keratova Plus")),
    ),
    outcomes=(
        OutcomeTerm(
            name="sleep quality",
            group="sleep",
            label="sleep",
            synonyms=("sleep", "sleeping", "insomnia"),
        ),
        OutcomeTerm(
            name="hair loss",
            group="hair",
            label="hair loss",
            synonyms=("hair", "hair growth", "balding"),
        ),
        OutcomeTerm(
            name="memory", group="cognition", label="memory", synonyms=("remembering", "forgetful")
        ),
        OutcomeTerm(
            name="csf magnesium",
            group="brain magnesium",
            label="magnesium in the brain",
            synonyms=("brain magnesium",),
            surrogate=True,
        ),
        OutcomeTerm(name="blood pressure", group="blood pressure", label="blood pressure"),
        OutcomeTerm(name="stress", group="stress", label="stress"),
        OutcomeTerm(
            name="adverse events",
            group="side effects",
            label="side effects",
            synonyms=("side effects", "nausea"),
        ),
        OutcomeTerm(
            name="liver injury",
            group="liver",
            label="liver injury",
            synonyms=("liver damage", "hepatitis"),
        ),
    ),
)
GROUPS = {term.name: term.group for term in VOCABULARY.outcomes}
FINDINGS = {
    "benefit": "{name} was better with {substance} than in the comparison group",
    "no_effect": "{name} did not differ between the groups, and the interval left no room for more",
    "unclear": "no difference in {name} was found between the groups",
    "mixed": "{name} was better by one scale and unchanged by another",
    "harm": "{name} was worse with {substance} than in the comparison group",
}
WHOM = {
    Design.ANIMAL: "In rats",
    Design.IN_VITRO: "In cultured cells",
    Design.GUIDELINE: "According to the board",
}
SPECIES = {Design.ANIMAL: "rat", Design.IN_VITRO: "cells", Design.GUIDELINE: "none"}
WORDS = re.compile(r"[a-z0-9]+")


def outcome(direction: str = "benefit", name: str = "sleep quality", **fields: Any) -> Outcome:
    """One result; its sentence is completed by `study`."""
    defaults = {
        "name": name,
        "group": GROUPS.get(name, name),
        "role": "primary",
        "direction": direction,
        "objective": True,
        "comparison": "placebo",
        "finding": "To be completed by the study.",
    }
    return Outcome.model_validate(defaults | fields)


def completed(result: Outcome, source_id: str, kind: Design, substance: str, i: int) -> Outcome:
    if not result.finding.startswith("To be completed"):
        return result
    whom = WHOM.get(kind, "In these adults")
    said = FINDINGS[result.direction].format(name=result.name, substance=substance)
    nth = "abcdefgh"[i]
    return result.model_copy(update={"finding": f"{whom}, {said} (study {source_id}, {nth})."})


def study(source_id: str, *outcomes: Outcome, kind: Design = Design.RCT, **fields: Any) -> Abstract:
    """One study; by default a good, independently funded placebo-controlled trial of magnesium."""
    if not outcomes and "outcomes" not in fields:
        outcomes = (outcome(),)
    substances = tuple(fields.get("substances", ("magnesium",)))
    n = fields.get("n_analysed", 100)
    people = f"{n:,} adults" if n else "adults"
    who = {
        Design.ANIMAL: "in rats",
        Design.IN_VITRO: "in cultured cells",
    }.get(kind, f"of {people} over 8 weeks")
    defaults: dict[str, Any] = {
        "id": source_id,
        "type": "abstract",
        "title": f"{source_id}: {' and '.join(substances)}",
        "authors": f"{source_id.split('-')[0].capitalize()} A, Other B",
        "year": 2020,
        "journal": "Journal of Tests",
        "doi": None,
        "pmid": None,
        "url": f"https://example.org/{source_id}",
        "kind": kind,
        "species": SPECIES.get(kind, "human"),
        "substances": substances,
        "form": None,
        "combination": False,
        "participants": "adults",
        "populations": ("adults",),
        "n_randomised": n,
        "n_analysed": n,
        "smallest_arm": n // 2 if n else None,
        "randomised": kind is Design.RCT,
        "duration": "8 weeks",
        "comparator": "placebo",
        "comparator_kind": "placebo",
        "funding_class": "independent",
        "funding": f"A public fund paid for {source_id}.",
        "team": source_id,
        "design": f"This study {who} tested {' and '.join(substances)} ({source_id}).",
        "outcomes": (),
        "harms": f"Side effects were not described in {source_id}.",
        "harms_reported": False,
        "limits": (),
        "confidence": "high",
    }
    values = defaults | fields
    values["outcomes"] = tuple(
        completed(result, source_id, kind, substances[0], i) for i, result in enumerate(outcomes)
    )
    return Abstract.model_validate(values)


def meta(
    source_id: str, *outcomes: Outcome, trials: int = 5, people: int = 500, **fields: Any
) -> Abstract:
    """One meta-analysis of `trials` trials and `people` people."""
    values = {
        "kind": Design.META_ANALYSIS,
        "trials_included": trials,
        "n_analysed": people,
        "n_randomised": None,
        "smallest_arm": None,
        "design": f"This meta-analysis pooled {trials} trials of {people:,} people ({source_id}).",
    }
    return study(source_id, *outcomes, **(values | fields))


def limit(text: str, caveat: str) -> Limit:
    return Limit.model_validate({"text": text, "caveat": caveat})


def notice(kind: str, text: str, *, was_read: bool = True) -> Notice:
    return Notice.model_validate({"kind": kind, "text": text, "was_read": was_read})


def statement(topic: str, text: str) -> Statement:
    return Statement.model_validate({"topic": topic, "text": text})


def article_claim(text: str, **fields: Any) -> ArticleClaim:
    """One thing that an article says on magnesium and sleep."""
    defaults = {
        "text": text,
        "substances": ("magnesium",),
        "outcomes": ("sleep quality",),
        "topic": "efficacy",
        "firmness": "stated",
        "support": "none",
    }
    return ArticleClaim.model_validate(defaults | fields)


def article(source_id: str, *claims: ArticleClaim, **fields: Any) -> Article:
    """One web article by a shop."""
    if not claims:
        claims = (article_claim(f"The shop says that magnesium deepens sleep ({source_id})."),)
    defaults = {
        "id": source_id,
        "type": "article",
        "title": f"{source_id}: a page",
        "authors": None,
        "speaker": "a shop",
        "speaker_sentence": f"The page {source_id} was written by a shop.",
        "interest": "sells",
        "sells": "magnesium",
        "interest_sentence": f"The shop behind {source_id} sells magnesium.",
        "substances": tuple(dict.fromkeys(s for c in claims for s in c.substances)),
        "claims": claims,
    }
    return Article.model_validate(defaults | fields)


def source(facts: Abstract | Article) -> Source:
    """The document of some facts: every sentence that may be quoted stands in its text."""
    body = "\n\n".join(dict.fromkeys(facts.sentences()))
    return Source(
        source_id=facts.id, title=facts.title, text=f"# {facts.title}\n\n{body}\n", facts=facts
    )


def plain_source(source_id: str, text: str) -> Source:
    """A user's document without front matter."""
    return Source(source_id=source_id, title=source_id, text=text)


def make_catalog(*facts: Abstract | Article) -> Catalog:
    return Catalog([source(item) for item in facts], VOCABULARY)


def body_of(
    *facts: Abstract | Article,
    substance: str = "magnesium",
    group: str = "sleep",
    populations: Collection[Population] = (),
) -> Body:
    """The body of evidence of these documents alone."""
    return weigh_body(substance, group, make_catalog(*facts), populations)


def quote(catalog: Catalog, source_id: str, words: str) -> Quote:
    """Quote words of a document by where they stand."""
    start = catalog.texts[source_id].index(words)
    return Quote(source_id=source_id, start=start, end=start + len(words), text=words)


def draft_for(
    catalog: Catalog, question: str, history: Sequence[Turn] = (), fit: Fit = no_fit
) -> Draft:
    """Compose the draft for a question, without an index."""
    reader = Understander(catalog.vocabulary)
    alone = reader.stand_alone(question, history)
    asked = Question(alone, reader.understand(alone), triage_question(question, history))
    return compose(catalog, asked, (), fit=fit)


def claims_of(draft: Draft) -> list[DraftClaim]:
    """Every claim of a draft, the lead's first."""
    shown = [claim for s in draft.sections for item in s.items for claim in item.claims]
    return [*draft.lead, *shown]


def section_of(draft: Draft, source_id: str) -> list[str]:
    """The headings under which a document is quoted."""
    return [
        s.heading
        for s in draft.sections
        if any(q.source_id == source_id for i in s.items for c in i.claims for q in c.quotes)
    ]


class WordEmbedder:
    """Counts words in 256 buckets: texts that share words are near, and no model is loaded."""

    name = "test-words-256"
    precision = "float32"
    words = None

    def embed_query(self, text: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        vector = np.zeros(256, np.float32)
        vector[0] = 0.01
        for word in WORDS.findall(text.lower()):
            vector[zlib.crc32(word.encode()) % 256] += 1
        return vector / np.linalg.norm(vector)

    def embed_passages(
        self, texts: Sequence[str]
    ) -> Iterator[np.ndarray[Any, np.dtype[np.float32]]]:
        if texts:
            yield np.stack([self.embed_query(text) for text in texts])


def build_small_index(folder: Path, sources: Sequence[Source]) -> Path:
    """Build a real index, small and with the fake embedder."""
    build_index(folder, Loaded(tuple(sources), ()), WordEmbedder())
    return folder


def meaning(**scores: float) -> Fit:
    """A reading of meaning: what each sentence scores that holds a word, 0 for all others."""
    fits = {word: Fitness(score, score, score) for word, score in scores.items()}

    def fit(question: str, studies: Sequence[Abstract]) -> list[Fitness]:
        sentences = [sentence for facts in studies for sentence in facts.sentences()]
        found = [[fit for word, fit in fits.items() if word in text] for text in sentences]
        return [max(each, default=NOTHING) for each in found]

    return fit


def shown_under(draft: Draft, heading: str) -> list[str]:
    """The last quotes of the claims under a heading."""
    return [
        claim.quotes[-1].text
        for section in draft.sections
        if section.heading == heading
        for item in section.items
        for claim in item.claims
        if claim.quotes
    ]
