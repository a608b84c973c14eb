"""The one place of the suite that touches the assistant: it asks, and hands on plain JSON."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import cli
from assistant.chain import Assistant, build_assistant
from assistant.cli import ensure_default_index, run_build
from assistant.config import Settings
from assistant.embed import SentenceTransformerEmbedder, Vectors
from assistant.index import Hit, PassageIndex, current_version
from assistant.load import shipped_documents
from assistant.schema import Source, Turn
from eval.cases import Case
from eval.corpus import PAGES_FOLDER, POISONED_FOLDER

Ask = Callable[[Sequence[str]], dict[str, Any]]
"""From the user's texts to the answer's JSON."""
AskCase = Callable[[Case], dict[str, Any]]


@dataclass(frozen=True)
class Assistants:
    """The assistant of the shipped corpus, one that has the poisoned documents as well, and one of pages."""

    plain: Assistant
    poisoned: Assistant | None = None
    """None where no case needs it."""
    pages: Assistant | None = None
    """Has `eval/pages` and nothing else; None where no case needs it."""

    def of(self, case: Case) -> Assistant:
        """The assistant that a case is put to.

        Raises:
            ValueError: the case names documents and nobody opened the assistant that has them.
        """
        if not case.documents and not case.pages_alone:
            return self.plain
        other = self.pages if case.pages_alone else self.poisoned
        if other is None:
            raise ValueError(f"{case.id}: no assistant has the documents of this case")
        return other

    def finds(self, case: Case) -> bool:
        """Whether retrieval finds the documents that a case names; else the case proves nothing."""
        found = self.of(case).find_passages(case.turns[-1])
        return set(case.documents) <= {scored.passage.source_id for scored in found}


def settings_for(index: Path | None) -> Settings:
    """The settings, with a named index; every answer is made anew, whatever was asked before."""
    return cli.settings_for(index).model_copy(update={"remembered_answers": 0})


def open_assistant(index: Path | None) -> Assistant:
    """Open the default index or a named one, brought up to date with the shipped corpus.

    A stale index would make exact quotes look wrong: the graders read the corpus files.
    """
    settings = settings_for(index)
    if index is None:
        ensure_default_index(settings)
    else:
        run_build(settings, [])
    return build_assistant(settings)


def open_poisoned(index: Path | None, folder: Path) -> Assistant:
    """Open an assistant whose index, in `folder`, holds the poisoned documents beside the corpus.

    It starts from a copy of the index in use, so that only the new passages are embedded.
    """
    settings = settings_for(index)
    version = current_version(settings.index_folder)
    shutil.copytree(version, folder / "versions" / version.name)
    shutil.copyfile(settings.index_folder / "CURRENT", folder / "CURRENT")
    settings = settings.model_copy(update={"index": folder})
    run_build(settings, [*shipped_documents(), POISONED_FOLDER])
    return build_assistant(settings)


def open_pages(index: Path | None, folder: Path) -> Assistant:
    """Open an assistant whose index, in `folder`, holds the pages of the web and nothing else."""
    settings = settings_for(index).model_copy(update={"index": folder})
    run_build(settings, [PAGES_FOLDER])
    return build_assistant(settings)


class PartialIndex(PassageIndex):
    """An open index without some of its documents: nothing is embedded anew."""

    def __init__(self, whole: PassageIndex, without: Collection[str]) -> None:
        """Share everything with the open index but the documents that are left out."""
        self.__dict__.update(whole.__dict__)
        self._gone = frozenset(without)
        self._gone_positions = frozenset(whole.positions_of(sorted(without)))
        left = whole.manifest.documents - len(self._gone)
        self.manifest = whole.manifest.model_copy(update={"documents": left})

    def search_dense(self, vector: Vectors, k: int, source_ids: Sequence[str] = ()) -> list[Hit]:
        """Find the nearest passages of the documents that are left."""
        return self._left(
            super().search_dense(vector, k + len(self._gone_positions), source_ids), k
        )

    def search_words(
        self, words: Mapping[str, float], k: int, positions: Iterable[int] = ()
    ) -> list[Hit]:
        """Find the passages that share words, of the documents that are left."""
        return self._left(super().search_words(words, k + len(self._gone_positions), positions), k)

    def _left(self, hits: Sequence[Hit], k: int) -> list[Hit]:
        return [hit for hit in hits if hit.position not in self._gone_positions][:k]

    def source(self, source_id: str) -> Source | None:
        """Read one of the documents that are left."""
        return None if source_id in self._gone else super().source(source_id)

    def sources_with_facts(self) -> list[Source]:
        """Read every document that is left and has front matter."""
        found = super().sources_with_facts()
        return [source for source in found if source.source_id not in self._gone]


class PartialAssistants:
    """Assistants over the same index, each without some of its documents."""

    def __init__(self, whole: Assistant, index: Path | None) -> None:
        """Keep the parts that all of them share."""
        self._whole = whole
        self._settings = settings_for(index)
        self._embedder = SentenceTransformerEmbedder(self._settings.embedding_model)

    def without(self, source_ids: Collection[str]) -> Assistant:
        """The assistant that never had these documents."""
        if not source_ids:
            return self._whole
        assert isinstance(self._whole.index, PassageIndex)
        partial = PartialIndex(self._whole.index, source_ids)
        return Assistant(self._settings, partial, self._embedder)


def case_asker(assistants: Assistants, *, quiet: bool = False) -> AskCase:
    """A function from a case to the answer's JSON, by the assistant that has its documents."""
    return lambda case: asker(assistants.of(case), quiet=quiet)(case.turns)


def asker(assistant: Assistant, *, quiet: bool = False, with_medicines: bool = False) -> Ask:
    """A function from the user's texts to the answer's JSON; a crash becomes status `error`.

    `with_medicines` adds the classes of medicines that were understood, which the JSON leaves out.
    """

    def ask(turns: Sequence[str]) -> dict[str, Any]:
        *before, last = turns
        history = [Turn(role="user", text=text) for text in before]
        try:
            answer = assistant.invoke({"question": last, "history": history})
        except Exception as error:  # any crash is a wrong answer to show, not an end of the run
            if not quiet:
                sys.stderr.write(f"{last!r}: {type(error).__name__}: {error}\n")
            return crashed(last, f"{type(error).__name__}: {error}")
        found = answer.model_dump(mode="json")
        if with_medicines:
            found["understanding"]["medicines"] = list(answer.understanding.medicines)
        return found

    return ask


def crashed(question: str, reason: str) -> dict[str, Any]:
    """The JSON of an answer that never came."""
    return {
        "question": question, "standalone_question": question, "status": "error",
        "reason": None, "understanding": {}, "answer": f"(error) {reason}", "evidence": None,
        "claims": [], "caveats": [], "citations": [], "verification": {"cut": 0, "rewritten": 0},
        "fallback": reason, "generator": "none", "index": "", "timings_ms": {},
    }  # fmt: skip


def served_hashes(assistant: Assistant, source_ids: Iterable[str]) -> Mapping[str, str]:
    """By source id, the SHA-256 of the text that `assistant source ID` gives."""
    texts = ((name, assistant.read_source(name)) for name in source_ids)
    return {
        name: hashlib.sha256(source.text.encode()).hexdigest() if source else ""
        for name, source in texts
    }
