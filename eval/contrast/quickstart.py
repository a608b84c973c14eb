"""What a user would build from the LangChain quickstart: split, embed, store in Chroma, take four.

There is no chat model here, so the answer is extractive: the sentences of each passage that share
most words with the question, one after the other. No triage, no weighing, no caveats, no abstention.

Granted, so that it scores as well as such a program can: the bodies of the corpus files, which it
would otherwise have to clean of front matter; headings left out of the answer; each sentence its
own citation with exact offsets, and none said twice; the design, title and year of each source;
the earlier turns of a conversation before the question. Sentences are chosen by shared words, and
six of them, because on the `dev` split this recalled more than choosing by embedding, than fewer,
and than the last turn alone, and nearly as much as whole passages, which overclaim more.

Held against it all the same: it cannot tell a finding from a remark on funding or method, so all
its claims are findings (of strength 0), and a remark on an animal study must name the animal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from langchain_chroma import Chroma
from langchain_core.documents import Document as Chunk
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from eval.contrast.excerpts import Excerpt, Spoken, as_answer, sentences_within
from eval.corpus import Corpus
from eval.text import content_words

CHUNK_SIZE, CHUNK_OVERLAP, TOP_K = 1000, 200, 4
"""The quickstart's own values."""
SENTENCES = 6
"""Sentences shown of each passage."""


class Quickstart:
    """Retrieval over chunks, and their best sentences."""

    name = "quickstart"

    def __init__(self, corpus: Corpus, embeddings: Embeddings) -> None:
        """Split the corpus and embed it into a Chroma that lives as long as this object."""
        self._corpus = corpus
        splitter = RecursiveCharacterTextSplitter(
            chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP, add_start_index=True
        )
        chunks = splitter.split_documents(
            [Chunk(d.body, metadata={"source_id": d.source_id}) for d in corpus.values()]
        )
        self._store = Chroma.from_documents(
            chunks,
            embeddings,
            ids=[f"{c.metadata['source_id']}:{c.metadata['start_index']}" for c in chunks],
            collection_name=f"quickstart-{uuid4().hex}",
        )

    def __call__(self, turns: Sequence[str]) -> dict[str, Any]:
        """Answer the last of the user's texts."""
        question = "\n".join(turns)
        said: set[tuple[str, int, int]] = set()
        paragraphs = []
        for chunk in self._store.similarity_search(question, k=TOP_K):
            chosen = [e for e in self._best(question, chunk) if e.place not in said]
            said.update(excerpt.place for excerpt in chosen)
            if chosen:
                paragraphs.append([Spoken(excerpt.text, excerpt) for excerpt in chosen])
        return as_answer(turns, paragraphs, self.name)

    def _best(self, question: str, chunk: Chunk) -> list[Excerpt]:
        """The best sentences of one chunk, in the order in which they stand there."""
        document = self._corpus[chunk.metadata["source_id"]]
        start = chunk.metadata["start_index"]
        held = list(sentences_within(document, start, start + len(chunk.page_content)))
        asked = content_words(question)
        shared = [len(asked & content_words(excerpt.text)) for excerpt in held]
        ranked = sorted(range(len(held)), key=lambda place: -shared[place])
        return [held[place] for place in sorted(ranked[:SENTENCES])]
