"""Test `mediarel export`: formats, options and places."""

import csv
import errno
import io
import json
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from archives import files_below, statements, unchanged
from conftest import Done, Run, Screen, Shell, refused
from faults import Disk, Fault
from feed_faults import faults
from mediarel.formats.table import NAMES
from samples import ALL

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


def with_default_first(data: bytes) -> bytes:
    """Return the archive in the layout of a script that sorts keys."""
    tables = {**json.loads(data), "_default": {"1": {"seen": "yes"}}}
    return json.dumps(tables, indent=2, sort_keys=True).encode()


def cut(data: bytes) -> bytes:
    """Return the first half of the archive."""
    return with_default_first(data)[: len(data) // 2]


def refused_place(done: Done, name: str, what: str) -> None:
    """Check that the export was refused_place because the file `name` is `what`."""
    problem = f"Error: {name} is {what}, which can't be replaced"
    assert (done.code, done.out, done.err.splitlines()[0]) == (2, "", problem)


OWN_FILES = (
    "data/statements.json",
    "data/../data/statements.json",
    "symbolic.json",
    "hard.json",
    "folder/statements.json",
)


@pytest.mark.parametrize("name", OWN_FILES)
@pytest.mark.parametrize("shape", [bytes, with_default_first])
def test_archive_is_never_replaced_whatever_its_path(
    run: Run, store: Path, home: Path, shape: Callable[[bytes], bytes], name: str
) -> None:
    store.write_bytes(shape(store.read_bytes()))
    Path("symbolic.json").symlink_to(store)
    Path("hard.json").hardlink_to(store)
    Path("folder").symlink_to("data")
    before = files_below(home)

    refused_place(run("export", f"--output={name}"), name, "the archive itself")
    assert files_below(home) == before


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("data/backups/statements-2040-01-01.json", "in the archive's backup folder"),
        ("data/files/a.csv", "in the archive's folder for attached files"),
        ("link.json", "a backup of the archive"),
        (
            "data/.statements.json.lock",
            "a file that mediarel keeps next to the archive",
        ),
        (
            "data/statements.json.damaged-20200101T000000Z",
            "a file that mediarel keeps next to the archive",
        ),
    ],
)
def test_backups_and_files_of_the_archive_are_not_replaced(
    run: Run, store: Path, home: Path, name: str, what: str
) -> None:
    run("backup")
    (store.parent / "files").mkdir()
    (backup,) = (store.parent / "backups").iterdir()
    Path("link.json").hardlink_to(backup)
    before = files_below(home)

    done = run("export", "--format=csv", f"--output={name}")

    refused_place(done, name, what)
    assert files_below(home) == before


@pytest.mark.parametrize("shape", [bytes, cut])
def test_other_archives_are_not_replaced_even_if_damaged(
    run: Run, home: Path, shape: Callable[[bytes], bytes]
) -> None:
    run("init", "other", "--sample")
    other = Path("other", "data", "statements.json")
    Path("all.json").write_bytes(shape(other.read_bytes()))
    before = files_below(home)

    refused_place(run("export", "--output=all.json"), "all.json", "an archive")
    assert files_below(home) == before


def test_place_of_a_missing_archive_stays_free(run: Run) -> None:
    """`restore --from` can restore the archive only if no file is there."""
    run("init", "other", "--sample")
    run("backup", "--archive=other")
    place = Path("other", "data", "statements.json")
    place.unlink()

    done = run("export", f"--output={place}")

    refused_place(done, str(place), "the path of another archive")
    assert not place.exists()


@pytest.mark.parametrize(
    "content",
    ["", "{}", '{"history": {"kept": 7}}', '{"text": "\\"statements\\": {}"}'],
)
def test_files_that_resemble_an_archive_can_be_replaced(run: Run, content: str) -> None:
    path = Path("all.jsonl")
    path.write_text(content, encoding="utf-8")

    done = [run("export", f"--output={path}", "--force") for _ in range(2)]

    assert [each.err for each in done] == [f"Wrote 9 statements to {path}.\n"] * 2


@pytest.mark.parametrize("command", ["list", "export --format=csv -o -", "backup"])
@pytest.mark.parametrize("into", [">>", "1<>"])
def test_standard_output_can_not_be_the_archive(
    shell: Shell, store: Path, command: str, into: str
) -> None:
    with unchanged(store):
        done = shell(f"mediarel {command} {into} data/statements.json")

    assert done.code == 2
    assert done.err.splitlines() == [
        f"Error: the output would overwrite the archive {store}",
        "Hint: Write to a different file. Nothing was written.",
    ]


PACKAGE = Path("datapackage.json")


def test_existing_description_is_replaced_only_with_force(run: Run) -> None:
    PACKAGE.write_text("mine", "utf-8")

    refused(run("export", "--output=all.csv", "--package"), 1)
    assert not Path("all.csv").exists()
    assert PACKAGE.read_text("utf-8") == "mine"

    assert run("export", "--output=all.csv", "--package", "--force").code == 0
    assert json.loads(PACKAGE.read_bytes())["name"] == "all"


