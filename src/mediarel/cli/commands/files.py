"""Implement `mediarel files`: list, copy and open attached files."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import typer

from mediarel import errors
from mediarel.archive import add, lookup
from mediarel.archive.archive import Archive
from mediarel.attachments.files import AttachedFile, copy_for_one, copy_out, own_name
from mediarel.cli import desktop, environment, pager, targets
from mediarel.cli.messages import counted, notify
from mediarel.cli.options import common, completion, selection
from mediarel.cli.options.parameters import flag, option
from mediarel.cli.terminal import lines, progress, tables
from mediarel.formats.json_syntax import indented
from mediarel.model.media_types import is_passive
from mediarel.model.parts import Attachment
from mediarel.model.statement import Statement


def run(
    context: typer.Context,
    ids: list[str] = common.IDS,
    to: Path | None = option("--to FOLDER", "Copy the files here. Example: copies"),
    open_: bool = flag("--open", "Open a file in its usual program."),
    name: str | None = option(
        "--file NAME",
        "Only this file: its name or the start of its SHA-256 checksum.",
        autocompletion=completion.files,
    ),
    private: bool = flag("--private", "With --to: also copy private files."),
    as_json: bool = common.JSON,
) -> None:
    """List the files of statements, copy them to a folder, or open a file.

    The name of a copy contains the date, the issuer and the ID of the statement, such
    as 2012-07-16-clec-7-joint.pdf. Existing files are never replaced.

    --open opens a read-only copy. For safety, it opens only documents, pictures, sound
    and video. Files of other types, such as HTML, may run programs: copy them with
    --to.

    Examples:
      mediarel attach 7 examples/feed.xml && mediarel files 7
      mediarel attach 7 examples/feed.xml && mediarel files clec --json
      mediarel attach 7 examples/feed.xml && mediarel files 7 --to copies
      mediarel attach 7 examples/joint-statement.txt && mediarel files 7 --open
    """
    if private and to is None:
        raise errors.MisuseError("--private needs --to", "Add --to FOLDER.")
    common.refuse_together(json=as_json, to=to is not None, open=open_)
    with environment.archive(context) as opened:
        if open_:
            number = selection.one_chosen(context, opened, " ".join(ids))
            (statement,) = lookup.get(opened, [number])
            _open(opened, statement, name)
            return
        statements = selection.statements(context, opened, ids)
        found = [
            (each, file)
            for each in statements
            for file in ([add.file_named(each, name)] if name else each.attachments)
        ]
        if to is not None:
            _copy(opened, found, to, private=private)
            return
        missing = _missing(opened, found)
    if as_json:
        rows = [
            {"id": statement.id, **file._asdict(), "missing": file in missing}
            for statement, file in found
        ]
        lines.as_json(indented(rows))
        return
    with pager.paged(context):
        tables.show_files(
            [tables.FileRow(statement.id, file) for statement, file in found],
            are_several=len(statements) > 1,
        )
    if not found:
        notify("No files are attached.")
    for file in missing:
        message = f"The archive's copy of {file.name} is missing. To see what to do: "
        notify(message, "check")


def _copy(
    opened: Archive,
    found: Sequence[tuple[Statement, Attachment]],
    folder: Path,
    *,
    private: bool,
) -> None:
    """Copy the files to a folder, and print the paths of the copies."""
    public = [pair for pair in found if private or not pair[1].private]
    if not public:
        notify("There are no files to copy.")
    else:
        targets.refuse_target(folder, opened.store.location)
        with progress.working("Copying the files"):
            copied = copy_out(public, opened.files, folder)
        for place in copied.made:
            lines.path(place)
        if copied.there:
            there = counted(len(copied.there), "file")
            notify(f"Already in the folder: {there}.")
        notify(f"Copied {counted(len(copied.made), 'file')} to {folder}.")
    if left := len(found) - len(public):
        message = f"Left out, because private: {counted(left, 'file')}."
        notify(f"{message} To copy them too, add --private.")


def _open(opened: Archive, statement: Statement, name: str | None) -> None:
    """Open a copy of the file called `name`.

    If no name is given, the statement must have only one file. Raises MisuseError,
    NoSuchFileError, RefusedError or NotOpenedError.
    """
    files, number = statement.attachments, statement.id
    if name is None and len(files) != 1:
        raise errors.MisuseError(
            f"statement {number} has {len(files) or 'no'} files",
            "To choose one, add --file NAME. To list the names: ",
            errors.Command("files", number),
        )
    file = files[0] if name is None else add.file_named(statement, name)
    if not is_passive(own_name(file)):
        copy = errors.Command("files", number, "--to", "FOLDER")
        raise errors.RefusedError(
            f"{file.name!r} of statement {number} was not opened, because files of"
            " this type may run programs",
            "Copy the file and check it first: ",
            copy,
        )
    desktop.refuse_unopenable()
    with progress.working("Copying the file"):
        folder = Path(tempfile.mkdtemp(prefix="mediarel-"))
        place = copy_for_one(statement, file, opened.files, folder)
    desktop.open_file(place)
    notify(f"Opened a copy of {file.name}: {place}")


def _missing(
    opened: Archive, found: Sequence[tuple[Statement, Attachment]]
) -> list[Attachment]:
    """Return the files whose copy in the archive is missing or has a different size."""
    files = [file for _, file in found]
    missing = set(opened.files.missing(dict.fromkeys(map(AttachedFile.of, files))))
    return [file for file in files if AttachedFile.of(file) in missing]
