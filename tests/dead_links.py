"""Serve pages that are alive, and pages with all kinds of failures."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import NamedTuple
from urllib.parse import urlsplit

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
