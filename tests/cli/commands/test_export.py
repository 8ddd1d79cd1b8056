"""`mediarel export`.

- to stdout, by a named format; filters and sorts of list
- what was imported as a page comes out as that page; what it can't hold is told
- to a file: the format by its name; whole or not at all
- stdout by its name is not replaced; of archives, see test_export_place.py
- nothing found: nothing is written, and a file that is there stays
- a file that is there is replaced after a yes, or with --force
- refused calls
- the mark by which Excel knows UTF-8: in exports, not for scripts and terminals
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from mediarel.errors import AccessError

if TYPE_CHECKING:
    from conftest import Run, Screen, Shell

PAGE = ROOT / "src" / "mediarel" / "sample" / "joint-statements.txt"


def test_json(run: Run, store: Path) -> None:
    """What the store holds, with ids and what is false, newest first."""
    done = run("export", "--format=json")

    held = json.loads(store.read_bytes())["statements"]
    shown = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert [each["id"] for each in shown] == [9, 8, 7, 6, 5, 4, 3, 2, 1]
    lists = ("merged", "notes", "replaces", "withheld")
    rare: dict[str, object] = {name: [] for name in lists}
    rare |= dict.fromkeys(("embargo", "series", "status"))
    assert {str(each.pop("id")): each for each in shown} == {
        number: {**each, "excerpt": False, **rare} for number, each in held.items()
    }


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", ["csv", "tsv", "jsonl"])
def test_what_says_nothing_of_its_archive_does_not_read_its_history(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The change that added 100,000 statements is 3 MB. The others do."""

    def fail(*_: object) -> None:
        raise AccessError("was read", "Call it again.")

    monkeypatch.setattr("mediarel.index.indexed_history.first_entry", fail)

    assert run("export", "--format", name).code == 0
    assert "was read" in run("export", "--format=atom").err


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["--year=2012", "--sort=oldest"], [2, 3, 4, 5, 6, 7]),
        (["sonando"], [5, 3]),
        (["--since=2013", "--program=CLEC"], [9, 8]),
    ],
)
def test_filters(run: Run, arguments: list[str], ids: list[int]) -> None:
    lines = run("export", "--format=jsonl", *arguments).out.splitlines()

    assert [json.loads(line)["id"] for line in lines] == ids


@pytest.mark.usefixtures("store")
def test_csv(run: Run) -> None:
    """Line ends are RFC 4180's, also on stdout; a byte order mark is before all."""
    marked = run("export", "--format=csv").out
    out = run("export", "--format=csv", "--no-bom").out

    rows = list(csv.reader(io.StringIO(out, newline="")))
    assert marked == f"\ufeff{out}"
    assert out.startswith("id,uuid,date,program,")
    assert out.count("\r\n") >= 10
    assert len(rows) == 10


@pytest.mark.usefixtures("store")
def test_raw_csv(run: Run) -> None:
    """A cell that a spreadsheet would run is made harmless, but with --raw."""
    run("add", "--date=2020", "--program=CLEC", "--title==1+1")

    assert ",'=1+1," in run("export", "--format=csv", "year:2020").out
    assert ",=1+1," in run("export", "--format=csv", "year:2020", "--raw").out


@pytest.mark.usefixtures("store")
def test_the_page_as_it_was(run: Run) -> None:
    """As a listing it equals the page, but for blank lines and ends of lines."""

    def essence(text: str) -> list[str]:
        return [line.rstrip() for line in text.splitlines() if line.strip()]

    done = run("export", "--format=listing")

    assert essence(done.out) == essence(PAGE.read_text(encoding="utf-8"))


@pytest.mark.usefixtures("store")
def test_what_a_listing_can_not_hold(run: Run) -> None:
    """It is told of what was exported; the results are the page and nothing else."""
    run("add", "--date=2020", "--program=CLEC", "--title=On land", "--tag=land")
    run("add", "--date=2021", "--program=CLEC", "--title=A", "--type=Open Letter")

    done = run("export", "--format=listing")

    assert done.code == 0
    assert done.err == (
        "Not exported, as listing has no place for: type (1 statement) and"
        " tags (1 statement). To export all: mediarel export --format json\n"
    )
    assert done.out.startswith("Program's Media Release\nAll Years, 2021, 2020, ")
    assert run("export", "--format=listing", "--until=2019").err == ""
    assert run("export", "--format=json").err == ""


