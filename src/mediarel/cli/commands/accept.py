"""`mediarel check --accept`: what was changed outside mediarel, taken note of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.accept import accept
from mediarel.archive.session import open_session
from mediarel.check.outside import ACCEPTED
from mediarel.cli import environment, prompts
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.findings import show_findings
from mediarel.errors import Command, DamagedError, Hint, NewerArchiveError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.accept import AcceptResult
    from mediarel.archive.archive import Archive
    from mediarel.check.check import CheckResult
    from mediarel.cli.options.ids import Ids

_SHOWN = 10  # findings, before they are accepted
# What follows from statements is written with those that are accepted.
_NO_HINDRANCE = {*ACCEPTED, "rows"}


class UnacceptableError(DamagedError):
    """There are errors that can't be accepted, only corrected."""

    def __init__(self, errors: int) -> None:
        what = "an error" if errors == 1 else f"{errors:,} errors"
        super().__init__(
            f"the archive has {what} that can't be accepted; nothing was changed",
            Hint("See what to do about it: ", Command("check")),
        )


class NoChecksumsError(DamagedError):
    """One statement can't be accepted while the checksums of all are missing."""

    def __init__(self) -> None:
        super().__init__(
            "the checksums of all statements are missing, so that none can be"
            " accepted alone",
            Hint("Accept all: ", Command("check", "--accept")),
        )


class NewerUnacceptableError(NewerArchiveError):
    """What is from a newer program can't be accepted by this one."""

    def __init__(self) -> None:
        super().__init__("the archive has what only a newer mediarel knows")


def accept_outside(
    opened: Archive, checked: CheckResult, *, ids: Sequence[Ids], yes: bool
) -> None:
    """Accept what was done outside mediarel, after showing it and asking.

    Without `ids`, accept the changes of all statements.

    Raises UnacceptableError where there is an error of any other kind, or
    NoChecksumsError.
    """
    errors = [each for each in checked.findings if each.level == "error"]
    others = [each for each in errors if each.kind not in _NO_HINDRANCE]
    if others:
        show_findings(others)
        if all(each.kind == "newer" for each in others):
            raise NewerUnacceptableError
        raise UnacceptableError(len(others))
    outside = checked.outside
    found = [each for each in checked.findings if each.kind in ACCEPTED]
    if ids and outside.lacks_checksums:
        raise NoChecksumsError
    if ids:
        wanted = {n for n in outside.ids if any(e.first <= n <= e.last for e in ids)}
        outside = outside.only(wanted)
        found = [each for each in found if each.id in wanted]
    if not outside:
        of = " of these statements" if ids else ""
        environment.tell(
            f"Nothing to accept{of}: nothing was changed outside mediarel."
        )
        return
    accepting = outside.ids
    for each in found[:_SHOWN]:
        environment.tell(f"  {each.place}: {each.message}")
    if len(found) > _SHOWN:
        environment.tell(f"  … and {len(found) - _SHOWN:,} more")
    if len(accepting) > 1:
        question = f"Accept it for {environment.counted(len(accepting))}?"
        prompts.confirm(question, yes=yes)
    with open_session(opened, "accept") as session:
        accepted = accept(session, outside)
    if outside.recorded:
        told = f"Accepted {environment.counted(len(accepting))}. "
        environment.tell(Hint(told, _way_back(accepted)))
    else:
        environment.tell("Made the checksums anew; the statements are as they were.")


def _way_back(accepted: AcceptResult) -> Hint:
    """Return how what was accepted is taken back, as far as that can be."""
    unknown = sorted((*accepted.unknown, *accepted.gone))
    of = f"what statement {wording.numbers(unknown)} was before is not known"
    if not accepted.undoes_some:
        return Hint(f"It can't be taken back: {of}.")
    but = f", but {of}" if unknown else ""
    return Hint(f"To take it back{but}: ", Command("undo"))
