"""The worker process: it can be ended, it dies alone, and what it dies of is told in words."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_files import HTML, PUBMED_XML, put, write_pdf

from assistant.errors import SourceFormatError
from assistant.load import Parser, worker
from assistant.schema import Source

SLOW = "<html><body><article>" + "<p>Velorin did nothing to anybody.</p>" * 150_000 + "</article>"
"""A page that takes trafilatura most of a minute."""


@pytest.fixture
def parser() -> Iterator[Parser]:
    with Parser(seconds=3) as parser:
        yield parser


def texts(parser: Parser, kind: str, path: Path) -> list[str]:
    return [item.text for item in parser.read(kind, path, path.name)]


def test_a_file_that_takes_too_long_is_ended_and_the_next_one_is_read(
    parser: Parser, tmp_path: Path
) -> None:
    put(tmp_path, {"slow.html": SLOW, "good.pdf": write_pdf([["Velorin is blue."]])})
    with pytest.raises(SourceFormatError, match=r"^slow\.html: not read within 3 s; split it"):
        texts(parser, "html", tmp_path / "slow.html")
    assert texts(parser, "pdf", tmp_path / "good.pdf") == ["Velorin is blue."]


def test_a_parser_that_crashes_is_told_and_started_again(parser: Parser, tmp_path: Path) -> None:
    put(tmp_path, {"slow.html": SLOW, "good.pdf": write_pdf([["Velorin is blue."]])})
    assert texts(parser, "pdf", tmp_path / "good.pdf") == ["Velorin is blue."]
    process = parser._process
    assert process is not None
    threading.Timer(0.2, os.kill, (process.pid, signal.SIGSEGV)).start()
    with pytest.raises(SourceFormatError, match=r"^slow\.html: its parser crashed \(signal 11\)"):
        texts(parser, "html", tmp_path / "slow.html")
    assert texts(parser, "pdf", tmp_path / "good.pdf") == ["Velorin is blue."]


def test_a_parser_that_died_between_two_files_is_started_again(
    parser: Parser, tmp_path: Path
) -> None:
    put(tmp_path, {"good.pdf": write_pdf([["Velorin is blue."]])})
    for _ in range(2):
        assert texts(parser, "pdf", tmp_path / "good.pdf") == ["Velorin is blue."]
        process = parser._process
        assert process is not None
        process.kill()
        process.wait()


def test_what_was_not_taken_of_one_file_is_not_taken_for_the_next(
    parser: Parser, tmp_path: Path
) -> None:
    record = PUBMED_XML[
        PUBMED_XML.index("<PubmedArticle>") : PUBMED_XML.index("</PubmedArticleSet>")
    ]
    many = PUBMED_XML.replace(record, record * 1000)
    put(tmp_path, {"many.xml": many, "good.pdf": write_pdf([["Velorin is blue."]])})
    first = next(parser.read("pubmed_xml", tmp_path / "many.xml", "many.xml"))
    assert isinstance(first, Source)
    assert texts(parser, "pdf", tmp_path / "good.pdf") == ["Velorin is blue."]


def test_the_process_ends_with_its_parser(tmp_path: Path) -> None:
    put(tmp_path, {"page.html": HTML})
    with Parser() as parser:
        texts(parser, "html", tmp_path / "page.html")
        process = parser._process
        assert process is not None
        assert process.poll() is None
    assert process.poll() is not None


def test_the_worker_takes_no_module_of_the_folder_it_runs_in(
    parser: Parser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {"pypdf.py": "raise SystemExit(3)", "good.pdf": write_pdf([["Velorin."]])})
    monkeypatch.chdir(tmp_path)
    assert texts(parser, "pdf", tmp_path / "good.pdf") == ["Velorin."]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "x: needs more than 1,024 MiB of memory; split it"),
        (RecursionError(), "x: nested too deep; leave it out"),
        (ZeroDivisionError(), "x: damaged, or not a PDF (ZeroDivisionError)"),
        (SourceFormatError("x: in words"), "x: in words"),
    ],
)
def test_whatever_a_library_raises_is_one_line(
    monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def fail(path: Path, name: str) -> Iterator[Source]:
        raise error

    monkeypatch.setitem(worker.READERS, "pdf", fail)
    out = io.StringIO()
    worker.serve(io.StringIO('{"kind": "pdf", "path": "x", "name": "x"}\n'), out)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [{"refused": words}]


@pytest.mark.parametrize(
    ("deed", "status"),
    [
        pytest.param("bytearray(2 << 30)", 1, id="memory"),
        pytest.param("bytearray(1 << 20)", 0, id="little memory"),
        pytest.param("open(sys.argv[1], 'wb').truncate(1 << 40)", 1, id="disk"),
    ],
)
def test_the_worker_is_bounded(tmp_path: Path, deed: str, status: int) -> None:
    code = (
        f"import sys\nfrom assistant.load.worker import limit_resources\nlimit_resources()\n{deed}"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "file"], capture_output=True, check=False
    )
    assert (run.returncode != 0) == bool(status)
