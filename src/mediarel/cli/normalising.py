"""Normalise typed values, and ask about values that are probably mistakes."""

import os
import re
import shlex
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.lookup import used_values
from mediarel.cli import environment, prompts
from mediarel.cli.messages import notify
from mediarel.cli.terminal import wording
from mediarel.model.fields import BY_NAME, Field, shown_name
from mediarel.model.readers import normalised
from mediarel.model.statement import Draft, Statement
from mediarel.release.signatories import names_left_out
from mediarel.text.damaged import cleaned, controls_in, controls_named
from mediarel.text.lines import has_comma, split_at_commas

_FILE_NAME = re.compile(
    r"\S+\.[A-Za-z][A-Za-z0-9]{1,4}"
)  # matches a.txt, but not U.S.A
_WHY = {"embargo": ", the start of that day in the local time zone"}


def normalise(values: dict[str, Any]) -> None:
    """Normalise the values of fields, and report each change.

    `values` maps field names to values, and is changed in place. Control characters are
    removed.
    """
    for name, value in values.items():
        items = value if isinstance(value, list | tuple) else [value]
        said = "".join(item for item in items if isinstance(item, str))
        if controls_in(said):
            notify(f"Removed {controls_named(said)} from the {shown_name(name)}.")
            values[name] = cleaned(value)
    for name, before, after in normalised(values):
        values[name] = after
        notify(f"{normalising_message(name, before, after)}.")


def normalising_message(name: str, before: str, after: str) -> str:
    """Return a message about a normalised value, without a full stop.

    For example: `Embargo '2027' is recorded as …`.
    """
    why = _WHY.get(name, "")
    return (
        f"{name.capitalize()} {errors.shorten(before)!r} is recorded as {after!r}{why}"
    )


def known_types(opened: Archive, given: Iterable[str]) -> dict[str, str]:
    """Map each type that the archive has in different case to the archive's spelling.

    A type is left out if the archive has exactly this spelling.
    """
    known = opened.values("type")
    spelled = {each.casefold(): each for each in reversed(known)}
    return {
        each: spelled[each.casefold()]
        for each in given
        if each.casefold() in spelled and each not in known
    }


def is_in_future(draft: Draft) -> bool:
    """Return whether the date of a draft is after today and after the embargo."""
    day = draft.date.first
    return day > environment.today() and day > (draft.embargo or "")[: len(day)]


def report_future_dates(changed: Iterable[tuple[Statement | None, Statement]]) -> None:
    """Warn of new dates that are in the future.

    Each pair in `changed` is a statement before and after the change. For a new
    statement, the first item of the pair is None.
    """
    future: dict[str, list[int]] = {}
    for before, after in changed:
        if (before is None or before.date != after.date) and is_in_future(after):
            future.setdefault(str(after.date), []).append(after.id)
    for date, ids in future.items():
        message = f"Warning: the date {date} of {wording.statements(sorted(ids))}"
        change = ("edit", ids[0], "--date", "DATE")
        notify(f"{message} is in the future. To change it: ", *change)


def signatory_warnings(
    text: str | None, names: Sequence[str], miscount: tuple[int, int] | None
) -> Iterator[str]:
    """Yield sentences on names that may be missing among the signatories of a text.

    `miscount` has the announced and the found number of signatories, if they differ.
    """
    if miscount:
        announced, found = miscount
        yield f"the text announces {announced:,} signatories, but names {found:,}"
    if message := names_left_out(text, names):
        yield message


def text_meant(text: str) -> str:
    """Return the value of `--text` unchanged.

    Raises MisuseError if the value is or looks like the name of a file: `a.txt`.
    """
    path = os.path.expanduser(text)  # noqa: PTH111 - a text need not be a path
    if os.path.isfile(path) or _FILE_NAME.fullmatch(text):  # noqa: PTH113 - as above
        raise errors.MisuseError(
            f"the text {errors.shorten(text)!r} is the name of a file",
            f"To use the text in the file: --text - < {shlex.quote(text)}",
        )
    return text


def correct_names(opened: Archive, values: dict[str, Any], *, yes: bool) -> None:
    """If a name in a list has commas, ask whether it is several names, and split it.

    `values` maps field names to values, and is changed in place. If `yes` is true or
    there is no terminal, each name is kept whole, and a message reports this.
    """
    can_ask = prompts.is_interactive() and not yes
    for name, given in values.items():
        field = BY_NAME[name]
        if field.kind.is_list and any(map(has_comma, given or ())):
            known = used_values(opened, field)
            meant = (parts_meant(field, each, known, ask=can_ask) for each in given)
            values[name] = [each for parts in meant for each in parts]


def parts_meant(
    field: Field, given: str, known: Container[str], *, ask: bool
) -> tuple[str, ...]:
    """Split a name at its commas if the user says that it is several names.

    A name that is in `known` is kept whole. If `ask` is false, any name is kept whole,
    and a message reports this.
    """
    parts = split_at_commas(given)
    if len(parts) < 2 or given in known:  # noqa: PLR2004 - one is no several
        return (given,)
    quoted = f'"{errors.shorten(given)}"'
    if not ask:
        notify(
            f"{quoted} is saved as one {field.word}."
            " To enter several, repeat the option."
        )
        return (given,)
    named = ", ".join(f"“{errors.shorten(part)}”" for part in parts)
    question = f"Are these {len(parts)} {field.name}: {named}?"
    return parts if prompts.agrees(question, default=True) else (given,)
