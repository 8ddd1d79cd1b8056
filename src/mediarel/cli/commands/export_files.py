"""`mediarel export --output FOLDER/` in a format that has several files there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli import output
from mediarel.cli.commands.export_folder import with_files
from mediarel.cli.commands.export_place import refuse_files_taken
from mediarel.cli.environment import counted
from mediarel.formats.table import files_module_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mediarel.archive.archive import Archive
    from mediarel.formats.table import Format, WriteOptions
    from mediarel.model.statement import Statement


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
    to = "1 file" if number == 1 else f"{number:,} files"
    return f"Wrote {counted(len(whole))} to {to} in {file.parent}."
