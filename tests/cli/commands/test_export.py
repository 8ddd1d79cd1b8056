"""Test `mediarel export` to standard output and to files."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from archives import statements
from conftest import Run, Screen, Shell
from feed_faults import faults
from mediarel.formats.table import NAMES

pytestmark = pytest.mark.usefixtures("store")


def test_json_has_all_fields_of_the_store(run: Run, store: Path) -> None:
    done = run("export", "--format=json")

    held = statements(store)
    shown = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert [each["id"] for each in shown] == [9, 8, 7, 6, 5, 4, 3, 2, 1]
    lists = ("archived", "gone", "merged", "notes", "replaces", "withheld")
    rare: dict[str, object] = {name: [] for name in lists}
    rare |= dict.fromkeys(("embargo", "series", "status"))
    assert {str(each.pop("id")): each for each in shown} == {
        number: {**each, "excerpt": False, **rare} for number, each in held.items()
    }


def test_csv_has_a_byte_order_mark_and_the_line_ends_of_rfc_4180(run: Run) -> None:
    marked = run("export", "--format=csv").out
    out = run("export", "--format=csv", "--no-bom").out

    rows = list(csv.reader(io.StringIO(out, newline="")))
    assert marked == f"\ufeff{out}"
    assert out.startswith("id,uuid,date,program,")
    assert out.count("\r\n") >= 10
    assert len(rows) == 10


def test_losses_of_a_format_are_reported(run: Run) -> None:
    run("add", "--date=2020", "--program=CLEC", "--title=On land", "--tag=land")
    run("add", "--date=2021", "--program=CLEC", "--title=A", "--type=Open Letter")

    done = run("export", "--format=listing")

    assert done.code == 0
    assert done.err == (
        "Not exported: type (10 statements) and tags (1 statement). The format"
        " listing can't contain them. To export everything:"
        " mediarel export --format json\n"
    )
    assert done.out.startswith("Program's Media Release\nAll Years, 2021, 2020, ")
    assert run("export", "--format=listing", "--until=2019").err == ""
    assert run("export", "--format=json").err == ""


@pytest.mark.parametrize(
    ("name", "format_"),
    [("ALL.JSON", "json"), ("all.md", "markdown"), ("all.txt", "listing")],
)
def test_file_has_the_format_of_its_name(run: Run, name: str, format_: str) -> None:
    done = run("export", "--output", name)

    assert (done.code, done.out) == (0, "")
    assert done.err == f"Wrote 9 statements to {name}.\n"
    assert Path(name).read_bytes().decode() == run("export", "--format", format_).out


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_standard_output_by_name_is_not_replaced(shell: Shell, name: str) -> None:
    done = shell(
        f"(echo before; mediarel export --output {name} --format=jsonl; echo after)"
        " > all; cat all"
    )

    lines = done.out.splitlines()
    assert (done.code, len(lines)) == (0, 11)
    assert (lines[0], lines[-1]) == ("before", "after")
    assert json.loads(lines[1])["id"] == 9


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("nomatch", "No statement has 'nomatch'. To see all statements: mediarel list"),
        ("--year=1999", "To see all statements: mediarel list"),
        (
            "--tag=a b",
            'No statement has tag:"a b". To see all statements: mediarel list',
        ),
    ],
)
def test_nothing_is_written_without_matches(run: Run, query: str, hint: str) -> None:
    Path("old.csv").write_text("old", encoding="utf-8")
    outputs = (["old.csv", "--force"], ["old.csv"], ["new.csv"], ["-"])

    done = [run("export", "--format=csv", query, "--output", *each) for each in outputs]

    told = f"Error: no statement matches, so nothing was written\nHint: {hint}\n"
    assert {(each.code, each.out, each.err) for each in done} == {(3, "", told)}
    assert Path("old.csv").read_text(encoding="utf-8") == "old"
    assert not Path("new.csv").exists()


@pytest.mark.parametrize("name", ["old.csv", "link.csv"])
def test_existing_file_is_replaced_only_with_force(run: Run, name: str) -> None:
    """A link to an existing file is replaced only with --force, too."""
    old = Path("old.csv")
    old.write_text("old", encoding="utf-8")
    Path("link.csv").symlink_to(old)

    done = run("export", f"--output={name}")

    assert (done.code, done.err) == (
        1,
        (
            f"Error: {name} already exists; nothing was written\n"
            "Hint: To replace it, add --force."
            " Or choose a different file with --output.\n"
        ),
    )
    assert old.read_text(encoding="utf-8") == "old"
    assert run("export", f"--output={name}", "--force").code == 0
    assert old.read_text(encoding="utf-8") != "old"


def test_terminal_asks_before_replacing_a_file(screen: Screen) -> None:
    Path("old.csv").write_text("old", encoding="utf-8")
    question = "old.csv already exists. Replace it? [y/N]: "

    no = screen("export", "-o", "old.csv", answers=((question, "\r"),))
    assert (no.code, Path("old.csv").read_text(encoding="utf-8")) == (1, "old")
    nothing = screen("export", "nomatch", "-o", "old.csv")
    assert (nothing.code, "Replace" in nothing.out) == (3, False)
    yes = screen("export", "-o", "old.csv", answers=((question, "y\r"),))
    assert yes.code == 0
    assert "Wrote 9 statements to old.csv." in yes.out


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (
            ["--output=no/all.csv"],
            7,
            "no/all.csv: no such file or directory\nHint: Create",
        ),
        (["--output=old.csv/all.csv"], 7, "old.csv/all.csv: "),
        (["--output=/dev/full", "--format=csv"], 7, "/dev/full: "),
        (["--output=old.csv", "--raw", "--format=json"], 2, "--raw has no effect on"),
    ],
)
def test_failed_export_leaves_the_old_file(
    run: Run, options: list[str], code: int, told: str
) -> None:
    Path("old.csv").write_text("old", encoding="utf-8")

    done = run("export", *options)

    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(f"Error: {told}")
    assert Path("old.csv").read_text(encoding="utf-8") == "old"
    assert {path.name for path in Path().iterdir()} <= {"cache", "data", "old.csv"}


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "export needs a format"),
        (["--format=xml"], "there is no format 'xml'"),
        (["--output=all"], "can't tell the format from the file name 'all'"),
        (
            ["--output=a.ods"],
            "mediarel can't write .ods files\nHint: Use the file name 'a.xlsx'",
        ),
        (
            ["--output=a.PDF"],
            "mediarel can't write .PDF files\nHint: Use the file name 'a.html'",
        ),
        (["--format=csv", "--output="], "--output is empty"),
        (["--format=csv", "id:4.."], "invalid query: '4..' is not an id\n"),
        (["--format=json", "--raw"], "--raw has no effect on json"),
        (["--format=csv", "a AND"], "invalid query"),
    ],
)
def test_invalid_call_is_refused(run: Run, arguments: list[str], problem: str) -> None:
    before = sorted(Path().iterdir())

    done = run("export", *arguments)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"Error: {problem}")
    assert "\nHint: " in done.err
    assert sorted(Path().iterdir()) == before


@pytest.mark.parametrize("command", [("list",), ("search", "land"), ("show", "9")])
@pytest.mark.parametrize("format_", ["csv", "tsv"])
def test_other_commands_print_no_bom(
    run: Run, command: tuple[str, ...], format_: str
) -> None:
    """A script would read the mark as part of the first column's name."""
    out = run(*command, "--format", format_).out

    assert out.startswith("id")


