"""Implement `mediarel add`: record new statements, also from documents.

`add` proposes a statement for each document, asks the user, and adds the statements. A
translation has the same values as its original in some fields, the shared fields. If
neither an option nor the text nor an answer gives a value for a shared field, the
original's value is used.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import typer

from mediarel import errors
from mediarel.archive import duplicates, links, lookup
from mediarel.archive.add import add_all, keep_files
from mediarel.archive.archive import Archive
from mediarel.archive.proposal import (
    Proposal,
    Usual,
    common_program,
    halves,
    paired,
    pairs,
    proposal,
)
from mediarel.archive.session import open_session
from mediarel.attachments.original import MAILS, Candidate, look_at
from mediarel.check.slips import is_file_name
from mediarel.cli import (
    asking,
    environment,
    input_files,
    messages,
    normalising,
    prompts,
    reporting,
    visibility,
)
from mediarel.cli.command_line import value_whole
from mediarel.cli.messages import counted, notify, printing, report_done
from mediarel.cli.options import common, completion, fields, selection
from mediarel.cli.options.parameters import argument, flag, number, option
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.widths import shortened
from mediarel.dates.typed import DayOrder
from mediarel.documents import extraction
from mediarel.documents.document_text import DocumentText, Problem
from mediarel.documents.file_kinds import PDF
from mediarel.formats.table import STANDARD_INPUT
from mediarel.model.fields import BY_NAME, FIELDS, Field, shown_name
from mediarel.model.readers import read_field
from mediarel.model.statement import Draft, Statement
from mediarel.release.document import Origin, Sureness
from mediarel.release.headline import headline
from mediarel.text.languages import UNDETERMINED, default_for
from mediarel.text.lines import harmless, spaced_once

_MOST = 300  # columns of a value
_MOST_LINES = 30  # of a text
_GAP = "  "
_OF_ONE = ("title", "text", "sources")
_IN_HALVES = "{} has text in two languages. Add a statement for each language?"
_AS_PAIR = "{} and {} look like translations of each other. Link them?"


class Original(NamedTuple):
    """An original statement, and its values for the shared fields.

    `named` is the statement that the user entered: the original or one of its
    translations.
    """

    named: Statement
    uuid: str
    id: int | None
    shared: dict[str, Any]

    def filled(self, proposal: Proposal) -> Proposal:
        """Return the proposal with values for the shared fields.

        The proposal's own values are kept, except default values.
        """
        fields, origins = proposal.fields, proposal.origins
        taken = {
            name: value
            for name, value in self.shared.items()
            if not fields.get(name)
            or (name in origins and origins[name].sureness is Sureness.OPEN)
        }
        taken["translation_of"] = self.uuid
        whose = Origin(f"statement {self.id or self.named.id}")
        return proposal._replace(
            fields={**fields, **taken},
            origins={**origins, **dict.fromkeys(taken, whose)},
        )


class Recording(NamedTuple):
    """Options for recording documents, and fields from the command line."""

    given: Mapping[str, Any]
    order: DayOrder | None
    patience: int
    ocr: bool
    allow_duplicate: bool
    yes: bool
    original: Original | None = None


class _Source(NamedTuple):
    """A document: its name, the file to attach, and the text and metadata in it."""

    name: str
    candidate: Candidate | None
    found: DocumentText


@fields.field_options()
def run(
    context: typer.Context,
    files: list[Path] | None = argument(
        "[FILE]…",
        "Documents to add; each becomes a statement. For standard input: -"
        " Example: letter.pdf",
        readable=False,
    ),
    ocr: bool = flag("--ocr", "Read scanned pages, with tesseract."),
    patience: int = number("--patience SECONDS", "Maximum time to read one file.", 30),
    allow_duplicate: bool = flag("--allow-duplicate", "Add a likely duplicate anyway."),
    options: fields.FieldOptions = fields.NO_OPTIONS,
    translation_of: str | None = option(
        "--translation-of ID",
        "ID of the original, if this is a translation.",
        autocompletion=completion.ids,
    ),
    yes: bool = common.YES,
) -> None:
    """Add a statement, or a statement for each document, and print the IDs.

    On a terminal, mediarel asks for missing fields.

    Examples:
      mediarel add --date '16 July 2012' --program CLEC --text 'Release him.'
      mediarel add --date 2012-07 --program CLEC --title 'On land' --tag land
      mediarel add --date today --program CLEC --text - < statement.txt
      mediarel add --program CLEC joint-statement.txt
      mediarel add --translation-of 3 --title 'សូមដោះលែងគាត់'
    """
    _refuse_words(context, files or [])
    values = fields.given(options)
    with environment.archive(context) as opened:
        opened.confirm_change()  # before anything is typed
        normalising.correct_names(opened, values, yes=yes)
        source = _chosen_original(context, opened, translation_of)
        how = Recording(
            values, options.order, patience, ocr, allow_duplicate, yes, source
        )
        added = _record(opened, files, how) if files else [_add_one(opened, how)]
        _report_added(opened, added, how)


def _refuse_words(context: typer.Context, files: list[Path]) -> None:
    """Raise MisuseError if a value of several words was probably typed without quotes.

    In `--title On land`, Typer reads `land` as the name of a file.
    """
    missing = [str(path) for path in files if not path.exists()]
    whole = value_whole(context)
    if missing and whole is not None and not any(map(is_file_name, missing)):
        problem = f"there is no file {errors.shorten(files[0])!r}"
        raise errors.MisuseError(problem, whole)


def _add_one(opened: Archive, how: Recording) -> Statement:
    """Add a statement with the values of the options.

    If values are missing, ask for them. Raises MisuseError if there is no terminal.
    """
    defaults = environment.usual_values(opened)
    usual = Usual(defaults["type"], defaults.get("program"))
    proposed = _proposed(how.given, usual, how)
    missing = proposed.missing()
    if not missing:
        (added,) = _add_drafts(opened, [_draft(proposed, defaults)], (), how)
        _report_proposal(proposed, passed=(*how.given, "language"))
        return added
    if prompts.is_interactive():
        return _asked_and_added(opened, usual, defaults, how)
    raise errors.MisuseError(
        f"missing: {', '.join(missing)}",
        "Add the missing options, or run the command in a terminal to be asked.",
    )


def _proposed(values: Mapping[str, Any], usual: Usual, how: Recording) -> Proposal:
    """Return a proposal for a statement with these values.

    If a field has no value, a value found in the text is used. If the text has no value
    for the field, a translation gets the value of its original.
    """
    given = {name: v for name, v in values.items() if v or name in how.given}
    made = proposal(DocumentText(""), "", given, usual, order=how.order)
    return how.original.filled(made) if how.original else made


def _draft(proposed: Proposal, defaults: Mapping[str, str]) -> Draft:
    """Return the new statement. If its language is unknown, use the usual language."""
    draft = proposed.draft()
    if draft.language != UNDETERMINED:
        return draft
    text = draft.text or draft.title or ""
    return draft.replace(language=default_for(text, defaults.get("language")))


def _report_added(opened: Archive, added: list[Statement], how: Recording) -> None:
    """Print the IDs of the added statements to stdout, and headlines to stderr."""
    ids = [each.id for each in added]
    seen = errors.Command("show", ids[0])
    with printing(wording.statements(ids), "See it: ", seen):
        print(*ids, sep="\n")
    for each in added:
        notify(f"Added {each.id}: {spaced_once(headline(each))}")
    if not how.allow_duplicate:
        reporting.report_near(opened, added)
    reporting.report_effects(opened, [(None, each) for each in added])


def _asked_and_added(
    opened: Archive, usual: Usual, defaults: Mapping[str, str], how: Recording
) -> Statement:
    """Ask for missing fields, show the statement, and add it after confirmation.

    Until the statement is added, the answers are kept as a draft.
    """
    for name, value in how.given.items():
        read_field(name, value)  # report invalid values before asking questions
    with asking.draft(opened, how.given) as (values, keep):
        completes = (
            "" if prompts.readline_here() is None else " Press Tab to complete a value."
        )
        notify(f"Press Enter to accept the value in brackets, or to skip.{completes}")
        asking.ask_for_words(values, how.given, keep)
        known = _proposed(values, usual, how).fields
        asking.ask_for_the_rest(opened, values, how.given, known, keep)
        draft = _draft(_proposed(values, usual, how), defaults)
        shown = Proposal("", draft.fields(), {})
        _report_proposal(shown, with_text=True)
        draft = _confirmed(shown, yes=how.yes).draft()
        return _add_drafts(opened, [draft], (), how)[0]


def _record(
    opened: Archive, files: Sequence[Path], recording: Recording
) -> list[Statement]:
    """Add a statement for each file, in one change, and return the statements.

    On a terminal, show the proposed statements and ask for missing fields.

    Raises MisuseError, NotConfirmedError or LikelyDuplicateError.
    """
    if len(files) > 1:
        for name in _OF_ONE:
            if name in recording.given:
                raise errors.MisuseError(
                    f"{BY_NAME[name].option} can't be used with several files",
                    "Use a separate command for each file.",
                )
    sources = _halved(list(_sources(opened, files, recording)), recording)
    usual = _usual(opened)
    proposals = [_proposal(each, recording, usual) for each in sources]
    proposals = _paired(proposals, recording)
    if recording.original:
        proposals = [recording.original.filled(each) for each in proposals]
    can_ask = prompts.is_interactive()
    for each in proposals:
        _report_proposal(each, with_text=can_ask and len(proposals) == 1)
    missing = [f"{p.name}: {', '.join(m)}" for p in proposals if (m := p.missing())]
    if can_ask:
        proposals = _agreed(opened, proposals, recording)
    elif missing:
        raise errors.MisuseError(
            f"missing fields of {'; '.join(missing)}",
            "Add the missing options, or run the command in a terminal to be asked.",
        )
    kept = [each.candidate for each in sources if each.candidate]
    drafts = list(map(_with_document, proposals, sources))
    added = _add_drafts(opened, drafts, kept, recording)
    for made in added:
        visibility.report_private_mails(made.id, made.attachments, kept)
    mails = [x for x in added if any(y.media_type in MAILS for y in x.attachments)]
    visibility.report_telephones(opened, mails)
    return added


def _halved(sources: Sequence[_Source], recording: Recording) -> list[_Source]:
    """Split each source that is in two languages, and return all sources.

    A source is split only if the user agrees.
    """
    found: list[_Source] = []
    for each in sources:
        parts = halves(each.found.text)
        if parts is None or not _agrees(_IN_HALVES.format(each.name), recording):
            found.append(each)
            continue
        for part in parts:
            half = each.found._replace(text=part, title=None, language=None)
            found.append(each._replace(found=half))
    return found


def _paired(proposals: list[Proposal], recording: Recording) -> list[Proposal]:
    """Link proposals that are translations of each other, and return all proposals.

    Two proposals are linked only if the user agrees.
    """
    paired_ = list(proposals)
    for one, other in pairs(proposals):
        names = proposals[one].name, proposals[other].name
        if _agrees(_AS_PAIR.format(*names), recording):
            both = paired(proposals[one], proposals[other], str(uuid4()))
            paired_[one], paired_[other] = both
    return paired_


def _agrees(question: str, recording: Recording) -> bool:
    """Ask a question, and return whether the user agrees.

    With --yes, the user agrees to all questions. If there is neither a terminal nor
    --yes, report the question and return False.
    """
    if recording.yes or prompts.is_interactive():
        return recording.yes or prompts.agrees(question, default=True)
    message = f"{question} To accept, undo this change and run the command with --yes."
    report_done(message)
    return False


def _with_document(proposal: Proposal, source: _Source) -> Draft:
    """Return a draft from the proposal, with the document attached."""
    draft = proposal.draft()
    if source.candidate is None:
        return draft
    file = source.candidate.attachment
    is_read = bool(proposal.fields.get("text"))
    role = "text" if is_read else None
    if not is_read and file.media_type.startswith("image/"):
        role = "scan"
    pages = source.found.pages if file.media_type == PDF.media_type else None
    return draft.replace(attachments=(file._replace(role=role, pages=pages),))


def _sources(
    opened: Archive, files: Sequence[Path], recording: Recording
) -> Iterator[_Source]:
    """Yield the content of each file. If a file is unreadable, its text is empty."""
    # Standard input is not attached as a file.
    candidates = [
        None if path == input_files.STDIN else look_at(path, progress=opened.progress)
        for path in files
    ]
    documents = map(_document, files, candidates)
    read = extraction.read_all(
        documents, extraction.Limits(recording.patience), ocr=recording.ocr
    )
    for done, (candidate, found) in enumerate(zip(candidates, read, strict=True)):
        opened.progress("Reading the files", done, len(files))
        name = candidate.attachment.name if candidate else STANDARD_INPUT
        text = _without_text(found) if isinstance(found, Exception) else found
        yield _Source(name, candidate, text)
    opened.progress("Reading the files", 1, 1)


def _usual(opened: Archive) -> Usual:
    """Return the archive's default values."""
    usual = environment.usual_values(opened)
    program = usual.get("program")
    if program is None:
        program = common_program(lookup.used_values(opened, BY_NAME["program"]))
    return Usual(usual["type"], program, usual.get("language"))


