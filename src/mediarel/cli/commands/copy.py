"""Implement `mediarel copy`: copy a whole archive to a new place."""

from pathlib import Path

import typer

from mediarel.archive.create import copy_archive
from mediarel.cli import environment, messages, targets
from mediarel.cli.messages import counted, counted_files, notify
from mediarel.cli.options.parameters import argument
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.progress import shown_progress

EXAMPLES = (
    "mediarel copy . ../moved",
    "mediarel copy . postgresql://archive.example/mediarel",
)


def run(
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
    """
    source, target = (environment.archive_place(context, each) for each in (from_, to))
    if isinstance(target, Path):
        own = source if isinstance(source, Path) else ""
        targets.refuse_target(target, own, new_store=target)
    with shown_progress() as progress:
        copied = copy_archive(
            environment.store_at(context, source),
            environment.store_at(context, target),
            environment.cache_folder(),
            progress,
        )
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
