"""A way to a server that breaks where a test wants it to."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BLOCK = 1 << 16


class Proxy:
    """Passes on what goes between clients and the socket at `path`, until it breaks.

    `cut_before` and `cut_after` are parts of what a client sends: with the first, the
    server never sees what it stands in; with the second, the client never sees the
    answer. `stalls_at` is one to which neither hears anything more. Each once.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        # What must have been sent before one of these counts.
        self.behind: bytes = b""
        self.cut_before: bytes | None = None
        self.cut_after: bytes | None = None
        self.stalls_at: bytes | None = None
        self.is_away = False
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._open: list[socket.socket] = []

    @classmethod
    @contextlib.contextmanager
    def to(cls, path: Path) -> Iterator[Self]:
        """Yield a proxy to the socket at `path`, which ends with the block."""
        proxy = cls(path)
        threading.Thread(target=proxy._serve, daemon=True).start()
        try:
            yield proxy
        finally:
            proxy._listening.close()
            proxy.cut()

    def cut(self) -> None:
        """Break all connections."""
        while self._open:
            with contextlib.suppress(OSError):
                self._open.pop().shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:  # closed
                return
            if self.is_away:
                client.close()
                continue
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(self.path))
            self._open += [client, server]
            for target, ends in (
                (self._to_server, (client, server)),
                (self._pass, (server, client)),
            ):
                threading.Thread(target=target, args=ends, daemon=True).start()

    def _to_server(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            is_behind = False
            while data := client.recv(_BLOCK):
                if not is_behind:
                    is_behind = self.behind in data
                    if self.behind:
                        server.sendall(data)
                        continue
                if self.stalls_at and self.stalls_at in data:
                    self.stalls_at = None
                    threading.Event().wait()
                if self.cut_before and self.cut_before in data:
                    self.cut_before = None
                    break
                if self.cut_after and self.cut_after in data:
                    self.cut_after = None
                    # First away from the client, so that no answer reaches it.
                    client.shutdown(socket.SHUT_RDWR)
                    server.sendall(data)
                    server.recv(_BLOCK)
                    break
                server.sendall(data)
        for each in (client, server):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    @staticmethod
    def _pass(server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(_BLOCK):
                client.sendall(data)
        for each in (client, server):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
