"""Attached files for tests: what a statement has, and what is kept of it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

SCAN = b"%PDF-1.7 the scan of a page"
NAME = sha256(SCAN).hexdigest()


def attachments(store: Path, number: int = 3) -> list[dict[str, Any]]:
    """Return what is attached to a statement, as it is kept."""
    tables = json.loads(store.read_bytes())
    found: list[dict[str, Any]] = tables["statements"][str(number)]["attachments"]
    return found


def names(store: Path, number: int = 3) -> list[str]:
    """Return the names of the files of a statement."""
    return [each["name"] for each in attachments(store, number)]


def kept(store: Path) -> dict[str, bytes]:
    """Return what lies in the folder of files, by its place there."""
    folder = store.parent / "files"
    return {
        place.relative_to(folder).as_posix(): place.read_bytes()
        for place in folder.rglob("*")
        if place.is_file()
    }
