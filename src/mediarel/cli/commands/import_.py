"""Implement `mediarel import`: add statements from files and folders."""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import typer

from mediarel import errors
from mediarel.archive import import_
from mediarel.archive.add import attaching
from mediarel.archive.archive import Archive
from mediarel.archive.proposal import Proposal
from mediarel.archive.session import open_session
from mediarel.cli import (
    capturing,
    collecting,
    environment,
    intake,
    normalising,
    prompts,
    reporting,
    visibility,
)
from mediarel.cli.asking import NoEditorError, edited_proposal
from mediarel.cli.messages import counted, counted_files, notify, print_error
from mediarel.cli.options import common, completion, fields
from mediarel.cli.options.parameters import argument, flag, number, option
from mediarel.cli.output import paged
from mediarel.cli.terminal import statements
from mediarel.cli.terminal.lines import is_terminal
from mediarel.cli.terminal.tables import show_table
from mediarel.formats.drafts import Filling, Taken
from mediarel.formats.encoding import checked
from mediarel.formats.entries import ReadOptions
from mediarel.formats.table import READABLE
from mediarel.text.lines import first_of

_SHOWN, _SHOWN_FILES = 10, 5
_ANSWER = re.compile(r"(x?) ?([0-9]{1,9})")
_HELP = (
    "Press Enter to save all entries. Or type 3 to edit entry 3, x3 to drop entry 3,"
    " q to cancel."
)
_PANEL = "Reading"  # group of options in the help
_option = partial(option, rich_help_panel=_PANEL)


def run(
    context: typer.Context,
    files: list[Path] = argument(
        "FILE…",
        "Files or folders to import; - is standard input. Example: feed.xml",
        readable=False,
    ),
    format: str | None = option(
        "--format FORMAT",
        f"Format: {', '.join(READABLE)} (default: detected from the content).",
        autocompletion=lambda: list(READABLE),
    ),
    dry_run: bool = flag("--dry-run -n", "Only show what would be imported."),
    lines: bool = flag("--lines", "With --dry-run: show the use of each line."),
    report: Path | None = option(
        "--report FILE",
        "Write a new CSV file that shows how each line was used, or each page"
        " of a captured site. Example: lines.csv",
    ),
    as_json: bool = common.JSON,
    update: bool = flag("--update", "Update existing statements from the files."),
    skip_bad: bool = flag("--skip-bad", "Skip entries that can't be imported."),
    allow_duplicate: bool = flag("--allow-duplicate", "Also add likely duplicates."),
    fix_text: bool = flag("--fix-text", "Repair misread characters: â€™ for ’."),
    without_files: bool = flag(
        "--without-files", "Import statements even if their attached files are missing."
    ),
    undated: bool = flag(
        "--undated", "Also import entries without a date: use dates of nearby entries."
    ),
    program: str | None = _option(
        "--issuer --program NAME",
        "Issuer of statements without an issuer. On a web page: issuer of all"
        " statements.",
        autocompletion=completion.values_of("program"),
    ),
    type: str | None = _option(
        "--type TYPE",
        "Type of statements without a type. Example: Press Release",
        autocompletion=completion.values_of("type"),
    ),
    day_first: bool = fields.DAY_FIRST,
    month_first: bool = fields.MONTH_FIRST,
    map: list[collecting.Column] | None = _option(
        "--map COLUMN=FIELD",
        "Field for a column. To skip a column, use COLUMN=. Can be repeated."
        " Example: Headline=title",
        parser=collecting.column,
    ),
    encoding: str | None = _option(
        "--encoding NAME",
        "Character encoding of the files (default: detected). Example: cp1252",
        parser=checked,
    ),
    base: str | None = _option(
        "--base URL",
        "Original URL of a saved web page, to complete relative links."
        " Example: https://example.org/news/",
        parser=collecting.page_url,
    ),
    pick: int | None = number(
        "--pick N",
        "If a page can be read in several ways, use the way with this number.",
        rich_help_panel=_PANEL,
    ),
    read_text: bool = flag(
        "--read-text",
        "For tables: find type, place and signatories in the texts.",
        rich_help_panel=_PANEL,
    ),
    no_keep_pages: bool = flag(
        "--no-keep-pages",
        "For a captured site: don't attach the original page of each release,"
        " which is hidden from the public.",
    ),
    public_files: bool = flag(
        "--public-files",
        "For mails: publish their attached files. Otherwise they are private.",
    ),
    yes: bool = common.YES,
) -> None:
    """Import statements from files, folders or a captured site, oldest first.

    A captured site is a WARC or WACZ file, a folder from `wget --mirror` or HTTrack, a
    ZIP file of such a folder, or mails (mbox, maildir, or a folder of .eml or .msg).

    If a statement is already in the archive, it is not added again.

    Examples:
      mediarel import page.txt
      mediarel import old.json older.jsonl
      mediarel import feed.xml news --dry-run
      mediarel export --format json | mediarel import - --archive copy
    """
    common.refuse_together(json=as_json, lines=lines)
    if (as_json or lines) and not dry_run:
        raise errors.MisuseError(
            f"--{'json' if as_json else 'lines'} needs --dry-run",
            "Add --dry-run. For a report of a real import, use --report lines.csv.",
        )
    options = ReadOptions(
        columns=dict(map or ()),
        encoding=encoding,
        base=base,
        order=environment.day_order(day_first=day_first, month_first=month_first),
        undated=undated,
        pick=pick,
        read_text=read_text,
    )
    with (
        environment.archive(context) as opened,
        environment.change_interrupted(opened),
        ExitStack() as stack,
    ):
        usual = environment.usual_values(opened)
        filling = Filling(
            program or usual.get("program"),
            type or usual["type"],
            fix_text,
            options.order,
            usual.get("language"),
            issuer=program,
        )
        how = collecting.How(format, options, filling)
        captured = {"no_keep_pages": no_keep_pages, "public_files": public_files}
        site, found = stack.enter_context(
            _collected(opened, files, how, report, lines=lines, **captured)
        )
        found = found._replace(taken=_with_known_types(opened, found.taken))
        job = _Import(opened, site, allow_duplicate, update, without_files, yes)
        if dry_run:
            plan = job.planned(found)
            if lines:
                with paged(context):
                    show_table(intake.LINE_COLUMNS, intake.account(found))
            if as_json or not (lines or is_terminal()):
                intake.print_plan(found, plan, update=update, as_json=as_json)
            if not as_json:
                intake.show_plan(found, plan, update=update, fix_text=fix_text)
            capturing.report_uses(site, plan, None, report)
        intake.refuse_bad(found, skip_bad=skip_bad)
        found, _ = job.with_files(found)
        if dry_run:
            return
        intake.report_files(found)
        found, shown = job.agreed(found)
        found, attached = job.with_files(found)  # without files of dropped entries
        copied = import_.take_files(opened, attached)
        with (
            open_session(opened, "import") as session,
            attaching(session, attached.attachments),
        ):
            result = import_.import_(
                session, found.taken, allow_duplicate=allow_duplicate, shown=shown
            )
        intake.report_result(result, is_updated=update, fix_text=fix_text)
        visibility.report_ended(result.edited)
        if not allow_duplicate:
            reporting.report_near(opened, result.added)
        capturing.report_uses(site, result.plan, result, report)
        capturing.report_telephones(opened, site, result)
    if copied:
        notify(f"Also imported {counted_files(copied)}.")


