"""Test archives that can't be read or written."""

import json
import os
from pathlib import Path

import pytest

from archives import stranger, unchanged
from conftest import Run

COMMANDS = [
    ("list",),
    ("show", "3"),
    ("search", "land"),
    ("export", "--format=csv"),
    ("log",),
    ("add", "--date=2012", "--program=CLEC", "--title=Land"),
    ("edit", "3", "--title=Land"),
    ("remove", "3", "--yes"),
    ("undo",),
    ("import", "page.json"),
]
RECORD = {
    "uuid": "052adbe4-c204-42c3-9d31-da7039caeb9d",
    "date": "2012",
    "program": "CLEC",
    "title": "Land",
    "created": "2012-01-01T00:00:00Z",
    "modified": "2012-01-01T00:00:00Z",
}


def of(statements: object) -> bytes:
    """Return a store of these statements in the layout of a different program."""
    return json.dumps({"statements": statements, "history": {}}, indent=1).encode()


DAMAGE = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\n", "the file is empty"),
    "truncated": (of({"3": RECORD})[:-20], "the end of the file is missing"),
    "no JSON": (b"statements: none\n", "invalid JSON"),
    "no UTF-8": (of({"3": RECORD}).replace(b"Land", b"L\xffnd"), "is not UTF-8"),
    "a list": (b"[]\n", "the file does not contain a JSON object"),
    "merged": (
        of({"3": RECORD}).replace(b"{\n", b"{\n<<<<<<< HEAD\n", 1),
        "line 2: the file contains merge conflict markers",
    ),
    "doubled": (
        of({"3": RECORD}).replace(b'"title": "Land"', b'"title": "A", "title": "B"'),
        "twice",
    ),
    "no object": (of({"3": "Land"}), "record 3 of 'statements' is not an object"),
    "no id": (of({"x": RECORD}), "'x' in 'statements' is not an id"),
    "no date": (of({"3": {**RECORD, "date": "soon"}}), "the date 'soon' is not a date"),
    "no table": (b'{"statements": [], "history": {}}', "'statements' is not an object"),
    "too deep": (b'{"statements": ' + b"[" * 99999, "nested too deep"),
}


@pytest.fixture(autouse=True)
def _page(home: Path) -> None:
    """Write a file to import."""
    page = [{"date": "2001", "program": "NGO", "title": "Water"}]
    (home / "page.json").write_text(json.dumps(page), encoding="utf-8")


def refused(run: Run, command: tuple[str, ...], code: int) -> str:
    """Run `command`, check that it fails with `code`, and return the error."""
    done = run(*command)

    assert (done.code, done.out) == (code, "")
    *told, error, hint = done.err.splitlines()
    assert not told or told[0] == "Remove 1 statement:"
    assert error.startswith("Error: ")
    assert hint.startswith("Hint: ")
    return error


@pytest.mark.parametrize("kind", DAMAGE)
def test_every_command_refuses_damage(run: Run, store: Path, kind: str) -> None:
    content, problem = DAMAGE[kind]
    run("list")
    store.write_bytes(content)

    errors = {refused(run, command, 5) for command in COMMANDS}

    (error,) = errors
    assert error.startswith(f"Error: {store}")
    assert problem in error
    assert store.read_bytes() == content


def test_error_names_the_line_of_the_bad_record(run: Run, store: Path) -> None:
    text = store.read_text(encoding="utf-8").replace("2012-07-16", "2012-07-36", 1)
    store.write_text(text, encoding="utf-8")
    lines = text.splitlines()

    error = refused(run, ("list",), 5)

    line = int(error.split(", line ")[1].split(":")[0])
    assert lines[line - 1].strip() == '"3": {'
    assert "'2012-07-36'" in error


@pytest.mark.parametrize("kind", ["folder", "FIFO", "loop"])
@pytest.mark.parametrize("command", COMMANDS, ids=[command[0] for command in COMMANDS])
def test_folder_fifo_or_link_loop_is_not_an_archive(
    run: Run, store: Path, kind: str, command: tuple[str, ...]
) -> None:
    store.unlink()
    if kind == "folder":
        store.mkdir()
    elif kind == "FIFO":
        os.mkfifo(store)
    else:
        store.symlink_to(store)

    error = refused(run, (*command, f"--archive={store}"), 7)

    assert str(store) in error


@pytest.mark.parametrize("command", COMMANDS[5:], ids=[c[0] for c in COMMANDS[5:]])
def test_read_only_archive_is_not_changed(
    run: Run, store: Path, command: tuple[str, ...]
) -> None:
    """Write access to the folder would be enough to replace the file."""
    run("edit", "3", "--add-tag=land")
    store.chmod(0o444)

    with unchanged(store):
        error = refused(run, command, 7)

    assert error == f"Error: {store}: the file is read-only"
    assert run("list").code == 0


@pytest.mark.parametrize("command", COMMANDS, ids=[command[0] for command in COMMANDS])
def test_unreadable_archive_is_refused(
    run: Run, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    with stranger() as path:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            monkeypatch.setenv(name, str(path.parent))
        monkeypatch.chdir(path.parent)
        Path("page.json").write_text(json.dumps([RECORD]))
        path.chmod(0)
        error = refused(run, (*command, "--archive", str(path)), 7)
        path.chmod(0o600)
        monkeypatch.undo()

    # Mode 0 also forbids writing, and a change first checks whether it can write.
    whys = ("permission denied", "the file is read-only")
    assert error in [f"Error: {path}: {why}" for why in whys]
