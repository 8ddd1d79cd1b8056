"""Define the errors of a server, with mediarel's own messages.

They quote the server and libpq if that helps, but never a password.
"""

from __future__ import annotations

import re
import shlex
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from mediarel.errors import (
    AccessError,
    BusyError,
    Command,
    DamagedError,
    Hint,
    MediarelError,
    NewerArchiveError,
    RefusedError,
)
from mediarel.postgres.schema import VERSION, WRONG_VERSION

if TYPE_CHECKING:
    from mediarel.address import Address

_LOOK = "Check that the server is running, and check host, user and password."
# The second code comes from a standby server that is asked to begin a change.
_READ_ONLY = {"25006", "0A000"}
# libpq's message for one host; lines of advice may follow.
_FAILED = re.compile(
    r'connection to server (?:at|on socket) "(?P<host>[^"]*)".* failed: '
    r"(?:[A-Z]+: +)?(?P<why>.*)"
)
_CODES_OF_ACCESS = {"42501": "has no permission", "28000": "can't log in"}
_NO_NUMBER = "22P02"
_LOCKED = "55P03"
_CANCELLED = "57014"
_FULL = {"53100": "the disk is full", "53200": "it is out of memory"}
# An object with that name exists and belongs to another program.
_IN_THE_WAY = {"42P07", "42710", "42723"}
_NO_TABLES = {"42P01", "3F000", "42883", "42703"}


class NoDriverError(AccessError):
    """The driver for PostgreSQL is not installed."""

    def __init__(self, address: Address) -> None:
        super().__init__(
            f"the archive {address} is on a server, and the driver for PostgreSQL is"
            " not installed",
            f"Install it: {_installer()} psycopg2-binary",
        )


def _installer() -> str:
    """Return the command that installs a package for mediarel's Python.

    Environments made by uv have no pip.
    """
    python = shlex.quote(sys.executable)
    if find_spec("pip"):
        return f"{python} -m pip install"
    return f"uv pip install --python {python}"


class ServerAccessError(AccessError):
    """The server can't be reached or refuses the request."""

    def __init__(self, address: Address, what: str, hint: str = _LOOK) -> None:
        super().__init__(f"{address}: {what}", hint)


class NoServerStoreError(AccessError):
    """The database schema contains no archive."""

    def __init__(self, address: Address) -> None:
        super().__init__(
            f"there is no archive at {address}, or this role may not read it",
            Hint("Create one: ", Command("init", address)),
        )


class LostConnectionError(AccessError):
    """The connection was lost during a read or a change."""

    def __init__(self, address: Address, *, in_change: bool) -> None:
        was = "the change was not made" if in_change else "nothing was changed"
        super().__init__(
            f"{address}: the connection was lost; {was}",
            "Check the server and the network, then try again.",
        )


class BusyServerError(BusyError):
    """Other users kept the archive locked for the whole waiting time."""

    def __init__(self, address: Address, seconds: float) -> None:
        super().__init__(
            f"other users have been changing {address} for {seconds:g} seconds",
            "Nothing was changed. Try again in a moment.",
        )


class SlowServerError(AccessError):
    """The server did not answer in time."""

    def __init__(
        self, address: Address, seconds: float, *, in_change: bool = False
    ) -> None:
        was = "the change was not made" if in_change else "nothing was changed"
        super().__init__(
            f"{address} has not answered for {seconds:g} seconds; {was}",
            "Check the load of the server, then try again.",
        )


class ReadOnlyServerError(RefusedError):
    """The server is a standby, or accepts no changes now."""

    def __init__(self, address: Address) -> None:
        super().__init__(
            f"{address} is read-only: it is a standby of another server",
            "Nothing was changed. Use the address of the main server.",
        )


class OlderServerError(RefusedError):
    """The archive on the server was made by an older version of mediarel."""

    def __init__(self, address: Address, version: int, ours: int) -> None:
        super().__init__(
            f"{address} has version {version}; this mediarel needs version {ours}",
            Hint(
                "Upgrade the archive, as its admin: ",
                Command("init", address, "--upgrade"),
            ),
        )


class NewerServerError(NewerArchiveError):
    """The archive on the server was made by a newer version of mediarel."""

    def __init__(self, address: Address, version: int, ours: int) -> None:
        super().__init__(
            f"{address} has version {version}; this mediarel supports only {ours}"
        )


def changed_row_error(address: Address, error: Exception) -> DamagedError:
    """Return the error for a row that fails its checksum."""
    return DamagedError(
        f"{address}: {error}; another program changed it",
        Hint("List all problems: ", Command("check")),
    )


def said(error: BaseException) -> str:
    """Return the message of the server or libpq in one line, for use in a sentence.

    For a failed connection, return the reason; for several hosts, one reason each.
    """
    if primary := getattr(getattr(error, "diag", None), "message_primary", None):
        return str(primary).rstrip(".")
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    failed = [found for line in lines if (found := _FAILED.fullmatch(line))]
    if failed:
        hosts = {found["host"] for found in failed}
        each = [f"{found['host']}: {found['why']}" for found in failed]
        whys = each if len(hosts) > 1 else [found["why"] for found in failed]
        return "; ".join(dict.fromkeys(whys)).rstrip(".")
    return (lines[0] if lines else type(error).__name__).rstrip(".")


def refusal(address: Address, error: BaseException) -> MediarelError:
    """Return mediarel's error for an error of the driver on an open connection."""
    code = getattr(error, "pgcode", None) or ""
    if code in _READ_ONLY:
        return ReadOnlyServerError(address)
    if code in _NO_TABLES:
        return NoServerStoreError(address)
    if code in _FULL:
        hint = "Nothing was changed. Free space on the server, then try again."
        return ServerAccessError(address, _FULL[code], hint)
    if code in _IN_THE_WAY:
        hint = "Nothing was created. Add a new schema to the address: #NAME"
        return ServerAccessError(address, said(error), hint)
    if code in _CODES_OF_ACCESS:
        hint = "Ask the server's administrator for a role with this permission."
        what = f"this role {_CODES_OF_ACCESS[code]} ({said(error)})"
        return ServerAccessError(address, what, hint)
    return ServerAccessError(
        address, said(error), "Nothing was changed. See the server's log for details."
    )


def version_refusal(address: Address, error: BaseException) -> MediarelError | None:
    """Return the error for tables of a different version, None for other errors."""
    is_it = getattr(error, "pgcode", None) == _NO_NUMBER
    found = WRONG_VERSION.search(said(error)) if is_it else None
    if not found:
        return None
    version = int(found[1])
    if version > VERSION:
        return NewerServerError(address, version, VERSION)
    return OlderServerError(address, version, VERSION)


def is_locked(error: BaseException) -> bool:
    """Return whether `error` means that a lock was not available."""
    return getattr(error, "pgcode", None) == _LOCKED


def is_cancelled(error: BaseException) -> bool:
    """Return whether `error` means that a statement exceeded mediarel's time limit."""
    return getattr(error, "pgcode", None) == _CANCELLED
