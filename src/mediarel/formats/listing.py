"""The page of statements as an organisation's site prints it.

A breadcrumb that names the type, a year bar, the statements newest first and
page numbers at the foot:

    Program's Media Release >> Joint Statement
    All Years, 2014, 2013

    2014-01-21    CLEC

    A headline, where there is one

    The text.


      • 1

The format keeps the date, program, headline and text of a statement, and its
type where all on the page have the same. As nothing marks which is which, three
things are read back changed: a line of a text that looks like the head of an
entry or like the foot ends the text there, a first paragraph that looks like
a headline becomes the title, and a title that reads as a sentence becomes the
first paragraph of the text.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO

from mediarel.dates.typed import PartialDate
from mediarel.errors import InvalidError, UnreadableInputError
from mediarel.formats.utf8 import Utf8Writer, beginning, decoded
from mediarel.model.statement import read_draft
from mediarel.release.dateline import read_dateline
from mediarel.release.head import split_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.formats.table import WriteOptions
    from mediarel.model.statement import Draft, Statement

_SITE = "Program's Media Release"
_BAR = "All Years"
_GAP = " \u00a0 "
_FOOT = "  • 1"

_CRUMBS = re.compile(r"program['’]s media release\s*(?:>>.*)?", re.IGNORECASE)
_YEAR_BAR = re.compile(r"all years(?:\s*,\s*[0-9]{4})*", re.IGNORECASE)
_HEAD = re.compile(
    r"([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?[?~]?)(?:\s{2,}+|[\u00a0\t])(\S.*)"
)
_PAGE_NUMBERS = re.compile(r"(?:•\s*[0-9]+\s*)+")


def write(
    statements: Iterable[Statement], out: BinaryIO, _options: WriteOptions
) -> None:
    """Write `statements` to `out` as one page, newest first."""
    newest_first = sorted(
        statements, key=lambda one: (one.date.first, one.id), reverse=True
    )
    types = {one.type for one in newest_first}
    years = sorted({f"{one.date.year:04}" for one in newest_first}, reverse=True)
    crumbs = [_SITE, *types] if len(types) == 1 else [_SITE]
    text = Utf8Writer(out)
    text.write(f"{' >> '.join(crumbs)}\n{', '.join([_BAR, *years])}\n\n")
    for position, statement in enumerate(newest_first):
        head = f"{statement.date}{_GAP}{statement.program}"
        parts = [part for part in (head, statement.title, statement.text) if part]
        text.write("\n\n" if position else "")
        text.write("\n\n".join(parts) + "\n")
    text.write(f"\n{_FOOT}\n")


def sniff(start: bytes) -> bool:
    """Tell whether what begins with `start` is such a page."""
    first, *others = "\n".join(_lines(beginning(start))).strip().split("\n")[:2]
    if _is_above_entries(first):
        return bool(first)
    # A table with tabs can begin like a head, but has no blank line below it.
    return _HEAD.fullmatch(first) is not None and others == [""]


def read(data: bytes, source: str) -> list[Draft]:
    """Return the drafts on the page `data`, oldest first.

    Of those under one date the lowest on the page comes first. Raises
    UnreadableInputError with the line of `source` that is not as it should be.
    """
    lines = _lines(decoded(data, source))
    heads = {
        number: head
        for number, line in enumerate(lines)
        if (number == 0 or _is_above_entries(lines[number - 1]))
        and (head := _HEAD.fullmatch(line))
    }
    if not heads:
        raise UnreadableInputError(
            source,
            None,
            "holds no statement",
            "Begin each with its date, two spaces or more, and its program.",
        )
    first = min(heads)
    type_ = _type_above(lines[:first], source)
    foot = _foot_below(lines, first, source)
    drafts = []
    for begin, end in pairwise([*heads, foot]):
        body = "\n".join(lines[begin + 1 : end]).strip("\n")
        if not body:
            raise UnreadableInputError(
                source,
                begin + 1,
                "has no text below it",
                "Give the statement its text, or take this line out.",
            )
        try:
            drafts.append(_draft(heads[begin], body, type_))
        except InvalidError as error:
            raise UnreadableInputError(
                source, begin + 1, error.problem, error.hint
            ) from error
    drafts.reverse()
    return sorted(drafts, key=lambda draft: draft.date.first)


def _lines(text: str) -> list[str]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return [line.rstrip() for line in text.split("\n")]


def _is_above_entries(line: str) -> bool:
    line = line.strip()
    return not line or bool(_CRUMBS.fullmatch(line) or _YEAR_BAR.fullmatch(line))


def _type_above(lines: list[str], source: str) -> str | None:
    """Return the type that the breadcrumb ends with, None where it names none."""
    type_ = None
    for number, line in enumerate(lines, 1):
        if not _is_above_entries(line):
            raise UnreadableInputError(
                source,
                number,
                "is a text that belongs to no statement",
                "Put the date and program of its statement above it.",
            )
        if _CRUMBS.fullmatch(line.strip()):
            type_ = line.partition(">>")[2].rpartition(">>")[2].strip() or None
    return type_


def _foot_below(lines: list[str], first_head: int, source: str) -> int:
    """Return the line number of the foot, or of the end of the page without one."""
    foot = None
    for number, line in enumerate(lines[first_head:], first_head):
        if foot is None and _PAGE_NUMBERS.fullmatch(line.strip()):
            foot = number
        elif foot is not None and line:
            raise UnreadableInputError(
                source,
                number + 1,
                "is a text below the page numbers",
                "End the page with its numbers, and read in one page at a time.",
            )
    return len(lines) if foot is None else foot


def _draft(head: re.Match[str], body: str, type_: str | None) -> Draft:
    """Return the draft of one entry.

    Raises InvalidError where the head or the body is not valid.
    """
    title, text = split_title(body)
    dateline = read_dateline(text)
    return read_draft(
        {
            "date": str(PartialDate.from_edtf(head[1])),
            "program": head[2],
            "type": type_,
            "title": title,
            "text": text,
            "dateline": dateline and dateline.printed,
            "place": dateline and dateline.place,
            "dated": dateline and str(dateline.dated),
        }
    )
