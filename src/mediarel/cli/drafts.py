"""Keep the answers of an interrupted `add` as a draft.

The draft is a private file in the user's state folder, never in the archive. Each
archive has one draft.
"""

from __future__ import annotations

import json
import os
import signal
from contextlib import contextmanager, suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel import errors
from mediarel.atomic import replace_file
from mediarel.cli import editor, environment, prompts
from mediarel.cli.environment import state_folder
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.widths import shortened
from mediarel.index.index_file import make_private_folder
from mediarel.model.fields import BY_NAME
from mediarel.model.statement import renewed
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from mediarel.archive.archive import Archive


_SHOWN = 40  # columns of the draft, in the question
_KEPT = errors.Hint("Your answers are saved. To continue: ", errors.Command("add"))


class KeptDraft(NamedTuple):
    """A saved draft: the answers so far, and the time they were saved."""

    values: dict[str, Any]
    at: str


@contextmanager
def place(opened: Archive) -> Iterator[Path | None]:
    """Yield the locked path for the draft of this archive.

    Yields None if no folder is available, or if a different run of `add` has locked the
    draft.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - as for the store's own lock

    folder = state_folder()
    if folder is None:
        yield None
        return
    name = blake2b(os.fsencode(opened.store.location), digest_size=8).hexdigest()
    path = folder / "drafts" / f"{name}.json"
    lock = FileLock(path.with_suffix(".lock"), fallback_to_soft=False)
    try:
        make_private_folder(path.parent)
    except OSError:
        yield None
        return
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield None
        return
    except OSError:  # a drive without locks: use the draft unlocked
        yield path
        return
    try:
        yield path
    finally:
        lock.release()


def offered(path: Path | None) -> dict[str, Any]:
    """Return the values of the draft at `path` if the user wants to continue it.

    If the user declines, the draft is deleted.
    """
    kept = None if path is None else _read(path)
    if path is None or kept is None:
        return {}
    said = spaced_once(kept.values.get("title") or kept.values.get("text") or "")
    what = f': "{shortened(said, _SHOWN)}"' if said else ""
    when = wording.local_time(kept.at)
    question = f"Continue the draft of {when}{what}? n deletes the draft."
    if prompts.agrees(question, default=True):
        return kept.values
    path.unlink(missing_ok=True)
    environment.tell("Deleted the draft.")
    return {}


@contextmanager
def kept(
    opened: Archive,
    path: Path | None,
    values: dict[str, Any],
    proposed: Mapping[str, Any],
) -> Iterator[Callable[[], object]]:
    """Keep a draft at `path` while the block asks for `values`.

    The draft also has the `proposed` values. Yields a function that saves the current
    state. A successful block deletes the draft. After an error, after Ctrl-C, or if the
    terminal is closed, the draft is kept and reported.
    """
    given = dict(values)

    def keep() -> bool:
        return path is not None and _write(path, opened, {**proposed, **values})

    def told() -> str:
        answered = any(v and v != given.get(name) for name, v in values.items())
        if not (proposed or answered):
            return ""
        if keep():
            return _KEPT
        text = str(values.get("text") or "")
        return editor.kept(text, "text.md") if text.strip() else ""

    with _interrupted_by_hangup(), editor.told_on_failure(told):
        yield keep
    if path is not None:
        with suppress(OSError):  # the user can delete the draft next time
            path.unlink(missing_ok=True)


@contextmanager
def _interrupted_by_hangup() -> Iterator[None]:
    """Raise KeyboardInterrupt in the block if the terminal is closed, as for Ctrl-C."""
    hangup = getattr(signal, "SIGHUP", None)  # Windows has none
    if hangup is None or signal.getsignal(hangup) != signal.SIG_DFL:
        yield
        return

    def interrupt(*_: object) -> None:
        # The shell and the kernel may both send the signal.
        signal.signal(hangup, signal.SIG_IGN)
        raise KeyboardInterrupt

    signal.signal(hangup, interrupt)
    try:
        yield
    finally:
        signal.signal(hangup, signal.SIG_DFL)


def _write(path: Path, opened: Archive, values: Mapping[str, Any]) -> bool:
    """Write the draft to `path`; return whether that succeeded."""
    said = {name: value for name, value in values.items() if value}
    draft = {"archive": opened.store.location, "at": opened.now(), "values": said}

    def fill(file: BinaryIO) -> None:
        if hasattr(os, "fchmod"):  # before it has content
            os.fchmod(file.fileno(), 0o600)
        # Text that is not UTF-8 is kept too, as a JSON escape.
        written = json.dumps(draft, indent=2, ensure_ascii=False)
        file.write(written.encode(errors="backslashreplace"))

    try:
        make_private_folder(path.parent)
        replace_file(path, fill)
    except OSError:
        return False
    return True


def _read(path: Path) -> KeptDraft | None:
    """Return the draft at `path`; report and move aside a draft that can't be read."""
    if not path.exists():
        return None
    if path.is_file():
        with suppress(OSError, ValueError, RecursionError):
            draft = json.loads(path.read_bytes())
            if (
                isinstance(draft, dict)
                and isinstance(draft.get("at"), str)
                and isinstance(draft.get("values"), dict)
            ):
                values = renewed(draft["values"])
                if all(_is_value(name, value) for name, value in values.items()):
                    return KeptDraft(values, draft["at"])
    aside = path.with_suffix(".damaged")
    with suppress(OSError):
        path = path.replace(aside)
    environment.tell(f"A draft can't be read. It was kept as {path}.")
    return None


def _is_value(name: str, value: object) -> bool:
    if name not in BY_NAME or not BY_NAME[name].help:
        return False
    if BY_NAME[name].kind.is_list:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return isinstance(value, bool if BY_NAME[name].kind.is_flag else str)
