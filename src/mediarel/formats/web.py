"""Write HTML for printing, and JSON-LD for search engines."""

from __future__ import annotations

import json
from functools import partial
from importlib.resources import files
from itertools import groupby
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, BinaryIO

from mediarel.dates.edtf import Interval, KeptDate, PartialDate
from mediarel.formats import writing
from mediarel.formats.encoding import Utf8Writer
from mediarel.formats.json_syntax import encode, indented
from mediarel.formats.writing import NOT_IN_HTML, Lost, html_text
from mediarel.model.parts import DRAFT, WITHDRAWN, Attachment, Translation
from mediarel.model.statement import RECOGNISED, reachable
from mediarel.release.headline import title_of
from mediarel.text.languages import direction
from mediarel.text.urls import link_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement

    Text = Callable[[str], str]
    """A function that returns a text as HTML."""

_NAME = "Statements"
_JSON_LD_HEAD = '{\n  "@context": "https://schema.org",\n  "@graph": ['
_INDENT = "\n    "
_STATUSES = {DRAFT: "Draft", WITHDRAWN: "Withdrawn"}
_TEXTS = "articleBody", "abstract"  # the key for a whole text, and for an excerpt
_LESS = r"\u003c"  # replaces `<`, which JSON allows only in strings
_HELD_BY_JSON_LD = (
    *(*writing.USUAL, *writing.NOTE_FIELDS, "place", "excerpt"),
    *("translation_of", "attachments", "merged"),
)


