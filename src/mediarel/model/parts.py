"""The parts of a statement: attached files, notes, translations, and earlier values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.model.fields import EARLIER_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_TODAY = {name: earlier for earlier, name in EARLIER_NAMES.items()}
CORRECTION = "correction"
WITHDRAWAL = "withdrawal"
NOTE_KINDS = (CORRECTION, WITHDRAWAL)
# What a file is to its statement: its text, a picture of it as it was issued, a photo,
# sound, or figures.
ROLES = ("text", "scan", "photo", "audio", "data")
# What each has; all else may be missing in JSON, where it is empty.
NEEDED = frozenset(("name", "sha256", "size", "media_type"))
# A type and a subtype, without parameters (RFC 6838, 4.2).
_RESTRICTED = "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}"
MEDIA_TYPE = f"{_RESTRICTED}/{_RESTRICTED}"


class Translation(NamedTuple):
    """The same release in another language: an original or a translation of one."""

    uuid: str
    language: str
    """BCP 47."""
    headline: str
    source: str | None
    """The first of its sources."""
    is_original: bool
    merged: tuple[str, ...] = ()
    """The uuids of those that are the same and were merged into it."""


class Note(NamedTuple):
    """What readers are told: `at` in RFC 3339, UTC; `kind` is one of `NOTE_KINDS`."""

    at: str
    kind: str
    text: str

    def document(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return self._asdict()


class Attachment(NamedTuple):
    """A file that belongs to a statement and lies beside the store.

    `sha256` is in lower-case hex, `size` in bytes, `media_type` as in RFC 6838. `role`
    is one of `ROLES`, `language` as in BCP 47. One that is `private` is in nothing that
    is made for the public.
    """

    name: str
    sha256: str
    size: int
    media_type: str
    role: str | None = None
    language: str | None = None
    private: bool = False

    def document(self) -> dict[str, Any]:
        """Return it as JSON values, without what may be empty and is."""
        values = self._asdict()
        return {
            name: value for name, value in values.items() if value or name in NEEDED
        }


def renewed(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the `fields` of a statement by today's names, each in its place.

    Where one holds something under both its names, both stay: that is no statement.
    """
    if fields.keys().isdisjoint(EARLIER_NAMES):
        return dict(fields)
    found: dict[str, Any] = {}
    for name, value in fields.items():
        today = EARLIER_NAMES.get(name)
        if today is None:
            # An empty list does not stand in the way of an earlier name before it.
            if value or not found.get(name):
                found[name] = value
        elif not fields.get(today):
            found[today] = as_list(value)
        elif value:
            found[name] = value
    return found


def renewed_changes(
    changed: Mapping[str, Sequence[Any]],
) -> dict[str, tuple[Any, Any]]:
    """Return earlier and later values of fields, by today's names.

    Raises TypeError or ValueError where a field has not just two values.
    """
    found: dict[str, tuple[Any, Any]] = {}
    for name, (old, new) in changed.items():
        if (today := EARLIER_NAMES.get(name)) is None:
            found[name] = old, new
        else:
            found[today] = as_list(old), as_list(new)
    return found


def as_list(value: object) -> list[Any]:
    """Return the list that one value of before stands for."""
    return [] if value is None or value == "" else [value]


def as_before(fields: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return `fields` by the names of before; None where they hold more than those."""
    found = dict(fields)
    for name in _TODAY.keys() & fields.keys():
        values = found.pop(name) or []
        if not isinstance(values, list) or len(values) > 1:
            return None
        found[_TODAY[name]] = next(iter(values), None)
    return found
