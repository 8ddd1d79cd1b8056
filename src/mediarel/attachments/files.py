"""Find, verify, name and copy attached files."""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import chain, count
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol
from unicodedata import normalize

import msgspec

from mediarel import errors
from mediarel.atomic import make_folders, make_inner_folder, replace_file
from mediarel.model.media_types import kept_suffix
from mediarel.text.lines import HARMFUL, suffix_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from mediarel.attachments.original import Candidate, Progress
    from mediarel.model.parts import Attachment
    from mediarel.model.statement import Statement
    from mediarel.store.protocol import Document


_BLOCK = 1 << 16  # bytes at a time; larger buffers make small files slow
FILES = "files"
_DIGITS = 2  # The first digits of the SHA-256 are the name of the inner folder.
_NAME = re.compile(r"([0-9a-f]{64})(\.[a-z0-9]{1,8})?")
_INNER = re.compile(f"[0-9a-f]{{{_DIGITS}}}")
_END = r"\.[a-z0-9_]{8}\.tmp"
LEFTOVER = re.compile(rf"\..+{_END}")
"""Matches the name of a temporary file of an interrupted command."""
OUR_LEFTOVER = re.compile(rf"\.{_NAME.pattern}{_END}")
"""Matches the name of a temporary file that is a copy of an attached file."""
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
    """The contents of a folder.

    `files` maps each SHA-256 to the paths of the attached file. `others` are all other
    paths.
    """

    files: dict[str, list[Path]]
    others: list[Path]


class KeptFile(NamedTuple):
    """A stored file. Its content has not been checked.

    `sha256` is part of the file name. `place` is the path for messages, such as
    `files/ab/abcdef….pdf`.
    """

    sha256: str
    size: int
    place: str


class Files(Protocol):
    """The storage of attached files: a folder or a database server."""

    def may_be_there(self) -> bool:
        """Return False if the archive surely has no files. This check is quick."""

    def folder(self, wanted: Iterable[AttachedFile]) -> Path:
        """Return a folder that contains the files in `wanted`.

        Missing files are left out, and the content of the files is not checked. To find
        the paths of the files, call `places_of`. The paths are valid until the next
        call of this method.
        """

    def missing(self, wanted: Iterable[AttachedFile]) -> list[AttachedFile]:
        """Return the files in `wanted` that are missing or have the wrong size.

        Raises OSError.
        """

    def keep(self, found: Candidate, progress: Progress = lambda *_: None) -> bool:
        """Copy a file into the archive. Return False if the archive already had it.

        Raises AccessError or ChangedFileError.
        """

    def take(self, file: AttachedFile, source: Path) -> bool:
        """Copy a file from the folder `source` into the archive.

        Return False if the folder does not have the file. Raises OSError or
        ChangedFileError.
        """

    def clear_up(self) -> None:
        """Remove temporary files of interrupted commands. Errors are ignored."""

    def forget(self, names: Iterable[str], why: BaseException) -> None:
        """Remove the files that were copied for a change that failed.

        `names` are the SHA-256 of the files, and `why` is the error. Files that are
        still needed are kept. Errors are ignored. The caller must have locked the
        store.
        """

    def kept(self) -> dict[str, list[KeptFile]]:
        """Return all stored files. Each SHA-256 maps to a list of files.

        Raises OSError.
        """

    def others(self) -> list[str]:
        """Return the paths in the folder that are not attached files.

        Raises OSError.
        """

    def digests(
        self, wanted: Collection[KeptFile], progress: Callable[[int, int], None]
    ) -> dict[KeptFile, str | OSError]:
        """Read the files and return the SHA-256 of the content of each file.

        If a file can't be read, its value is the error. `progress` is called with the
        number of bytes that have been read, and with the total.
        """

    def unneeded(self) -> list[KeptFile]:
        """Return the files that neither a statement nor the history needs.

        The result includes temporary files of interrupted commands. Raises OSError.
        """

    def remove(self, wanted: Collection[KeptFile]) -> list[KeptFile]:
        """Remove the files in `wanted` and return a list of the removed files.

        Files that are still needed are kept. The caller must have locked the store.
        Raises OSError.
        """


class CopyError(errors.AccessError):
    """A copy of an attached file can't be written."""

    def __init__(self, place: Path, error: OSError) -> None:
        super().__init__(
            f"{error.filename or place}: {(error.strerror or str(error)).lower()}",
            "Check the permissions of the folder and the free space on the disk.",
        )


class Copied(NamedTuple):
    """The result of copying files: new copies, and copies that already existed."""

    made: list[Path]
    there: list[Path]


