"""Inspect attached files in tests."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

SCAN = b"%PDF-1.7 the scan of a page"
NAME = sha256(SCAN).hexdigest()


def put(folder: Path, content: bytes, name: str = "scan.pdf") -> dict[str, Any]:
    """Store a file of an archive in `folder`, and return its attachment."""
    digits = sha256(content).hexdigest()
    (folder / "files").mkdir(parents=True, exist_ok=True)
    (folder / "files" / digits).write_bytes(content)
    kind = "application/pdf" if name.endswith("pdf") else "text/plain"
    return {"name": name, "sha256": digits, "size": len(content), "media_type": kind}


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
