"""Check the values of fields, and convert the values from and to JSON.

There is a reader for each kind of field. If a value is missing, the reader returns the
empty value. If a value is invalid, the reader raises InvalidFieldError. `normalised`
converts common notations of a value before the value is read.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from mediarel import errors
from mediarel.dates.edtf import KeptDate, kept_date
from mediarel.model import fields, parts
from mediarel.model.parts import Attachment, DatedUrl, Note
from mediarel.text.lines import one_line, paragraphs

# RFC 5646, 2.1, without languages of 5 to 8 letters: none is registered, and "Khmer"
# and "English" are mistakes.
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z\d]{5,8}|\d[a-z\d]{3}))*",
    re.IGNORECASE,
)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MEDIA_TYPE = re.compile(parts.MEDIA_TYPE)
# Most URLs are as simple as this; the others are parsed.
PLAIN_URL = re.compile(r"https?://[a-z0-9.-]+(?:/[!-~]*)?")
# RFC 3339, 5.6: a space may replace the T. The seconds are optional here.
_TIME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[Tt ](?P<minute>\d\d:\d\d)(?P<second>:\d\d)?"
    r" ?(?P<zone>[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_OF_A_FILE = "name, sha256, size and media_type"
_OF_A_NOTE = f"at, kind ({' or '.join(parts.NOTE_KINDS)}) and text"
IS_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
IS_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def read_field(name: str, value: object) -> Any:
    """Check the JSON value of a field and convert it for a `Statement`.

    Raises InvalidFieldError.
    """
    field = fields.BY_NAME[name]
    if value is None and field.is_optional:
        return field.kind.empty
    read = _READER_OF[name](name, value)
    if field.required and not read:
        such_as = f", such as {field.example}" if field.example else ""
        reason = "is missing" if field.kind.is_date else "is empty"
        raise errors.InvalidFieldError(
            name, None, reason, f"Enter the {field.word}{such_as}."
        )
    return read


def as_json(values: dict[str, Any]) -> dict[str, Any]:
    """Replace the values in `values` by JSON values, and return `values`.

    `values` must have all fields that a user may set.
    """
    for name, write in _WRITERS_OF_GIVEN:
        if (value := values[name]) is not None:
            values[name] = write(value)
    return values


def _text(name: str, value: object) -> str | None:
    """Check that a value is text, and that UTF-8 can encode it."""
    if value is None:
        return None
    if not isinstance(value, str):
        kind = type(value).__name__
        raise errors.InvalidFieldError(name, value, f"is a {kind}", "Enter text.")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise errors.InvalidFieldError(
            name,
            value.encode(errors="backslashreplace").decode(),
            "contains bytes that are not UTF-8",
            "Convert the text to UTF-8.",
        ) from None
    return value or None


def _line(name: str, value: object) -> str | None:
    if isinstance(value, str) and value.isprintable():
        # No white space except spaces, and valid in UTF-8.
        return value.strip() or None
    text = _text(name, value)
    return (one_line(text) or None) if text else None


def _paragraphs(name: str, value: object) -> str | None:
    text = _text(name, value)
    return (paragraphs(text) or None) if text else None


def _date(name: str, value: object) -> KeptDate | None:
    line = _line(name, value)
    if line is None:
        return None
    try:
        return shared_date(line)
    except errors.InvalidDateError as error:
        plain = "Write a date such as 2012-07-16, 2012-07 or 2012."
        hint = error.hint if "/" in line else plain
        raise errors.InvalidFieldError(name, line, "is not a date", hint) from error


# Many statements share a date; forty years have this many days.
shared_date = lru_cache(maxsize=16384)(kept_date)


def _list(name: str, value: object) -> list[object] | tuple[object, ...]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise errors.InvalidFieldError(name, value, "is not a list", "Enter a list.")
    return value


def _flag(name: str, value: object) -> bool:
    if value is not None and not isinstance(value, bool):
        raise errors.InvalidFieldError(
            name, value, "is neither yes nor no", "Enter true or false, or yes or no."
        )
    return bool(value)


def _matching(
    pattern: re.Pattern[str], reason: str, hint: str
) -> Callable[[str, object], str | None]:
    """Return a function that reads a line and refuses other values than `pattern`."""

    def read(name: str, value: object) -> str | None:
        line = _line(name, value)
        if line is not None and not pattern.fullmatch(line):
            raise errors.InvalidFieldError(name, line, reason, hint)
        return line

    return read


_language = _matching(
    _LANGUAGE,
    "is not a language code (BCP 47), such as en or km",
    "Enter a code such as en, km, fr or zh-Hant.",
)
_uuid = _matching(IS_UUID, "is not a UUID", "Remove this value, or enter a valid UUID.")


def _url(name: str, value: object) -> str | None:
    line = _line(name, value)
    if line is None or PLAIN_URL.fullmatch(line):
        return line
    try:
        url = urlsplit(line)
    except ValueError:  # an IPv6 host without its closing bracket
        url = urlsplit("")
    if url.scheme not in {"http", "https", "ftp"} or not url.hostname or " " in line:
        raise errors.InvalidFieldError(
            name,
            line,
            "is not a URL",
            "Enter the complete URL, such as https://example.org/page.",
        )
    return line


def _list_of(
    read: Callable[[str, object], Any],
) -> Callable[[str, object], tuple[Any, ...]]:
    """Return a function that reads a list and calls `read` for each item.

    Empty items and duplicates are removed. An error names one value of the field.
    """

    def read_list(name: str, value: object) -> tuple[Any, ...]:
        if not (items := _list(name, value)):
            return ()
        word = fields.BY_NAME[name].word
        try:
            found = dict.fromkeys([read(word, item) for item in items])
        except errors.InvalidFieldError as error:
            error.field = name
            raise
        found.pop(None, None)
        return tuple(found)

    return read_list


def _time(name: str, value: object) -> str:
    """Check that a value is a time in UTC, such as `2012-07-16T09:30:00Z`."""
    line = _line(name, value)
    if line is None or not IS_TIME.fullmatch(line):
        raise errors.InvalidFieldError(
            name, line, "is not a time", "Write the time as 2012-07-16T09:30:00Z."
        )
    return line


def _attachments(name: str, value: object) -> tuple[Attachment, ...]:
    return tuple(_attachment(name, item) for item in _list(name, value))


def _attachment(name: str, value: object) -> Attachment:
    if not isinstance(value, dict) or not (
        parts.NEEDED <= value.keys() <= {*Attachment._fields}
    ):
        raise _wrong_object(name, value, "an attachment", _OF_A_FILE)
    file, media_type = _line(name, value["name"]), _line(name, value["media_type"])
    sha256, size = value["sha256"], value["size"]
    if not (
        file
        and media_type
        and isinstance(sha256, str)
        and _SHA256.fullmatch(sha256)
        and type(size) is int
        and size >= 0
    ):
        raise _wrong_object(name, value, "an attachment", _OF_A_FILE)
    if not _MEDIA_TYPE.fullmatch(media_type):
        raise errors.InvalidFieldError(
            name,
            media_type,
            "is not a media type (RFC 6838)",
            "Enter a type such as application/pdf, without parameters.",
        )
    return Attachment(
        file,
        sha256,
        size,
        media_type,
        _one_of(name, value.get("role"), parts.ROLES, "a role of a file"),
        _language(name, value.get("language")),
        _flag(name, value.get("private")),
        _line(name, value.get("alt")),
        _count(name, value.get("pages")),
    )


def _count(name: str, value: object) -> int | None:
    """Return a number of pages. An empty value means that the number is unknown."""
    if value is None or (type(value) is int and value > 0):
        return value
    hint = "Enter a whole number above 0, or leave out the number of pages."
    raise errors.InvalidFieldError(name, value, "is not a number of pages", hint)


def _wrong_object(
    name: str, value: object, what: str, keys: str
) -> errors.InvalidFieldError:
    hint = f"Enter an object with {keys}."
    return errors.InvalidFieldError(name, value, f"is not {what}", hint)


def _one_of(
    name: str, value: object, choices: tuple[str, ...], what: str
) -> str | None:
    line = _line(name, value)
    if line is not None and line not in choices:
        hint = f"Choose one of {', '.join(choices)}."
        raise errors.InvalidFieldError(name, line, f"is not {what}", hint)
    return line


def _status(name: str, value: object) -> str | None:
    """Convert a status to its stored form: `published` becomes None."""
    line = _one_of(name, value, parts.STATUSES, "a status")
    return None if line == parts.PUBLISHED else line


def read_zoned_time(name: str, value: object) -> str | None:
    """Return a time in RFC 3339, with seconds and in its own time zone.

    Raises InvalidFieldError.
    """
    line = _line(name, value)
    if line is None:
        return None
    said = _TIME.fullmatch(line)
    if said is None:
        raise _no_moment(name, line, "is not a time with a time zone")
    moment = f"{said['day']}T{said['minute']}{said['second'] or ':00'}"
    moment += said["zone"].upper()
    try:
        datetime.fromisoformat(moment).utctimetuple()
    except (ValueError, OverflowError):
        raise _no_moment(name, line, "is not a valid time") from None
    return moment


def _no_moment(name: str, line: str, reason: str) -> errors.InvalidFieldError:
    hint = "Write the time as 2012-07-16T09:00+07:00 or 2012-07-16T02:00Z (UTC)."
    return errors.InvalidFieldError(name, line, reason, hint)


def _note(name: str, item: object) -> Note:
    if not isinstance(item, dict) or item.keys() != {*Note._fields}:
        raise _wrong_object(name, item, "a note", _OF_A_NOTE)
    kind, text = item["kind"], _paragraphs(name, item["text"])
    if kind not in parts.NOTE_KINDS or text is None:
        raise _wrong_object(name, item, "a note", _OF_A_NOTE)
    return Note(_time(name, item["at"]), kind, text)


def _dated_url(name: str, item: object) -> DatedUrl:
    if not isinstance(item, dict) or item.keys() != {*DatedUrl._fields}:
        raise _wrong_object(name, item, "a URL with a time", "url and at")
    url = _url(name, item["url"])
    if url is None:
        raise _wrong_object(name, item, "a URL with a time", "url and at")
    return DatedUrl(url, _time(name, item["at"]))


READERS: dict[str, Callable[[str, object], Any]] = {
    fields.LINE.name: _line,
    fields.PARAGRAPHS.name: _paragraphs,
    fields.DATE.name: _date,
    fields.LINES.name: _list_of(_line),
    fields.LANGUAGE.name: _language,
    fields.URLS.name: _list_of(_url),
    fields.FLAG.name: _flag,
    fields.ATTACHMENTS.name: _attachments,
    fields.UUID.name: _uuid,
    fields.UUIDS.name: _list_of(_uuid),
    fields.TIME.name: _time,
    fields.STATUS.name: _status,
    fields.ZONED_TIME.name: read_zoned_time,
    fields.NOTES.name: _list_of(_note),
    fields.DATED_URLS.name: _list_of(_dated_url),
}

# Functions that convert a value to JSON, for the kinds that need one.
_WRITERS: dict[str, Callable[[Any], Any]] = {
    fields.DATE.name: str,
    fields.LINES.name: list,
    fields.URLS.name: list,
    fields.UUIDS.name: list,
    fields.ATTACHMENTS.name: lambda files: [file.document() for file in files],
    fields.NOTES.name: lambda notes: [note.document() for note in notes],
    fields.DATED_URLS.name: lambda urls: [each._asdict() for each in urls],
}

_READER_OF = {name: READERS[field.kind.name] for name, field in fields.BY_NAME.items()}
_WRITERS_OF_GIVEN = [
    (field.name, _WRITERS[field.kind.name])
    for field in fields.FIELDS
    if field.kind.name in _WRITERS
]


# Country codes, and language codes of ISO 639-2, that are not language codes in BCP 47.
# Country codes that are also language codes, such as "kr", are not in the table.
_CODES = """
    kh:km cn:zh gb:en jp:ja mm:my us:en vn:vi
    bur:my chi:zh deu:de eng:en fra:fr fre:fr ger:de ind:id ita:it jpn:ja khm:km
    lao:lo mya:my por:pt spa:es tha:th vie:vi zho:zh
