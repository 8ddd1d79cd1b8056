"""Test that no command writes into a site, a bag or an archive's folder."""

import shutil
from pathlib import Path

import pytest

from archives import files_below
from conftest import Run, refused

COMMANDS = (
    ("backup", "{}"),
    ("copy", ".", "{}/copy.json"),
    ("copy", ".", "{}/x/y/statements.json"),
    ("files", "1", "--private", "--to", "{}"),
    ("export", "--output", "{}/all.json"),
    ("export", "--public", "--output", "{}/all.csv"),
    ("export", "--private", "--format=csv", "--output", "{}/"),
    ("export", "--format=markdown", "--output", "{}/x/"),
    ("stats", "--output", "{}/counts.csv"),
    ("init", "{}"),
    ("init", "{}", "--sample"),
    ("publish", "site", "{}/x"),
    ("publish", "bag", "{}/x"),
    ("publish", "theme", "{}/x"),
    ("restore", "--from", "kept.json", "--yes", "--archive", "{}/new.json"),
)

SITE, ARCHIVE = "a folder that mediarel published", "a folder of an archive"
FOLDERS = {
    "site": SITE,
    "site/2012": SITE,
    "link": SITE,
    "copied": SITE,
    "bag/data/site": SITE,
    "bag": "a bag",
    "data": ARCHIVE,
    "data/backups": ARCHIVE,
    "data/files": ARCHIVE,
    "other/data": ARCHIVE,
    "other/data/x": ARCHIVE,
}


@pytest.fixture
def folders(run: Run, home: Path, store: Path) -> Path:
    """Create a site, a copy of it without its manifest, a bag and two archives."""
    (home / "letter.pdf").write_bytes(b"%PDF-1.4")
    shutil.copyfile(store, home / "kept.json")
    assert run("attach", "1", "letter.pdf", "--private").code == 0
    assert run("publish", "site", "site").code == 0
    assert run("publish", "bag", "bag").code == 0
    assert run("init", "other", "--sample").code == 0
    assert run("backup").code == 0
    shutil.copytree("site", "copied")
    Path("copied/mediarel-manifest.txt").unlink()
    Path("link").symlink_to("site/2012")
    return home


@pytest.mark.parametrize(
    ("words", "folder"),
    [
        *((words, folder) for words in COMMANDS for folder in ("site", "data")),
        *((COMMANDS[0], folder) for folder in FOLDERS),
    ],
)
def test_protected_folder_is_refused(
    run: Run, folders: Path, words: tuple[str, ...], folder: str
) -> None:
    before = files_below(folders)

    done = run(*(word.format(folder) for word in words))

    assert FOLDERS[folder] in refused(done, 2)
    assert done.err.endswith(
        "\nHint: Choose a place outside this folder. Nothing was written.\n"
    )
    assert files_below(folders) == before


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_other_folder_is_accepted(
    run: Run, folders: Path, words: tuple[str, ...]
) -> None:
    (folders / "mine").mkdir()

    assert run(*(word.format("mine") for word in words)).code == 0
    assert run("publish", "site", "site").code == 0


@pytest.mark.usefixtures("store")
def test_publish_site_names_other_files(run: Run, home: Path) -> None:
    assert run("publish", "site", "site").code == 0
    (home / "site/CNAME").write_text("example.org")
    (home / "site/2012/private.json").write_text("{}")
    (home / "site/mine").mkdir()

    few = run("publish", "site", "site")
    for number in range(20):
        (home / f"site/mine-{number:02}.txt").write_text("mine")
    many = run("publish", "site", "site")

    named = "\nThese files are not from mediarel, but will be public: "
    assert f"{named}2012/private.json, CNAME, mine/.\n" in few.err
    assert f"{named}2012/private.json, CNAME, mine-00.txt, " in many.err
    assert " and 13 more.\n" in many.err
    assert (home / "site/2012/private.json").read_text() == "{}"
