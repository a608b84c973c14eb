"""Findings in a chat model's words, where those keep to their passages; else the documents' own.

The extractive draft decides what is said: level, direction, counts, caveats, the first line and every
study, null and harm are its own. The model may word its findings, leave out further benefits of a study
that stays, and add findings of passages that retrieval ranked. What it may not do is found out here
and by the verifier, named to it once, and then replaced by the passage itself.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Sequence

from assistant.compose import all_claims, with_more_caveats
from assistant.compose.language import Language, language_of, translation_fault
from assistant.compose.offered import (
    Judged,
    Offered,
    described,
    holds_quote,
    offer,
    rebuilt,
    reworded,
)
from assistant.compose.parts import Question
from assistant.errors import GenerationError, MalformedOutputError, ModelUnavailableError
from assistant.llm import ChatModel
from assistant.prompts import (
    FAULTS_RULE,
    NO_FORM_RULE,
    Message,
    ModelClaim,
    ModelClaims,
    ModelQuestion,
    ModelSentences,
    claims_messages,
    stand_alone_messages,
    translate_messages,
)
from assistant.retrieve import Catalog
from assistant.schema import (
    Answer,
    CaveatKind,
    Draft,
    DraftCaveat,
    DraftClaim,
    FindingClaim,
    Item,
    ReportedClaim,
    ScoredPassage,
    Section,
    Turn,
    Understanding,
    Verification,
)

log = logging.getLogger(__name__)
MAX_FAULTS = 15
"""Faults that are named to the model."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
FABRICATED = (
    "The chat model cited passages that it was not given, or quoted what none of them says."
)
NOTHING_SOUND = "No sentence of the chat model kept to its passage."
NO_CLAIMS = "The chat model gave no claims."

Fault = Callable[[FindingClaim | ReportedClaim, str], tuple[str, str] | None]
"""The verifier: the rule that a claim in a model's words breaks and how, or None."""
Understand = Callable[[str], Understanding]


class ChatWriter:
    """A chat model with what its output is held against."""

    def __init__(
        self, model: ChatModel | None, catalog: Catalog, understand: Understand, fault: Fault
    ) -> None:
        """Take the model, if there is one, the facts, the reader of questions and the verifier."""
        self.model = model
        self.catalog = catalog
        self.understand = understand
        self.fault = fault

    def begin(self, *, is_allowed: bool = True) -> ChatTurn:
        """Begin with one question; one that triage stopped never reaches a model."""
        return ChatTurn(self, self.model if is_allowed else None)


