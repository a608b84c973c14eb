"""The web server: the page, a health check, and headers by which the browser trusts this host alone."""

from __future__ import annotations

from typing import Any, cast

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.access import RateLimit, open_login
from assistant.config import Settings
from assistant.library import Library
from assistant.page.layout import HEAD, THEME, build_page

AT_ONCE = 2
"""Questions that are answered at the same time; further ones wait in a queue."""
MOST_WAITING = 100
"""Questions that may wait; who comes then is told at once that the page is busy."""
MOST_SESSIONS = 300
"""Visits that Gradio remembers. It keeps a copy of the page's settings for each, some 150 KiB, and by itself
ten thousand of them; nothing that a visitor needs is in it."""
MOST_UPLOADED = "110mb"
"""Above what any reader takes, so that a large file is refused in words; Gradio turns away all files for one."""
HEADERS = {
    # The browser itself refuses whatever would load from, or send to, another host.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "form-action 'none'; object-src 'none'; frame-src 'none'; base-uri 'self'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Headers:
    """Adds the headers to every response, without holding back one that is streamed."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def make_server(library: Library, settings: Settings) -> FastAPI:
    """Put the page, `/healthz`, the login and the headers together.

    Raises:
        ConfigurationError: the settings ask for a login that can't be read.
    """
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @server.get("/healthz")
    def healthz() -> dict[str, str | int]:
        """Tell that the page answers, and from which documents."""
        manifest = library.assistant().index.manifest
        return {"status": "ok", "documents": manifest.documents, "index": manifest.fingerprint}

    page = build_page(library, settings.ratings_file)
    page.state_session_capacity = MOST_SESSIONS
    page.queue(default_concurrency_limit=AT_ONCE, max_size=MOST_WAITING)
    gr.mount_gradio_app(
        server, page, path="/", show_error=False, run_history=False, pwa=False, ssr_mode=False,
        mcp_server=False, enable_monitoring=False, footer_links=[], theme=THEME, head=HEAD,
        max_file_size=MOST_UPLOADED, auth=open_login(settings),
    )  # fmt: skip
    if settings.questions_per_minute is not None:
        logged_in = cast(Any, server.routes[-1]).app.tokens  # Gradio's names by login cookie
        server.add_middleware(
            RateLimit, per_minute=settings.questions_per_minute, logged_in=logged_in
        )
    server.add_middleware(Headers)
    return server


def serve(library: Library, settings: Settings) -> None:
    """Serve the page until it is stopped; requests are not logged, since questions are private."""
    uvicorn.run(
        make_server(library, settings), host=settings.host, port=settings.port,
        log_level="warning", access_log=False,
    )  # fmt: skip
