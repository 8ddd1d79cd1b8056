"""What stands beside a statement and how it stands towards the public, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.terminal.views import Told
from mediarel.cli.terminal.wording import joined, local_time
from mediarel.model.parts import (
    CORRECTION,
    DRAFT,
    EMBARGOED,
    WITHDRAWAL,
    WITHDRAWN,
    is_ahead,
    standing,
)
from mediarel.text.lines import capitalised, spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mediarel.archive.links import Beside
    from mediarel.cli.terminal.views import Whole
    from mediarel.model.parts import Note
    from mediarel.model.statement import Statement

_ENDS = (*".?!…", "។", "៕")  # of a sentence


def standing_line(whole: Whole) -> str:
    """Return in a sentence how a statement stands, "" where it is simply published."""
    return capitalised(_stands(whole.statement, whole.beside.replaced_by, whole.now))


def _stands(statement: Statement, replaced_by: Sequence[int], now: str) -> str:
    """Return how `statement` stands, without its subject; "" where it is published."""
    stands = standing(statement.status, statement.embargo, now)
    if stands == DRAFT:
        return "a draft: not published."
    if stands == EMBARGOED:
        return f"embargoed: not public before {_moment(statement)}."
    if stands != WITHDRAWN:
        return ""
    last = next((n for n in statement.notes[::-1] if n.kind == WITHDRAWAL), None)
    told = f"withdrawn {_dated(last)}" if last else "withdrawn."
    instead = ", ".join(map(str, replaced_by))
    return f"{told} In its place: {instead}." if instead else told


def cautions(
    statement: Statement, replaced_by: Sequence[int], now: str
) -> Iterator[str]:
    """Yield what to know before `statement` is cited: how it stands, corrections."""
    if stands := _stands(statement, replaced_by, now):
        verb = "was" if statement.status == WITHDRAWN else "is"
        yield f"Careful: {statement.id} {verb} {stands}"
    for note in statement.notes:
        if note.kind == CORRECTION:
            yield f"{statement.id} was corrected {_dated(note)}"


def _dated(note: Note) -> str:
    text = spaced_once(note.text)
    stop = "" if text.rstrip("”’»\"')")[-1:] in _ENDS else "."
    return f"{local_time(note.at)[:10]}: {text}{stop}"


def ids_beside(beside: Beside) -> dict[str, Told]:
    """Return the ids of what stands beside, for a pipe."""
    ids = {
        "translations": [each.id for each in beside.versions],
        "replaced_by": beside.replaced_by,
    }
    return {name: Told(name, joined([*those])) for name, those in ids.items() if those}


def with_beside(told: Mapping[str, Told], whole: Whole) -> dict[str, Told]:
    """Return the fields as they are `told`, with links, embargo and notes in words."""
    statement, beside = whole.statement, whole.beside
    shown = dict(told)
    if "embargo" in shown:
        over = "" if is_ahead(statement.embargo, whole.now) else ", over"
        moment = f"{_moment(statement)}{over}"
        shown["embargo"] = shown["embargo"]._replace(value=moment, marks=())
    if "notes" in shown:
        notes = (joined([note.document()]) for note in statement.notes)
        shown["notes"] = Told("notes", "\n".join(map(spaced_once, notes)))
    if "replaces" in shown:
        shown["replaces"] = Told("replaces", joined([*beside.replaces]))
    more = _links(whole)
    if beside.versions:
        shown.pop("translation_of", None)
    uuid = shown.pop("uuid")
    return {**shown, **more, "uuid": uuid}


def _links(whole: Whole) -> dict[str, Told]:
    """Return the versions in other languages, and what stands in its place."""
    found: dict[str, Told] = {}
    for each in whole.beside.versions:
        name = f"in {each.language}"
        value = f"{each.id}: {spaced_once(each.headline)}"
        value += " (the original)" * each.is_original
        if name in found:
            value = f"{found[name].value}\n{value}"
        found[name] = Told(name, value)
    if whole.beside.replaced_by:
        found["replaced by"] = Told("replaced by", joined([*whole.beside.replaced_by]))
    return found


def _moment(statement: Statement) -> str:
    """Return the embargo as it was said, and what it is here where that differs."""
    said = (statement.embargo or "").replace("T", " ")
    here = local_time(statement.embargo or "")
    return said if said[:16] == here else f"{said} ({here} here)"