@contextmanager
def _collected(
    opened: Archive,
    files: Sequence[Path],
    how: collecting.How,
    report: Path | None,
    *,
    lines: bool,
    **options: bool,
) -> Iterator[tuple[capturing.Capture | None, collecting.Collected]]:
    """Read the files. Yield the captured site, if the files are one, and the entries.

    `options` are only for captured sites. For other files, also write the report.
    Raises MisuseError for a published site or bag, and for options that have no effect
    on the files.
    """
    collecting.refuse_published(files)
    if report:
        intake.refuse_report(opened, report, files)
    if not capturing.are_captures(files):
        for name in (name for name, is_given in options.items() if is_given):
            option = f"--{name.replace('_', '-')}"
            raise errors.MisuseError(
                f"{option} needs a captured site", f"Leave out {option}."
            )
        found = collecting.collect(files, how, opened.store.location)
        if report:
            intake.write_report(found, report)
        yield None, found
        return
    capturing.refuse_options(how, lines=lines)
    with capturing.captured(opened, files, how, **options) as site:
        capturing.report_capture(site.found)
        yield site, collecting.Collected(site.found.taken, [], [], [], {})


def _with_known_types(opened: Archive, taken: Sequence[Taken]) -> list[Taken]:
    """Use the archive's spelling of each type, and return the entries."""
    changed = normalising.known_types(opened, {each.draft.type for each in taken})
    return [
        each._replace(
            draft=each.draft.replace(type=known),
            normalised=(*each.normalised, ("type", each.draft.type, known)),
        )
        if (known := changed.get(each.draft.type))
        else each
        for each in taken
    ]


