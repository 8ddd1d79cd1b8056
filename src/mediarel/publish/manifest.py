"""The manifest of a published folder: what mediarel wrote, so that it touches no other.

It is text in UTF-8, and goes along wherever the folder goes. Lines that begin with `#`
are for people. Then come, with tabs between:

- `mediarel`, the number of this form, the kind of the folder
- for each file its SHA-256, its size in bytes, when it was written in nanoseconds since
  1970, a digest of what it was made from, its path below the folder
- for each fact that the publisher noted: `fact`, its name, its value
- `end`, the number of files, the number of facts
"""

from __future__ import annotations

import hashlib
import re
from binascii import unhexlify
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mediarel.errors import RefusedError, shorten
from mediarel.publish.paths import is_path

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

_VERSION = 1
_DIGEST = 16  # bytes of what tells the sources of a file
_SHA256 = 64  # letters
_FACT = "fact\t"
_BEHIND = (_FACT, "end\t")  # the rows
_ROW = re.compile(
    rf"([0-9a-f]{{{_SHA256}}}\t[0-9]{{1,18}}\t-?[1-8]?[0-9]{{1,18}}\t"
    rf"[0-9a-f]{{{2 * _DIGEST}}})\t([^\t\n]+)\n"
)
_CONTROL = bytes((*range(0x20), 0x7F))  # a letter of several bytes has none of them
_LINES = 512  # of a manifest, that are written at once


class Row(NamedTuple):
    """What was written to a file: its size, when, its digest, and that of its sources.

    The time is in nanoseconds since 1970; digests are bytes.
    """

    size: int
    modified: int
    sha256: bytes
    made_from: bytes

    def packed(self) -> str:
        """Return it as a line of a manifest begins: most are kept as they are."""
        size, modified, sha256, made_from = self
        return f"{sha256.hex()}\t{size}\t{modified}\t{made_from.hex()}"


def unpacked(packed: str) -> Row:
    """Return the row that was `packed`."""
    sha256, size, modified, made_from = packed.split("\t")
    return Row(int(size), int(modified), unhexlify(sha256), unhexlify(made_from))


def sha256_of(packed: str) -> str:
    """Return the SHA-256 of a row, in hexadecimal."""
    return packed[:_SHA256]


def digest_of(made_from: str) -> bytes:
    """Return what is kept of what a file was made from; of nothing, zeros."""
    if not made_from:
        return bytes(_DIGEST)
    return hashlib.blake2b(
        made_from.encode(errors="surrogatepass"), digest_size=_DIGEST
    ).digest()


def is_seen(packed: str, status: os.stat_result) -> bool:
    """Tell whether a file of this `status` has the size and the time of the row."""
    return packed.startswith(f"\t{status.st_size}\t{status.st_mtime_ns}\t", _SHA256)


class Manifest(NamedTuple):
    """What a manifest says; `rows` are packed, by their paths."""

    kind: str
    rows: dict[str, str]
    facts: dict[str, str]


class DamagedManifestError(RefusedError):
    """A manifest is not as it was written, so that nobody can tell what is ours."""

    def __init__(self, path: Path, line: int | None = None) -> None:
        """Say which `line` is not; None where the last ones are missing."""
        if line is None:
            problem = f"{path} ends too early: lines of it are missing"
        else:
            problem = f"{path}, line {line}: this is not as mediarel wrote it"
        super().__init__(
            problem,
            "Put it back from the server or a copy, and publish again. Without one,"
            " publish into a new folder: some pages may get another address. Nothing"
            " was changed.",
        )


class NewerManifestError(RefusedError):
    """A folder was published by a newer program."""

    def __init__(self, path: Path, version: str) -> None:
        super().__init__(
            f"{path} is of form {shorten(version)}, and this mediarel knows {_VERSION}",
            "Update mediarel, or publish into an empty folder; nothing was changed.",
        )


class FactError(ValueError):
    """A fact of the publisher has what a line of the manifest can't hold."""


