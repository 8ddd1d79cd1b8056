"""`mediarel attach`, also with --remove.

- a copy by its SHA-256, in the folder of its first digits; the history names the file;
  undo takes it back
- what a file has: role, language, private; left out where it is empty
- one that is attached already, one that two statements have, one that is kept as early
  versions kept it, one whose copy is damaged
- names: cleaned, numbered, of 300 letters, of every script
- refused: links, folders, pipes, devices, empty files, what can't be read or changes
"""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archives import stranger
from attached import NAME, SCAN, attachments, kept, names
from conftest import refused
from mediarel.archive.add import keep_files
from mediarel.attachments.files import put_file
from mediarel.attachments.original import UnreadableOriginalError, look_at

if TYPE_CHECKING:
    from conftest import Run

PLACE = f"{NAME[:2]}/{NAME}.pdf"


@pytest.fixture
def scan(home: Path, store: Path) -> Path:
    """Return a file to attach, beside an archive."""
    assert store.exists()
    place = home / "joint.pdf"
    place.write_bytes(SCAN)
    return place


def test_a_copy_is_kept_and_named(run: Run, store: Path, scan: Path) -> None:
    """What it is stands in the statement, and nothing else of it changes."""
    done = run("attach", "3", "joint.pdf")

    assert (done.code, done.out.split("\t")[0]) == (0, "joint.pdf")
    assert done.err == (
        "Attached joint.pdf (27 bytes) to statement 3. To undo: mediarel undo\n"
    )
    assert attachments(store) == [
        {
            "name": "joint.pdf",
            "sha256": NAME,
            "size": len(SCAN),
            "media_type": "application/pdf",
        }
    ]
    assert kept(store) == {PLACE: SCAN}
    assert scan.read_bytes() == SCAN
    assert run("check").code == 0


@pytest.mark.usefixtures("scan")
def test_it_is_a_change_like_any_other(run: Run, store: Path) -> None:
    """The history says which file, undo takes it back, redo does it again."""
    run("attach", "3", "joint.pdf")

    logged = run("log").out.splitlines()[0]
    undone = run("undo")
    without = names(store)
    run("redo")

    assert logged.endswith("\tattach\tattached joint.pdf to 3")
    assert undone.code == 0
    assert (without, names(store)) == ([], ["joint.pdf"])
    assert kept(store) == {PLACE: SCAN}


@pytest.mark.usefixtures("scan")
@pytest.mark.parametrize(
    ("options", "code", "problem"),
    [
        (("--role=poem",), 2, "there is no role 'poem'"),
        (("--language=Khmer",), 4, "the language 'Khmer' is not a language code"),
        (("joint.pdf", "joint2.pdf", "--name=a"), 2, "--name can't name several files"),
    ],
)
def test_options_that_can_not_be(
    run: Run, store: Path, options: tuple[str, ...], code: int, problem: str
) -> None:
    before = store.read_bytes()

    assert problem in refused(run("attach", "3", "joint.pdf", *options), code)

    assert store.read_bytes() == before
    assert kept(store) == {}


@pytest.mark.parametrize(
    ("id_", "code"), [("99", 3), ("joint.pdf", 2), ("3-5", 2), ("sonando", 2)]
)
@pytest.mark.usefixtures("scan")
def test_a_statement_that_is_not_there(
    run: Run, store: Path, id_: str, code: int
) -> None:
    """Nothing is copied for it."""
    refused(run("attach", id_, "joint.pdf"), code)

    assert kept(store) == {}


@pytest.mark.usefixtures("scan")
def test_a_file_that_is_attached_already(run: Run, store: Path) -> None:
    """Under whatever name: it is told, and nothing changes."""
    run("attach", "3", "joint.pdf")
    before = store.read_bytes()
    Path("again.pdf").write_bytes(SCAN)

    done = run("attach", "3", "again.pdf")

    assert (done.code, done.out) == (0, "")
    assert done.err == "Statement 3 already has this file, as joint.pdf.\n"
    assert store.read_bytes() == before


@pytest.mark.usefixtures("scan")
def test_a_file_as_early_versions_kept_it(run: Run, store: Path) -> None:
    """Without a folder and an ending: it is found, and stays where it is."""
    folder = store.parent / "files"
    folder.mkdir()
    (folder / NAME).write_bytes(SCAN)

    run("attach", "3", "joint.pdf")

    assert kept(store) == {NAME: SCAN}
    assert run("check").err.endswith("all is well.\n")


@pytest.mark.about_files("what lies beside it")
@pytest.mark.usefixtures("scan")
@pytest.mark.parametrize("loss", ["damaged", "gone"])
def test_a_copy_that_is_lost_is_made_again(run: Run, store: Path, loss: str) -> None:
    """Attaching the file again brings it back, and that is told."""
    run("attach", "3", "joint.pdf")
    place = store.parent / "files" / PLACE
    place.unlink() if loss == "gone" else place.write_bytes(SCAN.upper())
    found = run("check")

    done = run("attach", "3", "joint.pdf")

    assert found.code == 5
    assert "it is now restored" in done.err
    assert kept(store) == {PLACE: SCAN}


@pytest.mark.usefixtures("store")
def test_two_files_of_one_name(run: Run, home: Path, store: Path) -> None:
    """The second has a number; capital letters make no other name."""
    for number, name in enumerate(("a/joint.pdf", "b/JOINT.pdf", "c/joint.pdf")):
        place = home / name
        place.parent.mkdir()
        place.write_bytes(b"%d" % number)

    run("attach", "3", "a/joint.pdf", "b/JOINT.pdf")
    run("attach", "3", "c/joint.pdf")

    assert names(store) == ["joint.pdf", "JOINT-2.pdf", "joint-3.pdf"]


