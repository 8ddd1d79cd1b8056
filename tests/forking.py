"""Load all modules once, and fork a process for each command on a terminal.

Starting Python for each command would take most of the time. A forked process has its
own session, terminal, folder and environment. `forked.py` is the client.
"""

import atexit
import fcntl
import gc
import json
import os
import socket
import sys
import termios
import threading
import time
from copy import copy
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

SIZE = 1_000_000  # bytes; larger than any environment and command
_FDS = 256  # more than the open files
# Modules with lazy imports, except readline, which needs the terminal.
LATER = (
    *("filelock", "rapidfuzz.fuzz", "rich.table", "difflib", "getpass"),
    *("psycopg2", "tinydb", "yaml", "dateutil.parser", "regex", "pwd"),
)


def find_out_once() -> None:
    """Cache the parameters that Typer reads from a function.

    Each run builds the command again, which would take half of its time.
    """
    typer = vars(import_module("typer.main"))
    name = "get_params_from_function"
    typer[name] = cache(typer[name])
    built = cache(typer["get_click_param"])

    def built_once(parameter: object) -> tuple[object, object]:
        option, convertor = built(parameter)
        return copy(option), convertor  # help changes an option

    typer["get_click_param"] = built_once


def load_all() -> None:
    """Load the modules that commands need."""
    find_out_once()
    package = import_module("mediarel")
    for module in walk_packages(package.__path__, "mediarel."):
        import_module(module.name)
    for name in LATER:
        import_module(name)
    commands: Any = import_module("typer.main").get_command(
        import_module("mediarel.cli.app").app
    )
    for name in commands.list_commands(None):
        commands.get_command(None, name)
    gc.freeze()  # otherwise, each child would scan, and so copy, all objects


def _serve(asking: socket.socket) -> None:
    """Fork a process for each request; return in the new process."""
    while True:
        asked, given, *_ = socket.recv_fds(asking, SIZE, 2)
        if not asked:  # the client has ended
            sys.exit()
        terminal, answer = given
        pid = os.fork()
        if not pid:
            _be(json.loads(asked), terminal)
            return
        os.close(terminal)
        _report(answer, pid)
        _report(answer, os.waitpid(pid, 0)[1])
        os.close(answer)


def _report(answer: int, number: int) -> None:
    """Send `number`, unless the other end is closed."""
    try:
        os.write(answer, b"%d\n" % number)
    except BrokenPipeError:
        return


def _be(asked: dict[str, Any], terminal: int) -> None:
    """Set up the terminal, folder and environment of a new process."""
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for number in range(3):
        os.dup2(terminal, number)
    os.closerange(3, _FDS)
    os.umask(asked["umask"])
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    sys.argv = asked["words"]
    sys.path[0] = ""  # like `python -c`
    for number, (name, mode) in enumerate(
        (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))
    ):
        was = getattr(sys, name)
        stream = open(  # noqa: SIM115 - stays open
            number, mode, encoding=was.encoding, errors=was.errors, closefd=False
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _end(code: object) -> None:
    """Exit with a code as Python does, but without clearing modules.

    Returns if the exit code is not a number.
    """
    if not isinstance(code, int | None):
        raise SystemExit(code)
    vars(threading)["_shutdown"]()  # wait for running threads
    atexit._run_exitfuncs()  # noqa: SLF001 - coverage saves its data here
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit((code or 0) & 0xFF)


if __name__ == "__main__":
    load_all()
    import_module("forked_readers").fork_readers()
    _serve(socket.socket(fileno=int(sys.argv.pop())))
    # From here on, the process ends like any program that fails or is interrupted.
    try:
        exec(sys.argv.pop(1), {"__name__": "__main__"})  # noqa: S102 - like `python -c`
    except SystemExit as end:
        _end(end.code)
