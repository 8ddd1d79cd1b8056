"""Inspect attached files in tests."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

SCAN = b"%PDF-1.7 the scan of a page"
NAME = sha256(SCAN).hexdigest()


def attachments(store: Path, number: int = 3) -> list[dict[str, Any]]:
    """Return the attachments of a statement, as stored."""
    tables = json.loads(store.read_bytes())
    found: list[dict[str, Any]] = tables["statements"][str(number)]["attachments"]
    return found


def names(store: Path, number: int = 3) -> list[str]:
    """Return the file names of a statement."""
    return [each["name"] for each in attachments(store, number)]


def kept(store: Path) -> dict[str, bytes]:
    """Return the stored files by their path."""
    folder = store.parent / "files"
    return {
        place.relative_to(folder).as_posix(): place.read_bytes()
        for place in folder.rglob("*")
        if place.is_file()
    }