def _proposal(source: _Source, recording: Recording, usual: Usual) -> Proposal:
    made = proposal(
        source.found, source.name, recording.given, usual, order=recording.order
    )
    return made if source.candidate else made.of_no_file()


def _document(path: Path, found: Candidate | None) -> tuple[str, Callable[[], bytes]]:
    """Return the name of a document, and a function that reads the document."""
    if found is None:
        return STANDARD_INPUT, lambda: input_files.data_of(path)[1]

    def data() -> bytes:
        extraction.refuse_large(str(path), found.attachment.size)
        return input_files.data_of(path)[1]

    return str(path), data


def _without_text(error: extraction.UnreadableDocumentError) -> DocumentText:
    advice = f"{error.hint.removesuffix('.')}, or enter the text yourself."
    problem = Problem(error.what, advice, is_lost=True)
    return DocumentText("", problems=(problem,))


def _agreed(
    opened: Archive, proposals: list[Proposal], recording: Recording
) -> list[Proposal]:
    """Ask for missing fields, and return the proposals that the user confirms."""
    whole = []
    for each in proposals:
        if each.missing():
            if len(proposals) > 1:
                notify(f"{each.name}:")
            each = _asked(opened, each)  # noqa: PLW2901 - with its answers
        whole.append(each)
    if len(whole) == 1:
        return [_confirmed(whole[0], yes=recording.yes)]
    prompts.confirm(f"Save {counted(len(whole))}?", yes=recording.yes, default=True)
    return whole


