"""The folder that is published, made, and what the system says when it can't be."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from mediarel.atomic import make_folders
from mediarel.publish.refusals import UnwritableFolderError, refuse_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def made(folder: Path) -> Iterator[None]:
    """Make `folder`, unless it is there; where an error follows, remove it if empty.

    Raises UnwritableFolderError or FileThereError.
    """
    is_new = not folder.exists()
    try:
        with writing_to(folder):
            refuse_file(folder)
            make_folders(folder)
        yield
    except BaseException:
        if is_new:
            with suppress(OSError):  # something is in it, or it was never made
                folder.rmdir()
        raise


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Raise UnwritableFolderError where the system refuses what is done in here."""
    try:
        yield
    except OSError as error:
        raise UnwritableFolderError(folder, error) from error
