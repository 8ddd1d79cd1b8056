"""Test the places that `mediarel export --output` refuses to write to."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from archives import files_below, unchanged
from conftest import Done, Run, Shell

pytestmark = pytest.mark.usefixtures("store")


def with_default_first(data: bytes) -> bytes:
    """Return the archive in the layout of a script that sorts keys."""
    tables = {**json.loads(data), "_default": {"1": {"seen": "yes"}}}
    return json.dumps(tables, indent=2, sort_keys=True).encode()


def cut(data: bytes) -> bytes:
    """Return the first half of the archive."""
    return with_default_first(data)[: len(data) // 2]


def refused(done: Done, name: str, what: str) -> None:
    """Check that the export was refused because the file `name` is `what`."""
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

    refused(run("export", f"--output={name}"), name, "the archive itself")
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

    refused(done, name, what)
    assert files_below(home) == before


@pytest.mark.parametrize("shape", [bytes, cut])
def test_other_archives_are_not_replaced_even_if_damaged(
    run: Run, home: Path, shape: Callable[[bytes], bytes]
) -> None:
    run("init", "other", "--sample")
    other = Path("other", "data", "statements.json")
    Path("all.json").write_bytes(shape(other.read_bytes()))
    before = files_below(home)

    refused(run("export", "--output=all.json"), "all.json", "an archive")
    assert files_below(home) == before


def test_place_of_a_missing_archive_stays_free(run: Run) -> None:
    """`restore --from` can restore the archive only if no file is there."""
    run("init", "other", "--sample")
    run("backup", "--archive=other")
    place = Path("other", "data", "statements.json")
    place.unlink()

    done = run("export", f"--output={place}")

    refused(done, str(place), "the path of another archive")
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
