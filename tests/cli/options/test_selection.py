"""Test how commands select statements, and the filters they share."""

import pytest

from archives import stored
from conftest import Run, Screen, refused

pytestmark = pytest.mark.usefixtures("store")


def test_statements_are_shown_once_in_the_typed_order(run: Run) -> None:
    out = run("show", "5", "3", "5").out

    assert [line for line in out.splitlines() if line.startswith("id\t")] == [
        "id\t5",
        "id\t3",
    ]


def test_query_results_are_newest_first(run: Run) -> None:
    shown = run("show", "sonando").out.splitlines()

    assert [line for line in shown if line.startswith("id\t")] == ["id\t5", "id\t3"]


@pytest.mark.parametrize("words", [[""], [" ", "\t"]])
def test_empty_query_is_refused(run: Run, words: list[str]) -> None:
    """An unset variable in a script must not select every statement."""
    done = run("remove", *words, "--yes")

    assert refused(done, 2) == "Error: an empty query would select every statement"
    assert run("list").out.count("\n") == 9


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("1-3", [1, 2, 3]),
        ("2..3", [2, 3]),
        ("7–8", [7, 8]),
        ("1,3", [1, 3]),
        ("3, 1", [3, 1]),
        ("5,1-2 5-6 1", [5, 1, 2, 6]),
        ("#3", [3]),
        ("#1-#2, #7,", [1, 2, 7]),
        ("1 - 3", [1, 2, 3]),
        ("1−3", [1, 2, 3]),
        ("៣", [3]),
        ("៧-៩", [7, 8, 9]),
        ("3\u200b", [3]),
    ],
)
def test_ranges_of_ids(run: Run, words: str, ids: list[int]) -> None:
    out = run("show", *words.split()).out

    shown = [line for line in out.splitlines() if line.startswith("id\t")]
    assert shown == [f"id\t{number}" for number in ids]


def test_spaces_in_a_range_are_ignored(run: Run) -> None:
    assert run("show", " 1, 3 – 5").out == run("show", "1,3-5").out
    assert run("log", "#3").out == run("log", "3").out


@pytest.mark.parametrize("second", ["-4", "–4"])
def test_dash_before_an_id_makes_no_range(run: Run, second: str) -> None:
    done = run("remove", "--yes", "--", "2", second)

    assert refused(done, 2) == f"Error: '2 {second}' is not an ID"


@pytest.mark.parametrize("command", ["show", "log", "restore"])
@pytest.mark.parametrize("word", ["1-", ",7", "1--3", "1.5", "#", "3/4", "1-3-5"])
def test_word_of_digits_and_signs_is_not_a_query(
    run: Run, command: str, word: str
) -> None:
    """A query would find numbers in texts."""
    done = run(command, word)

    assert refused(done, 2) == f"Error: {word!r} is not an ID"
    assert done.err.endswith(
        "Examples of IDs: 3 for one, 1,3 for several, 1-3 for a range\n"
    )


@pytest.mark.parametrize("command", ["show", "log", "restore"])
def test_invalid_range_is_refused(run: Run, command: str) -> None:
    """A range is invalid if it is backwards or a month, or has too many digits."""
    backwards, month = run(command, "3-1"), run(command, "2012-07")
    far = run(command, f"1-{'9' * 30}")

    assert backwards.err.endswith("backwards\nHint: Write the lower ID first: 1-3\n")
    assert month.err.endswith("Hint: To search for a date, write date:2012-07\n")
    assert [each.code for each in (backwards, month, far)] == [2, 2, 3]


def test_range_includes_only_existing_statements(run: Run) -> None:
    """`log` and `restore` also include removed statements."""
    run("remove", "4-6", "--yes")

    shown, removed = run("show", "3-7"), run("show", "4..6")
    logged = run("log", "3-7")
    restored = run("restore", "5-9")

    assert [x for x in shown.out.splitlines() if x.startswith("id\t")] == [
        "id\t3",
        "id\t7",
    ]
    assert removed.err.startswith("Error: there is no statement 4-6\n")
    assert logged.out.count("\n") == 8
    assert "Restored statements 5 to 6 to the version before" in restored.err
    assert run("list").out.count("\n") == 8


