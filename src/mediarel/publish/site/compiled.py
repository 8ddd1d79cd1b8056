"""What Jinja makes of templates, kept in the user's cache: it takes longer than a page.

It is code that we run later, so it is kept in a folder alone that nobody else writes.
"""

from __future__ import annotations

import os
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

import jinja2
from jinja2 import BytecodeCache

from mediarel import __version__
from mediarel.index.file import make_private_file, make_private_folder
from mediarel.publish.sealed import digest_of, opened, sealed

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2.bccache import Bucket

_FORM = 1  # raised when the program has Jinja make anything else of a template
_BY_OTHERS = 0o022  # who else may write


class Compiled(BytecodeCache):
    """Templates as they were compiled by this program, in `folder`."""

    def __init__(self, folder: Path, *, sandboxed: bool) -> None:
        """Keep them apart from those `sandboxed` otherwise: these are other code."""
        self._folder = folder
        by = f"{_FORM} {__version__} {jinja2.__version__} {sandboxed}"
        self._made_by = digest_of(by.encode())

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what is kept of a template; of another source, Jinja does not."""
        with suppress(OSError, ValueError):
            if not _is_ours_alone(self._folder.stat()):
                return
            with self._place(bucket).open("rb") as file:
                # Who may call the folder otherwise can have put another there since.
                if not _is_ours_alone(os.fstat(file.fileno())):
                    return
                data = file.read()
            bucket.load_bytecode(BytesIO(opened(data)))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, as far as that works."""
        made = BytesIO()
        bucket.write_bytecode(made)
        data = made.getvalue()
        place = self._place(bucket)
        new = place.with_name(f"{place.name}.{os.getpid()}")  # workers keep it, too
        with suppress(OSError):
            make_private_folder(self._folder)
            if not _is_ours_alone(self._folder.stat()):
                return
            make_private_file(new)
            new.write_bytes(sealed(data))
            new.replace(place)

    def _place(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}-{self._made_by.hex()[:8]}"


def _is_ours_alone(status: os.stat_result) -> bool:
    """Tell whether what has this `status` is the user's, and no other may write it."""
    if not hasattr(os, "geteuid"):  # Windows, where the folders of a user are closed
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & _BY_OTHERS
