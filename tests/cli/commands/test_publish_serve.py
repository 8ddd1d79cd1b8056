"""Test `mediarel publish serve`."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from conftest import Run, refused, unmeasured
from publishing import FIRST, publish


@pytest.fixture
def site(home: Path) -> Path:
    """Return a published folder."""
    publish(home / "site", FIRST)
    return Path("site")


@pytest.fixture
def serve(site: Path) -> Iterator[subprocess.Popen[str]]:
    """Start the server, and return its process."""
    with started(["publish", "serve", str(site), "--port=0"]) as process:
        yield process


@contextmanager
def started(words: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """Start a command, and kill it at the end."""
    with subprocess.Popen(
        [sys.executable, "-m", "mediarel", *words],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=unmeasured(),
    ) as process:
        yield process
        process.kill()


def test_folder_served_until_ctrl_c(serve: subprocess.Popen[str]) -> None:
    assert serve.stderr is not None
    told = serve.stderr.readline()
    address = told.split()[3]

    with urlopen(f"{address}about/us.html") as answer:  # noqa: S310 - our own server
        assert answer.read() == b"Us."
    serve.send_signal(signal.SIGINT)
    out, err = serve.communicate()

    assert told == f"site is at {address} – press Ctrl-C to stop.\n"
    assert address.startswith("http://127.0.0.1:")
    assert (serve.returncode, out, err) == (0, "", "\n")


def test_client_that_closes_its_connection_early(site: Path) -> None:
    """The server continues, and answers the next client."""
    large = site / "large.bin"
    large.write_bytes(bytes(32 << 20))
    with started(["publish", "serve", str(site), "--port=0"]) as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[3]
        port = int(address.rpartition(":")[2].rstrip("/"))
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", port)) as client:
                client.sendall(b"GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.2)
        with urlopen(f"{address}about/us.html") as answer:  # noqa: S310 - our own server
            assert answer.read() == b"Us."
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()

    assert (process.returncode, out, err) == (0, "", "\n")


@pytest.mark.usefixtures("site")
def test_folder_not_published_by_mediarel_is_refused(run: Run, home: Path) -> None:
    """A folder that mediarel did not write may contain private files."""
    done = run("publish", "serve", str(home))

    assert refused(done, 1) == f"Error: mediarel did not publish {home}"
    assert done.err.endswith("mediarel publish site FOLDER\n")


def test_port_that_is_in_use(run: Run, site: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run("publish", "serve", str(site), "--port", str(port))

    assert (
        refused(done, 7) == f"Error: port {port} can't be used: address already in use"
    )
    assert done.err.endswith("mediarel publish serve site --port 0\n")


def test_site_in_a_bag_is_served(run: Run) -> None:
    assert run("init", ".", "--sample").code == 0
    assert run("publish", "bag", "bag", "--public").code == 0

    with started(["publish", "serve", "bag", "--port=0"]) as process:
        assert process.stderr is not None
        told = process.stderr.readline()

    assert told.startswith("bag/data/site is at http://127.0.0.1:")
