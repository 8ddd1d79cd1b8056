"""What an import would do, or left undone: each entry in a line, the sums in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.cli.terminal.lines import line
from mediarel.cli.terminal.wording import joined, numbers
from mediarel.history.change import changed_fields
from mediarel.release.headline import headline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.archive.import_ import ImportPlan
    from mediarel.errors import UnreadableInputError
    from mediarel.formats.drafts import Taken
    from mediarel.history.change import Edit, FieldChanges

_NONE: FieldChanges = {}


class Outcome(NamedTuple):
    """What becomes of one entry: of which file and line it is, and why.

    `what` is new, filled, changed, the same, likely duplicate or refused; `number` is
    that of the statement that it is, or is like; `changed` are the fields that would
    change, each with its earlier and its later value.
    """

    what: str
    source: str
    line: int | None
    taken: Taken | None = None
    number: int | None = None
    why: str = ""
    changed: FieldChanges = _NONE


def outcomes(
    plan: ImportPlan, refused: Sequence[UnreadableInputError], *, update: bool
) -> Iterator[Outcome]:
    """Yield what becomes of each entry: what is new first."""
    for each in plan.new:
        yield Outcome("new", each.source, each.line, each)
    for each, edit in plan.filled:
        yield _of_edit("filled", each, edit)
    for each, edit in plan.differing:
        yield _of_edit("changed" if update else "differs", each, edit)
    for each, number in plan.same:
        yield Outcome("the same", each.source, each.line, each, number)
    for each, (statement, why) in plan.doubtful:
        other = statement.id if statement else None
        yield Outcome("likely duplicate", each.source, each.line, each, other, why)
    for error in refused:
        told = f"{error.reason}. {error.hint}"
        yield Outcome("refused", error.source, error.line, why=told)


def _of_edit(what: str, taken: Taken, edit: Edit) -> Outcome:
    changed = changed_fields(*edit)
    names = ", ".join(changed)
    place = taken.source, taken.line
    return Outcome(what, *place, taken, edit.before.id, names, changed)


def print_outcomes(told: Sequence[Outcome]) -> None:
    """Print what becomes of each entry, with tabs between.

    That is: what, file, line, date, program, headline, id, why. Of what would change
    there is a line for each field, which ends with its name, its earlier and its later
    value.
    """
    for each in told:
        draft = each.taken.draft if each.taken else None
        begin = (
            each.what,
            each.source,
            str(each.line or ""),
            *((str(draft.date), draft.program, headline(draft)) if draft else [""] * 3),
            str(each.number or ""),
        )
        for name, (old, new) in each.changed.items():
            line(*begin, name, joined(old), joined(new))
        if not each.changed:
            line(*begin, each.why)


def outcome_as_json(each: Outcome) -> dict[str, Any]:
    """Return what becomes of an entry as a JSON object."""
    return {
        "outcome": each.what,
        "file": each.source,
        "line": each.line,
        "id": each.number,
        "why": each.why or None,
        "changed": each.changed,
        "statement": each.taken.draft.fields() if each.taken else None,
    }


def ids_of(plan: ImportPlan) -> str:
    """Return the ids of statements that differ from what was read, in few words."""
    return numbers(sorted({each.edit.before.id for each in plan.differing}))
