"""Implement `mediarel check`: find damage and losses, and accept outside changes."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from mediarel.archive.archive import Archive
from mediarel.archive.drill import NoBackupError, drill, newest_backup
from mediarel.archive.edit import mend
from mediarel.archive.lookup import get
from mediarel.archive.repair import accept
from mediarel.archive.session import open_session
from mediarel.check.check import check
from mediarel.check.finding_kinds import ACCEPTED, KINDS
from mediarel.cli import environment, on_server, prompts
from mediarel.cli.commands.fix import fix_slips, refuse_errors, tell_rest
from mediarel.cli.environment import store_path
from mediarel.cli.hints import as_typed
from mediarel.cli.options import common
from mediarel.cli.options.ids import statements_named
from mediarel.cli.terminal import lines, wording
from mediarel.cli.terminal.findings import show_findings, show_kinds
from mediarel.cli.terminal.lines import is_terminal, line
from mediarel.cli.terminal.progress import shown_progress, working
from mediarel.errors import (
    Command,
    DamagedError,
    Hint,
    MisuseError,
    NewerArchiveError,
    Placeholder,
    shorten,
)
from mediarel.formats.json_syntax import indented
from mediarel.model.damage import damage_of
from mediarel.store.sound import error_in
from mediarel.store.tiny.file import FileStore
from mediarel.text.lines import size_in_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from mediarel.archive.drill import DrillResult
    from mediarel.archive.repair import AcceptResult
    from mediarel.attachments.files import KeptFile
    from mediarel.check.check import CheckResult
    from mediarel.check.finding import Finding
    from mediarel.cli.options.ids import Ids

    class Act(Protocol):
        """Acts on the result of a check, after asking unless `yes`."""

        def __call__(self, opened: Archive, checked: CheckResult, *, yes: bool) -> None:
            """Act on the result."""


_SHOWN = 10  # findings or statements, before a question
# Data derived from statements is written when the statements are accepted.
_NO_HINDRANCE = {*ACCEPTED, "rows"}
EXAMPLES = (
    "mediarel check",
    "mediarel check --quick",
    "mediarel check --json",
    "mediarel check --fix",
    "mediarel check --mend",
    "mediarel check --explain spelling",
    "mediarel check --accept",
    "mediarel check --accept 2",
    "mediarel check --prune",
    "mediarel backup stick && mediarel check --drill --from stick",
)
_EXPLAIN = Command("check", "--explain", Placeholder("KIND"))
_MOST_HINTS = 10  # into a pipe
_SHOWN_OF_A_DRILL = 5  # on a terminal, to keep the tested backup on screen


class UnknownKindError(MisuseError):
    """There is no such kind of finding."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"there is no kind of finding {shorten(name)!r}",
            f"The kinds are: {', '.join(kind.name for kind in KINDS)}.",
        )


class UnacceptableError(DamagedError):
    """There are errors that can only be corrected, not accepted."""

    def __init__(self, errors: int) -> None:
        what = "an error" if errors == 1 else f"{errors:,} errors"
        super().__init__(
            f"the archive has {what} that can't be accepted; nothing was changed",
            Hint("See what to do about it: ", Command("check")),
        )


class NoChecksumsError(DamagedError):
    """Single statements can't be accepted while all checksums are missing."""

    def __init__(self) -> None:
        super().__init__(
            "the checksums of all statements are missing, so that none can be"
            " accepted alone",
            Hint("Accept all: ", Command("check", "--accept")),
        )


class NewerUnacceptableError(NewerArchiveError):
    """Data from a newer mediarel can't be accepted by this version."""

    def __init__(self) -> None:
        super().__init__("the archive has what only a newer mediarel knows")


def _kinds() -> list[str]:
    return [kind.name for kind in KINDS]


