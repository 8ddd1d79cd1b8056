"""Show new entries of an import on a terminal, and let the user edit or drop some."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.archive.proposal import Proposal
from mediarel.cli import environment, prompts
from mediarel.cli.editor import NoEditorError, edited_proposal
from mediarel.cli.telling import tell_error
from mediarel.cli.terminal import theme
from mediarel.cli.terminal.table import Column, show_table
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.import_ import ImportPlan
    from mediarel.formats.drafts import Taken

_MOST_SHOWN = 50
_FIRST_LETTERS = 200  # more than a terminal shows of a text
_ANSWER = re.compile(r"(x?) ?([0-9]{1,9})")
_HELP = "Enter saves all entries. A number edits an entry, x3 drops entry 3, q cancels."


class _Row(NamedTuple):
    number: int
    taken: Taken


def _first_words(row: _Row) -> str:
    return spaced_once((row.taken.draft.text or "")[:_FIRST_LETTERS])


_COLUMNS = (
    Column("No.", lambda row: str(row.number), style=theme.ID, is_right=True),
    Column("Date", lambda row: str(row.taken.draft.date)),
    Column("Issuer", lambda row: row.taken.draft.program, most=16, least=6, drop=4),
    Column("Type", lambda row: row.taken.draft.type, most=15, drop=2),
    Column("Title", lambda row: row.taken.draft.title or "", most=36, least=8),
    # Entries without a title are recognised by their first words.
    Column("First words", _first_words, least=24, fills=True, drop=3),
    Column(
        "Words",
        lambda row: f"{len((row.taken.draft.text or '').split()):,}",
        is_right=True,
        drop=1,
    ),
)


def reviewed(plan: ImportPlan) -> Sequence[Taken] | None:
    """Show the new entries of `plan`, and ask whether to save, edit or drop them.

    Returns all entries of the plan if the user changed some, otherwise None. In this
    case, likely duplicates are left out.

    Raises NotConfirmedError, or Abort for Ctrl-C.
    """
    entries = dict(enumerate(plan.new, 1))
    show_entries(plan.new)
    environment.tell(_HELP)
    is_changed = False
    while answer := prompts.typed(_question(len(entries))).strip().lower():
        if answer == "q":
            raise prompts.NotConfirmedError
        found = _ANSWER.fullmatch(answer)
        number = int(found[2]) if found else 0
        if found is None:
            environment.tell(_HELP)
        elif number not in entries:
            environment.tell(f"There is no entry {number} in the table.")
        elif found[1]:
            is_changed = True
            del entries[number]
            environment.tell(f"Dropped entry {number}.")
        else:
            try:
                entries[number] = _edited(entries[number])
            except (errors.InvalidError, NoEditorError) as error:
                # The other entries, and earlier edits, are kept.
                tell_error(error)
                environment.tell(f"Entry {number} is unchanged.")
                continue
            is_changed = True
            show_table(_COLUMNS, [_Row(number, entries[number])])
        if not entries:
            raise prompts.NotConfirmedError
    if not is_changed:
        return None
    others = [each.taken for each in (*plan.filled, *plan.differing)]
    same = [taken for taken, _ in plan.same]
    return sorted(
        (*entries.values(), *others, *same), key=lambda taken: taken.draft.date.first
    )


def show_entries(entries: Sequence[Taken]) -> None:
    """Print a table of the first entries, numbered from 1."""
    rows = [_Row(number, each) for number, each in enumerate(entries[:_MOST_SHOWN], 1)]
    show_table(_COLUMNS, rows)
    if more := len(entries) - len(rows):
        environment.tell(f"… and {environment.counted(more)} more")


def _question(count: int) -> str:
    return f"Save {environment.counted(count)}? [Enter/number/x3/q]: "


def _edited(taken: Taken) -> Taken:
    """Let the user edit an entry in their editor, and return the entry."""
    before = taken.draft
    proposal = edited_proposal(Proposal("entry", before.fields(), {}))
    draft = proposal.draft().replace(uuid=before.uuid)
    return taken._replace(draft=draft, said=taken.said | {*proposal.origins})
