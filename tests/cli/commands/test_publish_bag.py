"""`mediarel publish bag`: what is in a bag, and when none is made.

- the whole: an archive again, with its files, history and exports; told that it is
- --public: what may be seen alone, in every file, and nothing else
- files that are lost: told, and in no list of what is there
- refused: what is not empty, a bag, a file, a drive; a damaged archive
- changed meanwhile: no bag
- the mode of the archive; what commands left that were killed
"""

from __future__ import annotations

import csv
import fcntl
import json
import os
import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bags import DRAFT, SCAN, SECRET, entities, files_in, fill, is_valid
from conftest import refused
from mediarel.cli import environment
from mediarel.formats.data_package import data_package

if TYPE_CHECKING:
    from conftest import Run

BAG = Path("out/bag")
NAMES = [sha256(each).hexdigest() for each in (SCAN, SECRET)]
FILES = [f"files/{name[:2]}/{name}.pdf" for name in NAMES]
EXPORTS = ("statements.csv", "statements.dc.xml", "datapackage.json")
TAGS = ["bag-info.txt", "bagit.txt"]
TAGS += [f"{t}manifest-{a}.txt" for t in ("", "tag") for a in ("sha256", "sha512")]


@pytest.fixture(autouse=True)
def _filled(store: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store.exists()
    fill(run)
    monkeypatch.setattr(environment, "now", lambda: "2026-11-24T23:15:30Z")


def info(bag: Path = BAG) -> dict[str, str]:
    """Return what `bag-info.txt` says."""
    lines = (bag / "bag-info.txt").read_text("utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)


def without_site(bag: Path) -> list[str]:
    """Return the path of each file of a bag but the many of its site."""
    return [each for each in files_in(bag) if not each.startswith("data/site/")]


def names_in(folder: str) -> set[str]:
    return {place.name for place in Path(folder).iterdir()}


def test_all_that_is_in_it(run: Run, store: Path) -> None:
    """The store to the byte, each file at its place, exports, page and crate."""
    done = run("publish", "bag", "out/bag")

    assert (done.code, done.out) == (0, "out/bag\n")
    assert without_site(BAG) == sorted(
        [
            *TAGS,
            *(
                "data/README.html",
                "data/ro-crate-metadata.json",
                "data/statements.json",
            ),
            *(f"data/exports/{name}" for name in (*EXPORTS, "statements.json")),
            *(f"data/{file}" for file in FILES),
        ]
    )
    assert (BAG / "data/statements.json").read_bytes() == store.read_bytes()
    assert (BAG / "data" / FILES[1]).read_bytes() == SECRET
    with (BAG / "data/exports/statements.csv").open(encoding="utf-8-sig") as table:
        ids = [row["id"] for row in csv.DictReader(table)]
    said = json.loads((BAG / "data/exports/statements.json").read_bytes())
    assert [str(each["id"]) for each in said] == ids
    assert (said[0]["date"], len(said)) == ("2015", 10)
    assert is_valid(BAG)


def test_what_it_says_of_itself(run: Run) -> None:
    """Version 1.0, whose it is, of when, how many bytes in how many files."""
    told = run("publish", "bag", "out/bag").err

    said = info()
    files = list(files_in(BAG / "data"))
    size = sum((BAG / "data" / each).stat().st_size for each in files)
    assert (BAG / "bagit.txt").read_bytes().startswith(b"BagIt-Version: 1.0\nTag-")
    assert said["Source-Organization"] == "Program's Media Release"
    assert said["Bagging-Date"] == "2026-11-24"
    assert said["Payload-Oxum"] == f"{size}.{len(files)}"
    assert said["Bag-Software-Agent"].startswith("mediarel ")
    assert "10 statements from 2011–2015" in said["External-Description"]
    count = f"{len(files)} files, {size:,} bytes"
    assert told == (
        f"Bagged 10 statements and 2 attached files: {count}.\n"
        "The archive has the name of the samples, “Program's Media Release”. To change"
        " it: mediarel configure --name NAME\n"
        "This bag is not for the public: it contains the complete archive. For a"
        " public bag: mediarel publish bag FOLDER --public\n"
    )


@pytest.mark.about_files("restoring it from one")
def test_it_is_an_archive_again(run: Run) -> None:
    """Listed, checked, with its history; and restored from."""
    listed, logged = run("list").out, run("log").out
    run("publish", "bag", "out/bag")

    within = ("--archive", "out/bag/data")
    assert run(*within, "list").out == listed
    assert run(*within, "log").out == logged
    assert run(*within, "files", "4").out.startswith("Résumé")
    assert "all is well" in run(*within, "check").err
    assert is_valid(BAG)  # looking at it has changed nothing

    run("edit", "3", "--title=Another.")
    back = run("restore", "--from", "out/bag/data/statements.json", "--yes")
    assert (back.code, run("list").out) == (0, listed)


def test_public_is_what_may_be_seen_alone(run: Run) -> None:
    """No store and no history, no draft, nothing under embargo, no private file."""
    five = json.loads(run("show", "5", "--format=json").out)[0]

    done = run("publish", "bag", "out/bag", "--public")

    assert without_site(BAG) == sorted(
        [
            *TAGS,
            *(
                "data/README.html",
                "data/ro-crate-metadata.json",
                "data/statements.json",
            ),
            *(f"data/exports/{name}" for name in EXPORTS),
            f"data/{FILES[0]}",
        ]
    )
    assert "\nLeft out: 1 draft and 1 under embargo: 5 until " in done.err
    assert "\nLeft out: 1 attached file, private: " in done.err
    assert is_valid(BAG)
    secrets = [DRAFT, five["uuid"], five["text"][:40], NAMES[1], "Résumé"]
    for path in files_in(BAG):
        content = (BAG / path).read_bytes()
        assert [s for s in secrets if s.encode() in content] == [], path


@pytest.mark.parametrize("public", [(), ("--public",)])
def test_its_site(run: Run, public: tuple[str, ...]) -> None:
    """The very same that is published; the page leads to each year."""
    run("publish", "bag", "out/bag", *public)
    run("publish", "site", "site")

    own = {*files_in(Path("site"))} - {"mediarel-manifest.txt"}
    assert {*files_in(BAG / "data/site")} == own
    assert [
        each
        for each in own
        if (BAG / "data/site" / each).read_bytes() != Path("site", each).read_bytes()
    ] == []
    page = (BAG / "data/README.html").read_text("utf-8")
    assert '<a href="site/2012/index.html">2012</a>' in page
    assert "2012-07-16" in (BAG / "data/site/2012/index.html").read_text("utf-8")
    # Of 2015 there is a draft alone.
    assert ("2015</th>" in page, "site/2015" in page) == (not public, False)


def test_public_can_be_imported(run: Run) -> None:
    """With the files that lie beside."""
    run("publish", "bag", "out/bag", "--public")

    run("init", "new")
    done = run("import", "out/bag/data/statements.json", "--archive", "new", "--yes")

    assert (done.code, len(done.err.splitlines())) == (0, 2), done.err
    assert Path("new/data", FILES[0]).read_bytes() == SCAN
    assert run("check", "--archive", "new").code == 0


@pytest.mark.parametrize(
    ("public", "damage"),
    [((), None), ((), SCAN[::-1]), (("--public",), b"%PDF-1.7 another")],
)
def test_files_that_are_lost(
    run: Run, store: Path, public: tuple[str, ...], damage: bytes | None
) -> None:
    """They are reported, and nothing in the bag names them."""
    place = store.parent / FILES[0]
    place.unlink() if damage is None else place.write_bytes(damage)

    done = run("publish", "bag", "out/bag", *public)
    page = (BAG / "data/README.html").read_text("utf-8")

    assert done.code == 0
    assert "1 attached file. For details: mediarel check\n" in done.err
    assert is_valid(BAG)
    assert FILES[0] not in entities(BAG)
    assert not any(FILES[0] in m.read_text() for m in BAG.glob("manifest*"))
    assert "1 attached file could not be copied." in page


def test_folders(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bag needs a new or empty folder, and is never changed."""
    Path("empty").mkdir()
    Path("link").symlink_to("empty")
    for folder in ("new/ភ្នំពេញ 2012", "link"):
        assert run("publish", "bag", folder).code == 0
        assert is_valid(Path(folder))
    assert Path("link").is_symlink()
    Path("full/mine").mkdir(parents=True)
    Path("file").write_text("mine")
    Path("drive").mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == Path("drive"))
    before = [list(files_in(Path(each))) for each in ("link", "full")]

    for folder, said in (
        ("full", "full is not empty"),
        ("link", "link is already a bag, and bags are never changed"),
        ("file", "file is a file"),
        ("drive", "drive is a drive; use a folder on the drive, such as drive/bag"),
    ):
        assert refused(run("publish", "bag", folder), 1) == f"Error: {said}"

    assert [list(files_in(Path(each))) for each in ("link", "full")] == before


def test_an_empty_archive(run: Run) -> None:
    """It has no folder of files, and its page does not mention one."""
    run("init", "new")

    done = run("publish", "bag", "out/bag", "--archive", "new")

    assert done.err.startswith("Bagged 0 statements: ")
    assert len(without_site(BAG)) == 13
    assert is_valid(BAG)
    page = (BAG / "data/README.html").read_text("utf-8")
    assert "There are no statements." in page
    assert "Find a statement" not in page
    assert "<code>files</code>" not in page


def test_files_that_the_history_names(run: Run) -> None:
    """They come along: undo would bring them back. None of them is missing."""
    run("attach", "3", "scan.pdf", "--remove")
    run("publish", "bag", "out/bag")
    assert (BAG / "data" / FILES[0]).read_bytes() == SCAN
    assert entities(BAG)[FILES[0]]["name"] == "scan.pdf"

    Path("data", FILES[0]).unlink()
    done = run("publish", "bag", "out/second")
    assert "Not there" not in done.err


@pytest.mark.about_files("what lies beside it")
@pytest.mark.parametrize("place", ["data/bag", "data/files"])
def test_none_among_the_files_of_the_archive(
    run: Run, store: Path, tmp_path: Path, place: str
) -> None:
    """It would be in the next bag, or looked at as a backup."""
    data = tmp_path / "data"
    data.mkdir()
    kept = store.rename(data / "statements.json")

    done = run("publish", "bag", str(tmp_path / place), "--archive", str(kept))

    told = f"Error: {tmp_path / place} is inside a folder of an archive: "
    assert refused(done, 2).startswith(told)
    assert not list((tmp_path / place).glob("*"))


@pytest.mark.about_files("damage in its bytes")
def test_a_damaged_archive(run: Run, store: Path) -> None:
    """It is not handed over as if it were whole."""
    store.write_bytes(store.read_bytes().replace(b"2012-07-16", b"2012-07-36", 1))

    done = run("publish", "bag", "out/bag")

    refused(done, 5)
    assert "mediarel repair" in done.err.splitlines()[-1]
    assert not Path("out").exists()


@pytest.mark.about_files("another program that writes it")
@pytest.mark.parametrize("public", [(), ("--public",)])
def test_an_archive_that_changes_meanwhile(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch, public: tuple[str, ...]
) -> None:
    """A bag of two moments is none."""

    def change(*given: object) -> bytes:
        text = store.read_text("utf-8")
        store.write_text(text.replace("Phnom Penh", "Phnom  Penh", 1), "utf-8")
        return data_package(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("mediarel.publish.bag.payload.data_package", change)

    told = refused(run("publish", "bag", "out/bag", *public), 6)

    assert "changed while the bag was written" in told
    assert names_in("out") == set()


@pytest.mark.about_files("its mode")
@pytest.mark.parametrize(("mode", "expected"), [(0o600, 0o700), (0o640, 0o750)])
def test_as_open_as_the_archive(
    run: Run, store: Path, mode: int, expected: int
) -> None:
    """The whole; what is public, anyone may read."""
    store.chmod(mode)
    run("publish", "bag", "out/bag")
    run("publish", "bag", "out/public", "--public")

    assert BAG.stat().st_mode & 0o777 == expected
    assert Path("out/public").stat().st_mode & 0o777 == 0o755


def test_what_a_killed_command_left(run: Run) -> None:
    """It goes, but for what a command is at work in, and what is another's."""
    left, busy, others = (
        Path(f"out/.bag.{end}.tmp") for end in ("a" * 8, "b" * 8, "c")
    )
    for folder in (left, busy, others):
        (folder / "data").mkdir(parents=True)
        (folder / "bagit.txt").write_text("BagIt")
    lock = os.open(busy, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)

    assert run("publish", "bag", "out/bag").code == 0

    assert names_in("out") == {"bag", busy.name, others.name}
    os.close(lock)


def test_the_licence(run: Run) -> None:
    """It stands where programs look for it; without one, that none is stated."""
    url = "https://creativecommons.org/licenses/by/4.0/"
    run("publish", "bag", "out/bag", "--license", url)
    run("publish", "bag", "out/second")

    assert entities(BAG)["./"]["license"] == {"@id": url}
    (unsaid,) = (e for e in entities(Path("out/second")).values() if "Ask" in str(e))
    assert entities(Path("out/second"))["./"]["license"] == {"@id": unsaid["@id"]}
    assert "is not a URL" in refused(run("publish", "bag", "x", "--license=by"), 2)


def test_its_public_page(run: Run) -> None:
    """It says what was left out and what a mark means, and no more than concerns it."""
    run("publish", "bag", "out/bag", "--public")
    run("publish", "bag", "whole")
    public = (BAG / "data/README.html").read_text("utf-8")
    whole = Path("whole/data/README.html").read_text("utf-8")

    assert ", with attached files. It does not contain unpublished" in public
    for page in (public, whole):
        assert "<code>[withheld]</code> or <code>[មិនផ្សាយ]</code> replaces" in page
        assert page.count("<code>files</code>") >= 2
        assert not re.search("BCP|EDTF|the store", page)
    for field in ("embargo", "withheld", "text_from"):
        assert f"<code>{field}</code></th>" not in public
        assert f"<code>{field}</code></th>" in whole
    assert "draft" not in public
