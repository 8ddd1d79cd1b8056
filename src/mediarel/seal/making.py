"""Create the next seal of an archive, and export the sealed files.

A seal covers statements as canonical JSON, attached files and the history. The
canonical JSON of a statement doesn't depend on the format version of the archive: empty
fields are left out. `modified` is left out too, because the history has it.
"""

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from uuid import uuid4

import msgspec

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.configuration import identity
from mediarel.archive.public import Public
from mediarel.archive.scan import Scan
from mediarel.archive.session import OutsideChangeError
from mediarel.atomic import make_folders
from mediarel.model.digests import PREFIX, fits_checksum
from mediarel.model.fields import RECORD
from mediarel.model.statement import Statement, read_statement, renewed, without_empty
from mediarel.seal import seal_file
from mediarel.seal.seal_file import SEAL, STATEMENTS, Seal
from mediarel.seal.signatures import public_files
from mediarel.store.protocol import Snapshot
from mediarel.store.sound import read_checksums
from mediarel.store.tiny.read import streamed_snapshot
from mediarel.text.canonical import canonical_json, sha256_of

_OBJECTS = {field.name for field in RECORD if field.kind.is_json}
_FILLED = {"type", "language"}  # early versions did not store them
# The lines of the header that differ between two seals of the same content.
_OWN = {"number", "sealed", "random", "previous-sha256"}


class Form(NamedTuple):
    """A statement as sealed: its canonical JSON, and the SHA-256 of attached files."""

    id: int
    uuid: str
    json: bytes
    files: tuple[str, ...]

    @property
    def path(self) -> str:
        """The path of the statement in a seal."""
        return f"{STATEMENTS}{self.uuid}.json"

    @property
    def sha256(self) -> str:
        """The SHA-256 of the canonical JSON."""
        return sha256(self.json).hexdigest()


def stored_form(number: int, said: dict[str, Any]) -> Form:
    """Return the sealed form of a statement. `said` has its fields with values."""
    if said.keys() >= _FILLED and said.keys().isdisjoint(_OBJECTS):
        return _form(number, said)
    return public_form(read_statement(number, said))


def public_form(shown: Statement) -> Form:
    """Return the sealed form of a public statement, as shown to the public."""
    return _form(shown.id, without_empty(shown.to_json()))


def _form(number: int, said: dict[str, Any]) -> Form:
    said.pop("modified", None)
    said["id"] = number
    files = tuple(each["sha256"] for each in said.get("attachments", ()))
    return Form(number, said["uuid"], canonical_json(said), files)


def forms(
    snapshot: Snapshot, public: Public | None, *, is_checked: bool = False
) -> Iterator[Form]:
    """Yield all statements of a snapshot, or the public form of public statements.

    The index has found the statements valid. If `is_checked` is True, raises
    OutsideChangeError if a statement doesn't match its checksum.
    """
    kept = read_checksums(snapshot.checksums) if is_checked else {}
    for key, raw in snapshot.statements.items():
        number, fields = int(key), msgspec.json.decode(raw)
        said = renewed(without_empty(fields))
        checksum = kept.pop(number, "")  # to free the memory
        # `fits_checksum` also knows earlier format versions, but is slower.
        is_kept = not is_checked or checksum == PREFIX + sha256_of(said)
        if not (is_kept or fits_checksum(fields, checksum)):
            raise OutsideChangeError([number])
        if public is None or public.is_unchanged(said):
            yield stored_form(number, said)
        elif shown := public.seen(read_statement(number, said)):
            yield public_form(shown)


def sealed_history(snapshot: Snapshot, last: int = 10**18) -> dict[str, str]:
    """Return the header lines about the history up to change `last`.

    The SHA-256 is of one line for each change, oldest first: its canonical JSON with
    its `number`, without empty fields.
    """
    digest, newest, at = sha256(), 0, ""
    for newest in sorted(n for n in map(int, snapshot.history) if n <= last):
        said = without_empty(msgspec.json.decode(snapshot.history[str(newest)]))
        at = said["at"]
        digest.update(canonical_json({**said, "number": newest}) + b"\n")
    return {
        "last-change": str(newest),
        "last-change-at": at,
        "history-sha256": digest.hexdigest(),
    }


def intact_files(archive: Archive, wanted: Iterable[str]) -> dict[str, str]:
    """Return the path of each attached file that is present and unchanged, by SHA-256.

    All files are read. `wanted` has their SHA-256.
    """
    there = archive.files.kept() if archive.files.may_be_there() else {}
    kept = [file for each in sorted({*wanted}) for file in there.get(each, ())]
    progress = partial(archive.progress, "Reading attached files")
    read = archive.files.digests(kept, progress)
    return {file.sha256: file.place for file in kept if read[file] == file.sha256}


class Made(NamedTuple):
    """A seal and its folder. `is_new` is False if the seal already existed.

    `forms` yields the sealed statements.
    """

    seal: Seal
    folder: Path
    is_new: bool
    forms: Callable[[], Iterator[Form]]


