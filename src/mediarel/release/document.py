"""Read the fields of a statement from the text of a release.

`add`, `edit` and all imports use this module, so every text is read the same way. The
module also finds the line in which the value of each field is printed.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.release.dateline import Dateline, date_line
from mediarel.release.head import Head, read_head
from mediarel.release.kinds import kind_in_title, kind_of
from mediarel.release.signatories import Signatories, read_signatories
from mediarel.text.languages import UNDETERMINED, language_of
from mediarel.text.lines import one_line, paragraphs, spaced_once

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from mediarel.dates.typed import DayOrder
    from mediarel.model.statement import Draft


_FOOT = 2000  # characters searched at the end of a text, and above and below the names
_LINES = 3
_LONGEST = 60  # characters of a line with a place and a month
_LAST_SENTENCE = re.compile(r"(?<=[.!?…”»\"])\s+(?=[^\W\d_])")
_YEAR = re.compile(r"\d{4}|年")
_DATELINE_FIELDS = ("dateline", "place", "dated")
_READ = ("type", *_DATELINE_FIELDS, "signatories", "language")
_NONE: frozenset[str] = frozenset()


class Document(NamedTuple):
    """The fields of a statement as JSON values, including fields read from its text.

    `read` contains the names of the fields that were read from the text. If the text
    announces a different number of signatories, `miscount` has the announced and the
    actual number.
    """

    fields: dict[str, Any]
    read: tuple[str, ...] = ()
    miscount: tuple[int, int] | None = None


def document(
    fields: Mapping[str, object],
    *,
    said: AbstractSet[str] = _NONE,
    order: DayOrder | None = None,
) -> dict[str, Any]:
    """Read missing fields from the text, and return all fields as JSON values.

    See `read_document`.
    """
    return read_document(fields, said=said, order=order).fields


def read_document(
    fields: Mapping[str, object],
    *,
    said: AbstractSet[str] = _NONE,
    order: DayOrder | None = None,
    issuer: str | None = None,
) -> Document:
    """Read missing fields from the text of a statement.

    `fields` has JSON values. The missing fields can be type, dateline, place, dated,
    signatories, language and title. If the title is in the text, it is removed there.
    Fields in `said` remain unchanged, even if they are empty. If the statement is
    recorded (has a uuid), all of its fields remain unchanged. `order` is the order of
    day and month in numeric dates. `issuer` is the usual issuer, whose name can't be a
    title.
    """
    given: dict[str, Any] = dict(fields)
    if given.get("uuid"):
        said = {*said, *given}
    if any(map(given.get, _DATELINE_FIELDS)):
        said = {*said, *_DATELINE_FIELDS}
    wanted = {name for name in _READ if name not in said and not given.get(name)}
    text, title = given.get("text"), given.get("title")
    if isinstance(text, str) and text.strip():
        is_titled = bool(title) or "title" in said
        below = str(title or "") if is_titled else None
        issuer = str(given.get("program") or issuer or "")
        head = read_head(_lines(text), title=below, order=order, issuer=issuer)
        read, miscount = _read(head, order, wanted)
        if head.title and not is_titled:
            given["text"] = head.text
            read = {"title": head.title, **read}
    else:
        kind = kind_in_title(title) if isinstance(title, str) and title else None
        read, miscount = {"type": kind}, None
    filled = {
        name: value
        for name, value in read.items()
        if value and (name in wanted or name == "title")
    }
    if "signatories" not in filled:
        miscount = None
    return Document({**given, **filled}, tuple(filled), miscount)


def _read(
    head: Head, order: DayOrder | None, wanted: Container[str] = _READ
) -> tuple[dict[str, Any], tuple[int, int] | None]:
    """Read the fields from a header and the text below it, as JSON values.

    Fields that are not in `wanted` may be skipped, which makes imports faster.
    """
    text = head.text
    is_dated = head.dated is not None or "dated" not in wanted
    is_signed = "signatories" in wanted or not is_dated
    signed = read_signatories(text) if is_signed else Signatories()
    place, dated, printed = head.place, head.dated, head.dateline
    is_placed = place is not None or "place" not in wanted
    if not (is_dated and is_placed) and (found := in_foot(text, signed, order)):
        if not is_dated:
            dated = found.dated
        if dated == found.dated and not place:
            place, printed = found.place, found.printed if found.place else printed
        printed = printed or found.printed
    read = {
        "type": head.kind,
        "dateline": one_line(printed) if printed else None,
        "place": place if place and kind_of(place) is None else None,
        "dated": str(dated) if dated else None,
        "signatories": [*signed.names],
        "language": language_of(text) if "language" in wanted else None,
    }
    named = len(signed.names)
    is_other = signed.announced is not None and signed.announced != named
    return read, (signed.announced or 0, named) if is_other else None


def _lines(text: str) -> str:
    """Return `text` with line feeds as its only line ends."""
    return paragraphs(text) if "\r" in text else text


def date_of(text: str, order: DayOrder | None = None) -> str:
    """Return the date of a release (EDTF), or "" if the text has no date.

    `order` is the order of day and month in numeric dates.
    """
    return str(document({"text": text}, order=order).get("dated") or "")


def updated_from_text(before: Draft, fields: Mapping[str, object]) -> dict[str, object]:
    """Read the fields from the text again if an edit has changed the text.

    `before` is the statement before the edit, and `fields` are the fields after it.
    Values that the user has set, in this edit or earlier, are kept.
    """
    text = fields.get("text")
    if not isinstance(text, str) or text == before.text:
        return dict(fields)
    kept = before.fields()
    changed = {k: v for k, v in fields.items() if k not in kept or v != kept[k]}
    title = changed.get("title", before.title)
    old = _of_text(before.title, before.text or "")
    if title is None and old.pop("title") is None and "title" not in changed:
        new = _of_text(None, text)
    else:
        new = _of_text(title if isinstance(title, str) else "", text)
    followed = {name: new[name] for name in _READ if kept[name] == old[name]}
    if not new["type"]:
        followed.pop("type", None)
    if new["title"]:
        changed.update(title=new["title"], text=new["text"])
    return {**fields, **followed, **changed}


def _of_text(title: str | None, text: str) -> dict[str, Any]:
    """Read the fields of a text. Missing fields are None or [].

    If `title` is None, the title is also read from the text.
    """
    if not text.strip():
        return {**dict.fromkeys((*_READ, "title")), "signatories": [], "text": text}
    head = read_head(_lines(text), title=title)
    own = head.title if title is None else None
    return {**_read(head, None)[0], "title": own, "text": head.text}


def in_foot(
    text: str, signed: Signatories, order: DayOrder | None = None
) -> Dateline | None:
    """Return the dateline on a line near the signatories or at the end, or None.

    The line is above or below the heading of the signatories, below the last name, or
    among the last lines of the text.
    """
    ends = [len(text)]
    for near in (signed.end, signed.start):
        if near is not None:
            ends = [near, _further(text, near), *ends]
    found = (_above(text, end, order) for end in ends)
    return next(filter(None, found), None)


def _further(text: str, start: int) -> int:
    """Return the end of the third non-blank line after `start`."""
    place, count = start, 0
    while count < _LINES and place < len(text):
        end = text.find("\n", place) % (len(text) + 1)
        count += not text[place:end].isspace() and end > place
        place = end + 1
    return min(place, len(text))


def _above(text: str, end: int, order: DayOrder | None) -> Dateline | None:
    """Return the date on one of the last lines of `text` before `end`."""
    foot = text[max(0, end - _FOOT) : end]
    lines = [line.strip() for line in foot.split("\n") if line.strip()]
    for number in range(len(lines) - 1, max(0, len(lines) - 1 - _LINES), -1):
        line = lines[number]
        if number == len(lines) - 1 and len(line) > _LONGEST:
            line = _LAST_SENTENCE.split(line)[-1]
        if _YEAR.search(line) and (found := date_line(line, order)):
            is_last = number == len(lines) - 1 and end == len(text)
            is_sure = found.place or is_last
            if not found.dated or not (found.dated.day or is_sure):
                return None
            return found
    return None


_HEAD = 16  # maximum non-blank lines of a header
_LONGEST_KIND = 200  # characters of a line with a kind


class Sureness(Enum):
    """The reliability of a value."""

    SURE = "sure"
    LIKELY = "likely"
    OPEN = "check it"


class Origin(NamedTuple):
    """The place where a value was found, such as "line 3", and its reliability."""

    place: str
    sureness: Sureness = Sureness.SURE


def origins_in_text(document: Document, text: str) -> dict[str, Origin]:
    """Return the places in `text` where the values of the fields were found.

    Lines are counted from 1, including empty lines.
    """
    lines = [spaced_once(line) for line in text.split("\n")]
    found: dict[str, Origin] = {}
    for name in document.read:
        value = document.fields[name]
        if name == "signatories":
            found[name] = _of_names(value, lines, is_other=bool(document.miscount))
        elif name == "type":
            found[name] = _of_kind(str(value), lines)
        elif name == "language":
            is_open = value == UNDETERMINED
            sureness = Sureness.OPEN if is_open else Sureness.LIKELY
            found[name] = Origin("the words of the text", sureness)
        elif name in {"dateline", "place", "dated"}:
            found[name] = _of_dateline(document.fields, lines)
        else:
            found[name] = _of_title(str(value), lines)
    return found


def _of_title(title: str, lines: Sequence[str]) -> Origin:
    """Return the number of the line on which a title begins."""
    number = next((n for n, x in enumerate(lines, 1) if x and title.startswith(x)), 0)
    return _line(number) if number else Origin("the text", Sureness.LIKELY)


def _of_kind(kind: str, lines: Sequence[str]) -> Origin:
    head = [(n, line) for n, line in enumerate(lines, 1) if line][:_HEAD]
    for number, line in head:
        if len(line) <= _LONGEST_KIND and kind_of(line) == kind:
            return _line(number)
    return Origin("the title", Sureness.LIKELY)


def _of_dateline(fields: Mapping[str, object], lines: Sequence[str]) -> Origin:
    """Return the line of a dateline. A dateline in the footer is less reliable."""
    printed = spaced_once(str(fields.get("dateline") or fields.get("place") or ""))
    number = next((n for n, line in enumerate(lines, 1) if printed in line), 0)
    if not printed or not number:
        return Origin("the text", Sureness.LIKELY)
    above = sum(bool(line) for line in lines[:number])
    return _line(number, Sureness.SURE if above <= _HEAD else Sureness.LIKELY)


def _of_names(names: Sequence[str], lines: Sequence[str], *, is_other: bool) -> Origin:
    """Return the lines of the signatories.

    `is_other` is True if the text announces a different number of signatories.
    """
    sureness = Sureness.OPEN if is_other else Sureness.LIKELY
    last = _last_with(names[-1], lines, len(lines))
    first = _last_with(names[0], lines, last)
    if not (first and last):
        return Origin("the text", sureness)
    if first == last:
        return _line(first, sureness)
    return Origin(f"lines {first} to {last}", sureness)


def _last_with(name: str, lines: Sequence[str], end: int) -> int:
    """Return the number of the last line that contains `name`, or 0 if no line does.

    Only the first `end` lines are searched.
    """
    return next((n for n in range(end, 0, -1) if name in lines[n - 1]), 0)


def _line(number: int, sureness: Sureness = Sureness.SURE) -> Origin:
    return Origin(f"line {number}", sureness)
