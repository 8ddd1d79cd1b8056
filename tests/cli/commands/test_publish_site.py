"""`mediarel publish` and `publish site`: what is called, where it goes, what is told.

- without a command or a folder; a file where a folder would be
- a site whose manifest was lost: why, and the two ways on
- the site of another archive is not replaced by one of which it has nothing
- the name of the samples is told of, until the archive has its own
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import Run, Shell, refused

SITE, MANIFEST = Path("site"), Path("site/mediarel-manifest.txt")


@pytest.fixture(autouse=True)
def _archive(run: Run, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Have the samples as the archive."""
    assert run("init", ".", "--sample").code == 0
    monkeypatch.chdir(home)


def pages() -> list[str]:
    """Return the paths of all files of the site."""
    return sorted(str(path) for path in SITE.rglob("*") if path.is_file())


def test_without_a_command(run: Run) -> None:
    """All that there are, each with what it does."""
    done = run("publish")
    lines = done.err.splitlines()

    assert done.code == 2

    assert lines[0] == "Error: publish needs a command: site, theme, bag or serve"
    assert lines[2] == "theme: Write templates and CSS to edit"
    assert [line.partition(":")[0] for line in lines[1:]] == [
        *("site", "theme", "bag", "serve", "Hint"),
    ]


@pytest.mark.parametrize("command", ["site", "theme", "bag"])
@pytest.mark.parametrize("folder", ["a-file", "a-file/in/it"])
def test_a_file_is_no_folder(run: Run, command: str, folder: str) -> None:
    Path("a-file").write_text("mine")

    done = run("publish", command, folder)

    assert refused(done, 1) == "Error: a-file is a file"
    assert Path("a-file").read_text() == "mine"


@pytest.mark.parametrize("more", [(), ("--overwrite",)])
def test_a_lost_manifest(run: Run, more: tuple[str, ...]) -> None:
    """It is told as the cause, and nothing is changed."""
    assert run("publish", "site", "site").code == 0
    MANIFEST.unlink()
    before = pages()

    done = run("publish", "site", "site", *more)

    assert refused(done, 1) == (
        "Error: site looks like a site of mediarel,"
        " but mediarel-manifest.txt is missing"
    )
    assert "Copy mediarel-manifest.txt from your server or a backup" in done.err
    assert pages() == before


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_site_of_another_archive(run: Run, home: Path, how_many: int) -> None:
    """It is not replaced by one of which it has nothing, unless it had next to nothing.

    A first statement may have been a trial.
    """
    assert run("publish", "site", "site").code == 0
    before = pages()
    other = home / "other"
    assert run("init", str(other)).code == 0
    there = ("--archive", str(other / "data" / "statements.json"))
    given = ("--program", "CLEC", "--yes", *there)
    assert run("add", "--date", "2012", "--text", "A trial.", *given).code == 0

    said = refused(run("publish", "site", "site", *there), 1)

    nine = "none of its 9 statements is in this archive"
    assert said == f"Error: site is the site of a different archive: {nine}"
    assert pages() == before
    shutil.rmtree(SITE)
    assert run("publish", "site", "site", *there).code == 0
    for year in range(2013, 2012 + how_many):
        run("add", "--date", str(year), "--text", f"That of {year}.", *given)
    assert run("publish", "site", "site", *there).code == 0
    assert run("publish", "site", "site").code == (0 if how_many == 1 else 1)


@pytest.mark.parametrize("is_new", [False, True])
def test_with_its_manifest_addresses_stay(run: Run, *, is_new: bool) -> None:
    """Put back where it was, or alone into a new folder."""
    assert run("publish", "site", "site").code == 0
    before = pages()
    kept = MANIFEST.read_bytes()
    if is_new:
        shutil.rmtree(SITE)
        SITE.mkdir()
    else:
        MANIFEST.unlink()
    MANIFEST.write_bytes(kept)
    assert run("edit", "3", "--title", "Quite another").code == 0

    done = run("publish", "site", "site")

    assert done.code == 0, done.err
    assert pages() == before


def test_the_hint_to_overwrite_keeps_the_other_options(run: Run, shell: Shell) -> None:
    """It runs as printed."""
    again = ("publish", "site", "site", "--url", "https://example.org/")
    assert run(*again).code == 0
    (SITE / "index.html").write_text("Edited.")

    done = run(*again)
    (command,) = re.findall("--overwrite: (mediarel .*)", done.err)

    assert done.code == 1
    assert command.endswith(f"--overwrite {' '.join(again[2:])}")
    assert shell(command).code == 0
    assert "Edited." not in (SITE / "index.html").read_text()
