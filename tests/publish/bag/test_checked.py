"""Test bags with other programs: bagit, RO-Crate, Frictionless and the Nu checker."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from bags import crate_faults, entities, files_in, fill, is_valid
from checkers import module, tool
from conftest import Run
from programs import program
from samples import in_the_checks

BAG = Path("bag")
KINDS = pytest.mark.parametrize("kind", [(), ("--public",)], ids=["whole", "public"])
# An archive does not know the web address of an organisation.
NO_ADDRESS = ["ro-crate-1.1_31.2"]
HOSTILE = "</title><script>alert(1)</script> \"a\" & 'b' \u202e ខ្មែរ %41"


@pytest.fixture(autouse=True)
def _filled(store: Path, run: Run) -> None:
    assert store.exists()
    fill(run)


def make(run: Run, kind: tuple[str, ...] = ()) -> None:
    done = run("publish", "bag", str(BAG), *kind)
    assert done.code == 0, done.err


def some_of(bag: Path) -> Iterator[str]:
    """Yield the paths in `bag`, but only one in thirty of the site's files."""
    for number, path in enumerate(files_in(bag)):
        if not path.startswith("data/site/") or not number % 30:
            yield path


def flip(place: Path, at: int) -> None:
    """Change one bit of the file."""
    content = bytearray(place.read_bytes())
    content[at % len(content)] ^= 1
    place.write_bytes(content)


@KINDS
def test_bagit_detects_changed_and_added_files(run: Run, kind: tuple[str, ...]) -> None:
    make(run, kind)
    assert is_valid(BAG)
    for path in some_of(BAG):
        content = (BAG / path).read_bytes()
        for at in (0, len(content) // 2, len(content) - 2):
            # No file has the checksum of a tag manifest; change only its start.
            if path.startswith("tagmanifest") and at:
                continue
            flip(BAG / path, at)
            assert not is_valid(BAG), (path, at)
            (BAG / path).write_bytes(content)
    assert is_valid(BAG)
    (BAG / "data/files/zz.pdf").write_bytes(b"%PDF")
    assert not is_valid(BAG)


def test_the_commands_in_the_readme_detect_changes(run: Run) -> None:
    make(run)
    page = unescape((BAG / "data/README.html").read_text("utf-8"))
    commands = [
        "sha512sum --check --quiet manifest-sha512.txt",
        "shasum -a 512 --check manifest-sha512.txt",
    ]
    for expected in (True, False):
        for command in commands:
            assert f"<code>{command}</code>" in page
            words = command.split()
            words[0] = program(words[0], "coreutils")
            done = subprocess.run(words, cwd=BAG, capture_output=True, check=False)
            assert (done.returncode == 0) is expected, done
        flip(BAG / "data/statements.json", 1000)


@in_the_checks
@KINDS
def test_the_ro_crate_is_valid(run: Run, kind: tuple[str, ...]) -> None:
    """The only reported fault is that organisations have no web address."""
    make(run, kind)

    assert crate_faults(BAG / "data") == NO_ADDRESS


def test_the_ro_crate_describes_each_statement_and_file(run: Run) -> None:
    """An uncertain date is not a date of publication."""
    make(run)

    said = entities(BAG)
    articles = [each for each in said.values() if each["@type"] == "Article"]
    mentioned = {each["@id"] for each in said["./"]["mentions"]}
    assert mentioned == {each["@id"] for each in articles}
    assert len(articles) == 10
    (unsure,) = (each for each in articles if "temporal" in each)
    assert (unsure["temporal"], "datePublished" in unsure) == ("2014?", False)
    (with_file,) = (e for e in articles if e["identifier"] == "3")
    file = said[with_file["encoding"]["@id"]]
    assert (file["@type"], file["name"]) == ("File", "scan.pdf")
    assert (BAG / "data" / file["@id"]).stat().st_size == int(file["contentSize"])
    parts = {each["@id"] for each in said["./"]["hasPart"]}
    there = {each for each in files_in(BAG / "data") if not each.startswith("site/")}
    assert parts == (there - {"ro-crate-metadata.json"}) | {"site/"}


@in_the_checks
@KINDS
def test_the_table_matches_its_data_package(run: Run, kind: tuple[str, ...]) -> None:
    """The test also shows that Frictionless reports a changed cell."""
    make(run, kind)
    package = str(BAG / "data/exports/datapackage.json")

    assert module("frictionless", "validate", package).returncode == 0
    table = BAG / "data/exports/statements.csv"
    table.write_bytes(table.read_bytes().replace(b"2012-07-16", b"2012.07.16"))
    assert module("frictionless", "validate", package).returncode != 0


@in_the_checks
def test_the_readme_is_valid_html(run: Run, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    run("init", "hostile", "--name", HOSTILE)
    for name, *options in (
        ("whole",),
        ("public", "--public"),
        ("none", "--archive", "hostile"),
    ):
        assert run("publish", "bag", name, *options).code == 0
        shutil.copyfile(f"{name}/data/README.html", pages / f"{name}.html")
    whole = (pages / "whole.html").read_text("utf-8")
    (pages / "fault.html").write_text(whole.replace("</table>", "", 1), "utf-8")

    jar = tool("node_modules/vnu-jar/build/dist/vnu.jar")
    done = subprocess.run(
        [
            *(program("java", "default-jre-headless"), "-jar", str(jar)),
            *("--format", "json", *map(str, pages.glob("*.html"))),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads(done.stderr)["messages"]

    assert {Path(each["url"]).name for each in told} == {"fault.html"}, told


def test_a_hostile_archive_name_is_escaped(run: Run) -> None:
    run("init", "hostile", "--name", HOSTILE)
    run("publish", "bag", str(BAG), "--archive", "hostile")

    page = (BAG / "data/README.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\u202e" not in page + (BAG / "bag-info.txt").read_text("utf-8")
    assert len((BAG / "bag-info.txt").read_text("utf-8").splitlines()) == 7
    assert entities(BAG)["./"]["name"].startswith("Statements of </title><script>")
    assert is_valid(BAG)
