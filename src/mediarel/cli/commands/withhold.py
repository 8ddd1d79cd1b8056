"""Implement `mediarel withhold`: hide texts from the public."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel import errors
from mediarel.archive import withhold
from mediarel.archive import withhold as verbs
from mediarel.archive.clearing import guarded_files
from mediarel.archive.lookup import get, statements
from mediarel.archive.public import Public
from mediarel.archive.redaction import texts_of
from mediarel.archive.session import open_session
from mediarel.cli import environment, prompts
from mediarel.cli.commands import reporting
from mediarel.cli.options import common, completion
from mediarel.cli.options.common import Filters
from mediarel.cli.options.ids import are_ids, ids_in
from mediarel.cli.options.selection import by_query, chosen
from mediarel.cli.public import ALL, clear_files, clear_files_of, tell_elsewhere
from mediarel.cli.telling import columns
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.lines import is_plain
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.tables import WithheldRow, show_withheld, where
from mediarel.cli.terminal.widths import shortened
from mediarel.cli.terminal.wording import counted_files
from mediarel.index.index_file import withholding
from mediarel.model.archive_settings import EMAILS, PHONES, rules_and_clearances
from mediarel.query.tree import Everything, Numbered, Value, both
from mediarel.text.folding import folded_name
from mediarel.text.lines import harmless, spaced_once
from mediarel.text.withheld import spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.history.change import Edit
    from mediarel.model.statement import Statement
    from mediarel.query.tree import Query


_MOST = 10  # parts of names, or versions in other languages, that are reported
_LANGUAGES = {"en": "English", "km": "Khmer"}
_SHOWN = 10  # statements for which the places of a text are shown
# Characters shown before and after a text; before it, if the terminal is narrow.
_BEFORE, _BEHIND, _LITTLE_BEFORE = 15, 30, 5
_OPENS, _CLOSES = "»", "«"
EXAMPLES = (
    "mediarel withhold 3 'Mam Sonando'",
    "mediarel withhold 'Mam Sonando' --yes && mediarel undo",
    "mediarel withhold --list",
    "mediarel withhold --phones --emails",
)
_DIGITS_OF_NUMBERS = 5  # from which on a number may be one to withhold
_HOW = errors.Command("withhold", errors.Placeholder("ID"), errors.Placeholder("TEXT"))


def run(
    context: typer.Context,
    given: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID… | QUERY] [TEXT]…",
            help="IDs or a query, as one word, then the texts. A text alone is withheld"
            " in all statements that contain it. Example: 3 'Mam Sonando'",
            autocompletion=completion.ids,
        ),
    ] = None,
    drop: Annotated[
        bool, typer.Option("--drop", help="Stop withholding these texts.")
    ] = False,
    anyway: Annotated[
        bool,
        typer.Option("--anyway", help="Also withhold texts that no field contains."),
    ] = False,
    phones: Annotated[
        bool | None,
        typer.Option(
            "--phones/--no-phones",
            help="Withhold all phone numbers in the archive, or stop this.",
        ),
    ] = None,
    emails: Annotated[
        bool | None,
        typer.Option(
            "--emails/--no-emails",
            help="Withhold all e-mail addresses in the archive, or stop this.",
        ),
    ] = None,
    list_: Annotated[
        bool,
        typer.Option("--list", help="List withheld texts and the fields with them."),
    ] = False,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Hide texts, such as names, from the public, in every spelling.

    The archive keeps the texts. Published pages and export --public show a mark
    instead. --phones and --emails are rules for the whole archive. You can undo all
    this.
    """
    first, *texts = map(spaced_once, given or [""])
    rules = {PHONES: phones, EMAILS: emails}
    wanted = {rule: on for rule, on in rules.items() if on is not None}
    rule = next(iter(wanted), "phones")
    for option, value in {"drop": drop, "anyway": anyway}.items():
        common.refuse_together(**{"list": list_, rule: wanted, option: value})
    if wanted and texts:
        raise errors.MisuseError(
            f"--{rule} can't be combined with a text",
            "Use a separate command for each.",
        )
    _refuse_split_ids(first, texts)
    with environment.archive(context, archive) as opened:
        if list_:
            _show_list(opened, given or ())
        elif wanted:
            _set_rules(opened, wanted)
        elif not texts and (anyway or not first or are_ids(first)):
            example = errors.Command("withhold", 3, "Mam Sonando", *("--drop",) * drop)
            how = errors.Hint(
                "Enter IDs or a query as one word, then the texts: ", _HOW
            )
            raise errors.MisuseError(
                "withhold needs a text", errors.Hint(how, " – for example: ", example)
            )
        else:
            change = _drop_texts if drop else _withhold_texts
            where = first if texts else None
            change(context, opened, where, texts or [first], anyway=anyway, yes=yes)


