"""docs/shared-archive.md: each command works as it stands, in the order of the page.

On two servers, a desk and pgbouncer that are thrown away; see `machines.py`.

- the commands of the page, from the first to the last; what it says they print
- setting up takes ten commands
- what is wrong is told as the table says
"""

from __future__ import annotations

import shutil
from itertools import groupby
from typing import TYPE_CHECKING

import pytest

from conftest import SAMPLE
from machines import DESK, SECOND, SERVER, Office
from shared_page import Block, blocks, is_as_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = [*blocks()]


@pytest.fixture
def office() -> Iterator[Office]:
    with Office.open() as opened:
        data = opened.machines[SERVER].home / "data"
        data.mkdir()
        shutil.copy(SAMPLE, data / "statements.json")
        yield opened


def follow(office: Office, block: Block, **values: str) -> str:
    """Type a block, and return what it prints, which is as the page shows it."""
    printed = office.machines[block.machine].must(block.script, **values)

    if block.printed is not None:
        assert is_as_shown(printed, block.printed), f"{block.script}\n{printed}"
    return printed


def test_each_command_works(office: Office) -> None:
    for block in PAGE:
        print(block.heading, block.script)
        print(follow(office, block))


def test_setting_up_takes_ten_commands() -> None:
    commands = [b.commands for b in PAGE if b.heading == "Set it up"]

    assert len(sum(commands, [])) == 10
