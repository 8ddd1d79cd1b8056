"""Bags checked by other programs, also after damage.

- bagit.py finds each changed byte, and an added file
- the commands of README.html find changes
- the RO-Crate validator finds only that organisations have no address
- frictionless finds the table as described
- vnu finds README.html valid, with hostile names and Khmer
"""

from __future__ import annotations

import json
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bags import crate_faults, entities, files_in, fill, is_valid
from checkers import module, tool
from programs import program
from samples import in_the_checks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Run

BAG = Path("bag")
CRATE = "data/ro-crate-metadata.json"
KINDS = pytest.mark.parametrize("kind", [(), ("--public",)], ids=["whole", "public"])
# Where an organisation is on the web, an archive does not know.
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
    """Yield the path of each file of a bag, of its site of one in ten."""
    for number, path in enumerate(files_in(bag)):
        if not path.startswith("data/site/") or not number % 10:
            yield path


def flip(place: Path, at: int) -> None:
    """Change one bit of a byte in a file."""
    content = bytearray(place.read_bytes())
    content[at % len(content)] ^= 1
    place.write_bytes(content)


@KINDS
def test_bagit_finds_each_byte_that_is_another(run: Run, kind: tuple[str, ...]) -> None:
    """At the beginning, in the middle, at the end of each file; of the site of some."""
    make(run, kind)
    assert is_valid(BAG)
    for path in some_of(BAG):
        content = (BAG / path).read_bytes()
        for at in (0, len(content) // 2, len(content) - 2):
            # That of a tag manifest itself is in no other.
            if path.startswith("tagmanifest") and at:
                continue
            flip(BAG / path, at)
            assert not is_valid(BAG), (path, at)
            (BAG / path).write_bytes(content)
    assert is_valid(BAG)
    (BAG / "data/files/zz.pdf").write_bytes(b"%PDF")
    assert not is_valid(BAG)


def test_the_commands_of_the_page_check_it(run: Run) -> None:
    """As they stand there, also those that find what is wrong."""
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
def test_the_crate_is_valid(run: Run, kind: tuple[str, ...]) -> None:
    """It fails none of what it must and should, but for what nobody knows here."""
    make(run, kind)

    assert crate_faults(BAG / "data") == NO_ADDRESS


def test_what_the_crate_says(run: Run) -> None:
    """An article for each statement, dated as exactly as it is known, with its file."""
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
def test_the_table_is_as_described(run: Run, kind: tuple[str, ...]) -> None:
    """Frictionless finds it valid, and not where a cell is another."""
    make(run, kind)
    package = str(BAG / "data/exports/datapackage.json")

    assert module("frictionless", "validate", package).returncode == 0
    table = BAG / "data/exports/statements.csv"
    table.write_bytes(table.read_bytes().replace(b"2012-07-16", b"2012.07.16"))
    assert module("frictionless", "validate", package).returncode != 0


@in_the_checks
def test_the_page_is_valid_html(run: Run, tmp_path: Path) -> None:
    """Whole and public, of a hostile name, of nothing; and not with a fault in it."""
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


def test_a_hostile_name_is_text(run: Run) -> None:
    """In the page, in what the bag says of itself, in the crate."""
    run("init", "hostile", "--name", HOSTILE)
    run("publish", "bag", str(BAG), "--archive", "hostile")

    page = (BAG / "data/README.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\u202e" not in page + (BAG / "bag-info.txt").read_text("utf-8")
    assert len((BAG / "bag-info.txt").read_text("utf-8").splitlines()) == 7
    assert entities(BAG)["./"]["name"].startswith("Statements of </title><script>")
    assert is_valid(BAG)
