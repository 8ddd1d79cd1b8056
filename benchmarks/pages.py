"""Create a page with a list of statements, as HTML or as copied text.

    python benchmarks/pages.py 500 page.html
    python benchmarks/pages.py 500 page.txt

The list has the statements of `make.py`, newest first, each with a title.
"""

from __future__ import annotations

import argparse
import html
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from make import Statements

if TYPE_CHECKING:
    from mediarel.model.statement import Statement

_SEED = 1
_DAY = len("2012-07-16")  # a list shows complete dates
_EXCERPT = 200  # letters
_TITLE = 8  # words
_MENU = ("Home", "About us", "News", "Statements", "Contact")
_FOOT = "© Harbour Watch. All rights reserved."


def make_page(path: Path, count: int) -> None:
    """Write a page of `count` statements: HTML if the suffix is `.html`, else text."""
    made = Statements(2 * count, _SEED)
    dated = (each for each in map(made.statement, made) if len(str(each.date)) == _DAY)
    listed = sorted(islice(dated, count), key=lambda each: each.date.first)
    write = _html if path.suffix == ".html" else _text
    path.write_text(write(listed[::-1]), encoding="utf-8")


def _html(statements: list[Statement]) -> str:
    menu = "".join(f"<li><a href='#'>{name}</a></li>" for name in _MENU)
    entries = "\n".join(
        f'<article class="post" id="post-{each.id}"><h2 class="entry-title">'
        f'<a href="/statements/{each.id}">{html.escape(_title(each))}</a></h2>'
        f'<div class="meta"><span class="date">{each.date.long()}</span> '
        f'<span class="kind">{each.type}</span></div>'
        f'<div class="excerpt"><p>{html.escape(_excerpt(each))}</p>'
        f'<a class="more" href="/statements/{each.id}">Read more</a></div></article>'
        for each in statements
    )
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        "<title>Statements – Harbour Watch</title></head><body>"
        f"<nav><ul>{menu}</ul></nav><main><h1>Statements</h1>\n{entries}\n</main>"
        f"<footer><p>{_FOOT}</p></footer></body></html>\n"
    )


def _text(statements: list[Statement]) -> str:
    entries = "\n\n".join(
        f"{_title(each)}\n{each.date.long()}\n{_excerpt(each)}\nRead more"
        for each in statements
    )
    return "\n".join((*_MENU, "Statements", "", entries, "", _FOOT, ""))


def _title(statement: Statement) -> str:
    words = (statement.title or statement.text or "").split()[:_TITLE]
    return f"{' '.join(words).strip('.,')}, no. {statement.id}"


def _excerpt(statement: Statement) -> str:
    return f"{' '.join((statement.text or '').split())[:_EXCERPT]}…"


def main() -> None:
    """Create the page that the command line asks for."""
    parser = argparse.ArgumentParser(description="Create a page that lists statements.")
    parser.add_argument("count", type=int, help="number of statements")
    parser.add_argument("path", type=Path, help="output file: .html or .txt")
    asked = parser.parse_args()
    make_page(asked.path, asked.count)


if __name__ == "__main__":
    main()