class AttachedFile(NamedTuple):
    """The SHA-256 and the size (in bytes) of an attached file."""

    sha256: str
    size: int

    @classmethod
    def of(cls, attachment: Attachment) -> AttachedFile:
        """Return the SHA-256 and the size of an attachment."""
        return cls(attachment.sha256, attachment.size)


class CopyResult(NamedTuple):
    """The number of copied files, and the SHA-256 of each file that is missing."""

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
    """The attached files of a record. Other fields are not decoded."""

    attachments: list[_Attachment] | None = None


class _Attachment(msgspec.Struct):
    sha256: str
    size: int


def attached_files(statements: Iterable[Document]) -> list[AttachedFile]:
    """Return the attached files of all these statements, without duplicates."""
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
    """Copy the files in `wanted` from the folder `source` to the folder `target`.

    Copies have the same relative paths as the originals. They get the permissions of
    the file at `like`, such as the archive. If `like` is None, they get the usual
    permissions of new files. Files that are already in `target` are skipped. Files that
    are missing or damaged in `source` are not copied. Raises OSError or
    ChangedFileError.
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
    """Copy an open file to `place` in `folder`, completely or not at all.

    Missing folders are created with the permissions of their parent. The copy is synced
    to the disk. Its content must match `file`. `on_block` is called with the number of
    bytes of each copied block. `verify` is called before the copy is moved to `place`.
    Raises OSError, ChangedFileError, or the errors of `verify`.
    """
    make_inner_folder(folder)
    make_inner_folder(place.parent)
    content = blocks(opened, on_block)
    replace_verified(content, place, file, like=like, verify=verify)


def replace_verified(
    content: Iterable[bytes | memoryview],
    place: Path,
    file: AttachedFile,
    *,
    like: Path | None = None,
    verify: Callable[[], None] = lambda: None,
) -> None:
    """Like `put_file`, but `content` is given, and the folder of `place` must exist."""
    digest = sha256()

    def write(copy: BinaryIO) -> None:
        for block in content:
            digest.update(block)
            copy.write(block)

    def compare() -> None:
        if digest.hexdigest() != file.sha256:
            raise ChangedFileError(place)
        verify()

    replace_file(place, write, like=like, before_replace=compare)


def whole_file(folder: Path, file: AttachedFile) -> Path | None:
    """Return the path of an attached file, after checking its size and content.

    Return None if the file is missing or damaged. If the file can't be read, raises
    OSError with the file name.
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
    """Return the path of an attached file, after checking only its name and size.

    Return None if there is no such file. Raises OSError.
    """
    for place in places_of(folder, file.sha256):
        if place.stat().st_size == file.size:
            return place
    return None


def copy_out(
    wanted: Iterable[tuple[Statement, Attachment]], source: Files, target: Path
) -> Copied:
    """Copy the attached files in `wanted` to the folder `target`.

    The folder is created if necessary. Existing files are not replaced. If a different
    file has the same name, a number is added to the name of the copy. Raises
    AccessError.
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
    """Copy a file of a statement to the private folder `target`.

    The copy gets the file's name in the archive. It is read-only. Raises AccessError.
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
        what = f"the file {attachment.name!r} of statement {statement.id}"
        raise errors.AccessError(
            f"{what} is missing or changed",
            errors.Hint("To see how to solve this: ", errors.Command("check")),
        )
    return file, original


def own_name(attachment: Attachment) -> str:
    """Return the file's name in the archive. A missing extension is added."""
    return file_name("".join(_parts(attachment)))


def copy_to(original: Path, place: Path, file: AttachedFile) -> None:
    """Copy the file `original` to `place`. Its content must match `file`.

    If `place` exists, it must be an empty file. If copying fails, `place` is removed.
    Raises OSError or ChangedFileError.
    """
    try:
        with original.open("rb", buffering=0) as source:
            replace_verified(blocks(source), place, file)
    except BaseException:
        place.unlink(missing_ok=True)
        raise


def readable_name(statement: Statement, attachment: Attachment) -> str:
    """Return a name for a copy that helps people to recognise the file.

    The name has the date, issuer and id of the statement: `2012-07-16-clec-7-note.pdf`.
    """
    stem, suffix = _parts(attachment)
    date = re.sub(r"[?~]", "", str(statement.date)).replace("/", "--").strip(".-")
    parts = (date, _slug(statement.program), str(statement.id), _slug(stem))
    return file_name("-".join(filter(None, parts)) + suffix)


def _parts(attachment: Attachment) -> tuple[str, str]:
    """Split a file name into stem and extension.

    A missing extension is replaced with the usual extension of the media type.
    """
    stem, suffix = _split(attachment.name)
    return stem, suffix or kept_suffix(attachment.name, attachment.media_type)