@pytest.mark.usefixtures("store")
def test_titles_that_stand_alone_come_back(run: Run) -> None:
    """Through a listing into another archive they are titles again."""
    run("add", "--date=2020", "--program=CLEC", "--title=On land")
    run("export", "--output=page.txt")
    run("init", "copy")
    run("import", "page.txt", "--archive=copy")

    (copied,) = json.loads(
        run("list", "--year=2020", "--format=json", "--archive=copy").out
    )

    assert (copied["title"], copied["text"]) == ("On land", None)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("all.csv", "csv"),
        ("all.json", "json"),
        ("all.jsonl", "jsonl"),
        ("all.md", "markdown"),
        ("all.txt", "listing"),
        ("all.tsv", "tsv"),
        ("ALL.JSON", "json"),
    ],
)
def test_a_file(run: Run, name: str, format_: str) -> None:
    """Its name says the format; what is in it is what stdout would get."""
    done = run("export", "--output", name)

    assert (done.code, done.out) == (0, "")
    assert done.err == f"Wrote 9 statements to {name}.\n"
    assert Path(name).read_bytes().decode() == run("export", "--format", format_).out


@pytest.mark.usefixtures("store")
def test_a_named_format_wins(run: Run) -> None:
    """--format says more than the file's name."""
    run("export", "--output=all.txt", "--format=json", "--year=2011")

    assert json.loads(Path("all.txt").read_bytes())[0]["id"] == 1


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_stdout_by_its_name(shell: Shell, name: str) -> None:
    """It goes on where it is, and is not replaced as a file would be."""
    done = shell(
        f"(echo before; mediarel export --output {name} --format=jsonl; echo after)"
        " > all; cat all"
    )

    lines = done.out.splitlines()
    assert (done.code, len(lines)) == (0, 11)
    assert (lines[0], lines[-1]) == ("before", "after")
    assert json.loads(lines[1])["id"] == 9


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("query", "why", "command"),
    [
        (["nomatch"], "None has 'nomatch'. See all:", "list"),
        (["--year=1999"], "Try it first:", "list --year 1999"),
        (
            ["--", "-nomatch AND nomatch"],
            "None has 'nomatch'. See all:",
            "list",
        ),
        (
            ["--year=1999", "--tag=a b", "--program=CLEC", "land"],
            "None has 'land'. None has tag:\"a b\". See all:",
            "list",
        ),
    ],
)
@pytest.mark.parametrize("more", [[], ["--force"]])
def test_nothing_found(
    run: Run, query: list[str], why: str, command: str, more: list[str]
) -> None:
    """It is told; no file is made, and one that is there is not emptied."""
    Path("old.csv").write_text("old", encoding="utf-8")
    done = [
        run("export", *more, f"--output={name}", "--format=csv", *query)
        for name in ("old.csv", "new.csv", "-")
    ]

    problem = "Error: no statement matches, so nothing was written\n"
    assert {(each.code, each.out) for each in done} == {(3, "")}
    hint = f"Hint: {why} mediarel {command}\n"
    assert {each.err for each in done} == {f"{problem}{hint}"}
    assert Path("old.csv").read_text(encoding="utf-8") == "old"
    assert not Path("new.csv").exists()


def test_nothing_in_the_archive(run: Run) -> None:
    run("init", "new")

    done = run("export", "--archive=new", "--output=all.csv")

    assert done.code == 3
    assert done.err.startswith("Error: there is no statement to export")
    assert not Path("all.csv").exists()


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", ["old.csv", "link.csv"])
def test_a_file_that_is_there(run: Run, name: str) -> None:
    """Without a terminal it stays but with --force; a link leads to such a file."""
    Path("old.csv").write_text("old", encoding="utf-8")
    Path("link.csv").symlink_to("old.csv")

    done = run("export", f"--output={name}")

    assert (done.code, done.err.splitlines()) == (
        1,
        [
            f"Error: {name} is there already, and was left as it is",
            "Hint: Replace it with --force, or name another file with --output.",
        ],
    )
    assert Path("old.csv").read_text(encoding="utf-8") == "old"
    assert run("export", f"--output={name}", "--force").code == 0
    assert Path("old.csv").read_text(encoding="utf-8") != "old"


@pytest.mark.usefixtures("store")
def test_a_file_that_is_there_is_asked_about(screen: Screen) -> None:
    """Enter is a no; only a file that would be replaced is asked about."""
    Path("old.csv").write_text("old", encoding="utf-8")
    question = "old.csv is there already. Replace it? [y/N]: "

    no = screen("export", "-o", "old.csv", answers=((question, "\r"),))
    assert (no.code, Path("old.csv").read_text(encoding="utf-8")) == (1, "old")
    nothing = screen("export", "nomatch", "-o", "old.csv")
    assert (nothing.code, "Replace" in nothing.out) == (3, False)
    yes = screen("export", "-o", "old.csv", answers=((question, "y\r"),))
    assert yes.code == 0
    assert "Wrote 9 statements to old.csv." in yes.out


