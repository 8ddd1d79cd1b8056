"""Test killed and busy servers, lost connections and wrong versions."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Self

import pytest

from conftest import Run, refused
from mediarel.address import read_address
from mediarel.errors import AccessError
from mediarel.postgres import connection
from mediarel.postgres.schema import VERSION
from mediarel.store import FORM
from postgres import Server
from samples import ALL

_BLOCK = 1 << 16


class Proxy:
    """A proxy between clients and the socket at `path`, which breaks at a chosen point.

    `cut_before`, `cut_after` and `stalls_at` are parts of a client's data. With
    `cut_before`, the server does not receive the data. With `cut_after`, the server
    receives the data, but the client gets no answer; with `is_away_behind`, the client
    can't connect again either. From `stalls_at` on, no data passes. Each part is used
    once, and only after the part `behind`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.behind = b""
        self.cut_before: bytes | None = None
        self.cut_after: bytes | None = None
        self.stalls_at: bytes | None = None
        self.is_away = False
        self.is_away_behind = False
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._is_over = threading.Event()

    @classmethod
    @contextlib.contextmanager
    def to(cls, path: Path) -> Iterator[Self]:
        """Yield a proxy to the socket at `path`."""
        proxy = cls(path)
        proxy._run(proxy._serve)
        try:
            yield proxy
        finally:
            proxy._is_over.set()
            for each in (proxy._listening, *proxy._open):
                _hang_up(each)
            for thread in proxy._threads:
                thread.join()
            for each in (proxy._listening, *proxy._open):
                each.close()

    def _run(self, target: Callable[..., None], *ends: socket.socket) -> None:
        thread = threading.Thread(target=target, args=ends)
        self._threads.append(thread)
        thread.start()

    def _serve(self) -> None:
        while not self._is_over.is_set():
            try:
                client, _ = self._listening.accept()
            except OSError:  # the proxy was closed
                return
            if self.is_away:
                client.close()
                continue
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(self.path))
            self._open += [client, server]
            self._run(self._to_server, client, server)
            self._run(self._to_client, server, client)

    def _to_server(self, client: socket.socket, server: socket.socket) -> None:
        is_behind = not self.behind
        with contextlib.suppress(OSError):
            while data := client.recv(_BLOCK):
                if not is_behind:
                    is_behind = self.behind in data
                elif not self._passes(data, client, server):
                    break
                server.sendall(data)
        _hang_up(client)
        _hang_up(server)

    def _passes(
        self, data: bytes, client: socket.socket, server: socket.socket
    ) -> bool:
        """Return whether `data` passes and the connection stays open."""
        if self.stalls_at and self.stalls_at in data:
            self.stalls_at = None
            self._is_over.wait()
        if self.cut_before and self.cut_before in data:
            self.cut_before = None
            return False
        if self.cut_after and self.cut_after in data:
            self.cut_after = None
            self.is_away = self.is_away_behind
            # Disconnect the client first, so that no answer reaches it.
            _hang_up(client)
            server.sendall(data)
            return False
        return True

    @staticmethod
    def _to_client(server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(_BLOCK):
                client.sendall(data)
        _hang_up(client)


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


ADD = ("add", "--title=T", "--date=2020", "--program=P", "--type=Statement")
SET_VERSION = "UPDATE version SET number = %s"
LAST = b"UPDATE counter SET change"  # the last SQL before the commit


@pytest.fixture
def way(postgres: Server, address: str, run: Run) -> Iterator[Proxy]:
    """Return a proxy to a server with the sample archive."""
    assert run("init", address, "--sample").code == 0
    with Proxy.to(postgres.folder / f".s.PGSQL.{postgres.port}") as proxy:
        yield proxy


@pytest.fixture
def there(way: Proxy, postgres: Server, address: str) -> str:
    """Return the URL of the archive through the proxy."""
    schema = address.partition("#")[2]
    user = postgres.user
    return f"postgresql://{user}:secret@127.0.0.1:{way.port}/mediarel#{schema}"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten all waiting times."""
    monkeypatch.setattr(connection, "PATIENCE", 0.5)
    monkeypatch.setattr(
        connection.Connection.__init__,
        "__kwdefaults__",
        {"patience": 0.5, "wait": None},
    )
    monkeypatch.setattr(connection, "_GRACE", 0.5)


def titles(run: Run, address: str) -> list[str]:
    """Return the titles of the statements after the nine samples."""
    done = run("list", "--sort=id", "--archive", address)
    assert done.code == 0
    return [row.split("\t")[-1] for row in done.out.splitlines()[9:]]


def test_lost_before_commit(way: Proxy, there: str, address: str, run: Run) -> None:
    way.behind, way.cut_before = LAST, b"COMMIT"

    error = refused(run(*ADD, "--archive", there), 7)

    assert "the change was not made" in error
    assert titles(run, address) == []


def test_lost_after_commit(way: Proxy, there: str, address: str, run: Run) -> None:
    """The command connects again, and finds that the change was saved."""
    way.behind, way.cut_after = LAST, b"COMMIT"

    done = run(*ADD, "--archive", there)

    assert (done.code, done.out) == (0, "10\n")
    assert titles(run, address) == ["T"]


@pytest.mark.usefixtures("impatient")
def test_server_lost_on_commit(way: Proxy, there: str, address: str, run: Run) -> None:
    """The error says that the result is unknown."""
    way.behind, way.cut_after, way.is_away_behind = LAST, b"COMMIT", True

    done = run(*ADD, "--archive", there)

    assert "it is not known if the change was made" in refused(done, 7)
    assert "mediarel log" in done.err
    assert "secret" not in done.err
    assert titles(run, address) == ["T"]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("command", "part", "told"),
    [
        (("list",), b"FROM statement", "nothing was changed"),
        (ADD, b"INSERT INTO entry", "the change was not made"),
    ],
)
def test_server_that_stops_answering(  # noqa: PLR0913, PLR0917 - fixtures
    way: Proxy, there: str, run: Run, command: tuple[str, ...], part: bytes, told: str
) -> None:
    way.stalls_at = part
    began = time.monotonic()

    error = refused(run(*command, "--archive", there), 7)

    assert told in error
    assert time.monotonic() - began < 15


@pytest.mark.usefixtures("impatient")
def test_archive_locked_by_others(postgres: Server, address: str, run: Run) -> None:
    """Reading does not wait."""
    run("init", address, "--sample")
    with postgres.connected() as other, other.cursor() as cursor:
        schema = address.partition("#")[2]
        cursor.execute(f"LOCK TABLE {schema}.counter IN EXCLUSIVE MODE")

        error = refused(run(*ADD, "--wait", "1", "--archive", address), 6)

        assert "other users have been changing" in error
        assert error.endswith("for 1 seconds")
        assert run("list", "--archive", address).code == 0  # reading needs no lock


@pytest.mark.parametrize(
    ("url", "code", "told"),
    [
        ("postgresql://x:secret@127.0.0.1:1/a", 7, "Connection refused"),
        ("postgresql://x:secret@nowhere.invalid/a", 7, "could not translate host name"),
        (
            "postgresql://x:secret@127.0.0.1:1/a?what=1",
            7,
            "not a valid address of a server",
        ),
        ("postgresql://127.0.0.1:1/a?password=secret&port=x", 7, "127.0.0.1"),
        ("postgresql:///a?service=nosuch", 7, "nosuch"),
        ("postgresql://x:secret@127.0.0.1/a#pg_x", 2, "the schema after # can contain"),
        ("postgresql://x:secret@127.0.0.1/a#A b", 2, "a URL can't have spaces"),
    ],
)
def test_unreachable_server_is_explained_without_password(
    url: str, code: int, told: str, run: Run
) -> None:
    done = run("list", "--archive", url)

    assert told in refused(done, code)
    assert "secret" not in done.err


@pytest.mark.parametrize("command", [("list",), ADD, ("check",), ("log",)])
@pytest.mark.parametrize(
    ("version", "told", "hint"),
    [
        (VERSION + 1, "this mediarel supports only", "Update mediarel"),
        (VERSION - 1, "this mediarel needs version", "--upgrade"),
        (-1, "this mediarel needs version", "--upgrade"),
    ],
)
def test_different_version_of_the_archive(  # noqa: PLR0913, PLR0917 - fixtures
    postgres: Server,
    address: str,
    run: Run,
    command: tuple[str, ...],
    version: int,
    told: str,
    hint: str,
) -> None:
    run("init", address, "--sample")
    postgres.run_in(address, SET_VERSION, version)

    done = run(*command, "--archive", address)

    assert told in refused(done, 1)
    assert hint in done.err


def test_upgrade_rebuilds_the_index(postgres: Server, address: str, run: Run) -> None:
    run("init", address, "--sample")
    found = run("search", "sonando", "--archive", address).out
    postgres.run_in(address, SET_VERSION, VERSION - 1)
    postgres.run_in(address, "UPDATE statement SET words_text = '', lexemes = ''")
    postgres.run_in(address, "TRUNCATE touched, frequency, name")

    assert f"(before: {VERSION - 1})" in run("init", address, "--upgrade").err
    assert run("search", "sonando", "--archive", address).out == found
    assert run("log", "3", "--archive", address).out
    assert run("check", "--archive", address).code == 0


def test_upgrade_renews_checksums_that_match(
    postgres: Server, address: str, run: Run
) -> None:
    """A checksum of format version 4 has the first 16 digits of the new checksum."""
    run("init", address, "--sample")
    before = postgres.run_in(address, "SELECT sum FROM checksum ORDER BY id")
    postgres.run_in(address, "UPDATE checksum SET sum = substr(sum, 3, 16)")
    postgres.run_in(address, "UPDATE checksum SET sum = 'wrong' WHERE id = 9")
    for change in (('"form": 5', '"form": 4'), ("last_change", "mood")):
        sql = "UPDATE other SET json = replace(json, %s, %s)"
        postgres.run_in(address, sql, *change)
    postgres.run_in(address, SET_VERSION, VERSION - 1)

    run("init", address, "--upgrade")

    after = postgres.run_in(address, "SELECT sum FROM checksum ORDER BY id")
    assert after == [*before[:-1], ("wrong",)]
    ((settings,),) = postgres.run_in(address, "SELECT json FROM other")
    assert json.loads(settings)["last_change"] == json.loads(settings)["mood"]
    assert json.loads(settings)["form"] == FORM
    assert "1 error" in run("check", "--archive", address).err


def test_read_only_database(postgres: Server, address: str, run: Run) -> None:
    run("init", address, "--sample")
    schema = address.partition("#")[2]
    postgres.run(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM CURRENT_USER")
    postgres.run(
        f"CREATE ROLE {schema}_r LOGIN; GRANT USAGE ON SCHEMA {schema} TO {schema}_r;"
        f" GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {schema}_r"
    )
    reader = postgres.url(schema, user=f"{schema}_r")

    assert run("list", "--archive", reader).code == 0
    error = refused(run(*ADD, "--archive", reader), 7)

    assert "this role has no permission" in error


@pytest.mark.parametrize("has_pip", [True, False])
def test_missing_driver_is_explained(
    address: str, run: Run, monkeypatch: pytest.MonkeyPatch, *, has_pip: bool
) -> None:
    def missing() -> None:
        raise ImportError

    with monkeypatch.context() as here:
        here.setattr(connection, "load_driver", missing)
        here.setattr("mediarel.errors.find_spec", lambda _: has_pip or None)
        done = run("list", "--archive", address)

    assert "the driver for PostgreSQL is not installed" in refused(done, 7)
    assert ("-m pip install" if has_pip else "uv pip install --python") in done.err


def test_failed_statement_rolls_the_change_back(address: str, run: Run) -> None:
    """PostgreSQL reports no error for this commit."""
    run("init", address)
    ours = connection.Connection(read_address(address))
    try:
        with ours.change():
            with pytest.raises(AccessError):
                ours.rows("SELECT 1 / 0")
            with pytest.raises(AccessError, match="rolled the change back"):
                ours.commit()
    finally:
        ours.close()


MEDIAREL = str(Path(sys.executable).with_name("mediarel"))
UNKNOWN = "it is not known if the change was made"
LIMIT = 15  # seconds that a command may take
# When to kill the server: from 0.3 to 0.9 of a command's duration.
_FIRST, _STEP = 0.3, 0.1


class Told(NamedTuple):
    """The output of a command and its duration, by the command's user name."""

    name: str
    code: int
    err: str
    seconds: float


class Writer(threading.Thread):
    """A thread that adds and edits statements until `is_over` is set."""

    def __init__(self, address: str, name: str, home: Mapping[str, str]) -> None:
        super().__init__()
        self._address = address
        self._home = home
        self._prefix = name
        self.is_over = threading.Event()
        self.told: list[Told] = []

    def run(self) -> None:
        """Run commands, and record their output."""
        mine: list[str] = []
        nth = 0
        while not self.is_over.is_set():
            nth += 1
            name = f"{self._prefix}-{nth}"
            if nth % 3 and mine:
                command = ["edit", mine[-1], f"--text={name}"]
            else:
                command = ["add", f"--title={name}", "--date=2020", "--program=P"]
                command += ["--type=T", "--allow-duplicate"]
            began = time.monotonic()
            done = subprocess.run(
                [MEDIAREL, *command, "--archive", self._address],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                text=True,
                env={**self._home, "MEDIAREL_USER": name},
            )
            took = time.monotonic() - began
            self.told.append(Told(name, done.returncode, done.stderr, took))
            if done.returncode == 0 and command[0] == "add":
                mine.append(done.stdout.strip())


def kill(server: Server) -> None:
    """Kill the server and all its processes."""
    main = int(
        (server.folder / "data" / "postmaster.pid").read_text("utf-8").split()[0]
    )
    asked = ["ps", "-o", "pid=", "--ppid", str(main)]
    own = subprocess.run(asked, capture_output=True, check=False, text=True).stdout
    os.kill(main, signal.SIGKILL)
    for process in map(int, own.split()):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    server.stop(signal.SIGKILL)


def crash(server: Server, address: str, number: int, writers: int) -> list[Told]:
    """Kill the server during writes, restart it, and return the commands' output."""
    with TemporaryDirectory() as home:
        surroundings = {"HOME": home, "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        all_ = [Writer(address, f"r{number}w{n}", surroundings) for n in range(writers)]
        for each in all_:
            each.start()
        while not all(each.told for each in all_):
            time.sleep(0.05)
        took = min(told.seconds for each in all_ for told in each.told)
        time.sleep(took * (_FIRST + number % 7 * _STEP))
        kill(server)
        for each in all_:
            each.is_over.set()
        server.start()
        for each in all_:
            each.join()
    return [told for each in all_ for told in each.told]


def wrong(server: Server, address: str, told: Sequence[Told]) -> list[str]:
    """Return the commands whose output was wrong or late."""
    made = {by for (by,) in server.run_in(address, "SELECT by FROM entry")}
    found = []
    for each in told:
        if each.code == 0 and each.name not in made:
            found.append(f"{each.name} was confirmed, and is not there")
        if each.code and each.name in made and UNKNOWN not in each.err:
            found.append(f"{each.name} is there, and was told: {each.err}")
        if "Traceback" in each.err or each.code < 0:
            found.append(f"{each.name}: {each.err}")
        if each.seconds > LIMIT:
            found.append(f"{each.name} took {each.seconds:.1f} seconds: {each.err}")
    return found


def test_killed_server_keeps_exactly_the_confirmed_changes(run: Run) -> None:
    with Server.started() as server:
        address = server.url("crashes")
        assert run("init", address).code == 0

        rounds = 2 if ALL else 1
        told = [each for n in range(rounds) for each in crash(server, address, n, 4)]
        # On a busy machine, the server may be killed when no command is running.
        for n in range(rounds, 10):
            if any(each.code for each in told):
                break
            told += crash(server, address, n, 4)

        assert any(each.code for each in told)
        assert wrong(server, address, told) == []
        assert run("check", "--archive", address).code == 0
