"""`mediarel check --mend`: damaged letters and line breaks, shown and asked first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.fix import mend
from mediarel.archive.reading import get
from mediarel.archive.session import open_session
from mediarel.cli import environment, prompts
from mediarel.cli.commands.fix import refuse_errors, tell_rest
from mediarel.errors import Command, Hint
from mediarel.model.damage import damage_of

if TYPE_CHECKING:
    from mediarel.archive.archive import Archive
    from mediarel.check.check import CheckResult

_SHOWN = 10  # statements, before they are mended


def mend_damage(opened: Archive, checked: CheckResult, *, yes: bool) -> None:
    """Mend what can be, after showing the first few and asking, and name the rest.

    Raises UnfixableError or NewerArchiveError, NotConfirmedError for a no, or
    NoOneToAskError where neither a terminal nor `yes` says what is wanted.
    """
    refuse_errors(checked)
    if ids := checked.damaged:
        for statement in get(opened, ids[:_SHOWN]):
            for each in damage_of(statement.fields()):
                if each.becomes is not None:
                    told = f'"{each.excerpt}" → "{each.becomes}"'
                    environment.tell(f"  statement {statement.id}: {each.word} {told}")
        if more := ids[_SHOWN:]:
            environment.tell(f"  … and {len(more):,} more")
        prompts.confirm(f"Mend {environment.counted(len(ids))}?", yes=yes)
        with open_session(opened, "mend") as session:
            edited = mend(session, ids)
        told = f"Mended {environment.counted(len(edited))}. To take it back: "
        environment.tell(Hint(told, Command("undo")))
    else:
        environment.tell("Nothing to mend.")
    tell_rest([each for each in checked.findings if each.kind == "lost_letters"])