def make_seal(archive: Archive, *, is_public: bool) -> Made:
    """Create the next seal. If nothing has changed since the newest seal, return it.

    Raises DamagedError, RefusedError, BusyError or AccessError.
    """
    store = archive.store
    folders = seal_file.seal_folders(archive, is_public=is_public)
    newest = max(folders, default=0)
    last = seal_file.read_seal(folders[newest], is_newest=True) if newest else None
    before = last.head if last else {}
    revision = store.revision()
    snapshot = streamed_snapshot(Path(store.location))
    public = Public(archive, archive.now()) if is_public else None
    if public:
        # Nothing may confirm a guess of hidden text. With a random text, the SHA-256 in
        # the next seal says nothing about a seal that was not published. The UUID is
        # random, because the other one depends on the history.
        uuid = before.get("archive") or str(uuid4())
        about = {"name": public.name(), "random": token_hex(16)}
    elif snapshot.history:
        uuid = identity(archive).uuid
        about = {"name": archive.name(), **sealed_history(snapshot)}
    else:
        raise errors.RefusedError(
            "the archive is empty, so there is nothing to seal",
            "Add a statement first.",
        )
    if before.get("archive", uuid) != uuid:
        raise seal_file.SealError(f"{folders[newest]} is a seal of a different archive")
    lines, files = _lines(archive, forms(snapshot, public, is_checked=True))
    head = {
        "mediarel-seal": seal_file.KINDS[is_public],
        "number": str(newest + 1),
        "sealed": archive.now(),
        "archive": uuid,
        **about,
        "statements": str(len(lines) - files),
        "files": str(files),
        "previous-sha256": last.sha256 if last else seal_file.FIRST,
    }
    read = partial(forms, snapshot, public)
    as_before = {**head, **{n: before[n] for n in _OWN if n in before}}
    if last and as_before == before and seal_file.encoded(before, lines) == last.data:
        return Made(last, folders[newest], is_new=False, forms=read)
    latest = max(before.get("sealed", ""), about.get("last-change-at", ""))
    if head["sealed"] < latest:
        raise errors.RefusedError(
            f"the clock of this computer went back: the time is {head['sealed']}, but"
            f" the last seal or change was made at {latest}",
            "Correct the date and time, then try again.",
        )
    place = seal_file.folder_of(archive, is_public=is_public) / head["number"]
    if (place / SEAL).exists() or not store.is_at(revision):
        raise errors.BusyError(
            "another command changed or sealed the archive meanwhile",
            "No seal was written. Try again.",
        )
    seal = Seal(head, seal_file.encoded(head, lines))
    seal_file.put(place / SEAL, seal.data, Path(store.location))
    return Made(seal, place, is_new=True, forms=read)


def _lines(archive: Archive, found: Iterable[Form]) -> tuple[dict[str, str], int]:
    """Return the lines of a seal, and the number of files. Raises DamagedError."""
    lines: dict[str, str] = {}
    wanted: dict[str, int] = {}
    problem = ""
    for form in found:
        path = form.path
        if path in lines:
            problem = f"statement {form.id} has the UUID of another one: {form.uuid}"
        lines[path] = form.sha256
        wanted.update(dict.fromkeys(form.files, form.id))
    places = intact_files(archive, wanted)
    for digest, number in wanted.items():
        if digest in places:
            lines[places[digest]] = digest
        else:
            problem = f"a file of statement {number} is missing or changed: {digest}"
    if problem:
        hint = errors.Hint("To see how to solve this: ", errors.Command("check"))
        raise errors.DamagedError(problem, hint)
    return lines, len(wanted)


def export(
    archive: Archive, made: Made, target: Path, allowed: Collection[str] = ()
) -> None:
    """Write all sealed files and the seal to the new folder `target`.

    There, `sha256sum -c seal.txt` verifies them. The files of a public seal are
    searched for hidden texts, except the texts in `allowed`. Raises LeakError,
    RefusedError or AccessError.
    """
    if target.exists():
        raise errors.RefusedError(f"{target} already exists", "Enter a new folder.")
    parent = target.absolute().parent
    make_folders(parent)
    with TemporaryDirectory(prefix=".seal-", dir=parent) as temporary:
        folder = Path(temporary, "sealed")
        (folder / STATEMENTS).mkdir(parents=True)
        for form in made.forms():
            (folder / form.path).write_bytes(form.json)
        for path in made.seal.read_lines()[1]:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(archive.store.location).parent / path, folder / path)
        for name, content in public_files(made.folder).items():
            (folder / name).write_bytes(content)
        (folder / SEAL).write_bytes(made.seal.data)
        if made.seal.is_public:
            scan = Scan(archive, Public(archive, archive.now()), allowed)
            files = (each for each in folder.rglob("*") if each.is_file())
            named = ((each.relative_to(folder).as_posix(), each) for each in files)
            scan.check_folder(named, str(target))
        else:
            folder.chmod(0o700)
        folder.rename(target)
