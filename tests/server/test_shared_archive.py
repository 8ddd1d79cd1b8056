"""Test the commands of docs/shared-archive.md, in the order of the page.

Blocks of `sh server`, `sh second` and `sh desk` name the computer. A block of `text`
after it has the output; `…` replaces any text. The last table lists faults.
"""

import os
import re
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt

from conftest import ROOT, SAMPLE
from machines import DESK, SECOND, SERVER, Office
from postgres import PATIENCE
from samples import in_the_checks

PAGE = ROOT / "docs" / "shared-archive.md"
PLACES = {"sh server": SERVER, "sh second": SECOND, "sh desk": DESK}


class Block(NamedTuple):
    """Commands under a heading, the computer, and their output."""

    heading: str
    machine: str
    script: str
    printed: str | None

    @property
    def commands(self) -> list[str]:
        """Return the first line of each command."""
        plain = re.sub(r"(?ms)^([^\n]*<<'?END'?)$.*?^END$", r"\1", self.script)
        return re.sub(r"\\\n\s*", "", plain).splitlines()


def blocks() -> Iterator[Block]:
    """Return the blocks of the page in order."""
    parts = MarkdownIt().enable("table").parse(PAGE.read_text(encoding="utf-8"))
    heading = ""
    for place, part in enumerate(parts):
        if part.type == "heading_open":
            heading = parts[place + 1].content
        elif part.type == "fence" and part.info in PLACES:
            after = parts[place + 1]
            is_shown = after.type == "fence" and after.info == "text"
            printed = after.content if is_shown else None
            yield Block(heading, PLACES[part.info], part.content, printed)


def told(begin: str) -> str:
    """Return the command in the sentence that begins with `begin`."""
    page = PAGE.read_text(encoding="utf-8")
    codes: list[str] = re.findall("`([^`\n]+)`", page)
    (found,) = {code for code in codes if code.startswith(begin)}
    return found


class FaultRow(NamedTuple):
    """A row of the table of faults: message and exit code."""

    said: str
    code: int


def fault_rows() -> Iterator[FaultRow]:
    """Yield the rows of the table of faults."""
    table = PAGE.read_text(encoding="utf-8").partition("| it says | code |")[2]
    for line in table.splitlines()[2:]:
        said, code, _ = line.strip("| ").split(" | ", maxsplit=2)
        yield FaultRow(said.strip("`"), int(code))


def is_as_shown(printed: str, shown: str) -> bool:
    """Return whether `printed` matches `shown`, the text on the page."""
    return re.fullmatch(_pattern(shown), printed.strip(), re.DOTALL) is not None


def parts_of(shown: str, told: str) -> bool:
    """Return the parts of the line `told` that match `shown`, the text on the page."""
    return re.search(_pattern(shown), told) is not None


def _pattern(shown: str) -> str:
    # Columns are as wide as their values, so the number of spaces varies.
    parts = (map(re.escape, part.split()) for part in shown.split("…"))
    return ".*".join(map(r"\s+".join, parts))


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
    """Wait for an answer of the server, and for a change by someone else.

    Commands read the table `statement`, and a change locks only the table `counter`.
    """
    for lock, command in (
        ("statement IN ACCESS EXCLUSIVE MODE", LIST),
        ("counter IN EXCLUSIVE MODE", ADD),
    ):
        sql = f"BEGIN; LOCK TABLE mediarel.{lock}; SELECT pg_sleep(600)"
        by = f'sudo -u postgres psql --command "{sql}" mediarel >/dev/null 2>&1 &'
        office.machines[SERVER].must(by)
        with held(office):
            yield at_desk(office, command)


@contextmanager
def held(office: Office) -> Iterator[None]:
    """Wait until a connection sleeps; after the block, end it as the page shows."""
    who = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
    while not (process := at_server(office, who).strip()):
        time.sleep(0.05)
    try:
        yield
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


