"""Name, find, verify and copy the attached files of statements."""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import chain, count
from typing import TYPE_CHECKING, NamedTuple, Protocol
from unicodedata import normalize

import msgspec

from mediarel import errors
from mediarel.atomic import make_folders, make_inner_folder, replace_file
from mediarel.model.media_types import kept_suffix
from mediarel.text.lines import HARMFUL, suffix_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from mediarel.attachments.original import Candidate, Progress
    from mediarel.model.parts import Attachment
    from mediarel.model.statement import Statement
    from mediarel.store.protocol import Document


_BLOCK = 1 << 20  # bytes to read at a time
FILES = "files"
_DIGITS = 2  # digits of a SHA-256 that name the folder
_NAME = re.compile(r"([0-9a-f]{64})(\.[a-z0-9]{1,8})?")
_INNER = re.compile(f"[0-9a-f]{{{_DIGITS}}}")
_END = r"\.[a-z0-9_]{8}\.tmp"
LEFTOVER = re.compile(rf"\..+{_END}")
"""The name of a temporary file that an interrupted command left."""
OUR_LEFTOVER = re.compile(rf"\.{_NAME.pattern}{_END}")
"""The name of a temporary file that is an incomplete copy of an attached file."""
_APART = re.compile(r"[\s._/–—-]+")
_LONGEST = 200  # bytes in UTF-8: short enough for any file system
_NO_NAME = "file"
# Characters that Windows forbids in file names, and device names, which Windows
# reserves with any extension.
_UNSAFE = re.compile(r'[<>:"/\\|?*]')
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|\Z)", re.IGNORECASE
)
_NO_ATTACHMENTS = b'"attachments": []'


class Kept(NamedTuple):
    """The contents of a folder: attached files by SHA-256, and unrelated paths."""

    files: dict[str, list[Path]]
    others: list[Path]


class KeptFile(NamedTuple):
    """A file in the archive: the SHA-256 in its name, its size, and the path to show.

    The path is like `files/ab/abcdef….pdf`. The bytes were not checked.
    """

    sha256: str
    size: int
    place: str


class Files(Protocol):
    """The attached files of an archive, by SHA-256."""

    def may_be_there(self) -> bool:
        """Return whether the archive may have attached files; the check is quick."""

    def folder(self, wanted: Iterable[AttachedFile]) -> Path:
        """Return a folder with the `wanted` files that the archive has.

        `places_of` returns the paths of the files. The paths are valid until the next
        call. The bytes are not checked.
        """

    def missing(self, wanted: Iterable[AttachedFile]) -> list[AttachedFile]:
        """Return the `wanted` files that are missing; compares only names and sizes.

        Raises OSError.
        """

    def keep(self, found: Candidate, progress: Progress = lambda *_: None) -> bool:
        """Copy the file `found` into the archive; return whether the copy is new.

        Raises UnreadableOriginalError, AccessError or ChangedFileError.
        """

    def take(self, file: AttachedFile, source: Path) -> bool:
        """Copy `file` from the folder `source`; return False if the file is not there.

        Raises OSError or ChangedFileError.
        """

    def clear_up(self) -> None:
        """Remove temporary files of killed commands; ignore errors."""

    def forget(self, names: Iterable[str], why: BaseException) -> None:
        """Remove the files whose SHA-256 are `names`, unless needed; ignore errors.

        The files were copied for a change that failed with the error `why`. The caller
        must hold the lock of the store.
        """

    def kept(self) -> dict[str, list[KeptFile]]:
        """Return all files of the archive, by SHA-256.

        Raises OSError.
        """

    def others(self) -> list[str]:
        """Return the paths of unrelated files in the folder.

        Raises OSError.
        """

    def digests(
        self, wanted: Collection[KeptFile], progress: Callable[[int, int], None]
    ) -> dict[KeptFile, str | OSError]:
        """Return the SHA-256 of each file's bytes, or the error if reading fails.

        `progress` is called with the number of bytes read, and the total.
        """

    def unneeded(self) -> list[KeptFile]:
        """Return the files that neither a statement nor the history needs.

        Includes temporary files of killed commands. Raises OSError.
        """

    def remove(self, wanted: Collection[KeptFile]) -> list[KeptFile]:
        """Remove the `wanted` files that nothing needs; return them.

        The caller must hold the lock of the store. Raises OSError.
        """


class LostFileError(errors.AccessError):
    """The copy of an attached file is missing or damaged."""

    def __init__(self, number: int, attachment: Attachment) -> None:
        super().__init__(
            f"the file {attachment.name!r} of statement {number} is missing or changed",
            errors.Hint("See what you can do: ", errors.Command("check")),
        )


