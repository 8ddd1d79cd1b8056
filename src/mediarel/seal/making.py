"""Create the next seal of an archive, and export the sealed files."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from mediarel import errors
from mediarel.archive.name import identity
from mediarel.archive.public import Public
from mediarel.atomic import make_folders, sync_folder
from mediarel.seal.contents import forms, intact_files, public_forms, sealed_history
from mediarel.seal.seal_file import (
    FILES,
    SEAL,
    STATEMENTS,
    Seal,
    SealError,
    folder_of,
    put,
    read_seal,
    seal_folders,
)
from mediarel.store.records import about_of
from mediarel.store.tiny.file import reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mediarel.archive.archive import Archive
    from mediarel.seal.contents import Form


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
    folder = folder_of(archive, is_public=is_public)
    folders = seal_folders(folder)
    newest = read_seal([*folders.values()][-1]) if folders else None
    revision = archive.store.revision()
    seal, read = (_public if is_public else _whole)(archive, newest)
    seal = seal._replace(lines=_lines(archive, read()))
    if newest is not None:
        if newest.archive != seal.archive:
            place = folders[newest.number]
            raise SealError(
                f"{place} is a seal of a different archive: {newest.archive}"
            )
        if newest == seal._replace(sealed=newest.sealed, random=newest.random):
            return Made(newest, folders[newest.number], is_new=False, forms=read)
        seal = seal._replace(number=newest.number + 1, previous=newest.sha256)
    latest = max(newest.sealed if newest else "", seal.changed)
    if seal.sealed < latest:
        raise errors.RefusedError(
            f"the clock of this computer went back: the time is {seal.sealed}, but the"
            f" last seal or change was made at {latest}",
            "Correct the date and time, then try again.",
        )
    if not archive.store.is_at(revision):
        raise errors.BusyError(
            "another command changed the archive meanwhile",
            "No seal was written. Try again.",
        )
    place = folder / str(seal.number)
    _write_seal(seal, place)
    return Made(seal, place, is_new=True, forms=read)


def _whole(
    archive: Archive, newest: Seal | None
) -> tuple[Seal, Callable[[], Iterator[Form]]]:
    """Return a seal of the whole archive without lines, and a reader of statements."""
    store = archive.store
    snapshot = store.read()
    change, changed, history = sealed_history(store, snapshot)
    seal = Seal(
        number=newest.number if newest else 1,
        sealed=archive.now(),
        archive=identity(archive).uuid,
        name=about_of(snapshot.others).name,
        previous=newest.previous if newest else "",
        lines={},
        change=change,
        changed=changed,
        history=history,
    )
    return seal, partial(forms, store, snapshot)


def _public(
    archive: Archive, newest: Seal | None
) -> tuple[Seal, Callable[[], Iterator[Form]]]:
    """Return a seal of the public statements without lines, and their reader.

    The UUID is random. The UUID of the archive is computed from the history, and could
    confirm a guess of hidden text.
    """
    now = archive.now()
    public = Public(archive, now)
    seal = Seal(
        number=newest.number if newest else 1,
        sealed=now,
        archive=newest.archive if newest else str(uuid4()),
        name=public.name(),
        previous=newest.previous if newest else "",
        lines={},
        is_public=True,
        random=token_hex(16),
    )
    return seal, partial(public_forms, public)


def _lines(archive: Archive, found: Iterable[Form]) -> dict[str, str]:
    """Return the lines of a seal. Raises DamagedError."""
    lines: dict[str, str] = {}
    wanted: dict[str, int] = {}
    for form in found:
        if form.path in lines:
            raise errors.DamagedError(
                f"statement {form.id} has the UUID of a different statement:"
                f" {form.uuid}",
                errors.Hint("List all problems: ", errors.Command("check")),
            )
        lines[form.path] = form.sha256
        wanted.update(dict.fromkeys(form.files, form.id))
    places = intact_files(archive, wanted)
    for sha256, number in wanted.items():
        if sha256 not in places:
            raise errors.DamagedError(
                f"a file of statement {number} is missing or changed: {sha256}",
                errors.Hint("To see how to solve this: ", errors.Command("check")),
            )
        lines[places[sha256]] = sha256
    return lines


def _write_seal(seal: Seal, folder: Path) -> None:
    """Write a new seal. Raises BusyError or AccessError."""

    def refuse_other() -> None:
        if (folder / SEAL).exists():
            raise errors.BusyError(
                f"another command has just written {folder / SEAL}",
                errors.Hint("See its result: ", errors.Command("verify")),
            )

    put(folder / SEAL, seal.encoded(), before_replace=refuse_other)


def export(archive: Archive, made: Made, target: Path) -> None:
    """Write all sealed files and the seal to the new folder `target`.

    There, `sha256sum -c seal.txt` verifies them. Raises RefusedError or AccessError.
    """
    if target.exists():
        raise errors.RefusedError(
            f"{target} already exists", "Enter a new folder. Nothing was written."
        )
    temporary = target.with_name(f".{target.name}.{token_hex(4)}.tmp")
    try:
        make_folders(target.absolute().parent)
        temporary.mkdir(0o777 if made.seal.is_public else 0o700)
        try:
            _fill(archive, made, temporary)
            temporary.rename(target)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
        sync_folder(target.absolute().parent)
    except OSError as error:
        raise errors.AccessError(
            f"can't write {error.filename or target}: {reason(error)}",
            "Nothing was written. Check the permissions and the free space.",
        ) from error


def _fill(archive: Archive, made: Made, folder: Path) -> None:
    for each in made.folder.iterdir():
        shutil.copyfile(each, folder / each.name)
    (folder / STATEMENTS).mkdir()
    for form in made.forms():
        (folder / form.path).write_bytes(form.json)
    for path in filter(lambda each: each.startswith(FILES), made.seal.lines):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(archive.store.location).parent / path, folder / path)
