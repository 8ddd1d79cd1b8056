"""Ids as people write them: `3`, `1-3`, `1..3`, `1,3,5-7`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.errors import Command, Hint, MisuseError, NotFoundError, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_DIGITS = 18  # more than SQLite counts
_BETWEEN = r"(?:-|–|\.\.)"
_ONE = rf"[0-9]+(?:{_BETWEEN}[0-9]+)?"
_IDS = re.compile(rf"{_ONE}(?:,{_ONE})*,?")
_MONTH = re.compile("[12][0-9]{3}-(0[1-9]|1[0-2])")
_YEARS = re.compile(f"[12][0-9]{{3}}{_BETWEEN}[12][0-9]{{3}}")


class Ids(NamedTuple):
    """The ids from `first` to `last`, both included; of one id both are that."""

    first: int
    last: int
    is_range: bool


class NoSuchIdError(NotFoundError):
    """A number that can't be an id: 0, or one of too many digits."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"there is no statement {shorten(word)}",
            Hint("See the ids there are with: ", Command("list", "--all")),
        )


class BackwardsError(MisuseError):
    """A range of ids whose first is higher than its last."""

    def __init__(self, written: str, first: int, last: int) -> None:
        turned = f"Put the lower id first: {last}-{first}."
        if _MONTH.fullmatch(written):
            turned = f"If it is a date, write date:{written}"
        super().__init__(f"the range {shorten(written)} runs backwards", turned)


class RangeTooLargeError(NotFoundError):
    """A range of ids that goes beyond the last there is."""

    def __init__(self, ids: Ids, last: int) -> None:
        written = f"{ids.first}-{ids.last}"
        hint: str | Hint = Hint(
            "See the ids there are with: ", Command("list", "--all")
        )
        if ids.first <= last:
            hint = f"Write {ids.first}-{last} for all from there on."
        if _YEARS.fullmatch(written):
            hint = f"If these are years, write year:{ids.first}..{ids.last}"
        super().__init__(
            f"the range {written} goes beyond the last statement, which is {last}", hint
        )


def are_ids(word: str) -> bool:
    """Tell whether `word` is an id, a range of ids, or several with commas."""
    return _IDS.fullmatch(word) is not None


def ids_in(words: Sequence[str]) -> list[Ids]:
    """Return the ids and ranges that `words` are, in their order.

    Raises NoSuchIdError or BackwardsError.
    """
    found = []
    for written in ",".join(words).split(","):
        if not written:
            continue
        first, *last = (number_of(one) for one in re.split(_BETWEEN, written))
        if last and last[0] < first:
            raise BackwardsError(written, first, last[0])
        found.append(Ids(first, last[0] if last else first, bool(last)))
    return found


def number_of(word: str) -> int:
    """Return the id that `word` names.

    Raises NoSuchIdError for a number that can't be an id.
    """
    digits = word.lstrip("0")
    if not 0 < len(digits) <= _MOST_DIGITS:
        raise NoSuchIdError(word)
    return int(digits)
