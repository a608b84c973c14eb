"""Who may ask, and how often: an optional login and a limit on questions a minute.

Passwords are kept as salted scrypt hashes, in a file or in the environment, one `NAME:HASH` a line.
Make a line with: python -m assistant.access NAME
"""

from __future__ import annotations

import getpass
import hashlib
import hmac
import json
import secrets
import sys
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from assistant.config import Settings
from assistant.errors import ConfigurationError

SCRYPT = {"n": 2**14, "r": 8, "p": 1}
"""The least that OWASP's password cheat sheet lists for scrypt with 16 MiB; checked once a login."""
SALT_BYTES = 16
SLOW_DOWN_AFTER = 5
"""Wrong passwords for one name within the window, after which none is looked at."""
WINDOW_SECONDS = 60.0
MAX_KNOWN = 10_000
"""Names and addresses that are remembered; the one that was seen longest ago goes first."""
ASKING = ("/gradio_api/call/", "/gradio_api/queue/join", "/gradio_api/run/")
Scope = dict[str, Any]


def hash_password(password: str, salt: bytes | None = None) -> str:
    """Hash a password as `SALT$HASH`, in hexadecimal digits."""
    salt = salt or secrets.token_bytes(SALT_BYTES)
    digest = hashlib.scrypt(password.encode(), salt=salt, **SCRYPT)
    return f"{salt.hex()}${digest.hex()}"


def read_users(lines: Iterable[str]) -> dict[str, str]:
    """Read `NAME:SALT$HASH` lines; empty lines and those that begin with # are left out.

    Raises:
        ConfigurationError: a line is none of these; its text is not repeated.
    """
    users = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, hashed = line.strip().partition(":")
        salt, _, digest = hashed.partition("$")
        try:
            is_whole = len(bytes.fromhex(salt)) == SALT_BYTES and len(bytes.fromhex(digest)) == 64
        except ValueError:
            is_whole = False
        if not name or not is_whole:
            raise ConfigurationError(
                f"Login, line {number}: not NAME:HASH; make one with: "
                "python -m assistant.access NAME"
            )
        users[name] = hashed
    return users


def open_login(settings: Settings) -> Login | None:
    """The login that the settings ask for, or None where everybody may ask.

    Raises:
        ConfigurationError: the file can't be read, names nobody, or has a line that is none.
    """
    lines: list[str] = []
    if settings.login_file is not None:
        try:
            lines = settings.login_file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(
                f"ASSISTANT_LOGIN_FILE: {settings.login_file} cannot be read."
            ) from error
    if settings.login is not None:
        lines += settings.login.get_secret_value().split()
    if settings.login_file is None and settings.login is None:
        return None
    users = read_users(lines)
    if not users:
        raise ConfigurationError("Login: no user is named, so nobody could ask; name one.")
    return Login(users)


class Window:
    """Counts what happened under a key within the last minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start empty."""
        self._clock = clock
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def count(self, key: str, add: bool = False) -> int:
        """How often it happened before now; with `add` this time is counted from now on."""
        now = self._clock()
        with self._lock:
            times = self._times.setdefault(key, deque())
            self._times.move_to_end(key)
            while times and times[0] <= now - WINDOW_SECONDS:
                times.popleft()
            before = len(times)
            if add:
                times.append(now)
            while len(self._times) > MAX_KNOWN:
                self._times.popitem(last=False)
            return before


class Login:
    """Checks names and passwords, the way that Gradio calls it."""

    def __init__(self, users: dict[str, str], clock: Callable[[], float] = time.monotonic) -> None:
        """Take hashed passwords by name."""
        self._users = users
        self._wrong = Window(clock)
        self._nobody = hash_password("", bytes(SALT_BYTES))

    def __call__(self, name: str, password: str) -> bool:
        """Whether a password is right; unknown names take as long as known ones."""
        if self._wrong.count(name) >= SLOW_DOWN_AFTER:
            return False
        hashed = self._users.get(name, self._nobody)
        salt = bytes.fromhex(hashed.partition("$")[0])
        is_same = hmac.compare_digest(hash_password(password, salt), hashed)
        is_right = is_same and name in self._users
        if not is_right:
            self._wrong.count(name, add=True)
        return is_right


class RateLimit:
    """Refuses further questions of a person within a minute, before any work is done."""

    def __init__(
        self,
        app: Callable[..., Any],
        per_minute: int,
        logged_in: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Wrap an ASGI application; `logged_in` gives the name behind a login's cookie."""
        self._app = app
        self._logged_in = {} if logged_in is None else logged_in
        self._per_minute = per_minute
        self._asked = Window(clock)

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Serve one request, or answer 429."""
        is_asking = (
            scope["type"] == "http"
            and scope["method"] == "POST"
            and scope["path"].startswith(ASKING)
        )
        if is_asking and self._asked.count(self._person(scope), add=True) >= self._per_minute:
            body = json.dumps({"detail": "Busy: too many questions in a minute; ask again soon."})
            headers = [(b"content-type", b"application/json"), (b"retry-after", b"60")]
            await send({"type": "http.response.start", "status": 429, "headers": headers})
            await send({"type": "http.response.body", "body": body.encode()})
            return
        await self._app(scope, receive, send)

    def _person(self, scope: Scope) -> str:
        """The name behind a cookie that a login gave, else the address; made-up cookies are none."""
        try:
            cookies = SimpleCookie(dict(scope["headers"]).get(b"cookie", b"").decode("latin-1"))
        except CookieError:
            cookies = SimpleCookie()
        for cookie in cookies.values():
            if cookie.value in self._logged_in:
                return f"name {self._logged_in[cookie.value]}"
        client = scope.get("client")
        return f"address {client[0]}" if client else ""


def main() -> None:
    """Ask for a password and print the line for the login file."""
    if len(sys.argv) != 2 or not sys.argv[1] or ":" in sys.argv[1]:
        sys.stderr.write("Name one user, without a colon: python -m assistant.access NAME\n")
        raise SystemExit(2)
    sys.stdout.write(f"{sys.argv[1]}:{hash_password(getpass.getpass())}\n")


if __name__ == "__main__":
    main()
