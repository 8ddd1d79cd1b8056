"""What was found in attached files, kept so that none is read twice.

It lies beside the index, may be deleted, and has neither texts nor names in it: each
line is a digest of all that a finding depends on, and of the finding. So a damaged line
finds nothing, and a finding is of no use once the file, what is withheld, or a program
that reads and seeks has changed.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from stat import S_ISREG

import mediarel
from mediarel.index.place import make_private_file, make_private_folder, stem

_LARGEST = 8 << 20  # bytes, after which it begins anew
# What reads files and seeks in them, within and without.
_OWN = ("documents", "text", "formats/encoding.py", "archive/redaction.py")
_OTHERS = ("playa-pdf", "khmerspell", "regex", "cryptography")
_OTHERS_MAY_WRITE = 0o022
_FLAGS = 0
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):  # those a system lacks are 0
    _FLAGS |= getattr(os, _flag, 0)

Finding = tuple[str, int, tuple[str, ...], tuple[str, ...]]
"""What one is about: a file's SHA-256 and size, the texts and rules that are sought."""


class ProvenFiles:
    """The findings of the archive at `location`, kept in the folder of its index.

    Where they can't be kept, or others than the user may have written them, there are
    none.
    """

    def __init__(self, location: str, folder: Path) -> None:
        self._path = folder / f"{stem(location)}-files.txt"
        self._kept: frozenset[bytes] | None = None
        self._new: set[bytes] = set()

    def is_free(self, about: Finding) -> bool | None:
        """Tell whether a file was found not to have it, None where that is unknown."""
        if self._kept is None:
            self._kept = frozenset(_lines_of(self._path))
        known = self._kept | self._new if self._new else self._kept
        if _digest(about, is_free=False) in known:
            return False
        return True if _digest(about, is_free=True) in known else None

    def keep(self, about: Finding, *, is_free: bool) -> None:
        """Keep what was found, as far as that works."""
        line = _digest(about, is_free=is_free)
        self._new.add(line)
        with suppress(OSError):
            _append(self._path, line)


def _digest(about: Finding, *, is_free: bool) -> bytes:
    said = json.dumps([_reader(), *about, is_free])
    return sha256(said.encode()).hexdigest().encode()


@cache
def _reader() -> str:
    """Return what tells those programs that read and seek from any other versions."""
    digest = sha256(f"{sys.version}\n{unicodedata.unidata_version}".encode())
    for name in _OTHERS:
        try:
            digest.update(f"\n{name} {version(name)}".encode())
        except PackageNotFoundError:
            digest.update(f"\n{name}".encode())
    root = Path(mediarel.__file__).parent
    for place in _OWN:
        path = root / place
        for each in [path] if path.is_file() else sorted(path.rglob("*.py")):
            digest.update(each.read_bytes())
    return digest.hexdigest()


def _lines_of(path: Path) -> list[bytes]:
    """Return the lines of the file at `path`; none where others may have written it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | _FLAGS)
        try:
            status = os.fstat(descriptor)
            if _is_ours_alone(status) and _is_ours_alone(path.parent.stat()):
                return os.read(descriptor, 2 * _LARGEST).split(b"\n")
        finally:
            os.close(descriptor)
    except OSError:  # there is none yet, or it is no file
        pass
    return []


def _is_ours_alone(status: os.stat_result) -> bool:
    if not hasattr(os, "geteuid"):  # Windows, where the folder is the user's own
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_MAY_WRITE


def _append(path: Path, line: bytes) -> None:
    make_private_folder(path.parent)
    with suppress(FileNotFoundError):
        status = path.lstat()
        is_usable = S_ISREG(status.st_mode) and _is_ours_alone(status)
        if is_usable and status.st_size < _LARGEST:
            _write(path, line)
            return
    make_private_file(path)
    _write(path, line)


def _write(path: Path, line: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | _FLAGS)
    with os.fdopen(descriptor, "ab") as file:
        # A line of its own, whatever a process left that was killed as it wrote.
        file.write(b"\n" + line + b"\n")
