"""Settings, terminals and clocks that can't be.

- settings that are long, deep or of the wrong kind
- terminals of an unknown kind; no colour
- an archive in which a script has set a time that does not exist
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conftest import refused
from mediarel.cli import environment

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen


def settings_of(home: Path, text: str) -> None:
    """Make `text` the user's settings."""
    path = home / "config" / "mediarel" / "settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    environment.settings.cache_clear()


# Settings


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"author = '{'a' * 10_000_000}'", "it is longer than 16,384 bytes"),
        ("é" * 10_000, "it is longer than 16,384 bytes"),
        ("a." * 100_000 + "a = 1", "it is longer than 16,384 bytes"),
        (f"author = {'1' * 5000}", "it holds a number that is too long"),
        ("[author]\na = 1", "author is not text"),
        ("author = 2012-01-01", "author is not text"),
        ('type = "a\\nb"', "type is not one line of text"),
        ('type = "  "', "type is not one line of text"),
        ("author = '\x1b'", "it is not TOML"),
    ],
)
def test_settings(run: Run, home: Path, text: str, problem: str) -> None:
    settings_of(home, text)

    assert problem in refused(run("list"), 4)


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


@pytest.mark.usefixtures("store")
def test_no_colour(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR leaves no colour, nor the other two ways to ask for one."""
    monkeypatch.setenv("NO_COLOR", "1")

    sent = screen("search", "sonando", raw=True).out

    assert "Sonando" in sent
    assert not any(f"\x1b[{number}" in sent for number in (3, 4, 9))


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
