"""What a document would be as a statement: each field, where it is from, how sure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel.cli.telling import columns, say
from mediarel.cli.terminal.plain import is_plain
from mediarel.cli.terminal.widths import shortened, width
from mediarel.cli.terminal.wording import joined
from mediarel.model.fields import FIELDS
from mediarel.release.origins import Sureness
from mediarel.text.lines import harmless, spaced_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.proposal import Proposal
    from mediarel.model.fields import Field

_MOST = 300  # columns of a value
_LEAST = 20
_NARROW = 60  # columns of a terminal
_GAP = "  "


def tell_proposal(proposal: Proposal, *, on_terminal: bool) -> None:
    """Print on stderr what a document would be; on a terminal in columns.

    Where these have no room, or plain output is wanted, it is a label and a value.
    """
    in_columns = on_terminal and columns() >= _NARROW and not is_plain()
    say(harmless(_heading(proposal)))
    rows = list(_rows(proposal))
    names = max((width(name) for name, _, _ in rows), default=0)
    origins = max((width(origin) for _, _, origin in rows), default=0)
    room = max(columns() - names - origins - 4 * len(_GAP), _LEAST)
    for name, value, origin in rows:
        if in_columns:
            begin = f"{_GAP}{_padded(name, names)}{_GAP}"
            told = f"{begin}{_padded(shortened(value, room), room)}{_GAP}{origin}"
        else:
            told = f"{_GAP}{name}: {shortened(value, _MOST)} ({origin})"
        say(told.rstrip())
    tell_problems(proposal)


def tell_problems(proposal: Proposal) -> None:
    """Print on stderr what of a document could not be read."""
    for problem in proposal.problems:
        advice = f" {problem.advice}" if problem.advice else ""
        careful = "Careful: " if problem.is_lost else ""
        say(harmless(f"{careful}{proposal.name} {problem.what}.{advice}"))
    if proposal.miscount:
        announced, named = proposal.miscount
        say(f"Careful: it announces {announced:,} signatories and names {named:,}.")


def tell_proposals(proposals: Sequence[Proposal]) -> None:
    """Print on stderr a line for each of several documents, with what is not sure."""
    for each in proposals:
        words = ("date", "program", "type", "language")
        values = [str(each.fields.get(name) or f"no {name}") for name in words]
        said = each.fields.get("title") or each.fields.get("text") or "no text"
        told = _GAP.join([each.name, *values, spaced_once(str(said))])
        say(harmless(shortened(told, columns() - 1)))
        tell_problems(each)


def _heading(proposal: Proposal) -> str:
    if proposal.pages is None:
        return f"{proposal.name}:"
    return f"{proposal.name}, {proposal.pages} page{'s' * (proposal.pages != 1)}:"


def _rows(proposal: Proposal) -> list[tuple[str, str, str]]:
    """Return name, value and origin of each field that tells anything."""
    fields = proposal.fields
    passed = {"dateline", "text_from"}  # date and place, and the heading, say it
    if fields.get("dated") == fields.get("date"):
        passed.add("dated")
    return [
        (field.name, _value(field, fields[field.name]), _origin(field, proposal))
        for field in FIELDS
        if fields.get(field.name) and field.name not in passed
    ]


def _value(field: Field, value: Any) -> str:  # noqa: ANN401 - JSON is of any type
    if field.kind.is_long:
        return f"{len(value):,} letters"
    shown = harmless(spaced_once(joined(value)))
    return f"{len(value):,}: {shown}" if field.kind.is_list else shown


def _origin(field: Field, proposal: Proposal) -> str:
    origin = proposal.origins.get(field.name)
    if origin is None:  # of the text alone
        return "the file" if proposal.pages is None else _pages(proposal.pages)
    if origin.sureness is Sureness.SURE:
        return origin.place
    return f"{origin.place}, {origin.sureness.value}"


def _pages(count: int) -> str:
    return "page 1" if count == 1 else f"pages 1 to {count}"


def _padded(text: str, columns_: int) -> str:
    return text + " " * (columns_ - width(text))
