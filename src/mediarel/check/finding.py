"""Define findings and their kinds. A finding is a problem in an archive, or a note.

`findings.toml` has the table of the kinds, which `check` and `repair` share.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from mediarel import errors
from mediarel.store.protocol import Document

# An error is a loss or damage, a warning needs attention, a note is for information.
LEVELS = ("error", "warning", "note")


class Kind(NamedTuple):
    """A kind of finding.

    `name` is a stable name for programs. `means` is the meaning of the finding,
    `matters` the consequence, and `to_do` the next step. If `is_repaired`, the command
    `repair` fixes the problem. If `is_accepted`, `check --accept` confirms that the
    data is right. If `needs_sql`, only SQL can correct the problem on a server.
    """

    name: str
    means: str
    matters: str
    to_do: errors.Hint
    is_repaired: bool = False
    is_accepted: bool = False
    needs_sql: bool = False


def _hint(text: str) -> errors.Hint:
    """Parse a hint that has commands in braces, such as {edit ID --text -}."""
    parts = re.split("[{}]", text)
    return errors.Hint(
        *(errors.Command(*p.split()) if n % 2 else p for n, p in enumerate(parts))
    )


_TABLE = tomllib.loads(Path(__file__).with_name("findings.toml").read_text("utf-8"))
# Most severe first.
KINDS = tuple(
    Kind(name, **{**row, "to_do": _hint(row["to_do"])}) for name, row in _TABLE.items()
)
BY_NAME = {kind.name: kind for kind in KINDS}
ACCEPTED = tuple(kind.name for kind in KINDS if kind.is_accepted)
REPAIRED = {kind.name for kind in KINDS if kind.is_repaired}
IF_MEANT = BY_NAME["added"].to_do


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem or a note, with its place and a hint.

    `level` is one of `LEVELS`. `kind` is the name of one of `KINDS`. `place` names a
    statement, a change, a file or a line, such as "statement 3". `id` is the id of the
    statement, if any.
    """

    level: str
    kind: str
    place: str
    message: str
    hint: str
    id: int | None


def _finding(  # noqa: PLR0913, PLR0917 - the fields of a finding
    level: str,
    kind: str,
    place: str,
    message: str,
    hint: str | None = None,
    number: int | None = None,
) -> Finding:
    """Return a finding. By default, the finding has the hint of its kind."""
    to_do = BY_NAME[kind].to_do if hint is None else hint
    return Finding(level, kind, place, message, to_do, number)


error = partial(_finding, "error")
warning = partial(_finding, "warning")
note = partial(_finding, "note")


def newer_record(place: str, field: str, number: int | None = None) -> Finding:
    """Return the finding for a record that has an unknown field."""
    message = f"has the field {field!r}, which this version doesn't support"
    return error("newer", place, message, number=number)


def only(ids: Sequence[int]) -> int | None:
    """Return the id if `ids` contains exactly one id, otherwise None."""
    return ids[0] if len(ids) == 1 else None


class Lines:
    """Find the line numbers of documents in the archive's file.

    The file is read at first use. A path of None means that there is no file.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    @cached_property
    def _content(self) -> bytes:
        return self._path.read_bytes() if self._path else b""

    def place(self, name: str, document: Document) -> str:
        """Add the line of `document` to `name`, as in "statement 3, line 45"."""
        start = self._content.find(document)
        if start < 0:  # on a server, or the file has been replaced
            return name
        line = self._content.count(b"\n", 0, start) + 1
        return f"{name}, line {line}"
