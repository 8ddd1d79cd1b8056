"""`mediarel stats`.

- into a pipe: values and numbers set apart by tabs; what they do not say by themselves
  is told besides
- filters and queries; --and; each format, to stdout and into a file
- on a terminal of 40, 80 and 120 columns no line is too long; bars, or a table of two
- plain output; nothing there, nothing found; what is refused
- nothing that draws or writes workbooks is loaded for a pipe
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import refused, unmeasured
from mediarel.stats.counts import BY
from terminal import columns_of

if TYPE_CHECKING:
    from cli.conftest import Drawn
    from conftest import Run, Shell

pytestmark = pytest.mark.usefixtures("store")

KHMER = "អង្គការសង្គមស៊ីវិលអំពាវនាវឱ្យដោះលែងអ្នកទោសមនសិការទាំងអស់"
LONG = "Independent Democracy of Informal Economy Association of the Kingdom (IDIEA)"


def test_years_into_a_pipe(run: Run) -> None:
    """Without more to say: the rows alone."""
    done = run("stats")

    assert (done.code, done.err) == (0, "")
    assert done.out == "2011\t1\n2012\t6\n2013\t1\n2014\t1\n"


def test_two_into_a_pipe(run: Run) -> None:
    """A line for each pair that there is."""
    run("edit", "2", "--type", "Open Letter", "--yes")

    done = run("stats", "--by=type", "--and=year", "--until=2012")

    assert done.out.splitlines() == [
        "Joint Statement\t2011\t1",
        "Joint Statement\t2012\t5",
        "Open Letter\t2012\t1",
    ]


def test_what_has_several_is_told_besides(run: Run) -> None:
    """The numbers of the tags are more than the statements."""
    run("edit", "1-3", "--add-tag=land", "--add-tag=radio", "--yes")

    done = run("stats", "--by=tag")

    assert done.out == "land\t3\nradio\t3\n(none)\t6\n"
    assert done.err == "9 statements. Each counts once for every tag.\n"


@pytest.mark.parametrize(
    "words",
    [
        *(["sonando"], ["--year=2012"], ["--program=CLEC"], ["--since=2012-08"]),
        *(["--type=Joint Statement"], ["--until=2012-08"], ["text:radio OR id:1"]),
    ],
)
@pytest.mark.parametrize("by", ["year", "program", "place"])
def test_it_counts_what_a_list_shows(run: Run, words: list[str], by: str) -> None:
    listed = run("list", *words).out.splitlines()

    counted = run("stats", "--by", by, *words).out.splitlines()

    assert sum(int(line.split("\t")[1]) for line in counted) == len(listed)


def test_a_year_has_four_digits(run: Run, drawn: Drawn) -> None:
    """As `--year` takes it, in counts, in the bar of a list and where Tab completes."""
    run("add", "--date=0450", "--program=CLEC", "--text=Old.", "--allow-duplicate")

    assert run("stats", "--until=2011").out == "0450\t1\n2011\t1\n"
    assert "0450,1\r\n" in run("stats", "--format=csv").out
    assert drawn("stats")[3].split()[:2] == ["0450", "1"]
    assert drawn("list")[1].endswith(" · 0450 1")
    assert "0450 (1)" in run("list", "--until=0400").err


def test_csv(run: Run) -> None:
    """To stdout without the mark for Excel, into a file with it."""
    done = run("stats", "--by=place", "--format=csv")
    run("stats", "--by=place", "--output=by-place.csv")

    assert done.out == "place,statements\r\nPhnom Penh,3\r\n,6\r\n"
    assert done.err == ""


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_stdout_by_its_name(shell: Shell, name: str) -> None:
    """It is written as where no file is named."""
    plain = shell("mediarel stats --format=csv")
    done = shell(f"mediarel stats --format=csv --output={name}")

    assert (done.out, done.err) == (plain.out, "")
    assert plain.out.startswith("year,statements")


def test_a_file(run: Run, home: Path) -> None:
    """Its ending says what it is; one that is there is replaced when that is said."""
    file = home / "by.csv"
    done = run("stats", "--output", str(file))
    again = run("stats", "--by=place", "--output", str(file))
    forced = run("stats", "--by=place", "--output", str(file), "--force")

    assert (done.out, done.err) == ("", f"Wrote the counts to {file}.\n")
    assert refused(again, 1).endswith("is there already, and was left as it is")
    assert forced.code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbfplace,statements\r\n")


def test_counts_of_nothing_do_not_replace_a_file_unasked(run: Run) -> None:
    """They are written as any others are."""
    Path("keep.csv").write_text("old", encoding="utf-8")

    done = run("stats", "xylophone", "--output=keep.csv")

    assert refused(done, 1) == (
        "Error: keep.csv is there already, and was left as it is"
    )
    assert Path("keep.csv").read_text(encoding="utf-8") == "old"
    assert run("stats", "xylophone", "--output=keep.csv", "--force").code == 0


@pytest.mark.parametrize(("name", "begin"), [("svg", b"<?xml"), ("xlsx", b"PK")])
def test_other_files(run: Run, home: Path, name: str, begin: bytes) -> None:
    file = home / f"by.{name.upper()}"

    assert run("stats", "--output", str(file)).code == 0
    assert file.read_bytes().startswith(begin)


def test_by_two(run: Run) -> None:
    """A second --by makes the table that --and makes."""
    done = run("stats", "--by=type", "--by=year")

    assert done.out.startswith("Joint Statement\t2011\t1\n")
    assert done.out == run("stats", "--by=type", "--and=year").out


@pytest.mark.about_files("what would be written over it")
def test_the_archive_is_not_replaced(run: Run, store: Path) -> None:
    before = store.read_bytes()

    done = run("stats", "--format=json", "--output", str(store), "--force")

    assert "is the archive" in refused(done, 2)
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by=nothing"], "'nothing' is not one of 'year'"),
        (["--by=year", "--and=year"], "two different ones, not year and year"),
        (["--by=tag", "--by=year", "--by=type"], "not tag and year and type"),
        (["--output=counts"], "counts has no ending that says what to write"),
        (["--output=counts.pdf"], "counts.pdf has no ending"),
        (["--format=pdf"], "'pdf' is not one of 'csv'"),
        (["--year=soon"], "soon"),
    ],
)
def test_what_is_refused(run: Run, words: list[str], said: str) -> None:
    done = run("stats", *words)

    assert said in refused(done, 4 if said == "soon" else 2)


def test_nothing_found(run: Run) -> None:
    """As of a list; in a format it is a table without rows."""
    done = run("stats", "xylophone")
    read = json.loads(run("stats", "xylophone", "--format=json").out)

    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("No statement matches. None has 'xylophone'.")
    assert (read["statements"], read["counts"]) == (0, [])


def test_an_empty_archive(run: Run) -> None:
    run("init", "new")

    done = run("stats", "--archive", "new")

    assert done.err.startswith("The archive is empty. Fill it: ")


@pytest.fixture
def filled(run: Run) -> None:
    """Give statements values that are long, in Khmer, and many."""
    run("edit", "1-4", f"--add-signatory={KHMER}", "--yes")
    run("edit", "3-6", f"--add-signatory={LONG}", "--yes")
    for number in range(1, 10):
        run("edit", str(number), f"--add-tag=t{number}", "--add-tag=land", "--yes")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize(
    "words",
    [
        *([], ["--by=signatory"], ["--by=year", "--and=tag"]),
        *(["--by=tag", "--and=year"], ["--by=signatory", "--and=tag"]),
    ],
    ids=" ".join,
)
def test_it_fits_the_terminal(drawn: Drawn, words: list[str], columns: int) -> None:
    """With its foot; the numbers are whole."""
    lines = drawn("stats", *words, columns=columns)

    assert max(map(columns_of, lines)) <= columns
    assert lines[0] == "Program's Media Release"
    assert any(line.startswith("9 statements.") for line in lines)


def test_bars(drawn: Drawn) -> None:
    """As long as their numbers; where it is narrow they are shorter."""
    lines = drawn("stats", columns=120)

    bars = [line.split()[2] for line in lines[3:7]]
    assert [line.split()[:2] for line in lines[3:7]] == [
        *(["2011", "1"], ["2012", "6"], ["2013", "1"], ["2014", "1"]),
    ]
    assert [len(bar) for bar in bars] == [10, 60, 10, 10]
    assert len(drawn("stats", columns=40)[4].split()[2]) == 20


def test_what_has_no_value_has_no_bar(drawn: Drawn) -> None:
    lines = drawn("stats", "--by=place")

    assert lines[3].split()[:3] == ["Phnom", "Penh", "3"]
    assert lines[4].split() == ["(none)", "6"]
    assert "█" in lines[3]


def test_a_table_of_two(drawn: Drawn) -> None:
    lines = drawn("stats", "--by=type", "--and=year", "--year=2012..2013")

    assert lines[0] == "Program's Media Release >> 2012..2013"
    assert lines[2].split() == ["Type", "2012", "2013", "Statements"]
    assert lines[3].split() == ["Joint", "Statement", "6", "1", "7"]


def test_plain(drawn: Drawn) -> None:
    """A label and a value on each line."""
    assert drawn("stats", "--by=place", "--and=language", "--plain") == [
        "Archive: Program's Media Release",
        "By: place and language",
        "Phnom Penh, en: 3",
        "(none), en: 6",
        "In all: 9 statements.",
    ]


def test_each_choice_works(run: Run) -> None:
    for by in BY:
        assert run("stats", "--by", by).code == 0


def test_what_is_not_loaded(store: Path) -> None:
    """For a pipe neither what draws nor what writes a workbook."""
    program = (
        "import sys; from mediarel.cli import app; app.run(['stats', '--by=tag']);"
        "print(*{'rich', 'xlsxwriter', 'tinydb'} & {*sys.modules})"
    )
    command = [sys.executable, "-c", program]
    subprocess.run(command, cwd=store.parents[1], check=True, env=unmeasured())

    done = subprocess.run(
        command,
        cwd=store.parents[1],
        check=True,
        capture_output=True,
        text=True,
        env=unmeasured(),
    )

    assert done.stdout == "(none)\t9\n\n"
