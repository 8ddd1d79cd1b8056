"""Test the creation of archives on a server, and that no password is printed."""

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


NOWHERE = "postgresql://sok:s3cret@127.0.0.1:1/db?sslpassword=s3cret#akte"
SHOWN = "postgresql://sok@127.0.0.1:1/db#akte"
UNSURE = "postgresql://sok:s3c@ret@127.0.0.1:1/db"
OTHER_SCHEME = "pgsql://sok:s3cret@h/m"
TYPED = (
    ("lst", "--archive", NOWHERE),
    ("list", NOWHERE),
    ("list", UNSURE),
    ("list", f"program:{NOWHERE}"),
    ("show", NOWHERE),
    ("list", "--archive", UNSURE),
    ("list", "--archive", NOWHERE),
    ("import", NOWHERE),
    ("copy", NOWHERE, UNSURE),
    ("init", UNSURE, "--roles"),
    (NOWHERE,),
    ("list", f"--{NOWHERE}"),
    ("list", "--format", NOWHERE),
    ("list", "--year", NOWHERE),
    (OTHER_SCHEME,),
    ("show", OTHER_SCHEME),
)
# Commands that must refuse a URL instead of creating a folder with this name.
REFUSED = (
    "list --archive {}",
    "add --title T --archive {}",
    "--archive {} list",
    "init {}",
    "init {} --sample",
    "copy . {}",
    "copy {} elsewhere",
    "backup {}",
    "export --output {}",
    "publish bag {}",
    "publish site {}",
    "check --drill --from {}",
    "import {}",
    "attach 3 {}",
)


@pytest.mark.parametrize("words", TYPED)
def test_typed_password_is_not_printed(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)

    assert done.code
    assert "s3c" not in done.out + done.err
    assert "ret@" not in done.out + done.err


@pytest.mark.parametrize(
    "address",
    [
        OTHER_SCHEME,
        f" {NOWHERE}",
        "https://sok:s3cret@h/m",
        "mysql+x://sok:s3cret@h",
        "\tpgsql://sok:s3c/ret@h/m",
    ],
)
@pytest.mark.parametrize("command", REFUSED)
@pytest.mark.usefixtures("store")
def test_urls_of_other_schemes_are_refused(
    run: Run, home: Path, command: str, address: str
) -> None:
    """No folder with this name is created."""
    before = sorted(home.rglob("*"))
    words = [word.format(address) for word in command.split()]

    done = run(*words)

    assert done.code == 2, done
    assert "s3c" not in done.out + done.err
    assert "ret@" not in done.out + done.err
    assert sorted(home.rglob("*")) == before


@pytest.mark.parametrize("address", [NOWHERE, UNSURE, OTHER_SCHEME, f" {NOWHERE}"])
@pytest.mark.parametrize("command", ["list", "add --title T", "backup"])
def test_password_in_the_environment_is_not_printed(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, command: str, address: str
) -> None:
    monkeypatch.setenv("MEDIAREL_ARCHIVE", address)
    before = sorted(home.rglob("*"))

    done = run(*command.split())

    assert done.code
    assert "s3c" not in done.out + done.err
    assert [each for each in sorted(home.rglob("*")) if each not in before] == []


def test_hint_repeats_the_url_without_password(run: Run) -> None:
    assert f"mediarel list --archive '{SHOWN}'" in run("lst", "--archive", NOWHERE).err
