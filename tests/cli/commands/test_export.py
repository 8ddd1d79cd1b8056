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

if TYPE_CHECKING:
    from conftest import Run, Screen, Shell


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
def test_what_a_listing_can_not_hold(run: Run) -> None:
    """It is told of what was exported; the results are the page and nothing else."""
    run("add", "--date=2020", "--program=CLEC", "--title=On land", "--tag=land")
    run("add", "--date=2021", "--program=CLEC", "--title=A", "--type=Open Letter")

    done = run("export", "--format=listing")

    assert done.code == 0
    assert done.err == (
        "Not exported, as listing has no place for: type (10 statements) and"
        " tags (1 statement). To export all: mediarel export --format json\n"
    )
    assert done.out.startswith("Program's Media Release\nAll Years, 2021, 2020, ")
    assert run("export", "--format=listing", "--until=2019").err == ""
    assert run("export", "--format=json").err == ""


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
    said = f" (format: {format_})" if name in {"all.md", "all.txt"} else ""
    assert done.err == f"Wrote 9 statements to {name}{said}.\n"
    assert Path(name).read_bytes().decode() == run("export", "--format", format_).out


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
        (["nomatch"], "No statement has 'nomatch'. To see all statements:", "list"),
        (["--year=1999"], "To find out why:", "list --year 1999"),
        (
            ["--", "-nomatch AND nomatch"],
            "No statement has 'nomatch'. To see all statements:",
            "list",
        ),
        (
            ["--year=1999", "--tag=a b", "--program=CLEC", "land"],
            (
                "No statement has 'land'. No statement has tag:\"a b\"."
                " To see all statements:"
            ),
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
            f"Error: {name} already exists; nothing was written",
            "Hint: Replace it with --force, or choose a different file with --output.",
        ],
    )
    assert Path("old.csv").read_text(encoding="utf-8") == "old"
    assert run("export", f"--output={name}", "--force").code == 0
    assert Path("old.csv").read_text(encoding="utf-8") != "old"


@pytest.mark.usefixtures("store")
def test_a_file_that_is_there_is_asked_about(screen: Screen) -> None:
    """Enter is a no; only a file that would be replaced is asked about."""
    Path("old.csv").write_text("old", encoding="utf-8")
    question = "old.csv already exists. Replace it? [y/N]: "

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
        ([], "export needs a format"),
        (["--format=xml"], "there is no format 'xml'"),
        (["--output=all"], "can't tell the format from the file name 'all'"),
        (["--output=all.xlsm"], "'all.xlsm': mediarel can read such files but"),
        (["--output=all.xml"], "can't tell the format from the file name 'all.xml'"),
        (["--format=json", "--raw"], "--raw has no effect on json"),
        (["--output=all.md", "--no-bom"], "--no-bom has no effect on markdown"),
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
        "These statements contain the word 13. For the ID:"
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
        "The attached files of 1 statement are not included. To include them:"
        f" mediarel export --format {name} --output FOLDER/\n"
    )
    assert run("export", "--format", name, "--year", "2014").err == ""
    assert "not in it" not in run("export", "--output", "all/").err
