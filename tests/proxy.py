"""Break the connection to a server at a chosen point."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

_BLOCK = 1 << 16


class Proxy:
    """A proxy between clients and the socket at `path`, which breaks at a chosen point.

    `cut_before`, `cut_after` and `stalls_at` are parts of a client's data. With
    `cut_before`, the server does not receive the data. With `cut_after`, the server
    receives the data, but the client gets no answer; with `is_away_behind`, the client
    can't connect again either. From `stalls_at` on, no data passes. Each part is used
    once, and only after the part `behind`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.behind = b""
        self.cut_before: bytes | None = None
        self.cut_after: bytes | None = None
        self.stalls_at: bytes | None = None
        self.is_away = False
        self.is_away_behind = False
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._is_over = threading.Event()

    @classmethod
    @contextlib.contextmanager
    def to(cls, path: Path) -> Iterator[Self]:
        """Yield a proxy to the socket at `path`."""
        proxy = cls(path)
        proxy._run(proxy._serve)
        try:
            yield proxy
        finally:
            proxy._is_over.set()
            for each in (proxy._listening, *proxy._open):
                _hang_up(each)
            for thread in proxy._threads:
                thread.join()
            for each in (proxy._listening, *proxy._open):
                each.close()

    def _run(self, target: Callable[..., None], *ends: socket.socket) -> None:
        thread = threading.Thread(target=target, args=ends)
        self._threads.append(thread)
        thread.start()

    def _serve(self) -> None:
        while not self._is_over.is_set():
            try:
                client, _ = self._listening.accept()
            except OSError:  # the proxy was closed
                return
            if self.is_away:
                client.close()
                continue
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(self.path))
            self._open += [client, server]
            self._run(self._to_server, client, server)
            self._run(self._to_client, server, client)

    def _to_server(self, client: socket.socket, server: socket.socket) -> None:
        is_behind = not self.behind
        with contextlib.suppress(OSError):
            while data := client.recv(_BLOCK):
                if not is_behind:
                    is_behind = self.behind in data
                elif not self._passes(data, client, server):
                    break
                server.sendall(data)
        _hang_up(client)
        _hang_up(server)

    def _passes(
        self, data: bytes, client: socket.socket, server: socket.socket
    ) -> bool:
        """Return whether `data` passes and the connection stays open."""
        if self.stalls_at and self.stalls_at in data:
            self.stalls_at = None
            self._is_over.wait()
        if self.cut_before and self.cut_before in data:
            self.cut_before = None
            return False
        if self.cut_after and self.cut_after in data:
            self.cut_after = None
            self.is_away = self.is_away_behind
            # Disconnect the client first, so that no answer reaches it.
            _hang_up(client)
            server.sendall(data)
            return False
        return True

    @staticmethod
    def _to_client(server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(_BLOCK):
                client.sendall(data)
        _hang_up(client)


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
