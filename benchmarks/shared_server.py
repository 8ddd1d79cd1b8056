"""Start a PostgreSQL server and pgbouncer for one measurement only."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

UNPRIVILEGED = "nobody"  # PostgreSQL refuses to run as root
ME = pwd.getpwuid(os.geteuid()).pw_name
DATABASE = "mediarel"


def _memory() -> int:
    """Return the memory of this computer in megabytes."""
    pages: int = os.sysconf("SC_PHYS_PAGES")
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20


# Settings of a normal server: confirmed changes are on the disk.
SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "shared_buffers": f"{_memory() // 4}MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "4GB",
    "max_connections": "60",
    "log_min_messages": "fatal",
}
_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PATIENCE = 120  # seconds to wait until the server accepts connections


def program(name: str) -> str:
    """Return the path of a server program. On Debian, it is not in the PATH."""
    there = sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))
    found = shutil.which(name) or (there[-1] if there else None)
    if found is None:
        sys.exit(f"there is no {name}: install PostgreSQL")
    return found


def as_server() -> dict[str, Any]:
    """Return the options for starting a process as a user that PostgreSQL accepts."""
    given: dict[str, Any] = {"stdin": subprocess.DEVNULL, "cwd": "/"}
    given |= {"stdout": subprocess.DEVNULL, "start_new_session": True}
    if os.geteuid() == 0:
        who = pwd.getpwnam(UNPRIVILEGED)
        given |= {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
    return given


class Server:
    """The server in `folder`, created when it is first started."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self._settings = {**SETTINGS, **settings}
        self._process: subprocess.Popen[bytes] | None = None
        if not (folder / "data").exists():
            self._make()

    def _make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, UNPRIVILEGED)
        flags = ("--encoding=UTF8", "--locale=C", "--auth=trust", "--no-instructions")
        made = [program("initdb"), "-D", str(self.folder / "data"), "-U", ME, *flags]
        subprocess.run(made, check=True, **as_server())
        with self.running():
            self.run(f"CREATE DATABASE {DATABASE}", "postgres")

    def url(self, schema: str, port: int | None = None) -> str:
        """Return the address of an archive; `port` can be the port of a pooler."""
        host = f"host={self.folder}&port={self.port}"
        if port is not None:
            host = f"host=127.0.0.1&port={port}"
        return f"postgresql://{ME}@/{DATABASE}?{host}#{schema}"

    def start(self) -> None:
        """Start the server, and wait until it accepts connections."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            **self._settings,
        }
        flags = [f"--{name}={value}" for name, value in settings.items()]
        command = [program("postgres"), "-D", str(self.folder / "data"), *flags]
        end = time.monotonic() + _PATIENCE
        with (self.folder / "log").open("ab") as log:
            while not self.answers():
                if self._process is None or self._process.poll() is not None:
                    self._process = subprocess.Popen(command, stderr=log, **as_server())
                if time.monotonic() > end:
                    sys.exit((self.folder / "log").read_text("utf-8")[-2000:])
                time.sleep(0.02)

    def answers(self) -> bool:
        """Return whether the server accepts connections."""
        try:
            self.run("SELECT 1", "postgres")
        except Exception:  # noqa: BLE001 - the server is still starting
            return False
        return True

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server and its child processes: normally or with SIGKILL."""
        process, self._process = self._process, None
        if process is None:
            return
        own = children(process.pid) if how is signal.SIGKILL else []
        for pid in (process.pid, *own):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
        process.wait()

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Run the server during the block."""
        self.start()
        try:
            yield
        finally:
            self.stop()

    def run(self, sql: str, database: str = DATABASE) -> list[tuple[Any, ...]]:
        """Run `sql` on the server, and return the rows."""
        import psycopg2  # noqa: PLC0415 - this process must stay small until then

        opened = psycopg2.connect(
            host=str(self.folder), port=self.port, user=ME, dbname=database
        )
        opened.autocommit = True
        with contextlib.closing(opened), opened.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def cpu(self) -> float:
        """Return the CPU seconds of all sessions that have ended."""
        assert self._process is not None  # noqa: S101 - the server runs
        return sum(_stat(self._process.pid)[13:15]) / _TICK

    def cpu_of_all(self) -> float:
        """Return the CPU seconds of all processes of the server since its start."""
        assert self._process is not None  # noqa: S101 - the server runs
        own = sum(_stat(self._process.pid)[11:13]) / _TICK
        living = 0
        for each in children(self._process.pid):
            with contextlib.suppress(OSError):  # the process may have ended
                living += sum(_stat(each)[11:13])
        return own + self.cpu() + living / _TICK


@contextlib.contextmanager
def pooled(server: Server, size: int) -> Iterator[int]:
    """Run pgbouncer in transaction mode with `size` connections; yield its port."""
    port = free_port()
    settings = server.folder / f"pooler-{port}.ini"
    settings.write_text(
        f"[databases]\n{DATABASE} = host={server.folder} port={server.port}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n"
        f"auth_type = any\nunix_socket_dir =\npool_mode = transaction\n"
        f"default_pool_size = {size}\nmax_client_conn = 200\n"
        "ignore_startup_parameters = extra_float_digits,options\n",
        encoding="utf-8",
    )
    settings.write_text(
        settings.read_text("utf-8").replace(
            f"port={server.port}\n", f"port={server.port} user={ME}\n"
        ),
        encoding="utf-8",
    )
    with (server.folder / "pooler.log").open("ab") as log:
        process = subprocess.Popen(
            [program("pgbouncer"), str(settings)], stderr=log, **as_server()
        )
    try:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port)).close()
                break
            time.sleep(0.02)
        yield port
    finally:
        process.terminate()
        process.wait()


def children(parent: int) -> list[int]:
    """Return the running child processes of `parent`."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            with contextlib.suppress(OSError):
                if _stat(int(place.name))[1] == parent:
                    found.append(int(place.name))
    return found


def _stat(pid: int) -> list[int]:
    """Return the fields of /proc/PID/stat as numbers, from the process state on."""
    text = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2]
    state, *rest = text.split()
    return [ord(state), *map(int, rest)]


def free_port() -> int:
    """Return a port on which no process listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
