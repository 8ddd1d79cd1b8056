"""Create Word and LibreOffice documents part by part."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from releases import NOTE_MARK, RELEASES
from workbooks import packed

_OOXML = "http://schemas.openxmlformats.org"
_RELATION = f"{_OOXML}/officeDocument/2006/relationships"
_WORD = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "w": f"{_OOXML}/wordprocessingml/2006/main",
        "mc": f"{_OOXML}/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "m": f"{_OOXML}/officeDocument/2006/math",
        "r": _RELATION,
    }.items()
)
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODT = "application/vnd.oasis.opendocument.text"
_NAMED = {
    **{name: name for name in ("office", "style", "text", "table", "meta", "manifest")},
    "fo": "xsl-fo-compatible",
    "svg": "svg-compatible",
    "draw": "drawing",
}
_SPACES = " ".join(
    f'xmlns:{prefix}="{_ODF}:{space}:1.0"' for prefix, space in _NAMED.items()
)
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'

BULLETS = (
    '<w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num>'
)


def docx(body: str, title: str = "", **parts: str) -> bytes:
    """Return a DOCX with this XML in its body and in other `parts`."""
    return packed(docx_parts(body, title, **parts))


def docx_parts(body: str, title: str = "", **parts: str) -> dict[str, str | bytes]:
    """Return the parts of a DOCX."""
    related = "".join(
        f'<Relationship Id="r{kind}" Type="{_RELATION}/{kind}" Target="{kind}.xml"/>'
        for kind in parts
    )
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relationships(
            f'<Relationship Id="a" Type="{_RELATION}/officeDocument" '
            'Target="word/document.xml"/><Relationship Id="b" Type="http://x.example/'
            'metadata/core-properties" Target="docProps/core.xml"/>'
        ),
        "docProps/core.xml": f"<a {_DC}><dc:title>{escape(title)}</dc:title></a>",
        "word/document.xml": _word("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": _relationships(related),
    }
    for kind, xml in parts.items():
        made[f"word/{kind}.xml"] = _word(kind, xml)
    return made


def _word(name: str, xml: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_WORD}>{xml}</w:{name}>'


def _relationships(inner: str) -> str:
    space = f"{_OOXML}/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{inner}</Relationships>'


def run(text: str, form: str = "") -> str:
    """Return a DOCX run that contains text and has these properties."""
    form = f"<w:rPr>{form}</w:rPr>" if form else ""
    return f'<w:r>{form}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(inner: str, said: str = "") -> str:
    """Return a DOCX paragraph that contains text or runs and has these properties."""
    said = f"<w:pPr>{said}</w:pPr>" if said else ""
    return f"<w:p>{said}{inner if inner.startswith('<') else run(inner)}</w:p>"


def in_list(number: int, depth: int = 0) -> str:
    """Return the property of a paragraph in the list `number`."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def table(*rows: Iterable[str]) -> str:
    """Return a DOCX table whose cells are XML."""
    inner = "".join(
        f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{inner}</w:tbl>"


def docx_release(language: str) -> bytes:
    """Return the release of 33 paragraphs as Word writes it."""
    blocks, note = RELEASES[language]
    body = []
    for kind, group in groupby(blocks, key=lambda block: block[0]):
        texts = [text for _, text in group]
        if kind == "cell":
            body.append(table(*(map(paragraph, row) for row in _rows(texts))))
            continue
        for text in texts:
            before, mark, behind = text.partition(NOTE_MARK)
            runs = run(before)
            if mark:
                runs += f'<w:r><w:footnoteReference w:id="2"/></w:r>{run(behind)}'
            body.append(paragraph(runs, in_list(1) if kind == "b" else ""))
    noted = paragraph(f"<w:r><w:footnoteRef/></w:r>{run(' ' + note)}")
    separator = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    return docx(
        "".join(body),
        numbering=BULLETS,
        footnotes=f'{separator}<w:footnote w:id="2">{noted}</w:footnote>',
    )


def _rows(cells: Sequence[str]) -> Iterable[tuple[str, str]]:
    return zip(cells[::2], cells[1::2], strict=True)


def odt(body: str, styles: str = "", title: str = "", **manifest: str) -> bytes:
    """Return an ODT with this XML as text and in its automatic styles."""
    meta = f"<office:meta><dc:title {_DC}>{escape(title)}</dc:title></office:meta>"
    entry = "".join(f"<manifest:{name} {said}/>" for name, said in manifest.items())
    return packed(
        {
            "mimetype": ODT,
            "content.xml": _odf("document-content", _content(body, styles)),
            "meta.xml": _odf("document-meta", meta),
            "META-INF/manifest.xml": f"<manifest:manifest {_SPACES}>"
            f"<manifest:file-entry>{entry}</manifest:file-entry></manifest:manifest>",
        }
    )


def fodt(body: str, styles: str = "", more: str = "") -> bytes:
    """Return an ODT in one file; `more` is XML before its styles."""
    inner = _content(body, styles)
    named = f'office:version="1.3" office:mimetype="{ODT}"'
    return _odf("document", more + inner, named).encode()


def _odf(name: str, inner: str, said: str = "") -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{head}<office:{name} {_SPACES} {said}>{inner}</office:{name}>"


def _content(body: str, styles: str) -> str:
    return (
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>"
    )


LIST = (
    '<text:list-style style:name="L"><text:list-level-style-bullet text:level="1" '
    'text:bullet-char="•"/></text:list-style>'
)


def odf_release(language: str) -> str:
    """Return the release of 33 paragraphs as LibreOffice writes it."""
    blocks, note = RELEASES[language]
    noted = (
        '<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1'
        f"</text:note-citation><text:note-body><text:p>{escape(note)}</text:p>"
        "</text:note-body></text:note>"
    )
    body = []
    for kind, group in groupby(blocks, key=lambda block: block[0]):
        texts = [escape(text).replace(NOTE_MARK, noted) for _, text in group]
        lines = [f"<text:p>{text}</text:p>" for text in texts]
        if kind == "cell":
            cells = [f"<table:table-cell>{line}</table:table-cell>" for line in lines]
            rows = "".join(
                f"<table:table-row>{''.join(row)}</table:table-row>"
                for row in _rows(cells)
            )
            column = '<table:table-column table:number-columns-repeated="2"/>'
            body.append(f"<table:table>{column}{rows}</table:table>")
        elif kind == "b":
            items = "".join(f"<text:list-item>{e}</text:list-item>" for e in lines)
            body.append(f'<text:list text:style-name="L">{items}</text:list>')
        else:
            body += lines
    return "".join(body)
