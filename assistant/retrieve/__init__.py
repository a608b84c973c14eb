"""The way from a question to passages and to the studies that the documents hold on it.

Two views of one corpus. `PassageSearch` ranks passages by meaning and by words, fused. `Catalog`
finds every study and claim on a substance and an outcome by the documents' own facts, so that
nulls and harms are never missed because another passage ranked higher.
"""

from assistant.retrieve.catalog import PEOPLE, TRIALS, Catalog, StudyMatch, is_against, names_any
from assistant.retrieve.passages import JoinedSearch, PassageSearch, Stages, fuse, open_search
from assistant.retrieve.retriever import PassageRetriever
from assistant.retrieve.sentences import NOTHING, Fitness, SentenceFit

__all__ = [
    "NOTHING", "PEOPLE", "TRIALS", "Catalog", "Fitness", "JoinedSearch", "PassageRetriever", "PassageSearch", "SentenceFit", "Stages", "StudyMatch", "fuse",
    "is_against", "names_any", "open_search",
]  # fmt: skip
