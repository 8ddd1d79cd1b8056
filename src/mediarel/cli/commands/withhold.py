"""Implement `mediarel withhold`: hide texts from the public."""

import re
from collections.abc import Iterator, Mapping, Sequence

import typer

from mediarel import errors
from mediarel.archive import clearing, lookup, withhold
from mediarel.archive.archive import Archive
from mediarel.archive.edit import edit
from mediarel.archive.public import Public
from mediarel.archive.session import open_session
from mediarel.cli import environment, messages, prompts, reporting, visibility
from mediarel.cli.command_line import are_ids
from mediarel.cli.messages import counted, notify, report_done, report_first
from mediarel.cli.options import common, completion, selection
from mediarel.cli.options.parameters import argument, flag
from mediarel.cli.terminal import tables, wording
from mediarel.index import search
from mediarel.index.index_file import withholding
from mediarel.model.archive_settings import EMAILS, PHONES, rules_and_clearances
from mediarel.model.statement import Statement
from mediarel.query.tree import Everything, Value, both
from mediarel.text.folding import folded_name
from mediarel.text.lines import harmless, spaced_once

_MOST = 10  # texts and the statements that contain them
# Longer numbers may be texts, such as years and phone numbers.
_SHORT_IDS = re.compile(r"#?\d{1,3}([,-]#?\d{1,3})*")
_HOW = errors.Command("withhold", "ID", "TEXT")


def run(
    context: typer.Context,
    given: list[str] | None = argument(
        "[ID… | QUERY] [TEXT]…",
        "IDs or a query (in quotes), then the texts. Without IDs or a query,"
        " texts are hidden in all statements. Example: 3 'Mam Sonando'",
        autocompletion=completion.ids,
    ),
    drop: bool = flag("--drop", "Stop withholding these texts."),
    anyway: bool = flag("--anyway", "Withhold a text even if no field has it."),
    phones: bool | None = flag(
        "--phones/--no-phones",
        "Withhold all phone numbers, or show them again.",
    ),
    emails: bool | None = flag(
        "--emails/--no-emails",
        "Withhold all e-mail addresses, or show them again.",
    ),
    list_: bool = flag("--list", "List withheld texts, and where they appear."),
    yes: bool = common.YES,
) -> None:
    """Hide texts, such as names, from the public.

    The archive keeps the texts. Published pages and export --public show a
    placeholder instead. --phones and --emails set rules for the whole archive. You can
    undo all these changes.

    Examples:
      mediarel withhold 3 'Mam Sonando'
      mediarel withhold 'Mam Sonando' --yes && mediarel undo --yes
      mediarel withhold --list
      mediarel withhold --phones --emails
    """
    first, *texts = map(spaced_once, given or [""])
    rules = {PHONES: phones, EMAILS: emails}
    wanted = {rule: on for rule, on in rules.items() if on is not None}
    rule = next(iter(wanted), PHONES)
    others = {"drop": drop, "anyway": anyway}
    common.refuse_with({"list": list_, rule: wanted}, others)
    if wanted and texts:
        raise errors.MisuseError(
            f"--{rule} can't be combined with a text",
            "Use a separate command for each.",
        )
    while are_ids(first) and texts[1:] and _SHORT_IDS.fullmatch(texts[0]):
        first = f"{first},{texts.pop(0)}"
    with environment.archive(context) as opened:
        if list_:
            _show_list(opened, given or ())
        elif wanted:
            _set_rules(opened, wanted)
        elif not texts and (anyway or not first or are_ids(first)):
            how = "Enter IDs or a query as one word, then the texts: "
            raise errors.MisuseError("withhold needs a text", how, _HOW)
        else:
            change = _drop_texts if drop else _withhold_texts
            which = first if texts else None
            change(context, opened, which, texts or [first], anyway=anyway, yes=yes)


