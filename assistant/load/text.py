"""What every reader shares: the form of text, names in words, and ids made of names."""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from pathlib import Path

from pydantic import ValidationError

from assistant.errors import SourceFormatError
from assistant.load.limits import MAX_RECORD_CHARACTERS
from assistant.schema import Source

MAX_TITLE = 150
"""Characters; a longer first line is text."""
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks and the encodings that they announce."""

WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile(r"[a-zA-Z]")
LOOKALIKES = str.maketrans(
    "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0455\u0458\u04bb\u0501\u051b\u051d\u04cf"
    "\u0410\u0412\u0421\u0415\u041d\u041a\u041c\u041e\u0420\u0422\u0425\u0406\u0405\u0408\u03bf\u039f",
    "aceopxyisjhdqwl" "ABCEHKMOPTXISJoO",
)  # fmt: skip
"""Cyrillic letters, and omicron, that look like Latin ones; no English word mixes them."""


def normalize_text(text: str) -> str:
    """Bring text to the form in which offsets count: NFC with LF line ends, no byte order mark."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def visible_text(text: str) -> str:
    """A person's text as it looks: no hidden characters, and Latin letters where others pose as such.

    A zero-width space in "chest pain", bold mathematical letters or a Cyrillic a must not hide a word.
    """
    shown = "".join(latin(c) for c in text if unicodedata.category(c) != "Cf")
    return WORD.sub(lambda match: unmixed(match.group()), shown)


def latin(character: str) -> str:
    """The Latin letters that a letter is a mere variant of (fullwidth, bold, a ligature), or itself."""
    if character.isascii() or not character.isalpha():
        return character
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isascii() and plain.isalpha() else character


def unmixed(word: str) -> str:
    """A word of one alphabet: letters that look Latin become so where Latin ones stand beside them."""
    return word.translate(LOOKALIKES) if LATIN.search(word) else word


def encoding_of(data: bytes) -> str:
    """The encoding that a byte order mark announces, else UTF-8; nothing is guessed from letters."""
    return next((name for mark, name in MARKS if data.startswith(mark)), "utf-8")


def decode(data: bytes, name: str) -> str:
    """Decode text that is UTF-8, or UTF-16 or UTF-32 with a byte order mark.

    Raises:
        SourceFormatError: the bytes are not text.
    """
    encoding = encoding_of(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        called = encoding.removesuffix("-sig").upper()
        raise SourceFormatError(
            f"{name}: not {called} text (byte {error.start}); save it as UTF-8 or leave it out."
        ) from error
    if "\x00" in text:
        raise SourceFormatError(f"{name}: a binary file, not text; leave it out.")
    return normalize_text(text)


def read_bytes(path: Path, name: str, limit: int) -> bytes:
    """Read a whole file of at most `limit` bytes.

    Raises:
        SourceFormatError: the file is larger.
    """
    check_size(path, name, limit)
    return path.read_bytes()


def check_size(path: Path, name: str, limit: int) -> None:
    """Refuse a file of more than `limit` bytes.

    Raises:
        SourceFormatError: the file is larger.
    """
    size = path.stat().st_size
    if size > limit:
        raise SourceFormatError(
            f"{name}: {in_mib(size)}; files of this kind are read up to {in_mib(limit)}. Split it."
        )


def in_mib(size: int) -> str:
    """Bytes as a person reads them."""
    return f"{size / 1024 / 1024:,.0f} MiB"


def check_length(source: Source, name: str) -> Source:
    """Refuse a document whose text is longer than a book.

    Raises:
        SourceFormatError: it is.
    """
    if len(source.text) > MAX_RECORD_CHARACTERS:
        raise SourceFormatError(
            f"{name}: a text of {len(source.text):,} characters; at most "
            f"{MAX_RECORD_CHARACTERS:,} are read as one document. Split it."
        )
    return source


def explain(error: ValidationError) -> str:
    """Put the first fault of a validation into words: field and reason."""
    fault = error.errors()[0]
    field = ".".join(str(part) for part in fault["loc"]) or "front matter"
    return f"{field}: {fault['msg']}"


def slugify(name: str) -> str:
    """Make a source id of a file name: lower case, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return slug or "document-" + short_hash(name)


def short_hash(text: str) -> str:
    """Eight hexadecimal digits that stand for a text."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:8]


def show(name: str) -> str:
    """A name as it can be shown: what is no text, and what would turn the line, becomes "?"."""
    text = name.encode("utf-8", "replace").decode()
    return "".join(c if c.isprintable() else "?" for c in text)


def name_title(path: Path) -> str:
    """The title of a document that has none: its file's name without the ending."""
    return show(path.stem)


def squeeze(text: str) -> str:
    """One line, with single spaces."""
    return " ".join(text.split())


def find_year(text: str) -> int | None:
    """The first year of four digits that a date field names."""
    found = re.search(r"\b(1[89]\d\d|20\d\d)\b", text)
    return int(found.group()) if found else None


def find_doi(text: str) -> str | None:
    """The DOI that a field holds, without its address."""
    found = re.search(r"\b10\.\d{4,9}/\S+", text)
    return found.group().rstrip(".,;)]}") if found else None
