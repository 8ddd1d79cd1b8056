"""Implement `mediarel publish bag`: write the archive as a BagIt bag."""

from pathlib import Path

import typer

from mediarel import __version__
from mediarel.archive.public import Public
from mediarel.cli import environment, messages, targets
from mediarel.cli.commands.publish_site import public_address
from mediarel.cli.messages import counted, counted_files, message_on_interrupt, notify
from mediarel.cli.options.parameters import argument, flag, option
from mediarel.cli.terminal import lines
from mediarel.cli.visibility import (
    refuse_unsafe,
    report_left_out,
    report_partly_withheld,
)
from mediarel.publish.bag.bag import BagOptions, write_bag

EXAMPLES = (
    "mediarel publish bag ../handover",
    "mediarel publish bag ../handover-public --public",
)

_INTERRUPTED = "Interrupted: a bag is complete if it has the file bagit.txt."


def run(
    context: typer.Context,
    folder: Path = argument("FOLDER", "New or empty folder. Example: ../handover"),
    public: bool = flag("--public", "Leave out everything that is not public."),
    license: str | None = option(
        "--license URL",
        "Licence of the content. Example: https://creativecommons.org/licenses/by/4.0/",
        parser=public_address,
    ),
    allow: targets.Allow = None,
) -> None:
    """Write a bag (BagIt), a folder that others can keep and verify without mediarel.

    The bag contains the archive with its history and attached files, exports, the site,
    checksums, and a page that describes the content. Without --public, the bag also
    contains drafts and withheld texts.
    """
    agent = f"mediarel {__version__}"
    options = BagOptions(public, license or "", agent, tuple(allow or ()))
    with targets.allowing(context), environment.archive(context) as opened:
        targets.refuse_target(folder, opened.store.location, is_publication=True)
        if public:
            refuse_unsafe(opened)
            report_partly_withheld(opened, Public(opened, environment.now()))
        with message_on_interrupt(lambda: _INTERRUPTED):
            made = write_bag(opened, folder, options)
        with messages.printing(f"the bag {folder}", "It is complete."):
            lines.path(folder)
        message = counted(made.statements)
        if made.attached:
            message = f"{message} and {counted_files(made.attached)}"
        notify(f"Bagged {message}: {made.files:,} files, {made.size:,} bytes.")
        if made.missing:
            message = f"Missing, so not copied: {counted_files(made.missing)}."
            notify(f"{message} For details: ", "check")
        if made.public is None:
            message = (
                "This bag is not for the public: it contains the complete archive."
            )
            notify(
                f"{message} For a public bag: ", "publish", "bag", "FOLDER", "--public"
            )
        else:
            report_left_out(made.public)