def _refuse_split_ids(first: str, texts: Sequence[str]) -> None:
    """Raise MisuseError if short numbers after ids are followed by another text."""
    ids = [first, *takewhile(_looks_like_id, texts)] if are_ids(first) else []
    if 1 < len(ids) <= len(texts):
        words = errors.after_options(",".join(ids), *texts[len(ids) - 1 :])
        raise errors.MisuseError(
            f"several IDs must be one word, not {' '.join(ids)}",
            errors.Hint("Join them: ", errors.Command("withhold", *words)),
        )


def _looks_like_id(text: str) -> bool:
    return text.isdecimal() and len(text) < _DIGITS_OF_NUMBERS


def _set_rules(opened: Archive, wanted: dict[str, bool]) -> None:
    with open_session(opened, "withhold") as session:
        is_new = verbs.set_rules(session, wanted)
    rules, _ = rules_and_clearances(withholding(opened.index))
    said = (
        f"Withheld everywhere: {' and '.join(rules)}." if rules else "No rule is set."
    )
    if not is_new:
        environment.tell(f"Nothing changed. {said}")
        return
    reporting.tell_done(said)
    if rules and (files := opened.count_attached(Everything())):
        told = f"The files of {environment.counted(files)} are not public until you"
        environment.tell(
            errors.Hint(f"{told} check and clear them: ", clear_files(ALL))
        )


def _show_list(opened: Archive, words: Sequence[str]) -> None:
    """Show the texts withheld in the statements found, and the rules of the archive."""
    query = Filters().query([f"id:{word}" if are_ids(word) else word for word in words])
    rules, _ = rules_and_clearances(withholding(opened.index))
    rows = [WithheldRow("archive", f"all {rule}", "everywhere") for rule in rules]
    rows += _rows(opened, query)
    show_withheld(rows)
    if not rows:
        environment.tell(errors.Hint("No text is withheld. To withhold one: ", _HOW))
    if opened.count_attached(query):
        _tell_files(opened, query)
    tell_elsewhere(withhold.elsewhere(opened, Public(opened, opened.now())))


def _rows(opened: Archive, query: Query) -> Iterator[WithheldRow]:
    those = both(query, Value("withheld", "", is_prefix=True))
    for statement in statements(opened, those, sort="id"):
        for text in statement.withheld:
            found = where(verbs.counted(statement, text))
            yield WithheldRow(str(statement.id), text, found or "nowhere")


def _tell_files(opened: Archive, query: Query) -> None:
    """Report how many files are cleared for the public, and how many are not."""
    files = list(guarded_files(opened, statements(opened, query)))
    waiting = [each for each in files if not each.is_cleared]
    if cleared := len(files) - len(waiting):
        environment.tell(f"Cleared for the public: {counted_files(cleared)}.")
    if waiting:
        told = f"Not public until cleared: {counted_files(len(waiting))}."
        command = clear_files_of(each.id for each in waiting)
        environment.tell(errors.Hint(f"{told} To check and clear: ", command))


