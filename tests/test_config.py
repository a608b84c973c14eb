from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.config import PACKAGED_MODEL, Settings, read_settings
from assistant.errors import ConfigurationError


def test_defaults_need_no_environment(tmp_path: Path) -> None:
    settings = read_settings()
    assert settings == Settings(
        index=None, embedding_model=PACKAGED_MODEL, top_k=12, host="127.0.0.1", port=7860
    )
    assert settings.index_folder == tmp_path / "data" / "supplement-evidence-assistant" / "index"


def test_environment_sets_every_field(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "INDEX": "/somewhere/index",
        "EMBEDDING_MODEL": "/somewhere/model",
        "TOP_K": "5",
        "HOST": "0.0.0.0",
        "PORT": "8000",
    }.items():
        monkeypatch.setenv(f"ASSISTANT_{name}", value)
    settings = read_settings()
    assert settings == Settings(
        index=Path("/somewhere/index"),
        embedding_model="/somewhere/model",
        top_k=5,
        host="0.0.0.0",
        port=8000,
    )
    assert settings.index_folder == Path("/somewhere/index")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_PORT", "a door"),
        ("ASSISTANT_PORT", "70000"),
        ("ASSISTANT_TOP_K", "many"),
        ("ASSISTANT_TOP_K", "0"),
        ("ASSISTANT_TOP_K", "-3"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as caught:
        read_settings()
    assert str(caught.value).startswith(f"{name}: ")
    assert "\n" not in str(caught.value)


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("INDEX", "EMBEDDING_MODEL", "TOP_K"):
        monkeypatch.setenv(f"ASSISTANT_{name}", "")
    assert read_settings() == Settings(index=None, embedding_model=PACKAGED_MODEL, top_k=12)


def test_settings_are_frozen_and_refuse_unknown_names() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1  # type: ignore[misc]  # what is tested
    with pytest.raises(ValidationError):
        Settings(colour="red")  # type: ignore[call-arg]  # what is tested
