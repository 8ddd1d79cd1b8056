"""Test which archive and settings a command uses, and unusual environments."""

import re
import shutil
from pathlib import Path

import pytest

from archives import statements, unchanged
from conftest import Run, Screen, Shell, refused, write_settings
from mediarel.index.schema import FTS_WORDS
from tampering import altered


def archive(run: Run, folder: Path) -> None:
    """Create an archive whose only statement is named after `folder`."""
    run("init", str(folder))
    run(
        "add",
        f"--archive={folder}",
        "--date=2012",
        "--program=A",
        f"--title={folder.name}",
    )


def test_order_of_places_for_the_archive(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = home / "deep" / "here"
    for folder in (home / "one", home / "two", home / "three", home / "deep", here):
        folder.mkdir(exist_ok=True)
    (here / "er").mkdir()
    monkeypatch.chdir(here / "er")

    def found() -> str:
        return run("list").out.rstrip("\n").split("\t")[-1]

    assert run("list").code == 7
    archive(run, home / "data" / "mediarel")
    assert found() == "mediarel"
    archive(run, home / "one")
    write_settings(home, f"archive = '{home / 'one'}'")
    assert found() == "one"
    archive(run, home / "deep")
    assert found() == "deep"
    archive(run, here)
    assert found() == "here"
    archive(run, home / "two")
    monkeypatch.setenv("MEDIAREL_ARCHIVE", str(home / "two"))
    assert found() == "two"
    archive(run, home / "three")
    assert run("list", "--archive", str(home / "three")).out.endswith("three\n")
    assert run("--archive", str(home / "three"), "list").out.endswith("three\n")


def test_missing_archive_is_reported(run: Run, home: Path) -> None:
    done = run("list")

    assert (done.code, done.out) == (7, "")
    assert done.err == (
        f"Error: there is no archive (data/statements.json) in {home}"
        " or a folder above it\n"
        "Hint: Add --archive FILE, or create an archive: mediarel init\n"
    )


@pytest.mark.usefixtures("store")
def test_settings_set_author_and_type(run: Run, home: Path) -> None:
    write_settings(home, 'author = "Sok Sao"\ntype = "Press Release"')

    run("add", "--date=2012", "--program=A", "--title=a")
    run("add", "--date=2012", "--program=A", "--title=b", "--type=Op-Ed")

    assert run("log", "10").out.split("\t")[2] == "Sok Sao"
    assert run("list", "--type", "Press Release").out.startswith("10\t")
    assert run("list", "--type", "Op-Ed").out.startswith("11\t")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("order", "date"), [("day-first", "2012-04-03"), ("month-first", "2012-03-04")]
)
def test_settings_set_date_order(run: Run, home: Path, order: str, date: str) -> None:
    """An option overrides the setting."""
    write_settings(home, f'dates = "{order}"')
    new = ("add", "--date=03/04/2012", "--program=A")

    run(*new, "--title=a")
    run(*new, "--title=b", "--day-first")

    assert run("list", "id:10").out.split("\t")[1] == date
    assert run("list", "id:11").out.split("\t")[1] == "2012-04-03"
    assert run("list", "date:03/04/2012", "id:10").out.startswith("10\t")


@pytest.mark.usefixtures("store")
def test_unknown_setting_is_refused(run: Run, home: Path) -> None:
    file = write_settings(home, "colour = 'red'")

    done = run("list")

    assert refused(done, 4) == f"Error: {file}: there is no setting 'colour'"
    assert done.err.endswith("The settings are: archive, author, type, dates, style.\n")


@pytest.mark.usefixtures("store")
def test_unwritable_cache_is_reported_once(shell: Shell) -> None:
    done = shell("mediarel list", XDG_CACHE_HOME="/dev/null")

    assert done.code == 0
    assert done.out.count("\n") == 9
    assert done.err.startswith("Can't save the index in /dev/null/mediarel")
    assert done.err.count("\n") == 1


@pytest.mark.usefixtures("store")
def test_sqlite_without_fts5_is_reported(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = FTS_WORDS.replace("fts5", "no_such_fts5")
    monkeypatch.setattr("mediarel.index.fill.FTS_WORDS", missing)

    done = run("list")

    assert (done.code, done.out) == (7, "")
    assert re.fullmatch(
        r"Error: the SQLite [\d.]+ of \S+ has no FTS5, which mediarel needs for"
        r" searches\nHint: Install mediarel with a Python whose SQLite has FTS5, for"
        r" example one from python\.org\.\n",
        done.err,
    )


GONE = "mkdir gone; cd gone; rmdir ../gone; "


def test_deleted_current_folder_is_reported(shell: Shell) -> None:
    done = shell(GONE + "mediarel list")

    assert (done.code, done.out) == (7, "")
    assert done.err == (
        "Error: the current folder no longer exists\n"
        "Hint: Go to a different folder, or add --archive FILE.\n"
    )


def test_user_without_a_home_can_read_a_named_archive(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)

    done = run("list", "--archive", str(store))

    assert (done.code, done.out.count("\n")) == (0, 9)
    assert done.err.startswith("Can't save the index")
    monkeypatch.chdir("/")
    assert run("list").err.startswith("Error: there is no archive")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("kind", ["", "zzz", "\x1b]"])
def test_unknown_terminal_shows_the_same_page(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    usual = screen("list").out
    monkeypatch.setenv("TERM", kind)

    assert screen("list").out == usual


@pytest.mark.parametrize(
    ("zone", "at", "told"),
    [
        ("Asia/Phnom_Penh", "2012-07-16T20:30:59Z", "2012-07-17 03:30  "),
        ("Asia/Phnom_Penh", "2012-99-99T99:99:99Z", "2012-99-99T99:99:99Z"),
        ("America/New_York", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("Asia/Tokyo", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    ],
)
def test_time_is_local_and_an_impossible_time_is_unchanged(  # noqa: PLR0913, PLR0917 - columns of a table
    run: Run,
    store: Path,
    screen: Screen,
    monkeypatch: pytest.MonkeyPatch,
    zone: str,
    at: str,
    told: str,
) -> None:
    monkeypatch.setenv("TZ", zone)
    with altered(store) as tables:
        tables["history"]["1"]["at"] = at

    assert "\nhistory\tinit " in run("show", "3").out
    assert told in screen("log").out


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
