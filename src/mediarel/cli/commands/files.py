"""Implement `mediarel files`: list, copy and open attached files."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.add import file_named
from mediarel.archive.lookup import get
from mediarel.attachments.files import AttachedFile, copy_for_one, copy_out, own_name
from mediarel.cli import environment
from mediarel.cli.opener import open_file, refuse_unopenable
from mediarel.cli.options import common, completion
from mediarel.cli.options.selection import chosen, one_chosen
from mediarel.cli.pager import paged
from mediarel.cli.targets import refuse_target
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.tables import FileRow, show_files
from mediarel.errors import (
    Command,
    Hint,
    MisuseError,
    NotFoundError,
    Placeholder,
    RefusedError,
)
from mediarel.formats.json_syntax import indented
from mediarel.model.media_types import is_passive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive
    from mediarel.model.parts import Attachment
    from mediarel.model.statement import Statement


EXAMPLES = (
    "mediarel attach 7 examples/feed.xml && mediarel files 7",
    "mediarel attach 7 examples/feed.xml && mediarel files clec --json",
    "mediarel attach 7 examples/feed.xml && mediarel files 7 --to copies",
    "mediarel attach 7 examples/joint-statement.txt && mediarel files 7 --open",
)


class NoFilesError(NotFoundError):
    """A statement has no attachments."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"statement {number} has no files",
            Hint("To attach one: ", Command("attach", number, "FILE")),
        )


class WhichFileError(MisuseError):
    """A statement has several files, and none is named."""

    def __init__(self, statement: Statement) -> None:
        files = statement.attachments
        super().__init__(
            f"statement {statement.id} has {len(files)} files",
            Hint(
                "Say which: ",
                Command("files", statement.id, "--open", "--file", files[0].name),
            ),
        )


class UnsafeToOpenError(RefusedError):
    """A file may run as a program or a script if it is opened."""

    def __init__(self, number: int, file: Attachment) -> None:
        copy = Command("files", number, "--to", Placeholder("FOLDER"))
        super().__init__(
            f"{file.name!r} of statement {number} is not opened: only known types of"
            " documents, pictures, sound and video are, as others may run programs",
            Hint("Copy it and check it first: ", copy),
        )


def run(
    context: typer.Context,
    ids: common.Ids,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="FOLDER",
            help="Copy them there, under names that say what they are of.",
        ),
    ] = None,
    open_: Annotated[
        bool,
        typer.Option(
            "--open", help="Open a file with the program that your system has for it."
        ),
    ] = False,
    name: Annotated[
        str | None,
        typer.Option(
            "--file",
            metavar="NAME",
            help="Only this file: its name, or the beginning of its SHA-256.",
            autocompletion=completion.files,
        ),
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="With --to: private ones too.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Tell it as JSON, for a program.")
    ] = False,
    no_pager: common.NoPager = False,
    archive: common.Archive = None,
) -> None:
    """List what is attached to statements, copy it to a folder, or open a file.

    A copy is called by date, program, id and its own name, such as
    2012-07-16-clec-7-joint.pdf. Nothing that is there is replaced.

    --open opens a copy that may only be read, in the folder for temporary files: the
    file of the archive stays as it is. Only documents, pictures, sound and video are
    opened. Other types, such as HTML, may run programs: copy them with --to.
    """
    if private and to is None:
        raise MisuseError("--private says what --to copies", "Give --to as well.")
    if as_json and to is not None:
        raise MisuseError("--json and --to do not go together", "Leave one out.")
    if open_ and (as_json or to is not None):
        raise MisuseError("--open goes with neither --json nor --to", "Leave one out.")
    with environment.archive(context, archive) as opened:
        if open_:
            number = one_chosen(context, opened, " ".join(ids))
            (statement,) = get(opened, [number])
            _open(opened, statement, name)
            return
        with working("Reading the statements"):
            statements = get(opened, chosen(context, opened, ids))
        found = [
            (each, file)
            for each in statements
            for file in ([file_named(each, name)] if name else each.attachments)
        ]
        if to is not None:
            _copy(opened, found, to, private=private)
            return
        missing = _missing(opened, found)
    if as_json:
        _print_json(found, missing)
        return
    with paged(context, no_pager=no_pager):
        rows = [FileRow(statement.id, file) for statement, file in found]
        show_files(rows, are_several=len(statements) > 1)
    if not found:
        environment.tell("Nothing is attached.")
    for file in missing:
        told = f"The copy of {file.name} is not there. To see what to do: "
        environment.tell(Hint(told, Command("check")))


def _copy(
    opened: Archive,
    found: Sequence[tuple[Statement, Attachment]],
    folder: Path,
    *,
    private: bool,
) -> None:
    """Copy the files `found` to `folder`, and report their paths."""
    public = [pair for pair in found if private or not pair[1].private]
    if not public:
        environment.tell("Nothing to copy.")
    else:
        refuse_target(folder, opened.store.location)
        with working("Copying the files"):
            copied = copy_out(public, opened.files, folder)
        for place in copied.made:
            lines.path(place)
        if copied.there:
            environment.tell(f"There already: {_counted(len(copied.there))}.")
        environment.tell(f"Copied {_counted(len(copied.made))} to {folder}.")
    if left := len(found) - len(public):
        told = f"Left out, as they are private: {_counted(left)}."
        environment.tell(f"{told} With --private they are copied too.")


def _open(opened: Archive, statement: Statement, name: str | None) -> None:
    """Open a copy of the file `name`, which may be None if there is only one file.

    Raises NoFilesError, WhichFileError, NoSuchFileError, UnsafeToOpenError or
    NotOpenedError.
    """
    files = statement.attachments
    if not files:
        raise NoFilesError(statement.id)
    if name is None and len(files) > 1:
        raise WhichFileError(statement)
    file = files[0] if name is None else file_named(statement, name)
    if not is_passive(own_name(file)):
        raise UnsafeToOpenError(statement.id, file)
    refuse_unopenable()
    with working("Copying the file"):
        folder = Path(tempfile.mkdtemp(prefix="mediarel-"))
        place = copy_for_one(statement, file, opened.files, folder)
    open_file(place)
    environment.tell(f"Opened a copy of {file.name}: {place}")


def _missing(
    opened: Archive, found: Sequence[tuple[Statement, Attachment]]
) -> list[Attachment]:
    """Return the files whose copy is missing or has a different size."""
    files = [file for _, file in found]
    missing = set(opened.files.missing(dict.fromkeys(map(AttachedFile.of, files))))
    return [file for file in files if AttachedFile.of(file) in missing]


def _counted(number: int) -> str:
    return f"{number:,} file{'' if number == 1 else 's'}"


def _print_json(
    found: Sequence[tuple[Statement, Attachment]], missing: Sequence[Attachment]
) -> None:
    told = [
        {"id": statement.id, **file._asdict(), "missing": file in missing}
        for statement, file in found
    ]
    lines.as_json(indented(told))
