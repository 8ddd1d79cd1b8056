"""Settings, terminals and clocks that can't be.

- terminals of an unknown kind; no colour
- an archive in which a script has set a time that does not exist
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen


# The terminal


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("kind", ["", "zzz", "\x1b]"])
def test_a_terminal_of_an_unknown_kind(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """It shows the same page; one that is called dumb, what can be read aloud."""
    usual = screen("list").out
    monkeypatch.setenv("TERM", kind)

    assert screen("list").out == usual


# An archive that a script has written


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize(
    "at", ["2012-99-99T99:99:99Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
)
def test_a_time_that_no_clock_shows(  # noqa: PLR0913, PLR0917 - as above
    run: Run,
    store: Path,
    screen: Screen,
    monkeypatch: pytest.MonkeyPatch,
    at: str,
    zone: str,
) -> None:
    """The history is told all the same."""
    monkeypatch.setenv("TZ", zone)
    text = store.read_text(encoding="utf-8")
    tables = json.loads(text)
    tables["history"]["1"]["at"] = at
    store.write_text(json.dumps(tables), encoding="utf-8")

    assert "\nhistory\tinit " in run("show", "3").out
    assert "added 1 to 9" in screen("log").out
