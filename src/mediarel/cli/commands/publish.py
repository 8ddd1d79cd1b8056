"""`mediarel publish`: what others see, written as a folder; each kind is a row here."""

from __future__ import annotations

from mediarel.cli.rows import Row

_FOLDERS = "Folders"

# In the order of --help.
ROWS = (
    Row("site", "publish_site", _FOLDERS, "site"),
    Row("theme", "publish_theme", _FOLDERS, "site"),
    Row("bag", "publish_bag", _FOLDERS, "publishing"),
    Row("serve", "publish_serve", _FOLDERS),
)

EXAMPLES = ("mediarel publish site site", "mediarel publish serve site")


def run() -> None:
    """Write folders for others, and look at them before they are uploaded.

    mediarel changes and removes in them what it wrote itself, and nothing else.
    """
