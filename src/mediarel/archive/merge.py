"""Merging statements that are the same thing: one is kept, with what all say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.session import refuse_changed
from mediarel.errors import Command, Hint, RefusedError
from mediarel.history.change import ChangeSet, Edit, with_fields
from mediarel.model.joined import joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.archive.session import Session
    from mediarel.model.joined import Conflict
    from mediarel.model.statement import Statement
    from mediarel.store.protocol import Document


class MergePlan(NamedTuple):
    """What a merge would do: the edit of the one that is kept, and what goes.

    `conflicts` are what is not answered: the edit has what the kept one says.
    """

    edit: Edit
    removed: list[Statement]
    conflicts: list[Conflict]


class MergeConflictError(RefusedError):
    """Statements say different things, and it was not said which of them to keep."""

    def __init__(
        self, ids: Sequence[int], conflicts: Sequence[Conflict], given: Sequence[str]
    ) -> None:
        names = ", ".join(each.field for each in conflicts)
        kept = ids[0]
        answers = [f"{each.field}={next(iter(each.values))}" for each in conflicts]
        options = [word for each in (*given, *answers) for word in ("--keep", each)]
        super().__init__(
            f"{_and(list(ids))} differ in {names}: say for each which to keep",
            Hint(
                f"Put another id where not {kept} is right: ",
                Command("merge", *ids, *options, "--yes"),
            ),
        )


def planned_merge(
    statements: Sequence[Statement], answers: Mapping[str, int] | None = None
) -> MergePlan:
    """Return the plan that makes `statements` one, of which the first is kept.

    `answers` are the ids from which fields are taken.

    Raises InvalidFieldError where that makes no statement.
    """
    first, *others = statements
    fields, conflicts = joined(statements, answers)
    return MergePlan(Edit(first, with_fields(first, fields)), others, conflicts)


def merge(
    session: Session,
    ids: Sequence[int],
    answers: Mapping[str, int],
    *,
    seen: Mapping[int, Document],
) -> Edit:
    """Merge the statements with these ids into the first, as one change.

    What they say must still be what was `seen`, as raw JSON; a conflict that is not
    among the `answers` has what the first says. Returns the edit of that.

    Raises NoSuchStatementError, ChangedMeanwhileError or InvalidFieldError.
    """
    there = session.statements(ids)
    refuse_changed(session, there.values(), seen)
    plan = planned_merge([there[number] for number in ids], answers)
    done = session.commit(ChangeSet("merge", edited=[plan.edit], removed=plan.removed))
    return done.edited[0]


def _and(ids: Sequence[int]) -> str:
    *first, last = map(str, ids)
    return f"{', '.join(first)} and {last}"
