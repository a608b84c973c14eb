"""Files of every format that the loader reads, made here so that no binary lies in the repository."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

MEDLINE = """
PMID- 20000001
OWN - NLM
DP  - 2010 Jan 28
TI  - Velorin and memory in old rats: an invented
      trial.
LID - 10.1000/velorin.1 [doi]
AB  - BACKGROUND: Velorin is blue. METHODS: We gave 40 rats velorin or placebo for
      6 weeks. RESULTS: Memory did not differ (P = .40).
FAU - Doe, Jane
AU  - Doe J
FAU - Roe, Richard
AU  - Roe R
LA  - eng
GR  - R01 AG1/AG/NIA NIH HHS/United States
PT  - Journal Article
PT  - Randomized Controlled Trial
RIN - J Velorin. 2012 Mar 1;73(5):1045. PMID: 20000009
JT  - Journal of velorin
MH  - *Aging
MH  - Memory/*drug effects/physiology
COIS- The authors work for a maker of velorin.
OT  - *velorin

PMID- 20000002
TI  - A title without an abstract.
"""

PUBMED_XML = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2024//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_240101.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">20000003</PMID>
<Article><Journal><JournalIssue><PubDate><MedlineDate>2019 Nov-Dec</MedlineDate></PubDate>
</JournalIssue><Title>Journal of velorin</Title></Journal>
<ArticleTitle>Velorin <i>in vitro</i>.</ArticleTitle>
<Abstract><AbstractText Label="BACKGROUND">Velorin binds CO<sub>2</sub>.</AbstractText>
<AbstractText Label="RESULTS">Nothing grew.</AbstractText></Abstract>
<AuthorList><Author><LastName>Doe</LastName><Initials>J</Initials></Author>
<Author><CollectiveName>Velorin Group</CollectiveName></Author></AuthorList>
<Language>eng</Language>
<GrantList><Grant><GrantID>R01</GrantID><Agency>NIA NIH HHS</Agency></Grant></GrantList>
<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>
</PublicationTypeList></Article>
<CommentsCorrectionsList><CommentsCorrections RefType="ErratumIn">
<RefSource>J Velorin. 2020;1:2</RefSource></CommentsCorrections>
<CommentsCorrections RefType="CommentIn"><RefSource>J Velorin. 2021;1:2</RefSource>
</CommentsCorrections></CommentsCorrectionsList>
<MeshHeadingList><MeshHeading><DescriptorName>Humans</DescriptorName></MeshHeading>
</MeshHeadingList><CoiStatement>None to declare.</CoiStatement></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="doi">10.1000/velorin.3</ArticleId></ArticleIdList>
<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1000/other</ArticleId>
</ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle></PubmedArticleSet>
"""

RIS = """TY  - JOUR
TI  - Velorin and sleep
AU  - Doe, Jane
AU  - Roe, R.
PY  - 2015/03//
JO  - Journal of velorin
DO  - https://doi.org/10.1000/velorin.4
AB  - A total of 130 adults slept no better on velorin.
KW  - sleep
UR  - https://example.org/4
ER  -

TY  - JOUR
TI  - A title without an abstract
ER  -
"""

BIBTEX = r"""@article{doe2016,
  title = {V{\'e}lorin and {Sleep}},
  author = {Doe, Jane and Roe, R.},
  year = 2016, journal = "Journal of velorin", doi = {10.1000/velorin.5},
  abstract = {A total of 130 adults slept 5\% better on velorin.},
  keywords = {sleep, velorin}
}
"""

HTML = """<!DOCTYPE html><html lang="en"><head><title>Velorin and colds | The Shop</title>
<meta name="author" content="Jane Doe"><meta property="og:site_name" content="The Shop">
<meta property="article:published_time" content="2021-03-04"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/shop">Shop</a></li></ul></nav>
<div class="cookie">We use cookies to make this website better.</div>
<article><h1>Velorin and colds</h1><p>Velorin may shorten colds. In a trial of 50 people it did
<b>nothing</b> at all for the nose, as the authors of that trial themselves said &amp; wrote.</p>
<h2>Amounts</h2><ul><li>10 mg a day for adults</li><li>20 mg a day for tall adults</li></ul>
<p>Ask somebody who knows before you take any of it, and then ask somebody else as well.</p>
<p>Share this article</p></article>
<div id="comments"><p>Great post! It cured my cat.</p></div>
<footer>© 2021 The Shop. All rights reserved.</footer></body></html>
"""


def write_pdf(pages: Sequence[Sequence[str]], title: str = "", author: str = "") -> bytes:
    """A PDF with these lines on its pages, in Helvetica."""

    def text(value: str) -> str:
        return value.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")

    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({text(title)}) /Author ({text(author)}) >>",
    ]
    for number, lines in enumerate(pages):
        shown = " ".join(f"({text(line)}) Tj T*" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {6 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{len(out)}\n"
    )
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}%%EOF\n".encode()


def encrypt_pdf(data: bytes, password: str) -> bytes:
    """The same PDF behind a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def write_docx(title: str, paragraphs: Mapping[str, str], author: str = "") -> bytes:
    """A Word document: a title, then for each heading a paragraph, an item and a table."""
    import docx

    document = docx.Document()
    document.add_heading(title, 0)
    for heading, paragraph in paragraphs.items():
        document.add_heading(heading, 1)
        document.add_paragraph(paragraph)
        document.add_paragraph("An item.", style="List Bullet")
        table = document.add_table(2, 2)
        table.cell(0, 0).text, table.cell(1, 1).text = "dose", "20 mg"
    document.core_properties.author = author
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_zip(members: Mapping[str, bytes | str]) -> bytes:
    """An archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def put(folder: Path, files: Mapping[str, bytes | str]) -> Path:
    """Write files into a folder, which is made."""
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder
