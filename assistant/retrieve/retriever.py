"""The search as LangChain knows it."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.retrieve.passages import PassageSearch


class PassageRetriever(BaseRetriever):
    """The search as LangChain knows it: documents with source, offsets and score as metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    passage_search: PassageSearch
    k: int = 8

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [
            Document(
                id=found.passage.passage_id,
                page_content=found.passage.text,
                metadata={
                    "source_id": found.passage.source_id,
                    "start": found.passage.start,
                    "end": found.passage.end,
                    "score": found.score,
                },
            )
            for found in self.passage_search.search(query, self.k)
        ]
