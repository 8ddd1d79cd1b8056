"""`mediarel check`: what is wrong or lost, and accepting changes from outside."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from mediarel.archive.archive import Archive
from mediarel.check.check import check
from mediarel.cli import environment
from mediarel.cli.hints import as_typed
from mediarel.cli.options import common
from mediarel.cli.options.numbers import statements_named
from mediarel.cli.terminal import lines
from mediarel.cli.terminal.findings import show_findings
from mediarel.cli.terminal.lines import is_terminal
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
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.check.check import CheckResult
    from mediarel.check.finding import Finding
    from mediarel.cli.options.ids import Ids

    class Act(Protocol):
        """Does something about what was found, after asking unless `yes`."""

        def __call__(self, opened: Archive, checked: CheckResult, *, yes: bool) -> None:
            """Do it."""


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
_SHOWN_OF_A_DRILL = 5  # on a terminal, so that what was tried stays in sight


def _kinds() -> list[str]:
    from mediarel.check.kinds import KINDS  # noqa: PLC0415 - for a Tab alone

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
        from mediarel.cli.commands.explain import explain_kind  # noqa: PLC0415 - rare

        explain_kind(words[0])
        return
    if from_ is not None and not drill:
        raise MisuseError(
            "--from says which backup --drill tries", "Give --drill as well."
        )
    if drill:
        from mediarel.cli.commands.drill import drill_backups, tell_of  # noqa: PLC0415 - rare

        results = drill_backups(context, from_, archive)
        findings = [finding for each in results for finding in each.findings]
        most = _SHOWN_OF_A_DRILL if is_terminal() and not json else len(findings)
        _show(findings[:most], json=json)
        if findings[most:]:
            environment.tell(f"  … and {len(findings) - most:,} more; --json has all")
        tell_of(results)
        _end(findings)
        return
    act = _act(statements_named(words or ()), accept=accept, fix=fix, mend=mend)
    with environment.archive(context, archive) as opened:
        if prune:
            from mediarel.cli.commands.prune import prune_files  # noqa: PLC0415 - rare

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
        from mediarel.cli.commands.explain import explain_found  # noqa: PLC0415 - rare

        explain_found(checked.findings)
    else:
        _show(checked.findings, json=json)
        if not (json or is_terminal()):
            _tell_hints(checked.findings)
    environment.tell(_summary(checked))
    _end(checked.findings)


def _act(ids: Sequence[Ids], *, accept: bool, fix: bool, mend: bool) -> Act | None:
    """Return the function that acts on the findings, None if they are only shown.

    `accept` concerns the statements with these `ids`, or all if there are none.
    """
    if accept:
        from mediarel.cli.commands.accept import accept_outside  # noqa: PLC0415 - rare

        return partial(accept_outside, ids=ids)
    if fix:
        from mediarel.cli.commands.fix import fix_slips  # noqa: PLC0415 - rare

        return fix_slips
    if mend:
        from mediarel.cli.commands.mend import mend_damage  # noqa: PLC0415 - rare

        return mend_damage
    return None


def _refuse_together(**options: bool) -> None:
    """Raise MisuseError where more than one of the `options` is given."""
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
    """Print to stderr what to do, as `show_findings` does so only on a terminal."""
    places: dict[str, str] = {}
    for each in findings:
        places.setdefault(each.hint, each.place)
    for hint, place in list(places.items())[:_MOST_HINTS]:
        environment.tell(Hint(f"Hint for {place}: ", hint))
    if (more := len(places) - _MOST_HINTS) > 0:
        how = Command("check", "--json")
        environment.tell(Hint(f"{more:,} more hints: ", how))


def _end(findings: Sequence[Finding]) -> None:
    """End with the exit code that says how grave the `findings` are."""
    errors = {each.kind for each in findings if each.level == "error"}
    if errors == {"newer"}:
        raise typer.Exit(NewerArchiveError.exit_code)
    if errors:
        raise typer.Exit(DamagedError.exit_code)


def _print_json(findings: Sequence[Finding]) -> None:
    from mediarel.formats.json import indented  # noqa: PLC0415 - only for a program

    said = [{**asdict(each), "hint": as_typed(each.hint)} for each in findings]
    lines.as_json(indented(said))


def _summary(checked: CheckResult) -> str:
    counts = [
        f"{count:,} {level}{'' if count == 1 else 's'}"
        for level in ("error", "warning", "note")
        if (count := checked.count(level))
    ]
    if checked.statements is None or checked.changes is None:
        return f"The archive can't be read: {', '.join(counts)}."
    if not checked.count("error") + checked.count("warning"):
        counts.insert(0, "all is well")
    changes = f"{checked.changes:,} change{'' if checked.changes == 1 else 's'}"
    found = ", ".join(counts)
    return f"{environment.counted(checked.statements)}, {changes}: {found}."
