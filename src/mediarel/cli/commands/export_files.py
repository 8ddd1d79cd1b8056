"""`mediarel export --output FOLDER/` in a format that has several files there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli import output
from mediarel.cli.commands.export_folder import with_files
from mediarel.cli.commands.export_place import refuse_files_taken
from mediarel.cli.environment import counted, tell
from mediarel.formats.modules import files_module_of
from mediarel.text.lines import first_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mediarel.archive.archive import Archive
    from mediarel.formats.modules import FilesModule
    from mediarel.formats.table import Format
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement

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
    module = files_module_of(wanted)
    names = [name for name, _ in module.files(whole, file.name, options)]
    refuse_files_taken(opened, [file.with_name(name) for name in names], force=force)
    public = with_files(opened, iter(whole), file.parent, private=private)
    number = output.write_files(wanted, public, file, options)
    written = {*names}
    stay = (
        path
        for path in sorted(file.parent.iterdir())
        if path.name not in written and module.is_own(path.name, file.name)
    )
    _tell_what_stays(module, stay, {each.uuid for each in whole})
    to = "1 file" if number == 1 else f"{number:,} files"
    return f"Wrote {counted(len(whole))} to {to} in {file.parent}."


def _tell_what_stays(
    module: FilesModule, stay: Iterable[Path], uuids: set[str]
) -> None:
    """Tell which of the files that `stay` are of statements, besides those written.

    They are left as they are: an earlier export may have written them, or a person.
    Statements of `uuids` were written.
    """
    doubled: list[str] = []
    others: list[str] = []
    for path in stay:
        if not path.is_file():
            continue
        with path.open("rb") as file:
            found = module.uuids_in(file)
        if found:
            (doubled if found <= uuids else others).append(path.name)
    if doubled:
        named = first_of(doubled, _NAMED)
        tell(f"What these say is in other files now; delete them: {named}.")
    if others:
        named = first_of(others, _NAMED)
        tell(f"Left as they are, of other statements: {named}.")
