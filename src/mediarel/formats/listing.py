"""Read and write pages that look like the list page of an organisation's site.

The page has a breadcrumb with the name of the archive and the type, a line of years,
the statements (newest first), and page numbers at the end:

    Program's Media Release >> Joint Statement
    All Years, 2014, 2013

    2014-01-21    CLEC

    The headline

    The text.


      • 1

The page has the date, program, headline and text of each statement. The type is written
only if all statements have the same type. `left_out` yields the names of the fields
that the page can't hold.

The title and the text have no markup. When the page is read again, a first paragraph
that looks like a headline becomes the title. If this would change a statement, the page
has one of these marks:

- `Title: ` before a title that looks like a sentence, or that has no text below
- a line `(no title)` above a text that begins like a title
- a backslash before a line of a text that looks like the first line of an entry or like
  the page numbers

If a page does not follow this format exactly, it is read like a page that a user has
copied from a browser as text. A page in this format is also read like a copied page if
one of its entries may have no date.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import BinaryIO

from mediarel import errors
from mediarel.dates.edtf import KeptDate, kept_date
from mediarel.formats.encoding import BOM, Utf8Writer, decoded, refuse_binary
from mediarel.formats.entries import Entry, LeftOut, Reading, ReadOptions
from mediarel.formats.writing import LOST_AS, USUAL_NAME, WriteOptions
from mediarel.model.fields import GIVEN_FIELDS
from mediarel.model.statement import DEFAULT_TYPE, Statement
from mediarel.pages.fields import entry_fields
from mediarel.pages.found import FIELD, NAVIGATION, REFUSED, LineUse, ListPage
from mediarel.pages.listing import read_html, read_text
from mediarel.pages.markup import page_text
from mediarel.release.document import document
from mediarel.release.head import split_title
from mediarel.text.languages import language_of

_BAR = "All Years"
_GAP = " \u00a0 "
_FOOT = "  • 1"
_TITLE = "Title: "
_NO_TITLE = "(no title)"
_DATELINE_FIELDS = ("dateline", "place", "dated")
_HELD = (
    *("date", "program", "type", "title", "text", "language", "signatories"),
    *_DATELINE_FIELDS,
)
_NOT_HELD = tuple(name for name in GIVEN_FIELDS if name not in _HELD)
_CRUMBS = re.compile(r"program['’]s media release\s*(?:>>.*)?", re.IGNORECASE)
_YEAR_BAR = re.compile(r"all years(?:\s*,\s*[0-9]{4})*", re.IGNORECASE)
_DATE = "[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?[?~]?"
_HEAD = re.compile(
    rf"((?:{_DATE}(?:/(?:{_DATE}|\.\.))?|\.\./{_DATE}))(?:\s{{2,}}+|[\u00a0\t])(\S.*)"
)
_PAGE_NUMBERS = re.compile(r"(?:•\s*[0-9]+\s*)+")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# The first element or the declaration, which may follow comments and white space.
_HTML = re.compile(
    rb"(?:\s++|\xef\xbb\xbf|<!--.*?-->|<\?(?!php)[^>]*+>|<!doctype(?!\s++html)[^>]*+>)*+"
    rb"<(?:!doctype\s++html|html|head|body|title|meta|link|style|script|base|table|tbody|"
    rb"tr|div|span|p|br|h[1-6]|ul|ol|li|dl|main|article|section|header|nav|a|b|font|"
    rb"center|form|frameset)(?=[\s/>])",
    re.DOTALL | re.IGNORECASE,
)
_SNIFFED = 8192
_NOTHING = "has neither title nor text"


def write(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out` as one page, newest first."""
    newest_first = sorted(
        statements, key=lambda one: (one.date.first, one.id), reverse=True
    )
    years = sorted({f"{one.date.year:04}" for one in newest_first}, reverse=True)
    text = Utf8Writer(out)
    crumbs = _crumbs(newest_first, options.name)
    text.write(f"{crumbs}\n{', '.join([_BAR, *years])}\n\n")
    for position, statement in enumerate(newest_first):
        text.write("\n\n" if position else "")
        text.write(f"{statement.date}{_GAP}{statement.program}\n\n{_body(statement)}\n")
    text.write(f"\n{_FOOT}\n")
    for name in left_out(newest_first):
        options.lost(LOST_AS.get(name, name))


def left_out(statements: Sequence[Statement]) -> Iterator[str]:
    """For each statement, yield the fields that change if the page is read again.

    The fields that an archive sets itself, such as the UUID, are ignored.
    """
    type_ = _type_above([_crumbs(statements), _BAR]) or DEFAULT_TYPE
    for one in statements:
        said: dict[str, object] = {"type": type_}
        said["language"] = language_of(one.text or one.title or "")
        lost = {name for name in _NOT_HELD if getattr(one, name)}
        here = one.fields()
        said |= _said_in(one.text)
        lost.update(name for name in said if here[name] != said[name])
        yield from (name for name in GIVEN_FIELDS if name in lost)


