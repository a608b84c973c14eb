"""A folder of files as people and attackers have them: every format, good, odd and hostile.

Each file comes with what reading it must give: how many documents, or how the reason begins for
which it is skipped.
"""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path
from typing import NamedTuple

from made_files import (
    BIBTEX,
    HTML,
    MEDLINE,
    PUBMED_XML,
    RIS,
    encrypt_pdf,
    write_docx,
    write_pdf,
    write_zip,
)

COPIES = 13
"""Good files of each format."""


class Expected(NamedTuple):
    """What reading a file must give."""

    documents: int = 0
    reason: str = ""
    """How the reason begins, where there are no documents."""


class Mixed:
    """The folder as it is made, with what is expected of each file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.expected: dict[str, Expected] = {}

    def add(self, name: str, data: bytes | str, documents: int = 0, reason: str = "") -> Path:
        """Write one file; a document or a reason is expected of it."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        self.expect(name, documents, reason)
        return file

    def expect(self, name: str, documents: int = 0, reason: str = "") -> None:
        """Expect something of a file, or of a file in an archive."""
        assert name not in self.expected
        assert bool(documents) != bool(reason)
        self.expected[f"{self.folder.name}/{name}"] = Expected(documents, reason)


def make_mixed(folder: Path) -> dict[str, Expected]:
    """Fill a folder; gives what is expected of each file by the name that messages use."""
    mixed = Mixed(folder)
    add_good(mixed)
    add_odd(mixed)
    add_wrong(mixed)
    add_damaged(mixed)
    add_bombs(mixed)
    add_archives(mixed)
    add_links(mixed)
    return mixed.expected


def pages(number: int, count: int = 2) -> list[list[str]]:
    """Pages of text that differ from file to file."""
    return [[f"Velorin was given to {number} adults.", f"It did nothing on page {page}."]
            for page in range(count)]  # fmt: skip


def add_good(mixed: Mixed) -> None:
    """Add files as programs write them."""
    for n in range(COPIES):
        mixed.add(f"good/note{n}.md", f"# Note {n}\n\nVelorin is blue in {n} ways.\n", 1)
        mixed.add(f"good/text{n}.txt", f"A saved page {n}\n\nVelorin is red in {n} ways.\n", 1)
        mixed.add(f"good/page{n}.html", HTML.replace("50 people", f"{n + 2} people"), 1)
        mixed.add(f"good/trial{n}.pdf", write_pdf(pages(n)), 1)
        mixed.add(f"good/word{n}.docx", write_docx(f"Notes {n}", {"Sleep": f"{n} slept."}), 1)
        records = MEDLINE.replace("PMID- 2000000", f"PMID- 21{n:03}00")
        mixed.add(f"good/medline{n}.nbib", records, 1)
        mixed.add(f"good/export{n}.xml", PUBMED_XML.replace("20000003", f"22{n:06}"), 1)
        mixed.add(f"good/zotero{n}.ris", RIS.replace("velorin.4", f"velorin.ris.{n}"), 1)
        mixed.add(f"good/library{n}.bib", BIBTEX.replace("velorin.5", f"velorin.bib.{n}"), 1)
        rows = "\n".join(f'{{"_id": "{n}-{i}", "text": "Row {i} of {n}."}}' for i in range(3))
        mixed.add(f"good/rows{n}.jsonl", rows, 3)


