"""Start PostgreSQL servers for tests.

A server does not use fsync and listens only on a socket in its own folder. When the
process that started the server ends, the server ends too.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any, Self

import psycopg2

from programs import lacking, only_in_full

DATABASE = "mediarel"
PORT = 5432
# PostgreSQL refuses to run as root.
UNPRIVILEGED = "nobody"
# Seconds; enough for a busy machine.
PATIENCE = 60
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "60",
    "shared_buffers": "32MB",
    # Autovacuum holds locks that would delay the removal of a schema.
    "autovacuum": "off",
    "jit": "off",
}
ENDING = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# End only connections with locks in the schema.
ENDING_IN = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE pid <> pg_backend_pid()
AND relation IN (SELECT oid FROM pg_class WHERE relnamespace = to_regnamespace('{}'))
"""
# Shell script: wait until the test process has ended.
KEEPER = """
exec 2>/dev/null
cat >/dev/null
if read -r server <"$0/data/postmaster.pid"; then
  kill -QUIT "$server"
  while kill -0 "$server"; do sleep 0.02; done
fi
rm -rf -- "$0"
"""


def server_program(name: str) -> str:
    """Return the path of a server program, which Debian has outside the PATH."""
    only_in_full("PostgreSQL")
    folders = [os.environ["PATH"]]
    if asked := shutil.which("pg_config"):
        done = subprocess.run([asked, "--bindir"], capture_output=True, check=True)
        folders.append(done.stdout.decode().strip())
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(map(str, versions), key=lambda place: -float(place.split("/")[4]))
    if found := shutil.which(name, path=os.pathsep.join(folders)):
        return found
    return lacking(f"there is no {name}: apt-get install postgresql")


def as_server() -> Mapping[str, Any]:
    """Return the options for starting a process as a user that PostgreSQL accepts."""
    given: dict[str, Any] = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
        "cwd": "/",
        "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        # Ctrl-C in the terminal of the tests is not for the server.
        "start_new_session": True,
    }
    if os.geteuid() == 0:
        who = pwd.getpwnam(UNPRIVILEGED)
        given |= {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
    return given


def short_folder() -> Path:
    """Create a folder with a short path: a socket's path has at most 107 bytes.

    It is outside of pytest's temporary folder, which other users can't enter.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if os.geteuid() == 0:
        who = pwd.getpwnam(UNPRIVILEGED)
        os.chown(folder, who.pw_uid, who.pw_gid)
    return folder


class Server:
    """A server that runs until its block ends.

    `folder` contains the socket, the log and the server's `data`.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder = folder
        # The user of the tests is a superuser of the server.
        self.user = pwd.getpwuid(os.geteuid()).pw_name
        self.settings = {**SETTINGS, **settings}
        self._process: subprocess.Popen[bytes] | None = None
        self._names = count(1)

    @classmethod
    @contextlib.contextmanager
    def started(cls, **settings: str) -> Iterator[Self]:
        """Create and start a server with an empty database, and remove it at the end.

        `settings` are further settings of PostgreSQL. For TCP the server needs
        `listen_addresses` and its own `port`.
        """
        initdb = server_program("initdb")
        folder = short_folder()
        server = cls(folder, settings)
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, folder],
            **{**as_server(), "stdin": subprocess.PIPE},
        )
        try:
            server._make(initdb)
            server.start()
            with server.connected("postgres") as connection:
                connection.autocommit = True
                connection.cursor().execute(f"CREATE DATABASE {DATABASE}")
            yield server
        finally:
            server.stop()
            shutil.rmtree(folder)
            keeper.communicate()

    def _make(self, initdb: str) -> None:
        flags = ("--encoding=UTF8", "--locale=C", "--auth=trust")
        quick = ("--no-sync", "--no-instructions")
        subprocess.run(
            [initdb, "-D", self.folder / "data", "-U", self.user, *flags, *quick],
            check=True,
            **as_server(),
        )

    @property
    def port(self) -> int:
        """Return the number in the socket's name, which is also any TCP port."""
        return int(self.settings.get("port", PORT))

    def url(self, schema: str = "", **parameters: str) -> str:
        """Return the URL of an archive on the server, with `parameters` of libpq."""
        own = {} if self.port == PORT else {"port": str(self.port)}
        given = {"host": str(self.folder), **own, **parameters}
        asked = "&".join(f"{name}={value}" for name, value in given.items())
        return f"postgresql:///{DATABASE}?{asked}" + (f"#{schema}" if schema else "")

    def start(self) -> None:
        """Start the server, and wait until it accepts connections."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            **self.settings,
        }
        flags = [f"--{name}={value}" for name, value in settings.items()]
        end = time.monotonic() + PATIENCE
        with (self.folder / "log").open("ab") as log:
            while not self._answers():
                if self._process is None or self._process.poll() is not None:
                    self._process = subprocess.Popen(
                        [
                            server_program("postgres"),
                            "-D",
                            self.folder / "data",
                            *flags,
                        ],
                        stderr=log,
                        **as_server(),
                    )
                if time.monotonic() > end:
                    raise TimeoutError(self.log())
                time.sleep(0.005)

    def _answers(self) -> bool:
        try:
            with self.connected("postgres"):
                return True
        except psycopg2.OperationalError:
            return False

    @contextlib.contextmanager
    def connected(self, database: str = DATABASE) -> Iterator[Any]:
        """Open a connection as superuser; uncommitted changes are rolled back."""
        opened = psycopg2.connect(
            host=str(self.folder), port=self.port, user=self.user, dbname=database
        )
        with contextlib.closing(opened) as connection:
            yield connection

    def run(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Run and commit `sql`; return the rows."""
        with self.connected() as connection, connection, connection.cursor() as cursor:
            cursor.execute(sql, parameters or None)
            return cursor.fetchall() if cursor.description else []

    def run_in(
        self, address: str, sql: str, *parameters: object
    ) -> list[tuple[Any, ...]]:
        """Run and commit `sql` in the schema of an archive; return the rows."""
        path = f"SET LOCAL search_path TO {address.partition('#')[2]}; "
        return self.run(path + sql, *parameters)

    def new_schema(self, name: str = "test") -> str:
        """Return an unused schema name that begins with `name`."""
        return f"{name}_{next(self._names)}"

    def remove_schema(self, name: str) -> None:
        """Remove a schema if it exists, and end connections that could hold it."""
        self.run(f"{ENDING_IN.format(name)}; DROP SCHEMA IF EXISTS {name} CASCADE")

    def end_connections(self) -> None:
        """End all other connections, and wait until they are closed."""
        self.run(ENDING)

    def log(self) -> str:
        """Return the log of the server."""
        return (self.folder / "log").read_text("utf-8", errors="replace")

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """Stop the server: normally with SIGINT, at once with SIGQUIT or SIGKILL."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None
