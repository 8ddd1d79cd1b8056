"""Test the import of a different archive or a backup."""

import json
import shutil
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import SAMPLE, Run, refused
from mediarel.errors import NewerArchiveError, UnreadableInputError
from mediarel.formats.entries import Entry, ReadOptions
from mediarel.formats.json import FORM, read_archive
from mediarel.model.fields import GIVEN_FIELDS
from mediarel.store import FORM as FORM_OF_STORES
from reads import drafts_of

CONTENT = b"abc"
FILE: dict[str, Any] = {
    "name": "a.pdf",
    "sha256": sha256(CONTENT).hexdigest(),
    "size": len(CONTENT),
    "media_type": "application/pdf",
}


def tables(**changed: object) -> dict[str, Any]:
    """Return the tables of the sample archive, with `changed` fields of statement 1."""
    found: dict[str, Any] = json.loads(SAMPLE.read_bytes())
    if changed:
        found["statements"]["1"].update(changed)
        del found["checksums"]
    return found


def as_data(found: object) -> bytes:
    return json.dumps(found, ensure_ascii=False, indent=2).encode()


def test_format_version_equals_that_of_the_store() -> None:
    """The package `formats` can't import the constant from `store`."""
    assert FORM == FORM_OF_STORES


def test_each_entry_has_its_id_and_all_fields() -> None:
    """If a field is empty in the archive, the text must not fill it."""
    data = as_data(tables())

    entries = list(read_archive(data, "x", ReadOptions()).entries)

    for number, each in enumerate(entries, 1):
        assert isinstance(each, Entry)
        assert each.line == number
        assert each.said == {*GIVEN_FIELDS}


def test_imported_statements_get_new_ids_and_keep_uuids(run: Run, home: Path) -> None:
    backup = home / "statements-2026-11-24.json"
    shutil.copyfile(SAMPLE, backup)
    run("init")
    run("add", "--date=2001", "--program=NGO", "--title=On land")

    first, again = run("import", str(backup)), run("import", str(backup))

    assert first.err == "Added 9 statements: 2 to 10.\n"
    assert again.err == "Nothing added. Already in the archive: 9 statements.\n"
    kept = json.loads((home / "data" / "statements.json").read_bytes())["statements"]
    theirs = tables()["statements"]
    assert {each["uuid"] for n, each in kept.items() if n != "1"} == {
        each["uuid"] for each in theirs.values()
    }


def test_attached_files_are_imported(run: Run, home: Path) -> None:
    """If a file is missing, nothing is imported."""
    other = home / "other" / "statements.json"
    other.parent.mkdir()
    other.write_bytes(as_data(tables(attachments=[FILE, {**FILE, "name": "b.pdf"}])))
    run("init")

    lacking = run("import", str(other))
    (other.parent / "files").mkdir()
    (other.parent / "files" / FILE["sha256"]).write_bytes(CONTENT)
    done = run("import", str(other))

    assert "'a.pdf' of " in refused(lacking, 4)
    assert done.err.splitlines() == [
        "Added 9 statements: 1 to 9.",
        "Also imported 1 attached file.",
    ]
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"form": 5', '"form" 5', "line 4: the archive is damaged: is invalid"),
        ("Sonando", "\udcff", "the archive is damaged: it is not UTF-8"),
        ('"statements": {', '"statements": {"70": 3,', "statement 70 is not a record"),
        ('"archive": {', '"archive": [{}], "old": {', "'archive' is not a table"),
        ('"checksums": {', '"checksums": [], "old": {', "'checksums' is not a table"),
    ],
)
def test_damaged_archive_is_refused(
    run: Run, home: Path, old: str, new: str, problem: str
) -> None:
    """The hint suggests `repair` for the archive."""
    other = home / "other.json"
    text = SAMPLE.read_text(encoding="utf-8").replace(old, new, 1)
    other.write_bytes(text.encode(errors="surrogateescape"))
    run("init")

    done = run("import", str(other))

    assert problem in refused(done, 4)
    assert f"repair --archive {other}" in done.err
    assert run("list").out == ""


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"form": 5', '"form": 99', "was made by a newer mediarel (format version 99"),
        ('"date":', '"mood": "", "date":', "has the field 'mood', which only a newer"),
    ],
)
def test_newer_archive_is_not_called_damaged(old: str, new: str, problem: str) -> None:
    data = SAMPLE.read_bytes().replace(old.encode(), new.encode(), 1)

    with pytest.raises(NewerArchiveError) as caught:
        read_archive(data, "x", ReadOptions())

    assert problem in caught.value.problem


def test_record_with_wrong_checksum_is_refused(run: Run, home: Path) -> None:
    """With --skip-bad, the other statements are imported."""
    other = home / "other.json"
    text = SAMPLE.read_text(encoding="utf-8").replace("Sonando", "Sonata", 1)
    other.write_text(text, encoding="utf-8")
    run("init")

    done = run("import", str(other))

    assert "does not match its checksum" in (refused(done, 4))
    assert done.err.endswith(f"mediarel check --archive {other}\n")
    assert run("import", str(other), "--skip-bad").err.endswith(": 1 to 8.\n")


@given(st.data())
def test_damaged_bytes_raise_only_known_errors(data: st.DataObject) -> None:
    whole = SAMPLE.read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 50)))
    broken = whole[:start] + data.draw(st.binary(max_size=9)) + whole[end:]

    with suppress(UnreadableInputError, NewerArchiveError):
        drafts_of(read_archive, broken, "x")
