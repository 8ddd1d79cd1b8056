"""Test which archive and settings a command uses, and unusual environments."""

import re
from pathlib import Path

import pytest

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
    monkeypatch.setattr("mediarel.index.upkeep.FTS_WORDS", missing)

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
