"""Show whole statements, their history, edits, and pairs of similar statements."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.archive.links import LinkedStatements
from mediarel.cli.terminal import colours, lines, tables, wording
from mediarel.cli.terminal.lines import is_terminal, line, local_time
from mediarel.cli.terminal.tables import Result, Shown, show_results, unmarked
from mediarel.cli.terminal.wording import history_line, joined
from mediarel.dates.edtf import Interval
from mediarel.history.change import Change, Edit, Signature, changed_fields
from mediarel.index.excerpt import marks
from mediarel.model import parts
from mediarel.model.fields import shown_name
from mediarel.model.statement import RECOGNISED, Statement
from mediarel.query.tree import Query
from mediarel.release.headline import headline
from mediarel.text.diff import Part
from mediarel.text.lines import capitalised, harmless, spaced_once

if TYPE_CHECKING:
    from mediarel.archive.duplicates import NearPair

Edited = tuple[int, str, object, object]


class Story(NamedTuple):
    """A statement with its headline and its changes, newest first."""

    id: int
    changes: Sequence[Change]
    headline: str


def columns_of(headlines: Mapping[int, Sequence[str]]) -> list[tables.Column]:
    """Return the columns of a table of changes."""

    def when(change: Change) -> str:
        return lines.local_time(change.at)

    def what(change: Change) -> str:
        return wording.summary(change, headlines[change.number])

    return [
        tables.Column("Change", lambda change: str(change.number), style=colours.ID),
        tables.Column(
            "When", lambda change: change.at, when, style=colours.DATE, least=11
        ),
        tables.Column("Who", lambda change: change.who, most=24, least=10, drop=1),
        tables.Column("Command", lambda change: change.command, drop=2),
        tables.Column("What", wording.summary, what, least=24, wraps=True),
    ]


def show_stories(stories: Sequence[Story]) -> None:
    """Show the changes of statements, with the changed words.

    In a pipe, there is a line for each changed field. It ends with the field name, the
    old value and the new value. A change without changed fields has one line, which
    omits these three values. If there are several statements, each line starts with the
    ID.
    """
    are_several = len(stories) > 1
    # Summaries of changes; a change may be in many stories.
    did: dict[tuple[int, bool], str] = {}
    for place, story in enumerate(stories):
        if not lines.is_terminal():
            _print_story(story, (str(story.id),) if are_several else (), did)
            continue
        if place:
            print()
        if are_several:
            heading = f"{story.id}  {lines.on_one_line(story.headline)}"
            print(*lines.broken(heading), "", sep="\n")
        show_results([_result(story, change) for change in story.changes])


def _print_story(
    story: Story, begin: tuple[str, ...], did: dict[tuple[int, bool], str]
) -> None:
    """Print the history of a statement. The first values of each line are `begin`."""
    for change in story.changes:
        fields = change.changed.get(story.id, {})
        note = change.notes.get(str(story.id))
        key = change.number, bool(change.added)  # earlier captures share a number
        if key not in did:
            did[key] = wording.summary(change)
        message = "; ".join(filter(None, (did[key], note)))
        signed = (
            *begin,
            str(change.number),
            change.at,
            change.who,
            change.command,
            message,
        )
        for name, (old, new) in fields.items():
            lines.line(*signed, name, wording.joined(old), wording.joined(new))
        if not fields:
            lines.line(*signed)


def _result(story: Story, change: Change) -> Result:
    columns = columns_of({})[:-1]
    what = wording.summary_of_one(change, story.id, story.headline)
    heading = [
        (each.label, unmarked(each.plain_value(change)), each.style) for each in columns
    ]
    rows = []
    for name, values in change.changed.get(story.id, {}).items():
        old, new = (wording.joined(named_value(name, each)) for each in values)
        rows.append((label_of(name), list(differing(old, new))))
    return Result([*heading, ("What", unmarked(what), "")], rows)


def show_edits(
    edited: Sequence[Edit], *, most: int | None = None, skipped: Collection[str] = ()
) -> None:
    """Show edits: the ID of the statement, the field, the old and the new value.

    On a terminal, only the first `most` statements are shown. Fields in `skipped` are
    left out, because other messages report them. In a pipe, everything is printed.
    """
    if not lines.is_terminal():
        for number, name, old, new in _fields_of(edited):
            lines.line(str(number), name, wording.joined(old), wording.joined(new))
        return
    shown = edited[:most]
    fields = [each for each in _fields_of(shown) if each[1] not in skipped]
    if not lines.is_drawn():
        tables.print_records(
            [
                *(("Id", str(number)), ("Field", shown_name(name))),
                *zip(("Before", "After"), _in_words(name, *values), strict=True),
            ]
            for number, name, *values in fields
        )
        return
    for number, name, old, new in fields:
        print(
            f"{colours.styled(str(number), colours.ID)}  {_on_a_line(name, old, new)}"
        )
    if more := len(edited) - len(shown):
        print(f"… and {more:,} more")


def edit_lines(edited: Iterable[Edit]) -> list[str]:
    """Return a line for each field that will change: `7 issuer: A → B`."""
    return [
        f"{n} {_on_a_line(name, old, new)}" for n, name, old, new in _fields_of(edited)
    ]


def _fields_of(edited: Iterable[Edit]) -> list[Edited]:
    return [
        (after.id, name, old, new)
        for before, after in edited
        for name, (old, new) in changed_fields(before, after).items()
    ]


def _on_a_line(name: str, old: object, new: object) -> str:
    """Return a field with its old and new value: `issuer: A → B`."""
    both = " → ".join(_in_words(name, old, new))
    return lines.on_one_line(f"{shown_name(name)}: {both}")


def _in_words(name: str, *values: object) -> tuple[str, str]:
    """Return the old and the new value, shortened around the difference."""
    old, new = (wording.value_of(named_value(name, each)) for each in values)
    return wording.where_they_differ(old, new)


def named_value(name: str, value: Any) -> Any:
    """Return the value of a field. Return `published` for a missing status."""
    return parts.PUBLISHED if name == "status" and value is None else value


# Signs are needed because some terminals have no colour or strike-through.
_SIGNS = {"removed": ("[-", "-]"), "added": ("{+", "+}"), "same": ("", "")}
_LINE_ENDS = re.compile(r"[^\S\n]*\n\s*")
_PER_CENT = 100


def differing(old: str, new: str) -> Iterator[Shown]:
    """Yield the differences between two texts, with a few words of context."""
    from mediarel.text.diff import diff, with_context  # noqa: PLC0415 - 10 ms

    yield from marked(with_context(diff(old, new)))


def marked(parts: Iterable[Part]) -> Iterator[Shown]:
    """Yield the parts of two texts, with signs around removed and added text."""
    for part in parts:
        if part.is_same:
            yield _shown("same", _with_ends(part.old))
            continue
        # For example, a zero-width space was added to a word.
        looks_alike = _seen(part.old) == _seen(part.new)
        for kind, side in zip(("removed", "added"), part, strict=True):
            if side:
                yield _shown(kind, _visible(side) if looks_alike else _with_ends(side))


def _shown(kind: str, text: str) -> Shown:
    opening, closing = _SIGNS[kind]
    return Shown(kind, f"{opening}{text}{closing}")


def _seen(text: str) -> str:
    return "".join(filter(str.isprintable, text))


def _visible(text: str) -> str:
    """Replace invisible characters by their code points: `<U+200B>`."""
    shown = (
        letter if letter.isprintable() or letter.isspace() else f"<U+{ord(letter):04X}>"
        for letter in text
    )
    return _with_ends("".join(shown))


def _with_ends(text: str) -> str:
    """Return `text` on one line, with `¶` for each line end."""
    return harmless(_LINE_ENDS.sub(" ¶ ", text)).replace("\t", " ")


def show_pairs(pairs: Sequence[NearPair], there: Mapping[int, Statement]) -> None:
    """Show pairs of similar statements, and the differences between their texts.

    `there` has the statements by ID. In a pipe, each pair is a line: relation,
    similarity in per cent, and the ID and the headline of each statement.
    """
    if lines.is_terminal():
        show_results(
            [_pair(pair, there[pair.one], there[pair.other]) for pair in pairs]
        )
        return
    for pair in pairs:
        both = [(str(n), headline(there[n])) for n in (pair.one, pair.other)]
        lines.line(_relation(pair), _per_cent(pair), *both[0], *both[1])


def _relation(pair: NearPair) -> str:
    return "related" if pair.is_related else "nearly the same"


def _per_cent(pair: NearPair) -> str:
    """Return the similarity: `97 %`. It is `100 %` only if the texts are the same."""
    return f"{int(pair.sameness * _PER_CENT)} %"


def _pair(pair: NearPair, one: Statement, other: Statement) -> Result:
    heading = [
        ("Similarity", unmarked(_per_cent(pair)), colours.LABEL),
        ("Relation", unmarked(_relation(pair)), ""),
    ]
    rows = []
    for each in (one, other):
        said = f"{each.date}, {each.program}: {spaced_once(headline(each))}"
        rows.append((f"Statement {each.id}", unmarked(said)))
    if not pair.is_related:  # related texts share only passages
        parts = list(differing(one.text or "", other.text or ""))
        if any(part.kind != "same" for part in parts):
            rows.append(("Differences", parts))
    return Result(heading, rows)


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
        tables.show_results([_whole_result(whole, query) for whole in shown])
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


def _whole_result(whole: Whole, query: Query | None) -> tables.Result:
    statement = whole.statement
    fields = {
        name: _parts(name, value, query)
        for name, value in statement.fields().items()
        if value
    }
    fields |= {
        name: tables.unmarked(value) for name, value in _for_readers(whole).items()
    }
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
        shown = joined(item) if name == "text" else spaced_once(_item(item))
        spans = marks(name, shown, query) if query is not None else ()
        found += [tables.Shown("same", "; "), *tables.with_marks(shown, spans)]
    return found[1:]


def _item(item: object) -> str:
    """Return an item of a field as text. For a private file: `a.pdf (private)`."""
    if not isinstance(item, dict):
        return joined(item)
    return f"{joined([item])}{' (private)' if item.get('private') else ''}"


def _for_readers(whole: Whole) -> dict[str, str]:
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
