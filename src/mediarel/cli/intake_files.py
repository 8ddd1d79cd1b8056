"""The files of an import: refused where they are lacking, or left out and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.import_ import planned_import
from mediarel.archive.import_files import (
    FilesFound,
    LackingFilesError,
    files_of,
    without_files,
)
from mediarel.cli import environment

if TYPE_CHECKING:
    from mediarel.archive.archive import Archive
    from mediarel.archive.import_ import ImportPlan
    from mediarel.cli.collecting import Collected
    from mediarel.formats.drafts import Taken


def with_files(
    opened: Archive,
    found: Collected,
    *,
    without: bool,
    update: bool,
    allow_duplicate: bool,
) -> tuple[Collected, FilesFound]:
    """Return what was collected, and the files of what will come of it.

    `without` takes statements without the files that are lacking, and names those.

    Raises LackingFilesError.
    """
    if not any(each.draft.attachments for each in found.taken):
        return found, FilesFound([], {}, [])
    plan = planned_import(
        opened.index,
        found.taken,
        allow_duplicate=allow_duplicate,
        progress=opened.progress,
    )
    files = files_of(opened, _wanted(plan, update=update))
    if not files.lacking:
        return found, files
    if not without:
        raise LackingFilesError(files.lacking)
    for each in files.lacking:
        environment.tell(f"Without its file: {each.words}.")
    taken = without_files(found.taken, files.lacking)
    return found._replace(taken=taken), files


def _wanted(plan: ImportPlan, *, update: bool) -> list[Taken]:
    """Return what will be added, or changed."""
    differing = plan.differing if update else []
    return [*plan.new, *(each.taken for each in (*plan.filled, *differing))]
