"""Report an import: new entries, changes, omissions, and how each line was used."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from mediarel import errors
from mediarel.archive import import_
from mediarel.archive.archive import Archive
from mediarel.archive.import_ import ImportPlan
from mediarel.cli import normalising, output, targets
from mediarel.cli.collecting import Collected, hint_to_add
from mediarel.cli.messages import counted, notify, report_first
from mediarel.cli.terminal import colours
from mediarel.cli.terminal.lines import as_json, is_terminal, line
from mediarel.cli.terminal.statements import show_edits
from mediarel.cli.terminal.tables import Column, show_table
from mediarel.cli.terminal.wording import joined, numbers, statements
from mediarel.formats.cell_writing import guarded
from mediarel.formats.drafts import Taken
from mediarel.formats.encoding import BOM
from mediarel.formats.json_syntax import indented
from mediarel.history.change import Edit, changed_fields
from mediarel.model.statement import Draft
from mediarel.pages.found import FIELD, NAVIGATION, REFUSED
from mediarel.release.headline import headline
from mediarel.text.lines import spaced_once

_UNDATED = "no date"  # part of the reason if an entry without a date was left out
_SHOWN = 5  # entries, files or sentences of one kind
_MOST_ENTRIES = 50
_FIRST_LETTERS = 200  # characters; a terminal shows fewer


def refuse_bad(found: Collected, *, skip_bad: bool) -> None:
    """Raise InvalidError if a file or an entry could not be read.

    If `skip_bad` is true, print the errors instead.
    """
    bad = [*found.unread, *found.refused]
    if skip_bad:
        for error in bad:
            notify(f"Skipped: {error.problem}.")
        return
    if len(bad) == 1:
        if found.taken:
            skip = "Nothing was added. To import the rest, add --skip-bad. "
            bad[0].hint = errors.Hint(skip, bad[0].hint)
        raise bad[0]
    if bad:
        report_first([errors.Hint(f"{each.problem}. ", each.hint) for each in bad])
        entries = f"{len(found.refused):,} of {len(found.refused) + len(found.taken):,}"
        failed = [counted(len(found.unread), "file")] * bool(found.unread)
        failed += [f"{entries} entries"] * bool(found.refused)
        raise errors.InvalidError(
            f"can't import {' and '.join(failed)}",
            "Nothing was added. To import the rest, add --skip-bad.",
        )


def print_plan(
    found: Collected, plan: ImportPlan, *, update: bool, as_json: bool
) -> None:
    """Print the outcome of each entry, as tab-separated lines or as JSON."""
    bad = [*found.unread, *found.refused]
    outcomes = _outcomes(plan, bad, update=update)
    if as_json:
        _print_json(found, plan, [message for message, _ in outcomes])
    else:
        for message, draft in outcomes:
            _print_outcome(message, draft)


def show_plan(
    found: Collected, plan: ImportPlan, *, update: bool, fix_text: bool
) -> None:
    """Show the entries that a dry run found, the planned changes, and the totals."""
    report_patterns(found)
    report_files(found)
    report_values(recorded(plan, update=update))
    report_gaps(plan.new, fix_text=fix_text, is_added=False)
    if is_terminal():
        show_entries(plan.new)
        _report_differing(plan, update=update)
    refused = len(found.unread) + len(found.refused)
    notify(_sums(plan, refused, update=update))


def report_result(
    result: import_.ImportResult, *, is_updated: bool, fix_text: bool
) -> None:
    """Report the statements that an import added, changed or left out."""
    plan = result.plan
    report_values(recorded(plan, update=is_updated))
    added = result.ids
    report_gaps(plan.new, fix_text=fix_text, is_added=True)
    messages = []
    if added:
        messages.append(f"Added {counted(len(added))}: {numbers(added)}.")
    if filled := sorted(each.edit.before.id for each in plan.filled):
        messages.append(f"Added the full text to {statements(filled)}.")
    differing = statements(sorted({each.edit.before.id for each in plan.differing}))
    if is_updated and plan.differing:
        messages.append(f"Updated {differing} from the files.")
    if known := len(plan.same) + plan.repeated + len(plan.differing) * (not is_updated):
        first = "" if messages else "Nothing added. "
        messages.append(f"{first}Already in the archive: {counted(known)}.")
    if plan.differing and not is_updated:
        messages.append(f"Not updated, although the files differ: {differing}.")
    nothing = "Nothing added." if plan.doubtful else "Nothing added: no entries found."
    notify(" ".join(messages) or nothing)
    report_doubtful(plan.doubtful)


def recorded(plan: ImportPlan, *, update: bool) -> Iterator[Taken]:
    """Yield the entries that add or change a statement."""
    changing = (*plan.filled, *plan.differing) if update else plan.filled
    yield from plan.new
    yield from (each.taken for each in changing)


def report_doubtful(doubtful: Sequence[import_.Doubt]) -> None:
    """Report the entries that were left out as likely duplicates."""
    messages = []
    for taken, (statement, why) in doubtful:
        which = f"statement {statement.id}" if statement else "an earlier entry"
        name = errors.shorten(headline(taken.draft))
        messages.append(
            f"Skipped as a likely duplicate of {which} ({why}): "
            f"{place_of(taken.source, taken.line)}, {name!r}."
        )
    report_first(messages, "more likely duplicates")
    if doubtful:
        notify("To add them too, use --allow-duplicate.")


def _report_differing(plan: ImportPlan, *, update: bool) -> None:
    """Show statements that would change, or that differ from the files."""
    differ = "Statements that would change:"
    if not update:
        differ = "Statements that differ from the files (to update, add --update):"
    for heading, found in (
        ("Statements that would get the full text:", plan.filled),
        (differ, plan.differing),
    ):
        if found:
            notify(heading)
            show_edits([each.edit for each in found], most=_SHOWN)


def _sums(plan: ImportPlan, refused: int, *, update: bool) -> str:
    """Return the totals of a dry run: `Dry run: 3 new, 0 changed, …`."""
    differing = len(plan.differing)
    parts = [
        f"{len(plan.new):,} new",
        f"{len(plan.filled) + differing * update:,} changed",
        f"{len(plan.same) + plan.repeated:,} unchanged",
        *([f"{differing:,} different"] if differing and not update else []),
        f"{len(plan.doubtful):,} likely duplicate{'s' * (len(plan.doubtful) != 1)}",
        f"{refused:,} refused",
    ]
    return f"Dry run: {', '.join(parts)}. Nothing was written."


def _print_json(
    found: Collected, plan: ImportPlan, outcomes: Sequence[Mapping[str, Any]]
) -> None:
    counts = Counter(each["outcome"] for each in outcomes)
    whole = {
        "counts": {**counts, "repeated": plan.repeated},
        "files": [
            {
                "file": file.source,
                "format": file.format,
                "entries": file.entries,
                "pattern": file.reading.pattern or None,
                "site": file.reading.site,
                "left_out": [left._asdict() for left in file.reading.left_out],
                "menus": sum(line.use == NAVIGATION for line in file.reading.lines),
                "notes": list(file.reading.notes),
            }
            for file in found.files
        ],
        "entries": outcomes,
    }
    as_json(indented(whole))


def place_of(source: str, line: int | None) -> str:
    """Return the place of an entry in words: `page.html, line 7`."""
    if line is None:
        return source
    return f"{source}, {line.words if isinstance(line, errors.Row) else f'line {line}'}"


def report_patterns(found: Collected) -> None:
    """Report how the entries of each file were recognised."""
    _report_once(
        (file.source, f"{file.format}, {file.reading.pattern}")
        for file in found.files
        if file.reading.pattern
    )


def report_files(found: Collected) -> None:
    """Report notes on the files, and the parts that were not imported."""
    files = found.files
    _report_once((file.source, note) for file in files for note in file.reading.notes)
    left_out = [(file, left) for file in files for left in file.reading.left_out]
    for file, left in left_out:
        place = place_of(file.source, left.line)
        notify(f"{place}: left out: {errors.shorten(left.text)!r} {left.why}")
    if any(_UNDATED in left.why for _, left in left_out):
        notify(
            "To import entries without a date, add --undated."
            " An entry then gets a date between the dates of its neighbours."
        )
    report_totals(found)
    for why, paths in found.passed_over.items():
        names = ", ".join(path.name for path in paths[:_SHOWN])
        more = ", …" * (len(paths) > _SHOWN)
        count = counted(len(paths), "file")
        notify(f"Ignored {count} ({why}): {names}{more}")
        if hint := hint_to_add(paths):
            notify(hint)


def report_gaps(new: Sequence[Taken], *, fix_text: bool, is_added: bool) -> None:
    """Report missing values, doubtful signatories, and damaged text."""
    report_issuers(new)
    if untyped := [each for each in new if each.is_untyped]:
        type_ = untyped[0].draft.type
        message = f"{counted(len(untyped))} without a type; using {type_}. "
        if is_added:
            notify(f"{message}To import again with --type TYPE, first run: ", "undo")
        else:
            notify(f"{message}To set a type, add --type TYPE.")
    warnings = [
        f"{place_of(each.source, each.line)}: {message}"
        for each in new
        for message in normalising.signatory_warnings(
            each.draft.text, each.draft.signatories, each.miscount
        )
    ]
    report_first(warnings, "more such entries")
    _report_damage(new, fix_text=fix_text)


def report_issuers(new: Sequence[Taken]) -> None:
    """Report how many entries have no issuer, and which issuer is used."""
    issuers = Counter(e.draft.program for e in new if "program" not in e.said)
    for program, count in issuers.items():
        notify(f"{counted(count)} without an issuer; using {program}.")


def report_values(entries: Iterable[Taken]) -> None:
    """Report values that were normalised, and dates in the future."""
    normalised: Counter[tuple[str, str, str]] = Counter()
    future: list[str] = []
    for each in entries:  # a single pass, because there may be very many
        normalised.update(each.normalised)
        if normalising.is_in_future(each.draft):
            place = place_of(each.source, each.line)
            message = f"the date {each.draft.date} is in the future"
            future.append(f"Warning: {place}: {message}.")
    changes = (
        f"{normalising.normalising_message(*change)}, in {counted(count)}."
        for change, count in normalised.most_common()
    )
    report_first([*changes], "more such values")
    report_first(future, "more dates in the future")


def _report_once(notes: Iterable[tuple[str, str]]) -> None:
    """Print notes on files. `notes` has pairs of a file and a note.

    If several files have the same note, print it once, with the number of files.
    """
    of: defaultdict[str, list[str]] = defaultdict(list)
    for source, what in notes:
        of[what].append(source)
    for what, sources in of.items():
        within = sources[0] if len(sources) == 1 else counted(len(sources), "file")
        notify(errors.Hint(f"{within}: ", what))


def _report_damage(new: Sequence[Taken], *, fix_text: bool) -> None:
    """Report the damage that was repaired, then the damage that remains."""
    if done := _damage(new, is_repaired=True):
        report_first(done)
        notify(f"Repaired damaged characters in {counted(len(done))}.")
    left = _damage(new, is_repaired=False)
    if not left:
        return
    report_first(left)
    message = f"Damaged characters in {counted(len(left))}"
    if fix_text:
        notify(f"{message} can't be repaired.")
    else:
        notify(f"{message}. To repair them after the import: ", "check", "--fix-text")


def _damage(new: Sequence[Taken], *, is_repaired: bool) -> list[str]:
    """Return a sentence about each entry with repaired or remaining damage."""
    did = "repaired: " if is_repaired else ""
    return [
        f"{place_of(each.source, each.line)}: {did}{found[0].message}"
        for each in new
        if (found := [d for d in each.damage if d.is_repaired == is_repaired])
    ]


_ENTRY_COLUMNS = (  # for pairs: the number of an entry, and its draft
    Column("No.", lambda row: str(row[0]), style=colours.ID, is_right=True),
    Column("Date", lambda row: str(row[1].date)),
    Column("Issuer", lambda row: row[1].program, most=16, least=6, drop=4),
    Column("Type", lambda row: row[1].type, most=15, drop=2),
    Column("Title", lambda row: row[1].title or "", most=36, least=16),
    Column(
        "First words",
        lambda row: spaced_once((row[1].text or "")[:_FIRST_LETTERS]),
        least=16,
        fills=True,
        drop=3,
    ),
    Column(
        "Words",
        lambda row: f"{len((row[1].text or '').split()):,}",
        is_right=True,
        drop=1,
    ),
)


def show_entries(entries: Sequence[Taken], first: int = 1) -> None:
    """Print a table of at most 50 entries, numbered from `first`."""
    drafts = [each.draft for each in entries[:_MOST_ENTRIES]]
    show_table(_ENTRY_COLUMNS, list(enumerate(drafts, first)))
    if more := len(entries) - len(drafts):
        notify(f"… and {counted(more)} more")


class Row(NamedTuple):
    """A row of the report: how the import used one line or entry of a file.

    If the line or entry is omitted, `why` is the reason. `text` is the text of the line
    or entry.
    """

    file: str
    line: int | None
    use: str
    why: str
    text: str


LINE_COLUMNS = (
    Column("File", lambda row: row.file, drop=1),
    Column("Line", lambda row: str(row.line or ""), is_right=True),
    Column("Use", lambda row: row.use),
    Column("Reason", lambda row: row.why, most=40),
    Column("Text", lambda row: row.text, least=20, fills=True),
)


def account(found: Collected) -> list[Row]:
    """Return the rows of the report, sorted by file and line."""
    rows = list(_pages(found))
    pages = {row.file for row in rows}
    places = {(row.file, row.line): number for number, row in enumerate(rows)}
    for each in found.taken:
        if each.source not in pages:
            text = headline(each.draft)
            rows.append(Row(each.source, each.line, FIELD, "", text))
    for file in found.files:
        if file.source not in pages:
            rows += (
                Row(file.source, left.line, REFUSED, left.why, left.text)
                for left in file.reading.left_out
            )
    for error in (*found.unread, *found.refused):
        row = Row(error.source, error.line, REFUSED, error.reason, "")
        there = places.get((error.source, error.line))
        if there is None:
            rows.append(row)
        else:
            rows[there] = row._replace(text=rows[there].text)
    for why, paths in found.passed_over.items():
        rows += (Row(str(path), None, REFUSED, f"ignored: {why}", "") for path in paths)
    return sorted(rows, key=lambda row: (row.file, row.line or 0))


def _pages(found: Collected) -> Iterator[Row]:
    for file in found.files:
        for each in file.reading.lines:
            yield Row(file.source, each.line, each.use, each.why, each.text)


def refuse_report(opened: Archive, report: Path, files: Sequence[Path]) -> None:
    """Refuse to write the report to a file that exists or belongs to an archive.

    Raises MisuseError if `report` is a file of an archive, RefusedError if it exists.
    """
    targets.refuse_taken(opened, report, force=True)
    if report in files or output.would_replace(report):
        raise errors.RefusedError(
            f"{report} already exists; nothing was imported",
            "Enter the name of a new file after --report.",
        )


def write_report(found: Collected, report: Path) -> None:
    """Write a CSV file that shows how each line was used, for spreadsheets.

    Raises UnwritableError.
    """
    rows = [[c.value(row) for c in LINE_COLUMNS] for row in account(found)]
    write_rows([c.label.lower() for c in LINE_COLUMNS], rows, report, "line")


def write_rows(
    header: Sequence[str], rows: Sequence[Sequence[str]], report: Path, of: str
) -> None:
    """Write a CSV file with a row for each line or page.

    `of` names the subject of a row, for a message.

    Raises UnwritableError.
    """
    text = io.StringIO(BOM, newline="")
    text.seek(0, io.SEEK_END)
    table = csv.writer(text)
    table.writerows([header, *([guarded(cell, ",") for cell in row] for row in rows)])

    def fill(file: BinaryIO) -> None:
        file.write(text.getvalue().encode(errors="backslashreplace"))

    output.write_other(fill, report, unshown="")
    notify(
        f"Wrote {counted(len(rows), 'row')} to {report}."
        f" Each row shows how a {of} was used."
    )


def report_totals(found: Collected) -> None:
    """Report how many lines of the pages are in statements, and how many are not."""
    uses = [row.use for row in _pages(found)]
    if not uses:
        return
    pages = [file.source for file in found.files if file.reading.lines]
    within = pages[0] if len(pages) == 1 else counted(len(pages), "page")
    lines = counted(len(uses), "line")
    parts = [f"{uses.count(FIELD):,} of {lines} used in statements"]
    if menus := uses.count(NAVIGATION):
        parts.append(f"{menus:,} left out as navigation")
    if refused := uses.count(REFUSED):
        parts.append(f"{refused:,} left out for other reasons")
    notify(f"{within}: {', '.join(parts)}.")


def _outcomes(
    plan: ImportPlan, refused: Sequence[errors.UnreadableInputError], *, update: bool
) -> Iterator[tuple[dict[str, Any], Draft | None]]:
    """Yield a pair for each entry: its outcome as a JSON object, and its draft.

    New entries come first. The key `changed` has the fields that would change, with
    their old and new values. A refused entry has None instead of a draft.
    """
    for each in plan.new:
        yield _outcome("new", each), each.draft
    for each, edit in plan.filled:
        yield _outcome("filled", each, edit.before.id, edit=edit), each.draft
    for each, edit in plan.differing:
        what = "changed" if update else "differs"
        yield _outcome(what, each, edit.before.id, edit=edit), each.draft
    for each, number in plan.same:
        yield _outcome("the same", each, number), each.draft
    for each, (statement, why) in plan.doubtful:
        other = statement.id if statement else None
        yield _outcome("likely duplicate", each, other, why), each.draft
    for error in refused:
        yield _outcome("refused", error, why=f"{error.reason}. {error.hint}"), None


def _outcome(
    what: str,
    entry: Taken | errors.UnreadableInputError,
    number: int | None = None,
    why: str | None = None,
    edit: Edit | None = None,
) -> dict[str, Any]:
    changed = changed_fields(*edit) if edit else {}
    return {
        "outcome": what,
        "file": entry.source,
        "line": entry.line,
        "id": number,
        "why": why or ", ".join(changed) or None,
        "changed": changed,
        "statement": (
            None
            if isinstance(entry, errors.UnreadableInputError)
            else entry.draft.fields()
        ),
    }


def _print_outcome(outcome: Mapping[str, Any], draft: Draft | None) -> None:
    """Print the outcome of an entry as tab-separated lines.

    The columns are outcome, file, line, date, program, headline, ID and reason. If the
    entry changes a statement, there is a line for each changed field. Such a line has
    the field name, the old value and the new value instead of a reason.
    """
    begin = (
        outcome["outcome"],
        outcome["file"],
        str(outcome["line"] or ""),
        *((str(draft.date), draft.program, headline(draft)) if draft else [""] * 3),
        str(outcome["id"] or ""),
    )
    for name, (old, new) in outcome["changed"].items():
        line(*begin, name, joined(old), joined(new))
    if not outcome["changed"]:
        line(*begin, outcome["why"] or "")
