"""Implement `mediarel repair`: save the readable parts of a damaged archive."""

from collections.abc import Collection
from pathlib import Path

import typer

from mediarel import errors
from mediarel.archive.repair import repair
from mediarel.archive.restore_backup import files_at
from mediarel.cli import environment, prompts
from mediarel.cli.messages import counted, notify, report_first
from mediarel.cli.options import common, parameters
from mediarel.cli.options.parameters import option
from mediarel.cli.terminal import progress
from mediarel.recovery.repair import examine
from mediarel.recovery.report import CHANGE_LOST, outcomes_of, report_lines
from mediarel.store.tiny.file import FileStore

_SHOWN = 20  # items reported one by one


def run(
    context: typer.Context,
    from_: list[Path] | None = option(
        "--from PLACE",
        "Also use this backup, or the backups in this folder. Can be repeated."
        " Example: stick",
    ),
    yes: bool = common.YES,
) -> None:
    """Repair a damaged archive from its readable parts, the index and backups.

    mediarel shows the data that it can save, and asks. The damaged file is kept in the
    same folder.

    Examples:
      mediarel repair
      mediarel backup stick && mediarel repair --from stick
    """
    store = FileStore(
        environment.store_path(context),
        patience=parameters.wait(context),
        notify=notify,
    )
    with progress.working("Looking for readable parts"):
        more = [each for place in from_ or () for each in files_at(place, store)]
        examined = examine(store, environment.now(), environment.cache_folder(), more)
    if examined is None:
        notify(f"Nothing to repair: {store.path} is readable.")
        return
    damage = f"Damaged: {examined.damage.problem}."
    notify(damage)
    outcomes = outcomes_of(examined.plan)
    for what, items, of, *_ in outcomes:
        if what == CHANGE_LOST and len(items) > 1:
            notify(f"Changes lost: {_ranges(items)}")
        elif any(items.values()):
            begin = f"{what}: {of}".rstrip()
            reasons = [f"{begin} {key} ({why})" for key, why in items.items()]
            report_first(reasons, most=_SHOWN)
        elif all(map(str.isdecimal, items)):
            ranges = ", ".join(errors.ranges([*map(int, items)]))
            notify(f"{what}: {len(items):,} ({ranges})")
        else:
            notify(f"{what}: {of} {', '.join(items)}")
    if any(each.what == CHANGE_LOST for each in outcomes):
        notify(
            "Texts that were withheld in lost changes may be public again. After the"
            " repair, check them before you publish: ",
            "withhold",
            "--list",
        )
        notify("Or restore a different backup instead: ", "restore", "--from", "FOLDER")
    environment.confirm_elsewhere(context, store.path)
    saved = len(examined.plan.statements)
    question = f"Write a repaired archive with {counted(saved)}?"
    prompts.confirm(question, yes=yes)
    with environment.archive(context, store.path) as opened:
        report = report_lines(damage, examined.plan)
        with progress.working("Writing the archive"):
            done = repair(opened, store, examined, report)
        if ids := examined.plan.unproved:
            which = f"{counted(len(ids))} can't be verified"
            notify(
                f"{which}: {', '.join(errors.ranges(ids))}. Compare these statements"
                " with a different copy. To accept the correct ones: ",
                "check",
                "--accept",
                "ID",
            )
        notify(f"Report, with the unreadable parts: {done.report}")
        notify(f"The damaged archive was kept: {done.kept}")
        notify(f"Repaired: the archive has {counted(saved)}.")
        environment.refresh_index(opened)


def _ranges(keys: Collection[str]) -> str:
    """Return the numbers of changes in short form: `2 to 24, 30`."""
    ranges = errors.ranges(sorted(int(key) for key in keys if key.isdecimal()))
    others = [key for key in keys if not key.isdecimal()]
    return ", ".join([*(each.replace("-", " to ") for each in ranges), *others])
