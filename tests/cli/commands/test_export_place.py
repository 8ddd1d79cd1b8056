"""Where `mediarel export --output` does not write, whatever leads there.

- the archive itself: by its path, `..`, a symbolic link, a hard link, its folder
- whatever its first key is, and where it is damaged
- its backups, its attached files, its lock, its damaged copies
- another archive, whole or damaged, and the place of one that is missing
- what only looks like one is replaced
- nor does standard output go into the archive
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Done, Run, Shell


def files_below(folder: Path) -> dict[Path, bytes]:
    """Return all files, but for the index, with what is in them."""
    return {
        path: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "cache" not in path.parts
    }


def with_default_first(data: bytes) -> bytes:
    """Return the archive as a script that sorts keys may leave it."""
    tables = {**json.loads(data), "_default": {"1": {"seen": "yes"}}}
    return json.dumps(tables, indent=2, sort_keys=True).encode()


def in_utf_16(data: bytes) -> bytes:
    """Return the archive as an editor may save it."""
    return with_default_first(data).decode().encode("utf-16")


def cut(data: bytes) -> bytes:
    """Return the archive with its end missing."""
    return with_default_first(data)[: len(data) // 2]


def refused(done: Done, name: str, what: str) -> None:
    """Check that it was not written, and why."""
    problem = f"Error: {name} is {what}, which an export would replace"
    assert (done.code, done.out, done.err.splitlines()[0]) == (2, "", problem)


NAMES = (
    "data/statements.json",
    "data/../data/statements.json",
    "symbolic.json",
    "hard.json",
    "folder/statements.json",
)


@pytest.mark.about_files("what would be written over it")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("shape", [bytes, with_default_first])
def test_not_over_the_archive(
    run: Run, store: Path, home: Path, shape: Callable[[bytes], bytes], name: str
) -> None:
    """Whichever name leads to it, and whichever of its tables comes first."""
    store.write_bytes(shape(store.read_bytes()))
    Path("symbolic.json").symlink_to(store)
    Path("hard.json").hardlink_to(store)
    Path("folder").symlink_to("data")
    before = files_below(home)

    refused(run("export", f"--output={name}"), name, "the archive itself")
    assert files_below(home) == before


@pytest.mark.about_files("what lies beside it")
@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("data/backups/mine.csv", "in the folder of the backups of the archive"),
        (
            "data/backups/statements-2040-01-01.json",
            "in the folder of the backups of the archive",
        ),
        ("data/files/a.csv", "in the folder of the attached files of the archive"),
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
def test_not_over_what_is_kept_with_it(
    run: Run, store: Path, home: Path, name: str, what: str
) -> None:
    """A day that has such a file would get no backup; a backup would be gone."""
    run("backup")
    (store.parent / "files").mkdir()
    (backup,) = (store.parent / "backups").iterdir()
    Path("link.json").hardlink_to(backup)
    before = files_below(home)

    refused(run("export", "--format=csv", f"--output={name}"), name, what)
    assert files_below(home) == before


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("shape", [bytes, with_default_first, in_utf_16, cut])
def test_not_over_another_archive(
    run: Run, home: Path, shape: Callable[[bytes], bytes]
) -> None:
    """Wherever it is, whatever it is called; one that is damaged can be repaired."""
    run("init", "other", "--sample")
    other = Path("other", "data", "statements.json")
    Path("all.json").write_bytes(shape(other.read_bytes()))
    before = files_below(home)

    refused(run("export", "--output=all.json"), "all.json", "an archive")
    assert files_below(home) == before


@pytest.mark.about_files("what would be written over it")
@pytest.mark.usefixtures("store")
def test_not_in_the_place_of_an_archive_that_is_missing(run: Run) -> None:
    """Restore a backup: `restore --from` brings it back, if nothing is there."""
    run("init", "other", "--sample")
    run("backup", "--archive=other")
    place = Path("other", "data", "statements.json")
    place.unlink()

    done = run("export", f"--output={place}")

    refused(done, str(place), "the place of another archive")
    assert not place.exists()


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "content",
    ["", "{}", '{"history": {"kept": 7}}', '{"text": "\\"statements\\": {}"}'],
)
def test_over_what_is_no_archive(run: Run, content: str) -> None:
    """A file that looks a little like one, and an earlier export."""
    path = Path("all.jsonl")
    path.write_text(content, encoding="utf-8")

    done = [run("export", f"--output={path}", "--force") for _ in range(2)]

    assert [each.err for each in done] == [f"Wrote 9 statements to {path}.\n"] * 2


@pytest.mark.about_files("what would be written over it")
@pytest.mark.parametrize("command", ["list", "export --format=csv -o -", "backup"])
@pytest.mark.parametrize("into", [">>", "1<>"])
def test_standard_output_does_not_go_into_the_archive(
    shell: Shell, store: Path, command: str, into: str
) -> None:
    """A line behind its end, or over its beginning, would damage it."""
    before = store.read_bytes()

    done = shell(f"mediarel {command} {into} data/statements.json")

    assert done.code == 2
    assert done.err.splitlines() == [
        f"Error: the output would overwrite the archive {store}",
        "Hint: Write to a different file. Nothing was written.",
    ]
    assert store.read_bytes() == before


@pytest.mark.about_files("what would be written over it")
def test_an_archive_that_the_shell_has_emptied(shell: Shell, store: Path) -> None:
    """The shell did so before mediarel began: it says what to do, and that helps."""
    before = shell("mediarel list --all").out

    done = shell("mediarel export --format=json > data/statements.json")

    assert done.code == 2
    assert done.err.endswith("emptied the file. To repair it: mediarel repair\n")
    assert store.stat().st_size == 0
    assert shell("mediarel repair --yes").code == 0
    assert shell("mediarel list --all").out == before
