"""Edit statements in the user's editor, as Markdown with comments."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from mediarel import errors
from mediarel.archive.proposal import Proposal
from mediarel.cli import environment, messages, normalising, prompts
from mediarel.cli.messages import message_on_failure, notify
from mediarel.model.fields import BY_NAME, FIELDS, GIVEN_FIELDS

_NAME = "statement.md"
_FENCE = "---\n"
_TOP = """\
# Lines that begin with # are comments, which are not saved.
# The text is below the second ---. An empty line separates paragraphs.
"""
_FIELD = re.compile(r"^([a-z_]+):", re.MULTILINE)
Result = TypeVar("Result")
_USUAL = ("sensible-editor", "nano", "vi", "notepad")
# Editors that are hard to leave for a new user. `sensible-editor` may open vi.
_LIKE_VI = {"vi", "vim", "nvim", "vim.tiny", "sensible-editor"}
_HOW = (
    "To write in vi, press i. To save and close vi: press Esc, type :wq, press Enter."
)


class NoEditorError(errors.AccessError):
    """The editor could not be started, or failed."""

    def __init__(self, command: str, what: str) -> None:
        super().__init__(
            f"the editor {command!r} {what}",
            "Set VISUAL or EDITOR to your editor, or change fields with options.",
        )


def edited(
    text: str, name: str, what: str, rescue: Callable[[str], object] = lambda _: None
) -> str:
    """Let the user edit a text in the editor, and return the edited text.

    `name` is the file name that the editor shows. `what` describes the text in a
    message such as `Opening nano for the text`. If the editor fails, or Ctrl-C ends the
    editor, `rescue` is called with the text saved so far.

    Raises NoEditorError.
    """
    folder = Path(tempfile.mkdtemp(prefix="mediarel-"))
    file = folder / name
    try:
        # A text from a failed editor may not be UTF-8.
        file.write_text(text, encoding="utf-8", errors="surrogateescape")
        try:
            _open(file, what)
        except (NoEditorError, KeyboardInterrupt):
            rescue(_read(file))
            raise
        return _read(file)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig", errors="surrogateescape")


def edited_until_read(
    text: str, name: str, what: str, read: Callable[[str], Result]
) -> Result | None:
    """Let the user edit a text until it is valid, and return the result of `read`.

    `read` parses the text, and raises InvalidError if the text is invalid. Return None
    if the user leaves the text unchanged or empty.

    If an error or Ctrl-C ends the editing, the text is saved in a file, and a message
    names the file.

    Raises NoEditorError, or the errors of `read`.
    """
    written = text

    def rescue(saved: str) -> None:
        nonlocal written
        if saved.strip():  # a failed editor may have emptied the file
            written = saved

    with message_on_failure(lambda: "" if written == text else kept(written, name)):
        while True:
            written = edited(written, name, what, rescue)
            if written == text or not written.strip():
                return None
            try:
                return read(written)
            except errors.InvalidError as error:
                messages.print_error(error)
                if not prompts.agrees("Edit it again?", default=True):
                    raise


def kept(text: str, name: str) -> str:
    """Save a text in a file, and return a sentence with the path of the file."""
    descriptor, path = tempfile.mkstemp(f"-{name}", "mediarel-")
    with os.fdopen(descriptor, "wb") as file:
        file.write(text.encode(errors="surrogateescape"))
    return f"Your text is saved in {path}"


def _open(file: Path, what: str) -> None:
    command = _command()
    notify(f"Opening {command} for {what}. {_how(command)}".rstrip())
    # The editor draws on the terminal even if stdout is a pipe.
    screen = None if sys.stdout.isatty() else sys.stderr
    try:
        done = subprocess.run(  # noqa: S603 - the user's own editor
            [*shlex.split(command), str(file)], check=False, stdout=screen
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NoEditorError(command, f"can't be started: {reason.lower()}") from error
    if done.returncode:
        raise NoEditorError(command, f"ended with status {done.returncode}")


def _command() -> str:
    """Return the command in VISUAL or EDITOR, or the first editor found in `_USUAL`."""
    for name in ("VISUAL", "EDITOR"):
        if chosen := os.environ.get(name, "").strip():
            return chosen
    return next(filter(shutil.which, _USUAL), _USUAL[-1])


def _how(command: str) -> str:
    """Return how to leave the editor, or "" if this is easy."""
    return _HOW if Path(command).name in _LIKE_VI else ""


def commented(document: str) -> str:
    """Add a comment above each field to the Markdown of a statement."""
    front, fence, text = document.removeprefix(_FENCE).partition(f"\n{_FENCE}")
    how = _how(_command())
    top = f"{_TOP}# {how}\n" if how else _TOP
    return _FENCE + top + _FIELD.sub(_explained, front) + fence + text


def _explained(found: re.Match[str]) -> str:
    field = BY_NAME.get(found[1])
    if field is None:
        return found[0]
    lines = [field.about, field.help] if field.is_rare else [field.about]
    return "".join(f"# {line}\n" for line in filter(None, lines)) + found[0]


def edited_proposal(proposal: Proposal) -> Proposal:
    """Let the user edit `proposal` in their editor, and return the result.

    Raises NoEditorError, or InvalidError if the edited text is invalid.
    """
    from mediarel.formats.markdown import write_one  # noqa: PLC0415 - 20 ms, rare

    before = proposal.draft().fields()

    def read(written: str) -> Proposal:
        given = read_fields(written, _NAME)
        made = proposal.answered({n: v for n, v in given.items() if v != before[n]})
        made.draft()  # check all values
        return made

    text = commented(write_one(before))
    return edited_until_read(text, _NAME, "the statement", read) or proposal


def read_fields(written: str, name: str) -> dict[str, object]:
    """Parse the edited Markdown of a statement, and return the fields.

    A date may be typed in any form that mediarel can parse, such as `16 July 2012`.
    """
    from mediarel.formats.markdown import read_one  # noqa: PLC0415 - 20 ms, rare

    given = {**dict.fromkeys(GIVEN_FIELDS), **read_one(written, name)}
    for field in FIELDS:
        date = given[field.name]
        if field.kind.is_date and isinstance(date, str):
            given[field.name] = str(environment.read_bare_date(date))
    normalising.normalise(given)
    return given