class ChatTurn:
    """The use of a chat model for one question; once it can't be reached it isn't called again.

    Without a model every step hands back what it was given.
    """

    def __init__(self, writer: ChatWriter, model: ChatModel | None) -> None:
        """Nothing has been asked yet."""
        self._writer = writer
        self._model = model
        self._wrote = False
        self._rewritten = 0
        self.fallback: str | None = None
        """Why the answer holds no word of the model, if it should have."""

    @property
    def is_open(self) -> bool:
        """Whether there is a model that can still be asked."""
        return self._model is not None and self.fallback is None

    def sign(self, answer: Answer) -> Answer:
        """Say in an answer who worded it, or why the model did not."""
        if self.fallback:
            log.info("the chat model's words were not used: %s", self.fallback)
        if self._model is None or not self._wrote:
            return answer.model_copy(update={"fallback": self.fallback})
        checked = answer.verification
        counted = Verification(cut=checked.cut, rewritten=checked.rewritten + self._rewritten)
        return answer.model_copy(update={"generator": self._model.name, "verification": counted})

    # --- questions ---------------------------------------------------------------------------

    def stand_alone(self, question: str, history: Sequence[Turn], by_rule: str) -> str:
        """Make a follow-up stand alone in the model's words, or else keep the rule's.

        Its substances, outcomes, medicines, people and numbers must come from the conversation, and
        none of those that the last message names itself may be lost.
        """
        asked = [*(turn.text for turn in history if turn.role == "user"), question]
        if len(asked) == 1 or self._model is None:
            return by_rule
        try:
            said = self._model.ask(stand_alone_messages(asked), ModelQuestion).question.strip()
        except ModelUnavailableError as error:
            self.fallback = str(error)
            return by_rule
        except MalformedOutputError:
            return by_rule
        understand = self._writer.understand
        seen = slots(understand(said))
        known = {slot for text in (*asked, by_rule) for slot in slots(understand(text))}
        numbers = {n for text in asked for n in NUMBER.findall(text)}
        fits = slots(understand(by_rule)) <= seen <= known
        fits = fits and set(NUMBER.findall(said)) <= numbers and "\n" not in said
        return said if fits and len(said) <= len(" ".join(asked)) + len(by_rule) else by_rule

    # --- claims ------------------------------------------------------------------------------

    def write(self, draft: Draft, question: Question, passages: Sequence[ScoredPassage]) -> Draft:
        """Put the findings of an extractive draft in the model's words, as far as they hold."""
        if draft.status != "answered" or self._model is None or self.fallback:
            return draft
        offered = offer(self._writer.catalog, draft, question, passages)
        if not offered:
            return draft
        try:
            judged = self._ask_twice(self._model, question.text, offered)
        except GenerationError as error:
            self.fallback = str(error)
            return draft
        if judged.fabricated or not judged.worded:
            self.fallback = (
                FABRICATED if judged.fabricated else NOTHING_SOUND if judged.faults else NO_CLAIMS
            )
            return draft
        self._wrote = True
        written = rebuilt(draft, offered, judged)
        shown = {quote for claim in all_claims(written) for quote in claim.quotes}
        self._rewritten = sum(
            o.quote in shown for o in offered if o.number in judged.meant - judged.worded.keys()
        )
        return with_more_caveats(self._writer.catalog, written)

    def _ask_twice(self, model: ChatModel, question: str, offered: Sequence[Offered]) -> Judged:
        """Ask for claims and, where some have faults, once more with the faults named."""
        messages = claims_messages(question, (described(self._writer.catalog, o) for o in offered))
        try:
            said = model.ask(messages, ModelClaims).claims
        except MalformedOutputError:
            retry: list[Message] = [*messages, ("human", NO_FORM_RULE)]
            return self._judge(model.ask(retry, ModelClaims).claims, offered)
        first = self._judge(said, offered)
        if not first.faults:
            return first
        told = "\n".join(f"- {fault}" for fault in first.faults[:MAX_FAULTS])
        again: list[Message] = [
            *messages,
            ("ai", json.dumps({"claims": [c.model_dump() for c in said]}, ensure_ascii=False)),
            ("human", FAULTS_RULE.replace("{faults}", told)),
        ]
        try:
            second = self._judge(model.ask(again, ModelClaims).claims, offered)
        except GenerationError:
            return first
        return Judged(
            worded=first.worded | second.worded,
            meant=first.meant | second.meant,
            faults=second.faults,
            fabricated=second.fabricated,
        )

    def _judge(self, claims: Sequence[ModelClaim], offered: Sequence[Offered]) -> Judged:
        """Hold each claim against its passage."""
        by_number = {o.number: o for o in offered}
        worded: dict[int, str] = {}
        meant: set[int] = set()
        faults = []
        fabricated = False
        for place, claim in enumerate(claims, start=1):
            cited = [by_number[n] for n in claim.passages if n in by_number]
            quoted = [o for o in cited if holds_quote(o.quote.text, claim.quote)]
            if not quoted or len(cited) < len(claim.passages):
                fabricated = True
                why = "its quote does not stand in that passage" if cited else "no such passage"
                faults.append(f"Claim {place}: {why}.")
                continue
            meant.add(quoted[0].number)
            text = " ".join(claim.text.split())
            fault = self._wording_fault(quoted[0], text)
            if fault:
                faults.append(f"Claim {place}, on passage {quoted[0].number}: {fault}.")
            else:
                worded.setdefault(quoted[0].number, text)
        return Judged(worded, frozenset(meant), tuple(faults), fabricated)

    def _wording_fault(self, offered: Offered, text: str) -> str | None:
        """Say which rule of the verifier a sentence breaks, or None."""
        broken = self._writer.fault(reworded(offered, text), text)
        return ": ".join(broken) if broken else None

    # --- languages ---------------------------------------------------------------------------

    def translate(self, draft: Draft, question: str) -> Draft:
        """Say a verified draft in the language of the question, sentence by sentence, if that holds.

        A sentence whose translation can't be checked stays in English. Citations stay as they are.
        """
        language = language_of(question)
        if language is None or self._model is None or self.fallback or draft.message:
            return draft
        texts = list(
            dict.fromkeys([c.text for c in all_claims(draft)] + [c.text for c in draft.caveats])
        )
        try:
            messages = translate_messages(language.name, texts)
            said = self._model.ask(messages, ModelSentences).sentences
        except GenerationError:
            return draft
        translated = {}
        for sentence in said:
            if 0 < sentence.number <= len(texts):
                english = texts[sentence.number - 1]
                text = " ".join(sentence.text.split())
                if not self._translation_fault(text, english, language):
                    translated[english] = text
        if not translated:
            return draft
        self._wrote = True
        return with_texts(draft, translated, language.note)

    def _translation_fault(self, text: str, english: str, language: Language) -> str | None:
        writer = self._writer
        return translation_fault(text, english, language, writer.catalog, writer.understand)


def with_texts(draft: Draft, texts: dict[str, str], note: str) -> Draft:
    """The same draft with other words for some of its texts, and a note on that."""

    def said(claim: DraftClaim) -> DraftClaim:
        return claim.model_copy(update={"text": texts.get(claim.text, claim.text)})

    return draft.model_copy(
        update={
            "advice": texts.get(draft.advice, draft.advice),
            "lead": tuple(said(claim) for claim in draft.lead),
            "sections": tuple(
                Section(
                    heading=section.heading,
                    items=tuple(Item(claims=tuple(map(said, i.claims))) for i in section.items),
                )
                for section in draft.sections
            ),
            "caveats": (
                *(c.model_copy(update={"text": texts.get(c.text, c.text)}) for c in draft.caveats),
                DraftCaveat(kind=CaveatKind.CORPUS_LIMIT, text=note),
            ),
        }
    )


def slots(seen: Understanding) -> set[tuple[str, str]]:
    """What a question is about, as (kind, name) pairs."""
    return {
        *(("substance", name) for name in seen.substances),
        *(("outcome", name) for name in (*seen.outcomes, *seen.conditions)),
        *(("medicine", name) for name in seen.medicines),
        *(("people", name) for name in seen.populations),
    }
