"""Implement `mediarel seal`: create a seal of the archive, and sign it."""

from pathlib import Path

import typer

from mediarel import errors
from mediarel.cli import environment, targets
from mediarel.cli.messages import counted, counted_files, notify, printing
from mediarel.cli.options import common
from mediarel.cli.options.parameters import flag, option
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.progress import working
from mediarel.seal import signatures
from mediarel.seal.making import export, make_seal
from mediarel.seal.seal_file import SEAL, newest_folder, read_bytes

EXAMPLES = (
    "mediarel seal",
    "mediarel seal --public",
    "mediarel seal --export ../sealed",
)


def run(
    context: typer.Context,
    public: bool = flag("--public", "Seal only public content."),
    to: Path | None = option(
        "--export FOLDER",
        "Also write the sealed files to a new folder. Example: ../sealed",
    ),
    sign_with: tuple[str, Path] | None = option(
        "--sign-with PROGRAM KEY",
        "Sign with ssh or minisign. Example: ssh ~/.ssh/id_ed25519",
    ),
    add_signature: Path | None = option(
        "--add-signature FILE", "Add a signature of the newest seal."
    ),
    signers: common.Signers = None,
    timestamp: str | None = option(
        "--timestamp URL", "Get a timestamp (RFC 3161) from this URL."
    ),
    timestamp_request: bool = flag(
        "--timestamp-request", "Write a timestamp request: seal.tsq."
    ),
    timestamp_reply: Path | None = option(
        "--timestamp-reply FILE", "Add a timestamp of the newest seal."
    ),
    allow: targets.Allow = None,
) -> None:
    """Write a seal: a list of SHA-256 checksums of all statements and files.

    Later, anyone can verify with standard programs that nothing was changed. If nothing
    has changed since the last seal, no new seal is written.

    ssh-keygen, minisign and openssl sign the seal or get a timestamp. They ask for
    passphrases themselves. --signers is needed to add a signature of minisign.
    """
    _refuse_ignored(
        ("add-signature", add_signature is not None),
        ("timestamp-reply", timestamp_reply is not None),
        ("sign-with", sign_with is not None),
        ("export", to is not None),
        ("timestamp", timestamp is not None),
        ("timestamp-request", timestamp_request),
    )
    if sign_with and sign_with[0] not in signatures.PROGRAMS:
        raise errors.MisuseError(
            f"{errors.shorten(sign_with[0])!r} can't sign a seal",
            "Enter --sign-with ssh KEY or --sign-with minisign KEY.",
        )
    if allow and not (public and to):
        raise errors.MisuseError(
            "--allow needs --public and --export", "Add --public --export FOLDER."
        )
    trusted = signatures.read_signers(signers) or signatures.Signers()
    with environment.archive(context) as opened:
        if to is not None:
            targets.refuse_target(to, opened.store.location)
        if public:
            environment.refuse_older_copy(opened.index)
        opened.confirm_change()
        if given := add_signature or timestamp_reply:
            folder = newest_folder(opened, is_public=public)
            _report_added(signatures.add(read_bytes(given), folder, trusted))
            return
        with working("Sealing the archive"):
            made = make_seal(opened, is_public=public)
        message = counted(int(made.seal.head["statements"]))
        if files := int(made.seal.head["files"]):
            message = f"{message}, {counted_files(files)}"
        done = "Wrote" if made.is_new else "Nothing has changed since"
        message = f"{done} {made.seal.called}: {message}. To verify: "
        # Without --seal, `verify` uses a seal of the whole archive.
        this = ("--seal", str(made.folder)) if public else ()
        notify(message, "verify", *this)
        if sign_with is not None:
            data = signatures.signed(*sign_with, made.folder / SEAL)
            _report_added(signatures.add(data, made.folder, trusted, is_ours=True))
        if timestamp_request or timestamp is not None:
            _request_timestamp(made.folder, timestamp, trusted)
        if to is not None:
            with targets.allowing(context):
                export(opened, made, to, allow or ())
            notify(f"Exported the sealed files to {to}.")
    with printing(f"the seal {made.folder}", "It is complete."):
        lines.path(made.folder / SEAL)


def _request_timestamp(
    folder: Path, url: str | None, trusted: signatures.Signers
) -> None:
    """Write a timestamp request. If `url` is given, also get and add the timestamp."""
    request = signatures.request_timestamp(folder)
    if url is None:
        notify(f"Wrote the request {folder / signatures.REQUEST}.")
        return
    reply = signatures.fetched_timestamp(url, request)
    _report_added(signatures.add(reply, folder, trusted))


def _refuse_ignored(*options: tuple[str, bool]) -> None:
    """Raise MisuseError if an option is used with one of the first two options.

    The first two options add to the newest seal, and do nothing else.
    """
    for each in options[2:]:
        common.refuse_together(**dict((*options[:2], each)))


def _report_added(place: Path) -> None:
    notify(f"Added {place}.")
