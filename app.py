"""The web page: `python app.py` reads the settings, opens the index and serves."""

from __future__ import annotations

import os
import sys

from assistant.privacy import PRIVATE

os.environ |= PRIVATE  # some of it is read when gradio is imported

from assistant.cli import open_or_build
from assistant.config import Settings, read_settings
from assistant.errors import AssistantError
from assistant.library import open_ready
from assistant.page.server import serve


def launch(settings: Settings) -> None:
    """Serve the page until it is stopped.

    Raises:
        IndexMissingError: the named index is missing.
        IndexMismatchError: the index was built with another model or chunking.
    """
    library = open_or_build(settings, lambda: open_ready(settings))
    sys.stdout.write(f"Open http://{settings.host}:{settings.port} (Ctrl+C ends it)\n")
    sys.stdout.flush()
    serve(library, settings)


def main() -> None:
    """Run `python app.py`; a known error becomes one line and status 2."""
    try:
        launch(read_settings())
    except AssistantError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from error


if __name__ == "__main__":
    main()
