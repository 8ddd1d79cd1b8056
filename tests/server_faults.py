"""Cause the faults of a shared archive that docs/shared-archive.md lists.

The faults are in the order of the table. They need two servers (the second is a copy of
the first), and a user who may log in.
"""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import NamedTuple

from machines import DESK, SECOND, SERVER, Office
from postgres import PATIENCE
from shared_page import told

LIST = "mediarel list --year 2012"
ADD = "mediarel add --date 2014 --program CLEC --title 'A fault' --allow-duplicate"
COPY = "postgresql://sok@archive-2.example/mediarel"
OTHER_CERTIFICATE = (
    "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=archive.example"
    " -keyout other.key -out other.crt 2>/dev/null"
)
# Make the server run `what` at each write of a statement.
RAISES = """
CREATE FUNCTION mediarel.fails() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS
$$ BEGIN {what}; RETURN NEW; END $$;
CREATE TRIGGER fails BEFORE INSERT ON mediarel.document
FOR EACH ROW EXECUTE FUNCTION mediarel.fails()
"""


class Told(NamedTuple):
    """The exit code and output of a command."""

    code: int
    said: str


def at_desk(office: Office, command: str, **variables: str) -> Told:
    """Return the result of a `command` at the desk with these `variables`."""
    given = "".join(f"export {name}='{value}'\n" for name, value in variables.items())
    done = office.machines[DESK].typed(given + command)
    return Told(done.returncode, done.stdout)


def at_server(office: Office, sql: str, machine: str = SERVER) -> str:
    """Run `sql` on a server."""
    script = f"sudo -u postgres psql --quiet -At mediarel <<'END'\n{sql}\nEND"
    return office.machines[machine].must(script)


def until(office: Office, sql: str, answer: str) -> None:
    """Wait until the server answers."""
    end = time.monotonic() + PATIENCE
    while at_server(office, sql).strip() != answer:
        assert time.monotonic() < end, sql
        time.sleep(0.05)


@contextmanager
def meanwhile(office: Office, before: str, after: str) -> Iterator[None]:
    """Start `before` on the server; after the block, end it with `after`."""
    at_server(office, before)
    try:
        yield
    finally:
        at_server(office, after)


@contextmanager
def failing(office: Office, what: str) -> Iterator[None]:
    """Make the server run `what` whenever a statement is written."""
    ended = "DROP FUNCTION mediarel.fails CASCADE"
    with meanwhile(office, RAISES.format(what=what), ended):
        yield


def refused(office: Office) -> Iterator[Told]:
    """Use an address at which no server listens."""
    address = "postgresql://sok@archive.example:1/mediarel"
    yield at_desk(office, LIST, MEDIAREL_ARCHIVE=address)


def hanging(office: Office) -> Iterator[Told]:
    """Suspend the second server, as if it could not be reached."""
    process = office.machines[SECOND].server_process()
    assert process is not None
    os.kill(process, signal.SIGSTOP)
    try:
        yield at_desk(office, LIST, MEDIAREL_ARCHIVE=COPY)
    finally:
        os.kill(process, signal.SIGCONT)


def stranger(office: Office) -> Iterator[Told]:
    """Use a wrong password, name, certificate and address."""
    yield at_desk(office, LIST, PGPASSWORD="wrong")
    address = "postgresql://sok@other.example/mediarel?sslmode=verify-full"
    yield at_desk(office, LIST, MEDIAREL_ARCHIVE=address)
    yield at_desk(office, LIST, PGSSLROOTCERT="nothing.crt")
    yield at_desk(office, f"{OTHER_CERTIFICATE}; {LIST}", PGSSLROOTCERT="other.crt")
    address = "postgresql://sok@archive.example/postgres"
    yield at_desk(office, LIST, MEDIAREL_ARCHIVE=address)
    address = "postgresql:///?service=archive#appeals"
    yield at_desk(office, LIST, MEDIAREL_ARCHIVE=address)


def reader(office: Office) -> Iterator[Told]:
    """Try to make a change as a user who may only read."""
    before = "REVOKE mediarel_editor FROM sok; GRANT mediarel_reader TO sok"
    with meanwhile(office, before, "GRANT mediarel_editor TO sok"):
        yield at_desk(office, ADD)


def versions(office: Office) -> Iterator[Told]:
    """Set the version of the tables to an older, then to a newer one."""
    change = "UPDATE mediarel.version SET number = number {} 1"
    for to, back in ("-+", "+-"):
        with meanwhile(office, change.format(to), change.format(back)):
            yield at_desk(office, LIST)


def slow(office: Office) -> Iterator[Told]:
    """Wait for an answer of the server, and for a change by someone else."""
    held = "LOCK TABLE mediarel.statement IN ACCESS EXCLUSIVE MODE"
    held += "; LOCK TABLE mediarel.counter IN EXCLUSIVE MODE; SELECT pg_sleep(600)"
    by = f'psql --command "BEGIN; {held}" mediarel'
    office.machines[SERVER].must(f"sudo -u postgres {by} >/dev/null 2>&1 &")
    who = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
    while not (process := at_server(office, who).strip()):
        time.sleep(0.05)
    try:
        with ThreadPoolExecutor() as pool:
            yield from pool.map(at_desk, [office] * 2, [LIST, ADD])
    finally:
        asked = "sudo -u postgres psql --command 'SELECT "
        shown = office.machines[SERVER].must(told(f"{asked}pid, usename"))
        assert process in shown
        ended = told(f"{asked}pg_terminate_backend").replace("PID", process)
        office.machines[SERVER].must(ended)


def copy_only(office: Office) -> Iterator[Told]:
    """Try to make a change on the second server."""
    yield at_desk(office, ADD, MEDIAREL_ARCHIVE=COPY)


def failures(office: Office) -> Iterator[Told]:
    """Fill the disk, break the connection, and use all connections."""
    with failing(office, "RAISE EXCEPTION 'No space left' USING ERRCODE = '53100'"):
        yield at_desk(office, ADD)
    with failing(office, "PERFORM pg_terminate_backend(pg_backend_pid())"):
        yield at_desk(office, ADD)
    limit = "ALTER ROLE sok CONNECTION LIMIT "
    with meanwhile(office, f"{limit} 0", f"{limit} -1"):
        yield at_desk(office, LIST)


def first_gone(office: Office) -> Iterator[Told]:
    """Stop the first server after the second has copied all data."""
    has_all = "SELECT bool_and(replay_lsn = pg_current_wal_insert_lsn())"
    until(office, f"{has_all} FROM pg_stat_replication", "t")
    office.machines[SERVER].switch_off(signal.SIGKILL)
    yield at_desk(office, LIST)


def no_driver(office: Office) -> Iterator[Told]:
    """Remove the driver of PostgreSQL."""
    hidden = "import sys; sys.modules['psycopg2'] = None"
    command = f'python -c "{hidden}; from mediarel.__main__ import main; main()" list'
    yield at_desk(office, command)


FAULTS = (
    refused,
    hanging,
    stranger,
    reader,
    versions,
    slow,
    copy_only,
    failures,
    first_gone,
    no_driver,
)


def all_told(office: Office) -> Iterator[Told]:
    """Yield the output at each fault; at the end, the first server is stopped."""
    for fault in FAULTS:
        yield from fault(office)
