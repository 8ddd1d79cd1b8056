"""`mediarel export` of references: by the ending, and with the files that go along."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from attached import NAME, SCAN

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

PLACE = f"files/{NAME[:2]}/{NAME}.pdf"


@pytest.fixture(autouse=True)
def _files(run: Run, home: Path, store: Path) -> None:
    """Have a file, and a private one."""
    assert store.exists()
    (home / "joint.pdf").write_bytes(SCAN)
    (home / "secret.txt").write_bytes(b"telephone numbers")
    run("attach", "3", "joint.pdf")
    run("attach", "3", "secret.txt", "--private")


def test_an_ending_of_two_says_more_than_one(run: Run, home: Path) -> None:
    done = run("export", "--output=all.csl.json")

    items = json.loads((home / "all.csl.json").read_bytes())
    assert done.code == 0
    assert [item["type"] for item in items] == ["document"] * 9


def test_a_first_sentence_is_marked_to_keep_its_case(run: Run) -> None:
    """Chicago and MLA would write it in title case, as they should do with a title."""
    run("edit", "3", "--title=On land and speech")

    titled, untitled = json.loads(run("export", "id:2..3", "--format=csl").out)

    assert titled["title"] == "On land and speech"
    assert untitled["title"].startswith('<span class="nocase">We, the above org')


@pytest.mark.parametrize(
    ("options", "number"), [((), 1), (("--private",), 2)], ids=["public", "private"]
)
def test_references_name_the_files_beside_them(
    run: Run, home: Path, options: tuple[str, ...], number: int
) -> None:
    """As seen from their own file; private ones only where asked for."""
    done = run("export", "--format=ris", "--output=out/", *options)

    written = (home / "out" / "statements.ris").read_text(encoding="utf-8")
    places = re.findall(r"^L1  - (.*)$", written, re.MULTILINE)
    assert done.code == 0
    assert len(places) == number
    assert all((home / "out" / place).is_file() for place in places)
    assert (home / "out" / places[0]).read_bytes() == SCAN


def test_entries_name_the_files_beside_them(run: Run, home: Path) -> None:
    run("export", "--format=biblatex", "--output=out/")

    written = (home / "out" / "statements.bib").read_text(encoding="utf-8")
    assert f"  file = {{joint.pdf:{PLACE}:application/pdf}},\n" in written


def test_a_file_that_is_lost_is_not_named(run: Run, home: Path, store: Path) -> None:
    (store.parent / PLACE).unlink()

    done = run("export", "--format=ris", "--output=out/")

    assert "Not there to be copied: 1 attached file" in done.err
    assert "attachments (1 statement)" in done.err
    assert "L1  -" not in (home / "out" / "statements.ris").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["biblatex", "csl", "ris"])
def test_without_a_folder_no_file_is_named(run: Run, name: str) -> None:
    """It would lead nowhere; that they are left out is told."""
    done = run("export", "--format", name)

    assert NAME not in done.out
    assert re.search(r"no place for: .*attachments \(1 statement\)", done.err)


@pytest.mark.parametrize(
    ("name", "line"),
    [("ris", "KW  - c / d\r\n"), ("biblatex", "  keywords = {c / d},\n")],
)
def test_a_tag_with_a_semicolon_stays_one_tag(run: Run, name: str, line: str) -> None:
    """Zotero splits tags at semicolons. What is replaced is reported."""
    run("edit", "5", "--add-tag=c;d")

    done = run("export", "id:5", "--format", name)

    assert line in done.out
    assert "semicolons within tags (1 statement)" in done.err


def test_a_date_without_a_beginning_is_its_end(run: Run) -> None:
    """citation-js refuses a whole file with `date = {../2004}`."""
    run("edit", "5", "--date=../2004")

    done = run("export", "id:5", "--format=biblatex")

    assert "  date = {2004?},\n" in done.out
    assert "  note = {Date: 2004 or earlier},\n" in done.out
    assert "open beginnings of dates (1 statement)" in done.err
