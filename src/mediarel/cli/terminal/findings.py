"""Show the findings of a check, and explain kinds of findings."""

from collections.abc import Sequence
from itertools import groupby

from mediarel import errors
from mediarel.check.finding import Finding, Kind
from mediarel.cli.messages import as_typed
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.tables import Column, print_records, show_records
from mediarel.text.lines import capitalised


def show_findings(found: Sequence[Finding]) -> None:
    """Show the findings of a check. On a terminal, a repeated hint is shown once."""
    if not lines.is_terminal():
        for each in found:
            lines.line(each.level, each.place, each.message)
        return
    print_records(
        [
            *((capitalised(e.level), f"{e.place}: {e.message}") for e in those),
            ("Hint", errors.Hint(hint)),
        ]
        for hint, those in groupby(found, lambda each: each.hint)
    )


_KINDS = (
    Column("Finding", lambda kind: kind.name),
    Column("Meaning", lambda kind: kind.means),
    Column("Importance", lambda kind: kind.matters),
    Column("Next step", lambda kind: as_typed(kind.to_do)),
)


def show_kinds(kinds: Sequence[Kind]) -> None:
    """Explain kinds of findings: the meaning, the importance, and the next step."""
    show_records(_KINDS, kinds)
