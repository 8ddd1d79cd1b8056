"""Refuse to write copies and exports into archives, publications and bags.

Every file in a published folder becomes public. A bag must not change. The folders of
an archive contain only its own files.
"""

from __future__ import annotations

import os
from pathlib import Path

from mediarel import errors
from mediarel.archive.own_files import is_own_folder
from mediarel.publish.paths import is_bag, is_published


def refuse_target(
    target: Path,
    store: Path | str = "",
    *,
    new_store: Path | None = None,
    is_publication: bool = False,
) -> None:
    """Raise MisuseError if nothing may be written to `target`, a folder or a file.

    `store` is where the archive of the command is. `new_store` is the file of an
    archive that the command is about to create. With `is_publication`, the publisher
    itself checks whether the folder was published before.
    """
    real = Path(os.path.realpath(target))
    for folder in (real, *real.parents):
        what = ""
        if is_own_folder(folder, str(store), new_store):
            what = "a folder of an archive"
        elif is_publication and folder == real:
            continue
        elif is_published(folder):
            what = "a folder that mediarel published"
        elif is_bag(folder):
            what = "a bag, which is never changed"
        if what:
            where = f"is {what}" if folder == real else f"is inside {what}: {folder}"
            raise errors.MisuseError(
                f"{target} {where}",
                "Choose a place outside this folder. Nothing was written.",
            )
