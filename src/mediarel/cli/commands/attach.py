"""`mediarel attach`: files kept with a statement, and cleared for the public."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.attach import attach, keep_files
from mediarel.archive.reading import get
from mediarel.archive.session import open_session
from mediarel.attachments.original import look_at
from mediarel.cli import environment
from mediarel.cli.normalising import normalise
from mediarel.cli.options import common
from mediarel.cli.options.one import Id, one_chosen
from mediarel.cli.public import clear_files, tell_printed
from mediarel.cli.telling import printing
from mediarel.cli.terminal.files import FileRow, show_files
from mediarel.errors import Command, Hint, MisuseError, Placeholder, shorten
from mediarel.model.attachment import ROLES
from mediarel.model.readers import read_field
from mediarel.text.sizes import size_in_words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.archive.attach import AttachResult
    from mediarel.model.attachment import Attachment
    from mediarel.model.statement import Statement

EXAMPLES = (
    "mediarel attach 7 examples/joint-statement.txt",
    "mediarel attach 7 examples/joint-statement.txt --name joint.txt --role text",
    "mediarel attach 7 examples/joint-statement.txt --private && mediarel undo",
    "mediarel withhold --phones && mediarel attach --clear date:0001..",
)


class NameOfSeveralError(MisuseError):
    """Several files were to have one name."""

    def __init__(self) -> None:
        super().__init__(
            "--name is the name of one file, and several are given",
            "Attach them one by one, or leave out --name.",
        )


class NoRoleError(MisuseError):
    """A role was named that there is not."""

    def __init__(self, role: str) -> None:
        super().__init__(
            f"there is no role {shorten(role)!r}", f"The roles are: {', '.join(ROLES)}."
        )


class NoFileError(MisuseError):
    """No file was named."""

    def __init__(self, id_: str) -> None:
        super().__init__(
            "no file to attach is named",
            Hint("Name one: ", Command("attach", id_, Placeholder("FILE"))),
        )


def _refuse_with_clear(**options: object) -> None:
    """Raise MisuseError if one of `options`, which describe new files, is given."""
    for option, value in options.items():
        if value:
            raise MisuseError(
                f"--clear and --{option} can't be combined",
                "Use each in a command of its own.",
            )


def _roles() -> list[str]:
    return list(ROLES)


def run(
    context: typer.Context,
    id: Id,  # noqa: A002 - what the argument is called
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]…",
            help="Files to keep with it: a scan, a photo, the document itself. With"
            " --clear: names of attached files (default: all).",
            readable=False,  # whether it is, is told when it is read
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What it is called; by default as it is."),
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="The language it is in: en, km.")
    ] = None,
    role: Annotated[
        str | None,
        typer.Option(
            metavar="ROLE",
            help=f"What it is to the statement: {', '.join(ROLES)}.",
            autocompletion=_roles,
        ),
    ] = None,
    private: Annotated[
        bool,
        typer.Option("--private", help="Leave it out of what is made for the public."),
    ] = False,
    clear: Annotated[
        bool | None,
        typer.Option(
            "--clear/--no-clear",
            help="Clear attached files for the public after checking them, or take"
            " this back. ID may be a query. Example: --clear 3 scan.pdf",
        ),
    ] = None,
    containing: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEXT",
            help="With --clear: also clear files that contain this withheld text."
            " Can be repeated.",
        ),
    ] = None,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Attach files to a statement: a copy of each is kept beside the archive.

    A copy is in its place, and on the disk, before the statement names it. One that
    the statement has already is left as it is. What you attached stays where it was.

    If a statement withholds anything, or the archive has a rule for telephone numbers
    or e-mail addresses, files are published only after a person has cleared them.
    --clear searches them for the withheld texts, shows what it found, and asks.
    """
    if containing and not clear:
        raise MisuseError("--containing needs --clear", "Add --clear.")
    if clear is not None:
        _refuse_with_clear(name=name, role=role, language=language, private=private)
        from mediarel.cli.commands import attach_clear  # noqa: PLC0415 - for this alone

        with environment.archive(context, archive) as opened:
            chosen = attach_clear.Chosen(
                context, opened, id, list(map(str, files or ()))
            )
            if clear:
                attach_clear.clear(chosen, containing or (), yes=yes)
            else:
                attach_clear.revoke(chosen, yes=yes)
        return
    if not files:
        raise NoFileError(id)
    if name is not None and len(files) > 1:
        raise NameOfSeveralError
    if role is not None and role not in ROLES:
        raise NoRoleError(role)
    given = {"language": language}
    normalise(given)
    language = read_field("language", given["language"])
    with environment.archive(context, archive) as opened:
        number = one_chosen(context, opened, id)
        found = [
            look_at(each, name=name, progress=opened.progress)
            for each in dict.fromkeys(files)
        ]
        new = keep_files(opened, found)
        said = [
            each.attachment._replace(role=role, language=language, private=private)
            for each in found
        ]
        before = get(opened, [number])
        with open_session(opened, "attach") as session:
            result = attach(session, number, said)
        attached = {each.sha256 for each in result.attached}
        _tell(number, result, {each.sha256 for each in new} - attached)
        if result.attached and not private:
            after = get(opened, [number])
            tell_printed(opened, zip(before, after, strict=True))
            _tell_guarded(opened, after, attached)


def _tell(number: int, result: AttachResult, new: set[str]) -> None:
    if result.attached:
        made = f"the attachment to statement {number}"
        with printing(made, Hint("See it: ", Command("files", number))):
            show_files([FileRow(number, each) for each in result.attached])
    _tell_known(number, result.known, new)
    if result.attached:
        told = f"Attached to {number}: {_named(result.attached)}. To take it back: "
        environment.tell(Hint(told, Command("undo")))


def _tell_guarded(
    opened: Archive, statements: Sequence[Statement], attached: Collection[str]
) -> None:
    """Report if files that were `attached` are not public until they are cleared."""
    from mediarel.archive.clearing import guarded_files  # noqa: PLC0415 - after the change

    for each in guarded_files(opened, statements):
        if each.file.sha256 in attached and not each.is_cleared:
            told = f"{each.file.name} is not public until you check and clear it: "
            environment.tell(Hint(told, clear_files(each.id, each.file.name)))


def _tell_known(number: int, known: Sequence[Attachment], mended: set[str]) -> None:
    """Tell which files were attached already, and whose copy was `mended`."""
    for each in known:
        environment.tell(f"Statement {number} has this file already, as {each.name}.")
        if each.sha256 in mended:
            environment.tell("Its copy was missing or damaged, and is whole again.")


def _named(files: Sequence[Attachment]) -> str:
    return ", ".join(f"{each.name} ({size_in_words(each.size)})" for each in files)
