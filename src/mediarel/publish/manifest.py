"""Read and write the manifest of a published folder, and find mediarel's files.

The manifest is text in UTF-8, and is published with the folder. Lines that begin with
`#` are for people. The other lines contain values, which tabs separate:

- `mediarel`, the format version, `site`
- for each file: its SHA-256, its size in bytes, its modification time in nanoseconds
  since 1970, its path in the folder
- for each new file: `new` and the same values. After an interruption, the file may be
  missing.
- for each fact (a named value, such as the address of a page): `fact`, its name, its
  value
- `end`, the number of files, the number of facts

A file counts as written by mediarel if the manifest has its size and time, or its
SHA-256. Links are not followed.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO, NamedTuple

from mediarel import errors
from mediarel.publish.paths import LOCK, MANIFEST, STAGED, folders_of, is_path

_BETWEEN = 64  # folders between two progress reports, approximately
_NOTHING = bytes(32)  # a digest of no content
_VERSION = 2
_READ = {"1", "2"}  # format versions
_ROW = re.compile(
    r"(new\t)?([0-9a-f]{64})\t([0-9]{1,18})\t(-?[1-8]?[0-9]{1,18})\t"
    r"(?:[0-9a-f]{32}\t)?([^\t\n]+)\n"  # version 1 has a digest before each path
)


class Row(NamedTuple):
    """The SHA-256 of a file, its size in bytes, and its modification time.

    The time is in nanoseconds since 1970.
    """

    sha256: bytes
    size: int
    modified: int


class Manifest(NamedTuple):
    """The manifest of a published folder.

    `rows` and `new` map the path of each file to its row. `new` has the files that may
    not be in place yet.
    """

    rows: Mapping[str, Row]
    facts: Mapping[str, str]
    new: Mapping[str, Row]


class DamagedManifestError(errors.RefusedError):
    """The manifest is damaged, so the files written by mediarel are unknown."""

    def __init__(self, path: Path, line: int | None = None) -> None:
        """Report a damaged line.

        `line` is its number, or None if the last lines are missing.
        """
        if line is None:
            problem = f"{path} is incomplete: its last lines are missing"
        else:
            problem = f"{path} is damaged in line {line}"
        super().__init__(
            problem,
            "Replace the file with a copy from your server or a backup. If you have no"
            " copy, publish into a new folder. Some pages may then get new addresses."
            " Nothing was changed.",
        )


def write_manifest(manifest: Manifest, out: BinaryIO) -> None:
    """Write `manifest` to `out`.

    Raises OSError.
    """
    out.writelines(line.encode() for line in _lines(manifest))


def _lines(manifest: Manifest) -> Iterator[str]:
    rows, facts, new = manifest
    yield "# mediarel published this folder (site). Keep this file in the folder.\n"
    yield "# mediarel changes and removes only the files in this list.\n"
    yield f"mediarel\t{_VERSION}\tsite\n"
    for begin, files in (("", rows), ("new\t", new)):
        for path, (digest, size, modified) in files.items():
            yield f"{begin}{digest.hex()}\t{size}\t{modified}\t{path}\n"
    for name, value in facts.items():
        yield f"fact\t{name}\t{value}\n"
    yield f"end\t{len(rows) + len(new)}\t{len(facts)}\n"


def read_manifest(path: Path) -> Manifest:
    """Return the manifest at `path`.

    Raises OSError, DamagedManifestError or RefusedError.
    """
    rows: dict[str, Row] = {}
    new: dict[str, Row] = {}
    facts: dict[str, str] = {}
    with path.open(encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        lines = enumerate(file, start=1)
        _require_readable(lines, path)
        for number, line in lines:
            if found := _ROW.fullmatch(line):
                is_new, sha256, size, modified, name = found.groups()
                files = new if is_new else rows
                if name in files or not is_path(name):
                    raise DamagedManifestError(path, number)
                files[name] = Row(bytes.fromhex(sha256), int(size), int(modified))
                continue
            what, *values = line.removesuffix("\n").split("\t")
            if what == "fact" and len(values) == 2:  # noqa: PLR2004 - its name, its value
                facts[values[0]] = values[1]
            elif line == f"end\t{len(rows) + len(new)}\t{len(facts)}\n" and not next(
                lines, None
            ):
                return Manifest(rows, facts, new)
            else:
                raise DamagedManifestError(path, number)
    raise DamagedManifestError(path)


def _require_readable(lines: Iterator[tuple[int, str]], path: Path) -> None:
    """Read the start of the manifest, including the line with the format version.

    Raises DamagedManifestError or RefusedError.
    """
    number, line = next(lines, (1, ""))
    while line.startswith("#"):
        number, line = next(lines, (number, ""))
    what, version, *rest = (*line.rstrip("\n").split("\t"), "")
    if what != "mediarel" or not version:
        raise DamagedManifestError(path, number)
    if version not in _READ:
        raise errors.RefusedError(
            f"{path} has format version {errors.shorten(version)}, but this"
            f" version of mediarel reads only versions up to {_VERSION}",
            "Update mediarel, or publish into an empty folder. Nothing was changed.",
        )
    if rest != ["site", ""]:
        raise DamagedManifestError(path, number)


class Survey(NamedTuple):
    """The files in a folder, compared with its manifest.

    `rows` maps the path of each existing file of mediarel to its current size and time.
    `edited` are the files of mediarel that someone edited. Their digest in `rows` is
    zero. `missing` are the paths of mediarel's files that don't exist. `others` are the
    paths of all other files. If a folder contains only such files, `others` has the
    path of the folder, which ends in `/`.
    """

    rows: dict[str, Row]
    edited: list[str]
    missing: set[str]
    others: list[str]


def look_at(
    folder: Path, manifest: Manifest, notify: Callable[[int, int], None]
) -> Survey:
    """Compare the files in `folder` with its manifest.

    `notify` receives the number of files found so far, and the number of files in the
    manifest.

    Raises OSError.
    """
    survey = Survey({}, [], {*manifest.rows, *manifest.new}, [])
    folders = {*map(hash, folders_of(survey.missing))}
    total = len(survey.missing)
    left = [""]
    while left:
        within = left.pop()
        with os.scandir(f"{folder}/{within}") as entries:
            for entry in entries:
                path = within + entry.name
                is_folder = entry.is_dir(follow_symlinks=False)
                if path in survey.missing and not is_folder:
                    _record(survey, manifest, entry, path)
                elif is_folder and hash(path) in folders:
                    left.append(f"{path}/")
                elif path not in {STAGED, MANIFEST, LOCK}:
                    survey.others.append(f"{path}/" if is_folder else path)
        if not len(left) % _BETWEEN:
            notify(len(survey.rows), total)
    survey.others.sort()
    return survey


def _record(
    survey: Survey, manifest: Manifest, entry: os.DirEntry[str], path: str
) -> None:
    known = [row for r in (manifest.rows, manifest.new) if (row := r.get(path))]
    status = entry.stat(follow_symlinks=False)
    now = Row(_NOTHING, status.st_size, status.st_mtime_ns)
    found = next((row for row in known if row[1:] == now[1:]), None)
    if found is None:
        digest = b""
        if entry.is_file(follow_symlinks=False):
            with open(entry.path, "rb") as file:  # noqa: PTH123 - an entry
                digest = file_digest(file, "sha256").digest()
        if any(row.sha256 == digest for row in known):
            found = now._replace(sha256=digest)
        elif not status.st_size:
            pass  # a power cut emptied the file, so it is written again
        elif path not in manifest.rows:
            survey.others.append(path)  # someone replaced the file in the meantime
            return
        else:
            survey.edited.append(entry.path)
    survey.missing.discard(path)
    survey.rows[path] = found or now