def add_odd(mixed: Mixed) -> None:
    """Add files that are right in an unusual way."""
    text = "Vélorin is odd in way {}.\n"
    for number, encoding in enumerate(["utf-16", "utf-32", "utf-8-sig"]):
        mixed.add(f"odd/{encoding}.txt", text.format(number).encode(encoding), 1)
    mixed.add("odd/utf-16.nbib", MEDLINE.replace("20000001", "23000001").encode("utf-16"), 1)
    windows = HTML.replace("<head>", '<head><meta charset="windows-1252">').replace("cat", "café")
    mixed.add("odd/windows.html", windows.encode("cp1252"), 1)
    mixed.add("odd/crlf.nbib", MEDLINE.replace("20000001", "23000002").replace("\n", "\r\n"), 1)
    mixed.add("odd/cr.txt", "One.\rTwo is odd.\r", 1)
    mixed.add("odd/SHOUTED.PDF", write_pdf(pages(500)), 1)
    mixed.add("odd/pubmed-export.txt", MEDLINE.replace("20000001", "23000003"), 1)
    mixed.add("odd/ris-export.txt", RIS.replace("velorin.4", "velorin.odd.1"), 1)
    mixed.add("odd/open.pdf", encrypt_pdf(write_pdf(pages(501)), ""), 1)
    mixed.add("odd/partly-scanned.pdf", write_pdf([["One page has text."], [], []]), 1)
    mixed.add("odd/huge-line.txt", "velorin " * 200_000, 1)
    mixed.add("odd/many-headings.txt", "A heading\n\n" * 20_000 + "The end.", 1)
    mixed.add("odd/huge-line.jsonl", f'{{"_id": "huge", "text": "{"velorin " * 200_000}"}}', 1)
    mixed.add(
        "odd/no-abstracts-but-one.bib",
        BIBTEX.replace("velorin.5", "v.6") + "@article{x, title={y}}",
        1,
    )
    mixed.add("odd/names with  spaces & signs (1) [2] {3}.txt", "Spaces are odd.", 1)
    mixed.add("odd/зелье 薬 🧪.txt", "Other letters are odd.", 1)
    mixed.add("odd/" + "l" * 240 + ".txt", "Long names are odd.", 1)
    mixed.add("odd/" + "d/" * 40 + "deep.txt", "Deep folders are odd.", 1)
    for n in range(6):
        mixed.add(f"odd/same/{n}/notes.txt", f"The same name {n} times is odd.", 1)
    mixed.add("odd/copy/one.txt", "The same text twice.", 1)
    mixed.add("odd/copy/two.txt", "The same text twice, nearly.", 1)
    # What turns the line in a terminal is shown as "?".
    (mixed.folder / "odd" / "\u202egpj.txt").write_text("Names that run backwards are odd.")
    mixed.expect("odd/?gpj.txt", 1)
    (mixed.folder / "odd" / "line\nbreak\x1b[31m.txt").write_text("Names of two lines are odd.")
    mixed.expect("odd/line?break?[31m.txt", 1)
    (mixed.folder / os.fsdecode(b"odd/caf\xe9.txt")).write_text("Names in no encoding are odd.")
    mixed.expect("odd/caf?.txt", 1)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
NOISE = bytes((i * 7919 + 13) % 251 + 1 for i in range(3000))
"""Bytes without meaning, and without a zero."""
READ = ("md", "txt", "html", "pdf", "docx", "nbib", "xml", "ris", "bib", "jsonl", "zip")


def add_wrong(mixed: Mixed) -> None:
    """Add files that are not what their name says, or nothing at all."""
    for ending in READ:
        mixed.add(f"wrong/empty.{ending}", b"", reason=EMPTY.get(ending, "empty"))
        mixed.add(f"wrong/picture.{ending}", PNG, reason=f"named .{ending} but holds a picture")
        if ending != "pdf":
            data = write_pdf(pages(600))
            mixed.add(f"wrong/pdf.{ending}", data, reason=f"named .{ending} but holds a PDF")
        if ending not in {"docx", "zip"}:
            data = write_docx("No", {"No": "No."})
            mixed.add(f"wrong/word.{ending}", data,
                      reason=f"named .{ending} but holds an archive or Office document")  # fmt: skip
    for ending in ("md", "txt", "nbib", "jsonl", "ris", "bib"):
        mixed.add(f"wrong/noise.{ending}", NOISE, reason="not UTF-8 text")
        mixed.add(f"wrong/zero.{ending}", b"Vel\x00orin", reason="a binary file, not text")
    for ending in ("txt", "md", "xml", "pdf", "nbib"):
        mixed.add(f"wrong/page.{ending}", HTML, reason=f"named .{ending} but holds a web page")
    for ending in ("xlsx", "epub", "py", "doc", "gz", "nothing"):
        mixed.add(f"wrong/other.{ending}", b"?", reason=f".{ending}: format not read")
    mixed.add("wrong/without-ending", "Text.", reason="no ending: format not read")
    mixed.add("wrong/old.doc.docx", b"\xd0\xcf\x11\xe0" * 99, reason="named .docx but holds an old")
    mixed.add("wrong/zip.docx", write_zip({"a.txt": "A."}), reason="an archive or another kind")
    mixed.add("wrong/docx.zip", write_docx("No", {"No": "No."}), reason="a Word document; rename")
    mixed.add("wrong/latin.txt", "caf\u00e9".encode("latin-1"), reason="not UTF-8 text (byte 3)")
    mixed.add(
        "wrong/feed.xml", "<?xml version='1.0'?><rss/>", reason="XML, but not of PubMed (rss)"
    )
    mixed.add(
        "wrong/no-abstract.nbib", "PMID- 1\nTI  - Title\n", reason="1 record without an abstract"
    )
    mixed.add("wrong/no-abstract.ris", "TY  - JOUR\nTI  - T\nER  - \n", reason="1 record without")
    mixed.add(
        "wrong/no-text.html", "<html><body><img src='x'></body></html>", reason="no main text"
    )
    mixed.add("wrong/pictures.pdf", write_pdf([[], []]), reason="no text in 2 pages")
    mixed.add("wrong/no-text.docx", write_docx("", {}), reason="no text in it")