def _said_in(text: str | None) -> dict[str, object]:
    """Return the fields that can be found in a text: dateline and signatories."""
    found = document({"text": text, "title": "-"})
    said: dict[str, object] = {name: found.get(name) for name in _DATELINE_FIELDS}
    return {**said, "signatories": found.get("signatories") or []}


def _crumbs(statements: Iterable[Statement], name: str = "") -> str:
    """Return the breadcrumb: the name, and the type if all statements share it.

    If `name` is empty or would be misread, a default name is used.
    """
    types = {one.type for one in statements}
    is_crumbs = ">>" not in name and _CRUMBS.fullmatch(name)
    is_other = ">>" in name or _is_above_entries(name) or _is_ambiguous(name)
    site = USUAL_NAME if is_other and not is_crumbs else name
    return " >> ".join([site, *types] if len(types) == 1 else [site])


def _body(statement: Statement) -> str:
    """Return the title and text of a statement.

    Add marks if the text would be misread.
    """
    title, text = statement.title, statement.text
    body = "\n\n".join(filter(None, (title, text)))
    if _title_and_text(body) != (title, text):
        mark = f"{_TITLE}{title}" if title else _NO_TITLE
        body = "\n\n".join(filter(None, (mark, text)))
    lines = body.split("\n")
    return "\n".join(f"\\{line}" if _is_ambiguous(line) else line for line in lines)


def _is_ambiguous(line: str) -> bool:
    """Return whether a line of a text needs a backslash before it.

    This is the case if the line looks like the first line of an entry or like the page
    numbers. Backslashes at the start of the line are ignored.
    """
    bare = line.lstrip("\\")
    return bool(_HEAD.fullmatch(bare) or _PAGE_NUMBERS.fullmatch(bare.strip()))


def _title_and_text(body: str) -> tuple[str | None, str | None]:
    """Split `body` into a title and a text. A missing part is None."""
    first, _, rest = body.partition("\n")
    if first.startswith(_TITLE):
        return first.removeprefix(_TITLE).strip(), rest.strip("\n") or None
    if first == _NO_TITLE:
        return None, rest.strip("\n") or None
    title, text = split_title(body)
    return title, text or None


def sniff(start: bytes) -> bool:
    """Return whether a file that begins with `start` is a page in this format."""
    text = start.decode(errors="replace").removeprefix(BOM)
    first, *others = "\n".join(_lines(text)).strip().split("\n")[:2]
    if _is_above_entries(first) or (others and _YEAR_BAR.fullmatch(others[0].strip())):
        return bool(first)
    # A table with tabs can begin like an entry, but has no blank line after the row.
    return _HEAD.fullmatch(first) is not None and others == [""]


class _OtherFormError(Exception):
    """A page begins like a page in this format, but does not follow the format."""


