"""Split a query into lexemes, and define the error that points at a lexeme."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from mediarel import errors
from mediarel.text.lines import harmless

_LEXEME = re.compile(
    r"""
    \s*
    (?: (?P<bracket> [()] )
      | (?P<minus> - (?=[^\s)]) )
      | (?P<operator> (?:AND|OR|NOT) (?=[\s()]|$) )
      | (?P<field> (?P<name> [A-Za-z_]+ ) : (?!//) )?
        (?: (?P<open> ["“] )
            (?: (?P<quoted> (?: (?<=") [^"]* (?=") | (?<=“) [^”]* (?=”) ) ) ["”] \*? )?
          | (?P<word> [^\s()]+ )
        )?
    )
    """,
    re.VERBOSE,
)
_SHOWN = 60  # characters on either side of the mark


class QueryError(errors.MisuseError):
    """A query is invalid; `detail` shows where."""

    def __init__(self, query: str, place: int, what: str, hint: str) -> None:
        super().__init__(f"invalid query: {what}", hint)
        start = max(0, place - _SHOWN)
        before = ("…" if start else "") + _on_a_line(query[start:place])
        behind = _on_a_line(query[place : place + _SHOWN])
        under = " " * sum(map(_cells, before))
        self.detail = f"  {before}{behind}\n  {under}^"


def _on_a_line(text: str) -> str:
    return harmless("".join(" " if letter.isspace() else letter for letter in text))


def _cells(letter: str) -> int:
    """Return how many terminal cells `letter` takes."""
    if unicodedata.category(letter) in {"Mn", "Mc", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


class Lexeme(NamedTuple):
    """A part of a query, and the positions of the part and of its value."""

    kind: str  # "(", ")", "-", "AND", "OR", "NOT", "value" or "end"
    place: int
    field: str = ""
    value: str = ""
    is_prefix: bool = False
    value_place: int = 0


def lexemes(query: str) -> list[Lexeme]:
    """Return the parts of `query`, the last of the kind "end".

    Raises QueryError for an unclosed quote.
    """
    parts = []
    place, end = 0, len(query.rstrip())
    # Every part of the pattern is optional, so it always matches.
    while place < end and (found := _LEXEME.match(query, place)):
        parts.append(_lexeme(query, found))
        place = found.end()
    parts.append(Lexeme("end", len(query)))
    return parts


def _lexeme(query: str, found: re.Match[str]) -> Lexeme:
    start = found.end() - len(found[0].lstrip())
    if kind := found["bracket"] or found["minus"] or found["operator"]:
        return Lexeme(kind, start)
    field = (found["name"] or "").lower()
    if found["open"] and found["quoted"] is None:
        raise QueryError(
            query,
            found.start("open"),
            "a quotation mark is never closed",
            "Close it, or remove it to find the words anywhere.",
        )
    value_place = start + len(found["field"] or "")
    if found["open"]:
        is_prefix = found[0].endswith("*")
        return Lexeme("value", start, field, found["quoted"], is_prefix, value_place)
    word = found["word"] or ""
    return Lexeme(
        "value", start, field, word.rstrip("*"), word.endswith("*"), value_place
    )
