"""`mediarel check --prune`: copies of files deleted that nothing needs any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.session import open_session
from mediarel.cli import environment, prompts
from mediarel.cli.terminal.lines import line
from mediarel.cli.terminal.progress import working
from mediarel.store.sound import error_in
from mediarel.text.sizes import size_in_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from mediarel.archive.archive import Archive
    from mediarel.attachments.files import KeptFile


def prune_files(opened: Archive, *, yes: bool) -> None:
    """Delete the kept files that nothing needs, after showing them and asking.

    Raises DamagedError or NewerArchiveError: of such an archive nobody knows what it
    needs.
    """
    with working("Looking for what is not needed"):
        if refusal := error_in(opened.store):
            raise refusal
        found = opened.files.unneeded()
    if not found:
        environment.tell("Nothing to delete: each file that is kept is needed.")
        return
    for each in found:
        line(each.place, str(each.size))
    counted = _counted(found)
    prompts.confirm(f"Delete {counted}? That can't be taken back.", yes=yes)
    with open_session(opened, "check"):
        removed = opened.files.remove(found)
    environment.tell(f"Deleted {_counted(removed)}.")


def _counted(files: Collection[KeptFile]) -> str:
    size = size_in_words(sum(each.size for each in files))
    return f"{len(files):,} file{'' if len(files) == 1 else 's'}, {size}"
