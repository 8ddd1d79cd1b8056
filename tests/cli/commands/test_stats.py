"""Test `mediarel stats`, `timeline` and `signatories`."""

import json
import re
from pathlib import Path

import pytest

from archives import unchanged
from cli.conftest import Drawn
from conftest import Run, Screen, refused
from mediarel.stats.counts import BY
from terminal import columns_of

pytestmark = pytest.mark.usefixtures("store")

KHMER = "អង្គការសង្គមស៊ីវិលអំពាវនាវឱ្យដោះលែងអ្នកទោសមនសិការទាំងអស់"
LONG = "Independent Democracy of Informal Economy Association of the Kingdom (IDIEA)"


def test_pipe_gets_only_the_counts(run: Run) -> None:
    done = run("stats")

    assert (done.code, done.err) == (0, "")
    assert done.out == "2011\t1\n2012\t6\n2013\t1\n2014\t1\n"


def test_statement_counts_once_for_each_tag(run: Run) -> None:
    run("edit", "1-3", "--add-tag=land", "--add-tag=radio", "--yes")

    done = run("stats", "--by=tag")

    assert done.out == "land\t3\nradio\t3\n(none)\t6\n"


def test_csv_to_stdout_has_no_byte_order_mark(run: Run) -> None:
    done = run("stats", "--by=place", "--format=csv")
    run("stats", "--by=place", "--output=by-place.csv")

    assert done.out == "place,statements\r\nPhnom Penh,3\r\n,6\r\n"
    assert done.err == ""


def test_output_file_is_replaced_only_with_force(run: Run, home: Path) -> None:
    file = home / "by.csv"
    done = run("stats", "--output", str(file))
    again = run("stats", "--by=place", "--output", str(file))
    forced = run("stats", "--by=place", "--output", str(file), "--force")

    assert (done.out, done.err) == ("", f"Wrote the counts to {file}.\n")
    assert refused(again, 1).endswith("already exists; nothing was written")
    assert forced.code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbfplace,statements\r\n")


@pytest.mark.parametrize(("name", "begin"), [("svg", b"<?xml"), ("xlsx", b"PK")])
def test_file_ending_is_format(run: Run, home: Path, name: str, begin: bytes) -> None:
    file = home / f"by.{name.upper()}"

    assert run("stats", "--output", str(file)).code == 0
    assert file.read_bytes().startswith(begin)


def test_archive_is_not_overwritten(run: Run, store: Path) -> None:
    with unchanged(store):
        done = run("stats", "--format=json", "--output", str(store), "--force")

    assert "is the archive" in refused(done, 2)


def test_empty_archive(run: Run) -> None:
    run("init", "new")

    done = run("stats", "--archive", "new")

    assert done.err.startswith("No statement matches. The archive is empty. To fill it")


@pytest.fixture
def filled(run: Run) -> None:
    """Add long, Khmer and many values to statements."""
    run("edit", "1-4", f"--add-signatory={KHMER}", "--yes")
    run("edit", "3-6", f"--add-signatory={LONG}", "--yes")
    for number in range(1, 10):
        run("edit", str(number), f"--add-tag=t{number}", "--add-tag=land", "--yes")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("columns", [40, 120])
@pytest.mark.parametrize(
    "words",
    [
        *([], ["--by=signatory"], ["--by=year", "--by=tag"]),
        *(["--by=tag", "--by=year"], ["--by=signatory", "--by=tag"]),
    ],
    ids=" ".join,
)
def test_chart_fits_the_terminal(drawn: Drawn, words: list[str], columns: int) -> None:
    lines = drawn("stats", *words, columns=columns)

    assert max(map(columns_of, lines)) <= columns
    assert lines[0] == "Program's Media Release"
    assert any(line.startswith("9 statements.") for line in lines)


def test_each_pair_of_values_has_a_bar(drawn: Drawn) -> None:
    lines = drawn("stats", "--by=type", "--by=year", "--year=2012..2013")

    assert lines[0] == "Program's Media Release >> 2012..2013"
    assert lines[2].split() == ["Type", "Year", "Statements"]
    assert lines[3].split()[:4] == ["Joint", "Statement", "2012", "6"]
    assert lines[4].split()[:4] == ["Joint", "Statement", "2013", "1"]


def test_plain_output(drawn: Drawn) -> None:
    assert drawn("stats", "--by=place", "--by=language", "--plain") == [
        *("Place: Phnom Penh", "Language: en", "Statements: 3", ""),
        *("Place: (none)", "Language: en", "Statements: 6", ""),
        *("Archive: Program's Media Release", "Shown: 9 statements."),
    ]


def test_each_field_can_be_counted(run: Run) -> None:
    for by in BY:
        assert run("stats", "--by", by).code == 0


