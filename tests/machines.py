"""Simulate the computers of an office: two servers and a desk.

Each computer is a folder with its own `etc`, `var` and `home`, and has its own loopback
address; `hosts.c` resolves the names. Commands use the installed programs of Debian and
PostgreSQL. Programs that would change this computer are replaced: `apt` checks that
packages are installed, `sudo` switches to the owner of the servers, and `scp` copies
between folders.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from postgres import PATIENCE, UNPRIVILEGED
from programs import lacking, only_in_full, program

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAMS = {
    "sudo": """
        if [ "$1" = -u ]; then shift 2; export PGUSER=postgres; fi
        exec {unprivileged} "$@"
    """,
    "apt": """
        [ "$1" = install ] || exit 2
        shift
        exec dpkg-query --show "$@"
    """,
    "scp": """
        case $1 in
          archive.example:*) exec cp "{office}/archive.example${{1#*:}}" "$2" ;;
          archive-2.example:*) exec cp "{office}/archive-2.example${{1#*:}}" "$2" ;;
        esac
        exit 2
    """,
}
# Shell script: wait until the test process has ended in any way. Then end the processes
# in the folder of the office, and remove the folder.
KEEPER = """
exec 2>/dev/null
cat >/dev/null
for file in "$0"/*/var/lib/postgresql/*/main/postmaster.pid; do
  if read -r process <"$file"; then
    kill -QUIT "$process"
    while kill -0 "$process"; do sleep 0.02; done
  fi
