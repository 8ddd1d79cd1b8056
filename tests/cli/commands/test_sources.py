"""Test `mediarel sources`, on a server with dead and living links."""

import datetime as dt
import gzip
import json
import socket
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from archives import content
from conftest import Run, refused
from samples import ALL

HOME = "Harbour Watch: about us, our work, contact, donate, news of the harbour."
SORRY = "Sorry. We moved our pages to a new system. Please use the search above."
OTHER = (
    "Best casino bonus of the year: play slots, win coins, and enjoy roulette daily."
)


class Kind(NamedTuple):
    """A kind of page: the expected state, and the start of the expected detail."""

    state: str
    detail: str = ""


KINDS = {
    "alive": Kind("alive"),
    "404": Kind("gone", "HTTP 404"),
    "410": Kind("gone", "HTTP 410"),
    "500": Kind("unreachable", "HTTP 500"),
    "503": Kind("unreachable", "HTTP 503"),
    "home": Kind("soft 404", "redirects to the home page"),
    "loop": Kind("unreachable", "redirects in a circle"),
    "moved": Kind("moved to", "http"),
    "soft": Kind("soft 404"),
    "other": Kind("different content"),
    "cut": Kind("unreachable", "the answer is incomplete"),
    "forbidden": Kind("unreachable", "robots.txt forbids"),
    "login": Kind("unreachable", "the site asks for a login"),
    "refused": Kind("unreachable", "the connection was refused"),
    "unknown": Kind("unreachable", "the host is unknown"),
    "plain": Kind("unreachable", "no secure connection"),
}
ON_A_SITE = [*KINDS][:13]


def title_of(number: int) -> str:
    """Return the title of statement `number`, which differs from all other titles."""
    return f"Statement {number} on dredging, quarter {number * 7}"


def text_of(number: int) -> str:
    """Return the text of statement `number`."""
    words = (
        f"berth{number * 31 + n} was closed on day {n * number}," for n in range(9)
    )
    return f"We, the undersigned, object. {' '.join(words)} as reported."


class Site:
    """A web site on a free port. `asked` has the paths and headers of all requests."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.stop = Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                site.asked.append((self.path, {**self.headers}))
                site.answer(self)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, to: BaseHTTPRequestHandler) -> None:
        """Answer a request. The path is `/KIND/NUMBER`."""
        _, kind, number, *_ = f"{urlsplit(to.path).path}//".split("/")
        targets = {
            "home": "/",
            "loop": f"/loop/{number}/again",
            "moved": f"{self.url}/new/{number}",
            "login": "/user/login?next=1",
        }
        pages = {
            "": HOME,
            "robots.txt": "User-agent: *\nDisallow: /forbidden/",
            "user": "Please enter your name and your password to continue.",
            "soft": f"{SORRY} {to.path}",
            "other": OTHER,
        }
        if kind in targets:
            self.send(to, 302, b"", {"Location": targets[kind]})
        elif kind in {"500", "503", "404", "410"}:
            self.send(to, int(kind), HOME.encode(), {"Retry-After": "0"})
        elif kind == "cut":
            self.send(to, 200, b"<p>We, the", {"Content-Length": "9000"})
        elif kind in pages and (kind != "other" or number.isdigit()):
            self.page(to, pages[kind])
        elif number.isdigit():
            text = f"<h1>{title_of(int(number))}</h1><p>{text_of(int(number))}"
            self.page(to, f"{HOME}{text}")
        else:
            self.send(to, 404, b"", {})

    def page(self, to: BaseHTTPRequestHandler, text: str) -> None:
        """Answer with status 200."""
        self.send(to, 200, text.encode(), {"Content-Type": "text/html; charset=utf-8"})

    @staticmethod
    def send(
        to: BaseHTTPRequestHandler, status: int, body: bytes, more: dict[str, str]
    ) -> None:
        """Answer with a status, a body and further headers."""
        to.send_response(status)
        to.send_header("Set-Cookie", "seen=1")
        for name, value in {"Content-Length": str(len(body)), **more}.items():
            to.send_header(name, value)
        to.end_headers()
        to.wfile.write(body)


@contextmanager
def site() -> Iterator[Site]:
    """Serve a site until the block ends."""
    there = Site()
    thread = Thread(target=there.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield there
    finally:
        there.stop.set()
        there.server.shutdown()
        there.server.server_close()
        thread.join()


@contextmanager
def closed_port() -> Iterator[int]:
    """Return a port that refuses connections, because nobody listens there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def source_of(kind: str, number: int, site: Site, port: int) -> str:
    """Return a source of statement `number` that fails as `kind` says."""
    match kind:
        case "refused":
            return f"http://127.0.0.1:{port}/{number}"
        case "unknown":
            return f"http://no-such-host.invalid/{number}"
        case "plain":
            return f"{site.url.replace('http:', 'https:')}/alive/{number}"
        case _:
            return f"{site.url}/{kind}/{number}"