class CopyError(errors.AccessError):
    """A copy of an attached file can't be written."""

    def __init__(self, place: Path, error: OSError) -> None:
        super().__init__(
            f"{error.filename or place}: {(error.strerror or str(error)).lower()}",
            "Check the permissions of the folder and the free space on the disk.",
        )


class Copied(NamedTuple):
    """The paths of the new copies, and of copies that already existed."""

    made: list[Path]
    there: list[Path]


class AttachedFile(NamedTuple):
    """The identity of an attached file; `size` is in bytes."""

    sha256: str
    size: int

    @classmethod
    def of(cls, attachment: Attachment) -> AttachedFile:
        """Return the file of `attachment`."""
        return cls(attachment.sha256, attachment.size)


class CopyResult(NamedTuple):
    """The number of copied files, and the SHA-256 of each missing or changed file."""

    copied: int
    missing: list[str]


class ChangedFileError(errors.RefusedError):
    """A file changed while it was being copied."""

    def __init__(self, place: Path) -> None:
        super().__init__(
            f"{place} changed while mediarel copied it",
            "Wait until no program writes to the file, then run the command again.",
        )


class _Attached(msgspec.Struct):
    """The attachments in the record of a statement."""

    attachments: list[_Attachment] | None = None


class _Attachment(msgspec.Struct):
    sha256: str
    size: int


def attached_files(statements: Iterable[Document]) -> list[AttachedFile]:
    """Return the files that are attached to `statements`, each once."""
    decoder = msgspec.json.Decoder(_Attached)
    files: dict[AttachedFile, None] = {}
    for raw in statements:
        if _NO_ATTACHMENTS not in bytes(raw):
            for each in decoder.decode(raw).attachments or ():
                files[AttachedFile(each.sha256, each.size)] = None
    return list(files)


def copy_files(
    wanted: Iterable[AttachedFile], source: Path, target: Path, *, like: Path | None
) -> CopyResult:
    """Copy the `wanted` files from the folder `source` to `target`.

    Copies have the same relative paths. They get the permissions of the file `like`,
    such as the archive. Without `like`, they get the permissions of new files. Files
    that are already in `target` are skipped. Files that are missing or damaged in
    `source` are not copied. Raises OSError or ChangedFileError.
    """
    copied = 0
    missing = []
    for file in wanted:
        if whole_file(target, file):
            continue
        original = whole_file(source, file)
        if original is None:
            missing.append(file.sha256)
            continue
        # If there is a copy, it is damaged: replace it.
        there = places_of(target, file.sha256)
        place = there[0] if there else target / original.relative_to(source)
        with original.open("rb", buffering=0) as opened:
            put_file(opened, place, target, file, like=like)
        copied += 1
    return CopyResult(copied, missing)


def copy_from(files: Files, wanted: Iterable[AttachedFile], target: Path) -> CopyResult:
    """Copy the `wanted` attached files of an archive to the folder `target`.

    Raises OSError or ChangedFileError.
    """
    copied = 0
    missing: list[str] = []
    for file in wanted:
        if not whole_file(target, file):
            result = copy_files([file], files.folder([file]), target, like=None)
            copied += result.copied
            missing += result.missing
    return CopyResult(copied, missing)


def put_file(  # noqa: PLR0913 - what, where, and how
    opened: BinaryIO,
    place: Path,
    folder: Path,
    file: AttachedFile,
    *,
    like: Path | None,
    on_block: Callable[[int], None] = lambda _: None,
    verify: Callable[[], None] = lambda: None,
) -> None:
    """Copy an `opened` file to `place` in `folder`, completely or not at all.

    Missing folders are created with the permissions of their parent, and everything is
    synced. The copied bytes must match `file`. `on_block` is called with the number of
    bytes of each copied block. `verify` is called before the copy replaces anything.
    Raises OSError, ChangedFileError, or the errors of `verify`.
    """
    make_inner_folder(folder)
    make_inner_folder(place.parent)
    replace_verified(opened, place, file, like=like, on_block=on_block, verify=verify)


def replace_verified(  # noqa: PLR0913 - as above
    opened: BinaryIO,
    place: Path,
    file: AttachedFile,
    *,
    like: Path | None = None,
    on_block: Callable[[int], None] = lambda _: None,
    verify: Callable[[], None] = lambda: None,
) -> None:
    """Replace the file at `place` with a copy of an `opened` file, like `put_file`."""
    digest = sha256()

    def write(copy: BinaryIO) -> None:
        for block in blocks(opened, on_block):
            digest.update(block)
            copy.write(block)

    def compare() -> None:
        if digest.hexdigest() != file.sha256:
            raise ChangedFileError(place)
        verify()

    replace_file(place, write, like=like, before_replace=compare)


