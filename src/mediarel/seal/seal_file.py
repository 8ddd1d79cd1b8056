"""Read and write `seal.txt`: a header of comments, then lines for `sha256sum -c`.

Seals of the whole archive are in `seals/1`, `seals/2` and so on. Public seals are in
`seals/public/1` and so on. Each seal has the SHA-256 of the previous seal of its kind.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.address import is_address
from mediarel.archive.own_files import seals_folder
from mediarel.atomic import make_inner_folder, replace_file
from mediarel.store.tiny.file import reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import BinaryIO

    from mediarel.archive.archive import Archive

SEAL = "seal.txt"
STATEMENTS, FILES = "statements/", "files/"
_PUBLIC = "public"
_KINDS = {False: "mediarel seal, form 1", True: "mediarel public seal, form 1"}


class SealError(errors.DamagedError):
    """A seal, or the sequence of seals, was altered."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            problem,
            "Get the original seal from its publisher or from a backup.",
        )


class Seal(NamedTuple):
    """A seal. `lines` maps each path to the SHA-256 of the file.

    `sealed` is the time of the seal. `archive` and `name` identify the archive.
    `previous` is the SHA-256 of the previous seal, or "" for seal 1. A public seal has
    no information about the history, because it could reveal hidden text. It has a
    random text instead, so that `previous` can't confirm a guess of a seal that was not
    published. Otherwise, `change` and `changed` are the number and the time of the last
    change, and `history` is the SHA-256 of the history.
    """

    number: int
    sealed: str
    archive: str
    name: str
    previous: str
    lines: Mapping[str, str]
    is_public: bool = False
    change: int = 0
    changed: str = ""
    history: str = ""
    random: str = ""

    def encoded(self) -> bytes:
        """Return the content of `seal.txt`."""
        of_history = {
            "last-change": f"{self.change} {self.changed}".strip(),
            "history-sha256": self.history,
        }
        header = {
            "archive": self.archive,
            "name": self.name,
            "number": self.number,
            "sealed": self.sealed,
            **({"random": self.random} if self.is_public else of_history),
            "statements": self.statements,
            "files": self.files,
            "previous-sha256": self.previous or "none",
        }
        lines = [
            f"# {_KINDS[self.is_public]}",
            *(f"# {name}: {value}" for name, value in header.items()),
            *(f"{self.lines[path]}  {path}" for path in sorted(self.lines)),
        ]
        return "".join(f"{line}\n" for line in lines).encode()

    @property
    def statements(self) -> int:
        """The number of sealed statements."""
        return sum(path.startswith(STATEMENTS) for path in self.lines)

    @property
    def files(self) -> int:
        """The number of sealed files."""
        return sum(path.startswith(FILES) for path in self.lines)

    @property
    def sha256(self) -> str:
        """The SHA-256 of `seal.txt`."""
        return sha256(self.encoded()).hexdigest()

    @property
    def called(self) -> str:
        """The name of the seal in messages."""
        return f"public seal {self.number}" if self.is_public else f"seal {self.number}"


def read_seal(place: Path) -> Seal:
    """Read the file `place`, or the file `seal.txt` in the folder `place`.

    Raises SealError if any byte is wrong, or AccessError.
    """
    path = place / SEAL if place.is_dir() else place
    data = read_bytes(path)
    try:
        seal = _parsed(data.decode())
    except (ValueError, KeyError):
        raise SealError(f"{path} is not a seal, or its header was altered") from None
    if seal.encoded() != data:
        pairs = zip_longest(seal.encoded().split(b"\n"), data.split(b"\n"))
        line = next(n for n, (ours, theirs) in enumerate(pairs, 1) if ours != theirs)
        raise SealError(f"{path}, line {line}: this line was altered")
    return seal


def _parsed(text: str) -> Seal:
    """Parse a seal. Raises ValueError or KeyError."""
    kind, *rest = text.removesuffix("\n").split("\n")
    said = dict(line[2:].split(": ", 1) for line in rest if line.startswith("# "))
    pairs = (line.split("  ", 1) for line in rest if not line.startswith("# "))
    change, _, changed = said.get("last-change", "0").partition(" ")
    previous = said["previous-sha256"]
    return Seal(
        int(said["number"]),
        said["sealed"],
        said["archive"],
        said["name"],
        "" if previous == "none" else previous,
        {path: digest for digest, path in pairs},
        kind == f"# {_KINDS[True]}",
        int(change),
        changed,
        said.get("history-sha256", ""),
        said.get("random", ""),
    )


def read_bytes(path: Path) -> bytes:
    """Return the content of a file. Raises AccessError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise errors.AccessError(
            f"can't read {path}: {reason(error)}", "Enter the path of a readable file."
        ) from error


def put(
    place: Path, data: bytes, *, before_replace: Callable[[], None] = lambda: None
) -> None:
    """Write a file to a folder of seals, and create the folder. Raises AccessError."""

    def write(out: BinaryIO) -> None:
        out.write(data)

    try:
        for folder in reversed(place.parents[:3]):
            make_inner_folder(folder)
        replace_file(place, write, before_replace=before_replace)
    except OSError as error:
        raise errors.AccessError(
            f"can't write {error.filename or place}: {reason(error)}",
            "Check the permissions and the free space on the disk.",
        ) from error


def folder_of(archive: Archive, *, is_public: bool) -> Path:
    """Return the folder with the seals of an archive. Raises RefusedError."""
    location = archive.store.location
    if is_address(location):
        raise errors.RefusedError(
            f"the archive {location} is on a server, and seals are files next to the"
            " file of an archive",
            errors.Hint(
                "Copy the archive, then seal or verify the copy: ",
                errors.Command("copy", errors.Placeholder("FILE")),
            ),
        )
    folder = seals_folder(Path(location))
    return folder / _PUBLIC if is_public else folder


def seal_folders(folder: Path) -> dict[int, Path]:
    """Return the number and the path of each seal in `folder`, oldest first."""
    found = folder.iterdir() if folder.is_dir() else ()
    numbered = {int(each.name): each for each in found if each.name.isdecimal()}
    return {number: numbered[number] for number in sorted(numbered)}


def broken_links(
    folders: Mapping[int, Path], read: Callable[[Path], Seal], *, is_public: bool
) -> Iterator[str]:
    """Yield the problems in a sequence of seals, which are in these folders.

    Each seal must have the number of its folder, belong to the same archive, and have
    the SHA-256 of the previous seal. A seal must not be older than the previous seal.
    """
    wanted, archive, sealed = 1, "", ""
    digest: str | None = ""
    for number, folder in folders.items():
        if number != wanted:
            yield f"seal {wanted} is missing in {folder.parent}"
            digest = None
        wanted = number + 1
        try:
            seal = read(folder)
        except SealError as error:
            yield error.problem
            digest = None
            continue
        if (seal.number, seal.is_public) != (number, is_public):
            yield f"{folder} contains {seal.called}"
        elif digest not in {None, seal.previous}:
            yield f"{folder}: {seal.called} doesn't have the SHA-256 of the seal before"
        if archive not in {"", seal.archive}:
            yield f"{folder} is a seal of a different archive: {seal.archive}"
        if seal.sealed < sealed:
            yield f"{folder} has an earlier time than the seal before: {seal.sealed}"
        digest, archive, sealed = seal.sha256, seal.archive, seal.sealed
