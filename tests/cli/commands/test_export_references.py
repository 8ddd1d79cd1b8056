"""Test `mediarel export` of references with attached files."""

import re
from pathlib import Path

import pytest

from attached import NAME, SCAN
from conftest import Run

PLACE = f"files/{NAME[:2]}/{NAME}.pdf"


@pytest.fixture(autouse=True)
def _files(run: Run, home: Path, store: Path) -> None:
    """Attach a public and a private file."""
    assert store.exists()
    (home / "joint.pdf").write_bytes(SCAN)
    (home / "secret.txt").write_bytes(b"telephone numbers")
    run("attach", "3", "joint.pdf")
    run("attach", "3", "secret.txt", "--private")


@pytest.mark.parametrize(
    ("options", "number"), [((), 1), (("--private",), 2)], ids=["public", "private"]
)
def test_references_name_the_copied_files(
    run: Run, home: Path, options: tuple[str, ...], number: int
) -> None:
    """Paths are relative to the file of references."""
    done = run("export", "--format=ris", "--output=out/", *options)

    written = (home / "out" / "statements.ris").read_text(encoding="utf-8")
    places = re.findall(r"^L1  - (.*)$", written, re.MULTILINE)
    assert done.code == 0
    assert len(places) == number
    assert all((home / "out" / place).is_file() for place in places)
    assert (home / "out" / places[0]).read_bytes() == SCAN


def test_missing_file_is_not_named(run: Run, home: Path, store: Path) -> None:
    (store.parent / PLACE).unlink()

    done = run("export", "--format=ris", "--output=out/")

    assert "Missing: 1 attached file" in done.err
    assert "attachments (1 statement)" in done.err
    assert "L1  -" not in (home / "out" / "statements.ris").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["biblatex", "csl", "ris"])
def test_references_without_a_folder_name_no_files(run: Run, name: str) -> None:
    done = run("export", "--format", name)

    assert NAME not in done.out
    assert re.search(r"Not exported: .*attachments \(1 statement\)", done.err)
