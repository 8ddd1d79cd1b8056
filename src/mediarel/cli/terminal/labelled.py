"""Results as plain output: on each line a label, then a value; no table, no colour.

Between two statements, changes or findings there is a blank line. Lines end between
words; values are whole, as no column bounds them.
"""

from __future__ import annotations

import shutil
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mediarel.cli.hints import as_typed, shown
from mediarel.cli.terminal.beside import standing_line
from mediarel.cli.terminal.differing import differing
from mediarel.cli.terminal.lines import on_one_line
from mediarel.cli.terminal.views import APART
from mediarel.cli.terminal.widths import width, wrapped
from mediarel.cli.terminal.wording import (
    joined,
    local_time,
    summary,
    summary_of_one,
    value_of,
    where_they_differ,
    zone_of,
)
from mediarel.model.fields import flag_word
from mediarel.model.marked import PUBLISHED
from mediarel.text.lines import capitalised, harmless, spaced_once
from mediarel.text.sizes import size_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mediarel.archive.removed import Removal
    from mediarel.check.finding import Finding
    from mediarel.cli.terminal.files import FileRow
    from mediarel.cli.terminal.views import PageView, Quoted, Story, Told, Whole
    from mediarel.formats.table import Format
    from mediarel.history.change import Change

    Edited = tuple[int, str, object, object]


_SHOWN = 5  # statements
_LINKS = ("translation_of", "replaces", "merged")  # uuids, which say nothing to people
_LABELS = {"uuid": "UUID", "id": "Id"}


def page_lines(view: PageView) -> list[str]:
    """Return the lines of a page of what was found, the statements first."""
    lines = []
    for place, row in enumerate(view.page.rows):
        lines += _labelled("Id", str(row.id))
        lines += _labelled("Date", row.date)
        lines += _labelled("Program", row.program)
        if stands := view.standings.get(row.id):
            lines += _labelled("Status", stands)
        found = None if view.excerpts is None else view.excerpts[place]
        if found is not None and found.text == row.headline:
            lines += _labelled("Headline", "".join(_marked(*found)))
        else:
            lines += _labelled("Headline", row.headline)
            lines += _labelled("Says", "".join(_marked(*found))) if found else []
        lines.append("")
    if view.name:
        lines += _labelled("Archive", view.name)
    if view.crumbs:
        lines += _labelled("Listed", ", ".join(view.crumbs))
    chosen = view.chosen or ()
    years = (
        f"{count} in {year:04}{' (chosen)' * (year in chosen)}"
        for year, count in view.page.years
    )
    in_all = f"{view.page.in_all_years} in all"
    lines += _labelled("Years", ", ".join((in_all, *years)))
    where, *commands = view.foot
    lines += _labelled("Shown", where.replace("–", " to "))
    # Whole, to be copied.
    return lines + [capitalised(on_one_line(command)) for command in commands]


