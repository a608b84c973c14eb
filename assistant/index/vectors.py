"""Chroma: one collection for each version, in its folder or on a server; ids are positions.

Vectors are always ours: no embedding function is stored or opened. What Chroma or the way to its
server does wrong becomes one line, and the next call tries again.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import numpy as np

from assistant.config import ChromaServer
from assistant.embed import Vectors
from assistant.errors import PassageIndexError, VectorServerError
from assistant.index.files import hold, is_held

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

COLLECTION = "passages"
FEWEST_CANDIDATES = 400
CANDIDATES_SHARE = 0.01
"""The part of all passages that a search looks at: what it misses grows with them."""
COPIES = "supplement-assistant-"
"""What the folders in the system's temporary folder are called that Chroma is opened in."""
HELD = "held"
SERVER_SECONDS = 30
"""How long a Chroma server may take for one call."""
IS_FULL = "; is the disk full?"
PERSISTED = "index_metadata.pickle"
"""What Chroma writes beside vectors that are on disk; without it, it fills the files at open."""


class VectorStore:
    """The vectors of one version, open."""

    def __init__(
        self, client: Client, collection: Collection, place: str, copy: Copy | None = None
    ) -> None:
        """Take Chroma's collection, the place that errors name, and a copy to remove at the end."""
        self._collection = collection
        self._place = place
        # One that is let go of without being closed would stay open for as long as the process.
        self._close = weakref.finalize(self, close_all, client, copy)
        self._close.atexit = False  # the process's end closes it as well

    def add(self, positions: Sequence[int], vectors: Vectors, source_ids: Sequence[str]) -> None:
        """Add passages that are not there yet; rows of `vectors` have length one."""
        metadatas: Any = [{"source_id": source_id} for source_id in source_ids]
        ids = [str(position) for position in positions]
        with plain_errors(self._place, IS_FULL):
            self._collection.add(ids=ids, embeddings=vectors, metadatas=metadatas)

    def read(self, positions: Sequence[int]) -> Vectors:
        """Read the vectors of passages, in the order of their positions."""
        ids = [str(position) for position in positions]
        with plain_errors(self._place):
            found = self._collection.get(ids=ids, include=["embeddings"])
            by_id = dict(
                zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True)
            )
            return np.stack([by_id[passage_id] for passage_id in ids])

    def search(
        self, vector: Vectors, k: int, source_ids: Sequence[str] = ()
    ) -> list[tuple[int, float]]:
        """Find the nearest passages; gives their positions and cosine distances, nearest first."""
        where: Any = {"source_id": {"$in": list(source_ids)}} if source_ids else None
        with plain_errors(self._place):
            found = self._collection.query(
                query_embeddings=vector[None, :], n_results=k, where=where, include=["distances"]
            )
        positions = map(int, found["ids"][0])
        return list(zip(positions, (found["distances"] or [[]])[0], strict=True))

    def count(self) -> int:
        """How many passages have a vector here."""
        with plain_errors(self._place):
            return self._collection.count()

    def close(self) -> None:
        """Let go of the files, or of the connection."""
        self._close()


def close_all(client: Client, copy: Copy | None) -> None:
    """Close a client, and remove the copy that it was opened in."""
    close_client(client)
    if copy:
        copy.remove()


@contextmanager
def plain_errors(place: str, hint: str = "") -> Iterator[None]:
    """Turn whatever Chroma raises into one line: each way of running it has types of its own."""
    import httpx

    try:
        yield
    except Exception as error:
        if isinstance(error, httpx.TransportError) or "Could not connect" in str(error):
            raise VectorServerError(
                f"{place}: the Chroma server does not answer; start it and ask again."
            ) from error
        line = (str(error).splitlines() or [type(error).__name__])[0]
        raise PassageIndexError(f"{place}: Chroma failed: {line}{hint}") from error


def hnsw(passages: int) -> CreateCollectionConfiguration:
    """How the graph of so many vectors is built and searched; `docs/scale.md` has what that finds."""
    return {
        "hnsw": {
            "space": "cosine", "max_neighbors": 64, "ef_construction": 400,
            "ef_search": max(FEWEST_CANDIDATES, round(CANDIDATES_SHARE * passages)),
            # Vectors that wait in the database until all ids of the graph are written anew:
            # Chroma's own 1,000 would make that most of a large build.
            "sync_threshold": 10_000,
        }
    }  # fmt: skip


def create_vectors(version: Path, passages: int, server: ChromaServer | None) -> VectorStore:
    """Make the empty collection of a new version that will hold so many passages."""
    place = str(server.url if server else version)
    with plain_errors(place):
        client = connect(server) if server else open_client(version / "chroma")
        with closed_on_error(client):
            collection = client.create_collection(
                collection_name(version.name, server), configuration=hnsw(passages),
                embedding_function=None,
            )  # fmt: skip
    return VectorStore(client, collection, place)