EMPTY = {
    "html": "no main text", "nbib": "no record", "ris": "no record", "bib": "no record",
    "pdf": "damaged, or not a PDF", "docx": "damaged, or not a Word", "zip": "a damaged archive",
    "xml": "not whole XML",
}  # fmt: skip


def add_damaged(mixed: Mixed) -> None:
    """Add files that were cut or changed."""
    whole = write_pdf(pages(700))
    for percent in (5, 20, 40, 60, 80):
        cut = whole[: len(whole) * percent // 100]
        mixed.add(f"damaged/cut{percent}.pdf", cut, reason="damaged, or not a PDF")
    mixed.add("damaged/locked.pdf", encrypt_pdf(whole, "secret"), reason="protected by a password")
    word = write_docx("Cut", {"Sleep": "Cut."})
    for percent in (10, 50, 90):
        cut = word[: len(word) * percent // 100]
        mixed.add(f"damaged/cut{percent}.docx", cut, reason="damaged, or not a Word document")
        mixed.add(f"damaged/cut{percent}.zip", cut, reason="a damaged archive")
    for percent in (30, 60, 90):
        cut = PUBMED_XML[: len(PUBMED_XML) * percent // 100]
        mixed.add(f"damaged/cut{percent}.xml", cut, reason="not whole XML")
    mixed.add(
        "damaged/line.jsonl", '{"_id": "a", "text": "A."}\n{"_id"', reason="line 2 is not JSON"
    )
    mixed.add("damaged/field.jsonl", '{"_id": "a"}', reason="line 1: needs _id and text")
    mixed.add(
        "damaged/half.jsonl", '{"_id": "a", "text": "\\ud800"}', reason="line 1 holds what is"
    )
    mixed.add("damaged/entry.bib", "@article{x, title = {y", reason="1 entry not readable (line 1)")
    mixed.add("damaged/front.md", "---\ntype: [x\n---\n\nText.", reason="front matter in line")
    mixed.add("damaged/ode.md", "---\ntype: ode\n---\n\nText.", reason="type: must be abstract or")


def add_bombs(mixed: Mixed) -> None:
    """Add files that grow, loop, reach out or nest without end."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><PubmedArticleSet>&l9;'
    mixed.add(
        "bombs/laughs.xml", bomb + "</PubmedArticleSet>", reason="declares entities of its own"
    )
    secret = mixed.folder.parent / "secret.txt"
    secret.write_text("TOP SECRET")
    reach = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    mixed.add("bombs/reach.xml", f"{reach}<PubmedArticleSet>&s;</PubmedArticleSet>",
              reason="declares entities of its own")  # fmt: skip
    deep = "<PubmedArticleSet>" + "<a>" * 50_000
    mixed.add("bombs/deep.xml", deep, reason="nested deeper than any record")
    word = {"word/document.xml": bomb.replace("PubmedArticleSet", "x") + "</x>"}
    mixed.add("bombs/laughs.docx", write_zip(word), reason="damaged, or not a Word document")
    mixed.add(
        "bombs/claims.docx", claim(write_docx("Big", {"Big": "Big."}), 2**31), reason="unpacks to"
    )
    mixed.add("bombs/deep.html", "<div>" * 50_000 + "Text in the depth." + "</div>" * 50_000,
              reason="no main text")  # fmt: skip
    mixed.add("bombs/deep.jsonl", "[" * 200_000, reason="line 1 holds what is no text")
    mixed.add("bombs/digits.jsonl", f'{{"_id": "a", "text": "A", "n": {"9" * 5000}}}',
              reason="line 1 holds what is no text")  # fmt: skip
    mixed.add("bombs/deep.md", "---\n" + "[" * 20_000 + "\n---\n\nText.", reason="front matter")
    grows = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 9))
    mixed.add("bombs/grows.md", f"---\nl0: &l0 [ha]\n{grows}\ntype: abstract\ntitle: *l8\n---\n\nX.",
              reason="id: Field required")  # fmt: skip
    runs = "---\ntype: !!python/object/apply:os.system ['false']\n---\n\nText."
    mixed.add("bombs/runs.md", runs, reason="front matter")
    strings = "\n".join(f"@string{{s{n} = s{n - 1} # s{n - 1}}}" for n in range(1, 40))
    entry = "@article{x, title = {T}, abstract = s39}"
    mixed.add("bombs/strings.bib", f'@string{{s0 = "ha"}}\n{strings}\n{entry}', documents=1)
    mixed.add("bombs/record.nbib", "PMID- 1\nAB  - a\n" + f"      {'a' * 70}\n" * 50_000,
              reason="a record that does not end")  # fmt: skip
    mixed.add("bombs/long.txt", "velorin." * 500_000, reason="a text of 4,000,000 characters")
    with mixed.add("bombs/large.txt", b"", reason="21 MiB; files of this kind").open("wb") as large:
        large.truncate(21 * 1024 * 1024)
    with mixed.add("bombs/large.pdf", b"", reason="101 MiB; files of this kind").open(
        "wb"
    ) as large:
        large.write(b"%PDF-1.4\n")
        large.truncate(101 * 1024 * 1024)
    loop = write_pdf(pages(1)).replace(b"/Kids [5 0 R 7 0 R]", b"/Kids [2 0 R 2 0 R]")
    mixed.add("bombs/loop.pdf", loop, reason="damaged, or not a PDF")
    many = write_pdf([[] for _ in range(2_100)])
    mixed.add("bombs/pages.pdf", many, reason="2,100 pages; at most 2,000")


def claim(data: bytes, size: int) -> bytes:
    """An archive whose first file claims another size than it has."""
    place = data.index(b"PK\x01\x02") + 24
    return data[:place] + struct.pack("<I", size) + data[place + 4 :]


def add_archives(mixed: Mixed) -> None:
    """Add archives; what is expected of an archive is expected of each file in it."""
    inside = {
        "a.txt": "In an archive.",
        "b/a.txt": "In its folder.",
        "c.pdf": write_pdf(pages(800)),
    }
    write_into(mixed, "archives/good.zip", inside)
    for name in inside:
        mixed.expect(f"archives/good.zip/{name}", 1)
    outside = "its name points outside the archive"
    hostile = {
        "../up.txt": outside, "/etc/passwd.txt": outside, "a/../../up.txt": outside,
        "..\\also-up.txt": outside, "C:/up.txt": outside,
        "in.zip": "an archive in an archive", "run.exe": ".exe: format not read",
    }  # fmt: skip
    write_into(
        mixed, "archives/hostile.zip", {**dict.fromkeys(hostile, "Out."), "good.txt": "In here."}
    )
    for name, reason in hostile.items():
        mixed.expect("archives/hostile.zip/" + name.replace("\\", "/"), reason=reason)
    mixed.expect("archives/hostile.zip/good.txt", 1)
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    write_bytes(mixed, "archives/link.zip", out.getvalue())
    mixed.expect("archives/link.zip/link.txt", reason="a symbolic link; pack the file itself")
    wrong = write_zip({"a.txt": "The checksum of this file is wrong."})
    place = wrong.index(b"PK\x01\x02") + 16
    write_bytes(mixed, "archives/sum.zip", wrong[:place] + b"\0\0\0\0" + wrong[place + 4 :])
    mixed.expect("archives/sum.zip/a.txt", reason="damaged in the archive")
    locked = bytearray(write_zip({"a.txt": "Locked."}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    write_bytes(mixed, "archives/locked.zip", bytes(locked))
    mixed.expect("archives/locked.zip/a.txt", reason="protected by a password")
    mixed.add(
        "archives/claims.zip", claim(write_zip({"a.txt": "Small."}), 2**31), reason="unpacks to"
    )
    grown = write_zip({f"{n}.txt": bytes(20 * 1024 * 1024) for n in range(30)})
    mixed.add("archives/grows.zip", grown, reason="unpacks to 600 MiB")
    mixed.add("archives/many.zip", write_zip({f"{n}.txt": "" for n in range(20_001)}),
              reason="20,001 files; at most 20,000")  # fmt: skip
    mixed.add("archives/nothing.zip", write_zip({}), reason="empty")


def write_bytes(mixed: Mixed, name: str, data: bytes) -> None:
    """Write an archive of whose files alone something is expected."""
    file = mixed.folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def write_into(mixed: Mixed, name: str, members: dict[str, bytes | str]) -> None:
    """Write an archive of whose files alone something is expected."""
    write_bytes(mixed, name, write_zip(members))


def add_links(mixed: Mixed) -> None:
    """Add what is no file of the folder, and what is passed over without a word."""
    links = mixed.folder / "links"
    links.mkdir()
    for name, goal in {
        "outside.txt": mixed.folder.parent / "secret.txt", "folder": mixed.folder.parent,
        "loop": links / "loop", "nowhere.txt": links / "nothing",
    }.items():  # fmt: skip
        (links / name).symlink_to(goal)
        mixed.expect(f"links/{name}", reason="a symbolic link; name the file itself")
    os.mkfifo(links / "pipe.txt")
    mixed.expect("links/pipe.txt", reason="no regular file")
    (links / ".hidden.txt").write_text("Passed over.")
    (links / "README.md").write_text("Passed over.")
