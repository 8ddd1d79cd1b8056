"""The pages of a book as XHTML: a chapter for a statement, and the contents."""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from mediarel.formats.outward import (
    IS_EXCERPT,
    USUAL,
    dateline_apart,
    public_files,
    tell_lost,
    unknown_original,
    urn,
)
from mediarel.formats.told import TOLD_FIELDS, told_of
from mediarel.formats.xml_elements import DECLARATION, Elements
from mediarel.model.statement import RECOGNISED
from mediarel.release.headline import title_of
from mediarel.text.direction import direction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mediarel.formats.epub_entries import Entries
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement

STYLE = """\
body { line-height: 1.6; margin: 0 5%; }
h1 { font-size: 1.4em; line-height: 1.4; }
h2 { font-size: 1.1em; }
.about, .end { font-size: 0.9em; }
.told { border-inline-start: 0.3em solid; padding-inline-start: 0.7em; }
ol { list-style-type: none; padding-inline-start: 1em; }
"""

_XHTML = {
    "xmlns": "http://www.w3.org/1999/xhtml",
    "xmlns:epub": "http://www.idpf.org/2007/ops",
}
_HELD = (
    *(*USUAL, "place", "dateline", "excerpt", "text_from", "translation_of"),
    *("attachments", "merged", *TOLD_FIELDS),
)
_OURS = "en"  # the language of our own words
# A link that no reader can trip over (RFC 3986); any other address is text.
_CHARACTER = r"(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})"
_LINK = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[0-9]{1,5})?"
    rf"(?:/{_CHARACTER}*)?(?:\?(?:{_CHARACTER}|\?)*)?(?:#(?:{_CHARACTER}|\?)*)?",
    re.ASCII | re.IGNORECASE,
)


def page(
    title: str, language: str, body: Iterable[str], make: Elements
) -> Iterator[str]:
    """Yield the lines of the page that has `body` below its head."""
    yield f"{DECLARATION}<!DOCTYPE html>"
    yield make.start("html", _XHTML | in_language(language))
    yield (
        f"<head>{make.of('title', title)}"
        '<link rel="stylesheet" type="text/css" href="style.css"/></head>'
    )
    yield "<body>"
    yield from body
    yield "</body>"
    yield "</html>"


def in_language(language: str) -> dict[str, str | None]:
    """Return the attributes that say a language, and which way it is written."""
    return {"xml:lang": language, "lang": language, "dir": direction(language)}


def chapter_title(one: Statement, make: Elements) -> str:
    """Return what the chapter of `one` is called, which may not be empty."""
    title = title_of(one)
    return title if make.text(title).strip() else urn(one.uuid)


def chapter_page(
    one: Statement, options: WriteOptions, lost: Callable[[str], object]
) -> Iterator[str]:
    """Return the lines of the page of `one`; `lost` is told what is not in it."""
    make = Elements(lost)
    tell_lost(one, _HELD, lost)
    title = chapter_title(one, make)
    body = [
        '<section epub:type="chapter">',
        make.of("h1", title),
        _about(one, make),
        *_told(one, make),
        *(f"<p>{_lines(each, make)}</p>" for each in _paragraphs(one)),
        *_listed("Signed by", [make.text(each) for each in one.signatories]),
        *_listed("Files", [make.text(each.name) for each in public_files(one, lost)]),
        *_listed("In other languages", [*_other_languages(one, options, make)]),
        *_listed("Found at", [_link(each, make) for each in one.sources]),
        *_end(one, make),
        "</section>",
    ]
    return page(title, one.language, body, make)


def contents_page(title: str, entries: Entries, make: Elements) -> Iterator[str]:
    """Yield the lines of the contents of a book, by years where there are several."""
    return page(title, _OURS, _contents(title, entries, make), make)


def _contents(title: str, entries: Entries, make: Elements) -> Iterator[str]:
    yield '<nav epub:type="toc" id="toc">'
    yield make.of("h1", title)
    yield "<ol>"
    has_years, is_empty = entries.has_years, True
    for year, of_year in groupby(entries.lines(), itemgetter(0)):
        is_empty = False
        if has_years:
            yield f"<li><span>{year:04}</span><ol>"
        yield from map(itemgetter(1), of_year)
        if has_years:
            yield "</ol></li>"
    if is_empty:
        yield '<li><a href="contents.xhtml">Nothing</a></li>'
    yield "</ol>"
    yield "</nav>"


def entry(one: Statement, file: str, make: Elements) -> str:
    """Return the line of the contents that leads to `one`, the chapter in `file`."""
    title = make.of("span", chapter_title(one, make), in_language(one.language))
    return f'<li><a href="{file}">{make.text(one.date.long())}: {title}</a></li>'


def _about(one: Statement, make: Elements) -> str:
    """Return the line below the title: when, who, what, where."""
    said = [make.of("span", one.date.long(), in_language(_OURS))]
    for each in (one.program, one.type, one.place):
        said += [make.text(each)] if each else []
    return f'<p class="about">{" · ".join(said)}</p>'


def _told(one: Statement, make: Elements) -> Iterator[str]:
    """Yield what readers are told of corrections, in our own words or another's."""
    start = make.start("p", {"class": "told", "dir": "auto"})
    yield from (f"{start}{_lines(str(each), make)}</p>" for each in told_of(one))


def _paragraphs(one: Statement) -> Iterator[str]:
    dateline = dateline_apart(one)
    if dateline:
        yield dateline
    texts = (one.text or "").split("\n\n")
    yield from (each.strip("\n") for each in texts if each.strip())


def _lines(text: str, make: Elements) -> str:
    return "<br/>".join(map(make.text, text.split("\n")))


def _listed(heading: str, items: Sequence[str]) -> Iterator[str]:
    """Yield a heading of ours and a list of what is XHTML, of nothing nothing."""
    if items:
        yield f'<h2 xml:lang="{_OURS}" lang="{_OURS}" dir="ltr">{heading}</h2>'
        yield "<ul>"
        yield from (f"<li>{each}</li>" for each in items)
        yield "</ul>"


def _other_languages(
    one: Statement, options: WriteOptions, make: Elements
) -> Iterator[str]:
    translations = options.translations(one)
    for each in translations:
        title = make.of("span", each.headline, in_language(each.language))
        yield f"{title} ({_link(each.source or urn(each.uuid), make)})"
    original = unknown_original(one, translations)
    if original:
        yield make.text(urn(original))


def _link(address: str, make: Elements) -> str:
    """Return a link to `address`, its text alone where it is no plain one."""
    if _LINK.fullmatch(address):
        return make.of("a", address, {"href": address})
    return make.text(address)


def _end(one: Statement, make: Elements) -> Iterator[str]:
    """Yield what is below all else: tags, what the text is, the uuids."""
    said = [f"Tags: {'; '.join(one.tags)}"] if one.tags else []
    if one.excerpt:
        said.append(IS_EXCERPT)
    if one.text_from:
        of_picture = one.text_from == RECOGNISED
        source = "a picture (OCR)" if of_picture else one.text_from
        said.append(f"The text was read from {source}.")
    said += map(urn, (one.uuid, *one.merged))
    attributes = {"class": "end", **in_language(_OURS)}
    yield f"{make.start('p', attributes)}{'<br/>'.join(map(make.text, said))}</p>"
