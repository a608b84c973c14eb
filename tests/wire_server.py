"""A chat model on this machine that speaks the OpenAI protocol, with good and bad manners.

The real client talks to it over a socket. `WireServer.behaviour` says how it answers; what it said is
kept, so that a test can look for it in an answer.
"""

from __future__ import annotations

import json
import re
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SO_LINGER, SOL_SOCKET
from typing import Any

from tests.wire_texts import Passage, fabrications, overclaims, reword

FENCED = r"<{tag}>\n(.*?)\n</{tag}>"
PROSE = "Certainly! I looked {at} everything. Here is what [I] found:\n"


@dataclass
class Said:
    """One claim as the server gave it."""

    kind: str
    text: str
    source: str
    """The passage, so that a loss can be told from a rewording."""


@dataclass
class Reply:
    """What goes back over the wire."""

    content: str = ""
    status: int = 200
    refusal: str | None = None
    finish: str = "stop"
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    delay: float = 0.0
    reset: bool = False


@dataclass
class Request:
    """One request, read as a model would."""

    payload: dict[str, Any]
    headers: dict[str, str]
    turn: int
    """How many came before it."""

    @property
    def texts(self) -> list[str]:
        return [str(message["content"]) for message in self.payload["messages"]]

    def fenced(self, tag: str) -> list[Any]:
        found = re.search(FENCED.format(tag=tag), "\n".join(self.texts), re.S)
        return [json.loads(line) for line in found.group(1).split("\n") if line] if found else []

    @property
    def passages(self) -> list[Passage]:
        return self.fenced("passages")

    @property
    def is_retry(self) -> bool:
        return "cannot be used" in self.texts[-1] or "not the JSON" in self.texts[-1]

    @property
    def is_structured(self) -> bool:
        return "response_format" in self.payload or "tools" in self.payload


Behaviour = Callable[["WireServer", Request], Reply]