TIMELINE_KHMER = "អង្គការសង្គមស៊ីវិលអំពាវនាវឱ្យដោះលែងអ្នកទោសមនសិការទាំងអស់ជាបន្ទាន់"


def test_pipe_gets_all_statements_oldest_first(run: Run) -> None:
    """A date without a month comes before the months of its year."""
    run("add", "--date=2012", "--program=CLEC", "--title=In 2012")

    rows = [line.split("\t") for line in run("timeline").out.splitlines()]

    assert [(row[0], row[1]) for row in rows] == [
        *(("2011-08", "1"), ("2012", "10"), ("2012-06", "2"), ("2012-07", "3")),
        *(("2012-07", "4"), ("2012-10", "5"), ("2012-11", "6"), ("2012-12", "7")),
        *(("2013-08", "8"), ("2014-01", "9")),
    ]
    assert rows[1] == ["2012", "10", "2012", "CLEC", "In 2012"]


def test_terminal_shows_months_and_gaps(drawn: Drawn) -> None:
    lines = drawn("timeline", "--until=2012-07", columns=70)

    assert lines == [
        "Program's Media Release >> until 2012-07",
        "",
        "Year  Month   Id  Date        Issuer  Headline",
        "2011  August   1  2011-08-30  CLEC    We, representatives of the…",
        "                                      — 9 months without a…",
        "2012  June     2  2012-06-27  CLEC    We, the above organizations,…",
        "      July     3  2012-07-16  CLEC    The undersigned organizations…",
        "               4  2012-07-31  CLEC    Southeast Asian Civil Society…",
        "1–4 of 4 · read one: mediarel show 1",
    ]


@pytest.mark.parametrize(("columns", "height"), [(40, 10), (80, 24)])
@pytest.mark.parametrize("plain", [[], ["--plain"]], ids=["drawn", "plain"])
def test_pages_cover_the_timeline(
    run: Run, drawn: Drawn, columns: int, height: int, plain: list[str]
) -> None:
    """Each statement is on one page, and each page has the command for the next."""
    run("add", "--date=2012", "--program=អង្គការ", f"--title={TIMELINE_KHMER}")
    seen: list[str] = []
    total = 10

    for number in range(1, total + 1):
        lines = drawn(
            "timeline", f"--page={number}", *plain, columns=columns, lines=height
        )
        date = "^Date: " if plain else r"^[ 0-9A-Z][^:—]*  20\d\d"
        shown = [line for line in lines if re.search(date, line)]
        seen += shown
        rows = [line for line in lines if "mediarel" not in line]
        assert max(map(columns_of, rows)) <= columns
        if f"--page {number + 1}" not in "".join(lines):
            break

    assert len(seen) == total


def test_timeline_without_results(run: Run) -> None:
    run("init", "new")

    done = run("timeline", "xylophone")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("No statement matches. No statement has 'xylophone'.")
    assert run("timeline", "--archive=new").err.startswith(
        "No statement matches. The archive is empty."
    )


LONG_NAME = "Community Legal Education Center"
KHMER_NAME = "មជ្ឈមណ្ឌលអប់រំច្បាប់សម្រាប់សហគមន៍"


@pytest.fixture
def signed(run: Run, store: Path) -> Path:
    """Return the store of an archive with signed statements."""
    for number, names in (
        ("1", ("CLEC", "LICADHO")),
        ("3", ("CLEC", "LICADHO", "Adhoc")),
        ("4", ("clec",)),
        ("8", (LONG_NAME, "LICADHO")),
        ("9", (KHMER_NAME,)),
    ):
        options = [word for name in names for word in ("--add-signatory", name)]
        assert run("edit", number, *options).code == 0
    return store


@pytest.mark.usefixtures("signed")
def test_list_of_signatories(run: Run) -> None:
    done = run("signatories")

    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "CLEC\t3\t2011-08-30\t2012-07-31\t",
        "LICADHO\t3\t2011-08-30\t2013-08-08\t",
        "Adhoc\t1\t2012-07-16\t2012-07-16\t",
        f"{LONG_NAME}\t1\t2013-08-08\t2013-08-08\t",
        f"{KHMER_NAME}\t1\t2014-01-21\t2014-01-21\t",
    ]


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("--year", "2012"), ["CLEC", "Adhoc", "LICADHO"]),
        (("sonando",), ["Adhoc", "CLEC", "LICADHO"]),
        (("signatory:adhoc",), ["Adhoc", "CLEC", "LICADHO"]),
        (("--since", "2014"), [KHMER_NAME]),
        (("--tag", "none"), []),
        (("--sort", "newest"), [KHMER_NAME, "LICADHO", LONG_NAME, "CLEC", "Adhoc"]),
        (("--sort", "name"), ["Adhoc", "CLEC", LONG_NAME, "LICADHO", KHMER_NAME]),
        (("--with", "licadho"), ["CLEC", "Adhoc", LONG_NAME]),
        (("--with", "CLEC", "--year", "2011"), ["LICADHO"]),
    ],
)
def test_filters_and_order(
    run: Run, arguments: tuple[str, ...], names: list[str]
) -> None:
    done = run("signatories", *arguments)

    assert [line.split("\t")[0] for line in done.out.splitlines()] == names