def read(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the statements on a page, from bottom to top.

    If an entry is malformed, raises UnreadableInputError with its line.
    """
    text = decoded(data, source)
    lines = _lines(text)
    try:
        read, has_doubtful = _read_own(lines, source)
    except _OtherFormError:
        return reading_of(_text_page(text, source, options))
    if has_doubtful:
        try:
            found = reading_of(_text_page(text, source, options))
        except errors.UnreadableInputError:
            return read
        if found.left_out or len(list(found.entries)) > len(list(read.entries)):
            return found
    return read


def _text_page(text: str, source: str, options: ReadOptions) -> ListPage:
    order, undated, pick = options.order, options.undated, options.pick
    return read_text(text, source, order=order, undated=undated, pick=pick)


def _read_own(lines: list[str], source: str) -> tuple[Reading, bool]:
    """Return a pair: the content of a page in this format, and whether it is doubtful.

    The content is doubtful if the text of an entry may contain a second entry that has
    no date. Raises UnreadableInputError or _OtherFormError.
    """
    heads = {
        number: head
        for number, line in enumerate(lines)
        if (number == 0 or _is_above_entries(lines[number - 1]))
        and (head := _HEAD.fullmatch(line))
    }
    if not heads:
        raise _OtherFormError
    first = min(heads)
    type_ = _type_above(lines[:first])
    foot = _foot_below(lines, first)
    entries: list[Entry] = []
    # Entries are separated by two empty lines. An exported text has no two empty lines.
    has_doubtful = any("".join(lines[n - 2 : n]) for n in [*heads][1:])
    for begin, end in pairwise([*heads, foot]):
        body = "\n".join(lines[begin + 1 : end]).strip("\n")
        has_doubtful = has_doubtful or "\n\n\n" in body
        if not body:
            reason = "the statement has no text"
            hint = "Add the text below this line, or remove the line."
            raise errors.UnreadableInputError(source, begin + 1, reason, hint)
        try:
            date = kept_date(heads[begin][1])
            entries.append(_entry(date, heads[begin][2], body, type_, begin + 1))
        except errors.InvalidError as error:
            raise errors.UnreadableInputError(
                source, begin + 1, error.problem, error.hint
            ) from error
    entries.reverse()
    uses = (
        LineUse(number + 1, line, FIELD if first <= number < foot else NAVIGATION)
        for number, line in enumerate(lines)
        if line
    )
    return Reading(entries, lines=tuple(uses)), has_doubtful


def _lines(text: str) -> list[str]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return [line.rstrip() for line in text.split("\n")]


def _is_above_entries(line: str) -> bool:
    line = line.strip()
    return not line or bool(_CRUMBS.fullmatch(line) or _YEAR_BAR.fullmatch(line))


def _type_above(lines: list[str]) -> str | None:
    """Return the type at the end of the breadcrumb, or None.

    Raises _OtherFormError if the lines above the entries contain anything else.
    """
    type_ = None
    for line, below in pairwise([*lines, ""]):
        # The line above the years may contain any name.
        is_crumbs = _CRUMBS.fullmatch(line.strip()) or _YEAR_BAR.fullmatch(below)
        if not (is_crumbs or _is_above_entries(line)):
            raise _OtherFormError
        if is_crumbs:
            type_ = line.partition(">>")[2].rpartition(">>")[2].strip() or None
    return type_


def _foot_below(lines: list[str], first_head: int) -> int:
    """Return the index of the line that contains the page numbers.

    If there is no such line, return the number of lines. Raises _OtherFormError if
    there is text below the page numbers.
    """
    numbers = range(first_head, len(lines))
    is_foot = (n for n in numbers if _PAGE_NUMBERS.fullmatch(lines[n].strip()))
    foot = next(is_foot, len(lines))
    if any(lines[foot + 1 :]):
        raise _OtherFormError
    return foot


def _entry(
    date: KeptDate, program: str, body: str, type_: str | None, line: int
) -> Entry:
    """Return the entry for a statement on the page."""
    lines = (
        line[1:] if line.startswith("\\") and _is_ambiguous(line) else line
        for line in body.split("\n")
    )
    title, text = _title_and_text("\n".join(lines))
    fields = {"date": str(date), "program": program, "type": type_}
    printed = {"title": title, "text": text, **_said_in(text)}
    # These fields are known, so don't search the text for them.
    said = frozenset({"title", "text", "signatories", *_DATELINE_FIELDS})
    return Entry({**fields, **printed}, line, said=said)


def is_html(start: bytes) -> bool:
    """Return whether a file that begins with `start` is HTML."""
    for mark in _MARKS:
        start = start.removeprefix(mark)
    return _HTML.match(start.replace(b"\0", b"")) is not None  # UTF-16 has null bytes


def read_page(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the entries on a page in HTML or text, oldest first.

    Raises UnreadableInputError if no entry can be read.
    """
    return reading_of(_list_page(data, source, options))


def _list_page(data: bytes, source: str, options: ReadOptions) -> ListPage:
    if is_html(data[:_SNIFFED]):
        return read_html(
            data,
            source,
            encoding=options.encoding,
            order=options.order,
            base=options.base,
            undated=options.undated,
            pick=options.pick,
        )

    if not data.strip():
        hint = "Save the page again, or copy its text from the browser."
        raise errors.UnreadableInputError(source, None, "it is empty", hint)
    if not data.startswith(_MARKS):
        refuse_binary(data, source)
    text, note = page_text(data, source, options.encoding)
    page = _text_page(text, source, options)
    return page._replace(notes=(*page.notes, note)) if note else page


def reading_of(page: ListPage) -> Reading:
    """Return the entries of a page, oldest first.

    An entry is left out if it has a date and labels, but neither a title nor a text.
    """
    entries = list(page.entries)
    if entries and str(entries[0].date) >= str(entries[-1].date):
        entries.reverse()
    read = [Entry(_marked(entry_fields(each)), each.line) for each in entries]
    left_out = [LeftOut(x.line, x.text, x.why) for x in page.left_out]
    empty = {}
    for each, raw in zip(read, entries, strict=True):
        if not _says_something(each):
            left_out.append(LeftOut(raw.line, str(raw.date), _NOTHING))
            empty[raw.line] = LineUse(raw.line, str(raw.date), REFUSED, _NOTHING)
    return Reading(
        [each for each in read if _says_something(each)],
        page.pattern,
        page.site,
        tuple(sorted(left_out, key=lambda each: each.line or 0)),
        page.notes,
        tuple(empty.get(use.line, use) for use in page.lines),
    )


def _marked(fields: dict[str, object]) -> dict[str, object]:
    """Mark an entry without a text as an excerpt: the list does not show its text."""
    return fields if fields.get("text") else {**fields, "excerpt": True}


def _says_something(entry: Entry) -> bool:
    return bool(entry.fields.get("title") or entry.fields.get("text"))


PAGE = SimpleNamespace(sniff=is_html, read=read_page)
