"""The manifest of a published folder: the files that mediarel wrote there.

It is text in UTF-8, and goes along wherever the folder goes. Lines that begin with `#`
are for people. Then come, with tabs between:

- `mediarel`, the number of this form, the kind of the folder
- for each file its SHA-256, its size in bytes, when it was written in nanoseconds since
  1970, its path below the folder
- `new` and the same of each file that is being put in place: after a command that was
  cut short it may be there or not
- for each fact that the publisher noted: `fact`, its name, its value
- `end`, the number of files, the number of facts

Form 1 has a digest before the path.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mediarel.errors import RefusedError, shorten
from mediarel.publish.paths import is_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

_VERSION = 2
_KNOWN = {"1", "2"}
_ROW = re.compile(
    r"(new\t)?([0-9a-f]{64})\t([0-9]{1,18})\t(-?[1-8]?[0-9]{1,18})\t"
    r"(?:[0-9a-f]{32}\t)?([^\t\n]+)\n"
)
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_LINES = 512  # written at once


class Row(NamedTuple):
    """The SHA-256 of a file, its size, and its time in nanoseconds since 1970."""

    sha256: bytes
    size: int
    modified: int


class Manifest(NamedTuple):
    """A manifest; `rows` and those of `new` files are by their paths."""

    kind: str
    rows: Mapping[str, Row]
    facts: Mapping[str, str]
    new: Mapping[str, Row]


class DamagedManifestError(RefusedError):
    """A manifest is damaged, so that nobody can tell which files are ours."""

    def __init__(self, path: Path, line: int | None = None) -> None:
        """Name the damaged `line`; None if the last ones are missing."""
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
    """A fact of the publisher contains what a line of the manifest can't."""


def require_facts(facts: Mapping[str, str]) -> None:
    """Raise FactError if a line can't hold one of the `facts`."""
    for name, value in facts.items():
        if _CONTROL.search(name) or _CONTROL.search(value):
            raise FactError(name, value)


def write_manifest(manifest: Manifest, out: BinaryIO) -> None:
    """Write `manifest` to `out`.

    Raises OSError.
    """
    lines: list[str] = []
    for line in _lines(manifest):
        lines.append(line)
        if len(lines) == _LINES:  # there may be very many
            out.write("".join(lines).encode())
            lines.clear()
    out.write("".join(lines).encode())


def _lines(manifest: Manifest) -> Iterator[str]:
    kind, rows, facts, new = manifest
    yield f"# mediarel published this folder ({kind}). Here it says what it wrote:\n"
    yield "# it changes and removes nothing else. Leave this file where it is.\n"
    yield f"mediarel\t{_VERSION}\t{kind}\n"
    told = chain((("", *e) for e in rows.items()), (("new\t", *e) for e in new.items()))
    for begin, path, (sha256, size, modified) in told:
        yield f"{begin}{sha256.hex()}\t{size}\t{modified}\t{path}\n"
    for name, value in facts.items():
        yield f"fact\t{name}\t{value}\n"
    yield f"end\t{len(rows) + len(new)}\t{len(facts)}\n"


def read_manifest(path: Path) -> Manifest:
    """Return the manifest at `path`.

    Raises OSError, DamagedManifestError or NewerManifestError.
    """
    rows: dict[str, Row] = {}
    new: dict[str, Row] = {}
    facts: dict[str, str] = {}
    with path.open(encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        lines = enumerate(file, start=1)
        kind = _kind(lines, path)
        for number, line in lines:
            if found := _ROW.fullmatch(line):
                is_new, sha256, size, modified, name = found.groups()
                told = new if is_new else rows
                if name in told or not is_path(name):
                    raise DamagedManifestError(path, number)
                told[name] = Row(bytes.fromhex(sha256), int(size), int(modified))
                continue
            what, *values = line.removesuffix("\n").split("\t")
            if what == "fact" and len(values) == 2:  # noqa: PLR2004 - its name, its value
                facts[values[0]] = values[1]
            elif line == f"end\t{len(rows) + len(new)}\t{len(facts)}\n" and not next(
                lines, None
            ):
                return Manifest(kind, rows, facts, new)
            else:
                raise DamagedManifestError(path, number)
    raise DamagedManifestError(path)


def _kind(lines: Iterator[tuple[int, str]], path: Path) -> str:
    """Return the kind of the folder, with which the manifest begins.

    Raises DamagedManifestError or NewerManifestError.
    """
    number, line = next(lines, (1, ""))
    while line.startswith("#"):
        number, line = next(lines, (number, ""))
    what, *values = line.rstrip("\n").split("\t")
    if what == "mediarel" and values:
        if values[0] not in _KNOWN:
            raise NewerManifestError(path, values[0])
        if len(values) == 2 and values[1]:  # noqa: PLR2004 - the form, the kind
            return values[1]
    raise DamagedManifestError(path, number)