COPY = "https://web.archive.org/web/20120720101112/https://example.org/7"
CHECK = ("sources", "--check", "--pause=0", "--timeout=60")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use no proxy, and no server that finds the addresses of hosts."""

    def find(host: str, port: int, *_: object) -> list[object]:
        if host != "127.0.0.1":
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]

    monkeypatch.setattr(socket, "getaddrinfo", find)
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def server() -> Iterator[Site]:
    """Return a web site on this computer."""
    with site() as there:
        yield there


def archive_of(run: Run, home: Path, sources: list[str]) -> None:
    """Create an archive with a statement for each source. Statement 1 has source 0."""
    rows = [
        {
            "date": str(dt.date(2012, 1, 1) + dt.timedelta(n)),
            "program": "Harbour Watch",
            "title": title_of(n),
            "text": text_of(n),
            "sources": [url],
        }
        for n, url in enumerate(sources, 1)
    ]
    (home / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    run("init", ".")
    assert run("import", "rows.json").code == 0


def listed(out: str) -> dict[int, list[str]]:
    """Return the columns of each source. The keys are the IDs of the statements."""
    lines = (line.split("\t") for line in out.splitlines())
    return {int(line[0]): line[1:] for line in lines}


def test_each_kind_of_failure_is_recognised(run: Run, home: Path, server: Site) -> None:
    """In the full run, of 1,000 sources at least 98 % are right."""
    kinds = [*KINDS]
    wanted = [kinds[n % len(kinds)] for n in range(1008 if ALL else len(kinds))]
    with closed_port() as port:
        urls = [source_of(kind, n, server, port) for n, kind in enumerate(wanted, 1)]
        archive_of(run, home, urls)
        done = run(*CHECK)

    found = listed(done.out)
    right = 0
    for number, kind in enumerate(wanted, 1):
        url, state, at, _, detail = found[number]
        assert (url, bool(at)) == (urls[number - 1], True)
        is_right = state == KINDS[kind].state and detail.startswith(KINDS[kind].detail)
        right += is_right
        assert is_right or ALL, (kind, state, detail)
        if kind in {"alive", "moved"}:
            assert state not in {"gone", "soft 404", "different content"}
    assert right >= 0.98 * len(wanted)
    assert listed(run("sources").out) == found
    moved = found[wanted.index("moved") + 1]
    assert moved[4] == f"{server.url}/new/{wanted.index('moved') + 1}"


def test_a_server_that_never_answers_is_unreachable(
    run: Run, home: Path, server: Site
) -> None:
    server.answer = lambda _: server.stop.wait()  # type: ignore[assignment,method-assign]
    archive_of(run, home, [f"{server.url}/alive/1"])

    found = listed(run("sources", "--check", "--timeout=1").out)

    server.stop.set()
    assert (found[1][1], found[1][4]) == ("unreachable", "no answer in time")


def test_requests_are_polite(run: Run, home: Path, server: Site) -> None:
    """robots.txt is read once and obeyed, and no cookie is sent."""
    archive_of(
        run, home, [f"{server.url}/{kind}/{n}" for n, kind in enumerate(ON_A_SITE, 1)]
    )

    run(*CHECK)

    paths = [path for path, _ in server.asked]
    assert paths.count("/robots.txt") == 1
    assert not any(path.startswith("/forbidden") for path in paths)
    for _, headers in server.asked:
        assert headers["User-Agent"].startswith("mediarel/")
        assert "Cookie" not in headers


def test_a_gone_source_is_recorded_and_can_be_undone(
    run: Run, home: Path, server: Site
) -> None:
    archive_of(run, home, [f"{server.url}/404/1", f"{server.url}/500/2"])
    copy = f"https://web.archive.org/web/20120720/{server.url}/404/1"
    (home / "list.txt").write_text(copy, encoding="utf-8")
    before = content(home / "data" / "statements.json")["statements"]

    run("sources", "--archived", "list.txt")
    assert copy not in run("cite", "1").out
    assert "Recorded which sources are gone, in 1 statement." in run(*CHECK).err
    after = content(home / "data" / "statements.json")["statements"]
    assert [each["url"] for each in after["1"]["gone"]] == [f"{server.url}/404/1"]
    assert after["2"] == before["2"]
    for shown in (
        *(run("cite", "1").out, run("show", "1").out),
        *(run("export", "1", f"--format={f}").out for f in ("ris", "biblatex", "csl")),
        *(run("export", "1", f"--format={f}").out for f in ("html", "atom", "ead")),
    ):
        assert copy in shown.replace("\\", "")
    run("publish", "site", "public")
    page = next((home / "public").glob("**/1.html"), None)
    pages = [page] if page else list((home / "public").glob("**/*.html"))
    assert any(copy in each.read_text("utf-8") for each in pages)
    run("undo", "--yes")
    assert copy not in run("cite", "1").out
    assert listed(run("sources").out)[1][1:3] == ["", ""]


def test_a_source_that_is_alive_again_is_no_longer_gone(
    run: Run, home: Path, server: Site
) -> None:
    archive_of(run, home, [f"{server.url}/404/1"])
    run(*CHECK)
    server.answer = lambda to: server.page(to, f"{title_of(1)} {text_of(1)}")  # type: ignore[method-assign]

    found = listed(run(*CHECK).out)

    assert found[1][1] == "alive"
    record = content(home / "data" / "statements.json")["statements"]["1"]
    assert "gone" not in record


CDX = """\
 CDX N b a m s k r M S V g