def test_both_files_are_complete_whichever_call_fails(tmp_path: Path) -> None:
    """The table is written first.

    If the description is missing, the exit code shows this.
    """
    home = tmp_path / "failing"
    home.mkdir()
    disk = Disk(home)
    (home / "tables").mkdir()
    table, description = home / "tables" / "all.csv", home / "tables" / PACKAGE
    old = (b"old", b"mine")
    codes = set()
    for at in range(1, 99, 1 if ALL else 7):
        for path, content in zip((table, description), old, strict=True):
            path.write_bytes(content)
        fault = Fault(at, errno.EIO, watched="tables")
        done = disk.run(
            "export", "--output=tables/all.csv", "--package", "--force", fault=fault
        )
        if not any(call.failed for call in disk.logged()):
            break
        codes.add(done.code)
        kept = [path.read_bytes() for path in (table, description)]
        assert kept[0] == old[0] or b"id,uuid,date" in kept[0], kept[0]
        if kept[1] == old[1]:
            assert done.code == 7, done
        else:
            assert sha256(kept[0]).hexdigest().encode() in kept[1]
    assert (done.code, codes) == (0, {7})


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--format=csv",), "--package needs an output file"),
        (("--format=csv", "--output=-"), "--package needs an output file"),
        (("--format=csv", "--output=/dev/stdout"), "--package needs an output file"),
        (("--format=csv", "--output=/dev/null"), "--package needs an output file"),
        (("--output=all.json",), "--package has no effect on json"),
        (("--output=all.xlsx",), "--package has no effect on xlsx"),
        (("--format=csv", f"--output={PACKAGE}"), f"{PACKAGE} is reserved for"),
    ],
)
def test_package_needs_a_table_in_a_file(
    run: Run, arguments: tuple[str, ...], problem: str
) -> None:
    done = run("export", *arguments, "--package")

    assert refused(done, 2).startswith(f"Error: {problem}")
    assert not PACKAGE.exists()


TO_FOLDER = ("export", "--format=markdown", "--output=site/")


def files() -> list[str]:
    return sorted(path.name for path in Path("site").iterdir())


def test_exported_folder_can_be_imported_again(run: Run) -> None:
    run("add", "--date=2012-07~", "--program=CLEC", "--title=ភ្នំពេញ", "--tag=y")
    done = run(*TO_FOLDER)
    run("init", "copy")

    assert done.err == "Wrote 10 statements to 10 files in site.\n"
    assert "2012-07-ភ្នំពេញ-10.md" in files()
    assert "0 new, 0 changed, 10 unchanged" in run("import", "site", "--dry-run").err
    assert run("import", "site", "--archive=copy").err.startswith("Added 10 statements")
    columns = ("--format=csv", "--sort=oldest")
    ours, theirs = (
        [line.split(",", 1)[1].rsplit(",", 2)[0] for line in out.split("\r\n") if line]
        for out in (
            run("export", *columns).out,
            run("export", *columns, "--archive=copy").out,
        )
    )
    assert sorted(ours) == sorted(theirs)


def test_existing_files_are_replaced_only_with_force(run: Run) -> None:
    """Files of other programs stay unchanged."""
    run(*TO_FOLDER)
    first, *_ = files()
    Path("site", first).write_text("mine", encoding="utf-8")
    Path("site", "_index.md").write_text("mine", encoding="utf-8")

    refused(run(*TO_FOLDER), 1)
    assert Path("site", first).read_text("utf-8") == "mine"
    assert run(*TO_FOLDER, "--force").code == 0
    assert Path("site", first).read_text("utf-8") != "mine"
    assert Path("site", "_index.md").read_text("utf-8") == "mine"


def test_outdated_files_are_named_but_not_deleted(run: Run) -> None:
    run(*TO_FOLDER)
    Path("site", "2012-notes-1.md").write_text("mine", encoding="utf-8")
    before = files()
    run("edit", "4", "--title=Other")
    run("remove", "1", "--yes")

    done = run(*TO_FOLDER, "--force")

    old = next(name for name in before if name.endswith("-4.md"))
    gone = next(name for name in before if name.startswith("2011"))
    assert done.err.splitlines() == [
        f"Kept files that are not part of this export: {gone}, {old}, 2012-notes-1.md.",
        "Wrote 8 statements to 8 files in site.",
    ]
    assert files() == sorted([*before, "2012-07-31-other-4.md"])


def test_write_error_reports_the_number_of_written_files(run: Run) -> None:
    run(*TO_FOLDER)
    second = Path("site", files()[-2])
    second.unlink()
    second.mkdir()

    done = run(*TO_FOLDER, "--force")

    assert refused(done, 7).startswith(f"Error: {second}: ")
    assert "Files written before the error: 1" in done.err
