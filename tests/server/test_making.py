"""Test the creation of archives on a server."""

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


def test_parallel_creation_makes_one_archive(address: str) -> None:
    def made(_: int) -> bool:
        try:
            make(read_address(address))
        except ServerStoreExistsError:
            return False
        return True

    with ThreadPoolExecutor(4) as at_once:
        assert sorted(at_once.map(made, range(4))) == [False, False, False, True]


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_database_must_use_utf_8(run: Run, postgres: Server, encoding: str) -> None:
    database = f"in_{encoding.lower()}"
    with postgres.connected() as connection:
        connection.autocommit = True
        connection.cursor().execute(
            f"CREATE DATABASE {database} TEMPLATE template0 ENCODING '{encoding}'"
        )

    done = run("init", f"postgresql:///{database}?host={postgres.folder}")

    assert f"has the encoding {encoding}, not UTF-8" in refused(done, 1)


def test_unusual_database_settings_do_no_harm(
    run: Run, postgres: Server, tmp_path: Path
) -> None:
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
def test_import_blocks_no_readers(  # noqa: PLR0913, PLR0917 - fixtures
    run: Run,
    postgres: Server,
    address: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    there: int,
) -> None:
    """Rebuilding the word index blocks readers, so only a new archive is rebuilt."""
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
