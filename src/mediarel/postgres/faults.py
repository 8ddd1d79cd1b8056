"""Define the errors of a server, with messages for users.

If useful, a message quotes the server or libpq, but a message never contains a
password.
"""

import re

from mediarel import errors
from mediarel.address import Address
from mediarel.postgres.schema import VERSION, WRONG_VERSION

_LOOK = "Check that the server is running, and check host, user and password."
# At the beginning of a change, a standby server returns the second code.
_READ_ONLY = {"25006", "0A000"}
# The message of libpq about one host. More lines with advice may follow.
_FAILED = re.compile(
    r'connection to server (?:at|on socket) "(?P<host>[^"]*)".* failed: '
    r"(?:[A-Z]+: +)?(?P<why>.*)"
)
_CODES_OF_ACCESS = {"42501": "has no permission", "28000": "can't log in"}
_NO_NUMBER = "22P02"
LOCKED = "55P03"  # a lock was not available
CANCELLED = "57014"  # a statement exceeded the time limit
_FULL = {"53100": "the disk is full", "53200": "the server is out of memory"}
_NO_TABLES = {"42P01", "3F000", "42883", "42703"}


def no_driver_error(address: Address) -> errors.AccessError:
    """Return the error for a missing driver, including the command to install it."""
    return errors.AccessError(
        f"the archive {address} is on a server, and the driver for PostgreSQL is not"
        " installed",
        f"Install it: {errors.install_command('psycopg2-binary')}",
    )


class ServerAccessError(errors.AccessError):
    """The server can't be reached, or refuses the request."""

    def __init__(self, address: Address, what: str, hint: str = _LOOK) -> None:
        super().__init__(f"{address}: {what}", hint)


class NoServerStoreError(errors.AccessError):
    """The database schema contains no archive."""

    def __init__(self, address: Address) -> None:
        super().__init__(
            f"there is no archive at {address}, or this user can't read it",
            errors.Hint("Create an archive: ", errors.Command("init", address)),
        )


class NoAnswerError(errors.AccessError):
    """The connection was lost, or the server did not answer for some seconds."""

    def __init__(
        self, address: Address, *, in_change: bool, seconds: float | None = None
    ) -> None:
        what, cause = (
            f"{address}: the connection was lost",
            "the server and the network",
        )
        if seconds is not None:
            what = f"{address} has not answered for {seconds:g} seconds"
            cause = "the load of the server"
        was = "the change was not made" if in_change else "nothing was changed"
        super().__init__(f"{what}; {was}", f"Check {cause}, then try again.")


def changed_row_error(address: Address, error: Exception) -> errors.DamagedError:
    """Return the error for a row that fails its checksum."""
    return errors.DamagedError(
        f"{address}: {error}; another program changed the data",
        errors.Hint("List all problems: ", errors.Command("check")),
    )


def said(error: BaseException) -> str:
    """Return the message of the server or of libpq in one line, for use in a sentence.

    If a connection failed, returns only the reason. If connections to several hosts
    failed, returns the reason for each host.
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


def refusal(address: Address, error: BaseException) -> errors.MediarelError:
    """Convert an error of the driver on an open connection to a MediarelError."""
    code = getattr(error, "pgcode", None) or ""
    if code in _READ_ONLY:
        return errors.RefusedError(
            f"{address} is read-only, because it is a standby server",
            "Nothing was changed. Use the address of the main server.",
        )
    if code in _NO_TABLES:
        return NoServerStoreError(address)
    if code in _FULL:
        hint = "Nothing was changed. Free space on the server, then try again."
        return ServerAccessError(address, _FULL[code], hint)
    if code in _CODES_OF_ACCESS:
        hint = "Ask the server's administrator for a role with this permission."
        what = f"this role {_CODES_OF_ACCESS[code]} ({said(error)})"
        return ServerAccessError(address, what, hint)
    return ServerAccessError(
        address, said(error), "Nothing was changed. See the server's log for details."
    )


def version_refusal(
    address: Address, error: BaseException
) -> errors.MediarelError | None:
    """Return the error for tables that have a different version.

    Returns None if the error of the driver has a different cause.
    """
    is_it = getattr(error, "pgcode", None) == _NO_NUMBER
    found = WRONG_VERSION.search(said(error)) if is_it else None
    if not found:
        return None
    return wrong_version(address, int(found[1]))


def wrong_version(address: Address, version: int) -> errors.MediarelError:
    """Return the error for an archive that has a different format version."""
    if version > VERSION:
        return errors.NewerArchiveError(
            f"{address} has version {version}; this mediarel supports only {VERSION}"
        )
    return errors.RefusedError(
        f"{address} has version {version}; this mediarel needs version {VERSION}",
        errors.Hint(
            "As the archive's admin, upgrade the archive: ",
            errors.Command("init", address, "--upgrade"),
        ),
    )