def _set_rules(opened: Archive, wanted: dict[str, bool]) -> None:
    with open_session(opened, "withhold") as session:
        is_new = withhold.set_rules(session, wanted)
    rules, _ = rules_and_clearances(withholding(opened.index))
    said = (
        f"Withheld everywhere: {' and '.join(rules)}." if rules else "No rule is set."
    )
    if not is_new:
        notify(f"Nothing changed. {said}")
        return
    report_done(said)
    if rules and (files := opened.count_attached(Everything())):
        message = f"The files of {counted(files)} are not public until you"
        notify(
            f"{message} check and clear them: ", *visibility.clear_files("date:0001..")
        )


def _show_list(opened: Archive, words: Sequence[str]) -> None:
    """Show the withholding rules, and the withheld texts of the matching statements."""
    query = common.Filters().query(
        [f"id:{word}" if are_ids(word) else word for word in words]
    )
    rules, _ = rules_and_clearances(withholding(opened.index))
    rows = [("archive", f"all {rule}", "everywhere") for rule in rules]
    some = both(query, Value("withheld", "", is_prefix=True))
    for statement in lookup.statements(opened, some, sort="id"):
        for text in statement.withheld:
            found = tables.where(withhold.counted(statement, text)) or "nowhere"
            rows.append((str(statement.id), text, found))
    tables.show_withheld(rows, "Withheld", "Where")
    if not rows:
        notify("No text is withheld. To withhold one: ", *_HOW)
    if opened.count_attached(query):
        those = lookup.statements(opened, query)
        files = clearing.guarded_files(opened, those)
        waiting = [each for each in files if not each.is_cleared]
        if waiting:
            message = (
                f"Not public until cleared: {messages.counted_files(len(waiting))}."
            )
            notify(
                f"{message} To check and clear: ",
                *visibility.clear_files(errors.id_word(each.id for each in waiting)),
            )
    public = Public(opened, opened.now())
    visibility.report_visible_elsewhere(withhold.elsewhere(opened, public))
    names = search.values(opened.index, "withheld")
    parts = withhold.parts_left(opened, public, names)
    visibility.report_visible_parts(parts, most=len(parts))


def _withhold_texts(
    context: typer.Context,
    opened: Archive,
    first: str | None,
    texts: Sequence[str],
    *,
    anyway: bool,
    yes: bool,
) -> None:
    """Withhold texts in the statements that `first` selects.

    `first` has IDs or a query, or None for all statements. Selected statements that
    contain none of the texts are not changed, unless `anyway` is True. Raises
    InvalidError, RefusedError, or the errors of `chosen`.
    """
    if first is None:
        statements = lookup.get(opened, withhold.may_contain(opened, texts[0]))
    else:
        statements = selection.statements(context, opened, [first])
    withhold.refuse_short(texts)
    wanted = {
        each.id: [text for text in texts if anyway or withhold.counted(each, text)]
        for each in statements
    }
    for text, lacking in _missing(wanted, texts, first):
        said = errors.shorten(text)
        if first is None:
            see = errors.Command("search", "WORDS")
            hint = errors.Hint("Search for other spellings: ", see)
            raise errors.RefusedError(f"no statement contains {said!r}", hint)
        raise errors.RefusedError(
            f"{said!r} does not occur in {errors.named(lacking)}",
            "Check the spelling. If only an attached file contains the text, add"
            " --anyway.",
        )
    changing = [each for each in statements if wanted[each.id]]
    places = [place for each in changing for place in _places(each, wanted[each.id])]
    report_first(places, most=_MOST)
    # A query may be meant as a second name: 'Yeng Virak' 'Mam Sonando'.
    if first is not None and any(withhold.counted(each, first) for each in statements):
        message = f"{first!r} only selects statements, and is not withheld."
        notify(f"{message} To withhold it too: ", "withhold", first)
    if len(changing) > 1 or _is_query(first):
        question = f"Withhold this text in {counted(len(changing))}?"
        prompts.confirm(question, yes=yes)
    after = {each.id: withhold.with_texts(each, wanted[each.id]) for each in changing}
    changed = _change(opened, after, changing, "Withheld in")
    if with_files := [
        each.id for each in changed if not all(f.private for f in each.attachments)
    ]:
        message = "Attached files are not public until you check and clear them: "
        notify(message, *visibility.clear_files(errors.id_word(with_files)))
    public = Public(opened, opened.now())
    visibility.report_visible_elsewhere(withhold.elsewhere(opened, public, texts))
    versions = withhold.versions_of(opened, changed)
    every = [*changed, *(other for other, _ in versions)]
    visibility.report_visible_parts(withhold.parts_left(opened, public, texts, every))
    visibility.report_versions(versions)


