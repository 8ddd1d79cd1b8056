"""Read and write `seal.txt`: a header of comments, then lines for `sha256sum -c`.

Seals of the whole archive are in `seals/1`, `seals/2` and so on. Public seals are in
`seals/public/1` and so on. Each seal has the SHA-256 of the previous seal of its kind.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

from mediarel import errors
from mediarel.address import is_address
from mediarel.archive.archive import Archive
from mediarel.archive.own_files import seals_folder
from mediarel.atomic import make_inner_folder, replace_file
from mediarel.model.readers import IS_TIME

SEAL = "seal.txt"
STATEMENTS, FILES = "statements/", "files/"
KINDS = ("whole archive, form 1", "public, form 1")
FIRST = "none"  # the value of `previous-sha256` in seal 1
# The names in the header of each kind.
_BEGIN = ("mediarel-seal", "number", "sealed", "archive", "name")
_HISTORY = ("last-change", "last-change-at", "history-sha256")
_END = ("statements", "files", "previous-sha256")
_NAMES = ((*_BEGIN, *_HISTORY, *_END), (*_BEGIN, "random", *_END))
_NUMBER = re.compile("[1-9][0-9]*")
_HEADER = re.compile("^# ([a-z0-9-]+): (.*)$", re.MULTILINE)
_LONGEST = 4096  # characters of a header
_DIGITS = 64  # of a SHA-256
_ORIGINAL = "Get the original seal from its publisher or from a backup."


class SealError(errors.DamagedError):
    """A seal, or the sequence of seals, was altered."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem, _ORIGINAL)


