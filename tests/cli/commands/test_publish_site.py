"""Test `mediarel publish site`: folders, manifests and messages."""

import re
import shutil
from pathlib import Path

import pytest

from conftest import Run, Shell, refused

SITE, MANIFEST = Path("site"), Path("site/mediarel-manifest.txt")


@pytest.fixture(autouse=True)
def _archive(run: Run, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Create the sample archive."""
    assert run("init", ".", "--sample").code == 0
    monkeypatch.chdir(home)


def files_of_site() -> list[str]:
    """Return the paths of all files of the site, except of the search."""
    files = (path for path in SITE.rglob("*") if path.is_file())
    return sorted(str(path) for path in files if "search" not in path.parts)


def test_publish_without_a_command_lists_commands(run: Run) -> None:
    done = run("publish")

    assert done.code == 2
    commands = "site, settings, theme, bag, serve"
    assert done.err.startswith(f"Error: publish needs a command: {commands}\n")
    assert done.err.endswith("Hint: For help: mediarel publish --help\n")


@pytest.mark.parametrize("command", ["site", "theme", "bag"])
@pytest.mark.parametrize("folder", ["a-file", "a-file/in/it"])
def test_file_instead_of_folder_is_refused(run: Run, command: str, folder: str) -> None:
    Path("a-file").write_text("mine")

    assert refused(run("publish", command, folder), 1) == "Error: a-file is a file"
    assert Path("a-file").read_text() == "mine"


@pytest.mark.parametrize("more", [(), ("--overwrite",)])
def test_site_without_manifest_is_refused(run: Run, more: tuple[str, ...]) -> None:
    assert run("publish", "site", "site").code == 0
    MANIFEST.unlink()
    before = files_of_site()

    done = run("publish", "site", "site", *more)

    assert refused(done, 1) == (
        "Error: site looks like a site of mediarel,"
        " but mediarel-manifest.txt is missing"
    )
    assert "Copy mediarel-manifest.txt from your server or a backup" in done.err
    assert files_of_site() == before


@pytest.mark.parametrize("how_many", [1, 3])
def test_site_of_a_different_archive_is_replaced_only_if_tiny(
    run: Run, home: Path, how_many: int
) -> None:
    """A first site with only one statement may have been a test."""
    assert run("publish", "site", "site").code == 0
    before = files_of_site()
    other = home / "other"
    assert run("init", str(other)).code == 0
    there = ("--archive", str(other / "data" / "statements.json"))
    given = ("--program", "CLEC", "--yes", *there)
    assert run("add", "--date", "2012", "--text", "A trial.", *given).code == 0

    said = refused(run("publish", "site", "site", *there), 1)

    nine = "none of its 9 statements is in this archive"
    assert said == f"Error: site is the site of a different archive: {nine}"
    assert files_of_site() == before
    shutil.rmtree(SITE)
    assert run("publish", "site", "site", *there).code == 0
    for year in range(2013, 2012 + how_many):
        run("add", "--date", str(year), "--text", f"That of {year}.", *given)
    assert run("publish", "site", "site", *there).code == 0
    assert run("publish", "site", "site").code == (0 if how_many == 1 else 1)


@pytest.mark.parametrize("is_new", [False, True])
def test_urls_stay_with_a_restored_manifest(run: Run, *, is_new: bool) -> None:
    """The manifest is restored in the same folder, or alone in a new folder."""
    assert run("publish", "site", "site").code == 0
    before = files_of_site()
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
    assert files_of_site() == before


def test_overwrite_hint_runs_as_printed(run: Run, shell: Shell) -> None:
    again = ("publish", "site", "site", "--url", "https://example.org/")
    assert run(*again).code == 0
    (SITE / "index.html").write_text("Edited.")

    done = run(*again)
    (command,) = re.findall("--overwrite: (mediarel .*)", done.err)

    assert done.code == 1
    assert command.endswith(f"--overwrite {' '.join(again[2:])}")
    assert shell(command).code == 0
    assert "Edited." not in (SITE / "index.html").read_text()


@pytest.mark.parametrize("command", [("site", "x"), ("bag", "x", "--public")])
def test_names_withheld_in_part_are_reported(run: Run, command: list[str]) -> None:
    for number in (2, 4, 6, 7, 8):
        run("edit", str(number), "--title", "Sonando was released")
    run("add", "--translation-of", "3", "--title", "លោក ម៉ម សូណង់ដូ", "--yes")
    run("withhold", "Mam Sonando", "--yes")
    words = (
        "Warning: single words of withheld names are visible in statements"
        " 2, 3, 4, 6, 7, 8. To list them: mediarel withhold --list"
    )
    version = (
        "Warning: a text is withheld in statement 3, but no text in the translation:"
        " statement 10. To withhold the text there too: mediarel withhold 10 TEXT"
    )

    assert run("publish", *command).err.splitlines()[:2] == [words, version]
    run("withhold", "Sonando", "--yes")
    run("withhold", "10", "សូណង់ដូ")
    shutil.rmtree("x")
    assert "Warning" not in run("publish", *command).err
