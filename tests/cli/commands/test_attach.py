"""Test `mediarel attach` and `mediarel attach --remove`."""

import os
import re
import socket
import time
from pathlib import Path

import pytest

from archives import stored, stranger, unchanged
from attached import NAME, SCAN, attachments, kept, names
from conftest import Run, refused
from mediarel.archive.add import keep_files
from mediarel.attachments.files import put_file
from mediarel.attachments.original import look_at
from mediarel.errors import AccessError
from pdf_files import one_page, pdf

PLACE = f"{NAME[:2]}/{NAME}.pdf"


@pytest.fixture(autouse=True)
def scan(home: Path, store: Path) -> Path:
    """Create an archive and a file to attach, and return the file."""
    assert store.exists()
    place = home / "joint.pdf"
    place.write_bytes(SCAN)
    return place


def test_file_is_copied_and_recorded(run: Run, store: Path, scan: Path) -> None:
    done = run("attach", "3", "joint.pdf")

    assert (done.code, done.out.split("\t")[0]) == (0, "joint.pdf")
    attached, note = done.err.splitlines()
    assert attached == (
        "Attached joint.pdf (27 bytes) to statement 3. To undo: mediarel undo"
    )
    assert note.endswith("– if they need no note: mediarel edit 3 --silent")
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


def test_a_description_is_kept_and_can_be_changed_later(run: Run, store: Path) -> None:
    run("attach", "3", "joint.pdf")
    done = run("attach", "3", "joint.pdf", "--alt", "People at the\ncourt")
    again = run("attach", "3", "joint.pdf", "--alt", "People at the court")

    assert done.err.startswith("Changed joint.pdf of statement 3. To undo: ")
    assert "already has this file" in again.err
    assert [each["alt"] for each in attachments(store)] == ["People at the court"]
    assert kept(store) == {PLACE: SCAN}
    assert run("attach", "3", "joint.pdf", "--alt", "", "--private").code == 0
    assert attachments(store)[0].keys() >= {"private"}
    assert "alt" not in attachments(store)[0]
    assert run("undo").code == 0
    assert attachments(store)[0]["alt"] == "People at the court"
    assert run("check").code == 0


def test_an_attached_file_can_be_changed_by_its_name(
    run: Run, store: Path, scan: Path
) -> None:
    run("attach", "3", "joint.pdf")
    scan.unlink()
    done = run("attach", "3", "joint.pdf", "--private")

    assert done.code == 0
    assert done.err.startswith("Changed joint.pdf of statement 3.")
    assert attachments(store)[0]["private"]
    assert "no such file" in run("attach", "3", "other.pdf", "--private").err


def test_pages_of_a_pdf_are_counted_and_shown_on_the_site(
    run: Run, store: Path, scan: Path
) -> None:
    pages = one_page(b"<<>>") | {2: b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>"}
    scan.write_bytes(pdf(pages | {6: pages[3]}))
    run("attach", "3", "joint.pdf")
    run("publish", "site", "public")

    assert [each["pages"] for each in attachments(store)] == [2]
    (page,) = Path("public").glob("*/*/*/*-3/index.html")
    assert '<span class="small">2 pages, ' in page.read_text("utf-8")


def test_attaching_a_pdf_again_adds_its_number_of_pages(
    run: Run, store: Path, scan: Path
) -> None:
    scan.write_bytes(pdf(one_page(b"<<>>")))
    run("attach", "3", "joint.pdf")
    text = store.read_text("utf-8")
    store.write_text(re.sub(r',\s*"pages": 1', "", text, count=1), "utf-8")
    run("check", "--accept", "3")

    assert "Changed joint.pdf of statement 3." in run("attach", "3", "joint.pdf").err
    assert [each["pages"] for each in attachments(store)] == [1]


def test_private_file_can_be_made_public_again(run: Run, scan: Path) -> None:
    run("attach", "3", str(scan), "--private")
    run("attach", "3", str(scan))
    is_private = [each["private"] for each in stored(3)["attachments"]]

    assert run("attach", "3", str(scan), "--public").code == 0

    assert is_private == [True]
    assert not stored(3)["attachments"][0].get("private", False)


def test_attaching_can_be_undone_and_redone(run: Run, store: Path) -> None:
    run("attach", "3", "joint.pdf")

    logged = run("log").out.splitlines()[0]
    undone = run("undo")
    without = names(store)
    run("redo")

    assert logged.endswith("\tattach\tattached joint.pdf to 3")
    assert undone.code == 0
    assert (without, names(store)) == ([], ["joint.pdf"])
    assert kept(store) == {PLACE: SCAN}


def test_same_content_is_not_attached_again(run: Run, store: Path) -> None:
    run("attach", "3", "joint.pdf")
    Path("again.pdf").write_bytes(SCAN)

    with unchanged(store):
        done = run("attach", "3", "again.pdf")

    assert (done.code, done.out) == (0, "")
    assert done.err == "Statement 3 already has this file, as joint.pdf.\n"


def test_copy_without_folder_and_suffix_is_found(run: Run, store: Path) -> None:
    """Early versions stored copies without folder and suffix."""
    folder = store.parent / "files"
    folder.mkdir()
    (folder / NAME).write_bytes(SCAN)

    run("attach", "3", "joint.pdf")

    assert kept(store) == {NAME: SCAN}
    assert "all is well" in run("check").err


@pytest.mark.usefixtures("store")
def test_second_file_of_a_name_gets_a_number(run: Run, home: Path, store: Path) -> None:
    """Upper and lower case are ignored."""
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
        ("a\x1b[31m\x07b\n.pdf", "a[31mb .pdf"),
        ("fdp\u202e.exe\u2066\u200f.txt", "fdp.exe.txt"),
        ("សេចក្តី\u200bថ្លែងការណ៍.pdf", "សេចក្តី\u200bថ្លែងការណ៍.pdf"),
        ("..", "file"),
        ("e\u0301te\u0301.pdf", "\u00e9t\u00e9.pdf"),
    ],
)
def test_dangerous_characters_are_removed_from_file_names(
    run: Run, store: Path, given: str, called: str
) -> None:
    assert run("attach", "3", "joint.pdf", "--name", given).code == 0
    assert names(store) == [called]
    assert kept(store) == {PLACE: SCAN}


