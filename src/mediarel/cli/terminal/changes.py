"""Show changes: a list of changes, the history of a statement, or an edit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mediarel.cli.terminal import colours, lines, tables, wording
from mediarel.cli.terminal.colours import styled
from mediarel.cli.terminal.tables import Result, Shown, show_results, unmarked
from mediarel.cli.terminal.whole_statement import label_of
from mediarel.history.change import Change, Edit, changed_fields
from mediarel.model.fields import shown_name
from mediarel.model.parts import PUBLISHED
from mediarel.model.statement import Statement
from mediarel.release.headline import headline
from mediarel.text.diff import Part
from mediarel.text.lines import harmless, spaced_once

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
        print(f"{styled(str(number), colours.ID)}  {_on_a_line(name, old, new)}")
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
    return PUBLISHED if name == "status" and value is None else value


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


class Pair(NamedTuple):
    """Two statements, and the similarity of their texts from 0 to 1."""

    one: Statement
    other: Statement
    sameness: float
    is_related: bool

    @property
    def per_cent(self) -> str:
        """The similarity: `97 %`. It is `100 %` only if the texts are the same."""
        return f"{int(self.sameness * _PER_CENT)} %"

    @property
    def kind(self) -> str:
        """The relation of the two statements in words."""
        return "related" if self.is_related else "nearly the same"


def show_pairs(pairs: Sequence[Pair]) -> None:
    """Show pairs of similar statements, and the differences between their texts.

    In a pipe, each pair is a line: relation, similarity in per cent, and the ID and the
    headline of each statement.
    """
    if lines.is_terminal():
        show_results(list(map(_pair, pairs)))
        return
    for pair in pairs:
        both = (
            part
            for each in (pair.one, pair.other)
            for part in (str(each.id), headline(each))
        )
        lines.line(pair.kind, pair.per_cent, *both)


def _pair(pair: Pair) -> Result:
    heading = [
        ("Similarity", unmarked(pair.per_cent), colours.LABEL),
        ("Relation", unmarked(pair.kind), ""),
    ]
    rows = []
    for each in (pair.one, pair.other):
        said = f"{each.date}, {each.program}: {spaced_once(headline(each))}"
        rows.append((f"Statement {each.id}", unmarked(said)))
    if not pair.is_related:  # related texts share only passages
        parts = list(differing(pair.one.text or "", pair.other.text or ""))
        if any(part.kind != "same" for part in parts):
            rows.append(("Differences", parts))
    return Result(heading, rows)
