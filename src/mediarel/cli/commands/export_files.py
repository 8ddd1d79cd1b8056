"""`mediarel export --output FOLDER/` in a format that has several files there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.cli import output
from mediarel.cli.commands.export_folder import with_files
from mediarel.cli.commands.export_place import refuse_files_taken
from mediarel.cli.environment import counted, tell
from mediarel.formats.modules import files_module_of
from mediarel.formats.site_files import is_file_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mediarel.archive.archive import Archive
    from mediarel.formats.table import Format
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement


_UUID = re.compile(rb"^uuid: *([0-9a-f-]{36})\s", re.MULTILINE)
_HEAD = 100_000  # bytes of a file in which its uuid stands
_NAMED = 3


def write_in_folder(
    opened: Archive,
    wanted: Format,
    found: Iterator[Statement],
    file: Path,
    options: WriteOptions,
    *,
    force: bool,
    private: bool,
) -> str:
    """Write what was `found`, and its files, to the folder of `file`, the main one.

    Returns what to tell of it. Raises ArchiveThereError, UnwritableError, OwnFilesError
    or FileThereError.
    """
    whole = list(found)
    files = files_module_of(wanted).files(whole, file.name, options)
    names = [name for name, _ in files]
    refuse_files_taken(opened, [file.with_name(name) for name in names], force=force)
    public = with_files(opened, iter(whole), file.parent, private=private)
    number = output.write_files(wanted, public, file, options)
    _tell_what_stays(file.parent, {*names}, {each.uuid for each in whole})
    to = "1 file" if number == 1 else f"{number:,} files"
    return f"Wrote {counted(len(whole))} to {to} in {file.parent}."


def _tell_what_stays(folder: Path, names: set[str], uuids: set[str]) -> None:
    """Tell which files of statements are there besides those with these `names`.

    They are left as they are: an earlier export may have written them, or a person.
    """
    doubled: list[str] = []
    others: list[str] = []
    for path in sorted(folder.iterdir()):
        if path.name in names or not is_file_name(path.name) or not path.is_file():
            continue
        with path.open("rb") as file:
            uuid = _UUID.search(file.read(_HEAD))
        if uuid:
            (doubled if uuid[1].decode() in uuids else others).append(path.name)
    if doubled:
        tell(f"What these say is in other files now; delete them: {_listed(doubled)}.")
    if others:
        tell(f"Left as they are, of other statements: {_listed(others)}.")


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    return f"{shown} and {more:,} more" if more > 0 else shown