org,example)/7 20120720101112 https://example.org/7 text/html 200 AAAA - - 123 0 a.gz
org,example)/7 20190720101112 http://www.example.org/7/ text/html 200 AAAA - - 123 0 a
org,example)/7 20120718101112 https://example.org/7 text/html 404 AAAA - - 123 0 a
org,example)/8 20120718101112 https://example.org/8 text/html 200 AAAA - - 123 0 a
"""
CDXJ = """\
org,example)/7 20120720101112 {"url": "https://example.org/7", "status": "200"}
org,example)/7 20120718101112 {"url": "https://example.org/7", "status": "404"}
"""
LISTED = (
    f"Copies:\n- <{COPY}>\n- https://web.archive.org/web/2020id_/http://example.org/7\n"
)


@pytest.mark.parametrize("kind", ["cdx", "cdxj", "list", "wacz", "cdx.gz"])
def test_archived_copies_are_read(run: Run, store: Path, home: Path, kind: str) -> None:
    """The copy whose time is closest to the statement is the best copy."""
    run("edit", "7", "--source", "https://example.org/7", "--date=2012-07-16")
    file = home / f"copies.{kind}"
    match kind:
        case "wacz":
            with zipfile.ZipFile(file, "w") as packed:
                packed.writestr("indexes/index.cdx.gz", gzip.compress(CDXJ.encode()))
                packed.writestr("archive/data.warc.gz", b"")
        case "cdx.gz":
            file.write_bytes(gzip.compress(CDX.encode()))
        case _:
            text = {"cdx": CDX, "cdxj": CDXJ, "list": LISTED}[kind]
            file.write_text(text, encoding="utf-8")

    assert run("sources", "--archived", file.name).out.split("\t")[4] == COPY
    at = "2012-07-20T10:11:12Z"
    assert content(store)["statements"]["7"]["archived"] == [{"url": COPY, "at": at}]
    assert "No statement was changed." in run("sources", "--archived", file.name).err


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("data", [b"PK\x03\x04 cut", b"\x1f\x8b\x08 cut"])
def test_a_damaged_file_is_refused(run: Run, home: Path, data: bytes) -> None:
    run("edit", "7", "--source", "https://example.org/7")
    (home / "copies").write_bytes(data)

    assert "damaged or incomplete" in refused(run("sources", "--archived", "copies"), 4)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("name", "problem", "code"),
    [("none.cdx", "no such file", 7), ("other.txt", "no URLs of archived copies", 4)],
)
def test_a_file_without_copies_is_refused(
    run: Run, home: Path, name: str, problem: str, code: int
) -> None:
    (home / "other.txt").write_text("https://example.org/7", encoding="utf-8")

    done = run("sources", "--archived", name)

    assert problem in refused(done, code)
    assert "Enter a WACZ or CDX file" in done.err
