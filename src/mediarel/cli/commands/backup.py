"""Implement `mediarel backup`: copy the archive."""

from pathlib import Path

import typer

from mediarel.cli import environment, targets
from mediarel.cli.messages import counted, counted_files, notify, printing
from mediarel.cli.options.parameters import argument
from mediarel.cli.terminal import lines, progress
from mediarel.publish.paths import refuse_file
from mediarel.recovery.backup import back_up
from mediarel.store.tiny.file import FileStore

EXAMPLES = ("mediarel backup", "mediarel backup ../stick")


def run(
    context: typer.Context,
    folder: Path | None = argument(
        "[FOLDER]",
        "Folder for the backup (default: backups/ next to the archive)."
        " Example: ../stick",
    ),
) -> None:
    """Back up the archive to a file with date and time in its name.

    mediarel verifies the backup. If you name a folder, the attached files are copied
    there too. To restore a backup, run mediarel restore --from FILE.
    """
    store = FileStore(environment.store_path(context))
    if folder is not None:
        targets.refuse_target(folder, store.path)
        refuse_file(folder)
    with progress.working("Copying and verifying the archive"):
        made = back_up(store, folder, environment.now())
    with printing(f"the backup {made.place}", "It was verified and is complete."):
        lines.path(made.place)
    message = f"{made.size:,} bytes"
    if made.statements is not None:
        message = f"{counted(made.statements)}, {message}"
    if made.attachments.copied:
        message = f"{message} and {counted_files(made.attachments.copied)}"
    notify(f"Backed up {message}.")
    if made.newer:
        notify(f"Copied without verification: {made.newer.problem}.")
    if made.statements is None and folder is not None:
        notify("Attached files were not copied.")
    if missing := made.attachments.missing:
        notify(f"Missing, so not copied: {counted_files(len(missing))}.")
