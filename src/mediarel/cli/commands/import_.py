"""Implement `mediarel import`: add statements from files and folders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel import errors
from mediarel.archive.add import attaching
from mediarel.archive.import_ import import_, planned_import, take_files
from mediarel.archive.session import open_session
from mediarel.cli import environment, intake, prompts
from mediarel.cli.collecting import How, collect
from mediarel.cli.environment import change_interrupted
from mediarel.cli.intake import tell_near, with_files
from mediarel.cli.options import common, fields, reading
from mediarel.cli.terminal.changes import show_edits
from mediarel.cli.terminal.wording import counted_files
from mediarel.formats.table import READABLE

if TYPE_CHECKING:
    from mediarel.archive.import_ import Difference, ImportPlan

EXAMPLES = (
    "mediarel import page.txt",
    "mediarel import old.json older.jsonl",
    "mediarel import feed.xml news --dry-run",
    "mediarel export --format json | mediarel import - --archive copy",
)

_SHOWN = 10


def _readable() -> list[str]:
    return list(READABLE)


def run(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…",
            help="Files or folders to import; - is standard input. Example: feed.xml",
            readable=False,  # reported when the file is read
        ),
    ],
    format: Annotated[  # noqa: A002 - the option's name
        str | None,
        typer.Option(
            metavar="FORMAT",
            help=f"Format: {', '.join(READABLE)} (default: detected from the content).",
            autocompletion=_readable,
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", "-n", help="Show what would be imported, and change nothing."
        ),
    ] = False,
    as_json: common.Json = False,
    update: Annotated[
        bool,
        typer.Option(
            "--update", help="Update existing statements with values from the files."
        ),
    ] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Skip entries that can't be imported.")
    ] = False,
    allow_duplicate: Annotated[
        bool, typer.Option("--allow-duplicate", help="Also add likely duplicates.")
    ] = False,
    mend: Annotated[
        bool,
        typer.Option("--mend", help="Repair misread characters, such as â€™ for ’."),
    ] = False,
    without_files: Annotated[
        bool,
        typer.Option(
            "--without-files",
            help="Import statements even if their attached files are missing.",
        ),
    ] = False,
    undated: Annotated[
        bool,
        typer.Option(
            "--undated",
            help="Give entries without a date one between their neighbours.",
        ),
    ] = False,
    program: reading.Program = None,
    type: reading.Type = None,  # noqa: A002 - the option's name
    day_first: fields.DayFirst = False,
    month_first: fields.MonthFirst = False,
    map: reading.Map = None,  # noqa: A002 - the option's name
    select: reading.Select = None,
    encoding: reading.Encoding = None,
    base: reading.Base = None,
    pick: reading.Pick = None,
    read_text: reading.ReadText = False,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Import statements from files or folders, oldest first.

    Statements that the archive already has are not added again.
    """
    if as_json and not dry_run:
        raise errors.MisuseError(
            "--json needs --dry-run", "Add --dry-run, or leave out --json."
        )
    options = reading.read_options(
        columns=map,
        select=select,
        encoding=encoding,
        base=base,
        order=environment.day_order(day_first=day_first, month_first=month_first),
        undated=undated,
        pick=pick,
        read_text=read_text,
    )
    with environment.archive(context, archive) as opened, change_interrupted(opened):
        usual = environment.usual_values(opened)
        how = How(
            format,
            options,
            program or usual.get("program"),
            type or usual["type"],
            mend,
            usual.get("language"),
            program,
            intake.asker(),
        )
        found = collect(files, how)
        if dry_run:
            plan = planned_import(
                opened.index,
                found.taken,
                allow_duplicate=allow_duplicate,
                progress=opened.progress,
            )
            intake.show(found, plan, update=update, mended=mend, as_json=as_json)
        intake.refuse_bad(found, skip_bad=skip_bad)
        found, attached = with_files(
            opened,
            found,
            without=without_files,
            update=update,
            allow_duplicate=allow_duplicate,
        )
        if dry_run:
            return
        shown: list[Difference] = []
        if update:
            plan = planned_import(
                opened.index, found.taken, allow_duplicate=allow_duplicate
            )
            shown = _agreed(plan, yes=yes)
        copied = take_files(opened, attached)
        with (
            open_session(opened, "import") as session,
            attaching(session, attached.attachments),
        ):
            result = import_(
                session, found.taken, allow_duplicate=allow_duplicate, shown=shown
            )
        intake.tell_result(found, result, is_updated=update, mended=mend)
        if not allow_duplicate:
            tell_near(opened, result.added)
    if copied:
        environment.tell(f"Also imported {counted_files(copied)}.")


def _agreed(plan: ImportPlan, *, yes: bool) -> list[Difference]:
    """Show the changes, and return them if the user agrees.

    Raises NotConfirmedError or NoOneToAskError.
    """
    if not plan.differing:
        return []
    show_edits([each.edit for each in plan.differing], most=_SHOWN)
    counted = environment.counted(len(plan.differing))
    prompts.confirm(f"Update {counted} with values from the files?", yes=yes)
    return plan.differing