def _withhold_texts(
    context: typer.Context,
    opened: Archive,
    first: str | None,
    texts: Sequence[str],
    *,
    anyway: bool,
    yes: bool,
) -> None:
    """Withhold `texts` in the statements that `first` names, ids or a query.

    With a query, only statements that contain a text change; with `anyway` all that it
    finds. With None, all statements that contain a text change. Raises InvalidError,
    TextNotFoundError, NoStatementHasTextError, MisuseError, or the errors of
    `chosen`.
    """
    if first is not None and not anyway:
        _refuse_turned(opened, first, texts)
    statements = _chosen(context, opened, first, texts[0])
    verbs.refuse_short(texts)
    wanted = {each.id: [*texts] for each in statements}
    if not anyway:
        wanted = _contained(statements, texts, first)
    changing = [each for each in statements if wanted[each.id]]
    for each in changing[:_SHOWN]:
        _tell_places(each, wanted[each.id])
    if (more := len(changing) - _SHOWN) > 0:
        environment.tell(f"  … and {more:,} more")
    whole = " ".join([first or "", *texts])
    if first is not None and any(verbs.counted(each, whole) for each in statements):
        told = f"{first!r} selects the statements; only {', '.join(map(repr, texts))}"
        both = errors.Command("withhold", whole)
        environment.tell(errors.Hint(f"{told} is withheld. To withhold both: ", both))
    if len(changing) > 1 or _by_query(first):
        question = f"Withhold this text in {environment.counted(len(changing))}?"
        prompts.confirm(question, yes=yes)
    changed = _change(opened, verbs.withhold, wanted, changing, "Withheld in")
    with_files = [
        each.id
        for each in changed
        if not all(file.private for file in each.attachments)
    ]
    if with_files:
        told = "Their files are not public until you check and clear them: "
        environment.tell(errors.Hint(told, clear_files_of(with_files)))
    public = Public(opened, opened.now())
    tell_elsewhere(withhold.elsewhere(opened, public, texts))
    _tell_parts(opened, changed, texts)


def _contained(
    statements: Sequence[Statement], texts: Sequence[str], first: str | None
) -> dict[int, list[str]]:
    """Return which of `texts` each of `statements` contains, by ID.

    Raises TextNotFoundError or NoStatementHasTextError if none contains a text. If
    IDs are named, each statement must contain all texts.
    """
    wanted = {
        each.id: [text for text in texts if verbs.counted(each, text)]
        for each in statements
    }
    for text in texts:
        lacking = [n for n, standing in wanted.items() if text not in standing]
        if first is None and len(lacking) == len(wanted):
            raise verbs.NoStatementHasTextError(text)
        if lacking and (not _by_query(first) or len(lacking) == len(wanted)):
            raise verbs.TextNotFoundError(text, lacking)
    return wanted


def _drop_texts(
    context: typer.Context,
    opened: Archive,
    first: str | None,
    texts: Sequence[str],
    *,
    anyway: bool,
    yes: bool,
) -> None:
    """Stop withholding `texts` in the statements that `first` names, IDs or a query.

    With None, in all statements that withhold one. Raises NotWithheldError,
    MisuseError, or the errors of `chosen`.
    """
    if first is None:
        statements = get(opened, withhold.withheld_in(opened, texts[0], size=None))
        if not statements:
            raise verbs.NotWithheldError(texts[0], [])
    else:
        if not anyway:
            _refuse_turned(opened, first, texts, "--drop")
        statements = _chosen(context, opened, first, texts[0])
    wanted = {each.id: _withheld_in(each, texts) for each in statements}
    for text in texts:
        lacking = [n for n, those in wanted.items() if text not in those]
        is_fault = not (_by_query(first) or anyway) or len(lacking) == len(wanted)
        if lacking and is_fault:
            raise verbs.NotWithheldError(text, lacking)
    changing = [each for each in statements if wanted[each.id]]
    if len(changing) > 1 or first is None:
        environment.tell_chosen(opened, [e.id for e in changing], "Show the text in")
        question = f"Show this text again in {environment.counted(len(changing))}?"
        prompts.confirm(question, yes=yes)
    _change(opened, verbs.show_again, wanted, changing, "Shown again in")


def _change(
    opened: Archive,
    verb: Callable[..., list[Edit]],
    wanted: Mapping[int, Sequence[str]],
    statements: Sequence[Statement],
    what: str,
) -> list[Statement]:
    """Change the `wanted` texts of each statement, report it, and return statements.

    Returns only changed statements. Raises ChangedMeanwhileError.
    """
    expected = {each.id: each for each in statements}
    with open_session(opened, "withhold") as session:
        edits = verb(session, {n: wanted[n] for n in expected}, expected=expected)
    changed = [edit.after for edit in edits]
    if changed:
        reporting.tell_done(f"{what} {wording.statements([e.id for e in changed])}.")
    else:
        environment.tell("Nothing changed: these texts are withheld already.")
    return changed


