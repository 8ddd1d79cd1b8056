"""What changes did with the files of statements, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel.errors import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FILES = "attachments"


def told_of_files(changed: Mapping[int, Mapping[str, Any]]) -> dict[int, list[str]]:
    """Return by the ids of statements which files were attached, and which taken off.

    `changed` has for each the fields that changed, with both values. Of those where
    neither was done nothing is told.
    """
    told = {}
    for number, fields in changed.items():
        before, after = fields.get(FILES, ((), ()))
        if parts := list(_parts(number, _by_sha256(before), _by_sha256(after))):
            told[number] = parts
    return told


def _parts(
    number: int, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[str]:
    if new := _named(after[key] for key in after if key not in before):
        yield f"attached {new} to {number}"
    if gone := _named(before[key] for key in before if key not in after):
        yield f"took {gone} off {number}"


def _named(names: Iterable[str]) -> str:
    return ", ".join(shorten(name) for name in names)


def _by_sha256(files: object) -> dict[str, str]:
    """Return the names of files by their SHA-256; a history may hold anything."""
    found = [f for f in files if isinstance(f, dict)] if isinstance(files, list) else []
    return {str(each.get("sha256")): str(each.get("name")) for each in found}
