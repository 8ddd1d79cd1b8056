"""Making an archive on a server: where it can't be, and what is usual there.

- two at once make one
- a schema in which others have tables stays as it is
- a database that has not all letters is refused
- settings of the database that change what SQL means do no harm
- options by which none is made stand alone
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from conftest import refused
from mediarel.address import read_address
from mediarel.postgres.setup import ServerStoreExistsError, make

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run
    from postgres import Server

ODD = {
    "standard_conforming_strings": "off",
    "default_transaction_isolation": "serializable",
    "default_transaction_read_only": "on",
    "bytea_output": "escape",
    "datestyle": "'SQL, DMY'",
    "transform_null_equals": "on",
    "client_encoding": "LATIN1",
    "statement_timeout": "1",
}


def test_two_at_once_make_one(address: str) -> None:
    """The others wait, and are told that it is there."""

    def made(_: int) -> bool:
        try:
            make(read_address(address))
        except ServerStoreExistsError:
            return False
        return True

    with ThreadPoolExecutor(4) as at_once:
        assert sorted(at_once.map(made, range(4))) == [False, False, False, True]


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_without_all_letters(
    run: Run, postgres: Server, encoding: str
) -> None:
    """It is told before anything is made."""
    database = f"in_{encoding.lower()}"
    with postgres.connected() as connection:
        connection.autocommit = True
        connection.cursor().execute(
            f"CREATE DATABASE {database} TEMPLATE template0 ENCODING '{encoding}'"
        )

    done = run("init", f"postgresql:///{database}?host={postgres.folder}")

    assert f"has the encoding {encoding}, not UTF-8" in refused(done, 1)


def test_what_is_usual_in_the_database_does_no_harm(
    run: Run, postgres: Server, tmp_path: Path
) -> None:
    """Backslashes, quotes and files are what they were."""
    with postgres.connected() as connection:
        connection.autocommit = True
        for sql in (
            "CREATE DATABASE odd TEMPLATE template0",
            *(f"ALTER DATABASE odd SET {name} TO {ODD[name]}" for name in ODD),
        ):
            connection.cursor().execute(sql)
    address = f"postgresql:///odd?host={postgres.folder}"
    title = "\\' \\u0041 \\N ' ខ្មែរ"
    (tmp_path / "a.txt").write_text("A file.", "utf-8")

    there = "--archive", address
    assert run("init", address, "--sample").code == 0
    added = run(*("add", "--title", title, "--date", "2020", "--program", "\\", *there))
    assert added.out == "10\n"
    assert run("attach", "10", str(tmp_path / "a.txt"), *there).code == 0
    assert run("check", "--prune", "--yes", *there).code == 0
    assert run("list", "--program", "\\", *there).out.endswith(f"{title}\n")
    assert "all is well" in run("check", *there).err


@pytest.mark.parametrize("there", [0, 9])
def test_who_reads_waits_for_no_import(  # noqa: PLR0913, PLR0917 - fixtures
    run: Run,
    postgres: Server,
    address: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    there: int,
) -> None:
    """The index of words is made anew, which none may read then, in a new archive."""
    monkeypatch.setattr("mediarel.postgres.row_writer.FEW", 5)
    run("init", address, *(["--sample"] if there else []))
    rows = "".join(
        f'{{"date": "2015", "program": "P", "title": "N{n}"}}\n' for n in range(20)
    )
    (tmp_path / "many.jsonl").write_text(rows, "utf-8")
    index = f"SELECT '{read_address(address).schema}.statement_lexemes'::regclass::oid"
    before = postgres.run(index)

    done = run("import", str(tmp_path / "many.jsonl"), "--yes", "--archive", address)

    assert done.code == 0, done.err
    assert (postgres.run(index) == before) == bool(there)
    assert run("search", "N7", "--archive", address).out
