"""Implement `mediarel init`: create an archive in a folder or on a server."""

from __future__ import annotations

import os
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel import errors
from mediarel.address import is_address, read_address
from mediarel.archive.create import init_filled
from mediarel.archive.name import SAMPLE_NAME, read_name
from mediarel.cli import environment, prompts
from mediarel.cli.normalising import normalise
from mediarel.cli.targets import refuse_target
from mediarel.cli.telling import printing
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.progress import shown_progress
from mediarel.formats.drafts import all_drafts
from mediarel.formats.entries import ReadOptions
from mediarel.formats.listing import read
from mediarel.model.readers import read_field
from mediarel.postgres.roles import roles_sql
from mediarel.postgres.schema import VERSION
from mediarel.postgres.setup import make
from mediarel.postgres.setup import upgrade as upgrade_server
from mediarel.settings import STORE
from mediarel.store.records import NAME, USUAL, USUAL_FIELDS
from mediarel.store.tiny.file import FileStore, StoreExistsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.address import Address
    from mediarel.model.statement import Draft


EXAMPLES = (
    "mediarel init releases --name 'Our Media Releases'",
    "mediarel init try --sample",
)
SAMPLE = ("sample", "joint-statements.txt")
_QUESTIONS = {
    "program": "Usual issuer",
    "type": "Usual type, such as Press Release",
    "language": "Usual language, such as en or km",
}


def run(
    context: typer.Context,
    place: Annotated[
        str,
        typer.Argument(
            metavar="[FOLDER]",
            help="Folder of the archive, which is data/statements.json in it; or the"
            " URL of a server (default: this folder).",
        ),
    ] = "",
    sample: Annotated[
        bool, typer.Option("--sample", help="Add nine example statements.")
    ] = False,
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Name of the archive, shown above lists."),
    ] = None,
    program: Annotated[
        str | None,
        typer.Option(
            "--issuer",
            "--program",
            metavar="NAME",
            help="Usual issuer of new statements.",
        ),
    ] = None,
    type: Annotated[  # noqa: A002 - the option's name
        str | None,
        typer.Option(
            metavar="TYPE",
            help="Usual type of new statements. Example: Press Release",
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            metavar="CODE",
            help="Usual language, for texts whose language can't be detected."
            " Example: km",
        ),
    ] = None,
    roles: Annotated[
        bool,
        typer.Option("--roles", help="Print SQL that creates the roles on a server."),
    ] = False,
    upgrade: Annotated[
        bool,
        typer.Option("--upgrade", help="Upgrade an archive on a server."),
    ] = False,
) -> None:
    """Create an empty archive in a folder or on a server.

    On a terminal, mediarel asks for the name and usual values. It never replaces an
    existing archive.
    """
    usual = {
        field: read_field(field, value)
        for field, value in zip(USUAL_FIELDS, (program, type, language), strict=True)
        if value is not None
    }
    called = read_name(name or "") if name is not None else None
    if sample:
        called = called or SAMPLE_NAME
    is_given = sample or called is not None or bool(usual)
    if is_address(place):
        address = read_address(place)
        if (roles or upgrade) and ((roles and upgrade) or is_given):
            raise errors.MisuseError(
                f"{'--roles' if roles else '--upgrade'} can't be combined with other"
                " options",
                "Leave out the other options: it creates no archive.",
            )
        if roles:
            _print_roles(address)
        elif upgrade:
            _upgrade(address)
        else:
            drafts = _sample() if sample else []
            about = _about(called, usual, ask=not sample)
            _make_on_server(context, address, drafts, about)
        return
    if roles or upgrade:
        raise errors.MisuseError(
            f"{'--roles' if roles else '--upgrade'} needs an archive on a server",
            "Enter its URL, such as postgresql://HOST/DATABASE.",
        )
    path = Path(place) / STORE
    refuse_target(path, new_store=path)
    if os.path.lexists(path):
        raise StoreExistsError(path)
    about = _about(called, usual, ask=not sample)
    with environment.archive(context, path) as opened:
        if sample:
            init_filled(opened, FileStore(path), _sample(), about)
        else:
            FileStore.create(path, about)
        # If the archive is lost, the index shows that there was one.
        environment.refresh_index(opened)
    seen = errors.Hint("See it: ", errors.Command("list", "--archive", path))
    with printing(f"the archive {path}", seen):
        lines.path(path)


def _about(name: str | None, usual: dict[str, str], *, ask: bool) -> dict[str, object]:
    """Return name and default values of a new archive; on a terminal, ask for them."""
    if ask and environment.is_interactive():
        environment.tell("To skip a question, press Enter.")
        if name is None:
            name = read_name(prompts.ask("Name of the archive", read_name))
        for field, question in _QUESTIONS.items():
            if field not in usual:
                check = partial(_skipped_or_read, field)
                usual[field] = _skipped_or_read(field, prompts.ask(question, check))
    said = {field: value for field, value in usual.items() if value}
    normalise(said)
    about = {NAME: name, USUAL: said}
    return {key: value for key, value in about.items() if value}


def _skipped_or_read(field: str, answer: str) -> str:
    return str(read_field(field, answer)) if answer.strip() else ""


def _sample() -> list[Draft]:
    page = files("mediarel").joinpath(*SAMPLE).read_bytes()
    reading = read(page, SAMPLE[-1], ReadOptions())
    return all_drafts(reading, SAMPLE[-1])


def _make_on_server(
    context: typer.Context,
    address: Address,
    drafts: Sequence[Draft],
    about: Mapping[str, object],
) -> None:
    """Create an archive at `address` with `drafts` and the metadata `about`."""
    if drafts:
        with environment.archive(context, address) as opened:
            init_filled(opened, opened.store, drafts, about)
    else:
        make(address, about)
    seen = errors.Hint("See it: ", errors.Command("list", "--archive", address))
    with printing(f"the archive {address}", seen):
        lines.line(str(address))


def _print_roles(address: Address) -> None:
    """Print the SQL for the roles of the archive at `address`."""
    print(roles_sql(address.schema), end="")


def _upgrade(address: Address) -> None:
    """Upgrade the archive at `address`, and report its previous version."""
    with shown_progress() as progress:
        before = upgrade_server(address, progress)
    was = "" if before == VERSION else f" (before: {before})"
    environment.tell(f"{address} has version {VERSION}{was}.")
