"""Test the commands of docs/shared-archive.md, in the order of the page."""

import re
import shutil
import time
from collections.abc import Iterator

import pytest

from conftest import SAMPLE
from machines import DESK, SECOND, SERVER, Office
from postgres import PATIENCE
from samples import in_the_checks
from server_faults import all_told
from shared_page import PAGE, Block, blocks, fault_rows, is_as_shown, parts_of, told


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
