"""Show the findings of a check, and explain kinds of findings."""

from collections.abc import Sequence
from itertools import groupby

from mediarel import errors
from mediarel.check.finding import Finding, Kind
from mediarel.cli.messages import as_typed, shown
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.colours import LABEL, LEVELS, styled
from mediarel.cli.terminal.tables import print_records
from mediarel.text.lines import capitalised

_GAP = 2  # columns
_READING_WIDTH = 88  # columns


def show_findings(found: Sequence[Finding]) -> None:
    """Show the findings of a check. On a terminal, a repeated hint is shown once."""
    if not lines.is_terminal():
        for each in found:
            lines.line(each.level, each.place, each.message)
    elif lines.is_drawn():
        _draw(found)
    else:
        print_records(
            [
                *((capitalised(e.level), f"{e.place}: {e.message}") for e in those),
                ("Hint", errors.Hint(hint)),
            ]
            for hint, those in groupby(found, lambda each: each.hint)
        )


def _draw(found: Sequence[Finding]) -> None:
    indent = max((len(each.level) for each in found), default=0) + _GAP
    for hint, those in groupby(found, lambda each: each.hint):
        for each in those:
            padding = " " * (indent - len(each.level))
            level = f"{styled(each.level, LEVELS[each.level])}{padding}"
            message = lines.on_one_line(f"{each.place}: {each.message}")
            _print_after(level, indent, message)
        _print_after(" " * indent, indent, *shown(as_typed(hint)))


def show_kinds(kinds: Sequence[Kind]) -> None:
    """Explain kinds of findings: the meaning, the importance, and the next step."""
    for place, kind in enumerate(kinds):
        sentences = (kind.means, kind.matters, as_typed(kind.to_do))
        if not lines.is_terminal():
            lines.line(kind.name, *sentences)
            continue
        if place:
            print()
        print(styled(kind.name, LABEL))
        for text, commands in map(shown, sentences):
            _print_after(" " * _GAP, _GAP, text, commands)


def _print_after(
    begin: str, indent: int, text: str, whole: Sequence[tuple[int, int]] = ()
) -> None:
    """Print `begin` and `text`, wrapped to the width of the terminal.

    All lines after the first are indented by `indent` columns, the width of `begin`.
    `whole` has the start and end of each part of the text that must stay on one line.
    """
    for each in lines.broken(text, whole, most=_READING_WIDTH, indent=indent):
        print(f"{begin}{each}")
        begin = " " * indent
