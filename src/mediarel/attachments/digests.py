"""The SHA-256 of many files at once, on all cores, each read by a thread."""

from __future__ import annotations

from functools import partial
from threading import Event, Lock
from typing import TYPE_CHECKING

from mediarel.attachments.reading import sha256_of
from mediarel.workers import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_MOST = 4  # threads: from there on it is the disk that takes its time
_BETWEEN = 0.1  # seconds, from one word on how far it is to the next


class _StoppedError(Exception):
    """Whoever waited for the digests waits no more."""


class _Bytes:
    """How many bytes were read by all threads; `stop` ends them."""

    def __init__(self) -> None:
        self.stop = Event()
        self.read = 0
        self._lock = Lock()

    def count(self, more: int) -> None:
        """Count `more` bytes.

        Raises _StoppedError.
        """
        if self.stop.is_set():
            raise _StoppedError
        with self._lock:
            self.read += more


def digests_of(
    sizes: Mapping[Path, int], progress: Callable[[int, int], None]
) -> dict[Path, str | OSError]:
    """Return the SHA-256 of each file, or the error with which it could not be read.

    `sizes` are theirs in bytes, the order in which they are begun. `progress` is called
    with how many bytes are read, of how many.
    """
    # 3 ms to load, which what reads no files does without.
    from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait  # noqa: PLC0415

    total = sum(sizes.values())
    counted = _Bytes()
    found: dict[Path, str | OSError] = {}
    with ThreadPoolExecutor(min(cores(), _MOST)) as pool:
        read = partial(_digest, counted=counted)
        waiting = {pool.submit(read, place): place for place in sizes}
        left = set(waiting)
        try:
            while left:
                done, left = wait(left, _BETWEEN, FIRST_COMPLETED)
                found.update((waiting[each], each.result()) for each in done)
                progress(min(counted.read, total), total)
        finally:
            counted.stop.set()
            pool.shutdown(cancel_futures=True)
    return found


def _digest(place: Path, *, counted: _Bytes) -> str | OSError:
    try:
        with place.open("rb", buffering=0) as file:
            return sha256_of(file, counted.count)[0]
    except OSError as refusal:
        return refusal
