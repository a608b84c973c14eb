"""The order of the modules: each imports only from those before it."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.embed import SentenceTransformerEmbedder
from assistant.index import build_index
from assistant.load import load_sources

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "assistant"
ORDER = [
    "errors", "privacy", "memory", "schema", "config", "access", "prompts", "llm", "load", "chunk", "embed", "index",
    "triage", "understand", "studies", "retrieve", "weigh", "compose", "verify", "check", "detect", "collections", "remembered", "chain", "render",
    "library", "ratings", "tools", "cli", "page",
]  # fmt: skip
PACKAGES = {"cli", "collections", "compose", "load", "page", "render", "schema", "verify", "weigh"}
ALLOWED = {("chain", "render")}
"""The chain assembles the answer's Markdown; render knows nothing of the chain."""
ENTRY_POINTS = {("cli", "app")}
"""`assistant serve` starts the page; nothing imports cli, so the library stays free of the app."""
LANGCHAIN = {"llm", "embed", "index", "retrieve", "chain"}
CHROMA = {"index"}


def module_of(file: Path) -> str:
    """The module that a file belongs to; the files of a package count as one module."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_names(file: Path, package: Path = PACKAGE) -> Iterator[str]:
    """Every dotted name that a file imports, at its top or inside a function."""
    inside = ["assistant", *file.relative_to(package).parts[:-1]]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(inside[: len(inside) + 1 - node.level]) if node.level else ""
            start = ".".join(part for part in (base, node.module) if part)
            yield from (f"{start}.{alias.name}" for alias in node.names)


FILES = sorted(PACKAGE.rglob("*.py"))
MODULES = [file for file in FILES if file.name not in {"__init__.py", "__main__.py"} or
           file.parent != PACKAGE]  # fmt: skip
each_module = pytest.mark.parametrize(
    "file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE))
)


def test_every_module_has_its_place_in_the_order() -> None:
    assert {module_of(file) for file in MODULES} <= set(ORDER)
    folders = {file.parent.name for file in FILES if file.parent != PACKAGE}
    assert folders >= PACKAGES
    for name in folders:
        assert (PACKAGE / name / "__init__.py").is_file()
        assert not (PACKAGE / f"{name}.py").exists()


@each_module
def test_a_module_imports_only_from_those_before_it(file: Path) -> None:
    module = module_of(file)
    before = {*ORDER[: ORDER.index(module)], module}
    for name in imported_names(file):
        top, _, rest = name.partition(".")
        if top == "assistant":
            imported = rest.split(".")[0]
            assert imported in before or (module, imported) in ALLOWED, f"{module}: {name}"


@each_module
def test_no_module_imports_the_app_or_the_eval(file: Path) -> None:
    for name in imported_names(file):
        top = name.split(".")[0]
        assert top not in {"app", "eval", "tests", "bench"} or (module_of(file), top) in (
            ENTRY_POINTS
        ), name


@each_module
def test_langchain_and_chroma_stay_at_their_edges(file: Path) -> None:
    for name in imported_names(file):
        top = name.split(".")[0]
        if top.startswith(("langchain", "langgraph")):
            assert module_of(file) in LANGCHAIN, name
        if top.startswith("chroma"):
            assert module_of(file) in CHROMA, name


def test_importing_the_package_needs_only_the_command_line() -> None:
    assert list(imported_names(PACKAGE / "__init__.py")) == []
    assert list(imported_names(PACKAGE / "__main__.py")) == ["assistant.cli.main"]


def test_every_import_is_a_module_that_is_declared() -> None:
    """What is imported is the standard library, ourselves, or a name of pyproject.toml."""
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8").lower().replace("-", "_")
    other_names = {"yaml": "pyyaml", "stemmer": "pystemmer", "spellchecker": "pyspellchecker",
                   "langchain": "init_chat_model names it", "transformers": "sentence_transformers",
                   "docx": "python_docx"}  # fmt: skip
    for file in FILES:
        for name in imported_names(file):
            top = name.split(".")[0]
            if top in {"assistant", "app"} or top in sys.stdlib_module_names:
                continue
            known = other_names.get(top.lower(), top.lower())
            assert f'"{known}' in declared or top == "langchain", f"{file.name}: {name}"


HEAVY = ("torch", "transformers", "sentence_transformers", "sklearn", "gradio", "fastapi", "langgraph",
         "langchain_chroma", "inspect_ai", "plotly", "scipy", "assistant.check")  # fmt: skip
"""What takes longest to import; none of it is needed to answer a question on the command line."""


@pytest.mark.slow
def test_an_answer_on_the_command_line_imports_nothing_heavy(tmp_path: Path) -> None:
    corpus = tmp_path / "notes"
    corpus.mkdir()
    (corpus / "note.md").write_text("# Velorin\n\nVelorin was given to forty adults for a month.\n")
    index = tmp_path / "index"
    build_index(index, load_sources([corpus]), SentenceTransformerEmbedder())
    arguments = ["assistant", "ask", "--json", "--index", str(index), "Does velorin help sleep?"]
    code = (
        f"import sys; sys.argv = {arguments!r}\n"
        "from assistant.cli import main\n"
        "try: main()\n"
        "except SystemExit as ended: assert not ended.code\n"
        f"sys.stderr.write(' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["question"] == "Does velorin help sleep?"


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("import a.b, c", ["a.b", "c"]),
        ("from assistant import chain", ["assistant.chain"]),
        ("from . import chain", ["assistant.chain"]),
        ("from .chain import answer", ["assistant.chain.answer"]),
        ("def f():\n    import app", ["app"]),
        ("if TYPE_CHECKING:\n    from assistant.cli import main", ["assistant.cli.main"]),
    ],
)
def test_no_way_of_importing_is_overlooked(tmp_path: Path, code: str, names: list[str]) -> None:
    file = tmp_path / "module.py"
    file.write_text(code)
    assert list(imported_names(file, tmp_path)) == names
