"""What an import would do, or left undone: each entry in a line, the sums in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.cli.terminal.lines import line
from mediarel.cli.terminal.wording import numbers
from mediarel.history.change import changed_fields
from mediarel.release.headline import headline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.archive.import_ import ImportPlan
    from mediarel.errors import UnreadableInputError
    from mediarel.formats.drafts import Taken


class Outcome(NamedTuple):
    """What becomes of one entry: of which file and line it is, and why.

    `what` is new, filled, changed, the same, likely duplicate or refused; `number` is
    that of the statement that it is, or is like.
    """

    what: str
    source: str
    line: int | None
    taken: Taken | None = None
    number: int | None = None
    why: str = ""


def outcomes(
    plan: ImportPlan, refused: Sequence[UnreadableInputError], *, update: bool
) -> Iterator[Outcome]:
    """Yield what becomes of each entry: what is new first."""
    for each in plan.new:
        yield Outcome("new", each.source, each.line, each)
    for each, edit in plan.filled:
        yield Outcome("filled", each.source, each.line, each, edit.before.id)
    for each, edit in plan.differing:
        names = ", ".join(changed_fields(*edit))
        what = "changed" if update else "differs"
        yield Outcome(what, each.source, each.line, each, edit.before.id, names)
    for each, number in plan.same:
        yield Outcome("the same", each.source, each.line, each, number)
    for each, (statement, why) in plan.doubtful:
        other = statement.id if statement else None
        yield Outcome("likely duplicate", each.source, each.line, each, other, why)
    for error in refused:
        told = f"{error.reason}. {error.hint}"
        yield Outcome("refused", error.source, error.line, why=told)


def print_outcomes(told: Sequence[Outcome]) -> None:
    """Print what becomes of each entry, with tabs between.

    That is: what, file, line, date, program, headline, id, why.
    """
    for each in told:
        draft = each.taken.draft if each.taken else None
        line(
            each.what,
            each.source,
            str(each.line or ""),
            *((str(draft.date), draft.program, headline(draft)) if draft else [""] * 3),
            str(each.number or ""),
            each.why,
        )


def outcome_as_json(each: Outcome) -> dict[str, Any]:
    """Return what becomes of an entry as a JSON object."""
    return {
        "outcome": each.what,
        "file": each.source,
        "line": each.line,
        "id": each.number,
        "why": each.why or None,
        "statement": each.taken.draft.fields() if each.taken else None,
    }


def ids_of(plan: ImportPlan) -> str:
    """Return the ids of statements that differ from what was read, in few words."""
    return numbers(sorted({each.edit.before.id for each in plan.differing}))
