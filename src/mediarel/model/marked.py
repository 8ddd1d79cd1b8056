"""Readers of what a statement says of its being public: status, embargo, notes."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from mediarel.errors import InvalidFieldError
from mediarel.model.parts import NOTE_KINDS, Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


EMBARGOED = "embargoed"
PUBLISHED = "published"
DRAFT = "draft"
WITHDRAWN = "withdrawn"
STATUSES = (PUBLISHED, DRAFT, WITHDRAWN)
# RFC 3339, 5.6: a space may be in the place of the T. The seconds may be left out here.
_TIME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[Tt ](?P<minute>\d\d:\d\d)(?P<second>:\d\d)?"
    r" ?(?P<zone>[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
# The same, with zeros left out, another sign, or no zone.
_NEARLY = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)"
    r"(?:(?:[Tt]|,? +)(?P<hour>\d\d?)[:.](?P<minute>\d\d)(?P<second>:\d\d)?)?"
    r" *(?:(?P<utc>[Zz]|UTC|GMT)|(?:UTC|GMT)? ?(?P<sign>[+-])(?P<hours>\d\d?)"
    r"(?::?(?P<minutes>\d\d))?)?",
    re.ASCII,
)
_NONE = ("none", "no", "never", "null", "off", "nothing", "-")


def read_status(name: str, line: str | None) -> str | None:
    """Return a status as it is kept: what is published is kept as nothing.

    Raises InvalidFieldError.
    """
    if line is not None and line not in STATUSES:
        raise InvalidFieldError(
            name, line, "is not a status", f"Give one of {', '.join(STATUSES)}."
        )
    return None if line == PUBLISHED else line


def read_embargo(name: str, line: str | None) -> str | None:
    """Return a moment as RFC 3339 to the second, in the zone that is given.

    Raises InvalidFieldError.
    """
    if line is None:
        return None
    said = _TIME.fullmatch(line)
    if said is None:
        raise _no_moment(name, line, "is not a time with its zone")
    moment = f"{said['day']}T{said['minute']}{said['second'] or ':00'}"
    moment += said["zone"].upper()
    try:
        datetime.fromisoformat(moment).utctimetuple()
    except (ValueError, OverflowError):
        raise _no_moment(name, line, "is not a time that there is") from None
    return moment


def _no_moment(name: str, line: str, reason: str) -> InvalidFieldError:
    hint = "Write it as 2012-07-16T09:00+07:00, or with Z for UTC."
    if line.lower() in _NONE:
        hint = f'To have none, leave it empty: --{name} ""'
    elif meant := _moment_meant(line):
        is_whole = _TIME.fullmatch(meant) is not None
        add = "the zone" if ":" in line else "the time and the zone"
        such_as = f"Add {add}, as in {meant}{'' if is_whole else '+07:00'}"
        hint = (
            f"Did you mean {meant}?" if is_whole else f"{such_as}, or with Z for UTC."
        )
    return InvalidFieldError(name, line, reason, hint)


def _moment_meant(line: str) -> str:
    """Return a moment that is written nearly as it is to be, "" where none is.

    It has no zone where none is given.
    """
    said = _NEARLY.fullmatch(line)
    if said is None:
        return ""
    year, month, day = (int(said[part]) for part in ("year", "month", "day"))
    hour, minute = int(said["hour"] or 9), int(said["minute"] or 0)
    zone = ""
    if said["utc"]:
        zone = "Z"
    elif said["hours"]:
        zone = f"{said['sign']}{int(said['hours']):02}:{said['minutes'] or '00'}"
    try:
        datetime(year, month, day, hour, minute)  # noqa: DTZ001 - is there such a day
        datetime.fromisoformat(f"2012-07-16T09:00{zone}")
    except ValueError:
        return ""
    second = said["second"] or ""
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}{second}{zone}"


def read_notes(
    name: str,
    items: Iterable[object],
    read_text: Callable[[str, object], str | None],
    read_time: Callable[[str, object], str],
) -> tuple[Note, ...]:
    """Return notes in their order, each once.

    Raises InvalidFieldError.
    """
    notes = (_note(name, item, read_text, read_time) for item in items)
    return tuple(dict.fromkeys(notes))


def _note(
    name: str,
    item: object,
    read_text: Callable[[str, object], str | None],
    read_time: Callable[[str, object], str],
) -> Note:
    if not isinstance(item, dict) or item.keys() != {*Note._fields}:
        raise _no_note(name, item)
    kind, text = item["kind"], read_text(name, item["text"])
    if kind not in NOTE_KINDS or text is None:
        raise _no_note(name, item)
    return Note(read_time(name, item["at"]), kind, text)


def _no_note(name: str, item: object) -> InvalidFieldError:
    return InvalidFieldError(
        name,
        item,
        "is not a note",
        f"Give an object with at, kind ({' or '.join(NOTE_KINDS)}) and text.",
    )


def standing(status: str | None, embargo: str | None, now: str) -> str:
    """Return `draft`, `withdrawn`, `embargoed`, or "" for what is simply published.

    `now` is RFC 3339 in UTC.
    """
    if status and status != PUBLISHED:
        return status
    return EMBARGOED if is_ahead(embargo, now) else ""


def is_ahead(embargo: str | None, now: str) -> bool:
    """Tell whether there is an `embargo` that is not over `now`."""
    if not embargo:
        return False
    return datetime.fromisoformat(embargo) > datetime.fromisoformat(now)