done
rm -rf -- "$0"
"""


SOURCE = Path(__file__).with_name("hosts.c")
SERVER, SECOND, DESK = "archive.example", "archive-2.example", "desk.example"
OTHER = "other.example"  # another name of the server
ADDRESSES = {SERVER: "127.0.0.2", SECOND: "127.0.0.3", DESK: "127.0.0.4"}
PASSWORD = "PASSWORD"  # noqa: S105 - the text on the page
PERSON = "dara"  # the administrator of the archive
ROOM = 2**30  # bytes of free memory
# Programs that the page and the machines need, with their Debian packages.
NEEDED = {
    "pg_createcluster": "postgresql",
    "psql": "postgresql",
    "openssl": "openssl",
    "dpkg-query": "dpkg",
    "setpriv": "util-linux",
}
# Settings of temporary servers.
QUICK = """
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 32MB
max_connections = 40
jit = off
autovacuum = off
"""


class Machine:
    """A computer: its `name`, its `folder`, and commands on it."""

    def __init__(self, name: str, office: Office) -> None:
        self.name = name
        self.office = office
        self.address = ADDRESSES[name]
        self.folder = office.folder / name
        self.home = self.folder / "home"
        for inner in ("etc/postgresql", "etc/cron.d", "srv", "home"):
            (self.folder / inner).mkdir(parents=True)
        for inner in ("lib/postgresql", "run/postgresql", "log/postgresql"):
            (self.folder / "var" / inner).mkdir(parents=True)
        (self.folder / "bin").mkdir()
        for its, script in PROGRAMS.items():
            self._program(its, script)

    def _program(self, name: str, script: str) -> None:
        filled = script.format(
            unprivileged=self.office.unprivileged,
            office=self.office.folder,
            folder=self.folder,
            address=self.address,
        )
        path = self.folder / "bin" / name
        path.write_text(f"#!/bin/sh\n{filled}", encoding="utf-8")
        path.chmod(0o755)

    @property
    def data(self) -> Path:
        """Return the data folder of the computer's server."""
        return self.folder / "var/lib/postgresql" / self.office.version / "main"

    @property
    def variables(self) -> dict[str, str]:
        """Return the environment of commands."""
        own = [self.folder / "bin", Path(sys.executable).parent]
        usual = ("/usr/sbin", "/usr/bin", "/sbin", "/bin")
        given = {
            "PATH": os.pathsep.join([*map(str, own), *usual]),
            "HOME": str(self.home),
            "USER": PERSON,
            "LC_ALL": "C.UTF-8",
            "PG_CLUSTER_CONF_ROOT": str(self.folder / "etc" / "postgresql"),
            "PGPORT": str(self.office.port),
            **self.office.names,
        }
        if self.name == DESK:
            given["MEDIAREL_USER"] = "Sok Dara"
        else:
            # On a real computer, the login name is enough.
            given["PGUSER"] = PERSON
            given["PGHOST"] = str(self.folder / "var" / "run" / "postgresql")
        return given

    def typed(self, script: str) -> subprocess.CompletedProcess[str]:
        """Return the result of a `script`.

        If the script asks for a password, the password is entered.
        """
        profile = self.home / ".profile"
        begin = f". {profile}\n" if profile.exists() else ""
        return subprocess.run(
            ["/bin/bash", "-euo", "pipefail", "-c", begin + self.here(script)],
            input=f"{PASSWORD}\n" * 4,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self.variables,
            cwd=self.home,
            # Without a terminal, so that programs don't ask on it.
            start_new_session=True,
            timeout=PATIENCE,
            check=False,
            text=True,
        )

    def here(self, script: str) -> str:
        """Return `script` with the paths, addresses and version of this computer."""
        version = self.office.version
        for pattern, put in (
            (r"(?<![\w/.:])/(etc|var|srv)/", rf"{self.folder}/\1/"),
            (r"(?<=listen_addresses = ')\*", self.address),
            (r"127\.0\.0\.1", self.address),
            (r"\b5432\b", str(self.office.port)),
            (r"\b15(?=/| main)", version),
            ("--owner postgres ", ""),
        ):
            script = re.sub(pattern, put, script)
        return script

    def install_server(self) -> None:
        """Install and start a server as Debian's package does."""
        place = (
            self.folder / "var" / "lib" / "postgresql" / self.office.version / "main"
        )
        place.mkdir(parents=True)
        self.give()
        sockets = self.folder / "var" / "run" / "postgresql"
        log = self.folder / "var" / "log" / "postgresql" / "main.log"
        made = (
            f"sudo pg_createcluster --datadir {place} --socketdir {sockets}"
            f" --logfile {log} --port {self.office.port} {self.office.version} main"
            " -- --no-sync --encoding UTF8 --wal-segsize 1"
        )
        self.must(made)
        etc = self.folder / "etc" / "postgresql" / self.office.version / "main"
        (etc / "conf.d" / "00.conf").write_text(QUICK, encoding="utf-8")
        names = "".join(f"{key} = '{it}'\n" for key, it in self.office.names.items())
        (etc / "environment").write_text(names, encoding="utf-8")
        # All users are the same here, so local connections are trusted. Connections
        # from this computer count as remote.
        (etc / "pg_hba.conf").write_text(
            "local all all trust\nlocal replication all trust\n", encoding="utf-8"
        )
        self.must(f"sudo pg_ctlcluster {self.office.version} main start")
        who = "createuser --superuser postgres"
        self.must(f"PGUSER= sudo env -u PGUSER {who}")

    def give(self) -> None:
        """Change the owner of all files to the owner of the servers."""
        if os.geteuid() == 0:
            for path in (self.folder, *self.folder.rglob("*")):
                shutil.chown(path, UNPRIVILEGED)

    def must(self, script: str) -> str:
        """Return the output of a `script`, which must succeed."""
        done = self.typed(script)
        assert done.returncode == 0, f"{self.name}: {script}\n{done.stdout}{self.log()}"
        return done.stdout

    def log(self) -> str:
        """Return the end of the server's log."""
        log = self.folder / "var" / "log" / "postgresql" / "main.log"
        return log.read_text("utf-8")[-2000:] if log.exists() else ""

    def server_process(self) -> int | None:
        """Return the process ID of the server, if it runs."""
        try:
            return int((self.data / "postmaster.pid").read_text("utf-8").split()[0])
        except FileNotFoundError:
            return None

    def switch_off(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """Stop the server immediately, and wait for its end."""
        process = self.server_process()
        assert process is not None, f"{self.name} is off"
        os.kill(process, how)
        end = time.monotonic() + PATIENCE
        while runs(process) and time.monotonic() < end:
            time.sleep(0.02)
        # A different process may get this number. A process that has ended is listed
        # until its parent reads the exit code.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for lock in (self.folder / "var" / "run" / "postgresql").glob(".s.*.lock"):
            lock.unlink()


class Office:
    """The computers of an office and their common settings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.version = installed_version()
        for name, package in NEEDED.items():
            program(name, package)
        self.unprivileged = (
            f"setpriv --reuid={UNPRIVILEGED} --regid=nogroup --clear-groups"
            if os.geteuid() == 0
            else ""
        )
        names = {**ADDRESSES, OTHER: ADDRESSES[SERVER]}
        self.names = {
            "LD_PRELOAD": str(self._hosts()),
            "HOSTS": ",".join(f"{name}={at}" for name, at in names.items()),
        }
        self.machines = {name: Machine(name, self) for name in ADDRESSES}

    def _hosts(self) -> Path:
        made = self.folder / "hosts.so"
        compiler = program("gcc", "gcc libc6-dev")
        flags = ("-shared", "-fPIC", "-O1", "-Wall", "-Werror")
        subprocess.run([compiler, *flags, "-o", made, SOURCE], check=True)
        return made

    @classmethod
    @contextlib.contextmanager
    def open(cls) -> Iterator[Office]:
        """Create an office with two servers as Debian sets them up."""
        folder = quick_folder()
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, folder],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            office = cls(folder)
            servers = [office.machines[name] for name in (SERVER, SECOND)]
            with ThreadPoolExecutor() as pool:
                list(pool.map(Machine.install_server, servers))
            yield office
        finally:
            keeper.communicate()


def quick_folder() -> Path:
    """Create a folder for an office; it is in memory if there is enough memory."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder gets a unique name
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > ROOM
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=memory if has_room else None))
    folder.chmod(0o755)
    return folder


def installed_version() -> str:
    """Return the newest PostgreSQL version that Debian has installed."""
    only_in_full("PostgreSQL")
    found = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    versions = [place.parts[-3] for place in found]
    if not versions:
        lacking("there is no PostgreSQL of Debian: apt-get install postgresql")
    return max(versions, key=float)


def free_port() -> int:
    """Return the number of a port that is free at all addresses."""
    with socket.socket() as held:
        held.bind(("", 0))
        return int(held.getsockname()[1])


def runs(process: int) -> bool:
    """Return whether a process runs and is not a zombie."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text("utf-8")
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