class _Import(NamedTuple):
    """An import into an archive, with the options of the user.

    If the imported files are a captured site, `site` is this site.
    """

    opened: Archive
    site: capturing.Capture | None
    allow_duplicate: bool
    update: bool
    without_files: bool
    yes: bool

    def planned(self, found: collecting.Collected) -> import_.ImportPlan:
        """Compare the entries with the archive."""
        return import_.planned_import(
            self.opened.index,
            found.taken,
            allow_duplicate=self.allow_duplicate,
            progress=self.opened.progress,
        )

    def with_files(
        self, found: collecting.Collected
    ) -> tuple[collecting.Collected, import_.FilesFound]:
        """Find the attached files of the entries. Return a pair: entries, and files.

        With --without-files, report missing files, and remove these files from the
        entries. Otherwise, raises InvalidError if files are missing.
        """
        if not any(each.draft.attachments for each in found.taken):
            return found, import_.FilesFound([], {}, [])
        recorded = list(intake.recorded(self.planned(found), update=self.update))
        folder = self.site.files if self.site else None
        files = import_.files_of(self.opened, recorded, folder)
        if not files.lacking:
            return found, files
        if not self.without_files:
            named = first_of([each.words for each in files.lacking], _SHOWN_FILES)
            files_are = "an attached file is", "attached files are"
            raise errors.InvalidError(
                f"{files_are[len(files.lacking) > 1]} missing: {named}",
                "Put the files into a folder files/ next to the imported file, with"
                " their SHA-256 as names. To import without files, add"
                " --without-files.",
            )
        for each in files.lacking:
            notify(f"Missing, so not imported: {each.words}.")
        taken = import_.without_files(found.taken, files.lacking)
        return found._replace(taken=taken), files

    def agreed(
        self, found: collecting.Collected
    ) -> tuple[collecting.Collected, list[import_.Difference]]:
        """Return the entries to import, and the changes that the user confirmed.

        On a terminal, the user can edit or drop new entries. Changes to existing
        statements are shown and must be confirmed.

        Raises NotConfirmedError or NoOneToAskError.
        """
        is_reviewed = prompts.is_interactive() and not self.yes
        if not (self.update or is_reviewed):
            return found, []
        plan = self.planned(found)
        if is_reviewed and plan.new and (taken := _reviewed(plan)):
            intake.report_doubtful(plan.doubtful)
            found = found._replace(taken=taken)
        if not (self.update and plan.differing):
            return found, []
        statements.show_edits([each.edit for each in plan.differing], most=_SHOWN)
        which = counted(len(plan.differing))
        prompts.confirm(f"Update {which} with values from the files?", yes=self.yes)
        return found, plan.differing


def _reviewed(plan: import_.ImportPlan) -> Sequence[Taken] | None:
    """Show the new entries of a plan, and ask whether to save, edit or drop them.

    Return None if the user changes nothing. Otherwise, return all entries of the plan
    except likely duplicates.

    Raises NotConfirmedError, or Abort for Ctrl-C.
    """
    entries = dict(enumerate(plan.new, 1))
    intake.show_entries(plan.new)
    intake.report_issuers(plan.new)
    notify(_HELP)
    while answer := _answer(len(entries)):
        if answer == "q":
            raise prompts.NotConfirmedError
        found = _ANSWER.fullmatch(answer)
        number = int(found[2]) if found else 0
        if found is None:
            notify(_HELP)
        elif number not in entries:
            notify(f"There is no entry {number} in the table.")
        elif found[1]:
            del entries[number]
            notify(f"Dropped entry {number}.")
        else:
            try:
                entries[number] = _edited(entries[number])
            except (errors.InvalidError, NoEditorError) as error:
                # The other entries, and earlier edits, are kept.
                print_error(error)
                notify(f"Entry {number} is unchanged.")
            else:
                intake.show_entries([entries[number]], number)
        if not entries:
            raise prompts.NotConfirmedError
    if [*entries.values()] == [*plan.new]:
        return None
    kept = {each.draft.uuid for each in entries.values()}
    dropped = {uuid for each in plan.new if (uuid := each.draft.uuid)} - kept
    others = [each.taken for each in (*plan.filled, *plan.differing)]
    same = [taken for taken, _ in plan.same]
    every = (
        _without_original(each) if each.draft.translation_of in dropped else each
        for each in (*entries.values(), *others, *same)
    )
    return sorted(every, key=lambda taken: taken.draft.date.first)


def _without_original(taken: Taken) -> Taken:
    return taken._replace(draft=taken.draft.replace(translation_of=None))


def _answer(count: int) -> str:
    question = f"Save {counted(count)}? [Enter/number/x3/q]: "
    return prompts.typed(question).strip().lower()


def _edited(taken: Taken) -> Taken:
    """Let the user edit an entry in their editor, and return the entry."""
    before = taken.draft
    proposal = edited_proposal(Proposal("entry", before.fields(), {}))
    draft = proposal.draft().replace(uuid=before.uuid)
    return taken._replace(draft=draft, said=taken.said | {*proposal.origins})