"""
_LANGUAGES = dict(pair.split(":") for pair in _CODES.split())
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SCRIPT, _REGION = 4, 2  # characters of a subtag


def language_tag(text: str) -> str:
    """Return a language tag with the recommended capital letters: `zh-Hant`.

    A country code becomes the language of the country: `KH` becomes `km`. A text that
    is not a tag is returned unchanged. See RFC 5646, section 2.1.1.
    """
    if not _TAG.fullmatch(text.strip()):
        return text
    language, *rest = text.strip().split("-")
    tag = [_LANGUAGES.get(language.lower(), language.lower())]
    for each in rest:
        if len(each) == _SCRIPT and each.isalpha():
            tag.append(each.title())
        else:
            tag.append(each.upper() if len(each) == _REGION else each.lower())
    return "-".join(tag)


def start_of_day(text: str) -> str:
    """Return the time at which a day starts: `2030-01-01T00:00:00+07:00`.

    The text is a day such as `2030-01-01`; any other text is returned unchanged. The
    result is in the local time zone, in RFC 3339.
    """
    if not _DAY.fullmatch(text.strip()):
        return text
    try:
        start = datetime.fromisoformat(text.strip()).astimezone()
    except (ValueError, OverflowError):
        return text
    return start.isoformat(timespec="seconds").replace("+00:00", "Z")


_NORMALISERS: dict[str, Callable[[str], str]] = {
    "language": language_tag,
    "embargo": start_of_day,
}


def normalised(fields: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """Yield the name, old value and new value of each field that needs a change."""
    for name, normalise in _NORMALISERS.items():
        value = fields.get(name)
        if isinstance(value, str) and (new := normalise(value)) != value.strip():
            yield name, value.strip(), new
