"""`mediarel files`: what is attached to statements, and copies of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.lookup import get
from mediarel.attachments.files import AttachedFile, copy_out
from mediarel.cli import environment
from mediarel.cli.options import common
from mediarel.cli.options.selection import chosen
from mediarel.cli.pager import paged
from mediarel.cli.targets import refuse_target
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.tables import FileRow, show_files
from mediarel.errors import Command, Hint, MisuseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive
    from mediarel.model.parts import Attachment
    from mediarel.model.statement import Statement

EXAMPLES = (
    "mediarel attach 7 examples/feed.xml && mediarel files 7",
    "mediarel attach 7 examples/feed.xml && mediarel files clec --json",
    "mediarel attach 7 examples/feed.xml && mediarel files 7 --to copies",
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
    private: Annotated[
        bool, typer.Option("--private", help="With --to: private ones too.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Tell it as JSON, for a program.")
    ] = False,
    no_pager: common.NoPager = False,
    archive: common.Archive = None,
) -> None:
    """List what is attached to statements, or copy it to a folder.

    A copy is called by date, program, id and its own name, such as
    2012-07-16-clec-7-joint.pdf. Nothing that is there is replaced.
    """
    if private and to is None:
        raise MisuseError("--private says what --to copies", "Give --to as well.")
    if as_json and to is not None:
        raise MisuseError("--json and --to do not go together", "Leave one out.")
    with environment.archive(context, archive) as opened:
        with working("Reading the statements"):
            statements = get(opened, chosen(context, opened, ids))
        found = [(each, file) for each in statements for file in each.attachments]
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
    """Copy the files that were `found` to `folder`, and tell which."""
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


def _missing(
    opened: Archive, found: Sequence[tuple[Statement, Attachment]]
) -> list[Attachment]:
    """Return those of the files of which there is no copy of their size."""
    files = [file for _, file in found]
    missing = set(opened.files.missing(dict.fromkeys(map(AttachedFile.of, files))))
    return [file for file in files if AttachedFile.of(file) in missing]


def _counted(number: int) -> str:
    return f"{number:,} file{'' if number == 1 else 's'}"


def _print_json(
    found: Sequence[tuple[Statement, Attachment]], missing: Sequence[Attachment]
) -> None:
    from mediarel.formats.json_syntax import indented  # noqa: PLC0415 - only for a program

    told = [
        {"id": statement.id, **file._asdict(), "missing": file in missing}
        for statement, file in found
    ]
    lines.as_json(indented(told))
