"""The page that tells a stranger what a bag is: it opens by a double click, as it is.

It has no script and asks for nothing from elsewhere. What it says is in plain words,
in English with a summary in Khmer; all that comes from the archive is escaped.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from mediarel.model.fields import RECORD
from mediarel.publish.bag import page_words as words
from mediarel.text.lines import harmless_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.publish.bag.crate import Part

README = "README.html"


class Year(NamedTuple):
    """A year, how many statements are of it, and its page in the site, "" for none."""

    year: int
    statements: int
    page: str


class About(NamedTuple):
    """What the page tells of: whose statements, how many, of when, what files.

    `files` is how many attached files are there, `missing` how many could not be put
    in; `is_public` where the bag has what the public may see alone.
    """

    name: str
    statements: int
    period: str
    at: str
    years: Sequence[Year]
    parts: Sequence[Part]
    files: int
    missing: int
    is_public: bool


def readme(about: About) -> bytes:
    """Return the page in UTF-8."""
    name = _text(about.name)
    body = "\n".join(
        (
            f"<h1>{name}</h1>",
            _what(about),
            "<h2>The statements by year</h2>",
            _years(about.years),
            *_how_to_find(about),
            "<h2>What the files are</h2>",
            _parts(about.parts),
            "<h2>What is said of each statement</h2>",
            _fields(is_public=about.is_public),
            "<h2>To check that nothing was changed or lost</h2>",
            words.CHECKS,
            "<h2>With mediarel</h2>",
            words.WITH_MEDIAREL[about.is_public].format(
                files=_if_files(about, words.BESIDE)
            ),
            f'<section lang="km">\n{_in_khmer(about, name)}\n</section>',
        )
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{name}</title>\n<style>{words.STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    ).encode()


def _text(text: str) -> str:
    return harmless_html(escape(text))


def _what(about: About) -> str:
    number = f"{about.statements:,} statement{'' if about.statements == 1 else 's'}"
    period = f" of {_text(about.period)}" if about.period else ""
    said = words.WHAT[about.is_public].format(
        what=f"{number}{period}",
        day=about.at[:10],
        files=_if_files(about, words.WITH_FILES[about.is_public]),
    )
    if about.missing:
        said += words.MISSING.format(number=about.missing)
    return said + words.WITHHELD[about.is_public]


def _if_files(about: About, said: str) -> str:
    """Return what is `said` of attached files where there are any."""
    return said if about.files else ""


def _how_to_find(about: About) -> Iterator[str]:
    """Yield how to find a statement and its files, where there are any."""
    if about.statements:
        yield "<h2>To find one, such as that of July 2012</h2>"
        yield from (words.FIND_IN_SITE, words.FIND)
        if about.files:
            yield words.FIND_FILES
        yield words.DATES


def _in_khmer(about: About, name: str) -> str:
    said = words.KHMER.format(name=name)
    return f"{said}\n{words.KHMER_FILES}" if about.files else said


def _years(years: Iterable[Year]) -> str:
    rows = [
        (_link(each.page, f"{each.year:04}"), f"{each.statements:,}") for each in years
    ]
    if not rows:
        return "<p>There are none.</p>"
    return _table(("Year", "Statements"), rows)


def _link(page: str, text: str) -> str:
    return f'<a href="{_text(page)}">{_text(text)}</a>' if page else _text(text)


def _parts(parts: Iterable[Part]) -> str:
    rows = [(_link(each.path, each.path), _text(each.about)) for each in parts]
    return _table(("File", "What it is"), rows)


def _fields(*, is_public: bool) -> str:
    said = {"id": "Its number in this archive."}
    said |= {field.name: field.about for field in RECORD} | words.FIELDS
    if is_public:
        said |= words.PUBLIC_FIELDS
        said = {k: v for k, v in said.items() if k not in words.INNER_FIELDS}
    rows = [(f"<code>{name}</code>", _with_code(text)) for name, text in said.items()]
    return _table(("Field", "What it says"), rows)


def _with_code(text: str) -> str:
    return re.sub("`([^`]+)`", r"<code>\1</code>", _text(text))


def _table(heads: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    body = "\n".join(
        f'<tr><th scope="row">{first}</th><td>{second}</td></tr>'
        for first, second in rows
    )
    return (
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    )
