"""Find the archive, and read the user's settings.

This module never looks up environment variables or default folders. Callers pass them
as arguments.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from mediarel import errors
from mediarel.address import Address, is_address, read_address
from mediarel.text.lines import one_line

STORE = Path("data", "statements.json")
VARIABLE = "MEDIAREL_ARCHIVE"


class NoArchiveError(errors.AccessError):
    """The user did not specify an archive, and mediarel did not find one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"there is no archive ({STORE}) in {folder} or a folder above it",
            errors.Hint(
                "Add --archive FILE, or create an archive: ",
                errors.Command("init"),
            ),
        )


class InvalidSettingError(errors.InvalidError):
    """The settings file can't be read, or has an unknown or invalid setting."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"{path}: {what}", f"The settings are: {', '.join(_SETTINGS)}."
        )


class Settings(NamedTuple):
    """The settings in the user's TOML file. Each field is a key of the file.

    `archive` is a path or the URL of a server. `author` is the name that is recorded in
    the history. `type` is the default type of new statements. `dates` is either
    "day-first" or "month-first". `style` is one of `STYLES`.
    """

    archive: str | None = None
    author: str | None = None
    type: str | None = None
    dates: str | None = None
    style: str | None = None


_SETTINGS = ("archive", "author", "type", "dates", "style")
STYLES = ("apa", "chicago", "mla", "harvard")  # citation styles


def read_settings(path: Path) -> Settings:
    """Return the settings in the file at `path`.

    If there is no file, return the defaults.

    Raises InvalidSettingError.
    """
    try:
        text = path.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InvalidSettingError(path, f"can't read the file: {reason}") from error
    except UnicodeDecodeError as error:
        raise InvalidSettingError(path, "the file is not UTF-8") from error
    import tomllib  # noqa: PLC0415 - most users have no settings file

    try:
        given = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidSettingError(
            path, f"the file is not valid TOML: {error}"
        ) from error
    _check(given, path)
    return Settings(**given)


def _check(given: Mapping[str, object], path: Path) -> None:
    for name, value in given.items():
        if name not in _SETTINGS:
            raise InvalidSettingError(path, f"there is no setting {name!r}")
        if not isinstance(value, str) or not value:
            raise InvalidSettingError(path, f"{name} must be text")
        if name == "archive":
            _check_archive(value, path)
        if name == "type" and value != one_line(value):
            raise InvalidSettingError(path, "type must be one line of text")
    if given.get("dates", "day-first") not in {"day-first", "month-first"}:
        raise InvalidSettingError(path, 'dates must be "day-first" or "month-first"')
    if given.get("style", STYLES[0]) not in STYLES:
        raise InvalidSettingError(path, f"style must be one of {', '.join(STYLES)}")


def _check_archive(archive: str, path: Path) -> None:
    if "\0" in archive:
        raise InvalidSettingError(path, "archive contains the character U+0000")
    if is_address(archive):
        try:
            read_address(archive)
        except errors.MisuseError as error:
            raise InvalidSettingError(path, f"archive {error.problem}") from error
        return
    try:
        Path(archive).expanduser()
    except RuntimeError:
        home = Path(archive).parts[0]
        raise InvalidSettingError(
            path, f"archive begins with {home!r}, but this user doesn't exist"
        ) from None


def find_archive(  # noqa: PLR0913 - all inputs of the search
    named: str | None,
    *,
    environment: Mapping[str, str],
    settings: Settings,
    folder: Callable[[], Path],
    data_folder: Path | None,
    existed: Callable[[Path], bool] = lambda _: False,
) -> Path | Address:
    """Return the path of the archive's store, or the archive's address on a server.

    Looks in these places, in this order:

    - `named`, the value of --archive
    - the value of the environment variable
    - the nearest archive, in the current folder or in one of the folders above
    - the archive in the settings
    - the archive in the user's `data_folder`

    `folder` returns the current folder, and is called only if needed. A folder contains
    an archive if it contains a store or backups, or if `existed` returns True for the
    path of the store. If a value is the path of a folder, the archive in that folder is
    used. Raises AddressError, NoArchiveError, and the errors of `folder`.
    """
    if named is not None:
        return _found(named)
    if environment.get(VARIABLE):
        return _found(environment[VARIABLE])
    here = folder()
    for above in (here, *here.parents):
        path = above / STORE
        if path.exists() or path.with_name("backups").is_dir() or existed(path):
            return path
    if settings.archive:
        return _found(settings.archive, is_set=True)
    if data_folder is not None and (data_folder / STORE).exists():
        return data_folder / STORE
    raise NoArchiveError(here)


def _found(said: str, *, is_set: bool = False) -> Path | Address:
    """Parse the location of an archive: a URL or a path.

    A ~ is expanded only if the location is from the settings (`is_set`). Elsewhere, the
    shell has already expanded it.
    """
    if is_address(said):
        return read_address(said)
    return _store_in(Path(said).expanduser() if is_set else Path(said))


def _store_in(path: Path) -> Path:
    """Return the path of the store in the folder `path`.

    If `path` is a file, return `path` itself. If nothing exists at `path`, a path
    without a file name extension is a folder, and any other path is a file.
    """
    is_folder = path.is_dir() or not (path.suffix or os.path.lexists(path))
    if not is_folder or path.name == STORE.name:
        return path
    # The folder of an archive may also contain an export named statements.json.
    within, beside = path / STORE, path / STORE.name
    return beside if beside.exists() and not within.exists() else within
