"""Fork the processes that read documents and workbooks, instead of starting Python.

Starting Python and loading the libraries takes most of the time of a test with a
document. A forked process has the same pipes, exit code and limits.
"""

import gc
import inspect
import os
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from mediarel.documents.file_kinds import reader_named
from mediarel.worker import answer
from mediarel.workers import ANSWERING

_USUAL = dict(vars(subprocess.Popen))
_PIPES = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
_FDS = 256  # more than the open files


def fork_readers() -> None:
    """Make `subprocess.run` fork the processes that read documents and workbooks.

    The full run, and other systems than Linux, start real processes.
    """
    if sys.platform == "linux" and not os.environ.get("MEDIAREL_TEST_ALL"):
        setattr(subprocess.Popen, "_execute_child", _execute)  # noqa: B010 - private


def _execute(started: subprocess.Popen[Any], args: Any, *others: Any) -> None:
    """Fork if `args` read a document or a workbook; otherwise, start a program."""
    usual = _USUAL["_execute_child"]
    if args[:4] != [sys.executable, "-P", "-c", ANSWERING]:
        usual(started, args, *others)
        return
    given = inspect.signature(usual).bind(started, args, *others).arguments
    pipes = [given[name] for name in _PIPES]
    # Loaded once for all processes.
    import_module(args[4].rpartition(".")[0])
    for reader in args[7:8]:
        reader_named(reader)
    started.pid = os.fork()
    if not started.pid:
        _be(args[4:], (pipes[0], pipes[3], pipes[5]))
    vars(started)["_child_created"] = True
    _USUAL["_close_pipe_fds"](started, *pipes)


def _be(words: list[str], streams: tuple[int, int, int]) -> None:
    """Run the task and its arguments with these standard streams, and exit."""
    code = 1
    with suppress(BaseException):
        gc.disable()
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        os.closerange(3, _FDS)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        sys.stdin = open(0, closefd=False)  # noqa: SIM115 - stays open
        sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115 - stays open
        answer(*_with_room(words))
        sys.stdout.flush()
        code = 0
    os._exit(code)


def _with_room(words: list[str]) -> list[str]:
    """Return the arguments, with a memory limit above the memory of the tests."""
    pages = Path("/proc/self/statm").read_text("utf-8").split()[0]
    room = int(pages) * resource.getpagesize()
    return [words[0], str(int(words[1]) + room), *words[2:]]
