"""Test the creation of archives on a server."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conftest import Run, refused
from mediarel.address import read_address
from mediarel.postgres.setup import ServerStoreExistsError, make
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


def test_unusual_database_settings(run: Run, postgres: Server, tmp_path: Path) -> None:
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
