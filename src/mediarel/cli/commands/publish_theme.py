"""Implement `mediarel publish theme`: write the default theme as files to edit."""

from pathlib import Path

from mediarel.cli import targets
from mediarel.cli.messages import notify
from mediarel.cli.options.parameters import argument
from mediarel.publish.site.theme import write_default

EXAMPLES = ("mediarel publish theme our-look",)


def run(
    folder: Path = argument("FOLDER", "Folder for the files. Example: our-look"),
) -> None:
    """Write the default templates and CSS of a site, for you to edit.

    Delete the files that you don't change: mediarel then uses the default files.
    Existing files are never replaced.
    """
    targets.refuse_target(folder)
    number = write_default(folder)
    site = ("publish", "site", "FOLDER", "--theme", folder)
    notify(f"Wrote {number} files to {folder}. To use them: ", *site)
