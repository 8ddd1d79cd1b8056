"""Implement `mediarel verify`: compare the archive with a seal."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import typer

from mediarel import errors
from mediarel.check.finding import Finding
from mediarel.cli import environment
from mediarel.cli.messages import counted, notify
from mediarel.cli.options import common
from mediarel.cli.options.parameters import option
from mediarel.cli.pager import paged
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.lines import local_time
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.tables import show_findings, show_verified
from mediarel.errors import Command, Hint
from mediarel.seal.signatures import VALID, Signature, read_signers
from mediarel.seal.verifying import UNCHANGED, Result, Verified, verify

EXAMPLES = (
    "mediarel seal && mediarel verify",
    "mediarel seal && mediarel verify 3-5",
    "mediarel seal --public && mediarel verify --seal data/seals/public/1",
)


def run(
    context: typer.Context,
    ids: common.SomeIds = None,
    seal: Path | None = option(
        "--seal SEAL",
        "Number of a seal, a seal.txt or its folder (default: the newest seal)."
        " Example: 1",
    ),
    signers: common.Signers = None,
) -> None:
    """Compare statements with a seal: unchanged, changed since and why, or not sealed.

    Problems are shown first, with exit code 5: an altered seal, statement, file or
    history.
    """
    with environment.archive(context) as opened:
        wanted = None
        if ids:
            from mediarel.cli.options.selection import chosen  # noqa: PLC0415 - 50 ms

            wanted = {*chosen(context, opened, ids)}
        with working("Comparing the archive with the seal"):
            result = verify(opened, seal, read_signers(signers))
    hint = Hint(_COMPARE, Command("check"))
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


_COMPARE = "Compare with a backup or with a published copy. To find the damage: "


def _signed_by(signatures: Sequence[Signature]) -> str:
    """Return the names of all signers, and whether a signer is not trusted."""
    return ", ".join(
        each.who if each.state == VALID else f"{each.who} ({each.state})"
        for each in signatures
        if not each.at
    )


def _told(each: Signature) -> str:
    what = f"Timestamp of {each.at}" if each.at else f"Signature of {each.who}"
    return f"{what}: {each.state}{f', {each.why}' * bool(each.why)}."


def _summary(result: Result, rows: Sequence[Verified]) -> str:
    states = Counter(row.state for row in rows)
    counts = [f"{count:,} {state}" for state, count in states.items()]
    at = local_time(result.seal.head["sealed"])
    if result.problems:
        counts.insert(0, counted(len(result.problems), "problem"))
    return f"Compared with {result.seal.called} of {at}: {', '.join(counts)}."
