"""Implement `mediarel check --fix`: correct slips after showing each and asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.edit import fix
from mediarel.archive.session import open_session
from mediarel.cli import environment, prompts
from mediarel.cli.prompts import NoOneToAskError
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.findings import show_findings
from mediarel.errors import Command, DamagedError, Hint, NewerArchiveError, shorten
from mediarel.model.fields import BY_NAME
from mediarel.text.damaged import controls_in, controls_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive
    from mediarel.check.check import CheckResult
    from mediarel.check.finding import Finding
    from mediarel.check.slips import Fix

_FIXED = ("spelling", "commas", "controls")  # kinds of findings
_TYPED = (*_FIXED, "future", "text_is_file", "no_text")


class UnfixableError(DamagedError):
    """There are errors, which must be corrected before slips."""

    def __init__(self, errors: int) -> None:
        what = "an error" if errors == 1 else f"{errors:,} errors"
        super().__init__(
            f"the archive has {what}; nothing was put right",
            Hint("See what to do about it: ", Command("check")),
        )


def fix_slips(opened: Archive, checked: CheckResult, *, yes: bool) -> None:
    """Correct slips after showing each and asking, and name the others.

    Raises UnfixableError or NewerArchiveError, or NoOneToAskError without both a
    terminal and `yes`.
    """
    refuse_errors(checked)
    wanted = _wanted(checked.fixes, yes=yes)
    if wanted:
        with open_session(opened, "fix") as session:
            edited = fix(session, wanted)
        told = f"Put right in {environment.counted(len(edited))}. To take it back: "
        environment.tell(Hint(told, Command("undo")))
    elif checked.fixes:
        environment.tell("Nothing was changed.")
    else:
        environment.tell("Nothing to put right.")
    typed = [each for each in checked.findings if each.kind in _TYPED]
    tell_rest([each for each in typed if not _is_fixed(each)])


def refuse_errors(checked: CheckResult) -> None:
    """Show the errors in `checked`, and raise UnfixableError or NewerArchiveError.

    Does nothing if there are no errors.
    """
    if errors := [each for each in checked.findings if each.level == "error"]:
        show_findings(errors)
        if all(each.kind == "newer" for each in errors):
            raise NewerArchiveError("the archive has what only a newer mediarel knows")
        raise UnfixableError(len(errors))


def _wanted(fixes: Sequence[Fix], *, yes: bool) -> list[Fix]:
    """Show each of `fixes`; return the confirmed ones."""
    wanted = []
    can_ask = environment.is_interactive()
    for each in fixes:
        told = _in_words(each)
        if yes or not can_ask:
            environment.tell(f"  {told}")
        if yes or (can_ask and prompts.agrees(told)):
            wanted.append(each)
    if fixes and not (yes or can_ask):
        raise NoOneToAskError(f"Put {len(fixes):,} right?")
    return wanted


def _in_words(wanted: Fix) -> str:
    """Return `program "Krn" → "KRN" in 3 statements: 4, 7, 9`."""
    word = BY_NAME[wanted.field].word
    if controls_in(wanted.value):
        found = controls_named(wanted.value)
        return f"remove {found} from the {word} of {wording.numbers(wanted.ids)}"
    becomes = ", ".join(f'"{shorten(each)}"' for each in wanted.becomes) or "(none)"
    where = f"{environment.counted(len(wanted.ids))}: {wording.numbers(wanted.ids)}"
    return f'{word} "{shorten(wanted.value)}" → {becomes} in {where}'


def tell_rest(findings: Sequence[Finding]) -> None:
    """Name the findings that no program can correct, and the next steps."""
    if findings:
        environment.tell("What only you can put right:")
    for each in findings:
        environment.tell(Hint(f"  {each.place}: {each.message}. ", each.hint))


def _is_fixed(finding: Finding) -> bool:
    """Return whether `check --fix` corrects the finding."""
    if finding.kind not in _FIXED:
        return False
    parts = finding.hint.parts if isinstance(finding.hint, Hint) else ()
    return Command("check", "--fix") in parts
