"""Import captures of web sites: read them, and report the use of each page."""

import tempfile
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.import_ import ImportPlan, ImportResult
from mediarel.attachments.original import MAILS
from mediarel.captures.capture import is_capture
from mediarel.captures.kinds import name_of
from mediarel.captures.site import ATTACHED, BECAME, DAMAGED, LEFT, LISTED, OLDER, SAME
from mediarel.captures.site_drafts import Options, Recovered, kept_folder, recovered
from mediarel.cli import environment, intake, visibility
from mediarel.cli.collecting import How, option_for
from mediarel.cli.messages import (
    counted,
    message_on_interrupt,
    notify,
    report_first,
)
from mediarel.index.index_file import stem
from mediarel.text.lines import first_of

_HEADER = ("address", "captured", "media type", "result", "statement", "detail")
_RESULTS = (BECAME, ATTACHED, LISTED, SAME, LEFT, DAMAGED)
_TAKEN = ("base", "order")
_NEW = "new"
_DROPPED = "left out in the review"
_JOINED = "of statement {}"
_LIKELY = "likely duplicate: {}"
_KNOWN = "already in the archive"
_CONTINUE = "To continue, run the same command again. Pages are not read a second time."


def are_captures(files: Sequence[Path]) -> bool:
    """Return whether the files to import are captures of sites.

    Raises MisuseError if only some are.
    """
    found = [path for path in files if is_capture(path)]
    if found and len(found) != len(files):
        other = next(path for path in files if path not in found)
        raise errors.MisuseError(
            f"{found[0]} is a captured site, but {other} is not",
            "Import them with separate commands.",
        )
    return bool(found)


class Capture(NamedTuple):
    """A captured site, and the folder with copies of its files."""

    found: Recovered
    files: Path


def refuse_options(how: How, *, lines: bool) -> None:
    """Raise MisuseError for options that have no effect on a captured site."""
    used = [
        option_for(name)
        for name, value in how.options._asdict().items()
        if value and name not in _TAKEN
    ]
    used += ["--format"] * bool(how.format) + ["--lines"] * lines
    for option in used:
        raise errors.MisuseError(
            f"{option} has no effect on a captured site", f"Leave out {option}."
        )


@contextmanager
def captured(
    opened: Archive, files: Sequence[Path], how: How, **options: bool
) -> Iterator[Capture]:
    """Read captures. The copies of their files are removed at the end of the block.

    After an interruption, the results of the pages are kept for the next import. Raises
    AccessError or InvalidError.
    """
    kept = environment.cache_folder() / f"{stem(opened.store.location)}-pages"
    with tempfile.TemporaryDirectory(prefix="mediarel-") as named:
        folder = Path(named)
        used = Options(how.filling, kept, how.options.base, **options)
        with message_on_interrupt(lambda: _CONTINUE):
            found = recovered(list(files), used, opened.index, folder, opened.progress)
        if all(row.result == DAMAGED for row in found.rows):
            first = [
                f"{each.captured.address} {each.detail}" for each in found.rows[:1]
            ]
            raise errors.InvalidError(
                ": ".join(["the capture has no page that can be read", *first]),
                found.hint or "Make the capture again, or use a different copy.",
            )
        yield Capture(found, kept_folder(folder))
        with suppress(OSError):
            kept.unlink()


def report_capture(found: Recovered) -> None:
    """Report contradictions in a capture, and pages that could not be used."""
    report_first([f"{note}." for note in found.notes], "more notes")
    if found.hint:
        notify(f"Hint: {found.hint}")


def report_uses(
    site: Capture | None,
    plan: ImportPlan,
    result: ImportResult | None,
    report: Path | None,
) -> None:
    """Report how many pages were used in which way, and write the report.

    Do nothing if the imported files are no captured site. Raises UnwritableError.
    """
    if site is None:
        return
    plan = result.plan if result else plan
    new = {each.source for each in plan.new}
    known = {taken.source for taken, _ in plan.same}
    rows = [*_rows(site.found, _numbers(plan, result), new, known)]
    counts = Counter(row[3] for row in rows)
    parts = [f"{counts[name]:,} {name}" for name in _RESULTS if counts[name]]
    names = [name_of(each) or each for each in site.found.ignored]
    ignored = counted(len(names), "other file") + ": " * bool(names)
    ignored += first_of(names, 3)
    total = f"Pages and documents: {len(rows):,}"
    message = f"{total} ({', '.join(parts)})." if rows else f"{total}."
    notify(f"{message} Ignored {ignored}.")
    added = zip(result.plan.new, result.ids, strict=True) if result else ()
    older = [number for taken, number in added for _ in [*taken.captures][1:]]
    if older:
        message = f"Kept {counted(len(older), OLDER)} in the history. To see one: "
        notify(message, "log", older[0])
    if report is not None:
        intake.write_rows(_HEADER, rows, report, "page or document")


def report_telephones(
    opened: Archive, site: Capture | None, result: ImportResult
) -> None:
    """Warn if mails contain telephone numbers that the archive does not withhold."""
    if site is not None:
        rows = site.found.rows
        mails = {x.release for x in rows if x.captured.media_type in MAILS}
        new = [x.draft for x in result.plan.new if x.source in mails]
        visibility.report_telephones(opened, new)


def _numbers(plan: ImportPlan, result: ImportResult | None) -> dict[str, str]:
    """Return the id of the statement of each release, or a reason.

    The keys are the addresses of the releases. In a dry run, `result` is None, and new
    statements have no id yet. A release that was joined with another one is a source
    of its statement.
    """
    ids = [*map(str, result.ids)] if result is not None else [_NEW] * len(plan.new)
    pairs = [*zip(plan.new, ids, strict=True)]
    joined = ((x, number) for taken, number in pairs for x in taken.draft.sources)
    numbers = {address: _JOINED.format(number) for address, number in joined}
    numbers |= {taken.source: number for taken, number in pairs}
    for each in (*plan.filled, *plan.differing):
        numbers[each.taken.source] = str(each.edit.before.id)
    numbers |= {taken.source: str(number) for taken, number in plan.same}
    for taken, (statement, why) in plan.doubtful:
        of = f"statement {statement.id}, " if statement else ""
        numbers[taken.source] = _LIKELY.format(of + why)
    return numbers


def _rows(
    found: Recovered,
    numbers: dict[str, str],
    new: Container[str],
    known: Container[str],
) -> Iterator[Sequence[str]]:
    """Yield the cells of each row of the report.

    `new` has the addresses of releases that are not in the archive yet. Earlier
    versions are only kept for these. `known` has the addresses of unchanged releases.
    """
    first = {x.draft.words: x.source for x in found.taken if x.source in numbers}
    same = {x.source: first.get(x.draft.words, "") for x in found.taken}
    for row in found.rows:
        one = row.captured
        result, number, detail = row.result, "", row.detail
        if detail == OLDER and row.release not in new:
            detail = f"{OLDER}, not kept"
        if result == BECAME and row.release in known:
            result, detail = SAME, _KNOWN
        if row.release:
            number = numbers.get(row.release) or same.get(row.release, "")
            if not (number.isdecimal() or number == _NEW):
                result, detail = SAME if number else LEFT, number or _DROPPED
                number = ""
        yield one.address, one.time, one.media_type, result, number, detail
