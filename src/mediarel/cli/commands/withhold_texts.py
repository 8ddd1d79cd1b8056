"""`mediarel withhold ID TEXT` and `--drop`: what will change is shown, and asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive import withhold as verbs
from mediarel.archive.elsewhere import elsewhere, may_print, withheld_in
from mediarel.archive.public import Public
from mediarel.archive.reading import get
from mediarel.archive.redaction import texts_of
from mediarel.archive.session import open_session
from mediarel.cli import environment, prompts
from mediarel.cli.commands.turned import refuse_turned
from mediarel.cli.commands.withhold_left import tell_left
from mediarel.cli.options.selection import by_query, chosen
from mediarel.cli.public import clear_files_of, tell_elsewhere
from mediarel.cli.telling import columns
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.plain import is_plain
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.withheld import where
from mediarel.errors import Command, Hint, shorten
from mediarel.text.folding import folded_name
from mediarel.text.lines import harmless, spaced_once
from mediarel.text.withheld import spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    import typer

    from mediarel.archive.archive import Archive
    from mediarel.model.statement import Statement

_SHOWN = 10  # statements of which is told where a text stands
# Letters beside a text that is shown in its place; before it, where there is no room.
_BEFORE, _BEHIND, _LITTLE_BEFORE = 15, 30, 5
_OPENS, _CLOSES = "»", "«"


def withhold(
    context: typer.Context,
    opened: Archive,
    first: str | None,
    texts: Sequence[str],
    *,
    anyway: bool,
    yes: bool,
) -> None:
    """Withhold `texts` in the statements that `first` names, ids or a query.

    With a query, only statements that contain a text change; with `anyway` all that it
    finds. With None, all statements that contain a text change. Raises TooShortError,
    StandsNowhereError, NoStatementPrintsItError, TurnedError, or the errors of
    `chosen`.
    """
    if first is not None and not anyway:
        refuse_turned(opened, first, texts)
    statements = _chosen(context, opened, first, texts[0])
    verbs.refuse_short(texts)
    wanted = {each.id: [*texts] for each in statements}
    if not anyway:
        wanted = {
            each.id: [text for text in texts if verbs.counted(each, text)]
            for each in statements
        }
        for text in texts:
            lacking = [n for n, standing in wanted.items() if text not in standing]
            if first is None and len(lacking) == len(wanted):
                raise verbs.NoStatementPrintsItError(text)
            if lacking and (not _by_query(first) or len(lacking) == len(wanted)):
                raise verbs.StandsNowhereError(text, lacking)
    changing = [each for each in statements if wanted[each.id]]
    for each in changing[:_SHOWN]:
        _tell_places(each, wanted[each.id])
    _tell_more(len(changing))
    if len(changing) > 1 or first is None:
        question = f"Withhold this in {environment.counted(len(changing))}?"
        prompts.confirm(question, yes=yes)
    with open_session(opened, "withhold") as session:
        expected = {each.id: each for each in changing}
        edits = verbs.withhold(
            session, {n: wanted[n] for n in expected}, expected=expected
        )
    _tell_done([edit.after.id for edit in edits], "Withheld in")
    with_files = [
        edit.after.id
        for edit in edits
        if not all(file.private for file in edit.after.attachments)
    ]
    if with_files:
        told = "Their files are not public until you check and clear them: "
        environment.tell(Hint(told, clear_files_of(with_files)))
    public = Public(opened, opened.now())
    tell_elsewhere(elsewhere(opened, public, texts))
    tell_left(opened, [edit.after for edit in edits], texts)


def drop(
    context: typer.Context,
    opened: Archive,
    first: str | None,
    texts: Sequence[str],
    *,
    anyway: bool,
    yes: bool,
) -> None:
    """Withhold `texts` no more in the statements that `first` names, ids or a query.

    With None, show them in all statements that withhold one. Raises NotWithheldError,
    TurnedError, or the errors of `chosen`.
    """
    if first is None:
        statements = get(opened, withheld_in(opened, texts[0], size=None))
        if not statements:
            raise verbs.NotWithheldError(texts[0], [])
    else:
        if not anyway:
            refuse_turned(opened, first, texts, "--drop")
        statements = _chosen(context, opened, first, texts[0])
    wanted = {each.id: _withheld_in(each, texts) for each in statements}
    for text in texts:
        lacking = [n for n, those in wanted.items() if text not in those]
        is_fault = not (_by_query(first) or anyway) or len(lacking) == len(wanted)
        if lacking and is_fault:
            raise verbs.NotWithheldError(text, lacking)
    changing = [each for each in statements if wanted[each.id]]
    if len(changing) > 1 or first is None:
        environment.tell_chosen(opened, [e.id for e in changing], "Show again in")
        question = f"Show this again in {environment.counted(len(changing))}?"
        prompts.confirm(question, yes=yes)
    with open_session(opened, "withhold") as session:
        expected = {each.id: each for each in changing}
        edits = verbs.show_again(
            session, {n: wanted[n] for n in expected}, expected=expected
        )
    _tell_done([edit.after.id for edit in edits], "Shown again in")


def _by_query(first: str | None) -> bool:
    """Return whether statements that lack a text are passed over."""
    return first is None or by_query([first])


def _chosen(
    context: typer.Context,
    opened: Archive,
    first: str | None,
    text: str,
) -> list[Statement]:
    """Return the statements that `first` names, or with None, that may print `text`."""
    with working("Reading the statements"):
        if first is None:
            return get(opened, may_print(opened, text))
        return get(opened, chosen(context, opened, [first]))


def _withheld_in(statement: Statement, texts: Sequence[str]) -> list[str]:
    there = {folded_name(text) for text in statement.withheld}
    return [text for text in texts if folded_name(text) in there]


def _tell_places(statement: Statement, texts: Sequence[str]) -> None:
    """Tell how often `texts` stand in which fields, and show the first in its place."""
    for text in texts:
        found = verbs.counted(statement, text)
        told = f"  {statement.id}  {shorten(text)}: {where(found) or 'nowhere'}"
        place = _in_its_place(statement, text, _BEFORE)
        lines = [f"{told}  {place}"]
        if place and _CLOSES not in _fitting(lines[0]):  # what is meant must be seen
            lines = [told, f"     {_in_its_place(statement, text, _LITTLE_BEFORE)}"]
        for line in lines:
            environment.tell(harmless(_fitting(line)))


def _fitting(told: str) -> str:
    from mediarel.cli.terminal.widths import shortened  # noqa: PLC0415 - seldom needed

    return told if is_plain() else shortened(told, columns() - 1)


def _in_its_place(statement: Statement, text: str, most: int) -> str:
    """Return `text` as it first stands in `statement`, marked, with what is around.

    Before it are at `most` so many letters.
    """
    for _, value in texts_of(statement):
        for start, stop in spans(value, (text,)):
            before = value[max(0, start - most) : start]
            behind = value[stop : stop + _BEHIND]
            marked = f"{before}{_OPENS}{value[start:stop]}{_CLOSES}{behind}"
            return f"…{spaced_once(marked)}…"
    return ""


def _tell_more(number: int) -> None:
    if number > _SHOWN:
        environment.tell(f"  … and {number - _SHOWN:,} more")


def _tell_done(ids: Sequence[int], what: str) -> None:
    if not ids:
        environment.tell("Nothing changed: it was so already.")
        return
    told = f"{what} {wording.numbers(ids)}. To take it back: "
    environment.tell(Hint(told, Command("undo")))
