"""Connect to a server, and run SQL. All SQL is sent by this module.

Each call sends three parts of SQL as one simple query: the connection settings, the
check of the version, and the SQL of the caller. So a call takes one round trip. A call
also works with poolers that keep no settings, such as pgbouncer in transaction mode.
The server enforces a time limit for every wait. If the server doesn't answer in time,
this module closes the connection. If useful, the message of an error quotes the server
or libpq, but a message never contains a password.
"""

from __future__ import annotations

import re
import select
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from mediarel import errors
from mediarel.postgres.schema import EXPECT, VERSION, WRONG_VERSION

if TYPE_CHECKING:
    from types import ModuleType

    import psycopg2.extensions

    from mediarel.address import Address


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


Parameter = str | int | float | None | bytes | Sequence[str] | Sequence[int]

LOT = 500
# The time at which each connection of this module stops waiting for an answer.
deadlines: WeakKeyDictionary[psycopg2.extensions.connection, float] = (
    WeakKeyDictionary()
)
# The driver has one wait callback for all connections. Hold this lock to change it.
_callback_lock = Lock()
_MOST, _LEAST = 4, 2  # seconds to connect to each host; libpq's minimum is 2
# TCP keepalive settings of libpq, in seconds.
_ALIVE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
_UNANSWERED = 10_000  # milliseconds
FOR_A_TAB = 1.0  # seconds to wait for an answer
PATIENCE = 10.0  # seconds to wait for a lock or for an answer
_NOTHING = "Nothing was changed. Try again."
_MORE = 1000  # milliseconds that are added to a time limit
_GRACE = 3.0  # seconds after the limit, until the connection is closed
LONG = 3600.0  # seconds, for operations that read the whole archive
# If a user's computer fails during a change, the server notices this in 11 seconds.
# If the program is only suspended, other users wait for 10 minutes.
_ABANDONED = (
    "SET LOCAL tcp_keepalives_idle TO 5; SET LOCAL tcp_keepalives_interval TO 2;"
    " SET LOCAL tcp_keepalives_count TO 3;"
    " SET LOCAL idle_in_transaction_session_timeout TO '10min'; "
)
# Overrides the default isolation level of the server.
_CHANGE = "ISOLATION LEVEL READ COMMITTED READ WRITE"
# With this memory, queries need no temporary files. mediarel has no temporary tables,
# so they come last in the search path.
_NO_MEMORY_OF = (
    'SET LOCAL search_path TO "{schema}", pg_temp; SET LOCAL jit TO off;'
    " SET LOCAL work_mem TO '64MB'; "
)


class HangingServerError(Exception):
    """The server did not answer, although its own time limits have passed."""