def height(view: PageView) -> int:
    """Return how many lines of the terminal `print_page` takes for `view`."""
    columns = _columns()
    return sum(max(1, -(-width(line) // columns)) for line in page_lines(view))


def print_page(view: PageView) -> None:
    """Print a page of what was found."""
    print(*page_lines(view), sep="\n")


def print_statement(whole: Whole, told: Mapping[str, Told], history: str) -> None:
    """Print a statement, the fields `told` of it, and what was done to it.

    What is marked in it stands between `[` and `]`.
    """
    if stands := standing_line(whole):
        _print("Careful", stands)
    _print("Id", str(whole.statement.id))
    if title := told.get("title"):
        _print("Title", _with_marks(title))
    for name, field in told.items():
        if name not in APART:
            _print(_label(name), _with_marks(field))
    if history:
        _print("History", history)
    if text := told.get("text"):
        print("Text:")
        for line in harmless(_with_marks(text)).split("\n"):
            print(*wrapped(line, _columns()), sep="\n")


def print_changes(
    told: Sequence[Change], headlines: Mapping[int, Sequence[str]]
) -> None:
    """Print changes: number, when, who, by what command, what they did."""
    print(*_lines_of_changes(told, headlines), sep="\n")


def height_of_changes(
    told: Sequence[Change], headlines: Mapping[int, Sequence[str]]
) -> int:
    """Return how many lines of the terminal `print_changes` takes."""
    return len(_lines_of_changes(told, headlines))


def _lines_of_changes(
    told: Sequence[Change], headlines: Mapping[int, Sequence[str]]
) -> list[str]:
    lines = []
    for place, change in enumerate(told):
        zone = "" if place else zone_of(each.at for each in told)
        lines += [""] * bool(place) + _signed(change, zone)
        lines += _labelled("What", summary(change, headlines[change.number]))
    return lines


def print_story(story: Story, *, is_alone: bool) -> None:
    """Print what changes did with a statement, word by word.

    Each says which statement it is of, where that `is_alone` no one needs it.
    """
    for place, change in enumerate(story.changes):
        _print_gap(place)
        if not is_alone:
            _print("Id", str(story.id))
        zone = "" if place else zone_of(each.at for each in story.changes)
        print(*_signed(change, zone), sep="\n")
        if what := summary_of_one(change, story.id, story.headlines[change.number]):
            _print("What", what)
        for name, (old, new) in change.changed.get(story.id, {}).items():
            values = (joined(named_value(name, each)) for each in (old, new))
            parts = differing(*values)
            _print(_label(name), "".join(part.text for part in parts))


def print_removed(gone: Iterable[Removal]) -> None:
    """Print what was removed, when and by whom."""
    for place, each in enumerate(gone):
        _print_gap(place)
        _print("Id", str(each.id))
        _print("Date", each.value("date"))
        _print("Program", each.value("program"))
        _print("Headline", each.headline)
        _print("Removed", f"{local_time(each.change.at)} by {each.change.who}")


def print_files(rows: Iterable[FileRow]) -> None:
    """Print the files of statements."""
    for place, (number, file) in enumerate(rows):
        _print_gap(place)
        _print("Id", str(number))
        _print("Name", file.name)
        _print("Size", size_in_words(file.size))
        _print("Type", file.media_type)
        for label, value in (("Role", file.role), ("Language", file.language)):
            if value:
                _print(label, value)
        if file.private:
            _print("Private", flag_word(file.private))
        _print("SHA-256", file.sha256)


def print_edits(told: Iterable[tuple[int, str, object, object]]) -> None:
    """Print what changed: statement, field, earlier and later value."""
    for place, (number, name, before, after) in enumerate(in_words(told)):
        _print_gap(place)
        _print("Id", str(number))
        _print("Field", name)
        if before is not None:
            _print("Before", before)
        _print("After", after)


def print_formats(formats: Iterable[tuple[Format, str]]) -> None:
    """Print formats, each with the ways it goes."""
    for place, (each, ways) in enumerate(formats):
        _print_gap(place)
        _print("Format", each.name)
        _print("Way", ways)
        if each.suffixes:
            _print("Ending", " ".join(each.suffixes))
        _print("For", each.purpose)


def print_quoted(rows: Iterable[Quoted]) -> None:
    """Print what statements say of a quotation; what is marked is in `[` and `]`."""
    for place, row in enumerate(rows):
        _print_gap(place)
        _print("Id", str(row.id))
        _print("Date", row.date)
        _print("Program", row.program)
        _print("Found", row.how)
        says = (f"[{p.text}]" if p.kind == "marked" else p.text for p in row.parts)
        _print("Says", "".join(says))
        _print("Cite", row.citation)


def print_findings(found: Sequence[Finding]) -> None:
    """Print what a check found; those in a row that have the same hint share it."""
    groups = groupby(found, lambda finding: finding.hint)
    for place, (hint, those) in enumerate(groups):
        _print_gap(place)
        for each in those:
            _print(capitalised(each.level), f"{each.place}: {each.message}")
        text, commands = shown(as_typed(hint))
        label = "Hint: "
        moved = [(start + len(label), end + len(label)) for start, end in commands]
        print(*wrapped(f"{label}{text}", _columns(), moved), sep="\n")


def _signed(change: Change, zone: str) -> list[str]:
    """Return who made a change and when, in the `zone` that is to be said with it."""
    return [
        *_labelled("Change", str(change.number)),
        *_labelled("When", local_time(change.at) + (f" ({zone})" if zone else "")),
        *_labelled("Who", change.who),
        *_labelled("Command", change.command),
    ]


def _print_gap(place: int) -> None:
    if place:
        print()


def _print(label: str, value: str) -> None:
    print(*_labelled(label, value), sep="\n")


def _labelled(label: str, value: str) -> list[str]:
    return wrapped(f"{label}: {on_one_line(value)}", _columns())


def _with_marks(field: Told) -> str:
    return "".join(_marked(field.value, field.marks))


def _marked(text: str, marks: Iterable[tuple[int, int]]) -> Iterator[str]:
    place = 0
    for start, end in marks:
        yield text[place:start]
        yield f"[{text[start:end]}]"
        place = end
    yield text[place:]


def _label(name: str) -> str:
    """Return the name of a field as a label: `Text from`."""
    return _LABELS.get(name) or capitalised(name.replace("_", " "))


def _columns() -> int:
    return shutil.get_terminal_size().columns


def in_words(edited: Iterable[Edited]) -> Iterator[tuple[int, str, str | None, str]]:
    """Yield statement, field, earlier and later value of each of `edited` in words.

    Of notes that were added, these alone; the earlier value is then None.
    """
    for number, name, old, new in edited:
        added = _added(name, old, new)
        if added is not None:
            yield number, "new note", None, added
            continue
        values = (value_of(named_value(name, each)) for each in (old, new))
        yield number, name, *where_they_differ(*values)


def named_value(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON is of any type
    """Return the value of the field `name`; a status that is kept as nothing, named."""
    return PUBLISHED if name == "status" and value is None else value


def _added(name: str, old: Any, new: Any) -> str | None:  # noqa: ANN401 - the same
    """Return the notes that were added behind those there were, None for all else."""
    if name != "notes":
        return None
    before, after = old or [], new or []
    more = after[len(before) :]
    return joined(more) if more and after[: len(before)] == before else None


def reversing_lines(change: Change) -> list[str]:
    """Return what taking back `change` does with the first statements it is of."""
    ids = sorted(change.ids)
    lines = [f"  {n}  {'; '.join(_done_with(change, n))}" for n in ids[:_SHOWN]]
    if len(ids) > _SHOWN:
        lines.append(f"  … and {len(ids) - _SHOWN:,} more")
    return lines


def _done_with(change: Change, number: int) -> Iterator[str]:
    if number in change.added:
        yield "is taken out again"
    if number in change.removed:
        yield "comes back"
    for name, (old, new) in change.changed.get(number, {}).items():
        yield _back(name, old, new)


def _back(name: str, old: Any, new: Any) -> str:  # noqa: ANN401 - JSON is of any type
    """Return in words that a field is as it was before, `old` in the place of `new`."""
    ((_, _, earlier, _),) = in_words([(0, name, old, new)])
    if earlier is None:
        return "without its note to readers"
    if name in _LINKS:
        return f"{name} as before"
    ((_, label, now, then),) = in_words([(0, name, new, old)])
    if now is None:
        return spaced_once(f"{label}: {then}")
    return spaced_once(f"{name}: {now} → {then}")
