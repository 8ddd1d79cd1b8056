"""Changes, ids and values in words.

- ids: a range, a few, many; values of JSON; times of this place
- two long texts are cut around the first place where they differ
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from mediarel.cli.terminal.wording import (
    local_time,
    numbers,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def phnom_penh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Be seven hours before UTC."""
    monkeypatch.setenv("TZ", "Asia/Phnom_Penh")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("ids", "told"),
    [
        ([7], "7"),
        ([1, 2], "1 to 2"),
        (list(range(1, 100)), "1 to 99"),
        ([3, 5], "3, 5"),
        ([1, 2, 4], "1, 2, 4"),
        ([1, *range(3, 10)], "1, 3, 4, 5, 6, 7, 8, 9"),
        ([1, *range(3, 12)], "1, 3, 4, 5, 6, 7, 8, 9 and 2 more"),
    ],
)
def test_ids(ids: list[int], told: str) -> None:
    assert numbers(ids) == told


@pytest.mark.usefixtures("phnom_penh")
@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2012-07-16T20:30:59Z", "2012-07-17 03:30"),
        ("2012-99-16T20:30:59Z", "2012-99-16T20:30:59Z"),
        ("yesterday", "yesterday"),
    ],
)
def test_a_time(at: str, told: str) -> None:
    """As a clock here shows it; what no clock shows is told as it is."""
    assert local_time(at) == told
