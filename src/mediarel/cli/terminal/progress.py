"""Show the progress of long work on stderr, within a second.

Running code reports its stage and, if known, the completed share. A thread draws the
progress, so that it moves while a library is busy, and removes it before anything else
is printed.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from contextlib import contextmanager, suppress
from threading import Event, RLock, Thread
from typing import TYPE_CHECKING, NamedTuple

from mediarel.cli.terminal.lines import is_unadorned
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Tell = Callable[[str, int, int], None]

_BETWEEN_LINES = 10.0  # seconds, from one line about a stage to the next
_LEAST = 1.0  # seconds, from any line to the next
# The stage and the time of the last line: a display may end before its stage.
_last = [("", 0.0, float("-inf"))]
_FIRST_GUESS = 2.0  # seconds of work before an estimate is possible
_MINUTE = 60
_MANY_MINUTES = 2
PATIENCE = 0.5  # seconds of work before it is shown
_BETWEEN = 0.1  # seconds, from one drawing to the next
_LARGE = 20_000_000  # bytes


class Stage(NamedTuple):
    """A stage of the work, and its progress; `total` is 0 if it can't be counted.

    `began` is the start time on the same clock as `seconds`.
    """

    what: str
    done: int
    total: int
    began: float

    def time(self, seconds: float) -> str:
        """Return in words the remaining time, else the elapsed time."""
        taken = seconds - self.began
        if not self.total:
            return _in_words(taken)
        if not self.done or taken < _FIRST_GUESS:
            return ""
        left = taken / self.done * (self.total - self.done)
        return f"about {_in_words(left)} left"


class Display(NamedTuple):
    """A way to show stages: a function to show a stage, a function to remove it."""

    show: Callable[[Stage], None]
    close: Callable[[], None]


def _in_words(seconds: float) -> str:
    if seconds < _MINUTE * _MANY_MINUTES:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / _MINUTE)} min"


class _Progress:
    """The running stages, outermost first, and the display of the innermost stage."""

    def __init__(self) -> None:
        self._outer: list[Stage] = []
        self._inner: Stage | None = None
        self._spent = 0.0  # seconds of work without a display
        self._since = 0.0
        self._display: Display | None = None
        self._end = Event()
        self._thread: Thread | None = None
        self._lock = RLock()

    def tell(self, what: str, done: int, total: int) -> None:
        """Show the progress of a stage; end the stage if `done` reaches `total`."""
        if 0 < total <= done:
            self.end_inner()
            return
        before = self._inner
        is_new = before is None or before.what != what
        began = time.monotonic() if before is None or is_new else before.began
        self._inner = Stage(harmless(what), done, total, began)
        if is_new:
            self._start()

    def end_inner(self) -> None:
        """End the inner stage; stages around it remain."""
        self._inner = None
        if not self._outer:
            self.hide()

    def push(self, what: str, *, at_once: bool = False) -> None:
        """Begin a stage that can contain other stages."""
        if at_once:
            self._spent = max(self._spent, PATIENCE)
        self._outer.append(Stage(harmless(what), 0, 0, time.monotonic()))
        self._start()

    def pop(self) -> None:
        """End the last stage and the stages in it."""
        self._outer.pop()
        self.end_inner()

    def _start(self) -> None:
        """Show the newest stage if the work has taken long enough."""
        if not sys.stderr.isatty():
            return
        if self._thread is None:
            self._since = time.monotonic()
            self._end = Event()
            self._thread = Thread(target=self._watch, args=(self._end,), daemon=True)
            self._thread.start()
            if self._spent >= PATIENCE:
                self._show()
        elif self._display is not None:
            self._show()

    def _watch(self, end: Event) -> None:
        if end.wait(max(0.0, PATIENCE - self._spent)):
            return
        with suppress(OSError, ValueError):  # the terminal is gone
            while True:
                with self._lock:
                    if not end.is_set():
                        self._show()
                if end.wait(_BETWEEN):
                    return

    def _show(self) -> None:
        with self._lock:
            stage = self._inner or (self._outer[-1] if self._outer else None)
            if stage is None:
                return
            if self._display is None:
                self._display = _new_display()
            self._display.show(stage)

    def hide(self) -> None:
        """Hide the progress until a new stage begins."""
        if self._thread is None:
            return
        self._end.set()
        if self._thread.is_alive():  # not if Ctrl-C came before its start
            self._thread.join()
        self._thread = None
        self._spent += time.monotonic() - self._since
        if self._display is not None:
            self._display.close()
            self._display = None

    def show_again(self) -> None:
        """Show the running stages again."""
        if self._inner or self._outer:
            self._start()


_progress = _Progress()


@contextmanager
def shown_progress() -> Iterator[Tell]:
    """Yield a function to report progress: stage, completed number, and total.

    If stderr is a terminal and the work takes long, a bar or lines are shown. The total
    is 0 if the work can't be counted.
    """
    try:
        yield _progress.tell
    finally:
        _progress.end_inner()


@contextmanager
def working(what: str, file: Path | None = None) -> Iterator[None]:
    """Show `what` while the block runs, unless code in the block reports progress.

    If a large `file` is about to be read, `what` is shown at once, because reading may
    block all other threads.
    """
    _progress.push(what, at_once=file is not None and _is_large(file))
    try:
        yield
    finally:
        _progress.pop()


@contextmanager
def out_of_sight() -> Iterator[None]:
    """Hide the progress during the block, which prints something."""
    _progress.hide()
    try:
        yield
    finally:
        _progress.show_again()


def _is_large(file: Path) -> bool:
    try:
        return file.stat().st_size >= _LARGE
    except OSError:
        return False


def _new_display() -> Display:
    return told() if is_unadorned() else _line()


def _line() -> Display:
    """Return a display that updates one line on stderr."""
    from mediarel.cli.terminal.widths import shortened  # noqa: PLC0415 - as in `told`

    def show(stage: Stage) -> None:
        columns = (os.get_terminal_size(sys.stderr.fileno()).columns or 80) - 1
        line = shortened(_sentence(stage, time.monotonic()), columns)
        print(f"\r\x1b[2K{line}", end="", file=sys.stderr, flush=True)

    def close() -> None:
        print("\r\x1b[2K", end="", file=sys.stderr, flush=True)

    return Display(show, close)


def told() -> Display:
    """Return a display that reports each stage and its progress as lines on stderr.

    Short stages in quick succession, such as one per file, are not all reported.
    """
    # Loaded only here, because its rules for all scripts are slow to load.
    from mediarel.cli.terminal.widths import wrapped  # noqa: PLC0415

    def show(stage: Stage) -> None:
        now = time.monotonic()
        what, began, at = _last[0]
        is_new = (what, began) != (stage.what, stage.began)
        if now - at >= (_LEAST if is_new else _BETWEEN_LINES):
            _last[0] = stage.what, stage.began, now
            lines = wrapped(_sentence(stage, now), shutil.get_terminal_size().columns)
            print(*lines, sep="\n", file=sys.stderr, flush=True)

    return Display(show, lambda: None)


def _sentence(stage: Stage, now: float) -> str:
    """Return `Reading: 40 of 100, about 3 s left`, or `Reading` without a number."""
    count = f"{stage.done:,} of {stage.total:,}" if stage.total else ""
    takes = stage.time(now) if count or now - stage.began >= _BETWEEN_LINES else ""
    parts = ", ".join(filter(None, (count, takes)))
    return f"{stage.what}: {parts}" if parts else stage.what
