"""Test archives on a server: creation, passwords and attached files."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from attached import SCAN
from conftest import SAMPLE, Run, refused
from filed import FiledOnServer
from mediarel.address import read_address
from mediarel.errors import RefusedError
from mediarel.postgres import stored_files
from mediarel.postgres.connection import Connection, NoAnswerError
from mediarel.postgres.setup import ServerStoreExistsError, make
from mediarel.postgres.stored_files import ServerFiles
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


LARGE = b"%PDF-1.7 " + bytes(range(256)) * 40
NAME = sha256(LARGE).hexdigest()


@pytest.fixture
def filed(
    run: Run, postgres: Server, address: str, monkeypatch: pytest.MonkeyPatch
) -> FiledOnServer:
    """Return an archive on a server that stores files in pieces of 1,000 bytes."""
    monkeypatch.setattr(stored_files, "PIECE", 1000)
    assert run("copy", str(SAMPLE), address).code == 0
    monkeypatch.setenv("MEDIAREL_ARCHIVE", address)
    Path("large.pdf").write_bytes(LARGE)
    return FiledOnServer(postgres, address)


@pytest.fixture
def attached(run: Run, filed: FiledOnServer) -> FiledOnServer:
    """Return the archive with the large file attached to statement 3."""
    assert run("attach", "3", "large.pdf").code == 0
    return filed


def server_files(address: str, tmp_path: Path) -> ServerFiles:
    """Return the files of the archive at `address`, with copies in a folder."""
    return ServerFiles(Connection(read_address(address)), tmp_path / "copies")


def copies(home: Path) -> list[Path]:
    """Return the copies in the user's cache."""
    return sorted((home / "cache").rglob(f"*-files/*/{'?' * 64}*"))


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM piece WHERE number = 4",
        "DELETE FROM piece WHERE number = 10",
        "UPDATE piece SET bytes = '' WHERE number = 4",
        "UPDATE piece SET number = -1 WHERE number = 4",
        "UPDATE file SET size = 1",
        "DELETE FROM file",
    ],
)
def test_damaged_file_is_found_and_repaired_by_attaching(
    run: Run, attached: FiledOnServer, home: Path, harm: str
) -> None:
    attached.run(harm)

    found = run("check").code
    copied = run("files", "3", "--to", "out")
    repaired = run("attach", "3", "large.pdf")

    assert found == 5
    assert "is missing or changed" in refused(copied, 7)
    assert copies(home) == []
    assert "it is now restored" in repaired.err
    assert attached.kept() == [LARGE]
    assert run("check").code == 0


def test_connection_lost_during_an_upload(
    run: Run, filed: FiledOnServer, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server never contains half a file."""

    def cut(*_: object) -> Iterator[memoryview]:
        yield memoryview(LARGE[:5000])
        postgres.end_connections()
        yield memoryview(LARGE[5000:])

    with monkeypatch.context() as patched:
        patched.setattr("mediarel.attachments.files.blocks", cut)
        lost = run("attach", "3", "large.pdf")

    assert "the connection was lost" in refused(lost, 7)
    assert filed.run("SELECT count(*) FROM file") == [(0,)]
    assert run("attach", "3", "large.pdf").code == 0
    assert filed.kept() == [LARGE]


@pytest.mark.parametrize(
    ("why", "stays"),
    [
        (RefusedError("it is there already", "Look at it."), False),
        (KeyboardInterrupt(), True),
        (NoAnswerError(read_address("postgresql:///x"), in_change=True), True),
    ],
)
def test_file_of_a_failed_change_is_removed(  # noqa: PLR0913, PLR0917 - columns of a table
    run: Run,
    filed: FiledOnServer,
    address: str,
    tmp_path: Path,
    why: BaseException,
    stays: bool,  # noqa: FBT001 - a test parameter
) -> None:
    """If the result of the change is unknown, `check --prune` can delete the file."""
    filed.put(SCAN)

    server_files(address, tmp_path).forget([sha256(SCAN).hexdigest()], why)

    assert filed.kept() == ([SCAN] if stays else [])
    run("check", "--prune", "--yes")
    assert filed.kept() == []


def test_file_that_others_attached_is_not_removed(
    attached: FiledOnServer, address: str, tmp_path: Path
) -> None:
    kept = server_files(address, tmp_path)

    kept.forget([NAME], RefusedError("it is there already", "Look at it."))
    removed = kept.remove([each for those in kept.kept().values() for each in those])

    assert (removed, attached.kept()) == ([], [LARGE])


def test_copies_are_private(run: Run, attached: FiledOnServer, home: Path) -> None:
    assert attached.kept() == [LARGE]
    run("files", "3", "--to", "one")
    (copy,) = copies(home)
    modes = [each.stat().st_mode & 0o777 for each in (copy, *copy.parents[:2])]
    copy.write_bytes(LARGE[::-1])

    run("files", "3", "--to", "two")

    assert modes == [0o600, 0o700, 0o700]
    assert next(Path("two").iterdir()).read_bytes() == LARGE
    assert copies(home) == [copy]


def test_unused_copies_are_deleted(
    run: Run, attached: FiledOnServer, home: Path
) -> None:
    Path("0.txt").write_bytes(b"0" * 1000)
    run("attach", "3", "0.txt")
    run("files", "3", "--to", "out")
    assert len(attached.kept()) == len(copies(home)) == 2
    for place in copies(home):
        os.utime(place, (1, 1))
    Path("3.txt").write_bytes(b"3" * 1000)
    run("attach", "4", "3.txt")

    run("files", "4", "--to", "out3")

    assert [place.read_bytes() for place in copies(home)] == [b"3" * 1000]


def test_unwritable_cache(run: Run, attached: FiledOnServer, home: Path) -> None:
    assert attached.kept() == [LARGE]
    (home / "cache").mkdir()
    (home / "cache" / "mediarel").write_bytes(b"")

    done = run("files", "3", "--to", "out")

    assert "cache/mediarel" in refused(done, 7)
    assert "mediarel copies files from the server to this folder" in done.err


@pytest.mark.usefixtures("attached")
def test_failed_copy_of_an_archive_leaves_no_files(
    run: Run, postgres: Server, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("copy", address, "file/")
    monkeypatch.setattr("mediarel.postgres.setup.tally_of", lambda _: None)
    done = run("copy", "file/", f"{address}_other")

    there = postgres.run(
        "SELECT to_regclass(%s)", f"{address.partition('#')[2]}_other.file"
    )
    assert done.code != 0
    assert there == [(None,)]
