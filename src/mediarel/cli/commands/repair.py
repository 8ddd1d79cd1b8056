"""Implement `mediarel repair`: save what is readable of a damaged archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel import errors
from mediarel.archive.repair import repair
from mediarel.archive.restore_backup import files_at
from mediarel.cli import environment, on_server, prompts
from mediarel.cli.environment import cache_folder, confirm_elsewhere, store_path
from mediarel.cli.options import common
from mediarel.cli.terminal.progress import working
from mediarel.cli.waiting import seconds
from mediarel.recovery.repair import examine
from mediarel.recovery.report import outcomes_of, report_lines
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mediarel.recovery.repair import Examination

EXAMPLES = ("mediarel repair", "mediarel backup stick && mediarel repair --from stick")

_SHOWN = 20  # items reported one by one


def run(
    context: typer.Context,
    from_: Annotated[
        list[Path] | None,
        typer.Option(
            "--from",
            metavar="PLACE",
            help="Also use this backup, or the backups in this folder. Can be repeated."
            " Example: stick",
        ),
    ] = None,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Repair a damaged archive from its readable parts, the index and backups.

    mediarel shows what it can save and asks. It keeps the damaged file in the same
    folder.
    """
    store = FileStore(
        store_path(context, archive, on_server.for_repair),
        patience=seconds(context),
        tell=environment.tell,
    )
    with working("Looking for readable parts", store.path):
        more = [each for place in from_ or () for each in files_at(place, store)]
        examined = examine(store, environment.now(), cache_folder(), more)
    if examined is None:
        environment.tell(f"Nothing to repair: {store.path} is readable.")
        return
    for sentence in told(examined):
        environment.tell(sentence)
    confirm_elsewhere(context, archive, store.path)
    saved = len(examined.plan.statements)
    question = f"Write a repaired archive with {environment.counted(saved)}?"
    prompts.confirm(question, yes=yes)
    with environment.archive(context, store.path) as opened:
        report = report_lines(_damage(examined), examined.plan)
        with working("Writing the archive"):
            done = repair(opened, store, examined, report)
        if ids := examined.plan.unproved:
            which = (
                f"{environment.counted(len(ids))} can't be verified: {_in_runs(ids)}."
            )
            how = (
                "Compare these statements with a different copy. To accept the correct"
                " ones: "
            )
            accept = errors.Command("check", "--accept", errors.Placeholder("ID"))
            environment.tell(errors.Hint(f"{which} {how}", accept))
        environment.tell(f"Report, with the unreadable parts: {done.report}")
        environment.tell(f"The damaged archive: {done.kept}")
        environment.tell(f"Repaired: the archive has {environment.counted(saved)}.")
        environment.refresh_index(opened)


def told(examined: Examination) -> Iterator[str]:
    """Yield sentences on the damage, and on what can and can't be saved."""
    yield _damage(examined)
    for what, items, of, *_ in outcomes_of(examined.plan):
        if any(items.values()):
            yield from _one_by_one(f"{what}:{f' {of}' if of else ''}", items)
        elif all(map(str.isdecimal, items)):
            yield f"{what}: {len(items):,} ({_in_runs([*map(int, items)])})"
        else:
            yield f"{what}: {of} {', '.join(items)}"


def _damage(examined: Examination) -> str:
    return f"Damaged: {examined.damage.problem}."


def _in_runs(ordered: Sequence[int]) -> str:
    """Return sorted numbers in words, with consecutive ones as `1 to 9`."""
    runs: list[list[int]] = []
    for number in ordered:
        if runs and runs[-1][-1] == number - 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    shown = ", ".join(" to ".join(map(str, run)) for run in runs[:_SHOWN])
    return shown + ("" if len(runs) <= _SHOWN else " and others")


def _one_by_one(what: str, reasons: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each key and its reason, the first few of them."""
    for key, why in list(reasons.items())[:_SHOWN]:
        yield f"{what} {key} ({why})"
    if len(reasons) > _SHOWN:
        yield f"{what} {len(reasons) - _SHOWN:,} more"
