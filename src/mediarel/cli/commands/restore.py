"""`mediarel restore`: a statement as it was, or all of them as a file has them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.restore import restore
from mediarel.archive.session import open_session
from mediarel.cli import environment
from mediarel.cli.options import common, completion
from mediarel.cli.options.ids import are_ids
from mediarel.cli.options.numbers import (
    change_named,
    past_and_present,
    statements_named,
)
from mediarel.cli.public import tell_shown_again
from mediarel.cli.telling import printing
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.changes import show_edits
from mediarel.errors import Command, Hint, MisuseError
from mediarel.history.changeset import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.archive.restore import RestoreResult

_SHOWN = 5  # statements of which each is told, and shown on a terminal

EXAMPLES = (
    "mediarel remove 9 && mediarel restore 9",
    "mediarel backup stick && mediarel restore --from stick/*.json",
)


class OneOrAllError(MisuseError):
    """Neither an id nor --from was given, or both were."""

    def __init__(self) -> None:
        super().__init__(
            "restore is about one statement or, with --from, about all of them",
            "Give an id, with or without --at; or --from FILE, and neither.",
        )


class FileGivenError(MisuseError):
    """A file stands where an id belongs."""

    def __init__(self, words: list[str]) -> None:
        super().__init__(
            f"{words[0]!r} is a file, and no id",
            Hint("To restore from it: ", Command("restore", "--from", *words)),
        )


def run(
    context: typer.Context,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]…",
            help="The statement, also one that was removed; several, one by one.",
            autocompletion=completion.ids,
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            metavar="CHANGE",
            help="As it was after this change; by default, before its removal.",
        ),
    ] = None,
    from_: Annotated[
        list[Path] | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="Not one but all statements, as this backup or archive has them;"
            " of several files or folders, the newest. Can be repeated.",
        ),
    ] = None,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Bring back a statement as it was, also one that was removed, or all of them.

    It keeps its id, its uuid and when it was recorded. With --from, what would
    change is shown first. undo takes it back.
    """
    if from_:
        # A shell makes of `--from stick/*.json` several words.
        more = [Path(word) for word in ids or ()]
        if at is not None or any(are_ids(str(p)) and not p.exists() for p in more):
            raise OneOrAllError
        from mediarel.cli.commands.restore_from import restore_all  # noqa: PLC0415 - loads all

        restore_all(context, from_, more, archive, yes=yes)
        return
    if not ids:
        raise OneOrAllError
    if not are_ids(ids[0]) and Path(ids[0]).is_file():
        raise FileGivenError(ids)
    named = statements_named(ids or ())
    after_change = None if at is None else change_named(at)
    with environment.archive(context, archive) as opened:
        wanted = past_and_present(opened, named, only_removed=at is None)
        with open_session(opened, "restore") as session:
            results = restore(session, wanted, at=after_change)
    if not any(each.before != each.after for each in results):
        named_ = wording.numbers([each.after.id for each in results])
        told = f"statement {named_} is as it was"
        if len(results) > 1:
            told = f"statements {named_} are as they were"
        environment.tell(f"Nothing to restore: {told} after change {after_change}.")
        return
    tell_restored(results, after_change)


def tell_restored(results: Sequence[RestoreResult], at: int | None) -> None:
    """Tell what a restore did with each statement, and what takes it back."""
    edits = [
        Edit(each.before, each.after)
        for each in results
        if each.before is not None and each.before != each.after
    ]
    if edits:
        changed = wording.numbers([after.id for _, after in edits])
        with printing(f"the change of {changed}", Hint("See it: ", Command("log"))):
            show_edits(edits, most=_SHOWN)
    tell_shown_again(edits)
    for before, after in edits:
        if {*before.merged} - {*after.merged}:
            environment.tell(
                Hint(
                    f"Statement {after.id} no longer includes statements that were"
                    " merged into it later. See its history: ",
                    Command("log", after.id),
                )
            )
    if len(results) > _SHOWN:
        told = list(_told_of_many(results, at))
    else:
        told = [_told(each, at) for each in results]
    for sentence in told[:-1]:
        environment.tell(sentence)
    environment.tell(Hint(told[-1], " To take it back: ", Command("undo")))


def _told(result: RestoreResult, at: int | None) -> str:
    """Return in a sentence what a restore after change `at` did with a statement."""
    number, removal = result.after.id, result.removal
    if removal is not None and result.doubt:
        return (
            f"Statement {number} is as change {removal.number} keeps it. Whether"
            f" that is as it was can't be told: {result.doubt}."
        )
    if result.before == result.after:
        return f"Statement {number} was as after change {at} already."
    return f"Statement {number} is as it was {_then(at)}."


def _told_of_many(results: Sequence[RestoreResult], at: int | None) -> Iterator[str]:
    """Yield what a restore did: a sentence for all with which it did the same."""
    alike: dict[str, list[RestoreResult]] = {}
    for each in results:
        told = f"are as they were {_then(at, 'their')}."
        if each.doubt:
            told = (
                "are as the history keeps them. Whether that is as they were can't be"
                " told: it does not lead there."
            )
        elif each.before == each.after:
            told = f"were as after change {at} already."
        alike.setdefault(told, []).append(each)
    for told, those in alike.items():
        numbers = wording.numbers([each.after.id for each in those])
        is_one = len(those) == 1
        yield _told(those[0], at) if is_one else f"Statements {numbers} {told}"


def _then(at: int | None, whose: str = "its") -> str:
    return f"before {whose} removal" if at is None else f"after change {at}"