class Connection:
    """A connection to the archive at `address`, which is opened at first use.

    `patience` is the number of seconds to wait for an answer, and `wait` the number of
    seconds to wait for the lock.
    """

    def __init__(
        self,
        address: Address,
        *,
        patience: float = PATIENCE,
        wait: float | None = None,
    ) -> None:
        self.address = address
        self.patience = patience
        self._wait = patience if wait is None else wait  # seconds, for other users
        self._raw: psycopg2.extensions.connection | None = None
        self._is_open = False  # a transaction
        self._is_change = False
        self._allowed = patience  # seconds to wait for an answer
        self._pending = ""  # SQL to send before the next statement

    @property
    def is_open(self) -> bool:
        """Return whether a transaction is open."""
        return self._is_open

    def close(self) -> None:
        """Close the connection. Changes that are not committed are discarded."""
        raw, self._raw = self._raw, None
        self._forget_transaction()
        if raw is not None:
            with suppress(Exception):
                raw.close()

    def rows(self, sql: str, parameters: Sequence[Parameter] = ()) -> list[Any]:
        """Run SQL, and return the rows. Each `?` in the SQL is replaced by a parameter.

        Raises AccessError or BusyError.
        """
        begin = self._pending if self._is_open else self._settings()
        text = f"{begin}{with_driver_marks(sql)}" if parameters else f"{begin}{sql}"
        self._pending = ""  # even after an error, because the transaction must be ended
        cursor = self._run(text, parameters)
        if cursor.description is None:
            return []
        return cursor.fetchall()

    def locked(self, lock: str, sql: str) -> list[Any]:
        """Acquire a lock, run SQL, and return the rows.

        `lock` is the SQL that acquires the lock. If other users hold the lock, the call
        waits. Raises AccessError or BusyError.
        """
        wait = int(self._wait * 1000)
        longest = f"SET LOCAL statement_timeout TO {wait + _MORE}"
        usual = f"SET LOCAL statement_timeout TO {self._milliseconds + _MORE}"
        self._allowed = self._wait
        try:
            return self.rows(
                # Not 0, which means no limit.
                f"SET LOCAL lock_timeout TO {wait or 1}; {longest}; {lock};"
                f" SET LOCAL lock_timeout TO {self._milliseconds}; {usual}; {sql}"
            )
        finally:
            self._allowed = self.patience

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Open a transaction in which all queries read the same snapshot."""
        if self._is_open:
            yield
            return
        self._is_open = True
        level = "ISOLATION LEVEL REPEATABLE READ READ ONLY"
        self._pending = f"BEGIN {level}; {self._settings()}"
        try:
            yield
        finally:
            self._end("COMMIT")

    @contextmanager
    def change(self, *, of_tables: bool = False) -> Iterator[None]:
        """Begin a change, which is discarded if `commit` is not called.

        If `of_tables` is True, the change may create tables or change their columns.
        """
        self._is_open = self._is_change = True
        settings = self._limits() if of_tables else self._settings()
        self._pending = f"BEGIN {_CHANGE}; {settings}"
        try:
            yield
        finally:
            self._end("ROLLBACK")

    def commit(self) -> None:
        """Commit the change that was begun with `change`.

        Raises NoAnswerError if the server does not answer. Then it is unknown
        whether the change was committed.
        """
        was_open = self._is_open
        done = self._run("COMMIT", ()).statusmessage
        self._forget_transaction()
        if not was_open or done != "COMMIT":  # an earlier error was ignored
            what = "the server rolled the change back"
            raise ServerAccessError(self.address, what, _NOTHING)

    def allow(self, seconds: float) -> None:
        """Set the time limit for all answers until the end of the transaction."""
        self.rows(f"SET LOCAL statement_timeout TO {int(seconds * 1000)}")
        self._allowed = seconds

    def _settings(self) -> str:
        return f"{self._limits()}{EXPECT}; "

    @property
    def _milliseconds(self) -> int:
        return int(self.patience * 1000)

    def _limits(self) -> str:
        wait = self._milliseconds
        settings = _NO_MEMORY_OF.format(schema=self.address.schema)
        # The limit for locks is shorter, so that the error is about the lock.
        settings += f"SET LOCAL statement_timeout TO {wait + _MORE}; "
        if self._is_change:
            settings += f"SET LOCAL lock_timeout TO {wait}; {_ABANDONED}"
        return settings

    def _end(self, how: str) -> None:
        if self._is_open and not self._pending:
            try:
                if self._raw is not None:
                    self._run(how, ())
            except Exception:  # noqa: BLE001 - all data was read, or an error was raised
                self.close()
        self._forget_transaction()

    def _forget_transaction(self) -> None:
        self._is_open = self._is_change = False
        self._pending = ""
        self._allowed = self.patience

    def _run(
        self, sql: str, parameters: Sequence[Parameter]
    ) -> psycopg2.extensions.cursor:
        driver = driver_for(self.address)
        if any(isinstance(each, str) and "\0" in each for each in parameters):
            raise errors.InvalidError(
                "a value contains the character U+0000",
                errors.Hint(
                    "If the archive has this character, remove it: ",
                    errors.Command("check", "--fix-text"),
                ),
            )
        raw = self._raw or connected(self.address, self.patience)
        self._raw = raw
        cursor = raw.cursor()
        allowed = self._allowed + _GRACE
        deadlines[raw] = time.monotonic() + allowed
        try:
            cursor.execute(sql, list(parameters) or None)
        except HangingServerError:
            was_change = self._is_change
            self.close()
            raise NoAnswerError(
                self.address, in_change=was_change, seconds=allowed
            ) from None
        except (driver.Error, driver.Warning) as error:
            raise self._failure(error) from None
        except BaseException:  # such as Ctrl-C: the statement must not keep running
            self.close()
            raise
        return cursor

    def _failure(self, error: Exception) -> Exception:
        """Convert an error of the driver to a MediarelError.

        If the connection is broken, it is closed.
        """
        raw, code = self._raw, getattr(error, "pgcode", None)
        was_change = self._is_change
        # The connection failed, the server shut down, or it ended the session.
        if raw is None or raw.closed or code is None or code.startswith("57P"):
            self.close()
            return NoAnswerError(self.address, in_change=was_change)
        if other_version := version_refusal(self.address, error):
            return other_version
        if code == LOCKED:
            return errors.BusyError(
                f"{self.address} is locked: other users have been changing it for"
                f" {self._allowed:g} seconds",
                "Nothing was changed. Try again in a moment.",
            )
        if code == CANCELLED:
            return NoAnswerError(
                self.address, in_change=was_change, seconds=self._allowed
            )
        return refusal(self.address, error)


def driver_for(address: Address) -> ModuleType:
    """Return the driver for PostgreSQL.

    Raises AccessError if the driver is not installed.
    """
    try:
        return load_driver()
    except ImportError:
        raise errors.AccessError(
            f"the archive {address} is on a server, and the driver for PostgreSQL is"
            " not installed",
            f"Install it: {errors.install_command('psycopg2-binary')}",
        ) from None


def connected(address: Address, patience: float) -> psycopg2.extensions.connection:
    """Connect to the server at `address`, and return the connection.

    The connection is in autocommit mode. Raises AccessError.
    """
    driver = driver_for(address)
    try:
        with without_waiting():
            raw: psycopg2.extensions.connection = driver.connect(
                address.url,
                connect_timeout=min(_MOST, max(_LEAST, int(patience))),
                application_name="mediarel",
                client_encoding="UTF8",
                tcp_user_timeout=_UNANSWERED,
                **_ALIVE,
            )
    except driver.ProgrammingError:
        # Don't show libpq's message: it quotes parts of the address.
        what = "this is not a valid address of a server"
        hint = "Check all parts of the address, including user and password."
        raise ServerAccessError(address, what, hint) from None
    except driver.Error as error:
        raise ServerAccessError(address, said(error)) from None
    raw.autocommit = True
    return raw


def waiting(raw: psycopg2.extensions.connection) -> None:
    """Wait until the server answers. This is the wait callback of the driver.

    Raises HangingServerError if the deadline of the connection has passed.
    """
    driver = load_driver()
    states = driver.extensions
    while True:
        state = raw.poll()
        if state == states.POLL_OK:
            return
        until = deadlines.get(raw)
        left = None if until is None else until - time.monotonic()
        if left is not None and left <= 0:
            raise HangingServerError
        number = raw.fileno()
        reading = [number] if state == states.POLL_READ else []
        writing = [number] if state == states.POLL_WRITE else []
        select.select(reading, writing, [], left)


@contextmanager
def without_waiting() -> Iterator[None]:
    """Switch off the wait callback within the block.

    While the callback is set, libpq ignores its time limits.
    """
    with _callback_lock:
        states = load_driver().extensions
        states.set_wait_callback(None)
        try:
            yield
        finally:
            states.set_wait_callback(waiting)


def load_driver() -> ModuleType:
    """Import and return the driver for PostgreSQL.

    Raises ImportError.
    """
    import psycopg2.extensions  # noqa: PLC0415 - only for archives on a server

    return psycopg2


def with_driver_marks(sql: str) -> str:
    """Replace each `?` in SQL by `%s`, the placeholder of the driver."""
    return sql.replace("%", "%%").replace("?", "%s")


def streamed(
    connection: Connection, name: str, selected: str, lot: int = LOT
) -> Iterator[Any]:
    """Yield the rows of a query, which are fetched in batches.

    `selected` is the SQL of the query. `name` is the name of the cursor, and must be
    unique. All rows are from one snapshot, which is taken at the first fetch.
    """
    run = connection.rows
    connection.allow(LONG)
    run(f"DECLARE {name} NO SCROLL CURSOR FOR {selected}")
    while rows := run(f"FETCH {lot} FROM {name}"):
        yield from rows
    run(f"CLOSE {name}")
