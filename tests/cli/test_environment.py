"""What surrounds the command: archives, settings, streams, the folder it is in.

- which archive: named, in the environment, nearest, in the settings, the user's
- each setting has its effect; settings that are none are refused
- stdout that is full, closed or not in UTF-8; stdin and stderr closed
- no cache to write to; no home; a folder that is gone; a name that is not UTF-8
- what a shell or a file hands over: -draft, years, stars, lists in lists
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mediarel.cli import environment

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Shell


def settings(home: Path, text: str | bytes) -> None:
    """Make these the user's settings."""
    path = home / "config" / "mediarel" / "settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    environment.settings.cache_clear()


def archive(run: Run, folder: Path) -> None:
    """Make an archive in `folder` whose one statement says which one it is."""
    run("init", str(folder))
    run(
        "add",
        f"--archive={folder}",
        "--date=2012",
        "--program=A",
        f"--title={folder.name}",
    )


def test_which_archive(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the last place that is looked in to the first."""
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
    settings(home, f"archive = '{home / 'one'}'")
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


@pytest.mark.parametrize("named", ["", "data", "data/statements.json"])
@pytest.mark.usefixtures("store")
def test_a_folder_or_a_file(run: Run, home: Path, named: str) -> None:
    """The folder above data, data itself, or the file."""
    assert run("list", "--archive", str(home / named)).out.count("\n") == 9


def test_the_one_after_the_command_wins(run: Run, home: Path) -> None:
    archive(run, home / "one")
    archive(run, home / "two")

    assert run("--archive=one", "list", "--archive=two").out.endswith("two\n")


def test_none_anywhere(run: Run, home: Path) -> None:
    """It says where it looked, and how to make one."""
    done = run("list")

    assert (done.code, done.out) == (7, "")
    assert done.err == (
        f"Error: there is no archive (data/statements.json) in {home}"
        " or a folder above it\n"
        "Hint: Make one with mediarel init, or say where it is: --archive FILE.\n"
    )


@pytest.mark.usefixtures("store")
def test_author_and_type(run: Run, home: Path) -> None:
    """Who the history names, and what is added unless it is said."""
    settings(home, 'author = "Sok Sao"\ntype = "Press Release"')

    run("add", "--date=2012", "--program=A", "--title=a")
    run("add", "--date=2012", "--program=A", "--title=b", "--type=Op-Ed")

    assert run("log", "10").out.split("\t")[2] == "Sok Sao"
    assert run("list", "--type", "Press Release").out.startswith("10\t")
    assert run("list", "--type", "Op-Ed").out.startswith("11\t")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("order", "date"), [("day-first", "2012-04-03"), ("month-first", "2012-03-04")]
)
def test_dates(run: Run, home: Path, order: str, date: str) -> None:
    """How figures are read everywhere; an option still says otherwise."""
    settings(home, f'dates = "{order}"')
    new = ("add", "--date=03/04/2012", "--program=A")

    run(*new, "--title=a")
    run(*new, "--title=b", "--day-first")

    assert run("list", "id:10").out.split("\t")[1] == date
    assert run("list", "id:11").out.split("\t")[1] == "2012-04-03"
    assert run("list", "date:03/04/2012", "id:10").out.startswith("10\t")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("author =", "it is not TOML"),
        ("colour = 'red'", "there is no setting 'colour'"),
        ("author = 3", "author is not text"),
        ("archive = ''", "archive is not text"),
        ("dates = 'first'", 'dates is neither "day-first" nor "month-first"'),
        (b"author = '\xff'", "it is not UTF-8"),
    ],
)
def test_settings_that_are_none(
    run: Run, home: Path, text: str | bytes, problem: str
) -> None:
    settings(home, text)

    done = run("list")

    error, hint = done.err.splitlines()
    assert (done.code, done.out) == (4, "")
    assert error.startswith(f"Error: {home / 'config/mediarel/settings.toml'}: ")
    assert problem in error
    assert hint == "Hint: What can be set: archive, author, type, dates."


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "command", ["list", "show 3", "log", "search civil", "export --format=json"]
)
def test_a_full_disk(shell: Shell, command: str) -> None:
    """A result that can't be written is told in two lines."""
    done = shell(f"mediarel {command} > /dev/full")

    error, hint = done.err.splitlines()
    assert done.code == 7
    assert error == "Error: reading or writing failed: no space left on device"
    assert hint.startswith("Hint: ")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("line", "code", "out", "err"),
    [
        ("mediarel list >&-", 0, 0, 0),
        ("mediarel show 3 >&- 2>&- <&-", 0, 0, 0),
        ("mediarel list 2>&-", 0, 9, 0),
        ("mediarel list <&-", 0, 9, 0),
        ("mediarel show 99 2>&-", 3, 0, 0),
        ("mediarel add <&-", 2, 0, 2),
        ("mediarel remove 3 <&-", 2, 0, 4),
        ("mediarel show 3 >&- 2>&- <&- --format json", 0, 0, 0),
    ],
)
def test_closed_streams(shell: Shell, line: str, code: int, out: int, err: int) -> None:
    """A stream that is not there is written and read as if it were empty."""
    done = shell(line)

    assert done.code == code
    assert (done.out.count("\n"), done.err.count("\n")) == (out, err)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "variables", [{"PYTHONIOENCODING": "ascii"}, {"LANG": "C", "LC_ALL": "C"}]
)
def test_letters_that_stdout_has_not(shell: Shell, variables: dict[str, str]) -> None:
    """They are shown by their numbers rather than not at all."""
    shell("mediarel edit 3 --title ខ្មែរ --program ខ្មែរ")

    listed = shell("mediarel list 'id:3'", **variables)
    missing = shell("mediarel list --format ខ្មែរ", **variables)

    assert (listed.code, listed.err) == (0, "")
    assert listed.out.split("\t")[3] in {
        "ខ្មែរ\n",
        "\\u1781\\u17d2\\u1798\\u17c2\\u179a\n",
    }
    assert missing.code == 2
    assert missing.err.startswith("Error: there is no format ")


