"""Implement `mediarel init`: create an archive in a folder or on a server."""

import os
import shlex
from functools import partial
from importlib.resources import files
from pathlib import Path

import typer

from mediarel import errors
from mediarel.address import is_address, read_address
from mediarel.archive.configuration import SAMPLE_NAME, read_name
from mediarel.archive.create import init_filled
from mediarel.cli import environment, messages, normalising, prompts, targets
from mediarel.cli.messages import notify
from mediarel.cli.options import common
from mediarel.cli.options.parameters import argument, flag, option
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.progress import shown_progress
from mediarel.formats.drafts import all_drafts
from mediarel.formats.entries import ReadOptions
from mediarel.formats.listing import read
from mediarel.model.readers import read_field
from mediarel.model.statement import Draft
from mediarel.postgres.schema import VERSION
from mediarel.postgres.setup import make, roles_sql
from mediarel.postgres.setup import upgrade as upgrade_server
from mediarel.settings import STORE
from mediarel.store.records import NAME, USUAL, USUAL_FIELDS
from mediarel.store.tiny.file import FileStore, StoreExistsError

SAMPLE = ("sample", "joint-statements.txt")
_QUESTIONS = {
    "program": "Usual issuer",
    "type": "Usual type, such as Press Release",
    "language": "Usual language, such as en or km",
}


def run(
    context: typer.Context,
    place: str = argument(
        "[FOLDER]",
        "Folder for the archive, or a server's URL (default: this folder).",
        default="",
    ),
    sample: bool = flag("--sample", "Add nine example statements."),
    name: str | None = option("--name NAME", "Name of the archive, shown above lists."),
    program: str | None = option("--issuer --program NAME", "Usual issuer."),
    type: str | None = option("--type TYPE", "Usual type. Example: Press Release"),
    language: str | None = option(
        "--language CODE", "Language if none is detected. Example: km"
    ),
    roles: bool = flag("--roles", "Print SQL to create roles on a server."),
    upgrade: bool = flag("--upgrade", "Upgrade an archive on a server."),
) -> None:
    """Create an empty archive in a folder or on a server.

    On a terminal, mediarel asks for the name of the archive, and for the usual issuer,
    type and language of new statements. An existing archive is never replaced.

    Examples:
      mediarel init releases --name 'Our Media Releases'
      mediarel init try --sample
    """
    usual = {
        field: read_field(field, value)
        for field, value in zip(USUAL_FIELDS, (program, type, language), strict=True)
        if value is not None
    }
    called = None if name is None else read_name(name)
    if sample:
        called = called or SAMPLE_NAME
    if roles or upgrade:
        _maintain(context, place, "roles" if roles else "upgrade")
        return
    target = read_address(place) if is_address(place) else Path(place) / STORE
    if isinstance(target, Path):
        targets.refuse_target(target, new_store=target)
        if os.path.lexists(target):
            raise StoreExistsError(target)
    about = _about(called, usual, ask=not sample)
    with environment.archive(context, target) as opened:
        if sample:
            init_filled(opened, opened.store, _sample(), about)
        elif isinstance(target, Path):
            FileStore.create(target, about)
        else:
            make(target, about)
        if isinstance(target, Path):
            # If the archive is lost, the index shows that there was one.
            environment.refresh_index(opened)
    seen = errors.Command("list", "--archive", target)
    with messages.printing(f"the archive {target}", "See it: ", seen):
        lines.path(target)
    if prompts.is_interactive() and isinstance(target, Path):
        there = f" Next: cd {shlex.quote(place)}" if place not in {"", "."} else ""
        notify(f"Created an archive.{there}")


def _maintain(context: typer.Context, place: str, option: str) -> None:
    """Run `init --roles` or `init --upgrade` for an archive on a server.

    `option` is "roles" or "upgrade". For "roles", the SQL is printed and not run.
    """
    if not is_address(place):
        raise errors.MisuseError(
            f"--{option} needs an archive on a server",
            "Enter its URL, such as postgresql://HOST/DATABASE.",
        )
    common.refuse_others(context, f"--{option}", option, "place")
    address = read_address(place)
    if option == "roles":
        print(roles_sql(address.schema), end="")
        return
    with shown_progress() as progress:
        before = upgrade_server(address, progress)
    was = "" if before == VERSION else f" (before: {before})"
    notify(f"{address} now has version {VERSION}{was}.")


def _about(name: str | None, usual: dict[str, str], *, ask: bool) -> dict[str, object]:
    """Return the name and the usual values of a new archive.

    If `ask` is True and there is a terminal, ask for missing values.
    """
    if ask and prompts.is_interactive():
        notify("To skip a question, press Enter.")
        if name is None:
            name = read_name(prompts.ask("Name of the archive", read_name))
        for field, question in _QUESTIONS.items():
            if field not in usual:
                check = partial(_skipped_or_read, field)
                usual[field] = _skipped_or_read(field, prompts.ask(question, check))
    said = {field: value for field, value in usual.items() if value}
    normalising.normalise(said)
    about = {NAME: name, USUAL: said}
    return {key: value for key, value in about.items() if value}


def _skipped_or_read(field: str, answer: str) -> str:
    return str(read_field(field, answer)) if answer.strip() else ""


def _sample() -> list[Draft]:
    page = files("mediarel").joinpath(*SAMPLE).read_bytes()
    reading = read(page, SAMPLE[-1], ReadOptions())
    return all_drafts(reading, SAMPLE[-1])
