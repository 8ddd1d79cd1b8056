"""Ask for the fields of a new statement, one after the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mediarel.archive.lookup import used_values
from mediarel.cli import editor, environment, prompts
from mediarel.cli.normalising import parts_meant
from mediarel.cli.prompts import readline_here, typed_text
from mediarel.cli.terminal import wording
from mediarel.model.fields import BY_NAME, FIELDS
from mediarel.model.readers import read_field

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.dates.edtf import KeptDate
    from mediarel.model.fields import Field

    ReadDate = Callable[[str], KeptDate]


_WORDS = ("title", "text")  # one of them is enough
_HOW_TO_TYPE = (
    "Text: type or paste the text. To finish, press Ctrl-D or enter a line with only"
    " a dot (.). To write in your editor, enter e as the first line."
)


def tell_how() -> None:
    """Explain how to answer the questions."""
    completes = "" if readline_here() is None else " Press Tab to complete a value."
    environment.tell(
        f"Press Enter to accept the value in brackets, or to skip.{completes}"
    )


def ask_for_words(
    values: dict[str, Any], said: Container[str], keep: Callable[[], object]
) -> None:
    """Ask for title and text until `values` has at least one of them.

    If one of them is in `said`, nothing is asked.
    """
    if any(name in said for name in _WORDS):
        return
    asked = [name for name in _WORDS if name not in values]
    while True:
        for name in asked:
            answer = _written(values) if name == "text" else _ask(BY_NAME[name])
            values[name] = answer or None
            keep()
        if any(read_field(name, values[name]) for name in _WORDS):
            return
        environment.tell("A statement needs a title or a text.")
        asked = list(_WORDS)


def ask_for_the_rest(
    opened: Archive,
    values: dict[str, Any],
    said: Container[str],
    usual: Mapping[str, Any],
    read_date: ReadDate,
    keep: Callable[[], object],
) -> None:
    """Ask for the missing fields that are not in `said`; add the answers to `values`.

    `usual` has the answers for Enter. A list in `values` can be continued.
    """
    for field in FIELDS:
        if field.name in said or not (field.required or field.is_asked):
            continue
        if field.kind.is_list:
            known = used_values(opened, field)
            given = values.setdefault(field.name, list(usual.get(field.name, ())))
            _ask_several(field, known, given, keep)
        elif field.name not in values:
            values[field.name] = _asked(opened, field, usual, read_date) or None
            keep()


def _asked(
    opened: Archive, field: Field, usual: Mapping[str, Any], read_date: ReadDate
) -> str:
    """Ask for a field with one value; Enter means the usual value."""
    default = usual.get(field.name, "")
    if field.kind.is_date:
        return str(read_date(prompts.ask(_label(field), read_date, default)))
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
    """Ask for more values of a list, one per line, until an empty line."""
    if given:
        environment.tell(f"{field.name.capitalize()}: {wording.joined(given)}")
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
        given += parts_meant(field, answer, known, ask=True)
        keep()


def _written(values: dict[str, Any]) -> str:
    """Return the text that the user types, or writes in the editor.

    An incomplete text is in `values` after Ctrl-C.
    """
    environment.tell(_HOW_TO_TYPE)
    rescue = partial(values.__setitem__, "text")
    written = typed_text(rescue)
    if written is None:
        written = editor.edited("", "text.md", "the text", rescue)
    rescue(written)
    read_field("text", written)
    return written


def _label(field: Field) -> str:
    return field.word.replace("_", " ").capitalize()
