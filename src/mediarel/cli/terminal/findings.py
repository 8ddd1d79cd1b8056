"""Show the findings of a check, and explain kinds of findings."""

from collections.abc import Sequence
from itertools import groupby

from mediarel import errors
from mediarel.check.finding import Finding, Kind
from mediarel.cli.messages import as_typed
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.tables import print_records
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


def show_kinds(kinds: Sequence[Kind]) -> None:
    """Explain kinds of findings: the meaning, the importance, and the next step."""
    if not lines.is_terminal():
        for each in kinds:
            lines.line(each.name, each.means, each.matters, as_typed(each.to_do))
        return
    print_records(
        [
            *(("Finding", each.name), ("Meaning", each.means)),
            *(("Importance", each.matters), ("Next step", each.to_do)),
        ]
        for each in kinds
    )
