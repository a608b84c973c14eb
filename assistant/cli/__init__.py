"""The command line: `build`, `ask`, `search`, `check`, `source`, `serve`, `mcp`, `ratings`.

Standard output carries the result alone; progress and errors go to standard error. Exit status 2
and one line mean bad input.
"""

from __future__ import annotations

import gc
import os
import sys

import typer

from assistant.cli.asking import ask, search, source
from assistant.cli.building import build, ensure_default_index, run_build, settings_for
from assistant.cli.checking import check
from assistant.cli.collecting import collection_app
from assistant.cli.commands import IndexOption, app
from assistant.cli.opening import assistant_for, open_assistant, open_or_build
from assistant.config import read_settings
from assistant.errors import AssistantError
from assistant.privacy import PRIVATE

__all__ = [
    "app", "ask", "assistant_for", "build", "check", "collection_app", "ensure_default_index", "main", "mcp",
    "open_assistant", "open_or_build", "ratings", "run_build", "search", "serve", "settings_for", "source",
]  # fmt: skip


@app.command()
def serve(index: IndexOption = None) -> None:
    """Open the web page, the same as `python app.py`."""
    from app import launch

    launch(settings_for(index))


@app.command()
def mcp(index: IndexOption = None) -> None:
    """Offer ask, search and check as tools of the Model Context Protocol, over stdio."""
    from assistant.library import open_ready
    from assistant.tools import make_tools

    settings = settings_for(index)
    make_tools(open_or_build(settings, lambda: open_ready(settings))).run("stdio")


@app.command()
def ratings() -> None:
    """Print the ratings that people let the page keep, one JSON object a line, oldest first."""
    from assistant.ratings import read_ratings

    for line in read_ratings(read_settings().ratings_file):
        sys.stdout.write(line + "\n")


def main() -> None:
    """Run the command line; a known error becomes one line and status 2."""
    os.environ |= PRIVATE
    try:
        status = app(standalone_mode=False)
    except AssistantError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from error
    except typer.Abort as error:
        raise SystemExit(130) from error
    except typer.TyperException as error:
        sys.stderr.write(f"{' '.join(str(error).split())} See: assistant --help\n")
        raise SystemExit(2) from error
    finally:
        gc.unfreeze()  # what was opened, for a caller that goes on
    raise SystemExit(status if isinstance(status, int) else 0)
