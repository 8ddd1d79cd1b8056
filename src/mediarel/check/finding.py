"""A finding: one thing that is wrong in an archive, or good to know of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from mediarel.store.sound import OR_A_SLIP

if TYPE_CHECKING:
    from pathlib import Path

    from mediarel.store.protocol import Document

# An error is something lost or wrong, a warning what should be seen to, a note
# what is good to know.
LEVELS = ("error", "warning", "note")

# The kinds of findings, in words that programs may rely on.
KINDS = (
    "damaged",  # the store's file can't be read as one
    "newer",  # it is from a newer mediarel, which this one can't read
    "name",  # the name of the archive is no line of text
    "rule",  # a statement breaks a rule
    "uuid",  # two statements have one uuid
    "changed",  # a statement was changed outside mediarel
    "identity",  # a statement's uuid or time of creation was changed
    "added",  # a statement was added outside mediarel
    "removed",  # a statement was removed outside mediarel
    "checksum",  # a checksum is missing, or belongs to nothing
    "entry",  # a change of the history can't be read
    "chain",  # a change of the history is not as it was written
    "gap",  # changes are missing from the history
    "last_id",  # a change has a lower last id than it should
    "unfit",  # the history of a statement does not fit together
    "file_missing",  # an attachment is not there
    "file_changed",  # an attachment is another file than it was
    "file_unused",  # a file belongs to no statement
    "file_name",  # a file has a name that no attachment has
    "unreadable",  # a file or a folder may not be read
    "leftover",  # what a change that was cut short has left
    "backup",  # a backup is damaged, or no copy
    "drill",  # what a backup brought back is not as it was
    "link",  # the store has another name
    "read_only",  # the store may not be written
    "file_system",  # the drive lacks something that one may rely on elsewhere
    "future",  # a statement is dated after today
    "spelling",  # a program, a type or a tag is spelled nearly as another
    "commas",  # a tag has commas
    "text_is_file",  # a text is only the name of a file
    "no_text",  # statements have a title alone
    "index",  # the index holds something else than the store
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong, of which of `LEVELS` and `KINDS`, where, and what to do.

    `place` is a statement, a change, a file or a line, in words; `id` is that of
    the statement, where it is about one.
    """

    level: str
    kind: str
    place: str
    message: str
    hint: str
    id: int | None = field(default=None)


error = partial(Finding, level="error")
warning = partial(Finding, level="warning")
note = partial(Finding, level="note")


def newer_record(place: str, field: str, number: int | None = None) -> Finding:
    """Return the finding for a record with a field that this program does not know."""
    message = f"it has the field {field!r}, which this mediarel does not know"
    return error(kind="newer", place=place, id=number, message=message, hint=OR_A_SLIP)


class Lines:
    """The lines on which documents stand in the file at `path`.

    The file is read when the first is asked for. Asking in the order of the file is
    quickest.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._content: bytes | None = None
        self._place, self._line = 0, 1

    def place(self, name: str, document: Document) -> str:
        """Return `name` with the line of `document`, such as "statement 3, line 45"."""
        if self._content is None:
            try:
                self._content = self._path.read_bytes()
            except OSError:  # it could be read a moment ago; then there is no line
                self._content = b""
        start = self._content.find(document, self._place)
        if start < 0:
            self._place, self._line = 0, 1
            start = self._content.find(document)
        if start < 0:  # the file was replaced since
            return name
        self._line += self._content.count(b"\n", self._place, start)
        self._place = start
        return f"{name}, line {self._line}"
