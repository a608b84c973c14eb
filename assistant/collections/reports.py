"""What is told of collections, and of the files that were added to one."""

from __future__ import annotations

from assistant.schema import Record


class CollectionSummary(Record):
    """A collection at a glance."""

    name: str
    documents: int


class FileResult(Record):
    """What became of one file, in words."""

    path: str
    is_read: bool
    words: str
    """Numbers of documents and passages, with notes; or why the file was skipped."""
    source_ids: tuple[str, ...] = ()


class AddReport(Record):
    """What became of every file that was added."""

    name: str
    files: tuple[FileResult, ...]
    documents: int
    """How many the collection holds now."""
