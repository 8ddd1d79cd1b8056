"""Define statements and drafts, and read them from JSON.

A `Draft` comes from a person or a file. When an archive records the draft, it becomes a
`Statement` with an id, a uuid and times. Drafts and statements are always valid:
`read_draft` and `read_statement` raise an error if a value is invalid.

Until format version 3, a statement had one `source`, a URL or null. Now a statement has
a list of `sources`. Existing records and history entries with a `source` are converted
whenever they are read.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from sys import intern
from typing import Any, NamedTuple, Self

from mediarel import errors
from mediarel.dates.edtf import KeptDate
from mediarel.model.fields import (
    ALL_FIELDS,
    ARCHIVE_FIELDS,
    EARLIER_NAMES,
    GIVEN_FIELDS,
    RARE_FIELDS,
    RECORD,
)
from mediarel.model.parts import Attachment, DatedUrl, Note
from mediarel.model.readers import as_json, read_field
from mediarel.text.folding import folded_name, text_fingerprint
from mediarel.text.languages import UNDETERMINED, default_for, language_of
from mediarel.text.urls import address_key, capture_in

_NEVER_EMPTY = frozenset({int, float})
_TODAY = {name: earlier for earlier, name in EARLIER_NAMES.items()}
# Many statements share a date; forty years have this many days.
_date = lru_cache(maxsize=16384)(str)
_name = lru_cache(maxsize=4096)(folded_name)
DEFAULT_TYPE = "Media Release"
RECOGNISED = "ocr"  # value of `text_from` for a text from OCR
_EMPTY = {field.name: field.kind.empty for field in RECORD}
_READ = (*GIVEN_FIELDS, "uuid")
_EMPTY_DRAFT = {name: _EMPTY[name] for name in _READ}
_OPTIONAL = {field.name for field in RECORD if field.is_optional}
_given = attrgetter(*GIVEN_FIELDS)


class Words(NamedTuple):
    """The values that are compared to find out if two drafts are duplicates.

    `date` is in its stored form. `program` and `title` are folded. `text` is a
    fingerprint of the text.
    """

    date: str
    program: str
    title: str
    text: int


class Draft:
    """A statement that is not in an archive yet.

    A draft can't be changed. It has all fields in `FIELDS`. The annotations below
    declare the fields that the code uses by name.
    """

    __slots__ = (*GIVEN_FIELDS, "_words", "uuid")

    date: KeptDate
    program: str
    type: str
    title: str | None
    text: str | None
    dateline: str | None
    place: str | None
    dated: KeptDate | None
    signatories: tuple[str, ...]
    tags: tuple[str, ...]
    language: str
    sources: tuple[str, ...]
    archived: tuple[DatedUrl, ...]
    gone: tuple[DatedUrl, ...]
    excerpt: bool
    text_from: str | None
    status: str | None
    embargo: str | None
    series: str | None
    translation_of: str | None
    replaces: tuple[str, ...]
    notes: tuple[Note, ...]
    withheld: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    merged: tuple[str, ...]
    uuid: str | None

    _words: Words
    # All values, for comparison.
    _names: tuple[str, ...] = (*GIVEN_FIELDS, "uuid")

    def __init__(self, **values: Any) -> None:
        put = object.__setattr__  # fast: a large file has many thousands of drafts
        for name in self._names:
            put(self, name, values[name] if name in values else _EMPTY[name])
        if unknown := values.keys() - self._names:
            raise TypeError(f"a {type(self).__name__} has no {', '.join(unknown)}")

    @classmethod
    def of(cls, values: Iterable[Any]) -> Self:
        """Return a draft with these values.

        The values must be valid, and in the order of `_names`.
        """
        self = cls.__new__(cls)
        put = object.__setattr__
        for name, value in zip(cls._names, values, strict=True):
            put(self, name, value)
        return self

    def __setattr__(self, name: str, value: object = None) -> None:
        raise AttributeError(f"a {type(self).__name__} does not change: {name}")

    __delattr__ = __setattr__

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, n) == getattr(other, n) for n in self._names)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in self._names))

    def __reduce__(self) -> tuple[Any, ...]:
        """Allow pickle to copy the draft to another process."""
        values = tuple(getattr(self, name) for name in self._names)
        return type(self).of, (values,)

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._names)
        return f"{type(self).__name__}({shown})"

    @property
    def words(self) -> Words:
        """The values that are compared with other drafts. They are computed once."""
        if not hasattr(self, "_words"):
            title = folded_name(self.title) if self.title else ""
            text = text_fingerprint(self.text)
            words = Words(_date(self.date), _name(self.program), title, text)
            object.__setattr__(self, "_words", words)
        return self._words

    def replace(self, **changed: Any) -> Self:
        """Return a copy in which the fields in `changed` have new values."""
        values = {name: getattr(self, name) for name in self._names}
        return type(self)(**{**values, **changed})

    def fields(self) -> dict[str, Any]:
        """Return all fields that a user may set, as JSON values."""
        return as_json(dict(zip(GIVEN_FIELDS, _given(self), strict=True)))


class Statement(Draft):
    """A statement in an archive.

    `created` and `modified` are times in RFC 3339, UTC.
    """

    __slots__ = ("created", "id", "modified")

    id: int
    uuid: str
    created: str
    modified: str

    _names = ALL_FIELDS

    def document(self) -> dict[str, Any]:
        """Return the statement in its stored form, without its id.

        Flags and rare fields are left out if they are false or empty. So a new field of
        this kind doesn't change the bytes of existing records.
        """
        fields = self.to_json()
        del fields["id"]
        for name in RARE_FIELDS:
            if not fields[name]:
                del fields[name]
        return fields

    def to_json(self) -> dict[str, Any]:
        """Return the statement as a JSON object with all fields."""
        return {
            "id": self.id,
            "uuid": self.uuid,
            **self.fields(),
            "created": self.created,
            "modified": self.modified,
        }


def read_draft(
    given: Mapping[str, object],
    *,
    default_type: str = DEFAULT_TYPE,
    default_language: str | None = None,
) -> Draft:
    """Return the draft with these JSON values. Missing fields become empty.

    Dates must be in their stored form. The fields `id`, `created` and `modified` are
    ignored, because an archive sets them. If the language can't be detected,
    `default_language` is used. Raises InvalidFieldError.
    """
    values = _values(given, default_type)
    if values["language"] == UNDETERMINED:
        written = values["text"] or values["title"] or ""
        values["language"] = default_for(written, default_language)
    return Draft.of(values.values())


def read_statement(number: int, document: Mapping[str, object]) -> Statement:
    """Read a statement from its stored form; `number` is its id.

    Raises InvalidFieldError.
    """
    values = _values(document, DEFAULT_TYPE)
    uuid = values.pop("uuid")
    if uuid is None:
        raise errors.InvalidFieldError("uuid", None, "is missing", "Add a UUID.")
    times = (read_field(name, document.get(name)) for name in ("created", "modified"))
    return Statement.of((number, uuid, *values.values(), *times))


def statement_of(
    draft: Draft, *, number: int, uuid: str, created: str, modified: str
) -> Statement:
    """Return the statement that a draft becomes when it is recorded."""
    values = (number, uuid, *_given(draft), created, modified)
    return Statement.of(values)


def _values(given: Mapping[str, object], default_type: str) -> dict[str, Any]:
    """Read the values of a draft. A missing type or language gets a default."""
    given = renewed(given)
    _refuse_unknown(given)
    values: dict[str, Any] = _EMPTY_DRAFT.copy()
    for name in _READ:
        value = given.get(name)
        if value is not None or name not in _OPTIONAL:
            values[name] = read_field(name, value)
    if values["title"] is None and values["text"] is None:
        raise errors.InvalidFieldError(
            "title", None, "and the text are both empty", "Enter a title or a text."
        )
    # Many statements share an issuer and a type.
    values["program"] = intern(values["program"])
    values["type"] = intern(values["type"] or default_type)
    if values["language"] is None:
        values["language"] = language_of(values["text"] or values["title"] or "")
    return values


def _refuse_unknown(given: Mapping[str, object]) -> None:
    for name in given:
        if name in EARLIER_NAMES:
            raise errors.InvalidFieldError(
                name,
                given[name],
                f"can't be used together with {EARLIER_NAMES[name]}",
                f"Move its value to {EARLIER_NAMES[name]}, and remove {name}.",
            )
        if name not in ALL_FIELDS:
            raise errors.UnknownFieldError(
                "field",
                name,
                "is not a field of a statement",
                f"The fields are: {', '.join((*ARCHIVE_FIELDS, *GIVEN_FIELDS))}.",
            )


def renewed(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Convert the fields of an earlier format version: `source` to `sources`.

    The fields stay in the same order. If `source` and `sources` both have a value, both
    are kept. Then reading the statement raises an error.
    """
    if fields.keys().isdisjoint(EARLIER_NAMES):
        return dict(fields)
    found: dict[str, Any] = {}
    for name, value in fields.items():
        today = EARLIER_NAMES.get(name)
        if today is None:
            # An empty list does not replace the value under the earlier name.
            if value or not found.get(name):
                found[name] = value
        elif not fields.get(today):
            found[today] = as_list(value)
        elif value:
            found[name] = value
    return found


