"""Keep the answers of an interrupted `add` as a draft.

The draft is a private file in the user's state folder, never in the archive. Each
archive has one draft.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from mediarel import errors
from mediarel.atomic import replace_file
from mediarel.cli import editor, environment, prompts
from mediarel.cli.environment import state_folder
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.widths import shortened
from mediarel.index.index_file import make_private_folder
from mediarel.model.readers import read_field
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from mediarel.archive.archive import Archive


# The errors of a file that is not a draft as `_write` writes it.
_UNREADABLE = (
    *(OSError, ValueError, RecursionError, TypeError, KeyError),
    errors.InvalidError,
)
_SHOWN = 40  # columns of the draft, in the question
_KEPT = errors.Hint("Your answers are saved. To continue: ", errors.Command("add"))


def draft_path(opened: Archive) -> Path | None:
    """Return the path of the draft for this archive, None without a state folder."""
    folder = state_folder()
    if folder is None:
        return None
    name = blake2b(os.fsencode(opened.store.location), digest_size=8).hexdigest()
    return folder / "drafts" / f"{name}.json"


def continued(path: Path | None) -> dict[str, Any]:
    """Return the answers in the draft at `path` if the user wants to continue it.

    If the user declines, the draft is deleted.
    """
    draft = None if path is None or not path.exists() else _read(path)
    if path is None or draft is None:
        return {}
    when, values = draft
    said = spaced_once(values.get("title") or values.get("text") or "")
    what = f': "{shortened(said, _SHOWN)}"' if said else ""
    question = f"Continue the draft of {when}{what}? n deletes the draft."
    if prompts.agrees(question, default=True):
        return values
    path.unlink(missing_ok=True)
    environment.tell("Deleted the draft.")
    return {}


@contextmanager
def kept(
    opened: Archive,
    path: Path | None,
    values: Mapping[str, Any],
    said: Container[str],
) -> Iterator[Callable[[], object]]:
    """Keep a draft at `path` while the block asks for `values`.

    Yields a function that saves the current state. A successful block deletes the
    draft. After an error or Ctrl-C, the draft is kept and reported, if a field that is
    not in `said` has a value.
    """

    def keep() -> bool:
        return path is not None and _write(path, opened, values)

    def told() -> str:
        if not any(value for name, value in values.items() if name not in said):
            return ""
        if keep():
            return _KEPT
        text = str(values.get("text") or "")
        return editor.kept(text, "text.md") if text.strip() else ""

    with editor.told_on_failure(told):
        yield keep
    if path is not None:
        with suppress(OSError):  # the user can delete the draft next time
            path.unlink(missing_ok=True)


def _write(path: Path, opened: Archive, values: Mapping[str, Any]) -> bool:
    """Write the draft to `path`; return whether that succeeded."""
    said = {name: value for name, value in values.items() if value}
    draft = {"at": opened.now(), "values": said}

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


def _read(path: Path) -> tuple[str, dict[str, Any]] | None:
    """Return local time and answers of the draft at `path`.

    A draft that can't be read is reported and moved aside.
    """
    try:
        draft = json.loads(path.read_bytes())
        when, values = wording.local_time(draft["at"]), dict(draft["values"])
        for name, value in values.items():
            read_field(name, value)
    except _UNREADABLE:
        aside = path.with_suffix(".damaged")
        with suppress(OSError):
            path = path.replace(aside)
        environment.tell(f"A draft can't be read. It was kept as {path}.")
        return None
    return when, values