def test_only_regular_files_are_attached(
    run: Run, home: Path, store: Path, scan: Path
) -> None:
    """If one of several files is refused, no file is attached.

    The command does not wait for a pipe or socket.
    """
    (home / "link").symlink_to(scan)
    (home / "folder").mkdir()
    os.mkfifo(home / "pipe")
    (home / "empty").touch()
    listening = socket.socket(socket.AF_UNIX)
    listening.bind("socket")
    before = store.read_bytes()
    for name in ("link", "folder", "pipe", "socket", "/dev/null", "empty"):
        what = "is empty" if name == "empty" else "is not a regular file"
        assert f"{name} {what}" in refused(run("attach", "3", name), 4)
        # If one file is refused, the other file is not attached either.
        refused(run("attach", "3", "joint.pdf", name), 4)
    assert "no such file" in refused(run("attach", "3", "nowhere.pdf"), 7)

    listening.close()
    assert store.read_bytes() == before
    assert kept(store) == {}


def test_unreadable_file_is_reported() -> None:
    with stranger() as path:
        secret = path.parent / "secret.pdf"
        secret.write_bytes(SCAN)
        secret.chmod(0)

        with pytest.raises(AccessError) as caught:
            look_at(secret)

    assert caught.value.problem.endswith("secret.pdf: permission denied")
    assert caught.value.exit_code == 7


@pytest.mark.parametrize("what", ["grows", "is rewritten", "is replaced", "is gone"])
def test_file_that_changes_during_the_copy_is_refused(
    run: Run, store: Path, scan: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
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


def test_copy_removed_by_another_command_is_not_recorded(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For example, `check --prune` may run at the same time."""

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


@pytest.mark.parametrize("name", ["JOINT.PDF", NAME[:8]], ids=["name", "SHA-256"])
def test_removed_attachment_keeps_its_copy(run: Run, store: Path, name: str) -> None:
    """Undo needs the copy. Names that can't be typed are replaced by the SHA-256."""
    run("attach", "3", "joint.pdf")

    done = run("attach", "3", name, "--remove")

    first, second = done.err.splitlines()
    assert first == "Removed joint.pdf from statement 3. To undo: mediarel undo"
    assert second.startswith("No note tells readers that statement 3 changed.")
    assert names(store) == []
    assert run("log").out.splitlines()[0].endswith("\tdetach\tremoved joint.pdf from 3")
    assert "all is well" in run("check").err
    assert run("undo").code == 0
    assert names(store) == ["joint.pdf"]
    assert kept(store) == {PLACE: SCAN}


def test_removing_an_unknown_file_lists_the_attached_files(run: Run) -> None:
    run("attach", "3", "joint.pdf")

    done = run("attach", "3", "other.pdf", "--remove")

    assert "statement 3 has no file 'other.pdf'" in refused(done, 3)
    assert "Its files are: 'joint.pdf'." in done.err
    done = run("attach", "4", "other.pdf", "--remove")
    assert "The statement has no files." in done.err
