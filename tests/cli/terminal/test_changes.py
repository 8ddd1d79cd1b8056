"""Test how changes are shown by `log` and `edit`."""

import re

import pytest

from conftest import Run, Screen

pytestmark = pytest.mark.usefixtures("store")


def test_log_of_a_statement_has_a_line_per_field(run: Run) -> None:
    """The first five columns are the same as in the log of all statements."""
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


RED, GREEN, END = "\x1b[9;31m", "\x1b[4;32m", "\x1b[0m"


@pytest.fixture
def no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


def test_changed_words_are_marked_in_colour(run: Run, screen: Screen) -> None:
    run("edit", "3", "--title", "They must release him")
    run("edit", "3", "--title", "They should release him")

    sent = screen("log", "3", raw=True).out

    assert f"They {RED}[-must-]{END}{GREEN}{{+should+}}{END} release him" in sent


@pytest.mark.usefixtures("no_colour")
def test_changed_words_are_marked_without_colour(run: Run, screen: Screen) -> None:
    run("edit", "3", "--title", "They must release him", "--add-tag", "radio")
    run("edit", "3", "--title", "They should release him", "--add-tag", "land")

    done = screen("log", "3")

    assert re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "WHEN", done.out).splitlines() == [
        "3  WHEN  sok  edit",
        "  Title  They [-must-]{+should+} release him",
        "  Tags   radio{+; land+}",
        "",
        "2  WHEN  sok  edit",
        "  Title  {+They must release him+}",
        "  Tags   {+radio+}",
        "",
        "1  WHEN  root  init  added “They should release him”; with 8 others",
    ]


@pytest.mark.usefixtures("no_colour")
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_long_text_shows_only_words_around_changes(
    run: Run, screen: Screen, columns: int
) -> None:
    many = " ".join(f"word{number}" for number in range(500))
    old, new = f"{many} old {many} old {many}", f"{many} new {many} new {many}"
    run("edit", "3", "--text", "-", stdin=old)
    run("edit", "3", "--text", "-", stdin=new)

    lines = screen("log", "3", columns=columns).out.split("\n\n")[0].splitlines()

    text = " ".join(" ".join(lines[1:]).split()).removeprefix("Text ")
    assert text == (
        "… word495 word496 word497 word498 word499 [-old-]{+new+} word0 word1 word2"
        " word3 word4 word5 … word495 word496 word497 word498 word499 [-old-]{+new+}"
        " word0 word1 word2 word3 word4 word5 …"
    )
    assert max(map(len, lines)) <= columns


@pytest.mark.usefixtures("no_colour")
def test_khmer_syllables_are_not_split(run: Run, screen: Screen) -> None:
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
        ("a [red]b", "a \u202e[31mb", "a {+<U+202E>+}[[-red]b-]{+31mb+}"),
    ],
    ids=["paragraph", "in a word", "unseen", "harmful"],
)
@pytest.mark.usefixtures("no_colour")
def test_invisible_differences_are_visible(
    run: Run, screen: Screen, old: str, new: str, shown: str
) -> None:
    """Control characters must not reach the terminal."""
    run("edit", "3", "--text", "-", stdin=old)
    run("edit", "3", "--text", "-", stdin=new)

    sent = screen("log", "3", raw=True).out

    assert f"  Text  {shown}" in re.sub(r"\x1b\[\d*m", "", sent)