class ManifestWriter:
    """Writes a manifest row by row to an open file."""

    def __init__(self, out: BinaryIO, kind: str) -> None:
        self._out = out
        self._files = 0
        self._lines = [
            f"# mediarel published this folder ({kind}). Here it says what it wrote:\n",
            "# it changes and removes nothing else. Leave this file where it is.\n",
            f"mediarel\t{_VERSION}\t{kind}\n",
        ]
        self._digest = hashlib.blake2b(digest_size=_DIGEST)

    @property
    def digest(self) -> bytes:
        """What `digest_of_file` returns of it, once its end is written."""
        return self._digest.digest()

    def add(self, path: str, row: Row) -> None:
        """Write the row of the file at `path`."""
        self.add_packed((path,), (row.packed(),))

    def add_packed(self, paths: Collection[str], packed: Iterable[str]) -> None:
        """Write the rows of the files at `paths`, each of which is packed."""
        self._files += len(paths)
        lines = self._lines
        for path, row in zip(paths, packed, strict=True):
            lines.append(f"{row}\t{path}\n")
            if len(lines) > _LINES:  # where they are very many, in little room
                self._flush()

    def end(self, facts: Mapping[str, str]) -> None:
        """Write the `facts`, and the end.

        Raises FactError.
        """
        if _has_control("".join(chain.from_iterable(facts.items()))):
            wrong = (two for two in facts.items() if any(map(_has_control, two)))
            raise FactError(*next(wrong))
        self._lines += [f"{_FACT}{name}\t{value}\n" for name, value in facts.items()]
        self._lines.append(f"end\t{self._files}\t{len(facts)}\n")
        self._flush()

    def _flush(self) -> None:
        data = "".join(self._lines).encode()
        self._digest.update(data)
        self._out.write(data)
        self._lines.clear()


def digest_of_file(path: Path) -> bytes:
    """Return what tells one manifest from another.

    Raises OSError.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(
            file, lambda: hashlib.blake2b(digest_size=_DIGEST)
        ).digest()


def _has_control(text: str) -> bool:
    data = text.encode()
    return len(data.translate(None, _CONTROL)) != len(data)


def read_manifest(path: Path) -> Manifest:
    """Return what the manifest at `path` says.

    Raises OSError, DamagedManifestError or NewerManifestError.
    """
    rows: dict[str, str] = {}
    facts: dict[str, str] = {}
    with path.open(encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        lines = enumerate(file, start=1)
        kind = _kind(lines, path)
        for number, line in lines:
            if found := _ROW.fullmatch(line):
                packed, name = found.groups()
                if name in rows or not is_path(name):
                    raise DamagedManifestError(path, number)
                rows[name] = packed
                continue
            what, *values = line.removesuffix("\n").split("\t")
            if what == "fact" and len(values) == 2:  # noqa: PLR2004 - its name, its value
                facts[values[0]] = values[1]
            elif line == f"end\t{len(rows)}\t{len(facts)}\n" and not next(lines, None):
                return Manifest(kind, rows, facts)
            else:
                raise DamagedManifestError(path, number)
    raise DamagedManifestError(path)


def read_own_manifest(path: Path) -> Manifest:
    """Return the same of one that is as it was written, in a third of the time.

    What it returns of another one is of no use.

    Raises OSError, DamagedManifestError or NewerManifestError.
    """
    rows: dict[str, str] = {}
    facts: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="\n") as file:
        kind = _kind(enumerate(file, start=1), path)
        line = ""
        for line in file:
            if line.startswith(_BEHIND):
                break
            packed, _, name = line.rpartition("\t")
            rows[name[:-1]] = packed
        while line.startswith(_FACT):
            _, name, value = line.split("\t")
            facts[name] = value[:-1]
            line = next(file, "")
    return Manifest(kind, rows, facts)


def _kind(lines: Iterator[tuple[int, str]], path: Path) -> str:
    """Return the kind of the folder, with which the manifest begins.

    Raises DamagedManifestError or NewerManifestError.
    """
    number, line = next(lines, (1, ""))
    while line.startswith("#"):
        number, line = next(lines, (number, ""))
    what, *values = line.rstrip("\n").split("\t")
    if what == "mediarel" and values:
        if values[0] != str(_VERSION):
            raise NewerManifestError(path, values[0])
        if len(values) == 2 and values[1]:  # noqa: PLR2004 - the form, the kind
            return values[1]
    raise DamagedManifestError(path, number)