def _slug(text: str) -> str:
    return _APART.sub("-", text.lower()).strip("-")


def _reserved(folder: Path, name: str, file: AttachedFile) -> tuple[Path, bool]:
    """Create an empty file for a copy. Return the path of the file, and True.

    If the folder already has the copy, return the path of the copy, and False.
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
    """Return True if the file at `place` has the size and SHA-256 of `file`."""
    if place.stat().st_size != file.size:
        return False
    with place.open("rb", buffering=0) as content:
        return sha256_of(content)[0] == file.sha256


def files_folder(path: Path) -> Path:
    """Return the folder for the attached files of the store at `path`."""
    return path.parent / FILES


def is_kept_place(path: Path) -> bool:
    """Return True if `path` looks like the path of a stored file."""
    folder = path.parent
    is_named = bool(_sha256_in(path.name)) and path.name[:_DIGITS] == folder.name
    return is_named and folder.parent.name == FILES


def place_for(folder: Path, sha256: str, suffix: str = "") -> Path:
    """Return the path for a new file: `FOLDER/ab/abcdef….pdf`."""
    return folder / sha256[:_DIGITS] / f"{sha256}{suffix}"


def places_of(folder: Path, sha256: str) -> list[Path]:
    """Return the paths of all files in `folder` whose name contains this SHA-256.

    The content of the files is not checked. Raises OSError if the folder can't be read.
    """
    places = [folder / sha256, *_places_in(folder / sha256[:_DIGITS])]
    return [p for p in places if _sha256_in(p.name) == sha256 and p.is_file()]


def all_kept(folder: Path) -> Kept:
    """Return the contents of a folder and of its inner folders, such as `ab`.

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
    """Return the paths in a folder. Return [] if the folder does not exist."""
    try:
        return list(folder.iterdir())
    except FileNotFoundError:
        return []


def _sha256_in(name: str) -> str:
    """Return the SHA-256 in the name of a stored file. Return "" for other names."""
    found = _NAME.fullmatch(name)
    return found[1] if found else ""


def blocks(
    file: BinaryIO, on_block: Callable[[int], None] = lambda _: None
) -> Iterator[memoryview]:
    """Yield the content of an open file in blocks.

    The memory of a block is used again for the next block. `on_block` is called with
    the number of bytes of each block.
    """
    block = bytearray(_BLOCK)
    view = memoryview(block)
    while length := file.readinto(block):  # type: ignore[attr-defined]
        on_block(length)
        yield view[:length]


def sha256_of(
    file: BinaryIO, on_block: Callable[[int], None] = lambda _: None
) -> tuple[str, int]:
    """Read an open file to its end. Return the SHA-256 and the number of bytes.

    `on_block` is called with the number of bytes of each block. Raises OSError.
    """
    digest, size = sha256(), 0
    for block in blocks(file, on_block):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


def clean_name(given: str) -> str:
    """Remove folders, control characters and bidi characters from a file name.

    White space becomes a single space. The result is in NFC. A long name is shortened,
    and an empty name becomes `file`.
    """
    name = re.split(r"[/\\]", given.rstrip("/\\"))[-1]
    name = re.sub(f"[{HARMFUL}]", "", " ".join(name.split()))
    name = " ".join(normalize("NFC", name).split())
    return _cut(name.rstrip(". ") or _NO_NAME)


def file_name(name: str) -> str:
    """Change a name so that it is a valid file name on every system."""
    safe = _UNSAFE.sub("_", clean_name(_UNSAFE.sub("_", name)))
    return _DEVICE.sub(r"\g<0>_", safe)


def numbered(name: str, taken: Iterable[str]) -> str:
    """Return a file name that is not in `taken`: `a.pdf`, `a-2.pdf`, `a-3.pdf`.

    Names that differ only in case are the same, as on many systems.
    """
    there = {each.casefold() for each in taken}
    stem, suffix = _split(name)
    others = (f"{stem}-{number}{suffix}" for number in count(2))
    return next(each for each in chain([name], others) if each.casefold() not in there)


def _cut(name: str) -> str:
    """Shorten the stem of a file name if the name is too long."""
    if len(name.encode()) <= _LONGEST:
        return name
    stem, suffix = _split(name)
    room = _LONGEST - len(suffix.encode())
    kept = stem.encode()[:room].decode(errors="ignore")
    return (kept.rstrip(". ") or _NO_NAME) + suffix


def _split(name: str) -> tuple[str, str]:
    """Split a file name into stem and extension, without changing the case."""
    length = len(name) - len(suffix_of(name))
    return name[:length], name[length:]
