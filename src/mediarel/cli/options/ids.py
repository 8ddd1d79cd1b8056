"""Parse IDs and the numbers of changes.

IDs are typed as `3`, `#3`, `1-3`, `1..3` or `1,3,5-7`. The digits can be Khmer, or
digits of any other script.

A word that contains digits and no letters is never used as a query: it is an ID or an
error. As a query, "#8" would find statements of the 8th of a month, and a command could
change the wrong statement.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.archive.lookup import known_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive


_MOST_DIGITS = 18  # the limit of SQLite
# Dashes that are typed or printed instead of a hyphen.
_DASHES = r"\-\u2010-\u2015\u2212"
_UNSEEN = "\u200b-\u200d\u2060\ufeff"
_BETWEEN = rf"[{_DASHES}]|\.\."
_ONE = re.compile(rf"#?[0-9]+(?:(?:{_BETWEEN})#?[0-9]+)?")
_SPACED = re.compile(rf"\s+({_BETWEEN})\s+")  # a separate word
_SEPARATED = re.compile(r"\s*,\s*|\s+")
_LIKE_IDS = re.compile(rf"[\d\s#.,;/+&{_DASHES}{_UNSEEN}]*")
_DATE = re.compile(r"[12][0-9]{3}-[0-9]{1,2}(-[0-9]{1,2})?|[0-9/.-]*[12][0-9]{3}")
_MONTH = re.compile("[12][0-9]{3}-(0[1-9]|1[0-2])")


class Ids(NamedTuple):
    """A range of IDs, including both ends. For a single ID, both ends are equal."""

    first: int
    last: int
    is_range: bool


class UnclearIdsError(errors.MisuseError):
    """A word looks like IDs, but is malformed."""

    def __init__(self, written: str) -> None:
        hint = "Examples of IDs: 3 for one, 1,3 for several, 1-3 for a range"
        if _DATE.fullmatch(written):
            hint = f"To search for a date, write date:{written}"
        super().__init__(f"{errors.shorten(written)!r} is not an ID", hint)


def are_ids(word: str) -> bool:
    """Return whether `word` is probably meant as IDs, even if it is malformed."""
    return bool(word.strip()) and _LIKE_IDS.fullmatch(word) is not None


def ids_in(words: Sequence[str]) -> list[Ids]:
    """Parse the words as IDs and ranges of IDs, and return them in the typed order.

    Raises MisuseError or NoSuchStatementError.
    """
    written = " ".join(words)
    found: list[Ids] = []
    if not words:
        return found
    for one in _SEPARATED.split(_plain(written).removesuffix(",")):
        if not _ONE.fullmatch(one) or _MONTH.fullmatch(one):
            raise UnclearIdsError(written.strip())
        first, *last = map(number_of, re.split(_BETWEEN, one.replace("#", "")))
        if last and last[0] < first:
            raise errors.MisuseError(
                f"the range {errors.shorten(one)} is backwards",
                f"Write the lower ID first: {last[0]}-{first}",
            )
        found.append(Ids(first, last[0] if last else first, bool(last)))
    return found


def _plain(written: str) -> str:
    """Convert typed digits to ASCII, and remove invisible characters."""
    seen = re.sub(f"[{_UNSEEN}]", "", written).strip()
    digits = "".join(str(int(c)) if c.isdecimal() else c for c in seen)
    return _SPACED.sub(r"\1", digits)


def number_of(word: str) -> int:
    """Parse `word` as an ID.

    Raises NoSuchStatementError if the number is 0 or too high.
    """
    digits = word.lstrip("0")
    if not 0 < len(digits) <= _MOST_DIGITS:
        raise errors.NoSuchStatementError([word])
    return int(digits)


def past_and_present(
    archive: Archive, named: Sequence[Ids], *, only_removed: bool = False
) -> list[int]:
    """Return the typed IDs, and replace each range with the IDs in the range.

    A range includes only the IDs of existing and removed statements. If `only_removed`
    is True, a range includes only removed statements, if there are any.

    Raises NoSuchStatementError if a range contains no statement.
    """
    found: list[int] = []
    for ids in named:
        if not ids.is_range:
            found.append(ids.first)
            continue
        there, removed = known_ids(archive, ids.first, ids.last)
        if not there + removed:
            raise errors.NoSuchStatementError([f"{ids.first}-{ids.last}"])
        # If none was removed, the caller explains what to do with existing statements.
        found += (removed if only_removed else sorted(there + removed)) or there
    return list(dict.fromkeys(found))


def change_named(word: str) -> int:
    """Parse `word` as the number of a change.

    Raises MisuseError.
    """
    if not (word.isascii() and word.isdecimal() and len(word) <= _MOST_DIGITS):
        raise errors.MisuseError(
            f"{errors.shorten(word)!r} is not the number of a change",
            "To find the number: ",
            errors.Command("log"),
        )
    return int(word)
