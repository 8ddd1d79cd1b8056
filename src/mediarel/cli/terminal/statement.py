"""Statements shown whole, with their links, and whether each one is public."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.cli.terminal.lines import broken, is_drawn, is_terminal, line
from mediarel.cli.terminal.page import marked
from mediarel.cli.terminal.table import record_lines
from mediarel.cli.terminal.wording import history_line, joined, local_time
from mediarel.dates.interval import Interval
from mediarel.model.marked import DRAFT, EMBARGOED, WITHDRAWN, is_ahead, standing
from mediarel.model.parts import CORRECTION, WITHDRAWAL
from mediarel.model.statement import RECOGNISED
from mediarel.text.lines import capitalised, harmless, spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mediarel.archive.beside import Beside
    from mediarel.history.change import Signature
    from mediarel.model.parts import Note
    from mediarel.model.statement import Statement
    from mediarel.query.tree import Query

APART = ("title", "text")  # shown above and below the other fields
_LABELS = {"uuid": "UUID", "id": "Id"}
_ENDS = (*".?!…", "។", "៕")  # of a sentence


class Whole(NamedTuple):
    """A statement as it is shown whole, `now` (RFC 3339, UTC)."""

    statement: Statement
    signatures: Sequence[Signature]
    beside: Beside
    now: str


class Told(NamedTuple):
    """A field as it is shown: its name, its value, start and end of what is marked."""

    name: str
    value: str
    marks: Sequence[tuple[int, int]] = ()


def show_statements(shown: Sequence[Whole], query: Query | None = None) -> None:
    """Show statements whole, each with what was done to it and stands beside it.

    On a terminal, what `query` matches in them is marked, and what is not simply
    published is told first.
    """
    if is_drawn():
        from mediarel.cli.terminal.drawn_statement import draw_statement  # noqa: PLC0415 - Rich

        show = draw_statement
    else:
        show = _print_labelled if is_terminal() else _print_statement
    for place, whole in enumerate(shown):
        if place:
            print()
        statement = whole.statement
        told = _fields_of(statement, query)
        if is_terminal():
            told = with_beside(_with_words(statement, told), whole)
        else:
            told |= ids_beside(whole.beside)
        show(whole, told, history_line(whole.signatures))


def _print_statement(whole: Whole, told: Mapping[str, Told], history: str) -> None:
    statement = whole.statement
    line("id", str(statement.id))
    if statement.title:
        line("title", statement.title)
    for name, field in told.items():
        if name not in APART:
            line(name, field.value)
    line("history", history)
    if statement.text:
        print(f"\n{harmless(statement.text)}")


def _print_labelled(whole: Whole, told: Mapping[str, Told], history: str) -> None:
    """Print a statement in plain output, with `[` and `]` around what is marked."""
    values = {name: _with_marks(field) for name, field in told.items()}
    text = values.pop("text", "")
    record = [
        ("Careful", standing_line(whole)),
        ("Id", str(whole.statement.id)),
        ("Title", values.pop("title", "")),
        *((label_of(name), value) for name, value in values.items()),
        ("History", history),
    ]
    print(*record_lines(record), sep="\n")
    if text:
        print("Text:")
        for line in harmless(text).split("\n"):
            print(*broken(line), sep="\n")


def _with_marks(field: Told) -> str:
    return "".join(marked(field.value, field.marks))


def label_of(name: str) -> str:
    """Return the name of a field as a label: `Text from`."""
    return _LABELS.get(name) or capitalised(name.replace("_", " "))


def _fields_of(statement: Statement, query: Query | None) -> dict[str, Told]:
    """Return the fields that are not empty, with the uuid, by their names."""
    values = {**statement.fields(), "uuid": statement.uuid}
    return {name: _told(name, value, query) for name, value in values.items() if value}


_RECOGNISED = "a picture, by a program (ocr): it may differ from what is printed"


def _with_words(statement: Statement, told: dict[str, Told]) -> dict[str, Told]:
    """Return the fields with what a date between two means, in words behind it.

    And with what its text was read from.
    """
    if read := told.get("text_from"):
        value = _RECOGNISED if statement.text_from == RECOGNISED else read.value
        told = {**told, "text_from": read._replace(name="text read from", value=value)}
    between = {
        name: told[name]._replace(value=f"{date} ({date.long()})")
        for name in ("date", "dated")
        if isinstance(date := getattr(statement, name), Interval)
    }
    return {**told, **between}


def _shown(item: object) -> str:
    """Return one value of a field; of a file its name, and whether it is private."""
    if not isinstance(item, dict):
        return joined(item)
    return f"{joined([item])}{' (private)' if item.get('private') else ''}"


def _told(name: str, value: object, query: Query | None) -> Told:
    """Return a field as it is shown, with what `query` matches in it."""
    items = value if isinstance(value, list) else [value]
    told = ""
    found: list[tuple[int, int]] = []
    for item in items:
        shown = joined(item) if name == "text" else spaced_once(_shown(item))
        told = f"{told}; " if told else ""
        if query is not None:
            from mediarel.index.excerpt import marks  # noqa: PLC0415 - rare

            spans = marks(name, shown, query)
            found += [(len(told) + start, len(told) + end) for start, end in spans]
        told += shown
    return Told(name, told, found)


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
