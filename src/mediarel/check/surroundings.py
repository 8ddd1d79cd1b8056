"""Checking what surrounds a store's file: leftover files, hard links, permissions."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from mediarel.atomic import temporary_beside
from mediarel.attachments.places import LEFTOVER
from mediarel.check.file_system import check_file_system
from mediarel.check.finding import note, warning
from mediarel.store.tiny.rotation import backup_folder, other_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mediarel.check.finding import Finding

_BY_HAND = re.compile(r"-[0-9-]+T[0-9]{6}Z\.json\.")


def check_surroundings(path: Path) -> Iterator[Finding]:
    """Yield what is wrong around the file of the store at `path`."""
    yield from check_file_system(path)
    yield from _leftovers(path)
    with suppress(OSError):  # reading the store has raised it already
        names = other_names(path)
        if names:
            yield warning(
                kind="link",
                place=path.name,
                message=f"this file has another name too: {', '.join(names)}",
                hint="It is not kept in step: after the next change it is a file of"
                " its own, with what was before.",
            )
        if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
            yield note(
                kind="read_only",
                place=path.name,
                message="it may only be read",
                hint=f"To change the archive: chmod u+w {path.name}",
            )
    yield from _closed_backups(backup_folder(path))


def _closed_backups(folder: Path) -> Iterator[Finding]:
    """Yield a warning where a colleague made the folder of backups, for them alone."""
    by_effect = os.access in os.supports_effective_ids
    can_read, can_write = (
        os.access(folder, way, effective_ids=by_effect) for way in (os.R_OK, os.W_OK)
    )
    if can_read and not can_write:
        yield warning(
            kind="read_only",
            place=f"{folder.name}/",
            message="you may not write here, so the first change of a day is refused",
            hint=f"Have its owner make it as open as the archive's folder: chmod"
            f" --reference={folder.parent} {folder}",
        )


def _leftovers(path: Path) -> Iterator[Finding]:
    """Yield the temporary files of changes that were cut short, or still go on."""
    prefix, suffix = temporary_beside(path)
    for folder in (path.parent, backup_folder(path)):
        try:
            names = sorted(place.name for place in folder.iterdir())
        except OSError:
            continue
        is_own = folder == path.parent
        for name in names:
            is_ours = name.startswith(prefix) and name.endswith(suffix)
            if LEFTOVER.fullmatch(name) and (is_ours or not is_own):
                yield note(
                    kind="leftover",
                    place=name if is_own else f"{folder.name}/{name}",
                    message="it was left by a change that was cut short; it does no"
                    " harm",
                    hint=_removal(name),
                )


def _removal(name: str) -> str:
    if _BY_HAND.search(name):
        return "A change removes it, an hour after it was left."
    return "The next change removes it."
