"""Test the places that `mediarel export --output` writes to, and `--package`."""

import errno
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from archives import files_below, unchanged
from conftest import Done, Run, Shell, refused
from faults import Disk, Fault
from samples import ALL

pytestmark = pytest.mark.usefixtures("store")


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


NAMES = (
    "data/statements.json",
    "data/../data/statements.json",
    "symbolic.json",
    "hard.json",
    "folder/statements.json",
)


@pytest.mark.parametrize("name", NAMES)
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
