"""Report which statements, files and texts are public, and which are hidden."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from mediarel import errors
from mediarel.archive import edit, links, withhold
from mediarel.archive.archive import Archive
from mediarel.archive.public import UNCLEARED, Hidden, LeftFile, LeftOut, Public, hidden
from mediarel.archive.session import refuse_outside_changes
from mediarel.attachments.original import Candidate
from mediarel.cli import environment, prompts
from mediarel.cli.messages import counted, counted_files, notify, report_first
from mediarel.cli.options.parameters import option
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.statements import cautions
from mediarel.dates.edtf import MONTHS
from mediarel.history.change import Edit
from mediarel.index import search
from mediarel.index.index_file import withholding
from mediarel.model.archive_settings import PHONES, rules_and_clearances
from mediarel.model.parts import WITHDRAWN, Attachment, is_ahead
from mediarel.model.statement import Draft, Statement
from mediarel.query.tree import Everything, Query
from mediarel.text.lines import first_of, spaced_once

WHY = option("--why TEXT", "Reason, as a sentence. Readers see it.")
_MOST = 10  # warnings of one kind
_NAMED = 3  # files
_MORE_WITHHELD = errors.Hint(
    "more. To list them: ", errors.Command("withhold", "--list")
)


def refuse_unsafe(archive: Archive) -> None:
    """Refuse to publish an archive that was changed outside mediarel.

    In an older copy or an edited statement, a text may not be withheld. Raises
    RefusedError.
    """
    environment.refuse_older_copy(archive.index)
    refuse_outside_changes(archive)


def warn_not_public(archive: Archive, wanted: str, asked: Iterable[str] = ()) -> None:
    """If the archive has data that is hidden from the public, warn that it is exported.

    `wanted` is the name of the format. `asked` has the arguments that select the
    statements. The suggested command contains these arguments.
    """
    found = hidden(archive)
    if parts := _parts(found):
        message = f"This output is not for the public: the archive has {parts}."
        export = ("export", "--public", "--format", wanted, *_parted(asked))
        notify(f"{message} To export only public data: ", *export)


def warn_of_withheld(
    archive: Archive, printed: Iterable[tuple[Statement, str]], wanted: str
) -> None:
    """Warn if printed texts contain what their statements withhold from the public.

    Drafts and embargoed statements are left out: `report_cautions` names them. The
    suggested command writes the format `wanted` without the withheld texts.
    """
    public = Public(archive, archive.now())
    ids = [
        each.id
        for each, text in printed
        if public.redaction(each).of(text) != text and public.seen(each)
    ]
    if ids:
        message = f"This output shows withheld texts of {errors.named(ids)}."
        which = f"id:{','.join(map(str, ids))}"
        command = ("export", "--public", "--format", wanted, which)
        notify(f"{message} To leave them out: ", *command)


def _parted(asked: Iterable[str]) -> Iterator[str]:
    """Yield the words, with `--` before the first word that starts with one hyphen."""
    is_parted = False
    for word in asked:
        if word.startswith("-") and not (word.startswith("--") or is_parted):
            is_parted = True
            yield "--"
        yield word


def _parts(found: Hidden) -> str:
    parts = [statements_left(found)] if found.drafts or found.embargoed else []
    if found.withholding:
        parts.append(f"{counted(found.withholding)} with withheld texts")
    if found.rules:
        parts.append(f"a rule that withholds {' and '.join(found.rules)}")
    return ", ".join(parts)


def report_left_out(public: Public, query: Query | None = None) -> None:
    """Report the statements that match `query` but are hidden from the public.

    Titles are not printed.
    """
    query = Everything() if query is None else query
    left = public.left_out(query)
    if left.drafts or left.embargoed:
        notify(f"Left out: {statements_left(left)}.")
    if left.files:
        _report_files(public.files_left())


def _report_files(files: Sequence[LeftFile]) -> None:
    """Report the omitted files: a line for each reason, with a few file names."""
    for why, group in groupby(files, key=attrgetter("why")):
        those = list(group)
        named = first_of([f"{each.name} of {each.id}" for each in those], _NAMED)
        message = f"Left out: {counted_files(len(those))}, {why}: {named}."
        if why == UNCLEARED:
            command = clear_files(errors.id_word(each.id for each in those))
            message = errors.Hint(
                f"{message} To clear the files for publication: ", command
            )
        notify(message)


def clear_files(
    which: object, *names: str, containing: Iterable[str] = ()
) -> errors.Command:
    """Return the command `attach --clear`, which approves files for publication.

    `which` is an ID, several IDs or a query. `names` are the names of the files; if
    there are none, all files are approved. A file that contains a withheld text is
    approved only if the text is in `containing`.
    """
    options = [word for text in containing for word in ("--containing", text)]
    return errors.Command(
        "attach", "--clear", *options, *errors.after_options(which, *names)
    )


def report_exposed(
    archive: Archive, changed: Iterable[tuple[Statement | None, Statement]]
) -> None:
    """Warn if a changed statement contains a text that other statements withhold.

    Also warn of single words of names that the statement itself withholds. Each pair in
    `changed` is a statement before and after the change. For a new statement, the first
    item of the pair is None. The change is already saved, so an AccessError is only
    reported.
    """
    changed = list(changed)
    try:
        printed = withhold.exposed_by(archive, (after for _, after in changed))
    except errors.AccessError as error:
        message = f"The change is saved, but withheld texts were not checked: {error}."
        notify(f"{message} To check later: ", "withhold")
        return
    report_visible_elsewhere(printed)
    report_visible_parts(withhold.parts_exposed_by(changed))


class Ended(NamedTuple):
    """A protection that a change ends, such as an embargo.

    `what` completes the sentence `statement 3 no longer …`. `again` has the command
    that protects the statement again.
    """

    number: int
    what: str
    again: errors.Hint


def ended(changed: Iterable[tuple[Statement | None, Statement]]) -> Iterator[Ended]:
    """Yield the withheld texts, embargoes and private files that a change uncovers.

    Each pair in `changed` is a statement before and after the change. For a new
    statement, the first item of the pair is None.
    """
    now = environment.now()
    for before, after in changed:
        if before is None:
            continue
        number = after.id
        if texts := [text for text in before.withheld if text not in after.withheld]:
            what = f"withholds {', '.join(map(repr, map(errors.shorten, texts)))}"
            how = errors.Command("withhold", *errors.after_options(number, *texts))
            yield Ended(number, what, errors.Hint("To withhold again: ", how))
        embargo = before.embargo or ""
        if is_ahead(embargo, now) and not is_ahead(after.embargo, now):
            what = f"has an embargo until {moment_in_words(embargo)}"
            how = errors.Command("edit", number, "--embargo", embargo)
            yield Ended(number, what, errors.Hint("To set it again: ", how))
        public = {each.sha256 for each in after.attachments if not each.private}
        for each in before.attachments:
            if each.private and each.sha256 in public:
                words = errors.after_options(number, each.name)
                how = errors.Command("attach", "--private", *words)
                what = f"keeps {each.name} private"
                yield Ended(number, what, errors.Hint("To attach it again: ", how))


def report_ended(changed: Iterable[tuple[Statement | None, Statement]]) -> None:
    """Warn of texts, embargoes and private files that a change uncovers."""
    found = [
        errors.Hint(f"Warning: statement {number} no longer {what}. ", again)
        for number, what, again in ended(changed)
    ]
    report_first(found, "more warnings", _MOST)


def report_private_mails(
    number: int, attached: Iterable[Attachment], files: Iterable[Candidate]
) -> None:
    """Report the mails that were attached to a statement, which are private."""
    paths = {each.attachment.sha256: each.path for each in files}
    for each in attached:
        if each.private and each.sha256 in paths:
            message = f"{each.name} is private, because e-mails can contain addresses"
            words = errors.after_options(number, paths[each.sha256])
            publish = ("attach", "--public", *words)
            notify(f"{message} and telephone numbers. To publish it: ", *publish)


def report_telephones(opened: Archive, mails: Sequence[Draft]) -> None:
    """Warn if mails contain telephone numbers that the archive does not withhold.

    A press release on a web site is public, but a mail may not be.
    """
    rules, _ = rules_and_clearances(withholding(opened.index))
    if PHONES in rules or not mails:
        return
    from mediarel.text.contacts import telephones  # noqa: PLC0415 - 30 ms

    if found := sum(bool(telephones(each.text or "")) for each in mails):
        message = f"Telephone numbers in {counted(found, 'mail')} will be public."
        notify(f"{message} To hide telephone numbers: ", "withhold", "--phones")


def report_visible_elsewhere(elsewhere: Sequence[withhold.Elsewhere]) -> None:
    """Warn of texts that are withheld in some statements and visible in others."""
    warnings = [
        errors.Hint(
            f"Warning: {each.text!r} is withheld in"
            f" {wording.statements(each.withheld_in)} but visible in"
            f" {wording.statements(each.contained_in)}{' and more' * each.is_cut}."
            " To withhold it: ",
            _withholding(each.contained_in, each.text),
        )
        for each in elsewhere
    ]
    report_first(warnings, _MORE_WITHHELD, _MOST)


def report_visible_parts(parts: Mapping[str, Sequence[int]], most: int = _MOST) -> None:
    """Warn of at most `most` single words of withheld names that are still visible.

    `parts` maps each word to the IDs of the statements.
    """
    warnings = [
        errors.Hint(
            f"{part!r} is still visible in {wording.statements(ids)}. To withhold it: ",
            _withholding(ids, part),
        )
        for part, ids in parts.items()
    ]
    report_first(warnings, _MORE_WITHHELD, most)


def _withholding(ids: Sequence[int], text: str) -> errors.Command:
    """Return the command that withholds a text in statements."""
    words = errors.after_options(errors.id_word(ids), text)
    return errors.Command("withhold", *words)


def report_partly_withheld(archive: Archive, shown: Public) -> None:
    """Warn before a publication of names that are only partly withheld.

    Report single words of withheld names, and translations that withhold no text.
    """
    names = search.values(archive.index, "withheld")
    found = withhold.parts_left(archive, shown, names).values()
    if ids := sorted({number for those in found for number in those}):
        where = wording.statements(ids)
        message = f"Warning: single words of withheld names are visible in {where}."
        notify(f"{message} To list them: ", "withhold", "--list")
    report_versions(withhold.untouched_versions(archive, shown))


def report_versions(versions: Sequence[tuple[Statement, int]]) -> None:
    """Warn of translations that withhold no text, although the original does.

    Each pair is a translation and the ID of the original.
    """
    originals = {other.id: number for other, number in versions if not other.withheld}
    if ids := sorted(originals):
        message = (
            f"Warning: a text is withheld in"
            f" {wording.statements(sorted({*originals.values()}))}, but no text in the"
            f" translation: {wording.statements(ids)}. To withhold the text there too: "
        )
        notify(message, "withhold", errors.id_word(ids), "TEXT")


def statements_left(left: LeftOut | Hidden) -> str:
    """Return the number of drafts and embargoed statements: `2 drafts`."""
    parts = []
    if left.drafts:
        parts.append(f"{left.drafts:,} draft{'s' * (left.drafts != 1)}")
    if left.embargoed:
        parts.append(f"{left.embargoed:,} under embargo")
    return " and ".join(parts)


def moment_in_words(embargo: str) -> str:
    """Return an embargo in words: `28 November 2026, 09:00 (+07:00)`."""
    moment = dt.datetime.fromisoformat(embargo)
    second = f":{moment:%S}" if moment.second else ""
    zone = "UTC" if embargo.endswith("Z") else embargo[-6:]
    day = f"{moment.day} {MONTHS[moment.month - 1].capitalize()} {moment.year}"
    return f"{day}, {moment:%H:%M}{second} ({zone})"


def report_embargoes(changed: Iterable[tuple[Statement | None, Statement]]) -> None:
    """Report new embargoes.

    Each pair in `changed` is a statement before and after the change. For a new
    statement, the first item of the pair is None.
    """
    now = environment.now()
    set_now: dict[str, list[int]] = {}
    for before, after in changed:
        if after.embargo and (before is None or before.embargo != after.embargo):
            set_now.setdefault(after.embargo, []).append(after.id)
    for embargo, ids in set_now.items():
        those = wording.statements(sorted(ids))
        said = moment_in_words(embargo)
        if is_ahead(embargo, now):
            message = f"Not public before {said}: {those}."
        else:
            message = f"The embargo of {those} ended on {said} and has no effect."
        notify(message)


def report_embargo_of(statement: Statement) -> None:
    """Report that an embargo hides the statement and its notes from readers."""
    if is_ahead(statement.embargo, environment.now()):
        said = moment_in_words(statement.embargo or "")
        notify(
            f"Statement {statement.id} is under embargo. Readers can't see the"
            f" statement or the reason before {said}."
        )


def report_notes_to_readers(edited: Sequence[Edit]) -> None:
    """Report which note readers see after a status change, or that they see no note."""
    ids_by_note: dict[str, list[int]] = {}
    for before, after in edited:
        if edit.publishes_again(before, after) and after.notes:
            said = spaced_once(after.notes[-1].text)
            ids_by_note.setdefault(said, []).append(after.id)
    for said, ids in ids_by_note.items():
        notify(f"Readers of {wording.statements(ids)} see this note: {said}")
    gone = [
        after.id
        for before, after in edited
        if after.status == WITHDRAWN != before.status and after.notes == before.notes
    ]
    if gone:
        message = f"Readers of {wording.statements(gone)} see no reason. To give a"
        which = gone[0] if len(gone) == 1 else "ID"
        message += " reason, undo this change, then: "
        notify(message, "withdraw", which, "--why", "TEXT")


def report_cautions(opened: Archive, statements: Iterable[Statement]) -> None:
    """Warn of statements that are not published or were corrected."""
    now = opened.now()
    for each in statements:
        if each.status or each.embargo or each.notes:
            for said in cautions(each, _instead(opened, each), now):
                notify(said)


def _instead(opened: Archive, statement: Statement) -> list[int]:
    """Return the IDs of the statements that replace a withdrawn statement."""
    if statement.status != WITHDRAWN:
        return []
    return opened.asked(lambda: links.replaced_by(opened.index, statement))


def reason(why: str | None, what: str) -> str:
    """Return the reason for a change. If it is missing, ask for it on a terminal.

    `what` is the new status, such as `withdrawn`. Raises NoReasonError if no reason was
    given.
    """
    if why is not None or not prompts.is_interactive():
        if not (why or "").strip():
            raise edit.NoReasonError
        return why or ""
    notify("The reason is public. Readers see it with the statement.")
    return prompts.ask(f"Why is it {what}", _check)


def _check(answer: str) -> None:
    if not answer.strip():
        raise errors.InvalidError("the reason is empty", "Write one sentence.")
