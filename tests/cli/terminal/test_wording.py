"""Test how IDs and times are written in messages."""

import time
from collections.abc import Iterator

import pytest

from mediarel.cli.terminal.lines import local_time


@pytest.fixture
def phnom_penh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Set the time zone to Phnom Penh, seven hours ahead of UTC."""
    monkeypatch.setenv("TZ", "Asia/Phnom_Penh")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("phnom_penh")
@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2012-07-16T20:30:59Z", "2012-07-17 03:30"),
        ("2012-99-16T20:30:59Z", "2012-99-16T20:30:59Z"),
        ("yesterday", "yesterday"),
    ],
)
def test_time_is_local_and_an_invalid_time_is_unchanged(at: str, told: str) -> None:
    assert local_time(at) == told
