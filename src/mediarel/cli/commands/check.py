"""Implement `mediarel check`: find damage, and repair some of it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import typer

from mediarel import errors
from mediarel.archive import corrections, lookup
from mediarel.archive.archive import Archive
from mediarel.archive.edit import fix, fix_text
from mediarel.archive.public import Public
from mediarel.archive.repair import accept
from mediarel.archive.restore_backup import (
    DrillResult,
    NoBackupError,
    drill,
    newest_backup,
)
from mediarel.archive.scan import Scan
from mediarel.archive.session import open_session
from mediarel.attachments.files import KeptFile
from mediarel.check.check import CheckResult, check
from mediarel.check.finding import ACCEPTED, KINDS, LEVELS, Finding, note, only, warning
from mediarel.check.slips import Fix
from mediarel.cli import environment, messages, prompts, reporting
from mediarel.cli.command_line import Ids, ids_in
from mediarel.cli.messages import counted, notify, report_done, report_first
from mediarel.cli.options import common
from mediarel.cli.options.parameters import argument, flag, option
from mediarel.cli.terminal import lines, wording
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.tables import show_findings, show_kinds
from mediarel.errors import Command, Hint
from mediarel.formats.json_syntax import indented
from mediarel.model.archive_settings import command_for
from mediarel.model.damage import damage_of
from mediarel.model.fields import BY_NAME
from mediarel.store.sound import error_in
from mediarel.store.tiny.file import FileStore
from mediarel.text.damaged import controls_in, controls_named
from mediarel.text.lines import size_in_words

_SHOWN = 10  # lines at most, before a question or in a pipe
# Accepting a statement also rewrites its rows, which a server uses for searches.
_ACCEPTABLE = {*ACCEPTED, "rows"}


def _kinds() -> list[str]:
    return [kind.name for kind in KINDS]


def run(
    context: typer.Context,
    words: list[str] | None = argument(
        "[KIND|ID]…",
        "Kind of finding for --explain, or IDs for --accept (default: all).",
        autocompletion=_kinds,
    ),
    explain: bool = flag("--explain", "Explain the findings and the next steps."),
    accept: bool = flag("--accept", "Record changes made outside mediarel."),
    fix: bool = flag("--fix", "Correct likely typing errors in names and tags."),
    fix_text: bool = flag("--fix-text", "Repair misread characters and line breaks."),
    prune: bool = flag("--prune", "Delete unneeded files. This can't be undone."),
    quick: bool = flag("--quick", "Skip the content of attached files."),
    json: bool = common.JSON,
    drill: bool = flag("--drill", "Test the newest backup by restoring it."),
    from_: Path | None = option(
        "--from PLACE",
        "With --drill: also test the newest backup in this folder, or this"
        " file. Example: ../stick",
    ),
    yes: bool = common.YES,
) -> None:
    """Check the archive: statements, history, attached files and backups.

    check also finds likely typing errors, and changes made outside mediarel (for
    example, with an editor). With --accept, --fix, --fix-text or --prune, mediarel
    shows the changes and asks first. You can undo all these changes except deletions.

    The exit code is 5 if there are errors, and 1 if a newer mediarel wrote the archive.

    Examples:
      mediarel check
      mediarel check --quick
      mediarel check --json
      mediarel check --fix
      mediarel check --fix-text
      mediarel check --explain spelling
      mediarel check --accept
      mediarel check --accept 2
      mediarel check --prune
      mediarel backup stick && mediarel check --drill --from stick
    """
    actions = {"accept": accept, "fix": fix, "fix-text": fix_text, "prune": prune}
    common.refuse_together(explain=explain, drill=drill, **actions)
    common.refuse_together(explain=explain, json=json, **actions)
    common.refuse_together(quick=quick, drill=drill, prune=prune)
    if from_ is not None and not drill:
        raise errors.MisuseError("--from needs --drill", "Add --drill.")
    if drill:
        _drill(context, from_, json=json)
        return
    if words and not accept:
        _explain_kinds(words)
        return
    ids = ids_in(words or ())
    acts = ((accept, partial(_accept, ids=ids)), (fix, _fix), (fix_text, _fix_text))
    act = next((each for is_wanted, each in acts if is_wanted), None)
    with environment.archive(context) as opened:
        if prune:
            _prune(opened, yes=yes)
            return
        checked = _checked(opened, quick=quick)
        if act is not None:
            _refuse_errors(checked, _ACCEPTABLE if accept else ())
            act(opened, checked, yes=yes)
            return
    if explain:
        found = {each.kind for each in checked.findings}
        if not found:
            notify("Nothing to explain: all is well.")
        show_kinds([kind for kind in KINDS if kind.name in found])
    else:
        _show(checked.findings, json=json)
        if not (json or lines.is_terminal()):
            _report_hints(checked.findings)
    notify(_summary(checked))
    _exit_on_errors(checked.findings)


def _checked(opened: Archive, *, quick: bool) -> CheckResult:
    with working("Checking the archive"):
        checked = check(
            opened.store,
            opened.index,
            opened.files,
            today=environment.today(),
            quick=quick,
            progress=opened.progress,
        )
        if not checked.count("error"):
            checked.findings.extend(_of_site(opened))
            checked.findings.extend(_of_readers(opened))
            checked.findings.sort(key=lambda each: LEVELS.index(each.level))
    return checked


def _of_site(opened: Archive) -> Iterator[Finding]:
    """Yield warnings about site settings that reveal data hidden from the public."""
    public = Public(opened, opened.now())
    for key, text, why in Scan(opened, public).settings_with_leaks():
        message = f"the site setting {key} contains {errors.shorten(text)!r}, {why}"
        yield warning(
            "site",
            "archive",
            message,
            Hint("Set a different value: ", command_for(key)),
        )
    try:
        public.site()
    except errors.RefusedError as error:
        yield warning("site", "archive", error.problem, error.hint)
    except errors.InvalidError:  # the check of the tables reports this
        return


def _of_readers(opened: Archive) -> Iterator[Finding]:
    """Yield a note if readers are not told of changes that they can see."""
    if ids := corrections.unannounced_in(opened, Public(opened, opened.now())):
        message = "readers can see a change, but no note tells them of it"
        hint = reporting.how_to_announce(ids)
        yield note("unannounced", wording.statements(ids), message, hint, only(ids))


def _show(findings: Sequence[Finding], *, json: bool) -> None:
    if json:
        said = [{**asdict(e), "hint": messages.as_typed(e.hint)} for e in findings]
        lines.as_json(indented(said))
    else:
        show_findings(findings)


def _report_hints(findings: Sequence[Finding]) -> None:
    """Print the hints of the findings to stderr.

    On a terminal, `show_findings` prints the hints, and this function is not called.
    """
    places: dict[str, str] = {}
    for each in findings:
        places.setdefault(each.hint, each.place)
    hints_ = [Hint(f"Hint for {place}: ", hint) for hint, place in places.items()]
    report_first(hints_, most=_SHOWN)


def _exit_on_errors(findings: Sequence[Finding]) -> None:
    """End the program with an exit code if the findings contain errors."""
    kinds = {each.kind for each in findings if each.level == "error"}
    if kinds == {"newer"}:
        raise typer.Exit(errors.NewerArchiveError.exit_code)
    if kinds:
        raise typer.Exit(errors.DamagedError.exit_code)


def _summary(checked: CheckResult) -> str:
    counts = [
        counted(count, level)
        for level in ("error", "warning", "note")
        if (count := checked.count(level))
    ]
    if checked.statements is None or checked.changes is None:
        return f"The archive can't be read: {', '.join(counts)}."
    if not checked.count("error") + checked.count("warning"):
        counts.insert(0, "all is well")
    number = counted(checked.statements)
    return f"{number}, {counted(checked.changes, 'change')}: {', '.join(counts)}."


def _refuse_errors(checked: CheckResult, acceptable: Collection[str]) -> None:
    """Show the errors of a check, and raise DamagedError or NewerArchiveError.

    NewerArchiveError is raised if a newer mediarel caused all errors. Errors of the
    kinds in `acceptable` are ignored. If no error is left, do nothing.
    """
    errors_ = (each for each in checked.findings if each.level == "error")
    found = [each for each in errors_ if each.kind not in acceptable]
    if not found:
        return
    show_findings(found)
    if all(each.kind == "newer" for each in found):
        raise errors.NewerArchiveError("a newer mediarel has written to this archive")
    raise errors.DamagedError(
        f"the archive has {counted(len(found), 'error')}; nothing was changed",
        "See what to do: ",
        Command("check"),
    )


def _accept(
    opened: Archive, checked: CheckResult, *, ids: Sequence[Ids], yes: bool
) -> None:
    """Accept changes made outside mediarel, after showing them and asking.

    If `ids` is empty, accept the changes to all statements.
    """
    outside = checked.outside
    found = [each for each in checked.findings if each.kind in ACCEPTED]
    if ids:
        if outside.lacks_checksums:
            raise errors.DamagedError(
                "all checksums are missing, so you can only accept all changes",
                "Accept all statements: ",
                Command("check", "--accept"),
            )
        wanted = {n for n in outside.ids if any(e.first <= n <= e.last for e in ids)}
        outside = outside.only(wanted)
        found = [each for each in found if each.id in wanted]
    if not ids and opened.index.lost_change():
        prompts.confirm("Accept that changes of this archive are lost?", yes=yes)
        opened.index.forget_lost_changes()
        notify("Accepted the older copy of the archive.")
        if not outside:
            return
    if not outside:
        which = "these statements" if ids else "the archive"
        notify(f"Nothing to accept: {which} did not change outside mediarel.")
        return
    number = counted(len(outside.ids))
    report_first([f"  {each.place}: {each.message}" for each in found], most=_SHOWN)
    if len(outside.ids) > 1:
        prompts.confirm(f"Accept the changes to {number}?", yes=yes)
    with open_session(opened, "accept") as session:
        accepted = accept(session, outside)
    if not outside.recorded:
        notify("Created the checksums again. No statement was changed.")
        return
    done = f"Accepted {number}."
    if unknown := sorted((*accepted.unknown, *accepted.gone)):
        done += f" The earlier content of {wording.statements(unknown)} is unknown."
    if accepted.undoes_some:
        done = Hint(f"{done} To undo: ", Command("undo"))
    notify(done)


def _fix(opened: Archive, checked: CheckResult, *, yes: bool) -> None:
    """Correct typing errors if the user agrees.

    Raises NoOneToAskError if there is no terminal and `yes` is False.
    """
    wanted = []
    if checked.fixes and not (yes or prompts.is_interactive()):
        question = f"Make {counted(len(checked.fixes), 'correction')}?"
        raise prompts.NoOneToAskError(question)
    for each in checked.fixes:
        sentence = _in_words(each)
        if yes:
            notify(f"  {sentence}")
        if yes or prompts.agrees(sentence):
            wanted.append(each)
    if wanted:
        with open_session(opened, "fix") as session:
            edited = fix(session, wanted)
        report_done(f"Corrected {counted(len(edited))}.")
    else:
        notify("Nothing was changed." if checked.fixes else "Nothing to correct.")


def _in_words(wanted: Fix) -> str:
    """Describe a correction: `program "Krn" → "KRN" in 3 statements: 4, 7, 9`."""
    word, ids = BY_NAME[wanted.field].word, wording.numbers(wanted.ids)
    if controls_in(wanted.value):
        return f"remove {controls_named(wanted.value)} from the {word} of {ids}"
    value, *becomes = map(errors.shorten, (wanted.value, *wanted.becomes))
    new = ", ".join(f'"{each}"' for each in becomes) or "(none)"
    where = f"{counted(len(wanted.ids))}: {ids}"
    return f'{word} "{value}" → {new} in {where}'


def _fix_text(opened: Archive, checked: CheckResult, *, yes: bool) -> None:
    """Repair damaged text after asking.

    Raises NotConfirmedError or NoOneToAskError.
    """
    if ids := checked.repairable:
        for statement in lookup.get(opened, ids[:_SHOWN]):
            for each in damage_of(statement.fields()):
                if each.becomes is not None:
                    change = f'"{each.excerpt}" → "{each.becomes}"'
                    notify(f"  statement {statement.id}: {each.word} {change}")
        prompts.confirm(f"Repair {counted(len(ids))}?", yes=yes)
        with open_session(opened, "fix-text") as session:
            edited = fix_text(session, ids)
        report_done(f"Repaired {counted(len(edited))}.")
    else:
        notify("Nothing to repair.")
    if any(each.kind == "lost_letters" for each in checked.findings):
        notify("Lost characters can't be repaired. To find them: ", "check")


def _prune(opened: Archive, *, yes: bool) -> None:
    """Delete the files that no statement needs, after showing them and asking.

    Raises DamagedError or NewerArchiveError if the archive can't be read, because then
    the needed files are unknown.
    """
    with working("Looking for files that are not needed"):
        if refusal := error_in(opened.store):
            raise refusal
        found = opened.files.unneeded()
    if not found:
        notify("Nothing to delete: all files are needed.")
        return
    for each in found:
        lines.line(each.place, str(each.size))
    prompts.confirm(f"Delete {_files(found)}? This can't be undone.", yes=yes)
    with open_session(opened, "check"):
        removed = opened.files.remove(found)
    notify(f"Deleted {_files(removed)}.")


def _files(files: Collection[KeptFile]) -> str:
    size = size_in_words(sum(each.size for each in files))
    return f"{counted(len(files), 'file')}, {size}"


def _explain_kinds(words: Sequence[str]) -> None:
    """Explain the kinds of findings that are named in `words`.

    Raises MisuseError if there is no such kind.
    """
    for word in words:
        if word not in _kinds():
            raise errors.MisuseError(
                f"{errors.shorten(word)!r} is not a kind of finding",
                f"The kinds are: {', '.join(_kinds())}.",
            )
    show_kinds([kind for kind in KINDS if kind.name in words])


def _drill(context: typer.Context, place: Path | None, *, json: bool) -> None:
    """Restore backups as a test, and show how they differ from the archive.

    The newest backup next to the archive is tested. If `place` is given, the newest
    backup at `place` is tested too. In this case, the backup next to the archive may be
    missing.
    """
    store = FileStore(environment.store_path(context))
    with (
        environment.archive(context, store.path) as opened,
        working("Restoring a backup to a temporary folder"),
    ):
        places = [] if place is None else [newest_backup(store, place)]
        try:
            places.insert(0, newest_backup(store))
        except NoBackupError as error:
            if place is None:
                raise
            notify(f"Not tested: {error.problem}.")
        results = [drill(opened, store, each, opened.progress) for each in places]
    findings = [finding for each in results for finding in each.findings]
    _show(findings, json=json)
    for each in results:
        _report_drilled(each)
    restored = [each for each in results if each.statements is not None]
    if restored and all(each.since for each in restored):
        to = [] if place is None else [place]
        notify("To back up the later changes too: ", "backup", *map(str, to))
    _exit_on_errors(findings)


def _report_drilled(result: DrillResult) -> None:
    """Report how much data was restored from a backup, and count the differences."""
    if result.statements is None:
        notify(f"Not restored: {result.place}.")
        return
    when = f" of {lines.local_time(result.at)}" if result.at else ""
    since = f", {counted(result.since, 'change')} ago" if result.since else ""
    notify(f"Restored {result.place} (change {result.change}{when}{since}):")
    restored = [counted(result.statements)]
    if result.files:
        restored.append(messages.counted_files(result.files))
    restored.append(counted(result.changes, "change"))
    differing = len({finding.place for finding in result.findings})
    verdict = counted(differing, "difference") if differing else "no differences"
    notify(f"  {', '.join(restored)}: {verdict}.")