def write_html(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out` as one page to print, in the given order.

    The page needs no other files and has no scripts. It has styles for the screen and
    for paper. Sources, exported files, and translations on the same page are links. All
    statements are in memory at once, because the table of contents comes first.

    File sizes and times are left out, because they are useless on paper.
    """
    every = list(statements)
    name = html_text(options.name or _NAME, writing.ignore_loss)
    style = (files("mediarel.formats") / "print_page.css").read_text(encoding="utf-8")
    text = Utf8Writer(out)
    text.write(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{name}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<header>\n<h1>{name}</h1>\n</header>\n"
    )
    text.write("<nav>\n<h2>Contents</h2>\n")
    text.write("".join(_contents(every)))
    text.write("</nav>\n<main>\n")
    here = frozenset(statement.uuid for statement in every)
    for statement in every:
        text.writelines(f"{line}\n" for line in article(statement, options, here))
    text.write("</main>\n</body>\n</html>\n")


def _contents(statements: Sequence[Statement]) -> Iterator[str]:
    """Yield the table of contents: the date and headline of each statement.

    If the statements are in chronological order, each year is a heading.
    """
    runs = [
        (year, [*those])
        for year, those in groupby(statements, key=lambda one: one.date.year)
    ]
    by_year = len({year for year, _ in runs}) == len(runs)
    for year, those in runs if by_year else [(None, statements)]:
        yield "" if year is None else f"<h3>{year:04}</h3>\n"
        yield "<ul>\n"
        yield from map(_line, those)
        yield "</ul>\n"


def _line(statement: Statement) -> str:
    """Return the line of the table of contents for a statement, with a link."""
    title = html_text(title_of(statement), writing.ignore_loss)
    return (
        f'<li><span class="date">{_date(statement.date)}</span> '
        f'<a href="#{_anchor(statement.uuid)}"{written(statement.language)}>'
        f"{title}</a></li>\n"
    )


def article(
    statement: Statement, options: WriteOptions, here: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Yield the lines of a statement, in HTML that is XHTML too. Report its losses.

    `here` are the UUIDs of all statements on the page. Links lead to these.
    """
    lost = writing.losses(statement, writing.READABLE, options)
    of = partial(html_text, lost=lost)
    yield f'<article id="{_anchor(statement.uuid)}"{written(statement.language)}>'
    date, title = _date(statement.date), of(statement.title or "").strip()
    head = [of(each) for each in (statement.program, statement.place) if each]
    if title:
        head = [of(statement.type), *head, date]
    yield f"<h2>{title or f'{of(statement.type)}, {date}'}</h2>"
    yield f'<p class="head">{", ".join(head)}</p>'
    for note in writing.reader_notes(statement):
        lines = of(str(note)).replace("\n", "<br/>")
        yield f'<p class="told" lang="en" dir="auto">{lines}</p>'
    for paragraph in (statement.text or "").split("\n\n"):
        if paragraph:
            lines = of(paragraph).replace("\n", "<br/>")
            yield f'<p class="text">{lines}</p>'
    for remark in remarks(statement):
        yield f'<p class="head" lang="en" dir="auto">{of(remark)}</p>'
    translations = options.translations(statement)
    original = writing.unknown_original(statement, translations)
    lists = {
        "Signed by": map(of, statement.signatories),
        "Tags": map(of, statement.tags),
        "Sources": (_linked(each, of) for each in reachable(statement)),
        "Files": _html_files(statement, options, of, lost),
        "In other languages": (
            *(_html_translation(each, here, of) for each in translations),
            *([writing.urn(original)] if original else []),
        ),
    }
    rest = [each for name, items in lists.items() for each in _named(name, items)]
    if rest:
        yield from ("<dl>", *rest, "</dl>")
    yield "</article>"


def remarks(one: Statement) -> Iterator[str]:
    """Yield other information about a statement, as sentences."""
    dateline, dated = writing.dateline_apart(one), writing.dated_apart(one)
    if dateline:
        yield f"Dateline: {dateline}"
    if dated:
        yield f"Date of the dateline (EDTF): {dated}"
    if one.excerpt:
        yield writing.IS_EXCERPT
    if one.text_from:
        source = "a picture (OCR)" if one.text_from == RECOGNISED else one.text_from
        yield f"The text was read from {source}"
    yield from (f"Merged from {writing.urn(each)}" for each in one.merged)
    yield from (f"Replaces {writing.urn(each)}" for each in one.replaces)


def _named(name: str, items: Iterable[str]) -> list[str]:
    """Return a list of items with the label `name`, or [] if there are no items."""
    found = [f'<dd dir="auto">{item}</dd>' for item in items]
    return [f'<dt lang="en" dir="ltr">{name}</dt>', *found] if found else []


def _linked(source: str, of: Text) -> str:
    """Return the source as a link if every program accepts it, else as text."""
    address = link_to(source)
    return f'<a href="{of(address)}">{of(source)}</a>' if address else of(source)


def _html_files(
    statement: Statement,
    options: WriteOptions,
    of: Text,
    lost: Lost,
) -> Iterator[str]:
    """Yield the name of each attached file.

    If the file is exported, the name is a link.

    If a private file is not exported, its name is left out and reported to `lost`.
    """
    for attachment in statement.attachments:
        place = options.place_of(attachment)
        if place:
            yield f'<a href="{of(place)}">{of(attachment.name)}</a>'
        elif attachment.private:
            lost(writing.PRIVATE)
        else:
            yield of(attachment.name)


def _html_translation(translation: Translation, here: frozenset[str], of: Text) -> str:
    """Return the headline of a translation, with a link or its URN."""
    shown, language = of(translation.headline), written(translation.language)
    if translation.uuid in here:
        return f'<a href="#{_anchor(translation.uuid)}"{language}>{shown}</a>'
    where = _linked(translation.source or writing.urn(translation.uuid), of)
    return f"<span{language}>{shown}</span> ({where})"


def _anchor(uuid: str) -> str:
    """Return the ID of the statement's element on the page."""
    return f"s-{uuid}"


def written(language: str) -> str:
    """Return the attributes for the language and the direction of a text."""
    return f' lang="{language}" dir="{direction(language)}"'


def _date(date: KeptDate) -> str:
    """Return a date in words. If the date is certain, it is in a `time` element."""
    if isinstance(date, Interval) or date.qualifier:
        return f'<span lang="en" dir="ltr">{date.long()}</span>'
    return f'<time datetime="{date}" lang="en" dir="ltr">{date.long()}</time>'


def write_json_ld(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out` as articles of schema.org, all in one `@graph`.

    schema.org has no type for a press release, so the type is in `genre`. If a date is
    certain, its known parts are in `datePublished` (ISO 8601). An uncertain date or an
    interval is in `temporal`, in EDTF. An excerpt is in `abstract`, and a whole text in
    `articleBody`.

    JSON-LD is usually put into a `script` element of a page. A `<` could end this
    element (HTML, 4.12.1.3), so it is escaped. Characters that HTML can't hold are
    escaped too.
    """
    text = Utf8Writer(out)
    text.write(_JSON_LD_HEAD)
    before = end = ""
    for statement in statements:
        article = indented(
            _json_ld_article(statement, title_of(statement), options),
            _INDENT.strip("\n"),
        )
        text.write(f"{before}{_INDENT}{_harmless(article)}")
        before, end = ",", "\n  "
    text.write(f"{end}]\n}}\n")


def json_ld_in_page(statement: Statement, title: str, options: WriteOptions) -> str:
    """Return a statement as JSON-LD on one line, without its text.

    It is for a page that already has the text. `title` is used as the headline.
    """
    article = _json_ld_article(statement, title, options)
    for name in _TEXTS:
        article.pop(name, None)
    said = {"@context": "https://schema.org", "@graph": [article]}
    return _harmless(encode(said))


def _harmless(encoded: str) -> str:
    encoded = encoded.replace("<", _LESS)
    if encoded.isprintable():  # then HTML can hold all characters
        return encoded
    return NOT_IN_HTML.sub(lambda found: json.dumps(found[0])[1:-1], encoded)


def _json_ld_article(
    one: Statement, title: str, options: WriteOptions
) -> dict[str, Any]:
    created = str(one.dated) if one.dated and _is_sure(one.dated) else None
    held = (*_HELD_BY_JSON_LD, "dated") if created else _HELD_BY_JSON_LD
    lost = writing.losses(one, held, options)
    said: dict[str, Any] = {
        "@type": "Article",
        "@id": writing.urn(one.uuid),
        "headline": title,
        "datePublished" if _is_sure(one.date) else "temporal": str(one.date),
        "dateCreated": created,
        "dateModified": one.modified,
        "genre": one.type,
        "inLanguage": one.language,
        "author": _organization(one.program),
        "publisher": _organization(one.program),
        "contributor": [_organization(each) for each in one.signatories],
        "locationCreated": {"@type": "Place", "name": one.place} if one.place else None,
        "keywords": list(one.tags),
        "url": [*filter(None, [options.page_of(one)]), *reachable(one)],
        "sameAs": [writing.urn(each) for each in one.merged],
        **_json_ld_links(one, options.translations(one)),
        "creativeWorkStatus": _STATUSES.get(one.status or ""),
        "correction": [*map(str, writing.reader_notes(one))],
        "encoding": [_file(each) for each in writing.public_files(one, lost)],
        _TEXTS[one.excerpt]: one.text,
    }
    return {key: value for key, value in said.items() if value}


def _is_sure(date: KeptDate) -> bool:
    return isinstance(date, PartialDate) and not date.qualifier


def _organization(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


def _file(file: Attachment) -> dict[str, str]:
    said = {
        "@type": "MediaObject",
        "name": file.name,
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
        "inLanguage": file.language,
        "description": file.role,
    }
    return {key: value for key, value in said.items() if value}


def _json_ld_links(
    one: Statement, translations: Sequence[Translation]
) -> dict[str, list[dict[str, Any]] | dict[str, Any]]:
    """Return the original of the statement `one`, or else its translations."""
    if unknown := writing.unknown_original(one, translations):
        original = {"@type": "Article", "@id": writing.urn(unknown)}
        return {"translationOfWork": original}
    for each in translations:
        if each.is_original:
            return {"translationOfWork": _json_ld_translation(each)}
    return {"workTranslation": [*map(_json_ld_translation, translations)]}


def _json_ld_translation(other: Translation) -> dict[str, Any]:
    said = {
        "@type": "Article",
        "@id": writing.urn(other.uuid),
        "headline": other.headline,
        "inLanguage": other.language,
        "url": other.source,
    }
    return {key: value for key, value in said.items() if value}


HTML = SimpleNamespace(write=write_html)
JSON_LD = SimpleNamespace(write=write_json_ld)
