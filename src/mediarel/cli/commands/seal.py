"""Implement `mediarel seal` and `verify`: seal the archive, and verify the seal."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import typer

from mediarel import errors
from mediarel.check.finding import Finding
from mediarel.cli import environment, targets
from mediarel.cli.input_files import data_of
from mediarel.cli.messages import counted, counted_files, notify, printing
from mediarel.cli.options import common
from mediarel.cli.options.parameters import flag, option
from mediarel.cli.output import paged
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.tables import show_findings, show_verified
from mediarel.seal import signatures
from mediarel.seal.making import Made, export, make_seal
from mediarel.seal.seal_file import SEAL, newest_folder
from mediarel.seal.verifying import UNCHANGED, Result, Verified, verify

_COMPARE = "Compare with a backup or with a published copy. To find the damage: "


def run(
    context: typer.Context,
    public: bool = flag("--public", "Seal only public content."),
    to: Path | None = option(
        "--export FOLDER",
        "Also write the sealed files to a new folder. Example: ../sealed",
    ),
    sign_with: tuple[signatures.Program, Path] | None = option(
        "--sign-with PROGRAM KEY",
        "Sign with ssh or minisign. Example: ssh ~/.ssh/id_ed25519",
    ),
    add_signature: Path | None = option(
        "--add-signature FILE", "Add a signature of the newest seal."
    ),
    signers: Path | None = common.SIGNERS,
    timestamp: str | None = option(
        "--timestamp URL",
        "Get a timestamp (RFC 3161) from this URL.",
        parser=signatures.read_url,
    ),
    timestamp_request: bool = flag(
        "--timestamp-request", "Write a timestamp request: seal.tsq."
    ),
    timestamp_reply: Path | None = option(
        "--timestamp-reply FILE", "Add a timestamp of the newest seal."
    ),
    allow: list[str] | None = targets.ALLOW,
) -> None:
    """Write a seal: a list of SHA-256 checksums of all statements and files.

    Later, anyone can verify with standard programs that nothing was changed. If nothing
    has changed since the last seal, no new seal is written.

    ssh-keygen, minisign and openssl sign the seal or get a timestamp. They ask for
    passphrases themselves. --signers is needed to add a signature of minisign.

    Examples:
      mediarel seal
      mediarel seal --public
      mediarel seal --export ../sealed
    """
    given = add_signature or timestamp_reply
    common.refuse_together(
        **{"add-signature": add_signature, "timestamp-reply": timestamp_reply},
        export=to,
    )
    if allow and not (public and to):
        raise errors.MisuseError(
            "--allow needs --public and --export", "Add --public --export FOLDER."
        )
    if sign_with is not None and not sign_with[1].exists():
        raise errors.AccessError(
            f"{sign_with[1]}: no such file or directory",
            "Check the path of the key. No seal was written.",
        )
    trusted = signatures.read_signers(signers)
    with environment.archive(context) as opened:
        if to is not None:
            targets.refuse_target(to, opened.store.location)
        if public:
            environment.refuse_older_copy(opened.index)
        opened.confirm_change()
        if given:
            folder = newest_folder(opened, is_public=public)
            _report_added(signatures.add(data_of(given)[1], folder, trusted))
        else:
            with working("Sealing the archive"):
                made = make_seal(opened, is_public=public)
            folder = made.folder
            _report_made(made)
        if sign_with is not None:
            _report_added(signatures.sign(*sign_with, folder))
        if timestamp_request or timestamp is not None:
            request = signatures.request_timestamp(folder)
            notify(f"Wrote the request {folder / signatures.REQUEST}.")
        if timestamp is not None:
            reply = signatures.fetched_timestamp(timestamp, request)
            _report_added(signatures.add(reply, folder, trusted))
        if to is not None:
            with targets.allowing(context):
                export(opened, made, to, allow or ())
            notify(f"Exported the sealed files to {to}.")
    with printing(f"the seal {folder}", "It is complete."):
        lines.path(folder / SEAL)


def _report_made(made: Made) -> None:
    seal = made.seal
    message = counted(int(seal.head["statements"]))
    if files := int(seal.head["files"]):
        message = f"{message}, {counted_files(files)}"
    done = "Wrote" if made.is_new else "Nothing has changed since"
    # Without --seal, `verify` uses a seal of the whole archive.
    this = ("--seal", str(made.folder)) if seal.is_public else ()
    notify(f"{done} {seal.called}: {message}. To verify: ", "verify", *this)


def _report_added(place: Path) -> None:
    notify(f"Added {place}.")


def run_verify(
    context: typer.Context,
    ids: list[str] | None = common.SOME_IDS,
    seal: Path | None = option(
        "--seal SEAL",
        "Number of a seal, a seal.txt or its folder (default: the newest seal)."
        " Example: 1",
    ),
    signers: Path | None = common.SIGNERS,
) -> None:
    """Compare statements with a seal: unchanged, changed since and why, or not sealed.

    Problems are shown first, with exit code 5: an altered seal, statement, file or
    history.

    Examples:
      mediarel seal && mediarel verify
      mediarel seal && mediarel verify 3-5
      mediarel seal --public && mediarel verify --seal data/seals/public/1
    """
    with environment.archive(context) as opened:
        wanted = None
        if ids:
            from mediarel.cli.options.selection import chosen  # noqa: PLC0415 - 50 ms

            wanted = {*chosen(context, opened, ids)}
        with working("Comparing the archive with the seal"):
            result = verify(opened, seal, signatures.read_signers(signers))
    hint = errors.Hint(_COMPARE, errors.Command("check"))
    show_findings([Finding("error", "seal", *e, hint, None) for e in result.problems])
    rows = [e for e in result.statements if wanted is None or e.id in wanted]
    # On a terminal, 100,000 unchanged statements would hide the others.
    is_short = lines.is_terminal() and wanted is None
    shown = [e for e in rows if not (is_short and e.state == UNCHANGED)]
    with paged(context):
        show_verified(shown, result.seal.head["sealed"], _signed_by(result.signatures))
    for each in result.signatures:
        notify(_told(each))
    if not result.signatures:
        notify("The seal has no signature, so it doesn't show who made it.")
    elif signers is None:
        notify("Not checked: no trusted signers given. Use --signers FILE.")
    notify(_summary(result, rows))
    if result.problems:
        raise typer.Exit(errors.DamagedError.exit_code)


def _signed_by(found: Sequence[signatures.Signature]) -> str:
    """Return the names of all signers, and whether a signer is not trusted."""
    return ", ".join(
        each.who if each.state == signatures.VALID else f"{each.who} ({each.state})"
        for each in found
        if not each.at
    )


def _told(each: signatures.Signature) -> str:
    what = f"Timestamp of {each.at}" if each.at else f"Signature of {each.who}"
    return f"{what}: {each.state}{f', {each.why}' * bool(each.why)}."


def _summary(result: Result, rows: Sequence[Verified]) -> str:
    states = Counter(row.state for row in rows)
    counts = [f"{count:,} {state}" for state, count in states.items()]
    at = lines.local_time(result.seal.head["sealed"])
    if result.problems:
        counts.insert(0, counted(len(result.problems), "problem"))
    return f"Compared with {result.seal.called} of {at}: {', '.join(counts)}."
