"""Settings, terminals, editors and clocks that can't be.

- settings that are long, deep or of the wrong kind
- sizes of the terminal that are none
- an editor that can't be; what is typed or written that is not UTF-8
- an archive in which a script has set a time that does not exist
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from conftest import refused
from mediarel.cli import environment

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Editor, Run, Screen


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
@pytest.mark.parametrize("size", ["0", "-1", "1000000000", "9" * 5000, "²", "x"])
def test_a_size_that_can_be_none(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    """The terminal has its own, which is then taken for what it is."""
    for name in ("COLUMNS", "LINES", "TERMINAL_WIDTH"):
        monkeypatch.setenv(name, size)

    for arguments, shown in ((("list",), "1–9 of 9"), (("list", "--help"), "Usage")):
        sent = screen(*arguments, raw=True)

        assert sent.code == 0
        assert shown in sent.out
        assert 60 < max(map(len, sent.out.splitlines())) < 500


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("kind", ["", "dumb", "zzz", "\x1b]"])
def test_a_terminal_of_an_unknown_kind(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """It shows the same page."""
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


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("nowhere", "can't be started: no such file or directory"),
        ("vi 'x", "can't be started: no closing quotation"),
        ("vi \\", "can't be started: no escaped character"),
        ("/", "can't be started: permission denied"),
        ("false --wait 'a b'", "ended with status 1"),
        ("sh -c 'kill -9 $$'", "ended with status -9"),
    ],
)
def test_an_editor_that_cannot_be(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, command: str, why: str
) -> None:
    monkeypatch.setenv("VISUAL", command)

    done = screen("edit", "3", columns=200)

    error, hint = done.out.splitlines()
    assert done.code == 7
    assert error == f"Error: the editor {command!r} {why}"
    assert hint.startswith("Hint: Name yours in VISUAL or EDITOR")


@pytest.mark.usefixtures("store")
def test_an_editor_with_words_and_a_blank_one(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its words are read as a shell does; what is blank names none."""
    monkeypatch.setenv("VISUAL", "  ")
    monkeypatch.setenv("EDITOR", """sh -c 'echo "a b" > "$1"' name""")

    done = screen("edit", "3", answers=(("Edit it again?", "n\r"),))

    assert "does not begin with ---" in done.out


@pytest.mark.usefixtures("store")
def test_an_editor_that_writes_no_utf_8(screen: Screen, editor: Editor) -> None:
    """It is refused, and comes again as it was written, to be mended."""
    front = r"---\ndate: 2012\nprogram: A\n---\n"
    editor(
        f"if grep -q Broken $1; then printf -- '{front}Mended' > $1;\n"
        rf"else printf -- '{front}Broken \377' > $1; fi"
    )

    done = screen("edit", "3", answers=(("Edit it again?", "y\r"),))

    assert "holds bytes that are not UTF-8" in done.out
    assert "→ Mended" in done.out
    assert done.code == 0


@pytest.mark.usefixtures("store")
def test_an_answer_that_is_no_utf_8() -> None:
    """It is refused as such, and asked for again."""
    child = pexpect.spawn(
        sys.executable,
        ["-m", "mediarel", "add", "--date=2012", "--title=a"],
        env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"},
        timeout=120,
    )
    for awaited, typed in (
        (b"Program", b"\xff\r"),
        (b"not UTF-8", b""),
        (b"Program", b"NGO\r"),
        (b"Save it?", b"y\r"),
        (b"\n10\r\n", b""),
    ):
        child.expect_exact(awaited)
        child.send(typed)
    child.expect_exact(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0


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
