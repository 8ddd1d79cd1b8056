"""`mediarel init`: a new archive, in a folder or on a server."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.address import is_address, read_address
from mediarel.archive.init import init_filled
from mediarel.archive.name import read_name
from mediarel.cli import environment
from mediarel.cli.telling import printing
from mediarel.cli.terminal import lines
from mediarel.errors import Command, Hint, MisuseError
from mediarel.formats.drafts import all_drafts
from mediarel.formats.listing import read
from mediarel.formats.reading import ReadOptions
from mediarel.settings import STORE
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from mediarel.model.statement import Draft

EXAMPLES = (
    "mediarel init releases --name 'Our Media Releases'",
    "mediarel init try --sample",
)

SAMPLE = ("sample", "joint-statements.txt")
SAMPLE_NAME = "Program's Media Release"  # as its page says


def run(
    context: typer.Context,
    place: Annotated[
        str,
        typer.Argument(
            metavar="[FOLDER]",
            help="Where: the archive is data/statements.json in it. Or the URL of a"
            " database on a server: postgresql://HOST/DATABASE.",
        ),
    ] = "",
    sample: Annotated[
        bool, typer.Option("--sample", help="Fill it with nine statements to try.")
    ] = False,
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What stands above its lists."),
    ] = None,
    roles: Annotated[
        bool,
        typer.Option("--roles", help="Print the SQL for who may do what on a server."),
    ] = False,
    upgrade: Annotated[
        bool,
        typer.Option("--upgrade", help="Bring one on a server up to date with this."),
    ] = False,
) -> None:
    """Make a new, empty archive. One that is there is never touched."""
    called = read_name(name or "")
    if is_address(place):
        from mediarel.cli.commands import init_server  # noqa: PLC0415 - rare

        address = read_address(place)
        if (roles or upgrade) and ((roles and upgrade) or sample or name is not None):
            raise NothingMadeError("--roles" if roles else "--upgrade")
        if roles:
            init_server.print_roles(address)
        elif upgrade:
            init_server.upgrade(address)
        else:
            drafts = _sample() if sample else []
            named = called or (SAMPLE_NAME if sample else "")
            init_server.make(context, address, drafts, named)
        return
    if roles or upgrade:
        raise OnlyOnServerError("--roles" if roles else "--upgrade")
    path = Path(place) / STORE
    with environment.archive(context, path) as opened:
        if sample:
            init_filled(opened, FileStore(path), _sample(), called or SAMPLE_NAME)
        else:
            FileStore.create(path, called)
        # The index shows later that there was an archive here, should it be lost.
        environment.refresh_index(opened)
    seen = Hint("See it: ", Command("list", "--archive", path))
    with printing(f"the archive {path}", seen):
        lines.path(path)


class OnlyOnServerError(MisuseError):
    """An option is about an archive on a server, and a folder was named."""

    def __init__(self, option: str) -> None:
        super().__init__(
            f"{option} is for an archive on a server",
            "Name its address, postgresql://HOST/DATABASE, or leave the option out.",
        )


class NothingMadeError(MisuseError):
    """An option by which no archive is made stands beside one for a new archive."""

    def __init__(self, option: str) -> None:
        super().__init__(
            f"{option} makes no archive, so it stands alone",
            "Leave the other options out, or call it twice.",
        )


def _sample() -> list[Draft]:
    page = files("mediarel").joinpath(*SAMPLE).read_bytes()
    reading = read(page, SAMPLE[-1], ReadOptions())
    return all_drafts(reading, SAMPLE[-1])
