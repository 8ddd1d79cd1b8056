"""`mediarel files`, also with --open.

- a list: into a pipe whole values, as JSON, on a terminal, plain
- copies to a folder: names that say what they are of; nothing is replaced; private ones
  only where they are asked for
- opened by what the system has: a copy that may only be read; no opener, no display
"""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from attached import NAME, SCAN
from conftest import give_opener, refused

if TYPE_CHECKING:
    from conftest import Run, Screen

PHOTO = b"\xff\xd8\xff a photo"


@pytest.fixture(autouse=True)
def _files(run: Run, home: Path, store: Path) -> None:
    assert store.exists()
    (home / "joint.pdf").write_bytes(SCAN)
    (home / "រូបថត.jpg").write_bytes(PHOTO)
    run("attach", "7", "joint.pdf", "--role=scan", "--language=en")
    run("attach", "7", "រូបថត.jpg", "--private")


def test_into_a_pipe(run: Run) -> None:
    """Whole values with tabs between; of several statements the id first."""
    one, several = run("files", "7"), run("files", "6-7")

    first = ["joint.pdf", "27", "application/pdf", "scan", "en", "no", NAME]
    lines = [line.split("\t") for line in one.out.splitlines()]
    assert lines[0] == first
    assert [line[0] for line in lines] == ["joint.pdf", "រូបថត.jpg"]
    assert several.out.splitlines()[0].split("\t") == ["7", *first]


def test_as_json(run: Run) -> None:
    first, second = json.loads(run("files", "clec", "--json").out)

    assert first == {
        "id": 7,
        "name": "joint.pdf",
        "sha256": NAME,
        "size": 27,
        "media_type": "application/pdf",
        "role": "scan",
        "language": "en",
        "private": False,
        "missing": False,
    }
    assert (second["private"], second["media_type"]) == (True, "image/jpeg")


def test_a_statement_without_files(run: Run) -> None:
    done = run("files", "3")

    assert (done.code, done.out, done.err) == (0, "", "No files are attached.\n")
    assert json.loads(run("files", "3", "--json").out) == []


def test_a_copy_that_is_missing_is_told(run: Run, store: Path) -> None:
    (store.parent / "files" / NAME[:2] / f"{NAME}.pdf").unlink()

    done = run("files", "7")

    assert "The copy of joint.pdf is missing." in done.err
    assert json.loads(run("files", "7", "--json").out)[0]["missing"]


def test_plain(screen: Screen) -> None:
    lines = screen("files", "7", "--plain").out.splitlines()

    assert lines[:4] == ["Id: 7", "Name: joint.pdf", "Size: 27 bytes", lines[3]]
    assert "Private: yes" in lines


def test_copies_under_names_that_say_what_they_are_of(run: Run, home: Path) -> None:
    """Private ones are left out, and that is told."""
    done = run("files", "7", "--to", "copies")

    assert done.out == "copies/2012-12-10-clec-7-joint.pdf\n"
    assert "Left out, because private: 1 file." in done.err
    copies = [*(home / "copies").iterdir()]
    assert [place.read_bytes() for place in copies] == [SCAN]
    assert copies[0].stat().st_mode & stat.S_IWUSR


def test_nothing_is_replaced(run: Run, home: Path) -> None:
    """Beside another file a copy has a number; the same is left as it is."""
    folder = home / "copies"
    folder.mkdir()
    theirs = folder / "2012-12-10-clec-7-joint.pdf"
    theirs.write_bytes(b"theirs")

    first, again = (run("files", "7", "--to", "copies") for _ in range(2))

    assert first.out == "copies/2012-12-10-clec-7-joint-2.pdf\n"
    assert (again.out, "Already in the folder: 1 file." in again.err) == ("", True)
    assert theirs.read_bytes() == b"theirs"
    assert len([*folder.iterdir()]) == 2


def test_a_damaged_file_is_not_copied(run: Run, home: Path, store: Path) -> None:
    place = store.parent / "files" / NAME[:2] / f"{NAME}.pdf"
    place.write_bytes(SCAN.upper())

    done = run("files", "7", "--to", "copies")

    assert "'joint.pdf' of statement 7 is missing or changed" in done.err
    assert done.code == 7
    assert [*(home / "copies").iterdir()] == []


@pytest.mark.parametrize(
    "options", [("--private",), ("--json", "--to", "copies"), ("--to", "joint.pdf")]
)
def test_what_can_not_be(run: Run, options: tuple[str, ...]) -> None:
    refused(run("files", "7", *options), 7 if "joint.pdf" in options else 2)


def test_open_shows_a_copy(
    run: Run, home: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under its own name, to be read alone: the archive's stays as it is."""
    noted = give_opener(home, monkeypatch)

    done = run("files", "7", "--open", "--file", "joint.pdf")

    place = Path(noted.read_text(encoding="utf-8"))
    assert done.code == 0
    assert (place.name, place.read_bytes()) == ("joint.pdf", SCAN)
    assert not place.stat().st_mode & 0o277
    assert not place.is_relative_to(store.parent)


@pytest.mark.parametrize(
    "name",
    [
        "a.sh",
        "a.exe",
        "a.html",
        "a",
        "a.PDF.lnk",
    ],
)
def test_open_refuses_what_may_run(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Only known documents, pictures, sound and video are opened."""
    noted = give_opener(home, monkeypatch)
    (home / name).write_bytes(b"[Desktop Entry]")
    run("attach", "3", name)

    done = run("files", "3", "--open")

    assert f"'{name}' of statement 3 was not opened, because files of" in refused(
        done, 1
    )
    assert "mediarel files 3 --to FOLDER" in done.err
    assert not noted.exists()


def test_open_needs_to_know_which(run: Run) -> None:
    done = run("files", "7", "--open")

    assert "statement 7 has 2 files" in refused(done, 2)
    assert "mediarel files 7 --open --file joint.pdf" in done.err
    assert "statement 3 has no files" in refused(run("files", "3", "--open"), 3)
    assert "has no file 'x'" in refused(run("files", "7", "--open", "--file", "x"), 3)


def test_open_without_a_display_or_an_opener(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so, and what to do instead."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    no_display = run("files", "7", "--open", "--file", "joint.pdf")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("PATH", str(home))
    no_opener = run("files", "7", "--open", "--file", "joint.pdf")

    assert "there is no display" in refused(no_display, 7)
    assert "xdg-open, which opens files, is not installed" in refused(no_opener, 7)
    assert "mediarel files ID --to FOLDER" in no_display.err