def _by_query(first: str | None) -> bool:
    """Return whether statements without a text are skipped."""
    return first is None or by_query([first])


def _chosen(
    context: typer.Context,
    opened: Archive,
    first: str | None,
    text: str,
) -> list[Statement]:
    """Return the statements `first` names; if None, those that may contain `text`."""
    with working("Reading the statements"):
        if first is None:
            return get(opened, withhold.may_contain(opened, text))
        return get(opened, chosen(context, opened, [first]))


def _withheld_in(statement: Statement, texts: Sequence[str]) -> list[str]:
    there = {folded_name(text) for text in statement.withheld}
    return [text for text in texts if folded_name(text) in there]


def _tell_places(statement: Statement, texts: Sequence[str]) -> None:
    """Report how often and in which fields `texts` occur, with the first occurrence."""
    for text in texts:
        found = verbs.counted(statement, text)
        told = f"  {statement.id}  {errors.shorten(text)}: {where(found) or 'nowhere'}"
        place = _in_its_place(statement, text, _BEFORE)
        lines = [f"{told}  {place}"]
        if place and _CLOSES not in _fitting(lines[0]):  # the text must be visible
            lines = [told, f"     {_in_its_place(statement, text, _LITTLE_BEFORE)}"]
        for line in lines:
            environment.tell(harmless(_fitting(line)))


def _fitting(told: str) -> str:
    return told if is_plain() else shortened(told, columns() - 1)


def _in_its_place(statement: Statement, text: str, most: int) -> str:
    """Return the first occurrence of `text` in `statement`, marked, in context.

    The context has at most `most` characters before the text.
    """
    for _, value in texts_of(statement):
        for start, stop in spans(value, (text,)):
            before = value[max(0, start - most) : start]
            behind = value[stop : stop + _BEHIND]
            marked = f"{before}{_OPENS}{value[start:stop]}{_CLOSES}{behind}"
            return f"…{spaced_once(marked)}…"
    return ""


def _refuse_turned(
    archive: Archive, first: str, texts: Sequence[str], *more: str
) -> None:
    """Raise MisuseError if one of `texts` is an existing ID, but `first` is not.

    `more` are options of the command.
    """
    if are_ids(first):
        return
    for text in texts:
        if _are_there(archive, text):
            rest = [first, *(each for each in texts if each != text)]
            raise errors.MisuseError(
                f"the IDs must come first, not {errors.shorten(rest[0])!r}",
                errors.Hint(
                    "Did you mean: ",
                    errors.Command(
                        "withhold", *more, *errors.after_options(text, *rest)
                    ),
                    f" – if {text} is a text to withhold, add --anyway",
                ),
            )


def _are_there(archive: Archive, text: str) -> bool:
    if not are_ids(text):
        return False
    try:
        ids = ids_in([text])
    except errors.MediarelError:  # figures that are no ids: a telephone number, a year
        return False
    singles = tuple({each.first for each in ids} | {each.last for each in ids})
    return archive.page(Numbered(singles), size=0).total == len(singles)


def _tell_parts(
    opened: Archive, statements: Sequence[Statement], texts: Sequence[str]
) -> None:
    """Report where parts of `texts` still occur, and versions that may contain them.

    `texts` were just withheld in `statements`. A version that withholds as many texts
    is not reported, as the name is hidden there already.
    """
    versions = withhold.versions_of(opened, statements)
    every = [*statements, *(other for other, _ in versions)]
    for part, ids in list(withhold.parts_left(every, texts).items())[:_MOST]:
        told = f"{part!r} is still visible in {wording.statements(ids)}."
        how = errors.Command(
            "withhold", *errors.after_options(",".join(map(str, ids)), part)
        )
        environment.tell(errors.Hint(f"{told} To withhold it: ", how))
    number = {each.id: len(each.withheld) for each in statements}
    for other, version in versions[:_MOST]:
        if len(other.withheld) >= number[version.of]:
            continue
        language = _LANGUAGES.get(version.language, version.language)
        told = f"Statement {version.id} is the {language} version of {version.of}. To"
        told += " withhold the name there too: "
        how = errors.Command("withhold", version.id, errors.Placeholder("TEXT"))
        environment.tell(errors.Hint(told, how))
