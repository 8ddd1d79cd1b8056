"""`mediarel repair`: what can be saved of an archive that can't be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mediarel.archive.repair import repair
from mediarel.cli import environment, prompts
from mediarel.cli.options import common
from mediarel.recovery.repair import examine
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from mediarel.recovery.plan import RepairPlan
    from mediarel.recovery.repair import Examination

EXAMPLES = ("mediarel repair", "mediarel repair --yes")

_SHOWN = 20  # of what is told one by one


def run(
    context: typer.Context, yes: common.Yes = False, archive: common.Archive = None
) -> None:
    """Save what can be saved of an archive that is damaged.

    Shows first what that is, and asks. The damaged file is kept beside it.
    """
    store = FileStore(environment.store_path(context, archive), tell=environment.tell)
    examined = examine(store, environment.now(), environment.cache_folder())
    if examined is None:
        environment.tell(f"There is nothing to repair: {store.path} can be read.")
        return
    for sentence in told(examined):
        environment.tell(sentence)
    saved = len(examined.plan.statements)
    prompts.confirm(f"Write an archive of {environment.counted(saved)}?", yes=yes)
    with environment.archive(context, archive) as opened:
        kept = repair(opened, store, examined)
    environment.tell(
        f"Repaired: it has {environment.counted(saved)}. As it was: {kept}"
    )


def told(examined: Examination) -> Iterator[str]:
    """Yield in sentences what is wrong, what can be saved and what can't."""
    yield f"Damaged: {examined.damage.problem}."
    if examined.in_conflict:
        yield "Both sides of the merge conflict were read."
    yield from _told_of_statements(examined.plan)
    yield from _told_of_history(examined.plan)
    yield from _told_of_tables(examined.plan)


def _told_of_statements(plan: RepairPlan) -> Iterator[str]:
    yield from _counted("Saved as they were", plan.verified)
    yield from _one_by_one("Set right by the history", plan.mended)
    for name, ids in plan.taken.items():
        yield from _counted(f"Taken from the {name}", ids)
    for name, ids in plan.older.items():
        yield from _counted(f"As the {name} has it, which may be older", ids)
    yield from _one_by_one("Made again", plan.rebuilt)
    yield from _one_by_one("Merged", plan.merged)
    yield from _counted("Saved, without a checksum to prove them", plan.unverified)
    yield from _one_by_one("Saved, but other than it was", plan.altered)
    anew = {
        number: f"it stood under {key!r}, as another does or should"
        for number, key in plan.renumbered.items()
    }
    yield from _one_by_one("Saved under a new id", anew)
    yield from _one_by_one("Lost", plan.dropped)
    yield from _each("Left out", plan.left_out)
    yield from _each("Conflict", plan.conflicts)


def _told_of_history(plan: RepairPlan) -> Iterator[str]:
    taken = {n for each in plan.changes_taken.values() for n in each}
    merged = plan.changes_merged
    yield from _counted("Changes saved", plan.history.keys() - taken - merged.keys())
    for name, numbers in plan.changes_taken.items():
        yield from _counted(f"Changes taken from the {name}", numbers)
    yield from _one_by_one(
        "Change of the other side",
        {number: f"it was {before} there" for number, before in merged.items()},
    )
    lost = plan.dropped_changes
    kept = {key: why for key, why in lost.items() if _is_kept(plan, key)}
    yield from _one_by_one("Change saved, but other than it was", kept)
    yield from _one_by_one(
        "Change lost", {key: why for key, why in lost.items() if key not in kept}
    )


def _is_kept(plan: RepairPlan, key: str) -> bool:
    return key.isdecimal() and int(key) in plan.history


def _told_of_tables(plan: RepairPlan) -> Iterator[str]:
    for name, tables in plan.tables_taken.items():
        for table in tables:
            yield f"Taken from the {name}: table {table}"
    lost = {f"table {name}": why for name, why in plan.lost_tables.items()}
    yield from _one_by_one("Lost", lost)
    yield from _one_by_one("Backup that can't be read", plan.unreadable)


def _counted(what: str, numbers: Iterable[int]) -> Iterator[str]:
    """Yield a sentence on how many of `numbers` there are, and which, if any."""
    if ordered := sorted(numbers):
        yield f"{what}: {len(ordered):,} ({_in_runs(ordered)})"


def _in_runs(ordered: Sequence[int]) -> str:
    """Return numbers in order, those that follow each other as `1 to 9`."""
    runs: list[list[int]] = []
    for number in ordered:
        if runs and runs[-1][-1] == number - 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    shown = ", ".join(" to ".join(map(str, run)) for run in runs[:_SHOWN])
    return shown + ("" if len(runs) <= _SHOWN else " and others")


def _one_by_one(what: str, reasons: Mapping[Any, str]) -> Iterator[str]:
    """Yield a sentence for each number or key and its reason, the first few of them."""
    for key, why in list(reasons.items())[:_SHOWN]:
        yield f"{what}: {key} ({why})"
    if len(reasons) > _SHOWN:
        yield f"{what}: {len(reasons) - _SHOWN:,} more"


def _each(what: str, sentences: Sequence[str]) -> Iterator[str]:
    """Yield the first few `sentences`."""
    for sentence in sentences[:_SHOWN]:
        yield f"{what}: {sentence}"
    if len(sentences) > _SHOWN:
        yield f"{what}: {len(sentences) - _SHOWN:,} more"
