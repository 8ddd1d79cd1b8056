"""The driver of PostgreSQL: loaded when it is needed, and waited for with an end."""

from __future__ import annotations

import os
import select
import socket
import time
from contextlib import contextmanager, suppress
from threading import RLock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    import psycopg2.extensions


class HangingServerError(Exception):
    """The server has not kept its own limits."""


# Until when an answer is waited for. Connections of others in this process have none.
deadlines: WeakKeyDictionary[psycopg2.extensions.connection, float] = (
    WeakKeyDictionary()
)
# How an answer is waited for is one for all connections: held by whoever changes it.
how_to_wait = RLock()


def waiting(raw: psycopg2.extensions.connection) -> None:
    """Wait until the server has answered, or the deadline has passed.

    Raises HangingServerError.
    """
    driver = loaded()
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
    """Have the driver itself wait: to connect, and to copy, which know no other way."""
    with how_to_wait:
        states = loaded().extensions
        states.set_wait_callback(None)
        try:
            yield
        finally:
            states.set_wait_callback(waiting)


def say_a_word(raw: psycopg2.extensions.connection, seconds: float) -> None:
    """Have the server do nothing, unless another thread has the driver itself wait."""
    if not how_to_wait.acquire(blocking=False):
        return
    try:
        deadlines[raw] = time.monotonic() + seconds
        with suppress(Exception):
            raw.cursor().execute("SELECT 1")
    finally:
        how_to_wait.release()


def hang_up(raw: psycopg2.extensions.connection) -> None:
    """End a connection without a word: where the server hangs, a farewell would too."""
    if raw.closed:
        return
    with suppress(OSError):
        twin = socket.socket(fileno=os.dup(raw.fileno()))
        with twin:
            twin.shutdown(socket.SHUT_RDWR)
    with suppress(Exception):
        raw.close()


def loaded() -> ModuleType:
    """Return the driver.

    Raises ImportError.
    """
    import psycopg2  # noqa: PLC0415 - only where an archive is on a server
    import psycopg2.extensions  # noqa: PLC0415 - as above

    return psycopg2


def marked(sql: str) -> str:
    """Return `sql`, in which ? stands for a parameter, as the driver has it."""
    return sql.replace("%", "%%").replace("?", "%s")


class Lines:
    """Lines as a file that is read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes more."""
        while len(self._rest) < size:
            some = next(self._lines, None)
            if some is None:
                break
            self._rest += some.encode()
        given, self._rest = self._rest[:size], self._rest[size:]
        return given

    def readline(self, _size: int = -1, /) -> bytes:
        """Return the next line."""
        return next(self._lines, "").encode()
