"""Checking the attached files: whether any is missing, changed, or too many."""

from __future__ import annotations

import re
from hashlib import file_digest
from typing import TYPE_CHECKING

from mediarel.attachments.places import files_folder
from mediarel.check.finding import error, note, warning
from mediarel.errors import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from mediarel.check.finding import Finding

_SHA256 = re.compile("[0-9a-f]{64}")
_LEFTOVER = re.compile(r"\..*\.tmp")
_LOST = "Put it back from a copy of the archive's folder."


def check_files(
    path: Path,
    attachments: Mapping[int, list[dict[str, Any]]],
    progress: Callable[[int, int], None],
) -> Iterator[Finding]:
    """Yield what is wrong with the attached files of the store at `path`.

    `attachments` are by the ids of the statements.
    """
    folder = files_folder(path)
    try:
        there = {each.name: each for each in sorted(folder.iterdir())}
    except FileNotFoundError:
        there = {}
    except OSError as refusal:
        yield _unreadable("files/", refusal)
        return
    used: set[str] = set()
    checked: set[tuple[str, int]] = set()
    for done, (number, attached) in enumerate(attachments.items()):
        progress(done, len(attachments))
        for each in attached:
            name, known = each["sha256"], (each["sha256"], each["size"])
            used.add(name)
            place = there.get(name)
            if place is None or not place.is_file():
                yield _missing(number, each)
            elif known not in checked:
                checked.add(known)
                if finding := _changed(number, each, place):
                    yield finding
    for name, place in there.items():
        if name not in used and not _LEFTOVER.fullmatch(name):
            yield _unused(
                name, is_attachment=bool(_SHA256.fullmatch(name) and place.is_file())
            )


def _changed(number: int, attached: Mapping[str, Any], place: Path) -> Finding | None:
    """Return the finding for a file that is not what was attached, None if it is."""
    name = f"files/{attached['sha256']}"
    try:
        size = place.stat().st_size
        if size != attached["size"]:
            what = f"it has {size:,} bytes, not {attached['size']:,}"
        else:
            with place.open("rb") as file:
                if file_digest(file, "sha256").hexdigest() == attached["sha256"]:
                    return None
            what = "its SHA-256 is another than its name"
    except OSError as refusal:
        return _unreadable(name, refusal, number)
    return error(
        kind="file_changed",
        place=name,
        id=number,
        message=f"{_named(attached)} of statement {number} is another now: {what}",
        hint=_LOST,
    )


def _missing(number: int, attached: Mapping[str, Any]) -> Finding:
    return error(
        kind="file_missing",
        place=f"files/{attached['sha256']}",
        id=number,
        message=f"{_named(attached)} of statement {number} is missing",
        hint=_LOST,
    )


def _unused(name: str, *, is_attachment: bool) -> Finding:
    if is_attachment:
        return warning(
            kind="file_unused",
            place=f"files/{name}",
            message="it belongs to no statement",
            hint="Keep it while undo may bring its statement back; else remove it.",
        )
    return note(
        kind="file_name",
        place=f"files/{name}",
        message="it is no file of a statement: those are named by their SHA-256",
        hint="Move it out of the archive's folder.",
    )


def _unreadable(place: str, refusal: OSError, number: int | None = None) -> Finding:
    return error(
        kind="unreadable",
        place=place,
        id=number,
        message=(refusal.strerror or str(refusal)).lower(),
        hint="See to it that it can be read.",
    )


def _named(attached: Mapping[str, Any]) -> str:
    return f'the file "{shorten(attached["name"])}"'