def test_number_is_searched_as_a_word_and_the_id_suggested(run: Run) -> None:
    done = run("export", "--format=ris", "13")

    assert done.code == 0
    assert done.err.endswith(
        "To find statements by ID: mediarel export --format=ris id:13\n"
    )


def test_omitted_files_are_reported(run: Run, home: Path) -> None:
    (home / "scan.pdf").write_bytes(b"%PDF-1.4")
    run("attach", "3", "scan.pdf")

    assert run("export", "--format", "csv").err == (
        "The attached files of 1 statement are not included. To include them:"
        " mediarel export --format csv --output FOLDER/\n"
    )
    assert run("export", "--format", "csv", "--year", "2014").err == ""
    assert "not included" not in run("export", "--output", "all/").err


ENGLISH = {
    "date": "2026-11-20",
    "program": "CLEC",
    "text": "Free the fishers of the bay.",
    "uuid": "aaaaaaaa-0001-4000-8000-000000000001",
    "language": "en",
    "sources": ["https://example.org/en"],
}
KHMER = {
    **ENGLISH,
    "text": "សូមដោះលែងអ្នកនេសាទ",
    "uuid": "aaaaaaaa-0002-4000-8000-000000000002",
    "language": "km",
    "sources": ["https://example.org/km"],
    "translation_of": ENGLISH["uuid"],
}


def test_feed_keeps_its_id_if_the_archive_is_renamed(run: Run) -> None:
    before, again = (run("export", "--format", "atom").out for _ in range(2))
    run("configure", "--name", "Our releases")
    after = run("export", "--format", "atom").out

    first, second = (re.findall("<id>(.*?)</id>", each)[0] for each in (before, after))
    assert first == second
    assert before == again
    assert faults(before.encode()) == faults(after.encode()) == []
    assert before.partition("<updated>")[2] != after.partition("<updated>")[2]


@pytest.mark.parametrize(
    "words", [("export",), ("list",), ("search", "fishers"), ("show", "10")]
)
def test_feed_links_translations(run: Run, words: tuple[str, ...]) -> None:
    run("import", "-", "--yes", stdin=json.dumps([ENGLISH, KHMER]))

    written = run(*words, "--format", "atom").out

    assert 'rel="alternate" hreflang="km" href="https://example.org/km"' in written


def test_pipe_gets_a_line_for_each_format(run: Run) -> None:
    done = run("export", "--formats")

    rows = [line.split("\t") for line in done.out.splitlines()]
    assert (done.code, done.err) == (0, "")
    assert [row[0] for row in rows] == list(NAMES)
    assert ["csv", "in, out", ".csv", "a spreadsheet"] in rows
    assert rows[0] == ["archive", "in", "", "a different mediarel archive, or a backup"]


def test_plain_output_has_labels(screen: Screen) -> None:
    shown = screen("export", "--formats", "--plain").out

    assert shown.split("\n\n")[0] == (
        "Format: archive\nWay: in\nFor: a different mediarel archive, or a backup"
    )
    assert "\nFormat: csv\nWay: in, out\nEnding: .csv\nFor: a spreadsheet\n\n" in shown
