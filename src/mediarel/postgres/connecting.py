"""Making a connection to a server: as libpq does it, for a few seconds at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.postgres import driver as ours
from mediarel.postgres import faults

if TYPE_CHECKING:
    from types import ModuleType

    import psycopg2.extensions

    from mediarel.address import Address

_MOST, _LEAST = 4, 2  # seconds, for each of the hosts; libpq takes no less
# What libpq is to do so that a way that is gone shows, in seconds.
_ALIVE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
_UNANSWERED = 10_000  # milliseconds


def driver_for(address: Address) -> ModuleType:
    """Return the driver.

    Raises NoDriverError.
    """
    try:
        return ours.loaded()
    except ImportError:
        raise faults.NoDriverError(address) from None


def connected(address: Address, patience: float) -> psycopg2.extensions.connection:
    """Return a connection to the server of `address`, on which each statement counts.

    Raises ServerAccessError or NoDriverError.
    """
    driver = driver_for(address)
    try:
        with ours.without_waiting():
            raw: psycopg2.extensions.connection = driver.connect(
                address.url,
                connect_timeout=min(_MOST, max(_LEAST, int(patience))),
                application_name="mediarel",
                client_encoding="UTF8",
                tcp_user_timeout=_UNANSWERED,
                **_ALIVE,
            )
    except driver.ProgrammingError:
        # Not in libpq's words: these quote what it does not take.
        what = "that is no address of a server as libpq takes it"
        hint = "Look at its parts, also at what stands for user and password."
        raise faults.ServerAccessError(address, what, hint) from None
    except driver.Error as error:
        raise faults.ServerAccessError(address, faults.said(error)) from None
    raw.autocommit = True
    return raw