class Seal(NamedTuple):
    """A seal. `head` is its header, see docs/proof.md. `data` is its `seal.txt`."""

    head: Mapping[str, str]
    data: bytes

    def read_lines(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return the SHA-256 of the statements and of the attached files, by path.

        Raises SealError.
        """
        lines = TextIOWrapper(BytesIO(self.data), "utf-8", newline="\n")
        start = _DIGITS + len("  ")
        found = {e[start:-1]: e[:_DIGITS] for e in lines if not e.startswith("# ")}
        files = {p: found.pop(p) for p in [*found] if p.startswith(FILES)}
        counts = {"statements": str(len(found)), "files": str(len(files))}
        if encoded({**self.head, **counts}, files | found) != self.data:
            raise SealError(f"{self.called} was altered")
        return found, files

    @property
    def number(self) -> int:
        """The number of the seal."""
        return int(self.head["number"])

    @property
    def is_public(self) -> bool:
        """True if the seal covers only public content."""
        return self.head["mediarel-seal"] == KINDS[True]

    @property
    def called(self) -> str:
        """The name of the seal in messages."""
        return f"{'public ' * self.is_public}seal {self.number}"

    @property
    def sha256(self) -> str:
        """The SHA-256 of `seal.txt`."""
        return sha256(self.data).hexdigest()


def encoded(head: Mapping[str, str], lines: Mapping[str, str]) -> bytes:
    """Return the content of `seal.txt`. `lines` has the SHA-256 of each file."""
    out = BytesIO()
    out.writelines(f"# {name}: {value}\n".encode() for name, value in head.items())
    out.writelines(f"{lines[path]}  {path}\n".encode() for path in sorted(lines))
    return out.getvalue()


def read_seal(folder: Path, *, is_newest: bool = False) -> Seal:
    """Read the file `seal.txt` in a folder, and check its header.

    The next seal has the SHA-256 of a seal. If there is no next seal (`is_newest`),
    also check the lines. Raises SealError if the header or a line is not valid, or
    OSError.
    """
    data = (folder / SEAL).read_bytes()
    try:
        head = dict(_HEADER.findall(data.decode()[:_LONGEST]))
        dt.datetime.fromisoformat(head["sealed"])  # there may be no such day
        is_seal = (
            (*head,) == _NAMES[KINDS.index(head["mediarel-seal"])]
            and int(head["number"]) > 0
            and int(head.get("last-change", 0)) >= 0
            and IS_TIME.fullmatch(head["sealed"]) is not None
        )
    except (ValueError, KeyError):
        is_seal = False
    if not is_seal:
        problem = f"{folder / SEAL} is not a seal, or its header was altered"
        raise SealError(problem)
    seal = Seal(head, data)
    if is_newest:
        seal.read_lines()
    return seal


def put(place: Path, data: bytes, like: Path | None = None) -> None:
    """Write a file to the folder of a seal. Raises OSError.

    The file gets the permissions of the file `like`, or else of the seal.
    """
    for folder in reversed(place.parents[:3]):
        make_inner_folder(folder)
    replace_file(
        place, lambda out: out.writelines([data]), like=like or place.with_name(SEAL)
    )


def folder_of(archive: Archive, *, is_public: bool) -> Path:
    """Return the folder with the seals of an archive. Raises RefusedError."""
    location = archive.store.location
    if is_address(location):
        copy = errors.Command("copy", "FILE")
        raise errors.RefusedError(
            f"the archive {location} is on a server; only a file can be sealed",
            errors.Hint("Copy the archive, then seal the copy: ", copy),
        )
    folder = seals_folder(Path(location))
    return folder / "public" if is_public else folder


def seal_folders(archive: Archive, *, is_public: bool) -> dict[int, Path]:
    """Return the number and the folder of each seal, oldest first.

    An empty folder, such as after an error, is no seal.
    """
    folder = folder_of(archive, is_public=is_public)
    named = [e for e in folder.glob("*") if _NUMBER.fullmatch(e.name) and e.is_dir()]
    found = [each for each in named if any(each.iterdir())]
    return {int(e.name): e for e in sorted(found, key=lambda each: int(each.name))}


def newest_folder(archive: Archive, *, is_public: bool | None = None) -> Path:
    """Return the folder of the newest seal.

    If `is_public` is None, a public seal is returned if there is no other seal. Raises
    RefusedError.
    """
    for kind in (False, True) if is_public is None else (is_public,):
        if folders := seal_folders(archive, is_public=kind):
            return [*folders.values()][-1]
    hint = errors.Hint("Create a seal: ", errors.Command("seal"))
    raise errors.RefusedError("the archive has no seal", hint)


def broken_links(
    folders: Mapping[int, Path], given: Seal, place: Path
) -> Iterator[str]:
    """Yield the problems in the sequence of an archive's seals, in these folders.

    `given` is the seal to verify, in the folder `place`. Each seal must have the number
    of its folder, belong to the same archive, and have the SHA-256 of the previous
    seal. A seal must not be older than the previous seal. The archive must have the
    given seal: a copy shows if someone replaced a newer seal with an older one.
    """
    if given.number not in folders:
        yield "the archive does not have this seal; someone may have removed it"
    digests, archive, sealed = {0: FIRST}, "", ""
    for number, folder in folders.items():
        if number > 1 and number - 1 not in folders:
            yield f"seal {number - 1} is missing in {folder.parent}"
        try:
            is_newest = number == max(folders)
            is_given = folder == place
            seal = given if is_given else read_seal(folder, is_newest=is_newest)
        except SealError as error:
            yield error.problem
            continue
        head = seal.head
        previous = head["previous-sha256"]
        if number == given.number and seal != given:
            yield f"the archive has a different seal in {folder / SEAL}"
        if (seal.number, seal.is_public) != (number, given.is_public):
            yield f"{folder} contains {seal.called}"
        elif digests.get(number - 1, previous) != previous:
            yield f"{folder}: {seal.called} doesn't have the SHA-256 of the seal before"
        if archive not in {"", head["archive"]}:
            yield f"{folder} is a seal of a different archive: {head['archive']}"
        if head["sealed"] < sealed:
            yield f"{folder} has an earlier time than the seal before: {head['sealed']}"
        digests[number] = seal.sha256
        archive, sealed = head["archive"], head["sealed"]
