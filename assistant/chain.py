"""The way of a question, and the only file that knows its order.

triage -> understand -> retrieve -> weigh and compose -> verify -> render
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from langchain_core.runnables import Runnable, RunnableConfig

from assistant.compose import Question, compose
from assistant.compose.model import ChatWriter
from assistant.config import Settings
from assistant.embed import SentenceTransformerEmbedder
from assistant.errors import InputError, is_text
from assistant.index import OpenIndex, PassageIndex
from assistant.llm import ChatModel, open_model
from assistant.load import load_vocabulary, visible_text
from assistant.remembered import RememberedAnswers
from assistant.render import Numbering, Rendered
from assistant.retrieve import Catalog, PassageRetriever, SentenceFit, open_search
from assistant.schema import (
    Answer,
    CheckReport,
    Citation,
    Draft,
    Passage,
    Quote,
    Record,
    ScoredPassage,
    Source,
    Turn,
    Understanding,
    Verification,
)
from assistant.triage import triage_question
from assistant.understand import Understander
from assistant.understand.guessing import guess_nothing, intent_model
from assistant.understand.nearest import VOTERS
from assistant.verify import Verifier
from assistant.verify.strength import Probabilities

if TYPE_CHECKING:
    from assistant.check import ClaimChecker, Progress

MAX_QUESTION = 4000
"""Characters of a question; more is refused, since nobody asks that."""
GENERATOR = "extractive"
StageName = Literal["reading the question", "searching", "weighing", "writing", "checking"]


class Stage(Record):
    """What the assistant is doing now, for people who wait."""

    name: StageName
    detail: str = ""


class Conversation(TypedDict, total=False):
    """A question and the turns before it."""

    question: str
    history: Sequence[Turn]


class Assistant(Runnable[str | Conversation, Answer | Stage]):
    """Answers questions from an open index; `stream` gives its stages and then the answer."""

    def __init__(
        self,
        settings: Settings,
        index: OpenIndex,
        embedder: SentenceTransformerEmbedder,
        model: ChatModel | None = None,
    ) -> None:
        """Wire the parts to an open index, and to a chat model if one is to word the answers."""
        self.index = index
        self.passage_search = open_search(index, embedder)
        self.catalog = Catalog(index.sources_with_facts(), load_vocabulary(), self._find_unweighed)
        self.sentence_fit = SentenceFit(index, embedder, self.catalog)
        self._top_k = settings.top_k
        # What was learnt of emergencies and intents was learnt on the packaged model's vectors.
        self._embed = embedder.embed_query if embedder.words else None
        self._all_have_facts = self.catalog.has_all_facts_of(index.manifest.documents)
        self.understander = Understander(
            self.catalog.vocabulary, self._nearest_terms, self.catalog.is_studied,
            guess_nothing if self._embed is None else self._guess_intents,
        )  # fmt: skip
        self._verifier = Verifier(self.catalog, self._read_text)
        self._writer = ChatWriter(
            model, self.catalog, self.understander.understand, self._verifier.rewording_fault
        )
        self._embedder = embedder
        self._remembered = RememberedAnswers(settings.remembered_answers)

    @cached_property
    def _checker(self) -> ClaimChecker:
        """The claim check, of which answers need nothing."""
        from assistant.check import ClaimChecker

        return ClaimChecker(
            self.catalog, self.understander, self.passage_search.search, self._embedder,
            read_strength, self._search_without_facts,
        )  # fmt: skip

    def _search_without_facts(self, query: str, k: int) -> list[ScoredPassage]:
        if self._all_have_facts:
            return []
        return self.passage_search.search(query, k, self.catalog.texts.keys())

    def _find_unweighed(self, phrase: str) -> list[Passage]:
        """Find a phrase in the documents that don't say themselves what they hold."""
        return [] if self._all_have_facts else self.index.find_phrase(phrase, self.catalog.checked)

    def _nearest_terms(self, text: str) -> list[tuple[str, float]]:
        return self.index.nearest_terms(self._embedder.embed_query(text), VOTERS)

    def _guess_intents(self, text: str) -> Mapping[str, float]:
        return intent_model().probabilities(self._embedder.embed_query(text))

    @property
    def retriever(self) -> PassageRetriever:
        """The search as a LangChain retriever."""
        return PassageRetriever(passage_search=self.passage_search, k=self._top_k)

    def find_passages(self, question: str) -> list[ScoredPassage]:
        """Find the passages that an answer is given to read, best first.

        Where every document has facts, the catalogue holds each null and harm already. Where some have
        none, what speaks against is looked for as well, and a third of the places is theirs, since
        nothing else would bring them into an answer that the catalogue has many studies for.
        """
        search, k = self.passage_search, self._top_k
        if self._all_have_facts:
            return search.search(question, k)
        found = search.search_both_sides(question, k)
        known = {scored.passage.passage_id for scored in found}
        own = search.search(question, k // 3, self.catalog.texts.keys())
        return found + [scored for scored in own if scored.passage.passage_id not in known]

    def invoke(
        self,
        input: str | Conversation,  # noqa: A002  # the name that LangChain's interface has
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Answer:
        """Answer one question.

        Raises:
            InputError: the question is empty or too long.
        """
        return self._call_with_config(self._answer, input, config)  # type: ignore[return-value]  # LangChain types it as the union.

    def stream(
        self,
        input: str | Conversation,  # noqa: A002  # the name that LangChain's interface has
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Iterator[Answer | Stage]:
        """Give each stage as it begins, then the verified answer; never unverified text."""
        yield from self._run(input)

    def _answer(self, asked: str | Conversation) -> Answer:
        for event in self._run(asked):
            if isinstance(event, Answer):
                return event
        raise AssertionError("a run ends with an answer")

    def _run(self, asked: str | Conversation) -> Iterator[Answer | Stage]:
        clock = Clock()
        typed, history = read_input(asked)
        if history:
            yield from self._think(typed, history, clock)
            return
        answer = self._remembered.find(typed)
        if answer:
            clock.lap("remember")
            yield answer.model_copy(update={"timings_ms": clock.total()})
            return
        for event in self._think(typed, history, clock):
            if isinstance(event, Answer):
                self._remembered.keep(typed, event)
            yield event

    def _think(self, typed: str, history: Sequence[Turn], clock: Clock) -> Iterator[Answer | Stage]:
        question = visible_text(typed)
        history = [turn.model_copy(update={"text": visible_text(turn.text)}) for turn in history]
        yield Stage(name="reading the question")
        triage = triage_question(question, history, self._embed)
        stand_alone = self.understander.stand_alone(question, history)
        chat = self._writer.begin(is_allowed=triage.status == "answered")
        stand_alone = chat.stand_alone(question, history, stand_alone)
        seen = self.understander.understand(stand_alone)
        seen = self.understander.recall(seen, question, history)
        clock.lap("understand")
        if triage.status != "answered":
            draft = Draft(status=triage.status, message=triage.message)
        else:
            yield Stage(name="searching")
            passages = self.find_passages(stand_alone)
            clock.lap("retrieve")
            studies = {p.passage.source_id for p in passages}
            detail = f"{len(passages)} passages from {len(studies)} documents"
            yield Stage(name="weighing", detail=detail)
            asked_now = Question(stand_alone, seen, triage)
            draft = compose(
                self.catalog, asked_now, passages, self.read_source, self.sentence_fit.score
            )
            clock.lap("weigh_and_compose")
            if chat.is_open and draft.status == "answered":
                yield Stage(name="writing")
                draft = chat.write(draft, asked_now, passages)
                clock.lap("write")
        yield Stage(name="checking")
        verified = self._verifier.verify(draft)
        clock.lap("verify")
        rendered = Rendered(chat.translate(verified.draft, question), self.read_source)
        clock.lap("render")
        yield chat.sign(make_answer(
            typed, stand_alone, seen, verified.draft, verified.verification, rendered,
            self.index.manifest.fingerprint, clock,
        ))  # fmt: skip

    def check(self, text: str, on_progress: Progress = lambda done, total: None) -> CheckReport:
        """Check each sentence of a pasted page or post against the documents.

        Raises:
            InputError: the text is empty, too long, or no text.
        """
        numbering = Numbering(self.read_source)

        def cite(quotes: Iterable[Quote]) -> tuple[Citation, ...]:
            return tuple(numbering.citations[n - 1] for n in numbering.numbers(quotes))

        return self._checker.check_text(text, cite, self.index.manifest.fingerprint, on_progress)

    def read_source(self, source_id: str) -> Source | None:
        """Read one document of the index."""
        return self.index.source(source_id)

    def _read_text(self, source_id: str) -> str | None:
        known = self.catalog.texts.get(source_id)
        if known is not None:
            return known
        source = self.index.source(source_id)
        return source.text if source else None


def read_strength(sentences: Sequence[str]) -> Probabilities:
    """Read the strength of sentences with the model that takes them in whole, loaded on first use."""
    from assistant.verify.reader import open_reader

    return open_reader()(sentences)


class Clock:
    """Milliseconds spent in each step."""

    def __init__(self) -> None:
        """Start."""
        self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """End a step."""
        now = time.perf_counter()
        self.laps[name] = round((now - self._last) * 1000, 2)
        self._last = now

    def total(self) -> dict[str, float]:
        """All steps and their sum."""
        return {**self.laps, "total": round(sum(self.laps.values()), 2)}


def read_input(asked: str | Conversation) -> tuple[str, Sequence[Turn]]:
    """Read a question and its history.

    Raises:
        InputError: the question is empty or too long.
    """
    question: str = asked if isinstance(asked, str) else asked.get("question", "")
    history: Sequence[Turn] = () if isinstance(asked, str) else asked.get("history", ())
    question = question.strip()
    if not is_text(question):
        raise InputError("The question holds what is no text; type it again.")
    if not visible_text(question).strip():
        raise InputError("The question is empty; type one.")
    if len(question) > MAX_QUESTION:
        raise InputError(
            f"The question has {len(question):,} characters; ask in at most {MAX_QUESTION:,}."
        )
    return question, history


def make_answer(
    question: str,
    stand_alone: str,
    seen: Understanding,
    draft: Draft,
    verification: Verification,
    rendered: Rendered,
    fingerprint: str,
    clock: Clock,
) -> Answer:
    """Put an answer together."""
    return Answer(
        question=question,
        standalone_question=stand_alone,
        status=draft.status,
        reason=draft.reason,
        understanding=seen,
        answer=rendered.markdown,
        evidence=draft.evidence,
        claims=tuple(rendered.claims),
        caveats=tuple(rendered.caveats),
        citations=rendered.citations,
        verification=verification,
        fallback=None,
        generator=GENERATOR,
        index=fingerprint,
        timings_ms=clock.total(),
    )


def build_assistant(settings: Settings) -> Assistant:
    """Open the index in use and wire the chain.

    Raises:
        IndexMissingError: there is no index.
        IndexMismatchError: it was built with another model or chunking.
        ConfigurationError: the chat model that the settings name can't be opened.
    """
    model = open_model(settings)
    embedder = SentenceTransformerEmbedder(settings.embedding_model)
    index = PassageIndex(settings.index_folder, embedder.name, settings.chroma_server)
    return Assistant(settings, index, embedder, model)
