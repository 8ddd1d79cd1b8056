"""`mediarel log ID`: what changed in one statement; and who is named.

- into a pipe: a line for each field, ended by its name and whole values
- on a terminal: the words that differ, in colour, or marked without it
- long texts: the words around each difference; Khmer by syllables; white space
- added, removed, taken back, with others
- who: MEDIAREL_USER, before the settings, before the login
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from mediarel.cli import environment

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen

RED, GREEN, END = "\x1b[9;31m", "\x1b[4;32m", "\x1b[0m"


@pytest.fixture(autouse=True)
def _store(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work on the nine statements."""
    monkeypatch.delenv("MEDIAREL_USER", raising=False)
    assert store.exists()


@pytest.fixture
def no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no colour on the terminal."""
    monkeypatch.setenv("NO_COLOR", "1")


def text_of(run: Run, number: int) -> str:
    """Return the text of a statement."""
    (shown,) = json.loads(run("show", str(number), "--format=json").out)
    return str(shown["text"])


def test_a_line_for_each_field(run: Run) -> None:
    """The first five columns are those of the whole log."""
    run("edit", "3", "--title", "Release him", "--add-tag", "a", "--add-tag", "b")
    run("edit", "3", "--title", "Release them")

    lines = [line.split("\t") for line in run("log", "3").out.splitlines()]
    whole = [line.split("\t") for line in run("log").out.splitlines()]

    assert [line[0] for line in lines] == ["3", "2", "2", "1"]
    assert [line[5:] for line in lines] == [
        ["title", "Release him", "Release them"],
        ["title", "", "Release him"],
        ["tags", "", "a; b"],
        [],
    ]
    assert [lines[0][:5], lines[1][:5], lines[3][:5]] == whole


def test_values_are_whole(run: Run) -> None:
    """A text is on one line from its first word to its last."""
    old = text_of(run, 4)
    run("edit", "4", "--text", "-", stdin=old.replace("Southeast", "South East"))

    fields = {
        line.split("\t")[5]: line.split("\t")[6:]
        for line in run("log", "4").out.splitlines()[:-1]
    }

    assert len(old) > 300
    assert fields["text"][0] == " ".join(old.split())


def test_words_in_colour(run: Run, screen: Screen) -> None:
    """What was taken out is red and struck through, what was put in green."""
    run("edit", "3", "--title", "They must release him")
    run("edit", "3", "--title", "They should release him")

    sent = screen("log", "3", raw=True).out

    assert f"They {RED}must{END}{GREEN}should{END} release him" in sent


@pytest.mark.parametrize(
    ("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")], ids=["no", "dumb"]
)
def test_words_without_colour(
    run: Run, screen: Screen, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """Marks stand for it."""
    run("edit", "3", "--title", "They must release him", "--add-tag", "radio")
    run("edit", "3", "--title", "They should release him", "--add-tag", "land")
    monkeypatch.setenv(name, value)

    done = screen("log", "3")

    assert re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "WHEN", done.out).splitlines() == [
        "3  WHEN  sok  edit",
        "  title  They [-must-]{+should+} release him",
        "  tags   radio{+; land+}",
        "",
        "2  WHEN  sok  edit",
        "  title  {+They must release him+}",
        "  tags   {+radio+}",
        "",
        "1  WHEN  root  init: added; with 8 others",
    ]


@pytest.mark.usefixtures("no_colour")
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_long_text(run: Run, screen: Screen, columns: int) -> None:
    """Only what is around each difference, at reading width."""
    many = " ".join(f"word{number}" for number in range(500))
    old, new = f"{many} old {many} old {many}", f"{many} new {many} new {many}"
    run("edit", "3", "--text", "-", stdin=old)
    run("edit", "3", "--text", "-", stdin=new)

    lines = screen("log", "3", columns=columns).out.split("\n\n")[0].splitlines()

    text = " ".join(" ".join(lines[1:]).split()).removeprefix("text ")
    assert text == (
        "… word495 word496 word497 word498 word499 [-old-]{+new+} word0 word1 word2"
        " word3 word4 word5 … word495 word496 word497 word498 word499 [-old-]{+new+}"
        " word0 word1 word2 word3 word4 word5 …"
    )
    assert max(map(len, lines)) <= min(columns, 88)


@pytest.mark.usefixtures("no_colour")
def test_khmer(run: Run, screen: Screen) -> None:
    """No syllable is shown in part: the vowel that changed stands with its letter."""
    run("edit", "3", "--title", "ស្ត្រីនៅភ្នំពេញ")
    run("edit", "3", "--title", "ស្ត្រានៅភ្នំពេញ")

    sent = screen("log", "3", raw=True).out

    assert "[-ស្ត្រី-]{+ស្ត្រា+}នៅភ្នំពេញ" in sent


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("One. Two.", "One.\n\nTwo.", "One.[- -]{+ ¶ +}Two."),
        ("ab", "a\u200bb", "[-ab-]{+a<U+200B>b+}"),
        ("កខ", "ក\u200bខ", "ក{+<U+200B>+}ខ"),
        ("a [red]b", "a \x1b[31mb", "a {+<U+001B>+}[[-red]b-]{+31mb+}"),
    ],
    ids=["paragraph", "in a word", "unseen", "harmful"],
)
@pytest.mark.usefixtures("no_colour")
def test_what_is_hard_to_see(
    run: Run, screen: Screen, old: str, new: str, shown: str
) -> None:
    """It is seen, and drives no terminal."""
    run("edit", "3", "--text", "-", stdin=old)
    run("edit", "3", "--text", "-", stdin=new)

    sent = screen("log", "3", raw=True).out

    assert f"  text  {shown}" in re.sub(r"\x1b\[\d*m", "", sent)


def test_what_was_done_with_it(run: Run, screen: Screen) -> None:
    """Added, removed, taken back, alone or with others."""
    run("remove", "3", "4", "--yes")
    run("undo", "--yes")
    run("redo", "--yes")
    run("restore", "3")

    lines = screen("log", "3").out.splitlines()

    assert [line.split("  ", 3)[-1] for line in lines if line] == [
        "restore: added",
        "redo: took back the undo 3; removed; with 1 other",
        "undo: took back change 2; added; with 1 other",
        "remove: removed; with 1 other",
        "init: added; with 8 others",
    ]


@pytest.mark.parametrize(
    ("user", "set_to", "name"),
    [
        ("Dara", "Sok Sao", "Dara"),
        ("  Dara\nSok ", "", "Dara Sok"),
        ("", "Sok Sao", "Sok Sao"),
        (" \t", "Sok Sao", "Sok Sao"),
        ("\u3000", "", "sok"),
        ("s\udcffk", "", "s?k"),
        ("x" * 200, "", "x" * 200),
    ],
)
def test_who_is_named(  # noqa: PLR0913, PLR0917 - three places that may name one
    run: Run,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    user: str,
    set_to: str,
    name: str,
) -> None:
    """MEDIAREL_USER, else the settings, else the login; on one line, without ends."""
    monkeypatch.setenv("MEDIAREL_USER", user)
    settings(home, set_to)

    run("edit", "3", "--add-tag=land")

    assert run("log").out.split("\t")[2] == name


def settings(home: Path, author: str) -> None:
    """Write a file of settings that names `author`, if anyone."""
    (home / "config" / "mediarel").mkdir(parents=True)
    text = f'author = "{author}"\n' if author else ""
    (home / "config" / "mediarel" / "settings.toml").write_text(text, "utf-8")
    environment.settings.cache_clear()


def test_a_name_that_is_none(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is too long to be a name is refused: history keeps it for good."""
    monkeypatch.setenv("MEDIAREL_USER", "x" * 201)
    before = store.read_bytes()

    done = run("edit", "3", "--add-tag=land")

    assert done.code == 4
    assert done.err.splitlines()[0].endswith("…' has 201 letters")
    assert store.read_bytes() == before


def test_the_newest_fit_the_screen(run: Run, screen: Screen, store: Path) -> None:
    """With a word on how to see the older ones; into a pipe all are there."""
    for number in range(30):
        assert run("edit", "3", f"--title=Number {number}").code == 0

    drawn = screen("log", lines=24)
    everything = screen("log", "--all", lines=24)

    first, *_, last = [row for row in drawn.out.splitlines() if " edit " in row]
    assert first.startswith("31 ")
    assert last.startswith("16 ")
    assert drawn.out.endswith("There are older ones: mediarel log --all")
    assert everything.out.splitlines()[-1].startswith("1 ")
    assert len(run("log").out.splitlines()) == 31
    assert store.exists()
