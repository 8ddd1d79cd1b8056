"""Who signed, as a table; and which of them may be one organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.hints import as_typed
from mediarel.cli.terminal.lines import is_terminal, line, on_one_line
from mediarel.cli.terminal.plain import is_plain
from mediarel.errors import Command, Hint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mediarel.index.signers import Signer
    from mediarel.stats.likely import Likely


def show_signers(signers: Sequence[Signer]) -> None:
    """Show who signed: name, number of statements, first and last date, other names.

    Into a pipe a line each, with `; ` between the other names.
    """
    if not is_terminal():
        for each in signers:
            line(*values_of(each))
    elif is_plain():
        for place, each in enumerate(signers):
            name, number, first, last, others = values_of(each)
            labelled = (
                ("Signatory", name),
                ("Statements", number),
                ("First", first),
                ("Last", last),
                ("Other names", others),
            )
            _print_labelled(place, labelled)
    elif signers:
        from mediarel.cli.terminal.drawn_signatories import draw_signers  # noqa: PLC0415 - not for a pipe

        draw_signers(signers)


def show_likely(pairs: Sequence[Likely]) -> None:
    """Show pairs that may be one organisation: both names, and what says so, or not.

    On a terminal with the command that joins them.
    """
    if not is_terminal():
        for each in pairs:
            line(each.one.name, each.other.name, _why(each))
        return
    for place, each in enumerate(pairs):
        join = Command("signatories", "merge", each.one.name, each.other.name)
        labelled = (
            ("One", f"{each.one.name} ({each.one.statements:,})"),
            ("Other", f"{each.other.name} ({each.other.statements:,})"),
            ("Why", _why(each)),
            ("To join them", as_typed(Hint(join))),
        )
        _print_labelled(place, labelled)


def _why(pair: Likely) -> str:
    """Return what says that two are one, and what that they are not."""
    return f"{pair.why}; both signed {pair.together:,}" if pair.together else pair.why


def values_of(signer: Signer) -> tuple[str, ...]:
    """Return what is told of a signer, in the order of the columns."""
    name, *others = signer.names
    number = str(signer.statements)
    return (name, number, signer.first, signer.last, "; ".join(others))


def _print_labelled(place: int, labelled: Iterable[tuple[str, str]]) -> None:
    if place:
        print()
    for label, value in labelled:
        if value:
            print(f"{label}: {on_one_line(value)}")
