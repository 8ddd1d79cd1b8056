"""Test plain output for screen readers: a label and a value on each line."""

import re

import pytest

from conftest import Run, Screen

pytestmark = pytest.mark.usefixtures("store")

FIRST = ["Id: 9", "Date: 2014-01-21", "Issuer: CLEC"]


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCESSIBLE", "1")


@pytest.mark.parametrize(
    ("words", "variable"),
    [
        (["list", "--plain"], None),
        (["list"], ("ACCESSIBLE", "1")),
        (["list"], ("TERM", "dumb")),
    ],
)
def test_option_or_variable_selects_plain_output(
    screen: Screen,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    variable: tuple[str, str] | None,
) -> None:
    """Plain output has no escape sequences and no boxes."""
    if variable:
        monkeypatch.setenv(*variable)

    sent = screen(*words, raw=True).out

    assert sent.split("\r\n")[:3] == FIRST
    assert not re.search("[\x1b\u2500-\u257f]", sent)


@pytest.mark.usefixtures("plain")
def test_list_in_plain_output(screen: Screen) -> None:
    """Headlines are complete, and each command is on its own line."""
    done = screen("list", "--year", "2012", "--per-page=2", columns=300)

    lines = done.out.splitlines()
    assert lines[0] == "Id: 7"
    assert lines[3].startswith("Headline: Nearly 62,000 Cambodians")
    assert lines[3].endswith("to the country's lawmakers.")
    assert lines[4:6] == ["", "Id: 6"]
    assert lines[-6:] == [
        "Archive: Program's Media Release",
        "Listed: Joint Statement, 2012",
        "Years: 9 in all, 1 in 2014, 1 in 2013, 6 in 2012 (chosen), 1 in 2011",
        "Shown: 1 to 2 of 6",
        "Read one: mediarel show 7",
        "Next: mediarel list --page 2 --year 2012 --per-page=2",
    ]


@pytest.mark.usefixtures("plain")
def test_search_in_plain_output_shows_the_matching_sentence(screen: Screen) -> None:
    lines = screen("search", "chilling", columns=400).out.splitlines()

    assert lines[3].startswith('Headline: "This is a significant blow')
    assert lines[4].startswith("Says: \"That's not only because this verdict")
    assert lines[-1] == "Read one: mediarel show 5 --mark chilling"


@pytest.mark.usefixtures("plain")
def test_marks_are_brackets_in_plain_output(run: Run, screen: Screen) -> None:
    run("edit", "3", "--title", "On Sonando", "--add-tag", "radio")

    lines = screen("show", "3", "--mark", "sonando", columns=60).out.splitlines()

    assert lines[:4] == [
        "Id: 3",
        "Title: On [Sonando]",
        "Date: 2012-07-16",
        "Issuer: CLEC",
    ]
    assert "Tags: radio" in lines
    text = lines[lines.index("Text:") + 1 :]
    assert " ".join(text).startswith("Phnom Penh (July 16, 2012) – The undersigned")
    assert "director Mam [Sonando]’s arrest" in " ".join(text)
    assert max(map(len, lines)) <= 60


@pytest.mark.usefixtures("plain")
def test_changes_in_plain_output(run: Run, screen: Screen) -> None:
    run("edit", "3", "--title", "They must release him")
    edited = screen("edit", "3", "--title", "They should release him", "--silent").out
    when = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")

    lines = when.sub("WHEN", screen("log").out).split("\n\n")
    of_one = when.sub("WHEN", screen("log", "3").out).split("\n\n")

    begin = ["Change: 3", "When: WHEN", "Who: sok", "Command: edit"]
    assert edited.splitlines() == [
        *("Id: 3", "Field: title"),
        *("Before: They must release him", "After: They should release him"),
        "Changed title of statement 3. To undo: mediarel undo",
    ]
    told = "What: changed title of 3; no note to readers of 3"
    assert lines[0].splitlines() == [*begin, told]
    assert of_one[0].splitlines() == [
        *begin,
        "What: no note to readers",
        "Title: They [-must-]{+should+} release him",
    ]
    assert (
        of_one[2].splitlines()[-1]
        == "What: added “They should release him”; with 8 others"
    )


def test_pipe_gets_the_same_lines_with_plain_output(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = [run("list").out, run("show", "3").out, run("log").out]
    monkeypatch.setenv("ACCESSIBLE", "1")

    assert [run("list").out, run("show", "3").out, run("--plain", "log").out] == usual
