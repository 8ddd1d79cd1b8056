"""Test `mediarel publish serve` and its web server."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Thread
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from conftest import Run, refused, unmeasured
from mediarel.publish.paths import STAGED
from mediarel.publish.serving import Server
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


KHMER = "2012/07/16/សន្តិភាព-3"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Yield a server for a site that has secret files next to it."""
    home = tmp_path_factory.mktemp("home")
    (home / "secret.html").write_text("Secret.")
    (home / "site-2").mkdir()
    (home / "site-2" / "index.html").write_text("Secret.")
    site = home / "site"
    publish(site, FIRST | {"404.html": "Not here.", "style.css": "", "a.b/c.js": ""})
    (site / "link.html").symlink_to(home / "secret.html")
    (site / "out").symlink_to(home)
    (site / "within.html").symlink_to(site / "index.html")
    (site / STAGED).mkdir()
    (site / STAGED / "index.html").write_text("Not yet.")
    with Server(site, 0) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def get(
    server: Server, address: str, method: str = "GET", host: str | None = None
) -> tuple[HTTPResponse, str]:
    """Return the response and its content; `address` is sent without changes."""
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.putrequest(method, address, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{server.server_port}")
    connection.endheaders()
    answer = connection.getresponse()
    content = answer.read().decode()
    connection.close()
    return answer, content


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST:8000"])
def test_names_of_this_computer_are_accepted(server: Server, host: str) -> None:
    assert get(server, "/", host=host)[0].status == 200


@pytest.mark.parametrize(
    ("address", "content"),
    [
        ("/", "One."),
        ("/index.html", "One."),
        ("/?page=2", "One."),
        ("//", "One."),
        (f"/{quote(KHMER)}/", FIRST[f"{KHMER}/index.html"]),
        (f"/{quote(KHMER)}/index.html", FIRST[f"{KHMER}/index.html"]),
        ("/%61bout/us.html", "Us."),
        ("/within.html", "One."),
        ("/tag/land", "Land."),
    ],
)
def test_files_and_folders_are_served(
    server: Server, address: str, content: str
) -> None:
    answer, found = get(server, address)

    assert (answer.status, found) == (200, content)
    assert answer.getheader("Content-Length") == str(len(content.encode()))


@pytest.mark.parametrize(
    ("address", "type_"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/feed.xml", "application/xml; charset=utf-8"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/a.b/c.js", "text/javascript; charset=utf-8"),
        ("/tag/land", "application/octet-stream"),
        ("/none", "text/html; charset=utf-8"),
    ],
)
def test_text_types_have_a_charset(server: Server, address: str, type_: str) -> None:
    assert get(server, address)[0].getheader("Content-Type") == type_


@pytest.mark.parametrize("address", ["/about", f"/{quote(KHMER)}", "/about?page=2"])
def test_a_folder_without_a_final_slash_redirects(server: Server, address: str) -> None:
    path, mark, query = address.partition("?")
    answer, _ = get(server, address)

    assert answer.status == 301
    assert answer.getheader("Location") == f"{path}/{mark}{query}"


@pytest.mark.parametrize(
    "address",
    [
        *("/none", "/about/", "/index.html/", "/a.b/", "//127.0.0.1/", "/a//b"),
        *("/../secret.html", "/a.b/../../secret.html", "/%2e%2e/secret.html"),
        *("/..%2fsecret.html", "/%2e%2e%2fsecret.html", "/..\\secret.html", "/out/"),
        *("/..%5csecret.html", "/link.html", "/out/secret.html", "/../site-2/"),
        *("/%2fetc/passwd", "//etc/passwd", "/%00", "/index.html%00", "/%ff", "/c:/"),
        *(f"/{STAGED}/", f"/{STAGED}/index.html", "/" + "a" * 300, "/%", "/%zz"),
        *("/index.html/../index.html", "/./", "secret.html", "*"),
    ],
)
def test_no_file_outside_the_site_is_served(server: Server, address: str) -> None:
    answer, found = get(server, address)

    assert (answer.status, found) == (404, "Not here.")


def test_a_site_without_a_404_page_has_a_default_message(home: Path) -> None:
    publish(home / "site", {"a": ""})
    with Server(home / "site", 0) as server:
        Thread(target=server.handle_request).start()
        answer, found = get(server, "/<script>")

    assert answer.status == 404
    assert "<script>" not in found


def test_head_returns_the_length_without_the_content(server: Server) -> None:
    answer, found = get(server, "/tag/land", "HEAD")

    assert (answer.status, answer.getheader("Content-Length"), found) == (200, "5", "")


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org:80", "", ":80"])
def test_other_host_names_are_refused(server: Server, host: str) -> None:
    """Otherwise, a web page could read the site with DNS rebinding."""
    assert get(server, "/", host=host or " ")[0].status == 421
    assert get(server, "/", host=f"localhost:{server.server_port}")[0].status == 200


def test_several_files_are_served_over_one_connection(server: Server) -> None:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    found = []
    for address in ("/", "/about", "/none", "/feed.xml"):
        connection.request("GET", address)
        found.append(connection.getresponse().read().decode())
    connection.close()

    assert found == ["One.", "", "Not here.", "Feed."]
