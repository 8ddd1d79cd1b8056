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
from mediarel.cli.telling import printing
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.changes import show_edits
from mediarel.errors import Command, Hint, MisuseError
from mediarel.history.changeset import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.restore import RestoreResult

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
            " of several files or a folder, the newest.",
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

        restore_all(context, [*from_, *more], archive, yes=yes)
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
            show_edits(edits)
    then = "before its removal" if at is None else f"after change {at}"
    told = []
    for before, after, removal, doubt in results:
        sentence = f"Statement {after.id} is as it was {then}."
        if removal is not None and doubt:
            sentence = (
                f"Statement {after.id} is as change {removal.number} keeps it. Whether"
                f" that is as it was can't be told: {doubt}."
            )
        elif before == after:
            sentence = f"Statement {after.id} was as after change {at} already."
        told.append(sentence)
    for sentence in told[:-1]:
        environment.tell(sentence)
    environment.tell(Hint(told[-1], " To take it back: ", Command("undo")))