@pytest.mark.parametrize(
    ("given", "called"),
    [
        ("../../etc/joint.pdf", "joint.pdf"),
        ("C:\\Users\\sok\\joint.pdf", "joint.pdf"),
        ("a\nb\tc.pdf", "a b c.pdf"),
        ("a\x1b[31m\x07b.pdf", "a[31mb.pdf"),
        ("fdp\u202e.exe\u2066\u200f.txt", "fdp.exe.txt"),
        ("សេចក្តី\u200bថ្លែងការណ៍.pdf", "សេចក្តី\u200bថ្លែងការណ៍.pdf"),
        ("CON.pdf", "CON.pdf"),
        ("..", "file"),
        ("\u202e", "file"),
        ("e\u0301te\u0301.pdf", "\u00e9t\u00e9.pdf"),
    ],
)
@pytest.mark.usefixtures("scan")
def test_a_name_that_does_harm(run: Run, store: Path, given: str, called: str) -> None:
    """It is cleaned, and kept in its script."""
    done = run("attach", "3", "joint.pdf", "--name", given)

    assert done.code == 0
    assert names(store) == [called]
    assert kept(store) == {PLACE: SCAN}


def test_what_is_no_file(run: Run, home: Path, store: Path, scan: Path) -> None:
    """Each is refused with what it is, and none is waited for."""
    (home / "link").symlink_to(scan)
    (home / "folder").mkdir()
    os.mkfifo(home / "pipe")
    (home / "empty").touch()
    listening = socket.socket(socket.AF_UNIX)
    listening.bind("socket")
    before = store.read_bytes()
    whats = {
        "link": "is a link",
        "folder": "is a folder",
        "pipe": "is a pipe",
        "socket": "is a socket",
        "/dev/null": "is a device",
        "empty": "is empty",
    }

    for name, what in whats.items():
        assert f"{name} {what}" in refused(run("attach", "3", name), 4)
        # Also where another is fine: it is all or nothing.
        refused(run("attach", "3", "joint.pdf", name), 4)
    assert "no such file" in refused(run("attach", "3", "nowhere.pdf"), 7)

    listening.close()
    assert store.read_bytes() == before
    assert kept(store) == {}


def test_a_file_that_may_not_be_read() -> None:
    with stranger() as path:
        secret = path.parent / "secret.pdf"
        secret.write_bytes(SCAN)
        secret.chmod(0)

        with pytest.raises(UnreadableOriginalError) as caught:
            look_at(secret)

    assert caught.value.problem.endswith("secret.pdf: permission denied")
    assert caught.value.exit_code == 7


@pytest.mark.about_files("what lies beside it")
@pytest.mark.parametrize("what", ["grows", "is rewritten", "is replaced", "is gone"])
def test_a_file_that_changes_while_it_is_copied(
    run: Run, store: Path, scan: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """It is noticed, whenever it happens, and nothing is left."""

    def change_and_put(*given: object, **options: object) -> None:
        if what == "grows":
            with scan.open("ab") as file:
                file.write(b"more")
        elif what == "is rewritten":
            time.sleep(0.01)
            scan.write_bytes(SCAN[::-1])
        elif what == "is replaced":
            scan.with_name("new").write_bytes(SCAN)
            scan.with_name("new").replace(scan)
        else:
            scan.unlink()
        put_file(*given, **options)  # type: ignore[arg-type]

    before = store.read_bytes()
    monkeypatch.setattr("mediarel.attachments.files.put_file", change_and_put)

    assert "joint.pdf changed while" in refused(run("attach", "3", "joint.pdf"), 1)

    assert store.read_bytes() == before
    assert not (store.parent / "files").exists()


@pytest.mark.about_files("what lies beside it")
@pytest.mark.usefixtures("scan")
def test_a_copy_that_is_taken_away_before_it_is_named(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by a prune at the same time: no statement names what is not there."""

    def keep_and_lose(*given: object) -> object:
        result = keep_files(*given)  # type: ignore[arg-type]
        (store.parent / "files" / PLACE).unlink()
        return result

    before = store.read_bytes()
    monkeypatch.setattr("mediarel.cli.commands.attach.keep_files", keep_and_lose)

    assert "another command removed the copy of 'joint.pdf'" in refused(
        run("attach", "3", "joint.pdf"), 1
    )

    assert store.read_bytes() == before


@pytest.mark.usefixtures("scan")
def test_detach(run: Run, store: Path) -> None:
    """The copy stays, so that undo brings it all back."""
    run("attach", "3", "joint.pdf")

    done = run("attach", "3", "JOINT.PDF", "--remove")

    assert done.err == "Removed joint.pdf from statement 3. To undo: mediarel undo\n"
    assert names(store) == []
    assert run("log").out.splitlines()[0].endswith("\tdetach\tremoved joint.pdf from 3")
    assert run("check").err.endswith("all is well.\n")
    assert run("undo").code == 0
    assert names(store) == ["joint.pdf"]
    assert kept(store) == {PLACE: SCAN}


@pytest.mark.usefixtures("scan")
def test_detach_by_its_digest(run: Run, store: Path) -> None:
    """Names may hold what nobody can type."""
    run("attach", "3", "joint.pdf")

    assert run("attach", "3", NAME[:8], "--remove").code == 0

    assert names(store) == []


@pytest.mark.usefixtures("scan")
def test_detach_what_is_not_there(run: Run) -> None:
    """It says what there is."""
    run("attach", "3", "joint.pdf")

    done = run("attach", "3", "other.pdf", "--remove")

    assert "statement 3 has no file 'other.pdf'" in refused(done, 3)
    assert "Its files: 'joint.pdf'." in done.err
    assert "It has no files." in run("attach", "4", "other.pdf", "--remove").err
