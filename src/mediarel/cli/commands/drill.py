"""`mediarel check --drill`: backups are restored elsewhere, and looked through."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mediarel.archive.drill import NoBackupError, drill, newest_backup
from mediarel.cli import environment, on_server
from mediarel.cli.environment import store_path
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.progress import shown_progress, working
from mediarel.errors import Command, Hint
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import typer

    from mediarel.archive.drill import DrillResult


def drill_backups(
    context: typer.Context, place: Path | None, archive: str | None
) -> list[DrillResult]:
    """Try the newest backup beside the archive and, where it is given, that at `place`.

    Where `place` is given, there may be none beside the archive.
    """
    store = FileStore(store_path(context, archive, on_server.for_drill))
    with (
        environment.archive(context, store.path) as opened,
        shown_progress() as progress,
        working("Restoring a backup elsewhere", store.path),
    ):
        places = [] if place is None else [newest_backup(store, place)]
        try:
            places.insert(0, newest_backup(store))
        except NoBackupError as error:
            if place is None:
                raise
            environment.tell(f"Not tried: {error.problem}.")
        told = partial(progress, "Comparing")
        return [drill(opened, store, each, told) for each in places]


def tell_of(results: Sequence[DrillResult]) -> None:
    """Tell of each backup what was tried, and how it ended."""
    for each in results:
        if each.statements is None:
            environment.tell(f"Not restored: {each.place}.")
            continue
        since = f", {_counted(each.since, 'change')} ago" if each.since else ""
        when = f" of {wording.local_time(each.at)}" if each.at else ""
        environment.tell(
            f"Restored {each.place}, as of change {each.change}{when}{since}:"
        )
        came_back = ", ".join(
            [environment.counted(each.statements)]
            + [_counted(each.files, "attached file")] * bool(each.files)
            + [_counted(each.changes, "change")]
        )
        environment.tell(f"  {came_back}: {_verdict(each)}.")
    if any(each.since for each in results):
        environment.tell(Hint("To have what came since as well: ", Command("backup")))


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _verdict(result: DrillResult) -> str:
    differing = len({finding.place for finding in result.findings})
    if not differing:
        return "all as it was then"
    return f"{differing:,} {'is' if differing == 1 else 'are'} not as it was then"
