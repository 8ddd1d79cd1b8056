"""A statement: its fields and their rules.

A `Draft` is what a person or a file gives; a `Statement` is a draft that an
archive has taken in, with its id, uuid and times. Both are always valid:
`read_draft` and `read_statement` are the only ways in, and refuse what breaks
a rule with the field, the value and what would do.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from mediarel.dates.edtf import PartialDate
from mediarel.errors import InvalidFieldError, UnknownFieldError
from mediarel.model.fields import READERS, Attachment, read_time
from mediarel.text.languages import language_of

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_TYPE = "Joint Statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A statement as given, before an archive has taken it in."""

    date: PartialDate
    program: str
    type: str = DEFAULT_TYPE
    title: str | None = None
    text: str | None = None
    dateline: str | None = None
    place: str | None = None
    dated: PartialDate | None = None
    signatories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str
    source: str | None = None
    attachments: tuple[Attachment, ...] = ()
    uuid: str | None = None

    def fields(self) -> dict[str, Any]:
        """Return the fields that a user may set, as JSON values, all of them."""
        return {name: _to_json(getattr(self, name)) for name in GIVEN_FIELDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Draft):
    """A statement of an archive; `created` and `modified` are RFC 3339, UTC."""

    id: int
    uuid: str
    created: str
    modified: str

    def document(self) -> dict[str, Any]:
        """Return the statement as the store keeps it: all but its id."""
        return {
            "uuid": self.uuid,
            **self.fields(),
            "created": self.created,
            "modified": self.modified,
        }

    def to_json(self) -> dict[str, Any]:
        """Return the statement as a JSON object in which no field is missing."""
        return {"id": self.id, **self.document()}


LIST_FIELDS = ("signatories", "tags")
GIVEN_FIELDS = tuple(field.name for field in fields(Draft) if field.name != "uuid")
KEPT_FIELDS = ("id", "uuid", "created", "modified")


def read_draft(
    given: Mapping[str, object], *, default_type: str = DEFAULT_TYPE
) -> Draft:
    """Return the draft that JSON values describe; what is not there is empty.

    Dates are in their stored form. The fields that an archive sets (`id`,
    `created`, `modified`) are passed over; a `uuid` is kept.

    Raises InvalidFieldError.
    """
    _refuse_unknown(given)
    values = {name: read(name, given.get(name)) for name, read in READERS.items()}
    values["type"] = values["type"] or default_type
    if values["title"] is None and values["text"] is None:
        raise InvalidFieldError(
            "title", None, "and the text are both empty", "Give one of them."
        )
    if values["language"] is None:
        values["language"] = language_of(values["text"] or values["title"])
    return Draft(**values)


def read_statement(number: int, document: Mapping[str, object]) -> Statement:
    """Return the statement that the store keeps as `document` under id `number`.

    Raises InvalidFieldError.
    """
    draft = read_draft(document)
    if draft.uuid is None:
        raise InvalidFieldError("uuid", None, "is missing", "Give it a UUID.")
    return taken_in(
        draft,
        number=number,
        uuid=draft.uuid,
        created=read_time("created", document.get("created")),
        modified=read_time("modified", document.get("modified")),
    )


def taken_in(
    draft: Draft, *, number: int, uuid: str, created: str, modified: str
) -> Statement:
    """Return `draft` as the statement of an archive that it becomes."""
    given = {name: getattr(draft, name) for name in GIVEN_FIELDS}
    return Statement(**given, id=number, uuid=uuid, created=created, modified=modified)


def _to_json(value: Any) -> Any:  # noqa: ANN401 - JSON is of any type
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    if isinstance(value, Attachment):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return value


def _refuse_unknown(given: Mapping[str, object]) -> None:
    for name in given:
        if name not in READERS and name not in KEPT_FIELDS:
            raise UnknownFieldError(
                "field",
                name,
                "is not one that a statement has",
                f"The fields are: {', '.join((*KEPT_FIELDS, *GIVEN_FIELDS))}.",
            )
