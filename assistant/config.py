"""Settings, read once from the environment (prefix `ASSISTANT_`) by the entry points.

Nothing below the entry points reads the environment: they are handed the values that they need.
"""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import ConfigurationError
from assistant.schema import Record

PACKAGED_MODEL = "packaged:all-MiniLM-L6-v2"
SHIPPED = "shipped"
"""The name by which the corpus that comes with the program is chosen beside collections."""


class ChromaServer(Record):
    """A Chroma server that holds the vectors instead of the index's own folder."""

    url: str
    tenant: str
    database: str
    headers: dict[str, SecretStr]


class Settings(BaseSettings):
    """What can be set from outside."""

    model_config = SettingsConfigDict(
        env_prefix="ASSISTANT_", frozen=True, extra="forbid", env_ignore_empty=True
    )

    index: Path | None = None
    """Folder of the index; without it the default index in the user's data directory."""
    collections: Path | None = None
    """Folder of the personal collections; without it one in the user's data directory."""
    embedding_model: str = PACKAGED_MODEL
    """A folder or a name that sentence-transformers can load."""
    top_k: int = Field(default=12, ge=1)
    """Passages that retrieval hands on."""
    remembered_answers: int = Field(default=256, ge=0)
    """Answers kept in memory for when the same question is asked again; 0 keeps none."""
    model: str | None = None
    """A chat model as provider:name; without one every sentence is one of the documents."""
    model_url: str | None = None
    """Where the model is served, if not at its provider's own address."""
    model_key: SecretStr | None = None
    """The key; without one, and without `model_url`, the provider's own variable counts."""
    model_timeout: float = Field(default=60, gt=0)
    """Seconds that one call to the model may take."""
    model_retries: int = Field(default=2, ge=0, le=10)
    """How often a call is made again that met a rate limit or a fault of the server."""
    chroma_url: str | None = Field(default=None, pattern=r"^https?://[^/\s]+/?$")
    """A Chroma server as http://HOST:PORT; without one the vectors lie in the index's folder."""
    chroma_tenant: str = "default_tenant"
    chroma_database: str = "default_database"
    chroma_headers: dict[str, SecretStr] = {}
    """Sent to the Chroma server with every request, as JSON; for the proxy before it."""
    login: SecretStr | None = None
    """Who may use the page, as NAME:HASH; several are parted by spaces."""
    login_file: Path | None = None
    """The same, one a line; make lines with: python -m assistant.access NAME."""
    questions_per_minute: int | None = Field(default=None, ge=1)
    """How often one person may ask; without it as often as the queue allows."""
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=1, le=65535)

    @property
    def index_folder(self) -> Path:
        """The folder in use, named or default."""
        return self.index or user_data_path("supplement-evidence-assistant") / "index"

    @property
    def chroma_server(self) -> ChromaServer | None:
        """The Chroma server in use, if one is named."""
        if self.chroma_url is None:
            return None
        return ChromaServer(
            url=self.chroma_url.rstrip("/"),
            tenant=self.chroma_tenant,
            database=self.chroma_database,
            headers=self.chroma_headers,
        )

    @property
    def collections_folder(self) -> Path:
        """The folder of the personal collections, named or default."""
        return self.collections or user_data_path("supplement-evidence-assistant") / "collections"

    @property
    def ratings_file(self) -> Path:
        """Where ratings are kept, of those who let them be."""
        return user_data_path("supplement-evidence-assistant") / "ratings.sqlite"


def read_settings() -> Settings:
    """Read the settings.

    Raises:
        ConfigurationError: a variable has a value that cannot be used; the text names it.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "ASSISTANT_" + "_".join(str(part) for part in first["loc"]).upper()
        raise ConfigurationError(f"{name}: {first['msg']}; correct or unset it.") from error
