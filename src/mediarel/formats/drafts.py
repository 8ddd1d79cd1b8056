"""Drafts of what was read: the one way from an entry of any format to a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.errors import InvalidFieldError, UnreadableInputError
from mediarel.model.statement import DEFAULT_TYPE, read_draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.formats.reading import Entry, Reading
    from mediarel.model.statement import Draft


class Defaults(NamedTuple):
    """What an entry has where neither its source nor its text says it."""

    program: str | None = None
    type: str = DEFAULT_TYPE


_DEFAULTS = Defaults()


def all_drafts(
    reading: Reading, source: str, defaults: Defaults = _DEFAULTS
) -> list[Draft]:
    """Return the draft of each entry of `reading`, oldest first.

    Raises UnreadableInputError for the first that is refused.
    """
    found = []
    for draft in drafts(reading, source, defaults):
        if isinstance(draft, UnreadableInputError):
            raise draft
        found.append(draft)
    return sorted(found, key=lambda draft: draft.date.first)


def drafts(
    reading: Reading, source: str, defaults: Defaults
) -> Iterator[Draft | UnreadableInputError]:
    """Yield the draft of each entry of `reading`, or the error why there is none."""
    for entry in reading.entries:
        if isinstance(entry, UnreadableInputError):
            yield entry
            continue
        try:
            yield draft_of(entry, defaults)
        except InvalidFieldError as error:
            problem = entry.name + error.problem
            yield UnreadableInputError(source, entry.line, problem, error.hint)


def draft_of(entry: Entry, defaults: Defaults) -> Draft:
    """Return the draft of one entry.

    Raises InvalidFieldError.
    """
    fields = dict(entry.fields)
    if not fields.get("program"):
        fields["program"] = defaults.program
    return read_draft(fields, default_type=defaults.type)
