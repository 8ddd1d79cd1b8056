"""The attached files: which there are, and copies of them.

- each file once, from the raw JSON of the statements
- copied where it is missing, left where it is there, told where it can't be had
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from mediarel.attachments.files import (
    AttachedFile,
    CopyResult,
    attached_files,
    copy_files,
    files_folder,
    has_file,
)

if TYPE_CHECKING:
    from pathlib import Path

SCAN = b"the scan of a page"
FILE = AttachedFile(sha256(SCAN).hexdigest(), len(SCAN))


def put(folder: Path, content: bytes = SCAN) -> Path:
    """Put a file with `content` where the scan should be."""
    folder.mkdir(exist_ok=True)
    place = folder / FILE.sha256
    place.write_bytes(content)
    return place


def test_files_of_statements_each_once() -> None:
    """Two statements may have one file; one without any is passed over."""
    scan = {"name": "a.pdf", "sha256": FILE.sha256, "size": FILE.size}
    records = [
        json.dumps({"attachments": attached}).encode()
        for attached in ([scan], [], [{**scan, "name": "b.pdf"}], None)
    ]

    assert attached_files(records) == [FILE]


def test_folder_beside_the_store(tmp_path: Path) -> None:
    """It is called `files`."""
    assert files_folder(tmp_path / "statements.json") == tmp_path / "files"


def test_copy_of_a_missing_file(tmp_path: Path) -> None:
    """The folder is made for it."""
    put(tmp_path / "here")

    result = copy_files([FILE], tmp_path / "here", tmp_path / "there", like=tmp_path)

    assert result == CopyResult(1, [])
    assert (tmp_path / "there" / FILE.sha256).read_bytes() == SCAN


def test_file_that_is_there_is_left(tmp_path: Path) -> None:
    """It is not written again."""
    put(tmp_path / "here")
    inode = put(tmp_path / "there").stat().st_ino

    result = copy_files([FILE], tmp_path / "here", tmp_path / "there", like=tmp_path)

    assert result == CopyResult(0, [])
    assert (tmp_path / "there" / FILE.sha256).stat().st_ino == inode


def test_file_that_is_changed_or_gone(tmp_path: Path) -> None:
    """It is named, and nothing is copied, also where the size is the same."""
    put(tmp_path / "here", SCAN.upper())

    there = tmp_path / "there"
    changed = copy_files([FILE], tmp_path / "here", there, like=tmp_path)
    gone = copy_files([FILE], tmp_path / "nowhere", there, like=tmp_path)

    assert changed == gone == CopyResult(0, [FILE.sha256])
    assert not (tmp_path / "there").exists()


def test_file_with_its_size_and_bytes(tmp_path: Path) -> None:
    """Both must be right."""
    folder = tmp_path / "files"

    put(folder)
    assert has_file(folder, FILE)
    assert not has_file(folder, FILE._replace(size=FILE.size + 1))
    put(folder, SCAN.upper())
    assert not has_file(folder, FILE)
