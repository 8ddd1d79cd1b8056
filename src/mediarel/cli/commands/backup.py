"""Implement `mediarel backup` and `copy`: copy the archive."""

from pathlib import Path

import typer

from mediarel.archive.create import copy_archive
from mediarel.cli import environment, messages, targets
from mediarel.cli.messages import counted, counted_files, notify, printing
from mediarel.cli.options.parameters import argument
from mediarel.cli.terminal import lines, progress
from mediarel.publish.paths import refuse_file
from mediarel.recovery.backup import back_up
from mediarel.store.tiny.file import FileStore


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

    Examples:
      mediarel backup
      mediarel backup ../stick
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


def run_copy(
    context: typer.Context,
    from_: str = argument("FROM", "JSON file, folder or URL of the archive."),
    to: str = argument(
        "TO",
        "New place: a file, a folder or a server's URL. An existing archive at"
        " this place must be empty.",
    ),
) -> None:
    """Copy an archive to another file or to a server.

    The copy has the same IDs, history, checksums and attached files. A copy in a file
    has the same seals. mediarel verifies the copy before others can see it. The
    original does not change.

    Examples:
      mediarel copy . ../moved
      mediarel copy . postgresql://archive.example/mediarel
    """
    source, target = (environment.archive_place(context, each) for each in (from_, to))
    if isinstance(target, Path):
        own = source if isinstance(source, Path) else ""
        targets.refuse_target(target, own, new_store=target)
    with (
        environment.archive(context, source) as one,
        environment.archive(context, target) as other,
    ):
        cache = environment.cache_folder()
        copied = copy_archive(one.store, other.store, cache, one.progress)
    with messages.printing(f"the archive {target}", "It was verified and is complete."):
        lines.path(target)
    statements = counted(copied.tally.statements)
    message = f"{statements}, {counted(copied.tally.entries, 'change')}"
    if copied.files.copied:
        message += f", {counted_files(copied.files.copied)}"
    notify(f"Copied and verified {message}.")
    for sentence in copied.became:
        notify(sentence)
    if missing := copied.files.missing:
        notify(f"Missing, so not copied: {counted_files(len(missing))}.")
