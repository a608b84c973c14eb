"""The index: sources, passages, their vectors in Chroma and their words in BM25, on disk.

Invariant: what `CURRENT` names is always whole. A build writes a version folder of its own and
switches the pointer last, so that a build that dies leaves the old version answering. A version
is never written again, and not removed while a process reads it.

    FOLDER/CURRENT                       the name of the version in use
    FOLDER/journal.sqlite                what a build that did not end has embedded
    FOLDER/versions/NAME/manifest.json   fingerprint and counts
                        /files.json      size and checksum of every other file
                        /sources.sqlite  documents and passages
                        /chroma/         vectors, unless a Chroma server has them
                        /lexical/        BM25
                        /words.bin       vectors of words, where the model gives them
                        /terms.npz       vectors of the vocabulary's outcomes
"""

from assistant.index.build import BuildReport, build_index
from assistant.index.earlier import EarlierVersion
from assistant.index.joined import JoinedIndex, OpenIndex
from assistant.index.lexical import tokenize
from assistant.index.manifest import Manifest, current_version, read_manifest
from assistant.index.store import Hit, PassageIndex

__all__ = [
    "BuildReport", "EarlierVersion", "Hit", "JoinedIndex", "Manifest", "OpenIndex", "PassageIndex", "build_index",
    "current_version", "read_manifest", "tokenize",
]  # fmt: skip
