"""`mediarel check --prune`: copies of files deleted that nothing needs any more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mediarel.archive.session import open_session
from mediarel.attachments.needed import remove_files, unneeded_files
from mediarel.cli import environment, prompts
from mediarel.cli.terminal.lines import line
from mediarel.cli.terminal.progress import working
from mediarel.store.sound import error_in
from mediarel.text.sizes import size_in_words

if TYPE_CHECKING:
    from mediarel.archive.archive import Archive


def prune_files(opened: Archive, *, yes: bool) -> None:
    """Delete the kept files that nothing needs, after showing them and asking.

    Raises DamagedError or NewerArchiveError: of such an archive nobody knows what it
    needs.
    """
    path = Path(opened.store.location)
    with working("Looking for what is not needed"):
        if refusal := error_in(opened.store):
            raise refusal
        found = {place: place.stat().st_size for place in unneeded_files(path)}
    if not found:
        environment.tell("Nothing to delete: each file that is kept is needed.")
        return
    for place, size in found.items():
        line(place.relative_to(path.parent).as_posix(), str(size))
    counted = _counted(len(found), sum(found.values()))
    prompts.confirm(f"Delete {counted}? That can't be taken back.", yes=yes)
    with open_session(opened, "check"):
        removed = remove_files(path, found)
    told = _counted(len(removed), sum(found[place] for place in removed))
    environment.tell(f"Deleted {told}.")


def _counted(number: int, size: int) -> str:
    return f"{number:,} file{'' if number == 1 else 's'}, {size_in_words(size)}"
