"""`mediarel check`: what is wrong or lost, and accepting changes from outside."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.accept import accept
from mediarel.archive.archive import Archive
from mediarel.archive.session import open_session
from mediarel.check.check import check
from mediarel.check.outside import ACCEPTED
from mediarel.cli import environment, prompts
from mediarel.cli.hints import as_typed
from mediarel.cli.options import common
from mediarel.cli.terminal import lines, wording
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

    from mediarel.archive.accept import AcceptResult
    from mediarel.check.check import CheckResult
    from mediarel.check.finding import Finding

EXAMPLES = (
    "mediarel check",
    "mediarel check --json",
    "mediarel check --fix",
    "mediarel check --mend",
    "mediarel check --explain spelling",
    "mediarel check --accept",
    "mediarel backup stick && mediarel check --drill --from stick",
)

_EXPLAIN = Command("check", "--explain", Placeholder("KIND"))
_SHOWN = 10  # findings, before they are accepted
_SHOWN_OF_A_DRILL = 5  # on a terminal, so that what was tried stays in sight


class UnacceptableError(DamagedError):
    """There are errors that can't be accepted, only corrected."""

    def __init__(self, errors: int) -> None:
        what = "an error" if errors == 1 else f"{errors:,} errors"
        super().__init__(
            f"the archive has {what} that can't be accepted; nothing was changed",
            Hint("See what to do about it: ", Command("check")),
        )


class NewerUnacceptableError(NewerArchiveError):
    """What is from a newer program can't be accepted by this one."""

    def __init__(self) -> None:
        super().__init__("the archive has what only a newer mediarel knows")


def _kinds() -> list[str]:
    from mediarel.check.kinds import KINDS  # noqa: PLC0415 - for a Tab alone

    return [kind.name for kind in KINDS]


def run(
    context: typer.Context,
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="[KIND]",
            help="With --explain: the kind of finding to explain, found or not.",
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
    _refuse_together(explain=explain, accept=accept, fix=fix, mend=mend, drill=drill)
    _refuse_together(explain=explain, accept=accept, fix=fix, mend=mend, json=json)
    if kind is not None:
        if not explain:
            raise MisuseError(
                f"{shorten(kind)!r} is a word too many",
                Hint("To explain a kind of finding: ", _EXPLAIN),
            )
        from mediarel.cli.commands.explain import explain_kind  # noqa: PLC0415 - rare

        explain_kind(kind)
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
    with environment.archive(context, archive) as opened:
        store = FileStore(environment.store_path(context, archive))
        with shown_progress() as progress, working("Checking the archive", store.path):
            checked = check(
                store, opened.index, today=environment.today(), progress=progress
            )
        if accept:
            accept_outside(opened, checked, yes=yes)
            return
        if fix:
            from mediarel.cli.commands.fix import fix_slips  # noqa: PLC0415 - rare

            fix_slips(opened, checked, yes=yes)
            return
        if mend:
            from mediarel.cli.commands.mend import mend_damage  # noqa: PLC0415 - rare

            mend_damage(opened, checked, yes=yes)
            return
    if explain:
        from mediarel.cli.commands.explain import explain_found  # noqa: PLC0415 - rare

        explain_found(checked.findings)
    else:
        _show(checked.findings, json=json)
    environment.tell(_summary(checked))
    _end(checked.findings)


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


def _end(findings: Sequence[Finding]) -> None:
    """End with the exit code that says how grave the `findings` are."""
    errors = {each.kind for each in findings if each.level == "error"}
    if errors == {"newer"}:
        raise typer.Exit(NewerArchiveError.exit_code)
    if errors:
        raise typer.Exit(DamagedError.exit_code)


def accept_outside(opened: Archive, checked: CheckResult, *, yes: bool) -> None:
    """Accept what was done outside mediarel, after showing it and asking.

    Raises UnacceptableError where there is an error of any other kind.
    """
    errors = [each for each in checked.findings if each.level == "error"]
    others = [each for each in errors if each.kind not in ACCEPTED]
    if others:
        show_findings(others)
        if all(each.kind == "newer" for each in others):
            raise NewerUnacceptableError
        raise UnacceptableError(len(others))
    outside = checked.outside
    if not outside:
        environment.tell("Nothing to accept: nothing was changed outside mediarel.")
        return
    ids = outside.ids
    found = [each for each in checked.findings if each.kind in ACCEPTED]
    for each in found[:_SHOWN]:
        environment.tell(f"  {each.place}: {each.message}")
    if len(found) > _SHOWN:
        environment.tell(f"  … and {len(found) - _SHOWN:,} more")
    if len(ids) > 1:
        question = f"Accept it for {environment.counted(len(ids))}?"
        prompts.confirm(question, yes=yes)
    with open_session(opened, "accept") as session:
        accepted = accept(session, outside)
    if outside.recorded:
        told = f"Accepted {environment.counted(len(ids))}. "
        environment.tell(Hint(told, _way_back(accepted)))
    else:
        environment.tell("Made the checksums anew; the statements are as they were.")


def _way_back(accepted: AcceptResult) -> Hint:
    """Return how what was accepted is taken back, as far as that can be."""
    unknown = sorted((*accepted.unknown, *accepted.gone))
    of = f"what statement {wording.numbers(unknown)} was before is not known"
    if not accepted.undoes_some:
        return Hint(f"It can't be taken back: {of}.")
    but = f", but {of}" if unknown else ""
    return Hint(f"To take it back{but}: ", Command("undo"))


def _print_json(findings: Sequence[Finding]) -> None:
    from mediarel.formats.json import encode  # noqa: PLC0415 - only for a program

    said = [{**asdict(each), "hint": as_typed(each.hint)} for each in findings]
    lines.as_json(encode(said, indent=2))


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