def settle(version: Path) -> None:
    """Move all vectors of a finished folder into Chroma's index files, and shrink its database.

    Chroma keeps up to a thousand vectors in a queue in its database, and works them in again at
    every open. A low threshold makes it write them out at the next use.
    """
    folder = version / "chroma"
    with plain_errors(str(version), IS_FULL):
        client = open_client(folder)
        collection = client.get_collection(COLLECTION, embedding_function=None)
        collection.modify(configuration={"hnsw": {"sync_threshold": 2}})
        client.close()
        client = open_client(folder)
        collection = client.get_collection(COLLECTION, embedding_function=None)
        first = collection.get(limit=1, include=["embeddings"])["embeddings"]
        collection.query(query_embeddings=first, n_results=1)
        client.close()
    database = sqlite3.connect(folder / "chroma.sqlite3")
    database.execute("VACUUM")
    database.close()


def open_vectors(version: Path, server: ChromaServer | None) -> VectorStore:
    """Open the collection of a version for reading; its folder stays byte for byte as it is."""
    place = str(server.url if server else version)
    with plain_errors(place):
        copy = None if server else Copy(version / "chroma")
        client = open_client(copy.folder) if copy else connect(cast("ChromaServer", server))
        with closed_on_error(client):
            name = collection_name(version.name, server)
            collection = client.get_collection(name, embedding_function=None)
    return VectorStore(client, collection, place, copy)


def drop_vectors(names: Iterable[str], server: ChromaServer) -> None:
    """Remove the collections of versions that are gone from a server."""
    with plain_errors(server.url):
        client = connect(server)
        try:
            known = {collection.name for collection in client.list_collections()}
            for name in names:
                if collection_name(name, server) in known:
                    client.delete_collection(collection_name(name, server))
        finally:
            close_client(client)


def collection_name(version: str, server: ChromaServer | None) -> str:
    """A server holds the collections of many versions, a version's folder only its own."""
    return f"{COLLECTION}-{version}" if server else COLLECTION


def open_client(folder: Path) -> Client:
    """Open Chroma in a folder, without telemetry."""
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    return cast("Client", chromadb.PersistentClient(path=str(folder), settings=settings))


def connect(server: ChromaServer) -> Client:
    """Open a connection to a Chroma server, without telemetry."""
    import chromadb
    from chromadb.config import Settings

    url = urlsplit(server.url)
    is_safe = url.scheme == "https"
    client = chromadb.HttpClient(
        host=url.hostname or "", port=url.port or (443 if is_safe else 8000), ssl=is_safe,
        headers={name: value.get_secret_value() for name, value in server.headers.items()},
        tenant=server.tenant, database=server.database,
        settings=Settings(anonymized_telemetry=False),
    )  # fmt: skip
    # Chroma waits for ever and has no setting for it.
    cast(Any, client)._server._session.timeout = SERVER_SECONDS
    return cast("Client", client)


def close_client(client: Client) -> None:
    """Close a client, and the connections that Chroma leaves open."""
    parts: Any = (client, getattr(client, "_admin_client", None))
    sessions = [getattr(part._server, "_session", None) for part in parts if part]
    client.close()
    for session in sessions:
        if session:
            session.close()


@contextmanager
def closed_on_error(client: Client) -> Iterator[None]:
    """Close a client that could not be used."""
    try:
        yield
    except BaseException:
        close_client(client)
        raise


class Copy:
    """A copy of Chroma's database beside links to its vectors, in the system's temporary folder.

    Chroma writes to its database at every open, were it only to note that it did. On a copy the
    index stays as it was built, so that damage can be told from use, and may lie on a disk that
    can't be written to.
    """

    def __init__(self, folder: Path) -> None:
        """Copy a folder of Chroma's; the copy goes with this process at the latest."""
        remove_left_copies()
        new = Path(tempfile.mkdtemp(prefix=f"new-{COPIES}"))
        (new / HELD).touch()
        held = hold(new / HELD)
        self.folder = new.rename(new.with_name(new.name.removeprefix("new-")))
        self.remove = weakref.finalize(self, remove_copy, self.folder, held)
        for path in folder.iterdir():
            copy = self.folder / path.name
            if path.is_file():
                shutil.copyfile(path, copy)
            elif (path / PERSISTED).exists():
                copy.symlink_to(path.resolve(), target_is_directory=True)
            else:
                shutil.copytree(path, copy)


def remove_copy(folder: Path, held: int) -> None:
    """Remove a copy that is not used any more."""
    shutil.rmtree(folder, ignore_errors=True)
    os.close(held)


def remove_left_copies() -> None:
    """Remove the copies of processes that were ended before they could do so."""
    for held in Path(tempfile.gettempdir()).glob(f"{COPIES}*/{HELD}"):
        if os.access(held, os.R_OK | os.W_OK) and not is_held(held):
            shutil.rmtree(held.parent, ignore_errors=True)
