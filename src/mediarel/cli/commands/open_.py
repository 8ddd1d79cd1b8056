"""`mediarel open`: an attached file, shown by the program that is there for it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.attach import file_named
from mediarel.archive.lookup import get
from mediarel.attachments.files import copy_for_one, own_name
from mediarel.cli import environment
from mediarel.cli.opener import open_file, refuse_unopenable
from mediarel.cli.options import common, completion
from mediarel.cli.options.one import Id, one_chosen
from mediarel.cli.terminal.progress import working
from mediarel.errors import (
    Command,
    Hint,
    MisuseError,
    NotFoundError,
    Placeholder,
    RefusedError,
    after_options,
)
from mediarel.model.media_types import is_passive

if TYPE_CHECKING:
    from mediarel.model.parts import Attachment
    from mediarel.model.statement import Statement

EXAMPLES = (
    "mediarel attach 7 examples/joint-statement.txt && mediarel open 7",
    "mediarel attach 7 examples/statements.xlsx && mediarel open 7 statements.xlsx",
)


class NoFilesError(NotFoundError):
    """Nothing is attached to a statement."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"statement {number} has no files",
            Hint("To attach one: ", Command("attach", number, "FILE")),
        )


class WhichFileError(MisuseError):
    """A statement has several files, and none was named."""

    def __init__(self, statement: Statement) -> None:
        files = statement.attachments
        super().__init__(
            f"statement {statement.id} has {len(files)} files",
            Hint(
                "Say which: ",
                Command("open", *after_options(statement.id, files[0].name)),
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
    id: Id,  # noqa: A002 - what the argument is called
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="Its name; not needed where the statement has one file.",
            autocompletion=completion.files,
        ),
    ] = None,
    archive: common.Archive = None,
) -> None:
    """Open an attached file with the program that your system has for it.

    What opens is a copy that may only be read, in the folder for temporary files: the
    file of the archive stays as it is. Only documents, pictures, sound and video are
    opened. Other types, such as HTML, may run programs: copy them with files --to.
    """
    with environment.archive(context, archive) as opened:
        number = one_chosen(context, opened, id)
        (statement,) = get(opened, [number])
        file = _wanted(statement, name)
        if not is_passive(own_name(file)):
            raise UnsafeToOpenError(number, file)
        refuse_unopenable()
        with working("Copying the file"):
            folder = Path(tempfile.mkdtemp(prefix="mediarel-"))
            place = copy_for_one(statement, file, opened.files, folder)
        open_file(place)
    environment.tell(f"Opened a copy of {file.name}: {place}")


def _wanted(statement: Statement, name: str | None) -> Attachment:
    """Return the file that is meant.

    Raises NoFilesError, WhichFileError or NotFoundError.
    """
    files = statement.attachments
    if not files:
        raise NoFilesError(statement.id)
    if name is not None:
        return file_named(statement, name)
    if len(files) > 1:
        raise WhichFileError(statement)
    return files[0]
