"""What reading a file may cost. Each limit is far above honest files and far below harm."""

MIB = 1024 * 1024

MAX_TEXT_BYTES = 20 * MIB
"""Of a text, Markdown, HTML, RIS or BibTeX file, which is held in memory whole; a long book has 3."""
MAX_DOCUMENT_BYTES = 100 * MIB
"""Of a PDF or DOCX; a scanned book has about as much."""
MAX_EXPORT_BYTES = 2048 * MIB
"""Of JSON Lines and PubMed exports, which are read record by record: some 500,000 abstracts."""
MAX_RECORD_CHARACTERS = 3_000_000
"""Of the text of one document: a book of a thousand pages. More is most likely no prose."""
MAX_LINE_BYTES = 4 * MAX_RECORD_CHARACTERS
"""Of one line of JSON Lines or of a PubMed export, so that a file without line ends is not held."""
MAX_PAGES = 2_000
"""Of a PDF, at up to 0.1 s a page."""
MAX_MEMBERS = 20_000
"""Files in one archive."""
MAX_UNPACKED_BYTES = 512 * MIB
"""Of all files of one archive together, by what they unpack to, not by what they claim."""
MAX_XML_DEPTH = 100
"""Nested elements of an XML file; PubMed's records have about ten."""
PARSER_SECONDS = 60.0
"""Without a document from a parser, after which it is ended: a thousand pages take about 40 s."""
PARSER_BYTES = 1024 * MIB
"""Address space of a parser; the libraries take 60 MiB, a PDF of a thousand pages about 200."""
