"""A published folder over HTTP, on this computer alone, for a look before it goes out.

It answers as a plain server of files does: `index.html` for a folder, the site's own
`404.html` for what is not there. Nothing outside of the folder is ever answered with.
"""

from __future__ import annotations

import os
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import MimeTypes
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote_to_bytes

from mediarel.publish.paths import LOCK, STAGED
from mediarel.text.lines import suffix_of

if TYPE_CHECKING:
    from typing import BinaryIO

_HOST = "127.0.0.1"
_HOSTS = {_HOST, "localhost"}
_BLOCK = 1 << 16
_INDEX, _MISSING = "index.html", "404.html"
# What the table of Python lacks or has otherwise; it is not asked what the system has.
_TYPES = {
    ".atom": "application/atom+xml",
    ".csv": "text/csv",
    ".js": "text/javascript",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
}
_TEXT = ("text/", "application/xml", "application/atom+xml", "image/svg+xml")


class Server(ThreadingHTTPServer):
    """Answers with what is in `folder`; `address` is where. Port 0 is any that is free.

    Raises OSError where it can't listen.
    """

    daemon_threads = True
    request_queue_size = 128  # a browser asks for much at once

    def __init__(self, folder: Path, port: int) -> None:
        self.root = Path(os.path.realpath(folder))
        super().__init__((_HOST, port), _Handler)

    @property
    def address(self) -> str:
        """The address of its first page."""
        return f"http://{_HOST}:{self.server_port}/"

    def handle_error(self, *about: Any) -> None:
        """Say nothing where who asked has gone."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*about)


class _Handler(BaseHTTPRequestHandler):
    """Answers one request; see `Server`."""

    server: Server
    server_version = "mediarel"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds without a word, after which a connection is closed

    def log_message(self, *_: object) -> None:
        """Say nothing: what is asked for may drive a terminal."""

    def do_GET(self) -> None:
        """Answer with a file."""
        self._answer(with_content=True)

    def do_HEAD(self) -> None:
        """Answer with what is told of a file."""
        self._answer(with_content=False)

    def _answer(self, *, with_content: bool) -> None:
        # A page in the web could have a name of its own lead to this computer.
        host = self.headers.get("Host", "").lower()
        if (host.rpartition(":")[0] or host) not in _HOSTS:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return
        address, mark, query = self.path.partition("?")
        parts = _parts(address)
        found = None if parts is None else _place(self.server.root, parts)
        if parts is not None and found is not None and found.is_dir():
            if not address.endswith("/"):
                self._lead_to("/".join(map(quote, ["", *parts, ""])) + mark + query)
                return
            found = _place(self.server.root, [*parts, _INDEX])
        elif address.endswith("/"):
            found = None
        if found is not None and found.is_file():
            self._send(HTTPStatus.OK, found, with_content=with_content)
            return
        missing = _place(self.server.root, [_MISSING])
        if missing is not None and missing.is_file():
            self._send(HTTPStatus.NOT_FOUND, missing, with_content=with_content)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _lead_to(self, address: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, place: Path, *, with_content: bool) -> None:
        try:
            file = place.open("rb")
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        with file:
            size = os.fstat(file.fileno()).st_size
            self.send_response(status)
            self.send_header("Content-Type", media_type_of(place.name))
            self.send_header("Content-Length", str(size))
            self.send_header("Cache-Control", "no-cache")
            self.end_headers()
            if with_content:
                self._copy(file, size)

    def _copy(self, file: BinaryIO, size: int) -> None:
        try:
            while size and (block := file.read(min(size, _BLOCK))):
                self.wfile.write(block)
                size -= len(block)
        except OSError:  # who asked has gone
            size = 1
        if size:  # it is shorter than was told
            self.close_connection = True


def media_type_of(name: str) -> str:
    """Return the media type of the file `name`, with its charset where it is text."""
    suffix = suffix_of(name)
    known = _TYPES.get(suffix) or MimeTypes().types_map[True].get(suffix)
    found = known or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith(_TEXT) else found


def _parts(address: str) -> list[str] | None:
    """Return the names in the path of an `address`; None where one can be no name.

    RFC 3986, 3.3 and 6.2.2.2.
    """
    names = address.removeprefix("/").removesuffix("/").split("/")
    if names == [""]:
        return []
    try:
        parts = [unquote_to_bytes(name).decode() for name in names]
    except UnicodeDecodeError:
        return None
    is_name = all(part not in {"", ".", "..", STAGED, LOCK} for part in parts)
    return (
        parts if is_name and not any({*part} & {*"/\\\0:"} for part in parts) else None
    )


def _place(root: Path, parts: list[str]) -> Path | None:
    """Return where there is something of these names, None where not below `root`."""
    place = Path(os.path.realpath(root.joinpath(*parts)))
    try:
        place.stat()
    except OSError:  # it is not there, or no name could be so long
        return None
    return place if place.is_relative_to(root) else None
