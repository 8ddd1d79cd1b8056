"""Test unknown terminals and impossible times."""

import json
from pathlib import Path

import pytest

from conftest import Run, Screen


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("kind", ["", "zzz", "\x1b]"])
def test_unknown_terminal_shows_the_same_page(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    usual = screen("list").out
    monkeypatch.setenv("TERM", kind)

    assert screen("list").out == usual


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize(
    "at", ["2012-99-99T99:99:99Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
)
def test_impossible_time_in_the_history_is_shown(  # noqa: PLR0913, PLR0917 - columns of a table
    run: Run,
    store: Path,
    screen: Screen,
    monkeypatch: pytest.MonkeyPatch,
    at: str,
    zone: str,
) -> None:
    monkeypatch.setenv("TZ", zone)
    text = store.read_text(encoding="utf-8")
    tables = json.loads(text)
    tables["history"]["1"]["at"] = at
    store.write_text(json.dumps(tables), encoding="utf-8")

    assert "\nhistory\tinit " in run("show", "3").out
    assert "added 1 to 9" in screen("log").out
