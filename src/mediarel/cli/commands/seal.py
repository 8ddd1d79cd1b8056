"""Implement `mediarel seal`: create a seal of the archive, and sign it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel import errors
from mediarel.cli import environment
from mediarel.cli.options import common
from mediarel.cli.targets import refuse_target
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.wording import counted_files
from mediarel.seal.making import export, make_seal
from mediarel.seal.seal_file import SEAL, folder_of, read_bytes, seal_folders
from mediarel.seal.signatures import (
    KINDS,
    REQUEST,
    add_signature,
    add_timestamp,
    fetched_timestamp,
    read_signers,
    request_timestamp,
    signed,
)

if TYPE_CHECKING:
    from mediarel.archive.archive import Archive
    from mediarel.seal.making import Made

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
    sign_with: Annotated[
        tuple[str, Path] | None,
        typer.Option(
            metavar="PROGRAM KEY",
            help="Sign with ssh or minisign. Example: ssh ~/.ssh/id_ed25519",
        ),
    ] = None,
    add_signature_: Annotated[
        Path | None,
        typer.Option(
            "--add-signature",
            metavar="FILE",
            help="Add a signature of the newest seal. Example: seal.txt.sig",
        ),
    ] = None,
    signers: common.Signers = None,
    timestamp: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Get a timestamp (RFC 3161) from this authority."
        ),
    ] = None,
    timestamp_request: Annotated[
        bool,
        typer.Option(
            "--timestamp-request", help="Write a request for a timestamp: seal.tsq."
        ),
    ] = False,
    timestamp_reply: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Add the reply of a timestamp authority to the seal."
        ),
    ] = None,
    archive: common.Archive = None,
) -> None:
    """Write a seal: a list of SHA-256 checksums of all statements and files.

    Later, anyone can verify with standard programs that nothing was changed. If nothing
    has changed since the last seal, no new seal is written.

    ssh-keygen, minisign and openssl sign the seal or get a timestamp. They ask for
    passphrases themselves. --signers is needed to add a signature of minisign.
    """
    common.refuse_together(
        add_signature=add_signature_ is not None,
        timestamp_reply=timestamp_reply is not None,
        sign_with=sign_with is not None,
    )
    if sign_with and sign_with[0] not in KINDS:
        raise errors.MisuseError(
            f"{errors.shorten(sign_with[0])!r} can't sign a seal",
            "Enter --sign-with ssh KEY or --sign-with minisign KEY.",
        )
    trusted = read_signers(signers)
    with environment.archive(context, archive) as opened:
        if export_ is not None:
            refuse_target(export_, opened.store.location)
        opened.confirm_change()
        if add_signature_ is not None:
            folder = _newest(opened, is_public=public)
            _tell_added(add_signature(read_bytes(add_signature_), folder, trusted))
            return
        if timestamp_reply is not None:
            folder = _newest(opened, is_public=public)
            _tell_added(add_timestamp(read_bytes(timestamp_reply), folder))
            return
        with working("Sealing the archive"):
            made = make_seal(opened, is_public=public)
        _tell_made(made)
        place = made.folder / SEAL
        if sign_with is not None:
            data = signed(*sign_with, place)
            _tell_added(add_signature(data, made.folder, trusted, is_ours=True))
        if timestamp_request or timestamp is not None:
            request = request_timestamp(made.folder)
        if timestamp is not None:
            reply = fetched_timestamp(timestamp, request)
            _tell_added(add_timestamp(reply, made.folder))
        elif timestamp_request:
            environment.tell(f"Wrote the request {made.folder / REQUEST}.")
        if export_ is not None:
            export(opened, made, export_)
            environment.tell(f"Exported the sealed files to {export_}.")
    lines.path(place)


def _newest(opened: Archive, *, is_public: bool) -> Path:
    """Return the folder of the newest seal. Raises RefusedError."""
    folders = seal_folders(folder_of(opened, is_public=is_public))
    if not folders:
        raise errors.RefusedError(
            "the archive has no such seal",
            errors.Hint("Create a seal: ", errors.Command("seal")),
        )
    return [*folders.values()][-1]


def _tell_made(made: Made) -> None:
    done = "Wrote" if made.is_new else "Nothing has changed since"
    told = environment.counted(made.seal.statements)
    if made.seal.files:
        told = f"{told}, {counted_files(made.seal.files)}"
    told = f"{done} {made.seal.called}: {told}. To verify: "
    environment.tell(told, errors.Command("verify"))


def _tell_added(place: Path) -> None:
    environment.tell(f"Added {place}.")
