"""Serve a published folder over HTTP on this computer only, as a preview.

It answers like a simple file server: `index.html` for a folder, and the site's own
`404.html` for a missing page. Files outside of the folder are never served.
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
# Overrides of Python's table; the system's table is not used.
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
    """Serve the files in `folder` at `address`.

    Port 0 means any free port. Raises OSError if the port is not available.
    """

    daemon_threads = True
    request_queue_size = 128  # browsers open many connections at once

    def __init__(self, folder: Path, port: int) -> None:
        self.root = Path(os.path.realpath(folder))
        super().__init__((_HOST, port), _Handler)

    @property
    def address(self) -> str:
        """The address of the first page."""
        return f"http://{_HOST}:{self.server_port}/"

    def handle_error(self, *about: Any) -> None:
        """Do nothing if the client has closed the connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*about)


class _Handler(BaseHTTPRequestHandler):
    """Answer one request; see `Server`."""

    server: Server
    server_version = "mediarel"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds of silence, after which the connection is closed

    def log_message(self, *_: object) -> None:
        """Do nothing: a requested path could contain terminal controls."""

    def do_GET(self) -> None:
        """Answer a request with a file."""
        self._answer(with_content=True)

    def do_HEAD(self) -> None:
        """Answer a request with the headers of a file."""
        self._answer(with_content=False)

    def _answer(self, *, with_content: bool) -> None:
        # Prevents DNS rebinding: a public page could resolve its name to this computer.
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
        except OSError:  # the client has closed the connection
            size = 1
        if size:  # the file is shorter than announced
            self.close_connection = True


def media_type_of(name: str) -> str:
    """Return the media type of the file `name`, with the charset of text."""
    suffix = suffix_of(name)
    known = _TYPES.get(suffix) or MimeTypes().types_map[True].get(suffix)
    found = known or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith(_TEXT) else found


def _parts(address: str) -> list[str] | None:
    """Return the names in the path of `address`, None if one is invalid.

    See RFC 3986, 3.3 and 6.2.2.2.
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
    """Return the existing path with these names, None if it is not below `root`."""
    place = Path(os.path.realpath(root.joinpath(*parts)))
    try:
        place.stat()
    except OSError:  # it is missing, or the name is too long
        return None
    return place if place.is_relative_to(root) else None
