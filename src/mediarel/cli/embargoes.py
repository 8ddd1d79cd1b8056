"""What an embargo means, in words: until when readers see nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mediarel.cli import environment
from mediarel.cli.terminal import wording
from mediarel.dates.edtf import MONTHS
from mediarel.model.marked import is_ahead

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.model.statement import Statement

_EARLIEST, _LATEST = dt.timedelta(hours=-12), dt.timedelta(hours=14)  # zones there are
_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60))  # in seconds


def moment_in_words(embargo: str) -> str:
    """Return an embargo as people say it: `28 November 2026, 09:00 (+07:00)`."""
    moment = dt.datetime.fromisoformat(embargo)
    second = f":{moment:%S}" if moment.second else ""
    zone = "UTC" if embargo.endswith("Z") else embargo[-6:]
    day = f"{moment.day} {MONTHS[moment.month - 1].capitalize()} {moment.year}"
    return f"{day}, {moment:%H:%M}{second} ({zone})"


def tell_embargoes(changed: Iterable[tuple[Statement | None, Statement]]) -> None:
    """Tell what embargoes mean that `changed` sets: each before, and after."""
    now = environment.now()
    set_now: dict[str, list[int]] = {}
    for before, after in changed:
        if after.embargo and (before is None or before.embargo != after.embargo):
            set_now.setdefault(after.embargo, []).append(after.id)
    for embargo, ids in set_now.items():
        of = wording.numbers(sorted(ids))
        said = moment_in_words(embargo)
        if is_ahead(embargo, now):
            told = f"Not public before {said}, {_ahead(embargo, now)}: {of}."
        else:
            told = f"The embargo of {of}, {said}, has passed: it holds nothing back."
        environment.tell(told)
        _tell_zone(embargo)


def tell_embargo_of(statement: Statement) -> None:
    """Tell where readers see nothing of what they are told, as the embargo holds."""
    if is_ahead(statement.embargo, environment.now()):
        said = moment_in_words(statement.embargo or "")
        environment.tell(
            f"It is under embargo: readers see nothing of {statement.id}, nor why,"
            f" before {said}."
        )


def _tell_zone(embargo: str) -> None:
    offset = dt.datetime.fromisoformat(embargo).utcoffset()
    if offset is not None and not _EARLIEST <= offset <= _LATEST:
        told = f"Warning: nowhere is the zone {embargo[-6:]}"
        environment.tell(f"{told}: there are those from -12:00 to +14:00.")


def _ahead(embargo: str, now: str) -> str:
    """Return how long it is until then: `in 17 hours`."""
    until = dt.datetime.fromisoformat(embargo) - dt.datetime.fromisoformat(now)
    seconds = int(until.total_seconds())
    for unit, size in _UNITS:
        number = round(seconds / size)
        if number > 1:
            return f"in {number:,} {unit}s"
    return "in a minute"
