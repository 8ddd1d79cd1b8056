"""Test `mediarel log`."""

from pathlib import Path

import pytest

from conftest import Run, Screen, write_settings
from tampering import altered

pytestmark = pytest.mark.usefixtures("store")


@pytest.mark.parametrize(
    ("user", "set_to", "name"),
    [
        ("Dara", "Sok Sao", "Dara"),
        ("  Dara\nSok ", "", "Dara Sok"),
        (" \t", "Sok Sao", "Sok Sao"),
        ("\u3000", "", "sok"),
        ("s\udcffk", "", "s?k"),
    ],
)
def test_log_names_the_author(  # noqa: PLR0913, PLR0917 - columns of a table
    run: Run,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    user: str,
    set_to: str,
    name: str,
) -> None:
    """MEDIAREL_USER has priority over the settings, and these over the login name."""
    monkeypatch.setenv("MEDIAREL_USER", user)
    write_settings(home, f'author = "{set_to}"' if set_to else "")

    run("edit", "3", "--add-tag=land")

    assert run("log").out.split("\t")[2] == name


def test_terminal_shows_one_page_of_changes(run: Run, screen: Screen) -> None:
    for number in range(10):
        assert run("edit", "3", f"--title=Number {number}").code == 0

    drawn = screen("log", lines=10).out.splitlines()
    everything = screen("log", "--all", lines=10).out.splitlines()

    assert (drawn[1].split()[0], drawn[-2].split()[0]) == ("11", "7")
    assert drawn[-1] == "To see older changes: mediarel log --all"
    assert any(line.startswith("1 ") for line in everything)
    assert len(run("log").out.splitlines()) == 11


def test_newest_change_is_first(run: Run) -> None:
    run("edit", "3", "--add-tag", "radio")
    run("remove", "3", "--yes")

    rows = [line.split("\t") for line in run("log").out.splitlines()]

    assert [[row[0], *row[2:]] for row in rows] == [
        ["3", "sok", "remove", "removed 3"],
        ["2", "sok", "edit", "changed tags of 3"],
        ["1", rows[-1][2], "init", "added 1 to 9"],
    ]


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        (100, "removed 3: “On land”"),
        (80, "removed 3, 5: “On land”"),
        (40, "removed 3: “On"),
    ],
)
def test_terminal_shows_headlines_of_removed_statements(
    run: Run, screen: Screen, columns: int, row: str
) -> None:
    run("edit", "3", "--title=On land")
    run("remove", "3", *(["5"] if columns == 80 else []), "--yes")

    assert row in screen("log", columns=columns).out
    assert "removed “On land”" in screen("log", "3", columns=columns).out
    assert "On land" not in run("log").out


@pytest.mark.parametrize("value", [5, ["a"], {"x": 1}, True])
@pytest.mark.parametrize("name", ["title", "text", "dateline"])
def test_damaged_removal_in_history_is_no_crash(
    run: Run, screen: Screen, store: Path, name: str, value: object
) -> None:
    run("remove", "9", "--yes")
    with altered(store) as data:
        data["history"]["2"]["removed"]["9"][name] = value

    assert screen("log").out.startswith("Change")
    assert run("log", "9").code == 0
    assert run("show", "9").code == 3
    assert run("list", "--removed").code == 0


def test_log_of_several_statements(run: Run, screen: Screen) -> None:
    """In a pipe, each line begins with the ID of the statement."""
    run("edit", "4", "--title=Now", "--yes")

    lines = run("log", "3-4").out.splitlines()
    drawn = screen("log", "3-4").out.splitlines()

    assert [line.split("\t")[:2] for line in lines] == [
        ["3", "1"],
        ["4", "2"],
        ["4", "1"],
    ]
    assert "4  Now" in drawn
    assert drawn[0].startswith("3  The undersigned organizations")
