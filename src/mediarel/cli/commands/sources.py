"""Implement `mediarel sources`: list and check the sources of statements."""

from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import typer

from mediarel import errors
from mediarel.archive import lookup, sources
from mediarel.archive.archive import Archive
from mediarel.archive.session import open_session
from mediarel.cli import environment, output
from mediarel.cli.messages import counted, notify, printing, report_done
from mediarel.cli.options import common, selection
from mediarel.cli.options.parameters import flag, number, option
from mediarel.cli.terminal import progress, tables
from mediarel.history.change import Edit
from mediarel.model.statement import Statement
from mediarel.query.tree import Everything
from mediarel.web.captures import captures_in
from mediarel.web.fetch import Fetcher


def run(
    context: typer.Context,
    ids: list[str] | None = common.SOME_IDS,
    check: bool = flag("--check", "Request each source from its web site."),
    archived: Path | None = option(
        "--archived FILE", "Record archived copies: WACZ, CDX, or a list of their URLs."
    ),
    pause: int = number(
        "--pause SECONDS",
        "With --check: time between two requests to the same host.",
        default=1,
        least=0,
    ),
    timeout: int = number(
        "--timeout SECONDS", "With --check: maximum time for an answer.", 10
    ),
) -> None:
    """List the sources of statements, their state, and their archived copies.

    --check finds the state: alive, moved to, gone, soft 404, different content or
    unreachable. "Soft 404" means that the site shows a message instead of the page. If
    a source is unreachable, it may still exist. This is the only command that connects
    to web sites. It obeys robots.txt and sends one request at a time.

    If a source is gone, citations, exports and the public site use its archived copy.

    Examples:
      mediarel edit 7 --source https://example.org/7 && mediarel sources
      mediarel sources year:2012 --check
      mediarel sources --archived examples/copies.txt
    """
    common.refuse_together(check=check, archived=archived)
    with environment.archive(context) as opened:
        selected = _selected(context, opened, ids)
        checks = sources.read_checks(environment.cache_folder(), opened.store.location)
        if check:
            _check(opened, selected, checks, Fetcher(pause=pause, timeout=timeout))
        elif archived is not None:
            with (
                open_session(opened, "sources --archived") as session,
                progress.working("Reading the archived copies"),
            ):
                edits = sources.add_copies(session, selected, captures_in(archived))
            _report(edits, "Added archived copies to")
        listed = sources.listed(_selected(context, opened, ids), checks)
    # The results are saved, so an error must not suggest a second check.
    saved = printing("the result", errors.Hint("See it: ", errors.Command("sources")))
    with saved if check or archived else nullcontext(), output.paged(context):
        tables.show_table(tables.SOURCES, listed)
    if not listed:
        notify("There are no sources. To add one: ", "edit", "ID", "--source", "URL")
        return
    counts = Counter(each.state.name or "not checked" for each in listed).most_common()
    message = ", ".join(f"{count:,} {name}" for name, count in counts)
    notify(f"{counted(len(listed), 'source')}: {message}.")


def _selected(
    context: typer.Context, opened: Archive, ids: Sequence[str] | None
) -> list[Statement]:
    """Return the selected statements, or all statements."""
    if ids:
        return selection.statements(context, opened, ids)
    return opened.asked(lambda: list(lookup.statements(opened, Everything())))


def _check(
    opened: Archive,
    selected: Sequence[Statement],
    checks: sources.Checks,
    fetcher: Fetcher,
) -> None:
    """Check the sources, save the results, and record the sources that are gone.

    If Ctrl-C interrupts the check, the results so far are saved.
    """
    opened.confirm_change()
    opened.index.close()  # other commands may change the archive meanwhile
    found: sources.Checks = {}
    try:
        sources.check(opened, selected, fetcher, checks, found)
    finally:
        checks.update(found)
        notify(f"Checked {counted(len(found), 'source')}.")
        with open_session(opened, "sources --check") as session:
            edits = sources.record_gone(session, selected, found)
        _report(edits, "Recorded which sources are gone, in")
        folder = environment.cache_folder()
        try:
            sources.write_checks(folder, opened.store.location, checks)
        except OSError as error:
            notify(f"The other results can't be saved in {folder}: {error.strerror}.")


def _report(edits: Sequence[Edit], done: str) -> None:
    """Report the number of changed statements, and how to undo the change."""
    if edits:
        report_done(f"{done} {counted(len(edits))}.")
    else:
        notify("No statement was changed.")
