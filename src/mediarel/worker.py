"""Run one task for the process that started this worker process.

A worker loads only the modules that its task needs. `workers.py` starts workers.
"""

import gc
import json
import marshal
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, BinaryIO

_LENGTH = 8  # bytes for the length of the data
_MOST = 500 << 20  # characters of an answer


def limit(memory: int, seconds: int) -> None:
    """Limit the memory (in bytes) and the CPU time (in seconds) of this process.

    On Windows, this function does nothing.
    """
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    wanted = {resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: seconds}
    for kind, amount in wanted.items():
        _, most = resource.getrlimit(kind)
        allowed = amount if most == resource.RLIM_INFINITY else min(amount, most)
        resource.setrlimit(kind, (allowed, most))


def send(stream: BinaryIO, data: bytes) -> None:
    """Write `data` to `stream`. The receiving process reads it with `received`."""
    stream.write(len(data).to_bytes(_LENGTH))
    stream.write(data)
    stream.flush()


def received(stream: BinaryIO) -> Any:
    """Read a value in marshal format from `stream`.

    Return None at the end of the stream.
    """
    length = int.from_bytes(stream.read(_LENGTH))
    data = stream.read(length)
    return marshal.loads(data) if len(data) == length > 0 else None  # noqa: S302 - from a process of our own


@contextmanager
def surviving_broken_pipes() -> Iterator[None]:
    """Within the block, ignore the signal SIGPIPE.

    This signal is sent if the process writes to a process that has ended. By default,
    the signal can end this process. If it is ignored, writing raises BrokenPipeError.
    """
    if not hasattr(signal, "SIGPIPE"):  # Windows
        yield
        return
    usual = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGPIPE, usual)


def serve(task: str) -> None:
    """Run `task` for each batch from the parent process.

    The worker ends when the parent closes the pipe.
    """
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles Ctrl-C
    make = import_module(task).make
    gc.freeze()  # tasks that collect garbage need not look at modules
    while (given := received(sys.stdin.buffer)) is not None:
        send(sys.stdout.buffer, marshal.dumps(make(given) if given else None))
    gc.freeze()  # skip the garbage collection at exit


def answer(task: str, memory: str, seconds: str, *options: str) -> None:
    """Run `task` for the data on standard input, and write the result as JSON.

    `task` is the name of a function, with its module. It is loaded and run within the
    limits of `limit`. If a limit is exceeded, or the result is too large, nothing is
    written.
    """
    limit(int(memory), int(seconds))
    module, _, name = task.rpartition(".")
    try:
        run = getattr(import_module(module), name)
        made = json.dumps(run(sys.stdin.buffer.read(), *options))
    except MemoryError:
        return
    if len(made) <= _MOST:  # ASCII, so lone surrogates can be written too
        sys.stdout.write(made)
