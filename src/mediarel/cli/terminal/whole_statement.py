"""Show whole statements, with their status, history and links."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mediarel.archive.links import LinkedStatements
from mediarel.cli.terminal import colours, tables
from mediarel.cli.terminal.lines import is_terminal, line, local_time
from mediarel.cli.terminal.wording import history_line, joined
from mediarel.dates.edtf import Interval
from mediarel.history.change import Signature
from mediarel.index.excerpt import marks
from mediarel.model import parts
from mediarel.model.fields import shown_name
from mediarel.model.statement import RECOGNISED, Statement
from mediarel.query.tree import Query
from mediarel.release.headline import headline
from mediarel.text.lines import capitalised, harmless, spaced_once

_LABELS = {"uuid": "UUID", "id": "Id"}
_ENDS = (*".?!…", "។", "៕")  # of a sentence
_RECOGNISED = "a picture, read by OCR: compare the text with the picture"


class Whole(NamedTuple):
    """A statement with its history and links, at the time `now` (RFC 3339, UTC)."""

    statement: Statement
    signatures: Sequence[Signature]
    beside: LinkedStatements
    now: str


def show_statements(shown: Sequence[Whole], query: Query | None = None) -> None:
    """Show whole statements, each with its history and links.

    On a terminal, matches of `query` are highlighted. If a statement is not published,
    its status is on the first line.
    """
    if is_terminal():
        tables.show_results([_result(whole, query) for whole in shown])
        return
    for place, whole in enumerate(shown):
        if place:
            print()
        _print(whole)


def _print(whole: Whole) -> None:
    """Print the fields of a statement as tab-separated lines, then its text."""
    statement, beside = whole.statement, whole.beside
    fields = {"title": statement.title, **statement.fields(), "uuid": statement.uuid}
    if beside.versions:
        fields["translations"] = [each.id for each in beside.versions]
    if beside.replaced_by:
        fields["replaced_by"] = [*beside.replaced_by]
    text = fields.pop("text")
    line("id", str(statement.id))
    for name, value in fields.items():
        if value:
            line(name, "".join(part.text for part in _parts(name, value, None)))
    line("history", history_line(whole.signatures))
    if text:
        print(f"\n{harmless(str(text))}")


def _result(whole: Whole, query: Query | None) -> tables.Result:
    statement = whole.statement
    fields = {
        name: _parts(name, value, query)
        for name, value in statement.fields().items()
        if value
    }
    fields |= {name: tables.unmarked(value) for name, value in _in_words(whole).items()}
    if whole.beside.versions:
        fields.pop("translation_of", None)
    fields["uuid"] = _parts("uuid", statement.uuid, query)
    fields["history"] = tables.unmarked(history_line(whole.signatures))
    text, first = fields.pop("text", ()), "title" if statement.title else "type"
    heading = [
        ("Id", tables.unmarked(str(statement.id)), colours.ID),
        (label_of(first), fields.pop(first), colours.HEADING),
    ]
    return tables.Result(
        heading,
        [(label_of(name), shown) for name, shown in fields.items()],
        text,
        capitalised(_unpublished(statement, whole.beside.replaced_by, whole.now)),
    )


def label_of(name: str) -> str:
    """Return the name of a field as a label: `Text from`."""
    return _LABELS.get(name) or capitalised(shown_name(name).replace("_", " "))


def _parts(name: str, value: object, query: Query | None) -> list[tables.Shown]:
    """Return the value of a field as text, with the matches of `query` highlighted."""
    found: list[tables.Shown] = []
    for item in value if isinstance(value, list) else [value]:
        shown = joined(item) if name == "text" else spaced_once(_shown(item))
        spans = marks(name, shown, query) if query is not None else ()
        found += [tables.Shown("same", "; "), *tables.with_marks(shown, spans)]
    return found[1:]


def _shown(item: object) -> str:
    """Return an item of a field as text. For a private file: `a.pdf (private)`."""
    if not isinstance(item, dict):
        return joined(item)
    return f"{joined([item])}{' (private)' if item.get('private') else ''}"


def _in_words(whole: Whole) -> dict[str, str]:
    """Return the values that are different on a terminal, and the links, for readers.

    The keys are fields, or labels such as `in km` for links.
    """
    statement, beside = whole.statement, whole.beside
    found = {
        name: f"{date} ({date.long()})"
        for name in ("date", "dated")
        if isinstance(date := getattr(statement, name), Interval)
    }
    if statement.text_from == RECOGNISED:
        found["text_from"] = _RECOGNISED
    if statement.embargo:
        is_over = not parts.is_ahead(statement.embargo, whole.now)
        found["embargo"] = f"{_moment(statement)}{', ended' * is_over}"
    if statement.notes:
        notes = (joined([note.document()]) for note in statement.notes)
        found["notes"] = "\n".join(map(spaced_once, notes))
    if statement.replaces:
        found["replaces"] = joined([*beside.replaces])
    for each in beside.versions:
        name = f"in {each.language}"
        value = f"{each.id}: {spaced_once(headline(each))}"
        value += " (the original)" * (each.translation_of is None)
        found[name] = f"{found[name]}\n{value}" if name in found else value
    if beside.replaced_by:
        found["replaced_by"] = joined([*beside.replaced_by])
    return found


def _unpublished(statement: Statement, replaced_by: Sequence[int], now: str) -> str:
    """Return a sentence about the status, without a capital at its start.

    Return an empty string if the statement is published.
    """
    stands = parts.standing(statement.status, statement.embargo, now)
    if stands == parts.DRAFT:
        return "a draft: not published."
    if stands == parts.EMBARGOED:
        return f"embargoed: not public before {_moment(statement)}."
    if stands != parts.WITHDRAWN:
        return ""
    last = next((n for n in statement.notes[::-1] if n.kind == parts.WITHDRAWAL), None)
    sentence = f"withdrawn {_dated(last)}" if last else "withdrawn."
    instead = ", ".join(map(str, replaced_by))
    return f"{sentence} Replaced by: {instead}." if instead else sentence


def cautions(
    statement: Statement, replaced_by: Sequence[int], now: str
) -> Iterator[str]:
    """Yield warnings if the statement is not published or was corrected."""
    if stands := _unpublished(statement, replaced_by, now):
        verb = "was" if statement.status == parts.WITHDRAWN else "is"
        yield f"Warning: statement {statement.id} {verb} {stands}"
    for note in statement.notes:
        if note.kind == parts.CORRECTION:
            yield f"Statement {statement.id} was corrected {_dated(note)}"


def _dated(note: parts.Note) -> str:
    text = spaced_once(note.text)
    stop = "" if text.rstrip("”’»\"')")[-1:] in _ENDS else "."
    return f"{local_time(note.at)[:10]}: {text}{stop}"


def _moment(statement: Statement) -> str:
    """Return the embargo as entered. If local time is different, add it in brackets."""
    said = (statement.embargo or "").replace("T", " ")
    here = local_time(statement.embargo or "")
    return said if said[:16] == here else f"{said} ({here} here)"
