"""Test the errors for bad input.

A case has the command line, its exit code, and parts of the error and of the hint.
"""

import shlex
from pathlib import Path

import pytest

from archives import unchanged
from conftest import Run, refused

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
    (
        "add --date 2012 --program '' --text Land",
        2,
        "missing: --issuer",
        "Add the missing options",
    ),
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
    ("--lst", 2, "no such option: --lst", "For help: mediarel --help"),
    ("list -d", 2, "no such option: -d", "mediarel list --help"),
    ("list --year", 2, "option '--year' requires an argument", "mediarel list --help"),
    ("--archive", 2, "option '--archive' requires an argument", "mediarel --help"),
    ("search", 2, "search needs QUERY…", "mediarel search --help"),
    ("show", 2, "show needs ID… | QUERY", "mediarel show --help"),
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
    # Options
    ("list --since 2012 --until 2 --since 3", 2, "--since takes one value", "once"),
    ("export -o one --output two", 2, "--output takes one value, but is used 2", ""),
    ("--archive one list --archive two", 2, "--archive takes one value, but", ""),
    ("withhold --phones --no-phones", 2, "--phones and --no-phones contradict", ""),
    ("list --page x", 2, "value for '--page': 'x' is not a whole number", "--help"),
    ("list --per-page 1.5", 2, "'--per-page': '1.5' is not a whole number", ""),
    ("list --per-page ''", 2, "'--per-page': '' is not a whole number", ""),
    (f"list --page {'9' * 4000}", 2, f"{'9' * 59}… is not between 1 and 1,000,0", ""),
    ("list --year soon", 4, "'soon' can't be read as a date", "such as 2012-07-16"),
    ("list --year soon..", 4, "'soon' can't be read as a date", "such as 2012-07-16"),
    ("list --year ''", 4, "'' is empty", "such as 2012-07-16"),
    ("list --removed land", 2, "--removed can't be combined with other options", ""),
    ("list --removed --page=1", 2, "--removed can't be combined with other opt", ""),
    ("list --removed --sort=newest", 2, "--removed can't be combined with other", ""),
    ("show 3 --mark a --format json", 2, "--mark and --format can't be combined", ""),
    # IDs
    ("show 2012-07-16", 2, "'2012-07-16' is not an ID", "write date:2012-07-16"),
    ("show 16/07/2012", 2, "'16/07/2012' is not an ID", "write date:16/07/2012"),
    ("show 16.07.2012", 2, "'16.07.2012' is not an ID", "write date:16.07.2012"),
    ("show 3 sonando", 2, "the ID 3 can't be combined", "In a query, write id:3"),
    *((f"log {word}", 2, "is not an ID", "") for word in ("1.0", "+3", "0x3", "3x")),
    *((f"undo {word}", 2, "is not the number of", "") for word in ("1.0", "+3", "²")),
    (f"undo {'9' * 5000}", 2, f"'{'9' * 59}…' is not the number of a change", "log"),
    ("undo 99", 3, "there is no change 99", "mediarel log"),
    ("undo 0", 3, "there is no change 0", "mediarel log"),
    # Single commands
    ("merge 6", 2, "a merge needs at least two statements", "merge --help"),
    ("merge 6 6", 2, "a merge needs at least two statements", "merge --help"),
    ("merge land", 2, "'land' is not an ID", ""),
    ("merge 6 12", 3, "there is no statement 12", ""),
    ("merge 6 7 --keep title", 2, "--keep 'title' must be FIELD=ID", "title=7"),
    ("merge 6 7 --keep title=8", 2, "--keep 'title=8' must be FIELD=ID", "title=7"),
    ("merge 6 7 --keep colour=6", 2, "--keep 'colour=6' must be FIELD=ID", ""),
    ("merge 6 7 --keep tag=6", 2, "--keep 'tag=6' must be FIELD=ID", ""),
    ("withhold 3 M", 4, "is too short to be withheld", ""),
    ("withhold 3 –!", 4, "is too short to be withheld", ""),
    ("withhold 99 x", 3, "there is no statement 99", ""),
    ("withhold 3 Nobody", 1, "does not occur in statement 3", ""),
    ("withhold --list --phones", 2, "--list and --phones can't be combined", ""),
    ("withhold 3 --list --drop", 2, "--list and --drop can't be combined", ""),
    ("withhold --phones --anyway", 2, "--phones and --anyway can't be combined", ""),
    ("withhold", 2, "withhold needs a text", "mediarel withhold ID TEXT"),
    ("withhold 3 --drop", 2, "withhold needs a text", ""),
    ("withhold 'Mam Sonando' 3", 4, "'3' is too short to be withheld", ""),
    ("attach 3 a.pdf --role=poem", 2, "'poem' is not one of", ""),
    ("attach 3 a.pdf --language=Khmer", 4, "the language 'Khmer' is not a", ""),
    ("attach 3 a.pdf b.pdf --name=a", 2, "--name can't describe several files", ""),
    ("attach 3 a.png b.png --alt=a", 2, "--alt can't describe several files", ""),
    ("attach 99 a.pdf", 3, "there is no statement 99", ""),
    ("attach a.pdf a.pdf", 2, "'a.pdf' is not an ID", ""),
    ("attach 3-5 a.pdf", 2, "'3-5' selects several statements", ""),
    ("attach 5", 2, "attach needs a statement and a file", "attach ID FILE"),
    ("attach --clear 5 --role=scan", 2, "--clear and --role can't be combined", ""),
    ("attach 5 a.txt --containing=x", 2, "--containing needs --clear", ""),
    ("attach --clear 5 other.txt", 3, "statement 5 has no file 'other.txt'", ""),
    ("files 7 --private", 2, "--private needs --to", "Add --to FOLDER."),
    ("files 7 --json --to copies", 2, "--json and --to can't be combined", ""),
    ("stats --by=nothing", 2, "'nothing' is not one of 'year'", ""),
    ("stats --by=year --by=year", 2, "two different fields, not year and year", ""),
    ("stats --by=tag --by=year --by=type", 2, "not tag and year and type", ""),
    ("stats --output=counts", 2, "the ending of 'counts' is not a format", ""),
    ("stats --output=counts.pdf", 2, "the ending of 'counts.pdf' is not a format", ""),
    ("stats --format=pdf", 2, "'pdf' is not one of 'csv'", ""),
    ("signatories merge", 2, "merge needs at least two names", ""),
    ("signatories merge CLEC", 2, "merge needs at least two names", ""),
    ("signatories split", 2, "split needs a name", ""),
    ("signatories merge A B --year 2012", 2, "merge can't be combined with other", ""),
    ("signatories --with A --likely", 2, "--with and --likely can't be combined", ""),
    ("signatories --likely --format csv", 2, "--likely and --format can't be", ""),
    ("signatories --format xlsx", 2, "'xlsx' is not one of 'graphml', 'csv'", ""),
    ("export --allow=A -o folder/", 2, "--allow needs --public", ""),
    ("export --public --private -o a/", 2, "--private and --public can't be com", ""),
    ("import a.csv --map Headline", 2, "'Headline' does not have the form COLUMN=", ""),
    ("import a.csv --map Headline=colour", 2, "names an unknown field, 'colour'", ""),
    ("import a.csv --base news.html", 2, "'news.html' is not the URL of a web", ""),
    ("import a.csv --base http://[", 2, "'http://[' is not the URL of a web page", ""),
    ("import a.csv --encoding klingon", 2, "there is no encoding 'klingon'", ""),
    ("import a.csv --day-first --month-first", 2, "can't be combined", ""),
    ("import a.csv --json", 2, "--json needs --dry-run", "--report lines.csv"),
    ("configure --usual title=X", 2, "--usual has no field 'title'", ""),
    ("configure --usual languge=fr", 2, "no field 'languge'", "The fields are"),
    ("configure --usual language", 2, "--usual 'language' does not have the form", ""),
    ("configure --usual language=km 3", 2, "unexpected extra argument", ""),
    ("configure --usual 'language=x y'", 4, "language", ""),
    ("edit 3 --place=A --note=a --silent", 2, "--note and --silent can't be", ""),
    ("edit 3 --place=A '--note= '", 2, "--note is empty", "--silent"),
    ("edit 3 --place=A --translation-of=4 --silent", 2, "can't be combined", ""),
    ("restore 3 --from x.json", 2, "restore needs either", "--from FILE to restore"),
    ("restore --from x.json --at 1", 2, "restore needs either", "to restore a backup"),
    ("restore data", 2, "'data' is not an ID", "3 for one"),
    ("restore ''", 2, "'' is not an ID", ""),
    ("show 3 --format ''", 2, "there is no format ''", ""),
    # Empty variables of a script
    ("backup ''", 2, "the path is empty", "For this folder"),
    ("copy '' ../other", 2, "the name of the archive is empty", "enter a dot"),
    ("import ''", 2, "the path is empty", "For this folder"),
    ("files 7 --to ''", 2, "--to is empty", "For this folder"),
    ("restore --from ''", 2, "--from is empty", "For this folder"),
    ("list --archive ''", 2, "the name of the archive is empty", ""),
    ("--archive '' list", 2, "the name of the archive is empty", ""),
    # Archives
    ("list --archive nowhere", 7, "there is no archive at nowhere", "mediarel init"),
    ("list --archive cache", 7, "there is no archive at cache/data/", "init FOLDER"),
]


def test_bad_input_is_refused_in_two_lines(run: Run, store: Path) -> None:
    """The store stays unchanged. All cases run in the short selection too."""
    run("list")
    with unchanged(store):
        for line, code, problem, hint in CASES:
            done = run(*shlex.split(line))

            assert (done.code, done.out) == (code, ""), line
            first, second = done.err.splitlines()
            assert first.startswith("Error: "), line
            assert problem in first, line
            assert second.startswith("Hint: "), line
            assert hint in second, line
            assert len(second) > len("Hint: "), line


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
@pytest.mark.parametrize(
    "command", ["list", "search", "show", "show 3 --mark", "export --format=csv"]
)
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

    assert "is a URL, not a file or folder" in refused(done, 2)
    assert "s3cret" not in done.err
