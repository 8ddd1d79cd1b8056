"""Test which archive a command uses outside the archive's own folder."""

import shutil
from pathlib import Path

import pytest

from archives import statements, unchanged
from conftest import Run, Screen, refused, write_settings

ADD = ("add", "--date=2012", "--program=A", "--type=Statement", "--title=New")


def titles(path: Path) -> list[str]:
    """Return the titles in the store at `path`."""
    return [each["title"] for each in statements(path).values()]


@pytest.fixture
def below(store: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change to a new folder inside the archive's folder."""
    assert store.exists()
    folder = home / "docs"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("has_index", [True, False])
def test_a_missing_archive_is_not_replaced_by_the_parents(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, *, has_index: bool
) -> None:
    run("init", ".", "--name=Parent")
    run("init", "child", "--name=Child")
    monkeypatch.chdir(home / "child")
    shutil.rmtree("data")
    if not has_index:
        shutil.rmtree(home / "cache")

    done = run(*ADD)

    parent = home / "data" / "statements.json"
    assert titles(parent) == []
    if has_index:
        child = home / "child" / "data" / "statements.json"
        assert refused(done, 7) == f"Error: the archive {child} is missing"
        assert "mediarel restore --from FOLDER" in done.err
        assert run("list").code == 7
    else:
        assert done.code == 2
        assert f"the archive {parent} is not in this folder" in done.err
        assert f"--archive {parent}" in done.err


def test_a_missing_archive_is_restored_in_its_own_folder(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init", ".", "--name=Parent")
    run("init", "child", "--sample")
    monkeypatch.chdir(home / "child")
    run("backup", str(home / "stick"))
    shutil.rmtree("data")

    assert run("restore", "--from", str(home / "stick"), "--yes").code == 0

    assert run("list").out.count("\n") == 9
    assert titles(home / "data" / "statements.json") == []


def test_reading_from_a_folder_below_names_the_archive(
    run: Run, store: Path, below: Path
) -> None:
    assert below.is_dir()
    for command in (("list",), ("check",), ("backup",), ("check", "--drill")):
        done = run(*command)
        first = done.err.splitlines()[0]
        assert done.code == 0
        assert first == f"Using the archive {store}, which is not in this folder."
        assert done.err.count("Using the archive") == 1


@pytest.mark.usefixtures("below")
@pytest.mark.parametrize(
    "command",
    [
        ADD,
        ("edit", "3", "--title=Changed"),
        ("remove", "3", "--yes"),
        ("attach", "3", "scan.pdf"),
        ("import", "new.csv"),
        ("restore", "--from", "copy.json", "--yes"),
        ("repair", "--yes"),
    ],
    ids=lambda command: command[0],
)
def test_a_change_from_a_folder_below_is_refused_without_a_terminal(
    run: Run, store: Path, below: Path, command: tuple[str, ...]
) -> None:
    (below / "scan.pdf").write_bytes(b"%PDF-1.7")
    (below / "new.csv").write_text("date,program,title\n2012,A,New\n")
    run("export", "--format=archive", "--output=copy.json")
    if command[0] == "repair":
        store.write_bytes(store.read_bytes()[:-9])

    with unchanged(store):
        done = run(*command)

    assert done.code == 2
    assert f"--archive {store}" in done.err.splitlines()[-1]
    assert not (store.parent / "files").exists()


@pytest.mark.usefixtures("below")
@pytest.mark.parametrize("by", ["option", "variable", "settings"])
def test_a_named_archive_is_changed_from_anywhere(
    run: Run, store: Path, home: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    if by == "settings":
        monkeypatch.chdir("/")
        write_settings(home, f"archive = '{store}'")
    if by == "variable":
        monkeypatch.setenv("MEDIAREL_ARCHIVE", str(store))
    option = ("--archive", str(store)) if by == "option" else ()

    done = run(*ADD, *option)

    assert done.code == 0
    assert titles(store)[-1] == "New"
    assert ("Using the archive" in done.err) == (by == "settings")


@pytest.mark.usefixtures("below")
@pytest.mark.parametrize("answer", ["y", "n"])
def test_a_change_from_a_folder_below_is_asked_for_once(
    screen: Screen, store: Path, answer: str
) -> None:
    done = screen(*ADD, columns=200, answers=((" [y/N]: ", f"{answer}\r"),))

    assert f"Change the archive {store}? [y/N]: {answer}" in done.out
    assert done.out.count("Change the archive") == 1
    assert ("New" in titles(store)) == (answer == "y")
    assert done.code == (0 if answer == "y" else 1)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("my.csv", b"date,program,title\n2012,A,New\n"),
        ("page.html", b"<!doctype html><p>2012"),
        ("sheet.xlsx", b"PK\x03\x04"),
    ],
)
@pytest.mark.parametrize("command", [("list",), ("repair", "--yes"), ("check",), ADD])
def test_a_file_that_is_not_an_archive(
    run: Run, home: Path, name: str, data: bytes, command: tuple[str, ...]
) -> None:
    path = home / name
    path.write_bytes(data)

    done = run(*command, "--archive", str(path))

    assert refused(done, 2) == f"Error: {path} is not an archive"
    assert done.err.endswith(f"into your archive: mediarel import {path}\n")
    assert sorted(each.name for each in home.iterdir()) == [name]
