"""Serve a preview of a published folder over HTTP, on this computer only.

For a folder, the server returns `index.html`. For a missing page, it returns the
`404.html` of the site. Files outside of the folder are never served.
"""

import os
import sys
from contextlib import suppress
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import MimeTypes
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from mediarel.publish.paths import LOCK, STAGED
from mediarel.text.lines import suffix_of

_HOST = "127.0.0.1"
_HOSTS = {_HOST, "localhost"}
_HIDDEN = {"", ".", "..", STAGED, LOCK}
_NO_NAME = {*"/\\\0:"}  # characters that separate parts of paths on some systems
# Overrides of Python's table; the system's table is not used.
_TYPES = {
    ".atom": "application/atom+xml",
    ".js": "text/javascript",
    ".jsonl": "application/jsonl",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".xml": "application/xml",
}
_TEXT = ("text/", "application/xml", "application/atom+xml", "image/svg+xml")


class Server(ThreadingHTTPServer):
    """An HTTP server for the files in `folder`.

    If `port` is 0, any free port is used. Raises OSError if the port is not available.
    """

    daemon_threads = True
    request_queue_size = 128  # browsers open many connections at once

    def __init__(self, folder: Path, port: int) -> None:
        self.root = Path(os.path.realpath(folder))
        super().__init__((_HOST, port), _Handler)

    @property
    def address(self) -> str:
        """The URL of the first page."""
        return f"http://{_HOST}:{self.server_port}/"

    def handle_error(self, *about: Any) -> None:
        """Report an error, unless the client has closed the connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*about)


class _Handler(SimpleHTTPRequestHandler):
    """Answer a request to `Server`."""

    server: Server
    server_version = "mediarel"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds until an idle connection is closed

    def log_message(self, *_: object) -> None:
        """Print nothing, because a path could contain terminal control characters."""

    def send_head(self) -> Any:
        """Send the headers of a file, and return the open file.

        Return None after an error.
        """
        # Prevents DNS rebinding: a public page could resolve its name to this computer.
        host = self.headers.get("Host", "").lower()
        if (host.rpartition(":")[0] or host) not in _HOSTS:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return None
        # The browser may have the file of a different site at the same port.
        del self.headers["If-Modified-Since"]
        return super().send_head()

    def list_directory(self, _: object) -> None:
        """Send an error, because folders are never listed."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def translate_path(self, path: str) -> str:
        """Return the path of the file that a URL path requests.

        If the URL path is invalid, return the path of a missing file. See RFC 3986, 3.3
        and 6.2.2.2.
        """
        root = self.server.root
        missing = f"{root}/{LOCK}/none"
        parts = path.partition("?")[0].removeprefix("/").split("/")
        try:
            names = [unquote(part, errors="strict") for part in parts]
        except UnicodeDecodeError:
            return missing
        names[-1] = names[-1] or "index.html"
        if any(name in _HIDDEN or {*name} & _NO_NAME for name in names):
            return missing
        place = os.path.realpath(root.joinpath(*names))
        return place if Path(place).is_relative_to(root) else missing

    def guess_type(self, path: Any) -> str:
        """Return the media type of a file, with the charset if it is text.

        Example: `text/html; charset=utf-8`.
        """
        suffix = suffix_of(Path(path).name)
        known = _TYPES.get(suffix) or MimeTypes().types_map[True].get(suffix)
        found = known or "application/octet-stream"
        return f"{found}; charset=utf-8" if found.startswith(_TEXT) else found

    def end_headers(self) -> None:
        """End the headers, and tell browsers to check each file for changes."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        """Send the site's `404.html` if a file is missing, or else a standard page."""
        content = b""
        if code == HTTPStatus.NOT_FOUND:
            with suppress(OSError):
                content = Path(self.translate_path("/404.html")).read_bytes()
        if not content:
            super().send_error(code, message, explain)
            return
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
