"""Define findings, which are problems in an archive or useful notes, and their kinds.

`findings.toml` has the table of the kinds. `check` and `repair` share the table.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.store.protocol import Document

# An error is a loss or damage, a warning needs attention, a note is for information.
LEVELS = ("error", "warning", "note")


class Kind(NamedTuple):
    """A kind of finding: a stable name for programs, and three sentences.

    If `is_repaired`, the command `repair` fixes the problem, otherwise `to_do` says
    what to do. If `is_accepted`, `check --accept` records the present state as right.
    If `needs_sql`, only SQL can correct the problem on a server.
    """

    name: str
    means: str
    matters: str
    to_do: errors.Hint
    is_repaired: bool = False
    is_accepted: bool = False
    needs_sql: bool = False


def _hint(text: str) -> errors.Hint:
    """Return the hint in `text`; commands are in braces, such as {edit ID --text -}."""
    parts = re.split("[{}]", text)
    return errors.Hint(*(_command(p) if n % 2 else p for n, p in enumerate(parts)))


def _command(words: str) -> errors.Command:
    return errors.Command(
        *(errors.Placeholder(w) if w.isupper() else w for w in words.split())
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
    """A problem, its level (one of `LEVELS`), its place, and what to do.

    `kind` is the name of one of `KINDS`. `place` is a statement, a change, a file or a
    line, in words. `id` is the id of the statement, if any.
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
    """Return a finding, with the hint of its kind unless `hint` is given."""
    to_do = BY_NAME[kind].to_do if hint is None else hint
    return Finding(level, kind, place, message, to_do, number)


error = partial(_finding, "error")
warning = partial(_finding, "warning")
note = partial(_finding, "note")


def newer_record(place: str, field: str, number: int | None = None) -> Finding:
    """Return the finding for a record with an unknown field."""
    message = f"has the field {field!r}, which this version doesn't support"
    return error("newer", place, message, number=number)


def only(ids: Sequence[int]) -> int | None:
    """Return the id in `ids` if there is just one, otherwise None."""
    return ids[0] if len(ids) == 1 else None


class Lines:
    """Find the line numbers of documents in the file at `path`, if there is a file.

    The file is read at first use.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    @cached_property
    def _content(self) -> bytes:
        return self._path.read_bytes() if self._path else b""

    def place(self, name: str, document: Document) -> str:
        """Return `name` with the line of `document`, such as "statement 3, line 45"."""
        start = self._content.find(document)
        if start < 0:  # on a server, or the file has been replaced
            return name
        line = self._content.count(b"\n", 0, start) + 1
        return f"{name}, line {line}"
