"""The user's copies of files that are on a server, so that all can read them as files.

They lie in the user's cache folder, for them alone, as files lie beside an archive, and
may be deleted at any time. Each is proved by its SHA-256 whenever it is asked for. Of
more than a gigabyte, those go that were used the longest time ago, when another comes;
but none that was used within the last minute, as a command may be at work with it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import weakref
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from mediarel.atomic import replace_file
from mediarel.attachments.files import ChangedFileError, whole_file
from mediarel.attachments.needed import remove_leftovers
from mediarel.attachments.places import all_kept, place_for, places_of
from mediarel.errors import AccessError
from mediarel.index.file import make_private_folder, stem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from mediarel.attachments.files import AttachedFile

MOST = 1 << 30  # bytes that are kept
AT_WORK = 60.0  # seconds after which one that was used may go


class CacheError(AccessError):
    """The system refused to keep a copy of a file of a server."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            f"{error.filename or folder}: {(error.strerror or str(error)).lower()}",
            "Files of a server are put there to be read: see to it that there is room,"
            " and that you may write there.",
        )


class FileCache:
    """Copies of the files of the archive at `location`, in the user's folder `above`.

    Where the user has none (it is the null device), they go when the program ends.
    """

    def __init__(self, location: str, above: Path) -> None:
        self._location = location
        self._above = above

    @cached_property
    def folder(self) -> Path:
        """The folder in which they lie.

        Raises CacheError.
        """
        if str(self._above) == os.devnull:
            passing = tempfile.mkdtemp(prefix="mediarel-")
            weakref.finalize(self, shutil.rmtree, passing, ignore_errors=True)
            return Path(passing)
        folder = self._above / f"{stem(self._location)}-files"
        try:
            make_private_folder(folder)
        except OSError as error:
            raise CacheError(folder, error) from error
        return folder

    def has(self, file: AttachedFile) -> bool:
        """Tell whether `file` is here, with its bytes; it counts as used now.

        Raises CacheError.
        """
        try:
            place = whole_file(self.folder, file)
            if place is not None:
                os.utime(place)
        except OSError as error:
            raise CacheError(self.folder, error) from error
        return place is not None

    def put(self, file: AttachedFile, suffix: str, content: Iterable[bytes]) -> None:
        """Keep `file`, whose ending is `suffix`; nothing where it is not its `content`.

        Raises CacheError, or what `content` raises.
        """
        place = place_for(self.folder, file.sha256, suffix)
        digest = sha256()

        def write(copy: BinaryIO) -> None:
            for piece in content:
                digest.update(piece)
                copy.write(piece)

        def compare() -> None:
            if digest.hexdigest() != file.sha256:
                raise ChangedFileError(place)

        try:
            self._make_room(file.size)
            for earlier in places_of(self.folder, file.sha256):
                earlier.unlink(missing_ok=True)
            place.parent.mkdir(mode=0o700, exist_ok=True)
            with suppress(ChangedFileError):
                replace_file(place, write, before_replace=compare)
                place.chmod(0o600)
        except OSError as error:
            raise CacheError(self.folder, error) from error

    def _make_room(self, size: int) -> None:
        """Remove what was used the longest time ago, until there is room for `size`.

        Raises OSError.
        """
        remove_leftovers(self.folder)
        kept = []
        for places in all_kept(self.folder).files.values():
            for place in places:
                with suppress(FileNotFoundError):  # another command has removed it
                    status = place.stat()
                    kept.append((status.st_mtime, status.st_size, place))
        total = sum(each for _, each, _ in kept)
        for used, its_size, place in sorted(kept):
            if total + size <= MOST or time.time() - used < AT_WORK:
                break
            place.unlink(missing_ok=True)
            total -= its_size
