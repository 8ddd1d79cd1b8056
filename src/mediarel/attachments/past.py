"""The files that a history names: undo may bring back statements that have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.attachments.files import AttachedFile
from mediarel.errors import InvalidFieldError
from mediarel.model.kinds import ATTACHMENTS
from mediarel.store.records import read_entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mediarel.store.protocol import Document

_FIELD = ATTACHMENTS.name


class PastName(NamedTuple):
    """The id of a statement that had a file, and what the file was called there."""

    id: int
    name: str


def past_files(history: Mapping[str, Document]) -> dict[AttachedFile, PastName]:
    """Return the files that the changes of a raw `history` name, before or after them.

    What can't be read of it is passed over.
    """
    found: dict[AttachedFile, PastName] = {}
    for key, raw in history.items():
        if b'"sha256"' not in bytes(raw):
            continue
        try:
            change = read_entry(int(key), raw, ignore_unknown=True)
        except InvalidFieldError:
            continue
        for number, fields in change.changed.items():
            for value in fields.get(_FIELD, ()):
                found.update(_files_in(number, value))
        for number, kept in change.removed.items():
            found.update(_files_in(number, kept.get(_FIELD)))
    return found


def _files_in(number: int, value: Any) -> Iterator[tuple[AttachedFile, PastName]]:  # noqa: ANN401 - what was damaged may be of any type
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict):
            name, sha256, size = map(each.get, ("name", "sha256", "size"))
            if isinstance(name, str) and isinstance(sha256, str) and type(size) is int:
                yield AttachedFile(sha256, size), PastName(number, name)