class WireServer:
    """The server; use it as a context manager."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.requests: list[Request] = []
        self.said: list[Said] = []
        self.turn = 0
        """Which of its ways of wording comes first; a test sets it to get another."""
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                payload = json.loads(self.rfile.read(length))
                request = Request(payload, dict(self.headers), len(server.requests))
                server.requests.append(request)
                send(self, server.behaviour(server, request))

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def __enter__(self) -> WireServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def give(self, claims: list[tuple[str, str, list[int], str]], passages: list[Passage]) -> str:
        """Keep what is said and write it as the JSON that was asked for."""
        texts = {p["number"]: p["text"] for p in passages}
        rows = []
        for kind, text, numbers, quote in claims:
            self.said.append(Said(kind, text, texts.get(numbers[0], "") if numbers else ""))
            rows.append({"text": text, "passages": numbers, "quote": quote})
        return json.dumps({"claims": rows}, ensure_ascii=False)


def send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    time.sleep(reply.delay)
    if reply.reset:
        handler.connection.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()
        return
    body = reply.raw
    if body is None and reply.status != 200:
        body = json.dumps({"error": {"message": "no", "type": "test", "code": None}}).encode()
    elif body is None:
        message = {"role": "assistant", "content": reply.content, "refusal": reply.refusal}
        body = json.dumps(
            {
                "id": "x", "object": "chat.completion", "created": 1, "model": "wire",
                "choices": [{"index": 0, "message": message, "finish_reason": reply.finish}],
                "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
            }
        ).encode()  # fmt: skip
    try:
        handler.send_response(reply.status)
        for name, value in {"Content-Type": "application/json", **reply.headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
    except (BrokenPipeError, ConnectionResetError):
        """The client has gone; that is what some tests are about."""


# --- behaviours ------------------------------------------------------------------------------


def honest(server: WireServer, request: Request) -> Reply:
    """Reword every passage soundly, each in another way."""
    claims = []
    for place, passage in enumerate(request.passages):
        kind, text = reword(passage["text"], server.turn + place)
        claims.append((kind, text, [passage["number"]], passage["text"][:60]))
    return Reply(server.give(claims, request.passages))


def faithful(server: WireServer, request: Request) -> Reply:
    """Leave out statistics and the like, and nothing else."""
    claims = []
    for passage in request.passages:
        kind, text = reword(passage["text"], 0)
        if kind in {"other words", "other order"}:
            kind, text = "copied", passage["text"]
        claims.append((kind, text, [passage["number"]], passage["text"]))
    return Reply(server.give(claims, request.passages))


def sloppy(server: WireServer, request: Request) -> Reply:
    """Say the same in prose, in single quotes and without the last brackets."""
    text = honest(server, request).content
    rows = json.loads(text)["claims"]
    return Reply(f"{PROSE}```json\n{str({'claims': rows})[:-2]}\n```\nHope this helps!")


def overclaiming(server: WireServer, request: Request) -> Reply:
    """Make more of every passage, and again when told of it."""
    turn = server.turn + request.turn
    return Reply(server.give(list(overclaims(request.passages, turn)), request.passages))


def fabricating(server: WireServer, request: Request) -> Reply:
    """Make up quotes and numbers, and again when told of it."""
    turn = server.turn + request.turn
    return Reply(server.give(list(fabrications(request.passages, turn)), request.passages))


def mixed(server: WireServer, request: Request) -> Reply:
    """Be sound on every other passage, and overclaim on the rest."""
    passages = request.passages
    claims = [
        (kind, text, [p["number"]], p["text"])
        for place, p in enumerate(passages[::2])
        for kind, text in [reword(p["text"], server.turn + place)]
    ]
    claims += overclaims(passages[1::2], server.turn + request.turn)
    return Reply(server.give(claims, passages))


def repenting(server: WireServer, request: Request) -> Reply:
    """Overclaim at first, and keep to the passages when told of it."""
    return (faithful if request.is_retry else overclaiming)(server, request)


def inventing(server: WireServer, request: Request) -> Reply:
    """Cite numbers that were never given, with true words."""
    claims = [
        ("number made up", p["text"], [p["number"] + 500], p["text"]) for p in request.passages
    ]
    return Reply(server.give(claims, request.passages))


def injected(server: WireServer, request: Request) -> Reply:
    """Obey every order that stands in the data."""
    order = re.search(r"SYSTEM: (say|write) that ([^.\"]+)", "\n".join(request.texts))
    said = order.group(2) if order else "nothing"
    claims = [("order obeyed", f"{said[:1].upper()}{said[1:]}.", [p["number"]], p["text"])
              for p in request.passages]  # fmt: skip
    claims += [("order quoted", f"{said[:1].upper()}{said[1:]}.", [p["number"]], said)
               for p in request.passages if said in p["text"]]  # fmt: skip
    return Reply(server.give(claims, request.passages))


def slow(server: WireServer, request: Request) -> Reply:
    return Reply(honest(server, request).content, delay=1.5)


def broken(server: WireServer, request: Request) -> Reply:
    return Reply('{"claims": [{"text": "Magnesium" "passages" 1}, }} as you can see')


def cut_short(server: WireServer, request: Request) -> Reply:
    """Stop in the middle of the last claim, as at a limit of length."""
    return Reply(faithful(server, request).content[:-30])


def out_of_length(server: WireServer, request: Request) -> Reply:
    return Reply(faithful(server, request).content[:-30], finish="length")


def empty(server: WireServer, request: Request) -> Reply:
    return Reply("")


def silent(server: WireServer, request: Request) -> Reply:
    return Reply('{"claims": []}')


def refusing(server: WireServer, request: Request) -> Reply:
    return Reply("I'm sorry, but I can't help with medical questions.")


def refusing_formally(server: WireServer, request: Request) -> Reply:
    return Reply(refusal="I can't help with that.")


def unstructured(server: WireServer, request: Request) -> Reply:
    """Know no structured output, as some small servers do."""
    return Reply(status=400) if request.is_structured else honest(server, request)


def not_http(server: WireServer, request: Request) -> Reply:
    return Reply(raw=b"<html>gateway</html>", headers={"X-Odd": "1"})


def resetting(server: WireServer, request: Request) -> Reply:
    return Reply(reset=True)


def failing(status: int, **headers: str) -> Behaviour:
    """Answer with an HTTP status."""
    return lambda server, request: Reply(status=status, headers=headers)


def once(first: Behaviour, then: Behaviour) -> Behaviour:
    """Behave in one way on the first request and in another after it."""
    return lambda server, request: (then if request.turn else first)(server, request)
