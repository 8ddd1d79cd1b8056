"""List the subcommands of `mediarel publish`."""

from mediarel.cli.options.parameters import Row

_FOLDERS = "Folders"

# In the order of --help.
ROWS = (
    Row("site", "Write a site of public statements", _FOLDERS, "site", "publish_site"),
    Row(
        "settings", "Set name, logo and contact", "Settings", "site", "publish_settings"
    ),
    Row("theme", "Write templates and CSS to edit", _FOLDERS, "site", "publish_theme"),
    Row("bag", "Write a bag for preservation", _FOLDERS, "publishing", "publish_bag"),
    Row("serve", "Show a folder in a browser", _FOLDERS, module="publish_serve"),
)

EXAMPLES = ("mediarel publish site website", "mediarel publish serve website")


def run() -> None:
    """Write a website or a bag, and preview it before you upload it.

    In these folders, mediarel changes and deletes only its own files.
    """
