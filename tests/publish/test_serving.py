"""Test the web server for a published folder."""

from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest

from mediarel.publish.paths import STAGED
from mediarel.publish.serving import Server
from publishing import FIRST, publish

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
