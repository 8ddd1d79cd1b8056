"""Test `mediarel files`."""

import json
import stat
from pathlib import Path

import pytest

from attached import NAME, SCAN
from conftest import Run, Screen, give_opener, refused

PHOTO = b"\xff\xd8\xff a photo"


@pytest.fixture(autouse=True)
def _files(run: Run, home: Path, store: Path) -> None:
    assert store.exists()
    (home / "joint.pdf").write_bytes(SCAN)
    (home / "រូបថត.jpg").write_bytes(PHOTO)
    run("attach", "7", "joint.pdf", "--role=scan", "--language=en", "--alt=A page")
    run("attach", "7", "រូបថត.jpg", "--private")


def test_pipe_gets_tab_separated_values(run: Run) -> None:
    """For several statements, the ID is the first value."""
    one, several = run("files", "7"), run("files", "6-7")

    first = ["joint.pdf", "27", "application/pdf", "scan", "en", "no", NAME]
    lines = [line.split("\t") for line in one.out.splitlines()]
    assert lines[0] == first
    assert [line[0] for line in lines] == ["joint.pdf", "រូបថត.jpg"]
    assert several.out.splitlines()[0].split("\t") == ["7", *first]


def test_json_has_all_fields_of_a_file(run: Run) -> None:
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
        "alt": "A page",
        "pages": None,
        "missing": False,
    }
    assert (second["private"], second["media_type"]) == (True, "image/jpeg")


def test_missing_copy_is_reported(run: Run, store: Path) -> None:
    (store.parent / "files" / NAME[:2] / f"{NAME}.pdf").unlink()

    assert "The archive's copy of joint.pdf is missing." in run("files", "7").err
    assert json.loads(run("files", "7", "--json").out)[0]["missing"]


def test_plain_output_has_labels(screen: Screen) -> None:
    lines = screen("files", "7", "--plain").out.splitlines()

    assert lines[:4] == ["Id: 7", "Name: joint.pdf", "Size: 27 bytes", lines[3]]
    assert "Private: yes" in lines


def test_copies_are_named_after_their_statement(run: Run, home: Path) -> None:
    """Private files are left out and counted."""
    done = run("files", "7", "--to", "copies")

    assert done.out == "copies/2012-12-10-clec-7-joint.pdf\n"
    assert "Left out, because private: 1 file." in done.err
    copies = [*(home / "copies").iterdir()]
    assert [place.read_bytes() for place in copies] == [SCAN]
    assert copies[0].stat().st_mode & stat.S_IWUSR


def test_copying_replaces_no_file(run: Run, home: Path) -> None:
    """If a different file has the same name, the copy gets a number."""
    folder = home / "copies"
    folder.mkdir()
    theirs = folder / "2012-12-10-clec-7-joint.pdf"
    theirs.write_bytes(b"theirs")

    first, again = (run("files", "7", "--to", "copies") for _ in range(2))

    assert first.out == "copies/2012-12-10-clec-7-joint-2.pdf\n"
    assert (again.out, "Already in the folder: 1 file." in again.err) == ("", True)
    assert theirs.read_bytes() == b"theirs"
    assert len([*folder.iterdir()]) == 2


def test_damaged_file_is_not_copied(run: Run, home: Path, store: Path) -> None:
    place = store.parent / "files" / NAME[:2] / f"{NAME}.pdf"
    place.write_bytes(SCAN.upper())

    done = run("files", "7", "--to", "copies")

    assert "'joint.pdf' of statement 7 is missing or changed" in done.err
    assert done.code == 7
    assert [*(home / "copies").iterdir()] == []


def test_copy_to_a_file_is_refused(run: Run) -> None:
    refused(run("files", "7", "--to", "joint.pdf"), 7)


def test_open_opens_a_read_only_copy(
    run: Run, home: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = give_opener(home, monkeypatch)

    done = run("files", "7", "--open", "--file", "joint.pdf")

    place = Path(noted.read_text(encoding="utf-8"))
    assert done.code == 0
    assert (place.name, place.read_bytes()) == ("joint.pdf", SCAN)
    assert not place.stat().st_mode & 0o277
    assert not place.is_relative_to(store.parent)


@pytest.mark.parametrize("name", ["a.sh", "a.exe", "a.html", "a", "a.PDF.lnk"])
def test_open_refuses_files_that_may_run(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    noted = give_opener(home, monkeypatch)
    (home / name).write_bytes(b"[Desktop Entry]")
    run("attach", "3", name)

    problem = refused(run("files", "3", "--open"), 1)

    assert f"'{name}' of statement 3 was not opened, because files of" in problem
    assert not noted.exists()


def test_open_needs_the_name_of_one_file(run: Run) -> None:
    done = run("files", "7", "--open")

    assert "statement 7 has 2 files" in refused(done, 2)
    assert done.err.endswith("To list the names: mediarel files 7\n")
    assert "statement 3 has no files" in refused(run("files", "3", "--open"), 2)
    assert "has no file 'x'" in refused(run("files", "7", "--open", "--file", "x"), 3)


def test_open_reports_a_missing_display_or_opener(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    no_display = run("files", "7", "--open", "--file", "joint.pdf")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("PATH", str(home))
    no_opener = run("files", "7", "--open", "--file", "joint.pdf")

    assert "there is no display" in refused(no_display, 7)
    assert "xdg-open, which opens files, is not installed" in refused(no_opener, 7)
    assert "mediarel files ID --to FOLDER" in no_display.err