def renewed_changes(changed: Mapping[str, Sequence[Any]]) -> dict[str, tuple[Any, Any]]:
    """Convert changes of fields from an earlier format version.

    The change of a field is a pair of its old and its new value. Raises TypeError or
    ValueError if there are not exactly two values.
    """
    found: dict[str, tuple[Any, Any]] = {}
    for name, (old, new) in changed.items():
        if (today := EARLIER_NAMES.get(name)) is None:
            found[name] = old, new
        else:
            found[today] = as_list(old), as_list(new)
    return found


def as_list(value: object) -> list[Any]:
    """Convert a single value, which earlier format versions had, to a list."""
    return [] if value is None or value == "" else [value]


def as_before(fields: Mapping[str, Any]) -> dict[str, Any] | None:
    """Convert the fields to an earlier format version: `sources` to `source`.

    Return None if a statement has several sources, because `source` has only one.
    """
    found = dict(fields)
    for name in _TODAY.keys() & fields.keys():
        values = found.pop(name) or []
        if not isinstance(values, list) or len(values) > 1:
            return None
        found[_TODAY[name]] = next(iter(values), None)
    return found


def without_empty(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that are not empty."""
    # As `is_empty`, without a million calls for a large archive.
    return {n: v for n, v in fields.items() if v or type(v) in _NEVER_EMPTY}


def is_empty(value: object) -> bool:
    """Return True for the JSON values null, false, "", [] and {}, but not for 0."""
    return not value and type(value) not in _NEVER_EMPTY


def is_same(one: object, other: object) -> bool:
    """Return True if two values are equal, or if both are empty."""
    return one == other or (is_empty(one) and is_empty(other))


def best_copy(
    statement: Draft, source: str, copies: Iterable[DatedUrl] = ()
) -> DatedUrl | None:
    """Return the archived copy of a source whose time is closest to the statement.

    A later copy may show a different page. The candidates are `archived` of the
    statement, and `copies`. If the URL of a copy doesn't contain the original URL, it
    is a copy of all sources.
    """
    key = address_key(source)
    found = [
        each
        for each in (*statement.archived, *copies)
        if (capture := capture_in(each.url)) is None or address_key(capture[0]) == key
    ]
    issued = _days(statement.date.first)
    return min(found, key=lambda copy: abs(_days(copy.at) - issued), default=None)


def _days(date: str) -> int:
    """Return a number of days, approximately, that can be compared."""
    year, month, day = map(int, date[:10].split("-"))
    return (year * 12 + month) * 31 + day


def reachable(statement: Draft) -> tuple[str, ...]:
    """Return the sources. An archived copy replaces a source that is gone."""
    if not statement.gone:
        return statement.sources
    gone = {each.url for each in statement.gone}
    copies = {
        url: copy.url
        for url in statement.sources
        if url in gone and (copy := best_copy(statement, url))
    }
    return tuple(dict.fromkeys(copies.get(url, url) for url in statement.sources))
