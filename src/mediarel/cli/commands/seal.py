"""Implement `mediarel seal`: create a seal of the archive, and sign it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mediarel.cli import environment
from mediarel.cli.options import common
from mediarel.cli.targets import refuse_target
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.wording import counted_files
from mediarel.errors import Command
from mediarel.seal.making import export, make_seal
from mediarel.seal.seal_file import SEAL

EXAMPLES = (
    "mediarel seal",
    "mediarel seal --public",
    "mediarel seal --export ../sealed",
)


def run(
    context: typer.Context,
    public: Annotated[
        bool, typer.Option("--public", help="Seal only what is public.")
    ] = False,
    export_: Annotated[
        Path | None,
        typer.Option(
            "--export",
            metavar="FOLDER",
            help="Also write the sealed files to a new folder. Example: ../sealed",
        ),
    ] = None,
    archive: common.Archive = None,
) -> None:
    """Write a seal: a list of SHA-256 checksums of all statements and files.

    Later, anyone can verify with standard programs that nothing was changed. If nothing
    has changed since the last seal, no new seal is written.
    """
    with environment.archive(context, archive) as opened:
        if export_ is not None:
            refuse_target(export_, opened.store.location)
        opened.confirm_change()
        with working("Sealing the archive"):
            made = make_seal(opened, is_public=public)
            if export_ is not None:
                export(opened, made, export_)
    lines.path(made.folder / SEAL)
    done = "Wrote" if made.is_new else "Nothing has changed since"
    told = environment.counted(made.seal.statements)
    if made.seal.files:
        told = f"{told}, {counted_files(made.seal.files)}"
    environment.tell(
        f"{done} {made.seal.called}: {told}. To verify: ", Command("verify")
    )
    if export_ is not None:
        environment.tell(f"Exported the sealed files to {export_}.")
