"""Request web pages politely: one at a time, with robots.txt, and without cookies.

The next request to a host waits for a pause after the last answer. robots.txt is read
once for each site (RFC 9309). Only HTTP and HTTPS URLs are requested.
"""

import http.client
import socket
import ssl
import time
import zlib
from http import HTTPStatus
from http.client import HTTPResponse
from typing import NamedTuple
from urllib.error import URLError
from urllib.parse import quote, urldefrag, urljoin, urlsplit
from urllib.request import (
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)
from urllib.robotparser import RobotFileParser

from mediarel import __version__
from mediarel.text.urls import without_login

AGENT = f"mediarel/{__version__} (checks the links of an archive; obeys robots.txt)"
_NAME = "mediarel"  # in robots.txt
_MOST_BYTES = 2_000_000
_BLOCK = 65536
_MOST_REDIRECTS = 10
_REDIRECTS = {301, 302, 303, 307, 308}
_IN_URL = "%!$&'()*+,/:;=?@~"
_REASONS = (
    (TimeoutError, "no answer in time"),
    (ssl.SSLError, "no secure connection"),
    (socket.gaierror, "the host is unknown"),
    (ConnectionRefusedError, "the connection was refused"),
    (Exception, "the connection failed"),
)


class UnreachableError(Exception):
    """A page can't be read. The message is the reason, for the user."""


class Page(NamedTuple):
    """The answer to a request: the final URL, the HTTP status, and the body.

    `encoding` is the encoding in the header, or None. If `is_complete` is False, the
    connection ended before the end of the body.
    """

    url: str
    status: int
    media_type: str = ""
    encoding: str | None = None
    body: bytes = b""
    is_complete: bool = True


class Fetcher:
    """Request pages. One thread must make all requests.

    `pause` is the time in seconds between two requests to the same host. `timeout` is
    the maximum time in seconds without an answer.
    """

    def __init__(self, *, pause: float, timeout: float) -> None:
        self._pause = pause
        self._timeout = timeout
        self._last: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser | UnreachableError] = {}
        # No handlers for cookies, files, FTP, passwords or redirects.
        self._opener = OpenerDirector()
        for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler()):
            self._opener.add_handler(handler)
        self._opener.addheaders = [("User-Agent", AGENT), ("Accept", "*/*")]

    def page(self, url: str, *, asks_robots: bool = True) -> Page:
        """Return the page at `url`, after redirects.

        Raises UnreachableError, also if robots.txt forbids the request.
        """
        url = _requested(url)
        seen: set[str] = set()
        for _ in range(_MOST_REDIRECTS + 1):
            if asks_robots and not self._is_allowed(url):
                raise UnreachableError("robots.txt forbids the request")
            seen.add(url)
            answer = self._answer(url)
            if isinstance(answer, Page):
                return answer
            url = _requested(urljoin(url, answer))
            if url in seen:
                raise UnreachableError("redirects in a circle")
        raise UnreachableError("too many redirects")

    def _is_allowed(self, url: str) -> bool:
        """Return whether robots.txt allows the request.

        Raises UnreachableError if robots.txt can't be read (RFC 9309, 2.3.1.4).
        """
        site = urljoin(url, "/")
        if site not in self._robots:
            self._robots[site] = self._rules(site)
        rules = self._robots[site]
        if isinstance(rules, UnreachableError):
            raise rules
        return rules.can_fetch(_NAME, url)

    def _rules(self, site: str) -> RobotFileParser | UnreachableError:
        try:
            page = self.page(f"{site}robots.txt", asks_robots=False)
        except UnreachableError as error:
            return error
        if page.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return UnreachableError(f"HTTP {page.status} for robots.txt")
        rules = RobotFileParser()
        rules.parse(page.body.decode(errors="replace").splitlines())
        return rules

    def _answer(self, url: str) -> Page | str:
        """Return the answer to one request, or the target of a redirect."""
        host = urlsplit(url).netloc
        last = self._last.get(host, float("-inf"))
        time.sleep(max(0.0, last + self._pause - time.monotonic()))
        try:
            with self._opener.open(Request(url), timeout=self._timeout) as response:  # noqa: S310 - only HTTP
                return self._read(url, response)
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            cause = error.reason if isinstance(error, URLError) else error
            reason = next(words for kind, words in _REASONS if isinstance(cause, kind))
            raise UnreachableError(reason) from error
        finally:
            self._last[host] = time.monotonic()

    def _read(self, url: str, response: HTTPResponse) -> Page | str:
        headers = response.headers
        if response.status in _REDIRECTS and headers["Location"]:
            return str(headers["Location"])
        if response.status != HTTPStatus.OK:
            return Page(url, response.status)
        media_type = headers.get_content_type() if headers["Content-Type"] else ""
        encoding = headers.get_content_charset()
        body = b""
        end = time.monotonic() + 3 * self._timeout  # for slow servers
        try:
            while len(body) < _MOST_BYTES and time.monotonic() < end:
                block = response.read1(_BLOCK)
                if not block:
                    is_complete = not response.length
                    break
                body += block
            else:
                is_complete = len(body) >= _MOST_BYTES
        except (OSError, http.client.HTTPException):
            is_complete = False
        packing = headers["Content-Encoding"] or "identity"
        if packing == "gzip":
            body = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, _MOST_BYTES)
        elif packing != "identity":
            media_type = packing  # the body can't be read
        return Page(url, response.status, media_type, encoding, body, is_complete)


def _requested(url: str) -> str:
    """Return a URL in ASCII, without login and fragment.

    Raises UnreachableError if the URL is not a valid HTTP URL.
    """
    try:
        parts = urlsplit(without_login(urldefrag(url.strip())[0]))
        host = parts.netloc.encode("idna").decode()
    except ValueError as error:
        raise UnreachableError("the address is not valid") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise UnreachableError("the address is not an HTTP address")
    path = quote(parts.path or "/", safe=_IN_URL)
    query = quote(parts.query, safe=_IN_URL)
    return parts._replace(netloc=host, path=path, query=query).geturl()
