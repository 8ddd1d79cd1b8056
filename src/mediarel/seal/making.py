"""Create the next seal of an archive, and export the sealed files."""

from __future__ import annotations

import shutil
from collections import deque
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from mediarel import errors
from mediarel.archive.name import identity
from mediarel.archive.public import Public
from mediarel.archive.scan import Scan
from mediarel.atomic import make_folders
from mediarel.seal.contents import (
    forms,
    intact_files,
    public_forms,
    sealed_history,
)
from mediarel.seal.seal_file import (
    FILES,
    FIRST,
    KINDS,
    SEAL,
    STATEMENTS,
    Seal,
    SealError,
    count,
    folder_of,
    put,
    read_seal,
    seal_folders,
)
from mediarel.seal.signatures import public_files
from mediarel.store.records import about_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from mediarel.archive.archive import Archive
    from mediarel.seal.contents import Form

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
    folders = seal_folders(archive, is_public=is_public)
    newest = read_seal([*folders.values()][-1]) if folders else None
    before = newest.head if newest else {}
    revision = archive.store.revision()
    about, read = (_public if is_public else _whole)(archive)
    lines = _lines(archive, read())
    # The UUID in a public seal is random, because the other one depends on the history.
    # `identity` also updates the index, which refuses invalid records.
    uuid = before.get("archive") or str(uuid4())
    head = {
        "mediarel-seal": KINDS[is_public],
        "number": str(newest.number + 1 if newest else 1),
        "sealed": archive.now(),
        "archive": uuid if is_public else identity(archive).uuid,
        **about,
        "statements": str(count(lines, STATEMENTS)),
        "files": str(count(lines, FILES)),
        "previous-sha256": newest.sha256 if newest else FIRST,
    }
    if newest is not None:
        if before["archive"] != head["archive"]:
            place = folders[newest.number]
            raise SealError(f"{place} is a seal of a different archive")
        if newest == Seal(
            {**head, **{n: before[n] for n in _OWN if n in before}}, lines
        ):
            return Made(newest, folders[newest.number], is_new=False, forms=read)
    latest = max(before.get("sealed", ""), head.get("last-change-at", ""))
    if head["sealed"] < latest:
        raise errors.RefusedError(
            f"the clock of this computer went back: the time is {head['sealed']}, but"
            f" the last seal or change was made at {latest}",
            "Correct the date and time, then try again.",
        )
    place = folder_of(archive, is_public=is_public) / head["number"]
    if (place / SEAL).exists() or not archive.store.is_at(revision):
        raise errors.BusyError(
            "another command changed or sealed the archive meanwhile",
            "No seal was written. Try again.",
        )
    seal = Seal(head, lines)
    put(place / SEAL, seal.encoded(), Path(archive.store.location))
    return Made(seal, place, is_new=True, forms=read)


def _whole(archive: Archive) -> tuple[dict[str, str], Callable[[], Iterator[Form]]]:
    """Return the header about the whole archive, and a function that yields it."""
    store = archive.store
    snapshot = store.read()
    if not snapshot.history:
        raise errors.RefusedError(
            "the archive is empty, so there is nothing to seal",
            "Add a statement first.",
        )
    name = about_of(snapshot.others).name
    head = {"name": name, **sealed_history(store, snapshot)}
    return head, partial(forms, store, snapshot, is_checked=True)


def _public(archive: Archive) -> tuple[dict[str, str], Callable[[], Iterator[Form]]]:
    """Return the header about the public content, and a function that yields it.

    Nothing may confirm a guess of hidden text. With a random text, the SHA-256 in the
    next seal says nothing about a seal that was not published.
    """
    deque(forms(archive.store, archive.store.read(), is_checked=True), maxlen=0)
    public = Public(archive, archive.now())
    head = {"name": public.name(), "random": token_hex(16)}
    return head, partial(public_forms, public)


def _lines(archive: Archive, found: Iterable[Form]) -> dict[str, str]:
    """Return the lines of a seal. Raises DamagedError."""
    lines: dict[str, str] = {}
    wanted: dict[str, int] = {}
    problem = ""
    for form in found:
        if form.path in lines:
            problem = f"statement {form.id} has the UUID of another one: {form.uuid}"
        lines[form.path] = form.sha256
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
    return lines


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
            f"{target} already exists", "Enter a new folder. Nothing was written."
        )
    make_folders(target.absolute().parent)
    target.mkdir(0o777 if made.seal.is_public else 0o700)
    try:
        (target / STATEMENTS).mkdir()
        for form in made.forms():
            (target / form.path).write_bytes(form.json)
        for path in filter(lambda each: each.startswith(FILES), made.seal.lines):
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
        (target / SEAL).write_bytes(made.seal.encoded())
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