def test_change_of_a_range_is_confirmed(run: Run) -> None:
    asked = run("edit", "1-3", "--title", "x")
    run("edit", "1,3", "--title", "x", "--yes")

    assert "Change 3 statements:" in asked.err
    assert asked.code == 2
    assert run("list", "title:x").out.count("\n") == 2


def test_leading_zeros_do_not_change_the_number(run: Run) -> None:
    run("edit", "3", "--title", "Land")

    assert run("log", "003").out == run("log", "3").out
    assert run("undo", "002").err.startswith("Undid change 2 (")


@pytest.mark.parametrize(
    ("order", "date"), [("--day-first", "2012-04-03"), ("--month-first", "2012-03-04")]
)
def test_ambiguous_date_follows_the_option(run: Run, order: str, date: str) -> None:
    run("add", "--date=03/04/2012", order, "--program=CLEC", "--title=Land")

    assert stored()["date"] == date


def test_only_the_text_option_reads_stdin_for_a_hyphen(run: Run) -> None:
    given = ("--date=2012", "--program=CLEC", "--title=-", "--text=-")

    run("add", *given, stdin="We ask for land.")

    assert stored()["title"] == "-"
    assert stored()["text"] == "We ask for land."


def test_empty_value_clears_the_field(run: Run) -> None:
    run("edit", "3", "--place", "", "--tag", "")

    assert stored(3)["place"] is None
    assert stored(3)["tags"] == []


def test_repeated_list_option_adds_each_value_once(run: Run) -> None:
    tags = ("--tag=land", "--tag=radio", "--tag=land")
    run("add", "--date=2012", "--program=CLEC", "--title=Land", *tags)

    assert stored()["tags"] == ["land", "radio"]


def test_star_in_a_filter_matches_any_ending(run: Run) -> None:
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


def test_page_size_can_have_khmer_digits(run: Run) -> None:
    assert run("list", "--per-page", "៣").out == run("list", "--per-page", "3").out


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--year=2011", "--year=2013"], 2),
        (["--year=2011", "--year=2013..2014"], 3),
        (["--program=CLEC", "--program=LICADHO"], 9),
        (["--program=LICADHO", "--program=ADHOC"], 0),
        (["--type=Press Release", "--type=Joint Statement"], 9),
        (["--year=2011", "--year=2013", "--type=Press Release"], 0),
        (["--tag=land", "--tag=rights"], 1),
    ],
)
def test_repeated_filter_finds_either(run: Run, words: list[str], found: int) -> None:
    """Only a repeated `--tag` finds statements that have all tags."""
    run("edit", "3", "--add-tag=land", "--add-tag=rights")
    run("edit", "4", "--add-tag=land")

    assert run("list", *words).out.count("\n") == found
    assert run("search", "cambodia*", *words).out.count("\n") <= found
    listed = run("export", "--format=csv", *words).out.count("\n")
    assert bool(listed) == bool(found)
    counted = [line.split("\t")[-1] for line in run("stats", *words).out.splitlines()]
    assert sum(map(int, counted)) == found


def test_hints_keep_repeated_filters(screen: Screen) -> None:
    asked = "--year 2011 --year 2012 --program CLEC --program ADHOC"
    filters = asked.split()

    shown = screen("list", *filters, "--per-page=3", columns=200).out

    assert "CLEC or ADHOC >> 2011 or 2012" in shown
    assert f"next: mediarel list --page 2 {asked} --per-page=3" in shown


def test_flag_can_be_repeated(run: Run) -> None:
    """A shell alias may already have the flag."""
    assert run("list", "--all", "--year=2011", "--all").code == 0
