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
from pathlib import Path
from typing import Any

from mediarel.documents import process
from mediarel.documents.file_kinds import reader_named
from mediarel.formats import workbook_process

_USUAL = dict(vars(subprocess.Popen))
_MAINS = {each.__name__: each.main for each in (process, workbook_process)}
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
    if args[:3] != [sys.executable, "-P", "-m"] or args[3] not in _MAINS:
        usual(started, args, *others)
        return
    given = inspect.signature(usual).bind(started, args, *others).arguments
    pipes = [given[name] for name in _PIPES]
    if args[3] == process.__name__:
        reader_named(args[4])  # loaded once for all processes
    started.pid = os.fork()
    if not started.pid:
        _be(args[3:], (pipes[0], pipes[3], pipes[5]))
    vars(started)["_child_created"] = True
    _USUAL["_close_pipe_fds"](started, *pipes)


def _be(words: list[str], streams: tuple[int, int, int]) -> None:
    """Run the module and its arguments with these standard streams, and exit."""
    code = 1
    with suppress(BaseException):
        gc.disable()
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        os.closerange(3, _FDS)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        sys.stdin = open(0, closefd=False)  # noqa: SIM115 - stays open
        sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115 - stays open
        _MAINS[words[0]](*_with_room(words[1:]))
        sys.stdout.flush()
        code = 0
    os._exit(code)


def _with_room(words: list[str]) -> list[Any]:
    """Return the arguments, with a memory limit above the memory of the tests.

    The first number is the memory limit.
    """
    pages = Path("/proc/self/statm").read_text("utf-8").split()[0]
    values: list[Any] = [int(each) if each.isdecimal() else each for each in words]
    place = next(n for n, value in enumerate(values) if isinstance(value, int))
    values[place] += int(pages) * resource.getpagesize()
    return values
