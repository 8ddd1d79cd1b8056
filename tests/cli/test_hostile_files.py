"""Test files and archives with hostile names or of the wrong kind."""

import json
import shlex
from pathlib import Path

import pytest

from conftest import Run, refused

LONG_NAME = "n" * 300
ONE = {"date": "2015", "program": "NGO", "title": "Water"}


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("output", "why"),
    [
        ("loop", "too many levels of symbolic links"),
        ("nowhere/x", "no such file or directory"),
        ("given.json/x", "not a directory"),
        ("/dev/full", "no space left on device"),
        (LONG_NAME, "file name too long"),
        (f"folder/{LONG_NAME}", "file name too long"),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_unwritable_output_is_refused(
    run: Run, home: Path, output: str, why: str, kind: str
) -> None:
    """No other file is written."""
    (home / "folder").mkdir()
    (home / "loop").symlink_to("loop")
    (home / "given.json").write_text("[]")
    before = sorted(home.rglob("*"))

    error = refused(run("export", "--format", kind, "--output", output), 7)

    assert error == f"Error: {output.rstrip('/')}: {why}"
    cached = sorted((home / "cache").rglob("*"))
    new = [path for path in sorted(home.rglob("*")) if path not in before]
    assert new in ([], cached and [home / "cache", *cached])


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("loop", "too many levels of symbolic links"),
        ("nowhere/x", "no such file or directory"),
        (LONG_NAME, "file name too long"),
        ("two\nlines", "no such file or directory"),
        ("/proc/self/mem", "input/output error"),
    ],
)
def test_unreadable_file_is_refused(run: Run, home: Path, name: str, why: str) -> None:
    (home / "loop").symlink_to("loop")

    error = refused(run("import", name), 7)

    assert error == f"Error: {name.replace(chr(10), ' ')}: {why}"


@pytest.mark.parametrize(
    "name", ["/dev/null", "/dev/full", LONG_NAME, "two\nlines", "loop", "é\udcff", " "]
)
@pytest.mark.parametrize("how", ["option", "environment"])
@pytest.mark.parametrize("command", [["list"], ["undo"], ["import", "given.json"]])
def test_hostile_archive_name_is_refused(  # noqa: PLR0913, PLR0917 - three tables and three fixtures
    run: Run,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    how: str,
    command: list[str],
) -> None:
    (home / "loop").symlink_to("loop")
    (home / "given.json").write_text(json.dumps([ONE]), encoding="utf-8")
    if how == "option":
        command = [*command, "--archive", name]
    else:
        monkeypatch.setenv("MEDIAREL_ARCHIVE", name)

    refused(run(*command), 7)


@pytest.mark.parametrize(
    "name",
    [
        *("a\\q", "a\\1", "\\g<0>", "two  spaces", "two\nlines", "it's", 'a "b"'),
        *("-x", "វិទ្យុ", "$HOME"),
    ],
)
@pytest.mark.parametrize("form", [("--archive", "{}"), ("--archive={}",)])
def test_hint_repeats_the_name_of_the_archive(
    run: Run,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    form: tuple[str, ...],
) -> None:
    run("init", str(home / name))
    words = ("show", "9", *(word.format(name) for word in form))
    monkeypatch.setattr("sys.argv", ["mediarel", *words])

    done = run(*words)

    assert refused(done, 3)
    told = shlex.split(done.err.partition("To see all IDs: ")[2])
    shown = name.replace("\n", "<U+000A>")
    assert told == ["mediarel", "list", "--archive", shown, "--all"]
