"""Show whole statements, with their status, history and links."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mediarel.archive.links import LinkedStatements
from mediarel.cli.terminal.lines import broken, is_drawn, is_terminal, line, local_time
from mediarel.cli.terminal.tables import in_brackets, record_lines, with_marks
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

APART = ("title", "text")  # shown above and below the other fields
_LABELS = {"uuid": "UUID", "id": "Id"}
_ENDS = (*".?!…", "។", "៕")  # of a sentence


class Whole(NamedTuple):
    """A statement with its history and links, at the time `now` (RFC 3339, UTC)."""

    statement: Statement
    signatures: Sequence[Signature]
    beside: LinkedStatements
    now: str


class FieldView(NamedTuple):
    """A field to show: name, value, and start and end of each highlighted part."""

    name: str
    value: str
    marks: Sequence[tuple[int, int]] = ()


def show_statements(shown: Sequence[Whole], query: Query | None = None) -> None:
    """Show whole statements, each with its history and links.

    On a terminal, matches of `query` are highlighted. If a statement is not published,
    its status is on the first line.
    """
    for place, whole in enumerate(shown):
        if place:
            print()
        statement, history = whole.statement, history_line(whole.signatures)
        fields = _fields_of(statement, query)
        if not is_terminal():
            _print(whole, fields | _linked_ids(whole.beside), history)
            continue
        fields = _with_links(_with_words(statement, fields), whole)
        if is_drawn():
            from mediarel.cli.terminal.drawn import draw_statement  # noqa: PLC0415 - Rich

            draw_statement(whole, fields, history)
        else:
            _print_labelled(whole, fields, history)


def _print(whole: Whole, fields: Mapping[str, FieldView], history: str) -> None:
    """Print the fields of a statement as tab-separated lines, then its text."""
    title, text = whole.statement.title, whole.statement.text
    line("id", str(whole.statement.id))
    for name, value in (
        *([("title", title)] if title else []),
        *((name, field.value) for name, field in fields.items() if name not in APART),
        ("history", history),
    ):
        line(name, value)
    if text:
        print(f"\n{harmless(text)}")


def _print_labelled(
    whole: Whole, fields: Mapping[str, FieldView], history: str
) -> None:
    """Print a statement in plain output, with `[` and `]` around highlighted parts."""
    values = {n: in_brackets(with_marks(f.value, f.marks)) for n, f in fields.items()}
    text = values.pop("text", "")
    record = [
        ("Warning", standing_line(whole)),
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


def label_of(name: str) -> str:
    """Return the name of a field as a label: `Text from`."""
    return _LABELS.get(name) or capitalised(shown_name(name).replace("_", " "))


def _fields_of(statement: Statement, query: Query | None) -> dict[str, FieldView]:
    """Return the UUID and all fields that are not empty, keyed by name."""
    values = {**statement.fields(), "uuid": statement.uuid}
    return {name: _field(name, value, query) for name, value in values.items() if value}


_RECOGNISED = "a picture, read by OCR: compare the text with the picture"


def _with_words(
    statement: Statement, fields: dict[str, FieldView]
) -> dict[str, FieldView]:
    """Return the fields, with an explanation of date intervals and of OCR text."""
    if read := fields.get("text_from"):
        value = _RECOGNISED if statement.text_from == RECOGNISED else read.value
        fields = {
            **fields,
            "text_from": read._replace(name="text read from", value=value),
        }
    between = {
        name: fields[name]._replace(value=f"{date} ({date.long()})")
        for name in ("date", "dated")
        if isinstance(date := getattr(statement, name), Interval)
    }
    return {**fields, **between}


def _shown(item: object) -> str:
    """Return an item of a field as text. For a private file: `a.pdf (private)`."""
    if not isinstance(item, dict):
        return joined(item)
    return f"{joined([item])}{' (private)' if item.get('private') else ''}"


def _field(name: str, value: object, query: Query | None) -> FieldView:
    """Return a field to show, with the matches of `query` highlighted."""
    items = value if isinstance(value, list) else [value]
    text = ""
    found: list[tuple[int, int]] = []
    for item in items:
        shown = joined(item) if name == "text" else spaced_once(_shown(item))
        text = f"{text}; " if text else ""
        if query is not None:
            spans = marks(name, shown, query)
            found += [(len(text) + start, len(text) + end) for start, end in spans]
        text += shown
    return FieldView(name, text, found)


def standing_line(whole: Whole) -> str:
    """Return a sentence about the status of a statement.

    Return an empty string if it is published.
    """
    return capitalised(
        _unpublished(whole.statement, whole.beside.replaced_by, whole.now)
    )


def _unpublished(statement: Statement, replaced_by: Sequence[int], now: str) -> str:
    """Return the sentence for `standing_line`, without a capital at the start."""
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


def _linked_ids(beside: LinkedStatements) -> dict[str, FieldView]:
    """Return the IDs of translations and replacements, for output in a pipe."""
    ids = {
        "translations": [each.id for each in beside.versions],
        "replaced_by": beside.replaced_by,
    }
    return {
        name: FieldView(name, joined([*those])) for name, those in ids.items() if those
    }


def _with_links(fields: Mapping[str, FieldView], whole: Whole) -> dict[str, FieldView]:
    """Return the fields, with links, embargo and notes as text for readers."""
    statement, beside = whole.statement, whole.beside
    shown = dict(fields)
    if "embargo" in shown:
        over = "" if parts.is_ahead(statement.embargo, whole.now) else ", ended"
        moment = f"{_moment(statement)}{over}"
        shown["embargo"] = shown["embargo"]._replace(value=moment, marks=())
    if "notes" in shown:
        notes = (joined([note.document()]) for note in statement.notes)
        shown["notes"] = FieldView("notes", "\n".join(map(spaced_once, notes)))
    if "replaces" in shown:
        shown["replaces"] = FieldView("replaces", joined([*beside.replaces]))
    more = _links(whole)
    if beside.versions:
        shown.pop("translation_of", None)
    uuid = shown.pop("uuid")
    return {**shown, **more, "uuid": uuid}


def _links(whole: Whole) -> dict[str, FieldView]:
    """Return fields for the translations and the replacements of a statement."""
    found: dict[str, FieldView] = {}
    for each in whole.beside.versions:
        name = f"in {each.language}"
        value = f"{each.id}: {spaced_once(headline(each))}"
        value += " (the original)" * (each.translation_of is None)
        if name in found:
            value = f"{found[name].value}\n{value}"
        found[name] = FieldView(name, value)
    if whole.beside.replaced_by:
        found["replaced by"] = FieldView(
            "replaced by", joined([*whole.beside.replaced_by])
        )
    return found


def _moment(statement: Statement) -> str:
    """Return the embargo as entered. If local time is different, add it in brackets."""
    said = (statement.embargo or "").replace("T", " ")
    here = local_time(statement.embargo or "")
    return said if said[:16] == here else f"{said} ({here} here)"
