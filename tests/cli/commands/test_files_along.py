"""Test that backups, restores, exports and imports include attached files."""

import json
import shutil
from pathlib import Path

import pytest

from attached import NAME, SCAN, attachments, kept, names
from conftest import Run, refused

SECRET = b"telephone numbers"
PLACE = f"{NAME[:2]}/{NAME}.pdf"


@pytest.fixture(autouse=True)
def _files(run: Run, home: Path, store: Path) -> None:
    """Attach a file, a private file, and a file that is then removed."""
    assert store.exists()
    for name, data in (
        ("joint.pdf", SCAN),
        ("secret.txt", SECRET),
        ("old.txt", b"old"),
    ):
        (home / name).write_bytes(data)
    run("attach", "3", "joint.pdf", "--role=scan")
    run("attach", "3", "secret.txt", "--private")
    run("attach", "3", "old.txt")
    run("attach", "3", "old.txt", "--remove")


def test_backup_includes_all_files(run: Run, home: Path, store: Path) -> None:
    assert "and 3 attached files" in run("backup", "stick").err
    assert kept(home / "stick" / "x.json") == kept(store)
    assert run("check", "--drill", "--from", "stick").code == 0


@pytest.mark.parametrize("loss", ["all", "files", "a letter"])
def test_restore_replaces_lost_files(run: Run, store: Path, loss: str) -> None:
    whole = kept(store)
    run("backup", "stick")
    if loss == "all":
        shutil.rmtree(store.parent)
    elif loss == "files":
        shutil.rmtree(store.parent / "files")
    else:
        (store.parent / "files" / PLACE).write_bytes(SCAN[::-1])

    done = run("restore", "--from", "stick", "--archive", str(store), "--yes")

    assert done.code == 0
    assert kept(store) == whole
    assert run("check").code == 0
    # Undo restores a removed attachment together with its file.
    if loss != "all":
        assert "Restored " in done.err
        run("undo")
        assert names(store) == ["joint.pdf", "secret.txt", "old.txt"]


@pytest.mark.parametrize("folder", ["handover", "new/"])
def test_export_folder_has_public_files(run: Run, home: Path, folder: str) -> None:
    (home / "handover").mkdir()

    done = run("export", "id:3", "--output", folder)

    (written,) = json.loads((home / folder / "statements.json").read_bytes())
    assert (done.code, done.out) == (0, "")
    assert f"Copied 1 attached file to {folder.strip('/')}/files." in done.err
    assert "Left out, because private: 1 attached file." in done.err
    assert [each["name"] for each in written["attachments"]] == ["joint.pdf"]
    assert kept(home / folder / "x") == {PLACE: SCAN}


def test_export_includes_private_files_on_request(run: Run, home: Path) -> None:
    run("export", "id:3", "--format=csv", "--private", "--output=handover/")

    assert sorted(kept(home / "handover" / "x").values()) == sorted([SCAN, SECRET])
    assert "secret.txt" in (home / "handover" / "statements.csv").read_text("utf-8-sig")


def test_export_replaces_nothing_unasked(run: Run, home: Path, store: Path) -> None:
    run("export", "--output", "handover/")
    before = store.read_bytes()

    assert run("export", "--output", "handover").code == 1
    assert run("export", "--output", "handover", "--force").code == 0
    refused(run("export", "--output", "data", "--force"), 2)
    refused(run("export", "--output", "data", "--format=csv"), 2)
    refused(run("export", "--output=all.json", "--private"), 2)
    refused(run("export", "--output=joint.pdf/"), 7)

    assert store.read_bytes() == before
    assert not (home / "data" / "statements.csv").exists()


@pytest.mark.parametrize("form", ["json", "csv", "markdown", "archive"])
def test_import_includes_files(run: Run, home: Path, store: Path, form: str) -> None:
    run("init", "other")
    other = home / "other" / "data" / "statements.json"
    if form == "archive":
        source = str(store)
    else:
        run("export", "id:3", f"--format={form}", "--private", "--output=handover/")
        source = "handover"
        if form != "markdown":  # Markdown has a file for each statement
            source = str(next((home / "handover").glob("statements.*")))

    done = run("import", source, "--archive", "other")

    number = 5 if form == "archive" else 1
    numbers = json.loads(other.read_bytes())["statements"]
    number = next(int(n) for n in numbers if attachments(other, int(n)))
    assert done.code == 0, done
    assert "Also imported 2 attached files." in done.err
    assert attachments(other, number) == attachments(store)
    assert sorted(kept(other).values()) == sorted([SCAN, SECRET])
    assert run("check", "--archive", "other").code == 0
    assert run("undo", "--yes", "--archive", "other").code == 0


@pytest.mark.parametrize("how", ["plain", "dry", "pipe"])
def test_import_with_missing_files_is_refused(run: Run, home: Path, how: str) -> None:
    """The error message has the names of the files."""
    run("export", "--output", "all.json")
    (home / "elsewhere").mkdir()
    (home / "all.json").rename(home / "elsewhere" / "all.json")
    data = (home / "elsewhere" / "all.json").read_bytes()
    run("init", "other")
    source = "-" if how == "pipe" else "elsewhere/all.json"
    options = ("--dry-run",) if how == "dry" else ()

    done = run("import", source, *options, "--archive=other", stdin=data)

    assert done.code == 4
    error = done.err.splitlines()[-2]
    assert "attached files are missing: 'joint.pdf' of" in error
    assert "'secret.txt' of" in error
    assert run("list", "--archive", "other").out == ""


@pytest.mark.parametrize("is_folder", [False, True])
def test_import_follows_no_link(run: Run, home: Path, is_folder: bool) -> None:  # noqa: FBT001 - a test parameter
    """With links, an export by a stranger could read any file by its SHA-256."""
    run("export", "id:3", "--output", "handover/")
    run("init", "other")
    place = home / "handover" / "files" / PLACE
    link = place.parent if is_folder else place
    link.rename(home / "elsewhere")
    link.symlink_to(home / "elsewhere")
    call = ("import", "handover/statements.json", "--archive=other")

    problem = refused(run(*call), 4)
    assert "'joint.pdf' of handover/statements.json" in problem
    assert "(a symbolic link)" in problem
    assert run(*call, "--without-files").code == 0
    assert kept(home / "other" / "data" / "x.json") == {}


def test_import_without_files_names_each_missing_file(run: Run, home: Path) -> None:
    run("export", "id:3", "--private", "--output=handover/")
    (home / "handover" / "files" / PLACE).write_bytes(SCAN[::-1])
    run("init", "other")

    source = ("handover/statements.json", "--without-files", "--archive=other")
    done, again = run("import", *source), run("import", *source)

    other = home / "other" / "data" / "statements.json"
    assert done.code == 0
    assert (
        "Missing, so not imported: 'joint.pdf' of handover/statements.json, statement 1"
        in done.err
    )
    assert names(other, 1) == ["secret.txt"]
    assert "Already in the archive: 1 statement" in again.err
    assert run("check", "--archive", "other").code == 0
