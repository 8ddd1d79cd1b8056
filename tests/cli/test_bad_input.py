"""Test the errors for bad input.

A case has the command line, its exit code, the start of the error, and a part of the
hint.
"""

import shlex
from pathlib import Path

import pytest

from conftest import Run

pytestmark = pytest.mark.usefixtures("store")

NEW = "add --program CLEC --text Land"
CASES = [
    # No such statement
    ("show 99", 3, "there is no statement 99", "mediarel list --all"),
    ("show 3 99 98", 3, "there are no statements 99, 98", "mediarel list"),
    ("show 0", 3, "there is no statement 0", "mediarel list --all"),
    (f"show {'9' * 5000}", 3, "there is no statement 9999", "list"),
    ("show zebra", 3, "no statement matches 'zebra'", "mediarel list"),
    ("log 0", 3, "there is no statement 0", "mediarel list --all"),
    ("remove 99 --yes", 3, "there is no statement 99", "list"),
    # Dates
    (f"{NEW} --date soon", 4, "'soon' can't be read as a date", "2012-07-16"),
    (f"{NEW} --date 2012-02-30", 4, "'2012-02-30' is not in the calendar", "2012"),
    (f"{NEW} --date 16/07/12", 4, "'16/07/12' has no four-digit year", "2012"),
    (
        f"{NEW} --date 03/04/2012",
        4,
        "'03/04/2012' can be read as 3 April 2012 or 4 March 2012",
        "--day-first or --month-first",
    ),
    (
        f"{NEW} --date 03/04/2012 --day-first --month-first",
        2,
        "--day-first and --month-first can't be combined",
        "Use one of them.",
    ),
    ("list --since 03/04/2012", 4, "'03/04/2012' can be read as 3 April", "month as a"),
    ("list --year 2013..2011", 4, "'2013..2011' ends before it begins", ""),
    # Other fields
    ("add --date 2012 --program '' --text Land", 2, "missing: --issuer", "ISSUER"),
    ("add --date 2012 --program A --text ''", 2, "missing: --title or --text", ""),
    (f"{NEW} --date 2012 --source a", 4, "the source 'a' is not a URL", "https://"),
    (f"{NEW} --date 2012 --source 'http://[a'", 4, "the source 'http://[a'", "https"),
    (f"{NEW} --date 2012 --language Khmer", 4, "the language 'Khmer'", "km"),
    (f"{NEW} --date 2012 --title '\udcff'", 4, "the title", "UTF-8"),
    # Pages
    ("list --page 2", 2, "there is no page 2: the last page is 1", "--page 1."),
    (
        "list --page 4 --per-page 4",
        2,
        "there is no page 4: the last page is",
        "--page 3.",
    ),
    ("list --page 0", 2, "invalid value for '--page': 0", "mediarel list --help"),
    (f"list --page 1{'0' * 30}", 2, "invalid value for '--page'", "list --help"),
    # Names of commands, options, formats, filters
    ("lst", 2, "there is no command 'lst'", "Did you mean: mediarel list"),
    ("--lst", 2, "no such option: --lst", "Did you mean: mediarel list"),
    ("list -d", 2, "no such option: -d", "mediarel list --help"),
    ("list --year", 2, "option '--year' requires an argument", "mediarel list --help"),
    ("--archive", 2, "option '--archive' requires an argument", "mediarel --help"),
    ("search", 2, "search needs QUERY…", "mediarel search sonando"),
    ("show", 2, "show needs ID… | QUERY", "mediarel show 3"),
    (
        "publish site x --url a.org/b",
        2,
        "invalid value for '--url': 'a.org/b' is not a URL of the form https://example.org/statements/",
        "mediarel publish site --help",
    ),
    ("undo now", 2, "'now' is not the number of a change", "mediarel log"),
    ("undo 3 4", 2, "got unexpected extra argument", "mediarel undo --help"),
    ("log CLEC", 2, "'CLEC' is not an ID", "Examples of IDs"),
    ("list --format xml", 2, "there is no format 'xml'", "json, jsonfeed, jsonl"),
    ("list --sort colour", 2, "invalid value for '--sort': 'colour'", "--help"),
    ("list --program ''", 2, "--issuer is empty", "leave out --issuer"),
    # Archives
    ("list --archive nowhere", 7, "there is no archive at nowhere", "mediarel init"),
    ("list --archive cache", 7, "there is no archive at cache/data/", "init FOLDER"),
]


@pytest.mark.parametrize("case", CASES, ids=[case[0][:40] for case in CASES])
def test_bad_input_is_refused_in_two_lines(
    run: Run, store: Path, case: tuple[str, int, str, str]
) -> None:
    """The store stays unchanged."""
    line, code, problem, hint = case
    run("list")
    before = store.read_bytes()

    done = run(*shlex.split(line))

    assert (done.code, done.out) == (code, "")
    first, second = done.err.splitlines()
    assert first.startswith(f"Error: {problem}")
    assert second.startswith("Hint: ")
    assert hint in second
    assert len(second) > len("Hint: ")
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("land AND", 8),
        ("(land", 0),
        ('say "land', 4),
        ("colour:red", 0),
        ("sonando year:soon", 13),
        ("date:2013..2011", 5),
        ("id:x", 3),
    ],
)
@pytest.mark.parametrize("command", ["list", "search", "show", "export --format=csv"])
def test_error_in_a_query_marks_its_place(
    run: Run, command: str, query: str, place: int
) -> None:
    done = run(*command.split(), query)

    error, shown, mark, hint = done.err.splitlines()
    assert (done.code, done.out) == (2, "")
    assert error.startswith("Error: invalid query: ")
    assert shown == f"  {query}"
    assert mark == f"{' ' * (place + 2)}^"
    assert hint.startswith("Hint: ")


@pytest.mark.parametrize("command", ["attach 3", "export --output"])
def test_url_of_a_file_is_refused_without_its_password(run: Run, command: str) -> None:
    done = run(*command.split(), "https://sok:s3cret@h/m")

    assert done.code == 2
    assert "is a URL, not a file or folder" in done.err
    assert "s3cret" not in done.err
