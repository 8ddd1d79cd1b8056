"""`mediarel withhold`: texts that the public sees nowhere."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive import withhold as verbs
from mediarel.archive.attached import count_attached
from mediarel.archive.session import open_session
from mediarel.cli import environment
from mediarel.cli.options import common, completion
from mediarel.cli.options.ids import are_ids
from mediarel.cli.public import ALL, clear_files
from mediarel.errors import Command, Hint, MisuseError, Placeholder, after_options
from mediarel.index.revision import withholding
from mediarel.model.withholding import EMAILS, PHONES, said_in
from mediarel.query.tree import Everything
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.archive.archive import Archive

EXAMPLES = (
    "mediarel withhold 3 'Mam Sonando'",
    "mediarel withhold 'Mam Sonando' --yes && mediarel undo",
    "mediarel withhold --list",
    "mediarel withhold --phones --emails",
)

_DIGITS_OF_NUMBERS = 5  # from which on a number may be one to withhold
_HOW = Command("withhold", Placeholder("ID"), Placeholder("TEXT"))


class SplitIdsError(MisuseError):
    """Ids were given as several words."""

    def __init__(self, ids: Sequence[str], texts: Sequence[str]) -> None:
        super().__init__(
            f"ids must be one word, not {' '.join(ids)}",
            Hint(
                "Join them: ",
                Command("withhold", *after_options(",".join(ids), *texts)),
            ),
        )


class NothingToWithholdError(MisuseError):
    """Neither texts were given nor anything else to do."""

    def __init__(self, first: str, *, drop: bool) -> None:
        what = "no text is given" if first else "nothing is named to be withheld"
        more = ("--drop",) * drop
        example = Command("withhold", 3, "Mam Sonando", *more)
        hint = Hint("Give ids or a query as one word, then the texts: ", _HOW)
        super().__init__(what, Hint(hint, " – as in: ", example))


def run(
    context: typer.Context,
    given: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID… | QUERY] [TEXT]…",
            help="Ids or a query, as one word; then the texts to withhold there."
            " A text alone: in all statements that contain it.",
            autocompletion=completion.ids,
        ),
    ] = None,
    drop: Annotated[
        bool, typer.Option("--drop", help="Show these texts again.")
    ] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also where a text stands nowhere.")
    ] = False,
    phones: Annotated[
        bool | None,
        typer.Option(
            "--phones/--no-phones", help="As a rule: telephone numbers, everywhere."
        ),
    ] = None,
    emails: Annotated[
        bool | None,
        typer.Option("--emails/--no-emails", help="As a rule: e-mail addresses."),
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="Show what is withheld, and where.")
    ] = False,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Withhold texts from the public, in every spelling; undo takes it back.

    The archive keeps them. What is published has a mark in their place, and so has
    export --public. Rules hold for all statements, and for whoever publishes.
    """
    first, *texts = map(spaced_once, given or [""])
    rules = {PHONES: phones, EMAILS: emails}
    wanted = {rule: on for rule, on in rules.items() if on is not None}
    is_other = list_ or bool(wanted)
    _refuse_together(
        {
            "--list": list_,
            "a rule": bool(wanted),
            "a text": bool(texts) and not list_,
            "--drop": drop and is_other,
            "--anyway": anyway and is_other,
        }
    )
    _refuse_split_ids(first, texts)
    with environment.archive(context, archive) as opened:
        if list_:
            from mediarel.cli.commands.withhold_list import show_list  # noqa: PLC0415 - for this alone

            show_list(opened, given or ())
        elif wanted:
            _set_rules(opened, wanted)
        elif not texts and (anyway or not first or are_ids(first)):
            raise NothingToWithholdError(first, drop=drop)
        else:
            from mediarel.cli.commands import withhold_texts  # noqa: PLC0415 - as above

            change = withhold_texts.drop if drop else withhold_texts.withhold
            where = first if texts else None
            change(context, opened, where, texts or [first], anyway=anyway, yes=yes)


def _refuse_split_ids(first: str, texts: Sequence[str]) -> None:
    """Raise SplitIdsError if short numbers after ids are followed by another text."""
    ids = [first, *takewhile(_looks_like_id, texts)] if are_ids(first) else []
    if 1 < len(ids) <= len(texts):
        raise SplitIdsError(ids, texts[len(ids) - 1 :])


def _looks_like_id(text: str) -> bool:
    return text.isdecimal() and len(text) < _DIGITS_OF_NUMBERS


def _set_rules(opened: Archive, wanted: dict[str, bool]) -> None:
    with open_session(opened, "withhold") as session:
        is_new = verbs.set_rules(session, wanted)
    rules, _ = said_in(withholding(opened.index))
    said = f"withheld everywhere: {' and '.join(rules)}" if rules else "no rule is left"
    if not is_new:
        environment.tell(f"Nothing changed: {said}.")
        return
    environment.tell(Hint(f"{said.capitalize()}. To take it back: ", Command("undo")))
    if rules and (files := count_attached(opened, Everything())):
        told = f"The files of {environment.counted(files)} are not public until you"
        environment.tell(Hint(f"{told} check and clear them: ", clear_files(ALL)))


def _refuse_together(options: Mapping[str, bool]) -> None:
    """Raise MisuseError if more than one of `options` is given."""
    several = [option for option, is_given in options.items() if is_given]
    if len(several) > 1:
        raise MisuseError(
            f"{several[0]} and {several[1]} do not go together",
            "Give each in a command of its own.",
        )
