"""Ask for the fields of a statement, with questions or in the user's editor.

The editor shows a statement as Markdown with comments. If `add` is interrupted, the
next `add` continues the draft: the answers so far. The draft is a private file in the
user's state folder, never in the archive. Each archive has one draft.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.lookup import used_values
from mediarel.archive.proposal import Proposal
from mediarel.atomic import replace_file
from mediarel.cli import environment, messages, normalising, prompts
from mediarel.cli.messages import message_on_failure, notify
from mediarel.cli.terminal import widths, wording
from mediarel.cli.terminal.lines import local_time
from mediarel.index.index_file import make_private_folder
from mediarel.model.fields import BY_NAME, FIELDS, GIVEN_FIELDS, Field
from mediarel.model.readers import read_field
from mediarel.text.lines import spaced_once

_WORDS = ("title", "text")  # one of them is enough
_HOW_TO_TYPE = (
    "Text: type or paste the text. To finish, press Ctrl-D or enter a line with only"
    " a dot (.). To write in your editor, enter e as the first line."
)
# Errors for a file that is damaged, or that `_write` did not write.
_UNREADABLE = (
    *(OSError, ValueError, RecursionError, TypeError, KeyError),
    errors.InvalidError,
)
_SHOWN = 40  # columns of the draft, in the question
_KEPT = errors.Hint("Your answers are saved. To continue: ", errors.Command("add"))


def ask_for_words(
    values: dict[str, Any],
    from_options: Container[str],
    keep: Callable[[], object] = lambda: None,
) -> None:
    """Ask for a title and a text until at least one of them has a value.

    If one of them is in `from_options`, nothing is asked.
    """
    if any(name in from_options for name in _WORDS):
        return
    asked = [name for name in _WORDS if name not in values]
    while True:
        for name in asked:
            answer = _written(values) if name == "text" else _ask(BY_NAME[name])
            values[name] = answer or None
            keep()
        if any(read_field(name, values[name]) for name in _WORDS):
            return
        notify("A statement needs a title or a text.")
        asked = list(_WORDS)


def ask_for_the_rest(
    opened: Archive,
    values: dict[str, Any],
    from_options: Container[str],
    usual: Mapping[str, Any],
    keep: Callable[[], object] = lambda: None,
) -> None:
    """Ask for the missing fields, and add the answers to `values`.

    Fields in `from_options` are skipped. `usual` has the values that Enter accepts. If
    a list field already has items, the user can add more items.
    """
    for field in FIELDS:
        if field.name in from_options or not (field.required or field.is_asked):
            continue
        if field.kind.is_list:
            known = used_values(opened, field)
            given = values.setdefault(field.name, list(usual.get(field.name, ())))
            _ask_several(field, known, given, keep)
        elif field.name not in values:
            values[field.name] = _asked(opened, field, usual) or None
            keep()


def _asked(opened: Archive, field: Field, usual: Mapping[str, Any]) -> str:
    """Ask for a field that has one value. Enter accepts the usual value."""
    default = usual.get(field.name, "")
    if field.kind.is_date:
        read = environment.read_bare_date
        return str(read(prompts.ask(_label(field), read, default)))
    known = used_values(opened, field)
    if field.required:
        default = default or next(iter(known), "")
    return _ask(field, default, known)


def _ask(field: Field, usual: str = "", known: Sequence[str] = ()) -> str:
    can_be_skipped = not (field.required or usual)
    label = f"{_label(field)} (Enter for none)" if can_be_skipped else _label(field)
    return prompts.ask(label, partial(read_field, field.name), usual, known)


def _ask_several(
    field: Field, known: Sequence[str], given: list[str], keep: Callable[[], object]
) -> None:
    """Ask for the items of a list field until the user enters an empty line."""
    if given:
        notify(f"{field.name.capitalize()}: {wording.joined(given)}")
    while True:
        label = f"{_label(field)} (Enter for none)"
        if given:
            label = f"Another {field.word} (Enter for no more)"
        left = [value for value in known if value not in given]
        answer = prompts.ask(
            label, lambda each: read_field(field.name, [each]), "", left
        )
        if not answer.strip():
            return
        given += normalising.parts_meant(field, answer, known, ask=True)
        keep()


def _written(values: dict[str, Any]) -> str:
    """Return the text that the user types, or writes in the editor.

    After Ctrl-C, `values` contains the incomplete text.
    """
    notify(_HOW_TO_TYPE)
    rescue = partial(values.__setitem__, "text")
    written = prompts.typed_text(rescue)
    if written is None:
        written = edited("", "text.md", "the text", rescue)
    rescue(written)
    read_field("text", written)
    return written


def _label(field: Field) -> str:
    return field.word.replace("_", " ").capitalize()


def _draft_path(opened: Archive) -> Path | None:
    """Return the path of the draft for this archive.

    If the user has no state folder, return None.
    """
    folder = environment.state_folder()
    if folder is None:
        return None
    name = blake2b(os.fsencode(opened.store.location), digest_size=8).hexdigest()
    return folder / "drafts" / f"{name}.json"


def _continued(path: Path | None) -> dict[str, Any]:
    """Ask whether to continue the draft at `path`, and return its answers.

    If the user declines, delete the draft and return an empty dictionary.
    """
    draft = None if path is None or not path.exists() else _read(path)
    if path is None or draft is None:
        return {}
    when, values = draft
    said = spaced_once(values.get("title") or values.get("text") or "")
    what = f': "{widths.shortened(said, _SHOWN)}"' if said else ""
    question = f"Continue the draft of {when}{what}? n deletes the draft."
    if prompts.agrees(question, default=True):
        return values
    path.unlink(missing_ok=True)
    notify("Deleted the draft.")
    return {}


@contextmanager
def draft(
    opened: Archive, from_options: Mapping[str, Any]
) -> Iterator[tuple[dict[str, Any], Callable[[], object]]]:
    """Keep the answers as a draft while the block asks questions.

    Yields the answers, and a function that saves them. At the start, the answers come
    from an earlier draft and from `from_options`.

    If the block succeeds, the draft is deleted. If an error or Ctrl-C ends the block
    after the user has answered a question, the draft is kept, and a message says so.
    """
    path = _draft_path(opened)
    values = {**_continued(path), **from_options}

    def keep() -> bool:
        return path is not None and _write(path, opened, values)

    def message() -> str:
        if not any(value for name, value in values.items() if name not in from_options):
            return ""
        return _KEPT if keep() else ""

    with message_on_failure(message):
        yield values, keep
    if path is not None:
        with suppress(OSError):  # the user can delete the draft next time
            path.unlink(missing_ok=True)


def _write(path: Path, opened: Archive, values: Mapping[str, Any]) -> bool:
    """Write the draft to `path`. Return False if this fails."""
    said = {name: value for name, value in values.items() if value}
    draft = {"at": opened.now(), "values": said}

    def fill(file: BinaryIO) -> None:
        if hasattr(os, "fchmod"):  # before the file has content
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
    """Read the draft at `path`. Return a pair: the local time, and the answers.

    If the draft can't be read, report this, rename the file, and return None.
    """
    try:
        draft = json.loads(path.read_bytes())
        when, values = local_time(draft["at"]), {**draft["values"]}
        for name, value in values.items():
            read_field(name, value)
    except _UNREADABLE:
        aside = path.with_suffix(".damaged")
        with suppress(OSError):
            path = path.replace(aside)
        notify(f"The draft can't be read. It was kept as {path}.")
        return None
    return when, values


_FILE_NAME = "statement.md"
_FENCE = "---\n"
_TOP = """\
# Lines that begin with # are comments, which are not saved.
# The text is below the second ---. An empty line separates paragraphs.
"""
_FIELD_LINE = re.compile(r"^([a-z_]+):", re.MULTILINE)
Result = TypeVar("Result")
_EDITORS = ("sensible-editor", "nano", "vi", "notepad")
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
            rescue(_content(file))
            raise
        return _content(file)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _content(file: Path) -> str:
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
    """Return the command in VISUAL or EDITOR, or an editor that is installed."""
    for name in ("VISUAL", "EDITOR"):
        if chosen := os.environ.get(name, "").strip():
            return chosen
    return next(filter(shutil.which, _EDITORS), _EDITORS[-1])


def _how(command: str) -> str:
    """Return how to leave the editor, or "" if this is easy."""
    return _HOW if Path(command).name in _LIKE_VI else ""


def commented(document: str) -> str:
    """Add a comment above each field to the Markdown of a statement."""
    front, fence, text = document.removeprefix(_FENCE).partition(f"\n{_FENCE}")
    how = _how(_command())
    top = f"{_TOP}# {how}\n" if how else _TOP
    return _FENCE + top + _FIELD_LINE.sub(_explained, front) + fence + text


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
        given = read_fields(written, _FILE_NAME)
        made = proposal.answered({n: v for n, v in given.items() if v != before[n]})
        made.draft()  # check all values
        return made

    text = commented(write_one(before))
    return edited_until_read(text, _FILE_NAME, "the statement", read) or proposal


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
