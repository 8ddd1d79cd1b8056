"""The rows of many records, made on all cores.

Most of the time that a large archive takes goes into folding its words. Worker
processes do that: records go to them and rows come back through pipes. A worker
ends when its pipe closes, so none outlives us.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import sys
from collections import deque
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from subprocess import DEVNULL, PIPE, Popen
from typing import TYPE_CHECKING, Any, cast

from mediarel.index.rows import Batch, batch_of
from mediarel.store.protocol import BrokenRecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from mediarel.index.rows import Numbered

_LOT = 500  # records
_MANY = 5000  # records, from which on starting processes pays
_MOST_WORKERS = 4  # SQLite can't write the rows of more as fast as they come
_PIPE = 1 << 20  # bytes: room for a lot, so that a worker need not wait to be read
_LENGTH = 8  # bytes that say how many follow


def batches(
    documents: Iterable[Numbered], count: int, *, as_plain_words: bool
) -> Iterator[tuple[list[Numbered], Batch]]:
    """Yield all `count` records in lots, each with its rows.

    Raises BrokenRecordError.
    """
    remaining = iter(documents)
    lots = iter(lambda: list(islice(remaining, _LOT)), [])
    with ExitStack() as stack:
        workers = _start_workers(stack) if count >= _MANY else []
        busy: deque[tuple[Popen[bytes], list[Numbered]]] = deque()
        for worker, lot in zip(workers, lots, strict=False):
            _send_lot(worker, lot, as_plain_words=as_plain_words)
            busy.append((worker, lot))
        while busy:
            worker, lot = busy.popleft()
            batch = _receive_batch(worker)
            for following in islice(lots, 1):
                _send_lot(worker, following, as_plain_words=as_plain_words)
                busy.append((worker, following))
            # Where a worker failed, the rows are made here, and the error raised here.
            yield lot, batch or batch_of(lot, as_plain_words=as_plain_words)
        for lot in lots:
            yield lot, batch_of(lot, as_plain_words=as_plain_words)


def _start_workers(stack: ExitStack) -> list[Popen[bytes]]:
    """Start workers, as many as can help; `stack` ends them."""
    cores = _cores()
    if cores == 1 or not sys.executable:
        return []
    stack.enter_context(_surviving_broken_pipes())
    workers: list[Popen[bytes]] = []
    with suppress(OSError):  # where no more can be started, fewer will do
        # One more than there are cores: now and then one waits to be read.
        some = range(min(cores + 1, _MOST_WORKERS))
        workers.extend(stack.enter_context(_worker()) for _ in some)
    return workers


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # fewer than there are, in a container
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _surviving_broken_pipes() -> Iterator[None]:
    """Let a write to a dead process raise an error instead of ending ours."""
    if not hasattr(signal, "SIGPIPE"):  # Windows
        yield
        return
    usual = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGPIPE, usual)


@contextmanager
def _worker() -> Iterator[Popen[bytes]]:
    # Safe path: no module is taken from the folder that we happen to be in.
    command = [sys.executable, "-P", "-m", "mediarel.index.workers"]
    process = Popen(  # noqa: S603 - ourselves
        command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, pipesize=_PIPE
    )
    try:
        yield process
    finally:
        with suppress(BrokenPipeError), process:
            pass  # closes its pipes and waits for its end


def _send_lot(
    worker: Popen[bytes], documents: list[Numbered], *, as_plain_words: bool
) -> None:
    """Send `documents` to `worker`, whose earlier rows have been received."""
    plain = [(number, bytes(raw)) for number, raw in documents]
    with suppress(BrokenPipeError):
        _send(cast("BinaryIO", worker.stdin), (plain, as_plain_words))


def _receive_batch(worker: Popen[bytes]) -> Batch | None:
    """Return the rows that `worker` made, None where it failed."""
    made = _received(cast("BinaryIO", worker.stdout))
    return None if made is None else Batch(*made)


def _send(stream: BinaryIO, what: Any) -> None:  # noqa: ANN401 - what marshal takes
    data = marshal.dumps(what)
    stream.write(len(data).to_bytes(_LENGTH))
    stream.write(data)
    stream.flush()


def _received(stream: BinaryIO) -> Any:  # noqa: ANN401 - what was sent
    length = int.from_bytes(stream.read(_LENGTH))
    data = stream.read(length)
    return marshal.loads(data) if len(data) == length > 0 else None  # noqa: S302 - from a process of our own


def _serve() -> None:
    """Make rows for the process that started us, until it closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for that one
    while given := _received(sys.stdin.buffer):
        documents, as_plain_words = given
        try:
            made = tuple(batch_of(documents, as_plain_words=as_plain_words))
        except BrokenRecordError:
            made = None
        _send(sys.stdout.buffer, made)


if __name__ == "__main__":
    gc.disable()
    _serve()