def _confirmed(shown: Proposal, *, yes: bool) -> Proposal:
    """Ask the user to save or edit a proposal, and return the proposal to save.

    If `yes` is true, don't ask. Raises NotConfirmedError.
    """
    if yes:
        return shown
    while (answer := prompts.saved_or_edited("Save this statement?")) == "edit":
        shown = asking.edited_proposal(shown)
        _report_proposal(shown, with_text=True)
    if answer == "no":
        raise prompts.NotConfirmedError
    return shown


def _asked(opened: Archive, lacking: Proposal) -> Proposal:
    """Ask for missing required fields, and return the completed proposal."""
    values = {name: value for name, value in lacking.fields.items() if value}
    had = {*values, *(field.name for field in FIELDS if not field.required)}
    asking.ask_for_words(values, [*values])
    asking.ask_for_the_rest(opened, values, had, {})
    return lacking.answered(
        {n: v for n, v in values.items() if n not in lacking.fields}
    )


def _add_drafts(
    opened: Archive,
    drafts: Sequence[Draft],
    files: Sequence[Candidate],
    recording: Recording,
) -> list[Statement]:
    """Add drafts and their files. On a terminal, ask about a likely duplicate.

    Raises LikelyDuplicateError or NotConfirmedError. Raises RefusedError if a draft
    can't be a translation of the original.
    """
    if recording.original:
        for draft in drafts:
            links.refuse_same_language(recording.original.named, draft)
    known = normalising.known_types(opened, (each.type for each in drafts))
    for given, name in known.items():
        message = normalising.normalising_message("type", given, name)
        notify(f"{message}, as in this archive.")
    drafts = [each.replace(type=known.get(each.type, each.type)) for each in drafts]

    def add(*, allow_duplicate: bool) -> list[Statement]:
        keep_files(opened, files)  # again, because a refusal removes the files
        with open_session(opened, "add") as session:
            return add_all(session, drafts, allow_duplicate=allow_duplicate)

    try:
        return add(allow_duplicate=recording.allow_duplicate)
    except duplicates.LikelyDuplicateError as error:
        if not prompts.is_interactive() or recording.yes:
            raise
        notify(f"Warning: {error.problem}.")
        prompts.confirm("Add the statement anyway?", yes=False)
        return add(allow_duplicate=True)


