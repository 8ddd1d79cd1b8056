"""Ask for the fields of a new statement, one after the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mediarel import errors
from mediarel.archive.lookup import used_values
from mediarel.cli import editor, environment, prompts, telling
from mediarel.cli.normalising import parts_meant
from mediarel.cli.prompts import readline_here, typed_text
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.widths import shortened
from mediarel.model.fields import BY_NAME, FIELDS
from mediarel.model.readers import read_field
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.dates.edtf import KeptDate
    from mediarel.model.fields import Field

    ReadDate = Callable[[str], KeptDate]


_WORDS = ("title", "text")  # one of them is enough
_SHOWN = 40  # columns of an existing text
_HOW_TO_TYPE = (
    "Text: type or paste the text. To finish, press Ctrl-D or enter a line with only"
    " a dot (.). To write in your editor, enter e as the first line."
)


def tell_how(proposed: Mapping[str, Any]) -> None:
    """Explain how to answer the questions."""
    empties = " To remove this value, type a space." if proposed else ""
    completes = "" if readline_here() is None else " Press Tab to complete a value."
    environment.tell(
        f"Press Enter to accept the value in brackets, or to skip.{empties}{completes}"
    )


def take_unasked(values: dict[str, Any], proposed: Mapping[str, Any]) -> None:
    """Copy `proposed` values of fields that have no value and no question."""
    for field in FIELDS:
        if field.name in proposed and not (_is_asked(field) or field.name in _WORDS):
            values.setdefault(field.name, proposed[field.name])


def ask_for_words(
    values: dict[str, Any], proposed: Mapping[str, Any], keep: Callable[[], object]
) -> None:
    """Ask for title and text until `values` has at least one of them.

    If `values` already has a title, the text is asked for only if it is `proposed`, and
    vice versa.
    """
    given = [name for name in _WORDS if name in values]
    asked = [name for name in _WORDS if name not in values]
    if given:
        asked = [name for name in asked if proposed.get(name)]
    while asked:
        for name in asked:
            values[name] = (
                _written(values, proposed)
                if name == "text"
                else _ask(BY_NAME[name], proposed.get(name, ""))
            ) or None
            keep()
        if given or any(read_field(name, values[name]) for name in asked):
            return
        environment.tell("A statement needs a title or a text.")


def ask_for_the_rest(
    opened: Archive,
    values: dict[str, Any],
    proposed: Mapping[str, Any],
    read_date: ReadDate,
    keep: Callable[[], object],
) -> None:
    """Ask for the missing fields, and add the answers to `values`."""
    for field in FIELDS:
        if field.name in values or not _is_asked(field):
            continue
        if field.kind.is_list:
            known = used_values(opened, field)
            values[field.name] = list(proposed.get(field.name, ()))
            _ask_several(field, known, values[field.name], keep)
            continue
        values[field.name] = _asked(opened, field, proposed, read_date) or None
        keep()


def ask_for_required(
    opened: Archive, values: dict[str, Any], read_date: ReadDate
) -> None:
    """Ask for the missing required fields, and add the answers to `values`."""
    for field in FIELDS:
        if field.required and field.name not in values:
            values[field.name] = _asked(opened, field, {}, read_date)


def _is_asked(field: Field) -> bool:
    return field.required or field.is_asked


def _asked(
    opened: Archive, field: Field, proposed: Mapping[str, Any], read_date: ReadDate
) -> str:
    """Ask for a field with one value; Enter means the draft's value or the default."""
    usual = proposed.get(field.name, "")
    if field.kind.is_date:
        return str(read_date(prompts.ask(_label(field), read_date, usual)))
    known = used_values(opened, field)
    if field.required:
        usual = usual or next(iter(known), "")
    return _ask(field, usual, known)


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


def _written(values: dict[str, Any], proposed: Mapping[str, Any]) -> str:
    """Return the text: typed, written in the editor, or taken from the draft."""
    begun = str(proposed.get("text", ""))
    rescue = partial(values.__setitem__, "text")
    if begun:
        start = shortened(spaced_once(begun), _SHOWN)
        if not prompts.agrees(f'The draft has a text: "{start}". Edit it?'):
            return begun
        written = None
    else:
        environment.tell(_HOW_TO_TYPE)
        written = typed_text(rescue)
    while True:
        if written is None:
            written = editor.edited(begun, "text.md", "the text", rescue)
        rescue(written)
        try:
            read_field("text", written)
        except errors.InvalidError as error:
            telling.tell_error(error)
            if not prompts.agrees("Edit it again?", default=True):
                raise
            begun, written = written, None
        else:
            return written


def _label(field: Field) -> str:
    return field.word.replace("_", " ").capitalize()