def _drop_texts(
    context: typer.Context,
    opened: Archive,
    first: str | None,
    texts: Sequence[str],
    *,
    anyway: bool,
    yes: bool,
) -> None:
    """Stop withholding texts in the statements that `first` selects.

    `first` has IDs or a query, or None for all statements that withhold a text. Raises
    RefusedError, or the errors of `chosen`.
    """
    if first is None:
        ids = withhold.withheld_in(opened, texts[0], size=None)
        statements = lookup.get(opened, ids)
    else:
        statements = selection.statements(context, opened, [first])
    wanted = {}
    for each in statements:
        there = {folded_name(text) for text in each.withheld}
        wanted[each.id] = [text for text in texts if folded_name(text) in there]
    for text, lacking in _missing(wanted, texts, None if anyway else first):
        where = errors.named(lacking) if lacking else "any statement"
        see = errors.Command("withhold", "--list")
        raise errors.RefusedError(
            f"{errors.shorten(text)!r} is not withheld in {where}",
            errors.Hint("See the withheld texts: ", see),
        )
    changing = [each for each in statements if wanted[each.id]]
    if len(changing) > 1 or first is None:
        reporting.report_chosen(opened, [e.id for e in changing], "Show the text in")
        question = f"Show this text again in {counted(len(changing))}?"
        prompts.confirm(question, yes=yes)
    left = {one.id: withhold.without_texts(one, wanted[one.id]) for one in changing}
    _change(opened, left, changing, "Shown again in")


def _missing(
    found: Mapping[int, Sequence[str]], texts: Sequence[str], first: str | None
) -> Iterator[tuple[str, list[int]]]:
    """Yield each text that was not found, with the IDs of the statements that lack it.

    `found` maps the ID of each statement to the texts found there. If `first` has IDs,
    each statement must have all texts. Otherwise, each text must be in at least one
    statement.
    """
    for text in texts:
        lacking = [number for number, there in found.items() if text not in there]
        if len(lacking) == len(found) or (lacking and not _is_query(first)):
            yield text, lacking


def _is_query(first: str | None) -> bool:
    """Return True if `first` has no IDs: if it is a query or None."""
    return first is None or not are_ids(first)


def _change(
    opened: Archive,
    texts: Mapping[int, Sequence[str]],
    statements: Sequence[Statement],
    what: str,
) -> list[Statement]:
    """Set the withheld texts of statements, and return the changed statements.

    `texts` maps the ID of each statement to its withheld texts. Raises
    ChangedMeanwhileError.
    """
    expected = {each.id: each for each in statements}
    with open_session(opened, "withhold") as session:
        edits = edit(
            session,
            list(texts),
            lambda each: {"withheld": texts[each.id]},
            expected=expected,
        )
    changed = [each.after for each in edits]
    if changed:
        report_done(f"{what} {wording.statements([e.id for e in changed])}.")
    else:
        notify("Nothing changed: these texts were already withheld.")
    return changed


def _places(statement: Statement, texts: Sequence[str]) -> Iterator[str]:
    """Yield a line for each text, with the fields that contain the text."""
    for text in texts:
        found = tables.where(withhold.counted(statement, text)) or "nowhere"
        yield f"  {statement.id}  {harmless(errors.shorten(text))}: {found}"
