"""Create the next seal of an archive, and export the sealed files."""

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple
from uuid import uuid4

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.configuration import identity
from mediarel.archive.public import Public
from mediarel.archive.scan import Scan
from mediarel.atomic import make_folders
from mediarel.seal.contents import (
    Form,
    forms,
    intact_files,
    sealed_history,
)
from mediarel.seal.seal_file import (
    FIRST,
    KINDS,
    SEAL,
    STATEMENTS,
    Seal,
    SealError,
    folder_of,
    put,
    read_seal,
    seal_folders,
)
from mediarel.seal.signatures import public_files
from mediarel.store.records import about_of
from mediarel.store.tiny.read import streamed_snapshot

# What differs between two seals of the same content.
_OWN = ("number", "sealed", "random", "previous-sha256")


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
    before, previous = _newest(archive, is_public=is_public)
    revision = store.revision()
    snapshot = streamed_snapshot(Path(store.location))
    public = Public(archive, archive.now()) if is_public else None
    if public:
        # Nothing may confirm a guess of hidden text. With a random text, the SHA-256 in
        # the next seal says nothing about a seal that was not published. The UUID is
        # random, because the other one depends on the history.
        about = {"name": public.name(), "random": token_hex(16)}
        uuid = before["archive"] if before else str(uuid4())
    elif snapshot.history:
        name = about_of(snapshot.others).name
        about = {"name": name, **sealed_history(store, snapshot)}
        uuid = identity(archive).uuid
    else:
        raise errors.RefusedError(
            "the archive is empty, so there is nothing to seal",
            "Add a statement first.",
        )
    read = partial(forms, store, snapshot, public)
    lines, files = _lines(archive, read(is_checked=True))
    head = {
        "mediarel-seal": KINDS[is_public],
        "number": str(int(before.get("number", 0)) + 1),
        "sealed": archive.now(),
        "archive": uuid,
        **about,
        "statements": str(len(lines) - files),
        "files": str(files),
        "previous-sha256": previous,
    }
    folder = folder_of(archive, is_public=is_public)
    if before:
        place = folder / before["number"]
        if before["archive"] != uuid:
            raise SealError(f"{place} is a seal of a different archive")
        is_same = {**head, **{n: before[n] for n in _OWN if n in before}} == before
        same = Seal(before, lines)
        if is_same and same.sha256 == previous:
            return Made(same, place, is_new=False, forms=read)
    latest = max(before.get("sealed", ""), head.get("last-change-at", ""))
    if head["sealed"] < latest:
        raise errors.RefusedError(
            f"the clock of this computer went back: the time is {head['sealed']}, but"
            f" the last seal or change was made at {latest}",
            "Correct the date and time, then try again.",
        )
    place = folder / head["number"]
    if (place / SEAL).exists() or not store.is_at(revision):
        raise errors.BusyError(
            "another command changed or sealed the archive meanwhile",
            "No seal was written. Try again.",
        )
    seal = Seal(head, lines)
    put(place / SEAL, seal.encoded(), Path(store.location))
    return Made(seal, place, is_new=True, forms=read)


def _newest(archive: Archive, *, is_public: bool) -> tuple[Mapping[str, str], str]:
    """Return the header and the SHA-256 of the newest seal.

    If there is no seal, return an empty header. The lines of the seal are not returned,
    because those of 100,000 statements need 40 MB. Raises SealError or AccessError.
    """
    if not (folders := seal_folders(archive, is_public=is_public)):
        return {}, FIRST
    newest = read_seal([*folders.values()][-1])
    return newest.head, newest.sha256


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
    for sha256, number in wanted.items():
        if sha256 in places:
            lines[places[sha256]] = sha256
        else:
            problem = f"a file of statement {number} is missing or changed: {sha256}"
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
        raise errors.RefusedError(
            f"{target} already exists", "Enter a new folder. Nothing was exported."
        )
    make_folders(target.absolute().parent)
    target.mkdir(0o777 if made.seal.is_public else 0o700)
    try:
        (target / STATEMENTS).mkdir()
        for form in made.forms():
            (target / form.path).write_bytes(form.json)
        for path in made.seal.files:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(archive.store.location).parent / path, target / path)
        for name, content in public_files(made.folder).items():
            (target / name).write_bytes(content)
        if made.seal.is_public:
            scan = Scan(archive, Public(archive, archive.now()), allowed)
            files = [e for e in target.rglob("*") if e.is_file()]
            named = [(each.relative_to(target).as_posix(), each) for each in files]
            named.append((SEAL, made.folder / SEAL))
            scan.check_folder(named, str(target))
        # The seal is last: a folder without a seal is incomplete.
        shutil.copyfile(made.folder / SEAL, target / SEAL)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
