"""Asking for the fields of a new statement, one after the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mediarel.archive.used import used_values
from mediarel.cli import editor, environment, prompts
from mediarel.cli.slips import parts_meant
from mediarel.cli.typed import readline_here
from mediarel.model.fields import BY_NAME, FIELDS
from mediarel.model.readers import read_field
from mediarel.release.dateline import read_dateline
from mediarel.text.paragraphs import paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mediarel.archive.archive import Archive
    from mediarel.dates.edtf import PartialDate
    from mediarel.model.fields import Field

    ReadDate = Callable[[str], PartialDate]


def tell_how() -> None:
    """Tell how the questions are answered."""
    completes = "" if readline_here() is None else " Tab completes what is typed."
    environment.tell(f"Enter takes what is in brackets, or nothing.{completes}")


def ask_for_words(values: dict[str, object]) -> None:
    """Ask for title and text where `values` has neither, until there is one of them."""
    if "title" in values or "text" in values:
        return
    while True:
        values["title"] = _ask(BY_NAME["title"]) or None
        values["text"] = editor.edited("", "text.md", "the text") or None
        if any(read_field(name, values[name]) for name in ("title", "text")):
            return
        environment.tell("Nothing was written: it needs a title or a text.")


def ask_for_the_rest(
    opened: Archive, values: dict[str, object], usual: str, read_date: ReadDate
) -> None:
    """Ask for each other field that `values` lacks, and add it to them.

    `usual` is the type that is proposed.
    """
    for field in FIELDS:
        if field.name in values or not (field.required or field.is_asked):
            continue
        if field.kind.is_date:
            values[field.name] = _ask_date(field, values, read_date)
            continue
        known = used_values(opened, field)
        if field.kind.is_list:
            values[field.name] = _ask_several(field, known)
            continue
        proposed = usual if field.name == "type" else ""
        if field.required:
            proposed = next(iter(known), "")
        values[field.name] = _ask(field, proposed, known) or None


def _ask(field: Field, proposed: str = "", known: list[str] | None = None) -> str:
    """Ask for a field of one value; Enter takes what is proposed."""
    can_be_skipped = not (field.required or proposed)
    label = f"{_label(field)} (Enter for none)" if can_be_skipped else _label(field)
    return prompts.ask(label, partial(read_field, field.name), proposed, known or ())


def _ask_several(field: Field, known: list[str]) -> list[str]:
    """Ask for the values of a list, each on its line, until Enter alone."""
    given: list[str] = []
    while True:
        label = f"{_label(field)} (Enter for none)"
        if given:
            label = f"Another {field.word} (Enter for no more)"
        left = [value for value in known if value not in given]
        answer = prompts.ask(
            label, lambda each: read_field(field.name, [each]), "", left
        )
        if not answer.strip():
            return given
        given += parts_meant(field, answer, known, ask=True)


def _ask_date(field: Field, values: dict[str, object], read_date: ReadDate) -> str:
    """Ask for a date; for the one it is listed under, that of the text is proposed."""
    proposed = date_in_text(values) if field.name == "date" else ""
    return str(read_date(prompts.ask(_label(field), read_date, proposed)))


def date_in_text(values: Mapping[str, object]) -> str:
    """Return the date that the dateline of the text says, "" where it says none."""
    dateline = read_dateline(paragraphs(str(values.get("text") or "")))
    return str(dateline.dated) if dateline else ""


def _label(field: Field) -> str:
    return field.word.replace("_", " ").capitalize()
