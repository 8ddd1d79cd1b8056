"""Process many items in parallel in worker processes.

A task is a module with a function `make`. Each batch of items is sent to a worker
through a pipe. The worker sends the result of `make` back through a second pipe. A
worker ends when its pipe closes, so no worker keeps running after the program ends.
"""

import json
import marshal
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from subprocess import DEVNULL, PIPE, Popen
from typing import Any, BinaryIO, TypeVar, cast

from mediarel.worker import received, send, surviving_broken_pipes

Lot = TypeVar("Lot")

_MOST = 4  # workers: the process that reads the results can't keep up with more
_PIPE = 1 << 20  # bytes: enough for a batch, so that a worker need not wait
_SERVING = "import sys; from mediarel.worker import serve; serve(sys.argv[1])"
ANSWERING = "import sys; from mediarel.worker import answer; answer(*sys.argv[1:])"


@contextmanager
def started(task: str, *, is_large: bool) -> Iterator[list[Popen[bytes]]]:
    """Start as many workers as are useful, or none if `is_large` is False.

    The workers run the function `make` in the module `task`. At the end of the `with`
    block, the workers are stopped.
    """
    usable = cores()
    if not is_large or usable == 1 or not sys.executable:
        yield []
        return
    with ExitStack() as stack:
        stack.enter_context(surviving_broken_pipes())
        workers: list[Popen[bytes]] = []
        with suppress(OSError):  # if the system refuses more workers, use fewer
            # More workers would compete with this process, which sends and receives.
            some = range(min(usable, _MOST))
            workers.extend(stack.enter_context(_worker(task)) for _ in some)
        yield workers


def made(
    workers: Iterable[Popen[bytes]], lots: Iterable[Lot], values: Callable[[Lot], Any]
) -> Iterator[tuple[Lot, Any]]:
    """Yield each batch in `lots`, in order, and its result from the function `make`.

    `values` converts a batch to values that marshal supports. `make` gets these values,
    and also returns values that marshal supports. If there are no workers, or a worker
    failed, the result is None, and the caller has to process the batch.
    """
    remaining = iter(lots)
    busy: deque[tuple[Popen[bytes], Lot]] = deque()
    for worker, lot in zip(workers, remaining, strict=False):
        _give(worker, lot, values)
        busy.append((worker, lot))
    while busy:
        worker, lot = busy.popleft()
        done = _taken_from(worker)
        for following in islice(remaining, 1):
            _give(worker, following, values)
            busy.append((worker, following))
        yield lot, done
    for lot in remaining:
        yield lot, None


@contextmanager
def asking(task: str) -> Iterator[Callable[[object], Any]]:
    """Yield a function that processes one batch at a time in a child process.

    The function returns the result of `make` in `task`, or None if the process has
    died. Raises OSError if no process can be started.
    """
    with surviving_broken_pipes(), _worker(task) as process:

        def ask(lot: object) -> Any:
            _give(process, lot, lambda values: values)
            return _taken_from(process)

        yield ask


def answered(
    task: str, data: bytes, limits: tuple[int, int], *options: str, wait: int
) -> Any:
    """Return the result of the function `task` for `data`, from a child process.

    A file of kilobytes can unpack to gigabytes, occupy a library for hours or crash it.
    So the child process has limits: the memory in bytes, and the CPU time in seconds.
    `wait` is the longest time in seconds until it ends. The function gets the data and
    the options, and returns a value that JSON supports. Return None if the process
    exceeded a limit or failed.
    """
    # -P: never import modules from the current folder.
    command = [sys.executable, "-P", "-c", ANSWERING, task, *map(str, limits), *options]
    try:
        done = subprocess.run(  # noqa: S603 - ourselves
            command, input=data, capture_output=True, check=False, timeout=wait
        )
        return json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None


def cores() -> int:
    """Return the number of CPU cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):  # a container may use only some of the cores
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _worker(task: str) -> Iterator[Popen[bytes]]:
    # -P: never import modules from the current folder.
    command = [sys.executable, "-P", "-c", _SERVING, task]
    process = Popen(  # noqa: S603 - ourselves
        command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, pipesize=_PIPE
    )
    try:
        yield process
    except BaseException:
        process.kill()  # the result is not needed, so don't wait for it after Ctrl-C
        raise
    finally:
        with suppress(BrokenPipeError), process:
            pass  # closes the pipes and waits


def _give(worker: Popen[bytes], lot: Lot, values: Callable[[Lot], Any]) -> None:
    """Send the batch `lot` to a worker whose previous result has been received."""
    data = marshal.dumps(values(lot))
    with suppress(BrokenPipeError):
        send(cast("BinaryIO", worker.stdin), data)


def _taken_from(worker: Popen[bytes]) -> Any:
    """Return the next result of `worker`, or None if the worker has failed."""
    return received(cast("BinaryIO", worker.stdout))