@pytest.fixture
def office() -> Iterator[Office]:
    """Return a set of machines with nothing installed, and an archive in a file."""
    with Office.open() as opened:
        data = opened.machines[SERVER].home / "data"
        data.mkdir()
        shutil.copy(SAMPLE, data / "statements.json")
        yield opened


def run_commands_in_sentences(office: Office) -> None:
    """Run the commands that are part of sentences on the page."""
    server, second = office.machines[SERVER], office.machines[SECOND]
    server.must(told("pg_lsclusters"))
    server.must(told("sudo -u postgres psql --command '\\password"))
    conf = f"/etc/postgresql/15/main/conf.d/{told('archive.conf')}"
    line, reload = (
        told("synchronous_standby_names"),
        "sudo pg_ctlcluster 15 main reload",
    )
    server.must(f'echo "{line}" | sudo tee -a {conf}; {reload}')
    office.machines[DESK].must("mediarel edit 10 --add-tag water")
    has_it = "SELECT count(*) FROM mediarel.entry WHERE json LIKE '%water%'"
    # The second server has saved the change, and soon shows it.
    end = time.monotonic() + PATIENCE
    while second.must(f'psql -At mediarel --command "{has_it}"') != "1\n":
        assert time.monotonic() < end
    server.must(f"sudo sed -i '$ d' {conf}; {reload}")


def cause_each_fault(office: Office) -> None:
    """Cause each fault in the table of the page, and finally stop the first server."""
    run_commands_in_sentences(office)
    for row, done in zip(fault_rows(), all_told(office), strict=True):
        assert done.code == row.code, done
        assert parts_of(row.said, done.said), f"{row.said} is not in: {done.said}"
        assert "Traceback" not in done.said


def set_up_second(office: Office) -> None:
    """Run the commands for the certificate and the network on the second server."""
    _, network, *_ = (b for b in blocks() if b.heading == "Set it up")
    office.machines[SECOND].must(network.script.replace(SERVER, SECOND))


def run_block(block: Block, office: Office) -> None:
    """Run the commands of a block, and compare their output with the page."""
    if "main promote" in block.script:
        cause_each_fault(office)

    printed = office.machines[block.machine].must(block.script)

    if block.printed is not None:
        assert is_as_shown(printed, block.printed), f"{block.script}\n{printed}"
    if block.machine == SECOND and "apt install" in block.script:
        set_up_second(office)


@in_the_checks
def test_each_command_works(office: Office) -> None:
    for block in blocks():
        run_block(block, office)

    first_follows_second(office)
    run_nightly_backup(office)


def first_follows_second(office: Office) -> None:
    """Make the first server a copy of the second."""
    office.machines[SERVER].must("sudo pg_ctlcluster 15 main start")
    at_second = [
        b for b in blocks() if b.heading == "A second server" and b.machine == SECOND
    ]
    for block in at_second[1:]:
        script = block.script.replace(SECOND, "%").replace(SERVER, SECOND)
        office.machines[SERVER].must(script.replace("%", SERVER))

    asked = "psql -Atc 'SELECT pg_is_in_recovery()' mediarel"
    assert office.machines[SERVER].must(asked) == "t\n"
    assert office.machines[SECOND].must(asked) == "f\n"

    office.machines[SERVER].switch_off()
    gone = 'sudo -u postgres psql --command "SELECT pg_drop_replication_slot'
    office.machines[SECOND].must(told(gone))


def run_nightly_backup(office: Office) -> None:
    """Run the command that the page schedules for each night."""
    page = PAGE.read_text(encoding="utf-8")
    line = page.partition("\n0 2 * * * postgres ")[2].partition("\n")[0]
    second = office.machines[SECOND]
    second.must(f"sudo mkdir /srv/backups\nsudo -u postgres {line}".replace("\\%", "%"))

    (made,) = (second.folder / "srv" / "backups").iterdir()
    assert re.fullmatch(r"[1-7]\.dump", made.name)
    assert "TABLE DATA mediarel document" in second.must(f"pg_restore --list {made}")
