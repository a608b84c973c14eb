"""The process in which hostile files are parsed: `python -m assistant.load.worker`.

It reads requests from standard input and writes what it finds to standard output, one JSON
object a line, and can be ended at any moment: it holds nothing that anyone would miss. The
parent takes nothing from it but texts and numbers.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from assistant.errors import SourceFormatError
from assistant.load.archive import unpack
from assistant.load.found import Member, Note, Reader
from assistant.load.html import read_html
from assistant.load.kinds import NAMES
from assistant.load.limits import MAX_UNPACKED_BYTES, PARSER_BYTES
from assistant.load.pdf import read_pdf
from assistant.load.pubmed import read_pubmed_xml
from assistant.load.references import read_bibtex, read_ris
from assistant.load.text import in_mib
from assistant.load.word import read_docx
from assistant.schema import Source

READERS: dict[str, Reader] = {
    "html": read_html,
    "pdf": read_pdf,
    "docx": read_docx,
    "pubmed_xml": read_pubmed_xml,
    "ris": read_ris,
    "bibtex": read_bibtex,
}


def limit_resources() -> None:
    """Bound the memory of this process and what it may write."""
    if sys.platform == "win32":
        return  # There the parent's clock alone bounds it.
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (PARSER_BYTES, PARSER_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_UNPACKED_BYTES, MAX_UNPACKED_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(request: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Parse one file; the last line is `end` or `refused`."""
    kind, path, name = request["kind"], Path(request["path"]), request["name"]
    try:
        found = (
            unpack(path, name, Path(request["folder"]))
            if kind == "zip"
            else READERS[kind](path, name)
        )
        for item in found:
            if isinstance(item, Source):
                yield {"source": item.model_dump(mode="json", exclude_defaults=True)}
            elif isinstance(item, Note):
                yield {"note": item.text}
            else:
                yield {"member" if isinstance(item, Member) else "skipped": item}
    except SourceFormatError as error:
        yield {"refused": str(error)}
    except MemoryError:
        yield {"refused": f"{name}: needs more than {in_mib(PARSER_BYTES)} of memory; split it"}
    except RecursionError:
        yield {"refused": f"{name}: nested too deep; leave it out"}
    except Exception as error:  # Each library has types of its own for each kind of damage.
        yield {"refused": f"{name}: damaged, or not {NAMES[kind]} ({type(error).__name__})"}
    else:
        yield {"end": True}


def main() -> None:
    """Answer requests until standard input ends."""
    # What a library prints must not end up between the answers.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    limit_resources()
    serve(sys.stdin, out)


def serve(requests: TextIO, out: TextIO) -> None:
    """Answer each request line."""
    for line in requests:
        for reply in answer(json.loads(line)):
            out.write(json.dumps(reply) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