def _chosen_original(
    context: typer.Context, opened: Archive, word: str | None
) -> Original | None:
    """Return the original of the statement that the user entered as `word`.

    Return None if no word was entered. Raises the errors of `one_chosen`.
    """
    if word is None:
        return None
    (named,) = lookup.get(opened, [selection.one_chosen(context, opened, word)])
    read = partial(lookup.get_by_id, opened)
    uuid, found = opened.asked(lambda: links.original_of(opened.index, read, named))
    number = found.id if found else None
    return Original(named, uuid, number, links.shared_fields(found or named))


def _report_proposal(
    proposal: Proposal, *, with_text: bool = False, passed: Sequence[str] = ()
) -> None:
    """Print the fields of a proposal to stderr, with the origin of each value.

    The fields in `passed` are left out. If `with_text` is true, print the first lines
    of the text too. At the end, report problems of the document.
    """
    pages = "" if proposal.pages is None else f", {counted(proposal.pages, 'page')}"
    if proposal.name:
        messages.say(harmless(f"{proposal.name}{pages}:"))
    fields = proposal.fields
    # These are repeated in other fields, and in the heading.
    passed = [*passed, "dateline", "text_from"]
    if fields.get("dated") == fields.get("date"):
        passed.append("dated")
    for field in FIELDS:
        if fields.get(field.name) and field.name not in passed:
            value = shortened(_value(field, fields[field.name]), _MOST)
            origin = _origin(proposal.origins.get(field.name))
            messages.say(f"{_GAP}{shown_name(field.name)}: {value}{origin}")
    if with_text and fields.get("text"):
        lines = harmless(str(fields["text"])).split("\n")
        messages.say("", *(f"{_GAP}{line}".rstrip() for line in lines[:_MOST_LINES]))
        more = len(lines) - _MOST_LINES
        messages.say(*([f"{_GAP}… and {more:,} more lines"] if more > 0 else []), "")
    for problem in proposal.problems:
        advice = f" {problem.advice}" if problem.advice else ""
        careful = "Warning: " if problem.is_lost else ""
        messages.say(harmless(f"{careful}{proposal.name} {problem.what}.{advice}"))
    text = fields.get("text") if "signatories" in proposal.origins else None
    names = fields.get("signatories") or ()
    for message in normalising.signatory_warnings(text, names, proposal.miscount):
        messages.say(f"Warning: {message}.")


def _value(field: Field, value: Any) -> str:
    if field.kind.is_long:
        return f"{len(value):,} characters"
    shown = harmless(spaced_once(wording.joined(value)))
    return f"{len(value):,}: {shown}" if field.kind.is_list else shown


def _origin(origin: Origin | None) -> str:
    if origin is None:
        return ""
    if origin.sureness is Sureness.SURE:
        return f" ({origin.place})"
    return f" ({origin.place}, {origin.sureness.value})"