def run(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KIND|ID]…",
            help="With --explain: the kind of finding to explain, found or not. With"
            " --accept: the statements to accept (default: all). Example: 20",
            autocompletion=_kinds,
        ),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Say what the kinds of findings mean, why they matter, what to do.",
        ),
    ] = False,
    accept: Annotated[
        bool,
        typer.Option(
            "--accept",
            help="Record what was changed outside mediarel as a change of its own.",
        ),
    ] = False,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix",
            help="Put right what can be: spellings to the commoner one, tags with"
            " commas. Each is shown and asked first; undo takes it back.",
        ),
    ] = False,
    mend: Annotated[
        bool,
        typer.Option(
            "--mend",
            help="Mend letters that were misread and line breaks that were lost, and"
            " take out U+0000. What it does is shown and asked first; undo takes it"
            " back.",
        ),
    ] = False,
    prune: Annotated[
        bool,
        typer.Option(
            "--prune",
            help="Delete copies of files that neither a statement nor the history"
            " needs. They are shown and asked about first; undo can't bring them back.",
        ),
    ] = False,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick", help="Do not read the attached files: look at their sizes alone."
        ),
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Tell it as JSON, for a program.")
    ] = False,
    drill: Annotated[
        bool,
        typer.Option(
            "--drill",
            help="Try the newest backup: restore it into a folder that is then removed,"
            " and compare it with what the archive was.",
        ),
    ] = False,
    from_: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="PLACE",
            help="With --drill: also the newest backup in this folder, or this file.",
        ),
    ] = None,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Look for what is wrong or lost: statements, history, files, backups.

    Also for what was changed outside mediarel, such as by an editor or in a
    merge; --accept takes note of that, and undo takes it back. And for what
    is probably a slip, as of who typed; --fix puts right what can be, --mend
    damaged letters. --explain says what it all means. Ends with 5 where there
    is an error, with 1 where a newer mediarel made the archive. With --drill
    it tries the backups instead.
    """
    _refuse_together(
        explain=explain, accept=accept, fix=fix, mend=mend, prune=prune, drill=drill
    )
    _refuse_together(
        explain=explain, accept=accept, fix=fix, mend=mend, prune=prune, json=json
    )
    _refuse_together(quick=quick, drill=drill, prune=prune)
    if words and not accept:
        if not explain or len(words) > 1:
            raise MisuseError(
                f"{shorten(words[-1])!r} is a word too many",
                Hint("To explain a kind of finding: ", _EXPLAIN),
            )
        explain_kind(words[0])
        return
    if from_ is not None and not drill:
        raise MisuseError(
            "--from says which backup --drill tries", "Give --drill as well."
        )
    if drill:
        results = drill_backups(context, from_, archive)
        findings = [finding for each in results for finding in each.findings]
        most = _SHOWN_OF_A_DRILL if is_terminal() and not json else len(findings)
        _show(findings[:most], json=json)
        if findings[most:]:
            environment.tell(f"  … and {len(findings) - most:,} more; --json has all")
        _tell_drills(results)
        _end(findings)
        return
    act = _act(statements_named(words or ()), accept=accept, fix=fix, mend=mend)
    with environment.archive(context, archive) as opened:
        if prune:
            prune_files(opened, yes=yes)
            return
        store = opened.store
        file = store.path if isinstance(store, FileStore) else None
        with shown_progress() as progress, working("Checking the archive", file):
            checked = check(
                store,
                opened.index,
                opened.files,
                today=environment.today(),
                quick=quick,
                progress=progress,
            )
        if act is not None:
            act(opened, checked, yes=yes)
            return
    if explain:
        explain_found(checked.findings)
    else:
        _show(checked.findings, json=json)
        if not (json or is_terminal()):
            _tell_hints(checked.findings)
    environment.tell(_summary(checked))
    _end(checked.findings)


def _act(ids: Sequence[Ids], *, accept: bool, fix: bool, mend: bool) -> Act | None:
    """Return the function that acts on the findings, None if they are only shown.

    `accept` applies to the statements with these `ids`, or to all without IDs.
    """
    if accept:
        return partial(accept_outside, ids=ids)
    if fix:
        return fix_slips
    if mend:
        return mend_damage
    return None


def _refuse_together(**options: bool) -> None:
    """Raise MisuseError if more than one of the `options` is used."""
    given = [f"--{name}" for name, is_given in options.items() if is_given]
    if len(given) > 1:
        raise MisuseError(
            f"{given[0]} and {given[1]} do not go together", "Give one or the other."
        )


def _show(findings: Sequence[Finding], *, json: bool) -> None:
    if json:
        _print_json(findings)
    else:
        show_findings(findings)


def _tell_hints(findings: Sequence[Finding]) -> None:
    """Print the hints to stderr, as `show_findings` prints them only on a terminal."""
    places: dict[str, str] = {}
    for each in findings:
        places.setdefault(each.hint, each.place)
    for hint, place in list(places.items())[:_MOST_HINTS]:
        environment.tell(Hint(f"Hint for {place}: ", hint))
    if (more := len(places) - _MOST_HINTS) > 0:
        how = Command("check", "--json")
        environment.tell(Hint(f"{more:,} more hints: ", how))


def _end(findings: Sequence[Finding]) -> None:
    """Exit with the code for the most serious of the `findings`."""
    errors = {each.kind for each in findings if each.level == "error"}
    if errors == {"newer"}:
        raise typer.Exit(NewerArchiveError.exit_code)
    if errors:
        raise typer.Exit(DamagedError.exit_code)


def _print_json(findings: Sequence[Finding]) -> None:
    said = [{**asdict(each), "hint": as_typed(each.hint)} for each in findings]
    lines.as_json(indented(said))


def _summary(checked: CheckResult) -> str:
    counts = [
        _number_of(count, level)
        for level in ("error", "warning", "note")
        if (count := checked.count(level))
    ]
    if checked.statements is None or checked.changes is None:
        return f"The archive can't be read: {', '.join(counts)}."
    if not checked.count("error") + checked.count("warning"):
        counts.insert(0, "all is well")
    changes = _number_of(checked.changes, "change")
    found = ", ".join(counts)
    return f"{environment.counted(checked.statements)}, {changes}: {found}."


def accept_outside(
    opened: Archive, checked: CheckResult, *, ids: Sequence[Ids], yes: bool
) -> None:
    """Accept changes made outside mediarel, after showing them and asking.

    Without `ids`, accept the changes of all statements.

    Raises UnacceptableError if there are errors of other kinds, NewerUnacceptableError
    if those are all from a newer mediarel, or NoChecksumsError.
    """
    errors = [each for each in checked.findings if each.level == "error"]
    others = [each for each in errors if each.kind not in _NO_HINDRANCE]
    if others:
        show_findings(others)
        if all(each.kind == "newer" for each in others):
            raise NewerUnacceptableError
        raise UnacceptableError(len(others))
    outside = checked.outside
    found = [each for each in checked.findings if each.kind in ACCEPTED]
    if ids and outside.lacks_checksums:
        raise NoChecksumsError
    if ids:
        wanted = {n for n in outside.ids if any(e.first <= n <= e.last for e in ids)}
        outside = outside.only(wanted)
        found = [each for each in found if each.id in wanted]
    if not outside:
        of = " of these statements" if ids else ""
        environment.tell(
            f"Nothing to accept{of}: nothing was changed outside mediarel."
        )
        return
    accepting = outside.ids
    for each in found[:_SHOWN]:
        environment.tell(f"  {each.place}: {each.message}")
    if len(found) > _SHOWN:
        environment.tell(f"  … and {len(found) - _SHOWN:,} more")
    if len(accepting) > 1:
        question = f"Accept it for {environment.counted(len(accepting))}?"
        prompts.confirm(question, yes=yes)
    with open_session(opened, "accept") as session:
        accepted = accept(session, outside)
    if outside.recorded:
        told = f"Accepted {environment.counted(len(accepting))}. "
        environment.tell(Hint(told, _way_back(accepted)))
    else:
        environment.tell("Made the checksums anew; the statements are as they were.")


def _way_back(accepted: AcceptResult) -> Hint:
    """Return a hint on how to undo the acceptance, as far as possible."""
    unknown = sorted((*accepted.unknown, *accepted.gone))
    of = f"what statement {wording.numbers(unknown)} was before is not known"
    if not accepted.undoes_some:
        return Hint(f"It can't be taken back: {of}.")
    but = f", but {of}" if unknown else ""
    return Hint(f"To take it back{but}: ", Command("undo"))


def mend_damage(opened: Archive, checked: CheckResult, *, yes: bool) -> None:
    """Repair damaged text, after showing the first few places and asking.

    Damage that can't be repaired is named. Raises UnfixableError or NewerArchiveError,
    NotConfirmedError for a no, or NoOneToAskError without both a terminal and `yes`.
    """
    refuse_errors(checked)
    if ids := checked.damaged:
        for statement in get(opened, ids[:_SHOWN]):
            for each in damage_of(statement.fields()):
                if each.becomes is not None:
                    told = f'"{each.excerpt}" → "{each.becomes}"'
                    environment.tell(f"  statement {statement.id}: {each.word} {told}")
        if more := ids[_SHOWN:]:
            environment.tell(f"  … and {len(more):,} more")
        prompts.confirm(f"Mend {environment.counted(len(ids))}?", yes=yes)
        with open_session(opened, "mend") as session:
            edited = mend(session, ids)
        told = f"Mended {environment.counted(len(edited))}. To take it back: "
        environment.tell(Hint(told, Command("undo")))
    else:
        environment.tell("Nothing to mend.")
    tell_rest([each for each in checked.findings if each.kind == "lost_letters"])


def prune_files(opened: Archive, *, yes: bool) -> None:
    """Delete unneeded attachments, after showing them and asking.

    Raises DamagedError or NewerArchiveError, as the files that such an archive needs
    can't be determined.
    """
    with working("Looking for what is not needed"):
        if refusal := error_in(opened.store):
            raise refusal
        found = opened.files.unneeded()
    if not found:
        environment.tell("Nothing to delete: each file that is kept is needed.")
        return
    for each in found:
        line(each.place, str(each.size))
    counted = _counted(found)
    prompts.confirm(f"Delete {counted}? That can't be taken back.", yes=yes)
    with open_session(opened, "check"):
        removed = opened.files.remove(found)
    environment.tell(f"Deleted {_counted(removed)}.")


def _counted(files: Collection[KeptFile]) -> str:
    size = size_in_words(sum(each.size for each in files))
    return f"{_number_of(len(files), 'file')}, {size}"


def explain_kind(name: str) -> None:
    """Explain the kind of finding called `name`.

    Raises UnknownKindError.
    """
    wanted = [kind for kind in KINDS if kind.name == name]
    if not wanted:
        raise UnknownKindError(name)
    show_kinds(wanted)


def explain_found(findings: Iterable[Finding]) -> None:
    """Explain the kinds of `findings`, the most serious first."""
    found = {finding.kind for finding in findings}
    if not found:
        environment.tell("Nothing to explain: all is well.")
    show_kinds([kind for kind in KINDS if kind.name in found])


def drill_backups(
    context: typer.Context, place: Path | None, archive: str | None
) -> list[DrillResult]:
    """Test the newest backup next to the archive and, if given, the one at `place`.

    If `place` is given, there may be no backup next to the archive.
    """
    store = FileStore(store_path(context, archive, on_server.for_drill))
    with (
        environment.archive(context, store.path) as opened,
        shown_progress() as progress,
        working("Restoring a backup elsewhere", store.path),
    ):
        places = [] if place is None else [newest_backup(store, place)]
        try:
            places.insert(0, newest_backup(store))
        except NoBackupError as error:
            if place is None:
                raise
            environment.tell(f"Not tried: {error.problem}.")
        told = partial(progress, "Comparing")
        return [drill(opened, store, each, told) for each in places]


def _tell_drills(results: Sequence[DrillResult]) -> None:
    """Report for each backup which data was restored and how it differs."""
    for each in results:
        if each.statements is None:
            environment.tell(f"Not restored: {each.place}.")
            continue
        since = f", {_number_of(each.since, 'change')} ago" if each.since else ""
        when = f" of {wording.local_time(each.at)}" if each.at else ""
        environment.tell(
            f"Restored {each.place}, as of change {each.change}{when}{since}:"
        )
        came_back = ", ".join(
            [environment.counted(each.statements)]
            + [_number_of(each.files, "attached file")] * bool(each.files)
            + [_number_of(each.changes, "change")]
        )
        environment.tell(f"  {came_back}: {_verdict(each)}.")
    if any(each.since for each in results):
        environment.tell(Hint("To have what came since as well: ", Command("backup")))


def _number_of(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _verdict(result: DrillResult) -> str:
    differing = len({finding.place for finding in result.findings})
    if not differing:
        return "all as it was then"
    return f"{differing:,} {'is' if differing == 1 else 'are'} not as it was then"