def whole_file(folder: Path, file: AttachedFile) -> Path | None:
    """Return the path of `file` in `folder`; None if it is missing or damaged.

    Checks size and bytes. Raises OSError with the file name.
    """
    for place in places_of(folder, file.sha256):
        try:
            if _is_whole(place, file):
                return place
        except OSError as error:
            error.filename = str(place)
            raise
    return None


def file_by_size(folder: Path, file: AttachedFile) -> Path | None:
    """Return the path of `file` in `folder`, or None; checks only name and size.

    Raises OSError.
    """
    for place in places_of(folder, file.sha256):
        if place.stat().st_size == file.size:
            return place
    return None


def copy_out(
    wanted: Iterable[tuple[Statement, Attachment]], source: Files, target: Path
) -> Copied:
    """Copy the `wanted` attached files from `source` to the folder `target`.

    The folder is created, and nothing in it is replaced. If a different file has the
    same name, the copy gets a number. Raises LostFileError or CopyError.
    """
    copied = Copied([], [])
    try:
        make_folders(target)
        for statement, attachment in wanted:
            file, original = _original(statement, attachment, source)
            name = readable_name(statement, attachment)
            place, is_new = _reserved(target, name, file)
            if is_new:
                copy_to(original, place, file)
            (copied.made if is_new else copied.there).append(place)
    except OSError as error:
        raise CopyError(target, error) from error
    return copied


def copy_for_one(
    statement: Statement, attachment: Attachment, source: Files, target: Path
) -> Path:
    """Copy a file of `statement` to the private folder `target`.

    The copy has the file's name in the archive, and is read-only. Raises LostFileError
    or CopyError.
    """
    place = target / own_name(attachment)
    try:
        file, original = _original(statement, attachment, source)
        copy_to(original, place, file)
        place.chmod(0o400)
    except OSError as error:
        raise CopyError(place, error) from error
    return place


def _original(
    statement: Statement, attachment: Attachment, source: Files
) -> tuple[AttachedFile, Path]:
    file = AttachedFile.of(attachment)
    original = whole_file(source.folder([file]), file)
    if original is None:
        raise LostFileError(statement.id, attachment)
    return file, original


def own_name(attachment: Attachment) -> str:
    """Return the file's name in the archive, with an extension."""
    return file_name("".join(_parts(attachment)))


def copy_to(original: Path, place: Path, file: AttachedFile) -> None:
    """Copy `original` to `place`, where there must be no file or an empty file.

    If copying fails, nothing is left. Raises OSError, or ChangedFileError if the bytes
    don't match `file`.
    """
    try:
        with original.open("rb", buffering=0) as source:
            replace_verified(source, place, file)
    except BaseException:
        place.unlink(missing_ok=True)
        raise


def readable_name(statement: Statement, attachment: Attachment) -> str:
    """Return a readable name for a copy: `2012-07-16-clec-7-joint.pdf`."""
    stem, suffix = _parts(attachment)
    date = re.sub(r"[?~]", "", str(statement.date)).replace("/", "--").strip(".-")
    parts = (date, _slug(statement.program), str(statement.id), _slug(stem))
    return file_name("-".join(filter(None, parts)) + suffix)


def _parts(attachment: Attachment) -> tuple[str, str]:
    """Return the stem and the extension of a file name, or else of its media type."""
    stem, suffix = _split(attachment.name)
    return stem, suffix or kept_suffix(attachment.name, attachment.media_type)


def _slug(text: str) -> str:
    return _APART.sub("-", text.lower()).strip("-")


def _reserved(folder: Path, name: str, file: AttachedFile) -> tuple[Path, bool]:
    """Create an empty file in `folder` for a copy; return its path and True.

    If the copy already exists, returns the path of the copy and False.
    """
    taken: list[str] = []
    while True:
        place = folder / numbered(name, taken)
        try:
            place.open("xb").close()
        except FileExistsError:
            if place.is_file() and _is_whole(place, file):
                return place, False
            taken.append(place.name)
        else:
            return place, True


def _is_whole(place: Path, file: AttachedFile) -> bool:
    """Return whether the file at `place` has the size and bytes of `file`."""
    if place.stat().st_size != file.size:
        return False
    with place.open("rb", buffering=0) as content:
        return sha256_of(content)[0] == file.sha256