@pytest.mark.usefixtures("store")
def test_exports_are_always_utf_8(shell: Shell) -> None:
    shell("mediarel edit 3 --title ខ្មែរ")

    done = shell("mediarel export --format json id:3", PYTHONIOENCODING="ascii")

    assert json.loads(done.out)[0]["title"] == "ខ្មែរ"


@pytest.mark.usefixtures("store")
def test_no_cache(shell: Shell) -> None:
    """Where none can be kept, it says so and works all the same."""
    done = shell("mediarel list", XDG_CACHE_HOME="/dev/null")

    assert done.code == 0
    assert done.out.count("\n") == 9
    assert done.err.startswith("The index can't be kept in /dev/null/mediarel")
    assert done.err.count("\n") == 1


GONE = "mkdir gone; cd gone; rmdir ../gone; "


def test_a_folder_that_is_gone(shell: Shell) -> None:
    """It is told as what it is."""
    done = shell(GONE + "mediarel list")

    assert (done.code, done.out) == (7, "")
    assert done.err == (
        "Error: the folder you are in is there no more\n"
        "Hint: Go to another, or say where the archive is: --archive FILE.\n"
    )


def test_a_folder_that_is_gone_and_is_not_asked_for(store: Path, shell: Shell) -> None:
    """Where the archive is said, it does not matter where you are."""
    named = shell(f"{GONE} mediarel list --archive {store}")
    set_ = shell(f"{GONE} mediarel list", MEDIAREL_ARCHIVE=str(store))

    assert (named.code, named.out.count("\n"), named.err) == (0, 9, "")
    assert (set_.code, set_.out.count("\n"), set_.err) == (0, 9, "")


def test_no_home(run: Run, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user id without a home has no settings and no cache, but what is named."""
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)

    done = run("list", "--archive", str(store))

    assert (done.code, done.out.count("\n")) == (0, 9)
    assert done.err.startswith("The index can't be kept")
    monkeypatch.chdir("/")
    assert run("list").err.startswith("Error: there is no archive")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("command", ["search sonando -draft", "list -draft"])
def test_a_word_left_out_by_a_dash(run: Run, command: str) -> None:
    """A shell hands it on as an option; the hint says how it is written."""
    done = run(*command.split())

    assert done.code == 2
    assert done.err.startswith("Error: no such option: -d\nHint: To leave out a word, ")
    assert "write NOT draft." in done.err


@pytest.mark.parametrize("command", ["log -x", "search a --xyzzy"])
def test_an_option_that_is_no_word(run: Run, command: str) -> None:
    """Where there is no query, or two dashes, it is just no option."""
    assert "NOT" not in run(*command.split()).err


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("year", "code"), [("..", 2), ("soon", 4), ("soon..", 4), ("", 4)]
)
def test_years_that_are_none(run: Run, year: str, code: int) -> None:
    done = run("list", "--year", year)

    assert (done.code, done.out) == (code, "")
    assert done.err.endswith("Hint: Write a year, 2012, or years: 2011..2013.\n")


@pytest.mark.usefixtures("store")
def test_a_star_in_a_filter(run: Run) -> None:
    """It leaves the rest open, as in a query."""
    run("edit", "3", "--add-tag=land rights")
    for field, value, ids in (
        ("program", "CLE*", 9),
        ("program", "CLE", 0),
        ("type", "joint*", 9),
        ("tag", "land*", 1),
    ):
        assert run("list", f"--{field}", value).out.count("\n") == ids
        assert run("list", f"{field}:{value}").out.count("\n") == ids
    assert run("list", "--tag", "*").code == 2


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("depth", [500, 900, 950, 970, 980])
@pytest.mark.parametrize("place", ["tags", "title", "item"])
def test_what_is_nested_deep(run: Run, depth: int, place: str) -> None:
    """It is refused in two lines, however deep it goes."""
    deep = "[" * depth + "]" * depth
    item = f'{{"date": "2012", "program": "A", "{place}": {deep}}}'
    done = run("import", "-", stdin=f"[{deep if place == 'item' else item}]")

    assert (done.code, done.out) == (4, "")
    assert done.err.count("\n") == 2


@pytest.mark.usefixtures("store")
def test_a_user_whose_name_is_not_utf_8(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can't be kept of it is a question mark."""
    monkeypatch.setenv("LOGNAME", "s\udcffk")

    done = run("edit", "3", "--add-tag=land")

    assert done.code == 0
    assert run("log").out.split("\t")[2] == "s?k"
