"""Answers, documents and a reader of HTML for the tests of what the page shows."""

from __future__ import annotations

from html.parser import HTMLParser

from assistant.schema import (
    Abstract,
    Answer,
    Article,
    Caveat,
    CaveatKind,
    Citation,
    Design,
    Evidence,
    Source,
    Understanding,
    Verification,
)

HOSTILE = '<img src=x onerror="alert(1)"> & <script>alert(2)</script>'
TEXT = (
    "# A trial of sleep\n\n## Design\n\nEighty adults took it.\n\n## Findings\n\n"
    "Sleep was no better (p < 0.5). It ended early.\n\n## Funding\n\nA maker paid."
)
CITED = "Sleep was no better (p < 0.5)."


def make_abstract(**changes: object) -> Abstract:
    values: dict[str, object] = {
        "id": "sleep-2024", "type": "abstract", "title": "A trial of sleep", "authors": "Doe J",
        "year": 2024, "journal": "Sleep", "doi": "10.1000/1", "pmid": None,
        "url": "https://example.org/1", "kind": Design.RCT, "species": "human",
        "substances": ("magnesium",), "form": None, "combination": False, "participants": "adults",
        "n_randomised": 80, "comparator": "placebo", "comparator_kind": "placebo",
        "funding_class": "maker", "funding": "A maker paid for it.",
        "design": "Eighty adults took it.", "outcomes": (), "harms": "No harm was reported.",
        "harms_reported": True, "limits": (), "confidence": "high",
    }  # fmt: skip
    return Abstract.model_validate(values | changes)


def make_article(**changes: object) -> Article:
    values: dict[str, object] = {
        "id": "shop", "type": "article", "title": "A shop", "authors": None, "url": None,
        "speaker": "a shop", "speaker_sentence": "The page is by a shop.", "interest": "sells",
        "sells": "magnesium", "interest_sentence": "The shop sells magnesium.",
        "substances": (), "claims": (),
    }  # fmt: skip
    return Article.model_validate(values | changes)


def make_source(facts: Abstract | Article | None, text: str = TEXT) -> Source:
    return Source(source_id="sleep-2024", title="A trial of sleep", text=text, facts=facts)


SOURCE = make_source(make_abstract())


def make_citation(number: int = 1, quote: str = CITED, **changes: object) -> Citation:
    start = TEXT.index(quote)
    values: dict[str, object] = {
        "number": number, "source_id": "sleep-2024", "title": "A trial of sleep",
        "authors": "Doe J", "year": 2024, "design": Design.RCT, "url": "https://doi.org/10.1000/1",
        "quote": quote, "start": start, "end": start + len(quote),
    }  # fmt: skip
    return Citation.model_validate(values | changes)


def make_answer(**changes: object) -> Answer:
    values: dict[str, object] = {
        "question": "Does it help sleep?", "standalone_question": "Does it help sleep?",
        "status": "answered", "reason": None, "understanding": Understanding(),
        "answer": (
            "Not settled. [1]\n\n*Limited evidence, with results that differ.*\n\n"
            "**What studies found**\n\n- A trial: p < 0.5 [1] [7]\n\n"
            "**Keep in mind**\n\n- *Small:* few people. [2]"
        ),
        "evidence": Evidence(
            level="limited", direction="mixed", strongest_design=Design.RCT, human_trials=2,
            participants=1080, null_results=1,
        ),
        "claims": (),
        "caveats": (Caveat(kind=CaveatKind.SMALL_SAMPLE, text="few people.", citations=(2,)),),
        "citations": (make_citation(), make_citation(2, "It ended early.")),
        "verification": Verification(cut=0, rewritten=0), "fallback": None,
        "generator": "extractive", "index": "x", "timings_ms": {},
    }  # fmt: skip
    return Answer.model_validate(values | changes)


def read_source(source_id: str) -> Source | None:
    return SOURCE if source_id == "sleep-2024" else None


VOID = {"input", "img"}


class TagCollector(HTMLParser):
    """The tags and attributes that a browser would see; a tag that is left open is an error."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        self.attributes += attrs

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def is_safe(html: str) -> bool:
    """Whether a browser would see no tag or handler of a document's or a person's making."""
    seen = TagCollector(html)
    foreign = {"img", "script", "iframe", "object"} & set(seen.tags)
    return not foreign and not [name for name, _ in seen.attributes if name.startswith("on")]