def files_folder(path: Path) -> Path:
    """Return the folder of the files that belong to the store at `path`."""
    return path.parent / FILES


def is_kept_place(path: Path) -> bool:
    """Return whether `path` looks like the path of an attached file."""
    folder = path.parent
    is_named = bool(_sha256_in(path.name)) and path.name[:_DIGITS] == folder.name
    return is_named and folder.parent.name == FILES


def place_for(folder: Path, sha256: str, suffix: str = "") -> Path:
    """Return the path for a new file in `folder`; `suffix` is like `.pdf`."""
    return folder / sha256[:_DIGITS] / f"{sha256}{suffix}"


def places_of(folder: Path, sha256: str) -> list[Path]:
    """Return the paths in `folder` of the file with this SHA-256, if any.

    The bytes are not checked. Raises OSError if the folder can't be read.
    """
    places = [folder / sha256, *_places_in(folder / sha256[:_DIGITS])]
    return [p for p in places if _sha256_in(p.name) == sha256 and p.is_file()]


def all_kept(folder: Path) -> Kept:
    """Return the contents of `folder`, and of its inner folders, such as `ab`.

    Raises OSError if a folder can't be read.
    """
    kept = Kept({}, [])
    for place in sorted(_places_in(folder)):
        if _INNER.fullmatch(place.name) and place.is_dir():
            for inner in sorted(_places_in(place)):
                _put(kept, inner, place.name)
        else:
            _put(kept, place, "")
    return kept


def _put(kept: Kept, place: Path, digits: str) -> None:
    sha256 = _sha256_in(place.name)
    if sha256 and sha256.startswith(digits) and place.is_file():
        kept.files.setdefault(sha256, []).append(place)
    else:
        kept.others.append(place)


def _places_in(folder: Path) -> list[Path]:
    """Return the paths in `folder`, or [] if the folder does not exist."""
    try:
        return list(folder.iterdir())
    except FileNotFoundError:
        return []


def _sha256_in(name: str) -> str:
    """Return the SHA-256 in the `name` of an attached file, or "" for other names."""
    found = _NAME.fullmatch(name)
    return found[1] if found else ""


def blocks(file: BinaryIO, on_block: Callable[[int], None]) -> Iterator[memoryview]:
    """Yield the content of an open file; a block is valid until the next block.

    `on_block` is called with the number of bytes of each block.
    """
    block = bytearray(_BLOCK)
    view = memoryview(block)
    while length := file.readinto(block):  # type: ignore[attr-defined]
        on_block(length)
        yield view[:length]


def sha256_of(
    file: BinaryIO, on_block: Callable[[int], None] = lambda _: None
) -> tuple[str, int]:
    """Return the SHA-256 and the number of bytes of the rest of an open file.

    `on_block` is called with the number of bytes of each block. Raises OSError.
    """
    digest, size = sha256(), 0
    for block in blocks(file, on_block):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


def clean_name(given: str) -> str:
    """Return a file name without folders, control characters and bidi characters.

    The result is one line in NFC, not too long, and never empty.
    """
    name = re.split(r"[/\\]", given.rstrip("/\\"))[-1]
    name = re.sub(f"[{HARMFUL}]", "", " ".join(name.split()))
    name = " ".join(normalize("NFC", name).split())
    return _cut(name.rstrip(". ") or _NO_NAME)


def file_name(name: str) -> str:
    """Return `name` as a file name that is valid on every system."""
    safe = _UNSAFE.sub("_", clean_name(_UNSAFE.sub("_", name)))
    return _DEVICE.sub(r"\g<0>_", safe)


def numbered(name: str, taken: Iterable[str]) -> str:
    """Return `name`, with a number before its extension if it is `taken`.

    Case is ignored, because many systems ignore it.
    """
    there = {each.casefold() for each in taken}
    stem, suffix = _split(name)
    others = (f"{stem}-{number}{suffix}" for number in count(2))
    return next(each for each in chain([name], others) if each.casefold() not in there)


def _cut(name: str) -> str:
    """Return `name`, cut to a valid length; the extension is kept."""
    if len(name.encode()) <= _LONGEST:
        return name
    stem, suffix = _split(name)
    room = _LONGEST - len(suffix.encode())
    kept = stem.encode()[:room].decode(errors="ignore")
    return (kept.rstrip(". ") or _NO_NAME) + suffix


def _split(name: str) -> tuple[str, str]:
    """Return the stem of a file name, and its extension as written."""
    length = len(name) - len(suffix_of(name))
    return name[:length], name[length:]