@pytest.mark.about_files("an index in the cache")
@pytest.mark.usefixtures("store")
def test_not_over_another_that_fails(run: Run) -> None:
    """Where it can't be written, what was there before is whole."""
    Path("folder").mkdir()
    Path("old.csv").write_text("old", encoding="utf-8")
    done = [
        run("export", "--output=nowhere/all.csv"),
        run("export", "--output=old.csv/all.csv", "--format=csv"),
        run("export", "--output=/dev/full", "--format=csv"),
        run("export", "--output=old.csv", "--raw", "--format=json"),
    ]

    errors = [each.err.splitlines() for each in done]
    assert [each.code for each in done] == [7, 7, 7, 2]
    assert {len(lines) for lines in errors} == {2}
    assert errors[0][0] == "Error: nowhere/all.csv: no such file or directory"
    assert errors[0][1].startswith(
        "Hint: Create the folder nowhere, or choose a different"
    )
    assert Path("old.csv").read_text(encoding="utf-8") == "old"
    assert {path.name for path in Path().iterdir()} == {
        "cache",
        "data",
        "folder",
        "old.csv",
    }


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "no format is named"),
        (["--format=xml"], "there is no format 'xml'"),
        (["--output=all"], "can't tell the format from the file name 'all'"),
        (["--output=all.xlsm"], "'all.xlsm': mediarel can read such files but"),
        (["--output=all.xml"], "the name 'all.xml' does not say which format"),
        (["--format=json", "--raw"], "--raw says nothing for json"),
        (["--output=all.md", "--no-bom"], "--no-bom says nothing for markdown"),
        (["--format=csv", "a AND"], "invalid query"),
    ],
)
def test_refused(run: Run, arguments: list[str], problem: str) -> None:
    done = run("export", *arguments)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"Error: {problem}")
    assert not Path("all").exists()


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("command", [("list",), ("search", "land"), ("show", "9")])
@pytest.mark.parametrize("format_", ["csv", "tsv"])
def test_what_feeds_a_script_has_no_mark(
    run: Run, command: tuple[str, ...], format_: str
) -> None:
    """A script would take it for a letter of the first column's name."""
    out = run(*command, "--format", format_).out

    assert out.startswith("id")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("output", [(), ("--output=/dev/tty",)])
def test_a_terminal_is_sent_no_mark(screen: Screen, output: tuple[str, ...]) -> None:
    """There it would be seen, as its number."""
    sent = screen("export", "9", "--format=csv", *output, raw=True).out

    assert sent.startswith("id,uuid,date")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("format_", ["csv", "tsv"])
def test_khmer_in_a_spreadsheet_comes_back(run: Run, format_: str) -> None:
    """What is exported, with the mark or without, is imported as it was."""
    run("add", "--date=2020", "--program=CLEC", "--title=ភ្នំពេញ")
    for number, given in enumerate([(), ("--no-bom",)]):
        run("export", f"--output={number}.{format_}", *given)
        run("init", f"copy{number}")

        done = run("import", f"{number}.{format_}", f"--archive=copy{number}")

        assert done.err.startswith("Added 10 statements")
        assert run("list", f"--archive=copy{number}").out == run("list").out


@pytest.mark.usefixtures("store")
def test_a_number_is_a_word_and_the_id_is_told(run: Run) -> None:
    done = run("export", "--format=ris", "13")

    assert done.code == 0
    assert done.err.endswith(
        "This is what has the word 13. For what has that id:"
        " mediarel export --format=ris id:13\n"
    )


@pytest.mark.usefixtures("store")
def test_an_empty_name_is_no_folder(run: Run, home: Path) -> None:
    """As of a variable of the shell that holds nothing."""
    before = sorted(home.rglob("*"))

    done = run("export", "--format", "csv", "--output", "")

    assert (done.code, done.err.splitlines()[0]) == (2, "Error: --output is empty")
    assert sorted(home.rglob("*")) == before


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", ["csv", "json"])
def test_files_that_do_not_go_along_are_told(run: Run, home: Path, name: str) -> None:
    """Of what is exported; a folder has them."""
    (home / "scan.pdf").write_bytes(b"%PDF-1.4")
    run("attach", "3", "scan.pdf")

    assert run("export", "--format", name).err == (
        "The attached files of 1 statement are not in it. To take them along:"
        f" mediarel export --format {name} --output FOLDER/\n"
    )
    assert run("export", "--format", name, "--year", "2014").err == ""
    assert "not in it" not in run("export", "--output", "all/").err


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("name", "meant"), [("excel", "xlsx"), ("md", "markdown"), ("bibtex", "biblatex")]
)
def test_a_format_by_another_name(run: Run, name: str, meant: str) -> None:
    assert f"\nHint: Did you mean {meant}? " in run("export", "--format", name).err


@pytest.mark.usefixtures("store")
def test_an_export_beside_the_archive_is_not_taken_for_it(run: Run) -> None:
    """Its folder stands for the archive in it."""
    run("export", "--output", "./", "--format", "json")

    assert run("list", "--archive", ".").out == run("list").out != ""
