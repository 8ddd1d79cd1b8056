"""Show the progress of long work on stderr.

Running code reports its stage and, if known, the completed share. A thread draws the
progress, so that it moves even while a library is busy. The progress is removed before
anything else is printed.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, RLock, Thread
from typing import NamedTuple

from mediarel.cli.terminal.lines import is_unadorned
from mediarel.text.lines import harmless

Notify = Callable[[str, int, int], None]

_LONG = 10.0  # seconds; a longer stage is shown with its time
_LEAST = 1.0  # seconds, from one line to the next
PATIENCE = 0.5  # seconds of work before it is shown
_BETWEEN = 0.1  # seconds, from one drawing to the next
_USUAL = 80  # columns, if the terminal doesn't report its size


class Stage(NamedTuple):
    """A stage of the work, and its progress.

    `total` is 0 if the end is unknown. `began` is the start time in seconds on a
    monotonic clock.
    """

    what: str
    done: int
    total: int
    began: float

    def sentence(self, now: float) -> str:
        """Return the stage in words: `Reading: 40 of 100, 15 s`.

        The time is left out if the stage has run for less than 10 seconds.
        """
        done = f"{self.done:,}" if self.done else ""
        count = f"{self.done:,} of {self.total:,}" if self.total else done
        taken = now - self.began
        time_taken = f"{round(taken)} s" if taken >= _LONG else ""
        parts = ", ".join(filter(None, (count, time_taken)))
        return f"{self.what}: {parts}" if parts else self.what


class _Progress:
    """The running stages, outermost first. Only the innermost stage is shown.

    On a plain terminal, each stage is a line. Otherwise one line is updated.
    """

    def __init__(self) -> None:
        self._outer: list[Stage] = []
        self._inner: Stage | None = None
        self._begun = 0.0  # the start of the first stage
        self._is_drawn = False
        self._printed, self._at = "", float("-inf")  # the last line, and its time
        self._end = Event()
        self._thread: Thread | None = None
        self._lock = RLock()

    def notify(self, what: str, done: int, total: int) -> None:
        """Show the progress of a stage; end the stage if `done` reaches `total`."""
        if 0 < total <= done:
            self.end_inner()
            return
        what, before = harmless(what), self._inner
        is_new = before is None or before.what != what
        began = time.monotonic() if before is None or is_new else before.began
        self._inner = Stage(what, done, total, began)
        if is_new:
            self.show()

    def end_inner(self) -> None:
        """End the innermost stage. The stages around it continue."""
        self._inner = None
        if not self._outer:
            self.hide()

    def push(self, what: str) -> None:
        """Begin a stage that can contain other stages."""
        self._outer.append(Stage(harmless(what), 0, 0, time.monotonic()))
        self.show()

    def pop(self) -> None:
        """End the last stage that `push` began, and the stages in it."""
        self._outer.pop()
        self.end_inner()

    def show(self) -> None:
        """Show the newest stage if the work has taken long enough."""
        if not (self._inner or self._outer) or not sys.stderr.isatty():
            return
        now = time.monotonic()
        self._begun = self._begun or now
        if self._thread is None:
            self._end.clear()
            self._thread = Thread(target=self._watch, daemon=True)
            self._thread.start()
        if now - self._begun >= PATIENCE:
            self._draw()

    def hide(self) -> None:
        """Hide the progress until a new stage begins."""
        if self._thread is None:
            return
        self._end.set()
        if self._thread.is_alive():  # false if Ctrl-C came before the start
            self._thread.join()
        self._thread = None
        if self._is_drawn:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
            self._is_drawn = False

    def _watch(self) -> None:
        if self._end.wait(max(0.0, self._begun + PATIENCE - time.monotonic())):
            return
        with suppress(OSError, ValueError):  # the terminal is gone
            self._draw()
            while not self._end.wait(_BETWEEN):
                self._draw()

    def _draw(self) -> None:
        with self._lock:
            stage = self._inner or (self._outer[-1] if self._outer else None)
            if stage is None or self._end.is_set():
                return
            now = time.monotonic()
            if not is_unadorned():
                self._update_line(stage.sentence(now))
                self._is_drawn = True
            elif stage.what != self._printed and now - self._at >= _LEAST:
                self._printed, self._at = stage.what, now
                print(stage.sentence(now), file=sys.stderr, flush=True)

    def _update_line(self, sentence: str) -> None:
        # Loaded only here, because its rules for all scripts are slow to load.
        from mediarel.cli.terminal.widths import shortened  # noqa: PLC0415

        columns = (os.get_terminal_size(sys.stderr.fileno()).columns or _USUAL) - 1
        line = shortened(sentence, columns)
        print(f"\r\x1b[2K{line}", end="", file=sys.stderr, flush=True)


_progress = _Progress()


@contextmanager
def shown_progress() -> Iterator[Notify]:
    """Yield a function that reports progress.

    Its arguments are the stage, the completed number and the total. The total is 0 if
    the work can't be counted. If stderr is a terminal and the work takes long, the
    progress is shown.
    """
    try:
        yield _progress.notify
    finally:
        _progress.end_inner()


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show `what` while the block runs, unless code in the block reports progress."""
    _progress.push(what)
    try:
        yield
    finally:
        _progress.pop()


@contextmanager
def out_of_sight() -> Iterator[None]:
    """Hide the progress during a block that prints something."""
    _progress.hide()
    try:
        yield
    finally:
        _progress.show()