@pytest.mark.usefixtures("signed")
def test_with_shows_who_signed_together(run: Run) -> None:
    run("signatories", "merge", "CLEC", LONG_NAME)

    done = run("signatories", "--with", LONG_NAME)

    assert [line.split("\t")[:2] for line in done.out.splitlines()] == [
        ["LICADHO", "3"],
        ["Adhoc", "1"],
    ]
    assert (
        run("signatories", "--with", KHMER_NAME).err
        == f"0 organisations signed together with {KHMER_NAME}.\n"
    )
    unknown = run("signatories", "--with", "LICADO")
    assert refused(unknown, 3) == 'Error: nobody signed as "LICADO"'
    assert unknown.err.endswith('Hint: Did you mean: "LICADHO"\n')


@pytest.mark.usefixtures("store")
def test_archive_without_signatories(run: Run) -> None:
    for arguments in ((), ("--likely",), ("--format", "graphml")):
        assert run("signatories", *arguments).code == 0
    assert run("signatories").err == (
        "No matching statement has signatories. To add one:"
        " mediarel edit ID --add-signatory NAME\n"
    )


@pytest.mark.usefixtures("signed")
def test_other_names_are_shown_if_there_is_room(screen: Screen, run: Run) -> None:
    run("signatories", "merge", "CLEC", LONG_NAME, KHMER_NAME)

    narrow = screen("signatories", columns=60).out.splitlines()
    wide = screen("signatories", columns=120).out.splitlines()

    assert narrow[0].split() == ["Signatory", "Statements", "First", "Last"]
    assert narrow[1].split() == ["CLEC", "5", "2011-08-30", "2014-01-21"]
    assert wide[0].split()[-2:] == ["Other", "names"]
    assert LONG_NAME in wide[1]
    assert "3 organisations. To find names to merge:" in " ".join(wide)


@pytest.mark.usefixtures("signed")
def test_likely_pairs(run: Run, screen: Screen) -> None:
    piped = run("signatories", "--likely")
    shown = screen("signatories", "--likely", columns=120).out

    assert piped.out == f"CLEC\t{LONG_NAME}\tan acronym\n"
    assert piped.err == "1 pair of names may belong to the same organisation.\n"
    assert f"To merge them: mediarel signatories merge CLEC '{LONG_NAME}'" in shown
    run("signatories", "merge", "CLEC", LONG_NAME)
    assert run("signatories", "--likely").err == (
        "0 pairs of names may belong to the same organisation.\n"
    )


@pytest.mark.usefixtures("signed")
def test_translation_counts_with_its_original(run: Run) -> None:
    """If the original does not match the filter, the translation itself is counted."""
    (original,) = json.loads(run("show", "3", "--format=json").out)
    translation = {
        "date": "2015",
        "program": "CLEC",
        "text": "ដោះលែង",
        "signatories": ["CLEC", "LICADHO"],
        "translation_of": original["uuid"],
    }
    assert run("import", "-", stdin=json.dumps([translation])).code == 0

    rows = [line.split("\t")[:4] for line in run("signatories").out.splitlines()]
    assert rows[:2] == [
        ["CLEC", "3", "2011-08-30", "2012-07-31"],
        ["LICADHO", "3", "2011-08-30", "2013-08-08"],
    ]
    assert run("signatories", "--year=2015").out.splitlines() == [
        "CLEC\t1\t2015\t2015\t",
        "LICADHO\t1\t2015\t2015\t",
    ]
    assert "CLEC,LICADHO,Undirected,2" in run("signatories", "--format=csv").out


@pytest.mark.usefixtures("signed")
def test_network_as_csv(run: Run) -> None:
    done = run("signatories", "--format", "csv")

    assert done.out.replace("\r\n", "\n").splitlines() == [
        "Source,Target,Type,Weight",
        "CLEC,LICADHO,Undirected,2",
        "CLEC,Adhoc,Undirected,1",
        "LICADHO,Adhoc,Undirected,1",
        f"LICADHO,{LONG_NAME},Undirected,1",
    ]
    first, second = done.err.splitlines()
    assert first == "5 organisations, 4 pairs that signed together."
    assert second.startswith("Left out: 1 organisation that signed alone")
