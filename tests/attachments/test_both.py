"""Test attached files in a file and on a server, their names and media types."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from attached import SCAN
from conftest import SAMPLE, refused
from filed import KINDS, FiledBeside, FiledOnServer
from mediarel.attachments.files import clean_name, file_name, numbered
from mediarel.model.media_types import kept_suffix, media_type_of
from mediarel.text.lines import suffix_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run
    from filed import Filed

LETTER = "Free the Press\n\nKampot, 3 May 2013 - The press is not free."
STRAY = b"a copy of a command that was cut short"
OPTIONS = ("--program=CLEC", "--type=Statement")


@pytest.fixture(params=KINDS)
def filed(
    request: pytest.FixtureRequest,
    run: Run,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Filed:
    """Return an archive; the file to attach is in the current folder."""
    (home / "joint.pdf").write_bytes(SCAN)
    if request.param == "file":
        return FiledBeside(request.getfixturevalue("store"))
    address = request.getfixturevalue("address")
    assert run("copy", str(SAMPLE), address).code == 0
    monkeypatch.setenv("MEDIAREL_ARCHIVE", address)
    return FiledOnServer(request.getfixturevalue("postgres"), address)


@pytest.fixture
def attached(run: Run, filed: Filed) -> Filed:
    """Return an archive in which the file is attached to statement 3."""
    assert run("attach", "3", "joint.pdf").code == 0
    return filed


def names(run: Run, number: int = 3) -> list[str]:
    """Return the names of the files of a statement."""
    return [e["name"] for e in json.loads(run("files", str(number), "--json").out)]


def findings(run: Run, *options: str) -> list[str]:
    """Return the kind of each finding of `check`, except about readers."""
    found = json.loads(run("check", "--json", *options).out)
    return [each["kind"] for each in found if each["kind"] != "unannounced"]


@pytest.mark.parametrize(
    ("loss", "kind"), [("lose", "file_missing"), ("spoil", "file_changed")]
)
def test_attaching_again_restores_a_missing_or_damaged_copy(
    run: Run, attached: Filed, loss: str, kind: str
) -> None:
    getattr(attached, loss)()
    found = findings(run)
    copied = run("files", "3", "--to", "copies")

    done = run("attach", "3", "joint.pdf")

    assert found == [kind]
    assert "is missing or changed" in refused(copied, 7)
    assert "it is now restored" in done.err
    assert attached.kept() == [SCAN]
    assert findings(run) == []


def test_a_file_that_changes_while_it_is_copied_is_refused(
    run: Run, filed: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, _, name = filed.copying.rpartition(".")
    copy: Callable[..., object] = getattr(__import__(module, fromlist=[name]), name)

    def change_and_copy(*given: object, **options: object) -> object:
        Path("joint.pdf").write_bytes(SCAN[::-1])
        return copy(*given, **options)

    monkeypatch.setattr(filed.copying, change_and_copy)

    assert "joint.pdf changed while" in refused(run("attach", "3", "joint.pdf"), 1)

    assert (names(run), filed.kept()) == ([], [])


def test_the_copy_of_a_refused_document_is_removed(run: Run, filed: Filed) -> None:
    """If a different statement needs the copy, the copy is kept."""
    Path("a.txt").write_text(LETTER, encoding="utf-8")
    Path("b.txt").write_text(f"{LETTER}\n", encoding="utf-8")
    added = run("add", "a.txt", *OPTIONS)

    other = run("add", "b.txt", *OPTIONS)
    same = run("add", "a.txt", *OPTIONS)

    assert (added.code, other.code, same.code) == (0, 1, 1)
    assert filed.kept() == [LETTER.encode()]


def test_a_site_has_no_private_files(run: Run, attached: Filed) -> None:
    Path("secret.pdf").write_bytes(b"%PDF-1.7 secret")
    run("attach", "3", "secret.pdf", "--private")

    first = run("publish", "site", "site")
    again = run("publish", "site", "site")

    assert len(attached.kept()) == 2
    assert (first.code, again.code) == (0, 0)
    assert [each.name for each in Path("site/files").rglob("*.pdf")] == ["joint.pdf"]
    assert ": 0 files written, " in again.err


def test_a_bag_has_the_files_of_the_archive(run: Run, attached: Filed) -> None:
    made = run("publish", "bag", "bag")

    copied = run("--archive", "bag/data/statements.json", "check")
    assert (made.code, copied.code) == (0, 0)
    assert FiledBeside(Path("bag/data/statements.json")).kept() == attached.kept()
    assert Path("bag").stat().st_mode & 0o007 == (
        0 if isinstance(attached, FiledOnServer) else 0o005
    )


def test_site_of_withheld_texts_has_only_cleared_files(run: Run, filed: Filed) -> None:
    for name, text in (("one.txt", "Free Mam Sonando now."), ("two.txt", "Free him.")):
        Path(name).write_text(text, encoding="utf-8")
    run("attach", "3", "one.txt", "two.txt")
    run("withhold", "3", "Mam Sonando")

    run("attach", "--clear", "3", "--yes")
    run("publish", "site", "site", "--allow", "Mam Sonando")

    assert len(filed.kept()) == 2
    assert [each.name for each in Path("site/files").rglob("*.txt")] == ["two.txt"]


def test_prune_deletes_only_files_that_nothing_needs(run: Run, attached: Filed) -> None:
    """Files that the history needs are kept."""
    attached.put(STRAY)
    run("undo")

    found = findings(run)
    asked = run("check", "--prune")
    shown = run("check", "--prune", "--yes")

    assert found == ["file_unused"]
    assert asked.code != 0
    assert shown.out.endswith(f".txt\t{len(STRAY)}\n")
    assert shown.err == f"Deleted 1 file, {len(STRAY)} bytes.\n"
    assert attached.kept() == [SCAN]
    assert "Nothing to delete" in run("check", "--prune").err


@pytest.mark.parametrize("where", ["lost/", "other"])
def test_copying_an_archive_copies_its_files(
    run: Run, attached: Filed, where: str
) -> None:
    """Files that only the history needs are copied too."""
    Path("letter.txt").write_text(LETTER, encoding="utf-8")
    run("attach", "4", "letter.txt")
    run("attach", "4", "letter.txt", "--remove")
    to = attached.other if where == "other" else where

    done = run("copy", os.environ.get("MEDIAREL_ARCHIVE", "data"), to)

    assert (done.code, "2 attached files" in done.err) == (0, True)
    assert "all is well" in run("--archive", to, "check").err


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("joint.pdf", "joint.pdf"),
        ("CON", "CON_"),
        ("con.pdf", "con_.pdf"),
        ("nul.tar.gz", "nul_.tar.gz"),
        ("COM1.txt", "COM1_.txt"),
        ("console.txt", "console.txt"),
        ("a/b", "a_b"),
        ("What next?.pdf", "What next_.pdf"),
        ("end. ", "end"),
        ("សេចក្តី.pdf", "សេចក្តី.pdf"),
    ],
)
def test_file_names_are_valid_on_every_system(name: str, safe: str) -> None:
    assert file_name(name) == safe


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.PDF", ".pdf"),
        ("a.tar.gz", ".gz"),
        (".profile", ""),
        ("a", ""),
        ("a.much-too-long", ""),
        ("a.b c", ""),
        ("a.123456789", ""),
    ],
)
def test_only_short_plain_extensions_are_kept(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


@pytest.mark.parametrize("name", ["", ".", "..", "/", "a/..", "\u202e", "\n", "..."])
def test_an_empty_name_becomes_file(name: str) -> None:
    assert clean_name(name) == "file"


def test_a_taken_name_gets_a_number_before_its_extension() -> None:
    assert numbered("a.pdf", ["A.PDF", "a-2.pdf"]) == "a-3.pdf"
    assert numbered("a", ["a"]) == "a-2"
    assert numbered("b.pdf", ["a.pdf"]) == "b.pdf"


@pytest.mark.parametrize(
    ("name", "beginning", "media_type", "suffix"),
    [
        ("a.pdf", b"%PDF-1.7", "application/pdf", ".pdf"),
        ("a.txt", b"%PDF-1.7", "application/pdf", ".pdf"),
        ("a", b"\xff\xd8\xff\xe0", "image/jpeg", ".jpg"),
        ("a.JPEG", b"\xff\xd8\xff\xe0", "image/jpeg", ".jpeg"),
        (
            "a.docx",
            b"PK\x03\x04",
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ".docx",
        ),
        ("a.wav", b"RIFF\x01\x02\x03\x04WAVEfmt", "audio/wav", ".wav"),
        ("a.txt", b"We call", "text/plain", ".txt"),
        ("a.xyz", b"\x00", "application/octet-stream", ".xyz"),
        ("a.\u17a2", b"\x00", "application/octet-stream", ""),
        ("a", b"\x00", "application/octet-stream", ""),
    ],
)
def test_the_first_bytes_decide_the_media_type_before_the_name(
    name: str, beginning: bytes, media_type: str, suffix: str
) -> None:
    assert media_type_of(name, beginning) == media_type
    assert kept_suffix(name, media_type) == suffix
