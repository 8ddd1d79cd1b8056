"""Lay out a release as PDF with the usual office programs."""

import subprocess
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Literal

from filelock import FileLock

from long_release import MARK, RELEASES, Block, Release
from programs import lacking, program

Writer = Literal["libreoffice", "chromium"]
FONTS = "/usr/share/fonts/truetype"
_FONT_FILES = {
    "en": (f"{FONTS}/liberation/LiberationSerif-Regular.ttf", "fonts-liberation"),
    "km": (f"{FONTS}/khmeros/KhmerOScontent.ttf", "fonts-khmeros"),
}
_FONTS = {"en": "Liberation Serif", "km": "Khmer OS Content"}
_BODY = 11.5


def pdf_of(writer: Writer, language: str, folder: Path) -> Path:
    """Return the release in `language` as a PDF of `writer`.

    The PDF is created only once, in a `folder` that all test processes share.
    """
    path = folder / f"{writer}-{language}.pdf"
    with FileLock(f"{path}.lock"):
        if not path.exists():
            _WRITERS[writer](RELEASES[language], path)
    return path


def _libreoffice(release: Release, path: Path) -> None:
    writer = program("lowriter", "libreoffice-writer")
    font_file(release.language)
    source = path.with_suffix(".fodt")
    source.write_text(_fodt(release), encoding="utf-8")
    profile = f"-env:UserInstallation=file://{path.with_suffix('.profile')}"
    options = [profile, "--headless", "--convert-to", "pdf", "--outdir"]
    command = [writer, *options, str(path.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def _chromium(release: Release, path: Path) -> None:
    chromium = program("chromium", "chromium")
    font_file(release.language)
    source = path.with_suffix(".html")
    source.write_text(_html(release), encoding="utf-8")
    # The sandbox of the browser doesn't work as root.
    options = ["--headless", "--no-sandbox", "--disable-gpu"]
    profile = f"--user-data-dir={path.with_suffix('.profile')}"
    command = [
        chromium,
        *options,
        profile,
        f"--print-to-pdf={path}",
        f"file://{source}",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


_WRITERS: dict[Writer, Callable[[Release, Path], None]] = {
    "libreoffice": _libreoffice,
    "chromium": _chromium,
}


def font_file(language: str) -> str:
    """Return the font file for `language`; without the font the test is skipped."""
    path, package = _FONT_FILES[language]
    if not Path(path).exists():
        lacking(f"there is no {path}: apt-get install {package}")
    return path


def _html(release: Release) -> str:
    parts: list[str] = []

    def write(blocks: tuple[Block, ...]) -> None:
        in_list = False
        for block in blocks:
            if (block.role == "bullet") != in_list:
                parts.append("</ul>" if in_list else "<ul>")
                in_list = not in_list
            text = escape(block.text).replace(MARK, "<sup>1</sup>")
            tag = {"bullet": "li", "title": "h1"}.get(block.role, "p")
            parts.append(f'<{tag} class="{block.role}">{text}</{tag}>')
        if in_list:
            parts.append("</ul>")

    write(release.above)
    rows = (
        "".join(f"<td>{escape(name)}</td>" for name in row)
        for row in release.signatories
    )
    parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    write(release.below)
    parts.append(f'<p class="note"><sup>1</sup> {escape(release.note)}</p>')
    body = "\n".join(parts)
    style = (
        f"body {{font-family: '{_FONTS['en']}', '{_FONTS['km']}';"
        f" font-size: {_BODY}pt; line-height: 1.6}} p {{text-align: justify;"
        " hyphens: auto} .letterhead, .kind, .end, h1 {text-align: center}"
        " h1 {font-size: 15pt} td {width: 50%; vertical-align: top}"
        " .note {font-size: 9pt}"
    )
    return (
        f'<!doctype html><html lang="{release.language}"><head>'
        f'<meta charset="utf-8"><title>{escape(release.above[4].text)}</title>'
        f"<style>{style}</style></head><body>{body}</body></html>"
    )


_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
_PAGE = """<style:page-layout style:name="a4"><style:page-layout-properties
fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2.5cm"/><style:header-style>
<style:header-footer-properties fo:min-height="1cm" fo:margin-bottom="0.5cm"/>
</style:header-style><style:footer-style><style:header-footer-properties
fo:min-height="1cm" fo:margin-top="0.5cm"/></style:footer-style></style:page-layout>
<text:list-style style:name="bullets"><text:list-level-style-bullet text:level="1"
text:bullet-char="•"><style:list-level-properties
text:list-level-position-and-space-mode="label-alignment">
<style:list-level-label-alignment text:label-followed-by="listtab"
fo:text-indent="-0.6cm" fo:margin-left="1.2cm"/></style:list-level-properties>
</text:list-level-style-bullet></text:list-style>
<style:style style:name="half" style:family="table-column">
<style:table-column-properties style:column-width="8cm"/></style:style>"""
_STYLES = {  # paragraph, size, bold
    "letterhead": ('fo:text-align="center"', 10, False),
    "kind": ('fo:text-align="center" fo:margin-top="0.5cm"', 13, True),
    "title": ('fo:text-align="center" fo:margin-bottom="0.4cm"', 14, True),
    "paragraph": (
        'fo:text-align="justify" fo:margin-bottom="0.25cm" fo:line-height="140%"',
        _BODY,
        False,
    ),
    "bullet": ('fo:margin-bottom="0.1cm" fo:line-height="130%"', _BODY, False),
    "end": ('fo:text-align="center"', 11, False),
    "cell": ("", 10.5, False),
    "margin": ('fo:text-align="center"', 9, False),
    "note": ("", 9, False),
}


def _fodt(release: Release) -> str:
    parts: list[str] = []
    note = (
        '<text:note text:id="n1" text:note-class="footnote">'
        "<text:note-citation>1</text:note-citation><text:note-body>"
        f'<text:p text:style-name="note">{escape(release.note)}</text:p>'
        "</text:note-body></text:note>"
    )

    def write(blocks: tuple[Block, ...]) -> None:
        in_list = False
        for block in blocks:
            if (block.role == "bullet") != in_list:
                start = '<text:list text:style-name="bullets">'
                parts.append("</text:list>" if in_list else start)
                in_list = not in_list
            text = escape(block.text).replace(MARK, note)
            text = f'<text:p text:style-name="{block.role}">{text}</text:p>'
            item = f"<text:list-item>{text}</text:list-item>"
            parts.append(item if in_list else text)
        if in_list:
            parts.append("</text:list>")

    write(release.above)
    parts.append(
        '<table:table table:name="names"><table:table-column'
        ' table:style-name="half" table:number-columns-repeated="2"/>'
    )
    for row in release.signatories:
        cells = "".join(
            '<table:table-cell office:value-type="string">'
            f'<text:p text:style-name="cell">{escape(name)}</text:p>'
            "</table:table-cell>"
            for name in row
        )
        parts.append(f"<table:table-row>{cells}</table:table-row>")
    parts.append("</table:table>")
    write(release.below)
    foot = escape(release.foot).format(
        "<text:page-number>1</text:page-number>", "<text:page-count>3</text:page-count>"
    )
    font = _FONTS[release.language]
    face = f'style:font-name-complex="{font}" style:font-name="{font}"'
    language = (
        'fo:language="en" fo:country="GB" fo:hyphenate="true"'
        ' fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"'
        if release.language == "en"
        else 'style:language-complex="km" style:country-complex="KH"'
    )
    styles = "".join(_style(name, face, language) for name in _STYLES)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document {_NAMESPACES} office:version="1.3"'
        ' office:mimetype="application/vnd.oasis.opendocument.text">'
        f'<office:font-face-decls><style:font-face style:name="{font}"'
        f" svg:font-family=\"'{font}'\"/></office:font-face-decls>"
        f"<office:styles>{styles}</office:styles>"
        f"<office:automatic-styles>{_PAGE}</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard"'
        ' style:page-layout-name="a4"><style:header>'
        f'<text:p text:style-name="margin">{escape(release.head)}</text:p>'
        f'</style:header><style:footer><text:p text:style-name="margin">{foot}</text:p>'
        "</style:footer></style:master-page></office:master-styles>"
        f"<office:body><office:text>{''.join(parts)}</office:text></office:body>"
        "</office:document>"
    )


def _style(name: str, face: str, language: str) -> str:
    paragraph, size, is_bold = _STYLES[name]
    sizes = f'fo:font-size="{size}pt" style:font-size-complex="{size}pt"'
    weight = 'fo:font-weight="bold" style:font-weight-complex="bold"'
    return (
        f'<style:style style:name="{name}" style:family="paragraph">'
        f"<style:paragraph-properties {paragraph}/><style:text-properties"
        f" {face} {language} {sizes} {weight if is_bold else ''}/></style:style>"
    )
