"""Test `mediarel publish bag`."""

import csv
import fcntl
import json
import os
from hashlib import sha256
from pathlib import Path

import pytest

from bags import DRAFT, SCAN, SECRET, entities, files_in, fill, is_valid
from conftest import Run, refused
from mediarel.cli import environment
from mediarel.formats.cell_writing import data_package

BAG = Path("out/bag")
ALWAYS = [
    f"data/{name}"
    for name in ("README.html", "ro-crate-metadata.json", "statements.json")
]
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


def read_bag_info(bag: Path = BAG) -> dict[str, str]:
    """Return the fields of `bag-info.txt`."""
    lines = (bag / "bag-info.txt").read_text("utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)


def files_without_site(bag: Path) -> list[str]:
    """Return the paths of the files of a bag, without the files of the site."""
    return [each for each in files_in(bag) if not each.startswith("data/site/")]


def names_in(folder: str) -> set[str]:
    return {place.name for place in Path(folder).iterdir()}


def test_bag_contains_archive_files_and_exports(run: Run, store: Path) -> None:
    done = run("publish", "bag", "out/bag")

    assert (done.code, done.out) == (0, "out/bag\n")
    assert files_without_site(BAG) == sorted(
        [
            *(*TAGS, *ALWAYS),
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


def test_bag_info_describes_the_bag(run: Run) -> None:
    told = run("publish", "bag", "out/bag").err

    said = read_bag_info()
    files = list(files_in(BAG / "data"))
    size = sum((BAG / "data" / each).stat().st_size for each in files)
    assert (BAG / "bagit.txt").read_bytes().startswith(b"BagIt-Version: 1.0\nTag-")
    assert said["Source-Organization"] == "Program's Media Release"
    assert said["Bagging-Date"] == "2026-11-24"
    assert said["Payload-Oxum"] == f"{size}.{len(files)}"
    assert "10 statements from 2011–2015" in said["External-Description"]
    count = f"{len(files)} files, {size:,} bytes"
    assert f"Bagged 10 statements and 2 attached files: {count}.\n" in told
    assert "This bag is not for the public" in told


def test_seals_in_a_bag_are_verified_and_a_change_warns(run: Run) -> None:
    run("seal")
    run("seal", "--public")
    run("publish", "bag", "out/bag")
    run("publish", "bag", "out/public", "--public")
    within = ("--archive", "out/bag/data")

    verified = run(*within, "verify")
    changed = run(*within, "edit", "3", "--add-tag=radio")
    outside = run("edit", "3", "--add-tag=radio")

    assert (verified.code, verified.out.count("\tunchanged\t")) == (0, 8)
    assert "data/seals/public/1/seal.txt" in files_in(BAG)
    assert not Path("out/public/data/seals").exists()
    assert f"a change makes the bag {BAG.resolve()} invalid. " in changed.err
    assert "mediarel copy out/bag/data/statements.json FOLDER\n" in changed.err
    assert not is_valid(BAG)
    assert "the bag" not in outside.err


def test_archive_in_a_bag_can_be_read_and_restored(run: Run) -> None:
    listed, logged = run("list").out, run("log").out
    run("publish", "bag", "out/bag")

    within = ("--archive", "out/bag/data")
    assert run(*within, "list").out == listed
    assert run(*within, "log").out == logged
    assert run(*within, "files", "4").out.startswith("Résumé")
    assert "all is well" in run(*within, "check").err
    assert is_valid(BAG)  # reading the bag has not changed it

    run("edit", "3", "--title=Another.")
    back = run("restore", "--from", "out/bag/data/statements.json", "--yes")
    assert (back.code, run("list").out) == (0, listed)


def test_public_bag_has_no_hidden_content(run: Run) -> None:
    """History, drafts, embargoed statements and private files are hidden."""
    five = json.loads(run("show", "5", "--format=json").out)[0]

    done = run("publish", "bag", "out/bag", "--public")

    assert files_without_site(BAG) == sorted(
        [
            *(*TAGS, *ALWAYS),
            *(f"data/exports/{name}" for name in EXPORTS),
            f"data/{FILES[0]}",
        ]
    )
    assert "\nLeft out: 1 draft and 1 under embargo." in done.err
    assert "\nLeft out: 1 attached file, private: " in done.err
    assert is_valid(BAG)
    secrets = [DRAFT, five["uuid"], five["text"][:40], NAMES[1], "Résumé"]
    for path in files_in(BAG):
        content = (BAG / path).read_bytes()
        assert [s for s in secrets if s.encode() in content] == [], path


@pytest.mark.parametrize("public", [(), ("--public",)])
def test_bag_contains_the_published_site(run: Run, public: tuple[str, ...]) -> None:
    """The exports are outside of the site."""
    run("publish", "settings", "--data", "no")
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
    # The only statement of 2015 is a draft.
    assert ("2015</th>" in page, "site/2015" in page) == (not public, False)


def test_public_bag_can_be_imported_with_files(run: Run) -> None:
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
def test_missing_or_damaged_files_are_reported(
    run: Run, store: Path, public: tuple[str, ...], damage: bytes | None
) -> None:
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


@pytest.mark.parametrize("folder", ["new/ភ្នំពេញ 2012", "link"])
def test_bag_in_a_new_or_empty_folder(run: Run, folder: str) -> None:
    Path("empty").mkdir()
    Path("link").symlink_to("empty")

    assert run("publish", "bag", folder).code == 0
    assert is_valid(Path(folder))
    told = refused(run("publish", "bag", folder), 1)
    assert told == f"Error: {folder} is already a bag, and bags are never changed"


@pytest.mark.parametrize(
    ("folder", "told"),
    [
        ("full", "full is not empty"),
        ("file", "file is a file"),
        ("drive", "drive is a drive; use a folder on the drive, such as drive/bag"),
    ],
)
def test_other_places_for_a_bag_are_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, folder: str, told: str
) -> None:
    Path("full/mine").mkdir(parents=True)
    Path("file").write_text("mine")
    Path("drive").mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == Path("drive"))
    before = sorted(Path().rglob("*"))

    assert refused(run("publish", "bag", folder), 1) == f"Error: {told}"
    assert [each for each in Path(folder).rglob("*") if each not in before] == []


def test_bag_of_an_empty_archive(run: Run) -> None:
    run("init", "new")

    done = run("publish", "bag", "out/bag", "--archive", "new")

    assert done.err.startswith("Bagged 0 statements: ")
    assert is_valid(BAG)
    assert "There are no statements." in (BAG / "data/README.html").read_text("utf-8")


def test_bag_contains_files_that_undo_needs(run: Run) -> None:
    run("attach", "3", "scan.pdf", "--remove")
    run("publish", "bag", "out/bag")
    assert (BAG / "data" / FILES[0]).read_bytes() == SCAN
    assert entities(BAG)[FILES[0]]["name"] == "scan.pdf"

    Path("data", FILES[0]).unlink()
    assert "Not there" not in run("publish", "bag", "out/second").err


def test_damaged_archive_is_not_bagged(run: Run, store: Path) -> None:
    store.write_bytes(store.read_bytes().replace(b"2012-07-16", b"2012-07-36", 1))

    done = run("publish", "bag", "out/bag")

    refused(done, 5)
    assert "mediarel repair" in done.err.splitlines()[-1]
    assert not Path("out").exists()


@pytest.mark.parametrize("public", [(), ("--public",)])
def test_archive_changed_while_bag_is_written(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch, public: tuple[str, ...]
) -> None:
    def change(*given: object) -> bytes:
        text = store.read_text("utf-8")
        store.write_text(text.replace("Phnom Penh", "Phnom  Penh", 1), "utf-8")
        return data_package(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("mediarel.publish.bag.payload.data_package", change)

    told = refused(run("publish", "bag", "out/bag", *public), 6)

    assert "changed while the bag was written" in told
    assert names_in("out") == set()


@pytest.mark.parametrize(("mode", "expected"), [(0o600, 0o700), (0o640, 0o750)])
def test_permissions_of_a_bag_follow_the_archive(
    run: Run, store: Path, mode: int, expected: int
) -> None:
    """A public bag can be read by everyone."""
    store.chmod(mode)
    run("publish", "bag", "out/bag")
    run("publish", "bag", "out/public", "--public")

    assert BAG.stat().st_mode & 0o777 == expected
    assert Path("out/public").stat().st_mode & 0o777 == 0o755


def test_leftovers_of_a_killed_command_are_removed(run: Run) -> None:
    """Folders that are locked or have a different name are kept."""
    left, busy, others = (Path(f"out/.bag.{e}.tmp") for e in ("a" * 8, "b" * 8, "c"))
    for folder in (left, busy, others):
        (folder / "data").mkdir(parents=True)
        (folder / "bagit.txt").write_text("BagIt")
    lock = os.open(busy, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)

    assert run("publish", "bag", "out/bag").code == 0

    assert names_in("out") == {"bag", busy.name, others.name}
    os.close(lock)


def test_licence_of_a_bag(run: Run) -> None:
    url = "https://creativecommons.org/licenses/by/4.0/"
    run("publish", "bag", "out/bag", "--license", url)
    run("publish", "bag", "out/second")

    assert entities(BAG)["./"]["license"] == {"@id": url}
    (unsaid,) = (e for e in entities(Path("out/second")).values() if "Ask" in str(e))
    assert entities(Path("out/second"))["./"]["license"] == {"@id": unsaid["@id"]}
    assert "is not a URL of the form" in refused(
        run("publish", "bag", "x", "--license=by"), 2
    )


def test_public_page_does_not_describe_hidden_fields(run: Run) -> None:
    run("publish", "bag", "out/bag", "--public")
    run("publish", "bag", "whole")
    public = (BAG / "data/README.html").read_text("utf-8")
    whole = Path("whole/data/README.html").read_text("utf-8")

    for field in ("embargo", "withheld", "text_from"):
        assert f"<code>{field}</code></th>" not in public
        assert f"<code>{field}</code></th>" in whole
    assert "draft" not in public
